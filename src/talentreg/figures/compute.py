"""Compute figures: for a period and a scope, by unit, and by the words of a dimension.

`stats`, `why`, reports and evidence lists all come here, so their numbers cannot differ.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import CTE, Connection, Select, Subquery, and_, distinct, func, literal, select
from sqlmodel import SQLModel

from talentreg.errors import Refused
from talentreg.figures.catalogue import FIGURES
from talentreg.figures.definition import Figure, Mode, Time
from talentreg.figures.dimensions import Dimension
from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.person import Person
from talentreg.store.units import UnitNode, UnitTree, descent, is_below, load_units

Number = int | float | None

LATE = "late"
"""The word that names the records of a figure typed after the period's end: contacts_made.late."""


@dataclass(frozen=True, slots=True)
class Value:
    """A figure's number: None where it is unknown; a share carries its part and its whole.

    `late` counts the records typed after the period's end. `dimension` and `word` tell a part of a figure.
    """

    figure: Figure
    value: Number
    late: int = 0
    part: int | None = None
    whole: int | None = None
    dimension: Dimension | None = None
    word: str = ""

    @property
    def late_part(self) -> "Value":
        """The records typed after the period's end, as a number of its own; unknown where the figure is."""
        return Value(self.figure, None if self.value is None else self.late, word=LATE)

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
        word = "补录" if self.word == LATE else self.dimension.shown(self.word) if self.dimension else ""
        return f"{self.figure.label}（{word}）" if word else self.figure.label


class Counting:
    """One period and scope in one register: what every figure is computed for."""

    def __init__(self, connection: Connection, period: Period, unit: UnitNode | None = None) -> None:
        """Count in a scope: a unit and everything below it, or the whole register."""
        self.connection = connection
        self.period = period
        self.unit = unit
        self._known: dict[type[SQLModel], bool] = {}

    @cached_property
    def tree(self) -> UnitTree:
        """The unit tree, read once."""
        return load_units(self.connection)

    @property
    def unit_id(self) -> int | None:
        """The scope's unit; None for the whole register."""
        return self.unit.id if self.unit else None

    def figures(self, figures: Iterable[Figure] | None = None) -> list[Value]:
        """Compute some figures, by default all, in the order given."""
        return [self.figure(one) for one in (figures if figures is not None else FIGURES.values())]

    def figure(self, figure: Figure) -> Value:
        """Compute one figure."""
        if not self.is_known(figure):
            return Value(figure, None)
        if figure.mode is Mode.RATIO:
            return _share(figure, self.figure(FIGURES[figure.part]), self.figure(FIGURES[figure.whole]))
        rows = self.rows(figure).subquery()
        count, late = self.connection.execute(select(*self._counts(figure, rows)).select_from(rows)).one()
        return Value(figure, count, late)

    def by_dimension(self, figure: Figure, dimension: Dimension) -> list[Value]:
        """Break a figure down by the words of a dimension, in their order, 未填 last.

        A record with several words stands under each, so the parts may add to more than the whole.
        """
        require_dimension(figure, dimension)
        if not self.is_known(figure):
            return []
        rows, records = self.rows(figure).subquery(), table(dimension.record).alias()
        raw = dimension.raw(records, self.period.as_of)
        key = rows.c.person_id if dimension.record is Person else rows.c.record_id
        joined = rows.join(records, records.c.id == key)
        query = select(raw, _count(figure, rows)).select_from(joined).group_by(raw)
        counts: Counter[str] = Counter()
        for value, count in self.connection.execute(query):
            for word in dimension.words(value, self.period.as_of):
                counts[word] += count
        return [
            Value(figure, counts[word], dimension=dimension, word=word) for word in _sorted(counts, dimension)
        ]

    def by_unit(self, figures: Sequence[Figure], units: Sequence[UnitNode]) -> dict[int, list[Value]]:
        """Compute figures for each of some units, every one anew: distinct counts are never added up."""
        tree = descent([unit.id for unit in units])
        columns = [self._one_by_unit(figure, tree) for figure in figures]
        return {unit.id: [column(unit.id) for column in columns] for unit in units}

    def rows(self, figure: Figure) -> Select[Any]:
        """Select the rows behind a figure that is no share, in the scope."""
        assert figure.rows is not None
        rows = figure.rows(self.period).subquery()
        scoped = select(rows).where(is_below(rows.c.unit_id, self.unit_id))
        if figure.excluding:
            others = self.rows(FIGURES[figure.excluding]).subquery()
            scoped = scoped.where(rows.c.person_id.not_in(select(others.c.person_id)))
        return scoped

    def is_known(self, figure: Figure) -> bool:
        """Whether the whole register holds any record of the type a figure counts."""
        if figure.counted not in self._known:
            found = self.connection.scalar(select(table(figure.counted).c.id).limit(1))
            self._known[figure.counted] = found is not None
        return self._known[figure.counted]

    def _one_by_unit(self, figure: Figure, tree: CTE) -> Any:
        if not self.is_known(figure):
            return lambda _: Value(figure, None)
        if figure.mode is Mode.RATIO:
            part, whole = (self._one_by_unit(FIGURES[key], tree) for key in (figure.part, figure.whole))
            return lambda unit_id: _share(figure, part(unit_id), whole(unit_id))
        rows = self._rooted(figure, tree).subquery()
        query = select(rows.c.root_id, *self._counts(figure, rows)).group_by(rows.c.root_id)
        counts = {root_id: (count, late) for root_id, count, late in self.connection.execute(query)}
        return lambda unit_id: Value(figure, *counts.get(unit_id, (0, 0)))

    def _rooted(self, figure: Figure, tree: CTE) -> Select[Any]:
        """Select the rows behind a figure once for each unit they count under."""
        assert figure.rows is not None
        rows = figure.rows(self.period).subquery()
        rooted = select(tree.c.root_id, rows).join(tree, tree.c.unit_id == rows.c.unit_id)
        if not figure.excluding:
            return rooted
        mine, others = rooted.subquery(), self._rooted(FIGURES[figure.excluding], tree).subquery()
        kept = (
            select(mine.c.root_id, mine.c.person_id)
            .except_(select(others.c.root_id, others.c.person_id))
            .subquery()
        )
        same = and_(kept.c.root_id == mine.c.root_id, kept.c.person_id == mine.c.person_id)
        return select(mine).join(kept, same)

    def _counts(self, figure: Figure, rows: Subquery) -> tuple[Any, Any]:
        """Ask for a figure's number and its late records; only what happens in a period can be late."""
        if figure.time is not Time.FLOW:
            return _count(figure, rows), literal(0)
        return _count(figure, rows), func.count().filter(rows.c.entered_on > self.period.last_day)


def has_dimension(figure: Figure, dimension: Dimension) -> bool:
    """Whether a figure's rows have the column a dimension sorts by."""
    if figure.rows is None or figure.mode is Mode.ITEMS:
        return False
    return dimension.record in (Person, figure.record)


def require_dimension(figure: Figure, dimension: Dimension) -> None:
    """Refuse a dimension that a figure's rows do not have."""
    if not has_dimension(figure, dimension):
        raise Refused(
            f"「{figure.label}」不能按{dimension.label}分类", "talentreg figures 说明每个指标数的是什么"
        )


def _count(figure: Figure, rows: Subquery) -> Any:
    return func.count(distinct(rows.c.person_id)) if figure.mode is Mode.PERSONS else func.count()


def _sorted(counts: Counter[str], dimension: Dimension) -> list[str]:
    """Put a dimension's own order first, then the most frequent, 未填 last of all."""
    first = {word: place for place, word in enumerate(dimension.order)}

    def place(word: str) -> tuple[bool, int, int, str]:
        return word == dimension.blank, first.get(word, len(first)), -counts[word], word

    return sorted(counts, key=place)


def _share(figure: Figure, part: Value, whole: Value) -> Value:
    if part.value is None or not whole.value:
        return Value(figure, None)
    above, below = int(part.value), int(whole.value)
    share = (Decimal(100 * above) / Decimal(below)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Value(figure, float(share), part=above, whole=below)
