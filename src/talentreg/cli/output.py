"""The only place that prints: data on stdout, everything else on stderr, safe on any console."""

import csv
import io
import json
import os
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from talentreg.cli import tables
from talentreg.errors import Ambiguous, TalentregError
from talentreg.records.text import drop_invisible

Column = tables.Column

LISTED_CANDIDATES = 10
LONGEST_MESSAGE, LONGEST_CELL = 600, 200
"""Characters of a message, and of one text told in a line or before and after."""

PATIENCE = 0.5
"""Seconds a user waits before a progress bar appears."""

FRAME = 0.1
"""Seconds between two looks of a progress bar: a hundred thousand steps must not wait for the screen."""

Row = Sequence[object]


@dataclass(slots=True)
class Manner:
    """How a command was asked to speak, and the register it speaks of; set anew for every command."""

    colour: bool = True
    quiet: bool = False
    verbose: bool = False
    register: Path | None = None


manner = Manner()


def prepare_streams() -> None:
    """Let characters a console lacks appear as escapes; forget how the last command was to speak."""
    manner.colour, manner.quiet, manner.verbose, manner.register = True, False, False, None
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def term_safe(text: object) -> str:
    """Make a text harmless on a terminal: no escape sequences, no bidi tricks."""
    return drop_invisible(str(text)).replace("\t", " ")


def on_terminal() -> bool:
    """Whether somebody reads stdout on a screen."""
    return sys.stdout.isatty()


def screen_width() -> int | None:
    """Return the columns of the screen stdout is read on; None in a pipe."""
    return shutil.get_terminal_size().columns if on_terminal() else None


def say(text: str = "") -> None:
    """Print a line of data on stdout."""
    print(term_safe(text))


def tell(text: str) -> None:
    """Print a line about the work on stderr; `--quiet` leaves it out."""
    if not manner.quiet:
        print(term_safe(text), file=sys.stderr)


def warn(text: str) -> None:
    """Print a line of a refusal on stderr, however the command was asked to speak."""
    print(term_safe(text), file=sys.stderr)


def detail(text: str) -> None:
    """Print on stderr what only `--verbose` asks for."""
    if manner.verbose:
        print(term_safe(text), file=sys.stderr)


def complain(error: TalentregError) -> None:
    """Print an error: what is wrong, the candidates if there are several, what to do next."""
    lines = [f"错误：{shortened(error.message, LONGEST_MESSAGE)}"]
    if isinstance(error, Ambiguous):
        lines += [f"  {candidate}" for candidate in error.candidates[:LISTED_CANDIDATES]]
        if len(error.candidates) > LISTED_CANDIDATES:
            lines.append(f"  ……共{len(error.candidates)}个")
    if error.hint:
        lines.append(f"提示：{shortened(error.hint, LONGEST_MESSAGE)}")
    for line in lines:
        print(term_safe(line), file=sys.stderr)


def shortened(text: str, longest: int) -> str:
    """Cut a text that would fill the screen."""
    return text if len(text) <= longest else f"{text[:longest]}…（共{len(text)}字）"


def confess(error: BaseException) -> None:
    """Print that the program itself failed, without the data it was working on."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}（{os.path.basename(place.filename)}:{place.lineno}）"
    print(f"程序内部错误：{where}；没写完的内容不会留下", file=sys.stderr)
    print("提示：这是程序的问题，请把上面这一行和所用的命令告诉维护人员", file=sys.stderr)
    if manner.verbose or os.environ.get("TALENTREG_DEBUG"):
        traceback.print_exception(error)


def print_json(document: Any) -> None:
    """Print one JSON document as UTF-8, whatever the console speaks."""
    _print_utf8(json.dumps(document, ensure_ascii=False, indent=2, default=_plain) + "\n")


def print_csv(names: Sequence[str], rows: Iterable[Row]) -> None:
    """Print rows as one UTF-8 CSV document with the names as its first line.

    A text that a spreadsheet would take for a formula is led by an apostrophe.
    """
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    _print_utf8(page.getvalue())


def print_table(
    columns: Sequence[Column], rows: Iterable[Row], title: str = "", spare: Sequence[int] = ()
) -> list[str]:
    """Print a table; in a pipe it has no colour and no line is wrapped.

    A screen too narrow for it goes without the `spare` columns, in their order; return their headings.
    """
    texts = [[term_safe("" if cell is None else cell).replace("\n", " ") for cell in row] for row in rows]
    columns = [(term_safe(heading), kind) for heading, kind in columns]
    room = screen_width()
    fitted = tables.fit(columns, texts, room, spare) if room is not None else None
    if room is None:
        shown = tables.in_pipe(columns, texts, title)
    else:
        shown = tables.on_screen(columns, texts, title, fitted, colour=manner.colour)
    print("\n".join(line.rstrip() for line in shown.split("\n")).strip("\n"))
    return [columns[place][0] for place in spare if fitted and place not in fitted.places]


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Show on stderr how far long work has come; give what to call after each step.

    Nothing appears in a pipe, with `--quiet`, or when the work is done at once.
    """
    if manner.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda: None
        return
    bar = _Bar(what, total)
    try:
        yield bar.advance
    finally:
        bar.close()


class _Bar:
    """A progress bar that loads and appears only when somebody has to wait."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.done = what, total, 0
        self.due = time.monotonic() + PATIENCE
        self.shown: Any = None

    def advance(self) -> None:
        self.done += 1
        if time.monotonic() < self.due or (self.shown is None and self.done >= self.total):
            return
        if self.shown is None:
            self._appear()
        self.shown.update(self.shown.task_ids[0], completed=self.done)
        self.due = time.monotonic() + FRAME

    def close(self) -> None:
        if self.shown is not None:
            self.shown.stop()

    def _appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(file=sys.stderr, no_color=not manner.colour or None)
        parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self.shown = Progress(*parts, console=console, transient=True)
        self.shown.add_task(term_safe(self.what), total=self.total)
        self.shown.start()


def _print_utf8(text: str) -> None:
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)


def _csv_cell(cell: object) -> object:
    if isinstance(cell, str):
        text = drop_invisible(cell)
        return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
    return "；".join(str(one) for one in cell) if isinstance(cell, list | tuple) else cell


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot print {type(value).__name__}")
