"""`talentreg milestone log`: the same milestone of one or many people, by name or from a sheet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.ledger import new_word_lines, tell_each, tell_row
from talentreg.cli.options import Db, On, UnitPlace, parse_with, word_of, words_of
from talentreg.cli.output import say, tell
from talentreg.cli.sheet_asking import OfSheet, SheetTask, enter_sheet, takes_sheet
from talentreg.errors import Malformed
from talentreg.periods import parse_day, today
from talentreg.places import register_path
from talentreg.records.fields import number
from talentreg.records.milestone import Milestone
from talentreg.records.work_words import MILESTONE as KINDS
from talentreg.records.work_words import RESULT
from talentreg.store.changes import Writer
from talentreg.store.milestones import MILESTONE, Noted, log_honour, log_milestones
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.typed import clean_value, find_field, names_field, read_words
from talentreg.store.units import UnitTree, load_units

if TYPE_CHECKING:
    from talentreg.intake.roll import Roll


def _text(option: str, metavar: str, meaning: str) -> Any:
    return typer.Option(option, metavar=metavar, help=meaning, show_default=False)


Kind = Annotated[
    str,
    typer.Argument(metavar="种类", parser=word_of(KINDS), help=KINDS.listed(), show_default=False),
]
People = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="人…",
        help="编号、电话、姓名，或 姓名@社区；其余项目可写成 字段=内容，如 当时学历=博士研究生",
        show_default=False,
    ),
]
Until = Annotated[
    date | None,
    typer.Option("--until", metavar="日期", parser=parse_with(parse_day), help="柔性引才、挂职的最后一天"),
]
Name = Annotated[str, _text("--name", "内容", "荣誉、人才项目、职务、培训的名称")]
Level = Annotated[str, _text("--level", "层次", "如 领军人才；荣誉、项目写国家级、省级、市级")]
Place = Annotated[str, _text("--place", "地点", "挂职单位、引进单位、培训地点")]
Channel = Annotated[str, _text("--channel", "渠道", "怎样引进的，如 编制池、校园引才")]
Mentor = Annotated[str, _text("--mentor", "人", "带培专家，与 传帮带培养 同用")]
Result = Annotated[
    str | None,
    typer.Option("--result", metavar="结果", parser=word_of(RESULT), help=f"申报人才项目：{RESULT.listed()}"),
]
Note = Annotated[str, _text("--note", "文字", "成效备注")]


@takes_sheet
def log_milestone(
    kind: Kind,
    of_sheet: OfSheet,
    people: People = None,
    on: On = None,
    until: Until = None,
    name: Name = "",
    level: Level = "",
    place: Place = "",
    channel: Channel = "",
    mentor: Mentor = "",
    result: Result = None,
    unit: UnitPlace = None,
    note: Note = "",
    db: Db = None,
) -> None:
    """Enter the same milestone of several people, all or none; from a sheet row by row."""
    said: dict[str, Any] = {"name": name, "level": level, "place": place, "channel": channel}
    said |= {"mentor": mentor, "on": on, "until": until, "result": result, "note": note}
    names = [word for word in people or () if not _is_field(word)]
    words = [*(word for word in people or () if _is_field(word)), *words_of({"kind": kind, **said})]
    of_sheet = replace(of_sheet, unit=unit if of_sheet.sheet else None)
    of_unit = kind == "honoured" and unit is not None and not (of_sheet.sheet or names)
    if of_unit:
        of_sheet.refuse_alone()
    elif of_sheet.instead_of(names):
        _log_sheet(register_path(db), of_sheet, words)
        return
    words += words_of({"unit": unit})
    with open_for_writing(register_path(db)).changing("milestone log") as writer:
        lines, notes = _log(writer, names, words)
    say("\n".join(lines))
    tell_each(notes)


def _is_field(word: str) -> bool:
    """Whether a word says FIELD=VALUE and names nobody."""
    name, sign, _ = word.replace("＝", "=").partition("=")
    return bool(sign) and names_field(MILESTONE.fields, name)


def _log(writer: Writer, names: list[str], words: list[str]) -> tuple[list[str], list[str]]:
    """Enter a milestone of people named, or of a unit; return what to say, and what else to tell."""
    connection = writer.connection
    tree = load_units(connection)
    values = read_words(connection, MILESTONE.fields, words)
    _refuse_person(values)
    new_words = new_word_lines(connection, MILESTONE.fields, values)
    if not names:
        entered = log_honour(writer, tree, values)
        told = "已有相同的登记，没有重复登记" if entered.known else f"已登记{MILESTONE.title}"
        return [f"{told}：{tell_row(connection, MILESTONE, entered.row_id)}"], new_words
    people = [find_person(connection, tree, text) for text in names]
    noted = log_milestones(writer, tree, people, values)
    return _report(connection, tree, noted, KINDS.text(values["kind"])), noted.notes + new_words


def _refuse_person(values: Mapping[str, Any]) -> None:
    if "person" in values:
        raise Malformed("人直接写在种类后面，不写 姓名=", "如 talentreg milestone log 挂职锻炼 张三 李四")


def _report(connection: Connection, tree: UnitTree, noted: Noted, kind: str) -> list[str]:
    """Tell whose milestone was entered, under which number, and whose was there."""
    lines = []
    for told, rows in ((f"已登记{kind}", noted.entered), ("已经登记过，没有重复登记", noted.known)):
        for one, row_id in rows.items():
            lines.append(f"{told}：{number(Milestone, row_id)}  {describe_person(connection, tree, one)}")
    return lines


def _log_sheet(path: Path, of_sheet: OfSheet, words: list[str]) -> None:
    """Enter a milestone of everybody on a sheet; what a row does not say is as it was typed."""
    from talentreg.intake.achieving import SHEET_FIELDS, open_milestones

    values = _cleaned(words)
    _refuse_person(values)

    def open_roll(connection: Connection) -> "Roll":
        return open_milestones(connection, values, enrol=of_sheet.enrol)

    def tell_filled() -> None:
        tell("表里没有写的学历、职称，按登记册里的记下")

    facts = {"on": today(), **{name: value for name, value in values.items() if name in SHEET_FIELDS}}
    enter_sheet(SheetTask(path, "milestone log", "milestone", facts, open_roll), of_sheet, tell_filled)


def _cleaned(words: list[str]) -> dict[str, Any]:
    """Read FIELD=VALUE words without a register: it may not be there yet."""
    values: dict[str, Any] = {}
    for word in words:
        name, _, text = word.replace("＝", "=").partition("=")
        target = find_field(MILESTONE.fields, name)
        if target in values:
            raise Malformed(f"{MILESTONE.heading(target)}写了两遍")
        values[target] = clean_value(MILESTONE.fields[target], text)
    return values
