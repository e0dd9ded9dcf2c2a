"""Coming back in a tangled register, made by chance: milestones, cases, projects, libraries, benefits."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from talentreg.records.benefit import Apartment, Benefit, Payment, Policy, Tenancy
from talentreg.records.entry import Entry
from talentreg.records.library import Inclusion, Library
from talentreg.records.milestone import LASTING, Milestone
from talentreg.records.project import PROJECT_STAGES, Arrival, Partner, Project
from talentreg.records.returning import ReturnCase
from talentreg.records.work_words import LIBRARY, MILESTONE, RETURNING
from talentreg.store.changes import Writer

MILESTONES, CASES, PROJECTS, POLICIES, BENEFITS, APARTMENTS, CARDS = 90, 35, 24, 4, 60, 5, 40
STAFF = 9
WHETHER = ("yes", "no", None)
DEGREES = ("博士研究生", "硕士研究生", "硕士研究生", "本科", None)
LEVELS = ("领军人才", "紧缺急需人才", "海外高层次人才", "领军人才、海外高层次人才", "国家级", "省级", None)
CHANNELS = ("公开招聘", "编制池", "商会引荐", None)
REASONS = ("家人不在本地", "爱人在外地，孩子在外上学", "收入待遇", None)
ENTRY_KINDS = {
    "card": ("人才绿卡", "服务卡"),
    "service": ("子女入学", "免费进景区", "医疗保障"),
    "consent": ("典型案例", "宣传报道", "全部"),
}
Dated = Callable[[], dict[str, date]]


class ReturnTangle:
    """Writes how people came back, on days as `dated` chooses them; `people` and `units` are how many."""

    def __init__(self, writer: Writer, chance: Random, people: int, units: int, dated: Dated) -> None:
        self.writer, self.chance, self.dated = writer, chance, dated
        self.people, self.units = people, units

    def write(self) -> None:
        """Write some of every type of record."""
        for _ in range(MILESTONES):
            self._milestone()
        for _ in range(CASES):
            self._case()
        for number in range(1, PROJECTS + 1):
            self._project(number)
        for kind in (*(word.code for word in LIBRARY.words), "reserve"):
            self._library(kind)
        policies = [self._policy(number) for number in range(1, POLICIES + 1)]
        for _ in range(BENEFITS):
            self._benefit(self._one(*policies, None))
        for number in range(1, APARTMENTS + 1):
            self._apartment(number)
        for _ in range(CARDS):
            self._entry(self._one(*ENTRY_KINDS))

    def _milestone(self) -> None:
        kind, dated = self._one("recruited", *(word.code for word in MILESTONE.words)), self.dated()
        of_unit = kind == "honoured" and self._one(True, False, False)
        values = {
            "kind": kind,
            "person_id": None if of_unit else self._person(),
            "unit_id": self._unit() if of_unit else self._one(None, None, self._unit()),
            "until": self._last(dated) if kind in LASTING else None,
            "name": self._one(None, "项目甲", "项目乙", "荣誉甲"),
            "level": self._one(*LEVELS),
            "channel": self._one(*CHANNELS) if kind == "recruited" else None,
            "post_kind": self._one("在编", "聘用", None),
            "mentor_id": self._one(None, self._person()) if kind == "mentored" else None,
            "result": self._one("pending", "selected", "rejected", None) if kind == "applied" else None,
            "degree": self._one(*DEGREES),
            "title_level": self._one("正高", "副高", "中级", None),
            "native": self._one(*WHETHER),
            "away": self._one(*WHETHER),
        }
        self.writer.insert(Milestone, {**values, **dated})

    def _case(self) -> None:
        dated = self.dated()
        days = self._stages(dated["on"], ("reported_on", "talked_on", "matched_on"))
        ended = self._one(None, "landed_on", "failed_on")
        last = dated["on"] + timedelta(days=self._one(0, 30, 80))
        values = {
            "person_id": self._person(),
            "kind": self._one(None, *(word.code for word in RETURNING.words)),
            "unit_id": self._one(None, self._unit()),
            "owner_id": self._one(None, self.chance.randint(1, STAFF)),
            "next_on": self._one(None, last),
            "reason": self._one(*REASONS) if ended == "failed_on" else None,
            **days,
            **({ended: last} if ended else {}),
        }
        self.writer.insert(ReturnCase, {**values, **dated})

    def _project(self, number: int) -> None:
        dated = self.dated()
        days = self._stages(dated["on"], [one for one in PROJECT_STAGES if one != "on"])
        values = {
            "name": f"项目{number}",
            "industry": self._one("教育", "金融", None),
            "owner": self._one("private", "private", "collective", "state"),
            "unit_id": self._unit(),
            "investment": self._one(None, 0.5, 500.0, 12000.0),
            "jobs": self._one(None, 0, 30),
            "income": self._one(None, 1.5, 20.0),
            "team": self._one(None, "团队甲", "团队乙"),
            "platform": self._one(None, "院士工作站"),
            **days,
        }
        project = self.writer.insert(Project, {**values, **dated})
        for person in self.chance.sample(range(1, self.people + 1), self._one(0, 1, 3)):
            whose = {"project_id": project, "person_id": person, "role": self._one("负责人", "投资人", None)}
            self.writer.insert(Partner, {**whose, "entered_on": dated["entered_on"]})
        for _ in range(self._one(0, 1, 2)):
            self.writer.insert(
                Arrival, {"project_id": project, "amount": self._one(0.5, 100.0, 33.3), **self.dated()}
            )

    def _library(self, kind: str) -> None:
        begun = {"on": date(2025, 1, 1), "entered_on": date(2025, 1, 1)}
        values = {"name": f"{kind}库", "kind": kind, "unit_id": self._unit()}
        library = self.writer.insert(Library, {**values, **begun})
        for person in self.chance.choices(range(1, self.people + 1), k=14):
            dated = self.dated()
            until = self._last(dated)
            reserve = kind == "reserve"
            stay = {
                "library_id": library,
                "person_id": person,
                "until": until,
                "way": self._one("党组织推荐", "群众推荐", "个人自荐", None),
                "examined_on": self._one(None, dated["on"]) if reserve else None,
                "outcome": self._one("left", *(("used", "revoked") if reserve else ())) if until else None,
            }
            self.writer.insert(Inclusion, {**stay, **dated})

    def _policy(self, number: int) -> int:
        begins = self._one(date(2025, 1, 1), self.dated()["on"])
        said = {"name": f"政策{number}", "category": self._one("生活补贴", "租房补贴"), "amount": 3000.0}
        lasts = {"on": begins, "until": self._one(None, begins + timedelta(days=90)), "entered_on": begins}
        return self.writer.insert(Policy, {**said, **lasts, "unit_id": self._unit()})

    def _benefit(self, policy: int | None) -> None:
        amount = self._one(3000.0, 1200.5, 60000.0)
        values = {
            "person_id": self._person(),
            "policy_id": policy,
            "name": self._one("生活补贴", "租房补贴"),
            "amount": amount,
            "batch": self._one(None, "第一批", "第二批"),
            "unit_id": self._one(None, None, self._unit()),
        }
        dated = self.dated()
        benefit = self.writer.insert(Benefit, {**values, **dated})
        for share in self._one((), (1.0,), (0.5,), (0.5, 0.5), (0.2, 0.3)):
            paid = dated["on"] + timedelta(days=self._one(-20, 0, 10, 60))
            what = {"benefit_id": benefit, "amount": round(amount * share, 2), "on": paid}
            self.writer.insert(Payment, {**what, "entered_on": paid})

    def _apartment(self, number: int) -> None:
        begun = {"on": date(2025, 1, 1), "entered_on": date(2025, 1, 1)}
        values = {"name": f"{number}号房", "until": self._one(None, self.dated()["on"])}
        apartment = self.writer.insert(Apartment, {**values, "unit_id": self._unit(), **begun})
        for _ in range(4):
            dated = self.dated()
            whose = {"apartment_id": apartment, "person_id": self._person(), "until": self._last(dated)}
            self.writer.insert(Tenancy, {**whose, **dated})

    def _entry(self, kind: str) -> None:
        dated = self.dated()
        values = {
            "kind": kind,
            "person_id": self._person(),
            "category": self._one(*ENTRY_KINDS[kind]),
            "unit_id": self._one(None, None, self._unit()),
            "until": self._last(dated) if kind != "service" else None,
        }
        self.writer.insert(Entry, {**values, **dated})

    def _stages(self, first: date, names: Sequence[str]) -> dict[str, date | None]:
        """Choose the day each stage was reached, none before those before it; some were skipped."""
        reached, days = first, {}
        for name in names:
            reached += timedelta(days=self._one(0, 10, 40))
            days[name] = self._one(None, reached)
        return days

    def _last(self, dated: dict[str, date]) -> date | None:
        """Choose the last day of what lasts: none, the first day itself, or a later one."""
        lasting = self._one(None, None, 0, 31, 90)
        return None if lasting is None else dated["on"] + timedelta(days=lasting)

    def _one(self, *words: Any) -> Any:
        return self.chance.choice(words)

    def _unit(self) -> int | None:
        units: tuple[int | None, ...] = (None, *range(1, self.units + 1))
        return self.chance.choice(units)

    def _person(self) -> int:
        return self.chance.randint(1, self.people)
