"""`talentreg event people`: the list of names of an event, with who was asked, said yes and came."""

from functools import cache

from talentreg.cli.event_asking import EventName, tell_tally
from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.cli.output import tell
from talentreg.places import register_path
from talentreg.records.event import Attendance
from talentreg.records.fields import table
from talentreg.records.ledgers import ATTENDANCE
from talentreg.store.attending import find_occasion
from talentreg.store.ledger_people import people_listing
from talentreg.store.listing import Listing
from talentreg.store.register import open_for_reading

attendance = table(Attendance)


@cache
def of_an_event() -> Listing:
    """Return the list of who is at an event."""
    shown = ("record", "person_name", "unit", *ATTENDANCE.shown[3:])
    return people_listing(ATTENDANCE, shown, spare=("record", "role", "accepted", "unit"))


def list_attendees(
    event: EventName,
    conditions: Conditions = None,
    unit: UnitName = None,
    sort: Sort = "",
    limit: Limit = None,
    columns: Columns = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List who is on the list of an event."""
    wanted = Wanted(conditions, unit, sort, limit, columns, True, as_json, as_csv, xlsx, force)
    with open_for_reading(register_path(db)).reading() as connection:
        occasion = find_occasion(connection, event)
        print_list(connection, of_an_event(), wanted, [attendance.c.event_id == occasion.id])
        for line in (occasion.told, *tell_tally(connection, occasion)):
            tell(line)
