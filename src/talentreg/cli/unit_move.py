"""`talentreg unit move`: a unit comes under another parent from a day on."""

from typing import Annotated

import typer

from talentreg.cli.options import Db, On, UnitArgument
from talentreg.cli.output import print_table, say, tell
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.history import Affiliation
from talentreg.store.rearranging import Rearranged, move_unit
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units

SHOWN = 20
"""Units listed one by one; the rest are counted."""


def move(
    unit: UnitArgument,
    to: Annotated[str, typer.Option("--to", metavar="单位", help="新的上级单位", show_default=False)],
    on: On = None,
    db: Db = None,
) -> None:
    """Move a unit with everything below it; what happened before stays where it happened."""
    day = on or today()
    with open_for_writing(register_path(db)).changing("unit move") as writer:
        tree = load_units(writer.connection)
        node = tree.find(unit)
        done = move_unit(writer, tree, node, tree.find_open(to), day)
    say(f"已从{chinese_day(day)}起划转：")
    heads = [("原单位", "left"), ("代码", "left"), ("新单位", "left"), ("代码", "left")]
    pairs = list(zip(done.closed, done.founded, strict=True))
    print_table(heads, [(tree.path(a.id), a.code, tree.path(b.id), b.code) for a, b in pairs[:SHOWN]])
    if len(pairs) > SHOWN:
        say(f"……连同下级共{len(pairs)}个单位")
    say(told_rows(done))
    say("以前的联络和数字仍计在原单位；统计以前的时期，同一名称就是原单位")
    say("如需撤回：talentreg undo")
    if node.parent_id is None:
        tell(f"它原来没有上级；如果一直归「{to}」，请先 talentreg undo，再 unit edit {node.code} 上级={to}")


def told_rows(done: Rearranged) -> str:
    """Say how many people and records went along."""
    rows = [
        f"{'此后转入' if record is Affiliation else record.title}{count}"
        for record, count in done.rows.items()
    ]
    return "随同：" + "，".join([f"人员{done.people}", *rows])
