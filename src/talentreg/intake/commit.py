"""Carry a plan out inside one change set."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from talentreg.intake.accounts import enter_files
from talentreg.intake.headings import LISTING
from talentreg.intake.plan import Listed, Plan
from talentreg.records.changes import Source
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, table
from talentreg.records.history import Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.sameness import Conflict
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.store.changes import Writer
from talentreg.store.imports import remember_columns
from talentreg.store.inserting import Own

Rows = Sequence[dict[str, Any]]
REFERENCES: tuple[tuple[str, type[Record]], ...] = (
    ("person_id", Person),
    ("unit_id", Unit),
    ("staff_id", Staff),
    ("contact_id", Contact),
)
"""The fields by which a planned row names others."""

_SOURCED: tuple[type[Record], ...] = (Person, Contact, Unit, *(record for record, _ in LISTING.values()))
NAMES: dict[type[Record], str] = {record: table(record).name for record in _SOURCED}


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
    histories = [plan.statuses, plan.affiliations, plan.contacts, plan.intentions]
    histories += [plan.listed.rows] if plan.listed else []
    return sum(map(len, (plan.staff, plan.people, plan.updates, *histories)))


class _Commit:
    """Gives planned rows their own ids as they are written."""

    def __init__(self, writer: Writer, step: Callable[[], None]) -> None:
        self.writer, self.step = writer, step
        self.first: dict[type[Record], int] = {}

    def person_id(self, planned: int) -> int:
        """Return a person's own id."""
        return self._owner(Person)(planned) or 0 if planned < 0 else planned

    def carry_out(self, plan: Plan) -> None:
        rows: dict[type[Record], Rows] = {
            Staff: plan.staff,
            Person: plan.people,
            Status: plan.statuses,
            Affiliation: plan.affiliations,
            Contact: plan.contacts,
            Intention: plan.intentions,
        }
        if plan.listed:
            rows[plan.listed.record] = plan.listed.rows
        counts = {record: len(some) for record, some in rows.items()}
        counts |= {Source: len(plan.sources), Conflict: len(plan.conflicts)}
        with self.writer.filling(counts):
            self._insert_units(plan)
            self.writer.update_many(Person, plan.updates)
            self._update_units(plan)
            for record, some in rows.items():
                self._insert(record, some)
            if plan.listed:
                self._complete(plan.listed)
            files = enter_files(self.writer, plan.files, plan.sheets, plan.problems)
            self._insert_sources(plan, files)
            self._insert_conflicts(plan, files)
        for signature, choices in plan.remembered.items():
            remember_columns(self.writer, signature, choices)

    def _insert(self, record: type[Record], rows: Rows) -> None:
        first = self.first[record] = self.writer.reserve(record, len(rows))
        own = {name: self._owner(other) for name, other in REFERENCES if other in self.first}
        self.writer.insert_reserved(record, range(first, first + len(rows)), map(self._counted, rows), own)

    def _complete(self, listed: Listed) -> None:
        """Complete what is known of those on a list, and write what follows from it."""
        self.writer.update_many(listed.record, listed.updates)
        for record, row_id, values in listed.after:
            self.writer.update(record, row_id, values)

    def _counted(self, row: dict[str, Any]) -> dict[str, Any]:
        self.step()
        return row

    def _owner(self, record: type[Record]) -> Callable[[int | None], int | None]:
        """Return what turns a planned row's id into its own; a stored row keeps its."""
        last = self.first[record] - 1
        return lambda row_id: last - row_id if row_id is not None and row_id < 0 else row_id

    def _insert_units(self, plan: Plan) -> None:
        first = self.first[Unit] = self.writer.reserve(Unit, len(plan.units))
        own = self._owner(Unit)
        rows = [
            {
                "code": f"{Unit.letter}{first + place}",
                "name": node.name,
                "level": node.level,
                "parent_id": own(node.parent_id),
            }
            for place, node in enumerate(plan.units)
        ]
        self.writer.insert_reserved(Unit, range(first, first + len(rows)), rows)

    def _update_units(self, plan: Plan) -> None:
        own = self._owner(Unit)
        self.writer.update_many(
            Unit,
            {
                one: {name: own(value) if name == "parent_id" else value for name, value in values.items()}
                for one, values in plan.unit_updates.items()
            },
        )

    def _insert_conflicts(self, plan: Plan, files: Mapping[str, int]) -> None:
        """Insert what waits for a decision; a planned file goes by its name, a planned unit by a number."""
        unit = self._owner(Unit)

        def value(planned: str | int) -> str:
            return str(unit(planned)) if isinstance(planned, int) else planned

        own: Own = {
            "person_id": self._owner(Person),
            "file_id": files.__getitem__,
            "stored": value,
            "offered": value,
        }
        first = self.writer.reserve(Conflict, len(plan.conflicts))
        ids = range(first, first + len(plan.conflicts))
        self.writer.insert_reserved(Conflict, ids, plan.conflicts, own)

    def _insert_sources(self, plan: Plan, files: Mapping[str, int]) -> None:
        first = self.writer.reserve(Source, len(plan.sources))
        own = {record: self._owner(record) for record in NAMES if record in self.first}
        rows = (
            {
                "file_id": files[file],
                "sheet": sheet,
                "line": line,
                "record": NAMES[record],
                "row_id": own[record](row_id),
            }
            for file, sheet, line, record, row_id in plan.sources
        )
        self.writer.insert_reserved(Source, range(first, first + len(plan.sources)), rows)
