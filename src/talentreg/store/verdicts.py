"""Which of two values of somebody's field was found right, also by way of a third."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

Thing = tuple[int, str]
"""A person and a field of theirs."""

Value = str | int | None


@dataclass(slots=True)
class Verdicts:
    """What was decided of some people: by person and field, what was found right over each value."""

    over: dict[Thing, dict[Value, set[Value]]] = field(default_factory=dict)

    def note(self, row: Row[Any]) -> None:
        """Take in a conflict somebody has decided."""
        losers = self.over.setdefault((row.person_id, row.field), {})
        for value in {row.stored, row.offered} - {row.chosen}:
            losers.setdefault(value, set()).add(row.chosen)

    def lost(self, thing: Thing) -> Iterable[Value]:
        """Give the values something was found right over."""
        return self.over.get(thing, ())

    def finds(self, thing: Thing, right: Value, wrong: Value) -> bool:
        """Whether one value was found right over another, or over one that was found right over it."""
        above, seen, left = self.over.get(thing, {}), {wrong}, [wrong]
        while left:
            winners = above.get(left.pop(), set())
            if right in winners:
                return True
            left += winners - seen
            seen |= winners
        return False
