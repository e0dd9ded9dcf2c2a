"""Whom leaders care for among a unit's own people: what a village reports of itself at the year's end."""

from typing import Any

from sqlalchemy import select

from talentreg.records.duty import Assignment
from talentreg.records.fields import number
from talentreg.records.masking import mask_free_text
from talentreg.reports.number import UNKNOWN, Number
from talentreg.reports.variables.declaring import ITEM, Telling, Variable
from talentreg.reports.variables.wording import term
from talentreg.store.duty import assigned
from talentreg.store.duty_table import Care, count_contacts, read_cares
from talentreg.store.units import is_below

LIST, PEOPLE, MISSED = "被联系人才", "被联系人才数", "未被联系的联系对象"
MANY = 20
"""From more leaders on all cares are read at once."""
LINE = ("姓名", "单位", "联系领导", "职务", "联络员", "任期", "联系次数")


def _cares(telling: Telling) -> list[Care]:
    """Read the cares for people of the scope, wherever their leaders are."""
    counting, day = telling.counting, telling.period.as_of
    leaders = _leaders(telling)
    if len(leaders) > MANY:
        found = read_cares(telling.connection, counting.tree, day)
    else:
        found = [
            care
            for leader in leaders
            for care in read_cares(telling.connection, counting.tree, day, leader_id=leader)
        ]
    return [one for one in found if counting.tree.within(one.person_unit, counting.unit_id)]


def _leaders(telling: Telling) -> list[int]:
    """List who cares for anybody of the scope; a village's are few among all there are."""
    running = assigned(telling.period.as_of).subquery()
    query = select(running.c.leader_unit, running.c.leader_id).distinct()
    query = query.where(is_below(running.c.person_unit, telling.counting.unit_id))
    return [row.leader_id for row in telling.connection.execute(query.order_by("leader_unit", "leader_id"))]


def cared(telling: Telling) -> list[Care]:
    """Read them once for the whole report."""
    return telling.once(f"{LIST}{ITEM}记录", _cares)


def _made(telling: Telling) -> dict[int, int]:
    return count_contacts(telling.connection, telling.period.start, telling.period.as_of)


def _lines(telling: Telling) -> list[dict[str, Any]]:
    made = telling.once(f"{LIST}{ITEM}联系", _made)
    return [_line(telling, care, made.get(care.record_id, 0)) for care in cared(telling)]


def _line(telling: Telling, care: Care, made: int) -> dict[str, Any]:
    item = f"次数{ITEM}{number(Assignment, care.record_id)}"
    return {
        "姓名": mask_free_text(care.person["name"]),
        "单位": telling.counting.tree.name(care.person_unit),
        "联系领导": care.leader,
        "职务": care.leader_post or UNKNOWN,
        "联络员": care.liaison or UNKNOWN,
        "任期": term(care.on, care.until),
        "联系次数": telling.own(LIST, made, "联系次数", item),
    }


def _people(telling: Telling) -> Number:
    return telling.own(PEOPLE, len({one.person["id"] for one in cared(telling)}))


def _missed(telling: Telling) -> Number:
    """Count those whom nobody who cares for them reached in the period."""
    made = telling.once(f"{LIST}{ITEM}联系", _made)
    reached = {one.person["id"] for one in cared(telling) if made.get(one.record_id)}
    return telling.own(MISSED, len({one.person["id"] for one in cared(telling)} - reached))


VARIABLES = (
    Variable(LIST, "本范围的人期末由哪位领导联系，一项联系关系一行；领导可以是上级的", _lines, LINE),
    Variable(PEOPLE, "本范围有几个人由领导联系，几名领导联系都只计一人", _people),
    Variable(MISSED, "其中统计期内领导或受托人一次都没有联系上的人数", _missed),
)
