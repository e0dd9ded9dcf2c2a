"""`talentreg staff edit`: put a member of staff right."""

from typing import Annotated

import typer

from talentreg.cli.edit import print_edits
from talentreg.cli.options import Db, StaffArgument, UnitPlace
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.store.people import describe_staff, require_staff
from talentreg.store.register import open_for_writing
from talentreg.store.staffing import edit_staff, read_staff_words
from talentreg.store.units import load_units


def edit(
    staff: StaffArgument,
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="字段=内容…", help="如 职务=主任 联系电话=…；职务= 清空", show_default=False),
    ] = None,
    unit: UnitPlace = None,
    db: Db = None,
) -> None:
    """Correct one member of staff; figures never follow the unit of staff."""
    words = [*(fields or []), *([f"unit={unit}"] if unit else [])]
    if not words:
        raise Malformed("没有写要改什么", "如 talentreg staff edit 李主任 职务=主任")
    with open_for_writing(register_path(db)).changing("staff edit") as writer:
        tree = load_units(writer.connection)
        staff_id = require_staff(writer.connection, tree, staff)
        edits = edit_staff(writer, tree, staff_id, read_staff_words(writer.connection, tree, words))
        line = describe_staff(writer.connection, tree, staff_id)
    print_edits(line, edits)
