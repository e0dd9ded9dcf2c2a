"""Figures of coming back: who returned, how cases of return went, what referrals came to."""

from collections.abc import Callable

from sqlalchemy import func, or_

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.milestones import achieved, of_kinds
from talentreg.figures.rows import rows_of
from talentreg.periods import Period
from talentreg.records.entry import Entry
from talentreg.records.fields import table
from talentreg.records.returning import RETURNED, ReturnCase
from talentreg.store.conversion import converted_on
from talentreg.store.histories import place_of

case, entry = table(ReturnCase), table(Entry)

_WHOSE = "计入跟进单位，没有写的计入其排查当天所属单位"

_Where = Callable[[Period], Rows]


def _open(period: Period) -> Rows:
    ended = func.coalesce(case.c.landed_on, case.c.failed_on)
    return rows_of(case, unit_id=place_of(case), person_id=case.c.person_id).where(
        case.c.on <= period.as_of, or_(ended.is_(None), ended > period.as_of)
    )


def _ended(name: str) -> _Where:
    """Make the rows of cases that ended in a way, on the day they did."""

    def rows(period: Period) -> Rows:
        day = case.c[name]
        told = rows_of(case, on=day, unit_id=place_of(case), person_id=case.c.person_id)
        return told.where(case.c.on <= period.as_of, day <= period.as_of)

    return rows


def _found(period: Period) -> Rows:
    return rows_of(case, unit_id=place_of(case), person_id=case.c.person_id).where(case.c.on <= period.as_of)


def _converted(period: Period) -> Rows:
    """Select the referrals after which somebody came: on the day of the first thing it came to."""
    first = converted_on(entry)
    rows = rows_of(entry, on=first, unit_id=place_of(entry), person_id=entry.c.person_id)
    return rows.where(entry.c.kind == "referral", entry.c.on <= period.as_of, first <= period.as_of)


def _cases(key: str, label: str, time: Time, definition: str, leaves_out: str, rows: _Where) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit="件",
        mode=Mode.ITEMS,
        time=time,
        definition=f"{definition}；{_WHOSE}",
        leaves_out=leaves_out,
        record=ReturnCase,
        rows=rows,
    )


_RETURNED = (
    achieved(
        "returned_business",
        "返乡创业",
        "到期末为止返乡创业的人",
        "只有创业意愿、还没有返乡创业的",
        of_kinds("returned_business"),
    ),
    achieved(
        "returned_office",
        "返乡任职",
        "到期末为止返乡任职的人",
        "只有任职意愿、还没有返乡任职的；调回",
        of_kinds("returned_office"),
    ),
    achieved(
        "returned_job",
        "返乡就业",
        "到期末为止返乡就业的人",
        "只有就业意愿、还没有返乡就业的；调回",
        of_kinds("returned_job"),
    ),
    achieved(
        "transferred", "调回", "到期末为止调回家乡工作的人", "返乡任职、就业的", of_kinds("transferred")
    ),
    achieved(
        "returned_total",
        "回归人才",
        "到期末为止返乡创业、任职、就业或调回的人，去掉重叠",
        "引进、柔性引才，没有登记返乡或调回的",
        of_kinds(*RETURNED),
    ),
)

_CASES = (
    _cases(
        "cases_found",
        "回归个案",
        Time.TOTAL,
        "到期末为止排查到的回归个案，不论结果；一个人先后几件各计一件",
        "期末以后才排查到的",
        _found,
    ),
    _cases(
        "cases_open",
        "在跟个案",
        Time.STOCK,
        "期末当天以前（含当天）排查到、期末还没有落地也没有未成的回归个案",
        "期末当天或以前已落地、未成的",
        _open,
    ),
    _cases(
        "cases_landed",
        "落地个案",
        Time.TOTAL,
        "到期末为止已落地的回归个案，按落地日期",
        "还在跟进的、未成的",
        _ended("landed_on"),
    ),
    _cases(
        "cases_failed",
        "未成个案",
        Time.TOTAL,
        "到期末为止未成的回归个案，按未成日期",
        "还在跟进的、已落地的",
        _ended("failed_on"),
    ),
    Figure(
        key="referrals_converted",
        label="引荐转化",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.TOTAL,
        definition="到期末为止被引荐、引荐当天或以后返乡创业、任职、就业、调回、引进，或回归个案落地的人，几次都只计一人；"
        "按最早的一件计入各期；计入引荐的所属单位，没有写的计入其引荐当天所属单位",
        leaves_out="引荐以前就已回归的；柔性引才",
        record=Entry,
        ledger="referral",
        rows=_converted,
    ),
)

RETURNING_FIGURES = (*_RETURNED, *_CASES)
