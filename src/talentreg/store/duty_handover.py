"""Hand a leader's people over: the old assignments end, new ones run on, open requests move along."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, true

from talentreg.errors import Malformed, Refused
from talentreg.periods import chinese_day
from talentreg.records.duty import Assignment
from talentreg.records.fields import table
from talentreg.records.ledgers import ASSIGNMENT
from talentreg.records.request import Request
from talentreg.records.staff import Staff
from talentreg.store.changes import Writer
from talentreg.store.duty import is_here
from talentreg.store.duty_ending import describe_assignment
from talentreg.store.entering import name_staff
from talentreg.store.ledger_completing import complete_row
from talentreg.store.ledger_rules import check_row, refuse_odd_year
from talentreg.store.units import UnitTree

assignment, request, staff = table(Assignment), table(Request), table(Staff)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who hands over to whom from which day on; only some people if any are named.

    `until` is the last day of the new terms; without it they run for the rest of the old ones. `leaving`
    makes the day before the last one in office of who hands over.
    """

    old: int
    new: int
    day: date
    people: Collection[int] = ()
    until: date | None = None
    reason: str = ""
    leaving: bool = False

    def __post_init__(self) -> None:
        """Refuse a day of a year nobody lives in."""
        refuse_odd_year(self.day, "接手日期")

    @property
    def last_day(self) -> date:
        """The last day of the old assignments."""
        return self.day - timedelta(days=1)


@dataclass(slots=True)
class HandedOver:
    """What a hand-over came to, by the ids of assignments and requests.

    `opened` gives the new assignment by the old one, which may be the same where it had not begun; `renewed`
    are new ones whose old term was over. `known` tells of old ones whose person the new leader had already,
    `gone` of those whose person has left the register. `delegated` still name the old leader as delegate.
    """

    opened: dict[int, int] = field(default_factory=dict)
    renewed: list[int] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    delegated: list[int] = field(default_factory=list)


def hand_over(writer: Writer, tree: UnitTree, plan: Plan) -> HandedOver:
    """Hand over what runs on the day; raises Refused where nothing does, or the new leader cannot take it."""
    if plan.old == plan.new:
        raise Malformed("交出和接手的是同一个人", "请写两位领导")
    running = running_on(writer.connection, plan)
    if not running:
        raise Refused(
            f"{name_of(writer.connection, plan.old)}在{chinese_day(plan.day)}没有可交接的联系对象",
            "talentreg assign list --by 领导 --all 列出全部",
        )
    done = HandedOver()
    for row in running:
        _hand_over_one(writer, tree, plan, row, done)
    done.requests = _move_requests(writer, plan)
    done.delegated = _delegated(writer.connection, plan)
    if plan.leaving:
        writer.update(Staff, plan.old, {"left_on": plan.last_day})
    return done


def name_successor(writer: Writer, tree: UnitTree, text: str, old: int) -> tuple[int, str]:
    """Find who takes over, or enter them in the old leader's unit at the old leader's level.

    Return the id, and the name when it is new.
    """
    before = writer.row(Staff, old)
    staff_id, new = name_staff(writer, tree, text, before["unit_id"])
    if new and before["rank"]:
        writer.update(Staff, staff_id, {"rank": before["rank"]})
    return staff_id, new


def running_on(connection: Connection, plan: Plan) -> list[dict[str, Any]]:
    """List the old leader's assignments that run on the day or later, of some people if any are named."""
    query = select(assignment).where(
        assignment.c.leader_id == plan.old,
        or_(assignment.c.ended_on.is_(None), assignment.c.ended_on >= plan.day),
        *_of_people(assignment.c.person_id, plan),
    )
    return [dict(row) for row in connection.execute(query.order_by(assignment.c.id)).mappings()]


def name_of(connection: Connection, staff_id: int) -> str:
    """Return the name of one of the staff."""
    return str(connection.scalar(select(staff.c.name).where(staff.c.id == staff_id)))


def _of_people(column: ColumnElement[int], plan: Plan) -> list[ColumnElement[bool]]:
    return [column.in_(plan.people)] if plan.people else []


def _hand_over_one(writer: Writer, tree: UnitTree, plan: Plan, row: Row, done: HandedOver) -> None:
    old_id, told = row["id"], describe_assignment(writer.connection, row["id"])
    fresh = _fresh(writer.connection, tree, plan, row)
    known = _already_cares(writer.connection, plan, row)
    gone = _has_gone(writer.connection, plan, row)
    if row["on"] >= plan.day and not (known or gone):
        _move(writer, plan, row, fresh["delegate_id"])
        done.opened[old_id] = old_id
        return
    _end(writer, plan, row)
    if known or gone:
        (done.gone if gone else done.known).append(told)
        return
    check_row(writer.connection, ASSIGNMENT, fresh)
    done.opened[old_id] = writer.insert(Assignment, fresh)
    if row["until"] and row["until"] < plan.day and not plan.until:
        done.renewed.append(done.opened[old_id])


def _fresh(connection: Connection, tree: UnitTree, plan: Plan, row: Row) -> dict[str, Any]:
    """Make the assignment that runs on: for the rest of the term, or a whole one where that is over."""
    rest = row["until"] if row["until"] and row["until"] >= plan.day else None
    fresh = {
        **{name: row[name] for name in ("kind", "person_id", "unit_id", "ended_on")},
        "leader_id": plan.new,
        "on": plan.day,
        "until": plan.until or rest,
        "reason": plan.reason or f"接替{name_of(connection, plan.old)}",
        "delegate_id": row["delegate_id"] if row["delegate_id"] != plan.new else None,
    }
    complete_row(connection, tree, ASSIGNMENT, fresh, {})
    return fresh


def _end(writer: Writer, plan: Plan, row: Row) -> None:
    """End an assignment the day before; one that had not begun by then never was, and goes."""
    if row["on"] >= plan.day:
        writer.delete_many(Assignment, [row["id"]])
        return
    reason = plan.reason or f"交{name_of(writer.connection, plan.new)}"
    ended = {"ended_on": plan.last_day, "end_reason": reason}
    check_row(writer.connection, ASSIGNMENT, {**row, **ended}, row["id"])
    writer.update(Assignment, row["id"], ended)


def _move(writer: Writer, plan: Plan, row: Row, delegate_id: int | None) -> None:
    """Give an assignment that has not begun to the new leader as it is."""
    changed = {"leader_id": plan.new, "delegate_id": delegate_id}
    check_row(writer.connection, ASSIGNMENT, {**row, **changed}, row["id"])
    writer.update(Assignment, row["id"], changed)


def _already_cares(connection: Connection, plan: Plan, row: Row) -> bool:
    """Whether the new leader has the person already on a day of what is to be handed over."""
    same = [assignment.c[name].is_not_distinct_from(row[name]) for name in ("kind", "person_id", "unit_id")]
    first = max(plan.day, row["on"])
    runs = or_(assignment.c.ended_on.is_(None), assignment.c.ended_on >= first)
    begun = assignment.c.on <= row["ended_on"] if row["ended_on"] else true()
    query = select(assignment.c.id).where(assignment.c.leader_id == plan.new, *same, runs, begun)
    return connection.scalar(query.limit(1)) is not None


def _has_gone(connection: Connection, plan: Plan, row: Row) -> bool:
    if row["person_id"] is None:
        return False
    here = select(assignment.c.id).where(
        assignment.c.id == row["id"], is_here(assignment.c.person_id, plan.day)
    )
    return connection.scalar(here) is None


def _move_requests(writer: Writer, plan: Plan) -> list[int]:
    """Move the old leader's requests that are still open."""
    query = select(request.c.id).where(
        request.c.leader_id == plan.old, request.c.closed_on.is_(None), *_of_people(request.c.person_id, plan)
    )
    ids = list(writer.connection.scalars(query.order_by(request.c.id)))
    writer.update_many(Request, {row_id: {"leader_id": plan.new} for row_id in ids})
    return ids


def _delegated(connection: Connection, plan: Plan) -> list[int]:
    """List what runs on with the old leader as somebody else's delegate."""
    runs = or_(assignment.c.ended_on.is_(None), assignment.c.ended_on >= plan.day)
    query = select(assignment.c.id).where(assignment.c.delegate_id == plan.old, runs)
    return list(connection.scalars(query.order_by(assignment.c.id)))
