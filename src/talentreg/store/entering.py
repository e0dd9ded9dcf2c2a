"""What is typed rather than imported: one person, one contact, one withdrawal."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from talentreg.errors import Ambiguous, Malformed, Refused
from talentreg.periods import chinese_day, today
from talentreg.records.cleaning import clean_name, clean_several, quoted
from talentreg.records.contact import Contact
from talentreg.records.fields import columns, number, table
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.numbers import birth_of, sex_of
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import clean_line
from talentreg.records.vocabulary import STATUS
from talentreg.store.changes import Writer
from talentreg.store.histories import is_latest, latest_values, unit_on
from talentreg.store.people import describe_person, find_staff, unit_of
from talentreg.store.tombstones import refuse_if_erased
from talentreg.store.units import UnitNode, UnitTree, load_units
from talentreg.store.words import load_words

people, contacts, statuses = table(Person), table(Contact), table(Status)

_NOT_OWN = ("unit", "enrolled_on", "status", "intention", "intention_reason")
"""Fields of `add` that belong to a history, not to the person's own row."""

LONGEST_NAME = 50
"""Characters of a name; what is longer is something else in the wrong place."""


@dataclass(slots=True)
class Logged:
    """What a logged contact came to: contact ids by person, entered or known already; new staff."""

    entered: dict[int, int] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    new_staff: str = ""
    intentions: int = 0


def add_person(
    writer: Writer,
    name: str,
    values: Mapping[str, Any],
    unit: UnitNode | None,
    *,
    namesake: bool = False,
    allow_erased: bool = False,
) -> int:
    """Enter one person, enrolled today unless the values say otherwise, and return their id.

    Raises Refused when somebody who may be the same is there already, unless `namesake` says it is another
    person, or was erased, unless that is allowed.
    """
    if "name" in values:
        raise Malformed("姓名写了两遍", "姓名写在最前面，不必再写 姓名=")
    fields = {"name": clean_name(name), **{k: v for k, v in values.items() if k not in _NOT_OWN}}
    if not fields["name"]:
        raise Malformed("没有写姓名")
    if "@" in fields["name"] or re.fullmatch(r"[Rr]?[\d-]{4,}", fields["name"]):
        raise Malformed(f"「{fields['name']}」不像姓名", "所属单位用 --unit，电话用 --phone 写")
    if id_number := fields.get("id_number"):
        fields = {"birth": birth_of(id_number), "sex": sex_of(id_number), **_filled(fields)}
    _refuse_known(writer.connection, fields, unit, namesake=namesake)
    if not allow_erased:
        refuse_if_erased(writer.connection, fields, unit.name if unit else "")
    enrolled_on = values.get("enrolled_on") or today()
    refuse_future(enrolled_on, "入库日期")
    person_id = writer.insert(Person, fields)
    status = values.get("status") or "enrolled"
    writer.insert(Status, {"person_id": person_id, "on": enrolled_on, "status": status})
    if unit:
        writer.insert(Affiliation, {"person_id": person_id, "on": ALWAYS, "unit_id": unit.id})
    kind, reason = values.get("intention"), values.get("intention_reason")
    if reason and not kind:
        raise Malformed("写了意愿原因，没有写返乡意愿", "如 返乡意愿=无 意愿原因=爱人在外地")
    if kind:
        heard = {"person_id": person_id, "on": enrolled_on, "kind": kind, "reason": reason}
        writer.insert(Intention, heard)
    return person_id


def denied_by_id_number(values: Mapping[str, Any]) -> list[str]:
    """Name the fields that say otherwise than the ID number beside them."""
    id_number = values.get("id_number")
    if not id_number:
        return []
    birth, sex = values.get("birth") or "", values.get("sex")
    denied = ["出生年月"] if not birth_of(id_number).startswith(birth) else []
    return [*denied, *(["性别"] if sex and sex != sex_of(id_number) else [])]


def withdraw_person(writer: Writer, person_id: int, on: date, reason: str | None, *, deceased: bool) -> None:
    """Take a person out of the register from a day on; nothing about them is deleted."""
    refuse_future(on, "退库日期")
    now = latest_values(writer.connection, Status, "status", date.max, [person_id]).get(person_id)
    if now == "deceased" or (now == "withdrawn" and not deceased):
        called, since = number(Person, person_id), _since(writer.connection, person_id)
        again = f"{since}起；要重新入库：talentreg edit {called} 在库状态=入库"
        raise Refused(f"{called} 已经{STATUS.text(str(now))}，没有改动", again)
    if later := _later_status(writer.connection, person_id, on):
        raise Refused(f"退库日期早于{chinese_day(later)}的入库记录，没有改动", "请用 --on 写入库以后的日期")
    status = "deceased" if deceased else "withdrawn"
    said = clean_line(reason) if reason else None
    writer.insert(Status, {"person_id": person_id, "on": on, "status": status, "reason": said})


def log_contact(
    writer: Writer,
    person_ids: Sequence[int],
    facts: Mapping[str, Any],
    by: str = "",
    intention: str = "",
    reason: str | None = None,
) -> Logged:
    """Enter one contact with each of some people, all or none.

    `facts` are contact fields; a contact the register already has is not entered again. `reason` is that of
    the intention heard.
    """
    refuse_future(facts["on"], "联络日期")
    if by:
        require_staff_name(by)
    logged = Logged()
    column = columns(Contact)["occasion"]
    occasion = clean_several(facts.get("occasion") or "")
    standard = load_words(writer.connection).standard(column, occasion) if occasion else None
    tree = load_units(writer.connection)
    for person_id in dict.fromkeys(person_ids):
        values = {**facts, "occasion": standard, "person_id": person_id}
        values["staff_id"] = None
        if by:
            own = values.get("unit_id") or unit_of(writer.connection, person_id, values["on"])
            values["staff_id"], new = name_staff(writer, tree, by, own)
            logged.new_staff = new or logged.new_staff
        contact_id = known_contact(writer.connection, values)
        if contact_id is not None:
            logged.known[person_id] = contact_id
        else:
            contact_id = logged.entered[person_id] = writer.insert(Contact, values)
        if intention:
            heard = {"on": facts["on"], "kind": intention, "reason": reason, "contact_id": contact_id}
            logged.intentions += note_intention(writer, person_id, heard)
    return logged


def note_intention(writer: Writer, person_id: int, heard: Mapping[str, Any]) -> bool:
    """Enter what somebody wants from a day on, and why; say whether it says more than their latest."""
    rows, reason = table(Intention), heard.get("reason")
    mine = select(rows.c.kind, rows.c.reason).where(rows.c.person_id == person_id)
    latest = writer.connection.execute(mine.where(is_latest(Intention, heard["on"]))).one_or_none()
    if latest and latest.kind == heard["kind"] and reason in (None, latest.reason):
        return False
    writer.insert(Intention, {"person_id": person_id, **heard})
    return True


def _refuse_known(
    connection: Connection, fields: Mapping[str, Any], unit: UnitNode | None, *, namesake: bool
) -> None:
    """Refuse to enter somebody a second time, by the same evidence an import matches on."""
    if id_number := fields.get("id_number"):
        refuse_known_id(connection, id_number)
    if namesake:
        return
    same, hint = people.c.name == fields["name"], "如确是另一个人，请加 --namesake"
    if phone := fields.get("phone"):
        known = or_(people.c.phone == phone, people.c.second_phone == phone)
        _refuse_if_any(connection, and_(same, known), "已有同名同电话的人", hint)
    if unit and fields.get("birth"):
        month = people.c.birth.startswith(fields["birth"][:7])
        place = unit_on(people.c.id, today()) == unit.id
        _refuse_if_any(connection, and_(same, month, place), "本单位已有同名同出生年月的人", hint)


def possible_doubles(connection: Connection, person_id: int) -> list[int]:
    """List others who may be the same person: of one name in one unit, or with one phone."""
    me = connection.execute(select(people).where(people.c.id == person_id)).mappings().one()
    own, place = unit_of(connection, person_id, today()), unit_on(people.c.id, today())
    same = [and_(people.c.name == me["name"], place.is_not_distinct_from(own))]
    if me["phone"]:
        same += [people.c.phone == me["phone"], people.c.second_phone == me["phone"]]
    query = select(people.c.id).where(or_(*same), people.c.id != person_id)
    return list(connection.scalars(query.order_by(people.c.id).limit(10)))


def refuse_known_id(connection: Connection, id_number: str, own: int | None = None) -> None:
    """Refuse an ID number that somebody else has; raises Ambiguous, which names them."""
    others = and_(people.c.id_number == id_number, people.c.id != (own or 0))
    _refuse_if_any(connection, others, "身份证号已经登记", "")


def _refuse_if_any(connection: Connection, condition: Any, message: str, hint: str) -> None:
    found = list(connection.scalars(select(people.c.id).where(condition).limit(10)))
    if found:
        tree = load_units(connection)
        raise Ambiguous(message, [describe_person(connection, tree, one) for one in found], hint)


def name_staff(writer: Writer, tree: UnitTree, by: str, own: int | None) -> tuple[int, str]:
    """Find the named member of staff, or enter one under the unit named with them, else under `own`.

    Return the id, and the name when it is new.
    """
    found = find_staff(writer.connection, tree, by)
    if found is not None:
        return found, ""
    name, _, unit = by.replace("＠", "@").partition("@")
    require_staff_name(by)
    values = {"name": clean_name(name), "unit_id": tree.find(unit).id if unit else own}
    return writer.insert(Staff, values), str(values["name"])


def require_staff_name(by: str) -> None:
    """Refuse a word for a member of staff that names nobody: @望江社区, a phone, a whole sentence."""
    name = clean_name(by.replace("＠", "@").partition("@")[0])
    if not name:
        raise Malformed(f"「{by}」没有写联络人的姓名", "请写成 姓名，或 姓名@单位")
    if len(name) > LONGEST_NAME or not any(map(str.isalpha, name)):
        raise Malformed(f"「{quoted(name)}」不是工作人员的姓名", "请写成 姓名，或 姓名@单位")


def known_contact(connection: Connection, values: Mapping[str, Any], own: int = 0) -> int | None:
    """Return the id of a contact that says the same, other than `own`; None when there is none."""
    names = ("person_id", "on", "channel", "presence", "direction", "reached", "staff_id", "note")
    same = [contacts.c[name] == values.get(name) for name in names]
    return connection.scalar(select(contacts.c.id).where(*same, contacts.c.id != own).limit(1))


def _since(connection: Connection, person_id: int) -> str:
    """Write the day of a person's latest status."""
    query = select(statuses.c.on).where(statuses.c.person_id == person_id, is_latest(Status, date.max))
    return chinese_day(connection.execute(query).scalar_one())


def _later_status(connection: Connection, person_id: int, on: date) -> date | None:
    query = select(statuses.c.on).where(
        statuses.c.person_id == person_id, statuses.c.on > on, is_latest(Status, date.max)
    )
    return connection.scalar(query)


def refuse_future(day: date, what: str) -> None:
    """Refuse a day that has not come."""
    if day > today():
        raise Refused(f"{what}{chinese_day(day)}还没有到", f"今天是{chinese_day(today())}")


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
