"""How a day presses by which something is to be done: it is over, comes soon, or lies ahead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Outlook:
    """The day things to be done are looked at, and how many coming days are soon."""

    day: date
    ahead: int = 7

    def presses(self, by: date) -> str:
        """Say how the last day of something that is still to be done presses."""
        if by < self.day:
            return "overdue"
        return "soon" if by <= self.day + timedelta(days=self.ahead) else "ahead"


def count_each(reasons: Sequence[str], found: Iterable[str]) -> dict[str, int]:
    """Count what was found by each of some reasons, in their order, also by those nothing has."""
    counts = dict.fromkeys(reasons, 0)
    for one in found:
        counts[one] += 1
    return counts
