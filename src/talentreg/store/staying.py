"""未返乡的人: who does not come back, and why, from what they said last and from cases that failed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, literal, or_, select

from talentreg.records.fields import table
from talentreg.records.history import Intention, Status
from talentreg.records.person import Person
from talentreg.records.returning import ReturnCase
from talentreg.records.vocabulary import WILLING
from talentreg.store.histories import is_latest, latest_on, unit_on
from talentreg.store.reasons import OTHER, read_reasons
from talentreg.store.units import is_below
from talentreg.store.words import load_words

LIST = "reason"
"""The open list of reasons."""
UNSAID = "没有写原因"
"""What counts as the reason where none was stated."""
UNWILLING = ("none", "undecided")
Reader = Callable[[str], list[str]]
"""Tells the reasons a text means."""
person, intention, case = table(Person), table(Intention), table(ReturnCase)


@dataclass(frozen=True, slots=True)
class Statement:
    """A reason as it was stated; `kind` is what the person wanted, `failed` where it is that of a case."""

    kind: str
    record_id: int
    on: date
    text: str | None


@dataclass(slots=True)
class Staying:
    """Somebody who does not come back, and all that was stated of why."""

    person_id: int
    name: str
    unit_id: int | None
    statements: list[Statement] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """Return where reasons were stated."""
        return {one.kind for one in self.statements}


def find_staying(connection: Connection, day: date, scope: int | None = None) -> list[Staying]:
    """List who of a scope does not come back as of a day, by number, with what keeps them away.

    They are enrolled that day, and want no or do not know yet, or their latest case failed and they have not
    wanted to come back since.
    """
    found: dict[int, Staying] = {}
    for query in (_unwilling(day), _failed(day)):
        asked = query.subquery()
        whose = select(asked).where(is_below(asked.c.unit_id, scope)).order_by(asked.c.id)
        for row in connection.execute(whose).mappings():
            one = found.setdefault(row["person_id"], Staying(row["person_id"], row["name"], row["unit_id"]))
            one.statements.append(Statement(row["kind"], row["id"], row["on"], row["reason"]))
    read = read_reasons(connection)
    for one in found.values():
        one.reasons = _reasons(one, read)
    return sorted(found.values(), key=lambda one: one.person_id)


def group_by_reason(found: Sequence[Staying]) -> dict[str, list[Staying]]:
    """Group people by what keeps them away, the most frequent first; what is not known comes last."""
    groups: dict[str, list[Staying]] = {}
    for one in found:
        for reason in one.reasons:
            groups.setdefault(reason, []).append(one)
    last = (OTHER, UNSAID)
    order = sorted(groups, key=lambda name: (name in last and 1 + last.index(name), -len(groups[name]), name))
    return {name: groups[name] for name in order}


def without_known_reason(connection: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave a reason out of some values in which a listed word stands: it needs no word of its own."""
    listed = set(load_words(connection).known.get(LIST, {}).values())
    known = listed & {*read_reasons(connection)(values.get(LIST) or "")}
    return {name: value for name, value in values.items() if name != LIST or not known}


def _reasons(one: Staying, read: Reader) -> list[str]:
    """Tell what keeps somebody away; that it was not said goes where it was elsewhere."""
    said = [reason for told in one.statements if told.text for reason in read(told.text)]
    return list(dict.fromkeys(said)) or [UNSAID]


def _unwilling(day: date) -> Select[Any]:
    said = intention.c.kind.in_(UNWILLING)
    return _told(intention, day, intention.c.kind, intention.c.on).where(is_latest(Intention, day), said)


def _failed(day: date) -> Select[Any]:
    """Ask for failed cases after which there is no other, and no word of coming back."""
    later = case.alias()
    after = or_(later.c.on > case.c.on, and_(later.c.on == case.c.on, later.c.id > case.c.id))
    again = select(later.c.id).where(later.c.person_id == case.c.person_id, later.c.on <= day, after)
    wanted, since = (latest_on(Intention, name, case.c.person_id, day) for name in ("kind", "on"))
    came_round = func.coalesce(and_(wanted.in_(WILLING), since > case.c.failed_on), literal(False))
    failed = _told(case, day, literal("failed"), case.c.failed_on)
    return failed.where(case.c.failed_on <= day, ~again.exists(), ~came_round)


def _told(rows: FromClause, day: date, kind: ColumnElement[Any], on: ColumnElement[Any]) -> Select[Any]:
    """Ask for reasons with whose they are, of people enrolled on a day."""
    enrolled = latest_on(Status, "status", person.c.id, day) == "enrolled"
    told = (kind.label("kind"), on.label("on"), unit_on(person.c.id, day).label("unit_id"))
    return (
        select(rows.c.id, rows.c.person_id, rows.c.reason, person.c.name, *told)
        .join(person, person.c.id == rows.c.person_id)
        .where(enrolled)
    )
