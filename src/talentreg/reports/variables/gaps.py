"""What the register itself shows as problems: who was not reached where, what files lack, who is behind."""

from typing import Any

from talentreg.figures.catalogue import FIGURES
from talentreg.figures.compute import Value
from talentreg.figures.dimensions import find_dimension
from talentreg.reports.variables.breakdowns import LINE, broken_down, items
from talentreg.reports.variables.declaring import Telling, Variable


def _missing(telling: Telling) -> list[Value]:
    blank = find_dimension("missing").blank
    return [value for value in broken_down(telling, "persons_enrolled", "missing") if value.word != blank]


def _missing_overlaps(telling: Telling) -> bool:
    enrolled, complete = (
        telling.counting.figure(FIGURES[key]).value or 0 for key in ("persons_enrolled", "dossiers_complete")
    )
    return sum(value.value or 0 for value in _missing(telling)) > enrolled - complete


def _by_unit(telling: Telling, figure: str) -> list[tuple[Any, Value]]:
    """Return a figure for each unit right below the one the report speaks for."""
    units = telling.units_below
    found = telling.counting.by_unit([FIGURES[figure]], units)
    return [(unit, found[unit.id][0]) for unit in units]


def _uncontacted(telling: Telling) -> list[dict[str, Any]]:
    parts = _by_unit(telling, "persons_uncontacted")
    return [{"名称": unit.name, "人数": telling.tracked(value, unit)} for unit, value in parts if value.value]


def _is_behind(value: Value) -> bool:
    return value.value is not None and value.part != value.whole


def _behind(telling: Telling) -> list[dict[str, Any]]:
    parts = _by_unit(telling, "duty_rate")
    return [
        {"名称": unit.name, "人数": telling.tracked(value, unit)}
        for unit, value in parts
        if _is_behind(value)
    ]


VARIABLES = (
    Variable("缺项", "在库人员的档案缺哪几项、各多少人", lambda one: items(one, _missing(one)), LINE),
    Variable("缺项有重复", "是不是有人缺几项，各项相加大于人数", _missing_overlaps),
    Variable("尚未联系分布", "尚未联系人才按下级单位分，没有的单位不列", _uncontacted, LINE),
    Variable(
        "有未履行",
        "是不是还有没有履行的联系职责",
        lambda one: _is_behind(one.counting.figure(FIGURES["duty_rate"])),
    ),
    Variable("未履行", "联系职责没有履行完的下级单位和履行率", _behind, LINE),
)
