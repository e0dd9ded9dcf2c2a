"""What a merger asks of an undo: two records come apart, or together again, only as they were."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, or_, select

from talentreg.errors import Refused
from talentreg.records.catalogue import RECORDS
from talentreg.records.changes import Change, ChangeSet
from talentreg.records.fields import number, table
from talentreg.records.person import Person
from talentreg.records.sameness import ErasedPerson, MergedPerson
from talentreg.store.former import living

changes, sets, merged, erased = (table(one) for one in (Change, ChangeSet, MergedPerson, ErasedPerson))


def refuse_merged_on(connection: Connection, set_id: int) -> None:
    """Refuse to undo a merger, or its undo, when the same people were merged or erased later."""
    query = select(changes).where(
        changes.c.set_id == set_id,
        changes.c.record == merged.name,
        changes.c.action.in_(("insert", "delete")),
    )
    for change in connection.execute(query).mappings().all():
        _refuse_later(connection, set_id, _people_of(connection, set_id, change))


def _people_of(connection: Connection, set_id: int, change: RowMapping) -> set[int]:
    """Return the two people a merger was about: as they are now, or were when it was taken back."""
    gone = change["first_id"]
    if change["action"] == "delete":
        return {gone, change["before"]["person_id"]}
    kept = connection.scalar(select(merged.c.person_id).where(merged.c.id == gone))
    if kept is None:
        later = connection.scalar(select(erased.c.set_id).where(erased.c.id == gone))
        told = f"，第{later}号已将其抹除" if later else "，其中的人后来已不在登记册里"
        raise Refused(f"第{set_id}号变更合并了 {number(Person, gone)}{told}，没有撤销", "抹除的资料不能恢复")
    return {gone, kept}


def _refuse_later(connection: Connection, set_id: int, two: set[int]) -> None:
    same = or_(merged.c.person_id.in_(two), merged.c.id.in_(two))
    later = (
        select(changes.c.set_id)
        .join(sets, sets.c.id == changes.c.set_id)
        .join(merged, merged.c.id == changes.c.first_id)
        .where(changes.c.record == merged.name, changes.c.action == "insert", changes.c.set_id > set_id)
        .where(sets.c.undone_by.is_(None), sets.c.undoes.is_(None), same)
        .order_by(changes.c.set_id.desc())
    )
    if (newest := connection.scalar(later.limit(1))) is not None:
        message = f"第{set_id}号变更之后，第{newest}号又合并了同一人，没有撤销"
        raise Refused(message, f"请先撤销后来的：talentreg undo {newest}")


def refuse_two_numbers(connection: Connection, set_id: int) -> None:
    """Refuse to leave somebody under a number that has been given up: what came since hangs on it."""
    query = select(merged.c.id, merged.c.person_id).join(table(Person), table(Person).c.id == merged.c.id)
    for gone, kept in connection.execute(query):
        message = f"{number(Person, gone)} 在第{set_id}号变更之后又有登记，没有撤销"
        two = f"{number(Person, kept)} {number(Person, gone)}"
        raise Refused(message, f"确要再合并，请用 talentreg merge {two}")


def refuse_nobodys(connection: Connection, set_id: int, images: Iterable[Mapping[str, Any]]) -> None:
    """Refuse to bring back rows of a person who has another number since."""
    now = {row.id: row.person_id for row in connection.execute(select(merged.c.id, merged.c.person_id))}
    named = (
        {image.get(name) for image in images for name in ("person_id", "from_id", "mentor_id")}
        if now
        else set()
    )
    for gone in now.keys() & named:
        kept = now[gone]
        message = f"第{set_id}号变更是关于 {number(Person, gone)} 的，此人后来已并入 {number(Person, kept)}"
        by = _merger_of(connection, gone)
        raise Refused(f"{message}，没有撤销", f"请先撤销合并：talentreg undo {by}")


def refuse_set_aside(connection: Connection, set_id: int) -> None:
    """Refuse to undo the entry of rows that a merger has set aside: only with the merger do they go."""
    entered = select(changes).where(changes.c.set_id == set_id, changes.c.action == "insert")
    inserts = connection.execute(entered).mappings().all()
    titles = {table(record).name: record for record in RECORDS}
    for row in connection.execute(select(merged)).mappings():
        for name, one in ((name, one) for name, some in row["aside"].items() for one in some):
            if any(_covers(change, name, one["id"]) for change in inserts):
                called, by = number(titles[name], one["id"]), _merger_of(connection, row["id"])
                said = f"第{set_id}号变更登记的{titles[name].title} {called} 已在第{by}号合并时另存，没有撤销"
                raise Refused(said, f"请先撤销合并：talentreg undo {by}")


def _covers(change: RowMapping, name: str, row_id: int) -> bool:
    return bool(change["record"] == name and change["first_id"] <= row_id <= change["last_id"])


def _merger_of(connection: Connection, gone: int) -> int | None:
    """Return the change set that last merged somebody into another."""
    return connection.scalar(
        select(changes.c.set_id)
        .where(changes.c.record == merged.name, changes.c.action == "insert", changes.c.first_id == gone)
        .order_by(changes.c.set_id.desc())
        .limit(1)
    )


def given_up(connection: Connection, first: int, last: int) -> list[int]:
    """List the numbers of a range that were given up for others."""
    query = select(merged.c.id).where(merged.c.id.between(first, last))
    return list(connection.scalars(query.order_by(merged.c.id)))


def now_called(connection: Connection, person_id: int) -> tuple[int, str]:
    """Return the number somebody has now, and how to say so if it is another one."""
    now = living(connection, person_id) or person_id
    return now, "已并入 " if now != person_id else ""
