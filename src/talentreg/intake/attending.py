"""What a row of an attendance list does: one person at one event, somebody new too where that is asked."""

from typing import Any

from talentreg.errors import Ambiguous
from talentreg.intake.columns import PHONES, declared
from talentreg.intake.contact_rows import Unusable, means_erased
from talentreg.intake.drafts import Draft
from talentreg.intake.erased import pass_over
from talentreg.intake.gathering import Gathering, complete
from talentreg.intake.headings import ATTENDING, called
from talentreg.intake.ledger import Ledger
from talentreg.intake.matching import Known, Unmatched
from talentreg.intake.person_rows import plan_person
from talentreg.intake.plan import Outcome
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.standing import GONE
from talentreg.records.event import Attendance
from talentreg.records.fields import columns, written
from talentreg.records.vocabulary import STATUS
from talentreg.store.units import UnitNode

DECISIVE = ("invited", "accepted", "attended", "presence")
"""The cells figures depend on: one that cannot be understood rejects the row."""

EVIDENCE = ("person.id_number", "person.phone", "person.birth")
"""What tells somebody new from those of the same name."""

_WHO = {f"person.{name}" for name in ("name", "id_number", "birth", "sex", "title_level")}
_NO_REMARK = ("unit", "staff", "since", "version", "number", "attendance")
"""Targets that say who somebody is or follow from it, and those of the list itself."""

Row = dict[str, Any]


def plan_attendance(ledger: Ledger, draft: Draft) -> Outcome:
    """Plan one row of the list; without a clear who, or with an unclear whether, it is rejected."""
    gathering = ledger.gathering
    assert gathering is not None
    try:
        facts = _facts(gathering, draft)
        unit = ledger.places.of(draft)
        scope = unit or ledger.places.default or ledger.places.list_scope()
        known = _find(ledger, gathering, draft, scope)
        if known is None:
            return _enrol(ledger, gathering, draft, facts)
        if not known.is_planned and ledger.erased.instead(draft, known):
            return pass_over(draft, ledger.places)
        return _enter(ledger, gathering, draft, known, facts)
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


def _facts(gathering: Gathering, draft: Draft) -> Row:
    """Return what a row says of somebody at the event; raises Unusable where counting depends on it."""
    for name in DECISIVE:
        if problem := draft.unclear.get(f"attendance.{name}"):
            _decide(draft, name, problem)
    named = draft.get("attendance.event_id")
    if named and not gathering.is_meant(named):
        raise Unusable(f"这一行写的是另一场活动「{named}」")
    facts = {name: draft.get(f"attendance.{name}") for name in ATTENDING}
    if facts["attended"] == "yes" and not gathering.may_be_attended:
        raise Unusable("活动还没有办或已取消，不能记到会")
    return facts


def _decide(draft: Draft, name: str, problem: Problem) -> None:
    """Take somebody's own name in the column of signatures for a yes; raise Unusable for anything else."""
    draft.problems.remove(problem)
    column = columns(Attendance)[name]
    if name == "attended" and draft.extra.get(written(column)) == draft.get("person.name"):
        del draft.extra[written(column)]
        draft.values[f"attendance.{name}"] = "yes"
        return
    raise Unusable(f"{column.heading}{problem.message.removeprefix(column.heading)}", problem)


def _find(ledger: Ledger, gathering: Gathering, draft: Draft, scope: UnitNode | None) -> Known | None:
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
        if gathering.enrol:
            return None
        name = draft.get("person.name")
        told = f"登记册里没有「{name}」；是新人的加 --enrol 一并登记"
        raise Unmatched(told, unmatched.candidates) from None


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


def _enrol(ledger: Ledger, gathering: Gathering, draft: Draft, facts: Row) -> Outcome:
    """Enter somebody new the way an import does, and then put them on the list."""
    facts["note"] = _joined(facts["note"], _own_remarks(draft))
    outcome = plan_person(ledger, draft)
    if not draft.person_id:
        return outcome  # rejected, or passed over because their data was erased
    return _put(ledger, gathering, draft, ledger.people.by_id[draft.person_id], facts)


def _enter(ledger: Ledger, gathering: Gathering, draft: Draft, known: Known, facts: Row) -> Outcome:
    _refuse_gone(ledger, gathering, known)
    draft.person_id = known.id
    own = _own_remarks(draft)
    if not known.is_planned:
        facts_of_person = _differing_facts(draft, known)
        own |= _other_columns(draft, known) | facts_of_person
        if facts_of_person:
            told = "、".join(facts_of_person)
            draft.note(Weight.NOTICE, f"{told}与登记册不同，记在参加备注里；人员资料没有改")
    facts["note"] = _joined(facts["note"], own)
    return _put(ledger, gathering, draft, known, facts)


def _refuse_gone(ledger: Ledger, gathering: Gathering, known: Known) -> None:
    status = ledger.standing.status.on(known.id, gathering.on)
    if status in GONE:
        raise Unusable(f"{ledger.people.describe(known)} 活动那天已{STATUS.text(status)}，没有登记")


def _put(ledger: Ledger, gathering: Gathering, draft: Draft, known: Known, facts: Row) -> Outcome:
    """Put somebody on the list, or complete what it says of them; what it says already stands."""
    if facts["attended"] is None and gathering.attends:
        draft.note(Weight.NOTICE, "签到一栏空白，没有记到会", value=draft.get("person.name") or "")
    if planned := gathering.planned.get(known.id):
        added, differing = complete(planned, facts)
        planned.update(added)
        _say_differing(draft, differing, "与表中前面写的不同，按前面的")
        return Outcome.DUPLICATE
    stored = gathering.stored.get(known.id)
    if stored is None:
        row_id = gathering.enter(known.id, _filled(facts))
        ledger.came_from(draft, Attendance, row_id)
        return Outcome.NEW
    return _complete(ledger, gathering, draft, known, facts)


def _complete(ledger: Ledger, gathering: Gathering, draft: Draft, known: Known, facts: Row) -> Outcome:
    """Complete what the list already says of somebody."""
    stored = gathering.stored[known.id]
    before = gathering.updates.get(stored["id"], {})
    again = known.id in gathering.seen
    gathering.seen.add(known.id)
    added, differing = complete({**stored, **before}, facts)
    _say_differing(draft, differing, "与登记册不同，没有改动；要改请写名字：talentreg event attend 活动 人 …")
    if not added:
        return Outcome.DUPLICATE if again else Outcome.UNCHANGED
    gathering.updates[stored["id"]] = {**before, **added}
    ledger.came_from(draft, Attendance, stored["id"])
    return Outcome.DUPLICATE if again else Outcome.UPDATED


def _filled(facts: Row) -> Row:
    """Leave out what a row does not say: the record's defaults hold."""
    return {name: value for name, value in facts.items() if value is not None}


def _say_differing(draft: Draft, names: list[str], why: str) -> None:
    for name in names:
        heading = columns(Attendance)[name].heading
        draft.note(Weight.NOTICE, f"{heading}{why}", value=draft.get("person.name") or "")


def _own_remarks(draft: Draft) -> dict[str, str]:
    """Take from what is kept beside a row what it wrote about the event and nobody understood."""
    headings = [written(column) for column in columns(Attendance).values()]
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
