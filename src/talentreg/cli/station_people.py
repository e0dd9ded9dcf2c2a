"""`talentreg station people`: who belongs to a station today, or ever did."""

from datetime import date
from functools import cache
from typing import Annotated

import typer

from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Db, UnitName, parse_with
from talentreg.cli.output import tell
from talentreg.cli.station_join import StationName
from talentreg.periods import parse_day, today
from talentreg.places import register_path
from talentreg.records.ledgers import MEMBERSHIP
from talentreg.store.ledger_people import people_listing
from talentreg.store.listing import Listing
from talentreg.store.register import open_for_reading
from talentreg.store.station_people import describe_station, find_station, is_there, membership

Everybody = Annotated[bool, typer.Option("--all", help="连已离开的一并列出")]
StationDay = Annotated[
    date | None,
    typer.Option("--as-of", metavar="日期", parser=parse_with(parse_day), help="哪一天在站的，默认今天"),
]


@cache
def of_a_station() -> Listing:
    """Return the list of a station's people."""
    shown = ("record", "person_name", "unit", "role", "on", "until")
    return people_listing(MEMBERSHIP, shown, spare=("record", "unit"))


def list_station_people(
    station: StationName,
    conditions: Conditions = None,
    unit: UnitName = None,
    as_of: StationDay = None,
    everybody: Everybody = False,
    sort: Sort = "",
    limit: Limit = None,
    columns: Columns = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List the people of a station."""
    wanted = Wanted(conditions, unit, sort, limit, columns, True, as_json, as_csv, xlsx, force)
    with open_for_reading(register_path(db)).reading() as connection:
        row = find_station(connection, station)
        more = [membership.c.entry_id == row["id"]]
        if not everybody:
            more.append(is_there(as_of or today()))
        print_list(connection, of_a_station(), wanted, more)
    tell(describe_station(row))
