"""Everything the register knows of one person, gathered for showing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select, union

from talentreg.periods import today
from talentreg.records.changes import ChangeSet, ImportedFile, Source
from talentreg.records.contact import Contact
from talentreg.records.fields import (
    WRITTEN,
    Column,
    Record,
    columns,
    id_from_number,
    number,
    table,
    written,
)
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.masking import mask_digits, mask_free_text
from talentreg.records.person import Person
from talentreg.records.sameness import MergedPerson
from talentreg.records.staff import Staff
from talentreg.store.dossier_work import read_works, tell_work
from talentreg.store.former import ids_aside, was
from talentreg.store.histories import unit_on
from talentreg.store.units import UnitTree, load_units

Rows = list[dict[str, Any]]
ByPerson = defaultdict[int, Rows]
"""Rows by the id of whom they speak of."""

TOGETHER = 400
"""How many people are read at once."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One person: fields by name, other columns, histories oldest first, contacts newest first."""

    number: str
    unit: str
    fields: dict[str, Any]
    extra: dict[str, str]
    statuses: Rows
    intentions: Rows
    units: Rows
    contacts: Rows
    sources: Rows
    contact_sources: Rows
    merged: Rows
    work: dict[str, Rows]
    """What else the office notes of them, by ledger: events attended, assignments, requests…"""

    def timeline(self) -> Rows:
        """Return all that is dated, oldest first: histories, contacts, mergers; a first unit before."""
        told = [
            *(
                {"on": one["on"], "kind": "status", "detail": _joined("status", one, Status)}
                for one in self.statuses
            ),
            *({"on": one["on"], "kind": "unit", "detail": one["unit"]} for one in self.units),
            *(
                {"on": one["on"], "kind": "intention", "detail": _joined("kind", one, Intention)}
                for one in self.intentions
            ),
            *({"on": one["on"], "kind": "contact", "detail": _told(one)} for one in self.contacts),
            *(
                {"on": one["on"], "kind": "merger", "detail": f"并入 {one['person']}  {one['name']}"}
                for one in self.merged
            ),
            *tell_work(self.work, self.number),
        ]
        return sorted(told, key=lambda one: one["on"] or ALWAYS)

    def as_document(self) -> dict[str, Any]:
        """Return the person for JSON."""
        histories = ("statuses", "intentions", "units", "contacts", "sources", "contact_sources", "merged")
        head = {"person": self.number, "unit": self.unit or None, **self.fields, "extra": self.extra}
        return head | {name: getattr(self, name) for name in histories} | self.work


def read_dossier(
    connection: Connection, person_id: int, *, masked: bool = True, tree: UnitTree | None = None
) -> Dossier:
    """Read one person with everything that hangs on them; numbers are masked unless asked for."""
    return next(read_dossiers(connection, [person_id], masked=masked, tree=tree))


def read_dossiers(
    connection: Connection,
    person_ids: Sequence[int],
    *,
    masked: bool = True,
    tree: UnitTree | None = None,
) -> Iterator[Dossier]:
    """Read people as `read_dossier` does, in the order given, some hundreds with each query."""
    tree = tree or load_units(connection)
    for start in range(0, len(person_ids), TOGETHER):
        some = person_ids[start : start + TOGETHER]
        gathered = _gather(connection, tree, some, masked=masked)
        yield from (gathered[person_id] for person_id in some)


def _gather(
    connection: Connection, tree: UnitTree, person_ids: Sequence[int], *, masked: bool
) -> dict[int, Dossier]:
    """Read people, by id."""
    people = table(Person)
    query = select(people, unit_on(people.c.id, today()).label("unit_now")).where(people.c.id.in_(person_ids))
    rows = connection.execute(query).mappings().all()
    statuses = _history(connection, Status, person_ids, masked, "status", "reason")
    intentions = _history(connection, Intention, person_ids, masked, "kind", "reason")
    units = _history(connection, Affiliation, person_ids, masked, "unit_id")
    contacts, merged = _contacts(connection, person_ids, masked), _merged(connection, person_ids)
    sources = _person_sources(connection, person_ids, merged)
    contact_sources = _contact_sources(connection, person_ids, contacts, merged)
    work = read_works(connection, tree, person_ids, masked=masked)
    return {
        row["id"]: Dossier(
            number=number(Person, row["id"]),
            unit=tree.path(row["unit_now"]),
            fields={name: _shown(column, row[name], masked) for name, column in columns(Person).items()},
            extra=shown_extra(row["extra"] or {}, masked=masked),
            statuses=statuses[row["id"]],
            intentions=intentions[row["id"]],
            units=[
                {"on": None if one["on"] == ALWAYS else one["on"], "unit": tree.path(one["unit_id"])}
                for one in units[row["id"]]
            ],
            contacts=contacts[row["id"]],
            sources=sources[row["id"]],
            contact_sources=contact_sources[row["id"]],
            merged=merged[row["id"]],
            work=work[row["id"]],
        )
        for row in rows
    }


def _joined(name: str, entry: dict[str, Any], record: type[Record]) -> str:
    """Write an entry of a history with its reason."""
    words = (columns(record)[name].shown(entry[name]), entry["reason"])
    return "  ".join(word for word in words if word)


def _told(contact: dict[str, Any]) -> str:
    """Write a contact in one line: how, where, whether reached, why, by whom, what was said."""
    declared = columns(Contact)
    names = ("channel", "presence", "reached", "occasion")
    words = [declared[name].shown(contact[name]) for name in names]
    return "  ".join(word for word in (*words, contact["by"], contact["note"]) if word)


def _shown(column: Column, value: Any, masked: bool) -> Any:
    return column.mask(value) if masked and column.mask and value else value


def shown_extra(extra: dict[str, str], *, masked: bool) -> dict[str, str]:
    """Return the sender's other columns; what stood in a column of numbers hides all its digits but two."""
    if not masked:
        return extra
    hidden = {written(column) for column in columns(Person).values() if column.mask}
    return {
        heading: mask_digits(text) if heading.split(WRITTEN)[0] + WRITTEN in hidden else mask_free_text(text)
        for heading, text in extra.items()
    }


def _history(
    connection: Connection, record: type[Record], person_ids: Sequence[int], masked: bool, *names: str
) -> ByPerson:
    rows, declared = table(record), columns(record)
    query = select(rows.c.person_id, rows.c.on, *(rows.c[name] for name in names))
    found: ByPerson = defaultdict(list)
    asked = query.where(rows.c.person_id.in_(person_ids)).order_by(rows.c.on, rows.c.id)
    for row in connection.execute(asked).mappings():
        told = {name: row[name] for name in ("on", *names)}
        shown = {name: _shown(declared[name], told[name], masked) for name in declared.keys() & told}
        found[row["person_id"]].append(told | shown)
    return found


def _contacts(connection: Connection, person_ids: Sequence[int], masked: bool) -> ByPerson:
    contact, staff, declared = table(Contact), table(Staff), columns(Contact)
    query = (
        select(
            *(contact.c.id, contact.c.person_id, staff.c.name.label("by")),
            *(contact.c[name] for name in declared),
        )
        .join(staff, staff.c.id == contact.c.staff_id, isouter=True)
        .where(contact.c.person_id.in_(person_ids))
        .order_by(contact.c.on.desc(), contact.c.id.desc())
    )
    found: ByPerson = defaultdict(list)
    for row in connection.execute(query).mappings():
        shown = {name: _shown(column, row[name], masked) for name, column in declared.items()}
        told = {"record": number(Contact, row["id"]), "by": row["by"]} | shown
        found[row["person_id"]].append(told)
    return found


def _merged(connection: Connection, person_ids: Sequence[int]) -> ByPerson:
    """List the records that were found to speak of the people."""
    rows = table(MergedPerson)
    query = select(rows.c.id, rows.c.person_id, rows.c.on, was("name").label("name"))
    found: ByPerson = defaultdict(list)
    for row in connection.execute(
        query.where(rows.c.person_id.in_(person_ids)).order_by(rows.c.on, rows.c.id)
    ):
        told = {"person": number(Person, row.id), "name": row.name, "on": row.on}
        found[row.person_id].append(told)
    return found


def _person_sources(
    connection: Connection, person_ids: Sequence[int], merged: Mapping[int, Rows]
) -> ByPerson:
    """List where people came from; whoever they were before came from somewhere too."""
    owners = {number(Person, one): one for one in person_ids}
    owners |= {row["person"]: owner for owner, rows in merged.items() for row in rows}
    before = [id_from_number(Person, row["person"]) for rows in merged.values() for row in rows]
    return _sources(connection, Person, [*person_ids, *before], owners)


def _contact_sources(
    connection: Connection, person_ids: Sequence[int], contacts: ByPerson, merged: Mapping[int, Rows]
) -> ByPerson:
    """List where contacts came from; those entered twice came from somewhere too."""
    contact = table(Contact)
    asked: list[Select[Any]] = [select(contact.c.id).where(contact.c.person_id.in_(person_ids))]
    owners = {row["record"]: owner for owner, rows in contacts.items() for row in rows}
    for owner, rows in merged.items():
        if rows:
            aside = ids_aside(contact.name, owner)
            owners |= {number(Contact, one): owner for one in connection.scalars(aside)}
            asked.append(aside)
    return _sources(connection, Contact, union(*asked) if len(asked) > 1 else asked[0], owners)


def _sources(
    connection: Connection, record: type[Record], row_ids: Any, owners: Mapping[str, int]
) -> ByPerson:
    """List the sheet lines some rows came from, in the order they came in; an undone import left none."""
    source, file, sets = table(Source), table(ImportedFile), table(ChangeSet)
    query = (
        select(file.c.name.label("file"), source.c.sheet, source.c.line, sets.c.at, source.c.row_id)
        .join(file, file.c.id == source.c.file_id)
        .join(sets, sets.c.id == file.c.set_id)
        .where(source.c.record == table(record).name, source.c.row_id.in_(row_ids))
        .where(sets.c.undone_by.is_(None))
        .order_by(source.c.id)
    )
    found: ByPerson = defaultdict(list)
    for row in connection.execute(query):
        told = {"file": row.file, "sheet": row.sheet, "line": row.line, "at": row.at}
        called = number(record, row.row_id)
        found[owners[called]].append(told | {"record": called})
    return found
