"""How a number differs from what was submitted: who came and who went, each with the reason."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, select

from talentreg.figures.behind import Behind
from talentreg.figures.breakdown import tidy
from talentreg.figures.compute import Counting
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.evidence import Reference
from talentreg.figures.reasons import Item, Items, Reason, Reasons, Row, Why
from talentreg.figures.versions import version_of
from talentreg.records.fields import table
from talentreg.records.sameness import MergedPerson
from talentreg.store.row_ids import PARTS, RowIds
from talentreg.store.submissions import Sent


@dataclass(frozen=True, slots=True)
class Change:
    """One that came or went: whom or what, where it counts, how much it makes of the number.

    `person_id` is 0 for what is about nobody of the register, `unit_id` for what counts nowhere.
    """

    why: Why
    came: bool
    person_id: int
    record_id: int
    unit_id: int
    amount: float = 1

    @property
    def effect(self) -> float:
        """What the change makes of the number."""
        return self.amount if self.came else -self.amount


@dataclass(frozen=True, slots=True)
class Difference:
    """One number by the rows kept when it was submitted, and by those of now, with all that came or went."""

    reference: Reference
    then: float
    now: float
    changes: tuple[Change, ...]
    redefined: bool = False

    @property
    def figure(self) -> Figure:
        """The figure the number is of."""
        return self.reference.figure

    def by_reason(self) -> list[tuple[Reason, bool, list[Change]]]:
        """Group the changes by whether they came and why: those that came first, in the order of reasons."""
        grouped: dict[tuple[bool, Reason], list[Change]] = defaultdict(list)
        for one in self.changes:
            grouped[one.came, one.why.reason].append(one)
        order = list(Reason)
        keys = sorted(grouped, key=lambda key: (not key[0], order.index(key[1])))
        return [(reason, came, grouped[came, reason]) for came, reason in keys]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A number as it was submitted: what it is a number of, in which submission, and the rows behind it."""

    reference: Reference
    sent: Sent
    rows: RowIds


def differ(counting: Counting, submitted: Submitted, behind: Behind | None = None) -> Difference:
    """Explain what has become of a number since it was submitted.

    The counting is of the submitted period or of a later one; what happens in a period is compared with the
    same. The number is no share: its part and its whole are explained each. `behind` fetches the rows of now
    for several numbers of one period; its scope is that of the counting or above it.
    """
    now = (behind or Behind(counting)).rows(submitted.reference, counting.unit)
    return _Comparing(counting, submitted, now).difference()


class _Comparing:
    """The rows behind one number then and now."""

    def __init__(self, counting: Counting, submitted: Submitted, now: RowIds) -> None:
        self.reference = reference = submitted.reference
        self.figure, sent = reference.figure, submitted.sent
        self.merged = merged_into(counting.connection)
        self.then, self.now = submitted.rows, now
        self.reasons = Reasons(
            counting,
            self.figure,
            sent,
            redefined=_is_redefined(reference, sent),
            elsewhere=self._elsewhere(counting),
        )

    def difference(self) -> Difference:
        keys = self._keys(self.then), self._keys(self.now)
        then, now = (set(some) for some in keys)
        came = self._items(self.now, keys[1], then)
        went = self._items(self.then, keys[0], now)
        merged = self._merged_away()
        changes = [
            *self._told(came, self.reasons.came(came), came=True),
            *merged,
            *self._told(went, self.reasons.went(went), came=False),
            *(self._altered(keys) if self.figure.mode is Mode.SUM else ()),
        ]
        was = self._total(self.then, len(then) + len(merged))
        is_ = self._total(self.now, len(now))
        return Difference(self.reference, was, is_, tuple(changes), self.reasons.redefined)

    def _total(self, rows: RowIds, items: int) -> float:
        return tidy(sum(rows.amounts) / PARTS) if self.figure.mode is Mode.SUM else items

    def _keys(self, rows: RowIds) -> list[Item]:
        """Return row by row what counts once, people by the number they have now."""
        known = self.merged.get
        return [self._item(record, known(person, person), unit) for record, person, unit, _ in rows]

    def _items(self, rows: RowIds, keys: list[Item], without: set[Item]) -> Items:
        """Gather rows by what counts once, but for some; of most numbers nearly all are in both."""
        found: Items = {}
        for key, (record, person, unit, amount) in zip(keys, rows, strict=True):
            if key not in without:
                now = self.merged.get(person, person)
                found.setdefault(key, []).append(Row(record, now, unit, amount))
        return found

    def _item(self, record: int, person: int, unit: int) -> Item:
        if self.figure.mode is Mode.PERSONS:
            return (person,) if person else (0, record)
        return (record, person, unit) if self._repeats else (record,)

    @cached_property
    def _repeats(self) -> bool:
        """Whether one record counts for several people or units."""
        return any(len(set(rows.records)) < len(rows) for rows in (self.then, self.now))

    def _elsewhere(self, counting: Counting) -> Callable[[], frozenset[Item]]:
        """Make what finds the items that count now in the whole register; asked only if need be."""

        def find() -> frozenset[Item]:
            if counting.unit is None:
                return frozenset()
            whole = Counting(counting.connection, counting.period)
            return frozenset(self._keys(Behind(whole).rows(self.reference, None)))

        return find

    def _told(self, items: Items, whys: dict[Item, Why], *, came: bool) -> list[Change]:
        return [
            Change(whys[item], came, rows[0].person, rows[0].record, rows[0].unit, self._amount(rows))
            for item, rows in items.items()
        ]

    def _amount(self, rows: list[Row]) -> float:
        if self.figure.mode is not Mode.SUM:
            return 1
        return tidy(sum(row.amount for row in rows) / PARTS)

    def _merged_away(self) -> list[Change]:
        """Tell who counted twice then, under two numbers."""
        if self.figure.mode is not Mode.PERSONS:
            return []
        numbers: dict[int, dict[int, int]] = defaultdict(dict)
        for _, person, unit, _ in self.then:
            if person:
                numbers[self.merged.get(person, person)].setdefault(person, unit)
        return [
            Change(Why(Reason.MERGED), False, gone, 0, units[gone])
            for kept, units in numbers.items()
            for gone in sorted(units, key=lambda one: one != kept)[1:]
        ]

    def _altered(self, keys: tuple[list[Item], list[Item]]) -> list[Change]:
        """Tell whose amount is another now."""
        then, now = (self._items(*some, set()) for some in zip((self.then, self.now), keys, strict=True))
        changed = {item: rows for item, rows in now.items() if item in then}
        moved = {item: self._amount(rows) - self._amount(then[item]) for item, rows in changed.items()}
        return [
            Change(Why(Reason.CORRECTED), by > 0, rows[0].person, rows[0].record, rows[0].unit, tidy(abs(by)))
            for item, rows in changed.items()
            if (by := moved[item])
        ]


def merged_into(connection: Connection) -> dict[int, int]:
    """Return the number somebody has now by each they had before."""
    merged = table(MergedPerson)
    return {row.id: row.person_id for row in connection.execute(select(merged.c.id, merged.c.person_id))}


def _is_redefined(reference: Reference, sent: Sent) -> bool:
    known = sent.definitions.get(reference.figure.key, {}).get("version")
    return known is not None and known != version_of(Reference(reference.figure))
