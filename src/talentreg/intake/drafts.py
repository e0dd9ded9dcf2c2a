"""Turn one row of a sheet into cleaned values, setting aside what cannot be understood."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from talentreg.intake.headings import Kind, Layout, meaning
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.sheet import Book, Sheet, column_letters
from talentreg.records.cleaning import Unclear, birth_of, clean_several, sex_of, split_phones
from talentreg.records.contact import Contact
from talentreg.records.fields import Column, columns, id_from_number, written
from talentreg.records.history import Intention, Status
from talentreg.records.masking import mask_digits, mask_free_text
from talentreg.records.person import Person
from talentreg.records.text import Cell, as_text, fold
from talentreg.store.words import WordLists

_RECORDS: dict[str, dict[str, Column]] = {
    "person": columns(Person),
    "contact": columns(Contact),
    "status": columns(Status),
    "intention": columns(Intention),
}
_NAMED_BY_HAND = Column("姓名", clean=clean_several)
_PLAIN = Column("")
_TOTALS = re.compile(
    r"(本页|本表)?(合计|总计|小计|共计|累计)(\W|\d|$)|共\d+(人|条|户|名|次)$|.*(合计|总计|小计|共计)$"
)
_FOOTERS = re.compile(
    r"(填表|制表|填报|填|审核|复核|经办|负责|报送|联系|单位|主要领导|分管领导|领导)?(人|单位|日期|时间|电话|部门|领导)?(\(.*?\))?:"
    r"|(注|备注|说明|填表说明):|以上|本表|\d+[.、]\D{4,}|.*(盖章|签字)"
)
_NUMBERS = ("person.phone", "person.id_number")


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
    """One row, cleaned: values by target, the sender's other columns, what was wrong with it.

    `person_id` is whom it turned out to speak of; 0 for nobody.
    """

    file: str
    sheet: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    unclear: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    person_id: int = 0

    def get(self, target: str) -> Any:
        """Return the cleaned value of a target; None when blank or set aside."""
        return self.values.get(target)

    def note(
        self, weight: Weight, message: str, column: int | None = None, value: str = "", **more: Any
    ) -> None:
        """Add a problem at a cell, or at the whole line; numbers in it are masked."""
        said, shown = (mask_free_text(text).replace("\n", " ") for text in (message, value))
        problem = Problem(weight, self.file, self.sheet, self.line, said, column, shown[:40], **more)
        self.problems.append(problem)

    def keep(self, heading: str, text: str) -> None:
        """Keep what a column held beside the row; of two columns with one heading both stay."""
        name, times = heading, 1
        while name in self.extra and self.extra[name] != text:
            times += 1
            name = f"{heading}（{times}）"
        self.extra[name] = text

    def take_given(self, given: Mapping[str, Any], words: WordLists) -> None:
        """Take what every row was told beforehand; what the row says itself, even unclearly, stands."""
        for target, value in given.items():
            column = declared(target)
            told = words.standard(column, column.clean(value)) if column.open_list else value
            if target not in self.unclear:
                self.values.setdefault(target, told)

    def fields(self, prefix: str) -> dict[str, Any]:
        """Return the values of one record type by field name."""
        start = len(prefix) + 1
        return {
            target[start:]: value for target, value in self.values.items() if target.startswith(prefix + ".")
        }


def is_aside(line: Line, layout: Layout) -> bool:
    """Whether a line is no data: a total, a signature, a note, the headings again.

    A line that names somebody with a phone, an ID or register number is data, whatever else stands in it.
    """
    filled = [fold(text) for text in line.texts if text]
    name = fold(line.text(layout.column("person.name")))
    if sum(meaning(layout.kind, line.text(i)) == target for i, target in layout.targets.items()) > 1:
        return True
    if _is_numbered(line, layout):
        return bool(_TOTALS.match(name))
    if _TOTALS.match(filled[0]):
        return True
    names_somebody = bool(name) and not (
        _TOTALS.match(name) or _FOOTERS.match(name) or re.search(r"[:、，。;()※*…\d]", name)
    )
    if len(filled) == 1:
        return not names_somebody
    if _FOOTERS.match(filled[0]) and (not names_somebody or filled[0].endswith(":")):
        return True
    return not names_somebody and any(_TOTALS.match(text) for text in filled)


def _is_numbered(line: Line, layout: Layout) -> bool:
    """Whether a line has somebody's phone, ID number or number in the register."""
    if id_from_number(Person, line.text(layout.column("number"))) is not None:
        return True
    return any(len(re.findall(r"\d", line.text(layout.column(target)))) >= 7 for target in _NUMBERS)


def make_draft(book: Book, sheet: Sheet, layout: Layout, line: Line, words: WordLists) -> Draft:
    """Clean one line; a cell that cannot be understood, or whose column nobody knows, is kept beside it."""
    draft = Draft(book.name, sheet.name, line.number)
    for index, target in layout.targets.items():
        if target != "ignored" and line.text(index):
            _take(draft, target, line.cells[index], index, words)
    for index, text in enumerate(line.texts):
        if text and index not in layout.targets:
            draft.keep(layout.unknown.get(index) or f"{column_letters(index)}列", text)
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
        draft.keep(written(column), as_text(cell))
        draft.note(
            Weight.SET_ASIDE,
            str(unclear),
            index,
            mask_digits(as_text(cell)) if column.mask else as_text(cell),
        )
        return
    if target == "number" and id_from_number(Person, value) is None:
        draft.keep("编号", value)
    elif value and column.open_list:
        value = words.standard(column, value)
        for word in words.unlisted(column, value):
            draft.note(Weight.NOTICE, f"{column.heading}「{word}」不在常用词里，按原样登记", index)
    if value:
        if draft.values.get(target, value) != value:
            draft.keep(written(column), draft.values[target])
        draft.values[target] = value


def declared(target: str) -> Column:
    """Return how a target is declared; places and names of staff are plain text."""
    prefix, _, name = target.partition(".")
    if prefix in _RECORDS:
        return _RECORDS[prefix][name]
    return _NAMED_BY_HAND if prefix == "staff" else _PLAIN


def _first_phone(draft: Draft, target: str, cell: Cell) -> Cell:
    """Take the first of several numbers in one cell; a person's second becomes the spare, others are kept."""
    first, *others = split_phones(cell) or [as_text(cell)]
    spare = _RECORDS["person"]["second_phone"]
    if others and target == "person.phone" and "person.second_phone" not in draft.values:
        with contextlib.suppress(Unclear):
            draft.values["person.second_phone"] = spare.clean(others[0])
            others = others[1:]
    if others:
        draft.keep(written(declared(target)), as_text(cell))
    return first


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
