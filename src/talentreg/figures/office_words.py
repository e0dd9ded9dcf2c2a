"""How a figure of an office's own says what it counts: the words it is declared in, and its definition."""

from collections.abc import Mapping
from typing import TypeVar

from talentreg.errors import Refused
from talentreg.figures.counted import Counted
from talentreg.figures.declaring import Declaration
from talentreg.figures.definition import Mode, Time
from talentreg.records.days import clean_end_day
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.store.listing import Field

Word = TypeVar("Word", Mode, Time)

COUNTING: Mapping[str, Mode] = {
    **dict.fromkeys(("人", "人数", "persons"), Mode.PERSONS),
    **dict.fromkeys(("人次", "次", "times"), Mode.TIMES),
    **dict.fromkeys(("项", "个", "件", "场", "条", "items"), Mode.ITEMS),
    **dict.fromkeys(("和", "合计", "sum"), Mode.SUM),
    **dict.fromkeys(("比", "比率", "占比", "ratio"), Mode.RATIO),
}
TIMES: Mapping[str, Time] = {
    **dict.fromkeys(("期内", "flow"), Time.FLOW),
    **dict.fromkeys(("期末", "stock"), Time.STOCK),
    **dict.fromkeys(("累计", "total"), Time.TOTAL),
}
_TODAY = "单位、状态、意愿、年龄按期末，其余条件"
_MEASURES = ("元", "万元", "亿元", "人", "平方米", "个")
"""What the meaning of a field may say its numbers are counted in."""


def read_word(known: Mapping[str, Word], text: str) -> Word:
    """Read how something is counted, or when; raises Refused with the words there are."""
    found = {fold(word): meant for word, meant in known.items()}.get(fold(text))
    if found is None:
        first = dict.fromkeys(known.values())
        listed = "、".join(next(word for word, meant in known.items() if meant is one) for one in first)
        raise Refused(f"「{text}」看不懂", f"可写：{listed}")
    return found


def usual_unit(counted: Counted, mode: Mode, amount: Field | None) -> str:
    """Return what a figure is counted in where nobody says it; blank where that is not known."""
    if mode is Mode.SUM:
        meant = amount.column.meaning if amount else ""
        return meant if meant in _MEASURES else ""
    return {Mode.PERSONS: "人", Mode.TIMES: "人次"}.get(mode, counted.counter.removesuffix("单位") or "个")


def describe(told: Declaration, counted: Counted, time: Time, day: Field | None, end: Field | None) -> str:
    """Write the definition of a figure from its declaration."""
    if told.definition:
        return mask_free_text(told.definition)
    asked = [*told.where, *(f"本人{one}" for one in told.person)]
    fitting = f"，符合{'、'.join(map(mask_free_text, asked))}" if asked else ""
    once = f"；按“{told.who}”一栏的人计" if told.who else f"；{told.sum}相加" if told.sum else ""
    today = f"；{_TODAY if counted.record is Person else '条件'}按现在的登记" if asked else ""
    return f"{_when(counted, time, day, end)}{fitting}的{counted.title}{once}{today}"


def leaves_out(told: Declaration, counted: Counted) -> str:
    """Write what a figure leaves out."""
    if told.leaves_out:
        return mask_free_text(told.leaves_out)
    out = "不符合条件的" if told.where or told.person else "别的记录"
    return f"{out}；期末不在库的人" if counted.record is Person else out


def _when(counted: Counted, time: Time, day: Field | None, end: Field | None) -> str:
    if time is Time.STOCK:
        if counted.record is Person:
            return "期末在库"
        begun = f"{day.heading}不晚于期末" if day else "期末在册"
        return f"{begun}{_until(end)}" if end else begun
    heading = day.heading if day else "日期"
    within = "在期内" if time is Time.FLOW else "不晚于期末"
    return f"{'期末在库、' if counted.record is Person else ''}{heading}{within}"


def _until(end: Field) -> str:
    """Say until when a row counts: a last day still does, the day something ended no more."""
    return f"、{end.heading}没有写或{'不早于' if end.column.clean is clean_end_day else '晚于'}期末"
