"""Figures broken down in a sentence: 类别, 行业, 学历…, with what is left of each and whether it overlaps."""

from collections.abc import Sequence
from typing import Any

from talentreg.figures.catalogue import FIGURES
from talentreg.figures.compute import Value
from talentreg.figures.dimensions import UNFILLED, find_dimension
from talentreg.reports.variables.declaring import Telling, Variable

BREAKDOWNS = ("category", "industry", "degree", "age", "region")
NAMED = 8
"""Words of a breakdown that are named; the rest are counted."""
LINE = ("名称", "人数")


def broken_down(telling: Telling, figure: str, dimension: str) -> list[Value]:
    """Return the parts of a figure."""
    return telling.counting.by_dimension(FIGURES[figure], find_dimension(dimension))


def items(telling: Telling, values: Sequence[Value]) -> list[dict[str, Any]]:
    """Make the lines of a breakdown from its parts; a part of zero has none."""
    return [{"名称": spoken(value), "人数": telling.tracked(value)} for value in values if value.value]


def spoken(value: Value) -> str:
    """Say the word of a part in a sentence."""
    assert value.dimension is not None
    return "未填写的" if value.word == UNFILLED else value.dimension.shown(value.word)


def _most(values: Sequence[Value]) -> tuple[list[Value], list[Value]]:
    """Divide the words of a breakdown into those worth naming, 未填 always among them, and the rest."""
    filled = [value for value in values if value.word != UNFILLED]
    unfilled = [value for value in values if value.word == UNFILLED]
    if len(filled) <= NAMED + 4:
        return [*filled, *unfilled], []
    return [*filled[:NAMED], *unfilled], filled[NAMED:]


def _of_people(key: str) -> tuple[Variable, ...]:
    """Declare the three variables of a breakdown of who is in the register."""
    label = find_dimension(key).label

    def parts(telling: Telling) -> list[Value]:
        return broken_down(telling, "persons_enrolled", key)

    def overlaps(telling: Telling) -> bool:
        whole = telling.counting.figure(FIGURES["persons_enrolled"]).value or 0
        return sum(value.value or 0 for value in parts(telling)) > whole

    return (
        Variable(
            label,
            f"在库人员按{label}分，最多的{NAMED}个和没有填的",
            lambda one: items(one, _most(parts(one))[0]),
            LINE,
        ),
        Variable(f"{label}还有", f"{label}中没有列出的还有几个", lambda one: len(_most(parts(one))[1])),
        Variable(f"{label}有重复", f"是不是有人属于几个{label}，各项相加大于总数", overlaps),
    )


VARIABLES = (
    *(variable for key in BREAKDOWNS for variable in _of_people(key)),
    Variable(
        "联系渠道",
        "联系人次按联系渠道分",
        lambda one: items(one, broken_down(one, "contacts_made", "channel")),
        LINE,
    ),
    Variable(
        "解决问题类别",
        "解决的问题按诉求类别分",
        lambda one: items(one, broken_down(one, "requests_closed_by_category", "request")),
        LINE,
    ),
)
