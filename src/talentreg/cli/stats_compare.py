"""`talentreg stats --compare`: every figure beside the period before and the same period of last year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from talentreg.cli.counting import (
    CSV_NAMES,
    csv_cells,
    period_document,
    remark,
    say_scope,
    shown,
    value_document,
)
from talentreg.cli.counting import scope_document as scope_of
from talentreg.cli.output import Column, print_csv, print_json, print_table, say
from talentreg.cli.stats_asking import Request, Wanted
from talentreg.cli.stats_groups import by_group, say_folded
from talentreg.cli.stats_tables import Cells, fits
from talentreg.figures.breakdown import tidy
from talentreg.figures.compute import Counting, Number, Value
from talentreg.figures.definition import Mode
from talentreg.periods import Period, period_before, year_before

NAMES = {"previous": "上期", "last_year": "去年同期"}
CHANGES = tuple(f"{name}{what}" for name in NAMES for what in ("", "_change", "_percent"))


@dataclass(frozen=True, slots=True)
class Change:
    """What a figure was in another period, and how it has changed since.

    `percent` is None where there is nothing to divide by, and for shares, which change in points.
    """

    before: Value
    change: Number
    percent: float | None


Changes = dict[str, dict[str, Change]]
"""The changes of every figure, by its key and the name of the other period."""


def answer_compared(counting: Counting, request: Request, wanted: Wanted) -> None:
    """Print some figures with their changes, as tables, JSON or CSV."""
    periods = {"previous": period_before(counting.period), "last_year": year_before(counting.period)}
    others = {name: Counting(counting.connection, one, counting.unit) for name, one in periods.items()}
    values = counting.figures(request.figures)
    before = {name: other.figures(request.figures) for name, other in others.items()}
    changes = {
        value.figure.key: {name: changed(value, then[place]) for name, then in before.items()}
        for place, value in enumerate(values)
    }
    if wanted.as_json:
        compared = {name: period_document(period) for name, period in periods.items()}
        figures = [value_document(value) | _document(changes[value.figure.key]) for value in values]
        print_json(scope_of(counting) | {"compared": compared, "figures": figures})
    elif wanted.as_csv:
        rows = ([*csv_cells(one), *_document(changes[one.figure.key]).values()] for one in values)
        print_csv([*CSV_NAMES, *CHANGES], rows)
    else:
        say_scope(counting)
        told = _told_apart(periods)
        _say_periods(counting.period, told)
        _print_changes(list(by_group(counting, values, request)), changes, tuple(told))
        say_folded(counting, values, request)


def changed(now: Value, before: Value) -> Change:
    """Compare a figure with what it was."""
    if now.value is None or before.value is None:
        return Change(before, None, None)
    change = now.value - before.value
    if now.figure.mode is Mode.RATIO:
        return Change(before, round(change, 1), None)
    hundredfold = 100 * Decimal(str(tidy(change)))
    percent = _tenths(hundredfold / Decimal(str(before.value))) if before.value else None
    return Change(before, tidy(change), percent)


def _tenths(number: Decimal) -> float:
    return float(number.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _document(changes: dict[str, Change]) -> dict[str, Any]:
    return {
        f"{name}{what}": told
        for name, one in changes.items()
        for what, told in (("", one.before.value), ("_change", one.change), ("_percent", one.percent))
    }


def _told_apart(periods: dict[str, Period]) -> dict[str, Period]:
    """Leave the period before out where it is that of last year: a year's, a festival's."""
    return {name: one for name, one in periods.items() if name == "last_year" or one != periods["last_year"]}


def _say_periods(period: Period, others: dict[str, Period]) -> None:
    say("  ".join(f"{NAMES[name]}：{other.label}" for name, other in others.items()))
    if period.running and period.day is None:
        whole = "与上期全期相比；去年同期也是全期" if len(others) > 1 else "去年同期是全期"
        say(f"本期未结束，{whole}")
    say()


def _print_changes(
    groups: Sequence[tuple[str, list[Value]]], changes: Changes, told: tuple[str, ...]
) -> None:
    """Print the fullest tables that fit: with remarks, with units, in the end one for each other period."""
    values = [value for _, group in groups for value in group]
    for layout in _layouts(told):
        if all(fits(*_table(values, changes, parts)) for parts in layout):
            break
    for parts in layout:
        for title, group in groups:
            print_table(*_table(group, changes, parts), title)
            say()


def _layouts(told: tuple[str, ...]) -> Iterator[list[tuple[str, ...]]]:
    """Give the columns of each table, the fullest layout first."""
    yield [("unit", *told, "remark")]
    yield [("unit", *told)]
    yield [told]
    yield [(name,) for name in told]


def _table(
    values: Sequence[Value], changes: Changes, parts: tuple[str, ...]
) -> tuple[list[Column], list[Cells]]:
    columns: list[Column] = [("指标", "left"), ("数值", "right")]
    for part in parts:
        if part in NAMES:
            columns += [(NAMES[part], "right"), ("增减", "right")]
        else:
            columns.append(("单位", "left") if part == "unit" else ("说明", "left"))
    rows = []
    for value in values:
        row = [value.label, shown(value)]
        for part in parts:
            if part in NAMES:
                one = changes[value.figure.key][part]
                row += [shown(one.before), _told(one)]
            else:
                row.append(value.unit if part == "unit" else remark(value))
        rows.append(row)
    return columns, rows


def _told(one: Change) -> str:
    """Write a change: +12 +5.3%, a share's in points."""
    if one.change is None:
        return "—"
    if one.before.figure.mode is Mode.RATIO:
        return f"{one.change:+.1f}个百分点"
    percent = f" {one.percent:+.1f}%" if one.percent is not None else ""
    return f"{one.change:+}{percent}" if one.change else "0"
