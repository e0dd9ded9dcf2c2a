"""The histories of two records of one person made one line, without changing where work was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from talentreg.errors import Refused
from talentreg.periods import today
from talentreg.records.benefit import Benefit
from talentreg.records.contact import Contact
from talentreg.records.entry import Entry
from talentreg.records.fields import Record, columns, number, table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.ledgers_entry import ENTRIES
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.request import Request
from talentreg.records.returning import ReturnCase
from talentreg.records.vocabulary import STATUS
from talentreg.store.changes import Writer, freeze
from talentreg.store.units import UnitTree

Row = Mapping[str, Any]
RANKS = (None, "withdrawn", "pending", "enrolled", "deceased")
"""What somebody with two records was on a day: the last of the two in this order."""

PRESENT, GONE = ("enrolled", "pending"), ("withdrawn", "deceased")
SAME_CONTACT = ("on", "channel", "presence", "direction", "reached", "staff_id", "note")
"""What makes two contacts of one person the same."""

PLACED: tuple[type[Record], ...] = (Contact, Request, Milestone, ReturnCase, Benefit, Entry)
"""What counts where somebody belonged on its day, unless it says another unit."""

UNPLACED = tuple(one.kind for one in ENTRIES if one.place != "person")
"""Kinds of entries that are nobody's without a unit of their own."""


@dataclass(slots=True)
class Histories:
    """Everything dated of two records while they become one; `aside` gathers the rows that count no more."""

    writer: Writer
    kept: int
    other: int
    aside: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def rows(self, record: type[Record], person_id: int) -> list[Row]:
        """Return the rows of one of the two, by day, then in the order they were entered."""
        rows = table(record)
        query = select(rows).where(rows.c.person_id == person_id).order_by(rows.c.on, rows.c.id)
        return [dict(row) for row in self.writer.connection.execute(query).mappings()]

    def both(self, record: type[Record]) -> tuple[list[Row], list[Row]]:
        """Return the rows of the one who stays, and those of the other."""
        return self.rows(record, self.kept), self.rows(record, self.other)

    def set_aside(self, record: type[Record], rows: Sequence[Row]) -> None:
        """Take rows out of the register, keeping them with the number that is given up."""
        if rows:
            self.aside.setdefault(table(record).name, []).extend(freeze(row) or {} for row in rows)
            self.writer.delete_many(record, [row["id"] for row in rows])


@dataclass(frozen=True, slots=True)
class Line:
    """What a history came to: whose line counts, its value now, that of the other line if it differs."""

    stays: int
    value: Any = None
    given_up: Any = None


def value_on(rows: Sequence[Row], name: str, day: date) -> Any:
    """Return what some rows, in their order, say on a day."""
    return next((row[name] for row in reversed(rows) if row["on"] <= day), None)


def unite_status(both: Histories, chosen: int | None) -> Line:
    """Make one standing of two: where both stand alike, on every day the better of the two counts.

    Raises Refused when one is in the register, the other gone, and nobody said which is right.
    """
    mine, theirs = both.both(Status)
    now = [value_on(rows, "status", today()) for rows in (mine, theirs)]
    if chosen is not None:
        stays, goes = (mine, theirs) if chosen == both.kept else (theirs, mine)
        if not stays:
            raise Refused(f"{number(Person, chosen)} 没有在库状态，没有合并", "请去掉 --keep 在库状态")
        both.set_aside(Status, goes)
        kept, lost = now if chosen == both.kept else reversed(now)
        return Line(chosen, kept, lost if lost and lost != kept else None)
    if any(one in PRESENT for one in now) and any(one in GONE for one in now):
        raise _one_is_gone(both, now)
    _weave(both, mine, theirs)
    return Line(both.kept, max(now, key=RANKS.index))


def _one_is_gone(both: Histories, now: Sequence[Any]) -> Refused:
    shown = [
        f"{number(Person, one)} {STATUS.text(status)}"
        for one, status in zip((both.kept, both.other), now, strict=True)
    ]
    options = " 或 ".join(f"--keep 在库状态={number(Person, one)}" for one in (both.kept, both.other))
    return Refused(f"两人的在库状态不同（{'，'.join(shown)}），没有合并", f"请说明以谁为准：{options}")


def _weave(both: Histories, mine: list[Row], theirs: list[Row]) -> None:
    """Keep the rows that say when the better of two standings changed; enter the day one took over."""
    last = {(row["person_id"], row["on"]): row["id"] for row in (*mine, *theirs)}
    stays: set[int] = set()
    before = None
    for day in sorted({row["on"] for row in (*mine, *theirs)}):
        value = max((value_on(rows, "status", day) for rows in (mine, theirs)), key=RANKS.index)
        said = [
            row for row in (*mine, *theirs) if row["on"] == day and row["id"] == last[row["person_id"], day]
        ]
        fitting = [row for row in said if row["status"] == value]
        if fitting and (value != before or fitting[0]["person_id"] == both.kept):
            stays.add(fitting[0]["id"])
        elif value != before:
            entry = {"person_id": both.kept, "on": day, "status": value, "entered_on": said[0]["entered_on"]}
            both.writer.insert(Status, entry)
        before = value
    both.set_aside(Status, [row for row in (*mine, *theirs) if row["id"] not in stays])


def unite_units(both: Histories, tree: UnitTree, chosen: int | None) -> Line:
    """Let one line of units count whole, and write down on contacts the unit they would lose.

    It is the line of the one who stays, unless they have none, or the other's says the same more exactly.
    """
    mine, theirs = both.both(Affiliation)
    if chosen is None:
        taken = not mine or (bool(theirs) and _is_refined(tree, mine, theirs))
        chosen = both.other if taken else both.kept
    stays, goes = (mine, theirs) if chosen == both.kept else (theirs, mine)
    if goes and not stays:
        raise Refused(f"{number(Person, chosen)} 没有所属单位，没有合并", "请去掉 --keep 所属单位")
    lines = {both.kept: mine, both.other: theirs}
    for person_id, line in lines.items():
        for record in PLACED:
            _pin(both, record, person_id, (line, stays))
    both.set_aside(Affiliation, goes)
    value, lost = (value_on(rows, "unit_id", date.max) for rows in (stays, goes))
    return Line(chosen, value, lost if lost != value else None)


def _is_refined(tree: UnitTree, less: Sequence[Row], more: Sequence[Row]) -> bool:
    """Whether a line of units lies below the one unit another names."""
    units = {row["unit_id"] for row in less}
    finer = [row["unit_id"] for row in more]
    return len(units) == 1 and units != {*finer} and all(tree.within(one, *units) for one in finer)


def _pin(
    both: Histories, record: type[Record], person_id: int, lines: tuple[Sequence[Row], Sequence[Row]]
) -> None:
    """Write the unit down on work whose line of units is given up: it stays where it was done."""
    line, stays = lines
    values = {}
    for row in both.rows(record, person_id):
        own = value_on(line, "unit_id", row["on"])
        placed = row["unit_id"] is None and row.get("kind") not in UNPLACED
        if placed and own is not None and own != value_on(stays, "unit_id", row["on"]):
            values[row["id"]] = {"unit_id": own}
    both.writer.update_many(record, values)


def unite_contacts(both: Histories) -> int:
    """Keep equal contacts once, blanks filled; return how many were entered twice.

    What was heard at a contact set aside was heard at the one that is kept.
    """
    mine, theirs = both.both(Contact)
    known = {_contact_key(row): dict(row) for row in reversed(mine)}
    twins = [(known[key], row) for row in theirs if (key := _contact_key(row)) in known]
    heard = table(Intention)
    for kept, twin in twins:
        both.writer.update(Contact, kept["id"], fuller := _fuller(kept, twin))
        kept.update(fuller)
        query = select(heard.c.id).where(heard.c.contact_id == twin["id"])
        ids = list(both.writer.connection.scalars(query))
        both.writer.update_many(Intention, {one: {"contact_id": kept["id"]} for one in ids})
    both.set_aside(Contact, [twin for _, twin in twins])
    return len(twins)


def _contact_key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] or None for name in SAME_CONTACT)


def _fuller(kept: Row, twin: Row) -> dict[str, Any]:
    """Return what a contact says more than its twin; it was entered when the first of the two was."""
    more = {name: twin[name] for name in columns(Contact) if twin[name] and not kept[name]}
    if twin["extra"]:
        more["extra"] = {**twin["extra"], **(kept["extra"] or {})}
    return more | {"entered_on": min(kept["entered_on"], twin["entered_on"])}


def unite_intentions(both: Histories) -> None:
    """Let both lines count; of equal statements the later entered stays, with the reason of either."""
    mine, theirs = both.both(Intention)
    known: dict[tuple[Any, ...], Row] = {_said(row): row for row in mine}
    goes = []
    for row in theirs:
        twin = known.get(_said(row))
        if twin is None or (twin["reason"] and row["reason"] and twin["reason"] != row["reason"]):
            continue
        less, more = sorted((twin, row), key=lambda one: int(one["id"]))
        if less["reason"] and not more["reason"]:
            both.writer.update(Intention, more["id"], {"reason": less["reason"]})
        known.pop(_said(row))
        goes.append(less)
    both.set_aside(Intention, goes)


def _said(row: Row) -> tuple[Any, ...]:
    return row["on"], row["kind"], row["contact_id"]


def enrolment_days(both: Histories) -> list[date | None]:
    """Return the first day of enrolment each of the two records states."""
    return [
        next((row["on"] for row in rows if row["status"] == "enrolled"), None) for rows in both.both(Status)
    ]
