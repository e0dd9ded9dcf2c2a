"""Count the rows behind a figure under the words of one or several dimensions, persons always distinct."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Join, Subquery, distinct, func, select

from talentreg.figures.definition import Figure, Mode, Rows
from talentreg.figures.sorting import Dimension
from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.person import Person

Key = tuple[Any, ...]
"""A word of each dimension; the unit's id first where rows stand under units."""

ALL = None
"""Stands in a key for all words of a dimension."""

_WORD = "word"
"""Begins the names of the columns that hold stored words."""

DECIMALS = 6
"""Places a sum of amounts keeps: those an amount in 万元 may have, which are cents."""

SHORT = 24
"""Months a breakdown lists though nothing happened in them; of a longer period only those in between."""


def number_of(
    figure: Figure, rows: FromClause, only: ColumnElement[bool] | None = None
) -> ColumnElement[Any]:
    """Ask for a figure's number over its rows, or over `only` some of them; a sum is to be tidied."""
    if figure.mode is Mode.SUM:
        total = func.sum(rows.c.amount)
        return func.coalesce(total if only is None else total.filter(only), 0)
    number = func.count(distinct(who(rows))) if figure.mode is Mode.PERSONS else func.count()
    return number if only is None else number.filter(only)


def who(rows: FromClause) -> ColumnElement[Any]:
    """Ask whom a row is about: the person, or the name of somebody who is not in the register."""
    person: ColumnElement[Any] = rows.c.person_id
    return func.coalesce(person, rows.c.who) if "who" in rows.c else person


def tidy(number: float) -> int | float:
    """Return a sum as people write it: whole where it is whole, without the dust of binary fractions."""
    rounded = round(number, DECIMALS)
    return int(rounded) if rounded == int(rounded) else rounded


def with_words(figure: Figure, rows: Rows, dimensions: Sequence[Dimension], day: date) -> Rows:
    """Add to a figure's rows what its own records say of some dimensions."""
    own = [
        (place, one)
        for place, one in enumerate(dimensions)
        if one.record is not None and not one.of_person(figure)
    ]
    records: FromClause = table(figure.record)
    asked = rows
    if own and not any(_stands_in(records, one) for one in rows.get_final_froms()):
        found, records = rows.subquery(), records.alias()
        asked = select(found).join(records, records.c.id == found.c.record_id)
    told = (one.raw(figure.record, records, day).label(f"{_WORD}{place}") for place, one in own)
    return asked.add_columns(*told)


def _stands_in(records: FromClause, source: FromClause) -> bool:
    """Whether a query that selects from a source has the records themselves at hand."""
    if isinstance(source, Join):
        return _stands_in(records, source.left) or _stands_in(records, source.right)
    return source is records


def count_words(
    connection: Connection,
    rows: Subquery,
    figure: Figure,
    dimensions: Sequence[Dimension],
    day: date,
    *,
    wholes: bool = False,
) -> dict[Key, Any]:
    """Count rows `with_words` under every combination of words, and under their roots if any.

    A record with several words stands under each; a person with several records under a word is one there.
    With `wholes` rows also count under `ALL` words of a dimension, where `has_wholes` allows it.
    """
    gathered = _gathered(rows, figure, dimensions, day)
    joined, stored = _with_persons(gathered, figure, dimensions, day)
    words = _reader(dimensions, day, len(stored) - len(dimensions), wholes=wholes)
    if figure.mode is not Mode.PERSONS or all(one.adds_up(figure) for one in dimensions):
        number = func.count() if figure.mode is Mode.PERSONS else func.sum(gathered.c.times)
        counts: dict[Key, float] = defaultdict(int)
        query = select(*stored, number).select_from(joined).group_by(*stored)
        for *found, count in connection.execute(query):
            for key in words(*found):
                counts[key] += count or 0
        return {key: tidy(count) for key, count in counts.items()}
    # Stored values share words, so persons counted by value would be counted twice under some word.
    by_stored: dict[Key, list[Any]] = defaultdict(list)
    for *found, person in connection.execute(select(*stored, gathered.c.who).select_from(joined)):
        by_stored[tuple(found)].append(person)
    persons: dict[Key, set[Any]] = defaultdict(set)
    for values, some in by_stored.items():
        for key in words(*values):
            persons[key].update(some)
    return {key: len(some) for key, some in persons.items()}


def has_wholes(figure: Figure, dimensions: Sequence[Dimension]) -> bool:
    """Whether no person has rows with different values, so that those of a word add up to its whole."""
    return figure.mode is not Mode.PERSONS or all(one.of_person(figure) for one in dimensions)


def in_order(dimension: Dimension, counts: dict[str, Any], period: Period) -> list[str]:
    """Put words in a dimension's own order, then the most frequent first, the blank one last of all."""
    if dimension.span and counts:
        listed = dimension.span(period)
        first, last = min(counts), max(counts)
        return listed if len(listed) <= SHORT else [word for word in listed if first <= word <= last]
    first_words = {word: place for place, word in enumerate(dimension.order)}

    def place(word: str) -> tuple[bool, int, float, str]:
        return word == dimension.blank, first_words.get(word, len(first_words)), -counts[word], word

    return sorted(counts, key=place)


def _gathered(rows: Subquery, figure: Figure, dimensions: Sequence[Dimension], day: date) -> Subquery:
    """Gather rows of one person and the same stored words, which leaves a third of them to sort by words."""
    told = [column for name, column in rows.c.items() if name == "root_id" or name.startswith(_WORD)]
    told += [
        one.raw(figure.record, rows, day).label(f"{_WORD}{place}")
        for place, one in enumerate(dimensions)
        if one.record is None
    ]
    if figure.mode is Mode.PERSONS:
        told.append(who(rows).label("who"))
    if any(one.of_person(figure) for one in dimensions):
        told.append(rows.c.person_id)
    times = func.sum(rows.c.amount) if figure.mode is Mode.SUM else func.count()
    return select(*told, times.label("times")).group_by(*told).subquery()


def _with_persons(
    rows: Subquery, figure: Figure, dimensions: Sequence[Dimension], day: date
) -> tuple[FromClause, list[ColumnElement[Any]]]:
    """Give the root and the stored words of rows, joined with their persons where those tell some."""
    persons = table(Person).alias()
    roots = [rows.c.root_id] if "root_id" in rows.c else []
    words = [
        one.raw(Person, persons, day) if one.of_person(figure) else rows.c[f"{_WORD}{place}"]
        for place, one in enumerate(dimensions)
    ]
    if any(one.of_person(figure) for one in dimensions):
        same = persons.c.id == rows.c.person_id
        return rows.join(persons, same, isouter=figure.may_lack_person), [*roots, *words]
    return rows, [*roots, *words]


def _reader(dimensions: Sequence[Dimension], day: date, roots: int, *, wholes: bool) -> Any:
    """Make what turns a row's root and stored values into the keys it stands under."""

    @cache
    def words(place: int, raw: str | None) -> list[str | None]:
        return [*dimensions[place].words(raw, day), *([ALL] if wholes else [])]

    def keys(*found: Any) -> Iterator[Key]:
        listed = (words(place, raw) for place, raw in enumerate(found[roots:]))
        return product(*([root] for root in found[:roots]), *listed)

    return keys
