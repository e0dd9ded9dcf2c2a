"""Figures of what returning people build: how many projects, how far, what money and work they bring."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.rows import rows_of, within
from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.project import Arrival, Partner, Project

project, partner, arrival = (table(record) for record in (Project, Partner, Arrival))

_WHOSE = "计入项目的落地单位，与谁参与无关"
_PROJECTS = "项目的落地单位"
_LISTED = "期末当天还在项目库的项目"
_ENDED = "期末当天或以前已终止的、期末以后才有信息的"
_NOW = "按现在登记的"

_Where = Callable[[Period], Rows]

_SIGNED = func.coalesce(project.c.signed_on, project.c.landed_on, project.c.running_on)
_LANDED = func.coalesce(project.c.landed_on, project.c.running_on)


def _is_listed(day: date) -> ColumnElement[bool]:
    """Ask whether there was word of a project by a day and it had not ended."""
    return and_(project.c.on <= day, or_(project.c.ended_on.is_(None), project.c.ended_on > day))


def _listed(*conditions: ColumnElement[bool]) -> _Where:
    """Make the rows of projects listed on the end day."""
    return lambda period: rows_of(project).where(_is_listed(period.as_of), *conditions)


def _reached(day: ColumnElement[Any]) -> _Where:
    """Make the rows of projects that had come somewhere by the end day, whatever became of them."""
    return lambda period: rows_of(project, on=day).where(project.c.on <= period.as_of, day <= period.as_of)


def _quantity(name: str, *conditions: ColumnElement[bool], landed: bool = False) -> _Where:
    """Make the rows of listed projects that say how much of something; those landed, or all."""

    def rows(period: Period) -> Rows:
        told = rows_of(project, amount=project.c[name])
        told = told.where(_is_listed(period.as_of), project.c[name].is_not(None), *conditions)
        return told.where(period.as_of >= _LANDED) if landed else told

    return rows


def _first_with(name: str) -> _Where:
    """Make the rows of listed projects that have a team, or a platform, no earlier one has."""

    def rows(period: Period) -> Rows:
        known = func.coalesce(project.c[name], "") != ""
        first = select(func.min(project.c.id)).where(_is_listed(period.as_of), known)
        return rows_of(project).where(project.c.id.in_(first.group_by(project.c[name]).correlate(None)))

    return rows


def _people(period: Period) -> Rows:
    """Select who takes part in the projects listed on the end day."""
    rows = rows_of(partner, on=project.c.on, unit_id=project.c.unit_id, person_id=partner.c.person_id).join(
        project, project.c.id == partner.c.project_id
    )
    return rows.where(_is_listed(period.as_of))


def _arrived(period: Period) -> Rows:
    rows = rows_of(arrival, unit_id=project.c.unit_id, amount=arrival.c.amount)
    return rows.join(project, project.c.id == arrival.c.project_id).where(arrival.c.on <= period.as_of)


def _projects(
    key: str,
    label: str,
    definition: str,
    leaves_out: str,
    rows: _Where,
    unit: str = "个",
) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit=unit,
        mode=Mode.ITEMS if unit == "个" else Mode.SUM,
        time=Time.STOCK,
        definition=f"{definition}；{_WHOSE}",
        leaves_out=leaves_out,
        record=Project,
        rows=rows,
    )


def _come(key: str, label: str, definition: str, leaves_out: str, day: ColumnElement[Any]) -> Figure:
    return replace(_projects(key, label, definition, leaves_out, _reached(day)), time=Time.TOTAL)


_NEW = _projects(
    "projects_new",
    "新增项目",
    "信息日期在期内的项目，后来终止的也算",
    "以前就在项目库的",
    lambda period: rows_of(project).where(within(project.c.on, period)),
)
_LANDED_ONES = _come(
    "projects_landed",
    "落地项目",
    "到期末为止已落地或投产的项目，后来终止的也算；没有写落地日期的按投产日期",
    "签了约、还没有落地的",
    _LANDED,
)
_RUNNING = _come(
    "projects_running",
    "投产项目",
    "到期末为止已投产的项目，后来终止的也算",
    "落了地、还没有投产的",
    project.c.running_on,
)

_STAGES = (
    _projects("projects_listed", "返乡创业项目", f"{_LISTED}，哪个阶段都算", _ENDED, _listed()),
    replace(_NEW, time=Time.FLOW),
    _come(
        "projects_signed",
        "签约项目",
        "到期末为止已签约的项目，后来终止的也算；没有写签约日期的按落地、投产日期",
        "还在信息、洽谈阶段的",
        _SIGNED,
    ),
    replace(_LANDED_ONES, variants=(_RUNNING,)),
)

_INVESTMENT = _projects(
    "project_investment",
    "项目投资额",
    f"{_LISTED}的计划投资相加；投资额{_NOW}",
    f"没有填计划投资的；{_ENDED}",
    _quantity("investment"),
    "万元",
)
_LANDED_INVESTMENT = _projects(
    "project_investment_landed",
    "落地项目投资额",
    f"{_LISTED}中已落地或投产的，计划投资相加；投资额{_NOW}",
    f"还没有落地的；没有填计划投资的；{_ENDED}",
    _quantity("investment", landed=True),
    "万元",
)
_ARRIVED = Figure(
    key="project_arrived",
    label="到位资金",
    unit="万元",
    mode=Mode.SUM,
    time=Time.TOTAL,
    definition=f"到期末为止到位的项目资金相加，按到位日期；{_WHOSE}",
    leaves_out="计划投资、还没有到位的；项目后来终止的，到位的资金仍算",
    record=Arrival,
    rows=_arrived,
    where=_PROJECTS,
)
_JOBS = _projects(
    "project_jobs",
    "带动就业",
    f"{_LISTED}中已落地或投产的，带动就业人数相加；人数{_NOW}",
    f"还没有落地的；没有填带动就业的；{_ENDED}",
    _quantity("jobs", landed=True),
    "人",
)
_PLANNED_JOBS = _projects(
    "project_jobs_planned",
    "预计带动就业",
    f"{_LISTED}的带动就业人数相加，没有落地的也算；人数{_NOW}",
    f"没有填带动就业的；{_ENDED}",
    _quantity("jobs"),
    "人",
)

_QUANTITIES = (
    replace(_INVESTMENT, variants=(_LANDED_INVESTMENT,)),
    _ARRIVED,
    replace(_JOBS, variants=(_PLANNED_JOBS,)),
)

_OWNED = (
    _projects(
        "projects_collective",
        "集体产业",
        f"{_LISTED}中项目归属为村集体的；归属{_NOW}",
        f"民营、国有的；{_ENDED}",
        _listed(project.c.owner == "collective"),
    ),
    _projects(
        "collective_income",
        "村集体年增收",
        f"{_LISTED}中项目归属为村集体的，预计年增收相加；归属和增收{_NOW}",
        f"民营、国有的；没有填年增收的；{_ENDED}",
        _quantity("income", project.c.owner == "collective"),
        "万元",
    ),
    _projects(
        "teams",
        "创新创业团队",
        f"{_LISTED}中填了创新创业团队的，同名的团队只计一个，计入登记最早的项目",
        f"没有填团队的；{_ENDED}",
        _first_with("team"),
    ),
    _projects(
        "platforms",
        "创新平台项目",
        f"{_LISTED}中填了创新平台的，同名的平台只计一个，计入登记最早的项目",
        f"没有填平台的；不是项目建的平台（可手工录入创新平台）；{_ENDED}",
        _first_with("platform"),
    ),
    Figure(
        key="project_people",
        label="项目人员",
        unit="人",
        mode=Mode.PERSONS,
        time=Time.STOCK,
        definition=f"参加{_LISTED}的人，参加几个项目都只计一人；{_WHOSE}",
        leaves_out="项目已终止的；只在备注里提到的人",
        record=Partner,
        rows=_people,
        where=_PROJECTS,
    ),
)

PROJECT_FIGURES = (*_STAGES, *_QUANTITIES, *_OWNED)
