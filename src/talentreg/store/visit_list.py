"""该走访谁: whom to call on, and what somebody at their door has to know of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, func, or_, select

from talentreg.periods import Period
from talentreg.records.contact import Contact
from talentreg.records.fields import table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.request import Request
from talentreg.records.staff import Staff
from talentreg.store.due import Patience, find_due
from talentreg.store.histories import is_latest, last_reached, latest_on, latest_values, unit_on
from talentreg.store.units import is_below

person, contact, staff, request = (table(record) for record in (Person, Contact, Staff, Request))
DUE, UNCONTACTED, HOME, ALL = "due", "uncontacted", "home", "all"
SOME = 10_000
"""People asked for by their ids at once."""


@dataclass(frozen=True, slots=True)
class Called:
    """One contact somebody had: day, channel, whom it reached, by whom, what came of it."""

    on: date
    channel: str
    reached: str
    by: str | None
    note: str | None


@dataclass(slots=True)
class Visit:
    """One person to call on: the fields of their record, their unit, what is known of them on the day."""

    person: Mapping[str, Any]
    unit_id: int | None
    reached_on: date | None = None
    intention: RowMapping | None = None
    contacts: list[Called] = field(default_factory=list)
    requests: list[RowMapping] = field(default_factory=list)


def whom_to_visit(connection: Connection, period: Period, who: str, scope: int | None = None) -> list[int]:
    """List the ids of the enrolled people of a scope who are to be called on, what presses most first.

    They are due (by the day), were not reached in the period, or were last met at home in it.
    """
    if who == DUE:
        return [one.person_id for one in find_due(connection, Patience(period.as_of), scope)]
    place = unit_on(person.c.id, period.as_of)
    query = (
        select(person.c.id)
        .where(latest_on(Status, "status", person.c.id, period.as_of) == "enrolled", is_below(place, scope))
        .order_by(place, person.c.id)
    )
    in_time = contact.c.on.between(period.start, period.as_of)
    if who == UNCONTACTED:
        reached = select(contact.c.person_id).where(in_time, contact.c.reached == "self")
        query = query.where(person.c.id.not_in(reached))
    if who == HOME:
        query = query.where(_last_met(period) == "home")
    return list(connection.scalars(query))


def read_visits(connection: Connection, person_ids: Sequence[int], day: date, most: int = 3) -> list[Visit]:
    """Read what is to be known of some people on a day, in their order; `most` last contacts of each."""
    found: dict[int, Visit] = {}
    units = latest_units(connection, person_ids, day)
    for start in range(0, len(person_ids), SOME):
        some = person_ids[start : start + SOME]
        query = select(person, last_reached(person.c.id, day).label("reached_on")).where(
            person.c.id.in_(some)
        )
        for row in connection.execute(query).mappings():
            found[row["id"]] = Visit(dict(row), units.get(row["id"]), row["reached_on"])
        _add_contacts(connection, found, some, day, most)
        _add_requests(connection, found, some, day)
        _add_intentions(connection, found, some, day)
    return [found[one] for one in person_ids]


def latest_units(connection: Connection, person_ids: Sequence[int], day: date) -> dict[int, int | None]:
    """Return the unit each of some people belongs to on a day."""
    found = latest_values(connection, Affiliation, "unit_id", day, list(person_ids))
    return {one: unit for one, unit in found.items() if isinstance(unit, int)}


def _last_met(period: Period) -> Any:
    """Ask where somebody was when they were last reached in a period."""
    made = contact.alias()
    return (
        select(made.c.presence)
        .where(made.c.person_id == person.c.id, made.c.on.between(period.start, period.as_of))
        .where(made.c.reached.in_(("self", "family")), made.c.presence != "unknown")
        .order_by(made.c.on.desc(), made.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _add_contacts(
    connection: Connection, found: Mapping[int, Visit], some: Sequence[int], day: date, most: int
) -> None:
    place = func.row_number().over(
        partition_by=contact.c.person_id, order_by=(contact.c.on.desc(), contact.c.id.desc())
    )
    ranked = (
        select(contact, place.label("place"))
        .where(contact.c.person_id.in_(some), contact.c.on <= day)
        .subquery()
    )
    query = (
        select(ranked, staff.c.name.label("by"))
        .outerjoin(staff, staff.c.id == ranked.c.staff_id)
        .where(ranked.c.place <= most)
        .order_by(ranked.c.person_id, ranked.c.place)
    )
    for row in connection.execute(query):
        called = Called(row.on, row.channel, row.reached, row.by, row.note)
        found[row.person_id].contacts.append(called)


def _add_requests(connection: Connection, found: Mapping[int, Visit], some: Sequence[int], day: date) -> None:
    still = or_(request.c.closed_on.is_(None), request.c.closed_on > day)
    query = (
        select(request)
        .where(request.c.person_id.in_(some), request.c.on <= day, still, request.c.kind != "life_event")
        .order_by(request.c.on, request.c.id)
    )
    for row in connection.execute(query).mappings():
        found[row["person_id"]].requests.append(row)


def _add_intentions(
    connection: Connection, found: Mapping[int, Visit], some: Sequence[int], day: date
) -> None:
    rows = table(Intention)
    query = select(rows).where(rows.c.person_id.in_(some), is_latest(Intention, day))
    for row in connection.execute(query).mappings():
        found[row["person_id"]].intention = row
