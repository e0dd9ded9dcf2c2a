"""A list of names that enters one record a name: what a row may say, what becomes of it, what is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from talentreg.errors import TalentregError
from talentreg.intake.drafts import Draft
from talentreg.intake.headings import LISTING
from talentreg.intake.matching import Known
from talentreg.intake.plan import Listed, Outcome, SourcePlan
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.unusable import Unusable
from talentreg.records.fields import Record, columns, table
from talentreg.records.ledger import Ledger
from talentreg.records.person import Person
from talentreg.store.changes import Values
from talentreg.store.ledger_entering import same_row
from talentreg.store.ledger_rules import check_row

NOBODY = -1
"""Stands for somebody who is not entered yet."""

Row = dict[str, Any]


def no_completion(row: Row, known: Known, draft: Draft) -> None:
    """Leave a row as it is."""


def no_remark(connection: Connection, row: Row) -> str:
    """Say nothing of a new row."""
    return ""


@dataclass(slots=True, kw_only=True)
class Roll:
    """One list of names as the plan will leave it; `enrol` enters people nobody knows.

    `told` is what the list is of, in a line; `written` names the rows a commit enters and those it completes.
    """

    record: type[Record]
    told: str
    enrol: bool
    written: tuple[str, str]
    planned: list[Row] = field(default_factory=list)
    updates: dict[int, Row] = field(default_factory=dict)
    sources: list[SourcePlan] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """What the targets of its own columns begin with."""
        return str(self.record.__tablename__)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields a row may say something of."""
        return next(names for record, names in LISTING.values() if record is self.record)

    @property
    def keeps(self) -> tuple[str, ...]:
        """The fields of a person that the record itself keeps as they were."""
        return tuple(name for name in columns(self.record) if name in columns(Person) and name != "note")

    @property
    def remarks(self) -> str:
        """The heading under which is kept what a row says and no field holds."""
        return columns(self.record)["note"].heading

    def facts(self, draft: Draft) -> Row:
        """Return what a row says by field; raises Unusable where the record depends on what is unclear."""
        raise NotImplementedError

    def check(self, facts: Row) -> None:
        """Refuse what nobody could have in the record, before somebody new is entered for it."""

    @property
    def that_day(self) -> str:
        """What the day of a row is called."""
        return "那天"

    def day(self, facts: Row) -> date:
        """Return the day on which somebody may not have left the register."""
        raise NotImplementedError

    def put(self, draft: Draft, known: Known, facts: Row) -> Outcome:
        """Put somebody on the list, or say that what a row says stands already."""
        raise NotImplementedError

    def settled(self) -> Listed:
        """Say what is to be written."""
        return Listed(self.record, self.told, self.written, tuple(self.planned), self.updates)

    def enter(self, draft: Draft, row: Row) -> Outcome:
        """Plan a row."""
        self.planned.append(row)
        self.came_from(draft, -len(self.planned))
        return Outcome.NEW

    def came_from(self, draft: Draft, row_id: int) -> None:
        """Note the place a row came from."""
        self.sources.append(SourcePlan(draft.file, draft.sheet, draft.line, self.record, row_id))

    def of_row(self, draft: Draft) -> Row:
        """Return what a row says, cleaned, blanks too."""
        return {name: draft.get(f"{self.prefix}.{name}") for name in self.names}

    def refuse_unclear(self, draft: Draft, names: Sequence[str]) -> None:
        """Refuse a row with a cell nobody understands which the record depends on."""
        for name in names:
            if problem := draft.unclear.get(f"{self.prefix}.{name}"):
                draft.problems.remove(problem)
                raise self.unclear(name, problem)

    def unclear(self, name: str, problem: Problem) -> Unusable:
        """Say of a cell what is wrong with it, by its heading."""
        heading = columns(self.record)[name].heading
        told = problem.message.removeprefix(heading).removeprefix("日期")
        return Unusable(f"{heading}{told}", problem)

    def say_differing(self, draft: Draft, names: Sequence[str], why: str) -> None:
        """Say which fields a row states otherwise."""
        for name in names:
            heading = columns(self.record)[name].heading
            draft.note(Weight.NOTICE, f"{heading}{why}", value=draft.get("person.name") or "")


@dataclass(slots=True, kw_only=True)
class LedgerRoll(Roll):
    """A list of names each of which becomes one row of a plain kind of record.

    `fixed` is what every row holds whatever the sheet says, `usual` the day of a row that says none;
    `complete` fills in what follows from the person, `remark` says what is to be looked at of a new row.
    Two rows equal in all of `alike` (stored names) are one; `find_same` finds a stored one.
    """

    connection: Connection
    kind: Ledger
    fixed: Values
    usual: date
    complete: Callable[[Row, Known, Draft], None] = no_completion
    remark: Callable[[Connection, Row], str] = no_remark
    alike: tuple[str, ...] = ()
    find_same: Callable[[Connection, Row], int | None] | None = None
    keys: dict[tuple[Any, ...], Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take what makes two rows one from the declaration where nothing else is said."""
        if not self.alike:
            self.alike = tuple(self.kind.stored(name) for name in self.kind.alike)

    def facts(self, draft: Draft) -> Row:
        """Return what a row says by field; raises Unusable for an unclear cell or a row of something else."""
        self.refuse_unclear(draft, [name for name in self.names if name != "note"])
        for name, value in self.fixed.items():
            said = draft.get(f"{self.prefix}.{name}")
            if said is not None and said != value:
                column = columns(self.record)[name]
                raise Unusable(f"这一行写的{column.heading}是「{column.shown(said)}」")
        return self.of_row(draft)

    def day(self, facts: Row) -> date:
        """Return the day of a row."""
        return facts["on"] or self.usual

    def put(self, draft: Draft, known: Known, facts: Row) -> Outcome:
        """Put somebody on the list, unless they stand there already; raises Unusable for what cannot be."""
        said = {name: value for name, value in facts.items() if value is not None}
        row = {"on": self.usual, **said, **self.fixed, "person_id": known.id}
        self.complete(row, known, draft)
        key = tuple(row.get(name) for name in self.alike)
        if before := self.keys.get(key):
            self._fill(draft, before, said, "与表中前面写的不同，按前面的")
            return Outcome.DUPLICATE
        stored = self._stored(row)
        outcome = self._enter(draft, row) if stored is None else self._complete(draft, stored, said)
        self.keys[key] = row if stored is None else {**stored, **said}
        return outcome

    def _enter(self, draft: Draft, row: Row) -> Outcome:
        self._check_row(row)
        if told := self.remark(self.connection, row):
            draft.note(Weight.NOTICE, told)
        return self.enter(draft, row)

    def _complete(self, draft: Draft, stored: Values, said: Values) -> Outcome:
        """Fill in what a stored row leaves blank; what it says otherwise stands."""
        kept = f"与登记册不同，没有改动；要改用 talentreg {self.kind.command} edit"
        whole = dict(stored)
        added = self._fill(draft, whole, said, kept)
        if not added:
            return Outcome.UNCHANGED
        self._check_row(whole, stored["id"])
        self.updates[stored["id"]] = added
        self.came_from(draft, stored["id"])
        return Outcome.UPDATED

    def _fill(self, draft: Draft, row: Row, said: Values, why: str) -> Row:
        """Add to a row what it does not say yet; return that, and tell what it says otherwise."""
        added = {name: value for name, value in said.items() if row.get(name) is None}
        self.say_differing(draft, [n for n in said if n not in added and row[n] != said[n]], why)
        row |= added
        return added

    def _stored(self, row: Row) -> Values | None:
        if row["person_id"] < 0:
            return None
        find = self.find_same or (lambda connection, row: same_row(connection, self.kind, row))
        row_id = find(self.connection, row)
        if row_id is None:
            return None
        rows = table(self.record)
        return self.connection.execute(select(rows).where(rows.c.id == row_id)).mappings().one()

    def check(self, facts: Row) -> None:
        """Refuse what the rules refuse whoever it is."""
        said = {name: value for name, value in facts.items() if value is not None}
        self._check_row({"on": self.usual, **said, **self.fixed, "person_id": NOBODY})

    def _check_row(self, row: Row, own: int = 0) -> None:
        """Refuse what the rules of the record refuse of a typed row."""
        try:
            check_row(self.connection, self.kind, row, own)
        except TalentregError as error:
            raise Unusable(error.message) from error
