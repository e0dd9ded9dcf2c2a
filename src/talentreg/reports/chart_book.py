"""The small workbook inside a chart: what Word opens when somebody edits the chart's data."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from talentreg.reports.charts import Chart, drawn, printed
from talentreg.reports.package import CONTENT_TYPES, HEAD, RELATIONS, content_types, pack, relationships
from talentreg.reports.settings import theme

SHEET_NAME, SHEET_PART = "Sheet1", "xl/worksheets/sheet1.xml"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_KINDS = {
    "xl/workbook.xml": "officedocument.spreadsheetml.sheet.main",
    SHEET_PART: "officedocument.spreadsheetml.worksheet",
    "xl/styles.xml": "officedocument.spreadsheetml.styles",
    "xl/sharedStrings.xml": "officedocument.spreadsheetml.sharedStrings",
    "xl/theme/theme1.xml": "officedocument.theme",
}
_RELATIONS = (
    ("rId1", f"{RELATIONS}/worksheet", "worksheets/sheet1.xml"),
    ("rId2", f"{RELATIONS}/styles", "styles.xml"),
    ("rId3", f"{RELATIONS}/sharedStrings", "sharedStrings.xml"),
    ("rId4", f"{RELATIONS}/theme", "theme/theme1.xml"),
)
_PLAIN = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
_STYLES = (
    f'{HEAD}<styleSheet xmlns="{SHEET}">'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2">'
    '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf {_PLAIN}/></cellStyleXfs>'
    f'<cellXfs count="1"><xf {_PLAIN} xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def chart_book(chart: Chart) -> bytes:
    """Write the workbook: categories in the first column, a column for each series."""
    words = [*(one.name for one in chart.series), *chart.categories]
    return pack(
        {
            CONTENT_TYPES: content_types(_KINDS),
            "_rels/.rels": relationships([("rId1", f"{RELATIONS}/officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": (
                f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets>'
                f'<sheet name="{SHEET_NAME}" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": relationships(_RELATIONS),
            SHEET_PART: _sheet(chart),
            "xl/styles.xml": _STYLES.encode(),
            "xl/sharedStrings.xml": _strings(words),
            "xl/theme/theme1.xml": theme(),
        }
    )


def column_name(place: int) -> str:
    """Name a column of the sheet; the series of a chart are fewer than letters."""
    return chr(ord("A") + place)


def _sheet(chart: Chart) -> bytes:
    series = len(chart.series)
    rows = [_row(1, [_words(f"{column_name(i + 1)}1", i) for i in range(series)])]
    for place in range(len(chart.categories)):
        line = place + 2
        values = (drawn(printed(one.points[place]))[0] for one in chart.series)
        cells = (
            f'<c r="{column_name(i)}{line}"><v>{value}</v></c>'
            for i, value in enumerate(values, start=1)
            if value is not None
        )
        rows.append(_row(line, [_words(f"A{line}", series + place), *cells]))
    columns = '<cols><col min="1" max="1" width="24" customWidth="1"/></cols>'
    data = "".join(rows)
    return f'{HEAD}<worksheet xmlns="{SHEET}">{columns}<sheetData>{data}</sheetData></worksheet>'.encode()


def _row(number: int, cells: Sequence[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _words(place: str, index: int) -> str:
    """Write a cell that holds words, whatever they begin with."""
    return f'<c r="{place}" t="s"><v>{index}</v></c>'


def _strings(words: Sequence[str]) -> bytes:
    items = "".join(f'<si><t xml:space="preserve">{escape(word)}</t></si>' for word in words)
    count = f'count="{len(words)}" uniqueCount="{len(words)}"'
    return f'{HEAD}<sst xmlns="{SHEET}" {count}>{items}</sst>'.encode()
