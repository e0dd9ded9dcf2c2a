"""Living reports: filled from a template, every number in them tracked by a content control.

The context holds text, dates, numbers, and mappings and lists of them. Three of its names also become the
document's properties: `标题`, `署名` and `成文日期` (a date); nothing in a report comes from the clock.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from talentreg.reports.controls import open_ledger, print_plainly, wrap_numbers
from talentreg.reports.manifest import Manifest, add_manifest
from talentreg.reports.number import CLOSE, OPEN, Marked, Number
from talentreg.reports.package import core_part, core_properties, pack, serialize, text_parts, unpack

__all__ = ["DATED", "OFFICE", "TITLE", "Number", "render"]

TITLE, OFFICE, DATED = "标题", "署名", "成文日期"
"""Names of the context that also become title, author and dates of the document."""

# What XML cannot hold, and what would forge a number.
_UNPRINTABLE = re.compile(f"[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[{OPEN}{CLOSE}]")


def render(template: bytes, context: Mapping[str, object], manifest: Mapping[str, str]) -> bytes:
    """Fill a template and wrap its numbers; `manifest` says what the report is about (unit, period…).

    The same template, context and manifest are the same bytes. What the template gets wrong is refused.
    """
    from talentreg.reports.filling import fill  # docxtpl takes a tenth of a second to load

    unpack(template)  # refuses what is no document before docxtpl meets it
    numbers: list[Number] = []
    prepared = {str(name): _prepare(value, numbers) for name, value in context.items()}
    parts = unpack(fill(template, prepared))
    _track(parts, numbers, manifest)
    parts[core_part(parts)] = _properties(prepared)
    return pack(parts)


def _prepare(value: object, numbers: list[Number]) -> object:
    """Copy context data for the template: text cleaned, every number marked and listed."""
    match value:
        case Number():
            return _mark(value, numbers)
        case str():
            return clean(value)
        case Mapping():
            return {_prepare(key, numbers): _prepare(item, numbers) for key, item in value.items()}
        case list() | tuple():
            return [_prepare(item, numbers) for item in value]
        case None | bool() | int() | float() | Decimal() | date():
            return value
    raise TypeError(f"a report cannot print a {type(value).__name__}")


def _mark(number: Number, numbers: list[Number]) -> Marked:
    marked = Marked(
        ref=clean(number.ref),
        label=clean(number.label),
        value=number.value,
        text=clean(number.text),
        scope=clean(number.scope),
        period=clean(number.period),
        format=clean(number.format),
        index=len(numbers),
    )
    numbers.append(marked)
    return marked


def clean(text: str) -> str:
    """Drop what a Word document cannot hold; line breaks and tabs stay."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _track(parts: dict[str, bytes], numbers: list[Number], manifest: Mapping[str, str]) -> None:
    trees = text_parts(parts)
    ledger = open_ledger(trees.values())
    for name, tree in trees.items():
        if OPEN.encode() in parts[name]:
            wrap_numbers(tree, numbers, ledger)
            parts[name] = print_plainly(serialize(tree), numbers)
    add_manifest(parts, next(iter(trees)), Manifest(manifest, tuple(ledger.entries)))


def _properties(context: Mapping[str, object]) -> bytes:
    title, office = (str(context.get(name, "")).replace("\n", "") for name in (TITLE, OFFICE))
    dated = context.get(DATED)
    return core_properties(title, office, dated if isinstance(dated, date) else None)
