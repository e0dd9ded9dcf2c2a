"""`talentreg report template new`: a copy of a template to be edited in Word or WPS."""

from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.options import Db
from talentreg.cli.output import say, tell
from talentreg.errors import Refused, plain_reason
from talentreg.files import check_kind, check_place, write_file
from talentreg.places import default_register, register_path
from talentreg.reports.catalogue import load_template
from talentreg.reports.own_templates import SUFFIX, chosen_template, new_name, own_folder

Name = Annotated[str, typer.Argument(metavar="名称", help="新模板的名称，如 本区季报")]
Origin = Annotated[str, typer.Option("--from", metavar="模板", help="照哪个模板，见 report templates")]
Place = Annotated[
    Path | None, typer.Option("--out", metavar="文件", help="写到哪里，默认登记册旁的 templates 文件夹")
]


def new_template(name: Name, origin: Origin = "quarter", out: Place = None, db: Db = None) -> None:
    """Copy a template out, to be edited in Word or WPS; a file that is there is never overwritten."""
    stem = new_name(name)
    register = register_path(db)
    template = load_template(chosen_template(origin, own_folder(register)))
    place = out or _in_folder(register, stem)
    check_kind(place, SUFFIX)
    if place.exists():
        raise Refused(f"{place} 已经存在，没有覆盖", "请换一个名称，或先把它移走")
    write_file(place, template, force=False)
    say(str(place))
    called = stem if out is None else place
    tell("用 Word 或 WPS 打开修改；{{ }} 里是变量，可写的：talentreg report template variables")
    tell(f"改完检查：talentreg report template check {called}")
    tell(f"出报告：talentreg report --template {called} --quarter Q1")


def _in_folder(register: Path, stem: str) -> Path:
    """Return the place of a template beside the register; its folder is made."""
    folder = own_folder(register)
    try:
        folder.mkdir(parents=register == default_register(), exist_ok=True)
    except OSError as error:
        hint = "登记册还没有建的话，用 --out 写出别的位置，如 --out 本区季报.docx"
        raise Refused(f"文件夹 {folder} 建不了：{plain_reason(error)}", hint) from error
    check_place(folder / f"{stem}{SUFFIX}", force=True)
    return folder / f"{stem}{SUFFIX}"
