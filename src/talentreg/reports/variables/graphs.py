"""Charts a report may show: units beside one another, months after one another."""

from talentreg.figures.catalogue import FIGURES
from talentreg.figures.definition import Figure
from talentreg.figures.dimensions import find_dimension
from talentreg.figures.naming import unit_names
from talentreg.periods import months
from talentreg.reports.charts import Chart, Series
from talentreg.reports.number import Number
from talentreg.reports.variables.by_unit import two_levels
from talentreg.reports.variables.declaring import Telling, Variable
from talentreg.store.units import UnitNode

MOST_UNITS, LEAST_MONTHS = 24, 3
"""A chart of more units cannot be read; one of fewer months shows no course."""


def by_units(title: str, *keys: str) -> Variable:
    """Declare the chart of some figures, a column for each unit right below the report's."""

    def make(telling: Telling) -> Chart | None:
        units = telling.units_below
        if not 1 < len(units) <= MOST_UNITS:
            return None
        figures, names = [FIGURES[key] for key in keys], unit_names(telling.counting.tree, units)
        series = _from_table(telling, figures, units) or _counted(telling, figures, units)
        heading, columns = f"{title}（{figures[0].unit}）", tuple(names[unit.id] for unit in units)
        chart = Chart("column", heading, columns, series)
        return chart if any(point for one in series for point in one.points) else None

    labels = "、".join(FIGURES[key].label for key in keys)
    return Variable(f"{title}图", f"柱形图：各下级单位的{labels}，独占一段", make)


def _from_table(telling: Telling, figures: list[Figure], units: list[UnitNode]) -> tuple[Series, ...]:
    """Take the points from the table of units if the report has one with these figures."""
    labels = [figure.label for figure in figures]
    if "单位统计" not in telling.names or not telling.names.issuperset(f".{label}" for label in labels):
        return ()
    found = {
        (label, number.scope): number
        for line in two_levels(telling)
        for label, number in line.items()
        if isinstance(number, Number)
    }
    return tuple(Series(label, tuple(found[label, unit.code] for unit in units)) for label in labels)


def _counted(telling: Telling, figures: list[Figure], units: list[UnitNode]) -> tuple[Series, ...]:
    found = telling.counting.by_unit(figures, units)
    return tuple(
        Series(figure.label, tuple(telling.tracked(found[unit.id][place], unit) for unit in units))
        for place, figure in enumerate(figures)
    )


def by_months(title: str, *keys: str) -> Variable:
    """Declare the chart of some figures over the months of the period; three at least."""

    def make(telling: Telling) -> Chart | None:
        codes, dimension = months(telling.period), find_dimension("month")
        if len(codes) < LEAST_MONTHS:
            return None
        series = tuple(
            Series(FIGURES[key].label, tuple(map(telling.tracked, parts)))
            for key in keys
            if len(parts := telling.counting.by_dimension(FIGURES[key], dimension)) == len(codes)
        )
        known = any(point for one in series for point in one.points)
        names = tuple(f"{int(code[5:])}月" for code in codes)
        return Chart("line", f"{title}（{FIGURES[keys[0]].unit}）", names, series) if known else None

    labels = "、".join(FIGURES[key].label for key in keys)
    return Variable(f"{title}图", f"折线图：统计期内各月的{labels}，独占一段；不到三个月的没有图", make)


VARIABLES = (
    by_units("各单位登记和联系人才", "persons_enrolled", "persons_contacted"),
    by_units("各单位走访和电话联系人员", "returnees_visited", "away_phoned"),
    by_months("各月联系人次", "contacts_made"),
)
