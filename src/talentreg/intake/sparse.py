"""Read an .xlsx row by row: slower than the reader of all books, but no distance between cells costs memory.

The other reader lays the whole grid out between the first and the last cell; one stray cell in the far
corner of a sheet is more than it can take.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from talentreg.intake.child import RawSheet
from talentreg.intake.package import Package
from talentreg.intake.sheet import Area, Row
from talentreg.intake.workbook_xml import Unreadable, cells, column_index, elements, read_index, rows
from talentreg.records.text import Cell

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def sparse_sheets(content: bytes) -> Iterator[RawSheet]:
    """Read the sheets of an .xlsx package."""
    package = Package(zipfile.ZipFile(io.BytesIO(content)), "xlsx", 0)
    index = read_index(package)
    reader = _Reader(package, from_1904=index.from_1904)
    for part in index.parts:
        yield RawSheet(part.sheet, reader.rows(part.name), reader.merged(part.name), part.hidden)


class _Reader:
    """What the cells of all sheets refer to: shared texts, and which styles are dates."""

    def __init__(self, package: Package, *, from_1904: bool) -> None:
        self.package = package
        self.day_zero = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
        self.texts = self._shared_texts()
        self.dates = self._date_styles()

    def rows(self, part: str) -> Iterator[Row]:
        """Give a sheet's rows, those nobody wrote included."""
        due = 0
        with self.package.archive.open(part) as file:
            for index, row in rows(file):
                held: list[Cell] = []
                for column, cell in cells(row):
                    value = self._value(cell)
                    if value is not None:
                        held.extend([""] * (column + 1 - len(held)))
                        held[column] = value
                if held and index >= due:
                    yield from ((),) * (index - due)
                    yield tuple(held)
                    due = index + 1

    def merged(self, part: str) -> list[Area]:
        """List a sheet's merged cells."""
        with self.package.archive.open(part) as file:
            return [
                area
                for cell in elements(file, "mergeCell")
                if (area := _area(cell.get("ref", ""))) is not None
            ]

    def _shared_texts(self) -> list[str]:
        name = self.package.find("xl/sharedStrings.xml")
        if not name:
            return []
        with self.package.archive.open(name) as file:
            return [_text(item) for item in elements(file, "si")]

    def _date_styles(self) -> set[str]:
        """Return the numbers of the cell styles that show a day or an hour."""
        name = self.package.find("xl/styles.xml")
        if not name:
            return set()
        with self.package.archive.open(name) as file:
            codes = {one.get("numFmtId"): one.get("formatCode", "") for one in elements(file, "numFmt")}
        dates = {
            number
            for number, code in codes.items()
            if re.search("[ymdhs年月日]", _NOT_CODE.sub("", code.lower()))
        }
        dates |= {str(number) for number in _BUILT_IN_DATES} - set(codes)
        with self.package.archive.open(name) as file:
            for styles in elements(file, "cellXfs"):
                formats = [style.get("numFmtId") for style in styles.iterfind("{*}xf")]
                return {str(place) for place, number in enumerate(formats) if number in dates}
        return set()

    def _value(self, cell: "Element") -> Cell:
        kind, value = cell.get("t", "n"), cell.findtext("{*}v")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return _text(inline) if inline is not None else None
        if not value or kind == "e":
            return None
        try:
            if kind == "n":
                number = float(value)
                return self._moment(number) if cell.get("s") in self.dates else number
            if kind == "d":
                return datetime.fromisoformat(value)
            return self.texts[int(value)] if kind == "s" else value == "1" if kind == "b" else value
        except (ValueError, IndexError, OverflowError) as error:
            raise Unreadable(value) from error

    def _moment(self, number: float) -> Cell:
        """Return the day, the hour or both that a number means."""
        if 0 <= number < 1:
            return (datetime.min + timedelta(days=number)).time()
        if not 0 <= number < 2_958_466:
            return number
        moment = self.day_zero + timedelta(days=number, milliseconds=0.5)
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        return moment if moment.time() != time() else moment.date()


def _text(item: "Element") -> str:
    """Join the runs of a rich text; how its characters are pronounced is no part of it."""
    return "".join(
        piece.text or ""
        for piece in item.iterfind(".//{*}t")
        if (parent := piece.getparent()) is not None and not str(parent.tag).endswith("}rPh")
    )


def _area(place: str) -> Area | None:
    first, _, last = place.partition(":")
    if not last:
        return None
    top, bottom = (int(re.sub(r"\D", "", one) or 1) - 1 for one in (first, last))
    return top, column_index(first), bottom, column_index(last)
