"""What nobody can do: work with somebody who had left, and be in one place twice on a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Date, Select, bindparam, or_, select

from talentreg.errors import Refused
from talentreg.periods import chinese_day
from talentreg.records.fields import Record, number, table
from talentreg.records.history import Status
from talentreg.records.person import Person
from talentreg.records.vocabulary import STATUS
from talentreg.store.histories import is_latest

GONE = ("withdrawn", "deceased")


def refuse_gone(connection: Connection, person_id: int, day: date) -> None:
    """Refuse work with somebody who had left the register on a day."""
    if gone := connection.execute(_left(), {"person": person_id, "day": day}).one_or_none():
        called = f"{number(Person, person_id)} {gone.name}"
        raise Refused(
            f"{called} 已于{chinese_day(gone.on)}{STATUS.text(gone.status)}，没有登记",
            "日期写错了请改日期；重新入库用 talentreg edit",
        )


@cache
def _left() -> Select[Any]:
    """Ask when and how a person had left on a day; made once, for a sheet asks it of every row."""
    statuses, people = table(Status), table(Person)
    latest = is_latest(Status, bindparam("day", type_=Date))
    return (
        select(statuses.c.status, statuses.c.on, people.c.name)
        .join(people, people.c.id == statuses.c.person_id)
        .where(statuses.c.person_id == bindparam("person"), latest, statuses.c.status.in_(GONE))
    )


def refuse_twice(
    connection: Connection, record: type[Record], pair: Sequence[str], row: Mapping[str, Any], own: int
) -> None:
    """Refuse a stay from `on` to `until` of a pair that has another on one of its days."""
    rows = table(record)
    same = (rows.c[name] == row[name] for name in pair)
    there = or_(rows.c.until.is_(None), rows.c.until >= row["on"])
    begun = rows.c.on <= row["until"] if row.get("until") else rows.c.id.is_not(None)
    query = select(rows.c.on, rows.c.until).where(*same, there, begun, rows.c.id != own).limit(1)
    if known := connection.execute(query).first():
        until = f"至{chinese_day(known.until)}" if known.until else "起"
        raise Refused(f"{chinese_day(known.on)}{until}已登记为{record.title}，不能重复登记", "请检查起止日期")
