"""Walk the XML of a workbook: its sheets, and the rows and cells of each, one after the other."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from talentreg.intake.package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LARGEST_INDEX = 16 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384

_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Unreadable(Exception):
    """XML that is no workbook's."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where a sheet lies in its package, and whether the sender sees it."""

    sheet: str
    name: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Index:
    """What a workbook says of itself as a whole."""

    parts: tuple[Part, ...]
    from_1904: bool


def read_index(package: Package) -> Index:
    """Read the list of sheets; those that are no lists of cells, such as charts, are left out."""
    book = _small(package, "xl/workbook.xml")
    targets = {
        relation.get("Id", ""): (relation.get("Target", ""), relation.get("Type", ""))
        for relation in _small(package, "xl/_rels/workbook.xml.rels")
    }
    parts = []
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        target, kind = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "", ("", ""))
        found = package.find(posixpath.normpath(posixpath.join("/xl", target)))
        if found and kind.endswith("/worksheet"):
            parts.append(Part(sheet.get("name", ""), found, sheet.get("state", "visible") != "visible"))
    properties = book.find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    return Index(tuple(parts), from_1904)


def _small(package: Package, name: str) -> "Element":
    from lxml import etree

    found = package.find(name)
    if not found or package.archive.getinfo(found).file_size > LARGEST_INDEX:
        raise Unreadable(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(package.archive.read(found), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(name) from error
    if root is None:
        raise Unreadable(name)
    return root


def elements(file: IO[bytes], tag: str) -> Iterator["Element"]:
    """Give the elements of a name one by one, each forgotten when the next one comes."""
    from lxml import etree

    try:
        for _, element in etree.iterparse(file, tag=f"{{*}}{tag}", resolve_entities=False, no_network=True):
            yield element
            element.clear()
            while (before := element.getprevious()) is not None and (
                parent := element.getparent()
            ) is not None:
                parent.remove(before)
    except etree.XMLSyntaxError as error:
        raise Unreadable(tag) from error


def rows(file: IO[bytes]) -> Iterator[tuple[int, "Element"]]:
    """Give a sheet's rows with their index; one that does not say it follows the one before."""
    index = -1
    for row in elements(file, "row"):
        said = row.get("r", "")
        index = int(said) - 1 if said.isdecimal() else index + 1
        if not 0 <= index < MOST_ROWS:
            raise Unreadable(said)
        yield index, row


def cells(row: "Element") -> Iterator[tuple[int, "Element"]]:
    """Give a row's cells with their column; one that does not say it follows the one before."""
    column = -1
    for cell in row.iterfind("{*}c"):
        said = cell.get("r")
        column = column_index(said) if said else column + 1
        if not 0 <= column < MOST_COLUMNS:
            raise Unreadable(said)
        yield column, cell


def column_index(place: str) -> int:
    """Return the column of a place such as B5; 0 is A."""
    found = _PLACE.fullmatch(place)
    if not found:
        raise Unreadable(place)
    index = 0
    for letter in found[1].upper():
        index = index * 26 + ord(letter) - 64
    return index - 1
