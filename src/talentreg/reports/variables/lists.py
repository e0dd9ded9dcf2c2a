"""The records and people behind a figure as the lines of a list: 引进博士名单, 落地项目名单."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, func, select

from talentreg.figures.compute import Counting
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.describing import Describing, headed, masked, shown
from talentreg.records.campaign import Task
from talentreg.records.fields import number
from talentreg.records.unit import Unit
from talentreg.reports.variables.declaring import Telling

MOST = 500
"""So many lines a list has at most; it is for naming, not for copying out the register."""
LINE = ("名称", "单位", "编号", "日期")

Line = dict[str, Any]
_Written = dict[str, str]
"""What a record says beside, by heading."""


def listed(telling: Telling, counting: Counting, figure: Figure, *, own: bool = False) -> list[Line] | None:
    """List what a figure counts, earliest first: people once each, records one by one.

    With `own`, of a cumulative figure only what the period itself adds. None for a figure without rows.
    """
    if figure.rows is None:
        return None
    if not counting.is_known(figure):
        return []
    query = _rows(counting, figure, own=own).limit(max(MOST, telling.limit + 1))
    rows = [dict(row) for row in counting.connection.execute(query).mappings()]
    if figure.record is Unit:
        return [_of_unit(counting, row) for row in rows]
    told = Describing(counting.connection, counting.tree, figure, rows)
    return _told_apart([_line(counting, figure, told, row) for row in rows])


def _told_apart(lines: list[Line]) -> list[Line]:
    """Put the unit behind the names of people that several bear."""
    bearers = Counter(name for name, _ in {(line.get("姓名"), line["编号"]) for line in lines})
    for line in lines:
        if "姓名" in line and line["单位"] and bearers[line["姓名"]] > 1:
            line["名称"] = f"{line['姓名']}（{line['单位']}）"
    return lines


def _rows(counting: Counting, figure: Figure, *, own: bool) -> Select[Any]:
    """Select what stands behind a figure; of a person the last record, as SQLite gives it."""
    rows = counting.rows(figure).subquery()
    names = ("person_id", "record_id", "unit_id", *(("who",) if "who" in rows.c else ()))
    query = select(*(rows.c[name] for name in names))
    query = query.where(rows.c.on >= counting.period.start) if own else query
    if figure.mode is not Mode.PERSONS:
        return query.add_columns(rows.c.on).order_by(rows.c.on, rows.c.record_id)
    once = [rows.c[name] for name in ("person_id", "who") if name in rows.c]
    day = func.max(rows.c.on)
    return query.add_columns(day.label("on")).group_by(*once).order_by(day, rows.c.person_id)


def _of_unit(counting: Counting, row: dict[str, Any]) -> Line:
    node = counting.tree.nodes[row["record_id"]]
    above = counting.tree.name(node.parent_id) if node.parent_id else ""
    return {"名称": node.name, "单位": above, "编号": node.code, "日期": ""}


def _line(counting: Counting, figure: Figure, told: Describing, row: dict[str, Any]) -> Line:
    person, record_id = told.person(row["person_id"]), row["record_id"]
    is_person = row["person_id"] is not None
    unit = counting.tree.name(row["unit_id"]) if row["unit_id"] is not None else ""
    name = person["name"] or masked(row.get("who")) or told.name(record_id) or ""
    facts = _written(figure, told.details(record_id, row["on"], named=is_person))
    if figure.record is Task:
        name, facts = unit, facts | {"任务": name}
    return {
        **facts,
        "名称": name,
        **({"姓名": name} if figure.mode is Mode.PERSONS or is_person else {}),
        "单位": unit,
        "编号": person["person"] or number(figure.record, record_id),
        "日期": row["on"] or "",
    }


def _written(figure: Figure, details: dict[str, Any]) -> _Written:
    headings = headed(figure)
    return {headings[key]: shown(figure, key, value) for key, value in details.items() if key in headings}


def maker(*, own: bool = False) -> Callable[[Telling, Figure], list[Line] | None]:
    """Make what a suffix is made with: the list of a figure."""
    return lambda telling, figure: listed(telling, telling.counting, figure, own=own)
