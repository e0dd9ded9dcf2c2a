"""缺口: leaders without a person, people without a leader, too many, too few, what should have ended."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, not_, select

from talentreg.periods import chinese_day
from talentreg.records.duty import Assignment, DutyRule
from talentreg.records.fields import table
from talentreg.records.history import Status
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.vocabulary import STATUS
from talentreg.store.duty import (
    assigned,
    assignments_expired,
    holds,
    is_here,
    is_leader,
    leaders_without_person,
    persons_without_liaison,
    rules_of_staff,
)
from talentreg.store.histories import latest_on, unit_on
from talentreg.store.units import is_below

assignment, staff, person = (table(record) for record in (Assignment, Staff, Person))

ABOUT_PEOPLE = ("person", "liaison")
"""The gaps that conditions on people narrow down."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing or too much: whose, and what is to be said of it; `record_id` is an assignment's."""

    kind: str
    name: str
    unit_id: int | None
    told: str
    staff_id: int | None = None
    person_id: int | None = None
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """The gaps of a day and a scope; `people` narrows down whom conditions are about."""

    day: date
    scope: int | None = None
    people: Sequence[ColumnElement[bool]] = ()


def find_gaps(connection: Connection, sought: Sought, kinds: Sequence[str]) -> list[Gap]:
    """List the gaps of some kinds, kind after kind.

    What a leader lacks belongs to the leader's unit, what a person lacks to the person's.
    """
    return [gap for kind in kinds for gap in _FINDERS[kind](connection, sought)]


def any_rule(connection: Connection) -> bool:
    """Whether the register holds any rule of what leaders owe."""
    return connection.scalar(select(table(DutyRule).c.id).limit(1)) is not None


def count_gaps(found: Sequence[Gap]) -> dict[str, int]:
    """Count gaps by kind, in the order they are listed."""
    counts: dict[str, int] = {}
    for one in found:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return counts


def _leaders(connection: Connection, sought: Sought) -> Iterator[Gap]:
    """Find leaders without anybody; where there is no rule yet, all who have a level are looked at."""
    if any_rule(connection):
        lacking = leaders_without_person(sought.day).subquery()
    else:
        taken = select(assigned(sought.day).subquery().c.leader_id)
        lacking = (
            select(staff.c.id.label("record_id"), staff.c.unit_id)
            .where(is_leader(sought.day), staff.c.id.not_in(taken))
            .subquery()
        )
    query = select(staff).join(lacking, lacking.c.record_id == staff.c.id)
    for row in connection.execute(_by_unit(query, staff.c.unit_id, sought)).mappings():
        told = "，".join(part for part in (row["post"], row["rank"]) if part)
        yield Gap("leader", row["name"], row["unit_id"], told, staff_id=row["id"])


def _loads(sought: Sought) -> Select[Any]:
    """Select how many people each leader cares for, and how many the rule asks for."""
    cared, rules = assigned(sought.day).subquery(), rules_of_staff(sought.day)
    count = func.count(cared.c.person_id.distinct())
    query = (
        select(staff.c.id, staff.c.name, staff.c.unit_id, rules.c.quota, count.label("count"))
        .join_from(staff, cared, cared.c.leader_id == staff.c.id)
        .join(rules, rules.c.staff_id == staff.c.id)
        .group_by(staff.c.id, staff.c.name, staff.c.unit_id, rules.c.quota)
    )
    return _by_unit(query, staff.c.unit_id, sought)


def _short(connection: Connection, sought: Sought) -> Iterator[Gap]:
    for row in connection.execute(_loads(sought)):
        if row.count < row.quota:
            yield Gap("short", row.name, row.unit_id, _load(row, "还差", row.quota - row.count), row.id)


def _overload(connection: Connection, sought: Sought) -> Iterator[Gap]:
    for row in connection.execute(_loads(sought)):
        if row.count > row.quota:
            yield Gap("overload", row.name, row.unit_id, _load(row, "多", row.count - row.quota), row.id)


def _load(row: Any, how: str, by: int) -> str:
    return f"联系{row.count}人，规定{row.quota}人，{how}{by}人"


def _people(connection: Connection, sought: Sought) -> Iterator[Gap]:
    """Find enrolled people without a leader."""
    cared = assigned(sought.day).subquery()
    enrolled = latest_on(Status, "status", person.c.id, sought.day) == "enrolled"
    place = unit_on(person.c.id, sought.day)
    query = (
        select(person.c.id, person.c.name, person.c.employer, person.c.post, place.label("unit_id"))
        .where(enrolled, ~exists().where(cared.c.person_id == person.c.id), *sought.people)
        .where(is_below(place, sought.scope))
        .order_by(person.c.id)
    )
    for row in connection.execute(query):
        told = " ".join(part for part in (row.employer, row.post) if part)
        yield Gap("person", row.name, row.unit_id, told, person_id=row.id)


def _liaisons(connection: Connection, sought: Sought) -> Iterator[Gap]:
    lacking, cared = persons_without_liaison(sought.day).subquery(), assigned(sought.day).subquery()
    leaders = (
        select(func.group_concat(staff.c.name.distinct()))
        .join(cared, cared.c.leader_id == staff.c.id)
        .where(cared.c.person_id == lacking.c.person_id)
        .correlate(lacking)
        .scalar_subquery()
    )
    query = (
        select(person.c.id, person.c.name, lacking.c.unit_id, leaders.label("leaders"))
        .join(lacking, lacking.c.person_id == person.c.id)
        .where(is_below(lacking.c.unit_id, sought.scope), *sought.people)
        .order_by(person.c.id)
    )
    for row in connection.execute(query):
        told = f"联系领导：{(row.leaders or '').replace(',', '、')}"
        yield Gap("liaison", row.name, row.unit_id, told, person_id=row.id)


def _expired(connection: Connection, sought: Sought) -> Iterator[Gap]:
    for row in _cares(connection, sought, assignment.c.id.in_(_ids(assignments_expired(sought.day)))):
        yield _care("expired", row, f"任期止{chinese_day(row.until)}，联系{row.person}")


def _left(connection: Connection, sought: Sought) -> Iterator[Gap]:
    left = staff.c.left_on < sought.day
    for row in _cares(connection, sought, left):
        yield _care("left", row, f"{chinese_day(row.left_on)}离任，联系{row.person or '单位'}")


def _gone(connection: Connection, sought: Sought) -> Iterator[Gap]:
    gone = not_(is_here(assignment.c.person_id, sought.day))
    for row in _cares(connection, sought, assignment.c.person_id.is_not(None), gone):
        yield _care("gone", row, f"{row.person}已{STATUS.text(row.status)}")


def _cares(connection: Connection, sought: Sought, *conditions: ColumnElement[bool]) -> Iterator[Any]:
    """Select running assignments with those they tie together, the leader's unit in the scope."""
    query = (
        select(
            assignment.c.id,
            assignment.c.leader_id,
            assignment.c.person_id,
            assignment.c.until,
            staff.c.name,
            staff.c.unit_id,
            staff.c.left_on,
            person.c.name.label("person"),
            latest_on(Status, "status", assignment.c.person_id, sought.day).label("status"),
        )
        .join_from(assignment, staff, staff.c.id == assignment.c.leader_id)
        .outerjoin(person, person.c.id == assignment.c.person_id)
        .where(holds(sought.day), *conditions)
        .order_by(assignment.c.until.nulls_last(), assignment.c.id)
    )
    yield from connection.execute(_by_unit(query, staff.c.unit_id, sought))


def _care(kind: str, row: Any, told: str) -> Gap:
    return Gap(kind, row.name, row.unit_id, told, row.leader_id, row.person_id, row.id)


def _ids(query: Select[Any]) -> Select[Any]:
    return select(query.subquery().c.record_id)


def _by_unit(query: Select[Any], unit_id: ColumnElement[int], sought: Sought) -> Select[Any]:
    return query.where(is_below(unit_id, sought.scope)).order_by(unit_id, staff.c.id)


_FINDERS: Mapping[str, Callable[[Connection, Sought], Iterator[Gap]]] = {
    "leader": _leaders,
    "short": _short,
    "overload": _overload,
    "person": _people,
    "expired": _expired,
    "liaison": _liaisons,
    "left": _left,
    "gone": _gone,
}
