"""What the sheets of the ledgers have beside their fields: columns of numbers, sheets that go together."""

from collections.abc import Mapping

from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.store.ledger_finding import NAMED

PERSON_NUMBERS = ("人才编号", "人员编号", "登记编号")
"""What the number of the person a row is about is headed."""

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "event": ("event", "attendance"),
    "campaign": ("campaign", "task", "fulfilment"),
    "task": ("task", "fulfilment"),
    "station": ("station", "membership"),
    "project": ("project", "partner", "arrival"),
    "library": ("library", "inclusion"),
    "benefit": ("policy", "benefit", "payment"),
    "apartment": ("apartment", "tenancy"),
}
"""The ledgers whose sheets go in and out together, what others refer to first; any other goes alone."""

_TAKEN_BY = {
    **{"attendance": "event", "fulfilment": "campaign", "membership": "station"},
    **{"partner": "project", "inclusion": "library"},
}


def family(ledger: Ledger) -> tuple[Ledger, ...]:
    """Return the ledgers whose sheets a book of one may hold."""
    return tuple(LEDGERS[name] for name in FAMILIES.get(ledger.name, (ledger.name,)))


def command_of(ledger: Ledger) -> str:
    """Name the commands that take a ledger's sheets in and give them out: event, assign, duty rule."""
    return _TAKEN_BY.get(ledger.name, ledger.command)


def person_field(ledger: Ledger) -> str:
    """Return the field of the person a row is about; blank for rows about nobody."""
    found = ledger.references("person")
    return "person" if "person" in found else next(iter(found), "")


def number_heading(ledger: Ledger, name: str) -> str:
    """Return the heading of the column that holds the numbers of what a field refers to; blank for none.

    Units and staff have none: they are written so that the words alone find them.
    """
    column = ledger.fields[name]
    if column.refers == "person":
        plain = column.heading == "姓名"
        return PERSON_NUMBERS[0] if plain else f"{column.heading}编号"
    return LEDGERS[NAMED[column.refers]].number_heading if column.refers in NAMED else ""
