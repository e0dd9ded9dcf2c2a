"""What the ledgers say of one person: events, assignments, requests, referrals, what became of them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, or_

from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Kind, Request, select_rows
from talentreg.store.units import UnitTree

Rows = list[dict[str, Any]]


def work_ledgers() -> list[Ledger]:
    """List the ledgers whose rows are about people."""
    return [ledger for ledger in LEDGERS.values() if ledger.references("person")]


def read_work(
    connection: Connection, tree: UnitTree, person_id: int, *, masked: bool = True
) -> dict[str, Rows]:
    """Return the rows of every ledger that name a person, newest first."""
    found = {}
    for ledger in work_ledgers():
        listing = ledger_listing(ledger)
        own = [listing.source.c[f"{name}_id"] == person_id for name in ledger.references("person")]
        request = Request(conditions=[or_(*own)], everybody=True)
        fields = list(listing.fields.values())
        found[ledger.name] = [
            {one.name: one.document(row[one.name], tree, masked=masked) for one in fields}
            for row in select_rows(connection, listing, request, fields)
        ]
    return found


def work_fields(ledger: Ledger) -> list[Field]:
    """Return the fields that tell a row to somebody who knows whose it is."""
    listing = ledger_listing(ledger)
    people = ledger.references("person")
    names = [name for name in listing.shown if people != [name.removesuffix("_name")]]
    dated = [] if "on" in names else ["on"]
    return [listing.fields[name] for name in (names[0], *dated, *names[1:])]


def tell_work(work: dict[str, Rows]) -> Iterator[dict[str, Any]]:
    """Give what the ledgers say as lines of a timeline."""
    for name, rows in work.items():
        fields = [
            one for one in work_fields(LEDGERS[name]) if one.name != "on" and one.kind is not Kind.RECORD
        ]
        for row in rows:
            told = [one.named(row[one.name]) for one in fields if row[one.name] is not None]
            yield {"on": row["on"], "kind": name, "detail": "  ".join(told)}
