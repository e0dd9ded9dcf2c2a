"""Whether somebody who was recommended came: what it came to after the day of the recommendation."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, select

from talentreg.records.fields import table
from talentreg.records.milestone import Milestone
from talentreg.records.returning import CAME, ReturnCase


def converted_on(referrals: FromClause) -> ColumnElement[Any]:
    """Ask for the first day on which somebody recommended came, that day or later; blank if they did not."""
    grown, case = table(Milestone).alias(), table(ReturnCase).alias()
    came = (
        select(func.min(grown.c.on))
        .where(
            grown.c.person_id == referrals.c.person_id,
            grown.c.kind.in_(CAME),
            grown.c.on >= referrals.c.on,
        )
        .scalar_subquery()
    )
    landed = (
        select(func.min(case.c.landed_on))
        .where(case.c.person_id == referrals.c.person_id, case.c.landed_on >= referrals.c.on)
        .scalar_subquery()
    )
    return func.min(func.coalesce(came, landed), func.coalesce(landed, came))
