"""`talentreg reporting done`: units that have handed in a report that was due."""

from typing import Annotated

import typer

from talentreg.cli.campaign_fulfilling import (
    Below,
    By,
    Done,
    Evidence,
    Exempt,
    NotDone,
    Note,
    Units,
    enter,
    values,
)
from talentreg.cli.options import Db, On
from talentreg.places import register_path

ReportName = Annotated[str, typer.Argument(metavar="任务", help="任务编号或名称", show_default=False)]


def note_reported(
    report: ReportName,
    units: Units = None,
    on: On = None,
    evidence: Evidence = None,
    by: By = None,
    note: Note = None,
    exempt: Exempt = False,
    below: Below = False,
    not_done: NotDone = False,
    db: Db = None,
) -> None:
    """Enter that units have handed in a report."""
    done = Done("reporting done", report, units or [], ("report",), below=below, not_done=not_done)
    enter(register_path(db), done, values(exempt=exempt, on=on, evidence=evidence, by=by, note=note))
