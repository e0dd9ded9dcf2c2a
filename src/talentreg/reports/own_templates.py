"""The templates an office made for itself: any .docx, by name one in the folder beside its register."""

from pathlib import Path

from talentreg.errors import Malformed, Unknown
from talentreg.records.text import fold
from talentreg.reports.catalogue import REPORTS
from talentreg.reports.near_names import nearest

FOLDER, SUFFIX = "templates", ".docx"


def own_folder(register: Path) -> Path:
    """Return where a register's own templates lie."""
    return register.parent / FOLDER


def own_templates(folder: Path) -> dict[str, Path]:
    """List the templates of a folder by name; what Word and LibreOffice leave there while open is none."""
    if not folder.is_dir():
        return {}
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == SUFFIX and path.is_file())
    return {path.stem: path for path in files if not path.name.startswith(("~$", "."))}


def chosen_template(name: str, folder: Path) -> str:
    """Return which template a word means: one of the package by its name, else the path of a file.

    A file is meant by its path, or by its name with or without .docx if it lies in the folder. What is
    neither is refused with the nearest names.
    """
    if name in REPORTS or (name.lower().endswith(SUFFIX) and Path(name).exists()):
        return name
    own = own_templates(folder)
    wanted = fold(Path(name).stem if name.lower().endswith(SUFFIX) else name)
    for stem, path in own.items():
        if fold(stem) == wanted:
            return str(path)
    if name.lower().endswith(SUFFIX):
        raise Unknown(f"模板文件 {name} 不存在", f"请检查文件名；自己的模板也可以放进 {folder}")
    if Path(name).suffix.lower() in (".doc", ".dot", ".dotx", ".docm", ".dotm", ".wps", ".wpt", ".odt"):
        raise Unknown(f"模板要是 .docx 文件，不是 {Path(name).suffix}", "请在 Word 或 WPS 里另存为 .docx")
    raise Unknown(f"没有名为「{name}」的模板", _near(name, own))


def new_name(name: str) -> str:
    """Check the name a new template is to have; return it without .docx."""
    stem = name[: -len(SUFFIX)] if name.lower().endswith(SUFFIX) else name
    if not stem.strip() or any(sign in stem for sign in '\\/:*?"<>|') or stem.strip(". ") != stem:
        raise Malformed(f"「{name}」不能作模板的名称", "只写名称，如 本区季报；放到别处用 --out 写出文件")
    if stem in REPORTS:
        raise Malformed(f"「{stem}」是随附模板的名称", f"请换一个，如 本区{REPORTS[stem].about[:4]}")
    return stem


def _near(name: str, own: dict[str, Path]) -> str:
    """Say which templates there are, the nearest first if one is near."""
    said = {report.about: key for key, report in REPORTS.items()} | {key: key for key in (*REPORTS, *own)}
    found = dict.fromkeys(said[one] for one in nearest(name, said))
    if found:
        told = "、".join(f"{one}（{REPORTS[one].about}）" if one in REPORTS else one for one in found)
        return f"是不是 {told}？全部模板见 talentreg report templates"
    return f"可用：{'、'.join((*REPORTS, *own))}，或写出 .docx 文件；说明见 talentreg report templates"
