"""`talentreg stats --by 学历`: every figure under the words of one dimension."""

from collections.abc import Sequence
from typing import Any

from talentreg.cli.counting import CSV_NAMES, csv_cells, say_scope, scope_document, shown, value_document
from talentreg.cli.output import Column, print_csv, print_json, print_table, say
from talentreg.cli.stats_asking import Request, Wanted
from talentreg.cli.stats_tables import with_bars
from talentreg.figures.breakdown import tidy
from talentreg.figures.compute import Counting, Value
from talentreg.figures.dimensions import Dimension
from talentreg.figures.ranking import ranked

Places = dict[str, int | None]
"""Words in the order they are told, each with its place; empty where nothing is ranked."""


def answer_by_words(counting: Counting, request: Request, wanted: Wanted, dimension: Dimension) -> None:
    """Print some figures under every word, as tables, JSON or CSV."""
    counting.figures(request.figures)
    parts = {figure.key: counting.by_dimension(figure, dimension) for figure in request.figures}
    places = _places(counting, request, dimension, parts)
    if places:
        parts = {key: _in_turn(some, places) for key, some in parts.items()}
    if wanted.as_json:
        documents = [
            value_document(counting.figure(figure))
            | {"by": [_document(v, places) for v in parts[figure.key]]}
            for figure in request.figures
        ]
        print_json(scope_document(counting) | {"figures": documents})
    elif wanted.as_csv:
        _print_csv([value for some in parts.values() for value in some], places)
    else:
        say_scope(counting)
        for figure in request.figures:
            _print_parts(counting.figure(figure), parts[figure.key], places, named=request.named)


def word_places(numbers: dict[str, Any], words: Sequence[str], dimension: Dimension) -> Places:
    """Rank words by their number; those who have none come last, without a place."""
    filled = {word: numbers.get(word, 0) for word in words if word != dimension.blank}
    return ranked(filled) | ({dimension.blank: None} if dimension.blank in words else {})


def _places(
    counting: Counting, request: Request, dimension: Dimension, parts: dict[str, list[Value]]
) -> Places:
    if request.rank is None:
        return {}
    by = parts[request.rank.key]
    words = dict.fromkeys(value.word for some in (by, *parts.values()) for value in some)
    return word_places({value.word: value.value for value in by}, list(words), dimension)


def _in_turn(parts: Sequence[Value], places: Places) -> list[Value]:
    order = {word: turn for turn, word in enumerate(places)}
    return sorted(parts, key=lambda value: order[value.word])


def _document(value: Value, places: Places) -> dict[str, Any]:
    assert value.dimension is not None
    document = {"key": value.word, "label": value.dimension.shown(value.word), "value": value.value}
    return document | ({"rank": places[value.word]} if places else {})


def _print_csv(values: Sequence[Value], places: Places) -> None:
    names = ["word", "word_label", *(["rank"] if places else [])]
    rows = []
    for value in values:
        assert value.dimension is not None
        told = [value.word, value.dimension.shown(value.word), *([places[value.word]] if places else [])]
        rows.append([value.figure.key, value.figure.label, *csv_cells(value)[2:5], *told])
    print_csv([*CSV_NAMES[:5], *names], rows)


def _print_parts(whole: Value, parts: Sequence[Value], places: Places, *, named: bool) -> None:
    """Print one figure under every word; a figure nobody named that counts nothing is left out."""
    if not parts:
        if named:
            say(f"{whole.label}：{shown(whole)}，没有可分列的")
        return
    dimension, unit = parts[0].dimension, whole.figure.unit
    assert dimension is not None
    columns: list[Column] = [(dimension.label, "left"), ("数值", "right"), ("单位", "left")]
    rows = [[dimension.shown(value.word), shown(value), unit] for value in parts]
    total = tidy(sum(value.value or 0 for value in parts))
    remark = "（合计已去重）" if total > (whole.value or 0) else ""
    rows.append([f"合计{remark}", shown(whole), unit])
    if places:
        columns.insert(0, ("名次", "right"))
        ranks = [str(places[value.word] or "—") for value in parts]
        rows = [[rank, *row] for rank, row in zip([*ranks, ""], rows, strict=True)]
    columns, rows = with_bars(columns, rows, [value.value for value in parts])
    print_table(columns, rows, whole.figure.label)
    say()
