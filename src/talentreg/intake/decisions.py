"""What was decided between two values of somebody's field: it is not asked again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

Key = tuple[int, str, str | None, str | None]
"""A person, a field, the value that stands, the value that was offered against it."""


@dataclass(slots=True)
class Decisions:
    """Conflicts of some people: `settled` in favour of what stands, `open` ones that wait for somebody."""

    settled: set[Key] = field(default_factory=set)
    open: set[Key] = field(default_factory=set)


def load_decisions(connection: Connection, person_ids: Sequence[int]) -> Decisions:
    """Read what was decided and what is still open of some people."""
    return Decisions()
