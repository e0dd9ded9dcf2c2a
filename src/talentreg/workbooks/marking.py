"""Mark a sender's own workbook: fill cells, comment on them, write 核对结果, and leave all else as it was."""

import io
import warnings
from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from talentreg.workbooks.marks import (
    AUTHOR,
    HEADING,
    MOST_COMMENTS,
    SIGN,
    Area,
    MarkedSheet,
    Note,
    Place,
    Shade,
    comment_size,
    is_ours,
    is_told,
    notes_of,
    result_width,
    shades_of,
)
from talentreg.workbooks.sheet import MOST_COLUMNS, cell_text

_COLOURS = {shade.value for shade in Shade}


def marked_workbook(path: Path, sheets: Sequence[MarkedSheet], *, keep_macros: bool) -> bytes:
    """Return a sender's workbook with its sheets marked.

    Raises whatever the library raises for a workbook it cannot take, KeyError for a sheet it does not find.
    """
    import openpyxl  # only where a book is marked

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is lost is told in our own words
        book = openpyxl.load_workbook(path, keep_vba=keep_macros, rich_text=True)
        _clear_marks(book)
        for sheet in sheets:
            if sheet.results or sheet.marks:
                _Marker(book[sheet.name], sheet).mark()
        _open_at_work(book, [sheet.name for sheet in sheets if sheet.asks_for_work])
        book.template = False
        if book.calculation:
            book.calculation.fullCalcOnLoad = True  # the results of formulas are not kept
        file = io.BytesIO()
        book.save(file)
    return file.getvalue()


def _clear_marks(book: Any) -> None:
    """Take away what we marked before: a copy goes back and forth until nothing is left to repair."""
    fills = {place for place, fill in enumerate(book._fills) if _is_our_fill(fill)}
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            if cell.has_style and cell._style.fillId in fills:
                cell._style = copy(cell._style)
                cell._style.fillId = 0
            if cell.comment is not None:
                cell.comment = _without_ours(cell.comment)


def _is_our_fill(fill: Any) -> bool:
    return getattr(fill, "fill_type", "") == "solid" and fill.fgColor.rgb in _COLOURS


def _without_ours(comment: Any) -> Any:
    """Return a sender's comment as it was, sized to be read; None for one of ours."""
    theirs = comment.text.partition(SIGN)[0].rstrip()
    return _comment(theirs, comment.author) if theirs else None


def _comment(text: str, author: str) -> Any:
    from openpyxl.comments import Comment

    width, height = comment_size(text)
    return Comment(text, author, height=height, width=width)


def _open_at_work(book: Any, names: Sequence[str]) -> None:
    """Show the sheets that need work and open the book at the first; two selected would be edited as one."""
    for name in names:
        book[name].sheet_state = "visible"
    if names:
        book.active = book[names[0]]
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is book.active


class _Marker:
    """One sheet of a sender's workbook being marked."""

    def __init__(self, page: Any, sheet: MarkedSheet) -> None:
        self.page, self.sheet = page, sheet
        self.merged = [_area(span) for span in page.merged_cells.ranges]
        self.result = self._result_column() if sheet.results else None
        self._styles: dict[tuple[object, ...], Any] = {}

    def mark(self) -> None:
        """Write the results, fill and comment the cells, and bring what was hidden into view."""
        if self.result:
            self._write_results(self.result)
            self._filter(self.result)
        notes = notes_of(self.sheet, self.merged, self.result)
        for place, note in notes.items():
            self._fill(place, note)
        for place, note in list(notes.items())[:MOST_COMMENTS]:
            self._comment_on(place, note)
        self._show(notes)

    def _result_column(self) -> int | None:
        """Return the column 核对结果: the one that is there, else the first beyond the list."""
        top, last = max(self.sheet.top, 1), self.sheet.last
        inside = [(place, cell) for place, cell in self.page._cells.items() if top <= place[0] <= last]
        for place, cell in inside:
            if place[0] == self.sheet.top and is_ours(cell.value):
                return int(place[1])
        filled = max((place[1] for place, cell in inside if cell.value is not None), default=0)
        spanned = max(
            (area[3] + 1 for area in self.merged if area[0] < last and area[2] >= top - 1), default=0
        )
        column = max(filled, spanned) + 1
        return column if column <= MOST_COLUMNS else None

    def _write_results(self, column: int) -> None:
        shades = shades_of(self.sheet)
        if self.sheet.top:
            self._put(self.sheet.top, column, HEADING, None)
        for line in self._lines_told_before(column) - set(self.sheet.results):
            self.page.cell(line, column).value = None
        for line, told in self.sheet.results.items():
            self._put(line, column, told, shades.get(line))
        _own_column(self.page, column).width = result_width(self.sheet)

    def _lines_told_before(self, column: int) -> set[int]:
        """List the lines that hold a result of an earlier round."""
        last = max(self.sheet.last, len(self.sheet.rows))
        lines = range(self.sheet.top + 1, last + 1)
        return {line for line in lines if is_told(getattr(self._cell(line, column), "value", None))}

    def _cell(self, line: int, column: int) -> Any:
        """Return a cell if it is there; asking the library for it would make it."""
        return self.page._cells.get((line, column))

    def _put(self, line: int, column: int, text: str, shade: Shade | None) -> None:
        """Write a text that never becomes a formula, in the looks of its neighbour on the left."""
        cell = self.page.cell(line, column)
        if not hasattr(cell, "_comment"):
            return  # inside a merged area
        cell.value = cell_text(text)
        cell.data_type = "s"
        beside = self._cell(line, column - 1) or cell
        key = (tuple(beside._style or ()), shade, line == self.sheet.top)  # a new cell has none
        if key not in self._styles:
            self._styles[key] = self._style(cell, beside, shade)
        cell._style = copy(self._styles[key])

    def _style(self, cell: Any, beside: Any, shade: Shade | None) -> Any:
        from openpyxl.styles import Alignment

        heading = cell.row == self.sheet.top
        cell._style = copy(beside._style)
        if heading:
            font = copy(cell.font)
            font.b = True
            cell.font = font
        else:
            cell.fill = _fill(shade)
        cell.number_format = "General"
        cell.alignment = Alignment(horizontal="center" if heading else "left", vertical="center")
        return copy(cell._style)

    def _filter(self, column: int) -> None:
        """Put arrows at the headings of a list that has none; one that has some sorts its results along."""
        sheet, page = self.sheet, self.page
        if page.auto_filter.ref:
            page.auto_filter.ref = _widened(page.auto_filter.ref, column)
            return
        if page.tables or not sheet.top or sheet.top < sheet.heading:
            return
        first = min(place[1] for place, cell in page._cells.items() if place[0] == sheet.top and cell.value)
        page.auto_filter.ref = f"{_name(sheet.top, first)}:{_name(sheet.last, column)}"

    def _fill(self, place: Place, note: Note) -> None:
        self.page.cell(*place).fill = _fill(note.shade)

    def _comment_on(self, place: Place, note: Note) -> None:
        cell = self.page.cell(*place)
        theirs = cell.comment
        text = f"{theirs.text}\n{note.text}" if theirs else note.text
        cell.comment = _comment(cell_text(text), theirs.author if theirs else AUTHOR)

    def _show(self, notes: Mapping[Place, Note]) -> None:
        """Bring hidden rows and columns into view that hold something to repair."""
        heavy = [place for place, note in notes.items() if note.shade is not Shade.NOTICE]
        for line in {line for line, _ in heavy} & set(self.page.row_dimensions):
            self.page.row_dimensions[line].hidden = False
        hidden = [one for one in self.page.column_dimensions.values() if one.hidden]
        for column in {column for _, column in heavy}:
            if any(one.min <= column <= one.max for one in hidden):
                _own_column(self.page, column)


def _fill(shade: Shade | None) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=shade.value) if shade else PatternFill()


def _area(span: Any) -> Area:
    return span.min_row - 1, span.min_col - 1, span.max_row - 1, span.max_col - 1


def _name(line: int, column: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{line}"


def _widened(ref: str, column: int) -> str:
    """Write the range of a filter so that it takes in the column right beside it."""
    from openpyxl.worksheet.cell_range import CellRange

    span = CellRange(ref)
    if span.max_col == column - 1:
        span.expand(right=1)
    return str(span.coord)


def _own_column(page: Any, column: int) -> Any:
    """Return the settings of one visible column, parted from those it shared with its neighbours."""
    from openpyxl.utils import get_column_letter

    for letter, shared in list(page.column_dimensions.items()):
        if shared.min and shared.min <= column <= shared.max and shared.min < shared.max:
            del page.column_dimensions[letter]
            for first, last in ((shared.min, column - 1), (column, column), (column + 1, shared.max)):
                if first <= last:
                    page.column_dimensions[get_column_letter(first)] = _part(page, shared, first, last)
    own = page.column_dimensions[get_column_letter(column)]
    own.hidden = False
    return own


def _part(page: Any, shared: Any, first: int, last: int) -> Any:
    """Make the settings of some of the columns that shared theirs."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.dimensions import ColumnDimension

    part: Any = ColumnDimension(page, get_column_letter(first), shared.width, hidden=shared.hidden)
    part.min, part.max, part.outlineLevel = first, last, shared.outlineLevel
    part._style = copy(shared._style)
    return part
