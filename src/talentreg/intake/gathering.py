"""The event whose list of names is gone through, and who is on it: stored, completed, planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from talentreg.intake.options import Options
from talentreg.intake.plan import Attending
from talentreg.periods import today
from talentreg.records.event import Attendance
from talentreg.records.fields import table
from talentreg.store.attending import TAKEN_FOR_GRANTED, Occasion, find_occasion, refuse_not_held
from talentreg.store.changes import Values

Row = dict[str, Any]


@dataclass(slots=True)
class Gathering:
    """One event and its list of names as the plan will leave it; `enrol` enters those nobody knows."""

    occasion: Occasion
    enrol: bool
    attends: bool = False
    """Whether the list is of those who came, not only of those asked."""
    stored: Mapping[int, Values] = field(default_factory=dict)
    planned: dict[int, Row] = field(default_factory=dict)
    updates: dict[int, Row] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    @property
    def on(self) -> date:
        """The day of the event."""
        return self.occasion.on

    @property
    def may_be_attended(self) -> bool:
        """Whether somebody can have come: the event is not cancelled, and its day has come."""
        return self.occasion.state != "cancelled" and self.on <= today()

    def is_meant(self, text: str) -> bool:
        """Whether the name or number of an event in a row is this one's."""
        return self.occasion.is_called(text)

    def enter(self, person_id: int, facts: Row) -> int:
        """Plan that somebody is on the list; return the planned row's id."""
        self.planned[person_id] = {"event_id": self.occasion.id, "person_id": person_id, **facts}
        return -len(self.planned)

    def settled(self) -> Attending:
        """Say what is to be written."""
        rows = tuple(self.planned.values())
        came = any(row.get("attended") == "yes" for row in (*rows, *self.updates.values()))
        told = self.occasion.told
        held = came and self.occasion.state == "planned"
        return Attending(self.occasion.id, told, rows, self.updates, held)


def complete(known: Values, facts: Row) -> tuple[Row, list[str]]:
    """Return what a row adds to what is known of somebody at an event, and the fields it says otherwise."""
    added: Row = {}
    differing: list[str] = []
    for name, value in facts.items():
        stored = known.get(name)
        if value is None or stored == value or value == TAKEN_FOR_GRANTED.get(name):
            continue
        if stored is None or stored == TAKEN_FOR_GRANTED.get(name):
            added[name] = value
        else:
            differing.append(name)
    return added, differing


def load_gathering(connection: Connection, options: Options) -> Gathering:
    """Find the event and read its list of names; raises Refused where nobody can have come to it."""
    occasion = find_occasion(connection, options.event)
    attends = (options.given or {}).get("attendance.attended") == "yes"
    if attends:
        refuse_not_held(occasion)
    rows = table(Attendance)
    query = select(rows).where(rows.c.event_id == occasion.id)
    stored = {row["person_id"]: row for row in connection.execute(query).mappings()}
    return Gathering(occasion, options.enrol, attends, stored)
