"""`talentreg event add`, `publicity add` and their like: one row of a plain ledger, typed."""

from typing import Any

from talentreg.cli.ledger import (
    Run,
    leads,
    new_staff_lines,
    new_word_lines,
    often,
    sign,
    tell_each,
    tell_row,
    typed,
)
from talentreg.cli.output import say
from talentreg.errors import Refused
from talentreg.places import register_path
from talentreg.records.ledger import Ledger
from talentreg.store.changes import Writer
from talentreg.store.editing import Edit
from talentreg.store.ledger_entering import add_row, read_row
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units


def make(ledger: Ledger) -> Run:
    """Make the command that enters one row of a ledger."""

    def add(**given: Any) -> None:
        with open_for_writing(register_path(given["db"])).changing(f"{ledger.command} add") as writer:
            said, notes = enter(writer, ledger, typed(ledger, given))
        say(said)
        tell_each(notes)

    return sign(add, [*leads(ledger), *often(ledger, first=ledger.leads)])


def enter(writer: Writer, ledger: Ledger, words: list[str]) -> tuple[str, list[str]]:
    """Enter a row from typed words; return what to say of it, and what else to tell."""
    tree = load_units(writer.connection)
    values = read_row(writer.connection, ledger, words)
    entered = add_row(writer, tree, ledger, values)
    line = tell_row(writer.connection, ledger, entered.row_id)
    if entered.edits:
        raise _differs(ledger, line, entered.edits)
    if entered.known:
        return f"已有相同的登记，没有重复登记：{line}", []
    notes = [*new_staff_lines(writer.connection, entered.new_staff), *entered.notes]
    notes += new_word_lines(writer.connection, ledger.fields, values)
    return f"已登记{ledger.title}：{line}", notes


def _differs(ledger: Ledger, line: str, edits: list[Edit]) -> Refused:
    """Refuse what is there already and said otherwise: it may be a correction, or another row."""
    told = "，".join(f"{one.heading}原为{one.before or '空'}，这次是{one.after}" for one in edits)
    words = " ".join(f"{one.heading}={one.after}" for one in edits)
    number = line.partition("  ")[0]
    return Refused(
        f"已有这{ledger.counter}{ledger.title}：{line}；{told}，没有登记",
        f"更正：talentreg {ledger.command} edit {number} {words}",
    )
