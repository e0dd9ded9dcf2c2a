"""The ways of breaking down milestones, projects, cases, libraries, benefits and reasons."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, FromClause, String, case, cast, func, select

from talentreg.figures.sorting import AGE_BANDS, Dimension, Source, age_band, held_by, own, several
from talentreg.records.benefit import Benefit, Payment, Policy
from talentreg.records.entry import Entry
from talentreg.records.fields import columns, table
from talentreg.records.history import Intention
from talentreg.records.library import Inclusion, Library
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.project import PROJECT_STAGES, Arrival, Partner, Project
from talentreg.records.returning import CASE_STAGES, ReturnCase
from talentreg.store.as_then import degree_then, title_level_then
from talentreg.store.histories import lasts
from talentreg.store.reasons import read_reasons

_BETWEEN = "\n"
"""Parts the names of libraries: a name may hold any other sign."""

_NOWHERE = "不在库内"
_RECRUITED = ("引进", "非引进")


def _stage(stages: Mapping[str, str]) -> Source:
    """Make the last stage a record had reached on a day."""
    last_first = list(stages.items())[::-1]

    def ask(records: FromClause, day: date) -> ColumnElement[str]:
        return case(*((records.c[name] <= day, stage) for name, stage in last_first))

    return ask


def _age_then(records: FromClause, _: date) -> ColumnElement[str]:
    """Ask for the birth of the person of a record, and the record's day behind it."""
    people = table(Person).alias()
    born = people.c.birth.concat("@").concat(cast(records.c.on, String))
    return select(born).where(people.c.id == records.c.person_id).scalar_subquery()


def _band_then(raw: str, _: date) -> list[str]:
    birth, day = raw.split("@")
    return age_band(birth, date.fromisoformat(day))


def _libraries(people: FromClause, day: date) -> ColumnElement[str]:
    """Ask for the libraries a person is in on a day."""
    there, library = table(Inclusion).alias(), table(Library).alias()
    names = select(func.group_concat(library.c.name, _BETWEEN)).join(
        there, there.c.library_id == library.c.id
    )
    listed = names.where(there.c.person_id == people.c.id, lasts(there, day)).scalar_subquery()
    return case((people.c.id.is_not(None), func.coalesce(listed, "")))


def _recruited(people: FromClause, day: date) -> ColumnElement[str]:
    """Ask whether somebody was recruited up to a day."""
    there = table(Milestone).alias()
    found = select(there.c.person_id).where(there.c.kind == "recruited", there.c.on <= day)
    return case((people.c.id.is_(None), None), (people.c.id.in_(found), _RECRUITED[0]), else_=_RECRUITED[1])


def _benefit_kind(records: FromClause, _: date) -> ColumnElement[str]:
    """Ask for the kind of a benefit: its policy's; without one what it is called."""
    policy = table(Policy).alias()
    kind = select(policy.c.category).where(policy.c.id == records.c.policy_id).scalar_subquery()
    return func.coalesce(kind, records.c.name)


RETURN_DIMENSIONS = (
    Dimension("level", "成效层次", Milestone, "level", several),
    Dimension("recruit_channel", "引进渠道", Milestone, "channel", exact=True),
    Dimension("post_kind", "编制性质", Milestone, "post_kind", exact=True),
    Dimension("programme", "成效内容", Milestone, "name", also=("人才项目",)),
    Dimension("age_then", "当时年龄段", Milestone, _age_then, _band_then, AGE_BANDS),
    Dimension(
        *("degree_then", "当时学历", Milestone, lambda rows, _: degree_then(rows)),
        order=columns(Person)["degree"].ranks,
        exact=True,
        declared=columns(Milestone)["degree"],
    ),
    Dimension(
        *("title_then", "当时职称级别", Milestone, lambda rows, _: title_level_then(rows)),
        order=columns(Person)["title_level"].ranks,
        exact=True,
        declared=columns(Milestone)["title_level"],
    ),
    Dimension(
        *("recruited", "是否引进", Person, _recruited),
        order=_RECRUITED,
    ),
    Dimension(
        *("library", "库", Person, _libraries, lambda raw, _: raw.split(_BETWEEN)),
        blank=_NOWHERE,
        through={Inclusion: held_by(Library, "library_id", "name"), Library: own("name")},
        also=("人才库", "所在库"),
    ),
    Dimension(
        *("benefit", "待遇种类", Policy, "category"),
        exact=True,
        through={Benefit: _benefit_kind, Payment: held_by(Benefit, "benefit_id", _benefit_kind)},
    ),
    Dimension("card", "卡种", Entry, "category", exact=True, ledger="card"),
    Dimension("service", "服务种类", Entry, "category", exact=True, ledger="service"),
    Dimension(
        *("project_industry", "项目行业", Project, "industry"),
        exact=True,
        through={one: held_by(Project, "project_id", "industry") for one in (Partner, Arrival)},
    ),
    Dimension(
        *("project_owner", "项目归属", Project, "owner"),
        exact=True,
        through={one: held_by(Project, "project_id", "owner") for one in (Partner, Arrival)},
    ),
    Dimension(
        *("project_stage", "项目阶段", Project, _stage(PROJECT_STAGES)),
        order=tuple(PROJECT_STAGES.values()),
        exact=True,
        through={one: held_by(Project, "project_id", _stage(PROJECT_STAGES)) for one in (Partner, Arrival)},
    ),
    Dimension("returning", "回归方向", ReturnCase, "kind", exact=True),
    Dimension(
        *("case_stage", "个案阶段", ReturnCase, _stage(CASE_STAGES)),
        order=tuple(CASE_STAGES.values()),
        exact=True,
    ),
    Dimension(
        *("reason", "原因", Intention, "reason"),
        grouping=read_reasons,
        through={ReturnCase: own("reason")},
    ),
)
