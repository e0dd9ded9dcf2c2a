"""Searching people by what comes to mind: part of a name, pinyin, initials, a phone's end, an employer."""

import unicodedata

from sqlalchemy import ColumnElement, or_, select

from talentreg.records.fields import id_from_number, table
from talentreg.records.person import Person
from talentreg.records.pinyin import typed_key

people = table(Person)

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


def spelt(key: str) -> ColumnElement[bool]:
    """Ask whether a name's pinyin or initials begin so; answered from an index alone."""
    keys = people.alias()
    return people.c.id.in_(select(keys.c.id).where(keys.c.pinyin.contains(f" {key}")))
