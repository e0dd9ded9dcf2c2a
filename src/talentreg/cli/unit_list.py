"""`talentreg unit list`: the tree of units, or those that fit some conditions."""

from typing import Annotated

import typer
from sqlalchemy import Connection

from talentreg.cli.lists import AsCsv, Columns, Conditions, Force, Limit, Sort, Wanted, Xlsx, print_list
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.cli.output import print_table, say
from talentreg.errors import Malformed
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.vocabulary import LEVEL
from talentreg.store.listings import UNITS, count_people
from talentreg.store.register import open_for_reading
from talentreg.store.units import UnitNode, UnitTree, load_units


def list_units(
    conditions: Conditions = None,
    unit: UnitName = None,
    tree: Annotated[bool, typer.Option("--tree", help="画成树（没写条件时就是）")] = False,
    sort: Sort = "",
    limit: Limit = None,
    columns: Columns = "",
    everything: Annotated[bool, typer.Option("--all", help="连同已撤销的")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List units: without conditions as a tree with the people of each."""
    wanted = Wanted(conditions, unit, sort, limit, columns, everything, as_json, as_csv, xlsx, force)
    plain = conditions or sort or limit or columns or as_json or as_csv or xlsx
    if tree and plain:
        raise Malformed("--tree 画整棵树，不能和条件、排序、--json 同用", "要限定范围，用 --unit")
    with open_for_reading(register_path(db)).reading() as connection:
        if plain:
            print_list(connection, UNITS, wanted)
        else:
            _print_tree(connection, unit, everything=everything)


def _print_tree(connection: Connection, unit: str | None, *, everything: bool) -> None:
    tree = load_units(connection)
    people = count_people(connection, tree)
    tops = [tree.find(unit)] if unit else tree.children(None)
    lines = [line for top in tops for line in _branch(tree, top, "", "", everything)]
    if not lines:
        say("还没有单位：用 talentreg unit add 新建，或导入表格时自动建立")
        return
    rows = [
        (text, node.code, LEVEL.text(node.level), people.get(node.id, 0), _until(node))
        for text, node in lines
    ]
    heads = [("单位", "left"), ("代码", "left"), ("层级", "left"), ("人数", "right"), ("", "left")]
    print_table(heads, rows)
    say(f"共{len(rows)}个单位；人数为该单位及下级的待核和在库人员")


def _branch(
    tree: UnitTree, node: UnitNode, first: str, rest: str, everything: bool
) -> list[tuple[str, UnitNode]]:
    """Draw one unit and those below it; closed ones only when everything is asked for."""
    if _is_closed(node) and not everything:
        return []
    below = [child for child in tree.children(node.id) if everything or not _is_closed(child)]
    drawn = [(first + node.name, node)]
    for child in below:
        last = child is below[-1]
        drawn += _branch(
            tree, child, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "), everything
        )
    return drawn


def _is_closed(node: UnitNode) -> bool:
    return node.closed_on is not None and node.closed_on <= today()


def _until(node: UnitNode) -> str:
    return f"{chinese_day(node.closed_on)}撤销" if node.closed_on else ""
