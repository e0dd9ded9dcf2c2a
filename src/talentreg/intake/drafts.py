"""Turn one row of a sheet into cleaned values, setting aside what cannot be understood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from talentreg.intake.headings import Kind, Layout
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.sheet import Book, Sheet, column_letters
from talentreg.records.cleaning import Unclear, birth_of, clean_name, sex_of, split_phones
from talentreg.records.contact import Contact
from talentreg.records.fields import Column, columns
from talentreg.records.history import Intention, Status
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.text import Cell, as_text, fold
from talentreg.store.words import WordLists

_RECORDS: dict[str, dict[str, Column]] = {
    "person": columns(Person),
    "contact": columns(Contact),
    "status": columns(Status),
    "intention": columns(Intention),
}
_NAMED_BY_HAND = Column("姓名", clean=clean_name)
_PLAIN = Column("")
_TOTALS = re.compile(r"(本页|本表)?(合计|总计|小计|共计|累计)|共\d+(人|条|户)")
_FOOTERS = re.compile(
    r"(填表|制表|填报|审核|复核|经办|负责|报送|联系)(人|单位|日期|时间|电话|部门)|单位负责人|主要领导|分管领导|领导签字|盖章"
    r"|(注|备注|说明|填表说明)[::]|(填|制)表"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: the sender's number for it, its cells, and how each reads."""

    number: int
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]

    def text(self, index: int | None) -> str:
        """Return how a cell reads; one beyond the line's end is blank."""
        return self.texts[index] if index is not None and index < len(self.texts) else ""


def read_lines(sheet: Sheet, after: int) -> Iterator[Line]:
    """Give the lines below an index that have anything in them."""
    for index in range(after + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        texts = tuple(as_text(cell) for cell in cells)
        if any(texts):
            yield Line(index + 1, cells, texts)


@dataclass(slots=True)
class Draft:
    """One row, cleaned: values by target, the sender's other columns, what was wrong with it."""

    file: str
    sheet: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    unclear: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def get(self, target: str) -> Any:
        """Return the cleaned value of a target; None when blank or set aside."""
        return self.values.get(target)

    def place(self, index: int) -> str:
        """Name a cell of the row the way the sender's spreadsheet does."""
        return f"{column_letters(index)}{self.line}"

    def note(self, weight: Weight, message: str, place: str = "", value: str = "", **more: Any) -> None:
        """Add a problem at a cell, or at the whole line."""
        where = place or f"第{self.line}行"
        shown = mask_free_text(value)[:40]
        self.problems.append(Problem(weight, self.file, self.sheet, where, message, shown, **more))

    def fields(self, prefix: str) -> dict[str, Any]:
        """Return the values of one record type by field name."""
        start = len(prefix) + 1
        return {
            target[start:]: value for target, value in self.values.items() if target.startswith(prefix + ".")
        }


def is_aside(line: Line, layout: Layout) -> str:
    """Say why a line is no data: a total, a signature, a note, the headings again; empty when it is."""
    filled = [text for text in line.texts if text]
    first, name = fold(filled[0]), fold(line.text(layout.column("person.name")))
    if _TOTALS.match(first) or _TOTALS.match(name):
        return "合计行"
    if _FOOTERS.match(first) and (_FOOTERS.match(name) or not name or len(filled) <= 6):
        return "落款或说明"
    return "重复的表头" if name in ("姓名", "名字") else ""


def make_draft(book: Book, sheet: Sheet, layout: Layout, line: Line, words: WordLists) -> Draft:
    """Clean one line; a cell that cannot be understood is kept under extra."""
    draft = Draft(book.name, sheet.name, line.number)
    for index, target in layout.targets.items():
        if target != "ignored" and line.text(index):
            _take(draft, target, line.cells[index], index, words)
    for index, heading in layout.unknown.items():
        if text := line.text(index):
            draft.extra[heading] = text
    if layout.kind is Kind.PEOPLE:
        _learn_from_id_number(draft)
    return draft


def _take(draft: Draft, target: str, cell: Cell, index: int, words: WordLists) -> None:
    column = declared(target)
    try:
        if target in ("person.phone", "person.relative_phone"):
            cell = _first_phone(draft, target, cell)
        value = column.clean(cell)
    except Unclear as unclear:
        draft.unclear.add(target)
        draft.extra[f"{column.heading}（原文）"] = as_text(cell)
        draft.note(Weight.SET_ASIDE, str(unclear), draft.place(index), as_text(cell))
        return
    if value and column.open_list:
        value = words.standard(column, value)
        for word in words.unlisted(column, value):
            draft.note(
                Weight.NOTICE, f"{column.heading}「{word}」不在常用词里，按原样登记", draft.place(index)
            )
    if value:
        draft.values[target] = value


def declared(target: str) -> Column:
    """Return how a target is declared; places and names of staff are plain text."""
    prefix, _, name = target.partition(".")
    if prefix in _RECORDS:
        return _RECORDS[prefix][name]
    return _NAMED_BY_HAND if prefix == "staff" else _PLAIN


def _first_phone(draft: Draft, target: str, cell: Cell) -> Cell:
    """Keep the first of several numbers in one cell; the second becomes the spare number."""
    numbers = split_phones(cell)
    if len(numbers) < 2:
        return cell
    if target == "person.phone":
        spare = _RECORDS["person"]["second_phone"]
        try:
            draft.values.setdefault("person.second_phone", spare.clean(numbers[1]))
        except Unclear:
            draft.extra[f"{spare.heading}（原文）"] = numbers[1]
    return numbers[0]


def _learn_from_id_number(draft: Draft) -> None:
    """Fill birth and sex from the ID number; a row that says otherwise keeps its own and a notice."""
    id_number = draft.get("person.id_number")
    if not id_number:
        return
    birth, stated = birth_of(id_number), draft.values.setdefault("person.birth", birth_of(id_number))
    if not birth.startswith(stated) and not stated.startswith(birth):
        draft.note(Weight.NOTICE, f"出生年月与身份证号（{birth[:7]}）不一致，按填写的登记", value=stated)
    if draft.values.setdefault("person.sex", sex_of(id_number)) != sex_of(id_number):
        draft.note(Weight.NOTICE, "性别与身份证号不一致，按填写的登记")
