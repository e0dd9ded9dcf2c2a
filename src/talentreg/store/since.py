"""What has become of rows since a change set: entered, taken out, changed in which fields."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from talentreg.records.changes import Change, ChangeSet
from talentreg.records.fields import Record, table
from talentreg.store.changes import BATCH

log, sets = table(Change), table(ChangeSet)


class Since:
    """The log of changes after one of its change sets."""

    def __init__(self, connection: Connection, set_id: int) -> None:
        """Look back to a change set, whose own changes are not asked for."""
        self.connection = connection
        self.set_id = set_id

    def entered(self, record: type[Record], ids: Collection[int]) -> dict[int, bool]:
        """Find which rows were entered since; true for those an undo brought back that were there before."""
        found: dict[int, bool] = {}
        for row in self._spans(record, ("insert",)):
            for row_id in _within(ids, row):
                found.setdefault(row_id, row.undoes is not None)
        return found

    def taken_out(self, record: type[Record], ids: Collection[int]) -> dict[int, str]:
        """Find which rows were taken out since: `delete`, `undo` where an undo did it, or `erase`."""
        return {
            row_id: "undo" if row.action == "delete" and row.undoes is not None else row.action
            for row in self._spans(record, ("delete", "erase"))
            for row_id in _within(ids, row)
        }

    def changed(self, record: type[Record], ids: Collection[int]) -> dict[int, list[str]]:
        """Find which rows were changed since, and the names of the fields, each once."""
        found: dict[int, dict[str, None]] = {}
        wanted = sorted(ids)
        for start in range(0, len(wanted), BATCH):
            some = log.c.first_id.in_(wanted[start : start + BATCH])
            query = self._changes(record).where(log.c.action == "update", some)
            for row in self.connection.execute(query.add_columns(log.c.before)):
                found.setdefault(row.first_id, {}).update(dict.fromkeys(row.before or ()))
        return {row_id: list(names) for row_id, names in found.items()}

    def _spans(self, record: type[Record], actions: tuple[str, ...]) -> Iterator[Row[Any]]:
        query = self._changes(record).where(log.c.action.in_(actions))
        yield from self.connection.execute(query.order_by(log.c.id))

    def _changes(self, record: type[Record]) -> Any:
        columns = (log.c.action, log.c.first_id, log.c.last_id, sets.c.undoes)
        joined = select(*columns).join(sets, sets.c.id == log.c.set_id)
        return joined.where(log.c.record == table(record).name, log.c.set_id > self.set_id)


def _within(ids: Collection[int], row: Row[Any]) -> Collection[int]:
    """Return which ids a change is of; the fewer are looked through."""
    span = range(row.first_id, row.last_id + 1)
    return [one for one in span if one in ids] if len(span) < len(ids) else [i for i in ids if i in span]
