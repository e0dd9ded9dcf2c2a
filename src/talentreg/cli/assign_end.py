"""`talentreg assign end`: a leader's care for somebody ends on a day."""

from typing import Annotated

import typer

from talentreg.cli.options import Db, On
from talentreg.cli.output import say, tell
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.records.cleaning import clean_text
from talentreg.store.duty_ending import describe_assignment, end_assignment, find_assignments
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units


def end(
    words: Annotated[
        list[str],
        typer.Argument(metavar="联系服务…", help="编号（可写几个），或 领导 人", show_default=False),
    ],
    on: On = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="原因", help="为什么结束", show_default=False)
    ] = "",
    db: Db = None,
) -> None:
    """End assignments, all or none; the day given is the last one on which they hold."""
    with open_for_writing(register_path(db)).changing("assign end") as writer:
        tree = load_units(writer.connection)
        found = find_assignments(writer.connection, tree, words)
        for row_id in found:
            end_assignment(writer, row_id, on or today(), clean_text(reason) or None)
        lines = [describe_assignment(writer.connection, row_id) for row_id in found]
    for line in lines:
        say(f"已结束：{line}")
    tell("由别人接着联系：talentreg assign hand-over 原领导 新领导，或 assign add 新领导 人")
