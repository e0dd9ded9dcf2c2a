"""`talentreg reporting add`, `list`, `edit`, `remove`, `import`, `export`: what units have to report."""

from talentreg.cli import ledger_export, ledger_import
from talentreg.cli.ledger import Run, make
from talentreg.records.ledgers import REPORTING, TASK

UNSAID = ("任务种类=报送", "完成层级=村社区")
"""What a sheet of reports that are due means where it does not say."""


def __getattr__(name: str) -> Run:
    """Make the command that a place in the table of commands names; in sheets reports are tasks."""
    verb, _, ledger = name.partition("_")
    if ledger == REPORTING.name and verb == "import":
        return ledger_import.make(TASK, UNSAID)
    if ledger == REPORTING.name and verb == "export":
        return ledger_export.make(TASK)
    if ledger == REPORTING.name and verb in ("add", "list", "edit", "remove"):
        return make(verb, REPORTING)
    raise AttributeError(name)
