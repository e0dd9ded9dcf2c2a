"""A small register of people who differ in everything a list can ask for, and what a list says of them."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from conftest import Answer

from talentreg.records.contact import Contact
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.store.changes import Writer
from talentreg.store.register import open_for_writing

UNITS = """
云河区  county    -
临江街道 township  云河区
望江社区 community 临江街道
渡口社区 community 临江街道
梅溪镇  township  云河区
梅溪村  community 梅溪镇
老街社区 community 临江街道
"""
FIELDS = "name unit sex birth degree tier title_level industry category phone second_phone employer".split()
PEOPLE = """
曾乐    望江社区 male   1991-03-31 本科       骨干人才 中级 教育     专业技术人员、引进人才 15400000001 15488887777 江州大学
单雄    渡口社区 male   1991-04-01 博士研究生 领军人才 正高 科学研究 引进人才               15400000002 -           华信（江州）公司
覃小红  梅溪村   female 1991-03    硕士研究生 -        -    教育     专业技术人员           15400000003 -           江州第一小学
吕伟    梅溪村   male   1991       大专       -        初级 制造业   引进人才骨干           15400001234 -           100%_精密
王伟    临江街道 male   1991-04    -          -        -    -        -                      -           0571-88001234 =SUM(A1)
王伟    渡口社区 female -          -          -        -    -        -                      15400000006 -           -
[red]   -        -      -          -          -        -    -        -                      -           -           -
=1+1    望江社区 -      -          -          -        -    -        -                      -           -           -
O'Brien 望江社区 -      -          -          -        -    -        -                      -           -           Acme
赵逝    望江社区 -      -          -          -        -    -        -                      -           -           -
任先生  望江社区 -      -          -          -        -    -        -                      -           -           -
李老    老街社区 -      1950-01-01 小学       -        -    -        -                      -           -           -
"""  # noqa: E501 - one person a line, field under field
STATUSES = """
1 2024-01-01 enrolled
2 2025-05-06 enrolled
3 2026-03-01 pending
4 2025-05-20 enrolled
5 2026-03-31 enrolled
6 2024-01-01 enrolled
6 2026-01-01 withdrawn
7 2024-01-01 enrolled
8 2024-01-01 enrolled
9 2024-01-01 enrolled
10 2024-01-01 enrolled
10 2025-01-01 deceased
12 2024-01-01 enrolled
"""
INTENTIONS = """
1 2025-01-01 none
1 2026-01-10 business
2 2025-01-01 none
4 2025-01-01 job
"""
CONTACTS = """
1 2026-01-10 phone  away    self   1 -        -          政策宣传、慰问 愿意回来
1 2026-03-20 visit  unknown none   2 -        -          -              无人
2 2025-12-31 wechat away    self   1 -        2026-04-05 -              -
3 2026-02-01 visit  home    family 3 -        2026-03-15 慰问           电话15400000003
4 2026-03-01 visit  home    self   3 渡口社区 -          -              -
5 2026-03-31 phone  away    self   - -        -          -              -
"""
STAFF = """
张主任 望江社区
李主任 渡口社区
王主任 梅溪镇
王主任 临江街道
"""
CLOSED = "老街社区", date(2025, 6, 1)


@cache
def roster() -> bytes:
    """Return the register."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        with open_for_writing(path).changing("roster") as writer:
            _write(writer)
        return path.read_bytes()


def documents(answer: Answer) -> list[dict[str, Any]]:
    """Read what a list said in JSON."""
    assert (answer.code, answer.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(answer.out)
    return found


def _write(writer: Writer) -> None:
    units: dict[str, int] = {}
    for name, level, above in _rows(UNITS):
        values = {"name": name, "level": level, "code": f"U{len(units) + 1}"}
        units[str(name)] = writer.insert(Unit, values | {"parent_id": units.get(str(above))})
    writer.update(Unit, units[CLOSED[0]], {"closed_on": CLOSED[1]})
    for row in _rows(PEOPLE):
        values = dict(zip(FIELDS, row, strict=True))
        unit = values.pop("unit")
        person_id = writer.insert(Person, values)
        if unit:
            writer.insert(Affiliation, {"person_id": person_id, "on": ALWAYS, "unit_id": units[unit]})
    for name, unit in _rows(STAFF):
        writer.insert(Staff, {"name": name, "unit_id": units[str(unit)]})
    for whose, on, status in _rows(STATUSES):
        writer.insert(Status, {"person_id": whose, "on": _day(on), "status": status})
    for whose, on, kind in _rows(INTENTIONS):
        writer.insert(Intention, {"person_id": whose, "on": _day(on), "kind": kind})
    for whose, on, channel, presence, reached, staff_id, unit, next_on, occasion, note in _rows(CONTACTS):
        told: dict[str, Any] = {
            "person_id": whose,
            "channel": channel,
            "presence": presence,
            "reached": reached,
        }
        told |= {"staff_id": staff_id, "unit_id": units.get(str(unit)), "occasion": occasion, "note": note}
        writer.insert(Contact, told | {"on": _day(on), "next_on": _day(next_on)})


def _rows(text: str) -> list[list[str | None]]:
    return [[None if word == "-" else word for word in line.split()] for line in text.strip().splitlines()]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
