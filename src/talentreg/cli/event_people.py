"""`talentreg event people`: the list of names of an event, with who was asked, said yes and came."""

from dataclasses import replace
from functools import cache

from talentreg.cli.event_asking import EventName, tell_tally
from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.cli.output import tell
from talentreg.places import register_path
from talentreg.records.event import Attendance
from talentreg.records.fields import Column, table
from talentreg.records.ledgers import ATTENDANCE
from talentreg.store.attending import find_occasion
from talentreg.store.histories import unit_on
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Kind, Listing
from talentreg.store.register import open_for_reading

attendance = table(Attendance)


@cache
def of_an_event() -> Listing:
    """Return the list of who is at an event, each with the unit they belong to, in the order of entry."""
    listing = ledger_listing(ATTENDANCE)
    unit = Field("unit", Column("所属单位"), Kind.UNIT, lambda day: unit_on(attendance.c.person_id, day))
    fields = {**listing.fields, "unit": unit}
    return replace(
        listing,
        fields=fields,
        shown=("record", "person_name", "unit", *ATTENDANCE.shown[3:]),
        spare=("record", "role", "accepted", "unit"),
        place=unit.ask,
        newest_first="",
        _named={},
    )


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
