"""Rows that came in one after the other go together: a whole book is one step of an undo."""

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


def inserted(found: Sequence[Any]) -> list[Any]:
    """Return the insertions of a change set, newest first; rows of a table with adjacent ids are one."""
    joined: dict[str, list[Any]] = {}
    for change in found:
        if change["action"] == "insert":
            spans = joined.setdefault(change["record"], [])
            if spans and _precedes(change, spans[-1]):
                spans[-1] = {**spans[-1], "first_id": change["first_id"]}
            else:
                spans.append(change)
    return [span for spans in joined.values() for span in spans]


def _precedes(change: RowMapping, later: Any) -> bool:
    """Whether an insertion came right before another of the same table."""
    both = change["action"] == later["action"] == "insert" and change["record"] == later["record"]
    return both and bool(change["last_id"] + 1 == later["first_id"])
