"""待遇: what is due to whom and how much of it was paid, by batch, by number, by person; paying it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from talentreg.errors import Ambiguous, Refused, Unknown
from talentreg.periods import chinese_day
from talentreg.records.benefit import CENT, Benefit, Payment
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.store.changes import Writer
from talentreg.store.histories import place_of
from talentreg.store.ledger_finding import find_row
from talentreg.store.ledger_rules import check_row
from talentreg.store.people import find_person
from talentreg.store.return_rules import money
from talentreg.store.units import UnitTree, is_below

BENEFIT, PAYMENT = LEDGERS["benefit"], LEDGERS["payment"]
REASONS = ("overdue", "soon", "ahead")
"""Why a benefit is to be seen to, what presses most first."""

SOME = 10_000
"""Rows asked for by their ids at once."""

benefit, payment, person = table(Benefit), table(Payment), table(Person)


@dataclass(frozen=True, slots=True)
class Owed:
    """One benefit, and what was paid of it up to a day."""

    record_id: int
    person_id: int
    name: str
    id_number: str | None
    title: str
    period: str | None
    batch: str | None
    on: date
    amount: float
    paid: float
    unit_id: int | None
    note: str | None

    @property
    def missing(self) -> float:
        """What is still to be paid."""
        return still_owed(self.amount, self.paid)


@dataclass(frozen=True, slots=True)
class Batch:
    """The benefits drawn up together under one name, added up."""

    name: str
    rows: int
    people: int
    amount: float
    paid: float
    on: date
    until: date

    @property
    def missing(self) -> float:
        """What is still to be paid."""
        return still_owed(self.amount, self.paid)


@dataclass(frozen=True, slots=True)
class Paid:
    """What paying came to of one benefit: the amount, nothing where it stood already or was paid up."""

    owed: Owed
    amount: float


def still_owed(amount: float, paid: float) -> float:
    """Return what is left of an amount when some of it was paid."""
    return max(round(amount - paid, 2), 0)


def find_owed(
    connection: Connection, day: date, conditions: Sequence[ColumnElement[bool]] = ()
) -> list[Owed]:
    """List benefits with what was paid of them up to a day, the first due first."""
    query = _asked(day).where(*conditions).order_by(benefit.c.on, benefit.c.id)
    return [_owed(row) for row in connection.execute(query).mappings()]


def paid_until(day: date) -> ColumnElement[float]:
    """Ask how much of a benefit was paid up to a day."""
    there = payment.alias()
    total = select(func.sum(there.c.amount)).where(there.c.benefit_id == benefit.c.id, there.c.on <= day)
    return func.coalesce(total.correlate(benefit).scalar_subquery(), 0.0)


def unpaid_on(day: date) -> ColumnElement[bool]:
    """Ask whether the payments up to a day add up to less than a benefit."""
    return paid_until(day) < benefit.c.amount - CENT


def below(scope: int | None) -> ColumnElement[bool]:
    """Ask whether a benefit counts under a unit or one below it."""
    return is_below(place_of(benefit), scope)


def find_benefits(
    connection: Connection, tree: UnitTree, texts: Sequence[str], conditions: Sequence[ColumnElement[bool]]
) -> list[int]:
    """Return the ids of the benefits some texts mean: a number, a batch, or somebody with one unpaid.

    `conditions` narrow batches and people down. Raises Unknown, or Ambiguous for somebody with several.
    """
    found: list[int] = []
    for text in texts:
        if id_from_number(Benefit, text) is not None:
            found.append(find_row(connection, BENEFIT, text))
        elif name := _find_batch(connection, text):
            found += _ids(connection, [benefit.c.batch == name, *conditions])
        else:
            found.append(_only_unpaid(connection, tree, text, conditions))
    return list(dict.fromkeys(found))


def leave_out(
    connection: Connection, tree: UnitTree, row_ids: Sequence[int], texts: Sequence[str]
) -> list[int]:
    """Leave out of benefits those that texts mean, numbers or people; raises Refused where one is none."""
    left = list(row_ids)
    for text in texts:
        if id_from_number(Benefit, text) is not None:
            named = {find_row(connection, BENEFIT, text)}
        else:
            named = set(_ids(connection, [benefit.c.person_id == find_person(connection, tree, text)]))
        if named.isdisjoint(left):
            raise Refused(f"{mask_free_text(text)}不在要发的里面，没有登记", "请检查 --except")
        left = [one for one in left if one not in named]
    return left


def find_batch(connection: Connection, text: str) -> str:
    """Return the name of a batch as it is written; raises Unknown with the nearest names."""
    if name := _find_batch(connection, text):
        return name
    raise Unknown(f"没有叫「{mask_free_text(text)}」的造册批次", _near_batches(connection, text))


def list_batches(connection: Connection, day: date, scope: int | None = None) -> list[Batch]:
    """Add up the batches of a scope with what was paid of them up to a day, the last due first."""
    paid = func.sum(paid_until(day))
    days = func.min(benefit.c.on).label("on"), func.max(benefit.c.on).label("until")
    people = func.count(benefit.c.person_id.distinct()).label("people")
    sums = func.sum(benefit.c.amount).label("amount"), func.coalesce(paid, 0).label("paid")
    query = (
        select(benefit.c.batch.label("name"), func.count().label("rows"), people, *sums, *days)
        .where(benefit.c.batch.is_not(None), below(scope))
        .group_by(benefit.c.batch)
        .order_by(func.max(benefit.c.on).desc(), benefit.c.batch)
    )
    return [Batch(**row) for row in connection.execute(query).mappings()]


def pay(
    writer: Writer, row_ids: Sequence[int], on: date, amount: float | None, facts: Mapping[str, Any]
) -> list[Paid]:
    """Pay benefits on a day: an amount of each, or all that is left of it.

    What was paid just so on that day stays one payment; of what is paid up nothing is paid. Raises Refused
    where more would be paid than is due.
    """
    stored = _payments_on(writer.connection, row_ids, on)
    done: list[Paid] = []
    rows: list[dict[str, Any]] = []
    for owed in find_owed_by_ids(writer.connection, row_ids):
        share = owed.missing if amount is None else amount
        row = {"batch": owed.batch, **facts, "benefit_id": owed.record_id, "on": on, "amount": share}
        if share < CENT or (owed.record_id, share, row["batch"]) in stored:
            done.append(Paid(owed, 0))
            continue
        if not rows or share > owed.missing:
            check_row(writer.connection, PAYMENT, row)
        rows.append(row)
        done.append(Paid(owed, share))
    writer.insert_many(Payment, rows)
    return done


def find_owed_by_ids(connection: Connection, row_ids: Sequence[int]) -> list[Owed]:
    """List benefits by their ids with everything paid of them."""
    found: list[Owed] = []
    for start in range(0, len(row_ids), SOME):
        some = benefit.c.id.in_(row_ids[start : start + SOME])
        found += find_owed(connection, date.max, [some])
    return found


def _payments_on(
    connection: Connection, row_ids: Sequence[int], on: date
) -> set[tuple[int, float, str | None]]:
    """Return what was paid of some benefits on a day: the benefit, the amount, the batch."""
    found: set[tuple[int, float, str | None]] = set()
    for start in range(0, len(row_ids), SOME):
        some = payment.c.benefit_id.in_(row_ids[start : start + SOME])
        query = select(payment.c.benefit_id, payment.c.amount, payment.c.batch).where(
            some, payment.c.on == on
        )
        found |= {(row.benefit_id, row.amount, row.batch) for row in connection.execute(query)}
    return found


def _asked(day: date) -> Select[Any]:
    paid = paid_until(day)
    names = ("person_id", "period", "batch", "on", "amount", "note")
    return select(
        benefit.c.id.label("record_id"),
        benefit.c.name.label("title"),
        *(benefit.c[name] for name in names),
        person.c.name,
        person.c.id_number,
        paid.label("paid"),
        place_of(benefit).label("unit_id"),
    ).join(person, person.c.id == benefit.c.person_id)


def _owed(row: RowMapping) -> Owed:
    return Owed(**{**row, "paid": round(row["paid"], 2)})


def _ids(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> list[int]:
    return list(connection.scalars(select(benefit.c.id).where(*conditions).order_by(benefit.c.id)))


def _only_unpaid(
    connection: Connection, tree: UnitTree, text: str, conditions: Sequence[ColumnElement[bool]]
) -> int:
    """Return the only benefit somebody has of which not all is paid."""
    try:
        person_id = find_person(connection, tree, text)
    except Unknown as error:
        told = f"「{mask_free_text(text)}」不是待遇编号、造册批次，也不是登记的人"
        raise Unknown(told, _near_batches(connection, text)) from error
    own = (benefit.c.person_id == person_id, unpaid_on(date.max), *conditions)
    found = find_owed(connection, date.max, own)
    if len(found) == 1:
        return found[0].record_id
    if not found:
        raise Unknown(f"{text}没有未发的待遇", f"talentreg benefit list --person {text} 列出全部")
    listed = [tell_owed(one) for one in found]
    raise Ambiguous(f"{text}有{len(found)}笔未发的待遇", listed, "请写编号，如 DY000123")


def tell_owed(one: Owed) -> str:
    """Write a benefit in a line: number, day, name, period, amount, and what was paid of it."""
    paid = f"已发{money(one.paid)}元" if one.paid else ""
    parts = (number(Benefit, one.record_id), chinese_day(one.on), one.title, one.period)
    told = "  ".join(part for part in (*parts, f"{money(one.amount)}元", paid) if part)
    return mask_free_text(told)


def _find_batch(connection: Connection, text: str) -> str:
    """Return the batch a text names; blank for none."""
    return next((name for name in _batch_names(connection) if fold(name) == fold(text)), "")


def _batch_names(connection: Connection) -> list[str]:
    query = select(benefit.c.batch).where(benefit.c.batch.is_not(None)).distinct()
    return list(connection.scalars(query))


def _near_batches(connection: Connection, text: str) -> str:
    near = get_close_matches(text, _batch_names(connection), 3, 0.4)
    listed = mask_free_text("、".join(near))
    return f"是不是：{listed}" if near else "talentreg benefit roll 列出全部批次"


def refuse_none(found: Sequence[object], what: str) -> None:
    """Refuse to go on where nothing fits what was asked for."""
    if not found:
        raise Refused(f"没有{what}", "talentreg benefit roll 列出全部批次")
