"""The only place that prints: data on stdout, everything else on stderr, safe on any console."""

import json
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from talentreg.errors import Ambiguous, TalentregError
from talentreg.records.text import drop_invisible

WIDE = 1_000_000
"""Columns of a pipe: nothing is ever wrapped there."""

Column = tuple[str, str]
"""A table column: its heading, and `left` or `right`."""

LISTED_CANDIDATES = 10


def prepare_streams() -> None:
    """Let characters a console lacks appear as escapes instead of stopping the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def term_safe(text: object) -> str:
    """Make a text harmless on a terminal: no escape sequences, no bidi tricks."""
    return drop_invisible(str(text)).replace("\t", " ")


def say(text: str = "") -> None:
    """Print a line of data on stdout."""
    print(term_safe(text))


def tell(text: str) -> None:
    """Print a line about the work on stderr."""
    print(term_safe(text), file=sys.stderr)


def complain(error: TalentregError) -> None:
    """Print an error: what is wrong, the candidates if there are several, what to do next."""
    tell(f"错误：{error.message}")
    if isinstance(error, Ambiguous):
        for candidate in error.candidates[:LISTED_CANDIDATES]:
            tell(f"  {candidate}")
        if len(error.candidates) > LISTED_CANDIDATES:
            tell(f"  ……共{len(error.candidates)}个")
    if error.hint:
        tell(f"提示：{error.hint}")


def confess(error: BaseException) -> None:
    """Print that the program itself failed, without the data it was working on."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    tell(
        f"程序内部错误：{type(error).__name__}（{os.path.basename(place.filename)}:{place.lineno}）；没写完的内容不会留下"
    )
    tell("提示：这是程序的问题，请把上面这一行和所用的命令告诉维护人员")
    if os.environ.get("TALENTREG_DEBUG"):
        traceback.print_exception(error)


def print_json(document: Any) -> None:
    """Print one JSON document as UTF-8, whatever the console speaks."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_plain) + "\n"
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)


def print_table(columns: Sequence[Column], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table; on a pipe it has no colour and no line is wrapped."""
    from rich import box  # slow to load, needed only for tables
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, highlight=False, emoji=False, width=None if terminal else WIDE)
    table = Table(
        box=box.SIMPLE_HEAD,
        title=Text(title, style="bold") if title else None,
        title_justify="left",
        pad_edge=False,
    )
    for heading, justify in columns:
        table.add_column(Text(heading), justify=justify, overflow="fold")  # type: ignore[arg-type]  # left, right
    for row in rows:
        table.add_row(*(Text(term_safe("" if cell is None else cell).replace("\n", " ")) for cell in row))
    with console.capture() as capture:
        console.print(table)
    lines = [line.rstrip() for line in capture.get().split("\n")]
    print("\n".join(lines).strip("\n"))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot print {type(value).__name__}")
