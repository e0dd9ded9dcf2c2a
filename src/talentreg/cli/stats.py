"""`talentreg stats`: the figures of a period and a unit."""

from typing import Annotated

import typer

from talentreg.cli.counting import (
    CSV_NAMES,
    counting_in,
    csv_cells,
    remark,
    say_scope,
    scope_document,
    shown,
    tell_broken,
    value_document,
)
from talentreg.cli.options import AsJson, Db, UnitName, takes_period
from talentreg.cli.output import print_csv, print_json, print_table, say
from talentreg.cli.stats_asking import Request, Wanted, check_words, read_request
from talentreg.cli.stats_compare import answer_compared
from talentreg.cli.stats_cross import answer_crossed
from talentreg.cli.stats_groups import by_group, say_folded
from talentreg.cli.stats_units import answer_by_unit
from talentreg.cli.stats_words import answer_by_words
from talentreg.cli.submitted_note import tell_submitted
from talentreg.figures.compute import Counting
from talentreg.periods import Period
from talentreg.records.vocabulary import LEVEL

By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="分类",
        help="按单位(unit)、学历(degree)、渠道(channel)、月份(month)等分列；写两个是交叉表：unit,channel；"
        "产业人才地图即 行业×地域",
    ),
]
Level = Annotated[
    str,
    typer.Option(
        "--level",
        metavar="层级",
        help=f"和 --by unit 一起：列这一级的单位，{LEVEL.listed()}",
        show_default=False,
    ),
]
Figures = Annotated[
    list[str] | None,
    typer.Option("--figure", metavar="指标", help="只要这个指标或这一组，可以写几次", show_default=False),
]
Rank = Annotated[
    str,
    typer.Option(
        "--rank", metavar="指标", help="和 --by 一起：按这个指标从大到小排，注明名次", show_default=False
    ),
]
Every = Annotated[bool, typer.Option("--all", help="还没有记录可数的指标也逐项列出")]
Compare = Annotated[bool, typer.Option("--compare", help="和上期、去年同期相比")]
AsCsv = Annotated[
    bool,
    typer.Option(
        "--csv",
        help="输出 CSV（UTF-8），一行一个数：key,label,value,unit,time…；按单位分列多 place，"
        "按分类多 word,word_label，交叉表多 row,row_label,column,column_label，排名多 rank，"
        "相比多 previous、last_year 及各自的 _change、_percent",
    ),
]


@takes_period
def stats(
    period: Period,
    unit: UnitName = None,
    by: By = None,
    level: Level = "",
    figure: Figures = None,
    rank: Rank = "",
    compare: Compare = False,
    every: Every = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    db: Db = None,
) -> None:
    """Print the figures of a period, by default the current quarter."""
    wanted = Wanted(by, figure or (), level, rank, compare, as_json, as_csv, every)
    check_words(wanted)
    with counting_in(db, period, unit) as counting:
        if not figure:
            tell_broken(counting)
        _answer(counting, read_request(wanted, counting), wanted)


def _answer(counting: Counting, request: Request, wanted: Wanted) -> None:
    if len(request.axes) == 2:
        answer_crossed(counting, request, wanted)
    elif request.axes and (dimension := request.axes[0]):
        answer_by_words(counting, request, wanted, dimension)
    elif request.axes:
        answer_by_unit(counting, request, wanted)
    elif wanted.compare:
        answer_compared(counting, request, wanted)
    else:
        _answer_plainly(counting, request, wanted)


def _answer_plainly(counting: Counting, request: Request, wanted: Wanted) -> None:
    values = counting.figures(request.figures)
    if wanted.as_json:
        print_json(scope_document(counting) | {"figures": [value_document(value) for value in values]})
        return
    if wanted.as_csv:
        print_csv(CSV_NAMES, map(csv_cells, values))
        return
    say_scope(counting)
    columns = [("指标", "left"), ("数值", "right"), ("单位", "left"), ("说明", "left")]
    for title, some in by_group(counting, values, request):
        print_table(columns, [(v.label, shown(v), v.unit, remark(v)) for v in some], title)
        say()
    say_folded(counting, values, request)
    say("每个数字的依据：talentreg why 指标名；口径：talentreg figures show 指标名")
    tell_submitted(counting, values)
