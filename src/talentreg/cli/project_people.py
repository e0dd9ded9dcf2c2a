"""`talentreg project people`: who takes part in a project, and as what."""

from functools import cache

from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.cli.output import tell
from talentreg.cli.project_step import ProjectName
from talentreg.places import register_path
from talentreg.store.ledger_people import people_listing
from talentreg.store.listing import Listing
from talentreg.store.projects import PARTNER, describe_project, find_project, partner
from talentreg.store.register import open_for_reading


@cache
def of_a_project() -> Listing:
    """Return the list of a project's people."""
    shown = ("record", "person_name", "role", "unit", "note")
    return people_listing(PARTNER, shown, spare=("record", "note"))


def list_partners(
    project: ProjectName,
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
    """List who takes part in a project."""
    wanted = Wanted(conditions, unit, sort, limit, columns, True, as_json, as_csv, xlsx, force)
    with open_for_reading(register_path(db)).reading() as connection:
        row = find_project(connection, project)
        print_list(connection, of_a_project(), wanted, [partner.c.project_id == row["id"]])
    tell(describe_project(row))
