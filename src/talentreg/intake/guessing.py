"""What the values of a column say where its heading does not: taken when certain, else asked."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from talentreg.intake.choices import KEPT
from talentreg.intake.grouped import is_family, is_other
from talentreg.intake.headings import Kind, Layout, Question, called
from talentreg.intake.sheet import Sheet, column_letters
from talentreg.periods import today
from talentreg.records.cleaning import Unclear
from talentreg.records.days import clean_month
from talentreg.records.masking import mask_id_number, mask_name_like, mask_phone
from talentreg.records.numbers import clean_id_number
from talentreg.records.text import Cell, as_text, fold
from talentreg.records.vocabulary import CHANNEL

SAMPLE = 200
"""Filled cells of a column that are looked at."""

LOOKED_AT = 600
"""Lines below the headings among which they are looked for."""

ENOUGH = 0.9
_HINTS_AT_PHONE = re.compile(r"电话|手机|号码|联系|联络|移动|tel|phone|mobile")
_MOBILE = re.compile(r"(\+?86)?1[3-9]\d{9}")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_HINTS_AT_BIRTH = re.compile(r"出生|生辰|生年|年月|诞")
_NO_PHONE = re.compile(r"工号|编号|帐号|账号|卡号|单号")


def guess(sheet: Sheet, layout: Layout) -> Layout:
    """Look at the columns nobody knows: ID numbers are taken, what is merely probable becomes a question."""
    if layout.cells:
        return layout
    if layout.kind is Kind.CONTACTS:
        layout = _tell_channel(sheet, layout)
    values = {
        column: found for column in _open_columns(sheet, layout) if (found := _sample(sheet, layout, column))
    }
    for target, fits in ((_ID, is_id_number), (_PHONE, is_mobile)):
        layout = _take_or_ask(layout, target, [c for c, some in values.items() if mostly(fits, some)], values)
    return _ask_about_birth(layout, values)


def _tell_channel(sheet: Sheet, layout: Layout) -> Layout:
    """Take a 联系方式 whose cells say 电话, 走访, 微信 for the channel: elsewhere it holds the number."""
    if layout.column("contact.channel") is not None:
        return layout
    for column, heading in layout.headings.items():
        held = layout.targets.get(column)
        if (
            held in (None, _PHONE)
            and "方式" in heading
            and mostly(is_channel, _sample(sheet, layout, column))
        ):
            targets = {index: target for index, target in layout.targets.items() if index != column}
            return _take(replace(layout, targets=targets), "contact.channel", column)
    return layout


_ID, _PHONE, _BIRTH = "person.id_number", "person.phone", "person.birth"
_LOOKS = {
    "contact.channel": "联络方式",
    _ID: "身份证号",
    _PHONE: "手机号",
    _BIRTH: "出生日期",
    "person.name": "姓名",
}
_MASKS: dict[str, Callable[[str], str]] = {
    _ID: mask_id_number,
    _PHONE: mask_phone,
    _BIRTH: str,
    "person.name": mask_name_like,
}


def _take_or_ask(layout: Layout, target: str, fitting: list[int], values: dict[int, list[Cell]]) -> Layout:
    """Take the one column whose values are surely this, ask about those that only look so."""
    fitting = [column for column in fitting if column not in layout.targets]
    free = [column for column in fitting if not is_other(_heading(layout, column))]
    if free and layout.column(target) is None:
        if len(free) == 1 and _is_certain(layout, target, free[0]):
            return _take(layout, target, free[0])
        questions = tuple(_question(layout, target, column, values[column]) for column in free)
        return replace(layout, questions=(*layout.questions, *questions))
    family = [column for column in fitting if is_family(_heading(layout, column))]
    relative = "person.relative_phone"
    if target == _PHONE and family and layout.kind is Kind.PEOPLE and layout.column(relative) is None:
        question = _question(layout, relative, family[0], values[family[0]])
        return replace(layout, questions=(*layout.questions, question))
    return layout


def _is_certain(layout: Layout, target: str, column: int) -> bool:
    """Whether there is no doubt: an ID number checks itself, a phone's heading has to hint at one."""
    heading = fold(layout.headings.get(column, ""))
    return target == _ID or bool(_HINTS_AT_PHONE.search(heading) and not _NO_PHONE.search(heading))


def _take(layout: Layout, target: str, column: int) -> Layout:
    note = f"列「{_heading(layout, column)}」的内容是{_LOOKS[target]}，按{called(target)}读取"
    unknown = {index: heading for index, heading in layout.unknown.items() if index != column}
    targets = {**layout.targets, column: target}
    return replace(layout, targets=targets, unknown=unknown, notes=(*layout.notes, note))


def _ask_about_birth(layout: Layout, values: dict[int, list[Cell]]) -> Layout:
    """Ask about a column of dates nearly all of which grown people were born on."""
    if layout.kind is not Kind.PEOPLE or layout.column(_BIRTH) is not None:
        return layout
    questions = [
        _question(layout, _BIRTH, column, some)
        for column, some in values.items()
        if column not in layout.targets and mostly(is_birth, some) and _may_be_birth(layout, column)
    ]
    return replace(layout, questions=(*layout.questions, *questions))


def _may_be_birth(layout: Layout, column: int) -> bool:
    heading = layout.headings.get(column, "")
    return not is_other(heading) and (not heading or bool(_HINTS_AT_BIRTH.search(heading)))


def _question(layout: Layout, target: str, column: int, values: list[Cell]) -> Question:
    looks = _LOOKS.get(target, _LOOKS[_PHONE])
    shown = _MASKS.get(target, mask_phone)(as_text(values[0]))
    return Question(column, _heading(layout, column), target, f"的内容像{looks}（如 {shown}）")


def _heading(layout: Layout, column: int) -> str:
    return layout.headings.get(column) or f"{column_letters(column)}列"


def _open_columns(sheet: Sheet, layout: Layout) -> list[int]:
    """List the columns whose meaning nobody knows: those with a strange heading, and those without any."""
    if layout.line + 1 >= len(sheet.rows):
        return []
    kept = {heading for heading, target in layout.chosen.items() if target == KEPT}
    width = max(len(row) for row in sheet.rows[layout.line : layout.line + 20])
    columns = layout.columns or range(min(width, 200))
    return [c for c in columns if c not in layout.targets and layout.headings.get(c, "") not in kept - {""}]


def _sample(sheet: Sheet, layout: Layout, column: int) -> list[Cell]:
    found: list[Cell] = []
    for row in sheet.rows[layout.line + 1 : min(layout.end or len(sheet.rows), layout.line + 1 + LOOKED_AT)]:
        cell = row[column] if column < len(row) else None
        if cell is not None and as_text(cell):
            found.append(cell)
        if len(found) == SAMPLE:
            break
    return found


def mostly(fits: Callable[[Cell], bool], values: Iterable[Cell]) -> bool:
    """Whether nine in ten of some values are of a kind."""
    told = [fits(value) for value in values]
    return bool(told) and sum(told) >= ENOUGH * len(told)


def is_id_number(cell: Cell) -> bool:
    """Whether a cell is an ID number with its check digit, or one that a spreadsheet has made a number."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return 1e17 <= cell < 1e18 and is_birth(str(int(cell))[6:14])
    text = re.sub(r"\s", "", as_text(cell))
    if len(text) != 18 or not text[:17].isdecimal():
        return False
    try:
        clean_id_number(text)
    except Unclear:
        return False
    return True


def is_mobile(cell: Cell) -> bool:
    """Whether a cell is a mobile number."""
    return bool(_MOBILE.fullmatch(re.sub(r"[\s-]", "", as_text(cell))))


def is_channel(cell: Cell) -> bool:
    """Whether a cell names a channel: 电话, 走访."""
    return CHANNEL.find(as_text(cell)) is not None


def is_birth(cell: Cell) -> bool:
    """Whether a cell is a date, at least a month, that somebody now grown up was born on."""
    text = as_text(cell)
    if not isinstance(cell, date) and not 6 <= len(text) <= 20:
        return False
    try:
        born = str(clean_month(cell))
    except Unclear:
        return False
    return 1925 <= int(born[:4]) <= today().year - 15


def is_name(cell: Cell) -> bool:
    """Whether a cell could be a Chinese name."""
    return bool(_NAME.fullmatch(fold(as_text(cell))))
