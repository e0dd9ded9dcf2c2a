"""What an erased person leaves beside their own rows: remarks of imports, names of files and sheets."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, Table, func, or_, select, tuple_, update

from talentreg.records.catalogue import RECORDS
from talentreg.records.changes import ChangeSet, ImportedFile, Source
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, columns, number, table
from talentreg.records.history import Intention, Status
from talentreg.records.imports import ImportProblem
from talentreg.records.ledgers import LEDGERS
from talentreg.records.office_figure import OfficeFigure
from talentreg.records.person import Person
from talentreg.store.belongings import Belongings
from talentreg.store.tombstones import Key, file_key, line_key

sets, files = table(ChangeSet), table(ImportedFile)
sources, problems = table(Source), table(ImportProblem)

DELETED = "（已删除）"
"""Stands where something was that named an erased person."""

BATCH = 10_000
TELLING = 2
"""Characters of a name that may be looked for within longer words."""

Place = tuple[int, str, int]
"""A file's id, a sheet, a line."""


def lines_of(connection: Connection, found: Belongings) -> set[tuple[Place, str]]:
    """Return the lines that people and all that is theirs came from, each with its file's fingerprint."""
    query = select(sources, files.c.digest).join(files, files.c.id == sources.c.file_id)
    lines: set[tuple[Place, str]] = set()
    theirs = {record: found.rows.get(record, set()) | found.gone.get(record, set()) for record in RECORDS}
    for record, ids in (theirs | {Person: found.numbers}).items():
        listed = sorted(ids)
        for start in range(0, len(listed), BATCH):
            some = sources.c.row_id.in_(listed[start : start + BATCH])
            for row in connection.execute(query.where(sources.c.record == table(record).name, some)):
                lines.add(((row.file_id, row.sheet, row.line), row.digest))
    return lines


def line_keys(names: Iterable[str], lines: Iterable[tuple[Place, str]]) -> set[Key]:
    """Return by what those lines are known when the same file comes again; a contact's may lack the name."""
    keys: set[Key] = set()
    for (_, sheet, line), digest in lines:
        keys.add(file_key(digest))
        keys |= {line_key(name, digest, sheet, line) for name in (*names, "")}
    return keys


def erase_remarks(connection: Connection, found: Belongings, places: set[Place]) -> int:
    """Blank what imports had to say of people: at their lines, and wherever it names them.

    A line that brought in somebody else of their name is left as it is. Returns how many were blanked.
    """
    blanked: set[int] = set()
    for row in _remarks_that_may(connection, found, places):
        place = (row["file_id"], row["sheet"], row["line"])
        texts = (row["message"], row["value"], *(row["candidates"] or ()))
        if place in places or _are_numbered(texts, found):
            blanked.add(row["id"])
        elif _are_named(texts[:2], found) and not _is_others(connection, place):
            blanked |= {row["id"], *(_remarks_at(connection, place) if row["line"] else ())}
    blank = {"message": DELETED, "value": "", "candidates": None}
    connection.execute(update(problems).where(problems.c.id.in_(blanked)).values(blank))
    return len(blanked)


def _remarks_that_may(connection: Connection, found: Belongings, places: set[Place]) -> Iterable[Any]:
    """Read the remarks that stand at some places, or have a name or number of the people in them."""
    called = [number(Person, one) for one in found.numbers]
    said = [
        func.instr(func.coalesce(text, ""), word) > 0
        for text in (problems.c.message, problems.c.value, problems.c.candidates.cast(String))
        for word in (*found.identity.names, *called)
    ]
    return connection.execute(select(problems).where(or_(*said, _at(problems, places)))).mappings().all()


def _are_numbered(texts: Iterable[str], found: Belongings) -> bool:
    called = [re.compile(rf"{number(Person, one)}(?!\d)") for one in found.numbers]
    return any(one.search(text) for text in texts for one in called)


def _are_named(texts: Iterable[str], found: Belongings) -> bool:
    return any(whole_word(name).search(text) for text in texts for name in found.identity.names)


def whole_word(name: str) -> re.Pattern[str]:
    """Return what finds a name that is not part of a longer word."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def _is_others(connection: Connection, place: Place) -> bool:
    """Whether a line brought in somebody who is still there."""
    people = table(Person)
    query = select(sources.c.id).join(people, people.c.id == sources.c.row_id).limit(1)
    here = (sources.c.record == people.name, _at(sources, {place}))
    return connection.scalar(query.where(*here)) is not None


def _remarks_at(connection: Connection, place: Place) -> Iterable[int]:
    return connection.scalars(select(problems.c.id).where(_at(problems, {place})))


def _at(rows: Table, places: Iterable[Place]) -> ColumnElement[bool]:
    return tuple_(rows.c.file_id, rows.c.sheet, rows.c.line).in_(list(places))


def rename_files(connection: Connection, names: Iterable[str], file_ids: Iterable[int]) -> None:
    """Take people's names out of those of the files and sheets they came in, also in the log's commands."""
    telling = [name for name in names if len(name) >= TELLING]
    query = select(files).where(files.c.id.in_(list(file_ids)))
    for row in connection.execute(query).mappings().all():
        called = _without(row["name"], telling)
        listed = [{**one, "sheet": _without(one["sheet"], telling)} for one in row["sheets"] or ()]
        renamed = {one["sheet"]: new["sheet"] for one, new in zip(row["sheets"] or (), listed, strict=True)}
        new = {"name": called, "sheets": listed or None}
        connection.execute(update(files).where(files.c.id == row["id"]).values(new))
        if called != row["name"]:
            command = func.replace(sets.c.command, row["name"], called)
            connection.execute(update(sets).where(sets.c.id == row["set_id"]).values(command=command))
        _rename_sheets(connection, row["id"], renamed)


def _rename_sheets(connection: Connection, file_id: int, renamed: dict[str, str]) -> None:
    for old, new in renamed.items():
        if old != new:
            for rows in (sources, problems):
                here = (rows.c.file_id == file_id, rows.c.sheet == old)
                connection.execute(update(rows).where(*here).values(sheet=new))


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, DELETED)
    return text


def mentions(connection: Connection, names: Iterable[str]) -> int:
    """Count the records of others that have a name in their texts; none of these is touched."""
    words = [name for name in names if len(name) >= TELLING]
    return sum(_mentioning(connection, record, texts, words) for record, texts in _texts().items())


def _texts() -> Mapping[type[Record], Collection[str]]:
    """Name the fields of every type of record in which a name may stand; several ledgers may share one."""
    own: tuple[type[Record], ...] = (Person, Contact, Status, Intention)
    declared = [(record, columns(record)) for record in own]
    declared += [(ledger.record, dict(ledger.fields)) for ledger in LEDGERS.values()]
    texts: dict[type[Record], set[str]] = {OfficeFigure: {"label", "declaration"}}
    for record, fields in declared:
        said = {name for name, one in fields.items() if not (one.vocabulary or one.refers)}
        texts.setdefault(record, set()).update(said)
    texts[Person].discard("name")
    return texts


def _mentioning(
    connection: Connection, record: type[Record], names: Collection[str], words: list[str]
) -> int:
    rows = table(record)
    texts = [rows.c[name] for name in names]
    said = [func.instr(func.coalesce(text.cast(String), ""), word) > 0 for text in texts for word in words]
    if "extra" in rows.c:
        kept = func.coalesce(rows.c.extra.cast(String), "")
        said += [func.instr(kept, json.dumps(word)[1:-1]) > 0 for word in words]
    return connection.scalar(select(func.count()).select_from(rows).where(or_(*said))) or 0 if said else 0
