"""发放册: the benefits of a batch, of a policy or of a period as the roll people sign and pay by."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from talentreg.records.benefit import Benefit, Policy
from talentreg.records.fields import id_from_number, number
from talentreg.records.person import Person
from talentreg.reports.number import Number
from talentreg.reports.variables.declaring import ITEM, Telling, Variable
from talentreg.reports.variables.wording import day_or_dash, field_text, free, place
from talentreg.store.benefit_standards import standards
from talentreg.store.benefits import Owed, below, benefit, find_batch, find_owed

LIST = "发放名单"
LINE = (
    *("编号", "姓名", "身份证号", "单位", "待遇", "标准", "期间", "应发日期", "应发", "实发", "未发", "备注"),
)


@dataclass(frozen=True, slots=True)
class Roll:
    """The benefits of a roll in the order people are called up, and what their policies grant."""

    rows: list[Owed]
    standards: dict[int, str]


def _read(telling: Telling) -> Roll:
    day = telling.period.as_of
    found = find_owed(telling.connection, day, [*_chosen(telling), below(telling.counting.unit_id)])
    path = telling.counting.tree.path
    found.sort(key=lambda one: (path(one.unit_id) or "\U0010ffff", one.name, one.record_id))
    return Roll(found, standards(telling.connection, [one.record_id for one in found]))


def _chosen(telling: Telling) -> list[ColumnElement[bool]]:
    """Choose the benefits the report is about; without a batch those due in the period."""
    batch, policy = telling.subject.get("batch"), telling.subject.get("policy")
    period = telling.period
    if batch:
        chosen: ColumnElement[bool] = benefit.c.batch == find_batch(telling.connection, batch)
    else:
        chosen = benefit.c.on.between(period.start, period.last_day)
    return [chosen, benefit.c.policy_id == id_from_number(Policy, policy)] if policy else [chosen]


def roll(telling: Telling) -> Roll:
    """Read the roll a report is about."""
    return telling.once(f"{LIST}{ITEM}记录", _read)


def _lines(telling: Telling) -> list[dict[str, Any]]:
    found = roll(telling)
    return [_line(telling, one, found.standards.get(one.record_id, "")) for one in found.rows]


def _line(telling: Telling, one: Owed, standard: str) -> dict[str, Any]:
    record = number(Benefit, one.record_id)

    def amount(called: str, value: float) -> Number:
        return telling.own(LIST, value, called, f"{called}{ITEM}{record}", f"{value:.2f}")

    return {
        "编号": record,
        "姓名": one.name,
        "身份证号": field_text(telling, Person, {"id_number": one.id_number}, "id_number"),
        "单位": place(telling, one.unit_id),
        "待遇": free(telling, one.title),
        "标准": free(telling, standard),
        "期间": free(telling, one.period),
        "应发日期": day_or_dash(one.on),
        "应发": amount("应发", one.amount),
        "实发": amount("实发", one.paid),
        "未发": amount("未发", one.missing),
        "备注": free(telling, one.note),
    }


def _sum(telling: Telling, name: str, value: float) -> Number:
    return telling.own(name, round(value, 2), text=f"{value:.2f}")


def _title(telling: Telling) -> str:
    """Name the roll after its batch, else its period, and the only benefit that is in it."""
    titles = {free(telling, one.title) for one in roll(telling).rows}
    what = titles.pop() if len(titles) == 1 else "待遇"
    batch = telling.subject.get("batch")
    named = free(telling, find_batch(telling.connection, batch)) if batch else telling.period.name
    return named if what in named else f"{named}{what}"


VARIABLES = (
    Variable(LIST, "要发放的待遇，一笔一行：--batch 的批次，没有写的是本期应发的", _lines, LINE),
    Variable(
        "发放册名称", "发放册叫什么：批次（没有写的是统计期）和待遇", _title, example="2026年一季度人才津贴"
    ),
    Variable(
        "发放人数",
        "发放名单有几人，一人几笔只计一人",
        lambda one: one.own("发放人数", len({owed.person_id for owed in roll(one).rows})),
    ),
    Variable("发放笔数", "发放名单有几笔", lambda one: one.own("发放笔数", len(roll(one).rows))),
    Variable(
        "应发合计",
        "发放名单应发金额合计，元；大写写成 应发合计|大写",
        lambda one: _sum(one, "应发合计", sum(owed.amount for owed in roll(one).rows)),
    ),
    Variable(
        "实发合计",
        "发放名单到期末已发金额合计，元",
        lambda one: _sum(one, "实发合计", sum(owed.paid for owed in roll(one).rows)),
    ),
    Variable(
        "未发合计",
        "发放名单到期末还没有发的金额合计，元",
        lambda one: _sum(one, "未发合计", sum(owed.missing for owed in roll(one).rows)),
    ),
)
