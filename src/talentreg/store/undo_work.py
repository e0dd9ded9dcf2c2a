"""What an undo may not bring back: two cares of one pair at a time, a guest of what was not held."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, Select, func, or_, select

from talentreg.errors import Refused
from talentreg.records.duty import Assignment
from talentreg.records.entry import Entry, Membership
from talentreg.records.event import Attendance, Event
from talentreg.records.fields import Record, number, table
from talentreg.store.changes import BATCH

Ids = Sequence[int]
Query = Callable[[Ids], Select[Any, Any]]
Pair = tuple[str, str]


def contradictions(connection: Connection, found: Sequence[RowMapping]) -> set[Pair]:
    """Return which rows that changes touched cannot be so beside others as the register stands.

    `found` are the changes of a change set; what it inserted is not looked at.
    """
    touched: defaultdict[str, list[int]] = defaultdict(list)
    for change in found:
        if change["action"] != "insert":
            touched[change["record"]].append(change["first_id"])
    pairs: set[Pair] = set()
    for record, one, other, ask in _ASKED:
        ids = touched[str(table(record).name)]
        for start in range(0, len(ids), BATCH):
            rows = connection.execute(ask(ids[start : start + BATCH]))
            pairs |= {(_called(one, first), _called(other, second)) for first, second in rows}
    return pairs


def refuse_impossible(
    connection: Connection, set_id: int, found: Sequence[RowMapping], before: set[Pair]
) -> None:
    """Refuse an undo that makes rows contradict each other which did not `before`."""
    for first, second in sorted(contradictions(connection, found) - before)[:1]:
        told = f"{first} 与{second} 会互相矛盾"
        raise Refused(f"撤销第{set_id}号变更后，{told}，没有撤销", "请先撤销或更正后来的登记")


def _called(record: type[Record], row_id: int) -> str:
    return f"{record.title} {number(record, row_id)}"


def _twice(record: type[Record], same: Sequence[str], last: str) -> Query:
    """Ask for rows that hold on a day on which another of the same pair holds."""
    one, two = table(record).alias(), table(record).alias()
    pair = [one.c[name].is_not_distinct_from(two.c[name]) for name in same]
    overlap = (one.c.on <= _last(two, last), two.c.on <= _last(one, last))
    query = select(one.c.id, two.c.id).join(two, one.c.id != two.c.id).where(*pair, *overlap)
    return lambda ids: query.where(one.c.id.in_(ids))


def _came(record: type[Record]) -> Query:
    """Ask for people who came to an event that was not held."""
    rows = {Event: table(Event).alias(), Attendance: table(Attendance).alias()}
    event, came = rows.values()
    query = select(event.c.id, came.c.id).join(came, came.c.event_id == event.c.id)
    query = query.where(event.c.state != "held", came.c.attended == "yes")
    return lambda ids: query.where(rows[record].c.id.in_(ids))


def _joined(record: type[Record]) -> Query:
    """Ask for people who joined a station on a day on which it was not there."""
    rows = {Entry: table(Entry).alias(), Membership: table(Membership).alias()}
    station, joined = rows.values()
    outside = or_(joined.c.on < station.c.on, joined.c.on >= _last(station, "until"))
    query = select(station.c.id, joined.c.id).join(joined, joined.c.entry_id == station.c.id).where(outside)
    return lambda ids: query.where(rows[record].c.id.in_(ids))


def _last(rows: FromClause, name: str) -> ColumnElement[date]:
    return func.coalesce(rows.c[name], date.max)


_ASKED: Sequence[tuple[type[Record], type[Record], type[Record], Query]] = (
    (
        *(Assignment, Assignment, Assignment),
        _twice(Assignment, ("kind", "leader_id", "person_id", "unit_id"), "ended_on"),
    ),
    (Membership, Membership, Membership, _twice(Membership, ("entry_id", "person_id"), "until")),
    (Event, Event, Attendance, _came(Event)),
    (Attendance, Event, Attendance, _came(Attendance)),
    (Entry, Entry, Membership, _joined(Entry)),
    (Membership, Entry, Membership, _joined(Membership)),
)
"""Which rows are looked at, the two types that may contradict each other, and what is asked of them."""
