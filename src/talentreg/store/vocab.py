"""The register's open lists as an office extends them: words, other ways to write them, who says them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from talentreg.errors import Malformed, Refused, Unknown
from talentreg.records.catalogue import RECORDS
from talentreg.records.fields import Column, Record, columns, table
from talentreg.records.ledgers_entry import ENTRIES
from talentreg.records.text import clean_line, fold, fold_word
from talentreg.records.vocabulary import VOCABULARIES, Vocabulary
from talentreg.records.word import OpenWord
from talentreg.records.work_words import WORK_VOCABULARIES
from talentreg.store.changes import Writer

words = table(OpenWord)
LONGEST = 30
"""Characters of a word; more is a sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """One field that takes the words of a list; `kind` tells its rows in a table of several kinds."""

    record: type[Record]
    name: str
    column: Column
    kind: str = ""

    def rows(self) -> list[ColumnElement[bool]]:
        """Ask for the rows that fill the field."""
        rows = table(self.record)
        of_kind = [rows.c.kind == self.kind] if self.kind else []
        return [*of_kind, rows.c[self.name].is_not(None)]


@dataclass(slots=True)
class OpenList:
    """One open list: its name in the code, what people call it, the fields that take its words."""

    name: str
    title: str
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Listed:
    """A word of a list, the words that mean it, and how many records say it."""

    word: str
    synonyms: tuple[str, ...]
    uses: int


@cache
def open_lists() -> Mapping[str, OpenList]:
    """Return the open lists there are, by name; each is called after the first field that takes its words."""
    found: dict[str, OpenList] = {}
    for place in (one for one in _places() if one.column.open_list):
        name = place.column.open_list
        found.setdefault(name, OpenList(name, place.column.heading)).places.append(place)
    return found


def _places() -> Iterator[Place]:
    """Give every field that takes words of its own, of records first and of entries by their kind."""
    for record in RECORDS:
        yield from (Place(record, name, column) for name, column in columns(record).items())
    for ledger in ENTRIES:
        yield from (Place(ledger.record, name, one, ledger.kind) for name, one in ledger.fields.items())


def find_list(text: str) -> OpenList:
    """Return the open list a name or a heading means; raises Malformed with the nearest names."""
    named = _named()
    if found := named.get(fold(text)):
        return found
    if closed := find_closed(text):
        raise Refused(f"「{closed.title}」的用词是固定的，不能增减", f"可写：{closed.listed()}")
    near = dict.fromkeys(named[one].title for one in get_close_matches(fold(text), named, 3, 0.5))
    listed = near or [one.title for one in open_lists().values()]
    raise Malformed(f"没有「{text}」这个词表", f"{'是不是' if near else '可用'}：{'、'.join(listed)}")


def find_closed(text: str) -> Vocabulary | None:
    """Return the closed list of a title, or of the heading of a field that takes its words."""
    closed = {fold(one.title): one for one in (*VOCABULARIES, *WORK_VOCABULARIES)}
    for place in _places():
        if vocabulary := place.column.vocabulary:
            for word in (place.column.heading, *place.column.aliases):
                closed.setdefault(fold(word), vocabulary)
    return None if fold(text) in _named() else closed.get(fold(text))


def _named() -> dict[str, OpenList]:
    named: dict[str, OpenList] = {}
    for one in open_lists().values():
        named[fold(one.name)] = named[fold(one.title)] = one
    for one in open_lists().values():
        for place in one.places:
            for word in (place.column.heading, *place.column.aliases):
                named.setdefault(fold(word), one)
    return named


def read_list(connection: Connection, one: OpenList) -> list[Listed]:
    """Return the words of a list in the order they came."""
    said: dict[str, list[str]] = {}
    query = select(words).where(words.c.list == one.name).order_by(words.c.id)
    for row in connection.execute(query):
        said.setdefault(row.standard, [])
        if row.word != row.standard:
            said[row.standard].append(row.word)
    uses = _uses(connection, one)
    return [Listed(word, tuple(others), uses[word]) for word, others in said.items()]


def unlisted(connection: Connection, one: OpenList) -> list[Listed]:
    """Return the words records say that are no standard words of the list, the commonest first."""
    known = set(connection.scalars(select(words.c.standard).where(words.c.list == one.name)))
    uses = _uses(connection, one)
    return [Listed(word, (), count) for word, count in uses.most_common() if word not in known]


def add_word(writer: Writer, one: OpenList, word: str, standard: str = "") -> int:
    """Make a word known, as itself or as another way to write a standard one; return what that changed.

    What meant the word before means the standard word then; records keep what they say, see `restate`.
    """
    word = _checked(word)
    known = {fold_word(row.word): row for row in _rows(writer.connection, one)}
    meant = _standard(one, known, standard) if standard else word
    if row := known.get(fold_word(word)):
        if row.standard == meant:
            return 0
        if not standard:
            raise Refused(
                f"「{word}」已是「{row.standard}」的另一种写法",
                f"要单独成词，先用 talentreg vocab remove {one.title} {word}",
            )
        same = [other.id for other in known.values() if other.standard == row.word or other.id == row.id]
        return writer.update_many(OpenWord, {row_id: {"standard": meant} for row_id in same})
    writer.insert(OpenWord, {"list": one.name, "word": word, "standard": meant})
    return 1


def remove_word(writer: Writer, one: OpenList, word: str) -> str:
    """Take a word out of a list and return it as it was listed; records keep it."""
    known = {fold_word(row.word): row for row in _rows(writer.connection, one)}
    row = known.get(fold_word(word))
    if row is None:
        raise _not_listed(one, known, word)
    others = [other.word for other in known.values() if other.standard == row.word and other.id != row.id]
    if others:
        raise Refused(
            f"「{row.word}」还有别的写法：{'、'.join(others)}", "先删除那些写法，或把它们改作别的词"
        )
    writer.delete_many(OpenWord, [row.id])
    return str(row.word)


def restate(writer: Writer, one: OpenList, word: str, standard: str) -> int:
    """Let records that say a word say the standard one; return how many changed."""
    return sum(_restate(writer, place, fold_word(word), standard) for place in one.places)


def standard_of(connection: Connection, one: OpenList, word: str) -> str:
    """Return the standard word that a word of a list means; raises Unknown with the nearest words."""
    return _standard(one, {fold_word(row.word): row for row in _rows(connection, one)}, word)


def count_said(connection: Connection, one: OpenList, word: str) -> int:
    """Count the records that say a word."""
    folded = fold_word(word)
    return sum(count for said, count in _uses(connection, one).items() if fold_word(said) == folded)


def _restate(writer: Writer, place: Place, folded: str, standard: str) -> int:
    rows = table(place.record)
    changed = {}
    for row_id, text in writer.connection.execute(select(rows.c.id, rows.c[place.name]).where(*place.rows())):
        parts = text.split("、") if place.column.several else [text]
        said = [standard if fold_word(part) == folded else part for part in parts]
        if said != parts:
            changed[row_id] = {place.name: "、".join(dict.fromkeys(said))}
    return writer.update_many(place.record, changed) if changed else 0


def _uses(connection: Connection, one: OpenList) -> Counter[str]:
    uses: Counter[str] = Counter()
    for place in one.places:
        rows = table(place.record)
        for text in connection.scalars(select(rows.c[place.name]).where(*place.rows())):
            uses.update(text.split("、") if place.column.several else [text])
    return uses


def _rows(connection: Connection, one: OpenList) -> list[Any]:
    return list(connection.execute(select(words).where(words.c.list == one.name).order_by(words.c.id)))


def _checked(word: str) -> str:
    word = clean_line(word)
    if not word or len(word) > LONGEST or any(sign in word for sign in "、，,=＝"):
        raise Malformed(f"「{word[:LONGEST]}」不能作词", f"{LONGEST}字以内，不含顿号、逗号和等号；一次写一个")
    return word


def _standard(one: OpenList, known: Mapping[str, Any], text: str) -> str:
    row = known.get(fold_word(text))
    if row is None:
        raise _not_listed(one, known, text)
    return str(row.standard)


def _not_listed(one: OpenList, known: Mapping[str, Any], text: str) -> Unknown:
    near = get_close_matches(fold_word(text), known, 3, 0.4)
    listed = "、".join(dict.fromkeys(known[word].word for word in near))
    hint = f"是不是：{listed}" if near else f"talentreg vocab list {one.title} 列出全部"
    return Unknown(f"词表「{one.title}」里没有「{clean_line(text)}」", hint)
