"""What changes in the world of units from a day on: one moves, closes, or becomes part of another.

The tree has no dated parents: a unit that moves is closed and followed by one of the same name elsewhere, so
everything that happened before the day stays counted where it happened.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Column, ColumnElement, Connection, Date, func, or_, select

from talentreg.errors import Refused
from talentreg.periods import chinese_day
from talentreg.records.campaign import Fulfilment, Task
from talentreg.records.catalogue import RECORDS
from talentreg.records.fields import Record, table
from talentreg.records.history import Affiliation
from talentreg.records.staff import Staff
from talentreg.records.text import fold
from talentreg.records.unit import Unit, is_above
from talentreg.records.vocabulary import LEVEL
from talentreg.store.changes import Writer
from talentreg.store.entering import refuse_future
from talentreg.store.histories import is_latest
from talentreg.store.rearranging_work import carry_on, is_done_by
from talentreg.store.unit_entering import found_units, refuse_inhabited, refuse_twin
from talentreg.store.units import UnitNode, UnitTree

affiliations = table(Affiliation)
BATCH = 10_000


@dataclass(slots=True)
class Rearranged:
    """What a change came to: the units closed, those that follow them, and how many rows went along."""

    closed: list[UnitNode] = field(default_factory=list)
    founded: list[UnitNode] = field(default_factory=list)
    people: int = 0
    rows: Counter[type[Record]] = field(default_factory=Counter)


def move_unit(writer: Writer, tree: UnitTree, node: UnitNode, parent: UnitNode, on: date) -> Rearranged:
    """Put a unit and everything below it under another parent from a day on."""
    _refuse_day(tree, node, on)
    if tree.within(parent.id, node.id):
        raise Refused(f"「{tree.path(parent.id)}」就在「{node.name}」之下，不能划到那里")
    if node.parent_id == parent.id:
        raise Refused(f"「{tree.path(node.id)}」已经在「{parent.name}」之下，没有改动")
    _refuse_parent(tree, parent, node, on)
    refuse_twin(tree, replace(node, id=0, parent_id=parent.id))
    heirs = _found_heirs(writer, tree, [node], {}, {node.id: parent.id}, on)
    return _hand_over(writer, tree, heirs, on)


def close_unit(writer: Writer, tree: UnitTree, node: UnitNode, on: date) -> None:
    """Close a unit that nobody in stock and no existing unit belongs to."""
    _refuse_day(tree, node, on)
    refuse_inhabited(writer.connection, tree, node, on)
    writer.update(Unit, node.id, {"closed_on": on})


def count_staff(connection: Connection, unit_id: int) -> int:
    """Count the staff of a unit itself."""
    staff = table(Staff)
    return connection.scalar(select(func.count()).where(staff.c.unit_id == unit_id)) or 0


def merge_units(
    writer: Writer, tree: UnitTree, nodes: Sequence[UnitNode], into: UnitNode, on: date
) -> Rearranged:
    """Let people, staff and sub-units of some units go to another from a day on, and close them."""
    for node in nodes:
        _refuse_day(tree, node, on)
        if tree.within(into.id, node.id):
            what = "自己" if into.id == node.id else f"自己的下级「{tree.path(into.id)}」"
            raise Refused(f"「{tree.path(node.id)}」不能并入{what}")
    _refuse_not_open(tree, into, on)
    heads = {node.id: into.id for node in nodes}
    coming = [child for node in nodes for child in tree.children(node.id) if child.id not in heads]
    coming = [child for child in coming if not child.is_closed(on)]
    _refuse_newcomers(tree, coming, into, heads, on)
    parents = {child.id: into.id for child in coming}
    heirs = _found_heirs(writer, tree, coming, heads, parents, on)
    return _hand_over(writer, tree, heirs, on, (into.id,))


def _found_heirs(
    writer: Writer,
    tree: UnitTree,
    roots: Sequence[UnitNode],
    heads: dict[int, int],
    parents: dict[int, int],
    on: date,
) -> dict[int, int]:
    """Found a follower for every existing unit of some branches; return all followers by the old unit.

    `heads` are units that have theirs already, `parents` say where the roots' followers go.
    """
    branch = {node.id: node for root in roots for node in (root, *tree.below(root.id))}
    old = [node for node in branch.values() if not node.is_closed(on) and node.id not in heads]
    first = writer.reserve(Unit, len(old))
    heirs = heads | {node.id: first + place for place, node in enumerate(old)}
    followers = [
        replace(
            node,
            id=heirs[node.id],
            parent_id=parents.get(node.id) or _next_above(tree, node, heirs),
            opened_on=max(on, node.opened_on or on),
        )
        for node in old
    ]
    found_units(writer, tree, followers)
    return heirs


def _next_above(tree: UnitTree, node: UnitNode, heirs: dict[int, int]) -> int:
    """Return the follower of the next unit above that has one: a closed one in between has none."""
    return next(heirs[above.id] for above in tree.ancestors(node.parent_id) if above.id in heirs)


def _hand_over(
    writer: Writer, tree: UnitTree, heirs: dict[int, int], on: date, existing: Collection[int] = ()
) -> Rearranged:
    """Close units and let everything of theirs that is dated on the day or later follow.

    `existing` are followers that were there before.
    """
    done = Rearranged()
    old = sorted(heirs)
    for some in (old[start : start + BATCH] for start in range(0, len(old), BATCH)):
        done.people += _take_people_along(writer, heirs, some, on)
        done.rows += carry_on(writer, heirs, some, on, existing)
        for record, row_id, column, unit_id in _rows_that_follow(writer, some, on):
            if record is Fulfilment and is_done_by(writer, row_id, heirs[unit_id]):
                continue
            writer.update(record, row_id, {column: heirs[unit_id]})
            done.rows[record] += 1
    for unit_id, heir in heirs.items():
        node = tree.nodes[unit_id]
        closing = {"closed_on": max(on, node.opened_on or on), "successor_id": heir}
        writer.update(Unit, unit_id, closing)
        done.closed.append(node)
    done.founded = [tree.nodes[heir] for heir in dict.fromkeys(heirs.values())]
    return done


def _take_people_along(writer: Writer, heirs: dict[int, int], some: Sequence[int], on: date) -> int:
    """Let the people who belong to some units on a day belong to their followers from that day on."""
    query = select(affiliations.c.person_id, affiliations.c.unit_id).where(
        is_latest(Affiliation, on), affiliations.c.unit_id.in_(some)
    )
    found = writer.connection.execute(query.order_by(affiliations.c.person_id)).all()
    entries = [{"person_id": person_id, "on": on, "unit_id": heirs[unit]} for person_id, unit in found]
    writer.insert_many(Affiliation, entries)
    return len(entries)


def _rows_that_follow(
    writer: Writer, some: Sequence[int], on: date
) -> Iterator[tuple[type[Record], int, str, int]]:
    """Find the rows that name some units and are dated after the day, or on it, or carry no date at all.

    Somebody who came to a unit on the day itself has been taken along already.
    """
    for record in RECORDS:
        rows = table(record)
        for column in _unit_columns(record):
            query = select(rows.c.id, column).where(column.in_(some))
            if record is Affiliation:
                query = query.where(rows.c.on > on)
            elif (day := _day_of(record)) is not None:
                query = query.where(or_(day >= on, day.is_(None)))
            for row_id, unit_id in writer.connection.execute(query.order_by(rows.c.id)).all():
                yield record, row_id, column.name, unit_id


def _unit_columns(record: type[Record]) -> list[Column[int]]:
    """List the columns of a record type that name a unit; the tree's own parents are no such thing."""
    unit = table(Unit)
    if record is Unit:
        return []
    return [c for c in table(record).c if any(key.column is unit.c.id for key in c.foreign_keys)]


def _day_of(record: type[Record]) -> ColumnElement[date] | None:
    """Return what says when a row of a record type happened: `on`, else its first date.

    A task is of the day it is due; staff belong to their unit up to the day they left.
    """
    rows = table(record)
    if record is Task:
        return func.coalesce(rows.c.due_on, rows.c.on)
    days = [column for column in rows.c if isinstance(column.type, Date) and column.name != "entered_on"]
    return rows.c.on if "on" in rows.c else next(iter(days), None)


def _refuse_day(tree: UnitTree, node: UnitNode, on: date) -> None:
    """Refuse a day that has not come, or on which a unit does not exist."""
    refuse_future(on, "")
    _refuse_not_open(tree, node, on)


def _refuse_not_open(tree: UnitTree, node: UnitNode, on: date) -> None:
    if node.closed_on:
        raise Refused(
            f"「{tree.path(node.id)}」（{node.code}）已于{chinese_day(node.closed_on)}撤销",
            f"撤销日期写错了用 talentreg unit edit {node.code} 撤销日期=",
        )
    if node.opened_on and on < node.opened_on:
        raise Refused(
            f"「{tree.path(node.id)}」{chinese_day(node.opened_on)}才设立，不能从{chinese_day(on)}算起",
            f"请用 --on 写设立以后的日期；设立日期写错了用 talentreg unit edit {node.code} 设立日期=…",
        )


def _refuse_parent(tree: UnitTree, parent: UnitNode, child: UnitNode, on: date) -> None:
    _refuse_not_open(tree, parent, on)
    if not is_above(parent.level, child.level):
        raise Refused(
            f"「{child.name}」是{LEVEL.text(child.level)}，不能放在「{tree.path(parent.id)}」"
            f"（{LEVEL.text(parent.level)}）之下"
        )


def _refuse_newcomers(
    tree: UnitTree, coming: Sequence[UnitNode], into: UnitNode, heads: dict[int, int], on: date
) -> None:
    """Refuse sub-units that do not fit below the unit they come to, or bear a name that is taken there."""
    there = [child for child in tree.children(into.id) if child.id not in heads and not child.is_closed()]
    taken = {fold(child.name): child for child in there}
    for child in coming:
        _refuse_parent(tree, into, child, on)
        other = taken.setdefault(fold(child.name), child)
        if other.id != child.id:
            paths = f"「{tree.path(child.id)}」和「{tree.path(other.id)}」"
            raise Refused(
                f"{paths}同名，不能都归到「{into.name}」",
                f"先合并：talentreg unit merge {child.code} --into {other.code}；或先给一个改名",
            )
