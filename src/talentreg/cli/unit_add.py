"""`talentreg unit add`: one unit, typed."""

from typing import Annotated

import typer

from talentreg.cli.options import Db
from talentreg.cli.output import say, tell
from talentreg.places import register_path
from talentreg.records.unit import level_of
from talentreg.records.vocabulary import LEVEL
from talentreg.store.register import open_for_writing
from talentreg.store.unit_entering import add_unit, near_siblings, read_unit_words
from talentreg.store.units import UnitNode, UnitTree, load_units


def add(
    name: Annotated[
        str,
        typer.Argument(metavar="名称", help="单位全称，或 上级/名称；顶级单位写 /名称", show_default=False),
    ],
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="字段=内容…", help="如 设立日期=2026-01-01", show_default=False),
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option("--parent", metavar="单位", help="上级单位，默认唯一的顶级单位", show_default=False),
    ] = None,
    level: Annotated[
        str | None,
        typer.Option("--level", metavar="层级", help=f"默认按名称判断：{LEVEL.listed()}", show_default=False),
    ] = None,
    db: Db = None,
) -> None:
    """Enter one unit in its place in the tree."""
    options = {"parent": parent, "level": level}
    words = [*(fields or []), *(f"{field}={text}" for field, text in options.items() if text is not None)]
    with open_for_writing(register_path(db)).changing("unit add") as writer:
        tree = load_units(writer.connection)
        values = read_unit_words(writer.connection, tree, words)
        node = add_unit(writer, tree, name, values)
    say(f"已新建单位：{tree.path(node.id)}  {node.code}  {LEVEL.text(node.level)}")
    if "parent" not in values and "/" not in name.replace("／", "/"):
        _tell_place(tree, node)
    if "level" not in values and not level_of(node.name):
        guessed = f"名称看不出层级，按上级记为{LEVEL.text(node.level)}，各项统计和报送都会算上它"
        tell(f"{guessed}；不对请 talentreg undo")
        tell("站、办、所不必建成单位：工作人员直接登记在上级单位，站、办、所写进职务")
    for like in near_siblings(tree, node):
        tell(f"与同级的「{like}」只差一个字，如是同一单位请 talentreg undo")


def _tell_place(tree: UnitTree, node: UnitNode) -> None:
    """Say where a unit was put whose parent was not written."""
    where = f"放在「{tree.path(node.parent_id)}」之下" if node.parent_id else "作为顶级单位"
    tell(f"没有写上级，{where}；不对请用 talentreg unit edit {node.code} 上级=…")
