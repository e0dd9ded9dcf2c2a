"""The people of one thing: of an event, a station, a library, a project."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, select

from talentreg.records.fields import Column, table
from talentreg.records.ledger import Ledger
from talentreg.store.changes import Writer
from talentreg.store.histories import unit_on
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Kind, Listing


def people_listing(ledger: Ledger, shown: tuple[str, ...], spare: tuple[str, ...]) -> Listing:
    """Return a ledger's list as it is of one thing: each with the unit they belong to, in the order of entry.

    `shown` and `spare` name the fields a table has, and those it does without on a narrow screen.
    """
    listing, person_id = ledger_listing(ledger), table(ledger.record).c.person_id
    unit = Field("unit", Column("所属单位"), Kind.UNIT, lambda day: unit_on(person_id, day))
    return replace(
        listing,
        fields={**listing.fields, "unit": unit},
        shown=shown,
        spare=spare,
        place=unit.ask,
        newest_first="",
        _named={},
    )


def delete_people(
    writer: Writer, ledger: Ledger, of: ColumnElement[bool], person_ids: Sequence[int]
) -> list[int]:
    """Delete what a ledger says of some people and one thing; return who it says nothing of."""
    rows = table(ledger.record)
    query = select(rows.c.id, rows.c.person_id).where(of, rows.c.person_id.in_(person_ids))
    found = {row.id: row.person_id for row in writer.connection.execute(query)}
    writer.delete_many(ledger.record, list(found))
    return [one for one in person_ids if one not in found.values()]
