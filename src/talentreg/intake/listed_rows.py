"""What a row of a list of names does: one record of one person, somebody new too where that is asked."""

from typing import Any

from talentreg.errors import Ambiguous
from talentreg.intake.columns import PHONES, declared
from talentreg.intake.contact_rows import means_erased
from talentreg.intake.drafts import Draft
from talentreg.intake.erased import pass_over
from talentreg.intake.headings import LISTING, called, prefix_of
from talentreg.intake.ledger import Ledger
from talentreg.intake.ledger_references import OTHER_PHONE
from talentreg.intake.matching import Known, Unmatched
from talentreg.intake.person_rows import plan_person
from talentreg.intake.plan import Outcome
from talentreg.intake.problems import Weight
from talentreg.intake.roll import Roll
from talentreg.intake.standing import GONE
from talentreg.intake.unusable import Unusable
from talentreg.records.fields import columns, written
from talentreg.records.person import Person
from talentreg.records.vocabulary import STATUS
from talentreg.store.units import UnitNode

EVIDENCE = ("person.id_number", "person.phone", "person.birth")
"""What tells somebody new from those of the same name."""

_WHO = {f"person.{name}" for name in ("name", "id_number", "birth", "sex", "title_level")}
_NO_REMARK = ("unit", "staff", "since", "version", "number", *map(prefix_of, LISTING))
"""Targets that say who somebody is or follow from it, and those of the lists themselves."""

Row = dict[str, Any]


def plan_listed(ledger: Ledger, draft: Draft) -> Outcome:
    """Plan one row of a list of names; without a clear who, or with an unclear fact, it is rejected."""
    roll = ledger.roll
    assert roll is not None
    try:
        facts = roll.facts(draft)
        unit = ledger.places.of(draft)
        scope = unit or ledger.places.default or ledger.places.list_scope()
        known = _find(ledger, roll, draft, scope)
        if known and scope:
            _refuse_namesake(ledger, draft, known, scope)
        if known is None:
            return _enrol(ledger, roll, draft, facts)
        if not known.is_planned and ledger.erased.instead(draft, known):
            return pass_over(draft, ledger.places)
        return _enter(ledger, roll, draft, known, facts)
    except Unusable as error:
        value = error.value if error.column is not None else draft.get("person.name") or ""
        draft.note(Weight.REJECTED, str(error), error.column, value)
    except (Unmatched, Ambiguous) as error:
        if isinstance(error, Unmatched) and means_erased(ledger, draft):
            return pass_over(draft, ledger.places)
        name = draft.get("person.name") or ""
        draft.note(Weight.REJECTED, error.message, value=name, candidates=error.candidates)
    ledger.places.forget()
    return Outcome.REJECTED


def _find(ledger: Ledger, roll: Roll, draft: Draft, scope: UnitNode | None) -> Known | None:
    """Return whom a row speaks of; None for somebody new who may be entered.

    Raises Unmatched when nobody or several fit, Unusable for a row without any name.
    """
    if not draft.get("person.name") and not any(map(draft.get, ("number", *EVIDENCE))):
        raise Unusable("没有姓名")
    try:
        return ledger.people.find(draft, scope.id if scope else None)
    except Unmatched as unmatched:
        if not _is_new(ledger, draft, scope):
            told = unmatched.message if scope else f"{unmatched.message}；整张名单是一个单位的加 --unit 单位"
            raise Unmatched(told, unmatched.candidates) from None
        if roll.enrol:
            return None
        name = draft.get("person.name")
        told = f"登记册里没有「{name}」；是新人的加 --enrol 一并登记"
        raise Unmatched(told, unmatched.candidates) from None


def _refuse_namesake(ledger: Ledger, draft: Draft, known: Known, scope: UnitNode) -> None:
    """Refuse a name found within a wider unit whose phone is another: it is as likely a namesake."""
    phone, stored = draft.get("person.phone"), known.fields.get("phone")
    sure = known.is_planned or known.unit_id == scope.id or draft.get("number")
    sure = sure or draft.get("person.id_number") in known.ever("id_number")
    if phone and stored and not sure and not known.has_phone(phone):
        told = f"「{scope.name}」的「{known.fields['name']}」登记的是另一个电话；{OTHER_PHONE}"
        raise Unmatched(told, [ledger.people.describe(known)])


def _is_new(ledger: Ledger, draft: Draft, scope: UnitNode | None) -> bool:
    """Whether a row tells enough of somebody nobody knows: nothing else bears the name, or it says more."""
    name, phone = draft.get("person.name"), draft.get("person.phone")
    namesakes = ledger.people.by_name.get(name or "", ())
    denied = draft.get("person.id_number") in ledger.people.by_id_number
    if not name or denied or any(phone and one.has_phone(phone) for one in namesakes):
        return False
    if not namesakes or any(map(draft.get, EVIDENCE)):
        return True
    tree = ledger.places.tree
    here = [one for one in namesakes if scope and one.unit_id and tree.within(one.unit_id, scope.id)]
    return scope is not None and not here


def _enrol(ledger: Ledger, roll: Roll, draft: Draft, facts: Row) -> Outcome:
    """Enter somebody new the way an import does, and then put them on the list."""
    roll.check(facts)
    facts["note"] = _joined(facts["note"], _own_remarks(roll, draft))
    outcome = plan_person(ledger, draft)
    if not draft.person_id:
        return outcome  # rejected, or passed over because their data was erased
    return roll.put(draft, ledger.people.by_id[draft.person_id], facts)


def _enter(ledger: Ledger, roll: Roll, draft: Draft, known: Known, facts: Row) -> Outcome:
    _refuse_gone(ledger, roll, known, facts)
    draft.person_id = known.id
    own = _own_remarks(roll, draft)
    if not known.is_planned:
        own |= _other_columns(draft, known) | _say_differing_facts(roll, draft, known)
    facts["note"] = _joined(facts["note"], own)
    return roll.put(draft, known, facts)


def _say_differing_facts(roll: Roll, draft: Draft, known: Known) -> dict[str, str]:
    """Say what a row says otherwise of the person; return by heading what the record itself does not keep."""
    remarks = _differing_facts(draft, known)
    kept = {
        columns(Person)[name].heading: remarks.pop(columns(Person)[name].heading, "") for name in roll.keeps
    }
    for told, where in (
        ("、".join(remarks), f"记在{roll.remarks}里"),
        ("、".join(heading for heading, text in kept.items() if text), "记为当时的"),
    ):
        if told:
            draft.note(Weight.NOTICE, f"{told}与登记册不同，{where}；人员资料没有改")
    return remarks


def _refuse_gone(ledger: Ledger, roll: Roll, known: Known, facts: Row) -> None:
    status = ledger.standing.status.on(known.id, roll.day(facts))
    if status in GONE:
        raise Unusable(f"{ledger.people.describe(known)} {roll.that_day}已{STATUS.text(status)}，没有登记")


def _own_remarks(roll: Roll, draft: Draft) -> dict[str, str]:
    """Take from what is kept beside a row what it wrote for the list itself and nobody understood."""
    headings = [written(column) for column in columns(roll.record).values()]
    return {heading: draft.extra.pop(heading) for heading in headings if heading in draft.extra}


def _other_columns(draft: Draft, known: Known) -> dict[str, str]:
    """Return by heading what a row says in columns nobody declared, unless the register has it so."""
    kept = known.fields.get("extra") or {}
    return {heading: text for heading, text in draft.extra.items() if kept.get(heading) != text}


def _differing_facts(draft: Draft, known: Known) -> dict[str, str]:
    """Return by heading what a row says of somebody beyond who they are, unless the register has it so."""
    told: dict[str, str] = {}
    for target, value in draft.values.items():
        prefix, _, name = target.partition(".")
        known_phone = target in PHONES and known.has_phone(value)
        if prefix in _NO_REMARK or target in _WHO or known_phone or known.fields.get(name) == value:
            continue
        told[called(target)] = declared(target).shown(value)
    return told


def _joined(note: str | None, more: dict[str, str]) -> str | None:
    parts = [note or "", *(f"{heading}：{text}" for heading, text in more.items())]
    return "；".join(part for part in parts if part) or None
