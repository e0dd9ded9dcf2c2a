"""谁该联系谁: what each leader still owes in a year, by when, and how pressing it is."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, FromClause, RowMapping, Select, and_, func, or_, select

from talentreg.periods import today
from talentreg.records.contact import Contact
from talentreg.records.duty import DutyRule
from talentreg.records.fields import table
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.store.duty import assignment, counts_for, duties, holds, staff
from talentreg.store.histories import unit_on
from talentreg.store.units import is_below

STATES = ("red", "amber", "open", "met")
"""How far a duty is, what presses most first."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The day a year's duties are looked at, and how many coming days are soon."""

    as_of: date
    ahead: int = 60

    @property
    def year(self) -> int:
        """The calendar year the duties are of."""
        return self.as_of.year

    def state(self, due: date | None) -> str:
        """Say how far something is whose next contact is due on a day; None when all are made."""
        if due is None:
            return "met"
        over = self.as_of if self.as_of < today() else date.fromordinal(self.as_of.toordinal() - 1)
        if due <= over:
            return "red"
        return "amber" if (due - self.as_of).days <= self.ahead else "open"


@dataclass(frozen=True, slots=True)
class Owed:
    """What one leader owes one person in a year; `due` is the day the next contact is due, None if none is.

    `last_on` is when the leader or the delegate last reached the person, in whatever way and year.
    """

    record_id: int
    leader_id: int
    leader: str
    post: str | None
    unit_id: int | None
    person_id: int
    name: str
    person_unit: int | None
    delegate: str | None
    on: date
    until: date | None
    ended_on: date | None
    rule: str
    required: int
    done: int
    due: date | None
    state: str
    last_on: date | None

    @property
    def missing(self) -> int:
        """How many contacts are still to be made."""
        return max(self.required - self.done, 0)


def find_owed(
    connection: Connection, reckoning: Reckoning, scope: int | None = None, leader_id: int | None = None
) -> list[Owed]:
    """List the duties of the leaders of a scope, or of one leader: what presses most first.

    A scope is a unit with all below it; it holds the leaders of those units, wherever the people are.
    """
    conditions = [is_below(staff.c.unit_id, scope)]
    conditions += [assignment.c.leader_id == leader_id] if leader_id is not None else []
    query = _asked(duties(reckoning.as_of, *conditions), reckoning.as_of)
    return sorted((_owed(row, reckoning) for row in connection.execute(query).mappings()), key=_order)


def served_by(connection: Connection, reckoning: Reckoning, contact_ids: Collection[int]) -> list[Owed]:
    """List the duties of the year that some contacts serve, whether or not a rule takes their channel."""
    made = table(Contact).alias()
    people = select(made.c.person_id).where(made.c.id.in_(contact_ids))
    owed = duties(reckoning.as_of, assignment.c.person_id.in_(people))
    own = select(made.c.id).where(
        made.c.id.in_(contact_ids),
        counts_for(owed, made),
        made.c.on.between(date(reckoning.year, 1, 1), reckoning.as_of),
    )
    query = _asked(owed, reckoning.as_of).where(own.correlate(owed).exists())
    return sorted((_owed(row, reckoning) for row in connection.execute(query).mappings()), key=_order)


def leaders_passed_by(connection: Connection, contact_ids: Collection[int]) -> list[str]:
    """Name the leaders whose own contacts with their own people count for no duty.

    They did not go out, or did not reach the person.
    """
    made = table(Contact).alias()
    is_theirs = and_(
        assignment.c.person_id == made.c.person_id,
        assignment.c.kind == "leader",
        or_(made.c.staff_id == assignment.c.leader_id, made.c.staff_id == assignment.c.delegate_id),
        holds(made.c.on),
    )
    query = (
        select(staff.c.name)
        .join_from(made, assignment, is_theirs)
        .join(staff, staff.c.id == assignment.c.leader_id)
        .where(made.c.id.in_(contact_ids), or_(made.c.direction != "outbound", made.c.reached != "self"))
    )
    return list(dict.fromkeys(connection.scalars(query.order_by(made.c.id))))


def count_states(found: Sequence[Owed]) -> dict[str, int]:
    """Count duties by how far they are, in the order they are listed."""
    counts = dict.fromkeys(STATES, 0)
    for one in found:
        counts[one.state] += 1
    return counts


def due_day(on: date, ended_on: date | None, of_year: int, required: int, made: int) -> date:
    """Return the day the next of a year's contacts is due, so many having been made.

    The contacts are spread evenly over the months an assignment has in the year, each due at a month's end;
    none is due after the assignment's last day.
    """
    first = max(on, date(of_year, 1, 1))
    last = min(ended_on or date.max, date(of_year, 12, 31))
    months = last.month - first.month + 1
    month = first.month - 1 + -(-months * (made + 1) // required)
    return min(date(of_year, month, monthrange(of_year, month)[1]), last)


def _asked(owed: FromClause, as_of: date) -> Select[Any]:
    leader, delegate = table(Staff).alias("leader"), table(Staff).alias("delegate")
    person, rule, made = table(Person), table(DutyRule), table(Contact).alias("made")
    last_on = (
        select(func.max(made.c.on))
        .where(counts_for(owed, made), made.c.on <= as_of)
        .correlate(owed)
        .scalar_subquery()
    )
    return (
        select(
            *(owed.c[name] for name in ("record_id", "leader_id", "person_id", "unit_id")),
            *(owed.c[name] for name in ("on", "until", "ended_on", "required", "done")),
            leader.c.name.label("leader"),
            leader.c.post,
            person.c.name,
            unit_on(owed.c.person_id, as_of).label("person_unit"),
            delegate.c.name.label("delegate"),
            rule.c.name.label("rule"),
            last_on.label("last_on"),
        )
        .join_from(owed, leader, leader.c.id == owed.c.leader_id)
        .join(person, person.c.id == owed.c.person_id)
        .join(rule, rule.c.id == owed.c.rule_id)
        .outerjoin(delegate, delegate.c.id == owed.c.delegate_id)
    )


def _owed(row: RowMapping, reckoning: Reckoning) -> Owed:
    due = None
    if row["done"] < row["required"]:
        due = due_day(row["on"], row["ended_on"], reckoning.year, row["required"], row["done"])
    return Owed(**row, due=due, state=reckoning.state(due))


def _order(one: Owed) -> tuple[int, date, int, int]:
    return STATES.index(one.state), one.due or date.max, one.leader_id, one.record_id
