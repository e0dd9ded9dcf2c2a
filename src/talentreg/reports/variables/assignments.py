"""Who cares for whom: the list on the wall, its term, how often each was contacted, who still lacks what."""

from collections import Counter
from typing import Any

from talentreg.records.duty import Assignment
from talentreg.records.fields import number
from talentreg.records.person import Person
from talentreg.reports.number import UNKNOWN, Number
from talentreg.reports.variables.declaring import ITEM, Telling, Variable
from talentreg.reports.variables.wording import field_text, month, place, term
from talentreg.store.duty_gaps import Sought, find_gaps
from talentreg.store.duty_table import Care, count_contacts, read_cares

LIST, TERM, PEOPLE, LEADERS = "联系安排", "联系安排任期", "联系安排人数", "联系安排领导数"
LINE = (
    *("联系领导", "职务", "领导单位", "姓名", "性别", "所属单位", "单位及职务", "人员类别"),
    *("联络员", "受托人", "任期", "任期起", "任期止", "已到期", "联系次数", "编号"),
)


def _cares(telling: Telling) -> list[Care]:
    counting = telling.counting
    asked = (telling.connection, counting.tree, telling.period.as_of, counting.unit_id)
    return read_cares(*asked) or read_cares(*asked, of_people=True)


def cares(telling: Telling) -> list[Care]:
    """Read whom the leaders of the report's units care for at the period's end.

    Where it has no leader who does, as a community, it is who cares for its people.
    """
    return telling.once(f"{LIST}{ITEM}记录", _cares)


def _lines(telling: Telling) -> list[dict[str, Any]]:
    period = telling.period
    made = count_contacts(telling.connection, period.start, period.as_of)
    return [_line(telling, care, made.get(care.record_id, 0)) for care in cares(telling)]


def _line(telling: Telling, care: Care, made: int) -> dict[str, Any]:
    one, record = care.person, number(Assignment, care.record_id)
    work = " ".join(field_text(telling, Person, one, name) for name in ("employer", "post") if one[name])
    return {
        "联系领导": care.leader,
        "职务": care.leader_post or UNKNOWN,
        "领导单位": place(telling, care.leader_unit),
        "姓名": one["name"],
        "性别": field_text(telling, Person, one, "sex"),
        "所属单位": place(telling, care.person_unit),
        "单位及职务": work or UNKNOWN,
        "人员类别": field_text(telling, Person, one, "category") or UNKNOWN,
        "联络员": care.liaison or UNKNOWN,
        "受托人": care.delegate or UNKNOWN,
        "任期": term(care.on, care.until),
        "任期起": month(care.on),
        "任期止": month(care.until) if care.until else UNKNOWN,
        "已到期": care.until is not None and care.until < telling.period.as_of,
        "联系次数": telling.own(LIST, made, "联系次数", f"次数{ITEM}{record}"),
        "编号": record,
    }


def _term(telling: Telling) -> Number | str:
    """Say the years most of the terms span; nothing while nobody cares for anybody."""
    spans = Counter((care.on.year, care.until.year) for care in cares(telling) if care.until)
    if not spans:
        return ""
    first, last = max(spans, key=lambda years: (spans[years], years))
    return telling.own(TERM, f"{first}年—{last}年" if last > first else f"{first}年")


def _people(telling: Telling) -> Number:
    return telling.own(PEOPLE, len({care.person["id"] for care in cares(telling)}))


def _leaders(telling: Telling) -> Number:
    return telling.own(LEADERS, len({care.leader_id for care in cares(telling)}))


def _lacking(telling: Telling) -> list[dict[str, str]]:
    sought = Sought(telling.period.as_of, telling.counting.unit_id)
    found = find_gaps(telling.connection, sought, ["leader"])
    return [{"姓名": gap.name, "单位": place(telling, gap.unit_id)} for gap in found]


VARIABLES = (
    Variable(
        LIST,
        "期末哪位领导联系谁，一项联系关系一行；本范围的领导联系的，没有的是联系本范围人才的",
        _lines,
        LINE,
    ),
    Variable(TERM, "多数联系关系的任期：2025年—2026年", _term, example="2025年—2026年"),
    Variable(PEOPLE, "联系安排中有几位联系对象，几名领导联系都只计一人", _people),
    Variable(LEADERS, "联系安排中有几位领导", _leaders),
    Variable("无联系对象领导", "按规定应当联系人才、还没有联系对象的领导", _lacking, ("姓名", "单位")),
)
