"""What `stats`, `why` and `report` have in common: the scope they count in and how a number is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from talentreg.cli.output import say, warn
from talentreg.figures.breakdown import tidy
from talentreg.figures.compute import Counting, Value
from talentreg.figures.definition import Mode
from talentreg.figures.hand import Typed, is_mixed
from talentreg.figures.office import MENDING
from talentreg.periods import Period, chinese_day
from talentreg.places import register_path
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units

CSV_NAMES = ("key", "label", "value", "unit", "time", "numerator", "denominator", "late", "in_period")
"""The columns of a figure in CSV."""


@contextmanager
def counting_in(db: Path | None, period: Period, unit: str | None) -> Iterator[Counting]:
    """Open the register and count in a scope."""
    with open_for_reading(register_path(db)).reading() as connection:
        scope = load_units(connection).find(unit, period.as_of) if unit else None
        yield Counting(connection, period, scope)


def shown(value: Value) -> str:
    """Write a number for the terminal; unknown is —."""
    return value.text


def is_empty(value: Value) -> bool:
    """Whether the register holds nothing a figure could count: it is unknown, not zero."""
    return value.value is None and value.whole is None and not value.typed


def tell_broken(counting: Counting) -> None:
    """Say which figures of the office's own cannot be counted any more, and why."""
    office = counting.office
    for key, error in office.broken.items():
        warn(f"自定义指标「{office.labels[key]}」现在算不出：{error.message}；{error.hint or MENDING}")


def say_scope(counting: Counting) -> None:
    """Print the period and the unit above what was counted."""
    say(f"{counting.period.label}  {counting.tree.path(counting.unit_id) or '全部单位'}")
    say()


def remark(value: Value) -> str:
    """Write what stands beside a number: a share's parts, the period's own, what came late or by hand."""
    if value.figure.mode is Mode.HAND:
        return about_typed(value)
    if value.whole is not None:
        return "，".join([f"{value.part}÷{value.whole}", *([since_text(value)] if value.since else [])])
    within = [f"{since_text(value)}，其中本期{value.within}"] if value.within is not None else []
    return "，".join([*within, *([f"其中补录{value.late}条"] if value.late else [])])


def since_text(value: Value) -> str:
    """Write from when a cumulative figure counts."""
    return f"{chinese_day(value.since)}以来" if value.since else "累计"


def about_typed(value: Value) -> str:
    """Write where a hand-entered number comes from, and why it may have none."""
    if is_mixed(value.typed):
        return f"手工录入，{len(value.typed)}处的计量单位不同，不能相加"
    if len(value.typed) > 1:
        latest = max(one.on for one in value.typed)
        return f"手工录入，{len(value.typed)}处相加，最近{chinese_day(latest)}"
    told = [part for one in value.typed for part in (chinese_day(one.on), one.source, one.by) if part]
    return "，".join(["手工录入", *told]) if told else "手工录入，本范围没有填报"


def scope_document(counting: Counting) -> dict[str, Any]:
    """Return the period and unit a JSON answer speaks of; days are inclusive."""
    return {
        "period": period_document(counting.period),
        "unit": counting.unit.name if counting.unit else None,
    }


def period_document(period: Period) -> dict[str, Any]:
    """Return a period for JSON, both days its own, and the day cumulative figures count from."""
    told = {"label": period.label, "start": period.start, "end": period.last_day}
    return told | ({"baseline": period.since} if period.since else {})


def value_document(value: Value) -> dict[str, Any]:
    """Return one figure for JSON; a share adds its part and whole, late records show when there are any."""
    figure = value.figure
    document: dict[str, Any] = {
        "key": value.reference,
        "label": value.label,
        "value": value.value,
        "unit": value.unit,
        "time": figure.time.value,
    }
    if value.whole is not None:
        document |= {"numerator": value.part, "denominator": value.whole}
    if value.late:
        document["late"] = value.late
    if value.within is not None:
        document["in_period"] = value.within
    if value.since:
        document["since"] = value.since
    if figure.mode is Mode.HAND:
        document["by_hand"] = [_typed_document(one) for one in value.typed]
    return document


def _typed_document(typed: Typed) -> dict[str, Any]:
    told = {"record": typed.record, "value": tidy(typed.amount), "unit": typed.measure}
    return told | {"on": typed.on, "source": typed.source, "by": typed.by}


def csv_cells(value: Value) -> list[object]:
    """Return one figure for CSV, in the order of CSV_NAMES."""
    document = value_document(value)
    return [document.get(name) for name in CSV_NAMES]
