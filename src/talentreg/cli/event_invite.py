"""`talentreg event invite`: who was asked to an event, and who said yes."""

from talentreg.cli.event_asking import (
    Accepted,
    EventName,
    Listing,
    Note,
    Presence,
    Role,
    enter,
)
from talentreg.cli.options import Db, PeopleNames
from talentreg.cli.sheet_asking import OfSheet, takes_sheet
from talentreg.places import register_path
from talentreg.records.cleaning import clean_note


@takes_sheet
def invite_to_event(
    event: EventName,
    of_sheet: OfSheet,
    people: PeopleNames = None,
    accepted: Accepted = None,
    role: Role = None,
    presence: Presence = None,
    note: Note = None,
    db: Db = None,
) -> None:
    """Enter who was asked to an event."""
    facts = {
        "invited": "yes",
        "accepted": accepted,
        "role": role,
        "presence": presence,
        "note": clean_note(note) if note else None,
    }
    listing = Listing("event invite", event, facts, people or [])
    enter(register_path(db), listing, of_sheet)
