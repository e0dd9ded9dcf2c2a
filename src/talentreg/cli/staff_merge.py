"""`talentreg staff merge`: one person entered as several members of staff becomes one."""

from typing import Annotated

import typer

from talentreg.cli.options import Db
from talentreg.cli.output import say, tell
from talentreg.places import register_path
from talentreg.store.people import describe_staff, require_staff
from talentreg.store.register import open_for_writing
from talentreg.store.staffing import merge_staff
from talentreg.store.units import load_units


def merge(
    staff: Annotated[
        list[str],
        typer.Argument(
            metavar="工作人员…", help="要并掉的：姓名、姓名@单位，或编号 G000001", show_default=False
        ),
    ],
    into: Annotated[str, typer.Option("--into", metavar="工作人员", help="保留哪一位", show_default=False)],
    db: Db = None,
) -> None:
    """Let one member of staff take over everything of others, who are deleted."""
    with open_for_writing(register_path(db)).changing("staff merge") as writer:
        tree = load_units(writer.connection)
        kept = require_staff(writer.connection, tree, into)
        going = list(dict.fromkeys(require_staff(writer.connection, tree, text) for text in staff))
        lines = {one: describe_staff(writer.connection, tree, one) for one in (*going, kept)}
        done = merge_staff(writer, tree, going, kept)
    for one in going:
        say(f"已并入：{lines[one]}（联络{done.before[one]}次）")
    say(f"保留：{lines[kept]}（联络{done.before[kept]}次 → {done.after}次）")
    for edit in done.filled:
        say(f"补上{edit.heading}：{edit.after}")
    for edit in done.dropped:
        say(f"{edit.heading}不同，保留「{edit.after}」，不再保存「{edit.before}」")
    if done.assignments:
        tell(f"其中{done.assignments}项联系服务两边都有，合成了一项")
    if done.alike:
        tell(f"其中{done.alike}次联络与已有的完全相同，仍分别计数；重复的可用 talentreg contact remove 删除")
    say("如需撤回：talentreg undo")
