"""Open cases for several people at once: those named, or all who said that they want to come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from talentreg.records.fields import number, table
from talentreg.records.history import Intention, Status
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.returning import LANDED_AS, ReturnCase
from talentreg.records.vocabulary import WILLING
from talentreg.records.work_words import RETURNING
from talentreg.store.cases import CASE, open_case
from talentreg.store.changes import Writer
from talentreg.store.histories import is_latest, latest_on, latest_values, unit_on
from talentreg.store.ledger_entering import add_row
from talentreg.store.units import UnitTree, is_below


@dataclass(slots=True)
class Opened:
    """The cases opened, and those that were open already, by whose they are; staff entered on the way."""

    entered: dict[int, int] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    new_staff: list[str] = field(default_factory=list)


def open_cases(
    writer: Writer, tree: UnitTree, person_ids: Sequence[int], values: Mapping[str, Any]
) -> Opened:
    """Open a case for each of some people, all or none; who has an open one keeps it.

    `values` are the case's fields; how somebody comes back is what they wanted last where it is not said.
    """
    opened = Opened()
    wanted = latest_values(writer.connection, Intention, "kind", values["on"], list(person_ids))
    for person_id in dict.fromkeys(person_ids):
        if known := open_case(writer.connection, person_id):
            opened.known[person_id] = known
            continue
        last = str(wanted.get(person_id, ""))
        kind = values.get("kind") or (last if RETURNING.find(last) else None)
        entered = add_row(writer, tree, CASE, {**values, "person": number(Person, person_id), "kind": kind})
        opened.entered[person_id] = entered.row_id
        opened.new_staff += entered.new_staff
    return opened


def find_willing(connection: Connection, day: date, scope: int | None = None) -> list[int]:
    """List who of a scope wants to come back as of a day and is not followed up.

    Nobody has an open case, nor a case or a return since they said so.
    """
    intention, person = table(Intention), table(Person)
    case, milestone = table(ReturnCase), table(Milestone)
    enrolled = latest_on(Status, "status", person.c.id, day) == "enrolled"
    query = (
        select(person.c.id)
        .join(intention, intention.c.person_id == person.c.id)
        .where(is_latest(Intention, day), intention.c.kind.in_(WILLING), enrolled)
    )
    tried = select(case.c.id).where(case.c.person_id == person.c.id)
    since = tried.where(
        (case.c.on >= intention.c.on) | (case.c.landed_on.is_(None) & case.c.failed_on.is_(None))
    )
    back = select(milestone.c.id).where(
        milestone.c.person_id == person.c.id,
        milestone.c.kind.in_(LANDED_AS.values()),
        milestone.c.on >= intention.c.on,
    )
    query = query.where(~since.exists(), ~back.exists(), is_below(unit_on(person.c.id, day), scope))
    return list(connection.scalars(query.order_by(person.c.id)))
