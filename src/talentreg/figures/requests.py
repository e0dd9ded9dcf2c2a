"""Figures of requests, suggestions and life events, of the hotline and of stations elsewhere."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.rows import rows_of, within
from talentreg.periods import Period
from talentreg.records.duty import DutyRule
from talentreg.records.entry import Entry
from talentreg.records.fields import table
from talentreg.records.request import Request
from talentreg.store.histories import place_of
from talentreg.store.life_events import days_taken, days_to_report

request, entry = table(Request), table(Entry)

_Where = Callable[[Period], Rows]
_WHOSE = "计入承办单位，没有写的计入本人受理当天所属单位"
_OTHERS = "意见建议和重大事项"


def _of_kind(kind: str, on: ColumnElement[Any] | None = None) -> Rows:
    return rows_of(request, on=on, unit_id=place_of(request), person_id=request.c.person_id).where(
        request.c.kind == kind
    )


def received(kind: str) -> _Where:
    """Make the rows of what was taken in of a kind in a period."""
    return lambda period: _of_kind(kind).where(within(request.c.on, period))


def _closed(period: Period) -> Rows:
    return _of_kind("request", request.c.closed_on).where(within(request.c.closed_on, period))


def _received_closed(period: Period) -> Rows:
    return received("request")(period).where(request.c.closed_on <= period.as_of)


def _open(period: Period) -> Rows:
    still = or_(request.c.closed_on.is_(None), request.c.closed_on > period.as_of)
    return _of_kind("request").where(request.c.on <= period.as_of, still)


def _overdue(period: Period) -> Rows:
    return _open(period).where(request.c.due_on < period.as_of)


def _late_events(period: Period) -> Rows:
    allowed = days_to_report(place_of(request), request.c.on)
    return received("life_event")(period).where(days_taken(request.c.happened_on, request.c.on) > allowed)


def _calls(period: Period) -> Rows:
    """Select every call up to the end of a period; a caller may be nobody of the register."""
    calls = rows_of(entry, person_id=entry.c.person_id)
    return calls.where(entry.c.kind == "hotline", entry.c.on <= period.as_of)


def _helped(period: Period) -> Rows:
    """Select the calls that helped whoever called; a caller without a name cannot be told from others."""
    caller = func.nullif(func.trim(entry.c.name), "")
    named = or_(entry.c.person_id.is_not(None), caller.is_not(None))
    return _calls(period).add_columns(caller.label("who")).where(entry.c.outcome == "yes", named)


def _stations(period: Period) -> Rows:
    closed = and_(entry.c.until.is_not(None), entry.c.until <= period.as_of)
    return rows_of(entry).where(entry.c.kind == "station", entry.c.on <= period.as_of, ~closed)


def _items(key: str, label: str, time: Time, definition: str, leaves_out: str, rows: _Where) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit="件",
        mode=Mode.ITEMS,
        time=time,
        definition=f"{definition}；{_WHOSE}",
        leaves_out=leaves_out,
        record=Request,
        rows=rows,
    )


_REQUESTS = (
    _items(
        "requests_received",
        "受理诉求",
        Time.FLOW,
        "受理日期在期内、事项种类为诉求的",
        _OTHERS,
        received("request"),
    ),
    _items(
        "requests_closed",
        "办结诉求",
        Time.FLOW,
        "办结日期在期内的诉求，不论何时受理",
        f"期内受理、还没有办结或以后才办结的；{_OTHERS}",
        _closed,
    ),
    _items(
        "requests_open",
        "在办诉求",
        Time.STOCK,
        "期末当天以前（含当天）受理、期末还没有办结的诉求",
        f"期末当天或以前已办结的；{_OTHERS}",
        _open,
    ),
    _items(
        "requests_overdue",
        "逾期诉求",
        Time.STOCK,
        "期末还没有办结、办理期限已过的诉求",
        f"期限就在期末当天的；没有定办理期限的；已办结的（逾期办结的也不算）；{_OTHERS}",
        _overdue,
    ),
    _items(
        "requests_received_closed",
        "受理已办结诉求",
        Time.FLOW,
        "期内受理、到期末已经办结的诉求",
        f"期内办结、以前受理的；期末以后才办结的；{_OTHERS}",
        _received_closed,
    ),
    Figure(
        key="requests_close_rate",
        label="诉求办结率",
        unit="%",
        mode=Mode.RATIO,
        time=Time.FLOW,
        definition="期内受理的诉求中到期末已办结的，除以期内受理的诉求，保留一位小数",
        leaves_out="以前受理、期内办结的；期内没有受理诉求时不计算",
        record=Request,
        part="requests_received_closed",
        whole="requests_received",
    ),
    _items(
        "requests_closed_by_category",
        "解决问题",
        Time.FLOW,
        "办结日期在期内、填了事项类别的诉求，按诉求类别分列",
        f"没有填事项类别的；期内受理、还没有办结的；{_OTHERS}",
        lambda period: _closed(period).where(func.coalesce(request.c.category, "") != ""),
    ),
    _items(
        "suggestions_received",
        "意见建议",
        Time.FLOW,
        "受理日期在期内、事项种类为意见建议的",
        "诉求和重大事项",
        received("suggestion"),
    ),
    _items(
        "suggestions_adopted",
        "采纳建议",
        Time.FLOW,
        "期内受理的意见建议中已采纳的；采纳没有自己的日期，按现在的登记",
        "没有采纳的、没有写是否采纳的；以前受理、期内才采纳的（计入受理的那一期）",
        lambda period: received("suggestion")(period).where(request.c.adopted == "yes"),
    ),
    _items(
        "life_events_reported",
        "重大事项报告",
        Time.FLOW,
        "受理（报告）日期在期内、事项种类为重大事项的",
        "期内发生、还没有报告的；诉求和意见建议",
        received("life_event"),
    ),
    Figure(
        key="life_events_late",
        label="迟报",
        unit="件",
        mode=Mode.ITEMS,
        time=Time.FLOW,
        definition="期内报告的重大事项中，从发生到报告的天数超过规定时限的；时限取离承办单位（没有写的取本人所属单位）"
        "最近的联系规定，同一单位有几条的取最短的，以报告当天有效的为准",
        leaves_out="恰在时限最后一天报告的；没有写发生日期的；报告当天没有规定时限的",
        record=Request,
        counts=DutyRule,
        rows=_late_events,
    ),
)

_OUTREACH = (
    Figure(
        key="hotline_calls",
        label="热线来电",
        unit="人次",
        mode=Mode.ITEMS,
        time=Time.TOTAL,
        definition="到期末为止的热线来电，一次来电计一人次，来电人是否登记在册都算；计入受理单位",
        leaves_out="期末以后的来电",
        record=Entry,
        ledger="hotline",
        rows=_calls,
    ),
    Figure(
        key="hotline_helped",
        label="热线帮助",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.TOTAL,
        definition="到期末为止来电并得到帮助的人，几次来电只计一人；不在册的人按来电人姓名区分，同名计一人",
        leaves_out="没有帮上忙的、没有写是否帮助的来电；既不在册、又没有留姓名的人",
        record=Entry,
        ledger="hotline",
        rows=_helped,
    ),
    Figure(
        key="stations_open",
        label="驻外工作站",
        unit="个",
        mode=Mode.ITEMS,
        time=Time.STOCK,
        definition="期末已设立、还没有撤销的工作站；计入设立单位",
        leaves_out="期末当天或以前已撤销的、期末以后才设立的",
        record=Entry,
        ledger="station",
        rows=_stations,
    ),
)

REQUEST_FIGURES = (*_REQUESTS, *_OUTREACH)
