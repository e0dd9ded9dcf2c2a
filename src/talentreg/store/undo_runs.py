"""Rows of work that came in one after the other go together: a whole book is one step of an undo."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping

from talentreg.records.fields import table
from talentreg.records.ledgers import LEDGERS


def in_runs(found: Sequence[RowMapping]) -> Sequence[Any]:
    """Return changes, the newest first; insertions of a ledger's rows that follow each other are one."""
    work = {str(table(ledger.record).name) for ledger in LEDGERS.values()}
    joined: list[Any] = []
    for change in found:
        if joined and change["record"] in work and _precedes(change, joined[-1]):
            joined[-1] = {**joined[-1], "first_id": change["first_id"]}
        else:
            joined.append(change)
    return joined


def _precedes(change: RowMapping, later: Any) -> bool:
    """Whether an insertion came right before another of the same table."""
    both = change["action"] == later["action"] == "insert" and change["record"] == later["record"]
    return both and bool(change["last_id"] + 1 == later["first_id"])
