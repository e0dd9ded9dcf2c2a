"""The weeks before a festival or a campaign, in which its work is prepared: what is counted with them."""

import re
from dataclasses import replace
from datetime import date, timedelta

from talentreg.figures.compute import Counting
from talentreg.figures.definition import Figure, Mode
from talentreg.periods import Period, chinese_day, seen_on, span
from talentreg.reports.number import Number
from talentreg.reports.variables.declaring import Telling, Variable
from talentreg.reports.variables.lists import Line, listed

_CALENDAR = re.compile(r"\d{4}(-\d\d|Q[1-4]|H[12]|Y\d{4})?")
"""Codes of the periods that follow one another, so that nothing is prepared before them."""


def begins(period: Period) -> date:
    """Return the day a period's work begins: of a festival the first of the month before it."""
    plain = period.code.partition("@")[0]
    if _CALENDAR.fullmatch(plain):
        return period.start
    if plain[:8].isdigit():
        return period.start.replace(day=1)
    return (period.start.replace(day=1) - timedelta(days=1)).replace(day=1)


def with_run_up(telling: Telling) -> Telling:
    """Return the telling of the same scope from the day the work began to the period's end."""
    return telling.once("筹备", _prepared)


def _prepared(telling: Telling) -> Telling:
    period = telling.period
    first = begins(period)
    if first == period.start:
        return telling
    longer = replace(seen_on(span(first, period.last_day), period.day), since=period.since)
    counting = Counting(telling.connection, longer, telling.unit)
    return Telling(counting, telling.names, telling.letter, telling.subject, telling.limit)


def counted(telling: Telling, figure: Figure) -> Number | None:
    """Count a figure with the run-up; a share has none."""
    longer = with_run_up(telling)
    return None if figure.mode is Mode.HAND else longer.tracked(longer.counting.figure(figure))


def named(telling: Telling, figure: Figure) -> list[Line] | None:
    """List what a figure counts with the run-up."""
    return listed(telling, with_run_up(telling).counting, figure)


VARIABLES = (
    Variable(
        "筹备起点",
        "节日、专项行动从哪天着手：节日是开始前一个月的1日，专项行动是开始那个月的1日；季度、年度等就是第一天",
        lambda one: one.own("筹备起点", chinese_day(begins(one.period))),
    ),
)
