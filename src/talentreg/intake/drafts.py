"""Turn the rows of a list into cleaned values, setting aside what cannot be understood."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from talentreg.intake.columns import (
    FIELDS,
    Asked,
    Odd,
    declared,
    fill_units,
    flawed,
    make_reader,
    read_column,
)
from talentreg.intake.headings import Kind, Layout
from talentreg.intake.lines import DataLines
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.sections import Sections
from talentreg.intake.sheet import Book, Sheet, column_letters
from talentreg.records.cleaning import Unclear
from talentreg.records.intentions import intention_under, kind_named_by
from talentreg.records.masking import mask_free_text
from talentreg.records.numbers import birth_of, sex_of
from talentreg.records.text import Cell, as_text
from talentreg.records.unit import LEVELS
from talentreg.records.vocabulary import WILLING
from talentreg.store.sending import EXTRA
from talentreg.store.words import WordLists

UNIT_TARGETS = ("unit", *(f"unit.{level}" for level in LEVELS))
"""What names a row's unit, from the top down."""


CHECKED = "核对结果"
_CHECKED_NUMBER = re.compile(r"\w+ (R\d+)\b")
"""How a line of a marked copy begins whose person the register has: 已导入 R000123."""


@dataclass(slots=True)
class Draft:
    """One row, cleaned: values by target, the sender's other columns, what was wrong with it.

    `person_id` is whom it turned out to speak of; 0 for nobody.
    """

    file: str
    sheet: str
    line: int
    values: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, Problem] = field(default_factory=dict)
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
        own = "intention.kind" in self.values
        for target, value in given.items():
            if target == "intention.reason" and own:
                continue  # it is the reason of what was told, not of what the row says itself
            column = declared(target)
            told = words.standard(column, column.clean(value)) if column.open_list else value
            if target not in self.unclear:
                self.values.setdefault(target, told)

    def fields(self, record: str) -> dict[str, Any]:
        """Return the values of one record type by field name."""
        names = FIELDS[record]
        return {names[target]: value for target, value in self.values.items() if target in names}

    def take(self, target: str, index: int, odd: Odd) -> None:
        """Take what a cell gave beyond its value."""
        for heading, text in odd.kept:
            self.keep(heading, text)
        for weight, message, shown in odd.said:
            self.note(weight, message, index, shown)
        if odd.unclear:
            self.unclear[target] = self.problems[-1]
        for other, value in odd.states:
            if self.values.setdefault(other, value) != value:
                self.keep(declared(other).heading, value)
        for other, value in odd.implies:
            self.values.setdefault(other, value)


Untouched = Callable[[int], Mapping[str, Any]]


def _none_untouched(place: int) -> Mapping[str, Any]:
    """Nothing of an ordinary list was ever sent out."""
    return {}


@dataclass(slots=True)
class Cleaned:
    """A list cleaned column by column: values by target, the oddities of each line, the other columns."""

    book: Book
    sheet: Sheet
    layout: Layout
    numbers: Sequence[int]
    columns: dict[str, list[Any]] = field(default_factory=dict)
    odd: dict[int, list[tuple[str, int, Odd]]] = field(default_factory=lambda: defaultdict(list))
    others: list[tuple[str, list[str]]] = field(default_factory=list)
    filled: list[int] = field(default_factory=list)
    sections: Sections = field(default_factory=lambda: Sections(()))
    untouched: Untouched = _none_untouched
    """What stood in the cells of a row that came back as they were sent, by target."""
    quiet: set[int] = field(default_factory=set)
    """The places of rows that say nothing."""

    def silence(self, place: int) -> None:
        """Let go of what a row says: all of it is as it was sent."""
        self.quiet.add(place)
        self.odd.pop(place, None)
        for column in self.columns.values():
            column[place] = None
        for _, texts in self.others:
            texts[place] = ""

    def values(self, target: str) -> list[Any]:
        """Return the values of a column; none when the list has no such column."""
        return self.columns.get(target, [])

    def drafts(self) -> Iterator[Draft]:
        """Give the rows one by one; they are made as they are asked for, for a large list has many."""
        file, sheet, targets = self.book.name, self.sheet.name, list(self.columns)
        others = [(heading, texts) for heading, texts in self.others if any(texts)]
        learns = self.layout.kind is not Kind.CONTACTS and "person.id_number" in self.columns
        rows = zip(*self.columns.values(), strict=True)
        for place, (number, row) in enumerate(zip(self.numbers, rows, strict=True)):
            if place in self.quiet:
                yield Draft(file, sheet, number, {})
                continue
            sent = self.untouched(place)
            values = dict(zip(targets, row, strict=True)) | {
                t: v for t, v in sent.items() if t in self.columns
            }
            values = {target: value for target, value in values.items() if value is not None}
            draft = Draft(file, sheet, number, values)
            for target, index, odd in self.odd.get(place, ()):
                if target not in sent:
                    draft.take(target, index, odd)
            for heading, texts in others:
                if text := sent.get(EXTRA + heading, texts[place]):
                    draft.keep(heading, text)
            if learns and "person.id_number" not in sent:
                _learn_from_id_number(draft)
            yield draft


def clean_list(book: Book, sheet: Sheet, layout: Layout, lines: DataLines, words: WordLists) -> Cleaned:
    """Clean the data of a list; cells or columns nobody understands are kept beside it."""
    cleaned = Cleaned(book, sheet, layout, lines.numbers)
    columns = _columns(lines.rows, layout)
    numbered = "number" in layout.targets.values()
    for index, target in layout.targets.items():
        if target != "ignored" and index in columns:
            asked = Asked(target, declared(target), layout.headings.get(index, ""), words)
            reader = make_reader(asked, from_1904=book.from_1904, numbered=numbered)
            cleaned.columns[target], odd = read_column(columns[index], reader)
            for place, one in odd.items():
                cleaned.odd[place].append((target, index, one))
    for index, cells in columns.items():
        if index not in layout.targets and any(cells):
            heading = layout.unknown.get(index) or f"{column_letters(index)}列"
            cleaned.others.append((heading, [as_text(cell) for cell in cells]))
            if "version" not in layout.targets.values():
                _take_intentions(cleaned, heading, cells)
        elif layout.headings.get(index) == CHECKED:
            _take_checked(cleaned, cells)
    _take_flaws(cleaned)
    _place_rows(cleaned, Sections(lines.asides))
    return cleaned


def _place_rows(cleaned: Cleaned, sections: Sections) -> None:
    """Fill blank unit cells: by the lines that head sections if there are any, else from the line above."""
    units = {target: cleaned.columns[target] for target in UNIT_TARGETS if target in cleaned.columns}
    cleaned.sections = sections
    if not sections.numbers:
        if units and "version" not in cleaned.columns:
            cleaned.filled = fill_units(units, _told(cleaned))
        return
    own = cleaned.columns.setdefault("unit", [None] * len(cleaned.numbers))
    for place, number in enumerate(cleaned.numbers):
        if all(cells[place] is None for cells in units.values()):
            own[place] = "/".join(sections.of(number)) or None


def _told(cleaned: Cleaned) -> list[Any]:
    """Say for each row whether its unit is told otherwise: by a code, or by the person a contact was with."""
    who = ("person.id_number", "person.phone", "number")
    by_person = () if cleaned.layout.kind is Kind.PEOPLE else who
    columns = [cleaned.values(target) for target in ("unit.code", *by_person)]
    return [any(cells) for cells in zip_longest(*columns, [None] * len(cleaned.numbers))]


def _take_intentions(cleaned: Cleaned, heading: str, cells: Sequence[Cell]) -> None:
    """Take a second column of intentions, as 返乡就业意愿 beside 返乡创业意愿, where the first says no."""
    kinds = cleaned.columns.get("intention.kind")
    if kinds is None or kind_named_by(heading) is None:
        return
    for place, cell in enumerate(cells):
        if kinds[place] not in WILLING and as_text(cell):
            with suppress(Unclear):
                kind, _ = intention_under(heading, cell)
                kinds[place] = kind if kind in WILLING else kinds[place] or kind


def _take_checked(cleaned: Cleaned, cells: Sequence[Cell]) -> None:
    """Take the numbers of people that a marked copy carries in its 核对结果: they came in with it."""
    own = cleaned.columns.get("number") or [None] * len(cells)
    found = (_CHECKED_NUMBER.match(as_text(cell)) for cell in cells)
    cleaned.columns["number"] = [
        number or (match and match[1]) for number, match in zip(own, found, strict=True)
    ]


def _columns(rows: Sequence[tuple[Cell, ...]], layout: Layout) -> dict[int, Sequence[Cell]]:
    """Turn rows into columns by index.

    Where rows end at different places, a cell far out makes a column of its own, not thousands of blank ones.
    """
    if len(set(map(len, rows))) == 1:
        return dict(enumerate(zip(*rows, strict=True)))
    width = 1 + max((*layout.targets, *layout.unknown))
    far = {i for row in rows if len(row) > width for i, cell in enumerate(row[width:], width) if cell}
    return {i: [row[i] if i < len(row) else None for row in rows] for i in (*range(width), *sorted(far))}


def _take_flaws(cleaned: Cleaned) -> None:
    """Set the cells aside whose value the file does not hold."""
    if not cleaned.sheet.flaws:
        return
    places = {number - 1: place for place, number in enumerate(cleaned.numbers)}
    for (row, index), flaw in cleaned.sheet.flaws.items():
        target = cleaned.layout.targets.get(index, "")
        if row in places and target != "ignored":
            cleaned.odd[places[row]].append((target, index, flawed(flaw)))


def _learn_from_id_number(draft: Draft) -> None:
    """Fill birth and sex from the ID number; a row that says otherwise keeps its own and a notice."""
    values = draft.values
    id_number = values.get("person.id_number")
    if not id_number:
        return
    birth, sex = birth_of(id_number), sex_of(id_number)
    stated = values.setdefault("person.birth", birth)
    if not birth.startswith(stated) and not stated.startswith(birth):
        draft.note(Weight.NOTICE, f"出生年月与身份证号（{birth[:7]}）不一致，按填写的登记", value=stated)
    if values.setdefault("person.sex", sex) != sex:
        draft.note(Weight.NOTICE, "性别与身份证号不一致，按填写的登记")
