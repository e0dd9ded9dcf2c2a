"""What a row of a workbook that comes back edited does: what was changed in it, against what was sent."""

from talentreg.intake.drafts import Draft
from talentreg.intake.ledger import Ledger
from talentreg.intake.plan import Outcome
from talentreg.intake.sent import SentRow
from talentreg.store.units import UnitNode


def plan_returned(ledger: Ledger, draft: Draft, sent: SentRow, unit: UnitNode | None) -> Outcome:
    """Plan one row that was sent out and came back: apply what is clean, list what changed meanwhile."""
    draft.person_id = sent.person_id
    return Outcome.UNCHANGED
