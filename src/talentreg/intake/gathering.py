"""The event whose list of names is gone through, and who is on it: stored, completed, planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from talentreg.intake.drafts import Draft
from talentreg.intake.matching import Known
from talentreg.intake.plan import Listed, Outcome
from talentreg.intake.problems import Weight
from talentreg.intake.roll import Roll
from talentreg.intake.unusable import Unusable
from talentreg.periods import today
from talentreg.records.event import Attendance, Event
from talentreg.records.fields import columns, table, written
from talentreg.store.attending import TAKEN_FOR_GRANTED, Occasion, find_occasion, refuse_not_held
from talentreg.store.changes import Values

DECISIVE = ("invited", "accepted", "attended", "presence")
"""The cells figures depend on: one that cannot be understood rejects the row."""

Row = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Gathering(Roll):
    """One event and its list of names as the plan will leave it."""

    occasion: Occasion
    attends: bool = False
    """Whether the list is of those who came, not only of those asked."""
    stored: Mapping[int, Values] = field(default_factory=dict)
    entered: dict[int, Row] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def facts(self, draft: Draft) -> Row:
        """Return what a row says of somebody at the event; raises Unusable where counting depends on it."""
        self._take_signature(draft)
        self.refuse_unclear(draft, DECISIVE)
        named = draft.get("attendance.event_id")
        if named and not self.occasion.is_called(named):
            raise Unusable(f"这一行写的是另一场活动「{named}」")
        facts = self.of_row(draft)
        if facts["attended"] == "yes" and not self._may_be_attended():
            raise Unusable("活动还没有办或已取消，不能记到会")
        return facts

    def _may_be_attended(self) -> bool:
        return self.occasion.state != "cancelled" and self.occasion.on <= today()

    def _take_signature(self, draft: Draft) -> None:
        """Take somebody's own name in the column of signatures for a yes."""
        heading = written(columns(Attendance)["attended"])
        problem = draft.unclear.get("attendance.attended")
        if problem and draft.extra.get(heading) == draft.get("person.name"):
            draft.problems.remove(problem)
            del draft.extra[heading], draft.unclear["attendance.attended"]
            draft.values["attendance.attended"] = "yes"

    @property
    def that_day(self) -> str:
        """What the day of the event is called."""
        return "活动那天"

    def day(self, _: Row) -> date:
        """Return the day of the event."""
        return self.occasion.on

    def put(self, draft: Draft, known: Known, facts: Row) -> Outcome:
        """Put somebody on the list, or complete what it says of them; what it says already stands."""
        if facts["attended"] is None and self.attends:
            draft.note(Weight.NOTICE, "签到一栏空白，没有记到会", value=draft.get("person.name") or "")
        if planned := self.entered.get(known.id):
            added, differing = complete(planned, facts)
            planned.update(added)
            self.say_differing(draft, differing, "与表中前面写的不同，按前面的")
            return Outcome.DUPLICATE
        if known.id in self.stored:
            return self._complete(draft, known, facts)
        row = {name: value for name, value in facts.items() if value is not None}
        row = {"event_id": self.occasion.id, "person_id": known.id, **row}
        self.entered[known.id] = row
        return self.enter(draft, row)

    def _complete(self, draft: Draft, known: Known, facts: Row) -> Outcome:
        """Complete what the list already says of somebody."""
        stored = self.stored[known.id]
        before = self.updates.get(stored["id"], {})
        again = known.id in self.seen
        self.seen.add(known.id)
        added, differing = complete({**stored, **before}, facts)
        how = "与登记册不同，没有改动；要改请写名字：talentreg event attend 活动 人 …"
        self.say_differing(draft, differing, how)
        if not added:
            return Outcome.DUPLICATE if again else Outcome.UNCHANGED
        self.updates[stored["id"]] = {**before, **added}
        self.came_from(draft, stored["id"])
        return Outcome.DUPLICATE if again else Outcome.UPDATED

    def settled(self) -> Listed:
        """Say what is to be written; an event somebody came to has been held."""
        plain = Roll.settled(self)
        came = any(row.get("attended") == "yes" for row in (*self.planned, *self.updates.values()))
        if not came or self.occasion.state != "planned":
            return plain
        held = (Event, self.occasion.id, {"state": "held"})
        return replace(plain, after=(held,), consequence="活动状态{}由计划改为已办")


def complete(known: Values, facts: Row) -> tuple[Row, list[str]]:
    """Return what a row adds to what is known of somebody at an event, and the fields it says otherwise."""
    added: Row = {}
    differing: list[str] = []
    for name, value in facts.items():
        stored = known.get(name)
        if value is None or stored == value or value == TAKEN_FOR_GRANTED.get(name):
            continue
        if stored is None or stored == TAKEN_FOR_GRANTED.get(name):
            added[name] = value
        else:
            differing.append(name)
    return added, differing


def load_gathering(connection: Connection, event: str, *, attends: bool, enrol: bool) -> Gathering:
    """Find the event and read its list of names; raises Refused where nobody can have come to it."""
    occasion = find_occasion(connection, event)
    if attends:
        refuse_not_held(occasion)
    rows = table(Attendance)
    query = select(rows).where(rows.c.event_id == occasion.id)
    stored = {row["person_id"]: row for row in connection.execute(query).mappings()}
    return Gathering(
        record=Attendance,
        told=occasion.told,
        enrol=enrol,
        written=("参加活动", "补充参加情况"),
        occasion=occasion,
        attends=attends,
        stored=stored,
    )
