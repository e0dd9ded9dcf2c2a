"""Native Word charts: a variable becomes an editable drawing whose points are known like any number.

A chart is a value of the context. While the template is filled it prints as a mark (`@图 {{ 变量 }}`, alone
in its paragraph); `chart_placing` puts drawings where the marks are. A chart shows its numbers as they would
be printed, so the words of a point can be told from the drawing alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, Self

from talentreg.reports.number import UNKNOWN, Number

Kind = Literal["column", "bar", "line", "pie"]
CHART_OPEN, CHART_CLOSE = "\ue9a2", "\ue9a3"
"""Private use, like the marks of numbers: taken out of all data."""

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"

_PRINTED = re.compile(r"[^0-9.-]*(-?[0-9]+(?:\.[0-9]+)?)(.*)", re.DOTALL)
_KINDS = {"column": "柱形图", "bar": "条形图", "line": "折线图", "pie": "饼图"}
_MOST_COLUMNS, _MOST_LETTERS = 10, 40


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers under a name, a point for every category."""

    name: str
    points: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: title with its unit (各单位联系人数（人）), categories, series with a point for each of them.

    It is false without any known number, so that `{%p if 变量 %}` leaves it out. Columns too many or too long
    to be named side by side lie down as bars.
    """

    kind: Kind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    index: int = -1

    def __post_init__(self) -> None:
        """Put names on one line each; points that are not one for each category are a slip of the caller."""
        for one in self.series:
            assert len(one.points) == len(self.categories), one.name
        object.__setattr__(self, "title", _one_line(self.title))
        object.__setattr__(self, "categories", tuple(map(_one_line, self.categories)))
        named = tuple(replace(one, name=_one_line(one.name)) for one in self.series)
        object.__setattr__(self, "series", named)

    def __bool__(self) -> bool:
        """Tell whether there is anything to show."""
        return any(point.value is not None for one in self.series for point in one.points)

    def __str__(self) -> str:
        """Print as a mark while a template is filled, else in words."""
        return f"{CHART_OPEN}{self.index}{CHART_CLOSE}" if self.index >= 0 else self.words

    def __html__(self) -> str:
        """Tell Jinja that a mark needs no escaping."""
        return str(self)

    @property
    def shape(self) -> Kind:
        """The kind it is drawn as."""
        crowded = len(self.categories) > _MOST_COLUMNS or sum(map(len, self.categories)) > _MOST_LETTERS
        return "bar" if self.kind == "column" and crowded else self.kind

    @property
    def words(self) -> str:
        """What it shows in words, for those who have it read out to them."""
        shown = [(one.name, [printed(point) for point in one.points]) for one in self.series]
        return in_words(_KINDS[self.shape], self.title, self.categories, shown)

    def marked(self, index: int) -> Self:
        """Return the chart that prints as a mark: the `index`-th of the report."""
        return replace(self, index=index)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def told_apart(names: Iterable[str]) -> list[str]:
    """Number names that come again: 新城, 新城#2."""
    seen: Counter[str] = Counter()
    apart = []
    for name in names:
        seen[name] += 1
        apart.append(f"{name}#{seen[name]}" if seen[name] > 1 else name)
    return apart


def in_words(
    kind: str, title: str, categories: Sequence[str], series: Sequence[tuple[str, Sequence[str]]]
) -> str:
    """Word a chart: its kind, its title, and every number beside what it belongs to."""
    told = (
        (f"{name}：" if len(series) > 1 else "") + "，".join(map(beside, categories, texts))
        for name, texts in series
    )
    return f"{kind}：{title}。{'；'.join(told)}。"


def beside(category: str, text: str) -> str:
    """Put a number beside its category, apart if that ends in a number too."""
    return f"{category}{' ' * category[-1:].isdigit()}{text}"


def printed(number: Number) -> str:
    """Return a number as a report prints it."""
    return number.text or UNKNOWN


def drawn(text: str) -> tuple[Decimal | None, str]:
    """Read a printed number as a chart draws it: the number, and what stands behind it (%, 万)."""
    found = _PRINTED.fullmatch(text)
    return (Decimal(found[1]), found[2]) if found else (None, "")
