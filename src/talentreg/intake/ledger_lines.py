"""The rows of a ledger's sheet: what each cell says, what nobody understood, which lines are no rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from talentreg.intake.asides import FOOTERS, TOTALS
from talentreg.intake.ledger_columns import (
    DAY,
    IDENTIFYING,
    IGNORED,
    NUMBER,
    OWN,
    PERSON,
    PLACE,
    LedgerLayout,
    meaning_of,
)
from talentreg.intake.lines import Line, make_line, spread_dittos, spread_merged
from talentreg.intake.money import doubt, in_unit, is_money
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.sheet import Book, Sheet
from talentreg.records.cleaning import Unclear, clean_person_name, clean_several, name_and_remark, quoted
from talentreg.records.days import DAYS, clean_day, clean_span
from talentreg.records.fields import Column, columns
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person as Someone
from talentreg.records.text import Cell, as_text, fold_word, is_blank_word
from talentreg.store.ledger_sheets import BESIDE, companions
from talentreg.store.words import WordLists

_DAYS_APART = 1462
"""Days between the two calendars plain numbers may count in."""

_LONGEST = 25
"""Characters of a text alone on its line that may be a row; a longer one is a remark."""

_LONGEST_MESSAGE = 400
"""Characters of a message that quotes cells."""


@dataclass(slots=True)
class LedgerRow:
    """One line of a ledger's sheet: cleaned values by field, and what else it says of what they refer to.

    `refused` is set where a cell could not be understood that the row cannot go without.
    """

    file: str
    sheet: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False

    def note(self, weight: Weight, message: str, name: str = "", **more: Any) -> None:
        """Add a problem at the cell of a field, or at the whole line."""
        text = mask_free_text(message).replace("\n", " ")
        text = text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}…"
        if "value" in more:
            more["value"] = mask_free_text(more["value"])
        column = self.places.get(name)
        self.problems.append(Problem(weight, self.file, self.sheet, self.line, text, column, **more))


def read_ledger_rows(
    book: Book, sheet: Sheet, layout: LedgerLayout, words: WordLists
) -> Iterator[LedgerRow | None]:
    """Read the lines below the headings; None for one that is no row: a total, a note, the headings again."""
    first, end = layout.line + 1, len(sheet.rows)
    rows, _ = spread_merged(sheet, first, end)
    spread_dittos(rows, first, end)
    flawed = {row for row, _ in sheet.flaws}
    for index in range(first, end):
        line = make_line(index, rows[index])
        if any(line.texts) or index in flawed:
            yield None if _is_aside(line, layout, flawed) else _Reader(book, sheet, layout, words).read(line)


def _is_aside(line: Line, layout: LedgerLayout, flawed: set[int]) -> bool:
    """Whether a line is no row; one whose only content cannot be read is a row: it must not get lost."""
    if line.number - 1 in flawed:
        return False
    filled = {index: text for index, text in enumerate(line.texts) if text}
    told = [index for index in filled if layout.targets.get(index, IGNORED) != IGNORED]
    repeated = sum(meaning_of(layout, text) == layout.targets.get(i) for i, text in filled.items())
    first = fold_word(next(iter(filled.values()))) if filled else ""
    if not told or (repeated > 1 and 2 * repeated >= len(filled)) or TOTALS.match(first):
        return True
    if len(filled) == 1:
        return len(next(iter(filled.values()))) > _LONGEST or bool(FOOTERS.match(first))
    return bool(FOOTERS.match(first)) and len(told) < 3


class _Reader:
    """Reads one line of a sheet."""

    def __init__(self, book: Book, sheet: Sheet, layout: LedgerLayout, words: WordLists) -> None:
        self.book, self.sheet, self.layout, self.words = book, sheet, layout, words
        self.fields = _columns(layout.ledger)

    def read(self, line: Line) -> LedgerRow:
        row = LedgerRow(self.book.name, self.sheet.name, line.number)
        row.places = {target: index for index, target in self.layout.targets.items() if target != IGNORED}
        for target, index in row.places.items():
            if flaw := self.sheet.flaws.get((line.number - 1, index)):
                self._put_aside(row, target, f"单元格里是错误（{flaw}）", flaw)
            elif text := line.text(index):
                self._take(row, target, line.cells[index], text)
        return row

    def _take(self, row: LedgerRow, target: str, cell: Cell, text: str) -> None:
        """Take one cell; what cannot be understood is told."""
        try:
            if target in self.fields:
                value = self._read(target, in_unit(cell, self.layout.money.get(row.places[target], "")), text)
                if value is not None:
                    told = row.values if target in self.layout.ledger.fields else row.said
                    told[target] = self._standard(row, target, value)
                    if is_money(column := self.fields[target]) and (doubted := doubt(column, value)):
                        row.note(Weight.NOTICE, doubted, target)
            elif (value := _plain(target, cell, text)) is not None:
                row.said[target] = value
        except Unclear as unclear:
            if not self._take_span(row, target, text):
                self._put_aside(row, target, str(unclear), text)

    def _take_span(self, row: LedgerRow, target: str, text: str) -> bool:
        """Take a cell that says from when until when: 挂职时间 2026.3—2027.2; return whether it does."""
        end = target.removesuffix("on") + "until"
        if not target.endswith("on") or end not in self.fields:
            return False
        if span := clean_span(text, self.fields[target].clean):
            told = row.values if target in self.layout.ledger.fields else row.said
            told[target] = span[0]
            if span[1]:
                told.setdefault(end, span[1])
        return span is not None

    def _read(self, target: str, cell: Cell, text: str) -> Any:
        """Read a cell of a field; beside a row several people may stand in one."""
        column = self.fields[target]
        if target.startswith(BESIDE) and column.refers == "person" and not is_blank_word(text):
            return "、".join(_reference(column, one) for one in clean_several(text).split("、"))
        return self._clean(column, cell, text)

    def _clean(self, column: Column, cell: Cell, text: str) -> Any:
        """Clean a cell of a field; a reference stays a text, what only says that there is nothing is None."""
        blank = is_blank_word(text)
        if column.refers:
            return None if blank else _reference(column, text)
        if column.clean in DAYS and self.book.from_1904 and isinstance(cell, int | float):
            cell = cell + _DAYS_APART
        try:
            return None if blank and not column.vocabulary else column.clean(cell)
        except Unclear:
            if blank:
                return None
            raise

    def _standard(self, row: LedgerRow, name: str, value: Any) -> Any:
        """Return a word as the register writes it; one it does not know is kept as written, and told."""
        column = self.fields[name]
        if not column.open_list:
            return value
        for word in self.words.unlisted(column, value):
            row.note(Weight.NOTICE, f"{column.heading}「{quoted(word)}」不在常用词里，照写登记", name)
        return self.words.standard(column, value)

    def _put_aside(self, row: LedgerRow, target: str, why: str, text: str) -> None:
        """Set a cell aside, or refuse the row where what is counted hangs on it."""
        column = self.fields.get(target) or self.fields.get(target.split(".", maxsplit=1)[0])
        heading = column.heading if column else ""
        message = f"{heading}{why}" if why.startswith("「") else why
        if self._is_needed(target, column):
            row.refused = True
            row.note(Weight.REJECTED, message, target)
        else:
            row.note(Weight.SET_ASIDE, message, target, value=mask_free_text(text)[:40])

    def _is_needed(self, target: str, column: Column | None) -> bool:
        """Whether a row cannot go without a cell: it makes it that row, or something counts by it."""
        if target in self.fields and target.startswith(PERSON):
            return False
        if target == OWN or (column and (column.vocabulary or column.clean in DAYS)):
            return True
        if target.startswith(BESIDE):
            ledger, _, name = target.removeprefix(BESIDE).partition(".")
            return name in LEDGERS[ledger].required
        return target.split(".", maxsplit=1)[0] in self.layout.ledger.required


@cache
def _columns(ledger: Ledger) -> Mapping[str, Column]:
    """Return what is declared of the columns of a ledger's sheet, also of what stands beside its rows."""
    beside = {
        one.begins + name: column
        for one in companions(ledger)
        for name, column in LEDGERS[one.ledger].fields.items()
    }
    known = columns(Someone).items()
    person = {PERSON + name: column for name, column in known if name not in IDENTIFYING}
    return {**person, **beside, **ledger.fields}


def _plain(target: str, cell: Cell, text: str) -> Any:
    """Read a cell beside the fields: a number, a phone, the day of an event, a unit on one level."""
    if target.endswith(DAY):
        return clean_day(cell)
    if target.endswith(NUMBER) or target == OWN:
        return text
    return None if is_blank_word(text) and target.startswith((PLACE, "person.")) else text


def _reference(column: Column, text: str) -> str:
    """Read what a cell refers to; somebody's name without what stands behind it."""
    if column.refers not in ("person", "staff") or "@" in text or text[-1:].isdecimal():
        return as_text(text)
    name = str(clean_person_name(name_and_remark(text)[0]))
    if not any(map(str.isalpha, name)):
        raise Unclear(f"「{quoted(text)}」不是姓名")
    return name
