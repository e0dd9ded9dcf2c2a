"""A plan as a file, to be looked at and committed later: one JSON document, one row a line, private.

It is written and read line by line, so that a hundred thousand people are not in memory twice.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from sys import intern
from typing import IO, Any

from talentreg.errors import Refused, plain_reason
from talentreg.files import new_file
from talentreg.intake.plan import Outcome, Plan, SheetPlan, SourcePlan
from talentreg.intake.problems import Problem, Weight
from talentreg.records.catalogue import RECORDS
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.sameness import Conflict
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.store.changes import thaw
from talentreg.store.stamp import Stamp
from talentreg.store.units import UnitNode

FORMAT, VERSION = "talentreg-plan", 2
CHANGES = "changes"
"""The section for people's eyes; it is not read back."""

HOW = "计划由 talentreg import 表格 --dry-run --plan 文件 保存"

_BEGINNING = f'{{"format": "{FORMAT}",\n'.encode()
_END = b'"checksum": '
_RECORD_BY_TABLE: dict[str, type[Record]] = {table(record).name: record for record in RECORDS}
_ROWS: dict[str, type[Record]] = {
    "staff": Staff,
    "people": Person,
    "statuses": Status,
    "affiliations": Affiliation,
    "contacts": Contact,
    "intentions": Intention,
    "conflicts": Conflict,
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan with the state of the register it was made for, and what the import was told, in words."""

    plan: Plan
    stamp: Stamp
    told: Mapping[str, str] = field(default_factory=dict)


def save_plan(saved: SavedPlan, path: Path, changes: Iterable[Row] = (), *, force: bool = False) -> None:
    """Write a plan into a private file; `changes` tell in words what it will do.

    An existing file is kept unless `force`.
    """
    with new_file(path, force=force) as file:
        _Pen(file).write(saved, changes)


def load_plan(path: Path) -> SavedPlan:
    """Read a plan; raises Refused for a file that is none, or was changed since it was written."""
    try:
        with path.open("rb") as file:
            return _read(file, path)
    except OSError as error:
        raise Refused(
            f"计划 {path} 打不开：{plain_reason(error)}", "计划由 import --dry-run --plan 文件 保存"
        ) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise _damaged(path) from error


class _Pen:
    """Writes a plan section by section and keeps a sum over every byte."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sum = file, hashlib.sha256()
        self.encode = json.JSONEncoder(ensure_ascii=False, default=date.isoformat).encode

    def write(self, saved: SavedPlan, changes: Iterable[Row]) -> None:
        """Write everything, the sum last."""
        plan = saved.plan
        self._put(_BEGINNING)
        made = {"version": VERSION, "stamp": asdict(saved.stamp), "told": dict(saved.told)}
        made |= {
            "files": plan.files,
            "remembered": {k: dict(v) for k, v in plan.remembered.items()},
            "lists_units": plan.lists_units,
        }
        for name, value in made.items():
            self._put(f'"{name}": {self.encode(value)},\n'.encode())
        self._section(CHANGES, changes)
        self._section("sheets", map(_frozen_sheet, plan.sheets))
        self._section("units", map(asdict, plan.units))
        for name in _ROWS:
            self._section(name, getattr(plan, name))
        self._section("updates", plan.updates.items())
        self._section("unit_updates", plan.unit_updates.items())
        self._section("sources", _frozen_sources(plan))
        self._section("problems", map(_frozen_problem, plan.problems))
        self.file.write(_END + f'"{self.sum.hexdigest()}"}}\n'.encode())

    def _section(self, name: str, rows: Iterable[Any]) -> None:
        self._put(f'"{name}": [\n'.encode())
        between = ""
        for row in rows:
            self._put(f"{between}{self.encode(row)}".encode())
            between = ",\n"
        self._put(b"\n],\n" if between else b"],\n")

    def _put(self, text: bytes) -> None:
        self.sum.update(text)
        self.file.write(text)


def _read(file: IO[bytes], path: Path) -> SavedPlan:
    if file.readline(len(_BEGINNING)) != _BEGINNING:
        raise Refused(f"{path.name} 不是试导入保存的计划", HOW)
    document: Row = {}
    total = hashlib.sha256(_BEGINNING)
    for line in file:
        if line.startswith(_END):
            written = json.loads(line.removeprefix(_END).rstrip(b"}\n"))
            if written != total.hexdigest() or file.read():
                raise _damaged(path)
            return _thawed(document)
        total.update(line)
        name, value = _head(line)
        if name == "version" and value != VERSION:
            raise Refused(f"计划 {path.name} 是别的版本的 talentreg 保存的", "请重新试导入")
        document[name] = list(_rows(file, total.update, name)) if value is None else value
    raise _damaged(path)


def _head(line: bytes) -> tuple[str, Any]:
    """Read a line that begins a section, whose value is None, or holds a value of its own."""
    name, _, rest = line.decode().rstrip(",\n").partition(": ")
    return json.loads(name), None if rest == "[" else json.loads(rest)


def _rows(file: IO[bytes], note: Callable[[bytes], None], name: str) -> Iterator[Any]:
    """Give the rows of a section; those for people's eyes only are passed over."""
    for line in file:
        note(line)
        if line == b"],\n":
            return
        if name != CHANGES:
            row = json.loads(line.rstrip(b",\n"))
            # One field name for all rows, not one for each: it halves what a large plan takes.
            yield {intern(key): value for key, value in row.items()} if isinstance(row, dict) else row


def _thawed(document: Row) -> SavedPlan:
    sheets = tuple(map(_thawed_sheet, document["sheets"]))
    rows: Row = {name: tuple(_with_dates(record, document[name])) for name, record in _ROWS.items()}
    plan = Plan(
        files=tuple((name, digest) for name, digest in document["files"]),
        sheets=sheets,
        units=tuple(UnitNode(**thaw(Unit, row)) for row in document["units"]),
        updates=dict(document["updates"]),
        sources=_thawed_sources(document["sources"]),
        problems=tuple(map(_thawed_problem, document["problems"])),
        totals=sum((sheet.outcomes for sheet in sheets), Counter()),
        remembered=document["remembered"],
        unit_updates={one: thaw(Unit, values) for one, values in document["unit_updates"]},
        lists_units=document["lists_units"],
        **rows,
    )
    return SavedPlan(plan, Stamp(**document["stamp"]), document["told"])


def _with_dates(record: type[Record], rows: list[Row]) -> Iterator[Row]:
    days = [name for name, column in table(record).c.items() if column.type.python_type is date]
    for row in rows:
        for name in days:
            if row.get(name):
                row[name] = date.fromisoformat(row[name])
        yield row


def _frozen_sheet(sheet: SheetPlan) -> Row:
    return {
        "file": sheet.file,
        "sheet": sheet.sheet,
        "kind": sheet.kind,
        "outcomes": {outcome.name: count for outcome, count in sheet.outcomes.items()},
        "passed_over": sheet.passed_over,
        "fates": [(line, outcome.name, person) for line, (outcome, person) in sheet.fates.items()],
        "heading": sheet.heading,
    }


def _thawed_sheet(row: Row) -> SheetPlan:
    named = Outcome.__members__
    outcomes = Counter({named[name]: count for name, count in row["outcomes"].items()})
    fates = {line: (named[name], person) for line, name, person in row["fates"]}
    return SheetPlan(**row | {"outcomes": outcomes, "fates": fates})


def _frozen_sources(plan: Plan) -> Iterator[tuple[str, str, str, list[int]]]:
    """Write the rows of one sheet together: line and row in turn."""
    for (file, sheet, record), some in groupby(plan.sources, lambda one: (one.file, one.sheet, one.record)):
        yield file, sheet, table(record).name, [number for one in some for number in (one.line, one.row_id)]


def _thawed_sources(rows: list[Any]) -> tuple[SourcePlan, ...]:
    return tuple(
        SourcePlan(file, sheet, line, _RECORD_BY_TABLE[record], row_id)
        for file, sheet, record, numbers in rows
        for line, row_id in zip(numbers[::2], numbers[1::2], strict=True)
    )


def _frozen_problem(problem: Problem) -> Row:
    return asdict(problem) | {"weight": problem.weight.name}


def _thawed_problem(row: Row) -> Problem:
    return Problem(**row | {"weight": Weight[row["weight"]], "candidates": tuple(row["candidates"])})


def _damaged(path: Path) -> Refused:
    message = f"计划 {path.name} 不完整或被改动过，没有写入"
    return Refused(message, "请重新试导入并保存；保存的计划不能手工修改")
