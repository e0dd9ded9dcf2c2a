"""Read a workbook of ours back in which people have written their decisions, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from talentreg.errors import Refused
from talentreg.intake.reading import read_book
from talentreg.intake.sheet import Sheet
from talentreg.records.text import as_text, fold


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the workbook: the line as a spreadsheet numbers it, its texts by heading."""

    line: int
    texts: Mapping[str, str]


def read_answers(path: Path, headings: Sequence[str], hint: str) -> list[Answer]:
    """Return the lines below some headings, wherever they stand in the workbook; blank lines are left out.

    Columns may have been moved or added. Raises Refused, with a hint of which workbook is meant, when no
    sheet has all the headings.
    """
    book = read_book(path)
    for sheet in book.sheets:
        for row, columns in _heads(sheet, headings):
            return list(_below(sheet, row, columns))
    raise Refused(f"{book.name} 里没有「{'」「'.join(headings)}」这几列", hint)


def _heads(sheet: Sheet, headings: Sequence[str]) -> Iterator[tuple[int, dict[str, int]]]:
    for row, cells in enumerate(sheet.rows[:30]):
        texts = [fold(as_text(cell)) for cell in cells]
        if all(fold(heading) in texts for heading in headings):
            yield row, {heading: texts.index(fold(heading)) for heading in headings}


def _below(sheet: Sheet, row: int, columns: Mapping[str, int]) -> Iterator[Answer]:
    for line, cells in enumerate(sheet.rows[row + 1 :], start=row + 2):
        texts = {
            heading: as_text(cells[index]).strip() if index < len(cells) else ""
            for heading, index in columns.items()
        }
        if any(texts.values()):
            yield Answer(line, texts)
