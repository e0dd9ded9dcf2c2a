"""What a successor has to know: the people handed over, the last contacts, open requests, intentions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from talentreg.records.contact import Contact
from talentreg.records.duty import Assignment
from talentreg.records.fields import table
from talentreg.records.history import Intention
from talentreg.records.ledgers import REQUEST
from talentreg.records.person import Person
from talentreg.records.request import Request as Asked
from talentreg.store.duty_handover import HandedOver
from talentreg.store.duty_owed import Owed
from talentreg.store.histories import last_reached, latest_on, unit_on
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Listing, Request, tell_rows
from talentreg.store.listings import CONTACTS
from talentreg.store.planned import open_step

assignment, person, contact, request, intention = (
    table(record) for record in (Assignment, Person, Contact, Asked, Intention)
)
LAST_CONTACTS = 10
"""Contacts of each person a successor is shown."""

CONTACT_FIELDS = "person name on channel presence reached by occasion note next_step next_on".split()
REQUEST_FIELDS = (
    "record person_name on kind category urgent text unit due_on step assigned_on handled_on measure note"
).split()


@dataclass(frozen=True, slots=True)
class Paper:
    """One assignment that was handed over, with what is known of the person on the day.

    An assignment to a whole unit has no person.
    """

    kind: str
    person: Mapping[str, Any] | None
    unit_id: int | None
    on: date
    until: date | None
    reason: str | None
    owed: Owed | None
    last_on: date | None
    next_on: date | None
    next_step: str | None
    intention: str | None
    requests: int


@dataclass(frozen=True, slots=True)
class Page:
    """A list beside the people: its fields and its rows as JSON says them."""

    fields: Sequence[Field]
    rows: Sequence[Mapping[str, Any]]


def read_papers(
    connection: Connection, done: HandedOver, owed: Mapping[int, Owed], before: Sequence[Mapping[str, Any]]
) -> list[Paper]:
    """List what was handed over, as it stood before; `owed` is what the old leader owed, by assignment."""
    known = _known(connection, [row["person_id"] for row in before if row["person_id"]])
    terms = _terms(connection, done)
    return [
        _paper(row, known.get(row["person_id"], {}), owed.get(row["id"]), terms.get(row["id"]))
        for row in before
    ]


def contacts_of(connection: Connection, person_ids: Collection[int], *, masked: bool) -> Page:
    """List the last contacts of some people, the newest of each first."""
    ranked = (
        select(
            contact.c.id,
            func.row_number()
            .over(partition_by=contact.c.person_id, order_by=(contact.c.on.desc(), contact.c.id.desc()))
            .label("place"),
        )
        .where(contact.c.person_id.in_(person_ids))
        .subquery()
    )
    latest = select(ranked.c.id).where(ranked.c.place <= LAST_CONTACTS)
    order = [(CONTACTS.fields["person"], False), (CONTACTS.fields["on"], True)]
    asked = Request([contact.c.id.in_(latest)], order=order)
    return _page(connection, CONTACTS, CONTACT_FIELDS, asked, masked=masked)


def requests_of(
    connection: Connection, request_ids: Collection[int], person_ids: Collection[int], *, masked: bool
) -> Page:
    """List the requests that moved, and the open ones of some people whoever answers for them."""
    listing = ledger_listing(REQUEST)
    open_ones = select(request.c.id).where(request.c.person_id.in_(person_ids), request.c.closed_on.is_(None))
    asked = Request([listing.key.in_(request_ids) | listing.key.in_(open_ones)])
    return _page(connection, listing, REQUEST_FIELDS, asked, masked=masked)


def intentions_of(connection: Connection, person_ids: Collection[int]) -> list[tuple[Any, ...]]:
    """List what some people said would bring them back, the newest of each first."""
    query = (
        select(person.c.name, intention.c.on, intention.c.kind, intention.c.reason)
        .join(person, person.c.id == intention.c.person_id)
        .where(intention.c.person_id.in_(person_ids))
        .order_by(intention.c.person_id, intention.c.on.desc(), intention.c.id.desc())
    )
    return [tuple(row) for row in connection.execute(query)]


def _page(
    connection: Connection, listing: Listing, names: Sequence[str], asked: Request, *, masked: bool
) -> Page:
    fields = [listing.fields[name] for name in names]
    return Page(fields, tell_rows(connection, listing, asked, fields, masked=masked))


def _known(connection: Connection, person_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Read people with what is known of them by now."""
    now = date.max
    open_ones = (
        select(func.count())
        .where(request.c.person_id == person.c.id, request.c.closed_on.is_(None))
        .scalar_subquery()
    )
    query = select(
        person,
        unit_on(person.c.id, now).label("unit_id"),
        last_reached(person.c.id, now).label("last_on"),
        open_step("on", person.c.id).label("next_on"),
        open_step("next_step", person.c.id).label("next_step"),
        latest_on(Intention, "kind", person.c.id, now).label("intention"),
        open_ones.label("requests"),
    ).where(person.c.id.in_(person_ids))
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}


def _terms(connection: Connection, done: HandedOver) -> dict[int, date | None]:
    """Return the last day of each new term by the old assignment."""
    query = select(assignment.c.id, assignment.c.until).where(assignment.c.id.in_(done.opened.values()))
    until: dict[int, date | None] = {row.id: row.until for row in connection.execute(query)}
    return {old: until[new] for old, new in done.opened.items()}


def _paper(row: Mapping[str, Any], one: Mapping[str, Any], owed: Owed | None, until: date | None) -> Paper:
    return Paper(
        kind=row["kind"],
        person=one or None,
        unit_id=one["unit_id"] if one else row["unit_id"],
        on=row["on"],
        until=until,
        reason=row["reason"],
        owed=owed,
        last_on=one.get("last_on"),
        next_on=one.get("next_on"),
        next_step=one.get("next_step"),
        intention=one.get("intention"),
        requests=one.get("requests", 0),
    )
