"""`talentreg reporting status`: which reports are due when, and which units have handed them in."""

from datetime import date
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.campaign_board import Manner, show_board
from talentreg.cli.campaign_status import Missing, StatusDay
from talentreg.cli.lists import AsCsv, Force, Xlsx
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.errors import Refused
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.store.register import open_for_reading
from talentreg.store.tasks import TaskNode, find_task, load_board, load_tasks
from talentreg.store.units import load_units

ReportName = Annotated[
    str | None,
    typer.Argument(metavar="任务", help="编号或名称；不写就看今年到期的全部事项", show_default=False),
]


def show_reports(
    report: ReportName = None,
    unit: UnitName = None,
    as_of: StatusDay = None,
    missing: Missing = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """Show which units have handed in the reports that are due."""
    manner, day = Manner(as_json, as_csv, xlsx, force, missing, "报"), as_of or today()
    manner.check()
    with open_for_reading(register_path(db)).reading() as connection:
        tree = load_units(connection)
        scope = tree.find(unit).id if unit else None
        tasks, year = _choose(connection, report, day)
        board = load_board(connection, tree, tasks, day, scope)
    head: dict[str, Any] = {"year": year} if report is None else {"report": tasks[0].number}
    show_board(board, tree, _title(tasks, report, year), head, manner)


def _choose(connection: Connection, text: str | None, day: date) -> tuple[list[TaskNode], int]:
    """Return the report that is named; else all that are due this year, or on no day, and which year it is.

    Where this year asks for none, as in its first days, the last year that did is looked at, or the next.
    """
    if text:
        return [find_task(connection, text, ("report",))], day.year
    tasks = load_tasks(connection, ("report",))
    years = {one.due_on.year for one in tasks if one.due_on}
    coming = day.year + 1 if day.year + 1 in years else day.year
    year = max((one for one in years if one <= day.year), default=coming)
    found = [one for one in tasks if one.due_on is None or one.due_on.year == year]
    if not found:
        what = f"没有{day.year}年到期的报送事项" if tasks else "还没有报送事项"
        raise Refused(what, "登记：talentreg reporting add 年度工作报告 期限=12-31 --unit 单位 层级=村社区")
    return found, year


def _title(tasks: list[TaskNode], text: str | None, year: int) -> str:
    return tasks[0].told if text else f"{year}年报送情况"
