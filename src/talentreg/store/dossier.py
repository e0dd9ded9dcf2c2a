"""Everything the register knows of one person, gathered for showing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, select

from talentreg.periods import today
from talentreg.records.changes import ChangeSet, ImportedFile, Source
from talentreg.records.contact import Contact
from talentreg.records.fields import WRITTEN, Column, Record, columns, number, table, written
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.masking import mask_digits, mask_free_text
from talentreg.records.person import Person
from talentreg.records.sameness import MergedPerson
from talentreg.records.staff import Staff
from talentreg.store.dossier_work import read_work, tell_work
from talentreg.store.former import ids_aside, merged_ids, was
from talentreg.store.people import person_row, unit_of
from talentreg.store.units import UnitTree, load_units

Rows = list[dict[str, Any]]


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
    """Read one person with everything that hangs on them; numbers are masked unless asked for.

    Who reads many gives the `tree` of units, which is the same for all.
    """
    tree = tree or load_units(connection)
    former = merged_ids(connection, person_id)
    row = person_row(connection, person_id)
    return Dossier(
        number=number(Person, person_id),
        unit=tree.path(unit_of(connection, person_id, today())),
        fields={name: _shown(column, row[name], masked) for name, column in columns(Person).items()},
        extra=shown_extra(row["extra"] or {}, masked=masked),
        statuses=_history(connection, Status, person_id, masked, "status", "reason"),
        intentions=_history(connection, Intention, person_id, masked, "kind", "reason"),
        units=[
            {"on": None if one["on"] == ALWAYS else one["on"], "unit": tree.path(one["unit_id"])}
            for one in _history(connection, Affiliation, person_id, masked, "unit_id")
        ],
        contacts=_contacts(connection, person_id, masked),
        sources=_sources(connection, Person, [person_id, *former]),
        contact_sources=_sources(connection, Contact, _contact_ids(person_id, former=bool(former))),
        merged=_merged(connection, person_id),
        work=read_work(connection, tree, person_id, masked=masked),
    )


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


def _history(connection: Connection, record: type[Record], person_id: int, masked: bool, *names: str) -> Rows:
    rows, declared = table(record), columns(record)
    query = select(rows.c.on, *(rows.c[name] for name in names)).where(rows.c.person_id == person_id)
    return [
        {
            name: _shown(declared[name], value, masked) if name in declared else value
            for name, value in row.items()
        }
        for row in connection.execute(query.order_by(rows.c.on, rows.c.id)).mappings()
    ]


def _contacts(connection: Connection, person_id: int, masked: bool) -> Rows:
    contact, staff = table(Contact), table(Staff)
    query = (
        select(contact.c.id, *(contact.c[name] for name in columns(Contact)), staff.c.name.label("by"))
        .join(staff, staff.c.id == contact.c.staff_id, isouter=True)
        .where(contact.c.person_id == person_id)
        .order_by(contact.c.on.desc(), contact.c.id.desc())
    )
    return [
        {"record": number(Contact, row["id"]), "by": row["by"]}
        | {name: _shown(column, row[name], masked) for name, column in columns(Contact).items()}
        for row in connection.execute(query).mappings()
    ]


def _contact_ids(person_id: int, *, former: bool) -> CompoundSelect[Any] | Select[Any]:
    """Ask for a person's contacts; those entered twice came from somewhere too."""
    contact = table(Contact)
    own = select(contact.c.id).where(contact.c.person_id == person_id)
    return own.union(ids_aside(contact.name, person_id)) if former else own


def _merged(connection: Connection, person_id: int) -> Rows:
    """List the records that were found to speak of the person."""
    rows = table(MergedPerson)
    query = select(rows.c.id, rows.c.on, was("name").label("name")).where(rows.c.person_id == person_id)
    return [
        {"person": number(Person, row.id), "name": row.name, "on": row.on}
        for row in connection.execute(query.order_by(rows.c.on, rows.c.id))
    ]


def _sources(connection: Connection, record: type[Record], row_ids: Any) -> Rows:
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
    return [
        {
            "file": row.file,
            "sheet": row.sheet,
            "line": row.line,
            "at": row.at,
            "record": number(record, row.row_id),
        }
        for row in connection.execute(query)
    ]
