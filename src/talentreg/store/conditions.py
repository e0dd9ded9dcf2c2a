"""Conditions as they are typed: 学历=博士 行业~制造 年龄≥35 最近联系<2026-01-01, or a word to search for."""

import re
from collections.abc import Callable, Sequence
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal, not_, or_

from talentreg.errors import Malformed
from talentreg.periods import today
from talentreg.records.cleaning import Unclear, clean_month
from talentreg.store.listing import Field, Kind, Listing, row_number
from talentreg.store.units import UnitTree, is_below, load_units
from talentreg.store.words import WordLists, load_words

_OPERATORS = {
    "=": "=", "==": "=", "＝": "=",
    "!=": "!=", "≠": "!=", "！=": "!=", "！＝": "!=", "<>": "!=",
    "~": "~", "～": "~", "!~": "!~", "！~": "!~", "！～": "!~",
    ">=": ">=", "≥": ">=", "＞=": ">=", "＞＝": ">=", "=>": ">=",
    "<=": "<=", "≤": "<=", "＜=": "<=", "＜＝": "<=", "=<": "<=",
    ">": ">", "＞": ">", "<": "<", "＜": "<",
}  # fmt: skip
"""What is typed between a field and a value, half- and full-width; ≥ and ≤ need no quotes in a shell."""

_SPLIT = re.compile("|".join(re.escape(sign) for sign in sorted(_OPERATORS, key=len, reverse=True)))
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">": gt,
    "<": lt,
    ">=": ge,
    "<=": le,
    "=": eq,
    "!=": ne,
}


def read_conditions(
    connection: Connection, listing: Listing, words: Sequence[str]
) -> tuple[list[ColumnElement[bool]], set[str]]:
    """Read typed conditions; return them with the names of the fields they ask of.

    Raises Malformed for an unknown field, with the nearest names, or a value that cannot be read.
    """
    reader = _Reader(listing, load_units(connection), load_words(connection))
    return [reader.read(word) for word in words], reader.asked


class _Reader:
    """Reads the conditions of one list."""

    def __init__(self, listing: Listing, tree: UnitTree, words: WordLists) -> None:
        self.listing, self.tree, self.words = listing, tree, words
        self.asked: set[str] = set()

    def read(self, word: str) -> ColumnElement[bool]:
        sign = _SPLIT.search(word)
        if not sign:
            return self._search(word)
        one = self.listing.find(word[: sign.start()])
        self.asked.add(one.name)
        operator, text = _OPERATORS[sign[0]], word[sign.end() :].strip()
        if not text:
            return self._blank(one, operator, word)
        try:
            return self._condition(one, operator, text)
        except Unclear as unclear:
            raise Malformed(f"{one.heading}：{unclear}") from unclear

    def _search(self, word: str) -> ColumnElement[bool]:
        if self.listing.knows(word):
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
        blank = func.coalesce(one.ask(today()), "") == ""
        return blank if operator == "=" else not_(blank)

    def _condition(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        make = _MAKERS[one.kind]
        if operator in ("!=", "!~"):
            return not_(func.coalesce(self._any(make, one, operator[1:], text), False))
        return self._any(make, one, operator, text)

    def _any(self, make: Any, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Ask for one of several values parted by commas, where the field is a word."""
        several = one.kind in (Kind.WORD, Kind.SEVERAL) or bool(one.column.open_list)
        texts = re.split(r"[,，、]+", text) if several and operator == "=" else [text]
        return or_(*(make(self, one, operator, some) for some in texts if some))

    def text(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Compare a text: equal to what is stored for it, or containing it."""
        asked = one.ask(today())
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
            return one.ask(today()).in_(codes)
        if operator != "=":
            raise _no_order(one)
        return one.ask(today()) == literal(one.column.clean(text))

    def several(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Ask for one whole word of several, or for a part of the text."""
        asked = one.ask(today())
        if operator == "~":
            return asked.contains(text, autoescape=True)
        if operator != "=":
            raise _no_order(one)
        word = self.words.standard(one.column, one.column.clean(text))
        return (literal("、") + asked + "、").contains(f"、{word}、", autoescape=True)

    def date(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Compare a date with a day, a month or a year: 2026-03 means any day of it."""
        value = clean_month(text)
        asked = func.substr(one.ask(today()), 1, len(value))
        return and_(_COMPARE["=" if operator == "~" else operator](asked, value))

    def number(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Compare a number."""
        digits = text.removesuffix("岁").removesuffix("次").strip()
        if operator == "~" or not re.fullmatch(r"\d{1,9}", digits):
            raise Unclear(f"「{text}」不是整数，请写成 {one.heading}=35 或 {one.heading}≥35")
        return and_(_COMPARE[operator](one.ask(today()), int(digits)))

    def unit(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Ask whether a unit is one named, or lies below it; `~` takes every unit whose name has the text."""
        if operator not in ("=", "~"):
            raise _no_order(one)
        if operator == "=":
            return is_below(one.ask(today()), self.tree.find(text).id)
        below = [node.id for node in self.tree.nodes.values() if text in node.name]
        return or_(*(is_below(one.ask(today()), unit_id) for unit_id in below), literal(False))

    def record(self, one: Field, operator: str, text: str) -> ColumnElement[bool]:
        """Compare a record's number."""
        assert one.record is not None
        if operator == "~":
            raise _no_order(one)
        return and_(_COMPARE[operator](one.ask(today()), row_number(one.record, text)))


_MAKERS = {
    Kind.TEXT: _Reader.text,
    Kind.WORD: _Reader.word,
    Kind.SEVERAL: _Reader.several,
    Kind.DATE: _Reader.date,
    Kind.NUMBER: _Reader.number,
    Kind.UNIT: _Reader.unit,
    Kind.RECORD: _Reader.record,
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
