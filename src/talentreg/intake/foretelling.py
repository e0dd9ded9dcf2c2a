"""What a commit of a plan would do, person by person and field by field, before and after, masked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from talentreg.intake.plan import Plan
from talentreg.periods import today
from talentreg.records.cleaning import CURRENCY
from talentreg.records.contact import Contact
from talentreg.records.fields import Column, Record, columns, number, table
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import as_text
from talentreg.store.dossier import shown_extra
from talentreg.store.histories import latest_values
from talentreg.store.units import load_units

BATCH = 5_000
UNIT, STAFF = "所属单位", "联络人"

Row = dict[str, Any]
Fields = dict[str, tuple[str, str]]
"""Headings with what stands there now and what will; numbers are masked."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a commit will do: `action` is new, update, contact, unit, staff or the list's own.

    Newcomers have no number yet.
    """

    action: str
    person: str
    name: str
    unit: str
    fields: Fields


class Foretelling:
    """Tells a plan in words; what stands now is read from the register, some thousand people at a time."""

    def __init__(self, plan: Plan, connection: Connection) -> None:
        """Prepare what all need: units and staff by name, planned ones too, histories by person."""
        self.plan, self.connection = plan, connection
        self.tree = load_units(connection)
        for node in plan.units:
            self.tree.add(node)
        staff = table(Staff)
        self.staff = {row.id: row.name for row in connection.execute(select(staff.c.id, staff.c.name))}
        self.staff |= {-1 - place: row["name"] for place, row in enumerate(plan.staff)}
        self.histories = self._histories()
        self.changed = list(dict.fromkeys([*plan.updates, *(one for one in self.histories if one > 0)]))

    def documents(self) -> Iterator[Row]:
        """Give everything for JSON."""
        people = (self.updates(), self.newcomers(), self.contacts(), self.listed())
        for part in (self.units(), self.staff_members(), *people):
            for one in part:
                yield {
                    "action": one.action,
                    "person": one.person,
                    "name": one.name,
                    "unit": one.unit,
                    "fields": one.fields,
                }

    def units(self) -> Iterator[Told]:
        """Tell the units that come into being."""
        for node in self.plan.units:
            yield Told("unit", "", mask_free_text(node.name), self._path(node.id), {})

    def staff_members(self) -> Iterator[Told]:
        """Tell the staff that is entered."""
        for row in self.plan.staff:
            yield Told("staff", "", mask_free_text(row["name"]), self._path(row["unit_id"]), {})

    def newcomers(self) -> Iterator[Told]:
        """Tell the people who are new, with all that will be known of them."""
        for place, row in enumerate(self.plan.people):
            histories = self.histories.get(-1 - place, {})
            told = {heading: ("", after) for heading, after in _fields(Person, row).items()}
            told |= {heading: ("", after) for heading, after in histories.items()}
            yield Told("new", "", mask_free_text(row["name"]), histories.get(UNIT, ""), told)

    def updates(self) -> Iterator[Told]:
        """Tell what changes of people the register has."""
        for start in range(0, len(self.changed), BATCH):
            yield from self._updates(self.changed[start : start + BATCH])

    def contacts(self) -> Iterator[Told]:
        """Tell the contacts that are entered, each with the person's name."""
        rows = self.plan.contacts
        for start in range(0, len(rows), BATCH):
            some = rows[start : start + BATCH]
            stored = self._people([row["person_id"] for row in some if row["person_id"] > 0])
            yield from (self._contact(row, stored) for row in some)

    def listed(self) -> Iterator[Told]:
        """Tell who is put on a list, each with what is said of them there."""
        if (listed := self.plan.listed) is None:
            return
        rows, action = listed.rows, str(listed.record.__tablename__)
        stored = self._people([row["person_id"] for row in rows if row["person_id"] > 0])
        for row in rows:
            told = _fields(listed.record, {name: row[name] for name in row if not name.endswith("_id")})
            yield self._of_person(action, row, stored, {one: ("", text) for one, text in told.items()})

    def _contact(self, row: Row, stored: Mapping[int, Row]) -> Told:
        told = {heading: ("", after) for heading, after in _fields(Contact, row).items()}
        if row.get("staff_id") is not None:
            told[STAFF] = ("", mask_free_text(self.staff[row["staff_id"]]))
        return self._of_person("contact", row, stored, told)

    def _of_person(self, action: str, row: Row, stored: Mapping[int, Row], told: Fields) -> Told:
        """Tell of a row that belongs to a person, stored or new."""
        one = row["person_id"]
        name = stored[one]["name"] if one > 0 else self.plan.people[-1 - one]["name"]
        called = number(Person, one) if one > 0 else ""
        return Told(action, called, mask_free_text(name), self._path(row.get("unit_id")), told)

    def _updates(self, ids: Sequence[int]) -> Iterator[Told]:
        stored, standing = self._people(ids), self._standing(ids)
        for one in ids:
            values = self.plan.updates.get(one, {})
            was = _fields(Person, {name: stored[one][name] for name in values})
            became = _fields(Person, values)
            told = {
                heading: (was.get(heading, ""), became.get(heading, ""))
                for heading in {**was, **became}
                if was.get(heading) != became.get(heading)
            }
            for heading, after in self.histories.get(one, {}).items():
                told[heading] = (standing[heading].get(one, ""), after)
            name = mask_free_text(stored[one]["name"])
            yield Told("update", number(Person, one), name, standing[UNIT].get(one, ""), told)

    def _people(self, ids: Iterable[int]) -> dict[int, Row]:
        rows = table(Person)
        query = select(rows).where(rows.c.id.in_(set(ids)))
        return {row["id"]: dict(row) for row in self.connection.execute(query).mappings()}

    def _standing(self, ids: Sequence[int]) -> dict[str, dict[int, str]]:
        """Return what the histories of some people say today, by heading."""
        found: dict[str, dict[int, str]] = {}
        for record, name in ((Affiliation, "unit_id"), (Status, "status"), (Intention, "kind")):
            values = latest_values(self.connection, record, name, today(), list(ids))
            found[_heading(record, name)] = {one: self._said(record, name, v) for one, v in values.items()}
        return found

    def _histories(self) -> dict[int, dict[str, str]]:
        """Gather what histories will say, by person and heading; several entries follow one another."""
        plan, told = self.plan, defaultdict[int, dict[str, str]](dict)
        for record, name, rows in (
            (Affiliation, "unit_id", plan.affiliations),
            (Status, "status", plan.statuses),
            (Intention, "kind", plan.intentions),
        ):
            heading = _heading(record, name)
            for row in rows:
                text = self._said(record, name, row[name]) + _since(row["on"], row.get("reason"))
                own = told[row["person_id"]]
                own[heading] = f"{own[heading]}；{text}" if heading in own else text
        return dict(told)

    def _said(self, record: type[Record], name: str, value: Any) -> str:
        return self._path(value) if name == "unit_id" else columns(record)[name].shown(value)

    def _path(self, unit_id: int | None) -> str:
        return mask_free_text(self.tree.path(unit_id))


def _heading(record: type[Record], name: str) -> str:
    return UNIT if name == "unit_id" else columns(record)[name].heading


def _fields(record: type[Record], row: Mapping[str, Any]) -> dict[str, str]:
    """Write the declared fields of a row that say something, and the sender's other columns."""
    told = {heading: write(value) for name, heading, write in _writers(record) if (value := row.get(name))}
    return told | shown_extra(row.get("extra") or {}, masked=True)


@cache
def _writers(record: type[Record]) -> tuple[tuple[str, str, Callable[[Any], str]], ...]:
    """Return how each field of a record is told: its name, its heading, what writes its values."""
    return tuple((name, column.heading, _writer(column)) for name, column in columns(record).items())


def _writer(column: Column) -> Callable[[Any], str]:
    if unit := CURRENCY.get(column.clean):
        return lambda value: f"{column.shown(value)}{unit}"
    if column.vocabulary:
        return column.shown
    mask = column.mask or mask_free_text
    return lambda value: mask(value if isinstance(value, str) else as_text(value))


def _since(on: date, reason: str | None) -> str:
    """Write since when an entry of a history counts; a first unit counts from always."""
    if on == ALWAYS:
        return ""
    return f"（{on}，{mask_free_text(reason)}）" if reason else f"（{on}）"
