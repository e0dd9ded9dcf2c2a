"""Carry a plan out inside one change set."""

from collections.abc import Callable, Sequence
from typing import Any

from talentreg.intake.accounts import file_row, note_problems
from talentreg.intake.plan import Plan, SourcePlan
from talentreg.records.changes import ImportedFile, Source
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.store.changes import Writer
from talentreg.store.imports import remember_columns

Rows = Sequence[dict[str, Any]]
REFERENCES: tuple[tuple[str, type[Record]], ...] = (
    ("person_id", Person),
    ("unit_id", Unit),
    ("staff_id", Staff),
    ("contact_id", Contact),
)
"""The fields by which a planned row names others."""


def commit_plan(plan: Plan, writer: Writer, step: Callable[[], None] = lambda: None) -> Callable[[int], int]:
    """Write everything a plan holds; the register must be as it was when the plan was made.

    Returns what gives a person's own id for the one in the plan. `step` is called for every row,
    `rows_to_write` times.
    """
    commit = _Commit(writer, step)
    if not plan.changes_nothing or plan.remembered:
        commit.carry_out(plan)
    return commit.person_id


def rows_to_write(plan: Plan) -> int:
    """Count the rows a plan writes of people, staff and their histories."""
    histories = (plan.statuses, plan.affiliations, plan.contacts, plan.intentions)
    return sum(map(len, (plan.staff, plan.people, plan.updates, *histories)))


class _Commit:
    """Gives planned rows their own ids as they are written."""

    def __init__(self, writer: Writer, step: Callable[[], None]) -> None:
        self.writer, self.step = writer, step
        self.first: dict[type[Record], int] = {}

    def person_id(self, planned: int) -> int:
        """Return a person's own id."""
        return self._own(Person, planned) or 0

    def carry_out(self, plan: Plan) -> None:
        self._insert_units(plan)
        self._insert(Staff, plan.staff)
        self._insert(Person, plan.people)
        self.writer.update_many(Person, plan.updates)
        self._insert(Status, plan.statuses)
        self._insert(Affiliation, plan.affiliations)
        self._insert(Contact, plan.contacts)
        self._insert(Intention, plan.intentions)
        self._insert_sources(plan)
        for signature, choices in plan.remembered.items():
            remember_columns(self.writer, signature, choices)

    def _insert(self, record: type[Record], rows: Rows) -> None:
        first = self.first[record] = self.writer.reserve(record, len(rows))
        self.writer.insert_reserved(record, range(first, first + len(rows)), map(self._resolve, rows))

    def _insert_units(self, plan: Plan) -> None:
        first = self.first[Unit] = self.writer.reserve(Unit, len(plan.units))
        rows = [
            {
                "code": f"{Unit.letter}{first + place}",
                "name": node.name,
                "level": node.level,
                "parent_id": self._own(Unit, node.parent_id),
            }
            for place, node in enumerate(plan.units)
        ]
        self.writer.insert_reserved(Unit, range(first, first + len(rows)), rows)

    def _insert_sources(self, plan: Plan) -> None:
        files = {
            name: self.writer.insert(ImportedFile, file_row(self.writer.set_id, name, digest, plan.sheets))
            for name, digest in plan.files
        }
        note_problems(self.writer, files, plan.problems)
        first = self.writer.reserve(Source, len(plan.sources))
        rows = (self._source_row(files[source.file], source) for source in plan.sources)
        self.writer.insert_reserved(Source, range(first, first + len(plan.sources)), rows)

    def _source_row(self, file_id: int, source: SourcePlan) -> dict[str, Any]:
        return {
            "file_id": file_id,
            "sheet": source.sheet,
            "line": source.line,
            "record": table(source.record).name,
            "row_id": self._own(source.record, source.row_id),
        }

    def _resolve(self, row: dict[str, Any]) -> dict[str, Any]:
        self.step()
        planned = {
            name: self._own(record, row[name]) for name, record in REFERENCES if (row.get(name) or 0) < 0
        }
        return row | planned if planned else row

    def _own(self, record: type[Record], row_id: int | None) -> int | None:
        """Return a planned row's own id; a stored row keeps its."""
        return self.first[record] - 1 - row_id if row_id is not None and row_id < 0 else row_id
