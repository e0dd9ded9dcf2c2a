"""What the register holds of some people: every row that refers to them, now and in the log of changes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, or_, select

from talentreg.records.catalogue import METADATA, RECORDS
from talentreg.records.changes import Change
from talentreg.records.fields import Record, table
from talentreg.records.history import Affiliation
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.sameness import MergedPerson
from talentreg.store.former import merged_ids
from talentreg.store.tombstones import Identity
from talentreg.store.units import UnitTree

log, merged, people = table(Change), table(MergedPerson), table(Person)

BESIDE: Mapping[type[Record], str] = {Milestone: "mentor_id"}
"""Who is named beside the one a row is about: the row is not theirs, and does without them."""

_PLACE = {rows.name: place for place, rows in enumerate(METADATA.sorted_tables)}

Rows = dict[type[Record], set[int]]


@dataclass(slots=True)
class Belongings:
    """What is somebody's: the numbers they had, their rows, those of their rows that are gone.

    `others` are changes of other people's rows that once pointed at them.
    """

    numbers: set[int]
    rows: Rows = field(default_factory=dict)
    gone: Rows = field(default_factory=dict)
    others: set[int] = field(default_factory=set)
    identity: Identity = field(default_factory=Identity)

    def inwards(self) -> list[type[Record]]:
        """List the record types, those that point at others first."""
        return sorted({*self.rows, *self.gone}, key=lambda one: _PLACE[table(one).name], reverse=True)


def numbers_of(connection: Connection, person_id: int) -> set[int]:
    """Return a person's number and those of the records that were merged into theirs."""
    return {person_id, *merged_ids(connection, person_id)}


def gather(connection: Connection, tree: UnitTree, numbers: set[int]) -> Belongings:
    """Gather what is of the people of some numbers."""
    found = Belongings(numbers)
    found.rows = _standing_rows(connection, numbers)
    _look_back(connection, found)
    _identify(connection, tree, found)
    return found


def references(record: type[Record], to: type[Record]) -> list[str]:
    """Name the fields by which rows of one type point at those of another."""
    own = table(to).c.id
    return [
        column.name for column in table(record).c if any(key.column is own for key in column.foreign_keys)
    ]


def _standing_rows(connection: Connection, numbers: Iterable[int]) -> Rows:
    """Find the people's own rows and all that point at them, or at what points at them."""
    found: Rows = {Person: set(connection.scalars(select(people.c.id).where(people.c.id.in_(numbers))))}
    reached: Rows = {Person: set(numbers)}
    while reached:
        further: Rows = {}
        for to, ids in reached.items():
            for record, row_id in _pointing_at(connection, to, ids):
                if row_id not in found.setdefault(record, set()):
                    found[record].add(row_id)
                    further.setdefault(record, set()).add(row_id)
        reached = further
    return {record: ids for record, ids in found.items() if ids}


def _pointing_at(
    connection: Connection, to: type[Record], ids: Iterable[int]
) -> Iterator[tuple[type[Record], int]]:
    for record in RECORDS:
        rows = table(record)
        for name in references(record, to):
            if name == BESIDE.get(record):
                continue
            for row_id in connection.scalars(select(rows.c.id).where(rows.c[name].in_(ids))):
                yield record, row_id


def _look_back(connection: Connection, found: Belongings) -> None:
    """Find the rows of theirs that are gone, and what the log says of others that were theirs for a time."""
    for record in RECORDS:
        names = references(record, Person) + (["id"] if record in (Person, MergedPerson) else [])
        _look_for(connection, found, record, dict.fromkeys(names, found.numbers))
    for record in RECORDS:
        if not references(record, Person):
            parts = {name: to for to in found.inwards() for name in references(record, to)}
            ever = {name: found.rows.get(to, set()) | found.gone.get(to, set()) for name, to in parts.items()}
            _look_for(connection, found, record, {name: ids for name, ids in ever.items() if ids})


def _look_for(
    connection: Connection, found: Belongings, record: type[Record], whose: Mapping[str, Collection[int]]
) -> None:
    """Find the rows of a type that are gone, and the changes of others, that pointed at any of these."""
    if not whose:
        return
    images = (log.c.before, log.c.after)
    theirs = or_(
        *(func.json_extract(one, f"$.{name}").in_(ids) for one in images for name, ids in whose.items())
    )
    query = select(log.c.id, log.c.first_id, log.c.action).where(
        log.c.record == table(record).name, log.c.action.in_(("update", "delete")), theirs
    )
    last = {row.first_id: row for row in connection.execute(query.order_by(log.c.id))}
    present = _present(connection, record, last)
    found.gone[record] = {one for one, row in last.items() if one not in present and row.action == "delete"}
    others = last.keys() - found.rows.get(record, set()) - found.gone[record]
    again = connection.execute(query.where(log.c.first_id.in_(others)))
    found.others.update(row.id for row in again)


def _present(connection: Connection, record: type[Record], ids: Iterable[int]) -> set[int]:
    rows = table(record)
    return set(connection.scalars(select(rows.c.id).where(rows.c.id.in_(list(ids)))))


def _identify(connection: Connection, tree: UnitTree, found: Belongings) -> None:
    """Learn what the people were known by, today and at any time before."""
    for image in images_of(connection, found, Person):
        found.identity.learn(image)
    for image in images_of(connection, found, MergedPerson):
        for known in (image.get("was") or {}, *(image.get("aside") or {}).get(people.name, ())):
            found.identity.learn(known)
        _learn_units(tree, found, (image.get("aside") or {}).get(table(Affiliation).name, ()))
    _learn_units(tree, found, images_of(connection, found, Affiliation))


def _learn_units(tree: UnitTree, found: Belongings, entries: Iterable[Mapping[str, Any]]) -> None:
    for unit_id in {entry["unit_id"] for entry in entries if entry.get("unit_id")}:
        if unit_id in tree.nodes:
            found.identity.paths.add(tuple(tree.path(unit_id).split("/")))


def images_of(connection: Connection, found: Belongings, record: type[Record]) -> list[dict[str, Any]]:
    """Return what rows of theirs say and ever said."""
    rows = table(record)
    own = found.rows.get(record, set())
    ever = own | found.gone.get(record, set()) | (found.numbers if record is Person else set())
    listed = connection.execute(select(rows).where(rows.c.id.in_(own))).mappings()
    said = select(log.c.before, log.c.after).where(log.c.record == rows.name, log.c.first_id.in_(ever))
    past = (image for row in connection.execute(said) for image in row if image)
    return [*map(dict, listed), *past]


def same_before(connection: Connection, tree: UnitTree, found: Belongings) -> set[int]:
    """Find numbers that are no more, of entries that were undone, under which the same people once stood."""
    known = {*found.identity.keys(), *found.identity.bare()}
    gone = select(log.c.first_id).where(
        log.c.record == people.name,
        log.c.action == "delete",
        func.json_extract(log.c.before, "$.name").in_(found.identity.names),
        log.c.first_id.not_in(select(people.c.id)),
        log.c.first_id.not_in(select(merged.c.id)),
    )
    numbers: Sequence[int] = connection.scalars(gone.distinct()).all()
    return {
        one
        for one in set(numbers) - found.numbers
        if known.intersection(gather(connection, tree, {one}).identity.keys())
    }
