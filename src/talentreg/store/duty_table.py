"""联系服务一览表: who cares for whom on a day, with what the list on the wall says of either."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from talentreg.records.duty import Assignment
from talentreg.records.fields import table
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.store.duty import assigned, contact, counts_for, holds
from talentreg.store.units import UnitTree, is_below

assignment, person, staff = (table(record) for record in (Assignment, Person, Staff))


@dataclass(frozen=True, slots=True)
class Care:
    """One leader's care for one person: who they are, the term, who helps."""

    record_id: int
    leader_id: int
    leader: str
    leader_post: str | None
    leader_unit: int | None
    person: Mapping[str, Any]
    person_unit: int | None
    on: date
    until: date | None
    reason: str | None
    delegate: str | None
    liaison: str


def read_cares(
    connection: Connection,
    tree: UnitTree,
    day: date,
    scope: int | None = None,
    leader_id: int | None = None,
    *,
    of_people: bool = False,
) -> list[Care]:
    """List who cares for whom on a day, leaders unit by unit.

    A scope holds the leaders of its units; with `of_people` whoever cares for the people of its units.
    """
    running = assigned(day).subquery()
    leader, delegate = staff.alias("leader"), staff.alias("delegate")
    query = (
        select(
            running,
            assignment.c.reason,
            leader.c.name.label("leader"),
            leader.c.post.label("leader_post"),
            delegate.c.name.label("delegate"),
        )
        .join_from(running, assignment, assignment.c.id == running.c.record_id)
        .join(leader, leader.c.id == running.c.leader_id)
        .outerjoin(delegate, delegate.c.id == assignment.c.delegate_id)
        .where(is_below(running.c.person_unit if of_people else running.c.leader_unit, scope))
        .order_by(running.c.leader_unit, running.c.leader_id, running.c.on, running.c.record_id)
    )
    if leader_id is not None:
        query = query.where(running.c.leader_id == leader_id)
    rows = connection.execute(query).mappings().all()
    people, officers = _people(connection, rows), Officers(connection, tree, day)
    return [_care(row, people[row["person_id"]], officers) for row in rows]


def count_contacts(connection: Connection, first: date, last: date) -> dict[int, int]:
    """Count, for each assignment, the contacts its leader or delegate made between two days.

    Only those count that went out and reached the person while the assignment held.
    """
    query = (
        select(assignment.c.id, func.count())
        .join_from(assignment, contact, counts_for(assignment, contact))
        .where(assignment.c.kind == "leader", contact.c.on.between(first, last))
        .group_by(assignment.c.id)
    )
    return {record_id: count for record_id, count in connection.execute(query)}


class Officers:
    """The liaison officers of a day: of people, and of units with all below them."""

    def __init__(self, connection: Connection, tree: UnitTree, day: date) -> None:
        """Read them once."""
        self.tree = tree
        self.of_people: dict[int, list[str]] = {}
        self.of_units: dict[int, list[str]] = {}
        query = (
            select(assignment.c.person_id, assignment.c.unit_id, staff.c.name)
            .join(staff, staff.c.id == assignment.c.leader_id)
            .where(assignment.c.kind == "liaison", holds(day))
            .order_by(assignment.c.id)
        )
        for person_id, unit_id, name in connection.execute(query):
            if person_id is not None:
                self.of_people.setdefault(person_id, []).append(name)
            elif unit_id is not None:
                self.of_units.setdefault(unit_id, []).append(name)

    def named(self, person_id: int, unit_id: int | None) -> str:
        """Name the officers of a person: their own, else those of the nearest unit that has any."""
        if names := self.of_people.get(person_id):
            return "、".join(names)
        above = (self.of_units.get(node.id) for node in self.tree.ancestors(unit_id))
        return "、".join(next((names for names in above if names), []))


def _people(connection: Connection, rows: Any) -> dict[int, RowMapping]:
    wanted = {row["person_id"] for row in rows}
    found: dict[int, RowMapping] = {}
    for ids in (sorted(wanted)[start : start + 10_000] for start in range(0, len(wanted), 10_000)):
        query = select(person).where(person.c.id.in_(ids))
        found |= {row["id"]: row for row in connection.execute(query).mappings()}
    return found


def _care(row: RowMapping, one: RowMapping, officers: Officers) -> Care:
    return Care(
        record_id=row["record_id"],
        leader_id=row["leader_id"],
        leader=row["leader"],
        leader_post=row["leader_post"],
        leader_unit=row["leader_unit"],
        person=dict(one),
        person_unit=row["person_unit"],
        on=row["on"],
        until=row["until"],
        reason=row["reason"],
        delegate=row["delegate"],
        liaison=officers.named(one["id"], row["person_unit"]),
    )
