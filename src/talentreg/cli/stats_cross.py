"""`talentreg stats --by unit,channel`: figures as tables of two dimensions, every total counted anew."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from talentreg.cli.counting import CSV_NAMES, say_scope, scope_document, shown, value_document
from talentreg.cli.output import Column, print_csv, print_json, print_table, say, term_safe
from talentreg.cli.stats_asking import Axis, Request, Wanted
from talentreg.cli.stats_tables import spread
from talentreg.cli.stats_units import about_sums, unit_rows
from talentreg.cli.stats_words import word_places
from talentreg.figures.breakdown import Key
from talentreg.figures.compute import Counting, Number, Value
from talentreg.figures.definition import Figure
from talentreg.figures.dimensions import Dimension


@dataclass(frozen=True, slots=True)
class Part:
    """One row or column: a unit or a word, with what the figure comes to there as a whole."""

    key: str
    label: str
    value: Number
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Cross:
    """One figure's table; a cell for every row and column."""

    whole: Value
    rows: list[Part]
    columns: list[Part]
    cells: list[list[int]]


class _Crossing:
    """What the tables of all figures have in common: the axes, and the units where one of them is units."""

    def __init__(self, counting: Counting, request: Request) -> None:
        self.counting, self.request = counting, request
        self.units = unit_rows(counting, request) if None in request.axes else []

    def table(self, figure: Figure) -> Cross:
        """Compute one figure's table."""
        (rows, columns), counting = self.request.axes, self.counting
        if rows is not None and columns is not None:
            found = counting.crossed(figure, rows, columns)
        else:
            found = self._under_units(figure)
        down, across = self._parts(figure, rows, ranks=True), self._parts(figure, columns)
        for place, (axis, parts) in enumerate(((rows, down), (columns, across))):
            if axis is not None:
                parts.update(_only_in_parts(axis, {key[place] for key in found} - parts.keys()))
        cells = [[found.get((one, other), 0) for other in across] for one in down]
        return Cross(counting.figure(figure), list(down.values()), list(across.values()), cells)

    def _under_units(self, figure: Figure) -> dict[Key, Any]:
        """Count a figure under the units on one axis and the words on the other."""
        columns = self.request.axes[1]
        dimensions = [axis for axis in self.request.axes if axis is not None]
        found = self.counting.by_words(figure, dimensions, [row.unit for row in self.units])
        if columns is None:  # the unit comes first in what was counted
            return {(word, unit): count for (unit, word), count in found.items()}
        return found

    def _parts(self, figure: Figure, axis: Axis, *, ranks: bool = False) -> dict[Any, Part]:
        if axis is None:
            at = self.request.figures.index(figure)
            return {
                row.unit.id: Part(row.unit.code, row.name, row.values[at].value, row.rank)
                for row in self.units
            }
        values = {value.word: value for value in self.counting.by_dimension(figure, axis)}
        places: dict[str, int | None] = dict.fromkeys(values)
        if ranks and self.request.rank:
            by = {v.word: v.value for v in self.counting.by_dimension(self.request.rank, axis)}
            places = word_places(by, list(dict.fromkeys([*by, *values])), axis)
        return {
            word: Part(word, axis.shown(word), values[word].value, place)
            for word, place in places.items()
            if word in values
        }


def _only_in_parts(axis: Dimension, words: Set[str]) -> dict[str, Part]:
    """Give words under which nobody counts in the whole: there another figure has those who do in a part."""
    return {word: Part(word, axis.shown(word), 0) for word in sorted(words)}


def answer_crossed(counting: Counting, request: Request, wanted: Wanted) -> None:
    """Print a table of two dimensions for every figure, as tables, JSON or CSV."""
    counting.figures(request.figures)
    crossing = _Crossing(counting, request)
    crosses = [crossing.table(figure) for figure in request.figures]
    ranks = request.rank is not None
    if wanted.as_json:
        documents = [_document(cross, ranks=ranks) for cross in crosses]
        print_json(scope_document(counting) | {"figures": documents})
    elif wanted.as_csv:
        _print_csv(crosses, ranks=ranks)
    else:
        say_scope(counting)
        labels = [axis.label if axis else "单位" for axis in request.axes]
        for cross in crosses:
            if cross.columns and cross.rows and (cross.whole.value or request.named):
                _print_cross(cross, labels, ranks=ranks)
            elif request.named:
                say(f"{cross.whole.label}：{shown(cross.whole)}，没有可分列的\n")


def _document(cross: Cross, *, ranks: bool) -> dict[str, Any]:
    rows = [
        _part(row)
        | ({"rank": row.rank} if ranks else {})
        | {"by": [_part(one) | {"value": count} for one, count in zip(cross.columns, counts, strict=True)]}
        for row, counts in zip(cross.rows, cross.cells, strict=True)
    ]
    return value_document(cross.whole) | {"by": rows, "totals": [_part(one) for one in cross.columns]}


def _part(part: Part) -> dict[str, Any]:
    return {"key": part.key, "label": part.label, "value": part.value}


def _print_csv(crosses: Sequence[Cross], *, ranks: bool) -> None:
    told = ["row", "row_label", "column", "column_label", *(["rank"] if ranks else [])]
    print_csv(
        [*CSV_NAMES[:5], *told],
        (
            [
                *(cross.whole.figure.key, cross.whole.label, count),
                *(cross.whole.unit, cross.whole.figure.time.value),
                *(row.key, row.label, column.key, column.label),
                *([row.rank] if ranks else []),
            ]
            for cross in crosses
            for row, counts in zip(cross.rows, cross.cells, strict=True)
            for column, count in zip(cross.columns, counts, strict=True)
        ),
    )


def _print_cross(cross: Cross, labels: Sequence[str], *, ranks: bool) -> None:
    names = [*(term_safe(row.label) for row in cross.rows), "合计"]
    heads: list[Column] = [(term_safe(one.label), "right") for one in cross.columns] + [("合计", "right")]
    cells = [[*map(str, counts), str(row.value)] for row, counts in zip(cross.rows, cross.cells, strict=True)]
    cells.append([*(str(one.value) for one in cross.columns), shown(cross.whole)])
    leading = [[str(row.rank or "—")] for row in cross.rows] + [[""]] if ranks else [[] for _ in names]
    first: list[Column] = [("名次", "right")] if ranks else []
    title = f"{cross.whole.label}（{cross.whole.unit}），{labels[0]}×{labels[1]}"
    for block in spread([*names, labels[0]], first, heads, cells):
        body = [[*lead, name, *row[block]] for lead, name, row in zip(leading, names, cells, strict=True)]
        print_table([*first, (labels[0], "left"), *heads[block]], body, title)
        say()
    if remarks := list(about_sums(_sums(cross))):
        say("\n".join([*remarks, ""]))


def _sums(cross: Cross) -> list[tuple[Number, Sequence[Number]]]:
    """Pair every total with the numbers it stands beside: of each row, of each column, of the totals."""
    rows = [(row.value, list(counts)) for row, counts in zip(cross.rows, cross.cells, strict=True)]
    columns = [
        (column.value, [counts[place] for counts in cross.cells])
        for place, column in enumerate(cross.columns)
    ]
    ends = [(cross.whole.value, [part.value for part in parts]) for parts in (cross.rows, cross.columns)]
    return [*rows, *columns, *ends]
