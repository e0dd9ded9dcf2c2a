"""Where the value the register has came from: the line of a book, or who typed it and when."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from talentreg.records.changes import Change, ChangeSet, ImportedFile, Source
from talentreg.records.fields import Record, table
from talentreg.records.history import Status
from talentreg.records.person import Person
from talentreg.store.conflicts import BATCH, DATED, EXTRA, Case
from talentreg.store.histories import latest_values
from talentreg.store.verdicts import Thing

log, sets, sources, files = table(Change), table(ChangeSet), table(Source), table(ImportedFile)
_DATED: dict[str, tuple[type[Record], str]] = {**DATED, "enrolled_on": (Status, "on")}


@dataclass(frozen=True, slots=True)
class Origin:
    """The day a value was set, by whom and by which command; the line of the file it came from, if any.

    Of several lines of one import that spoke of the person the first is named; `more` counts the others.
    """

    on: date
    who: str = ""
    command: str = ""
    file: str = ""
    sheet: str = ""
    line: int = 0
    more: int = 0

    def told(self) -> str:
        """Write it for people."""
        if self.file:
            others = f"等{self.more + 1}行" if self.more else ""
            return f"{self.file}／{self.sheet}／第{self.line}行{others}，{self.on}"
        return f"{self.on} {self.who} {self.command}".strip()


def offered_from(case: Case) -> Origin:
    """Return where the other value of a conflict came from."""
    return Origin(
        case.on, command="" if case.file else "合并", file=case.file or "", sheet=case.sheet, line=case.line
    )


def stored_from(connection: Connection, cases: Iterable[Case]) -> dict[Thing, Origin]:
    """Return where what the register says now came from, by what the conflicts are about."""
    wanted: dict[type[Record], dict[Thing, tuple[int, str]]] = defaultdict(dict)
    things = {case.thing for case in cases}
    for thing, record, row_id, name in _rows(connection, things):
        wanted[record][thing] = (row_id, name)
    setting: dict[Thing, Row[Any]] = {}
    for record, rows in wanted.items():
        setting |= _set_by(connection, record, rows)
    lines = _lines(connection, {person_id for person_id, _ in setting})
    return {
        thing: _origin(change, lines.get((change.set_id, thing[0]), ())) for thing, change in setting.items()
    }


def _origin(change: Row[Any], lines: Sequence[tuple[str, str, int]]) -> Origin:
    origin = Origin(change.at.date(), change.who, change.command)
    if not lines:
        return origin
    file, sheet, line = lines[0]
    return Origin(origin.on, origin.who, origin.command, file, sheet, line, len(lines) - 1)


def _rows(connection: Connection, things: set[Thing]) -> Iterator[tuple[Thing, type[Record], int, str]]:
    """Say of each thing which row holds it, under which name."""
    by_field: dict[str, list[int]] = defaultdict(list)
    for person_id, field in things:
        if field in _DATED:
            by_field[field].append(person_id)
        else:
            yield (person_id, field), Person, person_id, field
    for field, ids in by_field.items():
        record, name = _DATED[field]
        if field == "enrolled_on":
            found: dict[int, Any] = _first_enrolments(connection, ids)
        else:
            found = latest_values(connection, record, "id", date.max, ids)
        for person_id, row_id in found.items():
            yield (person_id, field), record, row_id, name


def _first_enrolments(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    rows = table(Status)
    found: dict[int, int] = {}
    for start in range(0, len(ids), BATCH):
        some = rows.c.person_id.in_(ids[start : start + BATCH])
        query = select(rows.c.person_id, rows.c.id).where(some, rows.c.status == "enrolled")
        latest_first = query.order_by(rows.c.on.desc(), rows.c.id.desc())
        found |= {person_id: row_id for person_id, row_id in connection.execute(latest_first)}
    return found


def _set_by(
    connection: Connection, record: type[Record], wanted: dict[Thing, tuple[int, str]]
) -> dict[Thing, Row[Any]]:
    """Return the change that last set each field: an update of it, else the insert of its row."""
    updates = _updates(connection, record, {row_id for row_id, _ in wanted.values()})
    inserts = _inserts(connection, record)
    firsts = [change.first_id for change in inserts]
    found: dict[Thing, Row[Any]] = {}
    for thing, (row_id, name) in wanted.items():
        setting = [change for change in updates.get(row_id, ()) if _sets(change, name)]
        place = bisect_right(firsts, row_id) - 1
        if setting:
            found[thing] = setting[-1]
        elif place >= 0 and inserts[place].last_id >= row_id:
            found[thing] = inserts[place]
    return found


def _sets(change: Row[Any], name: str) -> bool:
    if not name.startswith(EXTRA):
        return name in change.after
    heading = name.removeprefix(EXTRA)
    was, became = ((image.get("extra") or {}).get(heading) for image in (change.before, change.after))
    return bool(was != became)


def _updates(connection: Connection, record: type[Record], ids: set[int]) -> dict[int, list[Row[Any]]]:
    """Return the updates of some rows that stand, oldest first."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    listed = sorted(ids)
    for start in range(0, len(listed), BATCH):
        chosen = log.c.first_id.in_(listed[start : start + BATCH])
        for change in connection.execute(_changes(record, "update").where(chosen)):
            found[change.first_id].append(change)
    return found


def _inserts(connection: Connection, record: type[Record]) -> list[Row[Any]]:
    """Return the inserts that stand, by the ids they gave: many rows came in at once, so they are few."""
    return sorted(connection.execute(_changes(record, "insert")), key=lambda change: change.first_id)


def _changes(record: type[Record], action: str) -> Any:
    return (
        select(log, sets.c.at, sets.c.who, sets.c.command)
        .join(sets, sets.c.id == log.c.set_id)
        .where(log.c.record == table(record).name, log.c.action == action)
        .where(sets.c.undone_by.is_(None), sets.c.undoes.is_(None))
        .order_by(log.c.id)
    )


def _lines(connection: Connection, ids: set[int]) -> dict[tuple[int, int], list[tuple[str, str, int]]]:
    """Return the lines that spoke of some people, by change set and person."""
    found: dict[tuple[int, int], list[tuple[str, str, int]]] = defaultdict(list)
    listed = sorted(ids)
    for start in range(0, len(listed), BATCH):
        query = (
            select(files.c.set_id, sources.c.row_id, files.c.name, sources.c.sheet, sources.c.line)
            .join(files, files.c.id == sources.c.file_id)
            .where(sources.c.record == table(Person).name)
            .where(sources.c.row_id.in_(listed[start : start + BATCH]))
            .order_by(sources.c.id)
        )
        for set_id, person_id, *line in connection.execute(query):
            found[set_id, person_id].append((line[0], line[1], line[2]))
    return found
