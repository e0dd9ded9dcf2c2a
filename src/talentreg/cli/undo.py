"""`talentreg undo`: take a change back, or take the undo back again."""

from typing import Annotated

import typer

from talentreg.cli.options import Db
from talentreg.cli.output import say
from talentreg.errors import ExitCode
from talentreg.places import register_path
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.undo import Undone, undo

SHOWN = 20


def undo_change(
    number: Annotated[
        int | None, typer.Argument(metavar="变更号", help="默认最近一次；见 talentreg log")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会撤销什么，不撤销")] = False,
    db: Db = None,
) -> None:
    """Take back one change set and say what became of its rows; an undo can itself be taken back."""
    path = register_path(db)
    open_for_reading(path)
    undone = undo(open_for_writing(path), number, dry_run=dry_run)
    done = "，".join(f"{action}{title}{count}" for (title, action), count in undone.counts.items() if count)
    verb = ("将撤销" if dry_run else "已撤销") if done else "没有撤销"
    say(f"{verb}第{undone.set_id}号变更：{undone.command}")
    if done:
        say(done)
    _say_kept(undone)
    if dry_run:
        say("这是试撤销，登记册没有改动；去掉 --dry-run 即撤销")
    elif done:
        say(f"如需恢复：talentreg undo {undone.by}")
    if undone.kept:
        raise typer.Exit(ExitCode.PARTIAL)


def _say_kept(undone: Undone) -> None:
    """Name what stays because it was changed since, or because other records point at it."""
    if not undone.kept:
        return
    say(f"以下{len(undone.kept)}条后来又改过或被其他记录引用，保留未动：")
    for title, row in undone.kept[:SHOWN]:
        say(f"  {title} {row}  {undone.whose.get(row, '').removeprefix(row).strip()}".rstrip())
    if len(undone.kept) > SHOWN:
        say(f"  ……共{len(undone.kept)}条")
