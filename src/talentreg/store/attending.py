"""Who was asked to an event, who said yes, who came: entered by name, completed, counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from talentreg.errors import Refused
from talentreg.periods import chinese_day, today
from talentreg.records.event import Attendance, Event
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.ledgers import ATTENDANCE, EVENT
from talentreg.records.masking import mask_free_text
from talentreg.records.text import fold
from talentreg.store.changes import Values, Writer
from talentreg.store.ledger_finding import read_row
from talentreg.store.ledger_rules import check_row
from talentreg.store.people import describe_person
from talentreg.store.units import UnitTree

TAKEN_FOR_GRANTED = {"role": "attendee", "presence": "unknown"}
"""What a row holds of which nothing was said: the first word that is said takes its place."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event, as far as it matters to who comes."""

    id: int
    name: str
    kind: str
    on: date
    state: str
    headcount: int | None

    @property
    def number(self) -> str:
        """The number the event is called by."""
        return number(Event, self.id)

    @property
    def told(self) -> str:
        """The event in a line."""
        kind = "" if self.kind in self.name else self.kind
        parts = (self.number, chinese_day(self.on), kind, self.name)
        return mask_free_text("  ".join(part for part in parts if part))

    def is_called(self, text: str) -> bool:
        """Whether a text is the event's number or name."""
        return id_from_number(Event, text) == self.id or fold(text) == fold(self.name)


@dataclass(slots=True)
class Attended:
    """What entering people by name came to, by person; `held` if the event is so by that."""

    entered: list[int] = field(default_factory=list)
    completed: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    held: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many names a list has; how many were asked, said yes, came, came from nobody knows where."""

    listed: int
    invited: int
    accepted: int
    attended: int
    unplaced: int


def find_occasion(connection: Connection, text: str) -> Occasion:
    """Return the event a name or number means; raises Unknown or Ambiguous."""
    row = read_row(connection, EVENT, text)
    return Occasion(**{one.name: row[one.name] for one in fields(Occasion)})


def refuse_not_held(occasion: Occasion) -> None:
    """Refuse that anybody came to an event that was cancelled, or whose day has not come."""
    if occasion.state == "cancelled":
        raise Refused(
            f"{occasion.told} 已取消，不能记到会",
            f"确实办了的先写 talentreg event edit {occasion.number} 活动状态=已办",
        )
    if occasion.on > today():
        raise Refused(f"{occasion.told} 还没有到日子，不能记到会", "现在可以记邀请：talentreg event invite")


def attend(writer: Writer, occasion: Occasion, person_ids: Sequence[int], facts: Row) -> Attended:
    """Put people on the list of an event, or correct what it says of them; a blank fact is left as it is.

    That somebody came makes a planned event whose day has come one that was held.
    """
    done = Attended()
    facts = {name: value for name, value in facts.items() if value is not None}
    if facts.get("attended") == "yes":
        refuse_not_held(occasion)
        if occasion.state == "planned":
            done.held = writer.update(Event, occasion.id, {"state": "held"})
    stored = _listed(writer.connection, occasion, person_ids)
    for person_id in dict.fromkeys(person_ids):
        own = stored.get(person_id)
        if own is None:
            _enter(writer, {"event_id": occasion.id, "person_id": person_id, **facts})
            done.entered.append(person_id)
        elif writer.update(Attendance, own["id"], _checked(writer.connection, own, facts)):
            done.completed.append(person_id)
        else:
            done.known.append(person_id)
    return done


def drop(writer: Writer, tree: UnitTree, occasion: Occasion, person_ids: Sequence[int]) -> None:
    """Take people off the list of an event; raises Refused for somebody who is not on it."""
    stored = _listed(writer.connection, occasion, person_ids)
    for person_id in person_ids:
        if person_id not in stored:
            named = describe_person(writer.connection, tree, person_id)
            raise Refused(f"{named} 不在这场活动的名单上", f"名单：talentreg event people {occasion.number}")
    writer.delete_many(Attendance, [row["id"] for row in stored.values()])


def _enter(writer: Writer, row: Row) -> None:
    check_row(writer.connection, ATTENDANCE, row)
    writer.insert(Attendance, row)


def _checked(connection: Connection, own: Values, facts: Row) -> Row:
    """Refuse what cannot be so of somebody on the list; return what is to be set."""
    if any(own[name] != value for name, value in facts.items()):
        check_row(connection, ATTENDANCE, {**own, **facts}, own["id"])
    return facts


def _listed(connection: Connection, occasion: Occasion, person_ids: Sequence[int]) -> dict[int, Values]:
    rows = table(Attendance)
    query = select(rows).where(rows.c.event_id == occasion.id, rows.c.person_id.in_(person_ids))
    return {row["person_id"]: row for row in connection.execute(query).mappings()}


def tally(connection: Connection, event_id: int) -> Tally:
    """Count the names on the list of an event."""
    rows = table(Attendance)
    said = [func.count().filter(rows.c[name] == "yes") for name in ("invited", "accepted", "attended")]
    said.append(func.count().filter(rows.c.attended == "yes", rows.c.presence == "unknown"))
    found = connection.execute(select(func.count(), *said).where(rows.c.event_id == event_id)).one()
    return Tally(*map(int, found))
