"""How a report says what a number has become: 较上季度增加12人，增长8.3%."""

from decimal import ROUND_HALF_UP, Decimal

from talentreg.figures.compute import Value
from talentreg.figures.definition import Mode
from talentreg.reports.formats import plainly


def compare_words(now: Value, before: Value, called: str) -> str:
    """Say how a number stands to the one of the period `called`; blank where there is nothing to say.

    A share is compared in percentage points. Growth is told only of what was there before, in times from
    twice as much on.
    """
    if now.value is None or before.value is None:
        return ""
    is_, was = Decimal(str(now.value)), Decimal(str(before.value))
    if not is_ and not was:
        return ""
    if is_ == was:
        return f"与{called}持平"
    change = abs(is_ - was)
    if now.figure.mode is Mode.RATIO:
        return f"较{called}{'提高' if is_ > was else '下降'}{plainly(change)}个百分点"
    told = f"较{called}{'增加' if is_ > was else '减少'}{plainly(change)}{now.unit}"
    if not was:
        return told
    return f"{told}，{_grown(change, was) if is_ > was else f'下降{_percent(change, was)}%'}"


def _grown(change: Decimal, was: Decimal) -> str:
    """Say how much more: in percent, from twice as much on in times: 增长8.3%, 增长1.5倍."""
    if change < was:
        return f"增长{_percent(change, was)}%"
    return f"增长{plainly((change / was).quantize(Decimal('0.1'), ROUND_HALF_UP))}倍"


def _percent(change: Decimal, was: Decimal) -> Decimal:
    return (100 * change / was).quantize(Decimal("0.1"), ROUND_HALF_UP)
