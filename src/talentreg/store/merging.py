"""Two records found to speak of one person become one: nothing is lost, an undo takes them apart again."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from talentreg.errors import Refused
from talentreg.periods import chinese_day, today
from talentreg.records.catalogue import RECORDS
from talentreg.records.changes import ChangeSet, ImportedFile, Source
from talentreg.records.contact import Contact
from talentreg.records.fields import columns, number, table
from talentreg.records.history import Intention, Status
from talentreg.records.person import Person
from talentreg.records.sameness import Conflict, DistinctPair, MergedPerson
from talentreg.records.vocabulary import STATUS
from talentreg.store.belongings import references
from talentreg.store.changes import Writer, freeze
from talentreg.store.distinct import is_distinct
from talentreg.store.editing import Edit
from talentreg.store.former import living
from talentreg.store.merging_fields import IDENTITY, Decision, Two, United, unite_fields
from talentreg.store.merging_histories import (
    Histories,
    Line,
    enrolment_days,
    unite_contacts,
    unite_intentions,
    unite_status,
    unite_units,
    value_on,
)
from talentreg.store.merging_work import unite_work
from talentreg.store.typed import PLACE
from talentreg.store.units import UnitTree

NOTHING: Mapping[str, int] = MappingProxyType({})
people, pairs, conflicts = table(Person), table(DistinctPair), table(Conflict)


@dataclass(slots=True)
class Merged:
    """What a merger came to, numbers masked.

    An `Edit` of `given_up` reads from the value that goes to the one that stays. `contacts` are those of the
    one who stays before, of the other, and of both together after; `twice` were entered with both. `work`
    counts other rows both had alike, by the title of their ledger.
    """

    kept: int
    other: int
    filled: list[Edit] = field(default_factory=list)
    joined: list[Edit] = field(default_factory=list)
    given_up: list[Edit] = field(default_factory=list)
    contacts: tuple[int, int, int] = (0, 0, 0)
    twice: int = 0
    work: Counter[str] = field(default_factory=Counter)
    unit: str = ""
    status: str = ""


def merge_people(
    writer: Writer,
    tree: UnitTree,
    kept: int,
    other: int,
    keep: Mapping[str, int] = NOTHING,
    *,
    overrule: bool = False,
) -> Merged:
    """Make one person of two; `kept` keeps their number, the other's still finds them.

    `keep` says by field whose value counts: a field of a person, `unit`, `status`, or a sender's heading
    after `extra:`. Blanks are filled, other differences decided for the one who is kept, not asked again.
    Raises Refused when somebody has to choose first, or has said that they are not the same, unless that is
    to be overruled.
    """
    _refuse_strange(writer.connection, kept, other, keep)
    _settle_distinct(writer, kept, other, overrule=overrule)
    two = Two(dict(writer.row(Person, kept)), dict(writer.row(Person, other)), keep)
    united, both = unite_fields(two), Histories(writer, kept, other)
    source = _source_of(writer.connection, other)
    merged = Merged(kept, other, united.filled, united.joined, united.given_up)
    _unite_histories(both, tree, keep, (united, merged))
    merged.work = unite_work(both)
    _repoint(writer, other, kept)
    _clear_doubles(both)
    _keep_identity(both, two, united)
    was = {name: value for name, value in (freeze(two.other) or {}).items() if value is not None}
    writer.delete_many(Person, [other])
    entry = {"person_id": kept, "on": today(), "was": was, "aside": both.aside}
    writer.insert_reserved(MergedPerson, range(other, other + 1), [entry])
    writer.update(Person, kept, united.values)
    _decide(writer, kept, united.decisions, source)
    return merged


def _refuse_strange(connection: Connection, kept: int, other: int, keep: Mapping[str, int]) -> None:
    """Refuse to merge who is not there, or is one already, and to keep what somebody else says."""
    if kept == other:
        raise Refused(f"{number(Person, kept)} 不能与自己合并", "请写两个不同的人")
    for one in (kept, other):
        if (now := living(connection, one)) is None:
            raise Refused(f"登记册里没有 {number(Person, one)}", "talentreg list 列出登记的人")
        if now != one:
            raise Refused(f"{number(Person, one)} 已并入 {number(Person, now)}，没有合并")
    for person_id in keep.values():
        if person_id not in (kept, other):
            raise Refused(f"{number(Person, person_id)} 不在要合并的两人之中，没有合并")


def _settle_distinct(writer: Writer, kept: int, other: int, *, overrule: bool) -> None:
    """Refuse two of whom somebody has said that they are not the same, or take that back."""
    same = and_(pairs.c.first_id == min(kept, other), pairs.c.second_id == max(kept, other))
    said = writer.connection.execute(select(pairs).where(same)).mappings().one_or_none()
    if said is None:
        return
    if not overrule:
        told = (
            f"{number(Person, kept)} 和 {number(Person, other)} 已于{chinese_day(said['on'])}记为不是同一人"
        )
        raise Refused(f"{told}，没有合并", "确是同一人请加 --overrule")
    writer.delete_many(DistinctPair, [said["id"]])


def _unite_histories(
    both: Histories, tree: UnitTree, keep: Mapping[str, int], result: tuple[United, Merged]
) -> None:
    """Make one of everything dated: standing, units, contacts, intentions; say what they came to."""
    united, merged = result
    before = [len(rows) for rows in both.both(Contact)]
    days = enrolment_days(both)
    intentions = [_latest(rows, "kind") for rows in both.both(Intention)]
    status = unite_status(both, keep.get("status"))
    merged.twice = unite_contacts(both)
    unite_intentions(both)
    united.decisions += _intended(both, intentions)
    unit = unite_units(both, tree, keep.get("unit"))
    merged.contacts = (before[0], before[1], sum(before) - merged.twice)
    merged.unit, merged.status = tree.path(unit.value), STATUS.text(status.value or "")
    _note_line(both, "status", status, united)
    _note_line(both, "unit", unit, united)
    if unit.given_up:
        merged.given_up.append(Edit(PLACE.heading, tree.path(unit.given_up), merged.unit))
    if status.given_up:
        heading = columns(Status)["status"].heading
        merged.given_up.append(Edit(heading, STATUS.text(status.given_up), merged.status))
    united.decisions += _enrolled(both, days, keep)


def _enrolled(both: Histories, days: list[date | None], keep: Mapping[str, int]) -> list[Decision]:
    """Return what was decided between two first days of enrolment: the earlier, if nothing else is said."""
    mine, theirs = days
    if not (mine and theirs) or mine == theirs:
        return []
    chosen = min(mine, theirs) if "status" not in keep else mine if keep["status"] == both.kept else theirs
    return [Decision("enrolled_on", str(mine), str(theirs), str(chosen))]


def _latest(rows: list[Mapping[str, Any]], name: str) -> Any:
    return value_on(rows, name, date.max)


def _intended(both: Histories, before: list[Any]) -> list[Decision]:
    """Return what was decided between the last intentions of two: the other says nothing new."""
    if not all(before) or before[0] == before[1]:
        return []
    latest = max((row for rows in both.both(Intention) for row in rows), key=itemgetter("on", "id"))
    return [Decision("intention", before[0], before[1], latest["kind"])]


def _note_line(both: Histories, name: str, line: Line, united: United) -> None:
    """Note what was decided between two lines of a history."""
    if line.given_up is None:
        return
    kept_stays = line.stays == both.kept
    values = (str(line.value), str(line.given_up))
    united.decisions.append(Decision(name, *(values if kept_stays else values[::-1]), str(line.value)))


def _repoint(writer: Writer, other: int, kept: int) -> None:
    """Let every row that names one person name another."""
    pointing = ((record, name) for record in RECORDS for name in references(record, Person))
    for record, column in pointing:
        rows = table(record)
        query = select(rows.c.id).where(rows.c[column] == other)
        if record is not DistinctPair:
            ids = list(writer.connection.scalars(query))
            writer.update_many(record, {one: {column: kept} for one in ids})
    _repoint_pairs(writer, other, kept)


def _repoint_pairs(writer: Writer, other: int, kept: int) -> None:
    """Let who was not the same as one be not the same as the other; a pair there already goes."""
    named = or_(pairs.c.first_id == other, pairs.c.second_id == other)
    for row in writer.connection.execute(select(pairs).where(named)).mappings().all():
        stranger = row["second_id"] if row["first_id"] == other else row["first_id"]
        first, second = sorted((stranger, kept))
        if is_distinct(writer.connection, first, second):
            writer.delete_many(DistinctPair, [row["id"]])
        else:
            writer.update(DistinctPair, row["id"], {"first_id": first, "second_id": second})


def _clear_doubles(both: Histories) -> None:
    """Keep one conflict of those both records had alike, a decided one rather than an open one."""
    query = select(conflicts).where(conflicts.c.person_id == both.kept).order_by(conflicts.c.id)
    found = both.writer.connection.execute(query).mappings().all()
    known: set[tuple[Any, ...]] = set()
    goes: list[Mapping[str, Any]] = []
    for row in sorted(found, key=lambda one: one["choice"] is None):
        key = (row["field"], row["stored"], row["offered"])
        if key in known:
            goes.append(dict(row))
        known.add(key)
    both.set_aside(Conflict, goes)


def _keep_identity(both: Histories, two: Two, united: United) -> None:
    """Keep what the one who stays was known by, where that changes: a book may still call them so."""
    kept = {name: two.kept[name] for name in ("id", *IDENTITY) if two.kept[name]}
    now = {**two.kept, **united.values}
    now_known = {now["phone"], now["second_phone"]}
    changed = any(two.kept[name] not in (None, now[name], *now_known) for name in IDENTITY)
    moved = any(row["person_id"] == both.kept for row in both.aside.get("affiliation", ()))
    if changed or moved:
        both.aside["person"] = [kept]


def _source_of(connection: Connection, person_id: int) -> dict[str, Any]:
    """Return the last place somebody's own values came from."""
    source, file, sets = table(Source), table(ImportedFile), table(ChangeSet)
    query = (
        select(source.c.file_id, source.c.sheet, source.c.line)
        .join(file, file.c.id == source.c.file_id)
        .join(sets, sets.c.id == file.c.set_id)
        .where(source.c.record == people.name, source.c.row_id == person_id, sets.c.undone_by.is_(None))
        .order_by(source.c.id.desc())
        .limit(1)
    )
    found = connection.execute(query).mappings().one_or_none()
    return dict(found) if found else {"file_id": None, "sheet": "", "line": 0}


def _decide(writer: Writer, kept: int, decisions: list[Decision], source: Mapping[str, Any]) -> None:
    """Write down what was decided between two values: a book that says the other does not ask again."""
    for one in decisions:
        asked = {"person_id": kept, "field": one.field, "stored": one.stored, "offered": one.offered}
        decided = {"choice": one.choice, "chosen": one.chosen, "decided_on": today()}
        same = (conflicts.c[name] == value for name, value in asked.items())
        known = writer.connection.scalar(select(conflicts.c.id).where(*same))
        if known is not None:
            writer.update(Conflict, known, decided)
        else:
            writer.insert(Conflict, {**asked, **decided, **source, "on": today()})
