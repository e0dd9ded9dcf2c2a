"""What an erased person leaves in reports that were sent: their name in a file's, a title, a label."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select, update

from talentreg.records.changes import Change
from talentreg.records.fields import Record, table
from talentreg.records.submission import Submission, SubmittedNumber

_TOLD: Mapping[type[Record], tuple[str, ...]] = {
    Submission: ("name", "file", "office", "addressee", "code"),
    SubmittedNumber: ("label", "text"),
}
"""What may name somebody: the rows behind numbers are ids alone."""

log = table(Change)

Reword = Callable[[str], str]


def reword_sent(connection: Connection, reword: Reword) -> None:
    """Reword what submissions say, also those that were taken back."""
    for record, names in _TOLD.items():
        _reword_rows(connection, table(record), names, reword)
        _reword_images(connection, record, names, reword)


def _reword_rows(connection: Connection, rows: Table, names: tuple[str, ...], reword: Reword) -> None:
    query = select(rows.c.id, *(rows.c[name] for name in names))
    for row in connection.execute(query).mappings().all():
        if changed := _reworded(dict(row), names, reword):
            connection.execute(update(rows).where(rows.c.id == row["id"]).values(changed))


def _reword_images(
    connection: Connection, record: type[Record], names: tuple[str, ...], reword: Reword
) -> None:
    """Reword what the log keeps of rows that are gone."""
    gone = (log.c.record == table(record).name, log.c.action == "delete")
    for row in connection.execute(select(log.c.id, log.c.before).where(*gone)).all():
        if changed := _reworded(row.before or {}, names, reword):
            image = {**row.before, **changed}
            connection.execute(update(log).where(log.c.id == row.id).values(before=image))


def _reworded(row: Mapping[str, Any], names: tuple[str, ...], reword: Reword) -> dict[str, str]:
    new = {name: reword(row[name]) for name in names if row.get(name)}
    return {name: text for name, text in new.items() if text != row[name]}
