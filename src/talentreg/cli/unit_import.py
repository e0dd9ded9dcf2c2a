"""`talentreg unit import`: lists of units in, with every row accounted for."""

from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.import_page import print_problems, print_sheets, told_sum
from talentreg.cli.importing import DryRun, Files, read_books
from talentreg.cli.options import Db
from talentreg.cli.output import manner, say
from talentreg.cli.taking_in import note_dry_run
from talentreg.errors import ExitCode
from talentreg.intake.divisions import DivisionPlan, commit_divisions, plan_divisions
from talentreg.intake.plan import Outcome
from talentreg.intake.sheet import Book
from talentreg.places import register_path
from talentreg.store.register import open_blank, open_for_reading, open_for_writing

COMMAND = "unit import"
SHOWN = 30
"""New units listed by their paths; the rest are counted."""


def import_units(
    files: Files,
    dry_run: DryRun = False,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="表中没写上级的单位放在它之下", show_default=False),
    ] = None,
    db: Db = None,
) -> None:
    """Plan what some lists of units do, and carry the plan out unless it is a dry run."""
    books = read_books(files)
    path = register_path(db)
    plan = _try_out(path, books, unit) if dry_run else _import(path, books, unit)
    print_sheets(plan)
    print_problems(plan, say)
    _print_new_units(plan)
    say("\n".join(_summary(plan, dry_run=dry_run)))
    if plan.totals[Outcome.REJECTED]:
        raise typer.Exit(ExitCode.PARTIAL)


def _try_out(path: Path, books: list[Book], unit: str | None) -> DivisionPlan:
    register = open_for_reading(path) if path.exists() else open_blank()
    with register.reading() as connection:
        plan = plan_divisions(connection, books, unit)
    note_dry_run(register, COMMAND, len(plan.files))
    return plan


def _import(path: Path, books: list[Book], unit: str | None) -> DivisionPlan:
    names = " ".join(book.name for book in books)
    with open_for_writing(path).changing(f"{COMMAND} {names}") as writer:
        plan = plan_divisions(writer.connection, books, unit)
        commit_divisions(plan, writer)
    return plan


def _print_new_units(plan: DivisionPlan) -> None:
    """List new units by their paths, and units that were put in their place: a misspelt one shows here."""
    if manner.quiet:
        return
    moved = [plan.tree.path(one) for one, values in plan.updates.items() if "parent_id" in values]
    new = [plan.tree.path(node.id) for node in plan.units]
    for title, paths in (("新建单位", new), ("归到上级之下的单位", moved)):
        if paths:
            say()
            more = f"……共{len(paths)}个" if len(paths) > SHOWN else ""
            say(f"{title}（{len(paths)}）：{'、'.join(paths[:SHOWN])}{more}")
    say()


def _summary(plan: DivisionPlan, *, dry_run: bool) -> list[str]:
    lines = [told_sum(plan)]
    if manner.quiet:
        return lines
    if plan.changes_nothing:
        nothing = "没有写入任何内容" if plan.totals[Outcome.REJECTED] else "没有变化：登记册里已经都有了"
        return [*lines, nothing]
    counts = (("新单位", plan.units), ("更新单位", plan.updates))
    done = "，".join(f"{name}{len(found)}" for name, found in counts if found)
    lines.append(f"{'将写入' if dry_run else '已写入'}：{done}")
    if dry_run:
        return [*lines, "这是试导入，登记册没有改动；去掉 --dry-run 即写入"]
    return [*lines, "如需整批取消：talentreg undo"]
