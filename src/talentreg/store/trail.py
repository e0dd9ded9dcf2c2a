"""What happened to one record, field by field: who changed what from what to what, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, select

from talentreg.records.catalogue import RECORDS
from talentreg.records.changes import Change, ChangeSet
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, columns, number, table
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.sameness import MergedPerson
from talentreg.records.staff import Staff
from talentreg.store.changes import freeze
from talentreg.store.dossier import shown_extra
from talentreg.store.former import merged_ids
from talentreg.store.units import UnitTree, load_units

log, sets = table(Change), table(ChangeSet)

_BY_TABLE: dict[str, type[Record]] = {table(record).name: record for record in RECORDS}
_OF_PERSON = (Status, Intention, Affiliation, Contact)
_PLAIN_WORDS = {
    "on": "日期",
    "unit_id": "单位",
    "parent_id": "上级单位",
    "successor_id": "后续单位",
    "staff_id": "联络人",
    "person_id": "谁的",
    "extra": "其他列",
}
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
    """Give the rows of a person's histories and contacts, also those that are gone."""
    for record in _OF_PERSON:
        rows = table(record)
        for row_id in connection.scalars(select(rows.c.id).where(rows.c.person_id == person_id)):
            yield record, row_id
        was_theirs = func.json_extract(log.c.before, "$.person_id") == person_id
        gone = select(log.c.first_id).where(log.c.record == rows.name, log.c.action == "delete", was_theirs)
        for row_id in connection.scalars(gone.distinct()):
            yield record, row_id


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
            return [step("", "", "", self._summary(record, after))]
        if change["action"] == "erase":
            return [step("", "", "", "")]
        if change["action"] == "delete":
            return [step("", "", self._summary(record, before), "")]
        return [
            step(
                name,
                heading,
                self.shown(record, name, before.get(name)),
                self.shown(record, name, after.get(name)),
            )
            for name in change["before"]
            if (heading := heading_of(record, name))
        ]

    def _summary(self, record: type[Record], image: dict[str, Any]) -> str:
        names = _SUMMARIES.get(record, ("name",))
        return "  ".join(text for name in names if (text := self.shown(record, name, image.get(name))))

    def shown(self, record: type[Record], name: str, value: Any) -> str:
        """Write a stored value for people; what points at another row gives its name."""
        if value is None:
            return ""
        if name in ("unit_id", "parent_id", "successor_id"):
            return self.tree.path(value) if value in self.tree.nodes else f"单位{value}"
        if name == "staff_id":
            return str(self.staff.get(value, f"工作人员{value}"))
        if name == "person_id":
            return number(Person, value)
        if name == "extra":
            shown = shown_extra(value, masked=True)
            return "；".join(f"{heading}：{text}" for heading, text in shown.items())
        return _plain(record, name, value)


def _plain(record: type[Record], name: str, value: Any) -> str:
    column = columns(record).get(name)
    if column is None:
        return "起初" if value == ALWAYS.isoformat() else str(value)
    return column.shown(column.mask(str(value)) if column.mask else value)


def heading_of(record: type[Record], name: str) -> str:
    """Return a field's heading; what follows from other fields has none."""
    column = columns(record).get(name)
    return column.heading if column else _PLAIN_WORDS.get(name, "")
