"""Take a change set back: created rows go, old values return, rows changed since are kept and named."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, false, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from talentreg.errors import Refused, Unknown
from talentreg.records.catalogue import BOOKKEEPING, RECORDS
from talentreg.records.changes import Change, ChangeSet
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, id_from_number, number, table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.sameness import ErasedPerson, MergedPerson
from talentreg.records.unit import Unit
from talentreg.store.changes import Writer, freeze, refers_to_itself, thaw
from talentreg.store.merging_undo import (
    given_up,
    now_called,
    refuse_merged_on,
    refuse_nobodys,
    refuse_two_numbers,
)
from talentreg.store.people import describe_person
from talentreg.store.register import Register
from talentreg.store.tombstones import is_erasure
from talentreg.store.units import UnitTree, load_units

sets = table(ChangeSet)
changes = table(Change)
_RECORD_BY_TABLE: dict[str, type[Record]] = {
    table(record).name: record for record in (*RECORDS, *BOOKKEEPING)
}

NAMED = 50
"""Kept rows whose people are named; of more only the numbers are told."""


@dataclass(slots=True)
class Undone:
    """What taking a change set back did: rows by (record title, action), and the rows that were kept.

    `whose` says by a kept row's number whose it is; `by` is the number of the undo itself.
    """

    set_id: int
    command: str
    by: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: list[tuple[str, str]] = field(default_factory=list)
    whose: dict[str, str] = field(default_factory=dict)


def newest_undoable(connection: Connection) -> int:
    """Return the newest change set that stands and is not itself an undo."""
    query = select(func.max(sets.c.id)).where(sets.c.undone_by.is_(None), sets.c.undoes.is_(None))
    newest = connection.scalar(query)
    if newest is None:
        raise Refused("没有可以撤销的变更", "talentreg log 可以看到变更记录")
    if is_erasure(connection, newest):
        stones = table(ErasedPerson)
        earlier = connection.scalar(query.where(sets.c.id.not_in(select(stones.c.set_id))))
        hint = f"要撤销更早的变更请写号：talentreg undo {earlier}" if earlier else ""
        raise Refused(f"最近一次变更（第{newest}号）是抹除，不能撤销", hint)
    return int(newest)


def undo(register: Register, set_id: int | None = None, *, dry_run: bool = False) -> Undone:
    """Take back one change set, by default the newest; itself a change set that can be undone.

    A dry run does it all and keeps nothing.
    """
    with register.reading() as connection:
        number = newest_undoable(connection) if set_id is None else set_id
        undone = Undone(number, _standing(connection, number)["command"])
    try:
        with register.changing(f"undo {number}", undoes=number) as writer:
            undone.by = writer.set_id
            _take_back_all(writer, undone)
            if dry_run:
                raise _OnlyTried
    except _OnlyTried:
        pass
    except IntegrityError as error:
        message = f"第{number}号变更里的记录与后来的登记冲突，没有撤销"
        raise Refused(message, "多半是身份证号已登记给别人，或所属单位已不在；请先撤销后来的变更") from error
    if not undone.kept and not any(undone.counts.values()):
        raise Refused(f"第{number}号变更里已没有可以撤销的内容")
    return undone


class _OnlyTried(Exception):
    """Ends a dry run inside its transaction, so that nothing of it stays."""


def _take_back_all(writer: Writer, undone: Undone) -> None:
    _standing(writer.connection, undone.set_id)
    _refuse_built_upon(writer.connection, undone.set_id)
    refuse_merged_on(writer.connection, undone.set_id)
    query = select(changes).where(changes.c.set_id == undone.set_id).order_by(changes.c.id.desc())
    found = writer.connection.execute(query).mappings().all()
    stays = _people_who_stay(writer.connection, found)
    for (action, record), some in groupby(found, key=lambda change: (change["action"], change["record"])):
        if action == "delete":
            _bring_back(writer, _RECORD_BY_TABLE[record], list(some), undone)
        else:
            for change in some:
                _take_back(writer, change, undone, stays)
    if any(change["record"] == table(MergedPerson).name for change in found):
        refuse_two_numbers(writer.connection, undone.set_id)
    tree = load_units(writer.connection)
    for _, row in undone.kept[:NAMED]:
        undone.whose[row] = _named(writer.connection, tree, row)


def _refuse_built_upon(connection: Connection, set_id: int) -> None:
    """Refuse to take units apart that a later change has moved or merged on: people would be left between."""
    heir = func.json_extract(changes.c.after, "$.successor_id")
    rearranged = select(changes.c.set_id, changes.c.first_id, heir.label("heir")).where(
        changes.c.record == table(Unit).name, heir.is_not(None)
    )
    heirs = {row.heir for row in connection.execute(rearranged.where(changes.c.set_id == set_id))}
    later = (
        rearranged.join(sets, sets.c.id == changes.c.set_id)
        .where(changes.c.set_id > set_id, sets.c.undone_by.is_(None), sets.c.undoes.is_(None))
        .order_by(changes.c.set_id.desc())
    )
    for row in connection.execute(later):
        if row.first_id in heirs:
            message = f"第{set_id}号变更之后，第{row.set_id}号又划转或合并了同一单位，没有撤销"
            raise Refused(message, f"请先撤销后来的：talentreg undo {row.set_id}")


def _named(connection: Connection, tree: UnitTree, row_number: str) -> str:
    """Say whose row was kept; a row that is nobody's is told by its number alone."""
    unit_id = id_from_number(Unit, row_number)
    if unit_id in tree.nodes:
        return f"{tree.path(unit_id)}（{tree.nodes[unit_id].code}）"
    for record in (Person, Contact, Status, Intention, Affiliation):
        row_id = id_from_number(record, row_number)
        if row_id is not None:
            rows = table(record)
            person_id = row_id
            if record is not Person:
                own = select(rows.c.person_id).where(rows.c.id == row_id)
                person_id = connection.execute(own).scalar_one()
            now, told = now_called(connection, person_id)
            return told + describe_person(connection, tree, now)
    return ""


def _standing(connection: Connection, set_id: int) -> RowMapping:
    found = connection.execute(select(sets).where(sets.c.id == set_id)).mappings().one_or_none()
    if found is None:
        raise Unknown(f"没有第{set_id}号变更", "talentreg log 可以看到变更记录")
    if found["undone_by"] is not None:
        raise Refused(f"第{set_id}号变更已经撤销过（第{found['undone_by']}号）")
    if is_erasure(connection, set_id):
        raise Refused(f"第{set_id}号变更是抹除，不能撤销", "抹除的资料已不在登记册里")
    return found


def _take_back(writer: Writer, change: RowMapping, undone: Undone, stays: set[int]) -> None:
    record = _RECORD_BY_TABLE[change["record"]]
    if change["action"] == "insert":
        _remove_created(writer, record, change, undone, stays)
    else:
        _restore_values(writer, record, change, undone)


def _bring_back(
    writer: Writer, record: type[Record], deletions: Sequence[RowMapping], undone: Undone
) -> None:
    """Bring rows back that were deleted one after the other."""
    images = [thaw(record, change["before"]) for change in deletions]
    if record is not MergedPerson:
        refuse_nobodys(writer.connection, undone.set_id, images)
    writer.restore_many(record, images)
    undone.counts[record.title, "恢复"] += len(deletions)


def _remove_created(
    writer: Writer, record: type[Record], change: RowMapping, undone: Undone, stays: set[int]
) -> None:
    touched = _touched_since(writer.connection, change)
    if record is Person:
        _keep_merged(writer.connection, change, undone)
    for ids in _batches(record, change["first_id"], change["last_id"]):
        kept = touched | _referred_to(writer.connection, record, ids)
        present = _present(writer.connection, record, ids)
        undone.kept += [(record.title, number(record, row_id)) for row_id in present if row_id in kept]
        gone = set(present) - kept - _of_people(writer.connection, record, ids, stays)
        undone.counts[record.title, "删除"] += writer.delete_many(record, gone)


def _people_who_stay(connection: Connection, found: Sequence[RowMapping]) -> set[int]:
    """Find people a change set created who will stay, because rows of other change sets point at them."""
    created = [change for change in found if change["action"] == "insert"]
    stay: set[int] = set()
    for change in created:
        if change["record"] != table(Person).name:
            continue
        inside = range(change["first_id"], change["last_id"] + 1)
        stay |= _touched_since(connection, change)
        for column in _referring_columns(Person):
            own = [
                column.table.c.id.between(one["first_id"], one["last_id"])
                for one in created
                if one["record"] == column.table.name
            ]
            others = _used(column, inside).where(~or_(false(), *own))
            stay |= _of_others(connection, others, column, _turned(found, column))
    return stay


def _turned(found: Sequence[RowMapping], column: Any) -> set[int]:
    """Find rows that a change set let point elsewhere in a column; they will point where they did."""
    return {
        change["first_id"]
        for change in found
        if change["record"] == column.table.name and column.name in (change["before"] or ())
    }


def _of_others(connection: Connection, used: Select[Any], column: Any, turned: set[int]) -> set[int]:
    """Return what rows point at, but for some of the rows."""
    if not turned:
        return set(connection.scalars(used))
    return {row[0] for row in connection.execute(used.add_columns(column.table.c.id)) if row[1] not in turned}


def _of_people(connection: Connection, record: type[Record], ids: range, stays: set[int]) -> set[int]:
    """Find histories of people who stay: without them they would be nobody's and nowhere."""
    if record not in (Status, Affiliation, Intention) or not stays:
        return set()
    rows = table(record)
    query = select(rows.c.id).where(rows.c.id.between(ids.start, ids.stop - 1), rows.c.person_id.in_(stays))
    return set(
        connection.scalars(query.where(rows.c.contact_id.is_(None)) if "contact_id" in rows.c else query)
    )


def _batches(record: type[SQLModel], first: int, last: int) -> Iterable[range]:
    """Cut rows into batches, newest first; a unit goes alone, so that its children are gone before it."""
    size = 1 if refers_to_itself(record) else 5_000
    for end in range(last, first - 1, -size):
        yield range(max(first, end - size + 1), end + 1)


def _restore_values(writer: Writer, record: type[Record], change: RowMapping, undone: Undone) -> None:
    row_id = change["first_id"]
    if not _present(writer.connection, record, range(row_id, row_id + 1)):
        if record is Person:
            _keep_merged(writer.connection, change, undone)
        return
    now = freeze(writer.row(record, row_id)) or {}
    before, after = change["before"], change["after"]
    mine = {name: value for name, value in before.items() if now[name] == after[name]}
    if len(mine) < len(before):
        undone.kept.append((record.title, number(record, row_id)))
    if mine and writer.update(record, row_id, thaw(record, mine)):
        undone.counts[record.title, "还原"] += 1


def _keep_merged(connection: Connection, change: RowMapping, undone: Undone) -> None:
    """Note people of a change who have another number since: what was changed of them stays."""
    gone = given_up(connection, change["first_id"], change["last_id"])
    undone.kept += [(Person.title, number(Person, one)) for one in gone]


def _present(connection: Connection, record: type[SQLModel], ids: range) -> list[int]:
    rows = table(record)
    query = select(rows.c.id).where(rows.c.id.between(ids.start, ids.stop - 1)).order_by(rows.c.id.desc())
    return list(connection.scalars(query))


def _touched_since(connection: Connection, change: RowMapping) -> set[int]:
    """Find rows of an insert that a later change set, still in effect, has updated."""
    query = (
        select(changes.c.first_id)
        .join(sets, sets.c.id == changes.c.set_id)
        .where(
            changes.c.record == change["record"],
            changes.c.action == "update",
            changes.c.set_id > change["set_id"],
            changes.c.first_id.between(change["first_id"], change["last_id"]),
            sets.c.undone_by.is_(None),
            sets.c.undoes.is_(None),
        )
    )
    return set(connection.scalars(query))


def _referred_to(connection: Connection, record: type[SQLModel], ids: range) -> set[int]:
    """Find rows that other rows still point at."""
    return {
        row_id for column in _referring_columns(record) for row_id in connection.scalars(_used(column, ids))
    }


def _referring_columns(record: type[SQLModel]) -> Iterable[Any]:
    own = table(record)
    for other in own.metadata.tables.values():
        for column in other.c:
            if any(key.column is own.c.id for key in column.foreign_keys):
                yield column


def _used(column: Any, ids: range) -> Any:
    return select(column).where(column.between(ids.start, ids.stop - 1)).distinct()
