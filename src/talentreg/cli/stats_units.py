"""`talentreg stats --by unit`: every figure for each unit below the scope, counted anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from talentreg.cli.counting import (
    CSV_NAMES,
    csv_cells,
    is_empty,
    say_scope,
    scope_document,
    shown,
    value_document,
)
from talentreg.cli.output import Column, on_terminal, print_csv, print_json, print_table, say, tell, term_safe
from talentreg.cli.stats_asking import Request, Wanted
from talentreg.cli.stats_tables import fits, spread, with_bars
from talentreg.figures.compute import Counting, Value
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.naming import unit_names
from talentreg.figures.ranking import ranked
from talentreg.figures.scopes import stood_in, units_below
from talentreg.records.unit import Unit
from talentreg.store.units import UnitNode

TELLING = (
    "persons_enrolled",
    "persons_contacted",
    "contacts_made",
    "returnees_visited",
    "away_phoned",
    "persons_uncontacted",
    "coverage_rate",
)
"""The figures a screen shows first when it has no room for all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the table; `rank` is its place where units are ranked."""

    unit: UnitNode
    name: str
    values: list[Value]
    rank: int | None = None


def answer_by_unit(counting: Counting, request: Request, wanted: Wanted) -> None:
    """Print some figures of every unit, as a table, JSON or CSV."""
    rows, figures = unit_rows(counting, request), request.figures
    if wanted.as_json:
        print_json(scope_document(counting) | {"rows": [_document(row, request) for row in rows]})
    elif wanted.as_csv:
        _print_csv(rows, request)
    else:
        wholes = counting.figures(figures)
        say_scope(counting)
        told = [at for at, whole in enumerate(wholes) if request.every or not is_empty(whole)]
        rows = [replace(row, values=[row.values[at] for at in told]) for row in rows]
        wholes = [wholes[at] for at in told]
        _print_rows(rows, wholes, request)
        _say_sums([(whole, [row.values[place] for row in rows]) for place, whole in enumerate(wholes)])


def unit_rows(counting: Counting, request: Request) -> list[Row]:
    """Compute the rows: units the period knew, or under which something was counted, in the order asked."""
    units = units_below(counting.tree, counting.unit, request.level)
    rank = request.rank
    asked = request.figures if rank is None or rank in request.figures else [*request.figures, rank]
    found = counting.by_unit(asked, units)
    listed = [unit for unit in units if stood_in(unit, counting.period) or _counted(found[unit.id])]
    names = unit_names(counting.tree, listed)
    places: dict[int, int | None] = dict.fromkeys((unit.id for unit in listed), None)
    if rank:
        at = asked.index(rank)
        places = ranked({unit.id: found[unit.id][at].value for unit in listed})
    nodes = {unit.id: unit for unit in listed}
    shown_values = len(request.figures)
    return [Row(nodes[one], names[one], found[one][:shown_values], place) for one, place in places.items()]


def _counted(values: Sequence[Value]) -> bool:
    return any(value.value for value in values)


def _document(row: Row, request: Request) -> dict[str, Any]:
    place = {"rank": row.rank} if request.rank else {}
    return {"unit": row.name, **place, "figures": [value_document(value) for value in row.values]}


def _print_csv(rows: Sequence[Row], request: Request) -> None:
    ranks = ["rank"] if request.rank else []
    print_csv(
        ["place", *ranks, *CSV_NAMES],
        (
            [row.name, *([row.rank] if ranks else []), *csv_cells(value)]
            for row in rows
            for value in row.values
        ),
    )


def _print_rows(rows: Sequence[Row], wholes: Sequence[Value], request: Request) -> None:
    """Print the figures as rows where all units fit beside one another, else the units as rows."""
    columns: list[Column] = [
        ("指标", "left"),
        *((term_safe(row.name), "right") for row in rows),
        ("合计", "right"),
    ]
    table = [
        [whole.figure.label, *(shown(row.values[place]) for row in rows), shown(whole)]
        for place, whole in enumerate(wholes)
    ]
    few = on_terminal() or len(rows) <= len(wholes)
    if few and not request.named and not request.rank and fits(columns, table):
        print_table(columns, table)
    else:
        _print_by_row(rows, wholes, request)


def _print_by_row(rows: Sequence[Row], wholes: Sequence[Value], request: Request) -> None:
    """Print the units as rows; figures nobody named that have no room are left out, and said."""
    names = [*(term_safe(row.name) for row in rows), "合计"]
    order = _in_turn([whole.figure for whole in wholes], request)
    columns: list[Column] = [(wholes[at].label, "right") for at in order]
    cells = [[shown(values[at]) for at in order] for values in (*(row.values for row in rows), wholes)]
    first: list[Column] = [("名次", "right")] if request.rank else []
    ranks = [[str(row.rank or "—")] for row in rows] + [[""]] if request.rank else [[] for _ in names]
    blocks = list(spread([*names, "单位"], first, columns, cells))
    for block in blocks if request.named else blocks[:1]:
        heads: list[Column] = [*first, ("单位", "left"), *columns[block]]
        body = [[*rank, name, *row[block]] for rank, name, row in zip(ranks, names, cells, strict=True)]
        if at := _barred(order[block], wholes, request):
            heads, body = with_bars(heads, body, [row.values[at[0]].value for row in rows])
        print_table(heads, body)
        say()
    if len(blocks) > 1 and not request.named:
        tell(f"屏幕只列得下{blocks[0].stop}项指标；选别的用 --figure 指标名，要全部用 --csv 或 --json")


def _barred(order: Sequence[int], wholes: Sequence[Value], request: Request) -> list[int]:
    """Choose the figure that is drawn as bars: the one that ranks, or the only one; none otherwise."""
    return list(order) if len(order) == 1 else [at for at in order if wholes[at].figure is request.rank]


def _in_turn(figures: Sequence[Figure], request: Request) -> list[int]:
    """Put the figures that tell most first where nobody named any, and the one that ranks before all."""
    places = list(range(len(figures)))
    if request.named:
        return places
    if not on_terminal():
        return sorted(places, key=lambda at: figures[at] is not request.rank)
    return sorted(places, key=lambda at: (figures[at] is not request.rank, _telling(figures[at]), at))


def _telling(figure: Figure) -> int:
    return TELLING.index(figure.key) if figure.key in TELLING else len(TELLING)


def _say_sums(columns: Sequence[tuple[Value, Sequence[Value]]]) -> None:
    for line in about_sums(
        (whole.value, [value.value for value in values])
        for whole, values in columns
        if whole.figure.mode not in (Mode.RATIO, Mode.HAND) and whole.figure.record is not Unit
    ):
        say(line)


def about_sums(columns: Any) -> Iterator[str]:
    """Say why parts do not add to their whole: people in several, records in none of them."""
    sums = [(whole or 0, sum(value or 0 for value in values)) for whole, values in columns]
    if any(added > whole for whole, added in sums):
        yield "合计已去重：一人在几处都有记录的只计一次，所以小于各处相加"
    if any(added < whole for whole, added in sums):
        yield "合计含不在所列单位之下的：直接记在本级的、没有填单位的"
