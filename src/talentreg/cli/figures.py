"""`talentreg figures`: every figure with its definition."""

from talentreg.cli.options import AsJson
from talentreg.cli.output import print_json, print_table, say
from talentreg.figures.catalogue import GROUPS
from talentreg.figures.compute import has_dimension
from talentreg.figures.definition import Figure
from talentreg.figures.dimensions import DIMENSIONS


def list_figures(as_json: AsJson = False) -> None:
    """List the figures by group: name, key, unit, what is counted and what is left out."""
    if as_json:
        print_json([_as_dict(figure) for group in GROUPS.values() for figure in group])
        return
    columns = [
        ("指标", "left"),
        ("代码", "left"),
        ("单位", "left"),
        ("时间", "left"),
        ("数什么", "left"),
        ("不计", "left"),
    ]
    for title, group in GROUPS.items():
        rows = [(f.label, f.key, f.unit, f.time.text, f.definition, f.leaves_out) for f in group]
        print_table(columns, rows, title)
        say()


def _as_dict(figure: Figure) -> dict[str, object]:
    return {
        "key": figure.key,
        "label": figure.label,
        "unit": figure.unit,
        "time": figure.time.value,
        "definition": figure.definition,
        "leaves_out": figure.leaves_out,
        "by": [dimension.key for dimension in DIMENSIONS if has_dimension(figure, dimension)],
    }
