"""A figure beside what was last submitted of it: words that compare the two, and who makes the difference."""

from dataclasses import dataclass

from talentreg.figures.compute import Counting, Value
from talentreg.figures.definition import Figure, Time
from talentreg.periods import chinese_day, period_before
from talentreg.reports.as_sent import counting_as_sent, differences, said
from talentreg.reports.comparing import compare_words
from talentreg.reports.number import Number
from talentreg.reports.period_codes import called_before
from talentreg.reports.variables.declaring import Telling
from talentreg.store.submissions import Sent, SentNumber, read_numbers, sent_before

SENT, SENT_WHY = "sent", "sentwhy"
"""Formats of the words that compare a figure with the submitted one, and of those that say why it differs."""


@dataclass(frozen=True, slots=True)
class LastSent:
    """What was last submitted for a scope before its period: the numbers with a value, by their reference."""

    numbers: dict[str, tuple[Sent, SentNumber]]
    called: str


def last_sent(telling: Telling) -> LastSent:
    """Find what was last submitted for a report's scope, of an earlier period of the same length."""
    return telling.once("上次报送", _last_sent)


def _last_sent(telling: Telling) -> LastSent:
    period, found = telling.period, dict[str, tuple[Sent, SentNumber]]()
    every = sent_before(telling.connection, telling.scope, period.code, period.start)
    for sent in every:
        for number in read_numbers(telling.connection, sent.id):
            if number.value is not None and number.scope == telling.scope:
                known = found.get(number.ref)
                if known is None or (known[0] is sent and known[1].format and not number.format):
                    found[number.ref] = (sent, number)
    return LastSent(found, _called(telling, every[0]) if every else "")


def _called(telling: Telling, sent: Sent) -> str:
    """Say which submission a number is compared with: 上季度报送数."""
    right_before = sent.period.partition("@")[0] == period_before(telling.period).code.partition("@")[0]
    return f"{called_before(telling.period) if right_before else sent.label}报送数"


def than_sent(telling: Telling, figure: Figure) -> Number | None:
    """Return the words that compare a figure with what was last submitted of it; None if there are none."""
    last, now = last_sent(telling), telling.counting.figure(figure)
    known = last.numbers.get(now.reference)
    words = compare_words(now, Value(figure, known[1].value), last.called) if known else ""
    return _worded(telling, now, words, SENT, "较上次报送")


def why_not_as_sent(telling: Telling, figure: Figure) -> Number | None:
    """Return the words that say who makes a figure another than the submitted one.

    A figure of what happens in a period is explained in the submitted period: what was entered late.
    """
    now = telling.counting.figure(figure)
    known = last_sent(telling).numbers.get(now.reference)
    words = _explained(telling, figure, *known) if known else ""
    return _worded(telling, now, words, SENT_WHY, "较上次报送说明")


def _worded(telling: Telling, now: Value, words: str, form: str, called: str) -> Number | None:
    if not words:
        return None
    tracked = telling.tracked(now)
    label = f"{tracked.label}（{called}）"
    return Number(tracked.ref, label, words, words, tracked.scope, tracked.period, form)


def _explained(telling: Telling, figure: Figure, sent: Sent, printed: SentNumber) -> str:
    counting = telling.counting
    lead = ""
    if figure.time is Time.FLOW:
        counting = _then(telling, sent, printed)
        lead = f"{sent.label}的{figure.label}在{chinese_day(sent.on)}报送以后，"
    told = differences(counting, sent, printed)
    parts = [(one, said(counting, one)) for one in told]
    words = "；".join(f"{one.figure.label}{text}" if len(told) > 1 else text for one, text in parts if text)
    return f"{lead}{words}" if words else ""


def _then(telling: Telling, sent: Sent, printed: SentNumber) -> Counting:
    return counting_as_sent(telling.connection, sent, printed.period, printed.scope)
