"""Tables with a line for each unit: every figure a template asks a line for, by its label."""

from typing import Any

from talentreg.reports.variables.declaring import Telling, Variable
from talentreg.reports.variables.figures import labelled
from talentreg.store.units import UnitNode


def _rows(telling: Telling, units: list[tuple[str, UnitNode]]) -> list[dict[str, Any]]:
    asked = [figure for label, figure in labelled(telling.counting).items() if f".{label}" in telling.names]
    found = telling.counting.by_unit(asked, [unit for _, unit in units]) if asked else {}
    return [
        {
            "单位": name,
            **{value.figure.label: telling.tracked(value, unit) for value in found.get(unit.id, ())},
        }
        for name, unit in units
    ]


def _two_levels(telling: Telling) -> list[dict[str, Any]]:
    """Return every unit directly below the scope, each followed by those below it."""
    units: list[tuple[str, UnitNode]] = []
    for unit in telling.units_below:
        units.append((unit.name, unit))
        units += [(f"　{below.name}", below) for below in telling.below(unit)]
    if not units and telling.top:
        units = [(telling.top.name, telling.top)]
    return _rows(telling, units)


def _one_level(telling: Telling) -> list[dict[str, Any]]:
    return _rows(telling, [(unit.name, unit) for unit in telling.units_below])


def two_levels(telling: Telling) -> list[dict[str, Any]]:
    """Return the lines of 单位统计, counted once for the whole report."""
    return telling.once("单位统计", _two_levels)


VARIABLES = (
    Variable(
        "单位统计", "下级单位和再下一级，每个单位一行，行里可写任何指标的名称", two_levels, ("单位",), True
    ),
    Variable("下级单位", "下级单位，每个单位一行，行里可写任何指标的名称", _one_level, ("单位",), True),
)
