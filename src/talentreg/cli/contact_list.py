"""`talentreg contact list`: contacts by person, unit, staff, channel and period."""

from typing import Annotated

import typer
from sqlalchemy import ColumnElement, Connection

from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Channel, Db, StaffName, UnitName, takes_period
from talentreg.periods import Period
from talentreg.places import register_path
from talentreg.records.contact import Contact
from talentreg.records.fields import table
from talentreg.store.listings import CONTACTS
from talentreg.store.people import find_person, require_staff
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units

contact = table(Contact)


@takes_period
def list_contacts(
    period: Period | None,
    conditions: Conditions = None,
    person: Annotated[
        str | None, typer.Option(metavar="人", help="与谁的联络：编号、姓名，或 姓名@社区")
    ] = None,
    unit: UnitName = None,
    by: StaffName = "",
    channel: Channel = None,
    sort: Sort = "",
    limit: Limit = None,
    columns: Columns = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List contacts, newest first; without a period all of them."""
    wanted = Wanted(conditions, unit, sort, limit, columns, True, as_json, as_csv, xlsx, force)
    with open_for_reading(register_path(db)).reading() as connection:
        more = _asked(connection, person, by, channel)
        if period:
            more.append(contact.c.on.between(period.start, period.as_of))
        print_list(connection, CONTACTS, wanted, more)


def _asked(
    connection: Connection, person: str | None, by: str, channel: str | None
) -> list[ColumnElement[bool]]:
    tree = load_units(connection)
    more: list[ColumnElement[bool]] = []
    if person:
        more.append(contact.c.person_id == find_person(connection, tree, person))
    if by:
        more.append(contact.c.staff_id == require_staff(connection, tree, by))
    if channel:
        more.append(contact.c.channel == channel)
    return more
