"""`talentreg unit merge`: units become part of another from a day on."""

from typing import Annotated

import typer

from talentreg.cli.options import Db, On
from talentreg.cli.output import say
from talentreg.cli.unit_move import SHOWN, told_rows
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.store.rearranging import merge_units
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units


def merge(
    units: Annotated[
        list[str],
        typer.Argument(metavar="单位…", help="要并入的单位：名称、代码，或 街道/社区", show_default=False),
    ],
    into: Annotated[str, typer.Option("--into", metavar="单位", help="并入哪个单位", show_default=False)],
    on: On = None,
    db: Db = None,
) -> None:
    """Merge units with their people, staff and sub-units; what happened before stays where it happened."""
    day = on or today()
    with open_for_writing(register_path(db)).changing("unit merge") as writer:
        tree = load_units(writer.connection)
        nodes = {node.id: node for node in map(tree.find, units)}
        target = tree.find_open(into)
        before = {node.id: tree.path(node.id) for node in nodes.values()}
        done = merge_units(writer, tree, list(nodes.values()), target, day)
    say(f"已从{chinese_day(day)}起并入「{tree.path(target.id)}」：{'、'.join(before.values())}")
    say(told_rows(done))
    if below := [node for node in done.founded if node.id != target.id]:
        named = [node.name for node in below if node.parent_id == target.id]
        more = "……" if len(named) > SHOWN else ""
        say(f"连同下级{len(below)}个单位，直接归到它之下的有：{'、'.join(named[:SHOWN])}{more}")
    say("以前的联络和数字仍计在原单位；原单位已撤销，按名称或代码仍可统计")
    say("如需撤回：talentreg undo")
