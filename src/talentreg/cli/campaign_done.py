"""`talentreg campaign done`: units that have done a stage or an item of a campaign's checklist."""

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
from talentreg.store.tasks import OF_CAMPAIGN

TaskName = Annotated[str, typer.Argument(metavar="任务", help="任务编号或名称", show_default=False)]
CampaignName = Annotated[
    str | None,
    typer.Option("--campaign", metavar="专项行动", help="哪个行动的任务；几个行动有同名任务时要写"),
]


def note_done(
    task: TaskName,
    units: Units = None,
    on: On = None,
    evidence: Evidence = None,
    by: By = None,
    note: Note = None,
    exempt: Exempt = False,
    below: Below = False,
    not_done: NotDone = False,
    campaign: CampaignName = None,
    db: Db = None,
) -> None:
    """Enter that units have done a task of a campaign."""
    done = Done("campaign done", task, units or [], OF_CAMPAIGN, campaign, below, not_done=not_done)
    enter(register_path(db), done, values(exempt=exempt, on=on, evidence=evidence, by=by, note=note))
