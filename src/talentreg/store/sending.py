"""What a workbook for editing says of itself: written when it is sent out, read when it comes back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from sqlalchemy import Connection, func, select

from talentreg.periods import today
from talentreg.records.changes import ChangeSet
from talentreg.records.fields import table
from talentreg.store.stamp import read_stamp, stamp_at

SHEET, TITLE = "talentreg", "talentreg（登记册自用，请勿改动）"
"""The sheet that says it, which no office sees, and its first cell."""

VERSION = "版本"
"""The heading of the column that says which state of the register a row was sent from."""

EXTRA = "extra:"
"""Begins the target of a sender's own column."""

_REGISTER, _DAY, _SCOPE, _COLUMN, _PEOPLE = "登记册", "日期", "范围", "列", "人"
_TOGETHER = 1_000
"""Numbers written into one cell."""


class Origin(Enum):
    """Whether a workbook was sent from this register, from a state of it that is gone, or from another."""

    OWN = "own"
    GONE = "gone"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Charter:
    """Which register and which state of it a workbook was sent from, and what was in it.

    `headings` give the target of each column sent, `people` the ids of those sent.
    """

    register: str
    version: str
    day: date
    scope: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[int] = ()

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Give the lines of the sheet that says it."""
        yield (TITLE,)
        yield _REGISTER, self.register
        yield VERSION, self.version
        yield _DAY, self.day.isoformat()
        yield _SCOPE, self.scope
        for heading, target in self.headings.items():
            yield _COLUMN, heading, target
        for start in range(0, len(self.people), _TOGETHER):
            yield _PEOPLE, " ".join(map(str, self.people[start : start + _TOGETHER]))

    @property
    def newest(self) -> int:
        """The number of the change set it was sent after."""
        return int(self.version.partition("-")[0])

    def origin(self, connection: Connection) -> Origin:
        """Tell whether a register is the one it was sent from, and has been in that state."""
        if self.register != _birth(connection):
            return Origin.OTHER
        return Origin.OWN if self.version == _written(connection, self.newest) else Origin.GONE


def draw_up(
    connection: Connection, scope: str, headings: Mapping[str, str], people: Sequence[int]
) -> Charter:
    """Say of a workbook what it holds, as of the state the register is in."""
    return Charter(_birth(connection), current_version(connection), today(), scope, headings, people)


def current_version(connection: Connection) -> str:
    """Name the state a register is in: the number of its newest change set, and a digest."""
    return _written(connection, read_stamp(connection).newest)


def read_charter(lines: Sequence[Sequence[object]]) -> Charter | None:
    """Read what the sheet says; None when it is not one of ours, or was tampered with."""
    if not lines or not lines[0] or lines[0][0] != TITLE:
        return None
    told: dict[str, list[list[str]]] = {}
    for line in lines[1:]:
        key, *words = [str(cell or "") for cell in line]
        told.setdefault(key, []).append(words)
    try:
        charter = Charter(
            told[_REGISTER][0][0],
            told[VERSION][0][0],
            date.fromisoformat(told[_DAY][0][0]),
            told[_SCOPE][0][0],
            {words[0]: words[1] for words in told.get(_COLUMN, ())},
            [int(one) for words in told.get(_PEOPLE, ()) for one in words[0].split()],
        )
        return charter if charter.newest >= 0 else None
    except (KeyError, IndexError, ValueError):
        return None


def _birth(connection: Connection) -> str:
    """Tell a register from others by its first change set."""
    first = connection.scalar(select(func.min(table(ChangeSet).c.id))) or 0
    return stamp_at(connection, first).digest[:16]


def _written(connection: Connection, newest: int) -> str:
    stamp = stamp_at(connection, newest)
    return f"{stamp.newest}-{stamp.digest[:8]}"
