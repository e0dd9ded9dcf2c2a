"""`talentreg project people`: who takes part in a project, and as what."""

from dataclasses import replace
from functools import cache

from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.cli.output import tell
from talentreg.cli.project_step import ProjectName
from talentreg.places import register_path
from talentreg.records.fields import Column
from talentreg.store.histories import unit_on
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Kind, Listing
from talentreg.store.projects import PARTNER, describe_project, find_project, partner
from talentreg.store.register import open_for_reading


@cache
def of_a_project() -> Listing:
    """Return the list of a project's people, each with the unit they come from, in the order of entry."""
    listing = ledger_listing(PARTNER)
    unit = Field("unit", Column("所属单位"), Kind.UNIT, lambda day: unit_on(partner.c.person_id, day))
    return replace(
        listing,
        fields={**listing.fields, "unit": unit},
        shown=("record", "person_name", "role", "unit", "note"),
        spare=("record", "note"),
        place=unit.ask,
        newest_first="",
        _named={},
    )


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
