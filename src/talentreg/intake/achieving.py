"""A list of names each of whom has a milestone: who was seconded, recruited, trained, honoured."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from talentreg.intake.drafts import Draft
from talentreg.intake.headings import LISTING, Kind
from talentreg.intake.matching import Known
from talentreg.intake.roll import LedgerRoll
from talentreg.periods import today
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.milestone import Milestone
from talentreg.records.work_words import MILESTONE as KINDS
from talentreg.store.people import find_person
from talentreg.store.remembering import DEGREE_AND_TITLE, earlier, remember
from talentreg.store.units import load_units
from talentreg.store.words import load_words

LEDGER = LEDGERS["milestone"]
_, SHEET_FIELDS = LISTING[Kind.MILESTONE]


def open_milestones(connection: Connection, values: Mapping[str, Any], *, enrol: bool) -> LedgerRoll:
    """Open the list of names of a milestone; `values` say by field what holds for everybody."""
    tree = load_units(connection)
    fixed = _fixed(connection, values)
    if mentor := values.get("mentor"):
        fixed["mentor_id"] = find_person(connection, tree, mentor)
    if unit := values.get("unit"):
        fixed["unit_id"] = tree.find_open(unit).id

    def complete(row: dict[str, Any], known: Known, draft: Draft) -> None:
        stated = {name: draft.get(f"person.{name}") for name in DEGREE_AND_TITLE}
        person = known.fields | {name: value for name, value in stated.items() if value}
        remember(connection, tree, row, person, known.unit_id)

    name = mask_free_text(values.get("name") or "")
    return LedgerRoll(
        record=Milestone,
        told="  ".join(word for word in (KINDS.text(values["kind"]), name) if word),
        enrol=enrol,
        written=("成效", "补充成效"),
        connection=connection,
        kind=LEDGER,
        fixed=fixed,
        usual=values.get("on") or today(),
        complete=complete,
        remark=earlier,
    )


def _fixed(connection: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return by stored column what no row of a sheet says itself, in the words of the register's lists."""
    words = load_words(connection)
    fixed = {}
    for name, value in values.items():
        if name not in SHEET_FIELDS:
            column = LEDGER.fields[name]
            fixed[LEDGER.stored(name)] = words.standard(column, value) if column.open_list else value
    return fixed
