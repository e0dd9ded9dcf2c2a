"""Decide between two values: the right one goes into the register, and the decision is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from talentreg.errors import Refused, TalentregError
from talentreg.periods import today
from talentreg.records.fields import Record, columns, table
from talentreg.records.history import Status
from talentreg.records.person import Person
from talentreg.records.sameness import Conflict
from talentreg.records.text import clean_line
from talentreg.records.vocabulary import CHOICE
from talentreg.store.changes import Writer
from talentreg.store.conflicts import EXTRA, Case, State, is_same
from talentreg.store.editing import HISTORIES, PersonEditor
from talentreg.store.typed import PERSON_FIELDS, clean_value
from talentreg.store.units import UnitTree
from talentreg.store.verdicts import Thing
from talentreg.store.words import load_words

PLAIN = columns(Person).keys() - {"name", "id_number"}
"""A person's own fields that are set without looking at others."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody found of a conflict: `stored` or `offered` is right, or with `other` what `text` says.

    `place` is where they wrote it.
    """

    case: Case
    choice: str
    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision carried out: `choice` and the value found right, as stored."""

    case: Case
    choice: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Left:
    """A decision that could not be carried out, and why."""

    decision: Decision
    reason: TalentregError


class Deciding:
    """Carries decisions out inside one change set; of one person's field all see what those before did."""

    def __init__(self, writer: Writer, tree: UnitTree, on: date) -> None:
        """Enter changes of unit, status and intention on a day."""
        self.writer, self.tree, self.on = writer, tree, on
        self.words = load_words(writer.connection)
        self.now: dict[Thing, str | None] = {}
        self.unwritten: dict[type[Record], dict[int, dict[str, Any]]] = {Person: {}, Conflict: {}}
        """Values that depend on nothing else a decision writes: many rows are written at once."""

    def _decide(self, decision: Decision) -> Decided:
        """Carry one decision out; raises what keeps it from being carried out, before anything is written."""
        case = self._as_it_stands(decision.case)
        if case.state is State.DECIDED:
            raise self._decided_before(case)
        choice, value = self._meant(case, decision)
        same = is_same(self.tree, case.field, case.now, value)
        value = case.now if same else self._apply(case, value)
        # What stood in the place of the value first kept was weighed as well.
        decided = {"stored": case.kept, "choice": choice, "chosen": value, "decided_on": today()}
        self._note(Conflict, case.id, decided)
        self.now[case.thing] = value
        return Decided(case, choice, value)

    def decide_each(self, decisions: Sequence[Decision]) -> tuple[list[Decided], list[Left]]:
        """Carry out what can be; a thing for which several values were found right is left alone.

        Decisions for what stands come first: they are about what stood when they were made.
        """
        at_odds = self._at_odds(decisions)
        done: list[Decided] = []
        left: list[Left] = []
        for decision in sorted(decisions, key=lambda one: one.choice != "stored"):
            try:
                if decision.case.thing in at_odds and decision.choice != "stored":
                    raise Refused("同一项有几个来表值，选了不止一个", "请只留一个，其余选登记册")
                done.append(self._decide(decision))
            except TalentregError as reason:
                left.append(Left(decision, reason))
        self._write()
        return done, left

    def is_repeated(self, decision: Decision) -> bool:
        """Whether a conflict was decided before, and just so."""
        case = decision.case
        if case.state is not State.DECIDED:
            return False
        if decision.choice != "other":
            return decision.choice == case.choice
        return self.read(case, decision.text) == case.chosen

    def read(self, case: Case, text: str) -> str | None:
        """Read a value as it is typed into the one to store; raises Malformed or Unknown."""
        if case.field.startswith(EXTRA):
            return clean_line(text) or None
        column = PERSON_FIELDS[case.field]
        value = clean_value(column, text)
        if value is None:
            return None
        if case.field == "unit":
            return str(self.tree.find_open(value).id)
        if column.open_list:
            return self.words.standard(column, value)
        return value.isoformat() if isinstance(value, date) else str(value)

    def _as_it_stands(self, case: Case) -> Case:
        """Look at a conflict again after what was decided before it."""
        if case.thing not in self.now:
            return case
        now = self.now[case.thing]
        same = is_same(self.tree, case.field, now, case.offered)
        return replace(case, now=now, same=same, stands=True)

    def _meant(self, case: Case, decision: Decision) -> tuple[str, str | None]:
        """Return the choice and its value; what stands now must be what was looked at, unless it is typed."""
        if decision.choice == "other":
            value = self.read(case, decision.text)
            for choice, known in (("stored", case.kept), ("offered", case.offered)):
                if is_same(self.tree, case.field, value, known):
                    return choice, value
            return "other", value
        if case.state is State.CHANGED or (case.state is State.SAME and decision.choice == "stored"):
            now = case.shown(self.tree, case.now) or "空白"
            hint = f"请再核对：talentreg conflicts resolve {case.number} --value 正确内容"
            raise Refused(f"{case.number} 登记册已改为「{now}」，没有采用", hint)
        return decision.choice, case.kept if decision.choice == "stored" else case.offered

    def _apply(self, case: Case, value: str | None) -> str | None:
        """Put a value into the register; return it as it is stored there."""
        editor = PersonEditor(self.writer, self.tree, case.person_id, self.on, correct=False)
        if case.field in PLAIN:
            self._note(Person, case.person_id, {case.field: value})
            return value
        if case.person_id in self.unwritten[Person]:
            self._write()  # what is edited now may depend on their other fields
        if case.field.startswith(EXTRA):
            editor.edit({}, {case.field.removeprefix(EXTRA): value or ""})
        elif case.field == "unit":
            return self._move(editor, case, value)
        elif case.field == "enrolled_on":
            self._refuse_several_enrolments(case)
            editor.edit({"enrolled_on": date.fromisoformat(value) if value else None}, {})
        else:
            self._refuse_later(case)
            editor.edit({case.field: value}, {})
        return value

    def _note(self, record: type[Record], row_id: int, values: Mapping[str, Any]) -> None:
        self.unwritten[record].setdefault(row_id, {}).update(values)

    def _write(self) -> None:
        for record, rows in self.unwritten.items():
            if rows:
                self.writer.update_many(record, rows)
                rows.clear()

    def _move(self, editor: PersonEditor, case: Case, value: str | None) -> str | None:
        """Let somebody belong to a unit, which may be known by its path alone."""
        self._refuse_later(case)
        known = self.tree.nodes.get(int(value)) if value and value.isdecimal() else None
        if value and not known and not self.tree.ever_named(value):
            raise Refused(
                f"{case.number} 登记册里还没有「{value}」这个单位", f"先新建：talentreg unit add {value}"
            )
        editor.edit({"unit": known.code if known else value}, {})
        return str((known or self.tree.find_open(value or "")).id)

    def _refuse_later(self, case: Case) -> None:
        """Refuse an entry of a history that would not count, because a later one does."""
        if case.field not in HISTORIES:
            return
        rows = table(HISTORIES[case.field][0])
        later = select(rows.c.on).where(rows.c.person_id == case.person_id, rows.c.on > self.on)
        if day := self.writer.connection.scalar(later.order_by(rows.c.on.desc()).limit(1)):
            raise Refused(
                f"{case.number} {case.column.heading}在{day}另有记录，比 {self.on} 晚", "请换一个 --on"
            )

    def _refuse_several_enrolments(self, case: Case) -> None:
        rows = table(Status)
        query = select(func.count()).where(rows.c.person_id == case.person_id, rows.c.status == "enrolled")
        if (times := self.writer.connection.scalar(query) or 0) > 1:
            hint = "请用 talentreg edit 更正入库日期，再选登记册"
            raise Refused(f"{case.number} 这个人入库过{times}次，不能认定是哪一次", hint)

    def _decided_before(self, case: Case) -> Refused:
        chosen = case.shown(self.tree, case.chosen) or "空白"
        told = f"{case.number} 已在{case.decided_on}核对过，采用{CHOICE.text(case.choice or '')}「{chosen}」"
        return Refused(told, "要改用 talentreg edit；要重新核对请先撤销那次变更：talentreg log 可看变更号")

    def _at_odds(self, decisions: Iterable[Decision]) -> set[Thing]:
        """Find the things for which several values other than the register's were found right."""
        found: dict[Thing, set[str | None]] = defaultdict(set)
        for one in decisions:
            if one.choice == "other":
                with suppress(TalentregError):  # told when it is carried out
                    found[one.case.thing].add(self.read(one.case, one.text))
            elif one.choice == "offered":
                found[one.case.thing].add(one.case.offered)
        return {thing for thing, values in found.items() if len(values) > 1}
