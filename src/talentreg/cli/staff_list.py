"""`talentreg staff list`: who does the contacting."""

from typing import Annotated

import typer

from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.places import register_path
from talentreg.store.listings import STAFF
from talentreg.store.register import open_for_reading


def list_staff(
    conditions: Conditions = None,
    unit: UnitName = None,
    everybody: Annotated[bool, typer.Option("--all", help="连已离任的一并列出")] = False,
    sort: Sort = "",
    limit: Limit = None,
    columns: Columns = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List the staff in office with the contacts each has made."""
    wanted = Wanted(conditions, unit, sort, limit, columns, everybody, as_json, as_csv, xlsx, force)
    with open_for_reading(register_path(db)).reading() as connection:
        print_list(connection, STAFF, wanted)
