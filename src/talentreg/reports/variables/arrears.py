"""催报: the reports and tasks units still owe though their day has passed, since when, whom to ask there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from talentreg.records.campaign import Task
from talentreg.records.fields import columns
from talentreg.reports.number import UNKNOWN, Number
from talentreg.reports.variables.declaring import ITEM, Telling, Variable
from talentreg.reports.variables.wording import place
from talentreg.store.duty_table import Officers
from talentreg.store.tasks import OF_CAMPAIGN, Board, Standing, TaskNode, load_board, load_tasks
from talentreg.store.units import UnitNode

REPORTS, TASKS = ("report",), OF_CAMPAIGN
SOON = 30
"""Days ahead whose tasks a letter reminds of."""
READ = f"催报名单{ITEM}记录"
"""Under which what is owed is read once for a report."""
NAMED = 8
"""So many units are addressed by name; of more the letter says 各有关单位."""
LINE = ("名称", "种类", "专项行动", "期限", "逾期天数", "应完成", "已完成", "未完成", "单位")
INNER = {"单位": ("名称",)}
OWING_LINE = ("单位", "事项", "种类", "专项行动", "期限", "逾期天数", "联络员")
COMING_LINE = ("名称", "种类", "专项行动", "期限")
UNIT_LINE = ("名称", "单位", "件数", "事项", "最长逾期", "联络员")


@dataclass(frozen=True, slots=True)
class Owing:
    """One unit that still owes one task."""

    task: TaskNode
    unit: UnitNode
    days: int

    @property
    def code(self) -> str:
        """How a number of it is called."""
        return f"{self.task.number}{ITEM}{self.unit.code}"


@dataclass(frozen=True, slots=True)
class Arrears:
    """What is owed in a scope on a day, and how the units stand with every task looked at."""

    board: Board
    owing: list[Owing]
    officers: Officers

    def of(self, task: TaskNode) -> list[Owing]:
        """List who owes a task."""
        return [one for one in self.owing if one.task.id == task.id]


def addressed(telling: Telling) -> UnitNode | None:
    """Return the unit the letter is asked to go to; None for one that goes to all who owe."""
    code = telling.subject.get("to-unit")
    return telling.counting.tree.find(code) if code else None


def arrears(telling: Telling) -> Arrears:
    """Read what is owed: of the tasks due this year, or in the period, those whose day has passed."""
    return telling.once(READ, _read)


def _without(board: Board, sender: UnitNode | None) -> Board:
    """Leave out what the unit that writes the letter owes itself."""
    own = sender.id if sender else None
    cells = {key: cell for key, cell in board.cells.items() if key[1] != own}
    return replace(board, units=[one for one in board.units if one != own], cells=cells)


def narrowed(telling: Telling, unit: UnitNode) -> Arrears:
    """Return what is owed by a unit and those below it."""
    whole, tree = arrears(telling), telling.counting.tree
    cells = {key: cell for key, cell in whole.board.cells.items() if tree.within(key[1], unit.id)}
    there = {unit_id for _, unit_id in cells}
    units = [one for one in whole.board.units if one in there]
    owing = [one for one in whole.owing if one.unit.id in there]
    return Arrears(replace(whole.board, units=units, cells=cells), owing, whole.officers)


def _read(telling: Telling) -> Arrears:
    connection, tree, day = telling.connection, telling.counting.tree, telling.period.as_of
    first = min(telling.period.start, date(day.year, 1, 1))
    tasks = [
        one
        for one in load_tasks(connection, (*REPORTS, *TASKS))
        if one.due_on and first <= one.due_on <= telling.period.last_day
    ]
    unit = addressed(telling)
    board = load_board(connection, tree, tasks, day, unit.id if unit else telling.counting.unit_id)
    board = board if unit else _without(board, telling.top)
    owing = [
        Owing(task, tree.nodes[unit_id], (day - task.due_on).days)
        for task in tasks
        for unit_id in board.behind(task.id)
        if task.due_on and task.due_on < day
    ]
    return Arrears(board, owing, Officers(connection, tree, day))


def _tasks(kinds: tuple[str, ...]) -> Callable[[Telling], list[dict[str, Any]]]:
    """Make the lines of the tasks of some kinds that somebody owes."""

    def make(telling: Telling) -> list[dict[str, Any]]:
        found = arrears(telling)
        late = [(task, found.of(task)) for task in found.board.tasks if task.kind in kinds]
        return [_task_line(telling, task, owing) for task, owing in late if owing]

    return make


def _task_line(telling: Telling, task: TaskNode, owing: list[Owing]) -> dict[str, Any]:
    count = arrears(telling).board.by_task[task.id]

    def own(called: str, value: int) -> Number:
        return telling.own(_list_of(task), value, called, f"{called}{ITEM}{task.number}")

    return {
        **_told(task),
        "逾期天数": own("逾期天数", owing[0].days),
        "应完成": own("应完成", count.owed),
        "已完成": own("已完成", count.done),
        "未完成": own("未完成", count.owed - count.done),
        "单位": [{"名称": place(telling, one.unit.id)} for one in owing],
    }


def _list_of(task: TaskNode) -> str:
    return "催报事项" if task.kind in REPORTS else "催办事项"


def _told(task: TaskNode) -> dict[str, Any]:
    kind = columns(Task)["kind"].shown(task.kind)
    return {"名称": task.name, "种类": kind, "专项行动": task.campaign or "", "期限": task.due_on or ""}


def _owing(telling: Telling) -> list[dict[str, Any]]:
    """Make a line for each unit and task, unit after unit."""
    found = arrears(telling)
    place_of = {unit: place for place, unit in enumerate(found.board.units)}
    lines = sorted(found.owing, key=lambda one: place_of[one.unit.id])
    return [
        {
            "单位": place(telling, one.unit.id),
            "事项": one.task.name,
            **{key: told for key, told in _told(one.task).items() if key != "名称"},
            "逾期天数": telling.own("催报名单", one.days, "逾期天数", f"逾期{ITEM}{one.code}"),
            "联络员": found.officers.named(0, one.unit.id) or UNKNOWN,
        }
        for one in lines
    ]


def _units(telling: Telling) -> list[dict[str, Any]]:
    """Make a line for each unit that owes anything."""
    found = arrears(telling)
    owed = {unit: [one for one in found.owing if one.unit.id == unit] for unit in found.board.units}
    return [_unit_line(telling, owing) for owing in owed.values() if owing]


def _unit_line(telling: Telling, owing: list[Owing]) -> dict[str, Any]:
    unit = owing[0].unit
    name = place(telling, unit.id)

    def own(called: str, value: int) -> Number:
        return telling.own("催报单位", value, called, f"{called}{ITEM}{unit.code}")

    return {
        "名称": name,
        "单位": name,
        "件数": own("件数", len(owing)),
        "事项": "、".join(one.task.name for one in owing),
        "最长逾期": own("最长逾期", max(one.days for one in owing)),
        "联络员": arrears(telling).officers.named(0, unit.id) or UNKNOWN,
    }


def _whom(telling: Telling) -> str:
    """Name who the letter goes to: its one unit, the few that owe, else all of them in a word."""
    if telling.letter.addressee:
        return telling.letter.addressee
    if unit := addressed(telling):
        return unit.name
    names = [line["名称"] for line in telling.once("催报单位", _units)]
    return "、".join(names) if 0 < len(names) <= NAMED else "各有关单位"


def _alone(telling: Telling) -> UnitNode | None:
    """Return the unit the letter speaks to as you: the one asked for, else the only one that owes."""
    owing = {one.unit.id: one.unit for one in arrears(telling).owing}
    return addressed(telling) or (next(iter(owing.values())) if len(owing) == 1 else None)


def _includes_below(telling: Telling) -> bool:
    unit = _alone(telling)
    return unit is not None and any(one.unit.id != unit.id for one in arrears(telling).owing)


def _coming(telling: Telling) -> list[dict[str, Any]]:
    """Make the lines of what is still to be done by a day of the period that comes soon."""
    board, last = arrears(telling).board, telling.period.as_of + timedelta(days=SOON)
    waiting = {task_id for (task_id, _), cell in board.cells.items() if cell.standing is Standing.OPEN}
    return [_told(one) for one in board.tasks if one.id in waiting and one.due_on and one.due_on <= last]


def _count(name: str, about: str, count: Callable[[Arrears], int]) -> Variable:
    def make(telling: Telling) -> Number:
        return telling.own(name, count(arrears(telling)))

    return Variable(name, about, make)


VARIABLES = (
    Variable(
        "催报事项", "今年期限已过、还有单位没有报的报送任务，一项一行", _tasks(REPORTS), LINE, inner=INNER
    ),
    Variable(
        "催办事项", "今年期限已过、还有单位没有完成的专项行动任务，一项一行", _tasks(TASKS), LINE, inner=INNER
    ),
    Variable("催报名单", "哪个单位还欠哪一项，一个单位一项一行", _owing, OWING_LINE),
    Variable("催报单位", "还欠着的单位，一个单位一行", _units, UNIT_LINE),
    Variable(
        "将到期事项",
        "本期的任务中，期限在今后30天内、还有单位没有完成的",
        _coming,
        COMING_LINE,
    ),
    _count("催报单位数", "还欠着的有几个单位", lambda one: len({owing.unit.id for owing in one.owing})),
    _count("催报项数", "还欠着的一共几项，一个单位欠一项算一项", lambda one: len(one.owing)),
    Variable(
        "催报对象", "函送给谁：--addressee 写的，--to-unit 的单位，不多的写出名称，多的写各有关单位", _whom
    ),
    Variable(
        "致一个单位",
        "函是不是只给一个单位：--to-unit 写的，或者只有一个单位还欠着",
        lambda one: _alone(one) is not None,
    ),
    Variable("催报含下级", "只给一个单位的函里，有没有它下级单位欠的", _includes_below),
    Variable(
        "联系人",
        "--contact 写的联系人和电话，没有写的是空的",
        lambda one: one.letter.contact,
    ),
)
