"""How a board of units and tasks is printed: a matrix where it fits, what is missing, JSON, a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talentreg.cli.lists import A_SCREENFUL
from talentreg.cli.output import Column, on_terminal, print_csv, print_json, print_table, say, tell
from talentreg.cli.stats_tables import fits
from talentreg.errors import Malformed
from talentreg.periods import chinese_day
from talentreg.records.work_words import TASK
from talentreg.store.tasks import Board, Count, Standing, TaskNode
from talentreg.store.units import UnitTree

MARKS = {
    Standing.DONE: "√",
    Standing.LATE: "迟",
    Standing.EXEMPT: "免",
    Standing.OPEN: "·",
    Standing.OVERDUE: "欠",
}
_TOLD = "√ 完成　迟 逾期完成　免 免做　· 未到期限　欠 逾期未完成"
_CODES = {one: one.name.lower() for one in Standing}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a board is asked for."""

    as_json: bool = False
    as_csv: bool = False
    xlsx: Path | None = None
    force: bool = False
    missing: bool = False
    verb: str = "完成"

    def check(self) -> None:
        """Refuse to print as two documents at once."""
        if self.as_json + self.as_csv + (self.xlsx is not None) > 1:
            raise Malformed("--json、--csv、--xlsx 只能选一个")


def show_board(board: Board, tree: UnitTree, title: str, head: dict[str, Any], manner: Manner) -> None:
    """Print a board the way it is asked for; `head` begins the JSON document."""
    units = [one for one in board.units if not manner.missing or _owes(board.by_unit[one])]
    if manner.as_json:
        print_json({**head, **document(board, tree, units)})
    elif manner.as_csv:
        names = [one.number for one in board.tasks]
        print_csv(["unit", "done", "owed", "percent", *names], _csv_rows(board, tree, units))
    elif manner.xlsx is not None:
        _write(board, tree, units, title, manner)
    else:
        _print(board, tree, units, title, manner.verb)


def _owes(one: Count) -> bool:
    return one.done < one.owed


def document(board: Board, tree: UnitTree, units: Sequence[int]) -> dict[str, Any]:
    """Write a board as JSON says it."""
    return {
        "as_of": board.day,
        **_counted(board.whole),
        "tasks": [
            {
                "task": one.number,
                "name": one.name,
                "kind": one.kind,
                "due_on": one.due_on,
                **_counted(board.by_task[one.id]),
            }
            for one in board.tasks
        ],
        "units": [
            {
                "unit": tree.path(unit),
                **_counted(board.by_unit[unit]),
                "tasks": {
                    one.number: {"standing": _CODES[cell.standing], "on": cell.on}
                    for one in board.tasks
                    if (cell := board.of(one.id, unit))
                },
            }
            for unit in units
        ],
    }


def _counted(one: Count) -> dict[str, Any]:
    return {
        "owed": one.owed,
        "done": one.done,
        "exempt": one.exempt,
        "overdue": one.overdue,
        "percent": one.percent,
    }


def _csv_rows(board: Board, tree: UnitTree, units: Sequence[int]) -> list[list[object]]:
    rows: list[list[object]] = []
    for unit in units:
        cells = [board.of(one.id, unit) for one in board.tasks]
        total = board.by_unit[unit]
        told = [_CODES[cell.standing] if cell else None for cell in cells]
        rows.append([tree.path(unit), total.done, total.owed, total.percent, *told])
    return rows


def _write(board: Board, tree: UnitTree, units: Sequence[int], title: str, manner: Manner) -> None:
    from talentreg.files import check_kind, new_file
    from talentreg.workbooks.tasks import write_board

    assert manner.xlsx is not None
    check_kind(manner.xlsx, ".xlsx")
    with new_file(manner.xlsx, force=manner.force) as file:
        write_board(file, board, tree, units, title)
    say(str(manner.xlsx))
    tell(f"{len(units)}个单位，{len(board.tasks)}项任务")


def _print(board: Board, tree: UnitTree, units: Sequence[int], title: str, verb: str) -> None:
    say(title)
    say(f"截至{chinese_day(board.day)}：{_sum(board.whole, verb)}")
    say()
    _print_tasks(board)
    if not units:
        say(f"都已{verb}" if board.units else f"没有应{verb}的单位：请检查组织单位和层级")
        return
    say()
    shown = units[:A_SCREENFUL] if on_terminal() else units
    _print_units(board, tree, shown)
    left = f"，这里列出前{len(shown)}" if len(shown) < len(units) else ""
    say(f"共{len(units)}个单位{left}；{_TOLD}")


def _sum(whole: Count, verb: str) -> str:
    parts = [f"应{verb}{whole.owed}项", f"已{verb}{whole.done}项" + _share(whole)]
    parts += [f"免做{whole.exempt}项"] if whole.exempt else []
    parts += [f"逾期未{verb}{whole.overdue}项"] if whole.overdue else []
    return "，".join(parts)


def _share(one: Count) -> str:
    return f"（{one.percent}%）" if one.percent is not None else ""


def _percent(one: Count) -> str:
    return f"{one.percent}%" if one.percent is not None else "—"


def _print_tasks(board: Board) -> None:
    columns: list[Column] = [("序", "right"), ("编号", "left"), ("任务", "left"), ("种类", "left")]
    columns += [("期限", "left"), ("完成", "right"), ("完成率", "right"), ("逾期未完成", "right")]
    rows = [
        [place, one.number, one.name, TASK.text(one.kind), one.due_on or "", *_of_task(board, one)]
        for place, one in enumerate(board.tasks, start=1)
    ]
    print_table(columns, rows, spare=(3, 7, 1))


def _of_task(board: Board, task: TaskNode) -> list[object]:
    one = board.by_task[task.id]
    return [f"{one.done}/{one.owed}", _percent(one), one.overdue or ""]


def _print_units(board: Board, tree: UnitTree, units: Sequence[int]) -> None:
    """Print a row for each unit: a mark for each task, or where that is too wide the tasks it still owes."""
    top = tree.top()
    above = f"{top.name}/" if top else ""
    names = [tree.path(one).removeprefix(above) for one in units]
    numbers = [str(place) for place in range(1, len(board.tasks) + 1)]
    columns: list[Column] = [("单位", "left"), *((one, "left") for one in numbers), ("完成", "right")]
    rows = [
        [name, *(_mark(board, one, unit) for one in board.tasks), _ratio(board.by_unit[unit])]
        for name, unit in zip(names, units, strict=True)
    ]
    if fits(columns, rows):
        print_table(columns, rows)
        return
    narrow: list[Column] = [
        ("单位", "left"),
        ("完成", "right"),
        ("欠（序）", "left"),
        ("未到期限（序）", "left"),
    ]
    print_table(
        narrow,
        [
            [
                name,
                _ratio(board.by_unit[unit]),
                *(_which(board, unit, s) for s in (Standing.OVERDUE, Standing.OPEN)),
            ]
            for name, unit in zip(names, units, strict=True)
        ],
    )


def _mark(board: Board, task: TaskNode, unit: int) -> str:
    cell = board.of(task.id, unit)
    return MARKS[cell.standing] if cell else ""


def _ratio(one: Count) -> str:
    return f"{one.done}/{one.owed}"


def _which(board: Board, unit: int, standing: Standing) -> str:
    """List by their places the tasks with which a unit stands so."""
    found = [
        str(place)
        for place, one in enumerate(board.tasks, start=1)
        if (cell := board.of(one.id, unit)) and cell.standing is standing
    ]
    return "、".join(found)
