"""Two values for one thing: what the register says and what a row offers, kept until somebody decides."""

from dataclasses import dataclass

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
    """Say that a row differs from the register and keep both values, unless that was decided before."""
    column = difference.column
    texts = (difference.stored or "", difference.offered or "")
    shown = [column.mask(text) if column.mask and text else column.shown(text) for text in texts]
    usual = f"{column.heading}与登记册不同，保留「{shown[0]}」，表中为「{shown[1]}」"
    draft.note(Weight.CONFLICT, difference.message or usual, value=draft.get("person.name"))
