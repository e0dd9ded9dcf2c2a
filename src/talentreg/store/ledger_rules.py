"""What makes a row of a ledger wrong that its fields alone, or the rest of the register, can tell."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from talentreg.errors import Malformed, Refused
from talentreg.periods import chinese_day, today
from talentreg.records.campaign import Campaign, Task
from talentreg.records.days import DAYS, YEARS
from talentreg.records.duty import Assignment
from talentreg.records.entry import Entry, Membership
from talentreg.records.event import Attendance, Event
from talentreg.records.fields import number, table
from talentreg.records.ledger import Ledger
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.records.vocabulary import LEVEL
from talentreg.records.work_words import EVENT_STATE
from talentreg.store.gone import refuse_gone, refuse_twice
from talentreg.store.return_rules import RETURN_CHECKS
from talentreg.store.units import is_below

Row = Mapping[str, Any]
Check = Callable[[Connection, Row, int], None]


def check_row(connection: Connection, ledger: Ledger, row: Row, own: int = 0) -> None:
    """Refuse a row that cannot be so; `row` is by stored columns, `own` its id if it has one already."""
    _check_filled(ledger, row)
    _check_days(ledger, row)
    if check := CHECKS.get(ledger.name):
        check(connection, row, own)


def refuse_odd_year(day: date, heading: str) -> None:
    """Refuse a day of a year nobody lives in."""
    if day.year not in YEARS:
        raise Malformed(f"{heading}{chinese_day(day)}的年份不合理", "请检查日期")


def count_cared_for(connection: Connection, staff_id: int) -> int:
    """Count the people and units a member of staff still looks after."""
    rows = table(Assignment)
    holds = or_(rows.c.ended_on.is_(None), rows.c.ended_on >= today())
    query = select(func.count()).select_from(rows).where(rows.c.leader_id == staff_id, holds)
    return int(connection.scalar(query) or 0)


def _check_filled(ledger: Ledger, row: Row) -> None:
    for name in ledger.filled:
        if row.get(ledger.stored(name), ledger.defaults.get(name)) in (None, ""):
            raise Malformed(f"没有写{ledger.heading(name)}", f"请加 {ledger.heading(name)}=…")


def _check_days(ledger: Ledger, row: Row) -> None:
    for name, column in ledger.fields.items():
        if column.clean in DAYS and row.get(name):
            refuse_odd_year(row[name], column.heading)
    for name in ledger.past:
        if (day := row.get(name)) and day > today():
            raise Refused(
                f"{ledger.heading(name)}{chinese_day(day)}还没有到", f"今天是{chinese_day(today())}"
            )
    for first, second in ledger.orders:
        earlier, later = row.get(first), row.get(second)
        if earlier and later and later < earlier:
            told = f"早于{ledger.heading(first)}{chinese_day(earlier)}，没有登记"
            raise Refused(f"{ledger.heading(second)}{chinese_day(later)}{told}", "请检查两个日期")


def _check_event(connection: Connection, row: Row, own: int) -> None:
    if row["state"] == "held" and row["on"] > today():
        raise Refused(f"活动日期{chinese_day(row['on'])}还没有到，不能是已办", "还没办的写 活动状态=计划")
    if own and row["state"] != "held":
        _refuse_attended(connection, row, own)


def _refuse_attended(connection: Connection, row: Row, own: int) -> None:
    """Refuse that an event was not held to which somebody came."""
    rows = table(Attendance)
    came = select(func.count()).select_from(rows).where(rows.c.event_id == own, rows.c.attended == "yes")
    if count := connection.scalar(came):
        raise Refused(
            f"名单上有{count}人到会，不能改为{EVENT_STATE.text(row['state'])}",
            f"没有来的先改名单：talentreg event attend {number(Event, own)} 人… --absent",
        )


def _check_attendance(connection: Connection, row: Row, _: int) -> None:
    events = table(Event)
    event = connection.execute(select(events).where(events.c.id == row["event_id"])).mappings().one()
    if row.get("attended") == "yes" and event["state"] != "held":
        state = "取消" if event["state"] == "cancelled" else "还没有办"
        raise Refused(
            f"{number(Event, event['id'])} {event['name']}{state}，不能记到会", "确实办了先写 活动状态=已办"
        )
    refuse_gone(connection, row["person_id"], event["on"])


def _check_assignment(connection: Connection, row: Row, own: int) -> None:
    if row["kind"] == "leader" and row.get("person_id") is None:
        raise Malformed("没有写联系对象", "请写出领导联系哪个人")
    if row["kind"] == "liaison" and (row.get("person_id") is None) == (row.get("unit_id") is None):
        raise Malformed("联络员要么对一个人，要么对一个单位", "写 联系对象=… 或 联系单位=… 之一")
    if row.get("person_id") is not None and row.get("ended_on") is None:
        refuse_gone(connection, row["person_id"], max(row["on"], today()))
    if row.get("delegate_id") is not None and row["delegate_id"] == row["leader_id"]:
        raise Malformed("受托人就是联系领导本人", "不用写受托人")
    _refuse_left(connection, row)
    _refuse_second(connection, row, own)


def _refuse_left(connection: Connection, row: Row) -> None:
    staff = table(Staff)
    left = connection.execute(
        select(staff.c.name, staff.c.left_on).where(staff.c.id == row["leader_id"])
    ).one()
    if left.left_on and row.get("ended_on") is None and left.left_on < max(row["on"], today()):
        raise Refused(f"{left.name}已于{chinese_day(left.left_on)}离任，不能再联系人", "请换在任的领导")


def _refuse_second(connection: Connection, row: Row, own: int) -> None:
    """Refuse a second assignment of one pair while the first holds."""
    rows = table(Assignment)
    same = [
        rows.c[name].is_not_distinct_from(row.get(name))
        for name in ("kind", "leader_id", "person_id", "unit_id")
    ]
    holds = or_(rows.c.ended_on.is_(None), rows.c.ended_on >= row["on"])
    before_end = rows.c.on <= row["ended_on"] if row.get("ended_on") else rows.c.id.is_not(None)
    found = connection.scalar(
        select(rows.c.id).where(*same, and_(holds, before_end), rows.c.id != own).limit(1)
    )
    if found:
        called = number(Assignment, found)
        raise Refused(
            f"{called} 已经是这两人的联系关系，还没有结束",
            f"先用 talentreg assign end {called} 结束，或用 assign edit 更正",
        )


def _check_request(connection: Connection, row: Row, _: int) -> None:
    if row["kind"] == "life_event" and row.get("person_id") is None:
        raise Malformed("重大事项没有写是谁的", "请写出姓名")
    if row.get("adopted") and row["kind"] != "suggestion":
        raise Malformed("只有意见建议才有是否采纳", "诉求写 办理结果=…")
    if row.get("revisited_on") and not row.get("closed_on"):
        raise Refused("还没有办结，不能回访", "先用 talentreg request close 办结")
    if row.get("person_id") is not None:
        refuse_gone(connection, row["person_id"], row["on"])


def _check_referral(connection: Connection, row: Row, _: int) -> None:
    if row["person_id"] == row["from_id"]:
        raise Refused("不能引荐自己", "请写两个不同的人")
    refuse_gone(connection, row["person_id"], row["on"])


def _check_station(connection: Connection, row: Row, own: int) -> None:
    """Refuse days in which somebody of the station had joined it before it was, or after it was closed."""
    rows = table(Membership)
    outside = [rows.c.on < row["on"], *([rows.c.on >= row["until"]] if row.get("until") else [])]
    query = select(rows.c.on).where(rows.c.entry_id == own, or_(*outside)).limit(1)
    if own and (joined := connection.scalar(query)):
        told = f"有人在{chinese_day(joined)}加入这个工作站，那天它没有设立"
        raise Refused(told, f"名单：talentreg station people {number(Entry, own)} --all")


def _check_membership(connection: Connection, row: Row, own: int) -> None:
    entries = table(Entry)
    station = connection.execute(select(entries).where(entries.c.id == row["entry_id"])).mappings().one()
    if row["on"] < station["on"] or (station["until"] and row["on"] >= station["until"]):
        raise Refused(f"{station['name']}在{chinese_day(row['on'])}没有设立，没有登记", "请检查加入日期")
    refuse_twice(connection, Membership, ("entry_id", "person_id"), row, own)
    refuse_gone(connection, row["person_id"], row["on"])


def _check_fulfilment(connection: Connection, row: Row, _: int) -> None:
    """Refuse a unit of which a task is not asked: nobody would count that it did it."""
    task, campaign, unit = table(Task), table(Campaign), table(Unit)
    query = (
        select(
            task.c.name,
            func.coalesce(task.c.level, campaign.c.level).label("level"),
            func.coalesce(task.c.unit_id, campaign.c.unit_id).label("host_id"),
        )
        .outerjoin(campaign, campaign.c.id == task.c.campaign_id)
        .where(task.c.id == row["task_id"])
    )
    asked = connection.execute(query).one()
    owing = (unit.c.id == row["unit_id"], unit.c.level == asked.level, is_below(unit.c.id, asked.host_id))
    if connection.scalar(select(unit.c.id).where(*owing)) is None:
        named = connection.scalar(select(unit.c.name).where(unit.c.id == row["unit_id"]))
        level = LEVEL.text(asked.level) if asked.level else "任何单位"
        told = f"「{asked.name}」不用{named}完成，应完成的是{level}"
        raise Refused(told, "请检查任务和单位，或任务的完成层级")


CHECKS: Mapping[str, Check] = {
    "event": _check_event,
    "attendance": _check_attendance,
    "assignment": _check_assignment,
    "request": _check_request,
    "referral": _check_referral,
    "station": _check_station,
    "membership": _check_membership,
    "fulfilment": _check_fulfilment,
    **RETURN_CHECKS,
}
