"""Figures of what became of people: cumulative, under the unit of the fact or its person's on that day."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, FromClause, func, or_

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.rows import as_they_are, rows_of
from talentreg.figures.sharing import shared
from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.milestone import Milestone
from talentreg.store.duty import is_here
from talentreg.store.histories import lasts, place_of, unit_on

milestone = table(Milestone)

WHOSE = "计入成效的计入单位，没有写的计入其当天所属单位"
BY_NOW = "计入单位；没有写的，为本人期末所属单位"
ONCE = "几次都只计一人"

Where = Callable[[Period], Rows]


def milestones(period: Period, *kinds: str) -> Rows:
    """Select the facts of some kinds about people up to the end of a period."""
    facts = _facts(period)
    rows = as_they_are(facts).join(milestone, milestone.c.id == facts.c.record_id)
    return rows.where(facts.c.kind.in_(kinds))


def _facts(period: Period) -> FromClause:
    """Give the facts of every kind about people, under the units they count for."""
    rows = rows_of(milestone, unit_id=place_of(milestone), person_id=milestone.c.person_id)
    rows = rows.add_columns(milestone.c.kind)
    rows = rows.where(milestone.c.on <= period.as_of, milestone.c.person_id.is_not(None))
    return shared("facts", period, rows, milestone.c.unit_id)


def of_kinds(*kinds: str) -> Where:
    """Make the rows of the facts of some kinds."""
    return lambda period: milestones(period, *kinds)


def active(kind: str) -> Where:
    """Make the rows of what lasts, a secondment or an engagement, and had not ended on the end day."""

    def rows(period: Period) -> Rows:
        day = period.as_of
        whose = func.coalesce(milestone.c.unit_id, unit_on(milestone.c.person_id, day))
        told = rows_of(milestone, unit_id=whose, person_id=milestone.c.person_id)
        there = is_here(milestone.c.person_id, day)
        return told.where(milestone.c.kind == kind, lasts(milestone, day), there)

    return rows


def says(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Ask whether one of the words of a field that holds several, joined by 、, is this one."""
    return or_(column == word, func.instr("、" + column + "、", f"、{word}、") > 0)


def achieved(
    key: str,
    label: str,
    definition: str,
    leaves_out: str,
    rows: Where,
    excluding: str = "",
) -> Figure:
    """Declare how many people something became of, since ever."""
    return Figure(
        key=key,
        label=label,
        unit="人",
        mode=Mode.PERSONS,
        time=Time.TOTAL,
        definition=f"{definition}；{ONCE}；{WHOSE}",
        leaves_out=leaves_out,
        record=Milestone,
        rows=rows,
        excluding=excluding,
    )
