"""What `event attend` and `event invite` share: the words they take, a list as a sheet, what they say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.options import filled, word_of
from talentreg.cli.output import say, tell
from talentreg.errors import Malformed
from talentreg.intake.options import Options
from talentreg.records.vocabulary import PRESENCE, Vocabulary
from talentreg.records.work_words import ROLE, WHETHER
from talentreg.store.attending import Attended, Occasion, attend, find_occasion, tally
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.units import UnitTree, load_units

EventName = Annotated[
    str, typer.Argument(metavar="活动", help="活动编号或名称，见 talentreg event list", show_default=False)
]
Sheet = Annotated[
    Path | None,
    typer.Option(
        "--from", metavar="表格", help="按一张名单登记：每人一行；表里没有的项目用这里的选项", readable=False
    ),
]
Enrol = Annotated[bool, typer.Option("--enrol", help="与 --from 同用：登记册里没有的人按导入的办法一并登记")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="与 --from 同用：只说明会做什么，不写入")]
Strict = Annotated[bool, typer.Option("--strict", help="与 --from 同用：有一行不能登记就整批不写")]
AllowErased = Annotated[
    bool, typer.Option("--allow-erased", help="与 --from 同用：表里已抹除的人也照常对照，不跳过")
]
SheetUnit = Annotated[
    str | None,
    typer.Option(
        "--unit", metavar="单位", parser=filled, help="与 --from 同用：没写单位的人在其中找，新人也记在那里"
    ),
]
Marked = Annotated[
    Path | None,
    typer.Option(
        "--marked", metavar="文件夹", help="与 --from 同用：名单另存一份标出问题的副本", readable=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="与 --marked 同用：覆盖同名的副本")]


def _word(option: str, vocabulary: Vocabulary, meaning: str) -> Any:
    told = f"{meaning}：{vocabulary.listed()}"
    return typer.Option(option, metavar=vocabulary.title, parser=word_of(vocabulary), help=told)


Role = Annotated[str | None, _word("--role", ROLE, "以什么身份参加")]
Presence = Annotated[str | None, _word("--presence", PRESENCE, "那时人在哪里")]
Invited = Annotated[str | None, _word("--invited", WHETHER, "是否邀请过")]
Accepted = Annotated[str | None, _word("--accepted", WHETHER, "是否答应来")]
Note = Annotated[str | None, typer.Option(metavar="文字", help="参加备注")]


COVERING = ("讲习", "恳谈会", "茶话会")
"""The kinds of events whose reach among the returned is a figure."""


@dataclass(frozen=True, slots=True)
class OfSheet:
    """A sheet to go by, and what was said of how."""

    sheet: Path | None = None
    unit: str | None = None
    enrol: bool = False
    dry_run: bool = False
    strict: bool = False
    allow_erased: bool = False
    marked: Path | None = None
    force: bool = False

    def refuse_alone(self) -> None:
        """Refuse what only a sheet can have."""
        asked = {
            "--enrol": self.enrol,
            "--dry-run": self.dry_run,
            "--strict": self.strict,
            "--allow-erased": self.allow_erased,
            "--unit": self.unit,
            "--marked": self.marked,
            "--force": self.force,
        }
        if alone := [option for option, given in asked.items() if given]:
            raise Malformed(f"{alone[0]} 只和 --from 同用", "整张名单登记用 --from 表格.xlsx")


@dataclass(frozen=True, slots=True)
class Listing:
    """Who is to be put on the list of which event, and what is said of all of them."""

    command: str
    event: str
    facts: dict[str, Any]
    people: list[str] = field(default_factory=list)


def enter(path: Path, asked: Listing, of_sheet: OfSheet) -> None:
    """Put people on the list of an event: those named, all or none, or those of a sheet row by row."""
    if of_sheet.sheet is not None:
        if asked.people:
            raise Malformed("写了 --from 就不用再写人", "表里每行一个人；要加人，分两次登记")
        _enter_sheet(path, asked, of_sheet, of_sheet.sheet)
        return
    of_sheet.refuse_alone()
    if not asked.people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区；整张名单登记用 --from 表格.xlsx")
    with open_for_writing(path).changing(asked.command) as writer:
        tree = load_units(writer.connection)
        occasion = find_occasion(writer.connection, asked.event)
        person_ids = [find_person(writer.connection, tree, text) for text in asked.people]
        done = attend(writer, occasion, person_ids, asked.facts)
        lines, notes = _report(writer.connection, tree, occasion, done)
    say("\n".join(lines))
    for note in notes:
        tell(note)


def _enter_sheet(path: Path, asked: Listing, of_sheet: OfSheet, sheet: Path) -> None:
    from talentreg.cli.taking_in import Task, Wishes, take_in
    from talentreg.intake.batch import Batch
    from talentreg.intake.reading import read_book

    given = {f"attendance.{name}": value for name, value in asked.facts.items() if value is not None}
    options = Options(
        of_sheet.unit,
        given=given,
        allow_erased=of_sheet.allow_erased,
        event=asked.event,
        enrol=of_sheet.enrol,
    )
    task = Task(path, f"{asked.command} --from", dry_run=of_sheet.dry_run, strict=of_sheet.strict)
    wishes = Wishes(marked=of_sheet.marked, force=of_sheet.force)
    try:
        take_in(task, Batch((read_book(sheet),)), options, wishes)
    except typer.Exit:
        _tell_list(path, asked.event, dry_run=of_sheet.dry_run)
        raise
    _tell_list(path, asked.event, dry_run=of_sheet.dry_run)


def _tell_list(path: Path, event: str, *, dry_run: bool) -> None:
    """Tell how long the list of an event is now."""
    if not dry_run:
        with open_for_reading(path).reading() as connection:
            for line in tell_tally(connection, find_occasion(connection, event)):
                tell(line)


def _report(
    connection: Connection, tree: UnitTree, occasion: Occasion, done: Attended
) -> tuple[list[str], list[str]]:
    """Return what to print of people entered by name, and what else to tell."""
    named: Callable[[int], str] = lambda one: describe_person(connection, tree, one)  # noqa: E731  # short
    lines = [occasion.told]
    lines += [f"  已登记：{named(one)}" for one in done.entered]
    lines += [f"  已更正：{named(one)}" for one in done.completed]
    lines += [f"  已经是这样，没有重复登记：{named(one)}" for one in done.known]
    if done.held:
        lines.append("活动状态已由计划改为已办")
    return lines, tell_tally(connection, occasion)


def tell_tally(connection: Connection, occasion: Occasion) -> list[str]:
    """Write how long the list is; where it has more names than the room had people, that too."""
    found = tally(connection, occasion.id)
    counts = (("邀请", found.invited), ("应邀", found.accepted), ("到会", found.attended))
    told = "，".join(f"{name}{count}人" for name, count in counts if count)
    lines = [f"名单共{found.listed}人" + (f"：{told}" if told else "")]
    if found.unplaced and occasion.kind in COVERING:
        told = f"到会的{found.unplaced}人没有写是否返乡，不计入覆盖返乡人员"
        lines.append(f"{told}；返乡的人：talentreg event attend {occasion.number} 人… --presence 返乡")
    if occasion.headcount is not None and occasion.headcount < found.attended:
        lines.append(
            f"到场人数写的是{occasion.headcount}，比到会名单少；"
            f"更正：talentreg event edit {occasion.number} 到场人数=…"
        )
    return lines
