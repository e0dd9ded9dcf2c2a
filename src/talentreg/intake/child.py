"""Read a file in a process of its own: readers abort on some legal files, and may take any memory."""

import contextlib
import faulthandler
import gc
import marshal
import multiprocessing
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, cast

from talentreg.intake.sheet import Area, Row, Sheet, without_blank_end
from talentreg.records.text import Cell

MEGABYTE = 1024 * 1024
LEAST_SECONDS, SECONDS_A_MEGABYTE = 8, 0.5
LEAST_MEMORY, MEMORY_A_BYTE = 256 * MEGABYTE, 4
"""What a reader may take of a small file, and how much more for what there is to read."""

CELLS_A_MESSAGE, ROWS_A_MESSAGE = 20_000, 1_000
_PLAIN = {str, float, int, bool, type(None)}


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as its reader gives it, its rows one after the other.

    `even` says that they are all of one length: such rows travel faster.
    """

    name: str
    rows: Iterable[Sequence[Cell]]
    merged: Sequence[Area] = ()
    hidden: bool = False
    even: bool = False


Reader = Callable[[bytes], Iterator[RawSheet]]


class ChildFailed(Exception):
    """The reading process died, gave up or took too long; the text names the reader's own error, if any."""


@contextmanager
def reading_apart(reader: Reader, content: bytes, unpacked: int) -> Iterator[Callable[[], list[Sheet]]]:
    """Start to read; give what returns the sheets, or raises ChildFailed for a file the reader cannot take.

    The caller may look at the file meanwhile. `unpacked` counts the bytes there are to read.
    """
    # A fork shares the bytes and starts in milliseconds; where there is none, a fresh interpreter does it.
    context: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "fork")
    receiver, sender = context.Pipe(duplex=False)
    _widen(sender)
    seconds = LEAST_SECONDS + SECONDS_A_MEGABYTE * unpacked / MEGABYTE
    limits = (int(seconds), LEAST_MEMORY + MEMORY_A_BYTE * unpacked)
    child = context.Process(target=_send_all, args=(reader, content, sender, limits), daemon=True)
    child.start()
    sender.close()
    try:
        yield lambda: _receive(receiver, time.monotonic() + seconds)
    finally:
        child.kill()
        child.join()
        receiver.close()


def _widen(sender: Connection) -> None:
    """Let whole messages wait in the pipe, so that neither side waits for the other."""
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(sender.fileno(), fcntl.F_SETPIPE_SZ, MEGABYTE)


def _receive(receiver: Connection, until: float) -> list[Sheet]:
    sheets: list[Sheet] = []
    rows: list[Row] = []
    known: dict[str, str] = {}
    with _no_collecting():
        while message := _next_message(receiver, until):
            kind, payload = message
            if kind == "even":
                rows.extend(_unpacked(payload[0], payload[1], known))
            elif kind == "rows":
                rows.extend(pickle.loads(payload))  # noqa: S301  our own child packed it
            else:
                name, hidden, merged = payload
                sheets.append(Sheet(name, without_blank_end(rows), merged, hidden))
                rows = []
    return sheets


def _next_message(receiver: Connection, until: float) -> tuple[str, Any] | None:
    """Return what the child sends next, None when it has sent everything."""
    try:
        if not receiver.poll(max(0, until - time.monotonic())):
            raise ChildFailed
        kind, payload = marshal.loads(receiver.recv_bytes())  # noqa: S302  our own child packed it
    except (EOFError, OSError) as error:
        raise ChildFailed from error
    if kind == "failed":
        raise ChildFailed(payload)
    return None if kind == "end" else (kind, payload)


def _unpacked(packed: bytes, moments: dict[int, bytes], known: dict[str, str]) -> Iterator[Row]:
    """Take rows out of their message; texts that come again and again are kept once."""
    columns: list[Sequence[Cell]] = list(zip(*marshal.loads(packed), strict=True))  # noqa: S302  our own child packed it
    for at, column in enumerate(columns):
        if at in moments:
            columns[at] = pickle.loads(moments[at])  # noqa: S301  our own child packed it
        elif len(set(column[:200])) < len(column[:200]) // 2 and set(map(type, column)) == {str}:
            texts = cast(Sequence[str], column)
            columns[at] = list(map(known.setdefault, texts, texts))
    return zip(*columns, strict=True)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep the garbage collector from walking over millions of cells that are all wanted."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _send_all(reader: Reader, content: bytes, sender: Connection, limits: tuple[int, int]) -> None:
    """Read and send, in the child; whatever the reader has to say of itself goes nowhere."""
    faulthandler.disable()
    with contextlib.suppress(OSError), open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    gc.disable()
    _limit(*limits)
    try:
        for sheet in reader(content):
            for message in _packed(sheet):
                sender.send_bytes(marshal.dumps(message))
        sender.send_bytes(marshal.dumps(("end", None)))
    except BaseException as error:  # the reader's panics are no Exception
        with contextlib.suppress(OSError):
            sender.send_bytes(marshal.dumps(("failed", type(error).__name__)))


def _packed(sheet: RawSheet) -> Iterator[tuple[str, Any]]:
    rows, some = iter(sheet.rows), ROWS_A_MESSAGE
    apart: set[int] = set()
    for first in rows:
        if sheet.even:
            some = max(1, CELLS_A_MESSAGE // len(first))
        chunk = [first, *islice(rows, some - 1)]
        yield _even(chunk, apart) if sheet.even else ("rows", pickle.dumps([tuple(row) for row in chunk]))
    yield "sheet", (sheet.name, sheet.hidden, tuple(sheet.merged))


def _even(rows: list[Any], apart: set[int]) -> tuple[str, Any]:
    """Pack rows for the fastest way, which knows no days and hours: columns with such go another way.

    `apart` remembers those columns from one message to the next.
    """
    try:
        return "even", (marshal.dumps(rows), {})
    except ValueError:
        apart |= {
            at
            for at, column in enumerate(zip(*rows, strict=True))
            if not _PLAIN.issuperset(map(type, column))
        }
    moments = {at: pickle.dumps([row[at] for row in rows]) for at in apart}
    for row in rows:
        for at in apart:
            row[at] = None
    return "even", (marshal.dumps(rows), moments)


def _limit(seconds: int, memory: int) -> None:
    """Bound what this process may take; a system without such bounds still has the parent's clock."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115  read at once
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
