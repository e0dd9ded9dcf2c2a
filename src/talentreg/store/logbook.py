"""The register's log as people read it: which command changed what, and what was only looked at."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from talentreg.records.catalogue import RECORDS
from talentreg.records.changes import AuditEntry, Change, ChangeSet
from talentreg.records.fields import Record, table
from talentreg.records.imports import RememberedColumn
from talentreg.records.word import OpenWord

ACTIONS = {"insert": "新增", "update": "修改", "delete": "删除", "erase": "抹除"}
_TOLD: tuple[type[Record], ...] = (*RECORDS, RememberedColumn, OpenWord)
_TITLES = {table(record).name: record.title for record in _TOLD}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log; `number` is None for an audit entry."""

    number: int | None
    at: datetime
    who: str
    command: str
    summary: str
    undone_by: int | None = None


def read_log(connection: Connection, limit: int | None = None) -> list[LogEntry]:
    """Return change sets and audit entries, newest first."""
    both = [*_change_sets(connection, limit), *_audit_entries(connection, limit)]
    both.sort(key=_order, reverse=True)
    return both[:limit]


def _change_sets(connection: Connection, limit: int | None) -> list[LogEntry]:
    log, sets = table(Change), table(ChangeSet)
    newest = select(sets).order_by(sets.c.id.desc()).limit(limit).subquery()
    counted = (
        select(log.c.set_id, log.c.record, log.c.action, func.sum(log.c.last_id - log.c.first_id + 1))
        .where(log.c.set_id.in_(select(newest.c.id)))
        .group_by(log.c.set_id, log.c.record, log.c.action)
        .order_by(func.min(log.c.id))
    )
    counts: dict[int, Counter[str]] = {}
    for set_id, record, action, count in connection.execute(counted):
        told = counts.setdefault(set_id, Counter())
        if record in _TITLES:
            told[f"{ACTIONS[action]}{_TITLES[record]}"] = count
    return [
        LogEntry(row.id, row.at, row.who, row.command, _summary(counts.get(row.id)), row.undone_by)
        for row in connection.execute(select(newest))
    ]


def _audit_entries(connection: Connection, limit: int | None) -> list[LogEntry]:
    entries = table(AuditEntry)
    newest = select(entries).order_by(entries.c.id.desc()).limit(limit)
    return [LogEntry(None, row.at, row.who, row.command, row.detail) for row in connection.execute(newest)]


def _summary(counts: Counter[str] | None) -> str:
    """Tell what a change set did; one of which the log knows nothing was about people erased since."""
    if counts is None:
        return "（已抹除）"
    return "，".join(f"{what}{count}" for what, count in counts.items())


def _order(entry: LogEntry) -> tuple[datetime, int]:
    return entry.at, entry.number or 0
