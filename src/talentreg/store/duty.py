"""What leaders owe: which rule holds for whom, how many contacts it asks for a year, and which ones count."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    extract,
    func,
    literal,
    null,
    or_,
    select,
)

from talentreg.records.contact import Contact
from talentreg.records.duty import Assignment, DutyRule
from talentreg.records.fields import table
from talentreg.records.history import Status
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.store.gone import GONE
from talentreg.store.histories import Day, lasts, latest_on, unit_on
from talentreg.store.owed import has_moved

assignment, rule, staff, contact, unit = (
    table(record) for record in (Assignment, DutyRule, Staff, Contact, Unit)
)
FAR = 1_000
"""How far a rule without a unit stands from everybody: any other is nearer."""


def holds(day: Day, rows: FromClause = assignment) -> ColumnElement[bool]:
    """Ask whether an assignment runs on a day, its first and its last included."""
    return lasts(rows, day, "ended_on")


def is_here(person_id: ColumnElement[int], day: Day) -> ColumnElement[bool]:
    """Ask whether somebody has not left the register by a day; who has no status yet is there."""
    return func.coalesce(latest_on(Status, "status", person_id, day), "").not_in(GONE)


def assigned(day: date) -> Select[Any]:
    """Select the assignments of leaders that run on a day, to people who are still there.

    Columns: `record_id`, `leader_id`, `person_id`, `leader_unit`, `person_unit` (on that day), `until`,
    `on`, `entered_on`.
    """
    return (
        select(
            assignment.c.id.label("record_id"),
            assignment.c.leader_id,
            assignment.c.person_id,
            staff.c.unit_id.label("leader_unit"),
            unit_on(assignment.c.person_id, day).label("person_unit"),
            assignment.c.until,
            assignment.c.on,
            assignment.c.entered_on,
        )
        .join_from(assignment, staff, staff.c.id == assignment.c.leader_id)
        .where(assignment.c.kind == "leader", holds(day), is_here(assignment.c.person_id, day))
    )


def duties(as_of: date, *conditions: ColumnElement[bool]) -> Subquery:
    """Make the table of what is owed in the calendar year of a day: one row for each assignment with a duty.

    Columns: `record_id`, `leader_id`, `person_id`, `delegate_id`, `unit_id` (the leader's: the duty is its
    leaders'), `on`, `until`, `ended_on`, `entered_on`, `rule_id`, `required` and `done` up to the day.

    An assignment has a duty if it held on a day of the year so far, the rule in force on the day (on its last
    one, if it has ended) asks for contacts, and the person had not left the register by then. `conditions`
    on `assignment` and `staff` narrow down which are looked at.
    """
    owed = _owed(as_of, conditions).subquery()
    return select(owed, _count_done(owed, as_of).label("done")).where(owed.c.required > 0).subquery("duties")


def is_met(owed: FromClause) -> ColumnElement[bool]:
    """Ask of a row of `duties` whether as many contacts were made as are asked for."""
    return owed.c.done >= owed.c.required


def counts_for(rows: FromClause, made: FromClause = contact) -> ColumnElement[bool]:
    """Ask whether a contact is one of a leader's own care under an assignment, whatever a rule says.

    It went out, reached the person, on a day the assignment held, by the leader or the recorded delegate.
    """
    return and_(
        made.c.person_id == rows.c.person_id,
        made.c.direction == "outbound",
        made.c.reached == "self",
        or_(made.c.staff_id == rows.c.leader_id, made.c.staff_id == rows.c.delegate_id),
        made.c.on >= rows.c.on,
        or_(rows.c.ended_on.is_(None), made.c.on <= rows.c.ended_on),
    )


def rules_of_staff(day: date) -> Subquery:
    """Make the table of which rule holds on a day for whom of the staff: `staff_id`, `rule_id`, `quota`."""
    reach = _reach()
    ranked = (
        select(
            staff.c.id.label("staff_id"),
            rule.c.id.label("rule_id"),
            rule.c.quota,
            _place_in_line(staff.c.id, reach).label("place"),
        )
        .join_from(staff, reach, _covers(reach, day))
        .join(rule, and_(rule.c.id == reach.c.rule_id, _in_force(day)))
        .subquery()
    )
    nearest = select(ranked.c.staff_id, ranked.c.rule_id, ranked.c.quota).where(ranked.c.place == 1)
    return nearest.subquery("rules_of_staff")


def is_leader(day: date) -> ColumnElement[bool]:
    """Ask whether one of the staff is a leader in office on a day."""
    return and_(staff.c.rank.is_not(None), or_(staff.c.left_on.is_(None), staff.c.left_on >= day))


def leaders_without_person(day: date) -> Select[Any]:
    """Select the leaders in office whose rule asks for people, and who have none: `record_id`, `unit_id`."""
    rules, taken = rules_of_staff(day), assigned(day).subquery()
    return (
        select(staff.c.id.label("record_id"), staff.c.unit_id)
        .join_from(staff, rules, rules.c.staff_id == staff.c.id)
        .where(is_leader(day), rules.c.quota > 0, staff.c.id.not_in(select(taken.c.leader_id)))
    )


def assignments_expired(day: date) -> Select[Any]:
    """Select what `assigned` does, but only what still runs after the last day of its term."""
    return assigned(day).where(assignment.c.until < day)


def persons_without_liaison(day: date) -> Select[Any]:
    """Select people under a leader's care without a liaison officer of their own or of a unit they are in.

    Columns: `person_id`, `unit_id`, one row a person; an officer of a unit looks after all below it.
    """
    cared = assigned(day).subquery()
    officer, officers = assignment.alias(), assignment.alias()
    own = select(officer.c.person_id).where(
        officer.c.kind == "liaison", officer.c.person_id.is_not(None), holds(day, officer)
    )
    below = (
        select(officers.c.unit_id.label("unit_id"))
        .where(officers.c.kind == "liaison", officers.c.unit_id.is_not(None), holds(day, officers))
        .cte(recursive=True)
    )
    below = below.union(select(unit.c.id).where(unit.c.parent_id == below.c.unit_id))
    inside = func.coalesce(cared.c.person_unit, 0).in_(select(below.c.unit_id))
    return (
        select(cared.c.person_id, cared.c.person_unit.label("unit_id"))
        .where(cared.c.person_id.not_in(own), ~inside)
        .distinct()
    )


def _owed(as_of: date, conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Select the assignments of a year so far with the rule nearest to their leader."""
    year_begins = date(as_of.year, 1, 1)
    last = func.min(func.coalesce(assignment.c.ended_on, literal(as_of)), literal(as_of))
    reach = _reach()
    ranked = (
        select(
            assignment.c.id.label("record_id"),
            *(assignment.c[name] for name in ("leader_id", "person_id", "delegate_id")),
            staff.c.unit_id.label("unit_id"),
            *(assignment.c[name] for name in ("on", "until", "ended_on", "entered_on")),
            rule.c.id.label("rule_id"),
            rule.c.channels.label("channels"),
            _required(as_of).label("required"),
            _place_in_line(assignment.c.id, reach).label("place"),
        )
        .join_from(assignment, staff, staff.c.id == assignment.c.leader_id)
        .join(reach, _covers(reach, last))
        .join(rule, and_(rule.c.id == reach.c.rule_id, _in_force(last)))
        .where(
            assignment.c.kind == "leader",
            assignment.c.on <= as_of,
            or_(assignment.c.ended_on.is_(None), assignment.c.ended_on >= year_begins),
            is_here(assignment.c.person_id, last),
            *conditions,
        )
        .subquery()
    )
    kept = [column for column in ranked.c if column.key != "place"]
    return select(*kept).where(ranked.c.place == 1)


def _required(as_of: date) -> ColumnElement[int]:
    """Ask how many contacts a rule wants of an assignment in the year of a day."""
    first, last = date(as_of.year, 1, 1), date(as_of.year, 12, 31)
    begins = case((assignment.c.on < first, 1), else_=extract("month", assignment.c.on))
    open_end = or_(assignment.c.ended_on.is_(None), assignment.c.ended_on > last)
    ends = case((open_end, 12), else_=extract("month", assignment.c.ended_on))
    prorated = (rule.c.least * (ends - begins + 1) + 11) // 12
    all_year = and_(assignment.c.on <= first, holds(as_of))
    return case(
        (rule.c.midyear == "prorated", prorated),
        (and_(rule.c.midyear == "exempt", ~all_year), 0),
        else_=rule.c.least,
    )


def _count_done(owed: Subquery, as_of: date) -> ColumnElement[int]:
    """Ask for the number of contacts of the year up to a day that count for an assignment."""
    made = contact.alias()
    words = literal("、") + owed.c.channels + literal("、")
    in_channel = or_(
        func.coalesce(owed.c.channels, "") == "",
        func.instr(words, literal("、") + made.c.channel + literal("、")) > 0,
    )
    return (
        select(func.count())
        .select_from(made)
        .where(counts_for(owed, made), made.c.on.between(date(as_of.year, 1, 1), as_of), in_channel)
        .correlate(owed)
        .scalar_subquery()
    )


def _reach() -> Subquery:
    """Pair every rule with each unit it reaches and how far down that lies; with 0 for staff of no unit.

    It reaches a unit that moved `since` the day of that, and before it those of the unit it was then.
    """
    own = or_(unit.c.id == rule.c.unit_id, and_(rule.c.unit_id.is_(None), unit.c.parent_id.is_(None)))
    distance = case((rule.c.unit_id.is_(None), FAR), else_=0).label("distance")
    below = (
        select(rule.c.id.label("rule_id"), unit.c.id.label("unit_id"), distance)
        .join_from(rule, unit, own)
        .cte(recursive=True)
    )
    below = below.union_all(
        select(below.c.rule_id, unit.c.id, below.c.distance + 1).where(unit.c.parent_id == below.c.unit_id)
    )
    moved, heir = unit.alias(), unit.alias()
    came = select(heir.c.opened_on).join(moved, has_moved(moved, heir)).where(heir.c.id == below.c.unit_id)
    chain = select(
        below, came.limit(1).scalar_subquery().label("since"), null().cast(Date).label("before")
    ).cte(recursive=True)
    chain = chain.union_all(
        select(
            *(chain.c.rule_id, heir.c.id, chain.c.distance, chain.c.since),
            func.coalesce(chain.c.before, heir.c.opened_on),
        )
        .join_from(chain, moved, moved.c.id == chain.c.unit_id)
        .join(heir, has_moved(moved, heir))
    )
    nowhere = select(rule.c.id, literal(0), literal(FAR), null(), null()).where(rule.c.unit_id.is_(None))
    return select(chain).union_all(nowhere).subquery("reach")


def _covers(reach: FromClause, day: Day) -> ColumnElement[bool]:
    """Ask whether a rule reaches one of the staff on a day; by one value, so that rows are looked up."""
    there = or_(reach.c.since.is_(None), reach.c.since <= day)
    still = or_(reach.c.before.is_(None), reach.c.before > day)
    return and_(reach.c.unit_id == func.coalesce(staff.c.unit_id, 0), there, still)


def _in_force(day: Day) -> ColumnElement[bool]:
    return and_(lasts(rule, day), or_(rule.c.rank.is_(None), rule.c.rank == staff.c.rank))


def _place_in_line(of: ColumnElement[int], reach: FromClause) -> ColumnElement[int]:
    """Rank rules: the nearest unit's first, there one for the leader's level, then the newest."""
    return func.row_number().over(
        partition_by=of,
        order_by=(reach.c.distance, rule.c.rank.is_(null()), rule.c.on.desc(), rule.c.id.desc()),
    )
