"""The figures of work beside contacts reckoned a second way: events, duty, requests, campaigns, entries."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import truth_return as back
from truth_duty import Duty
from truth_return import Returning
from truth_rows import Entry, Reckoning, Register, Row

TABLES = (
    *("event", "attendance", "assignment", "duty_rule", "request"),
    *("campaign", "task", "fulfilment", "entry"),
    *back.TABLES,
)
EVENTS = {
    "seminars_held": ("讲习",),
    "talks_held": ("恳谈会", "茶话会"),
    "forums_held": ("座谈会",),
    "hometown_visits": ("乡行",),
    "meetings_held": ("推进会", "部署会"),
    "job_fairs": ("招聘会",),
}
FAIRS = {
    "fair_employers": "employers",
    "fair_posts": "posts",
    "fair_applicants": "applicants",
    "fair_intents": "intents",
}
LISTS = {
    "seminar_returnees": ("attended", "讲习"),
    "talk_returnees": ("attended", "恳谈会 茶话会"),
    "forum_invited": ("invited", "座谈会"),
    "forum_attended": ("attended", "座谈会"),
    "hometown_visit_guests": ("invited", "乡行"),
}
SIGNED = {"signed_doctors": "博士研究生", "signed_masters": "硕士研究生"}
PUBLICITY = {"banners": "横幅", "letters": "公开信", "posts": "媒体推送"}
REQUESTS = (
    *("requests_received", "requests_closed", "requests_open", "requests_overdue"),
    *("requests_received_closed", "requests_closed_by_category", "suggestions_received"),
    *("suggestions_adopted", "life_events_reported", "life_events_late"),
)

OF_EVENT = ("events_held", *EVENTS, "event_attendances", *FAIRS)
OF_ATTENDANCE = ("event_persons", *LISTS)
OF_ASSIGNMENT = (
    *("persons_assigned", "duty_met", "duty_due", "assignments_expired", "persons_without_liaison"),
)
OF_STAFF = ("leaders_assigned", "leaders_without_person")
OF_TASK = ("checklist_done", "checklist_due", "units_reported", "units_due", "units_late")
OF_ENTRY = {
    "referrals": "referral",
    **dict.fromkeys((*PUBLICITY, "publicity_quantity"), "publicity"),
    "documents_issued": "document",
    **dict.fromkeys(("hotline_calls", "hotline_helped"), "hotline"),
    "stations_open": "station",
    **dict.fromkeys(("inspections", "findings"), "inspection"),
    **back.OF_ENTRY,
}

RECORD_OF: dict[str, str] = {
    **dict.fromkeys(OF_EVENT, "event"),
    **dict.fromkeys(OF_ATTENDANCE, "attendance"),
    **dict.fromkeys(SIGNED, "milestone"),
    **dict.fromkeys(OF_ASSIGNMENT, "assignment"),
    **dict.fromkeys(OF_STAFF, "staff"),
    "duty_contacts": "contact",
    **dict.fromkeys(REQUESTS, "request"),
    **dict.fromkeys(OF_TASK, "task"),
    **dict.fromkeys(OF_ENTRY, "entry"),
    **back.RECORD_OF,
}
"""The type of record behind every figure of work."""

KNOWN_BY = {
    **dict.fromkeys(("leaders_assigned", "duty_contacts"), "assignment"),
    **dict.fromkeys(("duty_met", "duty_due", "leaders_without_person", "life_events_late"), "duty_rule"),
    "growth_files": "milestone",
}
"""The type of record whose absence makes a figure unknown, where it is not the one behind it."""

SUMS = ("event_attendances", *FAIRS, *PUBLICITY, "publicity_quantity", "findings", *back.SUMS)
PERSONS = (
    *OF_ATTENDANCE,
    *SIGNED,
    "persons_assigned",
    "persons_without_liaison",
    "referrals",
    "hotline_helped",
    *back.PERSONS,
)
TOTALS = ("hotline_calls", "hotline_helped", *back.TOTALS)
STOCKS = (
    *OF_ASSIGNMENT,
    *OF_STAFF,
    *("requests_open", "requests_overdue", "stations_open"),
    *back.STOCKS,
)
WITH_PERSONS = (
    *PERSONS,
    *REQUESTS,
    "duty_contacts",
    "duty_met",
    "duty_due",
    "assignments_expired",
    "hotline_calls",
    *back.WITH_PERSONS,
)
"""The figures whose rows may be about a person of the register."""

BY_WORK: dict[str, dict[str, str]] = {
    "event": {"event": "kind", "attendance": "kind"},
    "festival": {"event": "festival", "attendance": "festival"},
    "role": {"attendance": "role"},
    "presence": {"attendance": "presence", "contact": "presence"},
    "request": {"request": "category"},
    "matter": {"request": "kind"},
    "satisfaction": {"request": "satisfaction"},
    "leader": {"assignment": "leader_id", "request": "leader_id"},
    **{one: {"entry": "category"} for one in ("publicity", "inspection", "hotline")},
    "task": {"task": "name"},
    "milestone": {"milestone": "kind"},
}
"""The field that tells the words of each dimension, by the type of record."""

WORK_SHARES = {
    "duty_rate": ("duty_met", "duty_due"),
    "requests_close_rate": ("requests_received_closed", "requests_received"),
    "checklist_rate": ("checklist_done", "checklist_due"),
    **back.SHARES,
}
LETTERS = {
    **{"event": "E", "attendance": "A", "milestone": "H", "assignment": "L", "staff": "G"},
    **{"contact": "C", "request": "Q", "task": "T", "entry": "W"},
    **back.LETTERS,
}


def tells(key: str, dimension: str, *, of_contact: bool) -> bool:
    """Whether the records behind a figure have what a dimension of work sorts by."""
    record = "contact" if of_contact else RECORD_OF.get(key, "")
    if record == "entry":
        return dimension == OF_ENTRY[key]
    return record in BY_WORK[dimension]


class Work(Reckoning):
    """The work of one register in one period."""

    def __init__(self, register: Register) -> None:
        super().__init__(register)
        self.events = {row["id"]: row for row in self.rows["event"]}
        self.by_id = {name: {row["id"]: row for row in rows} for name, rows in self.rows.items()}
        self.duty, self.back = Duty(register), Returning(register)

    def found(self, key: str) -> list[Entry]:
        """List the evidence of a figure in the whole register."""
        if key in back.RECORD_OF:
            return self.back.found(key)
        ways: dict[str, Callable[[str], Iterator[Entry]]] = {
            **dict.fromkeys(OF_EVENT, self._events),
            **dict.fromkeys(OF_ATTENDANCE, self._lists),
            **dict.fromkeys(SIGNED, self._signings),
            **dict.fromkeys(REQUESTS, self._requests),
            **dict.fromkeys(OF_ENTRY, self._entries),
            **dict.fromkeys(("checklist_done", "checklist_due"), self._checklist),
            **dict.fromkeys(("units_reported", "units_due", "units_late"), self._reports),
        }
        return list(ways[key](key)) if key in ways else self.duty.found(key)

    def kind(self, key: str) -> str:
        """Return the kind of entry a figure counts, if it counts entries."""
        return "" if key in KNOWN_BY else OF_ENTRY.get(key, "")

    def word(self, key: str, dimension: str, record: int) -> Any:
        """Return what a record behind a figure says of a dimension: a word, or the id of a leader."""
        of = RECORD_OF.get(key, "contact")
        row, field = self.by_id[of][record], BY_WORK[dimension][of]
        return row[field] if field in row else self.events[row["event_id"]][field]

    def _events(self, key: str) -> Iterator[Entry]:
        for event in self.rows["event"]:
            if event["state"] != "held" or not self.within(event["on"]):
                continue
            if key == "event_attendances":
                names = [
                    one
                    for one in self.rows["attendance"]
                    if one["event_id"] == event["id"] and one["attended"] == "yes"
                ]
                if present := max(event["headcount"] or 0, len(names)):
                    yield self.entry(event, amount=present)
            elif key in FAIRS:
                if event["kind"] == "招聘会" and event[FAIRS[key]] is not None:
                    yield self.entry(event, amount=event[FAIRS[key]])
            elif key == "events_held" or event["kind"] in EVENTS[key]:
                yield self.entry(event)

    def _lists(self, key: str) -> Iterator[Entry]:
        for row in self.rows["attendance"]:
            event = self.events[row["event_id"]]
            if event["state"] != "held" or not self.within(event["on"]):
                continue
            mark, kinds = LISTS.get(key, ("attended", event["kind"]))
            guest = key == "event_persons" or row["role"] in ("attendee", "speaker")
            home = not key.endswith("_returnees") or row["presence"] == "home"
            if row[mark] == "yes" and event["kind"] in kinds.split() and guest and home:
                yield self.entry(row, unit=event["unit_id"], on=event["on"])

    def _signings(self, key: str) -> Iterator[Entry]:
        for row in self.rows["milestone"]:
            degree = row["degree"] or self.register.persons[row["person_id"]]["degree"]
            if row["kind"] == "signed" and self.within(row["on"]) and degree == SIGNED[key]:
                yield self.entry(row)

    def _requests(self, key: str) -> Iterator[Entry]:
        for row in self.rows["request"]:
            closed = row["closed_on"] or "9999"
            if row["kind"] != _kind_of(key) or not self._holds(key, row, closed):
                continue
            by_closing = key in ("requests_closed", "requests_closed_by_category")
            yield self.entry(row, on=closed if by_closing else row["on"])

    def _holds(self, key: str, row: Row, closed: str) -> bool:
        is_open = row["on"] <= self.end < closed
        return bool(
            {
                "requests_closed": self.within(closed),
                "requests_closed_by_category": self.within(closed) and row["category"],
                "requests_open": is_open,
                "requests_overdue": is_open and (row["due_on"] or "9999") < self.end,
                "requests_received_closed": self.within(row["on"]) and closed <= self.end,
                "suggestions_adopted": self.within(row["on"]) and row["adopted"] == "yes",
                "life_events_late": self.within(row["on"]) and self._is_reported_late(row),
            }.get(key, self.within(row["on"]))
        )

    def _is_reported_late(self, row: Row) -> bool:
        unit, day = self.entry(row).unit, row["on"]
        rules = [
            one
            for one in self.rows["duty_rule"]
            if one["report_days"] is not None and one["on"] <= day <= (one["until"] or "9999")
        ]
        for place in (*self.upwards(unit), None):
            if here := [one["report_days"] for one in rules if one["unit_id"] == place]:
                return bool(row["happened_on"]) and _days(row["happened_on"], day) > min(here)
        return False

    def _entries(self, key: str) -> Iterator[Entry]:
        rows = [row for row in self.rows["entry"] if row["kind"] == OF_ENTRY[key]]
        for row in rows:
            if key == "referrals":
                if self._is_first(row, rows) and self.within(row["on"]):
                    yield self.entry(row)
            elif key == "stations_open":
                if row["on"] <= self.end < (row["until"] or "9999"):
                    yield self.entry(row)
            elif OF_ENTRY[key] == "hotline":
                helped = row["outcome"] == "yes" and (row["person_id"] or row["name"])
                if row["on"] <= self.end and (key == "hotline_calls" or helped):
                    yield self.entry(row, unit=row["unit_id"], who=row["name"])
            elif self.within(row["on"]) and self._is_of(key, row):
                yield self.entry(row, amount=row["quantity"] if key in SUMS else 1)

    def _is_of(self, key: str, row: Row) -> bool:
        if key == "documents_issued":
            return bool(row["way"] == "out")
        counted = key not in SUMS or row["quantity"] is not None
        return counted and row["category"] == PUBLICITY.get(key, row["category"])

    def _is_first(self, row: Row, referrals: list[Row]) -> bool:
        """Whether nobody had referred somebody before, and they stood nowhere in the register."""
        mine = [one for one in referrals if one["person_id"] == row["person_id"]]
        statuses = [one for one in self.rows["status"] if one["person_id"] == row["person_id"]]
        first = min(mine, key=lambda one: (one["on"], one["id"]))
        return row is first and not any(one["on"] < row["on"] for one in statuses)

    def _pairs(self, kind: str) -> Iterator[tuple[Row, int, str, str, Row | None]]:
        """Pair every task of a kind with the units that owe it, its first and last day, and what was done."""
        campaigns = {row["id"]: row for row in self.rows["campaign"]}
        done = {(row["task_id"], row["unit_id"]): row for row in self.rows["fulfilment"]}
        moved = {row["successor_id"]: row for row in self.rows["unit"] if row["successor_id"]}
        for task in (row for row in self.rows["task"] if row["kind"] == kind):
            whole = campaigns.get(task["campaign_id"], {})
            host = task["unit_id"] or whole.get("unit_id")
            level = task["level"] or whole.get("level")
            begins, due = task["on"] or whole.get("on") or "", task["due_on"] or whole.get("until") or "9999"
            for unit in self.rows["unit"]:
                last = min(due, self.end)
                stands = (unit["opened_on"] or "") <= last < (unit["closed_on"] or "9999")
                made, before = done.get((task["id"], unit["id"])), moved.get(unit["id"])
                if made is None and before and before["name"] == unit["name"]:
                    made = done.get((task["id"], before["id"]))
                exempt = made is not None and made["state"] == "exempt"
                below = any(self.register.lies_in(unit["id"], one) for one in self._hosts(host))
                mine = unit["level"] == level and below
                if mine and stands and not exempt:
                    yield task, unit["id"], begins, due, made

    def _hosts(self, host: int | None) -> Iterator[int | None]:
        """List what a unit is and was before it moved."""
        yield host
        units = {row["id"]: row for row in self.rows["unit"]}
        for row in units.values():
            now = units.get(row["successor_id"])
            if (
                now
                and now["id"] == host
                and (row["name"], row["closed_on"]) == (now["name"], now["opened_on"])
            ):
                yield from self._hosts(row["id"])

    def _checklist(self, key: str) -> Iterator[Entry]:
        for task, unit, begins, due, made in self._pairs("checklist"):
            is_done = made is not None and made["on"] <= self.end
            if begins <= self.end and due >= self.first and (key == "checklist_due" or is_done):
                yield self._owed(task, unit, made if key == "checklist_done" else None)

    def _reports(self, key: str) -> Iterator[Entry]:
        for task, unit, _, due, made in self._pairs("report"):
            day = made["on"] if made and made["on"] <= self.end else None
            late = day > due if day else due < self.end
            wanted = {"units_due": True, "units_reported": day is not None, "units_late": late}[key]
            if self.first <= due <= self.last and wanted:
                yield self._owed(task, unit, made if key == "units_reported" else None)

    def _owed(self, task: Row, unit: int, made: Row | None) -> Entry:
        late = made is not None and made["entered_on"] > self.end
        return Entry(None, unit, task["id"], late)


def _kind_of(key: str) -> str:
    named = {"suggestions": "suggestion", "life": "life_event"}
    return named.get(key.split("_", maxsplit=1)[0], "request")


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
