"""What is said of a period that was submitted already: which numbers are others now, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from sqlalchemy import Connection

from talentreg.cli.output import tell
from talentreg.errors import Unknown
from talentreg.figures.compute import Counting, Value
from talentreg.figures.definition import Time
from talentreg.periods import chinese_day
from talentreg.reports.as_sent import counting_as_sent, differences, reference_of, said
from talentreg.reports.variables.declaring import OWN, WHOLE_REGISTER
from talentreg.store.submissions import Sent, SentNumber, read_numbers, sent_for

SHOWN = 5
"""Numbers told with what makes the difference."""


def tell_submitted(counting: Counting, values: Iterable[Value] | None = None, template: str = "") -> None:
    """Say on stderr what was submitted for a period and is counted otherwise now.

    `values` are the numbers at hand; without them all the submission has are counted. With a template only
    what was made from it counts.
    """
    scope = counting.unit.code if counting.unit else WHOLE_REGISTER
    known = None if values is None else {value.reference: value for value in values}
    for sent in sent_for(counting.connection, scope, counting.period.code):
        changed = list(_changed(counting, sent, known)) if template in ("", sent.template) else ()
        if changed:
            _tell(counting, sent, changed)


def tell_submitted_report(connection: Connection, about: Mapping[str, str]) -> None:
    """Say the same of the period and the scope a finished report is about."""
    code, scope = about.get("period", ""), about.get("scope", WHOLE_REGISTER)
    with suppress(Unknown):  # its unit may be there no more
        for sent in sent_for(connection, scope, code):
            tell_submitted(counting_as_sent(connection, sent), template=sent.template)


def _changed(
    counting: Counting, sent: Sent, known: dict[str, Value] | None
) -> Iterator[tuple[SentNumber, Value]]:
    """Give the numbers of a submission that are others now, each once."""
    told = set[str]()
    for printed in read_numbers(counting.connection, sent.id):
        if printed.value is None or printed.scope != sent.scope or printed.ref in told:
            continue
        told.add(printed.ref)
        value = _now(counting, printed.ref) if known is None else known.get(printed.ref)
        if value is not None and value.value != printed.value and _alike(counting, value, printed):
            yield printed, value


def _alike(counting: Counting, value: Value, printed: SentNumber) -> bool:
    """Tell whether a cumulative figure counts from the same day as the one that was submitted."""
    return value.figure.time is not Time.TOTAL or printed.period == counting.period.total_code


def _now(counting: Counting, ref: str) -> Value | None:
    from talentreg.reports.recount import value_of  # which brings all templates can say

    reference = None if ref.startswith(OWN) else reference_of(counting, ref)
    return value_of(counting, reference) if reference else None


def _tell(counting: Counting, sent: Sent, changed: Sequence[tuple[SentNumber, Value]]) -> None:
    code = f"，{sent.code}" if sent.code else ""
    tell(
        f"这一期已于{chinese_day(sent.on)}报送（第{sent.id}号{code}），现在有{len(changed)}个数和报送的不同："
    )
    for printed, value in changed[:SHOWN]:
        found = differences(counting, sent, printed)
        words = "；".join(filter(None, (said(counting, one) for one in found)))
        told = f"  {printed.label}：报送{printed.text}，现在{_text(printed, value)}"
        tell(f"{told}：{words}" if words else told)
    more = f"（还有{len(changed) - SHOWN}个）" if len(changed) > SHOWN else ""
    tell(f"报送的数没有改动；全部{more}：talentreg report submissions {sent.id}")


def _text(printed: SentNumber, value: Value) -> str:
    return f"{value.text}%" if printed.text.endswith("%") else value.text
