"""`talentreg campaign add`: a campaign, with the stages every one of its units goes through if asked."""

from typing import Annotated, Any

import typer

from talentreg.cli.ledger import Run, leads, often, parameter, sign, tell_each, typed
from talentreg.cli.ledger_add import enter
from talentreg.cli.output import say
from talentreg.places import register_path
from talentreg.records.ledgers import CAMPAIGN, TASK
from talentreg.store.changes import Writer
from talentreg.store.ledger_entering import add_row, read_row
from talentreg.store.register import open_for_writing
from talentreg.store.tasks import STAGES
from talentreg.store.units import load_units

Stages = Annotated[bool, typer.Option("--stages", help=f"一并登记{len(STAGES)}个阶段：{'、'.join(STAGES)}")]


def _make() -> Run:
    def add(**given: Any) -> None:
        with open_for_writing(register_path(given["db"])).changing("campaign add") as writer:
            words = typed(CAMPAIGN, given)
            said, notes = enter(writer, CAMPAIGN, words)
            if given["stages"]:
                name = read_row(writer.connection, CAMPAIGN, words)["name"]
                notes = [*notes, _enter_stages(writer, name)]
        say(said)
        tell_each(notes)

    return sign(add, [*leads(CAMPAIGN), parameter("stages", Stages, False), *often(CAMPAIGN)])


def _enter_stages(writer: Writer, campaign: str) -> str:
    tree = load_units(writer.connection)
    for place, name in enumerate(STAGES, start=1):
        add_row(writer, tree, TASK, {"name": name, "kind": "stage", "campaign": campaign, "position": place})
    return f"已登记{len(STAGES)}个阶段：{'、'.join(STAGES)}；看进度：talentreg campaign status {campaign}"


add = _make()
