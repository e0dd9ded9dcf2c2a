"""手工数: numbers somebody typed because no record can prove them, found by the name they were given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from talentreg.figures.definition import Figure, Mode, Time
from talentreg.records.entry import Entry
from talentreg.records.fields import number, table
from talentreg.records.masking import mask_free_text
from talentreg.records.staff import Staff
from talentreg.records.text import as_text, fold
from talentreg.store.units import UnitTree

HAND_GROUP = "手工数"
"""The group hand-entered figures stand in."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One number as somebody typed it: for which unit and day, from where, by whom."""

    record: str
    unit_id: int | None
    amount: float
    measure: str
    on: date
    source: str
    by: str | None
    note: str | None
    entered_on: date


class HandNumbers:
    """The hand-entered figures of one register, as they stand on a day."""

    def __init__(self, connection: Connection, tree: UnitTree, day: date, taken: frozenset[str]) -> None:
        """Read them; a name in `taken` belongs to a figure that is computed, so it is told apart."""
        self.tree = tree
        self._latest: dict[str, dict[int | None, Typed]] = {}
        self.figures: dict[str, Figure] = {}
        for name, typed in _numbers(connection, day):
            self._latest.setdefault(fold(name), {})[typed.unit_id] = typed
            self.figures[fold(name)] = _figure(name, typed.measure, taken)
        self._by_key = {figure.key: folded for folded, figure in self.figures.items()}

    def standing(self, figure: Figure, unit_id: int | None) -> tuple[Typed, ...]:
        """Return the numbers that make up a figure in a scope.

        The scope's own if it has one, else those of the units below it, each again its own or what is below.
        """
        latest = self._latest.get(self._by_key.get(figure.key, ""), {})
        return tuple(latest[one] for one in self._nearest(latest, unit_id))

    def _nearest(self, latest: dict[int | None, Typed], unit_id: int | None) -> Iterator[int | None]:
        if unit_id in latest and not self._followed(latest, unit_id):
            yield unit_id
            return
        for node in self.tree.children(unit_id):
            yield from self._nearest(latest, node.id)

    def _followed(self, latest: dict[int | None, Typed], unit_id: int | None) -> bool:
        """Whether a closed unit's number is contained in a later one of the unit that took over."""
        node = self.tree.nodes.get(unit_id or 0)
        if node is None or node.closed_on is None or node.successor_id is None:
            return False
        over = latest.get(self.tree.successor(node).id)
        return over is not None and over.on >= node.closed_on


def added(typed: tuple[Typed, ...]) -> float | None:
    """Add numbers up; None where there are none, or where they are counted in different measures."""
    measures = {fold(one.measure) for one in typed}
    return sum(one.amount for one in typed) if len(measures) == 1 else None


def is_mixed(typed: tuple[Typed, ...]) -> bool:
    """Whether numbers are counted in different measures, so that they cannot be added up."""
    return len({fold(one.measure) for one in typed}) > 1


def _numbers(connection: Connection, day: date) -> Iterator[tuple[str, Typed]]:
    """Read every number up to a day, the earliest first, with its name."""
    entries, staff = table(Entry), table(Staff)
    query = (
        select(entries, staff.c.name.label("by"))
        .outerjoin(staff, staff.c.id == entries.c.by_id)
        .where(entries.c.kind == "number", entries.c.on <= day, entries.c.amount.is_not(None))
        .order_by(entries.c.on, entries.c.id)
    )
    for row in connection.execute(query).mappings():
        yield (
            mask_free_text(row["name"]),
            Typed(
                record=number(Entry, row["id"]),
                unit_id=row["unit_id"],
                amount=row["amount"],
                measure=_masked(row["measure"]) or "",
                on=row["on"],
                source=_masked(row["source"]) or "",
                by=_masked(row["by"]),
                note=_masked(row["note"]),
                entered_on=row["entered_on"],
            ),
        )


def _masked(text: Any) -> str | None:
    return mask_free_text(as_text(text)) or None


def _figure(name: str, measure: str, taken: frozenset[str]) -> Figure:
    called = f"{name}（手工）" if fold(name) in taken else name
    return Figure(
        key=called,
        label=called,
        unit=measure,
        mode=Mode.HAND,
        time=Time.STOCK,
        definition="手工录入的数：本单位截至期末最近一次填报的；本单位没有填报的，为下级最近一次填报的合计",
        leaves_out="期末以后的填报；没有逐条依据，请核对数据来源",
        record=Entry,
        ledger="number",
    )


def variable(figure: Figure) -> str:
    """Return what a template calls a hand-entered figure: a name cannot have blanks, dots or brackets."""
    plain = re.sub(r"\W", "", figure.label)
    return f"_{plain}" if plain[:1].isdecimal() else plain
