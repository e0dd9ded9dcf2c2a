"""Plain text as people type it, made comparable and safe to keep."""

import re
import unicodedata
from datetime import date, datetime, time

Cell = str | int | float | bool | date | datetime | time | None
"""What one cell of a sender's sheet may hold."""

_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ue000-\uf8ff]"
)
_SPACES = re.compile(r"[^\S\n]+")


def as_text(cell: Cell) -> str:
    """Write a cell's value as a person would read it; a blank is the empty string.

    Control, invisible and private-use characters go, inner blanks shrink to one.
    """
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return clean_line(str(cell)) if cell is not None else ""


def clean_line(text: str) -> str:
    """Drop what no reader sees from a text and trim it; line breaks stay."""
    kept = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("\r\n", "\n").replace("\r", "\n")
    visible = "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else "" for c in kept)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in visible.split("\n")).strip()


def fold(text: str) -> str:
    """Make a text comparable: half-width, lower case, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean_line(text))).lower()


def shown_width(text: str) -> int:
    """Count the terminal columns a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
