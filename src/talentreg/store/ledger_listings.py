"""The lists of the plain ledgers, made from their declarations: fields, what they name, whose rows are."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, case, func, or_, select

from talentreg.records.benefit import Benefit, Payment, Tenancy
from talentreg.records.campaign import Campaign, Task
from talentreg.records.catalogue import RECORDS
from talentreg.records.cleaning import clean_note, clean_text, word_cleaner
from talentreg.records.days import clean_day
from talentreg.records.duty_words import INCLUSION_STATE
from talentreg.records.entry import Entry
from talentreg.records.event import Attendance, Event
from talentreg.records.fields import Column, Record, columns, table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.library import Inclusion
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.project import PROJECT_STAGES, Arrival, Partner, Project
from talentreg.records.request import STEPS
from talentreg.records.returning import CASE_STAGES
from talentreg.records.text import written_forms
from talentreg.store.as_then import age_then
from talentreg.store.conversion import converted_on
from talentreg.store.duty import is_here
from talentreg.store.histories import lasts, place_of, unit_on
from talentreg.store.listing import Expression, Field, Kind, Listing, stored_field
from talentreg.store.searching import matches_person, people

_state = word_cleaner(INCLUSION_STATE)

TABLES: Mapping[str, type[Record]] = {table(record).name: record for record in RECORDS}
"""The record types by the names of their tables, by which a reference says where it points."""
DECIMALS = 6
"""Kept of a sum of amounts, as of each amount: 0.7 and 0.1 are 0.8."""


@cache
def ledger_listing(ledger: Ledger) -> Listing:
    """Return the list of a ledger.

    What a reference points at is told twice: `person` is its number, `person_name` its name, which is what
    people read; either may be asked for by name, number, or whatever else finds it.
    """
    rows = ledger_rows(ledger)
    fields = {one.name: one for one in _fields(ledger, rows)}
    usual = _RUNNING.get(ledger.name)
    return Listing(
        title=ledger.title,
        unit_word=ledger.counter,
        source=rows,
        key=rows.c.id,
        fields=fields,
        shown=_read(ledger, ledger.shown),
        spare=_read(ledger, ledger.spare),
        place=lambda day: whose(ledger, rows, day),
        usual=(lambda day: or_(rows.c[usual].is_(None), rows.c[usual] >= day)) if usual else None,
        usual_unless=frozenset({usual} if usual else ()),
        left_out=f"已{ledger.heading(usual).removesuffix('日期')}" if usual else "",
        search=lambda text: _matches(ledger, rows, text),
        newest_first=ledger.newest_first,
    )


def ledger_rows(ledger: Ledger) -> FromClause:
    """Return the rows of a ledger: its table, or those of its kind where several share one."""
    rows = table(ledger.record)
    return select(rows).where(rows.c.kind == ledger.kind).subquery(ledger.name) if ledger.kind else rows


def whose(ledger: Ledger, rows: FromClause, day: date) -> ColumnElement[Any]:
    """Ask for the unit a row belongs to: its own, that of what it is part of, else the person's."""
    if special := _PLACES.get(ledger.name):
        return special(rows, day)
    if ledger.place == "person":
        return place_of(rows)
    own: ColumnElement[Any] = rows.c.unit_id
    return own


def _of(rows: FromClause, name: str, record: type[Record], wanted: str = "unit_id") -> ColumnElement[Any]:
    """Ask for a field of the row a reference points at."""
    there = table(record).alias()
    return select(there.c[wanted]).where(there.c.id == rows.c[f"{name}_id"]).scalar_subquery()


_PLACES: Mapping[str, Callable[[FromClause, date], ColumnElement[Any]]] = {
    "attendance": lambda rows, _: _of(rows, "event", Event),
    "membership": lambda rows, _: _of(rows, "entry", Entry),
    "task": lambda rows, _: func.coalesce(rows.c.unit_id, _of(rows, "campaign", Campaign)),
    "reporting": lambda rows, _: func.coalesce(rows.c.unit_id, _of(rows, "campaign", Campaign)),
    "assignment": lambda rows, day: func.coalesce(rows.c.unit_id, unit_on(rows.c.person_id, day)),
    **{name: lambda rows, _: _of(rows, "project", Project) for name in ("partner", "arrival")},
    **{name: lambda rows, day: unit_on(rows.c.person_id, day) for name in ("inclusion", "tenancy")},
    "payment": lambda rows, _: _due_place(rows),
}
"""Whose a row is that has no unit of its own in plain sight."""

_RUNNING = {
    "assignment": "ended_on",
    "project": "ended_on",
    **dict.fromkeys(("station", "library", "inclusion", "apartment", "tenancy"), "until"),
}
"""The last day of what is listed only while it runs, unless asked."""


def _read(ledger: Ledger, names: tuple[str, ...]) -> tuple[str, ...]:
    """Name the fields people read: of a reference its name."""
    return tuple(
        f"{name}_name" if name in ledger.fields and ledger.fields[name].refers not in ("", "unit") else name
        for name in names
    )


def _fields(ledger: Ledger, rows: FromClause) -> Iterator[Field]:
    yield Field(
        "record", Column(ledger.number_heading, ("编号",)), Kind.RECORD, _asks(rows.c.id), ledger.record
    )
    for name, column in ledger.fields.items():
        if column.refers == "unit":
            yield Field(name, column, Kind.UNIT, _unit(ledger, rows, name))
        elif column.refers:
            yield from _reference(name, column, rows)
        else:
            yield stored_field(name, column, rows.c[name])
    yield from _FOLLOWING.get(ledger.name, _nothing)(rows)
    if ledger.dated:
        yield stored_field("entered_on", Column("录入日期", clean=clean_day), rows.c.entered_on)


def _unit(ledger: Ledger, rows: FromClause, name: str) -> Expression:
    """Ask for a unit as it is stored; what happened to a person happened where they belonged."""
    if name == "unit" and ledger.place == "person" and ledger.name != "request":
        return lambda day: whose(ledger, rows, day)
    return _asks(rows.c[f"{name}_id"])


def _reference(name: str, column: Column, rows: FromClause) -> Iterator[Field]:
    record = TABLES[column.refers]
    key = _asks(rows.c[f"{name}_id"])
    called = "人才编号" if column.heading == "姓名" else f"{column.heading}编号"
    yield Field(name, Column(called), Kind.RECORD, key, record, key)
    others = tuple(one for one in column.aliases if one != called)
    plain = replace(column, aliases=others, mask=mask_free_text)
    yield Field(f"{name}_name", plain, Kind.REFERENCE, _asks(_of(rows, name, record, "name")), record, key)


def _asks(expression: ColumnElement[Any]) -> Expression:
    return lambda _: expression


def _nothing(_: FromClause) -> Iterator[Field]:
    yield from ()


def _event_fields(rows: FromClause) -> Iterator[Field]:
    """Tell how many people an event names that were invited, and that came."""
    for name, heading in (("invited", "邀请人数"), ("attended", "到会名单")):
        there = table(Attendance).alias()
        count = select(func.count()).where(there.c.event_id == rows.c.id, there.c[name] == "yes")
        yield Field(name, Column(heading), Kind.NUMBER, _asks(count.scalar_subquery()))


def _attendance_fields(rows: FromClause) -> Iterator[Field]:
    """Tell when the event was, of what kind, and whether it was held."""
    for name in ("on", "kind", "state"):
        yield stored_field(name, LEDGERS["event"].fields[name], _of(rows, "event", Event, name))


def _request_fields(rows: FromClause) -> Iterator[Field]:
    """Tell the last step a request has taken."""
    steps = [(rows.c[day].is_not(None), step) for day, step in reversed(STEPS.items())]
    yield Field("step", Column("办理环节", ("环节", "进度")), Kind.TEXT, _asks(case(*steps)))


def _fulfilment_fields(rows: FromClause) -> Iterator[Field]:
    """Tell the campaign of what was done."""
    campaign, task = table(Campaign).alias(), table(Task).alias()
    name = select(campaign.c.name).join(task, task.c.campaign_id == campaign.c.id)
    asked = name.where(task.c.id == rows.c.task_id).scalar_subquery()
    yield Field("campaign", Column("专项行动"), Kind.TEXT, _asks(asked))


def _stage_field(heading: str, stages: dict[str, str]) -> Callable[[FromClause], Iterator[Field]]:
    """Tell the last stage a row has reached."""

    def fields(rows: FromClause) -> Iterator[Field]:
        reached = [(rows.c[day].is_not(None), stage) for day, stage in reversed(stages.items())]
        yield Field("stage", Column(heading, ("阶段", "进度")), Kind.TEXT, _asks(case(*reached)))

    return fields


def _project_fields(rows: FromClause) -> Iterator[Field]:
    """Tell how far a project has come, how much money has arrived, and who takes part."""
    yield from _stage_field("项目阶段", PROJECT_STAGES)(rows)
    yield _summed("arrived", "到位资金", Arrival, "project_id", rows)
    there, person = table(Partner).alias(), table(Person).alias()
    named = select(person.c.name).join(there, there.c.person_id == person.c.id)
    mine = named.where(there.c.project_id == rows.c.id).order_by(there.c.id).correlate(rows).subquery()
    names = select(func.group_concat(mine.c.name, "、")).scalar_subquery()
    aliases = ("负责人", "项目人员", "人员")
    yield Field("people", Column("参与人", aliases, mask=mask_free_text), Kind.TEXT, _asks(names))


def _summed(name: str, heading: str, record: type[Record], to: str, rows: FromClause) -> Field:
    there = table(record).alias()
    summed = func.round(func.sum(there.c.amount), DECIMALS)
    total = select(summed).where(there.c[to] == rows.c.id).scalar_subquery()
    return Field(name, Column(heading, clean=columns(record)["amount"].clean), Kind.NUMBER, _asks(total))


def _stays(name: str, heading: str, record: type[Record], to: str) -> Callable[[FromClause], Iterator[Field]]:
    """Tell how many people are somewhere on a day."""

    def fields(rows: FromClause) -> Iterator[Field]:
        def count(day: date) -> ColumnElement[Any]:
            there = table(record).alias()
            there_then = (lasts(there, day), is_here(there.c.person_id, day))
            return select(func.count()).where(there.c[to] == rows.c.id, *there_then).scalar_subquery()

        yield Field(name, Column(heading), Kind.NUMBER, count)

    return fields


def _inclusion_fields(rows: FromClause) -> Iterator[Field]:
    """Tell how far somebody in a library has come."""
    there = (rows.c.outcome.is_not(None), rows.c.outcome), (rows.c.until.is_not(None), "left")
    state = case(*there, (rows.c.examined_on.is_not(None), "examined"), else_="reserve")
    column = Column(INCLUSION_STATE.title, ("状态",), vocabulary=INCLUSION_STATE, clean=_state)
    yield Field("state", column, Kind.WORD, _asks(state))


def _payment_fields(rows: FromClause) -> Iterator[Field]:
    """Tell to whom something was paid."""
    due, person = table(Benefit).alias(), table(Person).alias()
    paid = select(person.c.name).join(due, due.c.person_id == person.c.id)
    name = paid.where(due.c.id == rows.c.benefit_id).scalar_subquery()
    yield Field("person", Column("姓名", mask=mask_free_text), Kind.TEXT, _asks(name))


def _age_then(rows: FromClause) -> Field:
    """Tell how old somebody was that day."""
    return Field("age", Column("当时年龄", ("年龄",)), Kind.NUMBER, _asks(age_then(rows)))


def _converted(rows: FromClause) -> Field:
    """Tell since when somebody recommended has come; blank while they have not."""
    column = Column("转化日期", ("是否转化", "转化"), clean=clean_day)
    return Field("converted_on", column, Kind.DATE, _asks(converted_on(rows)))


def _due_place(rows: FromClause) -> ColumnElement[Any]:
    due = table(Benefit).alias()
    return select(place_of(due)).where(due.c.id == rows.c.benefit_id).scalar_subquery()


_FOLLOWING: Mapping[str, Callable[[FromClause], Iterator[Field]]] = {
    "event": _event_fields,
    "attendance": _attendance_fields,
    "request": _request_fields,
    "fulfilment": _fulfilment_fields,
    "referral": lambda rows: iter([_converted(rows)]),
    "milestone": lambda rows: iter([_age_then(rows)]),
    "case": _stage_field("个案阶段", CASE_STAGES),
    "project": _project_fields,
    "library": _stays("members", "成员数", Inclusion, "library_id"),
    "inclusion": _inclusion_fields,
    "benefit": lambda rows: iter([_summed("paid", "已发金额", Payment, "benefit_id", rows)]),
    "payment": _payment_fields,
    "apartment": _stays("tenants", "入住人数", Tenancy, "apartment_id"),
}
"""What a list tells of its rows beside their own fields."""


def _matches(ledger: Ledger, rows: FromClause, text: str) -> ColumnElement[bool]:
    """Ask whether a word is part of a row's own texts, or of the names of those it refers to."""
    asked: list[ColumnElement[bool]] = []
    for name, column in ledger.fields.items():
        if column.refers == "person":
            asked.append(rows.c[f"{name}_id"].in_(select(people.c.id).where(matches_person(text))))
        elif column.refers not in ("", "unit"):
            there = table(TABLES[column.refers]).alias()
            asked.append(rows.c[f"{name}_id"].in_(select(there.c.id).where(_has(there.c.name, text))))
        elif not column.refers and column.clean in (clean_text, clean_note):
            asked.append(_has(rows.c[name], text))
    return or_(*asked)


def _has(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    return or_(*(column.contains(form, autoescape=True) for form in written_forms(text)))
