"""该联系谁: people never reached, whose next step is due, or not reached for too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from talentreg.records.fields import table
from talentreg.records.history import Status
from talentreg.records.person import Person
from talentreg.store.histories import last_reached, last_staff, latest_on, unit_on
from talentreg.store.outlook import count_each
from talentreg.store.planned import open_step
from talentreg.store.units import is_below

person = table(Person)


@dataclass(frozen=True, slots=True)
class Due:
    """One person who is to be contacted; `due` is the day it was owed, `days` those since the last contact.

    Somebody never reached has neither a last contact nor a day it was owed.
    """

    person_id: int
    name: str
    unit_id: int | None
    phone: str | None
    reason: str
    due: date | None
    last_on: date | None
    days: int | None
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class Patience:
    """How long people may go unreached, and how many coming days of next steps are looked at."""

    today: date
    days: int = 90
    ahead: int = 0

    @property
    def forgotten_since(self) -> date:
        """The last day of contact that is too long ago."""
        return self.today - timedelta(days=self.days)

    @property
    def horizon(self) -> date:
        """The last day of a next step that is due."""
        return self.today + timedelta(days=self.ahead)


def find_due(connection: Connection, patience: Patience, scope: int | None = None) -> list[Due]:
    """List the enrolled people of a scope who are to be contacted: promised first, then the longest silence.

    Only contacts that reached the person count; each takes the reason that presses most.
    """
    known = (
        select(
            person.c.id,
            person.c.name,
            person.c.phone,
            unit_on(person.c.id, patience.today).label("unit_id"),
            last_reached(person.c.id, patience.today).label("last_on"),
            open_step("on", person.c.id).label("step_on"),
            open_step("staff_id", person.c.id).label("step_by"),
            last_staff(person.c.id, patience.today).label("last_by"),
        )
        .where(latest_on(Status, "status", person.c.id, patience.today) == "enrolled")
        .subquery()
    )
    pressing = or_(
        known.c.last_on.is_(None),
        known.c.last_on <= patience.forgotten_since,
        known.c.step_on <= patience.horizon,
    )
    query = select(known).where(pressing, is_below(known.c.unit_id, scope))
    return sorted((_due(row, patience) for row in connection.execute(query)), key=_order)


def count_reasons(found: Sequence[Due]) -> dict[str, int]:
    """Count people by reason, in the order they are listed."""
    return count_each(REASONS, (one.reason for one in found))


REASONS = ("next_step", "overdue", "never")


def _due(row: Row[Any], patience: Patience) -> Due:
    reason, day = _reason(row.last_on, row.step_on, patience)
    return Due(
        person_id=row.id,
        name=row.name,
        unit_id=row.unit_id,
        phone=row.phone,
        reason=reason,
        due=day,
        last_on=row.last_on,
        days=(patience.today - row.last_on).days if row.last_on else None,
        staff_id=row.step_by if reason == "next_step" else row.last_by,
    )


def _reason(last_on: date | None, step_on: date | None, patience: Patience) -> tuple[str, date | None]:
    if step_on is not None and step_on <= patience.horizon:
        return "next_step", step_on
    if last_on is None:
        return "never", None
    return "overdue", last_on + timedelta(days=patience.days)


def _order(one: Due) -> tuple[int, date, int]:
    return REASONS.index(one.reason), one.due or date.min, one.person_id
