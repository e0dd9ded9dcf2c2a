"""Native Word charts: a variable becomes an editable drawing whose points are known like any number.

A chart is a value of the context. While the template is filled it prints as a mark (`@图 {{ 变量 }}`, alone
in its paragraph); `place_charts` puts drawings where the marks are. A chart shows its numbers as they would
be printed, so the words of a point can be told from the drawing alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, Self
from xml.sax.saxutils import escape

from lxml import etree

from talentreg.reports.manifest import Entry
from talentreg.reports.number import UNKNOWN, Number
from talentreg.reports.package import RELATIONS, Element, parse, serialize, w
from talentreg.reports.tags import Origin

Kind = Literal["column", "bar", "line", "pie"]
CHART_OPEN, CHART_CLOSE = "\ue9a2", "\ue9a3"
"""Private use, like the marks of numbers: taken out of all data."""

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PLACING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"

_MARK = re.compile(f"{CHART_OPEN}([0-9]+){CHART_CLOSE}")
_PRINTED = re.compile(r"[^0-9.-]*(-?[0-9]+(?:\.[0-9]+)?)(.*)", re.DOTALL)
_KINDS = {"column": "柱形图", "bar": "条形图", "line": "折线图", "pie": "饼图"}
_MOST_COLUMNS, _MOST_LETTERS = 10, 40
# English Metric Units: 12700 to a point, 360000 to a centimetre.
_WIDTH, _HEIGHT, _BAR_HEIGHT, _TALLEST = 5_508_000, 2_700_000, 288_000, 7_200_000


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


def place_charts(parts: dict[str, bytes], document: str, charts: Sequence[Chart]) -> tuple[Entry, ...]:
    """Replace the marks of charts in the main part by drawings, and add their parts to the package.

    Return a manifest entry for every point drawn. In other parts a mark becomes words.
    """
    entries: list[Entry] = []
    for name in [name for name in parts if CHART_OPEN.encode() in parts[name]]:
        if name == document:
            entries = list(_place(parts, document, charts))
        parts[name] = _MARK.sub(
            lambda mark: escape(charts[int(mark[1])].words, {'"': "&quot;"}), parts[name].decode()
        ).encode()
    return tuple(entries)


def _place(parts: dict[str, bytes], document: str, charts: Sequence[Chart]) -> Iterator[Entry]:
    from talentreg.reports.chart_parts import add_chart

    tree = parse(parts[document])
    taken = [int(one.get("id", "0")) for one in tree.iter(f"{{{PLACING}}}docPr")]
    number, placed = max(taken, default=0), list[Chart]()
    for run in [run for run in tree.iter(w("r")) if _MARK.search(_text(run))]:
        for piece in _split(run):
            if isinstance(piece, int):
                number += 1
                relation = add_chart(parts, document, charts[piece])
                run.addprevious(_drawing(run, charts[piece], number, relation))
                placed.append(charts[piece])
            else:
                run.addprevious(piece)
        _remove(run)
    parts[document] = serialize(tree)
    for title, chart in zip(told_apart(chart.title for chart in placed), placed, strict=True):
        yield from _entries(title, chart)


def _text(run: Element) -> str:
    return "".join(text.text or "" for text in run.iterchildren(w("t")))


def _split(run: Element) -> Iterator[Element | int]:
    """Cut a run at its marks, into runs of text and the indexes of charts."""
    for place, piece in enumerate(_MARK.split(_text(run))):
        if place % 2:
            yield int(piece)
        elif piece:
            copy = deepcopy(run)
            first, *others = copy.iterchildren(w("t"))
            first.text = piece
            for other in others:
                copy.remove(other)
            yield copy


def _drawing(run: Element, chart: Chart, number: int, relation: str) -> Element:
    """Write the run that holds the drawing, inline so that it moves with its paragraph."""
    holder = etree.Element(w("r"))
    if (properties := run.find(w("rPr"))) is not None:
        holder.append(deepcopy(properties))
    drawing = etree.SubElement(holder, w("drawing"))
    around = dict.fromkeys(("distT", "distB", "distL", "distR"), "0")
    inline = etree.SubElement(drawing, f"{{{PLACING}}}inline", around, nsmap={"wp": PLACING})
    etree.SubElement(inline, f"{{{PLACING}}}extent", {"cx": str(_WIDTH), "cy": str(_height(chart))})
    about = {"id": str(number), "name": f"图表 {number}", "descr": chart.words}
    etree.SubElement(inline, f"{{{PLACING}}}docPr", about)
    etree.SubElement(inline, f"{{{PLACING}}}cNvGraphicFramePr")
    graphic = etree.SubElement(inline, f"{{{DRAWING}}}graphic", nsmap={"a": DRAWING})
    data = etree.SubElement(graphic, f"{{{DRAWING}}}graphicData", {"uri": CHART})
    etree.SubElement(data, f"{{{CHART}}}chart", {f"{{{RELATIONS}}}id": relation}, nsmap={"c": CHART})
    return holder


def _height(chart: Chart) -> int:
    if chart.shape != "bar":
        return _HEIGHT
    bars = len(chart.categories) * (1 + len(chart.series)) / 2
    return min(max(int(bars * _BAR_HEIGHT) + 720_000, _HEIGHT), _TALLEST)


def _entries(title: str, chart: Chart) -> Iterator[Entry]:
    categories = told_apart(chart.categories)
    for name, one in zip(told_apart(one.name for one in chart.series), chart.series, strict=True):
        for category, number in zip(categories, one.points, strict=True):
            origin = Origin(number.ref, number.scope, number.period, number.format, printed(number))
            yield Entry(origin, number.label, "\t".join((title, name, category)))


def _remove(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
