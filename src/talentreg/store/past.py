"""What the register said of people after an earlier change set, told from its own log."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from talentreg.records.changes import Change
from talentreg.records.fields import Record, table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.unit import Unit
from talentreg.store.changes import thaw
from talentreg.store.units import UnitNode, UnitTree

BATCH = 10_000
TOLD: tuple[type[Record], ...] = (Person, Affiliation, Status, Intention, Unit)

Row = Mapping[str, Any] | RowMapping
Rows = dict[int, Row]


@dataclass(frozen=True, slots=True)
class Past:
    """Some people as they were: their own rows, and what held of each on a day, by person.

    `tree` has the units as they were called then.
    """

    people: Rows
    units: Rows
    statuses: Rows
    intentions: Rows
    tree: UnitTree


class Then:
    """The register as it was after a change set, and what of it held on a day.

    Whatever was changed later is taken back in the order of the log, last first; what nobody changed is
    read as it stands.
    """

    def __init__(self, connection: Connection, newest: int, day: date) -> None:
        """Read what was changed later, and the units."""
        self.day = day
        self._log = _Log(connection, newest)
        self.tree = UnitTree()
        for row in sorted(self._log.rewind(Unit, None, "id").values(), key=itemgetter("id")):
            self.tree.add(UnitNode(**row))

    def people(self, person_ids: Sequence[int]) -> Rows:
        """Return the own rows of some people; nothing for those who were not there."""
        return self._log.rewind(Person, person_ids, "id")

    def of(self, person_ids: Sequence[int]) -> Past:
        """Go back to what was known of some people."""
        log, day = self._log, self.day
        histories = (log.rewind(one, person_ids, "person_id") for one in (Affiliation, Status, Intention))
        units, statuses, intentions = (_latest(rows.values(), day) for rows in histories)
        return Past(self.people(person_ids), units, statuses, intentions, self.tree)


class _Log:
    """Everything written after a change set, last first."""

    def __init__(self, connection: Connection, newest: int) -> None:
        self.connection = connection
        log = table(Change)
        names = [table(record).name for record in TOLD]
        query = select(log).where(log.c.set_id > newest, log.c.record.in_(names)).order_by(log.c.id.desc())
        self.changes: dict[str, list[RowMapping]] = {}
        for change in connection.execute(query).mappings():
            self.changes.setdefault(change["record"], []).append(change)

    def rewind(self, record: type[Record], wanted: Sequence[int] | None, by: str) -> Rows:
        """Return the rows of some people, or all rows, as they were."""
        changes = self.changes.get(table(record).name, [])
        rows = dict(self._stored(record, wanted, by))
        touched = [change["first_id"] for change in changes if change["action"] == "update"]
        if by != "id" and touched:  # a row may have been somebody else's
            rows |= dict(self._stored(record, touched, "id"))
        for change in changes:
            _take_back(record, change, rows)
        if wanted is None:
            return rows
        chosen = set(wanted)
        return {row_id: row for row_id, row in rows.items() if row[by] in chosen}

    def _stored(
        self, record: type[Record], wanted: Sequence[int] | None, by: str
    ) -> Iterator[tuple[int, Row]]:
        rows = table(record)
        if wanted is None:
            found = [select(rows)]
        else:
            parts = (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))
            found = [select(rows).where(rows.c[by].in_(part)) for part in parts]
        for query in found:
            yield from ((row["id"], row) for row in self.connection.execute(query).mappings())


def _take_back(record: type[Record], change: RowMapping, rows: Rows) -> None:
    """Undo one entry of the log in the rows; an image that was erased says nothing."""
    first, before = change["first_id"], change["before"]
    if change["action"] == "insert":
        for row_id in range(first, change["last_id"] + 1):
            rows.pop(row_id, None)
    elif before and change["action"] == "delete":
        rows[first] = thaw(record, before)
    elif before and first in rows:
        rows[first] = {**rows[first], **thaw(record, before)}


def _latest(rows: Iterable[Row], day: date) -> Rows:
    """Return the entry of each person that held on a day; of two on one day the later entered."""
    held: Rows = {}
    for row in rows:
        other = held.get(row["person_id"])
        if row["on"] <= day and (other is None or (row["on"], row["id"]) > (other["on"], other["id"])):
            held[row["person_id"]] = row
    return held
