"""What goes on when a unit is followed by another: who liaises with it, and the rules that hold in it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from talentreg.records.campaign import Fulfilment
from talentreg.records.duty import Assignment, DutyRule
from talentreg.records.fields import Record, table
from talentreg.store.changes import Writer

LASTING: Mapping[type[Record], str] = {Assignment: "ended_on", DutyRule: "until"}
"""What holds in a unit from a day to a last day, by the field of that."""

REASON = "单位划转"


def carry_on(
    writer: Writer, heirs: Mapping[int, int], some: Sequence[int], on: date, existing: Collection[int] = ()
) -> Counter[type[Record]]:
    """Let what holds in some units hold in their followers from a day on; before it, it was theirs.

    A rule does not reach into a follower that was there before: it has its own.
    """
    carried: Counter[type[Record]] = Counter()
    for record, last in LASTING.items():
        rows = table(record)
        running = or_(rows.c[last].is_(None), rows.c[last] >= on)
        query = select(rows).where(rows.c.unit_id.in_(some), rows.c.on < on, running).order_by(rows.c.id)
        for row in writer.connection.execute(query).mappings().all():
            ending = {last: on - timedelta(days=1)} | ({"end_reason": REASON} if record is Assignment else {})
            writer.update(record, row["id"], ending)
            heir = heirs[row["unit_id"]]
            following = {**row, "unit_id": heir, "on": on}
            if (record is DutyRule and heir in existing) or _holds(writer, record, following):
                continue
            del following["id"]
            following.pop("entered_on", None)
            writer.insert(record, following)
            carried[record] += 1
    return carried


def _holds(writer: Writer, record: type[Record], row: Mapping[str, Any]) -> bool:
    """Whether the follower has the same already."""
    rows, last = table(record), LASTING[record]
    names = ("kind", "leader_id", "unit_id") if record is Assignment else ("name", "rank", "unit_id")
    same = (rows.c[name].is_not_distinct_from(row[name]) for name in names)
    running = or_(rows.c[last].is_(None), rows.c[last] >= row["on"])
    return writer.connection.scalar(select(rows.c.id).where(*same, running).limit(1)) is not None


def is_done_by(writer: Writer, row_id: int, unit_id: int) -> bool:
    """Whether another unit has done the task that a row says was done."""
    rows = table(Fulfilment)
    task = select(rows.c.task_id).where(rows.c.id == row_id).scalar_subquery()
    query = select(rows.c.id).where(rows.c.task_id == task, rows.c.unit_id == unit_id)
    return writer.connection.scalar(query.limit(1)) is not None
