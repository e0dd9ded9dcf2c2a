"""What a row of a contact sheet does: one contact of one known person, or nothing when it is known."""

from typing import Any

from talentreg.errors import Ambiguous
from talentreg.intake.drafts import Draft
from talentreg.intake.erased import pass_over
from talentreg.intake.ledger import Ledger
from talentreg.intake.matching import Known, Unmatched
from talentreg.intake.plan import Outcome
from talentreg.intake.problems import Weight
from talentreg.intake.standing import contact_key
from talentreg.intake.unusable import Unusable
from talentreg.records.cleaning import clean_several
from talentreg.records.contact import Contact
from talentreg.records.fields import columns, id_from_number, number
from talentreg.store.units import UnitNode

NEEDED = ("on", "channel")
DECISIVE = ("on", "channel", "presence", "reached")
"""The cells figures depend on: one that cannot be understood rejects the row."""
BLANK_MEANS = {"presence": "unknown", "reached": "self", "direction": "outbound"}


def plan_contact(ledger: Ledger, draft: Draft) -> Outcome:
    """Plan one contact row; without a clear who, when and how it is rejected."""
    try:
        values = _facts(ledger, draft)
        unit = ledger.places.of(draft)
        scope = unit or ledger.places.default or ledger.places.list_scope()
        known = ledger.people.find(draft, scope.id if scope else None)
        if not ledger.has_taken(draft) and ledger.erased.instead(draft, known):
            return pass_over(draft, ledger.places)
        return _enter(ledger, draft, known, unit, values)
    except Unusable as error:
        value = error.value if error.column is not None else draft.get("person.name") or ""
        draft.note(Weight.REJECTED, str(error), error.column, value)
    except (Unmatched, Ambiguous) as error:
        if isinstance(error, Unmatched) and means_erased(ledger, draft):
            return pass_over(draft, ledger.places)
        draft.note(Weight.REJECTED, error.message, candidates=error.candidates)
    ledger.places.forget()
    return Outcome.REJECTED


def means_erased(ledger: Ledger, draft: Draft) -> bool:
    """Whether a row that fits nobody there speaks of somebody erased; name and unit are enough."""
    unit = ledger.places.of(draft) or ledger.places.default or ledger.places.list_scope()
    return ledger.erased.of_contact(draft, unit.id if unit else None) is not None


def _facts(ledger: Ledger, draft: Draft) -> dict[str, Any]:
    """Return the contact's own fields; raises Unusable for what counting cannot do without."""
    for name in DECISIVE:
        if problem := draft.unclear.get(f"contact.{name}"):
            draft.problems.remove(problem)
            heading = columns(Contact)[name].heading
            told = problem.message.removeprefix(heading).removeprefix("日期")
            raise Unusable(f"{heading}{told}", problem)
    for name in NEEDED:
        if draft.get(f"contact.{name}") is None:
            raise Unusable(f"没有{columns(Contact)[name].heading}")
    if draft.get("contact.on") > ledger.today:
        raise Unusable("联络日期在今天以后")
    return BLANK_MEANS | draft.fields("contact")


def _enter(
    ledger: Ledger, draft: Draft, known: Known, unit: UnitNode | None, values: dict[str, Any]
) -> Outcome:
    draft.person_id = known.id
    place = _own_unit(ledger, known, unit, values)
    own = ledger.standing.unit.on(known.id, values["on"])
    values |= {"person_id": known.id, "unit_id": place, "extra": dict(draft.extra) or None}
    values |= _staff(ledger, draft, place if place is not None else own)
    key = contact_key(values)
    if key in ledger.planned_contacts:
        return Outcome.DUPLICATE
    ledger.planned_contacts.add(key)
    if key in ledger.stored_contacts or ledger.has_taken(draft):  # it may have been put right since
        return Outcome.UNCHANGED
    if _is_numbered(ledger, draft, known):
        return Outcome.UNCHANGED
    contact_id = -1 - len(ledger.contacts)
    ledger.contacts.append(values)
    ledger.came_from(draft, Contact, contact_id)
    kind, reason = draft.get("intention.kind"), draft.get("intention.reason")
    if kind and (reason or kind != ledger.standing.intention.on(known.id, values["on"])):
        ledger.enter_intention(known.id, values["on"], kind, reason=reason, contact_id=contact_id)
    if reason and not kind:
        draft.note(Weight.NOTICE, "没有写返乡意愿，它的原因没有登记", value=reason)
    return Outcome.NEW


def _is_numbered(ledger: Ledger, draft: Draft, known: Known) -> bool:
    """Whether a row bears the number of a contact of that person: it is that one, put right here or there.

    Raises Unusable for one that has been removed since: it must not come back with an old workbook.
    """
    contact_id = id_from_number(Contact, draft.get("record") or "")
    if contact_id is None:
        return False
    if ledger.numbered_contacts.get(contact_id) == known.id:
        called = number(Contact, contact_id)
        message = f"{called} 与登记册里的不同，没有改动；要改请用 talentreg contact edit {called}"
        draft.note(Weight.NOTICE, message, value=draft.get("person.name") or "")
        return True
    if ledger.removed_contacts.get(contact_id) == known.id:
        raise Unusable(f"{number(Contact, contact_id)} 已从登记册中删除，没有重新登记")
    return False


def _own_unit(ledger: Ledger, known: Known, unit: UnitNode | None, values: dict[str, Any]) -> int | None:
    """Return the unit the work is recorded under.

    None when the person's own unit that day lies within the one named, or has become part of it since: it
    says the same more exactly.
    """
    named = unit or ledger.places.default
    own = ledger.standing.unit.on(known.id, values["on"])
    if named is None or (own is not None and ledger.places.holds(named, own)):
        return None
    return named.id


def _staff(ledger: Ledger, draft: Draft, unit_id: int | None) -> dict[str, Any]:
    """Return who made the contact; of several names the first did, the others came along."""
    if not draft.get("staff"):
        return {"staff_id": None}
    numbered = ledger.staff.numbered(draft.get("staff.number") or "", draft.get("staff"))
    if numbered is not None:
        return {"staff_id": numbered}
    first, _, others = clean_several(draft.get("staff")).partition("、")
    if not first.partition("@")[0].strip():
        draft.keep("联络人（原文）", draft.get("staff"))
        return {"staff_id": None}
    beside = clean_several("、".join(name for name in (others, draft.get("contact.companions")) if name))
    return {"staff_id": ledger.staff.find_or_plan(first, unit_id), "companions": beside or None}
