"""What the register keeps of how an import accounted for its rows, and that account read again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from talentreg.intake.plan import Outcome, SheetPlan
from talentreg.intake.problems import Problem, Weight
from talentreg.records.changes import ImportedFile
from talentreg.records.imports import ImportProblem
from talentreg.store.changes import Writer
from talentreg.store.imports import FileIn, Import, read_problems


@dataclass(frozen=True, slots=True)
class Account:
    """How the rows of an import were accounted for, as its own page told it."""

    sheets: tuple[SheetPlan, ...]
    problems: tuple[Problem, ...]

    @property
    def totals(self) -> Counter[Outcome]:
        """What became of the rows of all sheets."""
        return sum((sheet.outcomes for sheet in self.sheets), Counter())

    @property
    def read(self) -> int:
        """The rows read in all sheets."""
        return self.totals.total()

    def of_weight(self, weight: Weight) -> list[Problem]:
        """List the problems of one weight, in the order of the rows."""
        return [problem for problem in self.problems if problem.weight is weight]


def enter_files(
    writer: Writer,
    files: Sequence[tuple[str, str]],
    sheets: Sequence[SheetPlan],
    problems: Sequence[Problem],
) -> dict[str, int]:
    """Keep the files of an import, how their rows were accounted for and what there was to say of them.

    `files` are names with fingerprints. Returns the files' ids by name.
    """
    ids = {
        name: writer.insert(ImportedFile, file_row(writer.set_id, name, digest, sheets))
        for name, digest in files
    }
    _note_problems(writer, ids, problems)
    return ids


def file_row(set_id: int, name: str, digest: str, sheets: Iterable[SheetPlan]) -> dict[str, Any]:
    """Return what is kept of one file of an import, out of the sheets of all its files."""
    own = [sheet for sheet in sheets if sheet.file == name]
    counts = _named(sum((sheet.outcomes for sheet in own), Counter()))
    kept = [
        {
            "sheet": sheet.sheet,
            "kind": sheet.kind,
            "passed_over": sheet.passed_over,
            "counts": _named(sheet.outcomes),
        }
        for sheet in own
    ]
    return {"set_id": set_id, "name": name, "digest": digest, "counts": counts, "sheets": kept}


def _note_problems(writer: Writer, file_ids: Mapping[str, int], problems: Sequence[Problem]) -> None:
    """Keep what an import has to say, so that it can be told again; `file_ids` by the files' names."""
    rows = [
        {
            "file_id": file_ids[one.file],
            "weight": one.weight.name.lower(),
            "sheet": one.sheet,
            "line": one.line,
            "column": one.column,
            "message": one.message,
            "value": one.value,
            "candidates": list(one.candidates) or None,
        }
        for one in problems
    ]
    writer.insert_many(ImportProblem, rows)


def read_account(connection: Connection, came_in: Import) -> Account:
    """Read how the rows of an import were accounted for."""
    sheets = tuple(sheet for file in came_in.files for sheet in _sheets(file))
    return Account(sheets, tuple(map(_problem, read_problems(connection, came_in.files))))


def _sheets(file: FileIn) -> Iterable[SheetPlan]:
    if not file.sheets:  # taken in before sheets were kept apart
        yield SheetPlan(file.name, "", "", _outcomes(file.counts))
    for one in file.sheets:
        yield SheetPlan(
            file.name, one["sheet"], one["kind"], _outcomes(one["counts"]), passed_over=one["passed_over"]
        )


def _problem(row: Mapping[str, Any]) -> Problem:
    return Problem(
        weight=Weight[row["weight"].upper()],
        file=row["file"],
        sheet=row["sheet"],
        line=row["line"],
        message=row["message"],
        column=row["column"],
        value=row["value"],
        candidates=tuple(row["candidates"] or ()),
    )


def _named(counts: Mapping[Outcome, int]) -> dict[str, int]:
    return {outcome.name.lower(): counts.get(outcome, 0) for outcome in Outcome}


def _outcomes(counts: Mapping[str, int]) -> Counter[Outcome]:
    return Counter({Outcome[name.upper()]: count for name, count in counts.items()})
