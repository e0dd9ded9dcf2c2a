"""What a dimension is: a way of breaking figures down, from a column of the person or of the record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, Connection, FromClause, select

from talentreg.figures.definition import Figure
from talentreg.periods import Period
from talentreg.records.fields import Column, Record, columns, table
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.vocabulary import Vocabulary
from talentreg.store.units import UnitTree

UNFILLED = "未填"
_BANDS = ((30, "30岁及以下"), (40, "31—40岁"), (50, "41—50岁"), (60, "51—60岁"), (200, "61岁及以上"))
AGE_BANDS = tuple(name for _, name in _BANDS)

Sort = Callable[[str, date], list[str]]
"""Reads the words a stored value stands under, as of a day."""

Source = Callable[[FromClause, date], ColumnElement[str]]
"""Makes an expression over the rows of a record, as of a day."""


def as_is(raw: str, _: date) -> list[str]:
    """Take a stored value for its word."""
    return [raw]


def several(raw: str, _: date) -> list[str]:
    """Take a stored value apart into its words."""
    return raw.split("、")


def age_band(raw: str, day: date) -> list[str]:
    """Find the age band on a day; a birth date without month or day counts from its first."""
    year, month, first = ([int(part) for part in raw.split("-")] + [1, 1])[:3]
    age = day.year - year - ((day.month, day.day) < (month, first))
    return [next(name for limit, name in _BANDS if age <= limit)]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of breaking a figure down.

    `record` is the type the words stand on, None for whatever happens on a day; `ledger` the kind where
    several share its table. `source` is a field of it, or makes an expression over its rows as of a day;
    `through` makes one for other types of record that lead to it. `order` lists the words that come first;
    `blank` is the word of rows that have none. `exact` says that no two stored values share a word.
    `names` gives the register's own words for stored values, `grouping` how it sorts what was written,
    `read` what a typed word means, and `span` all the words of a period in their order. `also` are further
    names people say, and `declared` the field whose words they are where `source` is an expression.
    """

    key: str
    label: str
    record: type[Record] | None
    source: str | Source
    sort: Sort = as_is
    order: tuple[str, ...] = ()
    blank: str = UNFILLED
    exact: bool = False
    names: Callable[[Connection, UnitTree], dict[str, str]] | None = None
    grouping: Callable[[Connection], Callable[[str], list[str]]] | None = None
    read: Callable[[str], str] = str
    span: Callable[[Period], list[str]] | None = None
    ledger: str = ""
    through: Mapping[type[Record], Source] = field(default_factory=dict, compare=False)
    also: tuple[str, ...] = ()
    declared: Column | None = None

    def of_person(self, figure: Figure) -> bool:
        """Whether the person of a figure's rows tells their words, not the record."""
        return self.record is Person and figure.record not in self.through

    def record_of(self, figure: Figure) -> type[Record]:
        """Return the type of record whose rows tell the words of a figure's rows."""
        return Person if self.of_person(figure) else figure.record

    def tells(self, figure: Figure) -> bool:
        """Whether the records behind a figure have what the dimension sorts by."""
        if self.record is None:
            return figure.happens
        if self.of_person(figure):
            return figure.has_persons
        book = figure.book.name if figure.book else ""
        return figure.record in self.through or (self.record is figure.record and self.ledger in ("", book))

    def raw(self, record: type[Record], records: FromClause, day: date) -> ColumnElement[str]:
        """Ask for the stored value that rows of a type of record, or of a figure, are sorted by."""
        source = self.through.get(record, self.source)
        return records.c[source] if isinstance(source, str) else source(records, day)

    def words(self, raw: str | None, day: date) -> list[str]:
        """Return the words a stored value stands under, each once; nothing stored stands under `blank`.

        No value at all, as where a row is about nobody of the register, is not filled in.
        """
        found = [mask_free_text(word) for word in self.sort(raw, day) if word] if raw else []
        return list(dict.fromkeys(found)) or [UNFILLED if raw is None else self.blank]

    def settled(self, connection: Connection, tree: UnitTree) -> "Dimension":
        """Return the dimension as one register words it."""
        if self.grouping is not None:
            group = self.grouping(connection)
            return replace(self, sort=lambda raw, _: group(raw), grouping=None)
        if self.names is None:
            return self
        known = self.names(connection, tree)
        return replace(self, sort=lambda raw, _: [known[raw]], names=None)

    @property
    def title(self) -> str:
        """The Chinese name of the record the words stand on."""
        return LEDGERS[self.ledger].title if self.ledger else self.record.title if self.record else ""

    def adds_up(self, figure: Figure) -> bool:
        """Whether persons counted by stored value add up to those of a word: nobody has two values of it."""
        return self.of_person(figure) or self.exact

    @property
    def column(self) -> Column | None:
        """The declared field the words are read from, if it is one."""
        if self.record is None or not isinstance(self.source, str):
            return self.declared
        return (LEDGERS[self.ledger].fields if self.ledger else columns(self.record))[self.source]

    @property
    def vocabulary(self) -> Vocabulary | None:
        """The closed list the words belong to, if any."""
        return self.column.vocabulary if self.column else None

    def shown(self, word: str) -> str:
        """Return how a word is printed."""
        return self.vocabulary.text(word) if self.vocabulary else word


def own(name: str) -> Source:
    """Make what a record says itself."""
    return lambda records, _: records.c[name]


def held_by(record: type[Record], to: str, source: str | Source) -> Source:
    """Make what a record takes from the one its reference `to` points at."""
    there = table(record).alias()

    def ask(records: FromClause, day: date) -> ColumnElement[str]:
        asked = there.c[source] if isinstance(source, str) else source(there, day)
        return select(asked).where(there.c.id == records.c[to]).scalar_subquery()

    return ask
