"""What several figures are counted from: selected once while they are counted together."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from itertools import count
from typing import Any

from sqlalchemy import CTE, Column, ColumnElement, Connection, FromClause, MetaData, Table, func, or_, select
from sqlalchemy.types import TypeEngine

from talentreg.figures.definition import Rows
from talentreg.periods import Period
from talentreg.records.fields import table
from talentreg.records.history import Affiliation
from talentreg.records.unit import Unit

unit, affiliation = table(Unit), table(Affiliation)

_KEPT = "kept tables"
"""Where a connection remembers how many tables it keeps: it counts in several periods and scopes."""


class Kept:
    """Rows kept in temporary tables of one connection: those that count for some units, or all of them."""

    def __init__(self, connection: Connection, unit_ids: Sequence[int] | None) -> None:
        """Keep nothing yet; a table is filled when the first figure asks for its rows."""
        self.connection = connection
        self._unit_ids = unit_ids
        self._tables: dict[str, Table] = {}

    def rows(self, name: str, rows: Rows, own: ColumnElement[Any] | None) -> Table:
        """Return the rows kept under a name; `own` is the unit a row may state beside its person's."""
        if name not in self._tables:
            key = "person_id" if own is None else "record_id"
            self._tables[name] = self._fill(self._near(rows, own) if self._is_part else rows, key)
        return self._tables[name]

    def holds(self, unit_ids: Sequence[int]) -> bool:
        """Whether all that counts for some units is among what is kept."""
        if not self._is_part:
            return True
        here = self._units()
        found = select(func.count()).where(here.c.unit_id.in_(unit_ids))
        return self.connection.scalar(found) == len(set(unit_ids))

    def tree(self, tree: CTE) -> Table:
        """Keep a tree of units, so that SQLite looks units up in it rather than rows by their unit."""
        return self._fill(select(tree.c.unit_id, tree.c.root_id), "unit_id", "root_id")

    @cached_property
    def _is_part(self) -> bool:
        """Whether the units are so few of all that looking only at their people spares work."""
        if self._unit_ids is None:
            return False
        few, every = (select(func.count()).select_from(one) for one in (self._units(), unit))
        return 2 * (self.connection.scalar(few) or 0) <= (self.connection.scalar(every) or 0)

    def _near(self, rows: Rows, own: ColumnElement[Any] | None) -> Rows:
        """Leave out rows of units elsewhere; looking at the people first spares asking where most were."""
        person_id = rows.selected_columns.person_id
        theirs = person_id.in_(select(self._people().c.person_id))
        found = rows.where(theirs if own is None else or_(own.is_not(None), theirs)).subquery()
        return select(found).where(found.c.unit_id.in_(select(self._units().c.unit_id)))

    def _units(self) -> Table:
        """Keep the units with all below them, and those that were merged into any of these."""
        if "unit" not in self._tables:
            near = select(unit.c.id.label("unit_id")).where(unit.c.id.in_(self._unit_ids or ()))
            reach = near.cte(recursive=True)
            leads = or_(unit.c.parent_id == reach.c.unit_id, unit.c.successor_id == reach.c.unit_id)
            reach = reach.union(select(unit.c.id).where(leads))
            self._tables["unit"] = self._fill(select(reach.c.unit_id), "unit_id")
        return self._tables["unit"]

    def _people(self) -> Table:
        """Keep the people who ever belonged to one of the units."""
        if "person" not in self._tables:
            here = affiliation.c.unit_id.in_(select(self._units().c.unit_id))
            self._tables["person"] = self._fill(
                select(affiliation.c.person_id).where(here).distinct(), "person_id"
            )
        return self._tables["person"]

    def _fill(self, rows: Rows, *key: str) -> Table:
        """Keep rows under the names of their columns; `key` names what no two rows have in common."""
        numbers = self.connection.info.setdefault(_KEPT, count(1))
        columns = tuple((str(one.key), one.type) for one in rows.selected_columns)
        kept = _declare(f"kept_{next(numbers)}", columns, key)
        kept.create(self.connection)
        self.connection.execute(kept.insert().from_select(list(kept.c.keys()), rows))
        return kept


@lru_cache(maxsize=256)
def _declare(name: str, columns: tuple[tuple[str, TypeEngine[Any]], ...], key: tuple[str, ...]) -> Table:
    """Declare a temporary table; one declared alike before is the same, and so is the SQL about it."""
    declared = [Column(one, kind, primary_key=one in key) for one, kind in columns]
    return Table(name, MetaData(), *declared, prefixes=["TEMPORARY"])


@dataclass(frozen=True, slots=True)
class Together(Period):
    """A period of which several figures are counted together."""

    kept: Kept = field(kw_only=True, compare=False)


def together(period: Period, connection: Connection, unit_ids: Sequence[int] | None) -> Together:
    """Return a period whose shared rows are kept, those that count for some units with all below or all."""
    told = {one.name: getattr(period, one.name) for one in fields(Period)}
    return Together(**told, kept=Kept(connection, unit_ids))


def shared(name: str, period: Period, rows: Rows, own: ColumnElement[Any] | None = None) -> FromClause:
    """Give rows several figures are counted from: where they are counted together the kept ones.

    Each row has the `unit_id` of its person or the one it states itself, of which `own` tells; kept rows are
    at least all those of the units counted for.
    """
    return period.kept.rows(name, rows, own) if isinstance(period, Together) else rows.subquery()
