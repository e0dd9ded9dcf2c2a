"""`talentreg log`: who changed what, when, with which command."""

from dataclasses import asdict
from typing import Annotated

import typer

from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import print_json, print_table, say
from talentreg.places import register_path
from talentreg.store.logbook import read_log
from talentreg.store.register import open_for_reading


def show_log(
    limit: Annotated[int, typer.Option(min=1, metavar="条数", help="最多列出多少条")] = 30,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """List change sets and audit entries, newest first."""
    with open_for_reading(register_path(db)).reading() as connection:
        entries = read_log(connection, None if as_json else limit)
    if as_json:
        print_json([asdict(entry) for entry in entries])
        return
    if not entries:
        say("还没有变更")
        return
    columns = [("变更号", "right"), ("时间", "left"), ("操作人", "left"), ("命令", "left"), ("结果", "left")]
    rows = [
        [
            entry.number if entry.number is not None else "留痕",
            f"{entry.at:%Y-%m-%d %H:%M}",
            entry.who,
            entry.command,
            entry.summary + (f"（已由第{entry.undone_by}号撤销）" if entry.undone_by else ""),
        ]
        for entry in entries
    ]
    print_table(columns, rows)
