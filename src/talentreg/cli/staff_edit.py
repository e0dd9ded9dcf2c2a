"""`talentreg staff edit`: put a member of staff right."""

from typing import Annotated

import typer

from talentreg.cli.edit import print_edits
from talentreg.cli.ledger import new_word_lines, tell_each
from talentreg.cli.options import Db, StaffArgument, UnitPlace
from talentreg.cli.output import tell
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.records.fields import number
from talentreg.records.staff import Staff
from talentreg.store.ledger_rules import count_cared_for
from talentreg.store.people import describe_staff, require_staff
from talentreg.store.register import open_for_writing
from talentreg.store.staffing import edit_staff, read_staff_words
from talentreg.store.typed import STAFF_FIELDS
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
        values = read_staff_words(writer.connection, tree, words)
        edits = edit_staff(writer, tree, staff_id, values)
        line = describe_staff(writer.connection, tree, staff_id)
        notes = new_word_lines(writer.connection, STAFF_FIELDS, values)
        left = count_cared_for(writer.connection, staff_id) if values.get("left_on") else 0
    print_edits(line, edits)
    tell_each(notes)
    if left:
        hand_over = f"talentreg assign hand-over {number(Staff, staff_id)} …"
        tell(f"还有{left}项联系服务没有结束，交给接任者：{hand_over}")
