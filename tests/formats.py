"""The same rows in every format senders use: workbook, old workbook, open document, text."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import xlwt
from books import Row, csv_book, workbook

KINDS = ("xlsx", "xls", "ods", "utf-8", "utf-8-sig", "gb18030")
"""What `in_format` writes: three kinds of workbook, and text in three encodings."""

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def in_format(kind: str, *sheets: Sequence[Row], name: str = "登记表") -> Path:
    """Write sheets of text, 表1, 表2…, in a format into the working folder; text holds the first only."""
    match kind:
        case "xlsx":
            return workbook(*sheets, name=f"{name}.xlsx")
        case "xls":
            return _old(sheets, f"{name}.xls")
        case "ods":
            return _open_document(sheets, f"{name}.ods")
    text = io.StringIO()
    csv.writer(text).writerows(["" if cell is None else cell for cell in row] for row in sheets[0])
    return csv_book(text.getvalue(), f"{name}.csv", kind)


def _old(sheets: Sequence[Sequence[Row]], name: str) -> Path:
    made = xlwt.Workbook(encoding="utf-8")
    for place, rows in enumerate(sheets, 1):
        sheet = made.add_sheet(f"表{place}")
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell not in (None, ""):
                    sheet.write(line, column, cell)
    path = Path(name).absolute()
    made.save(str(path))
    return path


def _open_document(sheets: Sequence[Sequence[Row]], name: str) -> Path:
    tables = "".join(
        f'<table:table table:name="表{place}">{"".join(map(_line, rows))}</table:table>'
        for place, rows in enumerate(sheets, 1)
    )
    spaces = " ".join(f'xmlns:{short}="{_OASIS}{short}:1.0"' for short in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    path = Path(name).absolute()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def _line(row: Row) -> str:
    return f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" if row else "<table:table-row/>"


def _cell(value: object) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
