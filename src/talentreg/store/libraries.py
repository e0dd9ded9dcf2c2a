"""The people of a library: who came in when, how far they have come, who went out when and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, func, select

from talentreg.errors import Ambiguous, Malformed, Refused
from talentreg.periods import chinese_day
from talentreg.records.duty_words import INCLUSION_STATE
from talentreg.records.fields import number, table
from talentreg.records.ledgers import LEDGERS
from talentreg.records.library import Inclusion, Library
from talentreg.records.masking import mask_free_text
from talentreg.records.text import fold
from talentreg.records.work_words import LEAVING
from talentreg.store.changes import Values, Writer
from talentreg.store.duty import is_here
from talentreg.store.histories import lasts, unit_on
from talentreg.store.ledger_finding import read_row
from talentreg.store.ledger_people import delete_people
from talentreg.store.ledger_rules import check_row
from talentreg.store.people import describe_person
from talentreg.store.units import UnitTree, is_below, load_units

LIBRARY, INCLUSION = LEDGERS["library"], LEDGERS["inclusion"]
libraries, inclusion = table(Library), table(Inclusion)


@dataclass(slots=True)
class Joined:
    """Who came into a library, of whom more is known now, and who was in it already, since when."""

    entered: list[int] = field(default_factory=list)
    completed: list[int] = field(default_factory=list)
    known: dict[int, date] = field(default_factory=dict)


def find_library(connection: Connection, text: str) -> RowMapping:
    """Return the library a name, 库名@单位 or a number means; raises Unknown or Ambiguous."""
    name, at, unit = text.replace("＠", "@").partition("@")
    tree = load_units(connection)
    scope = tree.find(unit).id if at else None
    rows = connection.execute(select(libraries)).mappings()
    found = [one for one in rows if fold(one["name"]) == fold(name) and tree.within(one["unit_id"], scope)]
    if len(found) > 1:
        told = [f"{number(Library, one['id'])}  {one['name']}  {tree.path(one['unit_id'])}" for one in found]
        raise Ambiguous(f"有{len(found)}个人才库叫「{name}」", told, "请写编号，或 库名@单位")
    return found[0] if found else read_row(connection, LIBRARY, text)


def describe_library(row: RowMapping) -> str:
    """Write a library in a line, with its rule."""
    closed = f"{chinese_day(row['until'])}停用" if row["until"] else ""
    rule = f"入库条件：{row['rule']}" if row["rule"] else ""
    parts = (number(Library, row["id"]), row["name"], closed, rule)
    return mask_free_text("  ".join(part for part in parts if part))


def is_in(day: date) -> ColumnElement[bool]:
    """Ask whether a stay in a library holds on a day; its last day is one of it."""
    return lasts(inclusion, day)


def is_member(day: date) -> ColumnElement[bool]:
    """Ask whether a stay makes somebody a member on a day: who has left the register is none."""
    return and_(is_in(day), is_here(inclusion.c.person_id, day))


def state_on(day: date) -> ColumnElement[str]:
    """Ask how far somebody had come on a day; the last day in a library is the one it ended by."""
    over = inclusion.c.until <= day
    return case(
        (and_(over, inclusion.c.outcome.is_not(None)), inclusion.c.outcome),
        (over, "left"),
        (inclusion.c.examined_on <= day, "examined"),
        else_="reserve",
    )


def people_in(connection: Connection, library: RowMapping, day: date, scope: int | None = None) -> list[int]:
    """Return who is in a library on a day, of a scope if asked, in the order they came in."""
    own = is_below(unit_on(inclusion.c.person_id, day), scope)
    query = select(inclusion.c.person_id).where(inclusion.c.library_id == library["id"], is_in(day), own)
    return list(dict.fromkeys(connection.scalars(query.order_by(inclusion.c.on, inclusion.c.id))))


def join(
    writer: Writer, library: RowMapping, person_ids: Sequence[int], on: date, facts: Mapping[str, Any]
) -> Joined:
    """Enter that people are in a library from a day on.

    Of those who are in it that day the facts are set that say something new; a blank fact is left as it is.
    """
    done = Joined()
    facts = {name: value for name, value in facts.items() if value is not None}
    for person_id in dict.fromkeys(person_ids):
        known = stay_of(writer.connection, library["id"], person_id, on)
        if known is None:
            row = {**facts, "library_id": library["id"], "person_id": person_id, "on": on}
            check_row(writer.connection, INCLUSION, row)
            writer.insert(Inclusion, row)
            done.entered.append(person_id)
        elif _set(writer, known, facts):
            done.completed.append(person_id)
        else:
            done.known[person_id] = known["on"]
    return done


def take_state(
    writer: Writer, tree: UnitTree, library: RowMapping, person_ids: Sequence[int], step: Values
) -> list[int]:
    """Note that people of a library were examined, used, struck off or left; return whom it was new of.

    `step` has the `state`, the day it was taken `on`, and further facts. Raises Refused for somebody who is
    not in the library that day, or of whom another day or end stands.
    """
    changed = []
    for person_id in dict.fromkeys(person_ids):
        known = stay_of(writer.connection, library["id"], person_id, step["on"])
        if known is None:
            raise _not_in(writer.connection, tree, library, person_id, step["on"])
        facts = _facts_of(step)
        _refuse_otherwise(known, facts)
        if _set(writer, known, facts):
            changed.append(person_id)
    return changed


def drop(writer: Writer, tree: UnitTree, library: RowMapping, person_ids: Sequence[int]) -> None:
    """Delete that people ever were in a library; raises Refused for somebody who never was."""
    of = inclusion.c.library_id == library["id"]
    if others := delete_people(writer, INCLUSION, of, person_ids):
        named = describe_person(writer.connection, tree, others[0])
        raise Refused(f"{named} 没有进过{library['name']}", "没有可删除的")


def stay_of(connection: Connection, library_id: int, person_id: int, day: date) -> RowMapping | None:
    """Return somebody's stay in a library on a day."""
    same = (inclusion.c.library_id == library_id, inclusion.c.person_id == person_id, is_in(day))
    query = select(inclusion).where(*same).order_by(inclusion.c.on.desc()).limit(1)
    return connection.execute(query).mappings().one_or_none()


def count_members(connection: Connection, library_id: int, day: date) -> int:
    """Count the people who are in a library on a day."""
    there = (inclusion.c.library_id == library_id, is_member(day))
    return connection.scalar(select(func.count(inclusion.c.person_id.distinct())).where(*there)) or 0


def refuse_no_reserve(library: RowMapping, state: str) -> None:
    """Refuse a state that only reserve cadres have."""
    if library["kind"] != "reserve" and state != "left":
        raise Malformed(
            f"{library['name']}不是后备干部库，没有{INCLUSION_STATE.text(state)}",
            f"离开的写 talentreg library leave；确是后备干部库的，先 talentreg library edit "
            f"{number(Library, library['id'])} 库类=后备干部库",
        )


def _facts_of(step: Values) -> dict[str, Any]:
    """Return what a state says of a stay, by stored columns."""
    state, day = step["state"], step["on"]
    own: dict[str, Any] = {"until": day, "outcome": state}
    if state == "examined":
        own = {"examined_on": day}
    elif state == "reserve":
        own = {"examined_on": None}
    return {**own, **{name: step[name] for name in ("reason", "note") if step.get(name)}}


def _refuse_otherwise(known: Values, facts: Values) -> None:
    """Refuse another day of what was noted already: it may be a correction, or somebody else."""
    called = number(Inclusion, known["id"])
    if known["until"]:
        if any(known[name] != facts.get(name) for name in ("until", "outcome")):
            how = LEAVING.text(known["outcome"]) if known["outcome"] else "出库"
            told = f"{called} 已于{chinese_day(known['until'])}{how}，没有改动"
            raise Refused(told, f"更正：talentreg library member edit {called} 出库日期=… 出库方式=…")
    elif facts.get("examined_on") and known["examined_on"] not in (None, facts["examined_on"]):
        told = f"{called} 已于{chinese_day(known['examined_on'])}列为考察对象，没有改动"
        raise Refused(told, f"更正：talentreg library member edit {called} 考察日期=…")


def _set(writer: Writer, known: Values, facts: Values) -> bool:
    """Set what is new of a stay; return whether anything was."""
    new = {name: value for name, value in facts.items() if known[name] != value}
    if new:
        check_row(writer.connection, INCLUSION, {**known, **new}, known["id"])
        writer.update(Inclusion, known["id"], new)
    return bool(new)


def _not_in(
    connection: Connection, tree: UnitTree, library: RowMapping, person_id: int, day: date
) -> Refused:
    named = describe_person(connection, tree, person_id)
    return Refused(
        f"{named} 在{chinese_day(day)}不在{library['name']}",
        f"名单：talentreg library people {number(Library, library['id'])} --all",
    )
