"""Read a workbook in a process of its own: the reader aborts on some legal files, and may take any memory."""

import contextlib
import io
import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from typing import Any

from talentreg.intake.sheet import Sheet
from talentreg.records.text import Cell

LONGEST_SECONDS = 300
LARGEST_MEMORY = 4 * 1024**3


class ChildFailed(Exception):
    """The reading process died, gave up or took too long."""


def read_apart(content: bytes) -> tuple[Sheet, ...]:
    """Read a workbook's sheets; raises ChildFailed for a file the reader cannot take."""
    # A fork shares the bytes and starts in milliseconds; where there is none, a fresh interpreter does it.
    if sys.platform == "win32":
        context = multiprocessing.get_context("spawn")
    else:
        context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_send_sheets, args=(content, sender), daemon=True)
    child.start()
    sender.close()
    try:
        if not receiver.poll(LONGEST_SECONDS):
            raise ChildFailed
        sheets: tuple[Sheet, ...] | None = receiver.recv()
    except (EOFError, OSError) as error:
        raise ChildFailed from error
    finally:
        child.kill()
        child.join()
    if sheets is None:
        raise ChildFailed
    return sheets


def _send_sheets(content: bytes, sender: Connection) -> None:
    """Read and send, in the child; whatever the reader has to say of itself goes nowhere."""
    with contextlib.suppress(OSError), open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    _limit_memory()
    try:
        sender.send(_read(content))
    except BaseException:  # the reader's panics are no Exception; the parent is told by None
        with contextlib.suppress(OSError):
            sender.send(None)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))


def _read(content: bytes) -> tuple[Sheet, ...]:
    from python_calamine import CalamineWorkbook  # only in the process that reads

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = ((name, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names)
    return tuple(Sheet(name, _rows(sheet.to_python(skip_empty_area=False))) for name, sheet in sheets)


def _rows(cells: list[list[Any]]) -> tuple[tuple[Cell, ...], ...]:
    """Drop the blank lines a stray cell or a styled tail leaves at the end."""
    while cells and not any(cell not in ("", None) for cell in cells[-1]):
        cells.pop()
    return tuple(tuple(row) for row in cells)
