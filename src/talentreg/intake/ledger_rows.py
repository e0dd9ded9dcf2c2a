"""What a row of a ledger's sheet does: a new row, more about a known one, a correction by number, nothing.

A row is decided by entering it: what the register refuses when it is typed it refuses from a sheet. An import
that is only tried enters everything likewise and keeps nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from talentreg.errors import Ambiguous, Malformed, Refused, TalentregError
from talentreg.intake.ledger_columns import OWN
from talentreg.intake.ledger_lines import LedgerRow
from talentreg.intake.ledger_references import RowReferences, path_of
from talentreg.intake.options import OnMatch
from talentreg.intake.plan import Outcome, SourcePlan
from talentreg.intake.problems import Weight
from talentreg.periods import today
from talentreg.records.catalogue import RECORDS
from talentreg.records.fields import Record, id_from_number, number, table
from talentreg.records.ledger import Ledger
from talentreg.records.text import fold
from talentreg.store.changes import Writer
from talentreg.store.editing import Edit, told
from talentreg.store.ledger_entering import Entered, add_row, edit_row, name_reference
from talentreg.store.people import find_staff
from talentreg.store.units import UnitNode, UnitTree

Place = tuple[str, str, int]
"""A file, a sheet, a line."""

_BY_TABLE: dict[str, type[Record]] = {table(record).name: record for record in RECORDS}


@dataclass(slots=True)
class Entering:
    """Everything an import of ledgers has done so far: what was written where, by which rows.

    `taken` are the rows that lines of the very same files brought in before; `given` is said of every row
    that does not say it itself. `renumbered` gives by table and number the rows that got a number of their
    own: another register's workbook refers to its rows by that register's; `renamed` gives what rows were
    called before: other sheets of a corrected book still call them so.
    """

    writer: Writer
    tree: UnitTree
    on_match: OnMatch
    given: Mapping[str, Any]
    taken: Mapping[Place, int]
    written: Counter[tuple[Outcome, str]] = field(default_factory=Counter)
    sources: list[SourcePlan] = field(default_factory=list)
    edits: list[tuple[str, list[Edit]]] = field(default_factory=list)
    new_staff: list[str] = field(default_factory=list)
    renumbered: dict[tuple[str, str], int] = field(default_factory=dict)
    renamed: dict[tuple[str, int], str] = field(default_factory=dict)


class LedgerRows:
    """Enters the rows of one ledger, one after the other."""

    def __init__(self, entering: Entering, ledger: Ledger) -> None:
        """Enter rows of one ledger into the change set of an import."""
        self.entering, self.ledger = entering, ledger
        self.references = RowReferences(
            *(entering.writer.connection, entering.tree, ledger),
            renumbered=entering.renumbered,
            renamed=entering.renamed,
        )
        self._seen: dict[int, int] = {}
        self._numbered: dict[int, int] = {}

    def enter(self, row: LedgerRow, home: UnitNode | None) -> Outcome:
        """Enter one row; one that contradicts itself or the register is refused whole."""
        if row.refused:
            return Outcome.REJECTED
        if self._has_taken(row) and self.entering.on_match is not OnMatch.UPDATE:
            return Outcome.UNCHANGED
        known_staff = len(self.entering.new_staff)
        try:
            with self.entering.writer.attempting():
                return self._enter(row, home)
        except TalentregError as error:
            del self.entering.new_staff[known_staff:]
            _reject(row, error)
            return Outcome.REJECTED

    def _enter(self, row: LedgerRow, home: UnitNode | None) -> Outcome:
        own = self._own_number(row) or self.entering.taken.get((row.file, row.sheet, row.line))
        if own is not None:
            return self._correct(row, own, self.references.resolve(row, row.values, home))
        values = self.references.resolve(row, self._with_given(row, home), home)
        self._refuse_blank(values)
        entered = add_row(self.entering.writer, self.entering.tree, self.ledger, values)
        self.entering.new_staff += entered.new_staff
        if entered.known:
            return self._fill(row, entered.row_id, values)
        for note in entered.notes:
            row.note(Weight.NOTICE, note)
        return self._conclude(row, entered.row_id, Outcome.NEW)

    def _has_taken(self, row: LedgerRow) -> bool:
        """Whether this very line of this very file has come in before, without a number of its own."""
        return OWN not in row.said and (row.file, row.sheet, row.line) in self.entering.taken

    def _with_given(self, row: LedgerRow, home: UnitNode | None) -> dict[str, Any]:
        """Return what a row says, and what is said of all rows."""
        fields = self.ledger.fields
        values = {name: value for name, value in self.entering.given.items() if name in fields} | row.values
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
        for name in self.ledger.required:
            if values.get(name) in (None, "") and name not in self.ledger.defaults:
                raise Malformed(f"没有写{self.ledger.heading(name)}")

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
        if text := row.said.get(OWN):
            self.entering.renumbered[table(self.ledger.record).name, fold(text)] = row_id
        self.entering.written[outcome, self.ledger.title] += 1
        self.entering.sources.append(SourcePlan(row.file, row.sheet, row.line, self.ledger.record, row_id))
        return outcome


def _reject(row: LedgerRow, error: TalentregError) -> None:
    """Say why a row came to nothing; what was noticed about it on the way is no matter any more."""
    row.problems = [one for one in row.problems if one.weight is not Weight.NOTICE]
    candidates = error.candidates if isinstance(error, Ambiguous) else ()
    hint = "" if isinstance(error, Malformed) else error.hint
    row.note(Weight.REJECTED, f"{error.message}；{hint}" if hint else error.message, candidates=candidates)
