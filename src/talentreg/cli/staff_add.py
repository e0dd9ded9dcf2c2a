"""`talentreg staff add`: one member of staff, typed."""

from typing import Annotated

import typer

from talentreg.cli.ledger import new_word_lines, tell_each
from talentreg.cli.options import Db, UnitPlace
from talentreg.cli.output import say, tell
from talentreg.places import register_path
from talentreg.store.people import describe_staff
from talentreg.store.register import open_for_writing
from talentreg.store.staffing import add_staff, read_staff_words
from talentreg.store.typed import STAFF_FIELDS
from talentreg.store.units import load_units


def add(
    name: Annotated[str, typer.Argument(metavar="姓名", show_default=False)],
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="字段=内容…", help="如 职务=党工委副书记 联系电话=…", show_default=False),
    ] = None,
    unit: UnitPlace = None,
    namesake: Annotated[bool, typer.Option("--namesake", help="确是本单位同名的另一个人")] = False,
    db: Db = None,
) -> None:
    """Enter one member of staff of a unit."""
    words = [*(fields or []), *([f"unit={unit}"] if unit else [])]
    with open_for_writing(register_path(db)).changing("staff add") as writer:
        tree = load_units(writer.connection)
        values = read_staff_words(writer.connection, tree, words)
        staff_id = add_staff(writer, tree, name, values, namesake=namesake)
        line = describe_staff(writer.connection, tree, staff_id)
        notes = new_word_lines(writer.connection, STAFF_FIELDS, values)
    say(f"已登记工作人员：{line}")
    if "unit_id" not in values:
        tell("没有写单位，记在唯一的顶级单位；不对请用 talentreg staff edit 改正")
    tell_each(notes)
