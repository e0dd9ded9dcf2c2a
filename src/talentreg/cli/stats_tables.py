"""How the tables of `talentreg stats` are laid out: what fits a screen, and the bars beside the numbers."""

import sys
from collections.abc import Iterator, Sequence

from talentreg.cli.output import Column, screen_width
from talentreg.cli.tables import EDGES, GAP, LEAST, WHOLE, natural_widths
from talentreg.figures.compute import Number
from talentreg.records.text import shown_width

WIDEST_NAME = 24
"""Columns a name beside numbers gets before it is broken."""

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LONGEST_BAR, _SHORTEST_BAR = 16, 4

Cells = list[str]


def fits(columns: Sequence[Column], rows: Sequence[Cells]) -> bool:
    """Whether a table stands on the screen with nothing broken; in a pipe always."""
    room = screen_width()
    return room is None or _width(columns, rows) <= room


def spread(
    names: Sequence[str], before: Sequence[Column], columns: Sequence[Column], rows: Sequence[Cells]
) -> Iterator[slice]:
    """Divide columns of numbers into as few tables as fit the screen, each led by a column of names.

    A long name or heading is broken, a number never; `before` are columns that stand before the names.
    """
    room = screen_width()
    led = EDGES + sum(shown_width(head) + GAP for head, _ in before)
    led += min(max(map(shown_width, names), default=0), WIDEST_NAME)
    start, used = 0, led
    for place, natural in enumerate(natural_widths(columns, rows)):
        width = GAP + (natural if natural <= WHOLE else LEAST)
        if room is not None and place > start and used + width > room:
            yield slice(start, place)
            start, used = place, led
        used += width
    yield slice(start, len(columns))


def with_bars(
    columns: list[Column], rows: list[Cells], values: Sequence[Number]
) -> tuple[list[Column], list[Cells]]:
    """Add a last column of bars to a table where a screen has room for them and can show them.

    Block characters may take two columns in a Chinese font, so twice their number must fit.
    """
    room, longest = screen_width(), max((value or 0 for value in values), default=0)
    if room is None or not longest or not _can_show():
        return columns, rows
    length = min((room - _width(columns, rows) - GAP) // 2, _LONGEST_BAR)
    if length < _SHORTEST_BAR:
        return columns, rows
    bars = [_bar(value or 0, longest, length) for value in values]
    bars += [""] * (len(rows) - len(bars))
    return [*columns, ("", "left")], [[*row, bar] for row, bar in zip(rows, bars, strict=True)]


def _bar(value: float, longest: float, length: int) -> str:
    """Draw a number; whatever is more than nothing is seen."""
    eighths = max(round(value * 8 * length / longest), 1 if value else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _can_show() -> bool:
    try:
        _EIGHTHS.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _width(columns: Sequence[Column], rows: Sequence[Cells]) -> int:
    return EDGES + sum(natural_widths(columns, rows)) + GAP * (len(columns) - 1)
