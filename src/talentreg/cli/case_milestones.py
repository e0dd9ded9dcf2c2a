"""`talentreg case milestones`: the milestones of cases that landed in a sheet, or were put right by hand."""

from typing import Annotated

import typer

from talentreg.cli.ledger import tell_some
from talentreg.cli.lists import A_SCREENFUL
from talentreg.cli.options import Db, UnitName
from talentreg.cli.output import say, tell
from talentreg.places import register_path
from talentreg.records.fields import number
from talentreg.records.returning import ReturnCase
from talentreg.store.cases import MILESTONE, enter_landing, find_unrecorded
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units


def enter_milestones(
    unit: UnitName = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说会补记多少，不写入")] = False,
    db: Db = None,
) -> None:
    """Enter the milestone of every landed case that has none, all or none."""
    with open_for_writing(register_path(db)).changing("case milestones") as writer:
        tree = load_units(writer.connection)
        found = find_unrecorded(writer.connection, tree.find(unit).id if unit else None)
        vague = [one for one in found if writer.row(ReturnCase, one)["kind"] is None]
        clear = [one for one in found if one not in set(vague)]
        entered = [] if dry_run else [enter_landing(writer, tree, one, None) for one in clear]
        ids = [one.row_id for one in entered if one and not one.known]
        lines = tell_some(writer.connection, MILESTONE, ids[:A_SCREENFUL])
    for line in lines:
        say(f"已记成效：{line}")
    say(f"会给{len(clear)}件落地的个案补记成效，没有写入" if dry_run else f"共补记{len(ids)}项成效")
    if vague:
        told = f"{len(vague)}件落地的个案没有写回归方向，不知道记哪种成效"
        tell(f"{told}：talentreg case edit {number(ReturnCase, vague[0])} 回归方向=…")
