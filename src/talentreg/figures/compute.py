"""Compute figures: for a period and a scope, by unit, and by the words of a dimension.

`stats`, `why`, reports and evidence lists all come here, so their numbers cannot differ.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import CTE, Connection, FromClause, Select, Subquery, func, literal, select, tuple_

from talentreg.errors import Refused
from talentreg.figures.breakdown import (
    ALL,
    Key,
    count_words,
    has_wholes,
    in_order,
    number_of,
    tidy,
    with_words,
)
from talentreg.figures.catalogue import GROUPS, KNOWN, find_figure, part_and_whole
from talentreg.figures.definition import Figure, Mode, Time
from talentreg.figures.dimensions import DIMENSIONS
from talentreg.figures.hand import HAND_GROUP, HandNumbers, Typed, added
from talentreg.figures.office import OFFICE_GROUP, OfficeFigures
from talentreg.figures.sharing import Together, together
from talentreg.figures.sorting import Dimension
from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.store.units import UnitNode, UnitTree, descent, is_below, load_units

Number = int | float | None

LATE = "late"
"""The word that names the records of a figure typed after the period's end: contacts_made.late."""

WITHIN = "period"
"""The word that names what the period itself adds to a cumulative figure: hotline_helped.period."""

_PARTS = {LATE: "补录", WITHIN: "本期"}

_ByUnit = Callable[[int], "Value"]
"""One figure under every unit, by the unit's id."""


@dataclass(frozen=True, slots=True)
class Value:
    """A figure's number: None where it is unknown; a share carries its part and its whole.

    `late` counts the records typed after the period's end, `within` what a cumulative figure counts in the
    period itself, and `since` is the day it counts from, if not the beginning. `dimension` and `word` tell a
    part of a figure. `typed` are the numbers somebody typed.
    """

    figure: Figure
    value: Number
    late: int = 0
    part: Number = None
    whole: Number = None
    dimension: Dimension | None = None
    word: str = ""
    within: Number = None
    since: date | None = None
    typed: tuple[Typed, ...] = ()

    @property
    def late_part(self) -> "Value":
        """The records typed after the period's end, as a number of its own; unknown where the figure is."""
        return Value(self.figure, None if self.value is None else self.late, word=LATE)

    @property
    def within_part(self) -> "Value":
        """What a cumulative figure counts in the period itself, as a number of its own."""
        return Value(self.figure, self.within, word=WITHIN)

    @property
    def text(self) -> str:
        """The number as printed, exact; — where it is unknown."""
        if self.value is None:
            return "—"
        return f"{self.value:.1f}" if self.figure.mode is Mode.RATIO else str(self.value)

    @property
    def unit(self) -> str:
        """What is counted: late records are records, whatever the figure counts."""
        return "条" if self.word == LATE else self.figure.unit

    @property
    def reference(self) -> str:
        """The name `why` and content controls know the number by: contacts_made.channel.phone."""
        parts = (self.figure.key, self.dimension.key if self.dimension else "", self.word)
        return ".".join(part for part in parts if part)

    @property
    def label(self) -> str:
        """The name people read."""
        word = self.dimension.shown(self.word) if self.dimension else _PARTS.get(self.word, "")
        return f"{self.figure.label}（{word}）" if word else self.figure.label


@dataclass(frozen=True, slots=True)
class _Under:
    """Units with all below them, and the period in which they are counted."""

    period: Period
    tree: FromClause


class Counting:
    """One period and scope in one register: what every figure is computed for."""

    def __init__(self, connection: Connection, period: Period, unit: UnitNode | None = None) -> None:
        """Count in a scope: a unit and everything below it, or the whole register."""
        self.connection = connection
        self.period = period
        self.unit = unit
        self._known: dict[tuple[str, str], bool] = {}
        self._values: dict[str, Value] = {}
        self._parts: dict[tuple[str, str], list[Value]] = {}
        self._settled: dict[str, Dimension] = {}
        self._together: Together | None = None

    @cached_property
    def tree(self) -> UnitTree:
        """The unit tree, read once."""
        return load_units(self.connection)

    @property
    def unit_id(self) -> int | None:
        """The scope's unit; None for the whole register."""
        return self.unit.id if self.unit else None

    @cached_property
    def office(self) -> OfficeFigures:
        """The figures an office has declared for itself, read once."""
        return OfficeFigures(self.connection, self.period.as_of)

    @cached_property
    def hand(self) -> HandNumbers:
        """The hand-entered figures of the register, read once."""
        known = (*KNOWN.values(), *self.office.figures.values())
        names = (name for figure in known for name in (figure.key, figure.label))
        return HandNumbers(self.connection, self.tree, self.period.as_of, frozenset(map(fold, names)))

    @property
    def groups(self) -> dict[str, tuple[Figure, ...]]:
        """The groups of figures in the order of printing, the register's own after those everybody has."""
        own = {OFFICE_GROUP: self.office.figures, HAND_GROUP: self.hand.figures}
        return GROUPS | {title: tuple(figures.values()) for title, figures in own.items() if figures}

    @property
    def own_figures(self) -> list[Figure]:
        """The figures only this register has: declared by the office, or typed by hand."""
        return [*self.office.figures.values(), *self.hand.figures.values()]

    @property
    def all_figures(self) -> list[Figure]:
        """Every figure in the order of printing."""
        return [figure for group in self.groups.values() for figure in group]

    def find(self, text: str) -> Figure:
        """Return the figure of a key or a label, everybody's or the register's own, or raise Unknown."""
        self.office.refuse_broken(text)
        return find_figure(text, self.own_figures)

    def figures(self, figures: Iterable[Figure] | None = None) -> list[Value]:
        """Compute some figures, by default all, in the order given; what they share is selected once."""
        asked = list(self.all_figures if figures is None else figures)
        if self._together is None and len(asked) > 1:
            roots = None if self.unit_id is None else [self.unit_id]
            self._together = together(self.period, self.connection, roots)
        return [self.figure(one) for one in asked]

    def figure(self, figure: Figure) -> Value:
        """Compute one figure; asked again it is not counted again."""
        if figure.key not in self._values:
            self._values[figure.key] = self._computed(figure)
        return self._values[figure.key]

    def by_dimension(self, figure: Figure, dimension: Dimension) -> list[Value]:
        """Break a figure down by the words of a dimension, in their order, 未填 last.

        A record with several words stands under each, so the parts may add to more than the whole.
        """
        asked = (figure.key, dimension.key)
        if asked not in self._parts:
            counts = {word: count for (word,), count in self.by_words(figure, [dimension]).items()}
            self._parts[asked] = self._in_order(figure, dimension, counts)
        return self._parts[asked]

    def crossed(self, figure: Figure, rows: Dimension, columns: Dimension) -> dict[Key, Any]:
        """Count a figure under every combination of words of two dimensions.

        What it comes to under the words of one alone is counted along where it can be, for `by_dimension`.
        """
        both = [rows, columns]
        if not has_wholes(figure, both):
            return self.by_words(figure, both)
        counts = self.by_words(figure, both, wholes=True)
        down = {word: count for (word, other), count in counts.items() if other is ALL and word is not ALL}
        across = {word: count for (other, word), count in counts.items() if other is ALL and word is not ALL}
        for dimension, found in ((rows, down), (columns, across)):
            self._parts[figure.key, dimension.key] = self._in_order(figure, dimension, found)
        return {key: count for key, count in counts.items() if ALL not in key}

    def _in_order(self, figure: Figure, dimension: Dimension, counts: dict[str, Any]) -> list[Value]:
        since = _since(figure, self.period)
        return [
            Value(figure, counts.get(word, 0), dimension=dimension, word=word, since=since)
            for word in in_order(dimension, counts, self.period)
        ]

    def by_words(
        self,
        figure: Figure,
        dimensions: Sequence[Dimension],
        units: Sequence[UnitNode] | None = None,
        *,
        wholes: bool = False,
    ) -> dict[Key, Any]:
        """Count a figure anew under every combination of words, and of a unit's id before them if asked.

        Combinations nobody stands under are left out; where the figure is unknown there are none.
        """
        for dimension in dimensions:
            require_dimension(figure, dimension)
        if not self.is_known(figure):
            return {}
        day, settled = self.period.as_of, [self.settled(dimension) for dimension in dimensions]
        rows = (
            self._scoped(figure, self._together or self.period, settled)
            if units is None
            else self._rooted(figure, _Under(self._together or self.period, _tree_of(units)), settled)
        )
        return count_words(self.connection, rows.subquery(), figure, settled, day, wholes=wholes)

    def settled(self, dimension: Dimension) -> Dimension:
        """Return a dimension as this register words it."""
        if dimension.key not in self._settled:
            self._settled[dimension.key] = dimension.settled(self.connection, self.tree)
        return self._settled[dimension.key]

    def by_unit(self, figures: Sequence[Figure], units: Sequence[UnitNode]) -> dict[int, list[Value]]:
        """Compute figures for each of some units, every one anew: distinct counts are never added up."""
        ids, many = [unit.id for unit in units], self._together
        if many is None or not many.kept.holds(ids):
            many = together(self.period, self.connection, ids) if len(figures) > 1 else None
        tree = _tree_of(units)
        under = _Under(many, many.kept.tree(tree)) if many else _Under(self.period, tree)
        counted = dict[str, _ByUnit]()
        columns = [self._one_by_unit(figure, under, counted) for figure in figures]
        return {unit.id: [column(unit.id) for column in columns] for unit in units}

    def rows(self, figure: Figure, dimensions: Sequence[Dimension] = ()) -> Select[Any]:
        """Select the rows behind a figure that is no share, in the scope, and words of some dimensions."""
        return self._scoped(figure, self.period, dimensions)

    def _scoped(self, figure: Figure, period: Period, dimensions: Sequence[Dimension] = ()) -> Select[Any]:
        rows = _everywhere(figure, period, dimensions)
        scoped = select(rows).where(is_below(rows.c.unit_id, self.unit_id))
        if figure.excluding:
            others = self._scoped(KNOWN[figure.excluding], period).subquery()
            scoped = scoped.where(rows.c.person_id.not_in(select(others.c.person_id)))
        return scoped

    def is_known(self, figure: Figure) -> bool:
        """Whether the whole register holds any record of the type a figure counts."""
        counted = table(figure.counted)
        asked = (counted.name, figure.kind)
        if asked not in self._known:
            query = select(counted.c.id).limit(1)
            query = query.where(counted.c.kind == figure.kind) if figure.kind else query
            self._known[asked] = self.connection.scalar(query) is not None
        return self._known[asked]

    def _computed(self, figure: Figure) -> Value:
        if figure.mode is Mode.HAND:
            return self._typed(figure, self.unit_id)
        if not self.is_known(figure):
            return Value(figure, None)
        if figure.mode is Mode.RATIO:
            part, whole = part_and_whole(figure)
            return _share(figure, self.figure(part), self.figure(whole))
        rows = self._scoped(figure, self._together or self.period).subquery()
        counts = self.connection.execute(select(*self._counts(figure, rows)).select_from(rows)).one()
        return self._counted(figure, *counts)

    def _typed(self, figure: Figure, unit_id: int | None) -> Value:
        """Return what was typed for a figure in a scope; the unit's or, where it has none, those below it."""
        typed = self.hand.standing(figure, unit_id)
        total = added(typed)
        return Value(figure, None if total is None else tidy(total), typed=typed)

    def _one_by_unit(self, figure: Figure, under: "_Under", counted: dict[str, "_ByUnit"]) -> "_ByUnit":
        """Count one figure under every unit; `counted` keeps what shares have in common with others."""
        if figure.key not in counted:
            counted[figure.key] = self._computed_by_unit(figure, under, counted)
        return counted[figure.key]

    def _computed_by_unit(self, figure: Figure, under: "_Under", counted: dict[str, "_ByUnit"]) -> "_ByUnit":
        if figure.mode is Mode.HAND:
            return lambda unit_id: self._typed(figure, unit_id)
        if not self.is_known(figure):
            return lambda _: Value(figure, None)
        if figure.mode is Mode.RATIO:
            part, whole = (self._one_by_unit(one, under, counted) for one in part_and_whole(figure))
            return lambda unit_id: _share(figure, part(unit_id), whole(unit_id))
        rows = self._rooted(figure, under).subquery()
        query = select(rows.c.root_id, *self._counts(figure, rows)).group_by(rows.c.root_id)
        counts = {root_id: found for root_id, *found in self.connection.execute(query)}
        return lambda unit_id: self._counted(figure, *counts.get(unit_id, (0, 0, 0)))

    def _counted(self, figure: Figure, count: float, late: int, within: float) -> Value:
        total = tidy(within) if figure.time is Time.TOTAL else None
        return Value(figure, tidy(count), late, within=total, since=_since(figure, self.period))

    def _rooted(self, figure: Figure, under: "_Under", dimensions: Sequence[Dimension] = ()) -> Select[Any]:
        """Select the rows behind a figure once for each unit they count under."""
        rows, tree = _everywhere(figure, under.period, dimensions), under.tree
        rooted = select(tree.c.root_id, rows).join(tree, tree.c.unit_id == rows.c.unit_id)
        if not figure.excluding:
            return rooted
        mine, others = rooted.subquery(), self._rooted(KNOWN[figure.excluding], under).subquery()
        kept = select(mine.c.root_id, mine.c.person_id).except_(select(others.c.root_id, others.c.person_id))
        # Of two values SQLite looks up quickly what is in a list, not what is not.
        return select(mine).where(tuple_(mine.c.root_id, mine.c.person_id).in_(kept))

    def _counts(self, figure: Figure, rows: Subquery) -> tuple[Any, Any, Any]:
        """Ask for a figure's number, its late records and the period's own share.

        What stands on a day is neither late nor of a period.
        """
        if figure.time is Time.STOCK:
            return number_of(figure, rows), literal(0), literal(0)
        late = func.count().filter(rows.c.entered_on > self.period.as_of)
        if figure.time is Time.FLOW:
            return number_of(figure, rows), late, literal(0)
        return number_of(figure, rows), late, number_of(figure, rows, rows.c.on >= self.period.start)


def has_dimension(figure: Figure, dimension: Dimension) -> bool:
    """Whether a figure's rows have what a dimension sorts by."""
    return figure.rows is not None and dimension.tells(figure)


def require_dimension(figure: Figure, dimension: Dimension) -> None:
    """Refuse a dimension that a figure's rows do not have, and say why."""
    if not has_dimension(figure, dimension):
        raise Refused(f"「{figure.label}」不能按{dimension.label}分类", _why_not(figure, dimension))


def _why_not(figure: Figure, dimension: Dimension) -> str:
    """Say why a figure cannot be broken down by a dimension."""
    if figure.mode is Mode.HAND:
        return "它是手工录入的数，没有可分类的记录"
    if figure.rows is None:
        return "它是两个数相除的比率，请分列它的分子和分母"
    if dimension.record is None:
        return "只有期内发生的事才有月份；期末的人数和没有发生的事没有"
    if dimension.record is Person:
        others = [one.label for one in DIMENSIONS if has_dimension(figure, one)]
        fitting = f"它可按{'、'.join(others)}分列；" if others else ""
        return f"它数的不是人，没有人的分类；{fitting}按单位分列用 --by unit"
    told = dimension.title
    return f"{dimension.label}是{told}的内容，它数的不是{told}"


def _everywhere(figure: Figure, period: Period, dimensions: Sequence[Dimension]) -> Subquery:
    """Select the rows behind a figure that is no share, in no scope yet; cumulative ones since their day."""
    assert figure.rows is not None
    rows = figure.rows(period)
    if since := _since(figure, period):
        every = rows.subquery()
        rows = select(every).where(every.c.on >= since)
    return with_words(figure, rows, dimensions, period.as_of).subquery()


def _since(figure: Figure, period: Period) -> date | None:
    """Return the day from which a figure counts, where that is not the beginning."""
    return period.since if figure.time is Time.TOTAL else None


def _tree_of(units: Sequence[UnitNode]) -> CTE:
    return descent([unit.id for unit in units])


def _share(figure: Figure, part: Value, whole: Value) -> Value:
    if part.value is None or not whole.value:
        return Value(figure, None)
    above, below = part.value, whole.value
    share = (100 * Decimal(str(above)) / Decimal(str(below))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Value(figure, float(share), part=above, whole=below, since=part.since)
