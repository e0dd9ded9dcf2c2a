"""Which unit owes which task: every unit of its level below the one that set it, unless it is exempt."""

from datetime import date

from sqlalchemy import CTE, ColumnElement, FromClause, Subquery, and_, func, or_, select, union

from talentreg.records.campaign import Campaign, Fulfilment, Task
from talentreg.records.fields import table
from talentreg.records.unit import Unit

task, campaign, fulfilment, unit = (table(record) for record in (Task, Campaign, Fulfilment, Unit))


def owed() -> Subquery:
    """Make the table of what is owed: one row for each task and each unit that has to do it.

    Columns: `task_id`, `unit_id`, `kind`, `begins`, `due_on`, and `done_on`, `entered_on` of what was done,
    blank where nothing was. A task takes its unit, level and days from its campaign where it has none of its
    own; set by no unit it is owed by all of its level. Which units were there at all is for `stood` to ask;
    what a unit did before it moved under another it has done.
    """
    tasks, below, made = _tasks(), _below(), _made()
    mine = and_(below.c.root_id == tasks.c.host_id, below.c.unit_id == unit.c.id)
    of_pair = and_(made.c.task_id == tasks.c.task_id, made.c.unit_id == unit.c.id)
    return (
        select(
            *(tasks.c[name] for name in ("task_id", "kind", "begins", "due_on")),
            unit.c.id.label("unit_id"),
            unit.c.opened_on,
            unit.c.closed_on,
            made.c.done_on,
            made.c.entered_on,
        )
        .join_from(tasks, unit, unit.c.level == tasks.c.level)
        .outerjoin(below, mine)
        .outerjoin(made, of_pair)
        .where(
            or_(tasks.c.host_id.is_(None), below.c.unit_id.is_not(None)),
            or_(made.c.task_id.is_(None), made.c.done_on.is_not(None)),
        )
        .subquery("owed")
    )


def stood(pairs: Subquery, day: date) -> ColumnElement[bool]:
    """Ask whether a unit existed on the last day of a task, or on a day before which that is not reached."""
    last = func.min(func.coalesce(pairs.c.due_on, day), day)
    opened = or_(pairs.c.opened_on.is_(None), pairs.c.opened_on <= last)
    return and_(opened, or_(pairs.c.closed_on.is_(None), pairs.c.closed_on > last))


def _tasks() -> Subquery:
    """Select every task with what it takes from its campaign."""
    return (
        select(
            task.c.id.label("task_id"),
            task.c.kind,
            func.coalesce(task.c.unit_id, campaign.c.unit_id).label("host_id"),
            func.coalesce(task.c.level, campaign.c.level).label("level"),
            func.coalesce(task.c.on, campaign.c.on).label("begins"),
            func.coalesce(task.c.due_on, campaign.c.until).label("due_on"),
        )
        .outerjoin(campaign, campaign.c.id == task.c.campaign_id)
        .subquery("tasks")
    )


def _below() -> Subquery:
    """Pair every unit that sets tasks with itself and all below it, and with those of what it was."""
    hosts = union(select(task.c.unit_id), select(campaign.c.unit_id)).subquery()
    then, since = unit.alias(), unit.alias()
    own = select(unit.c.id.label("root_id"), unit.c.id.label("unit_id")).where(
        unit.c.id.in_(select(hosts.c.unit_id))
    )
    roots = own.cte(recursive=True)
    roots = roots.union(
        select(roots.c.root_id, then.c.id).where(since.c.id == roots.c.unit_id, has_moved(then, since))
    )
    tree = select(roots).cte(recursive=True)
    tree = tree.union_all(select(tree.c.root_id, unit.c.id).where(unit.c.parent_id == tree.c.unit_id))
    return select(tree).distinct().subquery("below")


def _made() -> Subquery:
    """Select what each unit has done of each task, `done_on` blank where it is exempt."""
    now, done = _now(), fulfilment.c.state == "done"
    return (
        select(
            fulfilment.c.task_id,
            now.c.now_id.label("unit_id"),
            func.min(fulfilment.c.on).filter(done).label("done_on"),
            func.min(fulfilment.c.entered_on).filter(done).label("entered_on"),
        )
        .join(now, now.c.unit_id == fulfilment.c.unit_id)
        .group_by(fulfilment.c.task_id, now.c.now_id)
        .subquery("made")
    )


def _now() -> CTE:
    """Pair every unit that has done something with itself and with what it became by moving."""
    moved, heir = unit.alias(), unit.alias()
    did = select(fulfilment.c.unit_id)
    now = select(unit.c.id.label("unit_id"), unit.c.id.label("now_id")).where(unit.c.id.in_(did))
    tree = now.cte(recursive=True)
    heirs = select(tree.c.unit_id, heir.c.id).where(moved.c.id == tree.c.now_id, has_moved(moved, heir))
    return tree.union(heirs)


def has_moved(unit_then: FromClause, unit_since: FromClause) -> ColumnElement[bool]:
    """Ask whether one unit is what another became by moving under a third."""
    return and_(
        unit_since.c.id == unit_then.c.successor_id,
        unit_since.c.opened_on == unit_then.c.closed_on,
        unit_since.c.name == unit_then.c.name,
    )
