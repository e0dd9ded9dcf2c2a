"""The one way to write: rows change only through a change set, which remembers enough to take them back."""

import getpass
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlmodel import SQLModel

from talentreg.periods import today
from talentreg.records.changes import Change, ChangeSet
from talentreg.records.fields import Record, table
from talentreg.records.text import clean_line
from talentreg.store.inserting import NOTHING, Inserting, Own

Values = Mapping[str, Any] | RowMapping
BATCH = 10_000
"""Rows handed to the database at once."""


class Writer:
    """Writes rows inside one change set; made by `Register.changing`, never by hand."""

    def __init__(self, connection: Connection, command: str, undoes: int | None = None) -> None:
        """Open change set number `set_id` on a connection whose transaction has begun."""
        self.connection = connection
        self.set_id = self._next_id(ChangeSet)
        self._allocated: dict[type[Record], int] = {}
        self._changes: list[dict[str, Any]] = []
        values = {"id": self.set_id, "at": now(), "who": who(), "command": command, "undoes": undoes}
        connection.execute(insert(table(ChangeSet)).values(values))

    @contextmanager
    def attempting(self) -> Iterator[None]:
        """Take back what the block wrote when it raises; all that was written before it stays."""
        noted, allocated = len(self._changes), dict(self._allocated)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self._changes[noted:]
            self._allocated = allocated
            raise

    def insert(self, record: type[Record], values: Mapping[str, Any]) -> int:
        """Insert one row and return its id."""
        return self.insert_many(record, [values]).start

    def insert_many(self, record: type[Record], rows: Collection[Mapping[str, Any]]) -> range:
        """Insert rows under consecutive ids and return those ids."""
        first = self.reserve(record, len(rows))
        ids = range(first, first + len(rows))
        self.insert_reserved(record, ids, rows)
        return ids

    def insert_reserved(
        self, record: type[Record], ids: range, rows: Iterable[Mapping[str, Any]], own: Own = NOTHING
    ) -> None:
        """Insert as many rows as there are ids, consecutive ones set aside by `reserve`.

        `own` gives, by field, what turns the value in a row into the one to store.
        """
        if ids:
            self._insert_plain(record, ids, rows, own)
            self._note(record, "insert", ids)

    def _insert_plain(
        self, record: type[Record], ids: Iterable[int], rows: Iterable[Mapping[str, Any]], own: Own = NOTHING
    ) -> None:
        inserting, left = Inserting(self.connection, record, own), zip(ids, rows, strict=True)
        while some := [inserting.bind(row_id, row) for row_id, row in islice(left, BATCH)]:
            self.connection.exec_driver_sql(inserting.statement, some)

    @contextmanager
    def filling(self, counts: Mapping[type[Record], int]) -> Iterator[None]:
        """Build the indexes of tables anew after the block, where it inserts more than there is.

        `counts` says how many rows of which type it inserts. It takes half the time for a large first import.
        """
        large = [table(record) for record, count in counts.items() if count > self._held(record, count)]
        indexes = [index for rows in large for index in rows.indexes]
        for index in indexes:
            index.drop(self.connection)
        yield
        for index in indexes:
            index.create(self.connection)

    def _held(self, record: type[Record], most: int) -> int:
        """Count the rows of a type, but no further than asked; a few are never worth a thought."""
        some = select(table(record).c.id).limit(most).subquery()
        return max(BATCH, self.connection.scalar(select(func.count()).select_from(some)) or 0)

    def reserve(self, record: type[Record], count: int) -> int:
        """Set `count` consecutive ids of a record type aside and return the first.

        An id is never given twice, not even after an undo: the log remembers the highest.
        """
        first = self._allocated.get(record) or self._next_id(record)
        self._allocated[record] = first + count
        return first

    def update(self, record: type[Record], row_id: int, values: Values) -> bool:
        """Set fields of one row, noting before and after; a value that is already so is no change."""
        return bool(self.update_many(record, {row_id: values}))

    def update_many(self, record: type[Record], values: Mapping[int, Values]) -> int:
        """Set fields of rows by their ids, noting before and after; return how many changed.

        Fields that follow from others are set along and not noted: they can always be derived anew.
        """
        ids = list(values)
        batches = (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
        return sum(self._update_batch(record, {one: values[one] for one in batch}) for batch in batches)

    def _update_batch(self, record: type[Record], values: Mapping[int, Values]) -> int:
        """Update some rows, those that change in the same fields by one statement."""
        rows, changed = table(record), 0
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in self.connection.execute(select(rows).where(rows.c.id.in_(values))).mappings():
            row_id = row["id"]
            new = {name: value for name, value in values[row_id].items() if row[name] != value}
            if new:
                changed += 1
                self._note(
                    record, "update", range(row_id, row_id + 1), {name: row[name] for name in new}, new
                )
                whole = {**new, **record.derived(new)}
                alike.setdefault(tuple(whole), []).append({"": row_id, **whole})
        for names, some in alike.items():
            bound: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
            statement = update(rows).where(rows.c.id == bindparam("new_")).values(bound)
            self.connection.execute(statement, [{f"new_{n}": v for n, v in one.items()} for one in some])
        return changed

    def delete_many(self, record: type[Record], row_ids: Collection[int]) -> int:
        """Delete rows, keeping their images so that they can come back; return how many went."""
        rows = table(record)
        chosen = rows.c.id.in_(row_ids)
        images = self.connection.execute(select(rows).where(chosen).order_by(rows.c.id)).mappings().all()
        self.connection.execute(delete(rows).where(chosen))
        for image in images:
            self._note(record, "delete", range(image["id"], image["id"] + 1), before=image)
        return len(images)

    def erase_many(self, record: type[Record], row_ids: Collection[int]) -> int:
        """Delete rows for good, with the images the log has of them; return how many went.

        That they were entered stays known, so that their ids are not given again.
        """
        rows, log = table(record), table(Change)
        went = self.connection.execute(delete(rows).where(rows.c.id.in_(row_ids))).rowcount
        images = (log.c.record == rows.name, log.c.action != "insert", log.c.first_id.in_(row_ids))
        self.connection.execute(delete(log).where(*images))
        return went

    def note_erased(self, record: type[Record], row_ids: Collection[int]) -> None:
        """Note that rows were erased; those that follow one another are noted as one."""
        for _, run in groupby(enumerate(sorted(row_ids)), key=lambda one: one[1] - one[0]):
            ids = [row_id for _, row_id in run]
            self._note(record, "erase", range(ids[0], ids[-1] + 1))

    def restore_many(self, record: type[Record], images: Sequence[Mapping[str, Any]]) -> None:
        """Bring deleted rows back under their own ids; those that follow one another are noted as one.

        Rows that point at others of their type must come after them, in the order given.
        """
        if not refers_to_itself(record):
            images = sorted(images, key=itemgetter("id"))
        self._insert_plain(record, [image["id"] for image in images], images)
        for _, run in groupby(enumerate(images), key=lambda one: one[1]["id"] - one[0]):
            ids = [image["id"] for _, image in run]
            self._note(record, "insert", range(ids[0], ids[-1] + 1))

    def row(self, record: type[Record], row_id: int) -> RowMapping:
        """Return one stored row."""
        rows = table(record)
        return self.connection.execute(select(rows).where(rows.c.id == row_id)).mappings().one()

    def finish(self) -> bool:
        """Write the log; return whether anything changed."""
        if self._changes:
            first = self._next_id(Change)
            self._insert_plain(Change, range(first, first + len(self._changes)), self._changes)
        return bool(self._changes)

    def _next_id(self, record: type[Record]) -> int:
        stored = self.connection.scalar(select(func.max(table(record).c.id))) or 0
        log = table(Change)
        used = select(func.max(log.c.last_id)).where(log.c.record == table(record).name)
        return 1 + max(stored, self.connection.scalar(used) or 0)

    def _note(
        self,
        record: type[Record],
        action: str,
        ids: range,
        before: Values | None = None,
        after: Values | None = None,
    ) -> None:
        if record.permanent:
            return  # what a change set did stays known when it is undone
        self._changes.append(
            {
                "set_id": self.set_id,
                "record": table(record).name,
                "action": action,
                "first_id": ids.start,
                "last_id": ids.stop - 1,
                "before": freeze(before),
                "after": freeze(after),
            }
        )


def freeze(values: Values | None) -> dict[str, Any] | None:
    """Turn a row's values into what JSON can hold; dates become ISO text, bytes Base64."""
    if values is None:
        return None
    return {name: _frozen(value) for name, value in values.items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def refers_to_itself(record: type[SQLModel]) -> bool:
    """Whether rows of a type may point at others of it, as units at those above them."""
    return any(key.column.table is table(record) for key in table(record).foreign_keys)


def thaw(record: type[Record], frozen: Values) -> dict[str, Any]:
    """Turn a frozen row back into values the table takes."""
    kinds = {name: c.type.python_type for name, c in table(record).c.items()}
    thawing: dict[type, Callable[[str], Any]] = {
        date: date.fromisoformat,
        datetime: datetime.fromisoformat,
        bytes: b64decode,
    }
    return {
        name: thawing[kinds[name]](value) if value and kinds[name] in thawing else value
        for name, value in frozen.items()
    }


def who() -> str:
    """Name the user of this machine."""
    try:
        return clean_line(getpass.getuser()) or "未知用户"
    except (KeyError, OSError, ImportError):
        return "未知用户"


def now() -> datetime:
    """Return the moment a change is made, to the second, on the day that counts as today."""
    return datetime.combine(today(), datetime.now().time().replace(microsecond=0))
