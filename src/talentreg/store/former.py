"""What people were known by before their records were made one: numbers, names, phones, units."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, false, func, literal, or_, select

from talentreg.records.fields import table
from talentreg.records.person import Person
from talentreg.records.sameness import MergedPerson

people, merged = table(Person), table(MergedPerson)


@dataclass(frozen=True, slots=True)
class Former:
    """One who a person was: the number it had then, who it is now, its fields, the unit it had at the end.

    `id` may still be in use: a person who was kept in a merger, but goes by other values since.
    """

    id: int
    person_id: int
    fields: Mapping[str, Any]
    unit_id: int | None = None

    def called(self) -> set[tuple[str, str]]:
        """Return what they were called by: pairs of a field and its value."""
        names = ("name", "id_number", "phone", "second_phone")
        return {(name, self.fields[name]) for name in names if self.fields.get(name)}


def living(connection: Connection, person_id: int) -> int | None:
    """Return the number somebody has now, whatever number they had; None when there is nobody."""
    there = select(people.c.id).where(people.c.id == person_id)
    if connection.scalar(there) is not None:
        return person_id
    return connection.scalar(select(merged.c.person_id).where(merged.c.id == person_id))


def any_merged(connection: Connection) -> bool:
    """Whether any two people were ever made one."""
    return connection.scalar(select(merged.c.id).limit(1)) is not None


def load_former(connection: Connection, *, saying: Collection[str] | None = None) -> Iterator[Former]:
    """Read everybody whom people were before; or only those whose records hold some text."""
    aside = (func.json_extract(merged.c.aside, f"$.{name}") for name in ("person", "affiliation"))
    query = select(merged.c.id, merged.c.person_id, merged.c.was, *aside).order_by(merged.c.id)
    if saying is not None:
        query = query.where(or_(false(), *(_holds(text) for text in saying)))
    for row_id, person_id, was, known, units in connection.execute(query):
        belonged = {row["person_id"]: row["unit_id"] for row in _read(units)}  # the last one holds
        yield Former(row_id, person_id, was, belonged.get(row_id))
        for fields in _read(known):
            yield Former(fields["id"], person_id, fields, belonged.get(fields["id"]))


def _holds(text: str) -> ColumnElement[bool]:
    """Ask whether a text stands anywhere in a merged record; it narrows down before JSON is read."""
    forms = {json.dumps(text, ensure_ascii=plain)[1:-1] for plain in (True, False)}
    kept = (merged.c.was, merged.c.aside)
    return or_(*(func.instr(column, literal(form, String)) > 0 for column in kept for form in sorted(forms)))


def _read(text: str | None) -> list[dict[str, Any]]:
    return list(json.loads(text)) if text else []


def merged_ids(connection: Connection, person_id: int) -> list[int]:
    """List the numbers a person had before."""
    query = select(merged.c.id).where(merged.c.person_id == person_id).order_by(merged.c.id)
    return list(connection.scalars(query))


def ids_aside(record: str, person_id: int | None = None) -> Select[Any]:
    """Ask for the ids of the rows of a type that count no more, of everybody or of one person."""
    each = func.json_each(merged.c.aside, f"$.{record}").table_valued("value", joins_implicitly=True)
    query = select(func.json_extract(each.c.value, "$.id").label("id"))
    return query.select_from(merged) if person_id is None else query.where(merged.c.person_id == person_id)


def was(name: str) -> ColumnElement[Any]:
    """Ask for a field of a merged record."""
    return func.json_extract(merged.c.was, f"$.{name}")
