"""Carry a plan out inside one change set."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from talentreg.intake.plan import Outcome, Plan
from talentreg.records.changes import ImportedFile, Source
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.store.changes import Writer

Rows = Sequence[dict[str, Any]]


def commit_plan(plan: Plan, writer: Writer, step: Callable[[], None] = lambda: None) -> None:
    """Write everything a plan holds; the register must be as it was when the plan was made.

    `step` is called for every row, `rows_to_write` times.
    """
    if plan.changes_nothing:
        return
    _Commit(writer, step).carry_out(plan)


def rows_to_write(plan: Plan) -> int:
    """Count the rows a plan writes of people, staff and their histories."""
    histories = (plan.statuses, plan.affiliations, plan.contacts, plan.intentions)
    return sum(map(len, (plan.staff, plan.people, plan.updates, *histories)))


class _Commit:
    """Gives planned rows their own ids as they are written."""

    def __init__(self, writer: Writer, step: Callable[[], None]) -> None:
        self.writer, self.step = writer, step
        self.first: dict[type[Record], int] = {}

    def carry_out(self, plan: Plan) -> None:
        self._insert_units(plan)
        self._insert(Staff, plan.staff)
        self._insert(Person, plan.people)
        for person_id, values in plan.updates.items():
            self.writer.update(Person, person_id, values)
            self.step()
        self._insert(Status, plan.statuses)
        self._insert(Affiliation, plan.affiliations)
        self._insert(Contact, plan.contacts)
        self._insert(Intention, plan.intentions)
        self._insert_sources(plan)

    def _insert(self, record: type[Record], rows: Iterable[dict[str, Any]]) -> None:
        resolved = []
        for row in rows:
            resolved.append(self._resolve(row))
            self.step()
        self.first[record] = self.writer.insert_many(record, resolved).start

    def _insert_units(self, plan: Plan) -> None:
        first = self.first[Unit] = self.writer.reserve(Unit, len(plan.units))
        rows = [
            {
                "id": first + place,
                "code": f"{Unit.letter}{first + place}",
                "name": node.name,
                "level": node.level,
                "parent_id": self._own(Unit, node.parent_id),
            }
            for place, node in enumerate(plan.units)
        ]
        self.writer.insert_reserved(Unit, rows)

    def _insert_sources(self, plan: Plan) -> None:
        files = {}
        for name, digest in plan.files:
            counts = sum((sheet.outcomes for sheet in plan.sheets if sheet.file == name), start=Counter())
            row = {"set_id": self.writer.set_id, "name": name, "digest": digest, "counts": _named(counts)}
            files[name] = self.writer.insert(ImportedFile, row)
        rows = [
            {
                "file_id": files[source.file],
                "sheet": source.sheet,
                "line": source.line,
                "record": table(source.record).name,
                "row_id": self._own(source.record, source.row_id),
            }
            for source in plan.sources
        ]
        self.writer.insert_many(Source, rows)

    def _resolve(self, row: dict[str, Any]) -> dict[str, Any]:
        keys: dict[str, type[Record]] = {
            "person_id": Person,
            "unit_id": Unit,
            "staff_id": Staff,
            "contact_id": Contact,
        }
        return {name: self._own(keys[name], value) if name in keys else value for name, value in row.items()}

    def _own(self, record: type[Record], row_id: int | None) -> int | None:
        """Return a planned row's own id; a stored row keeps its."""
        return self.first[record] - 1 - row_id if row_id is not None and row_id < 0 else row_id


def _named(counts: dict[Outcome, int]) -> dict[str, int]:
    return {outcome.name.lower(): counts[outcome] for outcome in Outcome}
