"""What a sender's file holds: sheets of raw cells, every row at the sender's own line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from talentreg.records.text import Cell

Area = tuple[int, int, int, int]
"""Merged cells: top row, left column, bottom row, right column, all included; 0 is line 1 and column A."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: row 0 is the sender's line 1.

    Of merged cells the top left one holds the value. `flaws` names the cells whose value the file does not
    hold, by (row, column): an error such as #N/A, or a formula nobody has calculated.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """One file: its name, the fingerprint of its bytes, its sheets, what to know of it as a whole.

    `from_1904` is set where plain numbers count days from 1904 on.
    """

    name: str
    digest: str
    sheets: tuple[Sheet, ...]
    path: Path | None = None
    from_1904: bool = False
    remarks: tuple[str, ...] = ()


def column_letters(index: int) -> str:
    """Name a column the way a spreadsheet does; 0 is A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
