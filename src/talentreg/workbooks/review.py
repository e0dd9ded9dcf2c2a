"""The workbook in which reviewers decide which records are of one person, to be read back."""

from collections.abc import Sequence
from typing import IO, Any

from talentreg.likeness.pairs import Pair
from talentreg.likeness.people import Profile
from talentreg.records.fields import Column, columns, number, written
from talentreg.records.masking import mask_digits
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.records.vocabulary import STATUS
from talentreg.store.units import UnitTree
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, Workbook, writing

TITLE = "重复核对"
FIRST, SECOND, DECISION, KEPT, NOTE = "甲编号", "乙编号", "决定", "保留", "说明"
ANSWERED = (FIRST, SECOND, DECISION)
"""The headings that are read back; `KEPT` may be left out."""

SAME, NOT_SAME, LATER = "同一人", "不是同一人", "待定"
MINE, THEIRS = "甲", "乙"
SCORE, REASONS, AGAINST, DIFFERING = "把握", "依据", "疑点", "不同的项目"

_HOW = f"{DECISION}：{SAME}、{NOT_SAME}、{LATER}；{KEPT}谁的编号：空着即{MINE}，也可选{THEIRS}"
_SHOWN = (
    *("name", "unit", "status", "sex", "birth", "id_number", "written_id", "phone", "second_phone"),
    *("written_phone", "relative", "relative_phone", "employer", "school", "native_place"),
    *("home_address", "wechat", "email"),
)
"""What is told of both people, side by side, as far as any of them has it."""

_WRITTEN = {"written_id": "id_number", "written_phone": "phone"}
_DIFFERS = {"bg_color": "#FCE4D6", "font_color": "#9C0006"}


def write_review(file: IO[bytes], pairs: Sequence[Pair], tree: UnitTree, *, masked: bool) -> None:
    """Write a line a pair: both people side by side, how likely and why, and room for a decision."""
    shown = [name for name in _SHOWN if any(_value(one, name) for pair in pairs for one in _two(pair))]
    begin = [
        SheetColumn(FIRST, Form.CODE),
        SheetColumn(SECOND, Form.CODE),
        SheetColumn(DECISION, Form.CODE, 12, choices=(SAME, NOT_SAME, LATER)),
        SheetColumn(KEPT, Form.CODE, 10, choices=(MINE, THEIRS), open_list=True),
        SheetColumn(NOTE, width=16),
        SheetColumn(SCORE, Form.COUNT),
        SheetColumn(REASONS, width=30),
        SheetColumn(AGAINST, width=24),
        SheetColumn(DIFFERING, width=20),
    ]
    heads = [
        SheetColumn(f"{heading(name)}（{who}）", Form.DIGITS) for name in shown for who in (MINE, THEIRS)
    ]
    rows = (_row(pair, shown, tree, masked=masked) for pair in pairs)
    layout = Layout(ending=(f"共{len(pairs)}对。{_HOW}", ""), pinned=3)  # the right end is out of sight
    with writing(file, TITLE) as workbook:
        workbook.add_list(TITLE, [*begin, *heads], rows, layout)
        if pairs:
            _mark_differing(workbook, len(pairs), shown, len(begin))


def heading(name: str) -> str:
    """Return what a thing that is compared is called."""
    declared = columns(Person)
    if name in _WRITTEN:
        return written(declared[_WRITTEN[name]])
    return {"unit": "所属单位", "status": "在库状态"}.get(name) or declared[name].heading


def _two(pair: Pair) -> tuple[Profile, Profile]:
    return pair.first, pair.second


def _value(one: Profile, name: str) -> Any:
    return one.unit_id if name == "unit" else getattr(one, name)


def _row(pair: Pair, shown: Sequence[str], tree: UnitTree, *, masked: bool) -> list[object]:
    differing = "、".join(heading(name) for name in shown if _differs(pair, name))
    told = [_told(one, name, tree, masked=masked) for name in shown for one in _two(pair)]
    numbers = [number(Person, one) for one in pair.ids]
    why = ["；".join(pair.reasons), "；".join(pair.against)]
    return [*numbers, "", "", "", pair.score, *why, differing, *told]


def _differs(pair: Pair, name: str) -> bool:
    one, other = (_value(each, name) for each in _two(pair))
    if one is None or other is None or fold(str(one)) == fold(str(other)):
        return False
    return name != "birth" or not (one.startswith(f"{other}-") or other.startswith(f"{one}-"))


def _told(one: Profile, name: str, tree: UnitTree, *, masked: bool) -> str:
    value = _value(one, name)
    if value is None:
        return ""
    if name == "unit":
        return tree.path(value)
    if name in _WRITTEN:
        return mask_digits(str(value)) if masked else str(value)
    if name == "status":
        return STATUS.text(value)
    return _shown(columns(Person)[name], value, masked=masked)


def _shown(declared: Column, value: Any, *, masked: bool) -> str:
    text = declared.shown(value)
    return declared.mask(text) if masked and declared.mask else text


def _mark_differing(workbook: Workbook, pairs: int, shown: Sequence[str], begin: int) -> None:
    """Colour what differs; the column that names it decides, for masked numbers may look alike."""
    from xlsxwriter.utility import xl_col_to_name

    sheet = workbook.book.get_worksheet_by_name(workbook.names[0])
    named, style = f"${xl_col_to_name(begin - 1)}2", workbook.style(**_DIFFERS)
    for place, name in enumerate(shown):
        formula = f'=ISNUMBER(SEARCH("、{heading(name)}、","、"&{named}&"、"))'
        first = begin + 2 * place
        rule = {"type": "formula", "criteria": formula, "format": style}
        sheet.conditional_format(1, first, pairs, first + 1, rule)
