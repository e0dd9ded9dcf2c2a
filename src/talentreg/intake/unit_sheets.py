"""Lists of units among the sheets of an import: planned first, so that people find their units there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from talentreg.intake.division_sheets import DivisionLayout
from talentreg.intake.divisions import DivisionPlan, from_the_top, open_page, plan_pages, renumbered, with_own
from talentreg.intake.plan import SheetPlan, SourcePlan
from talentreg.intake.problems import Problem
from talentreg.intake.sheet import Book, Sheet
from talentreg.store.units import UnitNode, UnitTree, load_units

UnitList = tuple[Book, Sheet, DivisionLayout]


@dataclass(frozen=True, slots=True)
class ListedUnits:
    """What lists of units bring: the tree as it will be, new units, fields of stored ones, and the accounts.

    New units have the ids -1, -2, … in the order in which they can be entered.
    """

    tree: UnitTree
    created: tuple[UnitNode, ...] = ()
    updates: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    sheets: tuple[SheetPlan, ...] = ()
    sources: tuple[SourcePlan, ...] = ()
    problems: tuple[Problem, ...] = ()


def plan_listed_units(connection: Connection, lists: Sequence[UnitList], unit: str | None) -> ListedUnits:
    """Plan what some sheets say of units; `unit` stands above them if the register has it."""
    tree = load_units(connection)
    if not lists:
        return ListedUnits(tree)
    pages = [open_page(*one) for one in lists]
    plan = plan_pages(connection, [], pages, unit if unit and tree.named(unit) else None)
    own = {node.id: -1 - place for place, node in enumerate(from_the_top(plan))}
    updates = {one: with_own(values, own) for one, values in plan.updates.items()}
    created = [renumbered(node, own) for node in from_the_top(plan)]
    _grow(tree, created, updates)
    return ListedUnits(tree, tuple(created), updates, plan.sheets, _sources(plan, own), plan.problems)


def _grow(tree: UnitTree, created: Sequence[UnitNode], updates: Mapping[int, dict[str, Any]]) -> None:
    """Change a tree as the plan will."""
    for node in created:
        tree.add(node)
    for unit_id, values in updates.items():
        node = tree.nodes[unit_id]
        tree.remove(node)
        tree.add(replace(node, **values))


def _sources(plan: DivisionPlan, own: Mapping[int, int]) -> tuple[SourcePlan, ...]:
    return tuple(one._replace(row_id=own.get(one.row_id, one.row_id)) for one in plan.sources)
