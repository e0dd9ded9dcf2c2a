"""Read tables that other programs save as .xls: web pages, and the XML tables of 2003."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from talentreg.intake.child import RawSheet
from talentreg.intake.sheet import Area, Row
from talentreg.intake.workbook_xml import MOST_COLUMNS, MOST_ROWS
from talentreg.records.text import Cell

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
_DECLARES = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)


class NoTable(Exception):
    """Markup that holds no table."""


def is_web_page(text: str) -> bool:
    """Tell whether a text is a web page with a table."""
    start = text[:2000].lstrip().lower()
    return start.startswith("<") and _TABLE.search(text, 0, 1_000_000) is not None


def is_xml_table(text: str) -> bool:
    """Tell whether a text is a table in the XML of Excel 2003."""
    return (
        text[:2000].lstrip().startswith("<") and "urn:schemas-microsoft-com:office:spreadsheet" in text[:5000]
    )


def declares_entities(text: str) -> bool:
    """Tell whether markup declares entities of its own, which no table needs."""
    return bool("<!" in text and _DECLARES.search(text))


def web_page_sheets(content: bytes) -> Iterator[RawSheet]:
    """Read the tables of a web page, given in UTF-8; tables inside a cell are text of that cell."""
    from lxml import html

    page = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    tables = [table for table in page.iter("table") if next(table.iterancestors("table"), None) is None]
    if not tables:
        raise NoTable
    for number, table in enumerate(tables, 1):
        rows, merged = _lay_out(table)
        if rows:
            yield RawSheet(f"表{number}" if len(tables) > 1 else "", rows, merged)


def _lay_out(table: "Element") -> tuple[list[Row], list[Area]]:
    """Put the cells where a browser shows them; one that spans several places fills the top left one."""
    rows: list[Row] = []
    merged: list[Area] = []
    below: dict[int, int] = {}  # column -> rows that a cell from above still covers
    for line, row in enumerate(_own(table, "tr")):
        held: list[Cell] = []
        covered, below = below, {column: left - 1 for column, left in below.items() if left > 1}
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while len(held) in covered:
                held.append("")
            column, across, down = len(held), _span(cell, "colspan"), _span(cell, "rowspan")
            held += [_cell_text(cell), *[""] * (min(across, MOST_COLUMNS - column) - 1)]
            if across > 1 or down > 1:
                merged.append((line, column, line + down - 1, column + across - 1))
            if down > 1:
                below |= dict.fromkeys(range(column, column + across), down - 1)
        rows.append(tuple(held))
    return rows, merged


def _own(table: "Element", tag: str) -> Iterator["Element"]:
    """Give a table's elements of a name, not those of tables inside it."""
    for child in table:
        if child.tag == tag:
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _own(child, tag)


def _span(cell: "Element", name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return max(1, min(int(said), 1000)) if said.isdecimal() and len(said) < 8 else 1


def _cell_text(cell: "Element") -> str:
    """Join a cell's text as a browser shows it: runs of blanks are one, <br> ends a line."""
    for end in cell.iter("br"):
        end.tail = "\u2028" + (end.tail or "")
    text = "".join(map(str, cell.itertext()))
    return "\n".join(" ".join(line.split()) for line in text.split("\u2028")).strip()


def xml_table_sheets(content: bytes) -> Iterator[RawSheet]:
    """Read the sheets of an XML table of Excel 2003."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    book = etree.fromstring(content, parser)
    for sheet in book.iterfind(f"{_SPREADSHEET}Worksheet"):
        rows, merged = _xml_rows(sheet)
        hidden = sheet.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible", "SheetVisible")
        yield RawSheet(sheet.get(f"{_SPREADSHEET}Name", ""), rows, merged, hidden != "SheetVisible")


def _xml_rows(sheet: "Element") -> tuple[list[Row], list[Area]]:
    rows: list[Row] = []
    merged: list[Area] = []
    for row in sheet.iterfind(f"{_SPREADSHEET}Table/{_SPREADSHEET}Row"):
        line = min(_number(row, "Index", len(rows) + 1), MOST_ROWS) - 1
        rows.extend([()] * (line - len(rows)))
        held: list[Cell] = []
        for cell in row.iterfind(f"{_SPREADSHEET}Cell"):
            column = min(_number(cell, "Index", len(held) + 1), MOST_COLUMNS) - 1
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            held += [""] * (column - len(held))
            held += [_xml_value(cell), *[""] * min(across, MOST_COLUMNS)]
            if across or down:
                merged.append((line, column, line + down, column + across))
        rows.append(tuple(held))
    return rows, merged


def _number(element: "Element", name: str, otherwise: int) -> int:
    said = element.get(_SPREADSHEET + name, "")
    return int(said) if said.isdecimal() and len(said) < 8 else otherwise


def _xml_value(cell: "Element") -> Cell:
    data = cell.find(f"{_SPREADSHEET}Data")
    if data is None:
        return ""
    kind, text = data.get(f"{_SPREADSHEET}Type"), "".join(map(str, data.itertext()))
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            moment = datetime.fromisoformat(text)
            return moment if moment.hour or moment.minute or moment.second else moment.date()
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text
