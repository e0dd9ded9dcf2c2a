"""What may have been meant by the name of a file that is not there."""

import os
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from talentreg.intake.foreign import READABLE
from talentreg.records.masking import mask_free_text
from talentreg.records.text import fold

MOST_SEEN = 5_000
"""Entries of a folder that are looked at: a slip is answered at once or not at all."""

_QUOTES = "'\"‘’“”＂＇"


def missing_file_hint(path: Path) -> str:
    """Say what to do about a file that is not there, naming the files beside it that were probably meant."""
    name = path.name
    if name.strip(_QUOTES) != name or '"' in str(path):
        return '引号没有用对：有空格的文件名前后各加一个英文双引号，如 "登记 表.xlsx"，末尾不要写 \\'
    if not path.parent.is_dir():
        return f"文件夹 {path.parent} 不存在，请检查路径"
    if "*" in name or "?" in name:
        return f"文件夹 {path.parent.absolute()} 里没有合这个写法的文件"
    beside = _names_in(path.parent)
    if blank := next((one for one in beside if one.startswith(f"{name} ")), ""):
        return f'文件名或路径里有空格时，前后要加英文双引号："{mask_free_text(str(path.with_name(blank)))}"'
    if near := _near(name, [one for one in beside if one.lower().endswith(READABLE)]):
        return f"是不是：{'、'.join(mask_free_text(one) for one in near)}"
    return f"请检查文件名；现在的文件夹是 {path.parent.absolute()}"


def saved_beside_hint(path: Path) -> str:
    """Name the same table saved in another format beside one that cannot be read; empty if there is none."""
    beside = [one for one in _names_in(path.parent) if one.lower().endswith(READABLE) and one != path.name]
    same = [one for one in beside if _stem(one) == _stem(path.name)]
    return f"旁边有另存的 {mask_free_text(same[0])}，是不是要导入它" if same else ""


def _names_in(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in islice(entries, MOST_SEEN))
    except OSError:
        return []


def _near(name: str, files: list[str]) -> list[str]:
    """List up to three files whose name is the same but for the extension, or else much alike."""
    stem = _stem(name)
    if same := [one for one in files if _stem(one) == stem]:
        return sorted(same, key=len)[:3]
    # Of two formats of one table the one that was typed is meant.
    files = sorted(files, key=lambda one: one.lower().endswith(Path(name).suffix.lower()))
    stems = {_stem(one): one for one in files}
    return [stems[one] for one in get_close_matches(stem, stems, 3, 0.6)]


def _stem(name: str) -> str:
    """Take all extensions of a table off a name: 登记表.xlsx.xls is 登记表."""
    plain = fold(name)
    while plain.endswith(READABLE):
        plain = plain.rpartition(".")[0]
    return plain
