"""The definition card of a figure: what it counts, when, for whom, once by what, and what it leaves out."""

from talentreg.figures.catalogue import KNOWN, part_and_whole
from talentreg.figures.compute import has_dimension
from talentreg.figures.definition import Figure, Mode, Time
from talentreg.figures.dimensions import DIMENSIONS, Dimension
from talentreg.records.campaign import Task
from talentreg.records.contact import Contact
from talentreg.records.duty import Assignment
from talentreg.records.event import Attendance
from talentreg.records.fields import Record
from talentreg.records.history import Intention, Status
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit

AT_THE_END = "本人期末所属单位"
_ON_THE_DAY = "本人当天所属单位"
_OTHERWISE = f"；没有写的，为{_ON_THE_DAY}"
_WHERE: dict[type[Record], str] = {
    Contact: f"联络登记的单位{_OTHERWISE}",
    Attendance: "活动的主办单位",
    Task: "应做、应报的单位",
    Staff: "工作人员所在单位",
    Assignment: "联系领导所在单位",
}
_SAME = "与分子、分母相同"
_ONCE = {
    Mode.PERSONS: "按人：一人有几条记录只计一人，合并过的登记是一人",
    Mode.TIMES: "不去重：一条记录计一人次",
    Mode.ITEMS: "每条记录计一次",
    Mode.SUM: "各条记录的数量相加",
    Mode.HAND: "本单位有填报的用本单位的，没有的把下级的相加",
}
_WHEN = {
    Time.FLOW: "期内发生的：按发生的日期，不按录入的日期；以后补录的仍计入发生的那一期",
    Time.STOCK: "期末当天的状态；统计期还没有结束的按今天",
    Time.TOTAL: "从登记之初累计到期末，旁边列出本期的数；写了 --baseline 的从那天算起",
}

Card = list[tuple[str, str]]
"""What a definition says, each under its heading."""


def make_card(figure: Figure) -> Card:
    """Say everything a figure's declaration says."""
    lines = [
        ("数什么", figure.definition),
        ("什么时候", _when(figure)),
        ("算谁的", where(figure)),
        ("怎样去重", _once(figure)),
        ("不计", figure.leaves_out),
        ("扣除", _without(figure)),
        ("没有数时", _unknown(figure)),
        ("可分类", "、".join(["单位", *(one.label for one in dimensions_of(figure))])),
        ("另有口径", "、".join(one.label for one in figure.variants)),
    ]
    return [(heading, text) for heading, text in lines if text]


def dimensions_of(figure: Figure) -> list[Dimension]:
    """List what a figure can be broken down by."""
    return [one for one in DIMENSIONS if has_dimension(figure, one)]


def where(figure: Figure) -> str:
    """Say whose unit a row of a figure counts for; a unit counts for all above it too."""
    if figure.where:
        return figure.where
    if figure.mode is Mode.RATIO:
        return _SAME
    if figure.record in (Status, Intention) or (figure.record is Assignment and figure.mode is Mode.PERSONS):
        return _ON_THE_DAY if figure.happens else AT_THE_END
    if figure.record in _WHERE:
        return _WHERE[figure.record]
    book = figure.book
    if book is None or "unit" not in book.fields:
        return "单位自己"
    return book.heading("unit") + (_OTHERWISE if book.place == "person" else "")


def _when(figure: Figure) -> str:
    if figure.mode is Mode.HAND:
        return "截至期末最近一次填报的"
    if figure.mode is Mode.RATIO:
        return _SAME
    if figure.time is Time.FLOW and not figure.happens:
        return "整个统计期的情况"
    return _WHEN[figure.time]


def _once(figure: Figure) -> str:
    if figure.mode is Mode.RATIO:
        return "÷".join(one.label for one in part_and_whole(figure))
    if figure.mode is Mode.ITEMS and figure.record in (Unit, Staff):
        return f"每{'个单位' if figure.record is Unit else '名工作人员'}计一{figure.unit}"
    return _ONCE[figure.mode]


def _without(figure: Figure) -> str:
    if not figure.excluding:
        return ""
    return f"同一统计期、同一范围内已计入“{KNOWN[figure.excluding].label}”的人"


def _unknown(figure: Figure) -> str:
    if figure.mode is Mode.HAND:
        return "本范围没有填报的，或各处计量单位不同、不能相加的，显示“—”"
    title = figure.book.title if figure.book and figure.kind else figure.counted.title
    return f"登记册里一条{title}记录也没有时显示“—”，不是0"
