"""What came in, when and from which file; what it had to say; which columns it taught the register."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from talentreg.errors import Unknown
from talentreg.records.changes import ChangeSet, ImportedFile
from talentreg.records.fields import table
from talentreg.records.imports import ImportProblem, RememberedColumn
from talentreg.store.changes import Writer

sets, files, problems = table(ChangeSet), table(ImportedFile), table(ImportProblem)
remembered = table(RememberedColumn)


@dataclass(frozen=True, slots=True)
class FileIn:
    """One file that came in; `sheets` is empty for one that came in before they were kept apart."""

    id: int
    name: str
    digest: str
    counts: Mapping[str, int]
    sheets: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Import:
    """One change set that took files in; `undone_by` numbers the one that took it back."""

    number: int
    at: datetime
    who: str
    command: str
    undone_by: int | None
    files: Sequence[FileIn]

    @property
    def counts(self) -> Counter[str]:
        """What became of the rows of all files, by the code of the outcome."""
        return sum((Counter(file.counts) for file in self.files), Counter())

    @property
    def read(self) -> int:
        """The rows read in all files."""
        return self.counts.total()


def read_imports(connection: Connection, limit: int | None = None) -> list[Import]:
    """Return the imports, newest first, those that were undone among them."""
    query = select(sets).where(sets.c.id.in_(select(files.c.set_id))).order_by(sets.c.id.desc())
    return _imports(connection, query.limit(limit))


def find_import(connection: Connection, number: int) -> Import:
    """Return the import of one number; raises Unknown for a change set that is none."""
    found = _imports(connection, select(sets).where(sets.c.id == number))
    if not found:
        raise Unknown(f"没有第{number}号变更", "talentreg imports 列出导入过的表格")
    if not found[0].files:
        raise Unknown(f"第{number}号变更不是导入：{found[0].command}", "talentreg imports 列出导入过的表格")
    return found[0]


def _imports(connection: Connection, query: Any) -> list[Import]:
    rows = connection.execute(query).mappings().all()
    came_in: dict[int, list[FileIn]] = defaultdict(list)
    chosen = select(files).where(files.c.set_id.in_([row["id"] for row in rows])).order_by(files.c.id)
    for row in connection.execute(chosen):
        came_in[row.set_id].append(FileIn(row.id, row.name, row.digest, row.counts or {}, row.sheets or ()))
    return [
        Import(row["id"], row["at"], row["who"], row["command"], row["undone_by"], came_in[row["id"]])
        for row in rows
    ]


def read_problems(connection: Connection, came_in: Iterable[FileIn]) -> list[dict[str, Any]]:
    """Return what imports had to say of some files, each with the name of its file."""
    names = {file.id: file.name for file in came_in}
    query = select(problems).where(problems.c.file_id.in_(list(names))).order_by(problems.c.id)
    return [{"file": names[row["file_id"]], **row} for row in connection.execute(query).mappings()]


def load_remembered(connection: Connection) -> dict[str, dict[str, str]]:
    """Return what was decided of headings: layout signature → heading → target."""
    known: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(remembered).order_by(remembered.c.id)):
        known.setdefault(row.signature, {})[row.heading] = row.target
    return known


def remember_columns(writer: Writer, signature: str, choices: Mapping[str, str]) -> None:
    """Keep what was decided of the headings of one layout; a later choice replaces an earlier one."""
    own = select(remembered).where(remembered.c.signature == signature)
    stored = {row.heading: row for row in writer.connection.execute(own)}
    for heading, target in choices.items():
        if heading in stored:
            writer.update(RememberedColumn, stored[heading].id, {"target": target})
        else:
            row = {"signature": signature, "heading": heading, "target": target}
            writer.insert(RememberedColumn, row)


def read_mappings(connection: Connection) -> list[dict[str, Any]]:
    """Return the remembered choices, those of one layout together."""
    query = select(remembered).order_by(remembered.c.signature, remembered.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def forget_columns(writer: Writer, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Forget choices by their numbers and return them; raises Unknown when one is not there."""
    query = select(remembered).where(remembered.c.id.in_(numbers)).order_by(remembered.c.id)
    found = [dict(row) for row in writer.connection.execute(query).mappings()]
    if missing := sorted(set(numbers) - {row["id"] for row in found}):
        listed = "、".join(map(str, missing))
        raise Unknown(f"没有第{listed}号表头对应", "talentreg imports mappings 列出记住的对应")
    writer.delete_many(RememberedColumn, numbers)
    return found
