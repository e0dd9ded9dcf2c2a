"""`talentreg figures check`: whether figures of a file fit the register, and what they come to."""

from talentreg.cli.counting import counting_in, remark, say_scope, scope_document, shown, value_document
from talentreg.cli.figures_asking import DeclaredIn, read_file
from talentreg.cli.options import AsJson, Db, UnitName, takes_period
from talentreg.cli.output import print_json, print_table, say, tell
from talentreg.figures.office import make_figures
from talentreg.periods import Period
from talentreg.reports.variables.catalogue import RESERVED


@takes_period
def check_figures(
    place: DeclaredIn, period: Period, unit: UnitName = None, as_json: AsJson = False, db: Db = None
) -> None:
    """Check the figures of a file and count them, without keeping anything."""
    declarations = read_file(place)
    with counting_in(db, period, unit) as counting:
        figures = make_figures(counting.connection, declarations, period.as_of, RESERVED)
        values = counting.figures(figures)
        if as_json:
            told = [value_document(value) | {"definition": value.figure.definition} for value in values]
            print_json(scope_document(counting) | {"figures": told})
            return
        say_scope(counting)
        heads = [("指标", "left"), ("数值", "right"), ("单位", "left"), ("说明", "left"), ("数什么", "left")]
        print_table(heads, [(v.label, shown(v), v.unit, remark(v), v.figure.definition) for v in values])
        say()
    tell(f"写法没有问题，还没有加进登记册；加进去：talentreg figures add {place}")
