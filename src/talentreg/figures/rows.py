"""The columns all rows behind a figure have, taken from the records they stand for."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, literal, null, select

from talentreg.figures.definition import Rows
from talentreg.periods import Period


def rows_of(
    records: FromClause,
    *,
    on: ColumnElement[Any] | None = None,
    unit_id: ColumnElement[Any] | None = None,
    person_id: ColumnElement[Any] | None = None,
    amount: ColumnElement[Any] | None = None,
) -> Rows:
    """Select records as rows of a figure: their own day and unit, nobody's, unless another is given.

    Rows of a type without a day of typing are never late; an `amount` makes them those of a sum.
    """
    told = select(
        (literal(None, Integer) if person_id is None else person_id).label("person_id"),
        records.c.id.label("record_id"),
        (records.c.unit_id if unit_id is None else unit_id).label("unit_id"),
        (records.c.on if on is None else on).label("on"),
        (records.c.entered_on if "entered_on" in records.c else null()).label("entered_on"),
    )
    return told if amount is None else told.add_columns(amount.label("amount"))


def as_they_are(rows: FromClause) -> Rows:
    """Select from rows of a figure that tell more than a figure's columns only those."""
    return select(*(rows.c[name] for name in ("person_id", "record_id", "unit_id", "on", "entered_on")))


def within(day: ColumnElement[Any], period: Period) -> ColumnElement[bool]:
    """Ask whether a day lies in a period, in a running one up to today."""
    return day.between(period.start, period.as_of)
