"""Take a change set back: created rows go, old values return, rows changed since are kept and named."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, UniqueConstraint, and_, false, func, or_, select
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
from talentreg.store.changes import BATCH, Writer, freeze, refers_to_itself, thaw
from talentreg.store.merging_undo import (
    given_up,
    now_called,
    refuse_merged_on,
    refuse_nobodys,
    refuse_set_aside,
    refuse_two_numbers,
)
from talentreg.store.people import describe_person
from talentreg.store.register import Register
from talentreg.store.tombstones import is_erasure
from talentreg.store.trail import describe_numbered
from talentreg.store.undo_runs import in_runs, inserted
from talentreg.store.undo_work import contradictions, refuse_impossible
from talentreg.store.units import UnitTree, load_units

sets = table(ChangeSet)
changes = table(Change)
_RECORD_BY_TABLE: dict[str, type[Record]] = {
    table(record).name: record for record in (*RECORDS, *BOOKKEEPING)
}

Place = tuple[str, int]
"""A row, by its table and its id."""

SOUGHT = 50
"""Change sets looked at for one that can be undone."""

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
        earlier = _next_undoable(connection, newest)
        hint = f"要撤销更早的变更请写号：talentreg undo {earlier}" if earlier else ""
        raise Refused(f"最近一次变更（第{newest}号）是抹除，不能撤销", hint)
    return int(newest)


def _next_undoable(connection: Connection, before: int) -> int | None:
    """Return the newest earlier change set whose undo an erasure has not made impossible."""
    stands = (sets.c.undone_by.is_(None), sets.c.undoes.is_(None), sets.c.id < before)
    stones = table(ErasedPerson)
    query = select(sets.c.id).where(*stands, sets.c.id.not_in(select(stones.c.set_id)))
    for one in connection.scalars(query.order_by(sets.c.id.desc()).limit(SOUGHT)):
        with suppress(Refused):
            refuse_merged_on(connection, one)
            if _has_left(connection, one):
                return int(one)
    return None


def _has_left(connection: Connection, set_id: int) -> bool:
    """Whether rows of a change set are there, or were deleted by it."""
    for change in connection.execute(select(changes).where(changes.c.set_id == set_id)).mappings():
        record, ids = _RECORD_BY_TABLE[change["record"]], range(change["first_id"], change["last_id"] + 1)
        if change["action"] == "delete" or _present(connection, record, ids):
            return True
    return False


def undo(register: Register, set_id: int | None = None, *, dry_run: bool = False) -> Undone:
    """Take back one change set, by default the newest; itself a change set that can be undone.

    A dry run does it all and keeps nothing.
    """
    with register.reading() as connection:
        number = newest_undoable(connection) if set_id is None else set_id
        undone = Undone(number, _standing(connection, number)["command"])
    try:
        with register.changing(f"undo {number}", undoes=number, dry_run=dry_run) as writer:
            undone.by = writer.set_id
            _take_back_all(writer, undone)
    except IntegrityError as error:
        message = f"第{number}号变更里的记录与后来的登记冲突，没有撤销"
        raise Refused(message, "多半是身份证号已登记给别人，或所属单位已不在；请先撤销后来的变更") from error
    if not undone.kept and not any(undone.counts.values()):
        with register.reading() as connection:
            refuse_set_aside(connection, number)
        raise Refused(f"第{number}号变更里已没有可以撤销的内容")
    return undone


def _take_back_all(writer: Writer, undone: Undone) -> None:
    _standing(writer.connection, undone.set_id)
    _refuse_built_upon(writer.connection, undone.set_id)
    refuse_merged_on(writer.connection, undone.set_id)
    query = select(changes).where(changes.c.set_id == undone.set_id).order_by(changes.c.id.desc())
    found = in_runs(writer.connection.execute(query).mappings().all())
    stays = _people_who_stay(writer.connection, found)
    before = contradictions(writer.connection, found)
    for (action, record), some in groupby(found, key=_kind):
        if action == "update":
            _restore_values(writer, some, undone)
        elif action == "delete":
            _bring_back(writer, _RECORD_BY_TABLE[record], list(some), undone)
        else:
            for change in some:
                _remove_created(writer, _RECORD_BY_TABLE[record], change, undone, stays)
    if any(change["record"] == table(MergedPerson).name for change in found):
        refuse_two_numbers(writer.connection, undone.set_id)
    else:  # a merger parts into what was there before
        refuse_impossible(writer.connection, undone.set_id, found, before)
    tree = load_units(writer.connection)
    for _, row in undone.kept[:NAMED]:
        undone.whose[row] = _named(writer.connection, tree, row)


def _kind(change: RowMapping) -> tuple[str, str]:
    """Say which changes that follow one another are taken back together: updates of whatever rows."""
    return change["action"], "" if change["action"] == "update" else change["record"]


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
    return describe_numbered(connection, row_number)


def _standing(connection: Connection, set_id: int) -> RowMapping:
    found = connection.execute(select(sets).where(sets.c.id == set_id)).mappings().one_or_none()
    if found is None:
        raise Unknown(f"没有第{set_id}号变更", "talentreg log 可以看到变更记录")
    if found["undone_by"] is not None:
        raise Refused(f"第{set_id}号变更已经撤销过（第{found['undone_by']}号）")
    if is_erasure(connection, set_id):
        raise Refused(f"第{set_id}号变更是抹除，不能撤销", "抹除的资料已不在登记册里")
    return found


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
    """Find people a change set created who will stay, because rows that stay point at them."""
    going = [(change, _touched_since(connection, change)) for change in inserted(found)]
    stay: set[int] = set()
    for change, touched in going:
        if change["record"] != table(Person).name:
            continue
        inside = range(change["first_id"], change["last_id"] + 1)
        stay |= touched
        for column in _referring_columns(Person):
            rows = column.table
            own = [
                and_(rows.c.id.between(one["first_id"], one["last_id"]), rows.c.id.not_in(kept))
                for one, kept in going
                if one["record"] == rows.name
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


def _restore_values(writer: Writer, updates: Iterable[RowMapping], undone: Undone) -> None:
    """Give rows that were updated one after the other their old values back, many at once."""
    some: dict[Place, RowMapping] = {}
    for change in updates:
        place = (change["record"], change["first_id"])
        if place in some or len(some) == BATCH or _takes_unique(change):
            _restore_batch(writer, some, undone)
            some = {}
        some[place] = change
    _restore_batch(writer, some, undone)


def _takes_unique(change: RowMapping) -> bool:
    """Whether an old value may stand only once: whoever has taken it since must have given it up before."""
    unique = _unique(_RECORD_BY_TABLE[change["record"]])
    return any(value is not None and name in unique for name, value in change["before"].items())


@cache
def _unique(record: type[Record]) -> frozenset[str]:
    """Name the columns whose values, alone or together, may stand only once."""
    rows = table(record)
    together = [one.columns.keys() for one in rows.constraints if isinstance(one, UniqueConstraint)]
    together += [one.columns.keys() for one in rows.indexes if one.unique]
    return frozenset(name for names in together for name in names)


def _restore_batch(writer: Writer, some: Mapping[Place, RowMapping], undone: Undone) -> None:
    """Give different rows their old values back; a field changed since stays, and its row is named."""
    stored = _stored(writer.connection, some)
    old: defaultdict[type[Record], dict[int, dict[str, Any]]] = defaultdict(dict)
    for (name, row_id), change in some.items():
        record, now = _RECORD_BY_TABLE[name], stored.get((name, row_id))
        if now is None:
            if record is Person:
                _keep_merged(writer.connection, change, undone)
            continue
        before, after = change["before"], change["after"]
        mine = {field: value for field, value in before.items() if now[field] == after[field]}
        if len(mine) < len(before):
            undone.kept.append((record.title, number(record, row_id)))
        if mine:
            old[record][row_id] = thaw(record, mine)
    for record, values in old.items():
        if restored := writer.update_many(record, values):
            undone.counts[record.title, "还原"] += restored


def _stored(connection: Connection, places: Iterable[Place]) -> dict[Place, dict[str, Any]]:
    """Return some rows as the log would keep them, those that are there."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for name, row_id in places:
        ids[name].append(row_id)
    found: dict[Place, dict[str, Any]] = {}
    for name, some in ids.items():
        rows = table(_RECORD_BY_TABLE[name])
        for row in connection.execute(select(rows).where(rows.c.id.in_(some))).mappings():
            found[name, row["id"]] = freeze(row) or {}
    return found


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
