"""Dated histories asked as of a day: of two entries on one day the later entered wins."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, ScalarSelect, and_, func, or_, select
from sqlmodel import SQLModel

from talentreg.records.contact import Contact
from talentreg.records.fields import table
from talentreg.records.history import Affiliation

Day = date | ColumnElement[date]


def is_latest(history: type[SQLModel], day: Day, rows: FromClause | None = None) -> ColumnElement[bool]:
    """Ask whether a row of a history (or of an alias of it) is the person's latest on a day."""
    rows = table(history) if rows is None else rows
    later = table(history).alias()
    after = or_(later.c.on > rows.c.on, and_(later.c.on == rows.c.on, later.c.id > rows.c.id))
    newer = select(later.c.id).where(later.c.person_id == rows.c.person_id, later.c.on <= day, after)
    return and_(rows.c.on <= day, ~newer.exists())


def latest_on(
    history: type[SQLModel], name: str, person_id: ColumnElement[int], day: Day
) -> ScalarSelect[Any]:
    """Ask for what the latest entry of a person's history on a day says in one field."""
    rows = table(history).alias()
    return (
        select(rows.c[name])
        .where(rows.c.person_id == person_id, rows.c.on <= day)
        .order_by(rows.c.on.desc(), rows.c.id.desc())
        .limit(1)
        .correlate_except(rows)
        .scalar_subquery()
    )


def unit_on(person_id: ColumnElement[int], day: Day) -> ScalarSelect[int]:
    """Ask for the unit a person belonged to on a day."""
    return latest_on(Affiliation, "unit_id", person_id, day)


def last_reached(person_id: ColumnElement[int], day: Day) -> ScalarSelect[date]:
    """Ask for the last day up to a day on which somebody was reached in person."""
    rows = table(Contact).alias()
    return (
        select(func.max(rows.c.on))
        .where(rows.c.person_id == person_id, rows.c.on <= day, rows.c.reached == "self")
        .correlate_except(rows)
        .scalar_subquery()
    )


def last_staff(person_id: ColumnElement[int], day: Day) -> ScalarSelect[int]:
    """Ask for the member of staff who last tried to contact somebody up to a day."""
    rows = table(Contact).alias()
    return (
        select(rows.c.staff_id)
        .where(rows.c.person_id == person_id, rows.c.on <= day, rows.c.staff_id.is_not(None))
        .order_by(rows.c.on.desc(), rows.c.id.desc())
        .limit(1)
        .correlate_except(rows)
        .scalar_subquery()
    )


def lasts(rows: FromClause, day: Day, last: str = "until") -> ColumnElement[bool]:
    """Ask whether what lasts from `on` to its `last` day, without one for good, lasts on a day."""
    return and_(rows.c.on <= day, or_(rows.c[last].is_(None), rows.c[last] >= day))


def place_of(rows: FromClause) -> ColumnElement[int]:
    """Ask for the unit a record counts under: its own, else its person's on the record's day."""
    own: ColumnElement[int] = rows.c.unit_id
    return func.coalesce(own, unit_on(rows.c.person_id, rows.c.on))


def work_unit() -> ColumnElement[int]:
    """Ask for the unit a contact counts under."""
    return place_of(table(Contact))


def latest_values(
    connection: Connection, history: type[SQLModel], field: str, day: date, person_ids: list[int]
) -> dict[int, object]:
    """Return what a history says of some people on a day, by person."""
    rows = table(history)
    found: dict[int, object] = {}
    for start in range(0, len(person_ids), 10_000):
        some = person_ids[start : start + 10_000]
        query = select(rows.c.person_id, rows.c[field]).where(
            rows.c.person_id.in_(some), is_latest(history, day)
        )
        found |= {person: value for person, value in connection.execute(query)}
    return found
