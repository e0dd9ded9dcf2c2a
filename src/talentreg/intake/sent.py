"""What a workbook for editing held of the people on its rows when it was sent out."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from talentreg.intake.drafts import Draft
from talentreg.intake.problems import Problem, Weight
from talentreg.records.fields import number
from talentreg.records.person import Person

NAMED = 5
"""Numbers of people named in a message; more are counted."""


@dataclass(frozen=True, slots=True)
class SentRow:
    """One person as sent: values by target for every column that came back, None for blank.

    `person_id` is who it is now; 0 for somebody who is no longer there. A row with a `refusal` is not taken,
    nor is one of somebody erased. One that `is_quiet` came back as it went: it says nothing, and nothing is
    kept of what was sent.
    """

    person_id: int
    values: Mapping[str, Any]
    extra: Mapping[str, str | None]
    unit_id: int | None = None
    reason: str | None = None
    """Why their intention is what it is now; a ledger does not hold it."""
    refusal: str = ""
    is_erased: bool = False
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """Whom a workbook was sent out with, and who has come back on a row of their own."""

    book: str
    people: tuple[int, ...]
    back: Collection[int]


@dataclass(slots=True)
class Sent:
    """Everybody who was sent in the workbooks of an import, by the file, sheet and line they came back on.

    `problems` are what there is to say of the workbooks as a whole.
    """

    rows: dict[tuple[str, str, int], SentRow] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)

    def of(self, draft: Draft) -> SentRow | None:
        """Return what was sent of the person on a row; None for a row that was not sent."""
        return self.rows.get((draft.file, draft.sheet, draft.line)) if self.rows else None

    def say(self, book: str, message: str) -> None:
        """Say something of a workbook as a whole."""
        self.problems.append(Problem(Weight.NOTICE, book, "", 0, message))

    def missing(self, seen: Collection[int]) -> Iterator[Problem]:
        """Say how many were sent and did not come back, in one book or in several made of it.

        Those `seen` on rows that had lost their number are here too.
        """
        told: set[tuple[int, ...]] = set()
        for one in self.away:
            back = {row for other in self.away if other.people == one.people for row in other.back}
            lost = [row for row in one.people if row not in back and row not in seen]
            if lost and one.people not in told:
                named = "、".join(number(Person, row) for row in lost[:NAMED])
                more = "等" if len(lost) > NAMED else ""
                told_so = (
                    f"导出了{len(one.people)}人，其中{len(lost)}人没有交回（{named}{more}），登记册里照旧"
                )
                yield Problem(Weight.NOTICE, one.book, "", 0, told_so)
            told.add(one.people)
