"""典型案例: who came back, or brought somebody, in a period, and who of them agreed to be told of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    FromClause,
    RowMapping,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from talentreg.periods import Period
from talentreg.records.entry import Entry
from talentreg.records.fields import table
from talentreg.records.history import Status
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.project import Partner, Project
from talentreg.records.returning import CAME, LANDED_AS, ReturnCase
from talentreg.records.staff import Staff
from talentreg.store.conversion import converted_on
from talentreg.store.histories import latest_on, unit_on
from talentreg.store.units import is_below

USES = ("典型案例", "全部")
"""What somebody must have agreed to before they are told of."""
SOME = 10_000
"""What is asked for by a list at once."""
BUILT, BROUGHT, LANDED = "project", "referral", "landed"
"""What came of somebody that is no milestone: a project landed, somebody recommended came, a case landed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the work with one person: the day, and the kind of milestone or one of the above."""

    person_id: int
    on: date
    kind: str


def outcomes(connection: Connection, period: Period, scope: int | None = None) -> list[Outcome]:
    """List the enrolled people of a scope of whom something came in a period, each with the latest of it."""
    came = union_all(*_came(period)).subquery()
    still = latest_on(Status, "status", came.c.person_id, period.as_of) == "enrolled"
    query = (
        select(came.c.person_id, came.c.on, came.c.kind)
        .where(still, is_below(unit_on(came.c.person_id, period.as_of), scope))
        .order_by(came.c.on, came.c.rank, came.c.person_id)
    )
    latest = {row.person_id: Outcome(row.person_id, row.on, row.kind) for row in connection.execute(query)}
    return sorted(latest.values(), key=lambda one: (one.on, one.person_id))


def _came(period: Period) -> Iterator[Select[Any]]:
    """Ask for everything that counts; of one day the last one here is told."""
    partner, project, case, milestone = (table(one) for one in (Partner, Project, ReturnCase, Milestone))
    referral = _referrals()
    converted = converted_on(referral)
    built = select(partner.c.person_id, project.c.landed_on, literal(BUILT), literal(1)).join(
        project, project.c.id == partner.c.project_id
    )
    landed = select(case.c.person_id, case.c.landed_on, literal(LANDED), literal(2))
    grown = select(milestone.c.person_id, milestone.c.on, milestone.c.kind, literal(3))
    brought = select(referral.c.from_id, converted, literal(BROUGHT), literal(0))
    kinds = milestone.c.kind.in_((*CAME, *LANDED_AS.values()))
    columns = ("person_id", "on", "kind", "rank")
    for query, day, when in (
        (brought, converted, referral.c.from_id.is_not(None)),
        (built, project.c.landed_on, true()),
        (landed, case.c.landed_on, true()),
        (grown, milestone.c.on, and_(kinds, milestone.c.person_id.is_not(None))),
    ):
        asked = query.where(day.between(period.start, period.as_of), when).subquery()
        yield select(*(column.label(name) for column, name in zip(asked.c, columns, strict=True)))


def _referrals() -> FromClause:
    entry = table(Entry)
    return select(entry).where(entry.c.kind == "referral").subquery()


def agreed(connection: Connection, person_ids: Sequence[int], day: date) -> set[int]:
    """Return who of some people has agreed to be told of, and still does on a day."""
    entry, found = table(Entry), set[int]()
    query = select(entry.c.person_id).where(
        entry.c.kind == "consent",
        entry.c.category.in_(USES),
        entry.c.on <= day,
        or_(entry.c.until.is_(None), entry.c.until >= day),
    )
    for start in range(0, len(person_ids), SOME):
        found |= set(connection.scalars(query.where(entry.c.person_id.in_(person_ids[start : start + SOME]))))
    return found


def brought(connection: Connection, person_ids: Sequence[int], day: date) -> dict[int, int]:
    """Count for some people whom they recommended that came by a day."""
    referral = _referrals()
    came = referral.c.from_id.in_(person_ids), converted_on(referral) <= day
    query = select(referral.c.from_id, func.count(referral.c.person_id.distinct())).where(*came)
    return {row[0]: row[1] for row in connection.execute(query.group_by(referral.c.from_id))}


def built(connection: Connection, person_ids: Sequence[int]) -> defaultdict[int, list[RowMapping]]:
    """Return the projects some people take part in, with their part, by person."""
    partner, project = table(Partner), table(Project)
    query = select(partner.c.person_id, partner.c.role, project).join(
        project, project.c.id == partner.c.project_id
    )
    found: defaultdict[int, list[RowMapping]] = defaultdict(list)
    asked = query.where(partner.c.person_id.in_(person_ids)).order_by(project.c.on, project.c.id)
    for row in connection.execute(asked).mappings():
        found[row["person_id"]].append(row)
    return found


def names_within(connection: Connection, texts: Iterable[str]) -> set[str]:
    """Return the names of people and staff of the register that stand in some texts."""
    words = sorted({run[at : at + size] for run in texts for size in (2, 3, 4) for at in range(len(run))})
    found: set[str] = set()
    for start in range(0, len(words), SOME):
        for record in (Person, Staff):
            name = table(record).c.name
            found |= set(connection.scalars(select(name).where(name.in_(words[start : start + SOME]))))
    return {one for one in found if len(one) > 1}
