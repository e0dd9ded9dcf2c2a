"""诉求: finding one by what is typed, taking it a step further, and what presses of those that are open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, or_, select

from talentreg.errors import Ambiguous, Refused, Unknown
from talentreg.periods import chinese_day
from talentreg.records.duty import Assignment
from talentreg.records.duty_words import STEP
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.ledgers import REQUEST
from talentreg.records.person import Person
from talentreg.records.request import STEPS, Request
from talentreg.records.staff import Staff
from talentreg.store.changes import Writer
from talentreg.store.duty import holds
from talentreg.store.histories import place_of
from talentreg.store.ledger_entering import Entered, edit_row
from talentreg.store.ledger_finding import describe_row, find_row
from talentreg.store.life_events import days_taken, days_to_report
from talentreg.store.outlook import Outlook, count_each
from talentreg.store.people import find_person
from talentreg.store.units import UnitTree, is_below

request, assignment = table(Request), table(Assignment)
REASONS = ("overdue", "soon", "undated", "ahead", "revisit")
"""Why a request is to be seen to, what presses most first."""


@dataclass(frozen=True, slots=True)
class Pressing:
    """One request that is to be seen to; `step` is the last it has taken."""

    record_id: int
    reason: str
    on: date
    person_id: int | None
    name: str | None
    kind: str
    category: str | None
    urgent: str
    text: str
    unit_id: int | None
    leader: str | None
    due_on: date | None
    step: str


def find_request(connection: Connection, tree: UnitTree, text: str, *, closed: bool = False) -> int:
    """Return the id a number means, or that of the only request somebody has open, or closed if asked.

    Raises Ambiguous with all of them where there are several, Unknown where there is none.
    """
    if id_from_number(Request, text) is not None:
        return find_row(connection, REQUEST, text)
    person_id = find_person(connection, tree, text)
    waiting = and_(request.c.closed_on.is_not(None), request.c.revisited_on.is_(None))
    query = select(request.c.id).where(
        request.c.person_id == person_id, waiting if closed else request.c.closed_on.is_(None)
    )
    found: list[int] = list(connection.scalars(query.order_by(request.c.id)))
    what = "待回访的" if closed else "在办的"
    if not found:
        raise Unknown(f"{text}没有{what}诉求", f"talentreg request list --person {text} 列出全部")
    if len(found) > 1:
        listed = [describe_row(connection, REQUEST, one) for one in found]
        raise Ambiguous(f"{text}有{len(found)}件{what}诉求", listed, "请写编号，如 Q000123")
    return found[0]


def take_step(
    writer: Writer, tree: UnitTree, row_id: int, step: str, day: date, values: Mapping[str, Any]
) -> Entered:
    """Take a request one step further on a day; `values` are further fields as `edit_row` takes them.

    `by` among them is who signs the step. Raises Refused where the step was taken already.
    """
    before = writer.row(Request, row_id)
    if done := before[f"{step}_on"]:
        called = number(Request, row_id)
        raise Refused(
            f"{called} 已于{chinese_day(done)}{STEP.text(step)}，没有改动",
            f"要更正：talentreg request edit {called} {REQUEST.heading(f'{step}_on')}=…",
        )
    named = {f"{step}_by" if name == "by" else name: value for name, value in values.items()}
    return edit_row(writer, tree, REQUEST, row_id, {f"{step}_on": day, **named})


def caring_leader(connection: Connection, person_id: int, day: date) -> int | None:
    """Return the only leader who cares for somebody on a day; None where there is none, or several."""
    query = select(assignment.c.leader_id).where(
        assignment.c.person_id == person_id, assignment.c.kind == "leader", holds(day)
    )
    found = set(connection.scalars(query))
    return found.pop() if len(found) == 1 else None


def days_late(connection: Connection, row_id: int) -> int:
    """Return by how many days a life event was reported later than the nearest rule allows; 0 if in time."""
    taken = days_taken(request.c.happened_on, request.c.on)
    allowed = days_to_report(place_of(request), request.c.on)
    query = select((taken - allowed).label("late")).where(
        request.c.id == row_id, request.c.kind == "life_event"
    )
    return max(int(connection.scalar(query) or 0), 0)


def find_pressing(
    connection: Connection, outlook: Outlook, scope: int | None = None, leader_id: int | None = None
) -> list[Pressing]:
    """List the requests of a scope, or of a leader, that are open or wait to be followed up.

    What presses most comes first. A life event without a due day is a report, nothing is owed of it.
    """
    query = _asked()
    asked = query.selected_columns
    query = query.where(is_below(asked.unit_id, scope))
    if leader_id is not None:
        query = query.where(request.c.leader_id == leader_id)
    return sorted((_pressing(row, outlook) for row in connection.execute(query).mappings()), key=_order)


def count_reasons(found: Sequence[Pressing]) -> dict[str, int]:
    """Count requests by why they are to be seen to, in the order they are listed."""
    return count_each(REASONS, (one.reason for one in found))


def _reason(row: RowMapping, outlook: Outlook) -> str:
    if row["closed_on"]:
        return "revisit"
    return outlook.presses(row["due_on"]) if row["due_on"] else "undated"


def _asked() -> Select[Any]:
    person, leader = table(Person), table(Staff)
    waits = or_(request.c.closed_on.is_(None), request.c.revisited_on.is_(None))
    owed = or_(request.c.kind != "life_event", request.c.due_on.is_not(None))
    return (
        select(
            *(request.c[name] for name in ("id", "person_id", "kind", "category", "urgent", "text")),
            *(request.c[name] for name in ("due_on", *STEPS)),
            place_of(request).label("unit_id"),
            person.c.name,
            leader.c.name.label("leader"),
        )
        .select_from(request)
        .outerjoin(person, person.c.id == request.c.person_id)
        .outerjoin(leader, leader.c.id == request.c.leader_id)
        .where(waits, owed)
    )


def _pressing(row: RowMapping, outlook: Outlook) -> Pressing:
    kept = ("on", "person_id", "name", "kind", "category", "urgent", "text", "unit_id", "leader", "due_on")
    return Pressing(
        record_id=row["id"],
        reason=_reason(row, outlook),
        step=next(step for day, step in reversed(STEPS.items()) if row[day]),
        **{name: row[name] for name in kept},
    )


def _order(one: Pressing) -> tuple[int, bool, date, int]:
    return REASONS.index(one.reason), one.urgent != "yes", one.due_on or one.on, one.record_id
