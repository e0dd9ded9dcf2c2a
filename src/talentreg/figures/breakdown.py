"""Count the rows behind a figure under the words of one or several dimensions, persons always distinct."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Subquery, distinct, func, select

from talentreg.figures.definition import Figure, Mode
from talentreg.figures.dimensions import Dimension
from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.person import Person

Key = tuple[Any, ...]
"""A word of each dimension; the unit's id first where rows stand under units."""

_WORD = "word"
"""Begins the names of the columns that hold stored words."""

SHORT = 24
"""Months a breakdown lists though nothing happened in them; of a longer period only those in between."""


def number_of(figure: Figure, rows: FromClause) -> ColumnElement[int]:
    """Ask for a figure's number over its rows."""
    if figure.mode is Mode.SUM:
        return func.coalesce(func.sum(rows.c.amount), 0)
    return func.count(distinct(rows.c.person_id)) if figure.mode is Mode.PERSONS else func.count()


def stored_words(figure: Figure, dimensions: Sequence[Dimension], day: date) -> list[ColumnElement[str]]:
    """Ask for what the figure's own records say of some dimensions, to stand beside its rows."""
    records = table(figure.record)
    return [
        one.raw(records, day).label(f"{_WORD}{place}")
        for place, one in enumerate(dimensions)
        if one.record is not Person
    ]


def count_words(
    connection: Connection, rows: Subquery, figure: Figure, dimensions: Sequence[Dimension], day: date
) -> dict[Key, int]:
    """Count rows, `stored_words` beside them, under every combination of words, and under their roots if any.

    A record with several words stands under each; a person with several records under a word is one there.
    """
    gathered = _gathered(rows, figure, dimensions)
    joined, stored = _with_persons(gathered, dimensions, day)
    words = _reader(dimensions, day, len(stored) - len(dimensions))
    if figure.mode is not Mode.PERSONS or all(one.adds_up for one in dimensions):
        number = func.count() if figure.mode is Mode.PERSONS else func.sum(gathered.c.times)
        counts: Counter[Key] = Counter()
        query = select(*stored, number).select_from(joined).group_by(*stored)
        for *found, count in connection.execute(query):
            for key in words(*found):
                counts[key] += count
        return dict(counts)
    # Stored values share words, so persons counted by value would be counted twice under some word.
    by_stored: dict[Key, list[int]] = defaultdict(list)
    for *found, person in connection.execute(select(*stored, gathered.c.person_id).select_from(joined)):
        by_stored[tuple(found)].append(person)
    persons: dict[Key, set[int]] = defaultdict(set)
    for values, some in by_stored.items():
        for key in words(*values):
            persons[key].update(some)
    return {key: len(some) for key, some in persons.items()}


def in_order(dimension: Dimension, counts: dict[str, int], period: Period) -> list[str]:
    """Put words in a dimension's own order, then the most frequent first, the blank one last of all."""
    if dimension.span and counts:
        listed = dimension.span(period)
        first, last = min(counts), max(counts)
        return listed if len(listed) <= SHORT else [word for word in listed if first <= word <= last]
    first_words = {word: place for place, word in enumerate(dimension.order)}

    def place(word: str) -> tuple[bool, int, int, str]:
        return word == dimension.blank, first_words.get(word, len(first_words)), -counts[word], word

    return sorted(counts, key=place)


def _gathered(rows: Subquery, figure: Figure, dimensions: Sequence[Dimension]) -> Subquery:
    """Gather rows of one person and the same stored words, which leaves a third of them to sort by words."""
    told = [column for name, column in rows.c.items() if name == "root_id" or name.startswith(_WORD)]
    if figure.mode is Mode.PERSONS or any(one.record is Person for one in dimensions):
        told.append(rows.c.person_id)
    return select(*told, func.count().label("times")).group_by(*told).subquery()


def _with_persons(
    rows: Subquery, dimensions: Sequence[Dimension], day: date
) -> tuple[FromClause, list[ColumnElement[Any]]]:
    """Give the root and the stored words of rows, joined with their persons where those tell some."""
    persons = table(Person).alias()
    roots = [rows.c.root_id] if "root_id" in rows.c else []
    words = [
        one.raw(persons, day) if one.record is Person else rows.c[f"{_WORD}{place}"]
        for place, one in enumerate(dimensions)
    ]
    if any(one.record is Person for one in dimensions):
        return rows.join(persons, persons.c.id == rows.c.person_id), [*roots, *words]
    return rows, [*roots, *words]


def _reader(dimensions: Sequence[Dimension], day: date, roots: int) -> Any:
    """Make what turns a row's root and stored values into the keys it stands under."""

    @cache
    def words(place: int, raw: str | None) -> list[str]:
        return dimensions[place].words(raw, day)

    def keys(*found: Any) -> Iterator[Key]:
        listed = (words(place, raw) for place, raw in enumerate(found[roots:]))
        return product(*([root] for root in found[:roots]), *listed)

    return keys
