"""End an assignment, found by its number or by whom it ties together."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from talentreg.errors import Ambiguous, Malformed, Refused, Unknown
from talentreg.periods import chinese_day
from talentreg.records.duty import Assignment
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.ledgers import ASSIGNMENT
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.records.work_words import ASSIGNMENT as KIND
from talentreg.store.changes import Writer
from talentreg.store.ledger_finding import find_row
from talentreg.store.ledger_rules import check_row
from talentreg.store.people import find_person, require_staff
from talentreg.store.units import UnitTree

rows = table(Assignment)


def find_assignments(connection: Connection, tree: UnitTree, words: Sequence[str]) -> list[int]:
    """Return the ids that words mean: numbers (L000123), or a leader, with a person where there are several.

    By names only what still runs is meant. Raises Ambiguous with a leader's assignments, or Unknown.
    """
    if all(id_from_number(Assignment, word) is not None for word in words):
        return list(dict.fromkeys(find_row(connection, ASSIGNMENT, word) for word in words))
    if len(words) > 2:
        raise Malformed("写编号可以写几个，写姓名只能写 领导 人", "如 talentreg assign end 李书记 张三")
    leader_id = require_staff(connection, tree, words[0])
    query = select(rows.c.id).where(rows.c.leader_id == leader_id, rows.c.ended_on.is_(None))
    if len(words) == 2:
        query = query.where(rows.c.person_id == find_person(connection, tree, words[1]))
    found = list(connection.scalars(query.order_by(rows.c.id)))
    if not found:
        raise Unknown(f"{'和'.join(words)}没有正在进行的联系关系", "talentreg assign list --by 领导 列出全部")
    if len(found) > 1:
        listed = [describe_assignment(connection, one) for one in found]
        raise Ambiguous(f"{words[0]}正在联系{len(found)}个对象", listed, "请写编号，或写出 领导 人")
    return found


def end_assignment(writer: Writer, row_id: int, last_day: date, reason: str | None) -> None:
    """End an assignment with its last day; raises Refused where it has ended already."""
    before = dict(writer.row(Assignment, row_id))
    if before["ended_on"]:
        called = number(Assignment, row_id)
        raise Refused(
            f"{called} 已于{chinese_day(before['ended_on'])}结束，没有改动",
            f"日期写错了：talentreg assign edit {called} 结束日期=…",
        )
    changed = {"ended_on": last_day, "end_reason": reason or before["end_reason"]}
    check_row(writer.connection, ASSIGNMENT, {**before, **changed}, row_id)
    writer.update(Assignment, row_id, changed)


def describe_assignment(connection: Connection, row_id: int) -> str:
    """Write one line of who keeps in touch with whom, and how long."""
    leader, person, unit = table(Staff), table(Person), table(Unit)
    row = connection.execute(
        select(rows, leader.c.name.label("leader"), person.c.name.label("person"), unit.c.name.label("unit"))
        .join(leader, leader.c.id == rows.c.leader_id)
        .outerjoin(person, person.c.id == rows.c.person_id)
        .outerjoin(unit, unit.c.id == rows.c.unit_id)
        .where(rows.c.id == row_id)
    ).one()
    whom = row.person or row.unit or ""
    how = "" if row.kind == "leader" else f"（{KIND.text(row.kind)}）"
    term = f"{row.on}至{row.ended_on or row.until or '今'}"
    return f"{number(Assignment, row_id)}  {row.leader} → {whom}{how}  {term}"
