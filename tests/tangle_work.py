"""The work of a tangled register, made by chance: whatever can be stored, likely or not."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from talentreg.records.campaign import Campaign, Fulfilment, Task
from talentreg.records.contact import Contact
from talentreg.records.duty import Assignment, DutyRule
from talentreg.records.entry import Entry
from talentreg.records.event import Attendance, Event
from talentreg.records.fields import table
from talentreg.records.milestone import Milestone
from talentreg.records.request import Request
from talentreg.records.staff import Staff
from talentreg.store.changes import Writer

STAFF, EVENTS, ASSIGNMENTS, REQUESTS, TASKS, ENTRIES, MILESTONES = 9, 60, 45, 60, 24, 120, 30
KINDS = "讲习 恳谈会 茶话会 座谈会 座谈会 乡行 招聘会 招聘会 推进会 部署会 参观".split()
CATEGORIES = {
    "publicity": "横幅 公开信 媒体推送 LED屏".split(),
    "inspection": "月抽查 季调度".split(),
    "hotline": "政策咨询 就业服务".split(),
}
ENTRY_KINDS = ("document", "publicity", "inspection", "hotline", "station", "referral")
WHETHER = ("yes", "no", None)
Dated = Callable[[], dict[str, date]]


class WorkTangle:
    """Writes work of people and units already there, on days as `dated` chooses them."""

    def __init__(self, writer: Writer, chance: Random, people: int, units: int, dated: Dated) -> None:
        self.writer, self.chance, self.dated = writer, chance, dated
        self.people, self.units = people, units

    def write(self) -> None:
        """Write some of every type of record."""
        self._staff()
        self._events()
        self._duty()
        self._requests()
        self._tasks()
        self._entries()

    def _staff(self) -> None:
        for number in range(1, STAFF + 1):
            rank, left = self._one("乡科级", "村社区干部", None), self._one(None, None, date(2026, 3, 30))
            values = {"name": f"干部{number}", "unit_id": self._unit(), "rank": rank, "left_on": left}
            self.writer.insert(Staff, values)
        rows = table(Contact)
        for contact in self.writer.connection.execute(rows.select()).mappings().all():
            made = {"staff_id": self._someone(), "direction": self._one("outbound", "outbound", "inbound")}
            self.writer.update(Contact, contact["id"], made)

    def _events(self) -> None:
        for number in range(1, EVENTS + 1):
            counts = ("headcount", "employers", "posts", "applicants", "intents")
            said = {name: self._one(None, 0, 3, 40) for name in counts}
            state = self._one("held", "held", "planned", "cancelled")
            festival = self._one(None, "春节", "清明")
            told = {"name": f"活动{number}", "kind": self._one(*KINDS), "unit_id": self._unit()}
            event = self.writer.insert(
                Event, {**told, **said, "state": state, "festival": festival, **self.dated()}
            )
            for person in self.chance.sample(range(1, self.people + 1), self._one(0, 1, 4, 6)):
                self._attend(event, person)

    def _attend(self, event: int, person: int) -> None:
        marks = {name: self._one(*WHETHER) for name in ("invited", "accepted", "attended")}
        role = self._one("attendee", "attendee", "speaker", "organiser", "representative")
        presence = self._one("home", "home", "away", "local", "unknown")
        whose = {"event_id": event, "person_id": person, "role": role, "presence": presence}
        self.writer.insert(Attendance, {**whose, **marks, "entered_on": self.dated()["entered_on"]})

    def _duty(self) -> None:
        anywhere = {"quota": 1, "least": 1, "midyear": "whole", "on": date(2025, 1, 1)}
        self.writer.insert(DutyRule, {"name": "总规定", **anywhere})
        for number in range(1, 8):
            ends = {"until": self._one(None, None, self.dated()["on"])}
            values = {
                "name": f"规定{number}",
                "unit_id": self._unit(),
                "rank": self._one(None, "乡科级"),
                "quota": self._one(0, 1, 2),
                "least": self._one(0, 1, 2, 3),
                "channels": self._one(None, "visit、talk", "phone"),
                "midyear": self._one("whole", "prorated", "exempt"),
                "report_days": self._one(None, 3, 20),
                "on": self._one(date(2025, 1, 1), self.dated()["on"]),
            }
            self.writer.insert(DutyRule, {**values, **ends})
        for _ in range(ASSIGNMENTS):
            self._assign()

    def _assign(self) -> None:
        kind = self._one("leader", "leader", "leader", "liaison")
        of_unit = kind == "liaison" and self._one(True, False)
        values = {
            "kind": kind,
            "leader_id": self.chance.randint(1, STAFF),
            "person_id": None if of_unit else self._person(),
            "unit_id": self._unit() if of_unit else None,
            "delegate_id": self._one(None, None, self._someone()),
        }
        begun = self.dated()
        begun["on"] = self._one(begun["on"], date(2025, 1, 1))
        later = [begun["on"] + timedelta(days=days) for days in (20, 90, 200)]
        ends = {"until": self._one(None, *later), "ended_on": self._one(None, None, *later)}
        self.writer.insert(Assignment, {**values, **begun, **ends})
        for _ in range(self._one(0, 0, 1, 3) if kind == "leader" else 0):
            self._serve(values["person_id"], self._one(values["leader_id"], values["delegate_id"]))

    def _serve(self, person: int, staff: int | None) -> None:
        told = {"channel": self._one("visit", "phone"), "presence": self._one("home", "away")}
        made = {"direction": "outbound", "reached": self._one("self", "self", "family")}
        whose = {"person_id": person, "staff_id": staff, "unit_id": self._one(None, None, self._unit())}
        self.writer.insert(Contact, {**whose, **told, **made, **self.dated()})

    def _requests(self) -> None:
        for number in range(1, REQUESTS + 1):
            dated = self.dated()
            days = [dated["on"] + timedelta(days=days) for days in (0, 5, 30)]
            values = {
                "text": f"事项{number}",
                "kind": self._one("request", "request", "suggestion", "life_event"),
                "category": self._one("住房", "医疗", None),
                "urgent": "no",
                "person_id": self._one(self._person(), self._person(), None),
                "unit_id": self._one(None, self._unit()),
                "leader_id": self._one(None, self._someone()),
                "due_on": self._one(None, *days),
                "closed_on": self._one(None, *days),
                "adopted": self._one(*WHETHER),
                "satisfaction": self._one(None, "satisfied", "dissatisfied"),
                "happened_on": self._one(None, *(dated["on"] - timedelta(days=day) for day in (3, 4, 21))),
            }
            self.writer.insert(Request, {**values, **dated})

    def _tasks(self) -> None:
        campaigns = [self._campaign(number) for number in (1, 2, 3)]
        for number in range(1, TASKS + 1):
            day = self.dated()["on"]
            values = {
                "name": f"任务{self._one(number, 1)}",
                "kind": self._one("checklist", "checklist", "stage", "report", "report"),
                "campaign_id": self._one(*campaigns, None),
                "unit_id": self._one(None, self._unit()),
                "level": self._one(None, "community", "township"),
                "on": self._one(None, day - timedelta(days=30)),
                "due_on": self._one(None, day),
            }
            task = self.writer.insert(Task, values)
            for unit in self.chance.sample(range(1, self.units + 1), self._one(2, 5)):
                state = self._one("done", "done", "done", "exempt")
                made = {"task_id": task, "unit_id": unit, "state": state}
                self.writer.insert(Fulfilment, {**made, **self.dated()})

    def _campaign(self, number: int) -> int:
        begins = self.dated()["on"]
        days = {"on": begins, "until": begins + timedelta(days=self._one(10, 60))}
        values = {"name": f"行动{number}", "unit_id": self._unit(), "level": "community"}
        return self.writer.insert(Campaign, {**values, **days})

    def _entries(self) -> None:
        for number in range(1, ENTRIES + 1):
            kind, dated = self._one(*ENTRY_KINDS), self.dated()
            of_somebody = kind == "referral" or (kind == "hotline" and self._one(True, False))
            values: dict[str, Any] = {
                "kind": kind,
                "category": self._one(*CATEGORIES.get(kind, [None])),
                "name": self._one(None, "老王", "老李") if kind == "hotline" else f"台账{number}",
                "way": self._one("out", "in") if kind == "document" else None,
                "quantity": self._one(None, 0, 2, 30),
                "unit_id": self._one(None, self._unit()),
                "person_id": self._person() if of_somebody else None,
                "from_id": self._person() if kind == "referral" else None,
                "outcome": self._one(*WHETHER) if kind == "hotline" else None,
                "until": self._one(None, dated["on"] + timedelta(days=60)) if kind == "station" else None,
            }
            self.writer.insert(Entry, {**values, **dated})
        for _ in range(MILESTONES):
            degree = self._one(None, "博士研究生", "硕士研究生", "本科")
            signed = {"kind": self._one("signed", "signed", "recruited"), "degree": degree}
            whose = {"person_id": self._person(), "unit_id": self._one(None, self._unit())}
            self.writer.insert(Milestone, {**signed, **whose, **self.dated()})

    def _one(self, *words: Any) -> Any:
        return self.chance.choice(words)

    def _unit(self) -> int | None:
        units: tuple[int | None, ...] = (None, *range(1, self.units + 1))
        return self.chance.choice(units)

    def _person(self) -> int:
        return self.chance.randint(1, self.people)

    def _someone(self) -> int | None:
        staff: tuple[int | None, ...] = (None, *range(1, STAFF + 1))
        return self.chance.choice(staff)
