"""Plain text as people type it, made comparable and safe to keep."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What one cell of a sender's sheet may hold."""

_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
"""Control, format, private-use and surrogate characters; unassigned ones may be rare names' own."""

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
    text = drop_invisible(text)
    if text.isprintable() and "  " not in text:
        return text.strip()  # nearly every cell; the rest costs ten times as much
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def drop_invisible(text: str) -> str:
    """Drop control, zero-width, bidi and private-use characters from a text; blanks and line breaks stay."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _INVISIBLE)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Make a text comparable: half-width, lower case, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean_line(text))).lower()


def written_forms(text: str) -> list[str]:
    """List the ways a typed text may stand in a record: half-width, full-width, with Chinese brackets."""
    half = unicodedata.normalize("NFKC", text)
    brackets = half.translate({ord("("): "（", ord(")"): "）"})
    wide = (
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in some) for some in (half, half.upper())
    )
    return list(dict.fromkeys((text, half, brackets, *wide)))


def shown_width(text: str) -> int:
    """Count the terminal columns a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
