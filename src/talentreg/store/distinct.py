"""Two people of whom somebody has said that they are not the same: written down once, asked by pair."""

from sqlalchemy import Connection, and_, select

from talentreg.errors import Refused
from talentreg.periods import today
from talentreg.records.fields import number, table
from talentreg.records.person import Person
from talentreg.records.sameness import DistinctPair
from talentreg.store.changes import Writer

pairs = table(DistinctPair)


def note_distinct(writer: Writer, one: int, other: int) -> bool:
    """Write down that two people are not the same; False when that is known already."""
    if one == other:
        raise Refused(f"{number(Person, one)} 写了两遍", "请写两个不同的人")
    first, second = sorted((one, other))
    if is_distinct(writer.connection, first, second):
        return False
    writer.insert(DistinctPair, {"first_id": first, "second_id": second, "on": today()})
    return True


def is_distinct(connection: Connection, one: int, other: int) -> bool:
    """Whether somebody has said that two people are not the same."""
    first, second = sorted((one, other))
    same = and_(pairs.c.first_id == first, pairs.c.second_id == second)
    return connection.scalar(select(pairs.c.id).where(same)) is not None


def load_distinct(connection: Connection) -> set[tuple[int, int]]:
    """Read all pairs that are not the same, the lower number first."""
    found = connection.execute(select(pairs.c.first_id, pairs.c.second_id))
    return {(first, second) for first, second in found}
