"""What a milestone remembers of somebody: their degree, their title, where they came from, as they were."""

import re
from collections.abc import Mapping, MutableMapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from talentreg.periods import chinese_day
from talentreg.records.contact import Contact
from talentreg.records.fields import number, table
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.returning import CAME
from talentreg.records.work_words import MILESTONE as KINDS
from talentreg.store.units import UnitTree

Row = MutableMapping[str, Any]
Values = Mapping[str, Any]

TITLE = ("professional_title", "title_level")
DEGREE_AND_TITLE = ("degree", *TITLE)
REMEMBERED = (*DEGREE_AND_TITLE, "native", "away")
WAS_AWAY = {"away": "yes", "home": "yes", "local": "no"}
"""Whether somebody lived elsewhere, by where they were when last contacted: who is home was away."""

_SUFFIX = re.compile(r"(街道|社区|居委会|[省市县区旗镇乡村])$")


def remember(
    connection: Connection, tree: UnitTree, row: Row, person: Values, unit_id: int | None
) -> list[str]:
    """Fill in what somebody was that day where a row does not say it; say what was filled in.

    `person` is what is known of them, `unit_id` the unit they belonged to.
    """
    notes = []
    if _fill(row, _standing(row, person)):
        notes.append("没有写当时学历、职称的，按登记册里的记下")
    if row["kind"] == "recruited" and _fill(row, _origin(connection, tree, row, person, unit_id)):
        notes.append("没有写是否本地籍、此前在外的，按籍贯和最近的联络记下，请核对")
    return notes


def _fill(row: Row, found: Values) -> bool:
    known = {name: value for name, value in found.items() if value}
    row.update(known)
    return bool(known)


def _standing(row: Values, person: Values) -> dict[str, Any]:
    """Return the degree and the title of somebody as far as a row does not say them."""
    titled = any(row.get(name) for name in TITLE)
    names = (*(() if row.get("degree") else ("degree",)), *(() if titled else TITLE))
    return {name: person.get(name) for name in names}


def _origin(
    connection: Connection, tree: UnitTree, row: Values, person: Values, unit_id: int | None
) -> dict[str, Any]:
    """Say of somebody recruited whether they are from here, and whether they had been away."""
    found = {}
    if not row.get("native") and _names_one(person.get("native_place") or "", tree, unit_id):
        found["native"] = "yes"
    if not row.get("away"):
        found["away"] = WAS_AWAY.get(_last_presence(connection, row["person_id"], row["on"]), "")
    return found


def _names_one(place: str, tree: UnitTree, unit_id: int | None) -> bool:
    """Whether a place names a unit or one above it, with or without its 县 or 市."""
    nodes = tree.ancestors(unit_id) if unit_id in tree.nodes else ()
    stems = (_SUFFIX.sub("", node.name) for node in nodes)
    return any(len(stem) > 1 and stem in place for stem in stems)


def _last_presence(connection: Connection, person_id: int, day: date) -> str:
    """Return where somebody was when they were last contacted up to a day, as far as it was noted."""
    rows = table(Contact)
    known = rows.c.person_id == person_id, rows.c.on <= day, rows.c.presence != "unknown"
    query = select(rows.c.presence).where(*known).order_by(rows.c.on.desc(), rows.c.id.desc()).limit(1)
    return connection.scalar(query) or ""


def earlier(connection: Connection, row: Values, own: int = 0) -> str:
    """Say that what hardly happens twice was entered of somebody before; blank where it was not."""
    if row["kind"] not in CAME or row.get("person_id") is None:
        return ""
    rows, people = table(Milestone), table(Person)
    same = rows.c.person_id == row["person_id"], rows.c.kind == row["kind"], rows.c.id != own
    query = select(rows.c.id, rows.c.on, people.c.name).join(people, people.c.id == rows.c.person_id)
    if (known := connection.execute(query.where(*same).order_by(rows.c.on).limit(1)).first()) is None:
        return ""
    called = f"{number(Person, row['person_id'])} {known.name}"
    before = f"{chinese_day(known.on)}登记过{KINDS.text(row['kind'])}（{number(Milestone, known.id)}）"
    return f"{called} 已在{before}，人数只计一次；重复登记的请删除其中一条"
