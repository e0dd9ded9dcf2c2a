"""走访登记单: whom to call on, what is known of them, with room for what is found."""

from typing import Any

from sqlalchemy import RowMapping

from talentreg.records.contact import Contact
from talentreg.records.duty_words import VISITED
from talentreg.records.fields import columns, number
from talentreg.records.history import Intention
from talentreg.records.person import Person
from talentreg.records.request import Request
from talentreg.reports.number import UNKNOWN, Number
from talentreg.reports.variables.declaring import ITEM, Telling, Variable
from talentreg.reports.variables.wording import day_or_dash, field_text, free, place
from talentreg.store.visit_list import Called, Visit, read_visits, whom_to_visit

LIST = "走访对象"
NOTE = 36
"""Characters told of what came of a contact; the contacts themselves hold all of it."""
_FIELDS = {
    "性别": "sex",
    "出生年月": "birth",
    "联系电话": "phone",
    "备用电话": "second_phone",
    "现居住地": "residence",
    "家庭住址": "home_address",
    "人员类别": "category",
    "家属": "relative",
    "家属电话": "relative_phone",
}
LINE = (
    *("编号", "姓名", "单位", *_FIELDS, "单位及职务", "上次联系上", "返乡意愿"),
    *("联络", "最近联络", "诉求", "在办事项"),
)
INNER = {
    "联络": ("日期", "方式", "联系到", "联络人", "情况"),
    "诉求": ("编号", "内容", "受理日期", "期限"),
}


def who(telling: Telling) -> str:
    """Say which people are to be called on."""
    return telling.subject.get("who") or VISITED.words[0].code


def _ids(telling: Telling) -> list[int]:
    return whom_to_visit(telling.connection, telling.period, who(telling), telling.counting.unit_id)


def _all(telling: Telling) -> list[int]:
    return telling.once(f"{LIST}{ITEM}编号", _ids)


def _lines(telling: Telling) -> list[dict[str, Any]]:
    some = _all(telling)[: telling.limit]
    return [_line(telling, one) for one in read_visits(telling.connection, some, telling.period.as_of)]


def _line(telling: Telling, one: Visit) -> dict[str, Any]:
    row = one.person
    work = " ".join(field_text(telling, Person, row, name) for name in ("employer", "post") if row[name])
    calls = [_call(telling, called) for called in one.contacts]
    asked = [_request(telling, request) for request in one.requests]
    return {
        "编号": number(Person, row["id"]),
        "姓名": row["name"],
        "单位": place(telling, one.unit_id),
        **{called: field_text(telling, Person, row, name) for called, name in _FIELDS.items()},
        "单位及职务": work,
        "上次联系上": day_or_dash(one.reached_on),
        "返乡意愿": _intention(telling, one.intention),
        "联络": calls,
        "最近联络": "\n".join(map(_shortly, calls)) or "没有联络记录",
        "诉求": asked,
        "在办事项": "\n".join(f"{request['内容']}（{_until(request)}）" for request in asked) or "没有",
    }


def _call(telling: Telling, called: Called) -> dict[str, str]:
    told = columns(Contact)
    reached = {"self": "", "family": "联系到家属", "none": "未联系上"}[called.reached]
    return {
        "日期": called.on.isoformat(),
        "方式": told["channel"].shown(called.channel),
        "联系到": reached,
        "联络人": called.by or "",
        "情况": free(telling, called.note),
    }


def _shortly(call: dict[str, str]) -> str:
    """Write a contact in a line or two: there are three of them, and the form is to stay on its page."""
    note = call["情况"]
    told = call | {"情况": f"{note[:NOTE]}……" if len(note) > NOTE else note}
    return "，".join(filter(None, told.values()))


def _request(telling: Telling, row: RowMapping) -> dict[str, str]:
    return {
        "编号": number(Request, row["id"]),
        "内容": free(telling, row["text"]).rstrip("。；;"),
        "受理日期": day_or_dash(row["on"]),
        "期限": day_or_dash(row["due_on"]),
    }


def _until(request: dict[str, str]) -> str:
    due = request["期限"]
    return f"{request['受理日期']}受理" + (f"，{due}前办结" if due != UNKNOWN else "")


def _intention(telling: Telling, row: RowMapping | None) -> str:
    if row is None:
        return "没有登记"
    reason = free(telling, row["reason"])
    kind = columns(Intention)["kind"].shown(row["kind"])
    return f"{kind}（{row['on'].isoformat()}{'，' if reason else ''}{reason}）"


def left_out(telling: Telling) -> int:
    """Count the people who are to be called on and for whom a report makes no form."""
    return max(len(_all(telling)) - telling.limit, 0)


def _count(telling: Telling) -> Number:
    return telling.own(f"{LIST}数", len(_all(telling)))


VARIABLES = (
    Variable(LIST, "要走访的人，一人一行，最多列到 --limit；--who 说走访谁", _lines, LINE, inner=INNER),
    Variable(f"{LIST}数", "要走访的一共多少人，没有列出的也算", _count),
    Variable(
        "走访范围", "走访谁：该联系的、本期未联系的、返乡在家的、在库的", lambda one: VISITED.text(who(one))
    ),
    Variable(
        "走访对象未列完", "走访对象是不是多于 --limit，没有全部列出", lambda one: len(_all(one)) > one.limit
    ),
)
