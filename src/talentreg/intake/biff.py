"""Find in an old workbook what its reader does not tell: error cells, hidden rows and columns, 1904 days."""

import struct
from dataclasses import dataclass, field

from talentreg.intake.survey import MOST_FLAWS, Survey

_BEGIN, _END, _SHEET, _FILE_PASS, _DATE_MODE = 0x809, 0x0A, 0x85, 0x2F, 0x22
_ROW, _COLUMNS, _ERROR_OR_BOOL, _FORMULA = 0x208, 0x7D, 0x205, 0x06
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class OldBook:
    """What was found in an old workbook; its sheets by name."""

    from_1904: bool = False
    locked: bool = False
    sheets: dict[str, Survey] = field(default_factory=dict)


def survey_old_book(stream: bytes) -> OldBook:
    """Walk the records of a workbook's stream; a torn end is left to the reader."""
    book = OldBook()
    names: dict[int, str] = {}
    found: Survey | None = None
    at, end, depth = 0, len(stream) - 4, 0
    head = struct.Struct("<HH").unpack_from
    while at <= end:
        kind, size = head(stream, at)
        body = at + 4
        if body + size > len(stream):
            break
        if found is not None and kind in _IN_SHEET:
            _IN_SHEET[kind](found, stream, body, size)
        elif kind == _BEGIN:
            depth += 1  # a chart within a sheet has a beginning and an end of its own
            if at in names:
                found = book.sheets.setdefault(names[at], Survey())
        elif kind == _END:
            depth -= 1
            found = found if depth else None
        elif kind == _SHEET and size > 8:
            place, name = _sheet_name(stream[body : body + size])
            names[place] = name
        elif kind == _DATE_MODE and size >= 2:
            book.from_1904 = stream[body] == 1
        elif kind == _FILE_PASS:
            book.locked = True
            return book
        at = body + size
    return book


def _sheet_name(record: bytes) -> tuple[int, str]:
    """Return where a sheet begins, and its name."""
    place, length, wide = struct.unpack_from("<I", record)[0], record[6], record[7] & 1
    text = record[8 : 8 + length * (1 + wide)]
    return place, text.decode("utf-16-le" if wide else "latin-1", "replace")


def _row(found: Survey, stream: bytes, body: int, size: int) -> None:
    if size >= 14 and stream[body + 12] & 0x20:
        found.hidden_rows.add(struct.unpack_from("<H", stream, body)[0])


def _columns(found: Survey, stream: bytes, body: int, size: int) -> None:
    if size >= 10 and stream[body + 8] & 1:
        first, last = struct.unpack_from("<HH", stream, body)
        found.hidden_columns.update(range(first, min(last, 255) + 1))


def _error(found: Survey, stream: bytes, body: int, size: int) -> None:
    if size >= 8 and stream[body + 7] == 1:
        _note(found, stream, body, stream[body + 6])


def _formula(found: Survey, stream: bytes, body: int, size: int) -> None:
    # The result's place holds a number, or FF FF at its end, its kind at its beginning: 2 is an error.
    if size >= 14 and stream[body + 6] == 2 and stream[body + 12 : body + 14] == b"\xff\xff":
        _note(found, stream, body, stream[body + 8])


def _note(found: Survey, stream: bytes, body: int, code: int) -> None:
    if len(found.flaws) < MOST_FLAWS:
        found.flaws[struct.unpack_from("<HH", stream, body)] = _ERRORS.get(code, "#N/A")


_IN_SHEET = {_ROW: _row, _COLUMNS: _columns, _ERROR_OR_BOOL: _error, _FORMULA: _formula}
