"""典型案例: what came of the work with somebody who agreed to be told of, from the log without names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from talentreg.periods import chinese_day
from talentreg.records.contact import Contact
from talentreg.records.fields import columns, id_from_number
from talentreg.records.history import ALWAYS
from talentreg.records.ledgers import LEDGERS
from talentreg.records.person import Person
from talentreg.records.project import PROJECT_STAGES
from talentreg.records.request import STEPS
from talentreg.records.returning import CASE_STAGES
from talentreg.records.staff import Staff
from talentreg.records.text import as_text
from talentreg.records.work_words import MILESTONE
from talentreg.reports.variables.anonymity import anonymous, hide_names, names_of_kin
from talentreg.reports.variables.declaring import ITEM, Telling, Variable
from talentreg.reports.variables.wording import place
from talentreg.store.dossier import Dossier, read_dossiers
from talentreg.store.examples import (
    BROUGHT,
    BUILT,
    LANDED,
    Outcome,
    agreed,
    brought,
    built,
    names_within,
    outcomes,
)
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Kind

STORIES = "典型案例"
_NUMBERS = re.compile(r"\d[\d-]{9,}\d[Xx]?")
"""Phones and ID numbers, which no published text has a use for."""
LINE = (
    *("序", "编号", "姓名", "成果", "成果日期", "简介", "单位", "入库日期", "意愿", "意愿日期"),
    *("联系次数", "联络", "引荐日期", "个案", "项目", "成效", "引荐人数", "诉求", "待遇"),
)
CONTACT_LINE, CASE_LINE = ("日期", "方式", "情况"), ("经过", "结果")
PROJECT_LINE = ("名称", "经过", "投资", "就业人数")
MILESTONE_LINE, REQUEST_LINE = ("日期", "内容"), ("内容", "办理")
INNER = {
    "联络": CONTACT_LINE,
    "个案": CASE_LINE,
    "项目": PROJECT_LINE,
    "成效": MILESTONE_LINE,
    "诉求": REQUEST_LINE,
}
_MEANT = {
    "business": "返乡创业",
    "office": "返乡任职",
    "job": "返乡就业",
    "project": "项目合作",
    "flexible": "柔性服务",
}
"""What somebody may have meant to do, as one says it in a sentence."""
_STAGES = PROJECT_STAGES | {"on": "登记项目信息"}
_OTHER_OUTCOMES = {BUILT: "项目落地", LANDED: "回归个案落地", BROUGHT: "引荐人才"}

Line = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class _Material:
    """What stories are drafted from: whom something came of, who agreed, their files, their projects."""

    found: list[Outcome]
    dossiers: list[Dossier] = field(default_factory=list)
    projects: Mapping[int, Sequence[RowMapping]] = field(default_factory=dict)
    brought: Mapping[int, int] = field(default_factory=dict)
    consenting: int = 0


def _gather(telling: Telling) -> _Material:
    connection, day = telling.connection, telling.period.as_of
    found = outcomes(connection, telling.period, telling.counting.unit_id)
    agreeing = agreed(connection, [one.person_id for one in found], day)
    told = [one for one in found if one.person_id in agreeing][: telling.limit]
    ids = [one.person_id for one in told]
    # Half-hidden numbers could not be found and left out.
    dossiers = list(read_dossiers(connection, ids, masked=False, tree=telling.counting.tree))
    return _Material(found, dossiers, built(connection, ids), brought(connection, ids, day), len(agreeing))


def _material(telling: Telling) -> _Material:
    return telling.once(f"{STORIES}{ITEM}材料", _gather)


def _stories(telling: Telling) -> list[Line]:
    material = _material(telling)
    outcome = {one.person_id: one for one in material.found}
    lines = []
    for place_, dossier in enumerate(material.dossiers, 1):
        person_id = id_from_number(Person, dossier.number) or 0
        teller = _Teller(telling, dossier)
        line = teller.tell(outcome[person_id], material.projects.get(person_id, ()))
        came = material.brought.get(person_id, 0)
        lines.append(
            {
                "序": numeral(place_),
                **line,
                "引荐人数": telling.own(STORIES, came, "引荐人数", f"引荐人数{ITEM}{dossier.number}"),
            }
        )
    return lines


def numeral(number: int) -> str:
    """Write a number below a hundred as headings count: 一, 十二, 三十."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    if number > 99:
        return str(number)
    return ("" if not tens else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")


class _Teller:
    """One person told of; every text that goes through it has its names hidden and its numbers left out."""

    def __init__(self, telling: Telling, dossier: Dossier) -> None:
        self.telling, self.dossier, self.day = telling, dossier, telling.period.as_of
        texts = list(_texts(dossier))
        self.names = {
            dossier.fields["name"],
            *_linked(dossier),
            *names_of_kin(dossier.fields["relative"] or ""),
        }
        self.names |= {row["name"] for row in dossier.merged}
        self.names |= names_within(telling.connection, texts)

    def clean(self, text: str | None) -> str:
        """Make a text fit to be published."""
        return hide_names(_NUMBERS.sub("（略）", text or ""), self.names).rstrip("。；;，, ")

    def tell(self, outcome: Outcome, projects: Sequence[RowMapping]) -> Line:
        """Tell everything but the number of the story."""
        contacts = [
            one for one in self.dossier.contacts if one["on"] <= self.day and one["reached"] == "self"
        ]
        noted = [one for one in reversed(contacts) if one["note"]][-self.telling.limit :]
        number = self.dossier.number
        return {
            "编号": number,
            "姓名": anonymous(self.dossier.fields["name"]),
            "成果": _OTHER_OUTCOMES.get(outcome.kind) or MILESTONE.text(outcome.kind),
            "成果日期": chinese_day(outcome.on),
            **self._about(),
            "联系次数": self.telling.own(STORIES, len(contacts), "联系次数", f"联系次数{ITEM}{number}"),
            "联络": [self._contact(one) for one in noted],
            "引荐日期": self._recommended(),
            "个案": list(self._cases()),
            "项目": [self._project(row) for row in projects if row["on"] <= self.day],
            "成效": [
                self._milestone(row) for row in reversed(self._rows("milestone")) if row["person"] == number
            ],
            "诉求": [self._request(row) for row in reversed(self._closed())],
            "待遇": "、".join(
                dict.fromkeys(self.clean(row["name"]) for row in reversed(self._rows("benefit")))
            ),
        }

    def _rows(self, ledger: str) -> Rows:
        return [row for row in self.dossier.work[ledger] if row["on"] <= self.day]

    def _closed(self) -> Rows:
        rows = self._rows("request")
        return [row for row in rows if row["closed_on"] and row["closed_on"] <= self.day]

    def _about(self) -> Line:
        fields, declared = self.dossier.fields, columns(Person)
        told = {
            name: self.clean(declared[name].shown(fields[name])) for name in ("sex", "degree", "industry")
        }
        title, birth = self.clean(fields["professional_title"]), fields["birth"]
        words = [
            told["sex"],
            f"{birth[:4]}年生" if birth else "",
            told["degree"] and f"{told['degree'].removesuffix('学历')}学历",
            title,
            told["industry"] and f"从事{told['industry']}",
        ]
        entries = (one["on"] for one in self.dossier.statuses if one["status"] == "enrolled")
        entered = next((on for on in entries if on <= self.day), None)
        meant = [one for one in self.dossier.intentions if one["on"] <= self.day and one["kind"] in _MEANT]
        return {
            "简介": "，".join(filter(None, words)),
            "单位": self._unit(),
            "入库日期": chinese_day(entered) if entered else "",
            "意愿": _MEANT[meant[0]["kind"]] if meant else "",
            "意愿日期": chinese_day(meant[0]["on"]) if meant and meant[0]["on"] != entered else "",
        }

    def _unit(self) -> str:
        paths = [one["unit"] for one in self.dossier.units if (one["on"] or ALWAYS) <= self.day]
        nodes = self.telling.counting.tree.ever_named(paths[-1]) if paths else []
        return place(self.telling, nodes[0].id).replace("/", "") if nodes else ""

    def _contact(self, row: Mapping[str, Any]) -> Line:
        channel = columns(Contact)["channel"].shown(row["channel"])
        return {"日期": chinese_day(row["on"]), "方式": channel, "情况": self.clean(row["note"])}

    def _recommended(self) -> str:
        own = [row for row in self._rows("referral") if row["person"] == self.dossier.number]
        return chinese_day(own[-1]["on"]) if own else ""

    def _cases(self) -> Iterator[Line]:
        for row in reversed(self._rows("case")):
            if not (row["failed_on"] and row["failed_on"] <= self.day):
                landed = row["landed_on"] and row["landed_on"] <= self.day
                yield {
                    "经过": self._way(row, CASE_STAGES),
                    "结果": self.clean(row["result"]) if landed else "",
                }

    def _way(self, row: RowMapping | Mapping[str, Any], stages: Mapping[str, str]) -> str:
        """Tell by which steps something went up to the day: 2025年11月10日排查，12月1日沟通."""
        return chain(
            (row[name], word) for name, word in stages.items() if row[name] and row[name] <= self.day
        )

    def _project(self, row: RowMapping) -> Line:
        number = self.telling.own
        key = f"{self.dossier.number}{ITEM}{row['id']}"
        said = {
            "投资": (row["investment"], as_text(row["investment"])),
            "就业人数": (row["jobs"], as_text(row["jobs"])),
        }
        return {
            "名称": self.clean(row["name"]),
            "经过": self._way(row, _STAGES),
            **{
                name: number(STORIES, value, name, f"{name}{ITEM}{key}", text) if value else ""
                for name, (value, text) in said.items()
            },
        }

    def _milestone(self, row: Mapping[str, Any]) -> Line:
        named = self.clean(row["name"] or row["place"])
        return {
            "日期": chinese_day(row["on"]),
            "内容": MILESTONE.text(row["kind"]) + (f"（{named}）" if named else ""),
        }

    def _request(self, row: Mapping[str, Any]) -> Line:
        done = chain((row[name], word) for name, word in STEPS.items() if row[name] and row[name] <= self.day)
        result = self.clean(row["result"])
        return {"内容": self.clean(row["text"]), "办理": "，".join(filter(None, (done, result)))}


def chain(steps: Iterable[tuple[date, str]]) -> str:
    """Join days and what was done on them; a year is said when it changes."""
    told, year = [], 0
    for on, word in steps:
        day = chinese_day(on)
        told.append((day if on.year != year else day.partition("年")[2]) + word)
        year = on.year
    return "，".join(told)


def _linked(dossier: Dossier) -> Iterator[str]:
    """Give the names of the people and staff the records of a person name."""
    yield from (row["by"] for row in dossier.contacts if row["by"])
    for ledger, rows in dossier.work.items():
        fields = ledger_listing(LEDGERS[ledger]).fields.values()
        named = [one.name for one in fields if one.kind is Kind.REFERENCE and one.record in (Person, Staff)]
        yield from (row[name] for row in rows for name in named if row[name])


def _texts(dossier: Dossier) -> Iterator[str]:
    """Give the free texts of a file that a story may quote."""
    yield from (row["note"] for row in dossier.contacts if row["note"])
    for name, keys in _QUOTED.items():
        yield from (row[key] for row in dossier.work[name] for key in keys if row[key])


_QUOTED = {
    "case": ("result",),
    "milestone": ("name", "place"),
    "request": ("text", "result"),
    "benefit": ("name",),
}

VARIABLES = (
    Variable(
        STORIES,
        "本期取得成果、本人同意用于典型案例的人，每人一例，最多列到 --limit；姓名只留姓，号码遮挡",
        _stories,
        LINE,
        inner=INNER,
    ),
    Variable(
        "典型案例数", "列出的典型案例有几个", lambda one: one.own("典型案例数", len(_material(one).dossiers))
    ),
    Variable(
        "案例还有",
        "本人同意、因 --limit 没有列出的还有几个",
        lambda one: one.own("案例还有", _material(one).consenting - len(_material(one).dossiers)),
    ),
    Variable(
        "取得成果人数",
        "本期取得成果的在库人员",
        lambda one: one.own("取得成果人数", len(_material(one).found)),
    ),
    Variable(
        "案例待同意",
        "取得成果、登记册中没有本人同意的人数",
        lambda one: one.own("案例待同意", len(_material(one).found) - _material(one).consenting),
    ),
)
