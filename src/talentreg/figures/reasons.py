"""Why somebody or something counts now and did not when a report was submitted, or the other way round."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from sqlalchemy import select

from talentreg.figures.compute import Counting
from talentreg.figures.definition import Figure, Mode, Time
from talentreg.figures.describing import batches
from talentreg.records.fields import Record, table
from talentreg.records.history import Affiliation, Status
from talentreg.records.person import Person
from talentreg.records.sameness import ErasedPerson
from talentreg.store.former import ids_aside
from talentreg.store.histories import latest_values
from talentreg.store.since import Since
from talentreg.store.submissions import Sent
from talentreg.store.trail import heading_of


class Reason(Enum):
    """Why one came or went."""

    NEW = "新增"
    LATE = "补录"
    MOVED_IN = "迁入"
    RESTORED = "恢复"
    MERGED = "合并"
    WITHDRAWN = "退库"
    DECEASED = "去世"
    MOVED_OUT = "迁出"
    ERASED = "抹除"
    REMOVED = "撤销"
    CORRECTED = "更正"
    REDEFINED = "口径变化"
    OTHER = "其他变化"


ABOUT = {
    Reason.NEW: "报送数取数以后发生的",
    Reason.LATE: "以前发生、报送以后才登记的",
    Reason.MOVED_IN: "所属单位转入本范围的",
    Reason.RESTORED: "撤销以后又恢复的",
    Reason.MERGED: "重复登记合并到同一人的",
    Reason.WITHDRAWN: "退库的",
    Reason.DECEASED: "去世的",
    Reason.MOVED_OUT: "所属单位转出本范围的",
    Reason.ERASED: "资料已应要求删除的",
    Reason.REMOVED: "登记被撤销或删除的",
    Reason.CORRECTED: "登记内容改过的",
    Reason.REDEFINED: "统计口径改过的",
    Reason.OTHER: "登记没有改、情况变了的",
}
"""What each reason means."""

_LEFT = {"withdrawn": Reason.WITHDRAWN, "deceased": Reason.DECEASED}

Item = tuple[int, ...]
"""What counts once: a person, or a record where persons do not count once."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row behind a number; `person` is the number somebody has now."""

    record: int
    person: int
    unit: int
    amount: int


@dataclass(frozen=True, slots=True)
class Why:
    """A reason, and for a correction the headings of what was corrected."""

    reason: Reason
    headings: tuple[str, ...] = ()


Items = dict[Item, list[Row]]


class Reasons:
    """Finds out why items of one figure came or went since a submission.

    `elsewhere` finds the items that count somewhere in the register now, `redefined` tells that the figure is
    defined otherwise than it was.
    """

    def __init__(
        self,
        counting: Counting,
        figure: Figure,
        sent: Sent,
        *,
        redefined: bool,
        elsewhere: Callable[[], frozenset[Item]],
    ) -> None:
        """Ask nothing yet."""
        self.counting, self.figure, self.sent = counting, figure, sent
        self.connection = counting.connection
        self.since = Since(self.connection, sent.set_id)
        self.redefined = redefined
        self.elsewhere = elsewhere

    def came(self, items: Items) -> dict[Item, Why]:
        """Say why items count that did not."""
        if not items:
            return {}
        coming = _Coming(self, items)
        return {item: coming.why(rows) for item, rows in items.items()}

    def went(self, items: Items) -> dict[Item, Why]:
        """Say why items do not count that did."""
        if not items:
            return {}
        going = _Going(self, items)
        return {item: going.why(item, rows) for item, rows in items.items()}

    def corrected(self, items: Items) -> Callable[[list[Row]], tuple[str, ...]]:
        """Make what names the fields that were changed on the records of an item and on its people."""
        kinds: dict[type[Record], dict[int, list[str]]] = {
            self.figure.record: self.since.changed(self.figure.record, _records(items)),
            Person: self.since.changed(Person, _persons(items)),
        }

        def headings(rows: list[Row]) -> tuple[str, ...]:
            told = (
                heading_of(record, name, self.figure.kind)
                for row in rows
                for record, row_id in ((self.figure.record, row.record), (Person, row.person))
                for name in kinds[record].get(row_id, ())
            )
            return tuple(dict.fromkeys(filter(None, told)))

        return headings

    def otherwise(self) -> Why:
        """Say what is left to say."""
        return Why(Reason.REDEFINED if self.redefined else Reason.OTHER)


class _Coming:
    """What the register knows of items that count now."""

    def __init__(self, reasons: Reasons, items: Items) -> None:
        self.reasons, self.items = reasons, items
        self.entered = reasons.since.entered(reasons.figure.record, _records(items))
        self.days = _days(reasons, _records(items))
        self.corrected = reasons.corrected(items)

    def why(self, rows: list[Row]) -> Why:
        new = [row for row in rows if row.record in self.entered]
        if len(new) == len(rows):
            return self._entered(new)
        if any(row.person in self._moved for row in rows):
            return Why(Reason.MOVED_IN)
        if headings := self.corrected(rows):
            return Why(Reason.CORRECTED, headings)
        if new or any(self._is_later(row) for row in rows):
            return self._entered(new or rows)
        return self.reasons.otherwise()

    def _entered(self, rows: list[Row]) -> Why:
        if all(self.entered.get(row.record) for row in rows):
            return Why(Reason.RESTORED)
        return Why(Reason.NEW if all(self._is_later(row) for row in rows) else Reason.LATE)

    def _is_later(self, row: Row) -> bool:
        """Whether a record is of a day the submitted number did not reach."""
        taken = self.reasons.sent.as_of
        day = self.days.get(row.record)
        return self.reasons.counting.period.as_of > taken if day is None else day > taken

    @cached_property
    def _moved(self) -> set[int]:
        """Find who got another unit since, or has one from a later day on."""
        if self.reasons.counting.unit is None:
            return set()
        histories, found = table(Affiliation), dict[int, Any]()
        columns = (histories.c.id, histories.c.person_id, histories.c.on)
        for some in batches(_persons(self.items)):
            query = select(*columns).where(histories.c.person_id.in_(some))
            found |= {row.id: row for row in self.reasons.connection.execute(query)}
        since = self.reasons.since
        anew = since.entered(Affiliation, found).keys() | since.changed(Affiliation, found).keys()
        return {row.person_id for row in found.values() if row.id in anew or row.on > self.reasons.sent.as_of}


class _Going:
    """What the register knows of items that count no more."""

    def __init__(self, reasons: Reasons, items: Items) -> None:
        self.reasons, self.items = reasons, items
        self.record = reasons.figure.record
        self.erased = _present(reasons, ErasedPerson, _persons(items))
        self.there = _present(reasons, self.record, _records(items))
        self.taken_out = reasons.since.taken_out(self.record, _records(items) - self.there)
        self.aside = self._set_aside()
        self.corrected = reasons.corrected(items)

    def why(self, item: Item, rows: list[Row]) -> Why:
        if any(row.person in self.erased for row in rows):
            return Why(Reason.ERASED)
        if not any(row.record in self.there for row in rows):
            return Why(self._gone(rows))
        if left := next(
            (_LEFT[one] for row in rows if (one := self._standing.get(row.person)) in _LEFT), None
        ):
            return Why(left)
        if item in self._elsewhere:
            return Why(Reason.MOVED_OUT)
        if headings := self.corrected(rows):
            return Why(Reason.CORRECTED, headings)
        return self.reasons.otherwise()

    def _gone(self, rows: list[Row]) -> Reason:
        if any(row.record in self.aside for row in rows):
            return Reason.MERGED
        if all(self.taken_out.get(row.record) == "erase" for row in rows):
            return Reason.ERASED
        return Reason.REMOVED

    def _set_aside(self) -> set[int]:
        """Find records that count no more since their people were made one with others."""
        gone = _records(self.items) - self.there
        if not gone:
            return set()
        return gone & set(self.reasons.connection.scalars(ids_aside(str(table(self.record).name))))

    @cached_property
    def _standing(self) -> dict[int, Any]:
        """Find how people stand, for a figure that counts who stands in the register."""
        figure = self.reasons.figure
        if figure.mode is not Mode.PERSONS or figure.time is Time.FLOW:
            return {}
        day, persons = self.reasons.counting.period.as_of, sorted(_persons(self.items))
        return latest_values(self.reasons.connection, Status, "status", day, persons)

    @cached_property
    def _elsewhere(self) -> frozenset[Item]:
        return self.reasons.elsewhere()


def _records(items: Mapping[Item, Iterable[Row]]) -> set[int]:
    return {row.record for rows in items.values() for row in rows}


def _persons(items: Mapping[Item, Iterable[Row]]) -> set[int]:
    return {row.person for rows in items.values() for row in rows if row.person}


def _present(reasons: Reasons, record: type[Record], ids: Iterable[int]) -> set[int]:
    rows = table(record)
    return {
        one
        for some in batches(ids)
        for one in reasons.connection.scalars(select(rows.c.id).where(rows.c.id.in_(some)))
    }


def _days(reasons: Reasons, ids: Iterable[int]) -> dict[int, date]:
    """Read the days of records that have one."""
    rows = table(reasons.figure.record)
    if "on" not in rows.c:
        return {}
    return {
        row.id: row.on
        for some in batches(ids)
        for row in reasons.connection.execute(select(rows.c.id, rows.c.on).where(rows.c.id.in_(some)))
    }
