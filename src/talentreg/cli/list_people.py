"""`talentreg list`: people who fit some conditions."""

from typing import Annotated

import typer

from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.places import register_path
from talentreg.store.listings import PEOPLE
from talentreg.store.register import open_for_reading


def list_people(
    conditions: Conditions = None,
    unit: UnitName = None,
    sort: Sort = "",
    limit: Limit = None,
    columns: Columns = "",
    everybody: Annotated[bool, typer.Option("--all", help="连同已退库、去世的")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List people: pending and enrolled ones, with `--all` everybody."""
    wanted = Wanted(conditions, unit, sort, limit, columns, everybody, as_json, as_csv, xlsx, force)
    with open_for_reading(register_path(db)).reading() as connection:
        print_list(connection, PEOPLE, wanted)
