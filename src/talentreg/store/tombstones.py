"""What is kept of erased people: keyed digests, by which a row that speaks of one of them is known again.

All tombstones of a register share one key, so that a row costs one digest for each thing it says.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from talentreg.errors import Refused
from talentreg.periods import chinese_day
from talentreg.records.fields import number, table
from talentreg.records.person import Person
from talentreg.records.sameness import ErasedPerson

erased = table(ErasedPerson)

Key = tuple[str, ...]
"""A kind of evidence and the words that are it."""

SIZE = 16
MONTH = len("1990-05")


@dataclass(slots=True)
class Identity:
    """What tells one person from others, every value they ever had; `paths` are units from the top."""

    names: set[str] = field(default_factory=set)
    id_numbers: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    months: set[str] = field(default_factory=set)
    paths: set[tuple[str, ...]] = field(default_factory=set)

    def learn(self, row: Mapping[str, Any]) -> None:
        """Take what a person's fields say."""
        for own, names in (
            (self.names, ("name",)),
            (self.id_numbers, ("id_number",)),
            (self.phones, ("phone", "second_phone")),
        ):
            own.update(row[name] for name in names if row.get(name))
        if len(row.get("birth") or "") >= MONTH:
            self.months.add(row["birth"][:MONTH])

    def keys(self) -> Iterator[Key]:
        """Give what a row about the person may say."""
        evidence = [*self._numbers(), *self._months()]
        yield from evidence or self.bare()

    def bare(self) -> Iterator[Key]:
        """Give name with unit, by which somebody is known of whom nothing else was."""
        for name in self.names:
            yield from (("unit", name, path[-1]) for path in self.paths or {("",)})

    def contact_keys(self) -> Iterator[Key]:
        """Give name with unit or one above it: a contact row may say no more."""
        places = {"", *(place for path in self.paths for place in path)}
        yield from (contact_key(name, place) for name in self.names for place in places)

    def _numbers(self) -> Iterator[Key]:
        yield from (("id", id_number) for id_number in self.id_numbers)
        yield from (("phone", name, phone) for name in self.names for phone in self.phones)

    def _months(self) -> Iterator[Key]:
        kind = "birth beside id" if self.id_numbers else "birth"
        for name in self.names:
            yield from ((kind, name, path[-1], month) for path in self.paths for month in self.months)


def contact_key(name: str, place: str) -> Key:
    """Return by what a contact row that names a person and a unit is known."""
    return ("contact", name, place)


def line_key(name: str, file: str, sheet: str, line: int) -> Key:
    """Return by what a line of a file is known that came in once; `file` is its fingerprint."""
    return ("line", name, file, sheet, str(line))


def file_key(file: str) -> Key:
    """Return by what a file is known that has such lines."""
    return ("file", file)


def number_key(name: str, person_id: int) -> Key:
    """Return by what a row is known that bears the number a person had here."""
    return ("number", name, number(Person, person_id))


@dataclass(slots=True)
class Tombstones:
    """The tombstones of a register: whose mark is whose; false when there are none."""

    salt: str = ""
    whose: dict[bytes, int] = field(default_factory=dict)
    named: dict[str, bool] = field(default_factory=dict)
    """Names asked for, with whether anybody erased bore them: of most rows no more need be asked."""

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.whose)

    def find(self, keys: Iterable[Key]) -> int | None:
        """Return the number of the erased person something speaks of; None when of nobody erased."""
        secret = self.salt.encode()
        return next((one for key in keys if (one := self.whose.get(_digest(secret, key)))), None)

    def knows(self, name: str) -> bool:
        """Whether somebody erased had a name; a row without one may mean anybody."""
        if name not in self.named:
            self.named[name] = not name or self.find([contact_key(name, "")]) is not None
        return self.named[name]

    def of_person(self, fields: Mapping[str, Any], unit: str) -> int | None:
        """Return the number of the erased person whom somebody's fields mean; `unit` is where they belong."""
        name, id_number = fields.get("name") or "", fields.get("id_number")
        found = self.find([("id", id_number)]) if id_number else None
        return found or (self.find(_said(name, fields, unit)) if self.knows(name) else None)


def load_tombstones(connection: Connection) -> Tombstones:
    """Read the tombstones."""
    stones = Tombstones()
    for row in connection.execute(select(erased).order_by(erased.c.id)).mappings():
        stones.salt = row["salt"]
        stones.whose |= {bytes.fromhex(mark): row["id"] for mark in row["marks"]}
    return stones


def make_marks(salt: str, keys: Iterable[Key]) -> list[str]:
    """Return the digests of what somebody was known by."""
    return sorted({_digest(salt.encode(), key).hex() for key in keys})


def register_salt(connection: Connection) -> str:
    """Return the key of the register's tombstones; a new one for the first."""
    return connection.scalar(select(erased.c.salt).limit(1)) or secrets.token_hex(32)


def tombstone(connection: Connection, person_id: int) -> RowMapping | None:
    """Return the tombstone of a number; None for somebody who was not erased."""
    return connection.execute(select(erased).where(erased.c.id == person_id)).mappings().one_or_none()


def is_erasure(connection: Connection, set_id: int) -> bool:
    """Whether a change set erased somebody."""
    query = select(erased.c.id).where(erased.c.set_id == set_id).limit(1)
    return connection.scalar(query) is not None


def refuse_erased(connection: Connection, person_id: int) -> None:
    """Refuse the number of somebody who was erased."""
    if stone := tombstone(connection, person_id):
        called = number(Person, person_id)
        raise Refused(f"{called} 已于{chinese_day(stone['on'])}抹除", f"talentreg log {called} 说明原因")


def refuse_if_erased(connection: Connection, fields: Mapping[str, Any], unit: str) -> None:
    """Refuse somebody who is to be entered and says what an erased person was known by."""
    stones = load_tombstones(connection)
    if stones and stones.of_person(fields, unit):
        told = "此人的资料已应要求删除，没有登记"
        raise Refused(told, "确需重新登记请加 --allow-erased；会用新的编号")


def _said(name: str, fields: Mapping[str, Any], unit: str) -> Iterator[Key]:
    """Give what fields say beside the ID number."""
    birth = fields.get("birth") or ""
    for phone in (fields.get("phone"), fields.get("second_phone")):
        if phone:
            yield "phone", name, phone
    if unit and len(birth) >= MONTH:
        yield "birth", name, unit, birth[:MONTH]
        if not fields.get("id_number"):  # two ID numbers are two people
            yield "birth beside id", name, unit, birth[:MONTH]
    yield "unit", name, unit


def _digest(secret: bytes, key: Key) -> bytes:
    return blake2b("\x1f".join(key).encode(), key=secret, digest_size=SIZE).digest()
