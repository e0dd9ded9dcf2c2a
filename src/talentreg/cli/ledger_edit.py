"""`talentreg event edit`, `number edit` and their like: put one row of a plain ledger right."""

from typing import Annotated, Any

import typer

from talentreg.cli.edit import print_edits
from talentreg.cli.ledger import (
    Run,
    example,
    new_staff_lines,
    new_word_lines,
    often,
    parameter,
    sign,
    tell_each,
    tell_row,
    typed,
    words,
)
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.records.ledger import Ledger
from talentreg.store.ledger_entering import edit_row
from talentreg.store.ledger_finding import find_row
from talentreg.store.register import open_for_writing
from talentreg.store.typed import read_words
from talentreg.store.units import load_units


def make(ledger: Ledger) -> Run:
    """Make the command that corrects one row of a ledger."""

    def edit(**given: Any) -> None:
        said = typed(ledger, given)
        if not said:
            raise Malformed("没有写要改什么", f"如 talentreg {ledger.command} edit … {example(ledger)}")
        with open_for_writing(register_path(given["db"])).changing(f"{ledger.command} edit") as writer:
            tree = load_units(writer.connection)
            row_id = find_row(writer.connection, ledger, given["row"])
            values = read_words(writer.connection, ledger.fields, said)
            entered = edit_row(writer, tree, ledger, row_id, values)
            line = tell_row(writer.connection, ledger, row_id)
            notes = new_staff_lines(writer.connection, entered.new_staff)
            notes += new_word_lines(writer.connection, ledger.fields, values)
        print_edits(line, entered.edits)
        tell_each(notes)

    row = typer.Argument(metavar=ledger.number_heading, help=called(ledger), show_default=False)
    changes = words(f"如 {example(ledger)}；字段= 清空")
    return sign(edit, [parameter("row", Annotated[str, row]), changes, *often(ledger)])


def called(ledger: Ledger) -> str:
    """Say how a row of a ledger is named."""
    named = "编号或名称" if "name" in ledger.fields and "name" in ledger.required else "编号"
    return f"{ledger.title}的{named}，见 talentreg {ledger.command} list"
