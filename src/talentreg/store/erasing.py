"""Erase a person: their data goes from the register and from its history, a numbered tombstone stays."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from talentreg.errors import Malformed
from talentreg.periods import today
from talentreg.records.catalogue import RECORDS
from talentreg.records.changes import Change, ChangeSet
from talentreg.records.fields import Record, id_from_number, number, table
from talentreg.records.masking import mask_digits, mask_free_text, mask_phone
from talentreg.records.person import Person
from talentreg.records.sameness import ErasedPerson, MergedPerson
from talentreg.records.text import clean_line
from talentreg.store.audit import append_entry, reword_entries
from talentreg.store.belongings import BESIDE, Belongings, gather, numbers_of, references, same_before
from talentreg.store.changes import Writer
from talentreg.store.people import describe_person, find_person
from talentreg.store.sent_traces import reword_sent
from talentreg.store.tombstones import (
    Key,
    make_marks,
    number_key,
    refuse_erased,
    register_salt,
)
from talentreg.store.traces import (
    DELETED,
    erase_remarks,
    line_keys,
    lines_of,
    mentions,
    rename_files,
    whole_word,
)
from talentreg.store.units import UnitTree, load_units

log, sets, merged, people = table(Change), table(ChangeSet), table(MergedPerson), table(Person)


@dataclass(slots=True)
class Erased:
    """What erasing somebody takes: rows by type, images in the log, lines of books, remarks of imports.

    `mentions` counts the records of others in whose texts the name stands; they are not touched.
    """

    person_id: int
    line: str
    rows: Counter[type[Record]] = field(default_factory=Counter)
    lines: int = 0
    remarks: int = 0
    entries: int = 0
    mentions: int = 0

    def told(self) -> str:
        """Write the rows by type."""
        return "，".join(f"{record.title}{self.rows[record]}" for record in RECORDS if self.rows[record])


def find_erasable(connection: Connection, tree: UnitTree, text: str) -> int:
    """Return the id of the one person a text means; by number also one whom only the history knows."""
    person_id = id_from_number(Person, text.strip())
    if person_id is not None:
        refuse_erased(connection, person_id)
        if _last_image(connection, person_id):
            return person_id
    return find_person(connection, tree, text)


def foresee(connection: Connection, person_id: int) -> Erased:
    """Say what erasing somebody would take."""
    tree = load_units(connection)
    found = gather(connection, tree, numbers_of(connection, person_id))
    return _told(connection, tree, person_id, found)


def erase_person(writer: Writer, person_id: int, reason: str) -> Erased:
    """Erase somebody, and all that was ever merged into them, for good.

    Entries of the same person that were undone go too. Raises Malformed for a reason that names them.
    """
    connection = writer.connection
    tree = load_units(connection)
    found = gather(connection, tree, numbers_of(connection, person_id))
    found = gather(connection, tree, found.numbers | same_before(connection, tree, found))
    reason = _checked(reason, found)
    erased = _told(connection, tree, person_id, found)
    lines = lines_of(connection, found)
    places = {place for place, _ in lines}
    keys = {*found.identity.keys(), *found.identity.contact_keys(), *line_keys(found.identity.names, lines)}
    keys |= {number_key(name, one) for name in found.identity.names for one in found.numbers}
    erased.remarks = erase_remarks(connection, found, places)
    rename_files(connection, found.identity.names, {file for file, *_ in places})
    reword_sent(connection, lambda text: _reworded(text, found))
    _forget_mergers(connection, found)
    _erase_rows(writer, found, person_id)
    _set_stones(writer, person_id, found.numbers, reason, keys)
    erased.entries = reword_entries(connection, lambda text: _reworded(text, found))
    again = f"，改写留痕{erased.entries}条" if erased.entries else ""
    append_entry(connection, "erase", f"{number(Person, person_id)}，原因：{reason}{again}")
    erased.mentions = mentions(connection, found.identity.names)
    return erased


def _told(connection: Connection, tree: UnitTree, person_id: int, found: Belongings) -> Erased:
    """Name somebody, with what is theirs."""
    if person_id in found.rows.get(Person, ()):
        line = describe_person(connection, tree, person_id)
    else:
        image = _last_image(connection, person_id) or {}
        shown = (number(Person, person_id), image.get("name"), mask_phone(image.get("phone") or ""))
        line = f"{'  '.join(part for part in shown if part)}（只在历史里）"
    rows = Counter({record: len(ids) for record, ids in found.rows.items()})
    return Erased(person_id, line, rows, lines=len(lines_of(connection, found)))


def _last_image(connection: Connection, person_id: int) -> dict[str, Any] | None:
    """Return how somebody stood in the register who does no more; None for anybody else."""
    for rows in (people, merged):
        if connection.scalar(select(rows.c.id).where(rows.c.id == person_id)) is not None:
            return None
    gone = (log.c.record == people.name, log.c.action == "delete", log.c.first_id == person_id)
    query = select(log.c.before).where(*gone).order_by(log.c.id.desc())
    image: dict[str, Any] | None = connection.scalar(query.limit(1))
    return image


def _checked(reason: str, found: Belongings) -> str:
    """Return a reason fit to be kept: it names nobody, numbers in it are masked."""
    reason = clean_line(reason)
    if not reason:
        raise Malformed("没有写原因", "如 --reason 本人书面申请")
    if any(name in reason for name in found.identity.names):
        raise Malformed("原因会一直留存，不能写此人的姓名", "如 --reason 本人书面申请")
    return mask_free_text(_masked(reason, found))


def _masked(text: str, found: Belongings) -> str:
    for one in (*found.identity.id_numbers, *found.identity.phones):
        text = text.replace(one, mask_digits(one))
    return text


def _reworded(text: str, found: Belongings) -> str:
    for name in found.identity.names:
        text = whole_word(name).sub(DELETED, text) if len(name) < 2 else text.replace(name, DELETED)
    return _masked(text, found)


def _forget_mergers(connection: Connection, found: Belongings) -> None:
    """Forget what change sets did that made people one with others, or parted them again."""
    images = (func.json_extract(image, "$.person_id") for image in (log.c.before, log.c.after))
    theirs = or_(log.c.first_id.in_(found.numbers), *(one.in_(found.numbers) for one in images))
    own = set(connection.scalars(select(log.c.set_id).where(log.c.record == merged.name, theirs)))
    pairs = connection.execute(select(sets.c.id, sets.c.undoes).where(sets.c.undoes.is_not(None))).all()
    while more := {one for pair in pairs if own.intersection(pair) for one in pair} - own:
        own |= more
    undoing = log.c.set_id.in_([row.id for row in pairs])
    again = or_(log.c.action.in_(("update", "delete")), undoing)
    connection.execute(delete(log).where(log.c.set_id.in_(own), again))


def _erase_rows(writer: Writer, found: Belongings, person_id: int) -> None:
    _leave_others(writer.connection, found)
    for record in found.inwards():
        ids = found.rows.get(record, set())
        writer.erase_many(record, ids | found.gone.get(record, set()))
        writer.note_erased(record, ids)
    writer.erase_many(Person, found.numbers)
    if not found.rows.get(Person):
        writer.note_erased(Person, {person_id})
    connection = writer.connection
    connection.execute(delete(log).where(log.c.id.in_(found.others)))
    _clear_asides(connection, found)


def _leave_others(connection: Connection, found: Belongings) -> None:
    """Take people out of rows of others that named them beside."""
    for record, name in BESIDE.items():
        rows = table(record)
        connection.execute(update(rows).where(rows.c[name].in_(found.numbers)).values({name: None}))


def _clear_asides(connection: Connection, found: Belongings) -> None:
    """Take rows that point at erased people out of what was set aside when others were merged."""
    pointing = {table(record).name: references(record, Person) for record in RECORDS}
    for row in connection.execute(select(merged.c.id, merged.c.aside)).all():
        kept = {
            name: [one for one in some if found.numbers.isdisjoint(map(one.get, pointing.get(name, ())))]
            for name, some in row.aside.items()
        }
        if kept != row.aside:
            connection.execute(update(merged).where(merged.c.id == row.id).values(aside=kept))


def _set_stones(
    writer: Writer, person_id: int, numbers: Iterable[int], reason: str, keys: Iterable[Key]
) -> None:
    """Put up a tombstone for every number; what the person was known by stands on their own."""
    salt = register_salt(writer.connection)
    marks = {person_id: make_marks(salt, keys)}
    for one in sorted(numbers):
        stone = {"set_id": writer.set_id, "on": today(), "reason": reason, "salt": salt}
        stone["marks"] = marks.get(one, [])
        writer.insert_reserved(ErasedPerson, range(one, one + 1), [stone])
