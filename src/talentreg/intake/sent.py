"""What a workbook for editing held when it was sent out, told from the register's own history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from talentreg.intake.drafts import Cleaned, Draft


@dataclass(frozen=True, slots=True)
class SentRow:
    """One person as sent: values by target for every column that was in the workbook, None for blank."""

    person_id: int
    values: Mapping[str, Any]
    extra: Mapping[str, str]


@dataclass(slots=True)
class Sent:
    """Everybody who was sent in the workbooks of an import, by file and the row's number and version."""

    rows: dict[tuple[str, str, str], SentRow] = field(default_factory=dict)

    def of(self, draft: Draft) -> SentRow | None:
        """Return what was sent of the person on a row; None for a row that was not sent."""
        if not self.rows:
            return None
        return self.rows.get((draft.file, draft.get("number") or "", draft.get("version") or ""))


def load_sent(connection: Connection, lists: Sequence[Cleaned]) -> Sent:
    """Work out what was sent, from the numbers and versions the rows of some lists bear."""
    return Sent()
