"""What the register and a row say differently of somebody, and how that stands today."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from talentreg.errors import Malformed, Unknown
from talentreg.periods import today
from talentreg.records.changes import ImportedFile
from talentreg.records.fields import Column, Record, columns, id_from_number, number, table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.sameness import Conflict
from talentreg.records.text import fold
from talentreg.store.dossier import shown_extra
from talentreg.store.histories import latest_values
from talentreg.store.typed import PERSON_FIELDS, find_field, names_field
from talentreg.store.units import UnitTree, load_units
from talentreg.store.verdicts import Thing, Verdicts

conflicts, people, files, statuses = table(Conflict), table(Person), table(ImportedFile), table(Status)

EXTRA = "extra:"
"""Begins the name of a sender's own column."""

BATCH = 10_000
DATED: Mapping[str, tuple[type[Record], str]] = {
    "unit": (Affiliation, "unit_id"),
    "status": (Status, "status"),
    "intention": (Intention, "kind"),
}
"""The fields whose values are entries of a history."""


class State(Enum):
    """How a conflict stands: only an open one waits for somebody."""

    OPEN = "open"
    SAME = "same"
    CHANGED = "changed"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Case:
    """One conflict with what the register says now; values are as stored."""

    id: int
    person_id: int
    name: str
    unit_id: int | None
    field: str
    stored: str | None
    offered: str | None
    now: str | None
    same: bool
    """Whether what the register says now is what was offered."""
    stands: bool
    """Whether it says what it said then, or what was found right over that."""
    file: str | None
    sheet: str
    line: int
    on: date
    choice: str | None
    chosen: str | None
    decided_on: date | None

    @property
    def number(self) -> str:
        """The number people call it by."""
        return number(Conflict, self.id)

    @property
    def thing(self) -> Thing:
        """What it is about."""
        return self.person_id, self.field

    @property
    def column(self) -> Column:
        """How the field is declared."""
        return column_of(self.field)

    @property
    def state(self) -> State:
        """How it stands."""
        if self.choice:
            return State.DECIDED
        return State.SAME if self.same else State.OPEN if self.stands else State.CHANGED

    @property
    def kept(self) -> str | None:
        """The register's own value: while it waits, what stands now."""
        return self.now if self.state is State.OPEN else self.stored

    def shown(self, tree: UnitTree, value: str | None, *, masked: bool = True) -> str:
        """Write one of its values for people; nothing is the empty string."""
        if not value:
            return ""
        if self.field == "unit":
            return path_of(tree, value)
        column = self.column
        return column.mask(value) if masked and column.mask else column.shown(value)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which conflicts are asked for: of one person, of a unit and all below it, of one field."""

    person_id: int | None = None
    unit_id: int | None = None
    field: str | None = None
    everything: bool = False


def column_of(field: str) -> Column:
    """Return how a field is declared that a conflict names."""
    if not field.startswith(EXTRA):
        return PERSON_FIELDS[field]
    heading = field.removeprefix(EXTRA)
    return Column(heading, mask=lambda text: shown_extra({heading: text}, masked=True)[heading])


def path_of(tree: UnitTree, value: str) -> str:
    """Write a unit kept by its id; one that was never entered is kept by its path."""
    known = value.isdecimal() and int(value) in tree.nodes
    return tree.path(int(value)) if known else value


def find_conflict_field(connection: Connection, text: str) -> str:
    """Return the field a word names; a sender's own column counts if it is in conflict somewhere."""
    if not names_field(PERSON_FIELDS, text):
        query = select(conflicts.c.field).where(conflicts.c.field.startswith(EXTRA)).distinct()
        extra = {fold(name.removeprefix(EXTRA)): name for name in connection.scalars(query)}
        if fold(text) in extra:
            return str(extra[fold(text)])
        if near := get_close_matches(fold(text), extra, 3, 0.5):
            listed = "、".join(extra[one].removeprefix(EXTRA) for one in near)
            raise Malformed(f"没有「{text}」这个字段", f"是不是：{listed}")
    return find_field(PERSON_FIELDS, text)


def find_cases(connection: Connection, tree: UnitTree, numbers: Sequence[str]) -> list[Case]:
    """Return the conflicts of some numbers (X000012); raises Malformed or Unknown for what is none."""
    ids = {text: id_from_number(Conflict, text) for text in numbers}
    if wrong := [text for text, found in ids.items() if found is None]:
        raise Malformed(f"「{wrong[0]}」不是出入的编号", "编号如 X000012，talentreg conflicts list 列出")
    wanted = [one for one in ids.values() if one is not None]
    found = cases_by_id(connection, tree, wanted)
    if missing := [number(Conflict, one) for one in wanted if one not in found]:
        raise Unknown(f"没有 {'、'.join(missing)} 这处出入", "talentreg conflicts list 列出待核对的出入")
    return [found[one] for one in dict.fromkeys(wanted)]


def cases_by_id(connection: Connection, tree: UnitTree, ids: Collection[int]) -> dict[int, Case]:
    """Return the conflicts of some ids, those that are there."""
    return {
        case.id: case
        for some in _batches(set(ids))
        for case in _read(connection, tree, conflicts.c.id.in_(some))
    }


def read_cases(connection: Connection, tree: UnitTree, sought: Sought) -> list[Case]:
    """Return the conflicts asked for, those of one person together; only undecided ones unless everything."""
    asked: list[ColumnElement[bool]] = [] if sought.everything else [conflicts.c.choice.is_(None)]
    if sought.person_id is not None:
        asked.append(conflicts.c.person_id == sought.person_id)
    if sought.field is not None:
        asked.append(conflicts.c.field == sought.field)
    found = _read(connection, tree, and_(True, *asked))
    scope = sought.unit_id
    return [case for case in found if scope is None or (case.unit_id and tree.within(case.unit_id, scope))]


def count_waiting(connection: Connection, person_id: int | None = None) -> int:
    """Count the conflicts that wait for somebody to decide, of everybody or about one person."""
    if connection.scalar(select(conflicts.c.id).where(conflicts.c.choice.is_(None)).limit(1)) is None:
        return 0
    cases = read_cases(connection, load_units(connection), Sought(person_id))
    return sum(case.state is State.OPEN for case in cases)


def _read(connection: Connection, tree: UnitTree, asked: ColumnElement[bool]) -> list[Case]:
    query = (
        select(conflicts, people.c.name, files.c.name.label("file"))
        .join(people, people.c.id == conflicts.c.person_id)
        .join(files, files.c.id == conflicts.c.file_id, isouter=True)
        .where(asked)
        .order_by(conflicts.c.person_id, conflicts.c.id)
    )
    rows = connection.execute(query).mappings().all()
    now = values_now(connection, {(row["person_id"], row["field"]) for row in rows})
    ids = list({row["person_id"] for row in rows})
    units: dict[int, Any] = latest_values(connection, Affiliation, "unit_id", today(), ids)
    verdicts = _read_verdicts(connection, ids)
    cases = []
    for row in rows:
        thing = (row["person_id"], row["field"])
        said = now.get(thing)
        values = {name: row[name] for name in row if name != "file_id"}
        same = is_same(tree, row["field"], said, row["offered"])
        stands = said == row["stored"] or verdicts.finds(thing, said, row["stored"])
        unit_id = units.get(row["person_id"])
        cases.append(Case(**values, unit_id=unit_id, now=said, same=same, stands=stands))
    return cases


def _read_verdicts(connection: Connection, ids: Collection[int]) -> Verdicts:
    """Read what was decided of some people."""
    verdicts = Verdicts()
    for some in _batches(ids):
        decided = (conflicts.c.person_id.in_(some), conflicts.c.choice.is_not(None))
        for row in connection.execute(select(conflicts).where(*decided)):
            verdicts.note(row)
    return verdicts


def is_same(tree: UnitTree, field: str, now: str | None, offered: str | None) -> bool:
    """Whether two values are one; a unit may be kept by its path."""
    if field == "unit" and now and offered:
        return path_of(tree, now) == path_of(tree, offered)
    return (now or None) == (offered or None)


def values_now(connection: Connection, things: Collection[Thing]) -> dict[Thing, str | None]:
    """Return what the register says of some things today, as a conflict keeps it."""
    by_field: dict[str, list[int]] = defaultdict(list)
    for person_id, field in things:
        by_field[field].append(person_id)
    found: dict[Thing, str | None] = {}
    own = {field for field in by_field if field in columns(Person) or field.startswith(EXTRA)}
    found |= _own_values(connection, {one for field in own for one in by_field[field]}, own)
    for field, ids in by_field.items():
        if field in DATED:
            values = latest_values(connection, *DATED[field], date.max, ids)
            found |= {(one, field): str(value) for one, value in values.items()}
        elif field not in own:
            found |= {(one, field): day.isoformat() for one, day in _enrolled(connection, ids)}
    return found


def _own_values(connection: Connection, ids: set[int], fields: set[str]) -> dict[Thing, str | None]:
    found: dict[Thing, str | None] = {}
    for some in _batches(ids):
        for row in connection.execute(select(people).where(people.c.id.in_(some))).mappings():
            extra = row["extra"] or {}
            for field in fields:
                is_extra = field.startswith(EXTRA)
                found[row["id"], field] = extra.get(field.removeprefix(EXTRA)) if is_extra else row[field]
    return found


def _enrolled(connection: Connection, ids: Collection[int]) -> Iterator[tuple[int, date]]:
    """Give the first day everybody was enrolled on."""
    for some in _batches(ids):
        query = select(statuses.c.person_id, func.min(statuses.c.on)).where(
            statuses.c.person_id.in_(some), statuses.c.status == "enrolled"
        )
        yield from ((one, day) for one, day in connection.execute(query.group_by(statuses.c.person_id)))


def _batches(ids: Collection[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))
