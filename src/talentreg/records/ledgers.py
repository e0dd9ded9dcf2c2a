"""Every plain kind of record there is, declared once: what is asked of a row and what makes it right."""

from talentreg.records.campaign import Campaign, Fulfilment, Task
from talentreg.records.duty import Assignment, DutyRule
from talentreg.records.entry import Membership
from talentreg.records.event import Attendance, Event
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers_entry import ENTRIES
from talentreg.records.ledgers_return import RETURNS
from talentreg.records.request import Request

EVENT = Ledger(
    *("event", "活动", Event, "场"),
    leads=("name",),
    required=("name", "kind", "on"),
    alike=("name", "kind", "on", "unit"),
    shown=("record", "on", "kind", "name", "unit", "state", "headcount", "place"),
    spare=("place", "headcount", "unit"),
    today=("on",),
    defaults={"state": "held"},
    orders=(("on", "until"),),
    place="top",
)
ATTENDANCE = Ledger(
    *("attendance", "参加名单", Attendance, "人次"),
    leads=("event", "person"),
    required=("event", "person"),
    alike=("event", "person"),
    shown=("record", "event", "person", "invited", "accepted", "attended", "role", "presence"),
    spare=("role", "accepted", "presence"),
    defaults={"role": "attendee", "presence": "unknown"},
    newest_first="record",
)
ASSIGNMENT = Ledger(
    *("assignment", "联系服务", Assignment, "项"),
    leads=("leader", "person"),
    required=("leader", "on"),
    alike=("kind", "leader", "person", "unit", "on"),
    shown=("record", "leader", "person", "kind", "unit", "on", "until", "ended_on", "delegate"),
    spare=("delegate", "unit", "kind", "record"),
    today=("on",),
    defaults={"kind": "leader"},
    orders=(("on", "until"), ("on", "ended_on")),
    command="assign",
)
RULE = Ledger(
    *("rule", "联系规定", DutyRule, "条"),
    leads=("name",),
    required=("name", "on"),
    alike=("name", "unit", "rank", "on"),
    shown=("record", "name", "unit", "rank", "quota", "least", "channels", "on", "until"),
    spare=("until", "channels", "unit"),
    today=("on",),
    defaults={"quota": 1, "least": 1, "midyear": "whole"},
    orders=(("on", "until"),),
    place="top",
    command="duty rule",
)
REQUEST = Ledger(
    *("request", "诉求", Request, "件"),
    leads=("person", "text"),
    required=("text", "kind", "on"),
    alike=("person", "kind", "on", "text"),
    shown=("record", "on", "person", "kind", "category", "text", "unit", "due_on", "closed_on"),
    spare=("unit", "category", "kind", "closed_on"),
    today=("on",),
    defaults={"kind": "request", "urgent": "no"},
    past=("on", "happened_on", "assigned_on", "handled_on", "closed_on", "revisited_on"),
    orders=(
        ("happened_on", "on"),
        ("on", "due_on"),
        ("on", "assigned_on"),
        ("on", "handled_on"),
        ("assigned_on", "handled_on"),
        ("on", "closed_on"),
        ("assigned_on", "closed_on"),
        ("handled_on", "closed_on"),
        ("closed_on", "revisited_on"),
    ),
    place="person",
)
CAMPAIGN = Ledger(
    *("campaign", "专项行动", Campaign, "个"),
    leads=("name",),
    required=("name", "on", "until"),
    alike=("name",),
    shown=("record", "name", "on", "until", "unit", "level"),
    spare=("level", "unit"),
    defaults={"level": "community"},
    orders=(("on", "until"),),
    place="top",
)
TASK = Ledger(
    *("task", "任务", Task, "项"),
    leads=("name",),
    required=("name", "kind"),
    alike=("name", "kind", "campaign", "due_on"),
    shown=("record", "name", "kind", "campaign", "unit", "level", "due_on"),
    spare=("level", "unit", "campaign"),
    defaults={"kind": "checklist"},
    orders=(("on", "due_on"),),
    place="top",
    newest_first="",
    command="campaign task",
)
REPORTING = Ledger(
    *("reporting", "报送事项", Task, "项"),
    kind="report",
    fields={name: column for name, column in TASK.fields.items() if name not in ("kind", "position")},
    leads=("name",),
    required=("name", "due_on"),
    alike=("name", "campaign", "due_on"),
    shown=("record", "name", "due_on", "unit", "level", "campaign"),
    spare=("campaign", "level"),
    defaults={"level": "community"},
    orders=(("on", "due_on"),),
    place="top",
    newest_first="due_on",
)
"""Reports that are due, which are tasks too: books and sheets know them as tasks."""
FULFILMENT = Ledger(
    *("fulfilment", "任务完成", Fulfilment, "项"),
    leads=("task", "unit"),
    required=("task", "unit", "on"),
    alike=("task", "unit"),
    shown=("record", "task", "unit", "on", "state", "evidence", "by"),
    spare=("by", "evidence"),
    today=("on",),
    past=("on",),
    defaults={"state": "done"},
)
MEMBERSHIP = Ledger(
    *("membership", "站内人员", Membership, "人"),
    leads=("entry", "person"),
    required=("entry", "person", "on"),
    alike=("entry", "person", "on"),
    shown=("record", "entry", "person", "role", "on", "until"),
    spare=("until", "role"),
    today=("on",),
    orders=(("on", "until"),),
)

LEDGERS: dict[str, Ledger] = {
    one.name: one
    for one in (
        *(EVENT, ATTENDANCE, ASSIGNMENT, RULE, REQUEST, CAMPAIGN, TASK, FULFILMENT),
        *(*ENTRIES, MEMBERSHIP, *RETURNS),
    )
}
"""Every ledger by its name, in the order of the register workbook."""
