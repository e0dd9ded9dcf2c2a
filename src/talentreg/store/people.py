"""Finding people and staff by what is typed; a name that several bear is never decided for the user."""

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, or_, select

from talentreg.errors import Ambiguous, Unknown
from talentreg.periods import today
from talentreg.records.cleaning import Unclear, clean_name
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.masking import mask_phone
from talentreg.records.numbers import clean_id_number, clean_phone
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.store.former import any_merged, living, load_former
from talentreg.store.histories import unit_on
from talentreg.store.searching import near_names
from talentreg.store.tombstones import refuse_erased
from talentreg.store.units import UnitTree, is_below

people = table(Person)
staff = table(Staff)


def find_person(connection: Connection, tree: UnitTree, text: str) -> int:
    """Return the id of the one person a text means.

    The text is a register number (R000123), an ID number, a phone, a name, or 姓名@单位. What nobody goes by
    now means whoever went by it before two records were made one.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    person_id = id_from_number(Person, text)
    if person_id is not None:
        refuse_erased(connection, person_id)
        now = living(connection, person_id)
        found = [] if now is None else [now]
    else:
        query = _by_number(text) if _is_number(text) else _by_name(tree, text)
        found = list(connection.scalars(query.order_by(people.c.id))) or _by_former(connection, tree, text)
    if len(found) == 1:
        return int(found[0])
    if found:
        listed = [describe_person(connection, tree, one) for one in found]
        raise Ambiguous(f"有{len(found)}人符合「{text}」", listed, "请用编号（如 R000123），或 姓名@社区")
    near = near_names(connection, text)
    usual = "可用姓名、编号（R000123）、电话、身份证号，或 姓名@社区"
    raise Unknown(f"登记册里没有「{text}」", f"是不是：{'、'.join(near)}" if near else usual)


def describe_person(connection: Connection, tree: UnitTree, person_id: int) -> str:
    """Write one line that tells a person from their namesakes; the phone is masked."""
    row = connection.execute(
        select(people.c.name, people.c.phone, unit_on(people.c.id, today()).label("unit_id")).where(
            people.c.id == person_id
        )
    ).one()
    parts = [number(Person, person_id), row.name, tree.path(row.unit_id), mask_phone(row.phone or "")]
    return "  ".join(part for part in parts if part)


def person_row(connection: Connection, person_id: int) -> RowMapping:
    """Return all stored fields of a person."""
    return connection.execute(select(people).where(people.c.id == person_id)).mappings().one()


def unit_of(connection: Connection, person_id: int, day: date) -> int | None:
    """Return the unit a person belonged to on a day."""
    return connection.scalar(select(unit_on(people.c.id, day)).where(people.c.id == person_id))


def find_staff(connection: Connection, tree: UnitTree, text: str) -> int | None:
    """Return the id of the one member of staff a text means; None when nobody bears the name.

    The text is a number (G000001), a name, or 姓名@单位.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    staff_id = id_from_number(Staff, text)
    if staff_id is not None:
        return _numbered_staff(connection, staff_id)
    name, _, unit = text.partition("@")
    query = select(staff.c.id, staff.c.unit_id).where(staff.c.name == clean_name(name)).order_by(staff.c.id)
    scope = tree.find(unit).id if unit else None
    found = [row for row in connection.execute(query) if tree.within(row.unit_id, scope)]
    if len(found) > 1:
        listed = [f"{name}@{tree.path(row.unit_id)}" for row in found]
        if len(set(listed)) == len(listed):
            raise Ambiguous(f"有{len(found)}位工作人员叫「{name}」", listed, "请写成 姓名@单位")
        listed = [describe_staff(connection, tree, row.id) for row in found]
        raise Ambiguous(f"有{len(found)}位工作人员叫「{name}」", listed, "请用编号（如 G000123）")
    return found[0].id if found else None


def describe_staff(connection: Connection, tree: UnitTree, staff_id: int) -> str:
    """Write one line that tells a member of staff from their namesakes; the phone is masked."""
    row = connection.execute(select(staff).where(staff.c.id == staff_id)).mappings().one()
    parts = [number(Staff, staff_id), row["name"], tree.path(row["unit_id"]), row["post"] or ""]
    return "  ".join(part for part in (*parts, mask_phone(row["phone"] or "")) if part)


def require_staff(connection: Connection, tree: UnitTree, text: str) -> int:
    """Return the id of the one member of staff a text means; raises Unknown with the nearest names."""
    staff_id = find_staff(connection, tree, text)
    if staff_id is None:
        raise Unknown(f"没有名为「{text}」的工作人员", _near_staff(connection, text))
    return staff_id


def _numbered_staff(connection: Connection, staff_id: int) -> int:
    if connection.scalar(select(staff.c.id).where(staff.c.id == staff_id)) is None:
        raise Unknown(f"没有编号为 {number(Staff, staff_id)} 的工作人员", "talentreg staff list 列出全部")
    return staff_id


def staff_alike(connection: Connection, text: str) -> list[str]:
    """List up to three names of staff that look like one, but are not it."""
    name = clean_name(text.partition("@")[0])
    others = connection.scalars(select(staff.c.name).where(staff.c.name != name).distinct())
    return get_close_matches(name, list(others), 3, 0.5)


def _near_staff(connection: Connection, text: str) -> str:
    near = staff_alike(connection, text)
    return f"是不是：{'、'.join(near)}" if near else "talentreg staff list 列出全部工作人员"


def _is_number(text: str) -> bool:
    return text[:1].isdigit() or text.startswith("+")


def _by_number(text: str) -> Select[Any]:
    wanted = [people.c[name] == value for name, value in _numbers(text)]
    return select(people.c.id).where(or_(*wanted) if wanted else people.c.id.is_(None))


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """Read a text as the numbers it may be: pairs of a field and its value."""
    for clean, names in ((clean_id_number, ("id_number",)), (clean_phone, ("phone", "second_phone"))):
        with suppress(Unclear):
            yield from ((name, clean(text)) for name in names)


def _by_former(connection: Connection, tree: UnitTree, text: str) -> list[int]:
    """List those who went by a number or a name before, in a unit if one is named."""
    if not any_merged(connection):
        return []
    name, _, unit = text.partition("@")
    wanted = set(_numbers(text)) if _is_number(text) else {("name", clean_name(name))}
    scope = tree.find(unit).id if unit else None
    found = {
        one.person_id
        for one in load_former(connection, saying={value for _, value in wanted})
        if not wanted.isdisjoint(one.called())
        and (tree.within(one.unit_id, scope) or _belongs(connection, tree, one.person_id, scope))
    }
    return sorted(found)


def _belongs(connection: Connection, tree: UnitTree, person_id: int, scope: int | None) -> bool:
    return tree.within(unit_of(connection, person_id, today()), scope)


def _by_name(tree: UnitTree, text: str) -> Select[Any]:
    name, _, unit = text.partition("@")
    query = select(people.c.id).where(people.c.name == clean_name(name))
    if not unit:
        return query
    return query.where(is_below(unit_on(people.c.id, today()), tree.find(unit).id))
