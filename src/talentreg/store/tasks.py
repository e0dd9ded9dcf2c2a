"""What units have to do, tasks of a campaign and reports, and how far each of them has come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from talentreg.errors import Ambiguous, Refused, Unknown
from talentreg.periods import chinese_day, today
from talentreg.records.campaign import Campaign, Fulfilment, Task
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.ledgers import FULFILMENT, TASK
from talentreg.records.masking import mask_free_text
from talentreg.records.text import fold
from talentreg.records.vocabulary import LEVEL
from talentreg.store.changes import Writer
from talentreg.store.ledger_entering import Entered, add_row, edit_row
from talentreg.store.ledger_finding import find_row
from talentreg.store.owed import owed, stood
from talentreg.store.units import UnitNode, UnitTree

STAGES = ("政策宣传", "摸底排查", "建档入库", "沟通联络")
"""The stages a campaign goes through in every unit."""

OF_CAMPAIGN = ("stage", "checklist")
_ORDER = {"stage": 0, "checklist": 1, "report": 2}


class Standing(Enum):
    """How a unit stands with a task on a day."""

    DONE = "完成"
    LATE = "逾期完成"
    EXEMPT = "免做"
    OPEN = "未完成"
    OVERDUE = "逾期未完成"


@dataclass(frozen=True, slots=True)
class TaskNode:
    """One task with what it takes from its campaign: who sets it, which units owe it, from when to when."""

    id: int
    name: str
    kind: str
    campaign_id: int | None
    campaign: str | None
    position: int | None
    unit_id: int | None
    level: str | None
    begins: date | None
    due_on: date | None

    @property
    def number(self) -> str:
        """The number the task is called by."""
        return number(Task, self.id)

    @property
    def told(self) -> str:
        """The task in a line that tells it from others of the name."""
        due = f"{chinese_day(self.due_on)}前" if self.due_on else ""
        return "  ".join(part for part in (self.number, self.campaign, self.name, due) if part)


@dataclass(frozen=True, slots=True)
class Cell:
    """How one unit stands with one task, and the day it was done."""

    standing: Standing
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many had to do something, did it, were exempt, let the day pass; exempt ones do not owe."""

    owed: int = 0
    done: int = 0
    exempt: int = 0
    overdue: int = 0

    @property
    def percent(self) -> float | None:
        """The share done, with one decimal; None when nobody owes anything."""
        return round(100 * self.done / self.owed, 1) if self.owed else None


@dataclass(frozen=True)
class Board:
    """Units by tasks as of a day; a unit that does not owe a task has no cell."""

    day: date
    tasks: Sequence[TaskNode]
    units: Sequence[int]
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)

    @cached_property
    def whole(self) -> Count:
        """Count over everything."""
        return count(self.cells.values())

    @cached_property
    def by_task(self) -> dict[int, Count]:
        """Count every task over its units."""
        return _grouped(self.cells, [one.id for one in self.tasks], 0)

    @cached_property
    def by_unit(self) -> dict[int, Count]:
        """Count every unit over its tasks."""
        return _grouped(self.cells, self.units, 1)

    def of(self, task_id: int, unit_id: int) -> Cell | None:
        """Return how a unit stands with a task; None when it does not owe it."""
        return self.cells.get((task_id, unit_id))

    def behind(self, task_id: int) -> list[int]:
        """List the units that still owe a task."""
        undone = (Standing.OPEN, Standing.OVERDUE)
        return [one for one in self.units if (cell := self.of(task_id, one)) and cell.standing in undone]


def count(cells: Iterable[Cell]) -> Count:
    """Count how units stand."""
    found = [one.standing for one in cells]
    exempt = found.count(Standing.EXEMPT)
    done = found.count(Standing.DONE) + found.count(Standing.LATE)
    return Count(len(found) - exempt, done, exempt, found.count(Standing.OVERDUE))


def _grouped(cells: Mapping[tuple[int, int], Cell], ids: Sequence[int], place: int) -> dict[int, Count]:
    groups: dict[int, list[Cell]] = {one: [] for one in ids}
    for key, cell in cells.items():
        groups[key[place]].append(cell)
    return {one: count(some) for one, some in groups.items()}


def load_tasks(
    connection: Connection, kinds: Sequence[str], campaign_id: int | None = None
) -> list[TaskNode]:
    """Read the tasks of some kinds, of one campaign if it is named, in the order they are done in."""
    task, campaign = table(Task), table(Campaign)
    query = (
        select(
            *(task.c[name] for name in ("id", "name", "kind", "campaign_id", "position")),
            campaign.c.name.label("campaign"),
            func.coalesce(task.c.unit_id, campaign.c.unit_id).label("unit_id"),
            func.coalesce(task.c.level, campaign.c.level).label("level"),
            func.coalesce(task.c.on, campaign.c.on).label("begins"),
            func.coalesce(task.c.due_on, campaign.c.until).label("due_on"),
        )
        .outerjoin(campaign, campaign.c.id == task.c.campaign_id)
        .where(task.c.kind.in_(kinds))
    )
    if campaign_id is not None:
        query = query.where(task.c.campaign_id == campaign_id)
    found = [_node(row) for row in connection.execute(query).mappings()]
    return sorted(found, key=_order)


def _node(row: RowMapping) -> TaskNode:
    names = {name: row[name] and mask_free_text(row[name]) for name in ("name", "campaign")}
    return TaskNode(**{**row, **names})


def _order(task: TaskNode) -> tuple[int, bool, int, date, int]:
    unplaced = task.position is None
    return (_ORDER[task.kind], unplaced, task.position or 0, task.due_on or date.max, task.id)


def load_board(
    connection: Connection, tree: UnitTree, tasks: Sequence[TaskNode], day: date, scope: int | None = None
) -> Board:
    """Read how the units of a scope stand with some tasks on a day.

    What was done later is not done yet; a unit that was exempt need not do it.
    """
    pairs, ids = owed(), [one.id for one in tasks]
    columns = ("task_id", "unit_id", "due_on", "done_on")
    query = select(*(pairs.c[name] for name in columns)).where(pairs.c.task_id.in_(ids), stood(pairs, day))
    cells: dict[tuple[int, int], Cell] = {}
    for row in connection.execute(query):
        if tree.within(row.unit_id, scope):
            cells[row.task_id, row.unit_id] = _standing(row.due_on, row.done_on, day)
    done = table(Fulfilment)
    exempt = select(done.c.task_id, done.c.unit_id).where(done.c.task_id.in_(ids), done.c.state == "exempt")
    for task_id, unit_id in connection.execute(exempt):
        if tree.within(unit_id, scope):
            cells[task_id, unit_id] = Cell(Standing.EXEMPT)
    there = {unit_id for _, unit_id in cells}
    return Board(day, tasks, [one for one in _from_the_top(tree) if one in there], cells)


def _standing(due_on: date | None, done_on: date | None, day: date) -> Cell:
    if done_on is not None and done_on <= day:
        late = due_on is not None and done_on > due_on
        return Cell(Standing.LATE if late else Standing.DONE, done_on)
    return Cell(Standing.OVERDUE if due_on is not None and due_on < day else Standing.OPEN)


def _from_the_top(tree: UnitTree) -> list[int]:
    """List all units as the tree is read."""
    return [one.id for top in tree.children(None) for one in (top, *tree.below(top.id))]


def find_task(
    connection: Connection, text: str, kinds: Sequence[str], campaign_id: int | None = None
) -> TaskNode:
    """Return the one task of some kinds that a number or a name means, of one campaign if it is named.

    Raises Unknown with the nearest names, or Ambiguous with the tasks that bear the name.
    """
    tasks = load_tasks(connection, kinds, campaign_id)
    row_id = id_from_number(Task, text)
    found = [one for one in tasks if one.id == row_id or fold(one.name) == fold(mask_free_text(text))]
    if len(found) == 1:
        return found[0]
    if found:
        hint = "请写任务编号" + ("" if "report" in kinds else "，或加 --campaign 行动")
        raise Ambiguous(f"有{len(found)}项任务叫「{text}」", [one.told for one in found], hint)
    if row_id is not None or not tasks:
        find_row(connection, TASK, text)  # says what is wrong where there is no such task at all
        what = "报送事项" if "report" in kinds else "专项行动的任务"
        raise Unknown(f"「{text}」不是{what}", "报送用 talentreg reporting，其他任务用 talentreg campaign")
    raise Unknown(f"没有名为「{text}」的任务", f"现有：{'、'.join(one.name for one in tasks[:10])}")


def find_owing(
    connection: Connection, tree: UnitTree, task: TaskNode, texts: Sequence[str], *, below: bool
) -> list[UnitNode]:
    """Return the units that some texts mean and that owe a task; with `below` all those below them too.

    Raises Refused for a unit that does not owe it.
    """
    pairs, done = owed(), table(Fulfilment)
    owing_it = select(pairs.c.unit_id).where(pairs.c.task_id == task.id, stood(pairs, today()))
    mine = set(connection.scalars(owing_it))
    mine |= set(connection.scalars(select(done.c.unit_id).where(done.c.task_id == task.id)))
    found: list[UnitNode] = []
    for text in texts:
        unit = tree.find(text, task.due_on and min(task.due_on, today()))
        own = [unit, *(tree.below(unit.id) if below else ())]
        owing = [one for one in own if one.id in mine]
        if not owing:
            raise _not_owed(tree, task, unit, below=any(one.id in mine for one in tree.below(unit.id)))
        found += owing
    return list({one.id: one for one in found}.values())


def _not_owed(tree: UnitTree, task: TaskNode, unit: UnitNode, *, below: bool) -> Refused:
    level = LEVEL.text(task.level) if task.level else "单位"
    who = f"{tree.path(task.unit_id)}以下的{level}" if task.unit_id is not None else level
    hint = "它下面的都完成了加 --below" if below else "应完成单位见 talentreg campaign status"
    return Refused(f"「{tree.path(unit.id)}」不用完成「{task.name}」：应由{who}完成", hint)


def take_back(writer: Writer, tree: UnitTree, task: TaskNode, unit: UnitNode) -> None:
    """Delete that a unit has done a task, or is exempt; raises Refused where nothing says so."""
    rows = table(Fulfilment)
    same = (rows.c.task_id == task.id, rows.c.unit_id == unit.id)
    found = writer.connection.scalar(select(rows.c.id).where(*same))
    if found is None:
        raise Refused(f"{tree.path(unit.id)} 没有登记过「{task.name}」", "没有可撤回的")
    writer.delete_many(Fulfilment, [found])


def fulfil(
    writer: Writer, tree: UnitTree, task: TaskNode, unit: UnitNode, values: Mapping[str, Any]
) -> Entered:
    """Enter that a unit has done a task, or is exempt; what was entered before is corrected.

    `values` are by field; those not given stay as they are.
    """
    rows = table(Fulfilment)
    same = (rows.c.task_id == task.id, rows.c.unit_id == unit.id)
    own = writer.connection.execute(select(rows.c.id, rows.c.state).where(*same)).one_or_none()
    given = {name: value for name, value in values.items() if value is not None}
    if own is None:
        return add_row(writer, tree, FULFILMENT, {"task": task.number, "unit": unit.code, **given})
    if own.state != values["state"] and "on" not in given:
        given["on"] = today()
    return edit_row(writer, tree, FULFILMENT, own.id, given)
