"""What the ledgers say of one person: events, assignments, requests, referrals, what became of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from talentreg.records.benefit import Benefit
from talentreg.records.fields import id_from_number, table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.project import Project
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Kind, Listing, Request, select_rows
from talentreg.store.units import UnitTree

PAYMENT = LEDGERS["payment"]

Rows = list[dict[str, Any]]


def work_ledgers() -> list[Ledger]:
    """List the ledgers whose rows are about people, or about what is theirs."""
    return [one for one in LEDGERS.values() if one.references("person") or one is PAYMENT]


def read_work(
    connection: Connection, tree: UnitTree, person_id: int, *, masked: bool = True
) -> dict[str, Rows]:
    """Return the rows of every ledger that name a person, newest first."""
    found = {}
    for ledger in work_ledgers():
        listing = ledger_listing(ledger)
        found[ledger.name] = [
            {name: one.document(row[name], tree, masked=masked) for name, one in listing.fields.items()}
            for row in _rows_of(connection, ledger, listing, person_id)
        ]
    _date_partners(connection, found["partner"])
    return found


def _rows_of(connection: Connection, ledger: Ledger, listing: Listing, person_id: int) -> Rows:
    """Select the rows of a ledger that name a person, newest first.

    Each place a person is named in is asked for alone: of two together SQLite reads all of a kind.
    """
    found: dict[int, dict[str, Any]] = {}
    asked = _names(ledger, listing, person_id)
    for names in asked:
        request = Request(conditions=[names], everybody=True)
        rows = select_rows(connection, listing, request, list(listing.fields.values()))
        found |= {row["record"]: row for row in rows}
    rows = list(found.values())
    if len(asked) > 1:
        rows.sort(key=lambda row: (row["on"], row["record"]), reverse=True)
    return rows


def _names(ledger: Ledger, listing: Listing, person_id: int) -> list[ColumnElement[bool]]:
    """Ask for the rows of a ledger that name a person, place by place; a payment is whose the benefit is."""
    if ledger is PAYMENT:
        due = table(Benefit)
        theirs = select(due.c.id).where(due.c.person_id == person_id)
        return [listing.source.c.benefit_id.in_(theirs)]
    return [listing.source.c[f"{name}_id"] == person_id for name in ledger.references("person")]


def _date_partners(connection: Connection, rows: Rows) -> None:
    """Give people's parts in projects the day of the project: they have none of their own."""
    projects = table(Project)
    for row in rows:
        own = projects.c.id == id_from_number(Project, row["project"])
        row["on"] = connection.scalar(select(projects.c.on).where(own))


def work_fields(ledger: Ledger) -> list[Field]:
    """Return the fields that tell a row to somebody who knows whose it is."""
    listing = ledger_listing(ledger)
    people = ledger.references("person")
    names = [name for name in listing.shown if people != [name.removesuffix("_name")]]
    names = [name for name in names if ledger is not PAYMENT or name != "person"]
    dated = [] if "on" in names or "on" not in listing.fields else ["on"]
    return [listing.fields[name] for name in (names[0], *dated, *names[1:])]


def names_self(field: Field, row: Mapping[str, Any], own: str) -> bool:
    """Whether a field of a row names the person by the number `own`, which goes without saying."""
    return bool(row.get(field.name.removesuffix("_name")) == own)


def tell_work(work: dict[str, Rows], own: str) -> Iterator[dict[str, Any]]:
    """Give what the ledgers say of the person by the number `own` as lines of a timeline."""
    for name, rows in work.items():
        fields = [
            one for one in work_fields(LEDGERS[name]) if one.name != "on" and one.kind is not Kind.RECORD
        ]
        for row in rows:
            said = [one for one in fields if row[one.name] is not None and not names_self(one, row, own)]
            told = [one.named(row[one.name]) for one in said]
            yield {"on": row["on"], "kind": name, "detail": "  ".join(told)}
