"""`talentreg library people`: who is in a library today or was on a day, and how far they have come."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Annotated

import typer
from sqlalchemy import ColumnElement

from talentreg.cli.library_asking import LibraryName, counted
from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Db, UnitName, parse_with, word_of
from talentreg.cli.output import tell
from talentreg.periods import parse_day, today
from talentreg.places import register_path
from talentreg.records.duty_words import INCLUSION_STATE
from talentreg.store.ledger_people import people_listing
from talentreg.store.libraries import INCLUSION, find_library, inclusion, is_member, state_on
from talentreg.store.listing import Listing
from talentreg.store.register import open_for_reading

Everybody = Annotated[bool, typer.Option("--all", help="连已出库的一并列出")]
State = Annotated[
    str | None,
    typer.Option(
        "--state", metavar="成员状态", parser=word_of(INCLUSION_STATE), help=INCLUSION_STATE.listed()
    ),
]
LibraryDay = Annotated[
    date | None,
    typer.Option("--as-of", metavar="日期", parser=parse_with(parse_day), help="哪一天在库的，默认今天"),
]
GONE = ("used", "revoked", "left")


@cache
def of_a_library(*, reserve: bool) -> Listing:
    """Return the list of a library's people; of reserve cadres it tells how far they have come."""
    own = ("state", "on", "examined_on", "until", "way") if reserve else ("role", "on", "until")
    return people_listing(INCLUSION, ("record", "person_name", "unit", *own), ("record", "way", "unit"))


def as_then(listing: Listing, day: date) -> Listing:
    """Return a list of people that tells how far they had come on a day."""
    state = replace(listing.fields["state"], ask=lambda _: state_on(day))
    return replace(listing, fields={**listing.fields, "state": state}, _named={})


def list_library_people(
    library: LibraryName,
    conditions: Conditions = None,
    unit: UnitName = None,
    state: State = None,
    as_of: LibraryDay = None,
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
    """List the people of a library."""
    wanted = Wanted(conditions, unit, sort, limit, columns, True, as_json, as_csv, xlsx, force)
    day = as_of or today()
    with open_for_reading(register_path(db)).reading() as connection:
        row = find_library(connection, library)
        listing = as_then(of_a_library(reserve=row["kind"] == "reserve"), day)
        more: list[ColumnElement[bool]] = [inclusion.c.library_id == row["id"]]
        if not everybody and state not in GONE:
            more.append(is_member(day))
        if state:
            more.append(listing.fields["state"].ask(day) == state)
        print_list(connection, listing, wanted, more)
        tell(counted(connection, library, day))
