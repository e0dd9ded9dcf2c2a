"""What happened to one record, field by field: who changed what from what to what, and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, literal, select

from talentreg.records.catalogue import RECORDS
from talentreg.records.changes import Change, ChangeSet
from talentreg.records.contact import Contact
from talentreg.records.fields import Column, Record, columns, id_from_number, number, table
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.sameness import MergedPerson
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.store.belongings import references
from talentreg.store.changes import freeze
from talentreg.store.dossier import shown_extra
from talentreg.store.former import merged_ids
from talentreg.store.ledger_finding import describe_row
from talentreg.store.units import UnitTree, load_units

log, sets = table(Change), table(ChangeSet)

_BY_TABLE: dict[str, type[Record]] = {table(record).name: record for record in RECORDS}
_HISTORIES: tuple[type[Record], ...] = (Status, Intention, Affiliation, Contact)
_PLAIN_WORDS = {
    "on": "日期",
    "unit_id": "单位",
    "parent_id": "上级单位",
    "successor_id": "后续单位",
    "staff_id": "联络人",
    "person_id": "谁的",
    "extra": "其他列",
}
_POINTING = {
    **dict.fromkeys(("unit_id", "parent_id", "successor_id"), "unit"),
    "staff_id": "staff",
    "person_id": "person",
}
"""What fields point at that are not declared to."""

_SUMMARIES: dict[type[Record], tuple[str, ...]] = {
    Status: ("on", "status", "reason"),
    Intention: ("on", "kind", "reason"),
    Affiliation: ("on", "unit_id"),
    Contact: ("on", "channel", "presence", "reached", "occasion", "staff_id", "note"),
    MergedPerson: ("on", "person_id"),
}
"""What tells one row of a type in a line; other types are told by their name."""


@dataclass(frozen=True, slots=True)
class Step:
    """One field of one row changed, or a whole row that came or went; numbers are masked."""

    set: int
    at: datetime
    who: str
    command: str
    record: str
    title: str
    action: str
    field: str
    heading: str
    before: str
    after: str
    undone_by: int | None


def read_trail(connection: Connection, record: type[Record], row_id: int) -> list[Step]:
    """Return what happened to a row, oldest first.

    A person's histories and contacts belong to them, and the records they were entered under before.
    """
    rows = {(record, row_id)}
    if record is Person:
        numbers = [row_id, *merged_ids(connection, row_id)]
        rows |= {(one, person_id) for person_id in numbers for one in (Person, MergedPerson)}
        rows |= {row for one in numbers for row in _rows_of_person(connection, one)}
    teller = Teller(connection)
    found = [entry for kind, one in rows for entry in teller.tell(kind, one)]
    return [step for *_, steps in sorted(found, key=lambda entry: entry[:2]) for step in steps]


def _rows_of_person(connection: Connection, person_id: int) -> Iterable[tuple[type[Record], int]]:
    """Give the rows of a person's histories, contacts and ledgers, also those that are gone."""
    ledgers = dict.fromkeys(one.record for one in LEDGERS.values())
    for record in (*_HISTORIES, *ledgers):
        names = references(record, Person)
        found = dict.fromkeys(row for name in names for row in _pointing(connection, record, name, person_id))
        for row_id in found:
            yield record, row_id
            yield from _parts_of(connection, record, row_id)


def _parts_of(
    connection: Connection, record: type[Record], row_id: int
) -> Iterable[tuple[type[Record], int]]:
    """Give the rows that are about nobody themselves and belong to a row of somebody's."""
    for part in dict.fromkeys(one.record for one in LEDGERS.values()):
        if not references(part, Person):
            for name in references(part, record):
                yield from ((part, one) for one in _pointing(connection, part, name, row_id))


def _pointing(connection: Connection, record: type[Record], name: str, to: int) -> Iterable[int]:
    """Give the rows whose field points at a row, and those that did so when they were deleted."""
    rows = table(record)
    yield from connection.scalars(select(rows.c.id).where(rows.c[name] == to))
    was = func.json_extract(log.c.before, f"$.{name}") == to
    gone = select(log.c.first_id).where(log.c.record == rows.name, log.c.action == "delete", was)
    yield from connection.scalars(gone.distinct())


class Teller:
    """Writes the changes of rows for people."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.tree: UnitTree = load_units(connection)
        staff = table(Staff)
        self.staff = {row.id: row.name for row in connection.execute(select(staff.c.id, staff.c.name))}

    def tell(self, record: type[Record], row_id: int) -> list[tuple[int, int, list[Step]]]:
        """Return the steps of one row, each after the number of the change and of the row."""
        changes = self._changes(record, row_id)
        image = self._now(record, row_id)
        told: list[tuple[int, int, list[Step]]] = []
        for change in reversed(changes):  # backwards: an insert keeps no image of its own
            after = image
            if change["action"] == "update":
                image = {**image, **change["before"]}
            elif change["action"] == "delete":
                image, after = dict(change["before"]), {}
            told.append((change["id"], row_id, self._steps(record, row_id, change, image, after)))
        return told

    def _changes(self, record: type[Record], row_id: int) -> list[RowMapping]:
        query = (
            select(log, sets.c.at, sets.c.who, sets.c.command, sets.c.undone_by)
            .join(sets, sets.c.id == log.c.set_id)
            .where(
                log.c.record == table(record).name,
                and_(log.c.first_id <= row_id, log.c.last_id >= row_id),
            )
            .order_by(log.c.id)
        )
        return list(self.connection.execute(query).mappings())

    def _now(self, record: type[Record], row_id: int) -> dict[str, Any]:
        rows = table(record)
        row = self.connection.execute(select(rows).where(rows.c.id == row_id)).mappings().one_or_none()
        return freeze(row) or {}

    def _steps(
        self,
        record: type[Record],
        row_id: int,
        change: RowMapping,
        before: dict[str, Any],
        after: dict[str, Any],
    ) -> list[Step]:
        def step(field: str, heading: str, was: str, became: str) -> Step:
            return Step(
                set=change["set_id"],
                at=change["at"],
                who=change["who"],
                command=change["command"],
                record=number(record, row_id),
                title=record.title,
                action=change["action"],
                field=field,
                heading=heading,
                before=was,
                after=became,
                undone_by=change["undone_by"],
            )

        if change["action"] == "insert":
            return [step("", "", "", self.summary(record, after))]
        if change["action"] == "erase":
            return [step("", "", "", "")]
        if change["action"] == "delete":
            return [step("", "", self.summary(record, before), "")]
        kind = str(before.get("kind"))
        return [
            step(
                name,
                heading,
                self.shown(record, name, before.get(name), kind),
                self.shown(record, name, after.get(name), kind),
            )
            for name in change["before"]
            if (heading := heading_of(record, name, kind))
        ]

    def summary(self, record: type[Record], image: Mapping[str, Any]) -> str:
        """Write one line that tells a row, as it was then, from others of its type."""
        kind = str(image.get("kind"))
        ledger = ledger_of(record, kind)
        names = _SUMMARIES.get(record) or (tuple(map(ledger.stored, ledger.alike)) if ledger else ("name",))
        told = (self.shown(record, name, image.get(name), kind) for name in names)
        return "  ".join(text for text in told if text)

    def shown(self, record: type[Record], name: str, value: Any, kind: str = "") -> str:
        """Write a stored value for people; what points at another row gives its name.

        `kind` is that of a row whose table holds several.
        """
        if value is None:
            return ""
        column = _column(record, name, kind)
        if column and column.refers:
            return self._named(column.refers, value)
        if name in _POINTING:
            return (
                number(Person, value) if _POINTING[name] == "person" else self._named(_POINTING[name], value)
            )
        if column:
            return column.shown(column.mask(str(value)) if column.mask else value)
        if name == "extra":
            shown = shown_extra(value, masked=True)
            return "；".join(f"{heading}：{text}" for heading, text in shown.items())
        return "起初" if value == ALWAYS.isoformat() else str(value)

    def _named(self, refers: str, row_id: int) -> str:
        """Name what a row points at: a unit by its path, staff by name, anything else by number and name."""
        if refers == table(Unit).name:
            return self.tree.path(row_id) if row_id in self.tree.nodes else f"单位{row_id}"
        if refers == table(Staff).name:
            return str(self.staff.get(row_id, f"工作人员{row_id}"))
        record = _BY_TABLE[refers]
        name = self.connection.scalar(select(table(record).c.name).where(table(record).c.id == row_id))
        return f"{number(record, row_id)} {mask_free_text(name or '')}".rstrip()


def ledger_of(record: type[Record], kind: str = "") -> Ledger | None:
    """Return the ledger a row belongs to, by its type and, where several share a table, its kind."""
    return next(
        (one for one in LEDGERS.values() if one.record is record and one.kind in ("", kind)),
        None,
    )


def describe_numbered(connection: Connection, text: str) -> str:
    """Tell a row of a ledger from others by its number; blank for any other number."""
    for record in dict.fromkeys(one.record for one in LEDGERS.values()):
        row_id, rows = id_from_number(record, text), table(record)
        if row_id is not None:
            of_kind = select(rows.c.kind if "kind" in rows.c else literal("")).where(rows.c.id == row_id)
            ledger = ledger_of(record, connection.scalar(of_kind) or "")
            return describe_row(connection, ledger, row_id) if ledger else ""
    return ""


def _column(record: type[Record], name: str, kind: str = "") -> Column | None:
    """Return what is declared of a field of a row."""
    ledger = ledger_of(record, kind)
    if ledger and (field := ledger.fields.get(name.removesuffix("_id"))):
        return field
    return columns(record).get(name)


def heading_of(record: type[Record], name: str, kind: str = "") -> str:
    """Return a field's heading; what follows from other fields has none."""
    column = _column(record, name, kind)
    return column.heading if column else _PLAIN_WORDS.get(name, "")
