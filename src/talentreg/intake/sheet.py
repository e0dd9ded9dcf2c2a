"""What a sender's file holds: sheets of raw cells, every row at the sender's own line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from talentreg.records.text import Cell

Row = tuple[Cell, ...]

Area = tuple[int, int, int, int]
"""Merged cells: top row, left column, bottom row, right column, all included; 0 is line 1 and column A."""

UNCALCULATED = "公式没有算出结果"
"""The flaw of a formula whose value the file does not hold."""

ERROR_VALUES = frozenset(
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #SPILL! #CALC! #GETTING_DATA".split()
)
"""What a spreadsheet shows where a formula failed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: row 0 is the sender's line 1.

    Of merged cells the top left one holds the value. `flaws` names the cells whose value the file does not
    hold, by (row, column): an error such as #N/A, or a formula nobody has calculated.
    """

    name: str
    rows: tuple[Row, ...]
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


def without_blank_end(rows: list[Row]) -> tuple[Row, ...]:
    """Drop the blank rows a stray cell or a styled tail leaves at the end of a list, and close it."""
    while rows and is_blank(rows[-1]):
        rows.pop()
    return tuple(rows)


def is_blank(row: Row) -> bool:
    """Tell whether a row holds nothing at all."""
    return all(cell is None or cell == "" for cell in row)


def apart(books: Sequence[Book]) -> list[Book]:
    """Give files of one name from different folders names of their own."""
    times = Counter(book.name for book in books)
    return [
        replace(book, name=f"{book.name}（{place}）") if times[book.name] > 1 else book
        for place, book in enumerate(books, start=1)
    ]


def column_letters(index: int) -> str:
    """Name a column the way a spreadsheet does; 0 is A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
