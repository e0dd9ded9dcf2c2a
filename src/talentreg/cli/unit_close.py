"""`talentreg unit close`: a unit is no more."""

from talentreg.cli.options import Db, On, UnitArgument
from talentreg.cli.output import say, tell
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.store.rearranging import close_unit, count_staff
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units


def close(unit: UnitArgument, on: On = None, db: Db = None) -> None:
    """Close a unit that nobody in stock and no other unit belongs to; its history stays."""
    day = on or today()
    with open_for_writing(register_path(db)).changing("unit close") as writer:
        tree = load_units(writer.connection)
        node = tree.find(unit)
        close_unit(writer, tree, node, day)
        staff = count_staff(writer.connection, node.id)
    say(f"已撤销：{tree.path(node.id)}  {node.code}，自{chinese_day(day)}起")
    if staff:
        tell(f"还有{staff}名工作人员记在这个单位，可用 talentreg staff edit 姓名 --unit 单位 改正")
