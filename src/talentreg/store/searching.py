"""Searching people by what comes to mind: part of a name, pinyin, initials, a phone's end, an employer."""

import re
import unicodedata
from contextlib import suppress
from difflib import get_close_matches

from sqlalchemy import ColumnElement, Connection, func, or_, select

from talentreg.records.cleaning import Unclear, clean_name
from talentreg.records.fields import id_from_number, table
from talentreg.records.numbers import clean_phone
from talentreg.records.person import Person
from talentreg.records.pinyin import search_keys, typed_key
from talentreg.records.text import clean_line, written_forms
from talentreg.store.former import merged, was

people = table(Person)

_NAMES = (people.c.name, people.c.employer)

LETTERS = re.compile(r"[A-Za-züÜ'’ -]+")
"""What may be pinyin."""

LIKE_NAMES = 2_000
"""Names compared for a hint."""

SHORTEST_TAIL = 3
"""Digits of a phone that say enough to search by."""


def matches_person(text: str) -> ColumnElement[bool]:
    """Ask whether a person fits a word: digits end a phone, letters begin a name's pinyin or initials.

    Any word may also be part of the name or of the employer, in half- or full-width. Whoever was entered
    under another name, phone or number before fits by these too.
    """
    text = clean_line(text)
    plain = unicodedata.normalize("NFKC", text)
    former: list[ColumnElement[bool]] = [was("name").contains(text, autoescape=True)]
    asked = [column.contains(form, autoescape=True) for form in written_forms(text) for column in _NAMES]
    asked.append(people.c.name == clean_name(text))
    if LETTERS.fullmatch(plain) and (key := typed_key(plain)):
        asked.append(spelt(key))
    if plain.isdecimal() and len(plain) >= SHORTEST_TAIL:
        asked += [people.c.phone.endswith(plain), people.c.second_phone.endswith(plain)]
        former += [was("phone").endswith(plain), was("second_phone").endswith(plain)]
    with suppress(Unclear):
        phone = clean_phone(plain)
        asked += [people.c.phone == phone, people.c.second_phone == phone]
        former += [was("phone") == phone, was("second_phone") == phone]
    if (person_id := id_from_number(Person, plain)) is not None:
        asked.append(people.c.id == person_id)
        former.append(merged.c.id == person_id)
    return or_(*asked, people.c.id.in_(select(merged.c.person_id).where(or_(*former))))


def near_names(connection: Connection, text: str) -> list[str]:
    """List up to three names like one that nobody bears: one character off, sounding alike, or its pinyin."""
    name = text.partition("@")[0].strip()
    latin = LETTERS.fullmatch(name)
    keys = [typed_key(name)] if latin else search_keys(name).split()[:1]
    alike = [spelt(key) for key in keys if key]
    if len(name) > 1 and not latin:
        alike += [people.c.name.startswith(name[0], autoescape=True)]
        alike += [people.c.name.endswith(name[1:], autoescape=True)]
    if not alike:
        return []
    query = select(people.c.name).where(or_(*alike), func.length(people.c.name) <= len(name) + 8)
    names = list(connection.scalars(query.distinct().limit(LIKE_NAMES)))
    sounding = [other for other in names if set(search_keys(other).split()) & set(keys)]
    looking = get_close_matches(name, names, 3, 0.5 if len(name) == 2 else 0.6)
    return list(dict.fromkeys([*sounding, *looking]))[:3]


def spelt(key: str) -> ColumnElement[bool]:
    """Ask whether a name's pinyin or initials begin so; answered from an index alone."""
    keys = people.alias()
    return people.c.id.in_(select(keys.c.id).where(keys.c.pinyin.contains(f" {key}")))
