"""What follows from the rest of a new row: its unit, its state, a term, what somebody was that day."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from talentreg.periods import chinese_day, today
from talentreg.records.duty import DutyRule
from talentreg.records.event import Event
from talentreg.records.fields import columns
from talentreg.records.ledger import Ledger
from talentreg.records.work_words import LIBRARY
from talentreg.store.benefits_completing import complete_benefit
from talentreg.store.people import person_row, unit_of
from talentreg.store.remembering import REMEMBERED, earlier, remember
from talentreg.store.units import UnitTree

Row = dict[str, Any]
Values = Mapping[str, Any]
Completing = Callable[[Connection, UnitTree, Row, Values], list[str]]


def complete_row(
    connection: Connection, tree: UnitTree, ledger: Ledger, stored: Row, given: Values
) -> list[str]:
    """Fill a new row, stored values by column, with what follows from it; say what nobody had stated."""
    notes = []
    top = tree.top()
    if ledger.place == "top" and top and not stored.get("unit_id") and not stored.get("campaign_id"):
        stored["unit_id"] = top.id
        notes.append(f"没有写{ledger.heading('unit')}，记在{tree.path(top.id)}")
    complete = _COMPLETING.get(ledger.name)
    return notes + complete(connection, tree, stored, given) if complete else notes


def recomplete_row(
    connection: Connection, tree: UnitTree, ledger: Ledger, before: Values, stored: Values
) -> Row:
    """Return what a correction changes unasked: what a milestone given to somebody else remembers."""
    if ledger.name != "milestone" or stored.get("person_id", before["person_id"]) == before["person_id"]:
        return {}
    row = {**before, **dict.fromkeys(REMEMBERED), **stored}
    _milestone(connection, tree, row, stored)
    return {name: row[name] for name in REMEMBERED if row[name] != before[name]}


def _event(_: Connection, __: UnitTree, stored: Row, given: Values) -> list[str]:
    if given.get("state") or not stored.get("on") or stored["on"] <= today():
        return []
    stored["state"] = "planned"
    on, state = (columns(Event)[name].heading for name in ("on", "state"))
    return [f"{on}还没有到，记为计划；办完后改 {state}=已办"]


def _assignment(_: Connection, __: UnitTree, stored: Row, ___: Values) -> list[str]:
    if stored["kind"] != "leader" or stored.get("until"):
        return []
    stored["until"] = two_years_from(stored["on"])
    return [f"没有写任期止，按两年记到{chinese_day(stored['until'])}"]


def _rule(_: Connection, __: UnitTree, stored: Row, ___: Values) -> list[str]:
    heading = columns(DutyRule)["report_days"].heading
    return [] if stored.get("report_days") else [f"没有写{heading}，不算迟报"]


def _library(_: Connection, __: UnitTree, stored: Row, given: Values) -> list[str]:
    if not given.get("kind"):
        stored["kind"] = kind_of_library(stored.get("name") or "")
    return []


def _milestone(connection: Connection, tree: UnitTree, stored: Row, _: Values) -> list[str]:
    """Keep what somebody was that day."""
    if any(stored.get(name) is None for name in ("person_id", "kind", "on")):
        return []
    one = stored["person_id"]
    person, unit_id = dict(person_row(connection, one)), unit_of(connection, one, stored["on"])
    notes = remember(connection, tree, stored, person, unit_id)
    again = earlier(connection, stored)
    return [*notes, *([again] if again else [])]


def kind_of_library(name: str) -> str:
    """Return the kind of library a name tells: 望江社区后备干部库 is one of reserve cadres."""
    named = (word.code for word in LIBRARY.words if word.text.removesuffix("库") in name)
    return next(named, "other")


def two_years_from(day: date) -> date:
    """Return the last day of a term of two years."""
    end = day.replace(year=day.year + 2, day=28 if (day.month, day.day) == (2, 29) else day.day)
    return end - timedelta(days=1)


_COMPLETING: Mapping[str, Completing] = {
    "event": _event,
    "assignment": _assignment,
    "rule": _rule,
    "library": _library,
    "milestone": _milestone,
    "benefit": complete_benefit,
}
