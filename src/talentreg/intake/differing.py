"""Two values for one thing: what the register says and what a row offers, kept until somebody decides."""

from dataclasses import dataclass
from typing import Any

from talentreg.intake.drafts import Draft
from talentreg.intake.ledger import Ledger
from talentreg.intake.matching import Known
from talentreg.intake.problems import Weight
from talentreg.records.fields import Column


@dataclass(frozen=True, slots=True)
class Difference:
    """A field by its name in the register, how it is declared, and the two values as stored.

    `message` says it otherwise than usual; the values a message shows are masked by who writes it.
    """

    field: str
    column: Column
    stored: str | None
    offered: str | None
    message: str = ""


def enter_conflict(ledger: Ledger, draft: Draft, found: Known, difference: Difference) -> None:
    """Say that a row differs from the register and keep both values, unless that was decided before.

    What waits for a decision already is said again and kept once. A unit planned by the row itself is kept
    by its path: who enters the conflict takes the plan back.
    """
    field, stored = difference.field, _kept(ledger, difference.field, difference.stored)
    offered = _kept(ledger, field, difference.offered)
    alike = dict.fromkeys((offered, _path(ledger, offered) if field == "unit" else offered))
    keys = [(found.id, field, stored, one) for one in alike]
    if any(map(ledger.decisions.has_settled, keys)):
        return
    draft.note(Weight.CONFLICT, difference.message or _usual(difference), value=draft.get("person.name"))
    if not any(map(ledger.decisions.is_open, keys)):
        ledger.decisions.open.add(keys[0])
        ledger.conflicts.append(conflict_row(ledger, draft, found, field, stored, offered))


def conflict_row(
    ledger: Ledger,
    draft: Draft,
    found: Known,
    field: str,
    stored: str | int | None,
    offered: str | int | None = None,
) -> dict[str, Any]:
    """Make the row that keeps two values of somebody's field, and where the second was offered."""
    row = {"person_id": found.id, "field": field, "stored": stored, "offered": offered}
    return row | {"file_id": draft.file, "sheet": draft.sheet, "line": draft.line, "on": ledger.today}


def _usual(difference: Difference) -> str:
    column = difference.column
    texts = (difference.stored or "", difference.offered or "")
    shown = [column.mask(text) if column.mask and text else column.shown(text) for text in texts]
    return f"{column.heading}与登记册不同，保留「{shown[0]}」，表中为「{shown[1]}」"


def _kept(ledger: Ledger, field: str, text: str | None) -> str | int | None:
    """Return a value as the plan keeps it: a planned unit, which has no id yet, by its number in the plan."""
    text = text or None
    if field != "unit" or not text or not text.removeprefix("-").isdecimal() or int(text) >= 0:
        return text
    unit_id = int(text)
    return _path(ledger, text) if ledger.places.is_of_row(unit_id) else unit_id


def _path(ledger: Ledger, value: str | int | None) -> str | int | None:
    """Write a unit by its path, as it was kept before it was there."""
    known = isinstance(value, int) or (value or "").removeprefix("-").isdecimal()
    return ledger.places.tree.path(int(value)) if value is not None and known else value
