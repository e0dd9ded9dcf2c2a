"""A submitted report beside the register of now: which numbers would be others today, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from talentreg.errors import TalentregError
from talentreg.figures.behind import Behind
from talentreg.figures.compute import Counting
from talentreg.figures.differing import Difference
from talentreg.reports.as_sent import counting_as_sent, counting_together, differences
from talentreg.reports.number import Number
from talentreg.reports.recount import recount
from talentreg.reports.tags import Origin
from talentreg.store.submissions import Key, Sent, SentNumber


@dataclass(frozen=True, slots=True)
class Compared:
    """One number as it was printed, and as it is counted now; None for what is not known any more."""

    printed: SentNumber
    now: Number | None

    @property
    def differs(self) -> bool:
        """Whether the register counts otherwise now."""
        return self.now is None or self.now.text != self.printed.text

    @property
    def change(self) -> float | None:
        """What the number has gained since."""
        now = None if self.now is None else self.now.value
        if now is None or isinstance(now, str) or self.printed.value is None:
            return None
        return float(now) - self.printed.value


class SentNow:
    """One submission, its numbers counted again as of the day it reached to."""

    def __init__(self, connection: Connection, sent: Sent) -> None:
        """Count nothing yet."""
        self.connection, self.sent = connection, sent
        self._countings: dict[tuple[str, str], Counting] = {}
        self._behind: dict[str, Behind] = {}

    def compare(self, printed: Iterable[SentNumber]) -> list[Compared]:
        """Count the plain numbers of the submission again, each figure once; words are left out."""
        chosen: dict[Key, SentNumber] = {}
        for one in sorted(printed, key=lambda number: bool(number.format)):
            if one.value is not None or one.text == "—":
                chosen.setdefault(one.key, one)
        asked = {one: Origin(one.ref, one.scope, one.period, one.format) for one in chosen.values()}
        about = {"period": self.sent.period, "as-of": self.sent.as_of.isoformat(), **_subject(self.sent)}
        counted = recount(self.connection, asked.values(), about)
        return [Compared(one, counted.get(origin)) for one, origin in asked.items()]

    def counting(self, printed: SentNumber) -> Counting:
        """Count in the scope and the period of a number."""
        place = printed.period, printed.scope
        if place not in self._countings:
            code, scope = place
            self._countings[place] = counting_as_sent(self.connection, self.sent, code, scope)
        return self._countings[place]

    def explain(self, printed: SentNumber) -> list[Difference]:
        """Explain what has become of a number; nothing where no rows were kept."""
        try:
            return differences(self.counting(printed), self.sent, printed, self._rows(printed.period))
        except TalentregError:
            return []

    def _rows(self, code: str) -> Behind:
        if code not in self._behind:
            whole = counting_as_sent(self.connection, self.sent, code)
            self._behind[code] = Behind(counting_together(whole))
        return self._behind[code]


def _subject(sent: Sent) -> dict[str, str]:
    return dict(one.split("=", 1) for one in sent.subject.split("；") if "=" in one)
