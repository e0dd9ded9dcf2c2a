"""What was decided between two values of somebody's field: it is not asked again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from talentreg.records.fields import table
from talentreg.records.sameness import Conflict
from talentreg.store.verdicts import Value, Verdicts

conflicts = table(Conflict)
BATCH = 10_000

Key = tuple[int, str, Value, Value]
"""A person, a field, the value that stands, the value offered against it; a planned unit by its number."""


@dataclass(slots=True)
class Decisions:
    """Conflicts of some people: what was found right over what, and those that wait for somebody."""

    verdicts: Verdicts = field(default_factory=Verdicts)
    open: set[Key] = field(default_factory=set)

    def has_settled(self, key: Key) -> bool:
        """Whether somebody has decided for what stands; of a birth date, also when it was less exact."""
        if not self.verdicts.over:
            return False
        person_id, name, stored, offered = key
        forms = {stored, stored[:7], stored[:4]} if name == "birth" and isinstance(stored, str) else {stored}
        return any(self.verdicts.finds((person_id, name), one, offered) for one in forms)

    def is_open(self, key: Key) -> bool:
        """Whether two values wait already, also if what stands was put in the place of another since."""
        person_id, name, stored, offered = key
        thing = (person_id, name)
        before = (one for one in self.verdicts.lost(thing) if self.verdicts.finds(thing, stored, one))
        return key in self.open or any((person_id, name, one, offered) in self.open for one in before)


def load_decisions(connection: Connection, person_ids: Sequence[int]) -> Decisions:
    """Read what was decided and what is still open of some people."""
    decisions = Decisions()
    for row in _of_people(connection, person_ids):
        if row.choice is None:
            decisions.open.add((row.person_id, row.field, row.stored, row.offered))
        else:
            decisions.verdicts.note(row)
    return decisions


def _of_people(connection: Connection, person_ids: Sequence[int]) -> Iterator[Row[Any]]:
    """Give the conflicts of some people; of many people all conflicts are read, for they are fewer."""
    if connection.scalar(select(conflicts.c.id).limit(1)) is None:
        return
    some, query = set(person_ids), select(conflicts)
    if len(some) <= BATCH:
        query = query.where(conflicts.c.person_id.in_(some))
    yield from (row for row in connection.execute(query) if row.person_id in some)
