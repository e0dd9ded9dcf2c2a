"""`talentreg event remove` and its like: take out rows of a plain ledger that were entered by mistake."""

from typing import Annotated, Any

import typer

from talentreg.cli.ledger import Run, parameter, sign, tell_some
from talentreg.cli.ledger_edit import called
from talentreg.cli.output import say
from talentreg.places import register_path
from talentreg.records.ledger import Ledger
from talentreg.store.ledger_entering import remove_rows
from talentreg.store.ledger_finding import find_row
from talentreg.store.register import open_for_writing


def make(ledger: Ledger) -> Run:
    """Make the command that deletes rows of a ledger, all or none."""

    def remove(**given: Any) -> None:
        with open_for_writing(register_path(given["db"])).changing(f"{ledger.command} remove") as writer:
            found = [find_row(writer.connection, ledger, text) for text in given["rows"]]
            ids = list(dict.fromkeys(found))
            lines = tell_some(writer.connection, ledger, ids)
            remove_rows(writer, ledger, ids)
        for line in lines:
            say(f"已删除：{line}")
        say("如需恢复：talentreg undo")

    rows = typer.Argument(metavar=f"{ledger.number_heading}…", help=called(ledger), show_default=False)
    return sign(remove, [parameter("rows", Annotated[list[str], rows])])
