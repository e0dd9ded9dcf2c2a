"""`talentreg stats`: the figures of a period and a unit."""

from typing import Annotated, Any

import typer

from talentreg.cli.counting import counting_in, scope_document, shown, value_document
from talentreg.cli.options import AsJson, Db, UnitName, takes_period
from talentreg.cli.output import print_json, print_table, say
from talentreg.errors import Refused
from talentreg.figures.catalogue import FIGURES, GROUPS
from talentreg.figures.compute import Counting, Value, has_dimension
from talentreg.figures.dimensions import Dimension, find_dimension
from talentreg.periods import Period
from talentreg.store.units import UnitNode

By = Annotated[
    str | None, typer.Option("--by", metavar="分类", help="按单位(unit)、学历(degree)、渠道(channel)等分列")
]


@takes_period
def stats(
    period: Period,
    unit: UnitName = None,
    by: By = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Print every figure of a period, by default the current quarter."""
    dimension = find_dimension(by, "单位(unit)") if by and by not in ("unit", "单位") else None
    with counting_in(db, period, unit) as counting:
        if dimension:
            _by_dimension(counting, dimension, as_json=as_json)
        elif by:
            _by_unit(counting, as_json=as_json)
        else:
            _plain(counting, as_json=as_json)


def _plain(counting: Counting, *, as_json: bool) -> None:
    values = {value.figure.key: value for value in counting.figures()}
    if as_json:
        print_json(
            scope_document(counting) | {"figures": [value_document(value) for value in values.values()]}
        )
        return
    _say_scope(counting)
    columns = [("指标", "left"), ("数值", "right"), ("单位", "left"), ("说明", "left")]
    for title, group in GROUPS.items():
        rows = [(f.label, shown(values[f.key]), f.unit, _remark(values[f.key])) for f in group]
        print_table(columns, rows, title)
        say()
    say("每个数字的依据：talentreg why 指标名；口径：talentreg figures")


def _by_dimension(counting: Counting, dimension: Dimension, *, as_json: bool) -> None:
    figures = [figure for figure in FIGURES.values() if has_dimension(figure, dimension)]
    parts = {figure.key: counting.by_dimension(figure, dimension) for figure in figures}
    wholes = {figure.key: counting.figure(figure) for figure in figures}
    if as_json:
        documents = [
            value_document(wholes[f.key]) | {"by": [_part(v) for v in parts[f.key]]} for f in figures
        ]
        print_json(scope_document(counting) | {"figures": documents})
        return
    _say_scope(counting)
    columns = [(dimension.label, "left"), ("数值", "right"), ("单位", "left")]
    for figure in figures:
        if not parts[figure.key]:
            continue
        rows = [(dimension.shown(value.word), shown(value), figure.unit) for value in parts[figure.key]]
        total = sum(int(value.value or 0) for value in parts[figure.key])
        remark = "（合计已去重）" if total > int(wholes[figure.key].value or 0) else ""
        print_table(columns, [*rows, (f"合计{remark}", shown(wholes[figure.key]), figure.unit)], figure.label)
        say()


def _by_unit(counting: Counting, *, as_json: bool) -> None:
    units = _units_below(counting)
    found = counting.by_unit(list(FIGURES.values()), units)
    if as_json:
        rows = [
            {"unit": unit.name, "figures": [value_document(value) for value in found[unit.id]]}
            for unit in units
        ]
        print_json(scope_document(counting) | {"rows": rows})
        return
    _say_scope(counting)
    wholes = counting.figures()
    columns = [("指标", "left"), *((unit.name, "right") for unit in units), ("合计", "right")]
    print_table(
        columns,
        [
            [whole.label, *(shown(found[unit.id][place]) for unit in units), shown(whole)]
            for place, whole in enumerate(wholes)
        ],
    )
    say("各单位分别统计，合计已去重，不一定等于各列相加")


def _units_below(counting: Counting) -> list[UnitNode]:
    top = counting.unit or counting.tree.top()
    units = counting.tree.children(top.id if top else None)
    if not units:
        raise Refused(
            f"「{counting.tree.name(counting.unit_id)}」没有下级单位", "去掉 --by unit 看它自己的数字"
        )
    return units


def _part(value: Value) -> dict[str, Any]:
    assert value.dimension is not None
    return {"key": value.word, "label": value.dimension.shown(value.word), "value": value.value}


def _say_scope(counting: Counting) -> None:
    unit = counting.tree.path(counting.unit_id) or "全部单位"
    say(f"{counting.period.label}  {unit}")
    say()


def _remark(value: Value) -> str:
    if value.whole is not None:
        return f"{value.part}÷{value.whole}"
    return f"其中补录{value.late}条" if value.late else ""
