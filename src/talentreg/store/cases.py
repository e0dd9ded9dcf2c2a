"""回归个案: finding one by what is typed, its stages, what its end brings with it, whom to follow up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, or_, select
from sqlalchemy import case as sql_case

from talentreg.errors import Malformed, Unknown
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.history import Intention
from talentreg.records.ledgers import LEDGERS
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.returning import CASE_STAGES, LANDED_AS, ReturnCase
from talentreg.records.staff import Staff
from talentreg.store.changes import Writer
from talentreg.store.entering import note_intention
from talentreg.store.histories import latest_values, place_of
from talentreg.store.ledger_entering import Entered, add_row
from talentreg.store.ledger_finding import find_row
from talentreg.store.outlook import Outlook, count_each
from talentreg.store.people import find_person
from talentreg.store.stages import reached, take_stage
from talentreg.store.units import UnitTree, is_below

CASE, MILESTONE = LEDGERS["case"], LEDGERS["milestone"]
case, milestone = table(ReturnCase), table(Milestone)
is_open = and_(case.c.landed_on.is_(None), case.c.failed_on.is_(None))
REASONS = ("overdue", "soon", "unplanned", "ahead")
"""Why a case is to be followed up, what presses most first."""
ENDS = ("landed", "failed")


@dataclass(frozen=True, slots=True)
class Following:
    """One open case that is to be followed up, and the last stage it has reached."""

    record_id: int
    reason: str
    person_id: int
    name: str
    kind: str | None
    stage: str
    stage_on: date
    next_step: str | None
    next_on: date | None
    owner: str | None
    unit_id: int | None


def find_case(connection: Connection, tree: UnitTree, text: str) -> int:
    """Return the id a number means, or that of somebody's open case; raises Unknown where there is none."""
    if id_from_number(ReturnCase, text) is not None:
        return find_row(connection, CASE, text)
    person_id = find_person(connection, tree, text)
    found = open_case(connection, person_id)
    if found is None:
        called = number(Person, person_id)
        earlier = f"以前的：talentreg case list --person {called}"
        raise Unknown(f"{text}没有进行中的个案", f"登记：talentreg case open {called}；{earlier}")
    return found


def open_case(connection: Connection, person_id: int) -> int | None:
    """Return the id of somebody's open case; None when there is none."""
    return connection.scalar(select(case.c.id).where(case.c.person_id == person_id, is_open).limit(1))


def take_case_step(
    writer: Writer, tree: UnitTree, row_id: int, step: str, values: Mapping[str, Any]
) -> Entered:
    """Take a case one stage further; what was to be done next by that day is done, and gives way.

    `values` are the stage's day and further fields as `edit_row` takes them.
    """
    before, day = writer.row(ReturnCase, row_id), values[f"{step}_on"]
    planned = before["next_on"]
    if step in ENDS or "next_step" in values or planned is None or planned <= day:
        values = {"next_step": None, "next_on": None, **values}
    return take_stage(writer, tree, CASE, row_id, step, values)


def enter_landing(writer: Writer, tree: UnitTree, row_id: int, place: str | None) -> Entered | None:
    """Enter the milestone a landed case is; None where its kind is none.

    One of that kind entered since the case began is the one. Raises Malformed for a case of no stated kind.
    """
    row = writer.row(ReturnCase, row_id)
    if row["kind"] is None:
        raise Malformed("没有写回归方向，不知道记哪种成效", "加 --kind 就业；不记成效的加 --no-milestone")
    kind = LANDED_AS.get(row["kind"])
    if kind is None:
        return None
    known = _milestone_since(writer.connection, row, kind)
    if known is not None:
        return Entered(known, known=True)
    return add_row(writer, tree, MILESTONE, _landing(tree, row, kind, place))


def _milestone_since(connection: Connection, row: RowMapping, kind: str) -> int | None:
    same = (milestone.c.person_id == row["person_id"], milestone.c.kind == kind)
    query = select(milestone.c.id).where(*same, milestone.c.on >= row["on"])
    return connection.scalar(query.order_by(milestone.c.on, milestone.c.id).limit(1))


def _landing(tree: UnitTree, row: RowMapping, kind: str, place: str | None) -> dict[str, Any]:
    """Say a landing as the fields of a milestone; it counts where the case does."""
    return {
        "person": number(Person, row["person_id"]),
        "kind": kind,
        "on": row["landed_on"],
        "name": " ".join(row["result"].split()) if row["result"] else None,
        "place": place,
        "unit": _open_unit(tree, row["unit_id"], row["landed_on"]),
    }


def _open_unit(tree: UnitTree, unit_id: int | None, day: date) -> str | None:
    """Return the code of a unit, or of the one that took over; None for one that is no more."""
    if unit_id is None:
        return None
    node = tree.successor(tree.nodes[unit_id])
    return None if node.is_closed(day) else node.code


def find_unrecorded(connection: Connection, scope: int | None = None) -> list[int]:
    """List the cases of a scope that have landed without the milestone they are, the first landed first.

    One of no stated kind is among them: it must be stated first.
    """
    wanted = sql_case(LANDED_AS, value=case.c.kind)
    mine = (milestone.c.person_id == case.c.person_id, milestone.c.on >= case.c.on)
    same = select(milestone.c.id).where(*mine, milestone.c.kind == wanted)
    lacks = or_(case.c.kind.is_(None), and_(wanted.is_not(None), ~same.exists()))
    query = select(case.c.id).where(case.c.landed_on.is_not(None), lacks, is_below(place_of(case), scope))
    return list(connection.scalars(query.order_by(case.c.landed_on, case.c.id)))


def enter_unwilling(writer: Writer, row_id: int, kind: str) -> bool:
    """Enter what somebody wants whose case has failed, and why it failed; say whether that is new."""
    row = writer.row(ReturnCase, row_id)
    heard = {"on": row["failed_on"], "kind": kind, "reason": row["reason"]}
    return note_intention(writer, row["person_id"], heard)


def latest_intention(connection: Connection, person_id: int, day: date) -> str | None:
    """Return what somebody wanted last on a day."""
    known = latest_values(connection, Intention, "kind", day, [person_id])
    return str(known[person_id]) if person_id in known else None


def find_following(
    connection: Connection, outlook: Outlook, scope: int | None = None, owner_id: int | None = None
) -> list[Following]:
    """List the open cases of a scope, or of whoever follows them up, what presses most first."""
    query = _asked()
    query = query.where(is_below(query.selected_columns.unit_id, scope))
    if owner_id is not None:
        query = query.where(case.c.owner_id == owner_id)
    found = (_following(row, outlook) for row in connection.execute(query).mappings())
    return sorted(found, key=_order)


def count_reasons(found: Sequence[Following]) -> dict[str, int]:
    """Count cases by why they are to be followed up, in the order they are listed."""
    return count_each(REASONS, (one.reason for one in found))


def _asked() -> Select[Any]:
    person, owner = table(Person), table(Staff)
    return (
        select(
            *(case.c[name] for name in ("id", "person_id", "kind", "next_step", "next_on", *CASE_STAGES)),
            place_of(case).label("unit_id"),
            person.c.name,
            owner.c.name.label("owner"),
        )
        .select_from(case)
        .join(person, person.c.id == case.c.person_id)
        .outerjoin(owner, owner.c.id == case.c.owner_id)
        .where(is_open)
    )


def _following(row: RowMapping, outlook: Outlook) -> Following:
    kept = ("person_id", "name", "kind", "next_step", "next_on", "owner", "unit_id")
    stage, day = reached(row, CASE_STAGES)
    return Following(
        record_id=row["id"],
        reason=outlook.presses(row["next_on"]) if row["next_on"] else "unplanned",
        stage=stage,
        stage_on=day,
        **{name: row[name] for name in kept},
    )


def _order(one: Following) -> tuple[int, date, int]:
    return REASONS.index(one.reason), one.next_on or one.stage_on, one.record_id
