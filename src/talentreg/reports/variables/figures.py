"""Figures as variables: by their label, and with a suffix what belongs to them (本期, 补录, 较上期…)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from talentreg.figures.catalogue import KNOWN
from talentreg.figures.compute import Counting, Value
from talentreg.figures.definition import Figure, Mode, Time
from talentreg.figures.hand import variable
from talentreg.records.fields import table
from talentreg.records.history import Status
from talentreg.reports.comparing import compare_words
from talentreg.reports.number import Number
from talentreg.reports.period_codes import called_before, called_year_before
from talentreg.reports.variables import lists, run_up, submitted
from talentreg.reports.variables.declaring import Telling

PREVIOUS, YEAR_BEFORE = "prev", "yearago"
"""Formats of the words that compare a figure with another period; the whole phrase is one control."""


@dataclass(frozen=True, slots=True)
class Suffix:
    """What a figure's label takes behind it, what that is, and how it is made of the figure.

    `form` is the format under which words comparing it are kept. What ends in 名单 is a list.
    """

    ending: str
    about: str
    make: Callable[[Telling, Figure], Any]
    form: str = ""


def labelled(counting: Counting) -> dict[str, Figure]:
    """Return every figure by what a template can call it: everybody's, the office's own, the typed ones."""
    counted = {one.label: one for one in (*KNOWN.values(), *counting.office.figures.values())}
    return counted | {variable(one): one for one in counting.hand.figures.values()}


def figure_numbers(telling: Telling) -> dict[str, Any]:
    """Return the numbers and lists of the figures a template names; what they share is counted once."""
    figures = labelled(telling.counting)
    plain = {name: figures[name] for name in sorted(telling.names & figures.keys())}
    telling.counting.figures(plain.values())
    numbers: dict[str, Any] = {
        name: telling.tracked(telling.counting.figure(figure)) for name, figure in plain.items()
    }
    for name in sorted(telling.names - figures.keys()):
        if found := with_suffix(name, figures):
            figure, suffix = found
            numbers[name] = suffix.make(telling, figure)
    return numbers


def with_suffix(name: str, figures: dict[str, Figure]) -> tuple[Figure, Suffix] | None:
    """Take a name apart into a figure's label and a suffix."""
    for suffix in SUFFIXES:
        label = name.removesuffix(suffix.ending)
        if label != name and label in figures:
            return figures[label], suffix
    return None


def _within(telling: Telling, figure: Figure) -> Number | None:
    if figure.time is not Time.TOTAL:
        return None
    return telling.tracked(telling.counting.figure(figure).within_part)


def _late(telling: Telling, figure: Figure) -> Number | None:
    if figure.time is Time.STOCK or figure.mode in (Mode.RATIO, Mode.HAND):
        return None
    late = telling.counting.figure(figure).late_part
    return telling.tracked(late) if late.value else None


def compared(telling: Telling, figure: Figure, before: Value, called: str, form: str) -> Number | None:
    """Return the words that compare a figure with what it was, as one number; None if there are none."""
    now = telling.counting.figure(figure)
    words = compare_words(now, before, called) if called else ""
    if not words:
        return None
    tracked = telling.tracked(now)
    label = f"{tracked.label}（较{called.removeprefix('较')}）"
    return Number(tracked.ref, label, words, words, tracked.scope, tracked.period, form)


def _than_before(telling: Telling, figure: Figure) -> Number | None:
    return _than(telling, figure, telling.before, called_before(telling.period), PREVIOUS)


def _than_a_year_before(telling: Telling, figure: Figure) -> Number | None:
    called = called_year_before(telling.period)
    return _than(telling, figure, telling.year_before, called, YEAR_BEFORE) if called else None


def _than_a_year_or_a_period_before(telling: Telling, figure: Figure) -> Number | None:
    return _than_a_year_before(telling, figure) or _than_before(telling, figure)


def _than(telling: Telling, figure: Figure, then: Counting, called: str, form: str) -> Number | None:
    """Compare with another period, unless there was nothing then or this one is still running.

    What a running period has come to is compared only with what stood at the end of the one before.
    """
    now, day = telling.period, then.period.as_of
    if now.running and now.day is None and (figure.time is Time.FLOW or form == YEAR_BEFORE):
        return None
    if not telling.once(f"{day:%Y%m%d}已有登记", lambda one: _had_begun(one, day)):
        return None
    telling.once(f"{form}一起数", lambda one: then.figures(_compared_so(one, form)))
    before = then.figure(figure)
    return compared(telling, figure, before, called, form) if before.value else None


def _compared_so(telling: Telling, form: str) -> list[Figure]:
    """List what a template compares with the same period, to be counted there together."""
    figures, ending = labelled(telling.counting), {PREVIOUS: "较上期", YEAR_BEFORE: "较上年同期"}[form]
    found = (with_suffix(name, figures) for name in sorted(telling.names - figures.keys()))
    return [figure for figure, suffix in filter(None, found) if suffix.ending.startswith(ending)]


def _had_begun(telling: Telling, day: date) -> bool:
    rows = table(Status)
    return telling.connection.scalar(select(rows.c.id).where(rows.c.on <= day).limit(1)) is not None


SUFFIXES = (
    Suffix("含筹备名单", "同“名单”，从筹备起点算起", run_up.named),
    Suffix("本期名单", "累计数中本期的那些人或事，写法同“名单”", lists.maker(own=True)),
    Suffix("名单", "数的是哪些人、哪些事，每个一行：{{ 引进博士名单|列名 }}", lists.maker()),
    Suffix("含筹备", "从筹备起点算起的数；季度、年度等和原数相同", run_up.counted),
    Suffix("本期", "累计数中本期的数", _within),
    Suffix("补录", "其中统计期以后补录的条数，没有的是空的", _late),
    Suffix(
        "较上年同期或上期",
        "和上年同期比，没有上年的数时和上一期比，都没有的是空的",
        _than_a_year_or_a_period_before,
    ),
    Suffix(
        "较上年同期",
        "和上年同期比：较上年同期增加12人，增长8.3%；没有上年的数时是空的",
        _than_a_year_before,
        YEAR_BEFORE,
    ),
    Suffix(
        "较上次报送说明",
        "和上次报送的数相差的是谁：新增2人（张三、李四），补录1人（王五），退库1人（赵六）；没有报送过的是空的",
        submitted.why_not_as_sent,
        submitted.SENT_WHY,
    ),
    Suffix(
        "较上次报送",
        "和上次报送的数比：较上季度报送数增加12人，增长8.3%；没有报送过的是空的",
        submitted.than_sent,
        submitted.SENT,
    ),
    Suffix("较上期", "和上一期比：较上季度增加12人，增长8.3%；没有上期的数时是空的", _than_before, PREVIOUS),
)
"""What may stand behind a figure's label, the longer first."""
