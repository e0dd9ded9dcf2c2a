"""The columns of a workbook for editing: what each was sent as, how a sent value is read and was written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from talentreg.intake.columns import RECORDS
from talentreg.intake.drafts import Cleaned
from talentreg.records.text import CUT, Cell, as_text
from talentreg.store.past import Past
from talentreg.store.sending import EXTRA, Charter


@dataclass(frozen=True, slots=True)
class SentColumn:
    """A column that was sent: where it stands now, what it was sent as, how a value is read and written."""

    index: int
    target: str
    read: Callable[[Past, int], Any]
    shown: Callable[[Any], Any]


def own_columns(one: Cleaned, charter: Charter) -> list[SentColumn]:
    """List the columns of a list that were sent, each with what it was sent as."""
    layout, sent = one.layout, set(charter.headings.values())
    targets = {**layout.targets, **{index: EXTRA + heading for index, heading in layout.unknown.items()}}
    own = [(index, target) for index, target in targets.items() if index in layout.own and target in sent]
    return [SentColumn(index, target, reader_of(target), _writer_of(target)) for index, target in own]


def reader_of(target: str) -> Callable[[Past, int], Any]:
    """Return what tells the value sent of somebody in a column."""
    prefix, _, name = target.partition(".")
    if target.startswith(EXTRA):
        heading = target.removeprefix(EXTRA)
        return lambda past, one: (past.people[one]["extra"] or {}).get(heading)
    if prefix == "person":
        return lambda past, one: past.people[one][name] or None
    if prefix == "unit":
        return lambda past, one: past.tree.path(past.units[one]["unit_id"]) if one in past.units else None
    if prefix == "status":
        return lambda past, one: past.statuses[one][name] if one in past.statuses else None
    return lambda past, one: past.intentions[one][name] if one in past.intentions else None


def _writer_of(target: str) -> Callable[[Any], Any]:
    """Return how a stored value was written into its cell."""
    prefix, _, name = target.partition(".")
    declared = RECORDS.get(prefix, {}).get(name)
    return declared.shown if declared and declared.vocabulary else lambda value: value


def is_same(cell: Cell, value: Any) -> bool:
    """Whether a cell reads as what was written into it; one too long for a cell was cut."""
    if cell == value or (not cell and not value):
        return True
    text, whole = as_text(cell), as_text(value).replace("\ufffe", "").replace("\uffff", "")
    return text == whole or (text.endswith(CUT) and whole.startswith(text.removesuffix(CUT)))
