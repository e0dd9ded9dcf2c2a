"""`talentreg event list`, `hotline list` and their like: the rows of a plain ledger, newest first."""

from typing import Annotated, Any

import typer
from sqlalchemy import ColumnElement, Connection, or_

from talentreg.cli.ledger import Run, parameter, sign
from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, UnitName, takes_period
from talentreg.periods import Period
from talentreg.places import register_path
from talentreg.records.ledger import Ledger
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Listing
from talentreg.store.people import find_person, require_staff
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units

Person = Annotated[
    str | None, typer.Option("--person", metavar="人", help="与谁有关的：编号、姓名，或 姓名@社区")
]
By = Annotated[
    str | None, typer.Option("--by", metavar="工作人员", help="由谁经办、负责或联系的：姓名，或 姓名@单位")
]
MANNERS = (
    ("sort", Sort, ""),
    ("limit", Limit, None),
    ("columns", Columns, ""),
    ("as_json", AsJson, False),
    ("as_csv", AsCsv, False),
    ("xlsx", Xlsx, None),
    ("force", Force, False),
)
"""The options of every list, as `Wanted` takes them."""


def make(ledger: Ledger) -> Run:
    """Make the command that lists the rows of a ledger."""

    def list_rows(**given: Any) -> None:
        listing = ledger_listing(ledger)
        with open_for_reading(register_path(given["db"])).reading() as connection:
            print_list(connection, listing, _wanted(given), _asked(connection, ledger, listing, given))

    parameters = [parameter("conditions", Conditions, None), parameter("unit", UnitName, None)]
    if ledger.references("person"):
        parameters.append(parameter("person", Person, None))
    if ledger.references("staff"):
        parameters.append(parameter("by", By, None))
    if unusual := ledger_listing(ledger).left_out:
        everybody = Annotated[bool, typer.Option("--all", help=f"连{unusual}的一并列出")]
        parameters.append(parameter("everybody", everybody, False))
    parameters += [parameter(*one) for one in MANNERS]
    if ledger.newest_first != "on":
        return sign(list_rows, parameters)
    return takes_period(sign(list_rows, [parameter("period", Period | None), *parameters]))


def _wanted(given: dict[str, Any]) -> Wanted:
    manners = {name: given[name] for name, _, _ in MANNERS}
    return Wanted(given["conditions"], given["unit"], everybody=given.get("everybody", False), **manners)


def _asked(
    connection: Connection, ledger: Ledger, listing: Listing, given: dict[str, Any]
) -> list[ColumnElement[bool]]:
    """Ask for the rows of a person, of a member of staff, of a period."""
    tree, rows = load_units(connection), listing.source.c
    more: list[ColumnElement[bool]] = []
    if given.get("person"):
        person_id = find_person(connection, tree, given["person"])
        more.append(or_(*(rows[f"{name}_id"] == person_id for name in ledger.references("person"))))
    if given.get("by"):
        staff_id = require_staff(connection, tree, given["by"])
        more.append(or_(*(rows[f"{name}_id"] == staff_id for name in ledger.references("staff"))))
    if period := given.get("period"):
        more.append(rows.on.between(period.start, period.as_of))
    return more
