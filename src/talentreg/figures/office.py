"""自定义指标: figures one office declares for itself, made of what lists tell and counted like any other."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from sqlalchemy import Connection

from talentreg.errors import Refused, TalentregError
from talentreg.figures.catalogue import GROUPS, KNOWN, find_figure
from talentreg.figures.counted import find_counted
from talentreg.figures.declaring import Declaration, read_declarations
from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.office_rows import Asked, anybody_fitting, people_fitting, records_fitting
from talentreg.figures.office_words import COUNTING, TIMES, describe, leaves_out, read_word, usual_unit
from talentreg.periods import Period
from talentreg.records.history import Status
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.store.office_figures import Stored, stored_figures

OFFICE_GROUP = "自定义指标"
"""The group the figures of an office's own stand in."""

_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
_KEY_HINT = "小写英文字母开头，只用小写字母、数字和下划线，2到40个，如 doctors_abroad"
LONGEST_LABEL = 30
MENDING = "改好声明再 talentreg figures add 文件 --replace，或 talentreg figures remove"
"""What to do about a figure that no longer fits."""


class OfficeFigures:
    """The figures of an office's own in one register; `broken` are those that no longer fit, and why."""

    def __init__(self, connection: Connection, day: date) -> None:
        """Make what is stored; what cannot be made as of a day is not in the way of the others."""
        self.figures: dict[str, Figure] = {}
        self.declared: dict[str, Declaration] = {}
        self.broken: dict[str, TalentregError] = {}
        self.labels: dict[str, str] = {}
        every = stored_figures(connection)
        for share in (False, True):  # a share is made of the others
            for stored in every:
                try:
                    self._make(connection, stored, day, share=share)
                except (TalentregError, ValueError) as error:
                    known = error if isinstance(error, TalentregError) else TalentregError("声明读不懂")
                    self.labels[stored.key], self.broken[stored.key] = stored.label, known

    def _make(self, connection: Connection, stored: Stored, day: date, *, share: bool) -> None:
        told = _told_in(stored)
        if _is_share(told) is share:
            self.declared[told.key] = told
            others = list(self.figures.values())
            if told.label in [one.label for one in others]:
                raise told.refused("label", "另有一个自定义指标也叫这个名称", "删去一个，或换一个名称")
            self.figures[told.key] = make_figure(connection, told, day, others)

    def refuse_broken(self, name: str) -> None:
        """Refuse the name of a figure that no longer fits, and say what about it does not."""
        good = {fold(one.label) for one in self.figures.values()}
        for key, error in self.broken.items():
            label = self.labels[key]
            if fold(name) == fold(key) or (fold(name) == fold(label) and fold(label) not in good):
                raise Refused(f"自定义指标「{label}」现在算不出：{error.message}", error.hint or MENDING)


def _told_in(stored: Stored) -> Declaration:
    """Read a declaration the register keeps, whose lines nobody sees."""
    (read,) = read_declarations(stored.declaration)
    told = replace(read, lines={})
    for name in ("key", "label"):
        if owner := _built_in().get(fold(getattr(told, name))):
            raise told.refused(name, f"现在已有现成的指标「{owner}」", "给自己的换一个名称和代码，或删去")
    return told


def made_of(office: OfficeFigures, keys: set[str]) -> tuple[str, str] | None:
    """Find a share that would lack one of some figures; return the labels of the two."""
    for share in office.figures.values():
        lacking = next((one for one in share.shares if one.key in keys), None)
        if lacking and share.key not in keys:
            return lacking.label, share.label
    return None


def stored_as(connection: Connection, name: str) -> Stored | None:
    """Return what the register keeps under a key or a label, whether or not it still fits."""
    named = (one for one in stored_figures(connection) if fold(name) in (fold(one.key), fold(one.label)))
    return next(named, None)


def make_figures(
    connection: Connection, declarations: Iterable[Declaration], day: date, reserved: frozenset[str]
) -> list[Figure]:
    """Make the figures of a file; raises Refused with the line of the first entry that does not fit.

    `reserved` are names that mean something else in a template. What the register has of the same key is
    not in the way.
    """
    declarations = list(declarations)
    keys = {one.key for one in declarations}
    kept = {key: figure for key, figure in OfficeFigures(connection, day).figures.items() if key not in keys}
    taken = {fold(name): one.label for one in kept.values() for name in (one.key, one.label)}
    for told in declarations:
        _check_names(told, taken, reserved)
        taken |= {fold(told.key): told.label, fold(told.label): told.label}
    plain = [one for one in declarations if not _is_share(one)]
    made = {one.key: make_figure(connection, one, day) for one in plain}
    others = [*kept.values(), *made.values()]
    made |= {one.key: make_figure(connection, one, day, others) for one in declarations if _is_share(one)}
    return [made[one.key] for one in declarations]


def make_figure(
    connection: Connection, told: Declaration, day: date, others: Iterable[Figure] = ()
) -> Figure:
    """Make the figure of a declaration, a share of those there are and `others`; raises Refused."""
    if _is_share(told):
        return _make_share(told, others)
    asked = _understand(connection, told)
    _, fields = asked.conditions(day)
    of_people = asked.counted.record is Person
    any_status = of_people and "status" in fields
    with told.reading("sum"):
        unit = told.unit or usual_unit(asked.counted, asked.mode, asked.amount)
    if not unit:
        raise told.refused("unit", "没有写计量单位", 'unit = "万元"')
    return Figure(
        key=told.key,
        label=told.label,
        unit=unit,
        mode=asked.mode,
        time=asked.time,
        definition=describe(told, asked.counted, asked.time, asked.day, asked.end),
        leaves_out=leaves_out(told, asked.counted),
        record=Status if of_people and not any_status else asked.counted.record,
        counts=Person if of_people and asked.time is Time.STOCK else None,
        ledger=asked.counted.ledger,
        where=asked.counted.whose,
        rows=_rows(asked, any_status=any_status),
    )


def _rows(asked: Asked, *, any_status: bool) -> Callable[[Period], Rows]:
    """Choose what the rows of a figure are made of."""
    if any_status:
        return anybody_fitting(asked)
    return people_fitting(asked) if asked.counted.record is Person else records_fitting(asked)


def _understand(connection: Connection, told: Declaration) -> Asked:
    """Read the words of a declaration that is no share."""
    with told.reading("record"):
        counted = find_counted(told.record) if told.record else None
    if counted is None:
        raise told.refused("record", "没有写数哪种记录", 'record = "人才"')
    with told.reading("count"):
        mode = read_word(COUNTING, told.count or ("和" if told.sum else "人"))
    of_people = counted.record is Person
    with told.reading("time"):
        time = read_word(TIMES, told.time or ("期末" if of_people else "期内"))
    with told.reading("date"):
        day = counted.day(told.date)
    with told.reading("until"):
        end = counted.end(told.until) if time is Time.STOCK and not of_people else None
    with told.reading("sum"):
        amount = counted.number(told.sum) if told.sum else None
    asked = Asked(connection, told, counted, mode, time, day, end, amount)
    _check(asked)
    return asked


def _check(asked: Asked) -> None:
    """Refuse what cannot be counted the way it is asked for."""
    told, title, mode = asked.told, asked.counted.title, asked.mode
    if (mode is Mode.SUM) != bool(told.sum):
        raise told.refused(
            "sum", "和 count 对不上", '相加的写 count = "和"，再写 sum = "哪一栏"；别的不写 sum'
        )
    if asked.time is not Time.STOCK and asked.day is None:
        listed = "、".join(one.heading for one in asked.counted.days)
        hint = f'写明按哪个日期，可写：{listed}；或 time = "期末"' if listed else 'time = "期末"'
        raise told.refused("date", f"{title}没有日期，不能按期内数", hint)
    if told.until and asked.time is not Time.STOCK:
        raise told.refused("until", "只有期末的数才有截止日期", "去掉 until")
    if asked.counted.record is Person and (mode is not Mode.PERSONS or told.who):
        raise told.refused("count", "数人才时一人计一人", 'count = "人"，不写 who；要数别的换一种 record')
    with told.reading("who"):
        whom = asked.counted.person(told.who, date.max)
    if whom is None and mode in (Mode.PERSONS, Mode.TIMES):
        raise told.refused("count", f"{title}里没有写人的一栏", 'count = "项" 或 "和"')


def _check_names(told: Declaration, taken: Mapping[str, str], reserved: frozenset[str]) -> None:
    """Refuse a key or a label that cannot be one, or that something else has."""
    if not _KEY.fullmatch(told.key):
        raise told.refused("key", f"「{told.key}」不能作代码", _KEY_HINT)
    if not told.label.isidentifier() or len(told.label) > LONGEST_LABEL:
        hint = f"名称要能写进报告模板：{LONGEST_LABEL}字以内，没有空格、括号和标点，不用数字开头"
        raise told.refused("label", f"「{told.label}」不能作名称" if told.label else "没有写名称", hint)
    for name in ("key", "label"):
        text = getattr(told, name)
        if owner := _built_in().get(fold(text)) or taken.get(fold(text)):
            raise told.refused(name, f"「{text}」已是指标「{owner}」的名称或代码", "请换一个")
        if text in reserved or fold(text) in _groups():
            raise told.refused(name, f"「{text}」另有所指", "请换一个，如在后面加两个字")


@cache
def _built_in() -> Mapping[str, str]:
    """Name the figures everybody has, and what reports call a cumulative one's own period."""
    named = {fold(name): one.label for one in KNOWN.values() for name in (one.key, one.label)}
    totals = [one for one in KNOWN.values() if one.time is Time.TOTAL]
    return named | {fold(f"{one.label}本期"): one.label for one in totals}


@cache
def _groups() -> frozenset[str]:
    return frozenset(map(fold, (*GROUPS, OFFICE_GROUP)))


def _is_share(told: Declaration) -> bool:
    return bool(told.part or told.whole) or COUNTING.get(told.count) is Mode.RATIO


def _make_share(told: Declaration, others: Iterable[Figure]) -> Figure:
    """Make a share of two figures whose rows are of one kind."""
    others, found = list(others), []
    for name in ("part", "whole"):
        if not getattr(told, name):
            hint = "比要写 part（分子）和 whole（分母），都是指标的名称或代码"
            raise told.refused(name, "没有写", hint)
        with told.reading(name):
            found.append(find_figure(getattr(told, name), others))
    part, whole = found
    _check_share(told, part, whole)
    return Figure(
        key=told.key,
        label=told.label,
        unit="%",
        mode=Mode.RATIO,
        time=whole.time,
        definition=told.definition or f"{part.label}除以{whole.label}，保留一位小数",
        leaves_out=told.leaves_out or f"没有{whole.label}时不计算",
        record=whole.record,
        ledger=whole.ledger,
        counts=whole.counts,
        part=part.key,
        whole=whole.key,
        shares=(part, whole),
    )


def _check_share(told: Declaration, part: Figure, whole: Figure) -> None:
    """Refuse a share that says what its two figures say, or is of two that are not of one kind."""
    for name in ("record", "where", "person", "who", "sum", "date", "until", "time"):
        if getattr(told, name):
            raise told.refused(name, "比只由两个指标相除，不写这一项", "条件写在分子、分母各自的指标里")
    if part.rows is None or whole.rows is None:
        raise told.refused("part", "分子和分母不能是比或手工数", "请写两个有逐条依据的指标")
    if (part.mode, part.record, part.time) != (whole.mode, whole.record, whole.time):
        hint = f"“{part.label}”和“{whole.label}”要数同一种记录、同样的数法、同样的时间"
        raise told.refused("part", "分子和分母不是同一种数", hint)
