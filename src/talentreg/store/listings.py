"""The lists there are: people, contacts, units, staff, each with everything that can be asked of a row."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, case, cast, func, or_, select

from talentreg.periods import today
from talentreg.records.cleaning import clean_name, clean_text
from talentreg.records.contact import Contact
from talentreg.records.days import clean_day
from talentreg.records.fields import Column, Record, columns, table
from talentreg.records.history import Intention, Status
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import written_forms
from talentreg.records.unit import Unit
from talentreg.store.histories import last_reached, last_staff, latest_on, unit_on, work_unit
from talentreg.store.listing import Expression, Field, Kind, Listing, declared_fields
from talentreg.store.planned import open_step
from talentreg.store.searching import matches_person
from talentreg.store.typed import CONTACT_SHORT
from talentreg.store.units import UnitTree

person, contact, unit, staff = (table(record) for record in (Person, Contact, Unit, Staff))
status = table(Status)

STAFF_WORDS = ("联系人", "走访人", "工作人员")


def _field(name: str, heading: str, kind: Kind, ask: Expression, *aliases: str, **more: Any) -> Field:
    record: type[Record] | None = more.pop("record", None)
    clean = more.pop("clean", clean_day if kind is Kind.DATE else clean_text)
    return Field(name, Column(heading, aliases, clean=clean, **more), kind, ask, record)


def _history(history: type[Record], name: str, called: str, kind: Kind) -> Field:
    column = columns(history)[name]
    return Field(called, column, kind, lambda day: latest_on(history, name, person.c.id, day))


def _age(day: date) -> ColumnElement[int]:
    """Ask for the age on a day; a birth date without month or day counts from its first."""
    years = day.year - cast(func.substr(person.c.birth, 1, 4), Integer)
    birthday = func.substr(person.c.birth.concat("-01-01"), 6, 5)
    return years - case((birthday > f"{day:%m-%d}", 1), else_=0)


def _enrolled_on(day: date) -> ColumnElement[Any]:
    rows = status.alias()
    return (
        select(func.max(rows.c.on))
        .where(rows.c.person_id == person.c.id, rows.c.status == "enrolled", rows.c.on <= day)
        .scalar_subquery()
    )


def _times_reached(day: date) -> ColumnElement[int]:
    rows = contact.alias()
    return (
        select(func.count())
        .where(rows.c.person_id == person.c.id, rows.c.on <= day, rows.c.reached == "self")
        .scalar_subquery()
    )


def _last_staff(day: date) -> ColumnElement[str]:
    return select(staff.c.name).where(staff.c.id == last_staff(person.c.id, day)).scalar_subquery()


def _present(day: date) -> ColumnElement[bool]:
    """Ask whether somebody is pending or enrolled; without any status they are there too."""
    now = latest_on(Status, "status", person.c.id, day)
    return func.coalesce(now, "enrolled").in_(("pending", "enrolled"))


def _existing(day: date) -> ColumnElement[bool]:
    return or_(unit.c.closed_on.is_(None), unit.c.closed_on > day)


def _staff_name(_: date) -> ColumnElement[Any]:
    return select(staff.c.name).where(staff.c.id == contact.c.staff_id).scalar_subquery()


def _contacts_of_staff(what: Any) -> Expression:
    rows = contact.alias()
    return lambda _: select(what(rows)).where(rows.c.staff_id == staff.c.id).scalar_subquery()


def _has(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return or_(*(column.contains(form, autoescape=True) for form in written_forms(text)))


def _keyed(*fields: Field) -> dict[str, Field]:
    return {one.name: one for one in fields}


_OWN = declared_fields(Person)
PEOPLE = Listing(
    title="人才",
    unit_word="人",
    source=person,
    key=person.c.id,
    fields=_keyed(
        _field("person", "编号", Kind.RECORD, lambda _: person.c.id, "人才编号", "登记编号", record=Person),
        _OWN["name"],
        _field("unit", "所属单位", Kind.UNIT, lambda day: unit_on(person.c.id, day), "单位", "社区", "街道"),
        _history(Status, "status", "status", Kind.WORD),
        Field("enrolled_on", columns(Status)["on"], Kind.DATE, _enrolled_on),
        _history(Intention, "kind", "intention", Kind.WORD),
        _history(Intention, "reason", "intention_reason", Kind.TEXT),
        *(one for name, one in _OWN.items() if name != "name"),
        _field("age", "年龄", Kind.NUMBER, _age),
        _field(
            "last_contact",
            "最近联系",
            Kind.DATE,
            lambda day: last_reached(person.c.id, day),
            "最近联络",
            "最近联系日期",
        ),
        _field(
            "contacts",
            "联系次数",
            Kind.NUMBER,
            _times_reached,
            "联络次数",
        ),
        _field("by", "联络人", Kind.TEXT, _last_staff, *STAFF_WORDS, clean=clean_name),
        _field("next_on", "下次联络日期", Kind.DATE, lambda day: open_step("on", person.c.id), "下次联络"),
    ),
    shown=("person", "name", "unit", "phone", "employer", "intention", "last_contact"),
    spare=("intention", "phone", "employer", "last_contact"),
    place=lambda day: unit_on(person.c.id, day),
    usual=_present,
    usual_unless=frozenset({"status"}),
    left_out="已退库、去世",
    search=matches_person,
)

CONTACTS = Listing(
    title="联络",
    unit_word="次",
    source=contact.join(person, person.c.id == contact.c.person_id),
    key=contact.c.id,
    fields=_keyed(
        _field("record", "联络编号", Kind.RECORD, lambda _: contact.c.id, "记录", record=Contact),
        _field("person", "编号", Kind.RECORD, lambda _: contact.c.person_id, "人才编号", record=Person),
        _OWN["name"],
        _field("unit", "联络单位", Kind.UNIT, lambda _: work_unit(), "单位", "所属单位", "社区", "街道"),
        *(one for name, one in declared_fields(Contact).items()),
        _field("by", "联络人", Kind.TEXT, _staff_name, *STAFF_WORDS, clean=clean_name),
        _field("entered_on", "录入日期", Kind.DATE, lambda _: contact.c.entered_on),
    ),
    shown=("record", "on", "name", "unit", "channel", "presence", "reached", "occasion", "by", "note"),
    spare=("presence", "occasion", "reached", "unit", "by", "record", "channel"),
    place=lambda _: work_unit(),
    search=matches_person,
    newest_first="on",
    also=CONTACT_SHORT,
)

UNITS = Listing(
    title="单位",
    unit_word="个单位",
    source=unit,
    key=unit.c.id,
    fields=_keyed(
        *declared_fields(Unit).values(),
        _field("parent", "上级单位", Kind.UNIT, lambda _: unit.c.parent_id, "上级"),
        _field("path", "单位全名", Kind.UNIT, lambda _: unit.c.id, "单位"),
    ),
    shown=("code", "path", "level", "opened_on", "closed_on"),
    spare=("opened_on", "closed_on", "level"),
    place=lambda _: unit.c.id,
    usual=_existing,
    usual_unless=frozenset({"closed_on"}),
    left_out="已撤销",
    search=lambda text: _has(unit.c.name, text),
)

STAFF = Listing(
    title="工作人员",
    unit_word="人",
    source=staff,
    key=staff.c.id,
    fields=_keyed(
        _field("staff", "工作人员编号", Kind.RECORD, lambda _: staff.c.id, "编号", record=Staff),
        declared_fields(Staff)["name"],
        _field("unit", "所在单位", Kind.UNIT, lambda _: staff.c.unit_id, "单位", "所属单位"),
        *(one for name, one in declared_fields(Staff).items() if name != "name"),
        _field("contacts", "联络次数", Kind.NUMBER, _contacts_of_staff(lambda _: func.count()), "联系次数"),
        _field("last_on", "最近联络", Kind.DATE, _contacts_of_staff(lambda rows: func.max(rows.c.on))),
    ),
    shown=("staff", "name", "unit", "post", "rank", "phone", "contacts", "last_on"),
    spare=("phone", "rank", "post", "last_on", "unit"),
    place=lambda _: staff.c.unit_id,
    usual=lambda day: or_(staff.c.left_on.is_(None), staff.c.left_on >= day),
    usual_unless=frozenset({"left_on"}),
    left_out="已离任",
    search=lambda text: _has(staff.c.name, text),
)


def count_people(connection: Connection, tree: UnitTree) -> Counter[int]:
    """Count the pending and enrolled people of each unit and all below it, as of today."""
    day = today()
    place = unit_on(person.c.id, day)
    query = select(place, func.count()).select_from(person).where(_present(day)).group_by(place)
    counts: Counter[int] = Counter()
    for unit_id, count in connection.execute(query):
        for node in tree.ancestors(unit_id):
            counts[node.id] += count
    return counts


LISTINGS = {"person": PEOPLE, "contact": CONTACTS, "unit": UNITS, "staff": STAFF}
"""Every list, by the code word its records go by."""
