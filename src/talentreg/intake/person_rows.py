"""What a row of a people sheet does: a new person, more about a known one, or nothing."""

from typing import Any

from talentreg.intake.differing import Difference, enter_conflict
from talentreg.intake.drafts import Draft
from talentreg.intake.erased import pass_over
from talentreg.intake.histories import (
    enrolment_day,
    enter_first_intention,
    enter_first_status,
    hear_intention,
    merge_intention,
    merge_status,
)
from talentreg.intake.ledger import Ledger
from talentreg.intake.matching import Known, Unmatched
from talentreg.intake.options import OnMatch
from talentreg.intake.placing import NAMING
from talentreg.intake.plan import Outcome
from talentreg.intake.problems import Weight
from talentreg.intake.returned import plan_returned
from talentreg.records.fields import Column, columns, written
from talentreg.records.history import ALWAYS
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.store.dossier import shown_extra
from talentreg.store.typed import PLACE
from talentreg.store.units import UnitNode


def plan_person(ledger: Ledger, draft: Draft) -> Outcome:
    """Plan one people row; a row without name or whose person cannot be told is rejected."""
    if sent := ledger.sent.of(draft):
        return plan_returned(ledger, draft, sent)
    if not draft.get("person.name"):
        draft.note(Weight.REJECTED, "没有姓名")
        return Outcome.REJECTED
    unit = _unit_of(ledger, draft)
    try:
        found = ledger.people.match(draft, unit.id if unit else None)
    except Unmatched as unmatched:
        return _reject(ledger, draft, unmatched, unit)
    if ledger.means_erased(draft, found, unit):
        return pass_over(draft, ledger.places)
    if found is None:
        _create(ledger, draft, unit)
        return Outcome.NEW
    return _add_to(ledger, draft, found, unit)


def _reject(ledger: Ledger, draft: Draft, unmatched: Unmatched, unit: UnitNode | None) -> Outcome:
    """Reject a row whose person cannot be told, unless it speaks of somebody erased."""
    if ledger.means_erased(draft, None, unit):
        return pass_over(draft, ledger.places)
    name = draft.get("person.name")
    draft.note(Weight.REJECTED, unmatched.message, value=name, candidates=unmatched.candidates)
    ledger.places.forget()
    return Outcome.REJECTED


def _unit_of(ledger: Ledger, draft: Draft) -> UnitNode | None:
    unit = ledger.places.of(draft)
    return unit if unit or _names_unit(draft) else ledger.places.fallback(draft)


def _names_unit(draft: Draft) -> bool:
    return not draft.values.keys().isdisjoint(NAMING)


def _create(ledger: Ledger, draft: Draft, unit: UnitNode | None) -> None:
    person_id = -1 - len(ledger.new_people)
    enrolled_on = enrolment_day(ledger, draft)
    row = draft.fields("person")
    if draft.extra:
        row["extra"] = dict(draft.extra)
    ledger.new_people.append(row)
    known = Known(person_id, row, unit.id if unit else None)
    _say_namesake(ledger, draft, known)
    ledger.people.add(known)
    ledger.people.note_number(draft, known)
    draft.person_id = person_id
    ledger.seen.add(person_id)
    if unit:
        ledger.enter_unit(person_id, ALWAYS, unit.id)
    elif not _names_unit(draft):
        draft.note(Weight.NOTICE, "没有写所属单位，暂记为未填；可用 --unit 指定", value=row["name"])
    enter_first_status(ledger, draft, person_id, enrolled_on)
    enter_first_intention(ledger, draft, person_id, enrolled_on)
    ledger.came_from(draft, Person, person_id)


def _say_namesake(ledger: Ledger, draft: Draft, known: Known) -> None:
    """Say that a newcomer of whom only name and unit are known may be somebody who is there."""
    if same := ledger.people.namesake(draft, known.unit_id):
        who = "表中另有同名同单位的人" if same.is_planned else f"已有 {ledger.people.describe(same)}"
        told = f"{who}，这一行没有号码可对，按另一人登记；如是同一人请补号码后再导入"
        draft.note(Weight.NOTICE, told, value=known.fields["name"])


def _add_to(ledger: Ledger, draft: Draft, found: Known, unit: UnitNode | None) -> Outcome:
    draft.person_id = found.id
    again = found.id in ledger.seen
    ledger.seen.add(found.id)
    if ledger.on_match is OnMatch.SKIP and not found.is_planned:
        ledger.places.forget()
        return Outcome.DUPLICATE if again else Outcome.SKIPPED
    changed = _merge_fields(ledger, draft, found)
    if ledger.has_taken(draft):
        hear_intention(ledger, draft, found)
    if not ledger.has_taken(draft) or ledger.on_match is OnMatch.UPDATE:
        changed |= _merge_unit(ledger, draft, found, unit)
        changed |= merge_status(ledger, draft, found)
        changed |= merge_intention(ledger, draft, found)
    elif ledger.places.default and ledger.standing.unit.latest(found.id) is None:
        changed |= _merge_unit(ledger, draft, found, unit)
    else:
        ledger.places.forget()
    if changed or found.is_planned:
        ledger.came_from(draft, Person, found.id)
    if found.is_planned or (again and not changed):
        return Outcome.DUPLICATE
    return Outcome.UPDATED if changed else Outcome.UNCHANGED


def _merge_fields(ledger: Ledger, draft: Draft, found: Known) -> bool:
    """Fill blanks; of differing values keep the stored one and say so, or take the row's with `update`."""
    taken: dict[str, Any] = {}
    for name, value in draft.fields("person").items():
        stored = found.fields.get(name)
        if not stored and ledger.decisions.has_settled((found.id, name, None, value)):
            continue
        if _is_known_phone(found, name, value):
            continue
        if not stored or (stored != value and _is_refinement(name, stored, value)):
            taken[name] = value
        elif stored != value and not (_is_refinement(name, value, stored) or _is_masked(name, value, stored)):
            if ledger.may_replace(found, name) and not found.went_by(name, value):
                taken[name] = value
            else:
                enter_conflict(ledger, draft, found, Difference(name, columns(Person)[name], stored, value))
        ledger.state(found, name)
    extra = found.fields.get("extra") or {}
    news = {k: v for k, v in draft.extra.items() if _is_news(ledger, draft, found, k, v)}
    if news:
        taken["extra"] = extra | news
    if taken:
        found.fields.update(taken)
        ledger.people.learn(found)
        if not found.is_planned:
            ledger.updates.setdefault(found.id, {}).update(taken)
    return bool(taken)


def _is_news(ledger: Ledger, draft: Draft, found: Known, heading: str, text: str) -> bool:
    """Whether a column kept beside a person is to be written; one that differs is said."""
    stored = (found.fields.get("extra") or {}).get(heading)
    may_replace = ledger.may_replace(found, heading)
    ledger.state(found, heading)
    decided = stored is None and ledger.decisions.has_settled((found.id, f"extra:{heading}", None, text))
    if stored == text or decided or _is_masked_copy(found, heading, text):
        return False
    if stored is None or may_replace:
        return True
    column = Column(heading, mask=mask_free_text)
    enter_conflict(ledger, draft, found, Difference(f"extra:{heading}", column, stored, text))
    return False


def _is_refinement(name: str, less: str, more: str) -> bool:
    """Whether a birth date says the same more exactly: 1990-05-06 after 1990-05."""
    return name == "birth" and more.startswith(less + "-")


def _is_known_phone(found: Known, name: str, value: str) -> bool:
    """Whether a phone is known as the person's other one: it says nothing new."""
    if name == "phone":
        return bool(found.fields.get("phone")) and found.fields.get("second_phone") == value
    return name == "second_phone" and found.fields.get("phone") == value


def _is_masked(name: str, masked: str, stored: str) -> bool:
    """Whether a value is what a masked export shows of the stored one: it says nothing new."""
    mask = columns(Person)[name].mask
    return mask is not None and mask(stored) == masked


def _is_masked_copy(found: Known, heading: str, text: str) -> bool:
    """Whether a cell kept as written is what a masked export shows of it, or of the person's own number."""
    kept = (name for name, column in columns(Person).items() if column.mask and written(column) == heading)
    stored_text = (found.fields.get("extra") or {}).get(heading)
    if stored_text and shown_extra({heading: stored_text}, masked=True)[heading] == text:
        return True
    return any(_is_masked(name, text, stored) for name in kept if (stored := found.fields.get(name)))


def _merge_unit(ledger: Ledger, draft: Draft, found: Known, unit: UnitNode | None) -> bool:
    """Place somebody who is nowhere; of differing units keep the stored one, or move with `update`."""
    stored = ledger.standing.unit.latest(found.id)
    if unit is None or (stored is not None and not _names_unit(draft)):
        return False
    may_replace = ledger.may_replace(found, "unit")
    ledger.state(found, "unit")
    if stored is not None and ledger.places.tree.within(stored, unit.id):
        return False
    if stored is not None and not may_replace:
        where = ledger.places.tree.path(stored)
        message = f"所属单位与登记册不同，保留「{where}」，表中为「{ledger.places.tree.path(unit.id)}」"
        difference = Difference("unit", PLACE, str(stored), str(unit.id), message)
        enter_conflict(ledger, draft, found, difference)
        ledger.places.forget()
        return False
    ledger.enter_unit(found.id, ALWAYS if stored is None else ledger.as_of, unit.id)
    found.unit_id = unit.id
    return True
