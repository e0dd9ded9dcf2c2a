"""`talentreg erase`: a person's data leaves the register and its history for good."""

from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.options import Db, PersonName
from talentreg.cli.output import say, tell, warn
from talentreg.cli.prompting import ask, can_ask
from talentreg.errors import Malformed, Refused
from talentreg.places import register_path
from talentreg.records.fields import id_from_number, number
from talentreg.records.person import Person
from talentreg.store.erasing import Erased, erase_person, find_erasable, foresee
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.sqlite import copies_beside, rebuild
from talentreg.store.units import load_units

FOR_GOOD = "抹除后不能撤销，也不能恢复"
FIGURES = "以前各期的统计也不再计此人，和已经上报的数字会对不上"


def erase(
    person: PersonName,
    reason: Annotated[str, typer.Option(metavar="原因", help="为什么抹除；会留存，不要写姓名")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="不再询问；不在终端上时必须写")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会抹除什么，不写入")] = False,
    db: Db = None,
) -> None:
    """Erase one person and leave a numbered tombstone; asks before, for it cannot be taken back."""
    if not (dry_run or reason.strip()):
        raise Malformed("缺少 --reason（原因）", "如 --reason 本人书面申请")
    if not (dry_run or yes or can_ask()):
        raise Malformed("不在终端上抹除要加 --yes", f"{FOR_GOOD}；可先用 --dry-run 看会抹除什么")
    path = register_path(db)
    with open_for_reading(path).reading() as connection:
        person_id = find_erasable(connection, load_units(connection), person)
        foreseen = foresee(connection, person_id)
    if dry_run:
        _say_foreseen(foreseen)
        say("这是试抹除，登记册没有改动；去掉 --dry-run、写明 --reason 即抹除")
        return
    if not yes and not _agreed(foreseen):
        tell("没有抹除，登记册没有改动")
        return
    with open_for_writing(path).changing("erase") as writer:
        called = number(Person, person_id)
        if find_erasable(writer.connection, load_units(writer.connection), called) != person_id:
            raise Refused(f"{called} 刚刚并入了别人，没有抹除", f"talentreg show {called} 看看是谁")
        erased = erase_person(writer, person_id, reason)
    _say_erased(erased)
    _clean_file(path)
    _say_copies(path)


def _agreed(foreseen: Erased) -> bool:
    """Ask somebody on a terminal, who types the number or 是."""
    warn(f"将抹除：{foreseen.line}")
    warn(f"  {_counted(foreseen)}")
    warn(f"  {FIGURES}")
    called = number(Person, foreseen.person_id)
    answer = ask(f"{FOR_GOOD}。确认请输入 {called} 或 是")
    return answer == "是" or id_from_number(Person, answer) == foreseen.person_id


def _say_foreseen(foreseen: Erased) -> None:
    say(f"将抹除：{foreseen.line}")
    say(f"  {_counted(foreseen)}")
    say(f"  {FIGURES}")
    say(FOR_GOOD)


def _counted(foreseen: Erased) -> str:
    lines = f"来表中的{foreseen.lines}行只留位置" if foreseen.lines else ""
    return "；".join(part for part in (foreseen.told(), lines) if part)


def _say_erased(erased: Erased) -> None:
    called = number(Person, erased.person_id)
    say(f"已抹除 {called}：{erased.told() or '历史里的登记'}")
    if erased.remarks:
        say(f"导入时的提示{erased.remarks}条已改为（已删除）")
    if erased.entries:
        say(f"留痕里的姓名或号码已去掉（{erased.entries}条）")
    if erased.mentions:
        tell(f"另有{erased.mentions}条别人的记录写有同样的姓名，没有改动")
    tell(FIGURES)
    say("来表再写到此人会跳过不导入；确需重新登记请加 --allow-erased")


def _clean_file(path: Path) -> None:
    """Leave no byte behind; the data are gone from the register even if the file cannot be rebuilt now."""
    try:
        rebuild(path)
    except Refused as refusal:
        tell(f"登记册文件没有整理成：{refusal.message}")


def _say_copies(path: Path) -> None:
    """Name the copies beside the register: they hold what it held."""
    if copies := copies_beside(path):
        tell("这些备份里仍有此人的资料，请自行处理：")
        for copy in copies:
            tell(f"  {copy}")
    else:
        tell("另存的备份、导出的表格里仍可能有此人的资料，请自行处理")
