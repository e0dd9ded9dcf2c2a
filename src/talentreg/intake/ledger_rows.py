"""What a row of a ledger's sheet does: a new row, more about a known one, a correction by number, nothing.

A row is decided by entering it: what the register refuses when it is typed it refuses from a sheet. An import
that is only tried enters everything likewise and keeps nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from talentreg.errors import Ambiguous, Malformed, Refused, TalentregError, Unknown
from talentreg.intake.ledger_beside import beside, find_unpaid, remark_progress, stand_in
from talentreg.intake.ledger_columns import OWN
from talentreg.intake.ledger_enrolling import Enrolling
from talentreg.intake.ledger_lines import LedgerRow
from talentreg.intake.ledger_references import RowReferences, path_of
from talentreg.intake.options import OnMatch
from talentreg.intake.plan import Outcome, SourcePlan
from talentreg.intake.problems import Weight
from talentreg.periods import today
from talentreg.records.catalogue import RECORDS
from talentreg.records.fields import Record, id_from_number, number, table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.store.benefits import find_owed_by_ids
from talentreg.store.changes import Writer
from talentreg.store.editing import Edit, told
from talentreg.store.ledger_entering import Entered, add_row, edit_row, name_reference
from talentreg.store.ledger_sheets import PROGRESS, STANDS_IN, Companion, companions
from talentreg.store.people import find_staff
from talentreg.store.units import UnitNode, UnitTree

Place = tuple[str, str, str, int]
"""The table of a row, and the file, the sheet, the line it came from."""

WRITTEN = (Outcome.NEW, Outcome.UPDATED)

_BY_TABLE: dict[str, type[Record]] = {table(record).name: record for record in RECORDS}


@dataclass(slots=True)
class Entering:
    """Everything an import of ledgers has done so far: what was written where, by which rows.

    `taken` are the rows that lines of the very same files brought in before; `given` is said of every row
    of a ledger that does not say it itself. `renumbered` gives by table and number the rows that got a
    number of their own: another register's workbook refers to its rows by that register's; `renamed` gives
    what rows were called before: other sheets of a corrected book still call them so. Where it `enrols`,
    people nobody knows are entered.
    """

    writer: Writer
    tree: UnitTree
    on_match: OnMatch
    given: Mapping[str, Mapping[str, Any]]
    taken: Mapping[Place, int]
    enrols: bool = False
    written: Counter[tuple[Outcome, str]] = field(default_factory=Counter)
    sources: list[SourcePlan] = field(default_factory=list)
    edits: list[tuple[str, list[Edit]]] = field(default_factory=list)
    new_staff: list[str] = field(default_factory=list)
    renumbered: dict[tuple[str, str], int] = field(default_factory=dict)
    renamed: dict[tuple[str, int], str] = field(default_factory=dict)
    enrolling: Enrolling = field(init=False)

    def __post_init__(self) -> None:
        """Make ready to enter people."""
        self.enrolling = Enrolling(self.writer, self.tree)

    def mark(self) -> "Mark":
        """Note how much was done so far."""
        lengths = (len(self.sources), len(self.edits), len(self.new_staff), len(self.enrolling.people))
        return Mark(*lengths, Counter(self.written))

    def restore(self, mark: "Mark") -> None:
        """Forget what was done since: it was taken back."""
        del self.sources[mark.sources :], self.edits[mark.edits :]
        del self.new_staff[mark.new_staff :], self.enrolling.people[mark.people :]
        self.written = mark.written


@dataclass(frozen=True, slots=True)
class Mark:
    """How much an import had done before a row."""

    sources: int
    edits: int
    new_staff: int
    people: int
    written: Counter[tuple[Outcome, str]]


class LedgerRows:
    """Enters the rows of one ledger, one after the other."""

    def __init__(self, entering: Entering, ledger: Ledger) -> None:
        """Enter rows of one ledger into the change set of an import."""
        self.entering, self.ledger = entering, ledger
        self.references = RowReferences(
            *(entering.writer.connection, entering.tree, ledger),
            renumbered=entering.renumbered,
            renamed=entering.renamed,
            enrol=self._enrol if entering.enrols else None,
        )
        self._parts: dict[str, LedgerRows] = {}
        self._seen: dict[int, int] = {}
        self._numbered: dict[int, int] = {}
        self._concluded: dict[int, int] = {}

    def enter(self, row: LedgerRow, home: UnitNode | None) -> Outcome:
        """Enter one row; one that contradicts itself or the register is refused whole."""
        if row.refused:
            return Outcome.REJECTED
        before = self.entering.mark()
        try:
            with self.entering.writer.attempting():
                outcome = self._enter(row, home)
        except TalentregError as error:
            self.entering.restore(before)
            self._forget(row)
            _reject(row, error)
            return Outcome.REJECTED
        self._note_people(row, before)
        self._note_number(row)
        return outcome

    def _enter(self, row: LedgerRow, home: UnitNode | None) -> Outcome:
        own = self._own_number(row) or self._taken(row)
        if self._is_settled(row):
            values = self.references.resolve(row, row.values, home) if companions(self.ledger) else {}
            return self._beside(row, own or 0, values, home, Outcome.UNCHANGED)
        if own is not None:
            values = self.references.resolve(row, row.values, home)
            return self._beside(row, own, values, home, self._correct(row, own, values))
        values = self.references.resolve(row, self._with_given(row, home), home)
        row_id, outcome = self._find_or_add(row, values)
        return self._beside(row, row_id, values, home, outcome)

    def _find_or_add(self, row: LedgerRow, values: dict[str, Any]) -> tuple[int, Outcome]:
        connection = self.entering.writer.connection
        if self.ledger.name == "benefit" and (known := find_unpaid(connection, row, values)):
            stated = {name: value for name, value in values.items() if name not in ("on", "amount")}
            [owed] = find_owed_by_ids(connection, [known])
            values.setdefault("amount", owed.missing)
            return known, self._fill(row, known, stated)
        stand_in(connection, self.ledger, row, values)
        self._refuse_blank(values)
        entered = add_row(self.entering.writer, self.entering.tree, self.ledger, values)
        self.entering.new_staff += entered.new_staff
        if entered.known:
            return entered.row_id, self._fill(row, entered.row_id, values)
        for note in entered.notes:
            row.note(Weight.NOTICE, note)
        return entered.row_id, self._conclude(row, entered.row_id, Outcome.NEW)

    def _beside(
        self, row: LedgerRow, row_id: int, values: dict[str, Any], home: UnitNode | None, outcome: Outcome
    ) -> Outcome:
        """Enter what stands beside a row on its line; return what became of the whole line."""
        if PROGRESS in row.said:
            remark_progress(self.entering.writer, row, row_id)
        parts = list(beside(self.ledger, row, values))
        several = Counter(one.ledger for one, _ in parts)
        called = number(self.ledger.record, row_id)
        for one, part in parts:
            part.values[one.by] = called
            rows = self._rows_of(one.ledger)
            if several[one.ledger] == 1 and rows._is_settled(part):
                continue
            with _untold(called if outcome is Outcome.NEW else ""):
                changed = rows.enter_part(part, one, home)
            outcome = Outcome.UPDATED if changed and outcome not in WRITTEN else outcome
        return outcome

    def _rows_of(self, name: str) -> "LedgerRows":
        """Return what enters the rows that stand beside this ledger's."""
        if name not in self._parts:
            self._parts[name] = LedgerRows(self.entering, LEDGERS[name])
        return self._parts[name]

    def _is_settled(self, row: LedgerRow) -> bool:
        """Whether what a line brought in before is not to be looked at again."""
        return self._has_taken(row) and self.entering.on_match is not OnMatch.UPDATE

    def enter_part(self, part: LedgerRow, companion: Companion, home: UnitNode | None) -> bool:
        """Enter what stands beside another ledger's row; return whether that changed anything.

        Somebody who is not in the register is set aside: the row itself can do without them.
        """
        try:
            values = self.references.resolve(part, part.values, home)
        except (Unknown, Ambiguous, Refused) as error:
            if not self.references.person:
                raise
            part.note(
                Weight.SET_ASIDE, f"{error.message}，没有登记{self.ledger.title}", self.references.person
            )
            return False
        entered = add_row(self.entering.writer, self.entering.tree, self.ledger, values)
        if entered.known:
            said = {name: value for name, value in values.items() if name not in companion.defaults}
            return self._fill(part, entered.row_id, said) is Outcome.UPDATED
        self._conclude(part, entered.row_id, Outcome.NEW)
        return True

    def _enrol(self, row: LedgerRow, called: str, scopes: tuple[str, ...]) -> int:
        return self.entering.enrolling.enter(self.ledger, row, called, scopes)

    def _note_people(self, row: LedgerRow, before: "Mark") -> None:
        """Note where somebody new came from."""
        for person_id, _ in self.entering.enrolling.people[before.people :]:
            self.entering.written[Outcome.NEW, Person.title] += 1
            self.entering.sources.append(SourcePlan(row.file, row.sheet, row.line, Person, person_id))

    def _note_number(self, row: LedgerRow) -> None:
        """Note what number of the register's own a row got that bears another's."""
        row_id = self._concluded.pop(row.line, None)
        if (text := row.said.get(OWN)) and row_id is not None:
            self.entering.renumbered[table(self.ledger.record).name, fold(text)] = row_id

    def _forget(self, row: LedgerRow) -> None:
        """Forget what a row that failed had found and entered."""
        self.references.forget()
        self._concluded.clear()
        self._seen = {row_id: line for row_id, line in self._seen.items() if line != row.line}
        for rows in self._parts.values():
            rows._forget(row)

    def _taken(self, row: LedgerRow) -> int | None:
        """Return the id of the row that this very line of this very file brought in before."""
        name = table(self.ledger.record).name
        return self.entering.taken.get((name, row.file, row.sheet, row.line))

    def _has_taken(self, row: LedgerRow) -> bool:
        """Whether this very line of this very file has come in before, without a number of its own."""
        return OWN not in row.said and self._taken(row) is not None

    def _with_given(self, row: LedgerRow, home: UnitNode | None) -> dict[str, Any]:
        """Return what a row says, and what is said of all rows."""
        fields = self.ledger.fields
        values = {**self.entering.given.get(self.ledger.name, {}), **row.values}
        if home and "unit" in fields and self.ledger.place != "person" and self.ledger.name != "assignment":
            own = not self.references.person and path_of(row)
            values.setdefault("unit", own or self.entering.tree.path(home.id))
        return values

    def _own_number(self, row: LedgerRow) -> int | None:
        """Return the id of the row a line names by its number; a number the register lacks names nothing."""
        text = row.said.get(OWN)
        if not text:
            return None
        row_id = id_from_number(self.ledger.record, text)
        if row_id is None:
            raise Refused(f"「{text}」不是{self.ledger.number_heading}", "新的一行请空着编号")
        rows = table(self.ledger.record)
        of_kind = (rows.c.kind == self.ledger.kind,) if self.ledger.kind else ()
        query = rows.select().where(rows.c.id == row_id, *of_kind)
        if self.entering.writer.connection.execute(query).first() is None:
            row.note(Weight.NOTICE, "登记册里没有这个编号，按没有编号的行登记", OWN, value=text[:20])
            return None
        if (before := self._numbered.setdefault(row_id, row.line)) != row.line:
            raise Refused(f"{number(self.ledger.record, row_id)} 在第{before}行已经写过", "一个编号只写一行")
        return row_id

    def _refuse_blank(self, values: Mapping[str, Any]) -> None:
        """Refuse a row without what it needs: unlike what is typed it is not of today unless it says so."""
        stands = STANDS_IN.get(self.ledger.name, {})
        for name in self.ledger.required:
            known = name in self.ledger.defaults or any(map(values.get, stands.get(name, ())))
            if values.get(name) in (None, "") and not known:
                heading = self.ledger.heading(name)
                same = f"；全表一样的写 --set {heading}={today()}" if name in self.ledger.today else ""
                raise Malformed(f"没有写{heading}{same}")

    def _correct(self, row: LedgerRow, row_id: int, values: Mapping[str, Any]) -> Outcome:
        """Let a row that bears its number say what is right; blank cells say nothing."""
        differing = self._differing(row_id, values)
        self._refuse_another(row_id, values, differing)
        if self.entering.on_match is OnMatch.SKIP:
            differing = {}
        return self._edit(row, row_id, differing)

    def _refuse_another(self, row_id: int, values: Mapping[str, Any], differing: Mapping[str, Any]) -> None:
        """Refuse a number beside something quite different: it is most likely another register's."""
        telling = [name for name in (*self.ledger.leads, "on") if name in values]
        if len(telling) > 1 and all(name in differing for name in telling):
            shown = number(self.ledger.record, row_id)
            wrong = "和".join(self.ledger.heading(name) for name in telling)
            raise Refused(f"{shown} 在登记册里的{wrong}都与表中不同", "是另一条请清空编号；确要改请分两次改")

    def _fill(self, row: LedgerRow, row_id: int, values: Mapping[str, Any]) -> Outcome:
        """Fill the blanks of a row that is known; what differs is kept unless sheets are to be right."""
        differing = self._differing(row_id, values)
        stored = self.entering.writer.row(self.ledger.record, row_id)
        mode = self.entering.on_match
        changes = {
            name: value
            for name, value in differing.items()
            if mode is OnMatch.UPDATE or (mode is OnMatch.FILL and stored[self.ledger.stored(name)] is None)
        }
        for name in differing.keys() - changes.keys() if mode is OnMatch.FILL else ():
            self._notice_kept(row, row_id, name, values[name])
        return self._edit(row, row_id, changes)

    def _notice_kept(self, row: LedgerRow, row_id: int, name: str, value: Any) -> None:
        column, rows = self.ledger.fields[name], self.entering.writer
        stored = rows.row(self.ledger.record, row_id)[self.ledger.stored(name)]
        kept = (
            name_reference(rows.connection, self.entering.tree, column.refers, stored)
            if column.refers
            else told(column, stored)
        )
        said = str(value) if column.refers else told(column, value)
        called = number(self.ledger.record, row_id)
        message = (
            f"{called} 的{column.heading}保留「{kept}」，表中为「{said}」；以表为准请加 --on-match update"
        )
        row.note(Weight.NOTICE, message, name)

    def _edit(self, row: LedgerRow, row_id: int, changes: Mapping[str, Any]) -> Outcome:
        if not changes:
            return self._conclude(row, row_id, Outcome.UNCHANGED)
        before = self.entering.writer.row(self.ledger.record, row_id).get("name")
        entered: Entered = edit_row(self.entering.writer, self.entering.tree, self.ledger, row_id, changes)
        self.entering.new_staff += entered.new_staff
        if not entered.edits:
            return self._conclude(row, row_id, Outcome.UNCHANGED)
        if "name" in changes:
            self.entering.renamed[table(self.ledger.record).name, row_id] = str(before)
        self.entering.edits.append((number(self.ledger.record, row_id), entered.edits))
        return self._conclude(row, row_id, Outcome.UPDATED)

    def _differing(self, row_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of some values that a stored row does not hold."""
        stored = self.entering.writer.row(self.ledger.record, row_id)
        day = values.get("on") or stored.get("on") or today()
        return {
            name: value
            for name, value in values.items()
            if stored[self.ledger.stored(name)] != self._stored(name, value, day)
        }

    def _stored(self, name: str, value: Any, day: date) -> Any:
        """Return what the register would hold for a value; 0 for staff it does not know yet."""
        refers = self.ledger.fields[name].refers
        connection, tree = self.entering.writer.connection, self.entering.tree
        if refers == "unit":
            return tree.find(value, min(day, today())).id
        if refers == "staff":
            return find_staff(connection, tree, value) or 0
        return id_from_number(_BY_TABLE[refers], value) if refers else value

    def _conclude(self, row: LedgerRow, row_id: int, outcome: Outcome) -> Outcome:
        """Note what a row did and where it came from; the same row written twice is a duplicate."""
        if outcome is Outcome.UNCHANGED:
            again = row_id in self._seen
            self._seen.setdefault(row_id, row.line)
            return Outcome.DUPLICATE if again else outcome
        self._seen.setdefault(row_id, row.line)
        self._concluded[row.line] = row_id
        self.entering.written[outcome, self.ledger.title] += 1
        self.entering.sources.append(SourcePlan(row.file, row.sheet, row.line, self.ledger.record, row_id))
        return outcome


@contextmanager
def _untold(called: str) -> Iterator[None]:
    """Leave the number of a new row out of why it is refused: the next row that comes in gets it."""
    try:
        yield
    except Refused as error:
        if not called:
            raise
        hint = "请检查这一行" if called in error.hint else error.hint
        raise Refused(error.message.replace(called, "").strip(), hint) from error


def _reject(row: LedgerRow, error: TalentregError) -> None:
    """Say why a row came to nothing; what was noticed about it on the way is no matter any more."""
    row.problems = [one for one in row.problems if one.weight is not Weight.NOTICE]
    candidates = error.candidates if isinstance(error, Ambiguous) else ()
    hint = "" if isinstance(error, Malformed) else error.hint
    row.note(Weight.REJECTED, f"{error.message}；{hint}" if hint else error.message, candidates=candidates)
