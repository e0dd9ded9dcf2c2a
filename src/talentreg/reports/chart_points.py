"""The points of a report's charts read back, and written anew where the register says otherwise.

A point is known by the title of its chart, the name of its series and its category, as the manifest keeps
them. A chart somebody gave another title is still known by its series and categories.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.sax.saxutils import escape

from talentreg.reports.chart_book import SHEET, column_name
from talentreg.reports.charts import CHART, DRAWING, beside, drawn, told_apart
from talentreg.reports.manifest import Entry, Manifest
from talentreg.reports.number import UNKNOWN
from talentreg.reports.package import Element, pack, parse, serialize
from talentreg.reports.reading import Found
from talentreg.reports.safety import unpack_bounded

PART = "chart"
"""What a point says of the part it was found in."""

_ROOT = f"{{{CHART}}}chartSpace"
_MOST_POINTS, _MOST_DIGITS = 10_000, 30
_CELLS = re.compile(r".+!\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$\d+)?")
_DESCRIPTION = re.compile(r'(<wp:docPr [^>]*? descr=")([^"]*)"')
_ATTRIBUTE = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


@dataclass(frozen=True, slots=True)
class Point:
    """A point as it stands in a chart: what a number of the prose would be, and where to write it."""

    found: Found
    part: str
    series: int
    place: int


@dataclass(frozen=True, slots=True)
class Points:
    """What the charts of a report hold, and what of its manifest they hold no more."""

    here: tuple[Point, ...] = ()
    gone: tuple[Entry, ...] = ()


@dataclass(slots=True)
class _Drawn:
    """One chart of the package: its part, its title, and the names and numbers it shows."""

    part: str
    root: Element
    title: str
    series: list[tuple[str, list[str], list[str]]]

    def place_of(self, series: str, category: str) -> tuple[int, int] | None:
        """Find a point by the names of its series and category."""
        names = told_apart(name for name, _, _ in self.series)
        if series not in names:
            return None
        row = names.index(series)
        categories = told_apart(self.series[row][1])
        return (row, categories.index(category)) if category in categories else None


def read_charts(parts: Mapping[str, bytes], manifest: Manifest) -> Points:
    """Find the points of the report's charts, each with its origin and with what the chart shows now."""
    entries = [entry for entry in manifest.entries if entry.chart]
    if not entries:
        return Points()
    charts = list(_charts(parts))
    for title, one in zip(told_apart(one.title for one in charts), charts, strict=True):
        one.title = title
    titled = _match(entries, charts)
    here, gone = list[Point](), list[Entry]()
    for entry in entries:
        title, series, category = _named(entry)
        chart = titled.get(title)
        place = chart.place_of(series, category) if chart else None
        if chart is None or place is None:
            gone.append(entry)
            continue
        shown = chart.series[place[0]][2][place[1] : place[1] + 1]
        text = _as_printed("".join(shown), entry.origin.text or "")
        where = f"{chart.title}：{category}"
        found = Found(entry.origin, entry.label, text, where, PART, cell=f"{category}，{series}")
        here.append(Point(found, chart.part, *place))
    return Points(tuple(here), tuple(gone))


def rewrite(parts: dict[str, bytes], points: Iterable[tuple[Point, str]]) -> None:
    """Make points show other numbers, given as a report prints them.

    The drawing, the cell of the workbook behind it and the number in the description are written, all else
    stays as it is. The description stands in the document: what else is written there has to be in `parts`.
    """
    wanted: dict[str, list[tuple[Point, str]]] = {}
    for point, text in points:
        wanted.setdefault(point.part, []).append((point, text))
    for part, changes in wanted.items():
        chart = _read(part, parts[part])
        for point, text in changes:
            _set(chart.root, point, drawn(text)[0])
        parts[part] = serialize(chart.root)
        _rewrite_book(parts, part, chart.root, changes)
        _describe(parts, chart.title, changes)


def _named(entry: Entry) -> tuple[str, str, str]:
    title, series, category = entry.chart.split("\t")
    return title, series, category


def _charts(parts: Mapping[str, bytes]) -> Iterator[_Drawn]:
    for part in parts:
        if re.fullmatch(r"word/charts/[^/]+\.xml", part) and b"chartSpace" in parts[part]:
            chart = _read(part, parts[part])
            if chart.root.tag == _ROOT:
                yield chart


def _read(part: str, data: bytes) -> _Drawn:
    root = parse(data)
    title = root.find(f"{_c('chart')}/{_c('title')}")
    said = "" if title is None else "".join(one.text or "" for one in title.iter(f"{{{DRAWING}}}t"))
    series = [
        (
            "".join(_cached(one.find(_c("tx")))),
            _cached(one.find(_c("cat"))),
            _cached(one.find(_c("val"))),
        )
        for one in root.iter(_c("ser"))
    ]
    return _Drawn(part, root, said, series)


def _cached(data: Element | None) -> list[str]:
    """Read what a chart keeps of its cells; a point that is missing is empty."""
    if data is None:
        return []
    counts = [_whole(one.get("val")) for one in data.iter(_c("ptCount"))]
    held = {_whole(one.get("idx")): one.findtext(_c("v")) or "" for one in data.iter(_c("pt"))}
    return [held.get(place, "") for place in range(max([*counts, *(place + 1 for place in held)], default=0))]


def _whole(text: object) -> int:
    """Read how many points a chart has, or which of them one is; what no chart has is none."""
    said = str(text)
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
    return min(number, _MOST_POINTS)


def _match(entries: Iterable[Entry], charts: list[_Drawn]) -> dict[str, _Drawn]:
    """Find the chart for every title of the manifest: of that title, else the first with its points."""
    wanted: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        title, *names = _named(entry)
        wanted.setdefault(title, []).append((names[0], names[1]))
    found = {chart.title: chart for chart in reversed(charts) if chart.title in wanted}
    left = [chart for chart in charts if chart.title not in wanted]
    for title in [title for title in wanted if title not in found]:
        alike = (chart for chart in left if any(chart.place_of(*names) for names in wanted[title]))
        if chart := next(alike, None):
            found[title] = chart
            left.remove(chart)
    return found


def _as_printed(shown: str, printed: str) -> str:
    """Word what a chart shows as the report printed it; a number typed since keeps what stood behind."""
    number, unit = drawn(printed)
    try:
        now = Decimal(shown) if shown else None
    except InvalidOperation:
        return shown
    if now is None:
        return UNKNOWN if number is not None else printed
    if not now.is_finite() or abs(now.adjusted()) > _MOST_DIGITS:
        return shown
    return printed if now == number else f"{now.normalize():f}{unit}"


def _set(root: Element, point: Point, value: Decimal | None) -> None:
    """Write a cached number; an unknown one has no point at all."""
    series = list(root.iter(_c("ser")))[point.series]
    count = next(series.iterfind(f"{_c('val')}//{_c('ptCount')}"), None)
    cache = count.getparent() if count is not None else None
    if count is None or cache is None:
        return
    held = next((one for one in cache.iter(_c("pt")) if one.get("idx") == str(point.place)), None)
    if held is not None and value is None:
        cache.remove(held)
    elif value is not None:
        if held is None:
            held = cache.makeelement(_c("pt"), {"idx": str(point.place)})
            held.append(held.makeelement(_c("v")))
            earlier = [one for one in cache.iter(_c("pt")) if _whole(one.get("idx")) < point.place]
            (earlier[-1] if earlier else count).addnext(held)
        number = held.find(_c("v"))
        if number is None:
            number = held.makeelement(_c("v"))
            held.append(number)
        number.text = str(value)


def _rewrite_book(
    parts: dict[str, bytes], part: str, root: Element, changes: list[tuple[Point, str]]
) -> None:
    """Write the cells behind the points, if there still is a workbook with such cells."""
    book = _book_of(parts, part)
    if book not in parts or not zipfile.is_zipfile(io.BytesIO(parts[book])):
        return
    sheets = unpack_bounded(parts[book])
    name = next((one for one in sheets if re.fullmatch(r"xl/worksheets/[^/]+\.xml", one)), "")
    if not name:
        return
    sheet = parse(sheets[name])
    cells = {str(cell.get("r")): cell for cell in sheet.iter(f"{{{SHEET}}}c")}
    for point, text in changes:
        _write_cell(sheet, cells, _cell_of(root, point), drawn(text)[0])
    parts[book] = pack(sheets | {name: serialize(sheet)})


def _book_of(parts: Mapping[str, bytes], part: str) -> str:
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    links = parse(parts[relations]).iterchildren() if relations in parts else iter(())
    targets = (str(link.get("Target")) for link in links if str(link.get("Type")).endswith("/package"))
    target = next(targets, "")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") if target else ""


def _cell_of(root: Element, point: Point) -> str:
    """Name the cell behind a point; LibreOffice drops the names but keeps the workbook."""
    series = list(root.iter(_c("ser")))[point.series]
    formula = series.findtext(f"{_c('val')}/{_c('numRef')}/{_c('f')}") or ""
    found = _CELLS.fullmatch(formula)
    column, first = (found[1], int(found[2])) if found else (column_name(point.series + 1), 2)
    return f"{column}{first + point.place}"


def _write_cell(sheet: Element, cells: dict[str, Element], name: str, value: Decimal | None) -> None:
    cell = cells[name] if name in cells else _new_cell(sheet, name)
    if cell is None:
        return
    for old in list(cell):
        cell.remove(old)
    if "t" in cell.attrib:
        del cell.attrib["t"]
    if value is not None:
        number = cell.makeelement(f"{{{SHEET}}}v")
        number.text = str(value)
        cell.append(number)


def _new_cell(sheet: Element, name: str) -> Element | None:
    """Put an empty cell into the row it belongs to; without that row nothing is behind the point."""
    line = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    row = next((one for one in sheet.iter(f"{{{SHEET}}}row") if line and one.get("r") == line), None)
    if row is None:
        return None
    cell = row.makeelement(f"{{{SHEET}}}c", {"r": name})
    row.insert(sum(_order(str(one.get("r"))) < _order(name) for one in row), cell)
    return cell


def _order(cell: str) -> tuple[int, str]:
    letters = cell.rstrip("0123456789")
    return len(letters), letters


def _describe(parts: dict[str, bytes], title: str, changes: list[tuple[Point, str]]) -> None:
    """Write the numbers into the description of the chart, where it still says what we said."""
    for part in [part for part in parts if re.fullmatch(r"word/[^/]+\.xml", part)]:
        if b' descr="' not in parts[part]:
            continue
        written = _DESCRIPTION.sub(
            lambda found: f'{found[1]}{_reworded(found[2], title, changes)}"', parts[part].decode()
        )
        parts[part] = written.encode()


def _reworded(description: str, title: str, changes: list[tuple[Point, str]]) -> str:
    if f"：{escape(title, _ATTRIBUTE)}。" not in description:
        return description
    for point, text in changes:
        category, _, series = point.found.cell.partition("，")
        said, says = (escape(beside(category, one), _ATTRIBUTE) for one in (point.found.text, text))
        start = max(description.find(f"{escape(series, _ATTRIBUTE)}："), 0)
        head, found, tail = _cut(description[start:], said)
        rest = f"{head}{says if found else ''}{tail}"
        description = description[:start] + rest
    return description


def _cut(text: str, said: str) -> tuple[str, bool, str]:
    """Cut a text at the first place where something is said and nothing goes on behind it."""
    found = re.search(f"{re.escape(said)}(?=[，；。])", text)
    return (text[: found.start()], True, text[found.end() :]) if found else (text, False, "")


def _c(name: str) -> str:
    return f"{{{CHART}}}{name}"
