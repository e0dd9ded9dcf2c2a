"""Read a list of units: a column for each level, or every unit with the one above it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from talentreg.intake.headings import IGNORED_HEADINGS, UNIT_HEADINGS
from talentreg.intake.layouts import SEARCHED_LINES, find_layout
from talentreg.intake.lines import Line, read_lines
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.sheet import Book, Sheet
from talentreg.records.cleaning import Unclear, clean_name
from talentreg.records.fields import columns
from talentreg.records.masking import mask_free_text
from talentreg.records.text import Cell, as_text, fold
from talentreg.records.unit import LEVELS, Unit, level_of
from talentreg.store.typed import UNIT_FIELDS

_MORE_HEADINGS = {
    "unit.province": ("省级",),
    "unit.city": ("市级", "地级市", "州"),
    "unit.county": ("县", "区", "县级", "旗县", "旗县区"),
    "unit.township": ("乡", "镇", "乡级", "镇级", "镇街道"),
    "unit.community": ("村级", "居委会", "村委会", "村居委会"),
    "name": ("单位", "区划", "机构", "机构名称", "区划名称"),
    "parent": ("上级区划", "上级机构", "隶属", "隶属单位", "所属单位", "归属单位", "主管单位"),
    "code": ("编码", "编号", "区划代码", "单位编码"),
    "ignored": IGNORED_HEADINGS,
}
_NAMES = {
    fold(heading): target
    for listed in (
        _MORE_HEADINGS,
        {f"unit.{level}": UNIT_HEADINGS[f"unit.{level}"] for level in LEVELS},
        {name: (column.heading, *column.aliases) for name, column in UNIT_FIELDS.items()},
    )
    for target, headings in listed.items()
    for heading in headings
}
"""What a folded heading means in a list of units."""

_FACTS = ("level", "opened_on", "closed_on")
_NONE = {"无", "-", "--", "—", "——", "/", "\\"}
"""Written into a cell to say that there is no unit on that level."""

_ASIDE = re.compile(
    r"(本页|本表)?(合计|总计|小计|共计|累计)(\W|\d|$)|共\d+个|以上|本表"
    r"|(注|备注|说明|填表说明|填表|制表|填报|审核|复核|经办|负责|报送|联系)(人|单位|日期|时间|电话|部门)?(\(.*?\))?:"
    r"|.*(盖章|签字)"
)


LONGEST = 25
"""Characters of a unit's name; a longer text that stands alone on its line is a remark."""


@dataclass(frozen=True, slots=True)
class DivisionLayout:
    """Where the headings of a list of units stand and what each column means."""

    line: int
    targets: dict[int, str]
    unknown: dict[int, str]

    def levels(self) -> list[tuple[int, str]]:
        """Return the columns that hold the units of one level each, from the top down."""
        return [
            (index, level)
            for level in LEVELS
            for index, target in self.targets.items()
            if target == f"unit.{level}"
        ]

    def column(self, target: str) -> int | None:
        """Return the index of the column that holds this."""
        return next((index for index, held in self.targets.items() if held == target), None)


@dataclass(slots=True)
class DivisionRow:
    """One line that names a unit: the units above it as far as written, its own name, what is said of it."""

    file: str
    sheet: str
    line: int
    name: str = ""
    hint: str = ""
    above: list[tuple[str, str]] = field(default_factory=list)
    parent: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def note(self, weight: Weight, message: str, column: int | None = None, **more: Any) -> None:
        """Add a problem at a cell, or at the whole line."""
        text = mask_free_text(message).replace("\n", " ")
        self.problems.append(Problem(weight, self.file, self.sheet, self.line, text, column, **more))

    @property
    def closed_on(self) -> date | None:
        """The day the list says the unit was closed."""
        return self.facts.get("closed_on")


def find_division_layout(sheet: Sheet) -> DivisionLayout | None:
    """Find the headings of a list of units among the first thirty lines; a list of people is none."""
    if find_layout(sheet):
        return None
    for line, row in enumerate(sheet.rows[:SEARCHED_LINES]):
        layout = _read_headings(line, row)
        known = set(layout.targets.values()) - {"ignored"}
        if layout.levels() or ("name" in known and (len(known) > 1 or not layout.unknown)):
            return layout
    return None


def read_division_rows(book: Book, sheet: Sheet, layout: DivisionLayout) -> Iterator[DivisionRow | None]:
    """Read the lines below the headings; None for one that names no unit: a total, a note, a blank form."""
    carried: dict[int, str] = {}
    before: DivisionRow | None = None
    for line in read_lines(sheet, layout.line):
        if _is_aside(line, layout):
            yield None
            continue
        row = DivisionRow(book.name, sheet.name, line.number)
        _take_chain(row, line, layout, carried)
        _take_facts(row, line, layout)
        if before:
            _fill_parent(row, before)
        before = row
        yield row


def _read_headings(line: int, row: tuple[Cell, ...]) -> DivisionLayout:
    headings = {index: text.replace("\n", "") for index, cell in enumerate(row) if (text := as_text(cell))}
    targets: dict[int, str] = {}
    for index, heading in headings.items():
        target = _meaning(heading)
        if target and (target == "ignored" or target not in targets.values()):
            targets[index] = target
    unknown = {index: heading for index, heading in headings.items() if index not in targets}
    return DivisionLayout(line, targets, unknown)


@lru_cache(maxsize=1024)
def _meaning(heading: str) -> str | None:
    """Return what a heading means; brackets and what is in them, and a 名称 at the end, may be left out."""
    plain = fold(heading).strip("*:：")
    round_ = plain.translate(str.maketrans("[]【】〔〕{}", "()()()()"))
    forms = (plain, re.sub(r"\(.*?\)", "", round_), re.sub(r"[()]", "", round_))
    ended = (re.sub(r"(单位)?(名称|全称|名)$", "", form) for form in forms)
    return next((_NAMES[form] for form in (*forms, *ended) if form in _NAMES), None)


def _is_aside(line: Line, layout: DivisionLayout) -> bool:
    """Whether a line names no unit: a total, a note, the headings again, a number before an empty line."""
    filled = [
        text
        for index, text in enumerate(line.texts)
        if text and layout.targets.get(index) not in ("ignored", "code")
    ]
    remark = len(filled) == 1 and len(filled[0]) > LONGEST
    repeated = sum(_meaning(line.text(index)) == target for index, target in layout.targets.items())
    first = next(fold(text) for text in line.texts if text)
    return not filled or remark or repeated > 1 or bool(_ASIDE.match(first))


def _take_chain(row: DivisionRow, line: Line, layout: DivisionLayout, carried: dict[int, str]) -> None:
    """Take the unit and those above it; a blank upper cell says what the line before said."""
    named = layout.column("name")
    own = clean_name(line.text(named))
    columns_ = layout.levels()
    texts = [clean_name(line.text(index)) for index, _ in columns_]
    lowest = len(texts) if own else max((i for i, text in enumerate(texts) if text), default=-1)
    chain: list[tuple[str, str]] = []
    for place, (index, level) in enumerate(columns_[: lowest + 1]):
        text = texts[place]
        if text and fold(text) != fold(carried.get(index, "")):
            for deeper, _ in columns_[place + 1 :]:
                carried.pop(deeper, None)
        carried[index] = text = text or carried.get(index, "")
        if text and text not in _NONE:
            chain.append((text, level))
    if named is not None:
        chain.append((own, ""))
    if chain:
        row.above, (row.name, row.hint) = chain[:-1], chain[-1]
    row.parent = line.text(layout.column("parent"))


def _take_facts(row: DivisionRow, line: Line, layout: DivisionLayout) -> None:
    """Take level and dates; a cell that cannot be understood is set aside."""
    for name in _FACTS:
        index = layout.column(name)
        if index is None or not line.text(index):
            continue
        try:
            row.facts[name] = columns(Unit)[name].clean(line.cells[index])
        except Unclear as unclear:
            row.note(Weight.SET_ASIDE, str(unclear), index, value=line.text(index)[:40])


def _fill_parent(row: DivisionRow, before: DivisionRow) -> None:
    """Take a blank 上级 from the line before when both units are of one level: the cells were one cell."""
    levels = [one.facts.get("level") or level_of(one.name) for one in (row, before)]
    if row.parent or not before.parent or not levels[0] or levels[0] != levels[1]:
        return
    row.parent = before.parent
    row.note(Weight.NOTICE, f"上级单位空白，按上一行的「{row.parent}」登记")
