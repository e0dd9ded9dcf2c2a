"""What is compared of people: everybody's fields, read in one pass."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, func, literal, or_, select

from talentreg.likeness.names import plain
from talentreg.periods import today
from talentreg.records.fields import WRITTEN, columns, table, written
from talentreg.records.history import Affiliation, Status
from talentreg.records.numbers import birth_of, sex_of
from talentreg.records.person import Person
from talentreg.records.pinyin import search_keys
from talentreg.records.text import as_text

people = table(Person)
_REPEATED = ("name", "pinyin", "sex", "birth", "relative", "employer", "school", "native_place")


class Profile(NamedTuple):
    """What is compared of one person.

    `written_id` and `written_phone` are cells that were not understood: a number mistyped lies there.
    """

    id: int
    name: str
    pinyin: str | None
    sex: str | None
    birth: str | None
    id_number: str | None
    phone: str | None
    second_phone: str | None
    relative: str | None
    relative_phone: str | None
    employer: str | None
    school: str | None
    native_place: str | None
    home_address: str | None
    wechat: str | None
    email: str | None
    unit_id: int | None
    status: str | None
    written_id: str | None
    written_phone: str | None

    @property
    def phones(self) -> list[str]:
        """The person's own numbers."""
        return [phone for phone in (self.phone, self.second_phone) if phone]


_OWN = Profile._fields[:-4]
_NOTHING_WRITTEN = (None, None)
_REPEATING = tuple(Profile._fields.index(name) for name in _REPEATED)
_NAME, _PINYIN, _SEX, _BIRTH, _ID = (
    Profile._fields.index(name) for name in ("name", "pinyin", "sex", "birth", "id_number")
)


def read_profiles(connection: Connection) -> list[Profile]:
    """Read everybody, in the order of their numbers, with their unit and status of today."""
    units = _today(connection, Affiliation, "unit_id")
    statuses = _today(connection, Status, "status")
    written_cells, pool = _written(connection), dict[str, str]()
    rows = connection.execute(select(*(people.c[name] for name in _OWN)).order_by(people.c.id))
    return [
        Profile._make(
            (
                *_settled(pool, row),
                *(units.get(row[0]), statuses.get(row[0])),
                *written_cells.get(row[0], _NOTHING_WRITTEN),
            )
        )
        for row in _each(rows)
    ]


def _each(rows: Any) -> Iterator[Any]:
    for some in rows.partitions(10_000):
        yield from some


def _written(connection: Connection) -> dict[int, tuple[str | None, str | None]]:
    """Read the numbers kept as they were written because they were not understood."""
    names = [written(columns(Person)[name]) for name in ("id_number", "phone")]
    marks = (json.dumps(WRITTEN)[1:-1], WRITTEN)
    query = select(people.c.id, people.c.extra).where(
        or_(*(func.instr(people.c.extra, literal(mark, String)) > 0 for mark in marks))
    )
    found: dict[int, tuple[str | None, str | None]] = {}
    for person_id, extra in _each(connection.execute(query)):
        one, other = (as_text(extra.get(name)) or None for name in names)
        found[person_id] = (one, other)
    return found


def _settled(pool: dict[str, str], row: Any) -> list[Any]:
    """Keep each repeated text once; an ID number says birth and sex where the fields do not."""
    values = list(row)
    if number := values[_ID]:
        values[_BIRTH] = values[_BIRTH] or birth_of(number)
        values[_SEX] = values[_SEX] or sex_of(number)
    if "（" in values[_NAME] or "(" in values[_NAME]:
        values[_PINYIN] = search_keys(plain(values[_NAME]))  # what stands in brackets is no part of the name
    for place in _REPEATING:
        if text := values[place]:
            values[place] = pool.setdefault(text, text)
    return values


def _today(connection: Connection, history: Any, field: str) -> dict[int, Any]:
    """Return what a history says of everybody today; of a day's entries the last."""
    rows = table(history)
    query = select(rows.c.person_id, rows.c[field]).where(rows.c.on <= today())
    query = query.order_by(rows.c.person_id, rows.c.on, rows.c.id)
    pool: dict[Any, Any] = {}
    return {person_id: pool.setdefault(value, value) for person_id, value in _each(connection.execute(query))}
