"""Milestones of many people, or an honour of a unit, entered at once: all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from talentreg.errors import Refused
from talentreg.records.fields import number
from talentreg.records.ledgers import LEDGERS
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.store.changes import Writer
from talentreg.store.ledger_entering import Entered, add_row
from talentreg.store.people import describe_person
from talentreg.store.units import UnitTree

MILESTONE = LEDGERS["milestone"]


@dataclass(slots=True)
class Noted:
    """What entering a milestone of several people came to: rows by person, what else is to be told."""

    entered: dict[int, int] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def log_milestones(
    writer: Writer, tree: UnitTree, person_ids: Sequence[int], values: Mapping[str, Any]
) -> Noted:
    """Enter the same milestone of several people, from cleaned values by field, references as texts.

    Who has it already keeps it; raises Refused where theirs says something else.
    """
    done = Noted()
    for person_id in dict.fromkeys(person_ids):
        entered = add_row(writer, tree, MILESTONE, {**values, "person": number(Person, person_id)})
        if entered.edits:
            raise _differs(describe_person(writer.connection, tree, person_id), entered)
        (done.known if entered.known else done.entered)[person_id] = entered.row_id
        done.notes += [] if entered.known else entered.notes
    done.notes = list(dict.fromkeys(done.notes))
    return done


def log_honour(writer: Writer, tree: UnitTree, values: Mapping[str, Any]) -> Entered:
    """Enter an honour of the unit that values name; raises Refused where it has it otherwise."""
    entered = add_row(writer, tree, MILESTONE, values)
    if entered.edits:
        raise _differs(str(values.get("unit")), entered)
    return entered


def _differs(called: str, entered: Entered) -> Refused:
    """Refuse what is there already and said otherwise: it may be a correction, or another milestone."""
    own = number(Milestone, entered.row_id)
    told = "，".join(f"{one.heading}原为{one.before or '空'}，这次是{one.after}" for one in entered.edits)
    words = " ".join(f"{one.heading}={one.after}" for one in entered.edits)
    return Refused(
        f"{called} 已有这项成效（{own}）；{told}，没有登记",
        f"更正：talentreg milestone edit {own} {words}",
    )
