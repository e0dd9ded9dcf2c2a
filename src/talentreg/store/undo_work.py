"""What an undo may not bring back: two cares of one pair at a time, a guest of what was not held."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, Select, func, or_, select

from talentreg.errors import Refused
from talentreg.records.benefit import CENT, Apartment, Benefit, Payment, Tenancy
from talentreg.records.duty import Assignment
from talentreg.records.entry import Entry, Membership
from talentreg.records.event import Attendance, Event
from talentreg.records.fields import Record, number, table
from talentreg.records.library import Inclusion, Library
from talentreg.records.project import Arrival, Project
from talentreg.records.returning import ReturnCase
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


def _joined(host: type[Record], stay: type[Record], name: str, record: type[Record]) -> Query:
    """Ask for people who joined a station, a library, an apartment on a day on which it was not there."""
    rows = {host: table(host).alias(), stay: table(stay).alias()}
    place, joined = rows.values()
    # A station is closed on its day, anything else was still there on its last.
    over = joined.c.on >= _last(place, "until") if host is Entry else joined.c.on > _last(place, "until")
    outside = or_(joined.c.on < place.c.on, over)
    query = select(place.c.id, joined.c.id).join(joined, joined.c[name] == place.c.id).where(outside)
    return lambda ids: query.where(rows[record].c.id.in_(ids))


def _open_cases(ids: Ids) -> Select[Any, Any]:
    """Ask for people with two cases that have neither landed nor failed."""
    one, two = table(ReturnCase).alias(), table(ReturnCase).alias()
    open_ = [day.is_(None) for rows in (one, two) for day in (rows.c.landed_on, rows.c.failed_on)]
    query = select(one.c.id, two.c.id).join(two, one.c.person_id == two.c.person_id)
    return query.where(one.c.id != two.c.id, *open_, one.c.id.in_(ids))


def _paid_too_much(record: type[Record]) -> Query:
    """Ask for benefits of which more was paid than was due."""
    rows = {Benefit: table(Benefit).alias(), Payment: table(Payment).alias()}
    due, paid = rows.values()
    all_ = table(Payment).alias()
    total = select(func.sum(all_.c.amount)).where(all_.c.benefit_id == due.c.id).scalar_subquery()
    query = select(due.c.id, paid.c.id).join(paid, paid.c.benefit_id == due.c.id)
    return lambda ids: query.where(total > due.c.amount + CENT, rows[record].c.id.in_(ids))


def _arrived(record: type[Record]) -> Query:
    """Ask for money that arrived for a project that had ended."""
    rows = {Project: table(Project).alias(), Arrival: table(Arrival).alias()}
    project, arrival = rows.values()
    query = select(project.c.id, arrival.c.id).join(arrival, arrival.c.project_id == project.c.id)
    return lambda ids: query.where(arrival.c.on > project.c.ended_on, rows[record].c.id.in_(ids))


def _last(rows: FromClause, name: str) -> ColumnElement[date]:
    return func.coalesce(rows.c[name], date.max)


STAYS: Sequence[tuple[type[Record], type[Record], str]] = (
    (Entry, Membership, "entry_id"),
    (Library, Inclusion, "library_id"),
    (Apartment, Tenancy, "apartment_id"),
)
"""What people stay in, their stays, and the field of these that says in what."""

_ASKED: Sequence[tuple[type[Record], type[Record], type[Record], Query]] = (
    (
        *(Assignment, Assignment, Assignment),
        _twice(Assignment, ("kind", "leader_id", "person_id", "unit_id"), "ended_on"),
    ),
    *((stay, stay, stay, _twice(stay, (name, "person_id"), "until")) for _, stay, name in STAYS),
    *(
        (record, host, stay, _joined(host, stay, name, record))
        for host, stay, name in STAYS
        for record in (host, stay)
    ),
    *((record, Event, Attendance, _came(record)) for record in (Event, Attendance)),
    (ReturnCase, ReturnCase, ReturnCase, _open_cases),
    *((record, Benefit, Payment, _paid_too_much(record)) for record in (Benefit, Payment)),
    *((record, Project, Arrival, _arrived(record)) for record in (Project, Arrival)),
)
"""Which rows are looked at, the two types that may contradict each other, and what is asked of them."""
