"""Find in an .ods table what its reader does not tell: merged, hidden and broken cells."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from talentreg.intake.sheet import Area
from talentreg.intake.survey import MOST_FLAWS, Survey
from talentreg.intake.workbook_xml import MOST_ROWS, Unreadable, elements

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_WORTH_A_LOOK = re.compile(
    rb'number-(?:columns|rows)-spanned="(?:[2-9]|1\d)|visibility="(?:collapse|filter)|value-type="error'
)


@dataclass(slots=True)
class OdsSurvey(Survey):
    """What was found in one sheet, merged cells too."""

    merged: list[Area] = field(default_factory=list)


def worth_a_survey(pieces: Iterable[bytes]) -> bool:
    """Search the XML as it stands for anything the reader leaves out; all pieces are looked at."""
    return sum(_WORTH_A_LOOK.search(piece) is not None for piece in pieces) > 0


def survey_open_document(file: IO[bytes]) -> dict[str, OdsSurvey]:
    """Walk an .ods table's content, sheet by sheet, as far as it is whole."""
    found: dict[str, OdsSurvey] = {}
    with suppress(Unreadable):
        _survey_rows(file, found)
    return found


def _survey_rows(file: IO[bytes], found: dict[str, OdsSurvey]) -> None:
    name, line = "", 0
    for row in elements(file, "table-row"):
        table = row.getparent()
        while table is not None and table.tag != f"{_TABLE}table":
            table = table.getparent()
        own = table.get(f"{_TABLE}name", "") if table is not None else ""
        if own != name:
            name, line = own, 0
        times = _number(row, "number-rows-repeated")
        _survey_row(row, line, min(times, MOST_ROWS - line), found.setdefault(name, OdsSurvey()))
        line += times


def _survey_row(row: "Element", line: int, times: int, found: OdsSurvey) -> None:
    if row.get(f"{_TABLE}visibility") in {"collapse", "filter"} and len(row):
        found.hidden_rows.update(range(line, line + min(times, 1000)))
    column = 0
    for cell in row:
        across, down = _number(cell, "number-columns-spanned"), _number(cell, "number-rows-spanned")
        if across > 1 or down > 1:
            found.merged.append((line, column, line + down - 1, column + across - 1))
        if cell.get(_ERROR) == "error" and len(found.flaws) < MOST_FLAWS:
            found.flaws[line, column] = "".join(map(str, cell.itertext())).strip() or "#N/A"
        column += _number(cell, "number-columns-repeated")


def _number(element: "Element", name: str) -> int:
    said = element.get(_TABLE + name, "1")
    return int(said) if said.isdecimal() and len(said) < 8 else 1
