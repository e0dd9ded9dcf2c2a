"""`talentreg event attend`: who came to an event, by name or from a sheet of signatures."""

from typing import Annotated

import typer

from talentreg.cli.event_asking import (
    Accepted,
    EventName,
    Invited,
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

Absent = Annotated[bool, typer.Option("--absent", help="没有来的：记为未到会")]


@takes_sheet
def attend_event(
    event: EventName,
    of_sheet: OfSheet,
    people: PeopleNames = None,
    role: Role = None,
    presence: Presence = None,
    invited: Invited = None,
    accepted: Accepted = None,
    absent: Absent = False,
    note: Note = None,
    db: Db = None,
) -> None:
    """Enter who came to an event."""
    facts = {
        "attended": "no" if absent else "yes",
        "role": role,
        "presence": presence,
        "invited": invited,
        "accepted": accepted,
        "note": clean_note(note) if note else None,
    }
    listing = Listing("event attend", event, facts, people or [])
    enter(register_path(db), listing, of_sheet)
