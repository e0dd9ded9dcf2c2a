"""The one to three rows a sheet's headings stand on, and what they read as one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from talentreg.intake.grouped import Path, is_group
from talentreg.intake.headings import IMPORTED, meaning
from talentreg.intake.sheet import Area, Sheet
from talentreg.records.text import Cell, as_text

MOST_ROWS = 3
LONGEST = 40
WIDEST = 1000
"""Columns that may have a heading."""

_NO_HEADING = re.compile(
    r"\d{5}|[:：].|[。；]|(登记|信息|情况|统计|汇总|采集|明细|一览|调查|摸底|公示|花名)表$|名册$|台账$|名单$|清单$|档案$"
)
_HIGHEST = 60
"""Rows a merged cell of a form may be high."""


class Grid:
    """The cells of a sheet with their merged areas at hand."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._areas: dict[int, list[Area]] = {}
        for area in sheet.merged:
            self._areas.setdefault(area[0], []).append(area)
        self._crossing: dict[int, list[Area]] = {}
        self._texts: dict[int, dict[int, str]] = {}

    def texts(self, row: int) -> dict[int, str]:
        """Return the filled cells of a row as they read, by column."""
        if row not in self._texts:
            cells = self.sheet.rows[row][:WIDEST] if 0 <= row < len(self.sheet.rows) else ()
            read = ((index, one_line(cell)) for index, cell in enumerate(cells) if cell is not None)
            self._texts[row] = {index: text for index, text in read if text}
        return self._texts[row]

    def crossing(self, row: int) -> list[Area]:
        """Return the merged areas that lie across a row."""
        if row not in self._crossing:
            tops = range(max(row - _HIGHEST, 0), row + 1)
            near = (area for top in tops for area in self._areas.get(top, ()))
            self._crossing[row] = [area for area in near if area[2] >= row]
        return self._crossing[row]

    def area(self, row: int, column: int) -> Area:
        """Return the merged area a cell lies in; its own if none."""
        areas = self.crossing(row)
        own = (row, column, row, column)
        return next((area for area in areas if area[1] <= column <= area[3]), own) if areas else own


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of headings from `top` on, as written, and every column's headings from the top down."""

    top: int
    rows: tuple[Mapping[int, str], ...]
    paths: Mapping[int, Path]

    @property
    def line(self) -> int:
        """The last of its rows."""
        return self.top + len(self.rows) - 1


def one_line(cell: Cell) -> str:
    """Read a cell as a heading; a line break in it is where the column was narrow."""
    return as_text(cell).replace("\n", "")


def heading_like(text: str) -> bool:
    """Whether a cell could be a heading: short, no number, no 标签：内容, not the name of a whole table."""
    if len(text) > LONGEST or _NO_HEADING.search(text):
        return False
    return not re.fullmatch(r"\d[\d.,%/年月日-]*", text)


def read_header(grid: Grid, top: int) -> Header:
    """Read the headings that begin on a row, with the rows of sub-headings below it."""
    bottom = top
    while bottom - top < MOST_ROWS - 1 and _goes_on(grid, top, bottom):
        bottom += 1
    rows = tuple(grid.texts(row) for row in range(top, bottom + 1))
    columns = sorted({column for row in rows for column in row})
    paths = {column: _path(grid, top, bottom, column) for column in columns}
    return Header(top, rows, {column: path for column, path in paths.items() if path})


def _goes_on(grid: Grid, top: int, last: int) -> bool:
    """Whether the row after `last` holds sub-headings: each stands below a group, or right of one's first."""
    upper, lower = grid.texts(last), grid.texts(last + 1)
    if not lower or not all(heading_like(text) for text in (*upper.values(), *lower.values())):
        return False
    tall = any(top <= area[0] <= last for area in grid.crossing(last + 1))
    if len(upper) < 2 and not tall:
        return False  # a title
    if not tall and not all(_stands_below(grid, top, last, column) for column in lower):
        return False
    if not tall and not any(is_group(text) or _means(text) for text in upper.values()):
        return False  # the office's name, say
    return tall or any(_is_told(grid, top, last, column) for column in lower)


def _stands_below(grid: Grid, top: int, last: int, column: int) -> bool:
    """Whether a cell of the next row may be a sub-heading: below nothing, below a group, the rest of one."""
    over = _over(grid, last, column)
    if over is None:
        path = _path(grid, top, last, column)
        return not path  # nothing above at all: a heading of its own
    above = grid.texts(last)[over]
    if _is_wide(grid, last, over) or _joined(above, grid.texts(last + 1)[column]):
        return True
    return over == column and is_group(above) and _means(grid.texts(last + 1)[column])


def _is_told(grid: Grid, top: int, last: int, column: int) -> bool:
    """Whether words say that a cell of the next row is a sub-heading."""
    over = _over(grid, last, column)
    if over is None:
        return False
    below, above = grid.texts(last + 1)[column], grid.texts(last)[over]
    area = grid.area(last, over)
    return bool(_joined(above, below) or _means(below) or (area[3] > area[1] and is_group(above)))


def _over(grid: Grid, row: int, column: int) -> int | None:
    """Return the column of the heading that stands over a cell: its own, the merged one, the nearest left."""
    texts = grid.texts(row)
    if column in texts:
        return column
    area = grid.area(row, column)
    if area[1] in texts and area[0] == row:
        return area[1]
    if area[0] < row:
        return None
    left = next((c for c in range(column - 1, -1, -1) if c in texts), None)
    if left is None or grid.area(row, left) != (row, left, row, left):
        return None
    below = grid.texts(row + 1)
    return left if all(c in below for c in range(left, column)) else None


def _is_wide(grid: Grid, row: int, column: int) -> bool:
    """Whether a heading stands over several columns: merged, or blanks right of it that have sub-headings."""
    area = grid.area(row, column)
    if area[3] > area[1]:
        return area[2] == row
    below = grid.texts(row + 1)
    right = column + 1
    return area[2] == row and right not in grid.texts(row) and {column, right} <= below.keys()


def _path(grid: Grid, top: int, bottom: int, column: int) -> Path:
    """List a column's headings from the top down, each once."""
    path: list[str] = []
    for row in range(top, bottom + 1):
        over = column if column in grid.texts(row) else None
        if over is None and (row < bottom or grid.area(row, column)[1] != column):
            over = _over(grid, row, column) if _has_below(grid, row, bottom, column) else None
        text = grid.texts(row)[over] if over is not None else ""
        if text and path[-1:] != [text]:
            path.append(text)
    return tuple(path)


def _has_below(grid: Grid, row: int, bottom: int, column: int) -> bool:
    return any(column in grid.texts(lower) for lower in range(row + 1, bottom + 1))


def _joined(above: str, below: str) -> bool:
    """Whether two cells are one heading broken over two rows: 联系 above 电话."""
    return any(meaning(kind, above + below) for kind in IMPORTED)


def _means(text: str) -> bool:
    return any(meaning(kind, text) for kind in IMPORTED)
