"""`talentreg library join`: people who are in a library from a day on."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from sqlalchemy import Connection, RowMapping

from talentreg.cli.ledger import new_staff_lines, new_word_lines, tell_each
from talentreg.cli.library_asking import FirstDay, LibraryName, Note, Reason, tell_count
from talentreg.cli.options import Db, PeopleNames, words_of
from talentreg.cli.output import say
from talentreg.cli.sheet_asking import OfSheet, SheetTask, enter_sheet, takes_sheet
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.store.changes import Writer
from talentreg.store.ledger_finding import References
from talentreg.store.libraries import INCLUSION, Joined, describe_library, find_library, join
from talentreg.store.people import describe_person, find_person, require_staff
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.typed import read_words
from talentreg.store.units import UnitTree, load_units

if TYPE_CHECKING:
    from talentreg.intake.roll import Roll

Way = Annotated[
    str,
    typer.Option("--way", metavar="方式", help="怎样推荐来的，如 党组织推荐、群众推荐", show_default=False),
]
Role = Annotated[
    str, typer.Option("--role", metavar="职务", help="库内职务，如 会长、理事", show_default=False)
]
By = Annotated[
    str,
    typer.Option("--by", metavar="工作人员", help="培养联系人：姓名，或 姓名@单位", show_default=False),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who comes into which library when, and what is said of all of them."""

    path: Path
    library: str
    people: list[str]
    on: date | None
    words: list[str]

    @property
    def day(self) -> date:
        """The day they come in."""
        return self.on or today()


@takes_sheet
def join_library(
    library: LibraryName,
    of_sheet: OfSheet,
    people: PeopleNames = None,
    on: FirstDay = None,
    way: Way = "",
    role: Role = "",
    by: By = "",
    reason: Reason = "",
    note: Note = "",
    db: Db = None,
) -> None:
    """Enter people of a library: those named, all or none, or those of a sheet row by row."""
    words = words_of({"way": way, "role": role, "by": by, "reason": reason, "note": note})
    asked = Asked(register_path(db), library, people or [], on, words)
    if of_sheet.instead_of(asked.people):
        _enter_sheet(asked, of_sheet)
    else:
        _enter_named(asked)


def _enter_named(asked: Asked) -> None:
    with open_for_writing(asked.path).changing("library join") as writer:
        tree = load_units(writer.connection)
        row = find_library(writer.connection, asked.library)
        person_ids = [find_person(writer.connection, tree, text) for text in asked.people]
        facts, notes = _facts(writer, tree, person_ids, asked.words)
        done = join(writer, row, person_ids, asked.day, facts)
        lines = _report(writer.connection, tree, row, done, chinese_day(asked.day))
    say("\n".join(lines))
    tell_each(notes)


def _enter_sheet(asked: Asked, of_sheet: OfSheet) -> None:
    """Enter those of a sheet; whoever `--by` names must be known."""
    with open_for_reading(asked.path).reading() as connection:
        tree = load_units(connection)
        row = find_library(connection, asked.library)
        facts = read_words(connection, INCLUSION.fields, asked.words)
        by = facts.pop("by", None)
        fixed = {"by_id": require_staff(connection, tree, by)} if by else {}

    def open_roll(connection: Connection) -> "Roll":
        from talentreg.intake.library_roll import load_library_roll

        row = find_library(connection, asked.library)
        return load_library_roll(connection, row, fixed, asked.day, enrol=of_sheet.enrol)

    told = {**facts, "library_id": row["id"], "on": asked.on}
    task = SheetTask(asked.path, "library join", "inclusion", told, open_roll)
    enter_sheet(task, of_sheet, lambda: tell_count(asked.path, asked.library))


def _facts(
    writer: Writer, tree: UnitTree, person_ids: list[int], words: list[str]
) -> tuple[dict[str, Any], list[str]]:
    """Read what is said of all of them, by stored columns, and what else to tell of it."""
    values = read_words(writer.connection, INCLUSION.fields, words)
    resolver = References(writer, tree, INCLUSION)
    facts = resolver.resolve(values, {"person_id": person_ids[0]})
    notes = new_staff_lines(writer.connection, resolver.new_staff)
    return facts, notes + new_word_lines(writer.connection, INCLUSION.fields, values)


def _report(connection: Connection, tree: UnitTree, library: RowMapping, done: Joined, day: str) -> list[str]:
    named = {
        one: describe_person(connection, tree, one) for one in (*done.entered, *done.completed, *done.known)
    }
    lines = [describe_library(library)]
    lines += [f"  {day}纳入：{named[one]}" for one in done.entered]
    lines += [f"  已在库，已更正：{named[one]}" for one in done.completed]
    lines += [
        f"  {chinese_day(since)}起已在库，没有重复登记：{named[one]}" for one, since in done.known.items()
    ]
    return lines
