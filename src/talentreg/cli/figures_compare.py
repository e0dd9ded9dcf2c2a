"""`talentreg figures compare`: one thing counted in several ways, side by side."""

from collections.abc import Sequence

from talentreg.cli.counting import counting_in, remark, say_scope, scope_document, shown, value_document
from talentreg.cli.figures_show import Named
from talentreg.cli.options import AsJson, Db, UnitName, takes_period
from talentreg.cli.output import print_json, print_table, say
from talentreg.errors import Refused
from talentreg.figures.catalogue import FIGURES
from talentreg.figures.compute import Counting, Value
from talentreg.figures.definition import Figure
from talentreg.periods import Period


@takes_period
def compare_figures(
    figures: Named, period: Period, unit: UnitName = None, as_json: AsJson = False, db: Db = None
) -> None:
    """Count one figure in all its ways, or several figures, in one period and unit."""
    with counting_in(db, period, unit) as counting:
        values = counting.figures(_asked(counting, figures))
        if as_json:
            told = [value_document(value) | {"definition": value.figure.definition} for value in values]
            print_json(scope_document(counting) | {"figures": told})
            return
        say_scope(counting)
        _print_values(values)


def _asked(counting: Counting, names: Sequence[str]) -> list[Figure]:
    """Return the figures that are named; of a single one also the other ways of counting the same."""
    named = list(dict.fromkeys(counting.find(name) for name in names))
    if len(named) > 1:
        return named
    (figure,) = named
    same = next((one for one in FIGURES.values() if figure in (one, *one.variants)), figure)
    if not same.variants:
        several = "、".join(one.label for one in FIGURES.values() if one.variants)
        raise Refused(f"「{figure.label}」只有一种口径", f"再写一个指标一起比较；有几种口径的是：{several}")
    return [same, *same.variants]


def _print_values(values: Sequence[Value]) -> None:
    heads = [("口径", "left"), ("数值", "right"), ("单位", "left"), ("说明", "left"), ("数什么", "left")]
    remarks = any(map(remark, values))
    rows = [
        [value.label, shown(value), value.unit, *([remark(value)] * remarks), value.figure.definition]
        for value in values
    ]
    print_table([head for head in heads if remarks or head[0] != "说明"], rows)
    say()
    say("每个数字的依据：talentreg why 口径名")
