"""Write a marked workbook anew from what stood in a sender's sheets, where theirs cannot be edited."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from talentreg.records.text import Cell, shown_width
from talentreg.workbooks.marks import (
    AUTHOR,
    HEADING,
    MOST_COMMENTS,
    MarkedSheet,
    Shade,
    comment_size,
    is_ours,
    notes_of,
    result_width,
    shades_of,
)
from talentreg.workbooks.sheet import FIRST_DAY, MOST_COLUMNS, Workbook, cell_text, writing

MEASURED = 500
"""Rows that decide how wide a column is."""

Look = tuple[str, str, bool]
"""How a cell looks: its number format, its fill, whether it is bold."""


def write_plain(file: IO[bytes], title: str, sheets: Sequence[MarkedSheet]) -> None:
    """Write sheets cell by cell at the sender's own places, with marks, comments and 核对结果."""
    with writing(file, title) as workbook:
        for sheet in sheets:
            _PlainSheet(workbook, sheet).write()


class _PlainSheet:
    """One sheet being written, row after row: an earlier row cannot be gone back to."""

    def __init__(self, workbook: Workbook, sheet: MarkedSheet) -> None:
        self.workbook, self.marked = workbook, sheet
        self.page = workbook.add_sheet(sheet.name)
        self.result = _result_column(sheet)
        self.notes = notes_of(sheet, sheet.merged, self.result)
        self.noted: dict[int, list[int]] = {}
        for line, column in self.notes:
            self.noted.setdefault(line, []).append(column)
        self.shades = shades_of(sheet)
        self._looks: dict[Look, Any] = {}

    def write(self) -> None:
        """Write the sheet whole."""
        self._set_up()
        self._write_comments()  # after the rows the library would leave them out
        for line in range(1, max(len(self.marked.rows), self.marked.last) + 1):
            self._write_line(line)

    def _set_up(self) -> None:
        sheet = self.marked
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        for column, width in _widths(sheet).items():
            self.page.set_column(column, column, width)
        # Merging through the library writes the cells too, rows ahead of the others.
        self.page.merge.extend(list(area) for area in sheet.merged)
        if sheet.hidden and not sheet.asks_for_work:
            self.page.hide()
        if sheet.heading:
            self.page.freeze_panes(sheet.heading, 0)
        if self.result:
            self.page.set_column(self.result - 1, self.result - 1, result_width(sheet))
            if sheet.top:
                self.page.autofilter(sheet.top - 1, 0, sheet.last - 1, self.result - 1)

    def _write_line(self, line: int) -> None:
        sheet = self.marked
        row = sheet.rows[line - 1] if line <= len(sheet.rows) else ()
        cells: dict[int, Cell] = dict.fromkeys(self.noted.get(line, ()))
        cells |= {column: value for column, value in enumerate(row, start=1) if value not in (None, "")}
        cells.pop(self.result or 0, None)
        for column, value in cells.items():
            note = self.notes.get((line, column))
            shade = note.shade if note else None
            self._write(line, column, value, fill=_colour(shade), bold=line == sheet.heading)
        if self.result and line == sheet.top:
            self._write(line, self.result, HEADING, bold=True)
        elif self.result and line in sheet.results:
            told = sheet.results[line]
            self._write(line, self.result, told, fill=_colour(self.shades.get(line)))

    def _write(self, line: int, column: int, value: Cell, *, fill: str = "", bold: bool = False) -> None:
        form, written = _form(value)
        look = self._looks.get((form, fill, bold)) or self._look((form, fill, bold))
        put = self.page.write_string if isinstance(written, str) else _putter(self.page, written)
        put(line - 1, column - 1, written, look)

    def _look(self, look: Look) -> Any:
        form, fill, bold = look
        more: dict[str, object] = {"num_format": form} if form else {}
        if fill:
            more["bg_color"] = f"#{fill[2:]}"
        self._looks[look] = self.workbook.style(bold=bold, **more)
        return self._looks[look]

    def _write_comments(self) -> None:
        for (line, column), note in list(self.notes.items())[:MOST_COMMENTS]:
            width, height = comment_size(note.text)
            options = {"author": AUTHOR, "width": width, "height": height, "font_size": 9}
            self.page.write_comment(line - 1, column - 1, note.text, options)


def _result_column(sheet: MarkedSheet) -> int | None:
    """Return the column 核对结果: the one that is there, else the first beyond the list."""
    if not sheet.results:
        return None
    head = sheet.rows[sheet.top - 1] if sheet.top else ()
    if ours := [column for column, cell in enumerate(head, start=1) if is_ours(cell)]:
        return ours[0]
    rows = sheet.rows[max(sheet.top, 1) - 1 : sheet.last]
    filled = (column for row in rows for column, cell in enumerate(row, 1) if cell not in (None, ""))
    spanned = (
        right + 1 for top, _, bottom, right in sheet.merged if top < sheet.last and bottom >= sheet.top - 1
    )
    column = max(max(filled, default=0), max(spanned, default=0)) + 1
    return column if column <= MOST_COLUMNS else None


def _widths(sheet: MarkedSheet) -> dict[int, int]:
    """Measure the columns by the list's first rows; titles above it run on over their neighbours."""
    widths: Counter[int] = Counter()
    first = max(sheet.heading - 1, 0)
    for row in sheet.rows[first : first + MEASURED]:
        for column, value in enumerate(row):
            if value not in (None, ""):
                widths[column] = max(widths[column], min(40, shown_width(cell_text(value)) + 3))
    return dict(widths)


def _colour(shade: Shade | None) -> str:
    return shade.value if shade else ""


def _form(value: Cell) -> tuple[str, Cell]:
    """Return how a value is written: days as days, texts of digits as text, long numbers in full."""
    match value:
        case None:
            return "", ""
        case bool() | time() | timedelta():
            return "", cell_text(value)
        case int() | float():
            return ("0" if abs(value) >= 10**10 and value == int(value) else ""), value
        case date():
            return _day_form(value)
    text = cell_text(value)
    return ("@" if text.isdigit() else ""), text


def _day_form(value: date) -> tuple[str, Cell]:
    day = value.date() if isinstance(value, datetime) else value
    if day < FIRST_DAY:
        return "", cell_text(value)
    timed = isinstance(value, datetime) and value.time() != time()
    return ("yyyy-mm-dd hh:mm" if timed else "yyyy-mm-dd"), value


def _putter(page: Any, value: Cell) -> Callable[..., Any]:
    return page.write_datetime if isinstance(value, date) else page.write_number  # type: ignore[no-any-return]  # the library is untyped
