"""`talentreg log`: who changed what, when, with which command; of one person, field by field."""

from dataclasses import asdict
from typing import Annotated

import typer
from sqlalchemy import Connection

from talentreg.cli.lists import AsCsv, refuse_two_documents
from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import on_terminal, print_csv, print_json, print_table, say
from talentreg.errors import Unknown
from talentreg.periods import chinese_day
from talentreg.places import register_path
from talentreg.records.catalogue import RECORDS
from talentreg.records.fields import Record, id_from_number, number
from talentreg.records.person import Person
from talentreg.records.text import shown_width
from talentreg.store.logbook import LogEntry, read_log
from talentreg.store.people import find_person
from talentreg.store.register import open_for_reading
from talentreg.store.tombstones import tombstone
from talentreg.store.trail import Step, read_trail
from talentreg.store.units import load_units

LONGEST_COMMAND = 28
USUAL = 30

ACTIONS = {"insert": "（新增）", "delete": "（删除）", "erase": "（抹除）"}


def show_log(
    person: Annotated[
        str | None,
        typer.Argument(
            metavar="人", help="只看一个人：编号、姓名，或 姓名@社区；也可写 C000123", show_default=False
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=10**9,
            metavar="条数",
            help=f"最多列出多少条，默认屏幕上{USUAL}条",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    db: Db = None,
) -> None:
    """List change sets and audit entries, newest first; of one record, every change oldest first."""
    refuse_two_documents(as_json=as_json, as_csv=as_csv)
    with open_for_reading(register_path(db)).reading() as connection:
        erased = ""
        if person:
            record, row_id = _record(connection, person)
            rows: list[LogEntry] | list[Step] = read_trail(connection, record, row_id)
            erased = _told_erased(connection, row_id) if record is Person else ""
            rows = rows[-limit:] if limit else rows
            if not rows:
                raise Unknown(f"登记册里没有「{person}」", "talentreg list、talentreg contact list 列出编号")
        else:
            rows = read_log(connection, None if as_json or as_csv else limit or USUAL)
    documents = [asdict(row) for row in rows]
    if as_json:
        print_json(documents)
    elif as_csv:
        names = list(documents[0]) if documents else []
        print_csv(names, (list(one.values()) for one in documents))
    elif not rows:
        say("还没有变更")
    else:
        if erased:
            say(f"{erased}\n")
        _print_entries([row for row in rows if isinstance(row, LogEntry)])
        _print_steps([row for row in rows if isinstance(row, Step)])


def _record(connection: Connection, text: str) -> tuple[type[Record], int]:
    """Read whose trail is asked for: a record's number, or a person."""
    for record in RECORDS:  # also one that is gone: its trail stays
        row_id = id_from_number(record, text)
        if row_id is not None:
            return record, row_id
    return Person, find_person(connection, load_units(connection), text)


def _told_erased(connection: Connection, person_id: int) -> str:
    """Say since when and why somebody is erased; nothing of anybody else."""
    stone = tombstone(connection, person_id)
    if stone is None:
        return ""
    called, on = number(Person, person_id), chinese_day(stone["on"])
    return f"{called} 已于{on}抹除（第{stone['set_id']}号变更），原因：{stone['reason']}"


def _print_entries(entries: list[LogEntry]) -> None:
    if not entries:
        return
    columns = [("变更号", "right"), ("时间", "left"), ("操作人", "left"), ("命令", "left"), ("结果", "left")]
    rows = [
        [
            entry.number if entry.number is not None else "留痕",
            f"{entry.at:%Y-%m-%d %H:%M}",
            entry.who,
            _short(entry.command),
            entry.summary + _undone(entry.undone_by),
        ]
        for entry in entries
    ]
    print_table(columns, rows, spare=(2,))


def _print_steps(steps: list[Step]) -> None:
    if not steps:
        return
    heads = ("变更号", "时间", "操作人", "命令", "记录", "字段", "原来", "现在")
    rows = [
        [
            one.set,
            f"{one.at:%Y-%m-%d %H:%M}",
            one.who,
            _short(one.command) + _undone(one.undone_by),
            f"{one.title} {one.record}",
            one.heading or ACTIONS.get(one.action, ""),
            one.before or "（空）",
            one.after or "（空）",
        ]
        for one in steps
    ]
    print_table([(head, "right" if head == "变更号" else "left") for head in heads], rows, spare=(2, 1))


def _short(command: str) -> str:
    """Cut the names of many files short where they would crowd out the rest of a screen."""
    fits = not on_terminal() or shown_width(command) <= LONGEST_COMMAND
    return command if fits else f"{command[: LONGEST_COMMAND // 2]}…"


def _undone(by: int | None) -> str:
    return f"（已由第{by}号撤销）" if by else ""
