"""A board of units and tasks as a workbook: the matrix, and every task with how many have done it."""

from collections.abc import Sequence
from typing import IO

from talentreg.periods import chinese_day
from talentreg.records.work_words import TASK
from talentreg.store.tasks import Board, Count
from talentreg.store.units import UnitTree
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, writing

MATRIX, TASKS = "完成情况", "任务"


def write_board(file: IO[bytes], board: Board, tree: UnitTree, units: Sequence[int], title: str) -> None:
    """Write some units of a board with all its tasks."""
    heads = [SheetColumn("单位"), *(SheetColumn(one.name, width=12) for one in board.tasks)]
    heads += [SheetColumn("已完成", Form.COUNT), SheetColumn("应完成", Form.COUNT), SheetColumn("完成率")]
    ending = (f"截至{chinese_day(board.day)}", "")
    with writing(file, title) as workbook:
        rows = [[tree.path(unit), *_cells(board, unit), *_counted(board.by_unit[unit])] for unit in units]
        workbook.add_list(MATRIX, heads, rows, Layout(title=title, ending=ending))
        workbook.add_list(TASKS, _task_heads(), _task_rows(board), Layout(title=title, ending=ending))


def _cells(board: Board, unit: int) -> list[str]:
    """Write how a unit stands with each task; what was done with its day."""
    told = []
    for task in board.tasks:
        cell = board.of(task.id, unit)
        told.append("" if cell is None else f"{cell.standing.value} {cell.on or ''}".strip())
    return told


def _counted(one: Count) -> list[object]:
    return [one.done, one.owed, "" if one.percent is None else f"{one.percent}%"]


def _task_heads() -> list[SheetColumn]:
    plain = [SheetColumn("任务编号", Form.CODE), SheetColumn("任务名称"), SheetColumn("任务种类")]
    counts = [SheetColumn(name, Form.COUNT) for name in ("已完成", "应完成", "免做", "逾期未完成")]
    return [*plain, SheetColumn("完成期限", Form.DAY), *counts, SheetColumn("完成率")]


def _task_rows(board: Board) -> list[list[object]]:
    rows: list[list[object]] = []
    for task in board.tasks:
        one = board.by_task[task.id]
        share = "" if one.percent is None else f"{one.percent}%"
        counts = (one.done, one.owed, one.exempt, one.overdue)
        rows.append([task.number, task.name, TASK.text(task.kind), task.due_on, *counts, share])
    return rows
