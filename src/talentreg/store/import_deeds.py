"""What one import did to the register, person by person, told from the log; also after it was undone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from talentreg.records.changes import Change
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, columns, number, table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.store.changes import BATCH, freeze, thaw
from talentreg.store.dossier import shown_extra
from talentreg.store.trail import Teller, heading_of, ledger_of
from talentreg.store.units import UnitNode, UnitTree

log = table(Change)
Row = dict[str, Any]
Fields = dict[str, tuple[str, str]]
"""Headings with what stood there before and after; numbers are masked."""

LEDGER_RECORDS = tuple(dict.fromkeys(ledger.record for ledger in LEDGERS.values()))

_HISTORIES: tuple[tuple[type[Record], str], ...] = (
    (Affiliation, "unit_id"),
    (Status, "status"),
    (Intention, "kind"),
)


@dataclass(slots=True)
class Deeds:
    """What an import created and changed; every row is ready to be printed."""

    new_people: list[Row] = field(default_factory=list)
    updated_people: list[Row] = field(default_factory=list)
    new_contacts: list[Row] = field(default_factory=list)
    new_units: list[Row] = field(default_factory=list)
    new_staff: list[Row] = field(default_factory=list)
    new_rows: list[Row] = field(default_factory=list)
    updated_rows: list[Row] = field(default_factory=list)
    """Rows of the plain ledgers."""


def read_deeds(connection: Connection, set_id: int) -> Deeds:
    """Read what the change set of one import did."""
    return _Reader(connection, set_id).read()


_Entries = Mapping[type[Record], Mapping[int, Row]]


class _Reader:
    """Reads the changes of one set; rows that are gone are known by the image their removal left."""

    def __init__(self, connection: Connection, set_id: int) -> None:
        self.connection = connection
        query = select(log).where(log.c.set_id == set_id).order_by(log.c.id)
        self.changes = connection.execute(query).mappings().all()
        self.teller = Teller(connection)
        self._know_units()

    def read(self) -> Deeds:
        created = self._created(Person, "name")
        entries = {history: self._created(history, "person_id", name) for history, name in _HISTORIES}
        contacts = self._created(Contact, "person_id", "on", "channel")
        names = {one: row["name"] for one, row in created.items()}
        units = {row["person_id"]: row["unit_id"] for row in entries[Affiliation].values()}
        changed = self._changed(names, entries)
        asked = [*changed, *(row["person_id"] for row in contacts.values())]
        names |= self._names([one for one in asked if one not in names])
        return Deeds(
            new_people=[
                {
                    "person": number(Person, one),
                    "name": row["name"],
                    "unit": self._path(units.get(one)) or None,
                }
                for one, row in created.items()
            ],
            updated_people=[
                {"person": number(Person, one), "name": names.get(one, ""), "fields": told}
                for one, told in changed.items()
            ],
            new_contacts=[
                {
                    "record": number(Contact, one),
                    "person": number(Person, row["person_id"]),
                    "name": names.get(row["person_id"], ""),
                    "on": str(row["on"]),
                    "channel": row["channel"],
                }
                for one, row in contacts.items()
            ],
            new_units=[
                {"unit": row["code"], "name": self._path(one)}
                for one, row in self._created(Unit, "code").items()
            ],
            new_staff=[
                {"staff": number(Staff, one), "name": row["name"]}
                for one, row in self._created(Staff, "name").items()
            ],
            new_rows=list(self._new_rows()),
            updated_rows=list(self._updated_rows()),
        )

    def _new_rows(self) -> Iterator[Row]:
        """Tell the rows of ledgers the set inserted, each in a line."""
        for record in LEDGER_RECORDS:
            for one, row in self._created(record, *table(record).c.keys()).items():
                frozen = freeze(row) or {}
                yield self._row(record, one, frozen) | {
                    "told": mask_free_text(self.teller.summary(record, frozen))
                }

    def _updated_rows(self) -> Iterator[Row]:
        """Tell field by field what became of rows of ledgers that were there before."""
        for record in LEDGER_RECORDS:
            for change in self._of(record, "update"):
                one = change["first_id"]
                names = [name for name in ("id", "kind") if name in table(record).c]
                image = rows_ever(self.connection, record, range(one, one + 1), names).get(one, {})
                kind = str(image.get("kind"))
                told = {
                    heading: tuple(
                        self.teller.shown(record, name, change[when][name], kind)
                        for when in ("before", "after")
                    )
                    for name in change["before"]
                    if (heading := heading_of(record, name, kind))
                }
                yield self._row(record, one, image) | {"fields": told}

    def _row(self, record: type[Record], row_id: int, image: Row) -> Row:
        ledger = ledger_of(record, str(image.get("kind")))
        return {"record": number(record, row_id), "ledger": ledger.title if ledger else record.title}

    def _created(self, record: type[Record], *names: str) -> dict[int, Row]:
        """Return some fields of the rows the set inserted, by id."""
        found: dict[int, Row] = {}
        for change in self._of(record, "insert"):
            ids = range(change["first_id"], change["last_id"] + 1)
            found |= rows_ever(self.connection, record, ids, names)
        return found

    def _of(self, record: type[Record], action: str) -> Iterator[RowMapping]:
        wanted = (table(record).name, action)
        return (change for change in self.changes if (change["record"], change["action"]) == wanted)

    def _changed(
        self, created: Mapping[int, str], entries: Mapping[type[Record], Mapping[int, Row]]
    ) -> dict[int, Fields]:
        """Tell field by field what became of people who were there before."""
        told: dict[int, Fields] = defaultdict(dict)
        for change in self._of(Person, "update"):
            told[change["first_id"]] |= self._fields(change["before"], change["after"])
        for history, name in _HISTORIES:
            rows = {one: row for one, row in entries[history].items() if row["person_id"] not in created}
            before = self._before(history, name, rows)
            for row in rows.values():
                values = (before.get(row["person_id"]), row[name])
                was, became = (self.teller.shown(history, name, value) for value in values)
                told[row["person_id"]][_history_heading(history, name)] = (was, became)
        return dict(told)

    def _fields(self, before: Row, after: Row) -> Fields:
        shown = self.teller.shown
        told = {
            heading_of(Person, name): (shown(Person, name, before[name]), shown(Person, name, after[name]))
            for name in before
            if name in columns(Person)
        }
        was, became = (shown_extra(image.get("extra") or {}, masked=True) for image in (before, after))
        differing = [one for one in {**was, **became} if was.get(one) != became.get(one)]
        return told | {one: (was.get(one, ""), became.get(one, "")) for one in differing}

    def _before(self, history: type[Record], name: str, rows: Mapping[int, Row]) -> dict[int, Any]:
        """Return what a history said of people before some entries of it were made."""
        if not rows:
            return {}
        entries, first = table(history), min(rows)
        people = sorted({row["person_id"] for row in rows.values()})
        found: dict[int, Any] = {}
        for start in range(0, len(people), BATCH):
            query = (
                select(entries.c.person_id, entries.c[name])
                .where(entries.c.person_id.in_(people[start : start + BATCH]), entries.c.id < first)
                .order_by(entries.c.on, entries.c.id)
            )
            found |= {person_id: value for person_id, value in self.connection.execute(query)}
        return found

    def _names(self, ids: Sequence[int]) -> dict[int, str]:
        person = table(Person)
        found: dict[int, str] = {}
        for start in range(0, len(ids), BATCH):
            query = select(person.c.id, person.c.name).where(person.c.id.in_(ids[start : start + BATCH]))
            found |= {person_id: name for person_id, name in self.connection.execute(query)}
        return found

    def _know_units(self) -> None:
        """Let units an undo removed be called by the names they had."""
        tree: UnitTree = self.teller.tree
        for change in self._of(Unit, "insert"):
            ids = range(change["first_id"], change["last_id"] + 1)
            for image in rows_ever(self.connection, Unit, ids, tuple(table(Unit).c.keys())).values():
                if image["id"] not in tree.nodes:
                    tree.add(UnitNode(**thaw(Unit, image)))

    def _path(self, unit_id: int | None) -> str:
        return mask_free_text(self.teller.shown(Affiliation, "unit_id", unit_id))


def rows_ever(
    connection: Connection, record: type[Record], ids: range, names: Sequence[str]
) -> dict[int, Row]:
    """Return some fields of rows by id; one that is gone as it was when it was removed."""
    rows = table(record)
    inside = rows.c.id.between(ids.start, ids.stop - 1)
    query = select(rows.c.id, *(rows.c[name] for name in names if name != "id")).where(inside)
    found = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    if len(found) < len(ids):
        removed = select(log.c.first_id, log.c.before).where(
            log.c.record == rows.name,
            log.c.action == "delete",
            log.c.first_id.between(ids.start, ids.stop - 1),
        )
        for row_id, image in connection.execute(removed.order_by(log.c.id)):
            if row_id not in found:
                found[row_id] = {name: image[name] for name in names}
    return dict(sorted(found.items()))


def _history_heading(history: type[Record], name: str) -> str:
    return heading_of(history, name) if name in columns(history) else "所属单位"
