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
from talentreg.cli.sheet_asking import (
    AllowErased,
    DryRun,
    Enrol,
    Force,
    Marked,
    OfSheet,
    Sheet,
    SheetUnit,
    Strict,
)
from talentreg.places import register_path
from talentreg.records.cleaning import clean_note


def invite_to_event(
    event: EventName,
    people: PeopleNames = None,
    accepted: Accepted = None,
    role: Role = None,
    presence: Presence = None,
    note: Note = None,
    sheet: Sheet = None,
    unit: SheetUnit = None,
    enrol: Enrol = False,
    dry_run: DryRun = False,
    strict: Strict = False,
    allow_erased: AllowErased = False,
    marked: Marked = None,
    force: Force = False,
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
    of_sheet = OfSheet(sheet, unit, enrol, dry_run, strict, allow_erased, marked, force)
    enter(register_path(db), listing, of_sheet)
