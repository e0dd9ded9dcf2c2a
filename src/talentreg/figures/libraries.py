"""Figures of libraries: who stands in which on a day, and who came new to the reserve."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import ColumnElement, FromClause, func, or_, select

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.rows import rows_of, within
from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.library import Inclusion, Library
from talentreg.store.duty import is_here
from talentreg.store.histories import lasts, unit_on

library, inclusion = table(Library), table(Inclusion)

_GONE = "期末以前已出库的、所在库已停用的；期末已退库、去世的人"
_ONCE = "在几个库里都只计一人；计入其期末所属单位"


def members(period: Period, *kinds: str, state: ColumnElement[bool] | None = None) -> Rows:
    """Select who is in a library of some kinds, or any, on the end day and has not left the register."""
    day = period.as_of
    rows = rows_of(inclusion, unit_id=unit_on(inclusion.c.person_id, day), person_id=inclusion.c.person_id)
    opened = select(library.c.id).where(lasts(library, day))
    opened = opened.where(library.c.kind.in_(kinds)) if kinds else opened
    rows = rows.where(
        inclusion.c.library_id.in_(opened), lasts(inclusion, day), is_here(inclusion.c.person_id, day)
    )
    return rows if state is None else rows.where(state)


def _of_reserve(rows: FromClause = inclusion) -> ColumnElement[bool]:
    """Ask whether a stay is one in a reserve library; few libraries are looked at first, not all stays."""
    return rows.c.library_id.in_(select(library.c.id).where(library.c.kind == "reserve"))


def _newly(period: Period) -> Rows:
    """Select who came into the reserve in a period and was in none of its libraries the day before."""
    stay = inclusion.alias()
    day_before = func.date(inclusion.c.on, "-1 day")
    before = select(stay.c.id).where(
        stay.c.person_id == inclusion.c.person_id,
        stay.c.on < inclusion.c.on,
        or_(stay.c.until.is_(None), stay.c.until >= day_before),
        _of_reserve(stay),
    )
    rows = rows_of(
        inclusion, unit_id=unit_on(inclusion.c.person_id, inclusion.c.on), person_id=inclusion.c.person_id
    )
    return rows.where(_of_reserve(), within(inclusion.c.on, period), ~before.exists())


def _examined(period: Period) -> Rows:
    return members(period, "reserve", state=inclusion.c.examined_on <= period.as_of)


def _ended(outcome: str) -> Callable[[Period], Rows]:
    """Make the rows of reserve cadres whose stay ended in some way in a period."""

    def rows(period: Period) -> Rows:
        last = inclusion.c.until
        told = rows_of(
            inclusion,
            on=last,
            unit_id=unit_on(inclusion.c.person_id, last),
            person_id=inclusion.c.person_id,
        )
        return told.where(_of_reserve(), inclusion.c.outcome == outcome, within(last, period))

    return rows


def _figure(
    key: str,
    label: str,
    definition: str,
    leaves_out: str,
    rows: Callable[[Period], Rows],
    time: Time = Time.STOCK,
) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit="人",
        mode=Mode.PERSONS,
        time=time,
        definition=definition,
        leaves_out=leaves_out,
        record=Inclusion,
        rows=rows,
        where="本人期末所属单位" if time is Time.STOCK else "本人纳入或出库当天所属单位",
    )


def _members(key: str, label: str, kind: str, name: str) -> Figure:
    return _figure(
        key,
        label,
        f"期末当天在库类为{name}的库里的人，{_ONCE}",
        f"其他库的；{_GONE}",
        lambda period: members(period, kind),
    )


LIBRARY_FIGURES = (
    _figure("library_members", "入库成员", f"期末当天在任何一个人才库里的人，{_ONCE}", _GONE, members),
    _members("achievers", "成功人士库", "achievers", "成功人士库"),
    _members("recruits_listed", "引进人才库", "recruits", "引进人才库"),
    _members("excellent_listed", "优秀人才信息库", "excellent", "优秀人才信息库"),
    _members("chamber_members", "商会会员", "chamber", "商会会员"),
)

_CADRES = _figure(
    "reserve_cadres",
    "后备干部库",
    f"期末当天在后备干部库的人，后备、考察都算，{_ONCE}",
    f"已使用、已撤销的；{_GONE}",
    lambda period: members(period, "reserve"),
)
_EXAMINED = _figure(
    "reserve_examined",
    "后备干部考察对象",
    f"期末当天在后备干部库、已列为考察对象的人，{_ONCE}",
    f"期末以后才列为考察对象的；{_GONE}",
    _examined,
)
_NEWLY = _figure(
    "reserve_newly",
    "新纳入后备干部",
    "期内纳入后备干部库、前一天还不在任何后备干部库的人，几次都只计一人；计入其纳入当天所属单位",
    "从一个后备干部库转到另一个的、已在一个又进另一个的；以前在库、期内没有变动的",
    _newly,
    Time.FLOW,
)
_USED = _figure(
    "reserve_used",
    "后备干部使用",
    "期内由后备干部库使用的人，按出库日期；计入其出库当天所属单位",
    "撤销、退出的；还在库的",
    _ended("used"),
    Time.FLOW,
)
_REVOKED = _figure(
    "reserve_revoked",
    "后备干部撤销",
    "期内撤销后备干部资格的人，按出库日期；计入其出库当天所属单位",
    "使用、退出的；还在库的",
    _ended("revoked"),
    Time.FLOW,
)

RESERVE_FIGURES = (
    replace(_CADRES, variants=(_EXAMINED,)),
    replace(_NEWLY, variants=(_USED, _REVOKED)),
)
