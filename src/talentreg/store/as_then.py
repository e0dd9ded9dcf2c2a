"""What somebody was on the day of a milestone: as it was noted then, else as the register has it now."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, String, case, cast, func, or_, select

from talentreg.records.fields import table
from talentreg.records.person import Person


def degree_then(milestones: FromClause) -> ColumnElement[Any]:
    """Ask for the degree somebody had on the day of a milestone."""
    return func.coalesce(func.nullif(milestones.c.degree, ""), _now(milestones, "degree"))


def title_level_then(milestones: FromClause) -> ColumnElement[Any]:
    """Ask for the level of somebody's title on the day of a milestone.

    A title noted then that has no level is not what the register has now.
    """
    noted = func.nullif(milestones.c.title_level, "")
    had_title = func.coalesce(milestones.c.professional_title, "") != ""
    return case((or_(noted.is_not(None), had_title), noted), else_=_now(milestones, "title_level"))


def age_then(milestones: FromClause) -> ColumnElement[int]:
    """Ask for the age on the day of a milestone; a birth date without month or day counts from its first."""
    born, day = _now(milestones, "birth"), cast(milestones.c.on, String)
    years = cast(func.substr(day, 1, 4), Integer) - cast(func.substr(born, 1, 4), Integer)
    birthday = func.substr(born.concat("-01-01"), 6, 5)
    return years - case((birthday > func.substr(day, 6, 5), 1), else_=0)


def _now(milestones: FromClause, name: str) -> ColumnElement[Any]:
    people = table(Person).alias()
    return select(people.c[name]).where(people.c.id == milestones.c.person_id).scalar_subquery()
