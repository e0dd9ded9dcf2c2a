"""Conditions as they are typed: 学历=博士 行业~制造 年龄≥35 最近联系<2026-01-01, or a word to search for."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, and_, cast, func, literal, not_, or_, select

from talentreg.errors import Malformed
from talentreg.periods import today
from talentreg.records.cleaning import QUANTITIES, Unclear, clean_name
from talentreg.records.days import clean_month
from talentreg.records.fields import number, table
from talentreg.records.text import clean_line
from talentreg.store.ledger_finding import find_reference
from talentreg.store.listing import Field, Kind, Listing, row_number
from talentreg.store.units import is_below, load_units
from talentreg.store.words import load_words

_OPERATORS = {
    "=": "=", "==": "=", "!=": "!=", "≠": "!=", "<>": "!=", "~": "~", "!~": "!~",
    ">=": ">=", "=>": ">=", "≥": ">=", "<=": "<=", "=<": "<=", "≤": "<=", ">": ">", "<": "<",
}  # fmt: skip
"""What is typed between a field and a value, full-width too; ≥ and ≤ need no quotes in a shell."""

_SIGN = re.compile("[!！]?[=~<>≥≤≠＝～＜＞]+")
MOST_WORDS, LONGEST = 100, 1_000
"""Conditions in one line, and characters in one of them: more is a slip, not a question."""

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">": gt,
    "<": lt,
    ">=": ge,
    "<=": le,
    "=": eq,
    "!=": ne,
}


def read_conditions(
    connection: Connection, listing: Listing, words: Sequence[str], day: date | None = None
) -> tuple[list[ColumnElement[bool]], set[str]]:
    """Read typed conditions; return them with the names of the fields they ask of, as of today or a day.

    Raises Malformed for an unknown field, with the nearest names, or a value that cannot be read.
    """
    if len(words) > MOST_WORDS or any(len(word) > LONGEST for word in words):
        raise Malformed("条件太多或太长", f"一次最多写{MOST_WORDS}个条件，每个{LONGEST}字以内")
    reader = _Reader(connection, listing, day or today())
    return [reader.read(word) for word in words], reader.asked


class _Reader:
    """Reads the conditions of one list."""

    def __init__(self, connection: Connection, listing: Listing, day: date) -> None:
        self.connection, self.listing, self.day = connection, listing, day
        self.tree, self.words = load_units(connection), load_words(connection)
        self.asked: set[str] = set()

    def read(self, word: str) -> ColumnElement[bool]:
        word = clean_line(word)
        sign = _SIGN.search(word)
        if not sign:
            return self._search(word)
        if sign.start() == 0:
            raise Malformed(f"「{word}」前面没有写字段", f"如 学历=本科；姓名带符号的写 姓名~{word}")
        one = self.listing.find(word[: sign.start()])
        self.asked.add(one.name)
        signs = unicodedata.normalize("NFKC", sign[0])
        known = next(signs[:length] for length in (2, 1) if signs[:length] in _OPERATORS)
        operator, text = _OPERATORS[known], word[sign.start() + len(known) :].strip()
        if not text:
            return self._blank(one, operator, word)
        try:
            return self._condition(one, operator, text)
        except Unclear as unclear:
            raise Malformed(f"{one.heading}：{unclear}") from unclear

    def _search(self, word: str) -> ColumnElement[bool]:
        if not word.isascii() and self.listing.knows(word):
            raise Malformed(
                f"「{word}」后面缺少条件", f'含 > < 的条件要加引号："{word}>=35"，或写成 {word}≥35'
            )
        if not word.strip() or self.listing.search is None:
            raise Malformed(f"「{word}」不是 字段=内容 的写法", "如 学历=本科 年龄≥35")
        return self.listing.search(word)

    def _blank(self, one: Field, operator: str, word: str) -> ColumnElement[bool]:
        """Ask for what is not filled in (学历=) or is (学历!=)."""
        if operator not in ("=", "!="):
            raise Malformed(f"「{word}」后面没有写内容", f"{one.heading}= 找没填的，{one.heading}!= 找填了的")
        blank = func.coalesce(one.ask(self.day), "") == ""
        return blank if operator == "=" else not_(blank)

    def _condition(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        make = _MAKERS[one.kind]
        if operator in ("!=", "!~"):
            return not_(func.coalesce(self._any(make, one, operator[1:], text), False))
        return self._any(make, one, operator, text)

    def _any(self, make: Any, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Ask for one of several values parted by commas; a text may also have the commas in itself."""
        texts = [text]
        if operator == "=" and one.kind in (Kind.TEXT, Kind.WORD, Kind.SEVERAL):
            parts = [part for part in re.split(r"[,，、]+", text) if part.strip()]
            texts = [*dict.fromkeys([text, *parts] if one.kind is Kind.TEXT and parts else parts)]
        if not texts:
            raise Malformed(
                f"「{one.heading}」后面没有写内容", f"{one.heading}= 找没填的，{one.heading}!= 找填了的"
            )
        return or_(*(make(self, one, operator, some) for some in texts))

    def text(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Compare a text: equal to what is stored for it, or containing it."""
        asked = one.ask(self.day)
        if operator == "~":
            return asked.contains(text, autoescape=True)
        value = one.column.clean(text)
        if one.column.open_list:
            value = self.words.standard(one.column, value)
        if operator != "=":
            return asked.in_(_ranked(one, operator, value))
        return asked == literal(value)

    def word(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Compare a word of a closed list by code, text or synonym."""
        vocabulary = one.column.vocabulary
        assert vocabulary is not None
        if operator == "~":
            codes = [word.code for word in vocabulary.words if text in word.text]
            return one.ask(self.day).in_(codes)
        if operator != "=":
            raise _no_order(one)
        return one.ask(self.day) == literal(one.column.clean(text))

    def several(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Ask for one whole word of several, or for a part of the text."""
        asked = one.ask(self.day)
        if operator == "~":
            return asked.contains(text, autoescape=True)
        if operator != "=":
            raise _no_order(one)
        words = self.words.standard(one.column, one.column.clean(text)).split("、")
        listed = literal("、") + asked + "、"
        return or_(*(listed.contains(f"、{word}、", autoescape=True) for word in words))

    def date(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Compare a date with a day, a month or a year: 2026-03 means any day of it.

        A birth date without month or day is earlier or later by its first day, as in the age.
        """
        value = clean_month(text)
        asked: ColumnElement[Any] = cast(one.ask(self.day), String)
        if operator not in ("=", "!=", "~"):
            asked = asked.concat(func.substr("0000-01-01", func.length(asked) + 1))
        asked = func.substr(asked, 1, len(value))
        return and_(_COMPARE["=" if operator == "~" else operator](asked, value))

    def number(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Compare a number."""
        if one.column.clean in QUANTITIES:
            if operator == "~":
                raise Unclear(f"{one.heading}是数，请写成 {one.heading}=35 或 {one.heading}≥35")
            return and_(_COMPARE[operator](one.ask(self.day), one.column.clean(text)))
        digits = text.removesuffix("岁").removesuffix("次").strip()
        if operator == "~" or not re.fullmatch(r"\d{1,9}", digits):
            raise Unclear(f"「{text}」不是整数，请写成 {one.heading}=35 或 {one.heading}≥35")
        return and_(_COMPARE[operator](one.ask(self.day), int(digits)))

    def unit(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Ask whether a unit is one named, or lies below it; `~` takes every unit whose name has the text."""
        if operator not in ("=", "~"):
            raise _no_order(one)
        if operator == "=":
            return is_below(one.ask(self.day), self.tree.find(text).id)
        below = [node.id for node in self.tree.nodes.values() if text in node.name]
        return or_(*(is_below(one.ask(self.day), unit_id) for unit_id in below), literal(False))

    def record(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Compare a record's number; of a row elsewhere its name will do."""
        assert one.record is not None
        if one.key:
            return self.reference(one, operator, text)
        if operator == "~":
            raise Malformed(
                f"「{one.heading}」不能写 ~", f"请写 {one.heading}={number(one.record, 123)} 的样子"
            )
        return and_(_COMPARE[operator](one.ask(self.day), row_number(one.record, text)))

    def reference(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Ask whether a row elsewhere is one of a name or number; all that bear the name count."""
        assert one.record is not None
        assert one.key is not None
        if operator not in ("=", "~"):
            raise _no_order(one)
        there = table(one.record).alias()
        if operator == "~":
            meant = select(there.c.id).where(there.c.name.contains(text, autoescape=True))
            return one.key(self.day).in_(meant)
        named = list(self.connection.scalars(select(there.c.id).where(there.c.name == clean_name(text))))
        return one.key(self.day).in_(named or [find_reference(self.connection, self.tree, one.record, text)])


_MAKERS = {
    Kind.TEXT: _Reader.text,
    Kind.WORD: _Reader.word,
    Kind.SEVERAL: _Reader.several,
    Kind.DATE: _Reader.date,
    Kind.NUMBER: _Reader.number,
    Kind.UNIT: _Reader.unit,
    Kind.RECORD: _Reader.record,
    Kind.REFERENCE: _Reader.reference,
}


def _ranked(one: Field, operator: str, value: str) -> list[str]:
    """List the words of a ranked field that stand so to one of them: 学历≥本科."""
    ranks = one.column.ranks
    if not ranks:
        raise _no_order(one)
    if value not in ranks:
        raise Unclear(f"「{value}」排不了高低，可写：{'、'.join(ranks)}")
    limit = -ranks.index(value)
    return [word for place, word in enumerate(ranks) if _COMPARE[operator](-place, limit)]


def _no_order(one: Field) -> Malformed:
    return Malformed(
        f"「{one.heading}」不能比大小", f"可写 {one.heading}=…、{one.heading}~…、{one.heading}!=…"
    )
