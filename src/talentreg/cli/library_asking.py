"""What the commands about the people of a library share: the words they take."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from talentreg.cli.options import parse_with
from talentreg.cli.output import tell
from talentreg.periods import chinese_day, parse_day, today
from talentreg.store.libraries import count_members, describe_library, find_library
from talentreg.store.register import open_for_reading

LibraryName = Annotated[
    str, typer.Argument(metavar="库", help="库名或编号，重名的写 库名@单位", show_default=False)
]
FirstDay = Annotated[
    date | None,
    typer.Option("--on", metavar="日期", parser=parse_with(parse_day), help="纳入日期，默认今天"),
]
LastDay = Annotated[
    date | None,
    typer.Option("--on", metavar="日期", parser=parse_with(parse_day), help="在库的最后一天，默认今天"),
]
Reason = Annotated[str, typer.Option("--reason", metavar="原因", help="出入原因", show_default=False)]
Note = Annotated[str, typer.Option("--note", metavar="文字", help="成员备注", show_default=False)]


def tell_count(path: Path, library: str) -> None:
    """Tell how many people are in a library now."""
    with open_for_reading(path).reading() as connection:
        tell(counted(connection, library, today()))


def counted(connection: Connection, library: str, day: date) -> str:
    """Write a library in a line with how many people are in it on a day."""
    row = find_library(connection, library)
    count = count_members(connection, row["id"], day)
    return f"{describe_library(row)}；{chinese_day(day)}在库{count}人"
