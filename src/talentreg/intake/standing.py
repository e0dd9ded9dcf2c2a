"""What the register already says of people over time, so that an import restates nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from talentreg.records.changes import Change
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, id_from_number, table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.masking import mask_free_text

BATCH = 10_000
GONE = ("withdrawn", "deceased")
"""What somebody is called who has left the register."""


Entries = tuple[tuple[date, Any], ...]


@dataclass(slots=True)
class Timeline:
    """Dated entries of people, by person, each person's in the order that decides: day, then entry."""

    entries: dict[int, Entries] = field(default_factory=dict)
    alike: dict[tuple[date, Any], Entries] = field(default_factory=dict)
    """Of people with one entry those of the same day and value share it: they are most, and many."""

    def add(self, person_id: int, on: date, value: Any) -> None:
        """Enter a value; of two on one day the later entered wins."""
        entry = (on, value)
        if before := self.entries.get(person_id):
            self.entries[person_id] = tuple(sorted((*before, entry), key=itemgetter(0)))
        else:
            self.entries[person_id] = self.alike.setdefault(entry, (entry,))

    def on(self, person_id: int, day: date) -> Any:
        """Return what holds on a day; None when nothing was entered by then."""
        return next((value for on, value in reversed(self.entries.get(person_id, ())) if on <= day), None)

    def latest(self, person_id: int) -> Any:
        """Return what was entered for the latest day."""
        return self.on(person_id, date.max)

    def last_day(self, person_id: int) -> date:
        """Return the latest day anything was entered for; the first of all days when nothing was."""
        return max((on for on, _ in self.entries.get(person_id, ())), default=date.min)

    def days(self, person_id: int, value: Any) -> list[date]:
        """Return the days a value was entered for, the first one first."""
        return [on for on, entered in self.entries.get(person_id, ()) if entered == value]


@dataclass(slots=True)
class Standing:
    """Status, intention and unit of people over time, stored and planned.

    `booked` holds only the intentions that books stated, not those heard at a contact: a book that comes
    again says nothing new, whatever was heard since. `left` says why people left who have.
    """

    status: Timeline
    intention: Timeline
    booked: Timeline
    unit: Timeline
    left: dict[int, str] = field(default_factory=dict)


def load_standing(connection: Connection, person_ids: list[int]) -> Standing:
    """Read the histories of some people."""
    from_books = table(Intention).c.contact_id.is_(None)
    return Standing(
        _load(connection, Status, "status", person_ids),
        _load(connection, Intention, "kind", person_ids),
        _load(connection, Intention, "kind", person_ids, from_books),
        _load(connection, Affiliation, "unit_id", person_ids),
        _reasons(connection, person_ids),
    )


def _reasons(connection: Connection, person_ids: list[int]) -> dict[int, str]:
    """Read why people left, where a reason was given."""
    rows, found = table(Status), dict[int, str]()
    for start in range(0, len(person_ids), BATCH):
        some = (rows.c.person_id.in_(person_ids[start : start + BATCH]), rows.c.status.in_(GONE))
        query = select(rows.c.person_id, rows.c.reason).where(*some).order_by(rows.c.on, rows.c.id)
        found |= {person_id: reason or "" for person_id, reason in connection.execute(query)}
    return found


def _load(
    connection: Connection,
    history: type[Record],
    name: str,
    person_ids: list[int],
    *only: ColumnElement[bool],
) -> Timeline:
    rows, timeline = table(history), Timeline()
    for start in range(0, len(person_ids), BATCH):
        some = (rows.c.person_id.in_(person_ids[start : start + BATCH]), *only)
        query = select(rows.c.person_id, rows.c.on, rows.c[name]).where(*some).order_by(rows.c.on, rows.c.id)
        for person_id, on, value in connection.execute(query):
            timeline.add(person_id, on, value)
    return timeline


ContactKey = tuple[int, date, str, str, str, str, int | None, str]
"""Person, day, channel, presence, direction, reached, staff, note: what makes two contacts the same."""


def contact_key(values: dict[str, Any]) -> ContactKey:
    """Return what a contact is recognised by."""
    names = ("person_id", "on", "channel", "presence", "direction", "reached", "staff_id")
    return (*(values[name] for name in names), values.get("note") or "")


def load_contact_keys(connection: Connection, person_ids: list[int]) -> set[ContactKey]:
    """Read what the stored contacts of some people are recognised by, also with their notes masked."""
    rows = table(Contact)
    keys: set[ContactKey] = set()
    for start in range(0, len(person_ids), BATCH):
        some = rows.c.person_id.in_(person_ids[start : start + BATCH])
        for row in connection.execute(select(rows).where(some)).mappings():
            keys.add(contact_key(dict(row)))
            if (row["note"] or "") != (masked := mask_free_text(row["note"] or "")):
                keys.add(contact_key({**row, "note": masked}))
    return keys


def load_numbered_contacts(
    connection: Connection, numbers: Sequence[str]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return whose the contacts of some numbers are: those there are, and those removed since."""
    wanted = {found for text in numbers if (found := id_from_number(Contact, text)) is not None}
    if not wanted:
        return {}, {}
    rows, log = table(Contact), table(Change)
    query = select(rows.c.id, rows.c.person_id)
    stored = {row.id: row.person_id for row in connection.execute(query) if row.id in wanted}
    gone = select(log.c.first_id, log.c.before).where(log.c.record == rows.name, log.c.action == "delete")
    images = {row.first_id: row.before for row in connection.execute(gone)}
    lost = wanted - stored.keys()
    return stored, {one: images[one]["person_id"] for one in lost if one in images}
