"""`talentreg undo`: take a change back."""

from typing import Annotated

import typer

from talentreg.cli.options import Db
from talentreg.cli.output import say
from talentreg.errors import ExitCode
from talentreg.places import register_path
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.undo import undo

SHOWN = 10


def undo_change(
    number: Annotated[
        int | None, typer.Argument(metavar="变更号", help="默认最近一次；见 talentreg log")
    ] = None,
    db: Db = None,
) -> None:
    """Take back one change set and say what became of its rows."""
    path = register_path(db)
    open_for_reading(path)
    undone = undo(open_for_writing(path), number)
    say(f"已撤销第{undone.set_id}号变更：{undone.command}")
    say("，".join(f"{action}{title}{count}" for (title, action), count in undone.counts.items() if count))
    if undone.kept:
        say(f"以下{len(undone.kept)}条后来又改过或被其他记录引用，保留未动：")
        for title, row_id in undone.kept[:SHOWN]:
            say(f"  {title} {row_id}")
        raise typer.Exit(ExitCode.PARTIAL)
