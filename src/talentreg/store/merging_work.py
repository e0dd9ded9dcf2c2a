"""What was done with two records of one person made one: the same event, care or request counts once."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from talentreg.records.benefit import CENT, Payment
from talentreg.records.duty import Assignment
from talentreg.records.fields import table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import ASSIGNMENT, LEDGERS
from talentreg.records.ledgers_return import PAYMENT
from talentreg.records.work_words import WHETHER
from talentreg.store.changes import Writer
from talentreg.store.merging_histories import Histories, Row

LAST_DAYS: Mapping[str, str] = {
    "assignment": "ended_on",
    **dict.fromkeys(("membership", "inclusion", "tenancy"), "until"),
}
"""The field of the last day in ledgers of what lasts: of one pair nothing holds twice on a day."""


def unite_work(both: Histories) -> Counter[str]:
    """Keep what both records have alike once, blanks filled; return how many rows that was, by title."""
    twice: Counter[str] = Counter()
    for ledger in LEDGERS.values():
        if names := ledger.references("person"):
            united = _KINDS.get(ledger.name, _United)(both.writer, ledger, both.kept, both.other)
            goes = list(united.unite(_rows(both, ledger, names)))
            both.set_aside(PAYMENT.record, united.beneath)
            both.set_aside(ledger.record, goes)
            twice += Counter({ledger.title: len(goes), PAYMENT.title: len(united.beneath)})
    return +twice


def unite_assignments(writer: Writer, staff_id: int) -> int:
    """Let a member of staff hold one assignment of a pair at a time; return how many were too many.

    Nobody stands in for themselves.
    """
    rows = table(Assignment)
    query = select(rows).where(rows.c.leader_id == staff_id).order_by(rows.c.on, rows.c.id)
    found = [dict(row) for row in writer.connection.execute(query).mappings()]
    for row in found:
        if row["delegate_id"] == staff_id:
            writer.update(Assignment, row["id"], {"delegate_id": None})
            row["delegate_id"] = None
    goes = list(_United(writer, ASSIGNMENT, staff_id, None).unite(found))
    return writer.delete_many(Assignment, [row["id"] for row in goes])


def _rows(both: Histories, ledger: Ledger, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of a ledger that name either of the two, those of the one who stays first."""
    rows = table(ledger.record)
    theirs = or_(*(rows.c[f"{name}_id"].in_((both.kept, both.other)) for name in names))
    of_kind = (rows.c.kind == ledger.kind,) if ledger.kind else ()
    query = select(rows).where(theirs, *of_kind).order_by(rows.c.id)
    found = [dict(row) for row in both.writer.connection.execute(query).mappings()]
    return sorted(found, key=lambda row: any(row[f"{name}_id"] == both.other for name in names))


class _United:
    """Goes through the rows of one ledger and keeps of those that say the same the first."""

    def __init__(self, writer: Writer, ledger: Ledger, kept: int, other: int | None) -> None:
        self.writer, self.ledger, self.kept, self.other = writer, ledger, kept, other
        self.last = LAST_DAYS.get(ledger.name, "")
        self.known: defaultdict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
        self.beneath: list[Row] = []
        """Rows that go because they belong to one that goes, and its twin has the same."""

    def unite(self, rows: Sequence[dict[str, Any]]) -> Iterator[Row]:
        """Fill what the rows that stay lack, and give those that go."""
        for row in rows:
            if self._is_of_itself(row):
                yield row
                continue
            said = self.known[self._key(row)]
            twin = next((one for one in said if self._are_one(one, row)), None)
            if twin is None or not (self.other is None or self._is_others(row)):
                said.append(row)
                continue
            self.writer.update(self.ledger.record, twin["id"], fuller := self._fuller(twin, row))
            twin.update(fuller)
            yield row

    def _now(self, person_id: Any) -> Any:
        return self.kept if person_id is not None and person_id == self.other else person_id

    def _key(self, row: Row) -> tuple[Any, ...]:
        """Return what makes two rows the same, whichever of the two they name."""
        fields = self.ledger.fields
        names = [name for name in self.ledger.alike if not (self.last and name == "on")]
        values = ((fields[name].refers, row[self.ledger.stored(name)]) for name in names)
        return tuple(self._now(value) if refers == "person" else value for refers, value in values)

    def _is_others(self, row: Row) -> bool:
        """Whether a row names the one whose number is given up."""
        return any(row[f"{name}_id"] == self.other for name in self.ledger.references("person"))

    def _is_of_itself(self, row: dict[str, Any]) -> bool:
        """Whether a row would bring somebody together with themselves: they once vouched for their double.

        One that may do without whom else it names does without: nobody is taught by themselves.
        """
        names = self.ledger.references("person")
        named = {self._now(row[f"{name}_id"]) for name in names}
        if self.other is None or len(names) < 2 or len(named) > 1 or None in named:
            return False
        spare = {f"{name}_id": None for name in names[1:] if name not in self.ledger.required}
        self.writer.update(self.ledger.record, row["id"], spare)
        row.update(spare)
        return not spare

    def _are_one(self, one: Row, other: Row) -> bool:
        """Whether of two rows of one key one is enough."""
        return not self.last or self._overlap(one, other)

    def _overlap(self, one: Row, other: Row) -> bool:
        ends = [row[self.last] or date.max for row in (one, other)]
        return bool(one["on"] <= ends[1] and other["on"] <= ends[0])

    def _fuller(self, kept: Row, twin: Row) -> dict[str, Any]:
        """Return what a row says more than its twin; what somebody merely did not change says nothing."""
        more: dict[str, Any] = {}
        for name, column in self.ledger.fields.items():
            stored = self.ledger.stored(name)
            mine, theirs = kept[stored], twin[stored]
            if column.refers == "person" or theirs is None or mine == theirs:
                continue
            silent = mine is None or mine == self.ledger.defaults.get(name)
            if silent or (column.vocabulary is WHETHER and theirs == "yes"):
                more[stored] = theirs
        span = self._span(kept, twin) if self.last else {}
        more = self._in_order({**kept, **span}, more) | span
        if self.ledger.dated:
            more["entered_on"] = min(kept["entered_on"], twin["entered_on"])
        return more

    def _span(self, kept: Row, twin: Row) -> dict[str, Any]:
        """Return the days from the first to the last on which either holds."""
        terms = [row["until"] for row in (kept, twin) if row["until"]]
        ends = [row[self.last] for row in (kept, twin)]
        last = max(ends) if all(ends) else None
        span = {"on": min(kept["on"], twin["on"]), self.last: last}
        return span | ({"until": max(terms)} if terms and self.last != "until" else {})

    def _in_order(self, row: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
        """Return of what would be filled in what agrees with the days a row has."""
        for name, value in more.items():
            row[name] = value
            days = [(row[first], row[second]) for first, second in self.ledger.orders]
            if any(first and second and second < first for first, second in days):
                row[name] = None
        return {name: value for name, value in more.items() if row[name] is not None}


class _Stays(_United):
    """Stays in libraries: how the later of two ended is how the one of both did."""

    def _span(self, kept: Row, twin: Row) -> dict[str, Any]:
        span = super()._span(kept, twin)
        later = max(kept, twin, key=lambda row: row["until"] or date.max)
        return span | {"outcome": later["outcome"] if span["until"] else None}


class _Cases(_United):
    """Cases: of those still open one is enough, begun when the first was; who came back has not failed."""

    def _key(self, row: Row) -> tuple[Any, ...]:
        return (self._now(row["person_id"]),)

    def _are_one(self, one: Row, other: Row) -> bool:
        open_ = not any(row["landed_on"] or row["failed_on"] for row in (one, other))
        return open_ or one["on"] == other["on"]

    def _fuller(self, kept: Row, twin: Row) -> dict[str, Any]:
        first = min(kept["on"], twin["on"])
        more = super()._fuller({**kept, "on": first}, {**twin, "on": first})
        more["on"] = first
        if {**kept, **more}["landed_on"]:
            more |= {"failed_on": None, "reason": None}
        return more


class _Benefits(_United):
    """Benefits: of one that both records have one is due, unless more than that was really paid."""

    def _are_one(self, one: Row, other: Row) -> bool:
        mine, theirs = self._paid(one), self._paid(other)
        again = _alike(mine, theirs)
        paid = sum(row["amount"] for row in (*mine, *theirs)) - sum(row["amount"] for row in again)
        return bool(paid <= max(one["amount"], other["amount"]) + CENT)

    def _fuller(self, kept: Row, twin: Row) -> dict[str, Any]:
        theirs = self._paid(twin)
        again = _alike(self._paid(kept), theirs)
        self.beneath += again
        moved = [row["id"] for row in theirs if row not in again]
        self.writer.update_many(Payment, {one: {"benefit_id": kept["id"]} for one in moved})
        return super()._fuller(kept, twin) | {"amount": max(kept["amount"], twin["amount"])}

    def _paid(self, row: Row) -> list[Row]:
        rows = table(Payment)
        query = select(rows).where(rows.c.benefit_id == row["id"]).order_by(rows.c.id)
        gone = [one["id"] for one in self.beneath]
        found = self.writer.connection.execute(query).mappings()
        return [dict(one) for one in found if one["id"] not in gone]


def _alike(mine: Sequence[Row], theirs: Sequence[Row]) -> list[Row]:
    """Return those of some payments that are among others too, each of these once."""
    left = [(row["on"], row["amount"], row["batch"]) for row in mine]
    found = []
    for row in theirs:
        if (key := (row["on"], row["amount"], row["batch"])) in left:
            left.remove(key)
            found.append(row)
    return found


_KINDS: Mapping[str, type[_United]] = {"inclusion": _Stays, "case": _Cases, "benefit": _Benefits}
"""How rows of a ledger become one where more hangs on it than what they say."""
