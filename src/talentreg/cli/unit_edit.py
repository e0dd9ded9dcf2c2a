"""`talentreg unit edit`: put right what was entered wrongly of a unit."""

from typing import Annotated

import typer

from talentreg.cli.edit import print_edits
from talentreg.cli.options import Db, UnitArgument
from talentreg.cli.output import tell
from talentreg.places import register_path
from talentreg.store.register import open_for_writing
from talentreg.store.unit_entering import edit_unit, near_siblings, read_unit_words
from talentreg.store.units import load_units


def edit(
    unit: UnitArgument,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="字段=内容…",
            help="名称=… 层级=… 上级=… 设立日期=… 撤销日期=…；上级= 改为顶级单位",
            show_default=False,
        ),
    ],
    db: Db = None,
) -> None:
    """Correct a unit for all time; what changed in the world is `move`, `merge` or `close`."""
    with open_for_writing(register_path(db)).changing("unit edit") as writer:
        tree = load_units(writer.connection)
        node = tree.find(unit)
        values = read_unit_words(writer.connection, tree, fields)
        edited, edits = edit_unit(writer, tree, node, values)
    print_edits(f"{tree.path(edited.id)}  {edited.code}", edits)
    if edited.parent_id != node.parent_id:
        tell("以前各期的数字也随之改变；如是某天起划转的，请先 talentreg undo，再用 talentreg unit move")
    if node.closed_on and not edited.closed_on:
        tell("划走、并走的人员不会因此回来；要撤回划转或合并，请用 talentreg undo 变更号")
    if edited.name != node.name:
        for like in near_siblings(tree, edited):
            tell(f"与同级的「{like}」只差一个字，如是同一单位请用 talentreg unit merge")
