"""Data on its way into a template: text cleaned, every number and chart marked and listed.

What needs neither is handed on as it is: a list of five thousand people is looked through, not copied.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from talentreg.reports.charts import Chart
from talentreg.reports.number import Marked, Number

# What XML cannot hold, and what would forge a mark.
_UNPRINTABLE = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[\ue9a0-\ue9af]")


def clean(text: str) -> str:
    """Drop what a Word document cannot hold; line breaks and tabs stay."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(slots=True)
class Marking:
    """The marks of one report: every number and chart its data holds, by the place its mark names."""

    numbers: list[Number] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    _clean_keys: set[object] = field(default_factory=set)

    def mark(self, value: Any) -> Any:
        """Return data as a template may see it."""
        kind = type(value)
        if kind is str:
            return clean(value)
        if kind is dict:
            return self._mark_row(value)
        if kind is list:
            return [self.mark(item) for item in value]
        return self._mark_other(value)

    def _mark_row(self, row: dict[Any, Any]) -> dict[Any, Any]:
        changed = {
            key: self.mark(item)
            for key, item in row.items()
            if not (type(item) is str and item.isprintable())
        }
        marked = {**row, **changed} if changed else row
        if row.keys() <= self._clean_keys:
            return marked
        cleaned = {clean(key) if isinstance(key, str) else key: item for key, item in marked.items()}
        self._clean_keys |= cleaned.keys()
        return cleaned

    def _mark_other(self, value: Any) -> Any:
        match value:
            case Number():
                return self._mark_number(value)
            case Chart():
                return self._mark_chart(value)
            case None | bool() | int() | float() | Decimal() | date():
                return value
            case str():
                return clean(str(value))
            case Mapping():
                return self._mark_row(dict(value))
            case list() | tuple():
                return [self.mark(item) for item in value]
        raise TypeError(f"a report cannot print a {type(value).__name__}")

    def _mark_number(self, number: Number) -> Marked:
        one = _cleaned(number)
        marked = Marked(
            one.ref, one.label, one.value, one.text, one.scope, one.period, one.format, len(self.numbers)
        )
        self.numbers.append(marked)
        return marked

    def _mark_chart(self, chart: Chart) -> Chart:
        series = (
            replace(one, name=clean(one.name), points=tuple(map(_cleaned, one.points)))
            for one in chart.series
        )
        cleaned = replace(
            chart,
            title=clean(chart.title),
            categories=tuple(map(clean, chart.categories)),
            series=tuple(series),
        )
        self.charts.append(cleaned)
        return cleaned.marked(len(self.charts) - 1)


def _cleaned(number: Number) -> Number:
    words = (number.ref, number.label, number.text, number.scope, number.period, number.format)
    if "".join(words).isprintable():
        return number
    ref, label, text, scope, period, form = map(clean, words)
    return Number(ref, label, number.value, text, scope, period, form)
