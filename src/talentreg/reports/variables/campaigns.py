"""Campaigns and their checklist: which ran in a period, what was done of each item, who still owes it."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from talentreg.figures.catalogue import FIGURES
from talentreg.figures.compute import Value
from talentreg.figures.dimensions import find_dimension
from talentreg.periods import chinese_day
from talentreg.records.campaign import Campaign
from talentreg.records.entry import Entry
from talentreg.records.fields import table
from talentreg.records.masking import mask_free_text
from talentreg.reports.number import Number
from talentreg.reports.variables.declaring import Telling, Variable
from talentreg.reports.variables.run_up import with_run_up
from talentreg.store.tasks import Board, load_board, load_tasks
from talentreg.store.units import is_below

_ABOUT_ITEMS = "统计期内应做的规定动作，应完成几个单位、完成了几个、哪些还没有"
_ITEM, _INNER = ("名称", "应完成", "完成", "未完成单位"), {"未完成单位": ("名称",)}

Lines = list[dict[str, Any]]


def _campaigns(telling: Telling) -> Lines:
    """List the campaigns of which some day lies in the period, set by the scope, above it or below it."""
    rows, period, tree = table(Campaign), telling.period, telling.counting.tree
    query = select(rows).where(rows.c.on <= period.as_of, rows.c.until >= period.start).order_by(rows.c.on)
    return [
        {
            "名称": mask_free_text(row["name"]),
            "起止": _days(row["on"], row["until"]),
            "单位": tree.name(row["unit_id"]) if row["unit_id"] else "",
        }
        for row in telling.connection.execute(query).mappings()
        if _concerns(telling, row["unit_id"])
    ]


def _days(first: date, last: date) -> str:
    """Say from when to when; the year is said once when it is one year."""
    until = chinese_day(last)
    return f"{chinese_day(first)}至{until.partition('年')[2] if first.year == last.year else until}"


def _concerns(telling: Telling, host: int | None) -> bool:
    tree, scope = telling.counting.tree, telling.counting.unit_id
    return host is None or scope is None or tree.within(scope, host) or tree.within(host, scope)


def _board(telling: Telling) -> Board:
    """Read how the units of the scope stand with every checklist item."""
    counting = telling.counting
    tasks = load_tasks(telling.connection, ("checklist",))
    return load_board(telling.connection, counting.tree, tasks, telling.period.as_of, counting.unit_id)


def _items(telling: Telling) -> Lines:
    """List the checklist items of the period: how many units owe each, did it, and who did not."""
    counting, dimension = telling.counting, find_dimension("task")
    due, done = (
        {value.word: value for value in counting.by_dimension(FIGURES[key], dimension)}
        for key in ("checklist_due", "checklist_done")
    )
    board = telling.once("规定动作", _board)
    none = Value(FIGURES["checklist_done"], 0, dimension=dimension)
    places = {task.name: place for place, task in enumerate(board.tasks)}
    names = {task.name: [one.id for one in board.tasks if one.name == task.name] for task in board.tasks}
    return [
        {
            "名称": word,
            "应完成": telling.tracked(value),
            "完成": telling.tracked(done.get(word, replace(none, word=word))),
            "未完成单位": _behind(telling, board, names.get(word, [])),
        }
        for word, value in sorted(due.items(), key=lambda one: places.get(one[0], len(places)))
        if value.value
    ]


def _behind(telling: Telling, board: Board, task_ids: list[int]) -> Lines:
    units = dict.fromkeys(one for task_id in task_ids for one in board.behind(task_id))
    return [{"名称": telling.counting.tree.name(one)} for one in units]


def _put_right(telling: Telling) -> Number:
    """Count what inspections of the period found and what had been put right by its end."""
    rows, period = table(Entry), telling.period
    query = select(rows.c.quantity, rows.c.until).where(
        rows.c.kind == "inspection",
        rows.c.on.between(period.start, period.as_of),
        rows.c.quantity > 0,
        is_below(rows.c.unit_id, telling.counting.unit_id),
    )
    found = telling.connection.execute(query).all()
    right = sum(row.quantity for row in found if row.until and row.until <= period.as_of)
    return telling.own("已整改问题", right)


VARIABLES = (
    Variable("专项行动", "统计期内有一天在进行的专项行动", _campaigns, ("名称", "起止", "单位")),
    Variable("规定动作", _ABOUT_ITEMS, _items, _ITEM, inner=_INNER),
    Variable(
        "规定动作含筹备",
        f"{_ABOUT_ITEMS}；从筹备起点算起",
        lambda one: _items(with_run_up(one)),
        _ITEM,
        inner=_INNER,
    ),
    Variable("已整改问题", "本期督查发现的问题中，到期末已整改的有几个", _put_right),
)
