"""诉求台账: requests, suggestions and life events of a period as they stood on its last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, or_, select

from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.person import Person
from talentreg.records.request import STEPS, Request
from talentreg.records.staff import Staff
from talentreg.store.histories import place_of, unit_on
from talentreg.store.units import is_below

request = table(Request)
_KEPT = ("kind", "category", "urgent", "text", "on", "happened_on", "due_on", "adopted", "satisfaction")


@dataclass(frozen=True, slots=True)
class Entered:
    """One request as it stood on a day; steps taken later are not in it.

    `unit_id` is the unit it counts under, `person_unit` the person's own on the day it was taken in.
    """

    record_id: int
    kind: str
    category: str | None
    urgent: bool
    text: str
    name: str | None
    person_unit: int | None
    unit_id: int | None
    leader: str | None
    on: date
    happened_on: date | None
    due_on: date | None
    closed_on: date | None
    step: str
    step_on: date
    told: str | None
    adopted: str | None
    satisfaction: str | None
    day: date

    @property
    def overdue(self) -> bool:
        """Whether its due day had passed without its being closed."""
        return self.closed_on is None and self.due_on is not None and self.due_on < self.day


def read_requests(connection: Connection, period: Period, scope: int | None = None) -> list[Entered]:
    """List what was taken in or closed in a period or was open at its end, as taken in.

    What was closed before the period is left out; a scope holds what counts under its units.
    """
    person, leader = table(Person), table(Staff)
    still = or_(request.c.closed_on.is_(None), request.c.closed_on >= period.start)
    query = (
        select(
            request,
            person.c.name,
            leader.c.name.label("leader"),
            place_of(request).label("place"),
            unit_on(request.c.person_id, request.c.on).label("person_unit"),
        )
        .select_from(request)
        .outerjoin(person, person.c.id == request.c.person_id)
        .outerjoin(leader, leader.c.id == request.c.leader_id)
        .where(request.c.on <= period.as_of, still, is_below(place_of(request), scope))
        .order_by(request.c.on, request.c.id)
    )
    return [_entered(row, period.as_of) for row in connection.execute(query).mappings()]


def of_kind(found: Sequence[Entered], kind: str) -> list[Entered]:
    """Choose those of one kind."""
    return [one for one in found if one.kind == kind]


def _entered(row: RowMapping, day: date) -> Entered:
    taken = {name: row[name] for name in STEPS if row[name] and row[name] <= day}
    last = next(name for name in reversed(STEPS) if name in taken)
    closed = taken.get("closed_on")
    kept: dict[str, Any] = {name: row[name] for name in _KEPT}
    return Entered(
        record_id=row["id"],
        **kept | {"urgent": row["urgent"] == "yes"},
        name=row["name"],
        person_unit=row["person_unit"],
        unit_id=row["place"],
        leader=row["leader"],
        closed_on=closed,
        step=STEPS[last],
        step_on=taken[last],
        told=(row["result"] or row["measure"]) if closed else row["measure"],
        day=day,
    )
