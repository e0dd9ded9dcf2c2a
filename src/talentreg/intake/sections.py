"""Lines in the midst of a list that name the unit of those below: 望江社区, alone in its line."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from talentreg.intake.lines import Line
from talentreg.intake.origins import Names, find_path

_NUMBERING = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）、.．]\s*")
_COUNT = re.compile(r"\s*([（(].*[)）]|共?\d+人)?\s*[:：]?$")
_SPARE = 2
"""Characters a line may hold beyond the name: 望江社区组."""


class Sections:
    """The units that lines of their own name, each for the lines below it."""

    def __init__(self, asides: Sequence[Line]) -> None:
        """Find the lines that name a unit and nothing else."""
        found = [(line.number, path) for line in asides if (path := _named(line))]
        self.numbers = [number for number, _ in found]
        self.paths = [path for _, path in found]

    def of(self, number: int) -> Names:
        """Return the unit a line stands under; nothing before the first."""
        place = bisect_right(self.numbers, number)
        return self.paths[place - 1] if place else ()


def _named(line: Line) -> Names:
    filled = [text for text in line.texts if text]
    if len(filled) != 1:
        return ()
    plain = _COUNT.sub("", _NUMBERING.sub("", filled[0]))
    path = find_path(plain)
    return path if path and len("".join(path)) + _SPARE >= len(plain) else ()
