"""What `stats`, `why` and `report` have in common: the scope they count in and how a number is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from talentreg.cli.output import say
from talentreg.figures.compute import Counting, Value
from talentreg.periods import Period
from talentreg.places import register_path
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units

CSV_NAMES = ("key", "label", "value", "unit", "time", "numerator", "denominator", "late")
"""The columns of a figure in CSV."""


@contextmanager
def counting_in(db: Path | None, period: Period, unit: str | None) -> Iterator[Counting]:
    """Open the register and count in a scope."""
    with open_for_reading(register_path(db)).reading() as connection:
        scope = load_units(connection).find(unit, period.as_of) if unit else None
        yield Counting(connection, period, scope)


def shown(value: Value) -> str:
    """Write a number for the terminal; unknown is —."""
    if value.value is None:
        return "—"
    return f"{value.value:.1f}" if isinstance(value.value, float) else str(value.value)


def say_scope(counting: Counting) -> None:
    """Print the period and the unit above what was counted."""
    say(f"{counting.period.label}  {counting.tree.path(counting.unit_id) or '全部单位'}")
    say()


def remark(value: Value) -> str:
    """Write what stands beside a number: the part and the whole of a share, the records typed late."""
    if value.whole is not None:
        return f"{value.part}÷{value.whole}"
    return f"其中补录{value.late}条" if value.late else ""


def scope_document(counting: Counting) -> dict[str, Any]:
    """Return the period and unit a JSON answer speaks of; days are inclusive."""
    return {
        "period": period_document(counting.period),
        "unit": counting.unit.name if counting.unit else None,
    }


def period_document(period: Period) -> dict[str, Any]:
    """Return a period for JSON, both days its own."""
    return {"label": period.label, "start": period.start, "end": period.last_day}


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
    return document


def csv_cells(value: Value) -> list[object]:
    """Return one figure for CSV, in the order of CSV_NAMES."""
    document = value_document(value)
    return [document.get(name) for name in CSV_NAMES]
