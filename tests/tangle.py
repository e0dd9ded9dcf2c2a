"""A register nobody would wish for, made by chance from a seed: tangled histories, fields with gaps."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tangle_return import ReturnTangle
from tangle_work import WorkTangle

from talentreg.records.contact import Contact
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.unit import Unit
from talentreg.records.vocabulary import CHANNEL, INTENTION, PRESENCE, REACHED
from talentreg.store.changes import Writer
from talentreg.store.register import open_for_writing

PEOPLE, CONTACTS = 40, 160
FIRST, LAST = date(2025, 10, 1), date(2026, 4, 20)
"""Everything happens between these days: some before the quarter, some after it, much on its edges."""

EDGES = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1))
UNITS = (
    ("云河区", "county", None),
    ("临江街道", "township", 1),
    ("望江社区", "community", 2),
    ("望江一网格", "grid", 3),
    ("渡口社区", "community", 2),
    ("梅溪镇", "township", 1),
    ("梅溪村", "community", 6),
    ("白鹭村", "community", 6),
    ("无人村", "community", 6),
    ("驻外联络处", "township", None),
)
OPENED, CLOSED = {8: date(2026, 3, 31)}, {5: date(2026, 4, 1), 9: date(2026, 1, 1)}
FIELDS: dict[str, tuple[str | None, ...]] = {
    "sex": ("male", "female", None),
    "birth": ("1965", "1985-03", "1985-04-01", "1995-03-31", None),
    "phone": ("15412345678", "15412345678", None),
    "residence": ("广东省深圳市", "上海市嘉定区", "云河区梅溪镇", "日本东京", None),
    "employer": ("江州大学", "江州大学", None),
    "category": ("专业技术人员", "专业技术人员、农村实用人才", None),
    "tier": ("骨干人才", None),
    "industry": ("教育", "金融", None),
    "specialty": ("货运", None),
    "degree": ("本科", "博士研究生", "大专", None),
    "title_level": ("正高", "中级", None),
}


def make_tangle(path: Path, seed: int) -> None:
    """Write the register of a seed."""
    path.write_bytes(_laid(seed))
    path.chmod(0o600)


@cache
def _laid(seed: int) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        _write(path, seed)
        return path.read_bytes()


def _write(path: Path, seed: int) -> None:
    chance = Random(seed)
    with open_for_writing(path).changing("tangle") as writer:
        for place, (name, level, parent) in enumerate(UNITS, 1):
            more = {"opened_on": OPENED.get(place), "closed_on": CLOSED.get(place)}
            writer.insert(
                Unit, {"code": f"U{place}", "name": name, "level": level, "parent_id": parent, **more}
            )
        for number in range(1, PEOPLE + 1):
            _person(writer, chance, number)
        for _ in range(CONTACTS):
            _contact(writer, chance)
        for tangle in (WorkTangle, ReturnTangle):
            tangle(writer, chance, PEOPLE, len(UNITS), lambda: _dated(chance)).write()


def _person(writer: Writer, chance: Random, number: int) -> None:
    fields = {field: chance.choice(values) for field, values in FIELDS.items()}
    person = writer.insert(Person, {"name": f"某{number}", **fields})
    if chance.random() < 0.9:
        writer.insert(Affiliation, {"person_id": person, "on": ALWAYS, "unit_id": _unit(chance)})
        for _ in range(chance.choice((0, 0, 1, 2))):
            writer.insert(Affiliation, {"person_id": person, "unit_id": _unit(chance), **_dated(chance)})
    _standing(writer, chance, person)
    for _ in range(chance.choice((0, 1, 2, 3))):
        kind = chance.choice(INTENTION.words).code
        writer.insert(Intention, {"person_id": person, "kind": kind, **_dated(chance)})


def _standing(writer: Writer, chance: Random, person: int) -> None:
    """Enter somebody's comings and goings, often several on one day."""
    words = ("enrolled", "enrolled", "pending", "withdrawn", "deceased")
    for _ in range(chance.choice((1, 1, 2, 3, 4))):
        writer.insert(Status, {"person_id": person, "status": chance.choice(words), **_dated(chance)})


def _contact(writer: Writer, chance: Random) -> None:
    presence = chance.choice(("home", "away", chance.choice(PRESENCE.words).code))
    channel = chance.choice(("visit", "phone", "phone", chance.choice(CHANNEL.words).code))
    values: dict[str, Any] = {
        "person_id": chance.randint(1, PEOPLE),
        "channel": channel,
        "presence": presence,
        "reached": chance.choice(("self", "self", chance.choice(REACHED.words).code)),
        "occasion": chance.choice(("慰问", "调研", None)),
        "unit_id": chance.choice((None, None, _unit(chance))),
    }
    writer.insert(Contact, {**values, **_dated(chance)})


def _unit(chance: Random) -> int:
    return chance.randint(1, len(UNITS) - 2) if chance.random() < 0.9 else len(UNITS)


def _dated(chance: Random) -> dict[str, date]:
    """Choose a day, the quarter's edges often, and the day it was typed, now and then weeks later."""
    day = FIRST + timedelta(days=chance.randint(0, (LAST - FIRST).days))
    on = chance.choice((day, day, *EDGES))
    return {"on": on, "entered_on": on + timedelta(days=chance.choice((0, 0, 5, 60)))}
