"""How the lists of the office's work write a day, a term, a unit, a field of a record."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from talentreg.records.fields import Record, columns
from talentreg.records.masking import mask_free_text
from talentreg.reports.number import UNKNOWN
from talentreg.reports.variables.declaring import Telling


def day_or_dash(day: date | None) -> str:
    """Write a day as narrow columns have room for it: 2026-03-31."""
    return day.isoformat() if day else UNKNOWN


def month(day: date) -> str:
    """Write the month of a day."""
    return f"{day.year}年{day.month}月"


def term(first: date, last: date | None) -> str:
    """Write a term by its months: 2025年1月—2026年12月."""
    return f"{month(first)}—{month(last)}" if last else f"{month(first)}起"


def near(telling: Telling, day: date | None) -> str:
    """Write a day for a narrow column, the year only where it is not the period's; none is a dash."""
    if day is None:
        return UNKNOWN
    said = f"{day.month}月{day.day}日"
    return said if day.year == telling.period.last_day.year else f"{day.year}年{said}"


def place(telling: Telling, unit_id: int | None) -> str:
    """Name a unit, by the path to it where the name alone could be another; what is not known is a dash."""
    if unit_id is None:
        return UNKNOWN
    tree = telling.counting.tree
    name, above = tree.name(unit_id), tree.nodes[unit_id].parent_id
    return name if len(tree.named(name)) == 1 or above is None else f"{tree.name(above)}/{name}"


def free(telling: Telling, text: str | None) -> str:
    """Write a free text, the numbers of people in it masked unless the paper shows them."""
    return (text or "") if telling.letter.reveal else mask_free_text(text or "")


def field_text(telling: Telling, record: type[Record], row: Mapping[str, Any], name: str) -> str:
    """Write a field of a record as it is shown elsewhere; masked unless the paper shows numbers whole."""
    column = columns(record)[name]
    text = column.shown(row[name])
    mask = None if telling.letter.reveal else column.mask
    return mask(text) if mask else text
