"""What a marked copy says of a sender's sheet: which cells, how heavily, and what became of every line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from talentreg.records.text import Cell, as_text, fold, shown_width
from talentreg.workbooks.sheet import cell_text

HEADING = "核对结果"
AUTHOR = "talentreg核对"
SIGN = "【核对】"
"""Begins what we say in a comment; what stands before it is the sender's own."""

GUIDE = "请改正标色的单元格后把本表发回，核对结果一列不用改。"
TOLD = ("已导入", "可导入", "更新", "可更新", "无变化", "表内重复", "未导入", "跳过", "合计不符")
"""What begins the result of a line."""

MOST_COMMENTS = 5_000
"""Comments on one sheet; past these a cell is only filled, or Excel takes minutes to open the book."""

NARROWEST, WIDEST = 16, 70
Area = tuple[int, int, int, int]
Place = tuple[int, int]
"""A line and a column as the sender counts them: 1 and 1 for A1."""


class Shade(Enum):
    """How heavily a cell weighs, the heaviest first, and the colour it is filled with.

    The colours are a little off the usual ones: by them we know our own fills again.
    """

    REJECTED = "FFFFB1AD"
    SET_ASIDE = "FFFFCD8B"
    CONFLICT = "FFFFF1A1"
    NOTICE = "FFD3E9FA"


ORDER = {shade: place for place, shade in enumerate(Shade)}
LEGEND = "颜色：红＝这一行没有导入，橙＝这一格没有采用，黄＝有出入请核对，蓝＝提醒。"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to say at the sender's line, 0 for the whole sheet; a column from 0, None for all."""

    line: int
    column: int | None
    shade: Shade
    text: str


@dataclass(frozen=True)
class MarkedSheet:
    """One sheet of a sender: its cells, its list's heading line (0 for none), its marks.

    `results` says what became of each line; `name_column` counts from 0.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[Area] = ()
    heading: int = 0
    name_column: int | None = None
    results: Mapping[int, str] = field(default_factory=dict)
    marks: Sequence[Mark] = ()
    hidden: bool = False

    @cached_property
    def top(self) -> int:
        """The line the heading 核对结果 stands on; in a form with one person it is above the first result."""
        return min(self.heading, min(self.results, default=self.heading + 1) - 1)

    @cached_property
    def last(self) -> int:
        """The last line of the list."""
        return max(self.results, default=self.heading)

    @cached_property
    def asks_for_work(self) -> bool:
        """Whether there is more to look at than notices."""
        return any(mark.shade is not Shade.NOTICE for mark in self.marks)


@dataclass(slots=True)
class Note:
    """What is said at one cell: the heaviest shade, and every text once."""

    shade: Shade
    texts: dict[str, None] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The texts as one, fit for a comment."""
        return cell_text("\n".join((SIGN, *self.texts)))


def notes_of(sheet: MarkedSheet, merged: Sequence[Area], result: int | None) -> dict[Place, Note]:
    """Gather the marks by the cell that shows them, the heaviest first.

    `merged` are the areas of which only the top left cell shows anything; `result` is the column 核对结果.
    """
    corners = {place: (area[0] + 1, area[1] + 1) for area in merged for place in _places(area)}
    notes: dict[Place, Note] = {}
    for mark in sorted(sheet.marks, key=lambda mark: ORDER[mark.shade]):
        place = _place(sheet, mark, result)
        corner = corners.get(place, place)
        text = mark.text if corner[0] == place[0] else f"第{place[0]}行：{mark.text}"
        notes.setdefault(corner, Note(mark.shade)).texts[text] = None
    if result and sheet.results:
        note = notes.setdefault((sheet.top or min(sheet.results), result), Note(Shade.NOTICE))
        note.texts = {GUIDE: None, LEGEND: None, **note.texts}
    return notes


def _places(area: Area) -> Iterator[Place]:
    top, left, bottom, right = area
    return ((row + 1, column + 1) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _place(sheet: MarkedSheet, mark: Mark, result: int | None) -> Place:
    """Find the cell for a mark: of a whole line its name, of a whole sheet the heading of our column."""
    if mark.column is not None:
        return mark.line or sheet.heading or 1, mark.column + 1
    if mark.line <= sheet.heading:
        return (sheet.top or min(sheet.results), result) if result else (1, 1)
    if sheet.name_column is not None:
        return mark.line, sheet.name_column + 1
    row = sheet.rows[mark.line - 1] if mark.line <= len(sheet.rows) else ()
    return mark.line, next((column for column, cell in enumerate(row, start=1) if as_text(cell)), 1)


def shades_of(sheet: MarkedSheet) -> dict[int, Shade]:
    """Return the heaviest shade of every line that has any but notices."""
    heavy = (mark for mark in sheet.marks if mark.shade is not Shade.NOTICE)
    return {mark.line: mark.shade for mark in sorted(heavy, key=lambda mark: -ORDER[mark.shade])}


def result_width(sheet: MarkedSheet) -> int:
    """Return the width in which the results of a sheet are read whole, within reason."""
    longest = max((shown_width(text) for text in sheet.results.values()), default=0)
    return max(NARROWEST, min(WIDEST, longest + 2))


def is_ours(cell: object) -> bool:
    """Whether a heading is that of our own column."""
    return isinstance(cell, str) and fold(cell) == HEADING


def is_told(cell: object) -> bool:
    """Whether a cell holds what we said of its line in an earlier round."""
    return isinstance(cell, str) and cell.startswith(TOLD)


def comment_size(text: str) -> tuple[int, int]:
    """Return the width and height in pixels that show a text whole, within reason."""
    lines = sum(1 + shown_width(line) // 40 for line in text.split("\n"))
    return 300, min(600, 20 * lines + 16)
