"""Pick the data out of a list: every line is data, an aside such as a total, or blank."""

from talentreg.intake.asides import FOOTERS, PLAIN_NAME, SAMPLE_WORDS, TOTALS, Judge
from talentreg.intake.columns import WRITTEN_VERSION
from talentreg.intake.headings import Layout
from talentreg.intake.lines import DataLines, make_line, spread_dittos, spread_merged
from talentreg.intake.sheet import Row, Sheet
from talentreg.records.text import Cell, fold


def pick_lines(sheet: Sheet, layout: Layout) -> tuple[DataLines, dict[int, list[int]]]:
    """Part the lines below the headings into data and asides.

    Also returns, by column, the lines that merged cells gave something. A line whose only content cannot be
    read is data: it must not get lost.
    """
    if layout.cells:
        return _form_line(sheet, layout), {}
    end = len(sheet.rows) if layout.end is None else layout.end
    rows, merged = spread_merged(sheet, layout.line + 1, end)
    flawed, obvious, judge = {row for row, _ in sheet.flaws}, _Obvious(layout), Judge(layout)
    lines = DataLines(dittos=spread_dittos(rows, layout.line + 1, end))
    for index in range(layout.line + 1, end):
        row = _own_cells(rows[index], layout) if layout.columns else rows[index]
        if obvious.is_somebody(row):
            lines.add(index + 1, row)
            continue
        line = make_line(index, row)
        if not any(line.texts):
            if index in flawed:
                lines.add(index + 1, row)
        elif judge(line.texts):
            lines.asides.append(line)
        else:
            lines.add(index + 1, row)
    return lines, merged


def _own_cells(row: Row, layout: Layout) -> Row:
    """Blank the cells of the lists that stand beside one."""
    return tuple(cell if index in layout.columns else None for index, cell in enumerate(row))


def _form_line(sheet: Sheet, layout: Layout) -> DataLines:
    """Make the one line of a form from its cells."""
    cells = tuple(
        layout.texts.get(place) or sheet.rows[row][column] for place, (row, column) in enumerate(layout.cells)
    )
    return DataLines([layout.line + 1], [cells])


class _Obvious:
    """Tells at a glance most lines that are somebody's: a plain name, and no first cell like a note's."""

    def __init__(self, layout: Layout) -> None:
        self.name = layout.column("person.name")
        self.version = layout.column("version")
        self.harmless: dict[str, bool] = {}

    def is_somebody(self, row: Row) -> bool:
        """Whether a line is data beyond doubt; the others are looked at closely."""
        if self.name is None or self.name >= len(row):
            return False
        if self.version is not None and self.version < len(row) and self._is_sent(row[self.version]):
            return True
        name, first = row[self.name], row[0]
        if not isinstance(name, str) or not PLAIN_NAME.fullmatch(name):
            return False
        if first is name or not isinstance(first, str):
            return first is not None
        return first.isdecimal() or self._is_harmless(first)

    def _is_sent(self, version: Cell) -> bool:
        """Whether a line was in a workbook of ours: it is somebody's, whatever it says."""
        return isinstance(version, str) and WRITTEN_VERSION.fullmatch(version) is not None

    def _is_harmless(self, first: str) -> bool:
        """Whether a first cell begins no total, note or sample, as the name of a street does not."""
        known = self.harmless.get(first)
        if known is None:
            text = fold(first)
            aside = text in SAMPLE_WORDS or TOTALS.match(text) or FOOTERS.match(text)
            known = text.isalpha() and not aside
            self.harmless[first] = known
        return known
