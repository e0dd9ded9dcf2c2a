"""What a sender's file holds: sheets of raw cells, every row at the sender's own line."""

from dataclasses import dataclass

from talentreg.records.text import Cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: row 0 is the sender's line 1."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """One file: its name, the fingerprint of its bytes, its sheets."""

    name: str
    digest: str
    sheets: tuple[Sheet, ...]


def column_letters(index: int) -> str:
    """Name a column the way a spreadsheet does; 0 is A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
