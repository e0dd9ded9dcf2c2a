"""The one way to write: rows change only through a change set, which remembers enough to take them back."""

import getpass
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from talentreg.periods import today
from talentreg.records.changes import Change, ChangeSet
from talentreg.records.fields import Record, table
from talentreg.records.text import clean_line

Values = Mapping[str, Any] | RowMapping


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

    def insert(self, record: type[Record], values: Values) -> int:
        """Insert one row and return its id."""
        return self.insert_many(record, [values]).start

    def insert_many(self, record: type[Record], rows: Sequence[Values]) -> range:
        """Insert rows under consecutive ids and return those ids."""
        first = self.reserve(record, len(rows))
        self.insert_reserved(record, [dict(row) | {"id": first + place} for place, row in enumerate(rows)])
        return range(first, first + len(rows))

    def insert_reserved(self, record: type[Record], rows: Sequence[Values]) -> None:
        """Insert rows that carry consecutive ids set aside by `reserve`."""
        if rows:
            blank = _complete(record)
            self.connection.execute(
                insert(table(record)), [blank | dict(row) | record.derived(dict(row)) for row in rows]
            )
            self._note(record, "insert", range(rows[0]["id"], rows[0]["id"] + len(rows)))

    def reserve(self, record: type[Record], count: int) -> int:
        """Set `count` consecutive ids of a record type aside and return the first.

        An id is never given twice, not even after an undo: the log remembers the highest.
        """
        first = self._allocated.get(record) or self._next_id(record)
        self._allocated[record] = first + count
        return first

    def update(self, record: type[Record], row_id: int, values: Values) -> bool:
        """Set fields of one row, noting before and after; a value that is already so is no change.

        Fields that follow from others are set along and not noted: they can always be derived anew.
        """
        stored = self.row(record, row_id)
        changed = {name: value for name, value in values.items() if stored[name] != value}
        if changed:
            rows = table(record)
            own = rows.c.id == row_id
            self.connection.execute(update(rows).where(own).values(changed | record.derived(changed)))
            before = {name: stored[name] for name in changed}
            self._note(record, "update", range(row_id, row_id + 1), before, changed)
        return bool(changed)

    def delete_many(self, record: type[Record], row_ids: Collection[int]) -> int:
        """Delete rows, keeping their images so that they can come back; return how many went."""
        rows = table(record)
        chosen = rows.c.id.in_(row_ids)
        images = self.connection.execute(select(rows).where(chosen).order_by(rows.c.id)).mappings().all()
        self.connection.execute(delete(rows).where(chosen))
        for image in images:
            self._note(record, "delete", range(image["id"], image["id"] + 1), before=image)
        return len(images)

    def restore(self, record: type[Record], image: Values) -> None:
        """Bring a deleted row back under its own id."""
        self.connection.execute(insert(table(record)).values(dict(image) | record.derived(dict(image))))
        self._note(record, "insert", range(image["id"], image["id"] + 1))

    def row(self, record: type[Record], row_id: int) -> RowMapping:
        """Return one stored row."""
        rows = table(record)
        return self.connection.execute(select(rows).where(rows.c.id == row_id)).mappings().one()

    def finish(self) -> bool:
        """Write the log; return whether anything changed."""
        if self._changes:
            self.connection.execute(insert(table(Change)), self._changes)
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
    """Turn a row's values into what JSON can hold; dates become ISO text."""
    if values is None:
        return None
    frozen: dict[str, Any] = json.loads(json.dumps(dict(values), default=_iso))
    return frozen


def thaw(record: type[Record], frozen: Values) -> dict[str, Any]:
    """Turn a frozen row back into values the table takes."""
    kinds = {name: c.type.python_type for name, c in table(record).c.items()}
    return {
        name: kinds[name].fromisoformat(value) if value and kinds[name] in (date, datetime) else value
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


def _complete(record: type[Record]) -> dict[str, Any]:
    """Return a value for every field of a record type: its declared default, or the day of entry."""
    blank = {
        name: None if field.is_required() else field.get_default()
        for name, field in record.model_fields.items()
    }
    return blank | ({"entered_on": today()} if "entered_on" in blank else {})


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot freeze {type(value).__name__}")
