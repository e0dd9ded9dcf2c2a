"""Find in a sheet's XML what its reader does not tell: cells without a value, hidden rows and columns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from talentreg.intake.package import Package, check_declarations, checked_pieces
from talentreg.intake.sheet import UNCALCULATED
from talentreg.intake.workbook_xml import (
    MOST_COLUMNS,
    Index,
    Unreadable,
    cells,
    column_index,
    read_index,
    rows,
)

TAIL = 65_536
MOST_FLAWS = 100_000
"""More are not looked for: nobody mends them one by one."""

_ERROR = re.compile(rb"""\bt=["']e["']""")
_HIDDEN = re.compile(rb"""hidden=["'](?:1|true)["']""")
_BARE = rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
_UNCALCULATED = re.compile(rb"</f>" + _BARE)
_SHARED_UNCALCULATED = re.compile(rb"<f\s[^<>]*/>" + _BARE)
_ATTRIBUTE = re.compile(rb"""\s(\w+)=["']([^"']*)["']""")
_VALUE = re.compile(rb"<v>([^<]*)</v>")


@dataclass(slots=True)
class Survey:
    """What was found in one sheet; rows and columns count from 0."""

    flaws: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def survey_pieces(pieces: Iterable[bytes]) -> Survey | None:
    """Search a sheet's XML as it stands, without parsing it; None where only a parser finds its way."""
    found = Survey()
    lost = single = False
    for number, block in enumerate(_blocks(pieces)):
        lost = lost or (number == 0 and re.search(rb"<worksheet[\s>]", block) is None)
        single = single or b"='" in block[:TAIL]
        try:
            if not lost:
                _search(block, found, single=single)
        except Unreadable:
            lost = True
    return None if lost else found


def survey_parsed(file: IO[bytes]) -> Survey:
    """Find the cells without a value and the hidden rows of a sheet in unusual XML."""
    found = Survey()
    for index, row in rows(file):
        if row.get("hidden") in {"1", "true"}:
            found.hidden_rows.add(index)
        for column, cell in cells(row):
            value = cell.findtext("{*}v") or ""
            if cell.get("t") == "e":
                found.flaws[index, column] = value
            elif not value and cell.get("t") != "str" and cell.find("{*}f") is not None:
                found.flaws[index, column] = UNCALCULATED
    return found


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the XML anew so that no cell and no row's beginning is torn."""
    kept = b""
    for piece in pieces:
        block = kept + piece
        cut = max(block.rfind(tag, -TAIL) for tag in (b"<c ", b"<row ", b"<col "))
        if cut <= 0:
            cut = max(block.rfind(b"<"), 0)
        yield block[:cut]
        kept = block[cut:]
    yield kept


def _search(block: bytes, found: Survey, *, single: bool) -> None:
    full = len(found.flaws) >= MOST_FLAWS
    if not full and (b't="e"' in block or (single and b"t='e'" in block)):
        for hit in _ERROR.finditer(block):
            _note_error(block, hit.start(), found)
    if b"hidden=" in block:
        for hit in _HIDDEN.finditer(block):
            _note_hidden(_attributes(block, hit.start()), found)
    if not full and b"<f" in block:
        for pattern in (_UNCALCULATED, _SHARED_UNCALCULATED):
            for hit in pattern.finditer(block):
                cell = _attributes(block, hit.start(), b"<c ")
                # An empty text is what such a formula makes on purpose: IF(…, "").
                if cell.get("t") != "str":
                    _note(found, cell, UNCALCULATED)


def _note_error(block: bytes, at: int, found: Survey) -> None:
    value = _VALUE.search(block, at, at + 20_000)
    if block.startswith(b"<c ", block.rfind(b"<", 0, at)):
        _note(found, _attributes(block, at), value[1].decode("utf-8", "replace") if value else "#N/A")


def _note(found: Survey, cell: dict[str, str], flaw: str) -> None:
    place = cell.get("r", "")
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    column = column_index(place)  # a cell without a place of its own: only a parser can count to it
    found.flaws[int(row) - 1, column] = flaw


def _note_hidden(tag: dict[str, str], found: Survey) -> None:
    if "min" in tag and "max" in tag:
        last = min(int(tag["max"]), MOST_COLUMNS)
        found.hidden_columns.update(range(int(tag["min"]) - 1, last))
    elif tag.get("r", "").isdecimal():
        found.hidden_rows.add(int(tag["r"]) - 1)
    else:
        raise Unreadable


def _attributes(block: bytes, at: int, opening: bytes = b"<") -> dict[str, str]:
    """Return the attributes of the tag that encloses a place, or of the nearest such one before it."""
    start = block.rfind(opening, 0, at)
    tag = block[start : block.find(b">", start)]
    return {name.decode(): value.decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(tag)}


@dataclass(frozen=True, slots=True)
class WorkbookSurvey:
    """What was found in a whole workbook; its sheets by name."""

    sheets: dict[str, Survey] = field(default_factory=dict)
    from_1904: bool = False


def survey_workbook(name: str, package: Package) -> WorkbookSurvey:
    """Look through all XML of an .xlsx package; raises Refused for XML that would harm its reader."""
    try:
        index = read_index(package)
    except Unreadable:
        index = Index((), from_1904=False)
    check_declarations(name, package, {part.name for part in index.parts})
    sheets = {part.sheet: _survey_part(name, package, part.name) for part in index.parts}
    return WorkbookSurvey(sheets, index.from_1904)


def _survey_part(name: str, package: Package, part: str) -> Survey:
    if (found := survey_pieces(checked_pieces(name, package.pieces(part)))) is not None:
        return found
    try:
        with package.archive.open(part) as file:
            return survey_parsed(file)
    except Unreadable:
        return Survey()
