"""一人一档: what the register knows of a person, gathered for one sheet of paper."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select

from talentreg.figures.catalogue import FIGURES
from talentreg.periods import chinese_day
from talentreg.records.contact import Contact
from talentreg.records.fields import columns, number, table
from talentreg.records.history import ALWAYS, Intention, Status
from talentreg.records.person import Person
from talentreg.records.request import STEPS
from talentreg.records.staff import Staff
from talentreg.records.text import as_text
from talentreg.reports.number import UNKNOWN, Number
from talentreg.reports.variables.declaring import ITEM, Telling, Variable
from talentreg.reports.variables.wording import free, term
from talentreg.store.dossier import Dossier
from talentreg.store.growth import Growth, Step, read_growths
from talentreg.store.libraries import find_library, people_in
from talentreg.store.people import find_person
from talentreg.store.units import UnitTree

FILE, FILES = "本人", "全部人员"
SECTIONS = {
    "成长经历": ("milestone", "card", "inclusion", "membership"),
    "回归和项目": ("case", "project", "arrival", "referral"),
    "活动": ("attendance",),
    "待遇和服务": ("benefit", "payment", "service", "tenancy", "hotline"),
}
"""The tables of a file, and which steps of growth stand in them."""

CHANGES = ("status", "unit")
STEP_LINE = ("日期", "事项", "内容", "编号")
REQUEST_LINE = ("日期", "编号", "内容", "进展")
CONTACT_LINE = ("日期", "方式", "何处", "联系到", "事由", "联络人", "情况")
INTENTION_LINE = ("日期", "意愿", "说明")
LEADER_LINE = ("姓名", "职务", "任期", "受托人")
COUNTED = ("联系次数", "活动次数", "诉求件数", "个人应发", "个人已发")
"""What of a file is counted; in the whole register each is a number of the person."""

ALSO = {"最高学历": "学历", "所属行业": "行业", "人才类别": "人员类别"}
"""Other words for fields whose heading is a variable too: what is taken by these has nothing else counted."""

OWN_WORDS = ("编号", "姓名", "单位", "年龄", "在库状态", "返乡意愿", "意愿说明", "意愿日期", "单位及职务")
LINE = (
    *OWN_WORDS,
    *ALSO,
    *(column.heading for name, column in columns(Person).items() if name != "name"),
    *("联系领导", "联络", "联络还有", "意愿记录", "变动", *SECTIONS, "诉求", *COUNTED),
)

INNER = {
    "联系领导": LEADER_LINE,
    "联络": CONTACT_LINE,
    "意愿记录": INTENTION_LINE,
    **dict.fromkeys(("变动", *SECTIONS), STEP_LINE),
    "诉求": REQUEST_LINE,
}

Words = dict[str, Any]


def people_of(telling: Telling) -> list[int]:
    """List who is in the register on the report's day, by their units; of a library if it is about one."""
    found = telling.once(f"{FILES}{ITEM}编号", _members)
    if not (library := telling.subject.get("library")):
        return found
    day, scope = telling.period.as_of, telling.counting.unit_id
    within = people_in(telling.connection, find_library(telling.connection, library), day, scope)
    return [one for one in found if one in frozenset(within)]


def _members(telling: Telling) -> list[int]:
    rows = telling.counting.rows(FIGURES["persons_enrolled"]).subquery()
    found = telling.connection.execute(select(rows.c.unit_id, rows.c.person_id)).all()
    place = in_tree_order(telling.counting.tree)
    return [one.person_id for one in sorted(found, key=lambda one: (place[one.unit_id], one.person_id))]


def in_tree_order(tree: UnitTree) -> dict[int | None, int]:
    """Number the units as one reads them, each followed by those below it; what has no unit comes last."""
    tops = tree.children(None)
    order: list[int | None] = [one.id for top in tops for one in (top, *tree.below(top.id))]
    return {unit_id: place for place, unit_id in enumerate([*order, None])}


def read_files(telling: Telling, person_ids: Sequence[int], name: str) -> Iterator[Words]:
    """Make the files of people, as lines of the variable `name`; they are read many at a time."""
    tree, masked = telling.counting.tree, not telling.letter.reveal
    posts = telling.once("工作人员职务", _posts) if person_ids else {}
    for growth in read_growths(telling.connection, person_ids, masked=masked, tree=tree):
        yield _file(telling, growth, posts, name)


def _posts(telling: Telling) -> dict[str, str]:
    staff = table(Staff)
    query = select(staff.c.id, staff.c.post).where(staff.c.post.is_not(None))
    return {number(Staff, row.id): row.post for row in telling.connection.execute(query)}


def _file(telling: Telling, growth: Growth, posts: dict[str, str], name: str) -> Words:
    dossier, day = growth.dossier, telling.period.as_of
    steps = [one for one in growth.steps if (one.on or ALWAYS) <= day]
    contacts = [one for one in dossier.contacts if one["on"] <= day]
    reached = sum(one["reached"] == "self" for one in contacts)
    own = partial(_own, telling, name, dossier.number)
    return {
        **_facts(dossier, day),
        **_standing(telling, dossier, day),
        "联系领导": list(_leaders(dossier, posts, day)),
        "联络": [_contact(telling, one) for one in contacts[: telling.limit]],
        "联络还有": max(len(contacts) - telling.limit, 0),
        "变动": [_line(one) for one in steps if one.kind in CHANGES and one.on],
        **{title: [_line(one) for one in steps if one.kind in kinds] for title, kinds in SECTIONS.items()},
        "诉求": [_request(telling, one, day) for one in reversed(_asked(dossier, day))],
        **_counted(dossier, day, own) | {"联系次数": own("联系次数", reached)},
    }


def _own(telling: Telling, name: str, person: str, what: str, value: float) -> Number:
    return telling.own(
        name, value, label=f"{what}（{person}）", item=f"{what}{ITEM}{person}", text=as_text(value)
    )


def _facts(dossier: Dossier, day: date) -> Words:
    """Write the fields of the register, by their headings."""
    fields = dossier.fields
    told = {column.heading: column.shown(fields[name]) for name, column in columns(Person).items()}
    work = " ".join(filter(None, (told["工作单位"], told["职务"])))
    told |= {word: told[heading] for word, heading in ALSO.items()}
    return told | {"编号": dossier.number, "年龄": _age(fields["birth"], day), "单位及职务": work}


def _age(birth: str | None, day: date) -> str:
    """Say how old somebody is on a day; a birth date without month or day counts from its first."""
    if not birth:
        return ""
    year, birthday = int(birth[:4]), f"{birth}-01-01"[5:10]
    return str(day.year - year - (birthday > f"{day:%m-%d}"))


def _standing(telling: Telling, dossier: Dossier, day: date) -> Words:
    """Tell what the histories say on a day."""
    status, intention = (
        next((one for one in reversed(rows) if one["on"] <= day), None)
        for rows in (dossier.statuses, dossier.intentions)
    )
    units = [one["unit"] for one in dossier.units if (one["on"] or ALWAYS) <= day]
    kinds = columns(Intention)["kind"]
    return {
        "单位": units[-1].replace("/", "") if units else UNKNOWN,
        "在库状态": columns(Status)["status"].shown(status["status"]) if status else UNKNOWN,
        "返乡意愿": kinds.shown(intention["kind"]) if intention else UNKNOWN,
        "意愿说明": free(telling, intention["reason"]) if intention else "",
        "意愿日期": chinese_day(intention["on"]) if intention else "",
        "意愿记录": [
            {
                "日期": one["on"].isoformat(),
                "意愿": kinds.shown(one["kind"]),
                "说明": free(telling, one["reason"]),
            }
            for one in dossier.intentions
            if one["on"] <= day
        ],
    }


def _leaders(dossier: Dossier, posts: dict[str, str], day: date) -> Iterator[Words]:
    """Tell who keeps in touch on a day, in the order they began."""
    for row in reversed(dossier.work["assignment"]):
        if row["on"] <= day <= (row["ended_on"] or date.max):
            yield {
                "姓名": row["leader_name"],
                "职务": posts.get(row["leader"], ""),
                "任期": term(row["on"], row["until"]),
                "受托人": row["delegate_name"] or "",
            }


def _contact(telling: Telling, row: Words) -> Words:
    declared = columns(Contact)
    return {
        "日期": row["on"].isoformat(),
        "方式": declared["channel"].shown(row["channel"]),
        "何处": declared["presence"].shown(row["presence"]),
        "联系到": {"self": "", "family": "家属", "none": "未联系上"}[row["reached"]],
        "事由": declared["occasion"].shown(row["occasion"]),
        "联络人": row["by"] or "",
        "情况": free(telling, row["note"]),
    }


def _line(step: Step) -> Words:
    said = "，".join(dict.fromkeys(step.detail.split("  ")))
    return {
        "日期": step.on.isoformat() if step.on else "",
        "事项": step.what,
        "内容": said,
        "编号": step.record,
    }


def _asked(dossier: Dossier, day: date) -> list[Words]:
    """Return what somebody asked for, suggested or reported up to a day, newest first."""
    rows = dossier.work["request"]
    return [row for row in rows if row["person"] == dossier.number and row["on"] <= day]


def _request(telling: Telling, row: Words, day: date) -> Words:
    """Tell what was asked for, and how far it had come on a day."""
    reached = [(row[field], word) for field, word in STEPS.items() if row[field] and row[field] <= day]
    on, word = reached[-1]
    closed = row["closed_on"] and row["closed_on"] <= day
    told = [f"{on.isoformat()}{word}", free(telling, row["result"]) if closed else ""]
    return {
        "日期": row["on"].isoformat(),
        "编号": row["record"],
        "内容": free(telling, row["text"]).rstrip("。；;，"),
        "进展": "，".join(filter(None, told)).rstrip("。；;，"),
    }


def _counted(dossier: Dossier, day: date, own: Callable[[str, float], Number]) -> Words:
    """Count what a file sums up: what was attended, asked for, due and paid up to a day."""
    work = {
        name: [row for row in rows if row["on"] <= day]
        for name, rows in dossier.work.items()
        if name in _DATED
    }
    due, paid = (round(sum(row["amount"] for row in work[name]), 2) for name in ("benefit", "payment"))
    attended = sum(row["attended"] == "yes" for row in work["attendance"])
    return {
        "活动次数": own("活动次数", attended),
        "诉求件数": own("诉求件数", len(_asked(dossier, day))),
        "个人应发": own("个人应发", due),
        "个人已发": own("个人已发", paid),
    }


_DATED = ("attendance", "benefit", "payment")


def _one(telling: Telling) -> Words:
    person_id = find_person(telling.connection, telling.counting.tree, telling.subject.get("person"))
    return next(read_files(telling, [person_id], FILE))


VARIABLES = (
    Variable(
        FILE,
        "--person 的档案：本人.姓名、本人.学历……每项照登记册的栏目",
        lambda one: one.once(FILE, _one),
        LINE,
        needs="person",
        inner=INNER,
    ),
    Variable(
        FILES,
        "本范围在库人员，每人一份档案，按单位排；--library 只写一个库的",
        lambda one: list(read_files(one, people_of(one), FILES)),
        LINE,
        inner=INNER,
    ),
)
