"""台账 of requests, suggestions and life events: one line each, as they stood on the period's last day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from talentreg.records.fields import columns, number
from talentreg.records.request import Request
from talentreg.reports.number import UNKNOWN, Number
from talentreg.reports.variables.declaring import ITEM, Telling, Variable
from talentreg.reports.variables.wording import day_or_dash, free, near, place
from talentreg.store.request_ledger import Entered, of_kind, read_requests

_ALL = f"诉求台账{ITEM}记录"
LINE = (
    *("编号", "姓名", "所属单位", "类别", "紧急", "内容", "承办单位", "责任领导", "受理日期", "发生日期"),
    *("受理", "发生", "限办", "办结", "期限", "逾期", "环节", "进展", "办结日期", "满意度", "采纳"),
)


def _read(telling: Telling) -> list[Entered]:
    return read_requests(telling.connection, telling.period, telling.counting.unit_id)


def entered(telling: Telling, kind: str) -> list[Entered]:
    """Read the requests of a kind a report of its period lists."""
    return of_kind(telling.once(_ALL, _read), kind)


def _lines(kind: str) -> Callable[[Telling], list[dict[str, Any]]]:
    return lambda telling: [_line(telling, one) for one in entered(telling, kind)]


def _line(telling: Telling, one: Entered) -> dict[str, Any]:
    told = columns(Request)
    return {
        "编号": number(Request, one.record_id),
        "姓名": one.name or UNKNOWN,
        "所属单位": place(telling, one.person_unit),
        "类别": free(telling, one.category) or UNKNOWN,
        "紧急": one.urgent,
        "内容": free(telling, one.text),
        "承办单位": place(telling, one.unit_id),
        "责任领导": one.leader or UNKNOWN,
        **{key: near(telling, day) for key, day in _days(one).items()},
        "受理日期": day_or_dash(one.on),
        "发生日期": day_or_dash(one.happened_on),
        "期限": day_or_dash(one.due_on),
        "逾期": one.overdue,
        "环节": one.step,
        "进展": progress(telling, one),
        "办结日期": day_or_dash(one.closed_on),
        "满意度": told["satisfaction"].shown(one.satisfaction) if one.closed_on else UNKNOWN,
        "采纳": told["adopted"].shown(one.adopted) or UNKNOWN,
    }


def _days(one: Entered) -> dict[str, date | None]:
    """Return the days of a request for narrow columns."""
    return {"受理": one.on, "发生": one.happened_on, "限办": one.due_on, "办结": one.closed_on}


def progress(telling: Telling, one: Entered) -> str:
    """Say how far something has come: what was done about it, else the step it has taken and when."""
    told = free(telling, one.told).rstrip("。；;")
    late = "，已逾期" if one.overdue else ""
    step = {"受理": "已受理，待交办", "交办": "已交办", "办理": "办理中"}.get(one.step, f"已{one.step}")
    return f"{step}{late}{'：' if told else ''}{told}"


def _before(telling: Telling) -> list[Entered]:
    return [one for one in entered(telling, "request") if one.on < telling.period.start]


def _closed(found: list[Entered], first: date) -> int:
    return sum(one.closed_on is not None and one.closed_on >= first for one in found)


def _counted(name: str, about: str, count: Callable[[Telling], int]) -> Variable:
    def make(telling: Telling) -> Number:
        return telling.own(name, count(telling))

    return Variable(name, about, make)


VARIABLES = (
    Variable("诉求台账", "本期受理、本期办结和期末在办的诉求，一件一行", _lines("request"), LINE),
    Variable("意见建议台账", "本期受理、本期办结和期末还没有办结的意见建议", _lines("suggestion"), LINE),
    Variable("重大事项台账", "本期报告、本期办结和期末还没有办结的重大事项", _lines("life_event"), LINE),
    _counted("诉求台账件数", "诉求台账有几件", lambda one: len(entered(one, "request"))),
    _counted("期前受理诉求", "诉求台账中期前受理的有几件", lambda one: len(_before(one))),
    _counted(
        "期前受理本期办结",
        "期前受理、本期办结的诉求有几件",
        lambda one: _closed(_before(one), one.period.start),
    ),
    _counted("意见建议台账件数", "意见建议台账有几件", lambda one: len(entered(one, "suggestion"))),
    _counted("重大事项台账件数", "重大事项台账有几件", lambda one: len(entered(one, "life_event"))),
)
