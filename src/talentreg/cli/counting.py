"""What `stats`, `why` and `report` have in common: the scope they count in and how a number is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from talentreg.figures.compute import Counting, Value
from talentreg.periods import Period
from talentreg.places import register_path
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units


@contextmanager
def counting_in(db: Path | None, period: Period, unit: str | None) -> Iterator[Counting]:
    """Open the register and count in a scope."""
    with open_for_reading(register_path(db)).reading() as connection:
        scope = load_units(connection).find(unit) if unit else None
        yield Counting(connection, period, scope)


def shown(value: Value) -> str:
    """Write a number for the terminal; unknown is —."""
    if value.value is None:
        return "—"
    return f"{value.value:.1f}" if isinstance(value.value, float) else str(value.value)


def scope_document(counting: Counting) -> dict[str, Any]:
    """Return the period and unit a JSON answer speaks of; days are inclusive."""
    period = counting.period
    return {
        "period": {"label": period.label, "start": period.start, "end": period.last_day},
        "unit": counting.unit.name if counting.unit else None,
    }


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
