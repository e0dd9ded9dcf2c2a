"""Searching people by what comes to mind: part of a name, pinyin, initials, a phone's end, an employer."""

import unicodedata
from difflib import get_close_matches

from sqlalchemy import ColumnElement, Connection, func, or_, select

from talentreg.records.fields import id_from_number, table
from talentreg.records.person import Person
from talentreg.records.pinyin import search_keys, typed_key

people = table(Person)

LIKE_NAMES = 2_000
"""Names compared for a hint."""

SHORTEST_TAIL = 3
"""Digits of a phone that say enough to search by."""


def matches_person(text: str) -> ColumnElement[bool]:
    """Ask whether a person fits a word: digits end a phone, letters begin a name's pinyin or initials.

    Any word may also be part of the name or of the employer.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    asked = [people.c.name.contains(text, autoescape=True), people.c.employer.contains(text, autoescape=True)]
    if text.isascii() and (key := typed_key(text)) and not any(c.isdigit() for c in text):
        asked.append(spelt(key))
    if text.isdecimal() and len(text) >= SHORTEST_TAIL:
        asked += [people.c.phone.endswith(text), people.c.second_phone.endswith(text)]
    if (person_id := id_from_number(Person, text)) is not None:
        asked.append(people.c.id == person_id)
    return or_(*asked)


def near_names(connection: Connection, text: str) -> list[str]:
    """List up to three names like one that nobody bears: one character off, sounding alike, or its pinyin."""
    name = text.partition("@")[0].strip()
    keys = [typed_key(name)] if name.isascii() else search_keys(name).split()[:1]
    alike = [spelt(key) for key in keys if key]
    if len(name) > 1 and not name.isascii():
        alike += [people.c.name.startswith(name[0], autoescape=True)]
        alike += [people.c.name.endswith(name[1:], autoescape=True)]
    if not alike:
        return []
    query = select(people.c.name).where(or_(*alike), func.length(people.c.name) <= len(name) + 8)
    names = list(connection.scalars(query.distinct().limit(LIKE_NAMES)))
    sounding = [other for other in names if set(search_keys(other).split()) & set(keys)]
    looking = get_close_matches(name, names, 3, 0.6)
    return list(dict.fromkeys([*sounding, *looking]))[:3]


def spelt(key: str) -> ColumnElement[bool]:
    """Ask whether a name's pinyin or initials begin so; answered from an index alone."""
    keys = people.alias()
    return people.c.id.in_(select(keys.c.id).where(keys.c.pinyin.contains(f" {key}")))
