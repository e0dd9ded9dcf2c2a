"""Which units a table by unit lists: those below a scope, those of one level, those the period knew."""

from talentreg.errors import Refused
from talentreg.periods import Period
from talentreg.records.vocabulary import LEVEL
from talentreg.store.units import UnitNode, UnitTree


def units_below(tree: UnitTree, scope: UnitNode | None, level: str = "") -> list[UnitNode]:
    """List the units directly below a scope, or all below it of one level.

    Without a scope a single top unit stands for the register. Raises Refused where there are none.
    """
    if level:
        units = [
            node
            for node in tree.nodes.values()
            if node.level == level and node != scope and tree.within(node.id, scope.id if scope else None)
        ]
        what = f"{LEVEL.text(level)}一级的单位"
    else:
        top = scope or tree.top()
        units, what = tree.children(top.id if top else None), "下级单位"
    if not units:
        where = f"「{scope.name}」" if scope else "登记册里"
        raise Refused(f"{where}没有{what}", "去掉 --by unit 看它自己的数字，或换一个层级、换一个单位")
    return units


def stood_in(unit: UnitNode, period: Period) -> bool:
    """Whether a unit stood on any day of a period."""
    return not unit.is_closed(period.start) and not unit.opens_after(period.last_day)
