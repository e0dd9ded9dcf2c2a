"""The ids of the rows behind many numbers at once: a figure is fetched once for all its scopes."""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, cast, func, literal, select

from talentreg.figures.catalogue import part_and_whole
from talentreg.figures.compute import LATE, WITHIN, Counting
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.evidence import Reference
from talentreg.figures.sorting import Dimension
from talentreg.records.fields import table
from talentreg.records.person import Person
from talentreg.store.row_ids import PARTS, RowIds
from talentreg.store.units import UnitNode

_Columns = tuple[Sequence[int], ...]
"""Units, records, persons and amounts of rows in the order of their units."""
_STORED = 4
"""Behind these columns stands what is stored of a word."""


def proofs(reference: Reference) -> list[Reference]:
    """Return the numbers whose rows prove one: of a share its part and its whole; none for typed ones."""
    if reference.figure.mode is Mode.HAND:
        return []
    if reference.figure.mode is Mode.RATIO:
        return [Reference(one) for one in part_and_whole(reference.figure)]
    return [reference]


class Behind:
    """The rows behind numbers of one period, in a scope and the units below it."""

    def __init__(self, counting: Counting) -> None:
        """Fetch nothing yet."""
        self.counting = counting
        self._known: dict[str, dict[str, _Columns]] = {}

    def rows(self, reference: Reference, unit: UnitNode | None) -> RowIds:
        """Return the rows behind a number that is no share, under a unit with all below it."""
        figure, counting = reference.figure, self.counting
        if not counting.is_known(figure):
            return RowIds()
        if unit == counting.unit:
            return _as_rows([self._found(reference)])
        if figure.excluding or not counting.tree.within(unit.id if unit else None, counting.unit_id):
            return Behind(Counting(counting.connection, counting.period, unit)).rows(reference, unit)
        assert unit is not None
        below = sorted([unit.id, *(node.id for node in counting.tree.below(unit.id))])
        return _as_rows(_slices(self._found(reference), below))

    def _found(self, reference: Reference) -> _Columns:
        """Return the rows in the whole scope; those of all words of a dimension are fetched together."""
        dimension = reference.dimension
        name = ".".join((reference.figure.key, dimension.key if dimension else reference.word))
        if name not in self._known:
            self._known[name] = (
                self._by_word(reference.figure, dimension)
                if dimension
                else {reference.word: _columns(self._fetch(reference.figure, reference.word))}
            )
        return self._known[name].get(reference.word, _columns(()))

    def _fetch(self, figure: Figure, word: str) -> Iterable[Sequence[Any]]:
        rows, period = self.counting.rows(figure).subquery(), self.counting.period
        query = _ids(figure, rows)
        if word == LATE:
            query = query.where(rows.c.entered_on > period.as_of)
        if word == WITHIN:
            query = query.where(rows.c.on >= period.start)
        return self.counting.connection.execute(query).all()

    def _by_word(self, figure: Figure, dimension: Dimension) -> dict[str, _Columns]:
        settled, day = self.counting.settled(dimension), self.counting.period.as_of
        rows = self.counting.rows(figure, [settled]).subquery()
        joined, raw = _with_word(figure, settled, rows, self.counting)
        query = _ids(figure, rows).add_columns(raw.label("raw")).select_from(joined)

        @cache
        def words(stored: str | None) -> list[str]:
            return settled.words(stored, day)

        found: dict[str, list[Sequence[Any]]] = defaultdict(list)
        for row in self.counting.connection.execute(query).all():
            for word in words(row[_STORED]):
                found[word].append(row)
        return {word: _columns(some) for word, some in found.items()}


def _ids(figure: Figure, rows: FromClause) -> Select[Any]:
    """Ask for the ids of rows in the order of their units and records."""
    amount: ColumnElement[Any] = literal(0)
    if figure.mode is Mode.SUM:
        amount = cast(func.round(func.coalesce(rows.c.amount, 0) * PARTS), Integer)
    unit, person = (func.coalesce(rows.c[name], 0) for name in ("unit_id", "person_id"))
    return select(unit, rows.c.record_id, person, amount).order_by(unit, rows.c.record_id, person)


def _with_word(
    figure: Figure, dimension: Dimension, rows: FromClause, counting: Counting
) -> tuple[FromClause, ColumnElement[Any]]:
    """Give the stored word of rows: what their persons say, what happened on their day, or what they say."""
    day = counting.period.as_of
    if dimension.of_person(figure):
        persons = table(Person).alias()
        same = persons.c.id == rows.c.person_id
        return rows.join(persons, same, isouter=True), dimension.raw(Person, persons, day)
    if dimension.record is None:
        return rows, dimension.raw(figure.record, rows, day)
    return rows, rows.c.word0


def _columns(rows: Iterable[Sequence[Any]]) -> _Columns:
    columns = [*zip(*rows, strict=True)][:_STORED] or [()] * _STORED
    return tuple(array("q", column) for column in columns)


def _slices(columns: _Columns, units: Sequence[int]) -> Iterator[_Columns]:
    """Cut out the rows of some units."""
    for unit in units:
        first, end = bisect_left(columns[0], unit), bisect_right(columns[0], unit)
        if first < end:
            yield tuple(column[first:end] for column in columns)


def _as_rows(parts: Iterable[_Columns]) -> RowIds:
    units, records, persons, amounts = (array("q") for _ in range(4))
    for part in parts:
        for whole, column in zip((units, records, persons, amounts), part, strict=True):
            whole.extend(column)
    return RowIds(records, persons, units, amounts if any(amounts) else ())
