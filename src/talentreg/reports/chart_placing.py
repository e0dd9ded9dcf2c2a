"""Charts into a document: a drawing where each mark stands, its parts, its points in the manifest."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from xml.sax.saxutils import escape

from lxml import etree

from talentreg.reports.charts import CHART, CHART_CLOSE, CHART_OPEN, DRAWING, Chart, printed, told_apart
from talentreg.reports.manifest import Entry
from talentreg.reports.package import RELATIONS, Element, parse, serialize, take_out, w
from talentreg.reports.tags import Origin

PLACING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"

_MARK = re.compile(f"{CHART_OPEN}([0-9]+){CHART_CLOSE}")
# English Metric Units: 12700 to a point, 360000 to a centimetre.
_WIDTH, _HEIGHT, _BAR_HEIGHT, _TALLEST = 5_508_000, 2_700_000, 288_000, 7_200_000


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
        take_out(run)
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
