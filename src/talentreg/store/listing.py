"""Lists of records: what can be asked of each row, and the one query behind `list`, exports and rosters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, case, func, select

from talentreg.errors import Malformed
from talentreg.periods import today
from talentreg.records.cleaning import CURRENCY, QUANTITIES
from talentreg.records.days import DATES
from talentreg.records.fields import Column, Record, columns, id_from_number, number, table
from talentreg.records.text import as_text, fold
from talentreg.records.work_words import WHETHER
from talentreg.store.units import UnitTree, load_units

Expression = Callable[[date], ColumnElement[Any]]
"""Asks for a field of the rows as of a day."""


class Kind(Enum):
    """How a field compares: as text, a word, several words, a date, a number, a unit, a record's number.

    A reference is the name of a row elsewhere, asked for by its name or its number.
    """

    TEXT = "text"
    WORD = "word"
    SEVERAL = "several"
    DATE = "date"
    NUMBER = "number"
    UNIT = "unit"
    RECORD = "record"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a list tells of its rows."""

    name: str
    column: Column
    kind: Kind
    ask: Expression
    record: type[Record] | None = None
    """The type a number of kind RECORD belongs to, or a name of kind REFERENCE."""
    key: Expression | None = None
    """Asks for the id of the row a reference names."""

    @property
    def heading(self) -> str:
        """The field's Chinese heading."""
        return self.column.heading

    def document(self, value: Any, tree: UnitTree, *, masked: bool = True) -> Any:
        """Return a stored value as JSON says it: a number, a path, a code word, a masked phone."""
        if value is None:
            return None
        if self.kind is Kind.RECORD and self.record:
            return number(self.record, value)
        if self.kind is Kind.UNIT:
            return tree.path(value)
        return self.column.mask(value) if masked and self.column.mask else value

    def shown(self, told: Any) -> str:
        """Write what `document` gave for people."""
        return self.column.shown(told) if self.kind is Kind.WORD else as_text(told)

    def named(self, told: Any) -> str:
        """Write what `document` gave outside a table: a number, a day, a yes or no says what it is."""
        bare = self.kind not in (Kind.NUMBER, Kind.DATE) and self.column.vocabulary is not WHETHER
        unit = CURRENCY.get(self.column.clean, "")
        return self.shown(told) if bare else f"{self.heading}：{self.shown(told)}{unit}"


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its rows, what can be asked of them, what is shown unasked."""

    title: str
    unit_word: str
    source: FromClause
    key: ColumnElement[Any]
    fields: Mapping[str, Field]
    shown: tuple[str, ...]
    place: Expression
    usual: Callable[[date], ColumnElement[bool]] | None = None
    usual_unless: frozenset[str] = frozenset()
    left_out: str = ""
    search: Callable[[str], ColumnElement[bool]] | None = None
    spare: tuple[str, ...] = ()
    """Shown fields a narrow screen goes without, the first of them first."""
    newest_first: str = ""
    also: Mapping[str, str] = field(default_factory=dict)
    """Further words for a field, by the word."""
    _named: dict[str, str] = field(default_factory=dict)

    def find(self, text: str) -> Field:
        """Return the field of a name, heading or alias; raises Malformed with the nearest names."""
        known = self._known()
        if name := known.get(fold(text)):
            return self.fields[name]
        near = {self.fields[known[word]].heading for word in get_close_matches(fold(text), known, 4, 0.5)}
        listed = sorted(near) if near else [one.heading for one in self.fields.values()]
        raise Malformed(f"没有「{text}」这个字段", f"{'是不是' if near else '可用'}：{'、'.join(listed)}")

    def knows(self, text: str) -> bool:
        """Whether a text is the name of a field."""
        return fold(text) in self._known()

    def _known(self) -> dict[str, str]:
        if not self._named:
            for name, one in self.fields.items():
                for word in (name, one.heading, *one.column.aliases):
                    self._named.setdefault(fold(word), name)
            self._named.update({fold(word): name for word, name in self.also.items()})
        return self._named


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a list: conditions, a scope, an order, how many, and whether also unusual rows."""

    conditions: Sequence[ColumnElement[bool]] = ()
    scope: ColumnElement[bool] | None = None
    order: Sequence[tuple[Field, bool]] = ()
    limit: int | None = None
    everybody: bool = False


def select_rows(
    connection: Connection, listing: Listing, request: Request, fields: Iterable[Field]
) -> list[dict[str, Any]]:
    """Return the rows a request asks for, as stored values by field name."""
    day = today()
    wanted = [one.ask(day).label(one.name) for one in fields]
    query = _asked(select(*wanted).select_from(listing.source), listing, request, day)
    for one, descending in request.order:
        expression = _ordered(one, day)
        query = query.order_by((expression.desc() if descending else expression.asc()).nulls_last())
    if listing.newest_first and not request.order:
        query = query.order_by(listing.fields[listing.newest_first].ask(day).desc(), listing.key.desc())
    found = connection.execute(query.order_by(listing.key).limit(request.limit))
    return [dict(row) for row in found.mappings()]


def count_rows(connection: Connection, listing: Listing, request: Request) -> int:
    """Count the rows a request asks for, whatever its limit."""
    query = _asked(select(func.count()).select_from(listing.source), listing, request, today())
    return int(connection.scalar(query) or 0)


def tell_rows(
    connection: Connection,
    listing: Listing,
    request: Request,
    fields: Sequence[Field],
    *,
    masked: bool = True,
) -> list[dict[str, Any]]:
    """Return the rows a request asks for as JSON says them, by field name."""
    return tell_rows_in(load_units(connection), connection, listing, request, fields, masked=masked)


def tell_rows_in(
    tree: UnitTree,
    connection: Connection,
    listing: Listing,
    request: Request,
    fields: Sequence[Field],
    *,
    masked: bool = True,
) -> list[dict[str, Any]]:
    """Return the rows a request asks for as `tell_rows` does, for who has the tree of units at hand."""
    return [
        {one.name: one.document(row[one.name], tree, masked=masked) for one in fields}
        for row in select_rows(connection, listing, request, fields)
    ]


def declared_fields(record: type[Record], rows: FromClause | None = None) -> dict[str, Field]:
    """Make the fields of a record type's declared columns."""
    source = table(record) if rows is None else rows
    return {name: stored_field(name, column, source.c[name]) for name, column in columns(record).items()}


def stored_field(name: str, column: Column, stored: ColumnElement[Any]) -> Field:
    """Make the field of a column that is asked for as it is stored."""
    return Field(name, column, _kind(column), _stored(stored))


def _stored(column: ColumnElement[Any]) -> Expression:
    """Ask for a column as it is, whatever the day."""
    return lambda _: column


def row_number(record: type[Record], text: str) -> int:
    """Read a record's number in a condition; raises Malformed for what is none."""
    found = id_from_number(record, text)
    if found is None:
        raise Malformed(f"「{text}」不是{record.title}编号", f"请写成 {number(record, 123)} 的样子")
    return found


def _asked(query: Select[Any], listing: Listing, request: Request, day: date) -> Select[Any]:
    if listing.usual and not request.everybody:
        query = query.where(listing.usual(day))
    if request.scope is not None:
        query = query.where(request.scope)
    return query.where(*request.conditions)


def _ordered(one: Field, day: date) -> ColumnElement[Any]:
    """Ask for what rows are sorted by: words that have ranks by those, the lowest first."""
    ranks = {word: -place for place, word in enumerate(one.column.ranks)}
    return case(ranks, value=one.ask(day), else_=None) if ranks else one.ask(day)


def _kind(column: Column) -> Kind:
    if column.vocabulary:
        return Kind.WORD
    if column.several:
        return Kind.SEVERAL
    if column.clean in DATES:
        return Kind.DATE
    return Kind.NUMBER if column.clean in QUANTITIES else Kind.TEXT
