"""`talentreg reporting add`, `list`, `edit`, `remove`: what units have to report, declared as a ledger is."""

from talentreg.cli.ledger import Run, make
from talentreg.records.ledgers import REPORTING


def __getattr__(name: str) -> Run:
    """Make the command that a place in the table of commands names."""
    verb, _, ledger = name.partition("_")
    if ledger == REPORTING.name and verb in ("add", "list", "edit", "remove"):
        return make(verb, REPORTING)
    raise AttributeError(name)
