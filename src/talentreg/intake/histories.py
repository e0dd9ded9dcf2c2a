"""What a row says of somebody over time: whether they are in the register, what would bring them back."""

from datetime import date

from talentreg.intake.columns import declared
from talentreg.intake.differing import Difference, enter_conflict
from talentreg.intake.drafts import Draft
from talentreg.intake.ledger import Ledger
from talentreg.intake.matching import Known
from talentreg.intake.options import OnMatch
from talentreg.intake.problems import Weight
from talentreg.intake.standing import GONE
from talentreg.periods import chinese_day
from talentreg.records.fields import number, written
from talentreg.records.person import Person
from talentreg.records.vocabulary import INTENTION, STATUS


def enrolment_day(ledger: Ledger, draft: Draft) -> date:
    """Return the day a row enrols somebody on: the stated one, else what counts for the whole import."""
    return _past_day(ledger, draft, "status.on") or ledger.as_of


def enter_first_status(ledger: Ledger, draft: Draft, person_id: int, enrolled_on: date) -> None:
    """Plan a newcomer's standing; somebody the book calls gone was enrolled before, and left by now."""
    stated, since = _stated_status(ledger, draft)
    if stated in GONE:
        left_on = since or ledger.as_of
        if enrolled_on < left_on:
            ledger.enter_status(person_id, enrolled_on, "enrolled")
        enrolled_on = left_on
    ledger.enter_status(person_id, enrolled_on, stated or "enrolled", draft.get("status.reason"))


def merge_status(ledger: Ledger, draft: Draft, found: Known) -> bool:
    """Plan what a row changes of a known person's standing; return whether it does.

    Who is not enrolled yet is enrolled. Who is enrolled leaves on the day the row states, or as `update`
    says. Somebody who has left is never enrolled again by an import.
    """
    stored = ledger.standing.status.latest(found.id)
    said, since = _stated_status(ledger, draft)
    stated = said or "enrolled"
    if stored == stated or (found.is_planned and not said):
        _say_other_enrolment(ledger, draft, found)
        return False
    last_day = ledger.standing.status.last_day(found.id)
    if stored in (None, "pending"):
        on: date | None = max((since if stated in GONE else None) or enrolment_day(ledger, draft), last_day)
    else:
        on = _leaving_day(ledger, stored, stated, since)
    if on is None or on < last_day:
        _say_unchanged(ledger, draft, found, stated)
        return False
    ledger.enter_status(found.id, on, stated, draft.get("status.reason"))
    if stated == "enrolled":
        _say_other_enrolment(ledger, draft, found)
    return True


def _say_other_enrolment(ledger: Ledger, draft: Draft, found: Known) -> None:
    """Say that a row states another day of enrolment than the register has, which stands."""
    stated, days = _past_day(ledger, draft, "status.on"), ledger.standing.status.days(found.id, "enrolled")
    if stated and days and stated not in days and not found.is_planned:
        column = declared("status.on")
        difference = Difference("enrolled_on", column, days[-1].isoformat(), stated.isoformat())
        enter_conflict(ledger, draft, found, difference)


def _leaving_day(ledger: Ledger, stored: str, stated: str, since: date | None) -> date | None:
    """Return the day an enrolled person leaves, or one who left has died; None when the row cannot say."""
    leaves = stated in GONE and stored == "enrolled"
    if not leaves and stated != "deceased":
        return None
    return since or (ledger.as_of if ledger.on_match is OnMatch.UPDATE else None)


def _say_left(ledger: Ledger, draft: Draft, found: Known, shown: str) -> None:
    """Name somebody who has left and is not enrolled again, and say how that is done on purpose."""
    name = draft.get("person.name")
    if found.is_planned:
        draft.note(Weight.NOTICE, f"表中{name}已{shown}，没有重新入库", value=name)
        return
    called, since = number(Person, found.id), chinese_day(ledger.standing.status.last_day(found.id))
    reason = ledger.standing.left.get(found.id)
    why = f"（{reason}）" if reason else ""
    again = f"确需重新入库：talentreg edit {called} 在库状态=入库"
    draft.note(Weight.NOTICE, f"{called} {name} 已于{since}{shown}{why}，没有重新入库；{again}")


def _say_unchanged(ledger: Ledger, draft: Draft, found: Known, stated: str) -> None:
    stored = ledger.standing.status.latest(found.id)
    shown = STATUS.text(stored)
    if stated == "enrolled":
        _say_left(ledger, draft, found, shown)
        return
    told = f"表中状态为{STATUS.text(stated)}，登记册为{shown}，没有改动"
    advice = f"请在表中写明{STATUS.text(stated)}日期，或用 talentreg withdraw"
    difference = Difference("status", declared("status.status"), stored, stated, f"{told}；{advice}")
    enter_conflict(ledger, draft, found, difference)


def _stated_status(ledger: Ledger, draft: Draft) -> tuple[str | None, date | None]:
    """Return the standing a row states and since when; a day of leaving alone says that somebody left."""
    days = {status: _past_day(ledger, draft, f"since.{status}") for status in GONE}
    stated = draft.get("status.status") or next((status for status in reversed(GONE) if days[status]), None)
    return stated, days.get(stated or "") or _past_day(ledger, draft, "since.status")


def enter_first_intention(ledger: Ledger, draft: Draft, person_id: int, enrolled_on: date) -> None:
    """Plan what a newcomer's row says would bring them back, on its own day or that of the enrolment."""
    if kind := draft.get("intention.kind"):
        stated = _past_day(ledger, draft, "since.intention")
        ledger.told[person_id, "intention", stated] = kind
        ledger.enter_intention(person_id, stated or enrolled_on, kind, reason=draft.get("intention.reason"))


def hear_intention(ledger: Ledger, draft: Draft, found: Known) -> None:
    """Note what a row that came in before says: a later row of the import is held against it."""
    on = draft.get("since.intention")
    if kind := draft.get("intention.kind"):
        ledger.tell_once(found, "intention", on if on and on <= ledger.today else None, kind)


def merge_intention(ledger: Ledger, draft: Draft, found: Known) -> bool:
    """Add an intention that differs from the latest; the first one takes the enrolment date.

    One with a day of its own is entered on it, unless the same held then. Of two that one import states of
    somebody for the same day, the first counts.
    """
    kind, standing = draft.get("intention.kind"), ledger.standing
    if not kind:
        return False
    on = _past_day(ledger, draft, "since.intention")
    told_before = ledger.tell_once(found, "intention", on, kind)
    if told_before not in (None, kind):
        _say_other_intention(ledger, draft, found, told_before)
        return False
    if on is None:
        booked, latest = standing.booked.latest(found.id), standing.intention.latest(found.id)
        if kind in (latest, booked) or ledger.decisions.has_settled((found.id, "intention", latest, kind)):
            return False
        enrolled = standing.status.days(found.id, "enrolled") if booked is None else []
        on = enrolled[0] if enrolled else ledger.as_of
    elif kind == standing.intention.on(found.id, on):
        return False
    ledger.enter_intention(found.id, on, kind, reason=draft.get("intention.reason"))
    return True


def _say_other_intention(ledger: Ledger, draft: Draft, found: Known, told_before: str) -> None:
    """Say that a row contradicts an earlier one; a choice there is only if the register now says either."""
    kind, latest = draft.get("intention.kind"), ledger.standing.intention.latest(found.id)
    shown = [INTENTION.text(one) for one in (told_before, kind)]
    message = f"同一人的返乡意愿前后不一，按先写的「{shown[0]}」，这里为「{shown[1]}」"
    if latest not in (told_before, kind):
        draft.note(Weight.CONFLICT, message, value=draft.get("person.name"))
        return
    other = kind if latest == told_before else told_before
    difference = Difference("intention", declared("intention.kind"), latest, other, message)
    enter_conflict(ledger, draft, found, difference)


def _past_day(ledger: Ledger, draft: Draft, target: str) -> date | None:
    """Return a day a row states; one that has not come is set aside."""
    stated: date | None = draft.get(target)
    if stated is None or stated <= ledger.today:
        return stated
    column = declared(target)
    draft.values.pop(target)
    draft.keep(written(column), stated.isoformat())
    draft.note(Weight.SET_ASIDE, f"{column.heading}在今天以后，未采用", value=stated.isoformat())
    return None
