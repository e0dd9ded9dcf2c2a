"""The part of a chart in DrawingML, and its place in the package beside the workbook with its data.

Colours come from the theme; every number is both cached in the drawing and a cell of the workbook, and
nothing updates by itself when the document is opened.
"""

import posixpath
from collections.abc import Sequence
from xml.sax.saxutils import escape

from talentreg.reports.chart_book import SHEET_NAME, chart_book, column_name
from talentreg.reports.charts import CHART, DRAWING, Chart, Kind, drawn, printed
from talentreg.reports.manifest import append_element
from talentreg.reports.package import (
    CONTENT_TYPES,
    HEAD,
    RELATIONS,
    relationships,
)
from talentreg.reports.styles import FANGSONG, HEITI

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CATEGORY_AXIS, _VALUE_AXIS = 111_111_111, 222_222_222
_COLOURS = 6
_LARGE, _SMALL = 1400, 1050
"""Sizes in hundredths of a point."""


def add_chart(parts: dict[str, bytes], document: str, chart: Chart) -> str:
    """Add a chart's parts to the package; return the id of the document's relation to it."""
    number = next(n for n in range(1, len(parts) + 2) if f"word/charts/chart{n}.xml" not in parts)
    part, book = f"word/charts/chart{number}.xml", f"word/embeddings/chart{number}.xlsx"
    folder, name = posixpath.split(document)
    parts[part] = _chart_space(chart)
    parts[f"word/charts/_rels/chart{number}.xml.rels"] = relationships(
        [("rId1", f"{RELATIONS}/package", f"../embeddings/chart{number}.xlsx")]
    )
    parts[book] = chart_book(chart)
    for one, kind in ((part, _CHART_TYPE), (book, _BOOK_TYPE)):
        append_element(parts, CONTENT_TYPES, "Override", PartName=f"/{one}", ContentType=kind)
    relation = {
        "Id": f"rIdChart{number}",
        "Type": f"{RELATIONS}/chart",
        "Target": posixpath.relpath(part, folder),
    }
    append_element(parts, f"{folder}/_rels/{name}.rels", "Relationship", **relation)
    return relation["Id"]


def _chart_space(chart: Chart) -> bytes:
    legend = len(chart.series) > 1 or chart.shape == "pie"
    shown = (
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(_SMALL)}</c:legend>' if legend else ""
    )
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}" xmlns:r="{RELATIONS}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>'
        f'<c:chart>{_title(chart.title)}<c:autoTitleDeleted val="0"/>'
        f'<c:plotArea><c:layout/>{_plot(chart)}</c:plotArea>{shown}<c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_text(_SMALL)}<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _title(text: str) -> str:
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{_LARGE}" b="0"/></a:pPr><a:r>'
        f'<a:rPr lang="zh-CN" sz="{_LARGE}" b="0">{_fonts(HEITI)}</a:rPr><a:t>{escape(text)}</a:t></a:r>'
        '</a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _fonts(face: str) -> str:
    return f'<a:latin typeface="{face}"/><a:ea typeface="{face}"/>'


def _text(size: int) -> str:
    properties = f'<a:defRPr sz="{size}">{_fonts(FANGSONG)}</a:defRPr>'
    return f'<c:txPr><a:bodyPr/><a:p><a:pPr>{properties}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def _plot(chart: Chart) -> str:
    shape = chart.shape
    series = "".join(_series(chart, place) for place in range(len(chart.series)))
    axes = f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'
    if shape == "pie":
        return f'<c:pieChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/></c:pieChart>'
    if shape == "line":
        kind = '<c:grouping val="standard"/><c:varyColors val="0"/>'
        plot = f'<c:lineChart>{kind}{series}<c:marker val="1"/>{axes}</c:lineChart>'
    else:
        direction = "bar" if shape == "bar" else "col"
        kind = f'<c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        plot = f'<c:barChart>{kind}{series}<c:gapWidth val="60"/>{axes}</c:barChart>'
    return plot + _axes(shape)


def _axes(shape: Kind) -> str:
    """Write both axes; bars run downwards from the first category as a table does, their labels suffice."""
    lying = shape == "bar"
    category = _axis("catAx", _CATEGORY_AXIS, "l" if lying else "b", "maxMin" if lying else "minMax")
    value = _axis("valAx", _VALUE_AXIS, "t" if lying else "l", hidden=lying)
    return (
        f'{category}<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        f'<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>{value}'
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _axis(tag: str, number: int, side: str, orientation: str = "minMax", *, hidden: bool = False) -> str:
    ruled = tag == "valAx" and not hidden
    lines = f"<c:majorGridlines>{_line('D9D9D9')}</c:majorGridlines>" if ruled else ""
    return (
        f'<c:{tag}><c:axId val="{number}"/><c:scaling><c:orientation val="{orientation}"/></c:scaling>'
        f'<c:delete val="{int(hidden)}"/><c:axPos val="{side}"/>{lines}'
        '<c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"{_line('7F7F7F')}{_text(_SMALL)}"
    )


def _line(colour: str) -> str:
    return f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln></c:spPr>'


def _series(chart: Chart, place: int) -> str:
    shape, one = chart.shape, chart.series[place]
    column, last = column_name(place + 1), len(chart.categories) + 1
    texts = [printed(point) for point in one.points]
    smooth = '<c:smooth val="0"/>' if shape == "line" else ""
    middle = "" if shape in ("pie", "line") else '<c:invertIfNegative val="0"/>'
    if shape == "line":
        middle = '<c:marker><c:symbol val="circle"/><c:size val="6"/></c:marker>'
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>'
        f"<c:tx><c:strRef><c:f>{SHEET_NAME}!${column}$1</c:f>{_names([one.name])}</c:strRef></c:tx>"
        f"{_paint(shape, place)}{middle}{_slices(chart) if shape == 'pie' else ''}{_labels(shape, texts)}"
        f"<c:cat><c:strRef><c:f>{SHEET_NAME}!$A$2:$A${last}</c:f>{_names(chart.categories)}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET_NAME}!${column}$2:${column}${last}</c:f>{_numbers(texts)}</c:numRef></c:val>"
        f"{smooth}</c:ser>"
    )


def _paint(shape: Kind, place: int) -> str:
    fill = f'<a:solidFill><a:schemeClr val="accent{place % _COLOURS + 1}"/></a:solidFill>'
    if shape == "pie":
        return ""
    return (
        f'<c:spPr><a:ln w="22225">{fill}</a:ln></c:spPr>' if shape == "line" else f"<c:spPr>{fill}</c:spPr>"
    )


def _slices(chart: Chart) -> str:
    return "".join(
        f'<c:dPt><c:idx val="{place}"/><c:bubble3D val="0"/>{_paint("column", place)}</c:dPt>'
        for place in range(len(chart.categories))
    )


def _labels(shape: Kind, texts: Sequence[str]) -> str:
    where, is_pie = "t" if shape == "line" else "outEnd", shape == "pie"
    shown = dict.fromkeys(("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"), 0)
    shown |= {"Val": 1, "CatName": int(is_pie)}
    flags = "".join(f'<c:show{name} val="{value}"/>' for name, value in shown.items())
    apart = "<c:separator> </c:separator>" if is_pie else ""
    code = escape(_format_code(texts), {'"': "&quot;"})
    return (
        f'<c:dLbls><c:numFmt formatCode="{code}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
        f'{_text(_SMALL)}<c:dLblPos val="{where}"/>{flags}{apart}</c:dLbls>'
    )


def _format_code(texts: Sequence[str]) -> str:
    """Word the number format that shows the points as the report prints them."""
    known = [(number, unit) for number, unit in map(drawn, texts) if number is not None]
    units = {unit for _, unit in known}
    exponents = (number.as_tuple().exponent for number, _ in known)
    places = max((-one for one in exponents if isinstance(one, int)), default=0)
    code = "0." + "0" * places if places > 0 else "0"
    return f'{code}"{units.pop()}"' if len(units) == 1 and "" not in units else code


def _names(names: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(name)}</c:v></c:pt>' for i, name in enumerate(names))
    return f'<c:strCache><c:ptCount val="{len(names)}"/>{points}</c:strCache>'


def _numbers(texts: Sequence[str]) -> str:
    values = [drawn(text)[0] for text in texts]
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{number}</c:v></c:pt>'
        for place, number in enumerate(values)
        if number is not None
    )
    code = escape(_format_code(texts))
    return (
        f'<c:numCache><c:formatCode>{code}</c:formatCode><c:ptCount val="{len(texts)}"/>{points}</c:numCache>'
    )
