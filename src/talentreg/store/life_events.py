"""重大事项: within how many days each has to be reported, by the rule nearest to the unit concerned."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, case, func, or_, select

from talentreg.records.duty import DutyRule
from talentreg.records.fields import table
from talentreg.records.unit import Unit
from talentreg.store.histories import Day, lasts

rule, unit = table(DutyRule), table(Unit)
FAR = 1_000
"""How far a rule without a unit stands from everybody: any other is nearer."""


def days_to_report(unit_id: ColumnElement[int], day: Day) -> ScalarSelect[Any]:
    """Ask within how many days a unit had to report a life event, on a day; NULL where no rule says.

    The rule of the nearest unit holds; where that has several in force, the strictest.
    """
    limits = _limits()
    return (
        select(limits.c.days)
        .where(
            or_(limits.c.unit_id == unit_id, limits.c.unit_id.is_(None)),
            lasts(limits, day),
        )
        .order_by(limits.c.distance, limits.c.days)
        .limit(1)
        .correlate_except(limits)
        .scalar_subquery()
    )


def days_taken(happened_on: ColumnElement[Any], reported_on: ColumnElement[Any]) -> ColumnElement[Any]:
    """Ask how many days after it happened something was reported."""
    return func.julianday(reported_on) - func.julianday(happened_on)


def _limits() -> Any:
    """Pair every rule that sets a limit with each unit it reaches and how far down that lies."""
    limits = (
        select(
            rule.c.unit_id.label("unit_id"),
            case((rule.c.unit_id.is_(None), FAR), else_=0).label("distance"),
            rule.c.report_days.label("days"),
            rule.c.on,
            rule.c.until,
        )
        .where(rule.c.report_days.is_not(None))
        .cte(recursive=True)
    )
    kept = [limits.c[name] for name in ("days", "on", "until")]
    return limits.union_all(
        select(unit.c.id, limits.c.distance + 1, *kept).where(unit.c.parent_id == limits.c.unit_id)
    )
