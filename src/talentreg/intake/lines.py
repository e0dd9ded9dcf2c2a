"""The lines of a list: those that are data, those that are none, and what merged cells say of each line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from talentreg.intake.sheet import Row, Sheet
from talentreg.records.text import Cell, as_text

DITTO = frozenset("同上 （同上） (同上) 同前 〃 ″ 〞 ” “ \" '' ’’".split())
"""What stands for the cell above."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: the sender's number for it, its cells, and how each reads."""

    number: int
    cells: Row
    texts: tuple[str, ...]

    def text(self, index: int | None) -> str:
        """Return how a cell reads; one beyond the line's end is blank."""
        return self.texts[index] if index is not None and index < len(self.texts) else ""


@dataclass(slots=True)
class DataLines:
    """The data of a list, its lines by the sender's numbers, and the lines that are something else."""

    numbers: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    asides: list[Line] = field(default_factory=list)
    dittos: Mapping[int, list[int]] = field(default_factory=dict)
    """By column the lines that only say 同上."""

    def add(self, number: int, row: Row) -> None:
        """Add a line of data."""
        self.numbers.append(number)
        self.rows.append(row)


def make_line(index: int, row: Row) -> Line:
    """Read one row of a sheet by its index."""
    return Line(index + 1, row, tuple(as_text(cell) for cell in row))


def read_lines(sheet: Sheet, after: int) -> Iterator[Line]:
    """Give the lines below an index that have anything in them."""
    for index in range(after + 1, len(sheet.rows)):
        line = make_line(index, sheet.rows[index])
        if any(line.texts):
            yield line


def spread_merged(sheet: Sheet, first: int, end: int) -> tuple[list[Row], dict[int, list[int]]]:
    """Give every line of vertically merged cells what the top one holds; only rows from `first` to `end`.

    Returns the rows, and by column the sender's numbers of the lines that were given something.
    """
    rows, given = list(sheet.rows), dict[int, list[int]]()
    for top, left, bottom, _ in sheet.merged:
        if not first <= top < min(bottom, len(rows) - 1) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        if as_text(value):
            for index in range(top + 1, min(bottom + 1, end, len(rows))):
                rows[index] = _with(rows[index], left, value)
                given.setdefault(left, []).append(index + 1)
    return rows, given


def spread_dittos(rows: list[Row], first: int, end: int) -> dict[int, list[int]]:
    """Put into the cells that only say 同上 what stands above them; return, by column, their line numbers."""
    given = dict[int, list[int]]()
    for index in range(first + 1, min(end, len(rows))):
        if DITTO.isdisjoint(rows[index]):
            continue
        for column in [place for place, cell in enumerate(rows[index]) if cell in DITTO]:
            above = (
                rows[line][column] for line in range(index - 1, first - 1, -1) if column < len(rows[line])
            )
            if (value := next((cell for cell in above if as_text(cell)), None)) is not None:
                rows[index] = _with(rows[index], column, value)
                given.setdefault(column, []).append(index + 1)
    return given


def _with(row: Row, index: int, value: Cell) -> Row:
    """Return a row with another value at one place."""
    padded = (*row, *[None] * (index + 1 - len(row)))
    return (*padded[:index], value, *padded[index + 1 :])


def told_lines(numbers: Sequence[int], most: int = 8) -> str:
    """Write line numbers with runs drawn together: 5–9、12."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = "、".join(str(first) if first == last else f"{first}–{last}" for first, last in runs[:most])
    return f"{told}等" if len(runs) > most else told
