"""What the ledgers say of one person: events, assignments, requests, referrals, what became of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

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


def read_works(
    connection: Connection, tree: UnitTree, person_ids: Sequence[int], *, masked: bool = True
) -> dict[int, dict[str, Rows]]:
    """Return for each person the rows of every ledger that name them, newest first."""
    found: dict[int, dict[str, Rows]] = {one: {} for one in person_ids}
    for ledger in work_ledgers():
        listing = ledger_listing(ledger)
        rows = _rows_of(connection, ledger, listing, person_ids)
        for person_id in person_ids:
            found[person_id][ledger.name] = [
                {name: one.document(row[name], tree, masked=masked) for name, one in listing.fields.items()}
                for row in rows[person_id]
            ]
    _date_partners(connection, [row for work in found.values() for row in work["partner"]])
    return found


def _rows_of(
    connection: Connection, ledger: Ledger, listing: Listing, person_ids: Sequence[int]
) -> defaultdict[int, Rows]:
    """Select the rows of a ledger by the people they name, newest first.

    Each place a person is named in is asked for alone: of two together SQLite reads all of a kind.
    """
    found: defaultdict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
    places = _places(connection, ledger, person_ids)
    for field, whose in places.items():
        request = Request(conditions=[listing.source.c[f"{field}_id"].in_(whose)], everybody=True)
        for row in select_rows(connection, listing, request, list(listing.fields.values())):
            found[whose[row[field]]][row["record"]] = row
    told: defaultdict[int, Rows] = defaultdict(list)
    for person_id, rows in found.items():
        told[person_id] = list(rows.values())
        if len(places) > 1:
            told[person_id].sort(key=lambda row: (row["on"], row["record"]), reverse=True)
    return told


def _places(
    connection: Connection, ledger: Ledger, person_ids: Sequence[int]
) -> dict[str, Mapping[int, int]]:
    """Return the places of a ledger that name people, each with the ids it may hold and whose those are.

    A payment is whose the benefit is.
    """
    if ledger is PAYMENT:
        due = table(Benefit)
        theirs = select(due.c.id, due.c.person_id).where(due.c.person_id.in_(person_ids))
        return {"benefit": {row.id: row.person_id for row in connection.execute(theirs)}}
    return {name: {one: one for one in person_ids} for name in ledger.references("person")}


def _date_partners(connection: Connection, rows: Rows) -> None:
    """Give people's parts in projects the day of the project: they have none of their own."""
    projects = table(Project)
    ids = {row["project"]: id_from_number(Project, row["project"]) for row in rows}
    query = select(projects.c.id, projects.c.on).where(projects.c.id.in_(ids.values()))
    days: dict[int | None, date] = {row.id: row.on for row in connection.execute(query)} if ids else {}
    for row in rows:
        row["on"] = days[ids[row["project"]]]


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
