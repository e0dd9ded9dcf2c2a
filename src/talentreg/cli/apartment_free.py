"""`talentreg apartment free`: the apartments nobody lives in."""

from dataclasses import replace
from functools import cache

from talentreg.cli.duty_list import AsOf
from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.store.apartments import APARTMENT, is_free
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Listing
from talentreg.store.register import open_for_reading


@cache
def empty_ones() -> Listing:
    """Return the list of apartments as it is of those nobody lives in, by name."""
    listing = ledger_listing(APARTMENT)
    shown = tuple(name for name in listing.shown if name not in ("tenants", "until"))
    return replace(listing, title="空着的人才公寓", shown=shown, usual=None, newest_first="", _named={})


def list_free(
    conditions: Conditions = None,
    unit: UnitName = None,
    as_of: AsOf = None,
    sort: Sort = "",
    limit: Limit = None,
    columns: Columns = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List the apartments that stand empty."""
    wanted = Wanted(conditions, unit, sort, limit, columns, True, as_json, as_csv, xlsx, force)
    with open_for_reading(register_path(db)).reading() as connection:
        print_list(connection, empty_ones(), wanted, [is_free(as_of or today())])
