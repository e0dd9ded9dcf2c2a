"""What a row of a workbook that comes back edited does: what was changed in it, against what was sent."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from talentreg.intake.columns import declared
from talentreg.intake.differing import Difference, conflict_row, enter_conflict
from talentreg.intake.drafts import Draft
from talentreg.intake.erased import pass_over
from talentreg.intake.ledger import Ledger
from talentreg.intake.matching import Known
from talentreg.intake.options import OnMatch
from talentreg.intake.placing import NAMING
from talentreg.intake.plan import Outcome
from talentreg.intake.problems import Weight
from talentreg.intake.sent import SentRow
from talentreg.intake.standing import GONE, Timeline
from talentreg.records.fields import Column, columns, number
from talentreg.records.history import ALWAYS
from talentreg.records.masking import mask_free_text
from talentreg.records.numbers import birth_of, sex_of
from talentreg.records.person import Person
from talentreg.records.vocabulary import STATUS
from talentreg.store.sending import EXTRA
from talentreg.store.typed import PLACE

KIND, REASON, STANDING = "intention.kind", "intention.reason", "status.status"


def plan_returned(ledger: Ledger, draft: Draft, sent: SentRow) -> Outcome:
    """Plan one row that was sent out and came back: apply what is clean, list what changed meanwhile."""
    if sent.is_erased:
        return pass_over(draft, ledger.places)
    if sent.is_quiet:
        return _pass_quietly(ledger, draft, sent)
    found = ledger.people.by_id.get(sent.person_id)
    if sent.refusal or found is None:
        refusal = sent.refusal or "登记册里没有这个人"
        draft.note(Weight.REJECTED, refusal, value=draft.get("person.name") or "")
        return Outcome.REJECTED
    draft.person_id = found.id
    again = found.id in ledger.seen
    ledger.seen.add(found.id)
    if ledger.on_match is OnMatch.SKIP:
        return Outcome.DUPLICATE if again else Outcome.SKIPPED
    row = _Row(ledger, draft, found, sent)
    takers = (row.take_fields, row.take_extra, row.take_unit, row.take_status, row.take_intention)
    changes = [take() for take in takers]
    if any(changes):
        ledger.came_from(draft, Person, found.id)
        return Outcome.UPDATED
    return Outcome.DUPLICATE if again else Outcome.UNCHANGED


def _pass_quietly(ledger: Ledger, draft: Draft, sent: SentRow) -> Outcome:
    """Account for a row that came back as it went."""
    again = sent.person_id in ledger.seen
    draft.person_id = sent.person_id
    ledger.seen.add(sent.person_id)
    if again:
        return Outcome.DUPLICATE
    return Outcome.SKIPPED if ledger.on_match is OnMatch.SKIP else Outcome.UNCHANGED


def _in_order() -> list[tuple[str, Column]]:
    """List the fields, the ID number first: others follow from it."""
    return sorted(columns(Person).items(), key=lambda one: one[0] != "id_number")


@dataclass(frozen=True, slots=True)
class _Change:
    """One thing a row says: its name in the register, how it is declared, and what it was sent as.

    `now` and `returned` are the values as stored, None for blank; of something that was not `sent` nobody
    knows what it `was`.
    """

    field: str
    column: Column
    sent: bool
    was: Any
    now: Any
    returned: Any

    @property
    def says_something(self) -> bool:
        """Whether somebody changed it in the row to what the register does not say."""
        if self.returned == self.now:
            return False
        return self.returned != self.was if self.sent else self.returned is not None

    @property
    def is_clean(self) -> bool:
        """Whether nobody else changed it meanwhile."""
        return self.now == self.was if self.sent else self.now is None

    def message(self) -> str:
        """Tell all three values, numbers masked."""
        was, now, returned = map(self._shown, (self.was, self.now, self.returned))
        sent = f"发出时为{was}，" if self.sent else ""
        return f"{self.column.heading}与登记册不同，保留{now}；{sent}交回的表中为{returned}"

    def _shown(self, value: Any) -> str:
        if not value:
            return "空白"
        mask = self.column.mask
        return f"「{mask(value) if mask else self.column.shown(value)}」"


@dataclass(slots=True)
class _Row:
    """One row, the person it speaks of, and what was sent of them."""

    ledger: Ledger
    draft: Draft
    found: Known
    sent: SentRow

    def take_fields(self) -> bool:
        """Take the fields somebody changed in the row; return whether there are any."""
        taken: dict[str, Any] = {}
        for name, column in _in_order():
            target = f"person.{name}"
            now, returned = self.found.fields.get(name) or None, self.draft.get(target)
            if (returned or target in self.sent.values) and target not in self.draft.unclear:
                change = self._change(name, target, column, now, returned)
                if change.says_something and self._may_be(name, returned) and self._is_taken(change):
                    taken[name] = returned
                    self._settle_blank(change)
        return self._write(taken)

    def take_extra(self) -> bool:
        """Take what the senders' own columns say."""
        kept: dict[str, str] = dict(self.found.fields.get("extra") or {})
        before = dict(kept)
        for heading in dict.fromkeys((*self.sent.extra, *self.draft.extra)):
            column, was = Column(heading, mask=mask_free_text), self.sent.extra.get(heading)
            returned, now = self.draft.extra.get(heading), kept.get(heading)
            change = _Change(EXTRA + heading, column, heading in self.sent.extra, was, now, returned)
            if change.says_something and self._is_taken(change):
                kept.pop(heading, None)
                kept |= {heading: returned} if returned else {}
                self._settle_blank(change)
        return kept != before and self._write({"extra": kept or None})

    def take_unit(self) -> bool:
        """Move the person to the unit the row names, if it was changed there."""
        ledger, draft, was = self.ledger, self.draft, self.sent.values.get("unit")
        if draft.values.keys().isdisjoint(NAMING):
            return self._refuse_blank("unit", PLACE)
        if was and draft.get("unit") == was:
            return False
        unit, now = ledger.places.of(draft), ledger.standing.unit.on(self.found.id, ledger.today)
        if unit is None:
            return False
        if unit.id < 0 and unit.parent_id is None:
            return self._refuse_unit(unit.name)
        change = self._unit_change(now, unit.id)
        if not change.says_something or not self._is_taken(change, self._told_units(now, unit.id)):
            ledger.places.forget()
            return False
        ledger.enter_unit(self.found.id, ALWAYS if now is None else self._day(ledger.standing.unit), unit.id)
        self.found.unit_id = unit.id
        return True

    def take_status(self) -> bool:
        """Enter the standing the row names, if it was changed there; nobody who left is enrolled again."""
        timeline, returned = self.ledger.standing.status, self.draft.get(STANDING)
        now = timeline.on(self.found.id, self.ledger.today)
        if returned is None:
            return self._refuse_blank(STANDING, declared(STANDING))
        if now in GONE and returned != now and (returned not in GONE or now == "deceased"):
            return self._say_gone(now)
        change = self._change("status", STANDING, declared(STANDING), now, returned)
        if not change.says_something or not self._is_taken(change):
            return False
        on = self._stated_day(returned) or self._day(timeline)
        self.ledger.enter_status(self.found.id, on, returned, self.draft.get("status.reason"))
        return True

    def take_intention(self) -> bool:
        """Enter the intention the row names, or another reason for the same."""
        timeline, returned = self.ledger.standing.intention, self.draft.get(KIND)
        now = timeline.on(self.found.id, self.ledger.today)
        if returned is None and self.sent.values.get(KIND):
            return self._refuse_blank(KIND, declared(KIND))
        kind = self._change("intention", KIND, declared(KIND), now, returned)
        stated = self.draft.get(REASON)
        reason = self._change("intention_reason", REASON, declared(REASON), self.sent.reason, stated)
        if kind.says_something:
            taken = self._is_taken(kind)
        elif taken := reason.says_something and REASON not in self.draft.unclear:
            taken = self._is_reason_taken(reason, now)
        if taken:
            on = self._day(timeline)
            self.ledger.enter_intention(self.found.id, on, kind.returned or now, reason=stated)
        return taken

    def _is_reason_taken(self, reason: _Change, kind: str | None) -> bool:
        """Whether another reason can be entered: nobody else changed it, and there is an intention."""
        if kind is None:
            self.draft.note(Weight.NOTICE, "写了意愿原因，没有写返乡意愿，没有采用")
            return False
        if not reason.is_clean:
            self.draft.note(Weight.CONFLICT, reason.message(), value=self._name())
        return reason.is_clean

    def _change(self, field: str, target: str, column: Column, now: Any, returned: Any) -> _Change:
        values = self.sent.values
        return _Change(field, column, target in values, values.get(target), now, returned)

    def _unit_change(self, now: int | None, unit_id: int) -> _Change:
        return _Change("unit", PLACE, "unit" in self.sent.values, self.sent.unit_id, now, unit_id)

    def _told_units(self, now: int | None, unit_id: int) -> str:
        path = self.ledger.places.tree.path
        told = self._change("unit", "unit", PLACE, path(now), path(unit_id))
        return told.message()

    def _is_taken(self, change: _Change, message: str = "") -> bool:
        """Whether what a row says is to be taken; what somebody else changed meanwhile waits for a decision.

        The same line of the same file does not say again what was put back since.
        """
        ledger, found = self.ledger, self.found
        may_replace = ledger.may_replace(found, change.field)
        ledger.state(found, change.field)
        if may_replace or (change.is_clean and not ledger.has_taken(self.draft)):
            return True
        stored, offered = (None if one is None else str(one) for one in (change.now, change.returned))
        difference = Difference(change.field, change.column, stored, offered, message or change.message())
        enter_conflict(ledger, self.draft, found, difference)
        return False

    def _may_be(self, name: str, returned: str | None) -> bool:
        """Whether a field may become so: nobody is without name, no two have one ID number."""
        if name == "name" and not returned:
            self.draft.note(Weight.NOTICE, "姓名不能清空，没有改动", value=self._name())
            return False
        if name != "id_number" or not returned:
            return True
        other = self.ledger.people.by_id_number.get(returned)
        if other and other.id != self.found.id:
            told = f"身份证号已登记在「{other.fields['name']}」名下，没有改动"
            self.draft.note(Weight.SET_ASIDE, told, value=self._name())
            self._forget_derived(returned)
            return False
        if self.found.fields.get("id_number"):
            self.draft.note(Weight.NOTICE, "身份证号改了，请核对", value=self._name())
        return True

    def _settle_blank(self, change: _Change) -> None:
        """Keep that a cell was emptied on purpose: an older book that comes again does not fill it."""
        if change.now and not change.returned:
            decided = {"choice": "offered", "chosen": None, "decided_on": self.ledger.today}
            self.ledger.conflicts.append(
                conflict_row(self.ledger, self.draft, self.found, change.field, change.now) | decided
            )

    def _forget_derived(self, id_number: str) -> None:
        """Take nothing from an ID number that is not theirs; what the row says itself stands."""
        for target, derived in (("person.birth", birth_of(id_number)), ("person.sex", sex_of(id_number))):
            if self.draft.get(target) == derived and not self.sent.values.get(target):
                del self.draft.values[target]

    def _write(self, taken: dict[str, Any]) -> bool:
        if not taken:
            return False
        # What is emptied stays a text: people are still looked for by what they were known by.
        self.found.fields.update({name: value or "" for name, value in taken.items()})
        if "name" in taken:
            self.ledger.people.by_name[taken["name"]].append(self.found)
        self.ledger.people.learn(self.found)
        self.ledger.updates.setdefault(self.found.id, {}).update(taken)
        return True

    def _refuse_blank(self, target: str, column: Column) -> bool:
        if self.sent.values.get(target) and target not in self.draft.unclear:
            self.draft.note(Weight.NOTICE, f"{column.heading}不能清空，没有改动", value=self._name())
        return False

    def _refuse_unit(self, name: str) -> bool:
        """Say that a unit nobody knows is not entered at the top for one cell's sake: it may be a slip."""
        told = f"登记册里没有单位「{name}」，所属单位没有改动；请从下拉选项里选，或写成 上级/{name}"
        self.draft.note(Weight.SET_ASIDE, told, value=self._name())
        self.ledger.places.forget()
        return False

    def _say_gone(self, now: str) -> bool:
        told = f"登记册里已{STATUS.text(now)}，没有重新入库"
        advice = f"；确要改请用 talentreg edit {number(Person, self.found.id)} 在库状态=入库"
        changed = self.draft.get(STANDING) != self.sent.values.get(STANDING)
        self.draft.note(Weight.NOTICE, told + advice * changed, value=self._name())
        return False

    def _stated_day(self, status: str) -> date | None:
        """Return the day a row states for its status, in a column somebody added; none that has not come."""
        stated: date | None = self.draft.get(f"since.{status}") or self.draft.get("since.status")
        if stated and stated > self.ledger.today:
            self.draft.note(Weight.SET_ASIDE, "日期在今天以后，未采用", value=stated.isoformat())
            return None
        return stated

    def _day(self, timeline: Timeline) -> date:
        """Return the day a change counts from: the import's, or later where the history goes on."""
        return max(self.ledger.as_of, timeline.last_day(self.found.id))

    def _name(self) -> str:
        return str(self.draft.get("person.name") or self.found.fields["name"])
