"""Write lists as sheets to read, sort and print, in which nothing becomes a formula or a wrong number."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from itertools import chain, islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from talentreg.errors import Refused
from talentreg.periods import today
from talentreg.records.text import CUT, Cell, as_text, shown_width
from talentreg.workbooks import dropdowns
from talentreg.workbooks.dropdowns import Dropdowns

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
"""What Excel takes: rows and columns of a sheet, characters of a cell and of a sheet's name."""

FIRST_DAY = date(1900, 3, 1)
"""Earlier days are written as text: Excel counts a 29 February 1900 and knows nothing before that year."""

NARROWEST, WIDEST, WIDEST_HEADING = 6, 50, 18
SPARE_ROWS = 5_000
"""Blank rows below an editable list whose cells have its dropdowns too."""

UNLOCKABLE = (
    *("format_cells", "format_columns", "format_rows", "sort", "autofilter", "objects", "scenarios"),
    *("insert_columns", "insert_rows", "insert_hyperlinks", "delete_columns", "delete_rows"),
)
"""What may be done to a sheet whose headings are locked."""

LINE, SPACE, TALLEST = 14, 5, 409
"""Points one line of text takes, what a row has beyond its lines, and the most Excel gives a row."""

WIDEST_PAGE = 230
"""Columns wider than this together are printed on several pages side by side, or nobody could read them."""

_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": _FONT,
    "default_column_width": 72,  # what 64 is to other fonts
    "use_zip64": True,
}
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\n\t]")


class Form(Enum):
    """How the cells of a column are written."""

    TEXT = "text"
    DIGITS = "digits"
    CODE = "code"
    DAY = "day"
    COUNT = "count"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its heading, how its cells are written, and its width if the content does not decide.

    `choices` are what its cells may be chosen from; they stop anything else, or if `open_list` only warn.
    """

    heading: str
    form: Form = Form.TEXT
    width: int = 0
    choices: tuple[str, ...] = ()
    open_list: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a list is laid out.

    `title` stands above the headings and `ending` below the rows, left and right; `pinned` columns stay in
    sight. A `ruled` list has lines round every cell and shows long texts whole, any other keeps to one line
    a row. One that is not `filtered` has no arrows at its headings. An `editable` one is sent out to be
    changed: its headings are locked, what is typed below its rows is taken like them.
    """

    title: str = ""
    ending: tuple[str, str] = ("", "")
    pinned: int = 1
    ruled: bool = True
    filtered: bool = True
    editable: bool = False


PLAIN = Layout()


class Workbook:
    """One workbook being written, sheet after sheet, row after row."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.names: list[str] = []
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self.dropdowns = Dropdowns()

    def add_list(
        self,
        name: str,
        columns: Sequence[SheetColumn],
        rows: Iterable[Sequence[object]],
        layout: Layout = PLAIN,
        most_rows: int = MOST_ROWS,
    ) -> int:
        """Write a list as a sheet, or as several when it is longer than a sheet may be; return its rows."""
        if len(columns) > MOST_COLUMNS:
            raise Refused(f"共{len(columns)}列，Excel 最多放{MOST_COLUMNS}列", "请用 --unit 分几次导出")
        left, written = iter(rows), 0
        while True:
            page = Page(self, name, columns, layout)
            room = most_rows - page.next_row - bool(any(layout.ending))
            written += page.fill(islice(left, room))
            following = next(left, None)
            if following is None:
                page.finish()
                return written
            page.finish(last=False)
            left = chain([following], left)

    def add_sheet(self, name: str) -> Any:
        """Add a sheet under a name Excel takes and no other sheet has."""
        self.names.append(sheet_name(name, self.names))
        sheet = self.book.add_worksheet(self.names[-1])
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def name_dropdowns(self) -> None:
        """Give the hidden sheet of long dropdowns a name no other sheet has."""
        if not self.dropdowns.name:
            self.dropdowns.name = sheet_name(dropdowns.SHEET, self.names)
            self.names.append(self.dropdowns.name)

    def style(self, **properties: object) -> Any:
        """Return the format of some properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]


class Page:
    """One sheet that holds a list, or a part of one that is too long for a sheet."""

    def __init__(self, workbook: Workbook, name: str, columns: Sequence[SheetColumn], layout: Layout) -> None:
        self.workbook, self.columns, self.layout = workbook, columns, layout
        self.sheet = workbook.add_sheet(name)
        self.widths = [_heading_width(column.heading) for column in columns]
        self.styles = [self._style(column.form) for column in columns]
        self.wraps_at = min(column.width or WIDEST for column in columns) - 2
        self.head = int(bool(layout.title))
        self.next_row = self.head + 1
        if layout.ruled:
            self.sheet.set_default_row(LINE + SPACE)
        self._write_head()

    def fill(self, rows: Iterable[Sequence[object]]) -> int:
        """Write rows below those already there and return how many they were."""
        first = self.next_row
        for row in rows:
            self._write_row(row)
        return self.next_row - first

    def finish(self, *, last: bool = True) -> None:
        """Settle widths, filter and print, and write the ending below the last rows of a list."""
        end = self.next_row - 1
        if last and any(self.layout.ending):
            self._write_ending()
        if self.layout.filtered:
            self.sheet.autofilter(self.head, 0, max(end, self.head), len(self.columns) - 1)
        for place, column in enumerate(self.columns):
            width = column.width or min(max(self.widths[place], NARROWEST), WIDEST)
            whole = self.styles[place] if self.layout.editable else None
            self.sheet.set_column(place, place, width, whole, {"hidden": column.hidden})
            self.widths[place] = 0 if column.hidden else width
            if column.choices:
                self._offer(place, column, end)
        if self.layout.editable:
            self._lock()
        self.sheet.freeze_panes(self.head + 1, min(self.layout.pinned, len(self.columns) - 1))
        whole = f"A1:{_letters(len(self.columns) - 1)}{MOST_ROWS}"
        self.sheet.ignore_errors({"number_stored_as_text": whole})
        self._set_up_print()

    def _offer(self, place: int, column: SheetColumn, end: int) -> None:
        """Put a dropdown into the cells of a column."""
        last = min(end + SPARE_ROWS * self.layout.editable, MOST_ROWS - 1)
        if self.workbook.dropdowns.is_long(column.choices):
            self.workbook.name_dropdowns()
        rule = self.workbook.dropdowns.rule(column.heading, column.choices, warns=column.open_list)
        self.sheet.data_validation(self.head + 1, place, max(last, self.head + 1), place, rule)

    def _lock(self) -> None:
        """Lock the headings; everything else may be changed, also beside and below the list."""
        beside = len(self.columns)
        self.sheet.set_column(beside, MOST_COLUMNS - 1, None, self.workbook.style(locked=False))
        self.sheet.protect("", dict.fromkeys(UNLOCKABLE, True))

    def _write_head(self) -> None:
        last = len(self.columns) - 1
        if self.layout.title:
            style = self.workbook.style(
                bold=True, font_size=18, font_name="黑体", align="center", shrink=True
            )
            self.sheet.set_row(0, 36)
            _merge(self.sheet, (0, 0, last), self.layout.title, style)
        style = self.workbook.style(bold=True, border=1, bg_color="#DDEBF7", align="center", text_wrap=True)
        lines = max(_lines(column.heading, WIDEST_HEADING - 2) for column in self.columns)
        self.sheet.set_row(self.head, lines * LINE + 2 * SPACE)
        for place, column in enumerate(self.columns):
            self.sheet.write_string(self.head, place, cell_text(column.heading), style)

    def _write_row(self, values: Sequence[object]) -> None:
        row, self.next_row, lines = self.next_row, self.next_row + 1, 1
        for place, value in enumerate(values):
            if value is None or value == "":
                if self.layout.ruled:
                    self.sheet.write_blank(row, place, None, self.styles[place])
            elif isinstance(value, str) or not self._write_value(row, place, value):
                text = cell_text(value)
                self.sheet.write_string(row, place, text, self.styles[place])
                self._widen(place, text)
                if self.layout.ruled and (2 * len(text) > self.wraps_at or "\n" in text):
                    lines = max(lines, _lines(text, self.columns[place].width or WIDEST))
        if lines > 1:
            self.sheet.set_row(row, min(lines * LINE + SPACE, TALLEST))

    def _write_value(self, row: int, place: int, value: object) -> bool:
        """Write a number or a day as what it is; False for what only a text can say."""
        if isinstance(value, date) and _day(value) >= FIRST_DAY:
            self.sheet.write_datetime(row, place, _day(value), self.styles[place])
            self._widen(place, "2026-01-01")
            return True
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(row, place, value, self.styles[place])
            return True
        return False

    def _widen(self, place: int, text: str) -> None:
        """Note how wide a cell is; what is already wider, or as wide as columns get, is not measured."""
        widest = self.widths[place]
        if widest < WIDEST and 2 * len(text) + 2 > widest:
            self.widths[place] = max(widest, 2 + _width(text))

    def _write_ending(self) -> None:
        left, right = self.layout.ending
        middle, last = (len(self.columns) - 1) // 2, len(self.columns) - 1
        _merge(self.sheet, (self.next_row, 0, middle), left, self.workbook.style(align="left"))
        _merge(self.sheet, (self.next_row, middle + 1, last), right, self.workbook.style(align="right"))
        self.next_row += 1

    def _style(self, form: Form) -> Any:
        lines = {"border": 1} if self.layout.ruled else {}
        more: dict[Form, dict[str, object]] = {
            Form.TEXT: {"text_wrap": True} if self.layout.ruled else {},
            Form.DIGITS: {"num_format": "@"},
            Form.CODE: {"num_format": "@", "align": "center"},
            Form.DAY: {"num_format": "yyyy-mm-dd", "align": "center"},
            Form.COUNT: {"num_format": "0", "align": "center"},
            Form.AMOUNT: {"num_format": "General", "align": "center"},
        }
        free = {"locked": False} if self.layout.editable else {}
        return self.workbook.style(**lines, **free, **more[form])

    def _set_up_print(self) -> None:
        self.sheet.set_landscape()
        self.sheet.repeat_rows(0, self.head)
        across = -(-sum(self.widths) // WIDEST_PAGE)
        self.sheet.fit_to_pages(across, 0)
        if across > 1 and self.layout.pinned:
            self.sheet.repeat_columns(0, self.layout.pinned - 1)


@contextmanager
def writing(file: IO[bytes], title: str) -> Iterator[Workbook]:
    """Give a workbook to fill; it is written to the file when the block ends.

    The same content on the same day gives the same bytes.
    """
    import xlsxwriter  # only where a workbook is written
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryDirectory(prefix="talentreg-", ignore_cleanup_errors=True) as folder:
        # A file of its own: a zip that ends too soon closes what it writes to once more, at any later moment.
        whole = Path(folder) / "book.xlsx"
        book = xlsxwriter.Workbook(str(whole), _OPTIONS | {"tmpdir": folder})
        book.set_properties({"title": title, "created": datetime.combine(today(), time())})
        workbook = Workbook(book)
        yield workbook
        workbook.dropdowns.write(book)
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error
        with whole.open("rb") as done:
            copyfileobj(done, file)


def cell_text(value: object) -> str:
    """Write a value as the text of a cell: nothing Excel refuses, cut with a mark where it takes no more."""
    if isinstance(value, str) and value.isprintable():
        text = value  # nearly every cell
    else:
        text = as_text(cast(Cell, value)).replace("\ufffe", "").replace("\uffff", "")
    if 2 * len(text) > LONGEST_TEXT and len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
        text = _cut(text, LONGEST_TEXT - len(CUT)) + CUT
    return f"{text} " if text.startswith("<r>") else text  # the library takes <r>…</r> for its own marks


def sheet_name(text: str, taken: Sequence[str] = ()) -> str:
    """Make a sheet's name of a text: nothing Excel forbids, at most 31 characters, unlike those taken."""
    plain = _FORBIDDEN_IN_NAMES.sub("_", cell_text(text)).strip(" '") or "表"
    others = {name.lower() for name in taken} | {"history"}
    name, times = _cut(plain, LONGEST_NAME), 1
    while name.lower() in others:
        times += 1
        ending = f"（{times}）"
        name = _cut(plain, LONGEST_NAME - len(ending)) + ending
    return name


def _cut(text: str, length: int) -> str:
    """Shorten a text to a length as Excel counts it."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", errors="ignore").strip(" '")


def _heading_width(heading: str) -> int:
    return min(_width(heading) + 4, WIDEST_HEADING)


def _width(text: str) -> int:
    """Count the columns a text takes; of several lines the widest counts."""
    if "\n" in text:
        return max(_width(line) for line in text.split("\n"))
    return len(text) if text.isascii() else shown_width(text)


def _lines(text: str, width: int) -> int:
    """Count the lines a text takes in a column; somewhat less than its width is used for text."""
    return sum(-(-_width(line) // (width - 2)) or 1 for line in text.split("\n"))


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _letters(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


def _merge(sheet: Any, span: tuple[int, int, int], text: str, style: Any) -> None:
    """Write a text across cells of one row; a single cell cannot be merged."""
    row, first, last = span
    if first < last:
        sheet.merge_range(row, first, row, last, "", style)
    if first <= last:
        sheet.write_string(row, first, cell_text(text), style)
