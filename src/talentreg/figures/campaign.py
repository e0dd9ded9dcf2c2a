"""Figures of campaigns and supervision: what units had to do or report and did, what inspections found."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Integer, Select, and_, literal, null, or_, select

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.publicity import entries, entry
from talentreg.figures.rows import rows_of, within
from talentreg.periods import Period
from talentreg.records.campaign import Task
from talentreg.records.entry import Entry
from talentreg.store.owed import owed, stood

pairs = owed()

_Where = Callable[[Period], Rows]
_UNITS = "期限当天（期限还没有到的，期末）已撤销、还没有设立的单位；免做的单位"


def _rows(*conditions: ColumnElement[bool], done: bool = False) -> Select[tuple[object, ...]]:
    """Select pairs of a task and a unit, on the day they were due or, if done, on the day of that."""
    return select(
        literal(None, Integer).label("person_id"),
        pairs.c.task_id.label("record_id"),
        pairs.c.unit_id,
        (pairs.c.done_on if done else pairs.c.due_on).label("on"),
        (pairs.c.entered_on if done else null()).label("entered_on"),
    ).where(*conditions)


def _in_hand(period: Period) -> ColumnElement[bool]:
    """Ask whether a checklist item was to be worked on in a period: some day from its first to its last."""
    begun = or_(pairs.c.begins.is_(None), pairs.c.begins <= period.as_of)
    not_over = or_(pairs.c.due_on.is_(None), pairs.c.due_on >= period.start)
    return and_(pairs.c.kind == "checklist", begun, not_over, stood(pairs, period.as_of))


def _due(period: Period) -> ColumnElement[bool]:
    """Ask whether a report was due in a period, if need be in what is still to come of it."""
    falls_due = pairs.c.due_on.between(period.start, period.last_day)
    return and_(pairs.c.kind == "report", falls_due, stood(pairs, period.as_of))


def _late(period: Period) -> ColumnElement[bool]:
    reported = and_(pairs.c.done_on.is_not(None), pairs.c.done_on <= period.as_of)
    return or_(
        and_(reported, pairs.c.done_on > pairs.c.due_on), and_(~reported, pairs.c.due_on < period.as_of)
    )


def _found(period: Period) -> Rows:
    return rows_of(entry, amount=entry.c.quantity).where(
        entry.c.kind == "inspection", within(entry.c.on, period), entry.c.quantity.is_not(None)
    )


def _figure(key: str, label: str, unit: str, definition: str, leaves_out: str, rows: _Where) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit=unit,
        mode=Mode.ITEMS,
        time=Time.FLOW,
        definition=definition,
        leaves_out=leaves_out,
        record=Task,
        rows=rows,
    )


_CHECKLIST = (
    _figure(
        "checklist_done",
        "规定动作完成数",
        "项",
        "期内应做的规定动作中到期末已经完成的，一个单位完成一项计一项；计入完成的单位",
        f"期末以后才完成的；阶段工作和报送任务；{_UNITS}",
        lambda period: _rows(_in_hand(period), pairs.c.done_on <= period.as_of, done=True),
    ),
    _figure(
        "checklist_due",
        "应完成规定动作数",
        "项",
        "布置日到完成期限之间有一天在期内的规定动作（没有写的取专项行动的起止日期），应做的单位每个计一项；"
        "应做的是布置单位之下该层级、期限当天（期限还没有到的，期末）存在的单位",
        f"期内还没有布置、期前期限已过的；阶段工作和报送任务；{_UNITS}",
        lambda period: _rows(_in_hand(period)),
    ),
    Figure(
        key="checklist_rate",
        label="规定动作完成率",
        unit="%",
        mode=Mode.RATIO,
        time=Time.FLOW,
        definition="规定动作完成数除以应完成规定动作数，保留一位小数",
        leaves_out="期内没有应做的规定动作时不计算",
        record=Task,
        part="checklist_done",
        whole="checklist_due",
    ),
)

_SUPERVISION = (
    Figure(
        key="inspections",
        label="督查次数",
        unit="次",
        mode=Mode.ITEMS,
        time=Time.FLOW,
        definition="督查日期在期内的督查，各种形式合计，一个单位查一次计一次；计入被查单位",
        leaves_out="期末以后的督查",
        record=Entry,
        ledger="inspection",
        rows=lambda period: entries("inspection", period),
    ),
    Figure(
        key="findings",
        label="发现问题",
        unit="个",
        mode=Mode.SUM,
        time=Time.FLOW,
        definition="期内督查发现的问题个数相加，不论是否已整改；计入被查单位",
        leaves_out="没有填问题个数的督查",
        record=Entry,
        ledger="inspection",
        rows=_found,
    ),
)

_REPORTING = (
    _figure(
        "units_reported",
        "已报单位",
        "个",
        "完成期限在期内的报送任务，到期末已报的单位，一个单位一项任务计一个，逾期才报的也算",
        f"期末以后才报的；期限不在期内的任务；{_UNITS}",
        lambda period: _rows(_due(period), pairs.c.done_on <= period.as_of, done=True),
    ),
    _figure(
        "units_due",
        "应报单位",
        "个",
        "完成期限在期内（含期内还没有到的日子）的报送任务，应报的单位一个单位一项任务计一个；"
        "应报的是布置单位之下该层级、期限当天（期限还没有到的，期末）存在的单位",
        f"期限不在期内的任务；规定动作和阶段工作；{_UNITS}",
        lambda period: _rows(_due(period)),
    ),
    _figure(
        "units_late",
        "逾期单位",
        "个",
        "完成期限在期内的报送任务，期限以后才报、或期限已过到期末还没有报的单位，一个单位一项任务计一个",
        f"期限当天报的；期限还没有到或就在期末当天、还没有报的；{_UNITS}",
        lambda period: _rows(_due(period), _late(period)),
    ),
)

CAMPAIGN_FIGURES = (*_CHECKLIST, *_SUPERVISION, *_REPORTING)
