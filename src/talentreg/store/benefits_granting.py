"""造册: one benefit of a policy for each of many people, once however often it is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, or_, select

from talentreg.errors import Malformed, Refused
from talentreg.periods import chinese_day
from talentreg.records.benefit import Benefit, Policy
from talentreg.records.fields import number
from talentreg.records.history import Status
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.store.benefits import BENEFIT, SOME, benefit
from talentreg.store.changes import Writer
from talentreg.store.gone import GONE
from talentreg.store.histories import latest_values
from talentreg.store.ledger_finding import read_row
from talentreg.store.ledger_rules import check_row
from talentreg.store.return_rules import money

POLICY = LEDGERS["policy"]


@dataclass(frozen=True, slots=True)
class Award:
    """What everybody is granted: the policy, the day, the benefit's period and batch.

    `name` and `amount` are what was said, else the policy says them; `dated` whether somebody said the day.
    """

    policy: RowMapping
    on: date
    name: str | None = None
    period: str | None = None
    batch: str | None = None
    amount: float | None = None
    note: str | None = None
    dated: bool = False

    @property
    def title(self) -> str:
        """What the benefit is called."""
        return str(self.name or self.policy["name"])

    @property
    def fixed(self) -> dict[str, Any]:
        """What every benefit of it holds, by stored columns."""
        return {
            "policy_id": self.policy["id"],
            "name": self.title,
            "period": self.period,
            "batch": self.batch,
            "on": self.on,
        }

    @property
    def same(self) -> list[ColumnElement[bool]]:
        """Ask for the benefits that are this one: of one period, else of one batch or one day."""
        own = benefit.c.policy_id == self.policy["id"]
        named = benefit.c.name == self.title
        unsaid = and_(benefit.c.policy_id.is_(None), named)
        asked = [and_(own, named) if self.name else or_(own, unsaid)]
        asked.append(benefit.c.period.is_not_distinct_from(self.period))
        if self.period:
            return asked
        same_day = benefit.c.on == self.on
        if self.batch:
            return [*asked, or_(same_day, benefit.c.batch == self.batch)]
        return [*asked, same_day if self.dated else or_(same_day, benefit.c.batch.is_(None))]


@dataclass(slots=True)
class Granted:
    """Who was granted a benefit, who had it already, who was left out for having left the register."""

    entered: list[int] = field(default_factory=list)
    known: dict[int, RowMapping] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)


def find_policy(connection: Connection, text: str) -> RowMapping:
    """Return the policy a name or number means; raises Unknown or Ambiguous."""
    return read_row(connection, POLICY, text)


def describe_policy(row: RowMapping) -> str:
    """Write a policy in a line: its name, how much it grants, how, what it rests on."""
    amount = f"{money(row['amount'])}元" if row["amount"] else ""
    parts = (number(Policy, row["id"]), row["name"], amount, row["rule"], row["basis"])
    return mask_free_text("  ".join(part for part in parts if part))


def refuse_invalid(policy: RowMapping, day: date) -> None:
    """Refuse to grant by a policy that is not valid on the day the benefit is due."""
    called = f"{number(Policy, policy['id'])} {policy['name']}"
    if day < policy["on"]:
        told = f"{called}要到{chinese_day(policy['on'])}才施行，{chinese_day(day)}不能发放"
    elif policy["until"] and day > policy["until"]:
        told = f"{called}已于{chinese_day(policy['until'])}失效，{chinese_day(day)}不能发放"
    else:
        return
    hint = f"应发日期写 --due；有效期写错的：talentreg policy edit {number(Policy, policy['id'])} …"
    raise Refused(told, hint)


def amount_of(award: Award) -> float:
    """Return what everybody gets; raises Malformed where neither the policy nor anybody said."""
    amount = award.amount if award.amount is not None else award.policy["amount"]
    if not amount:
        called = number(Policy, award.policy["id"])
        raise Malformed(
            "没有写金额，政策里也没有补贴标准",
            f"加 --amount 3000，或 talentreg policy edit {called} 补贴标准=…",
        )
    return float(amount)


def grant(writer: Writer, award: Award, person_ids: Sequence[int], *, of_library: bool = False) -> Granted:
    """Enter one benefit for each; who has it already keeps it as it is.

    Of a library those are left out who have left the register; named ones are refused.
    """
    connection, done = writer.connection, Granted()
    wanted = list(dict.fromkeys(person_ids))
    done.known = known_benefits(connection, award, wanted)
    new = [one for one in wanted if one not in done.known]
    if of_library:
        statuses = latest_values(connection, Status, "status", award.on, new)
        done.gone = [one for one in new if statuses.get(one) in GONE]
        new = [one for one in new if one not in done.gone]
    common = {**award.fixed, "amount": amount_of(award), "note": award.note}
    rows: list[Mapping[str, Any]] = [{**common, "person_id": one} for one in new]
    for row in rows[:1] if of_library else rows:
        check_row(connection, BENEFIT, row)
    writer.insert_many(Benefit, rows)
    done.entered = new
    return done


def known_benefits(connection: Connection, award: Award, person_ids: Sequence[int]) -> dict[int, RowMapping]:
    """Return the benefits people have that are the one granted, by person."""
    found: dict[int, RowMapping] = {}
    for start in range(0, len(person_ids), SOME):
        some = benefit.c.person_id.in_(person_ids[start : start + SOME])
        query = select(benefit).where(some, *award.same).order_by(benefit.c.id.desc())
        found |= {row["person_id"]: row for row in connection.execute(query).mappings()}
    return {one: found[one] for one in person_ids if one in found}


def same_benefit(connection: Connection, award: Award, person_id: int) -> int | None:
    """Return the id of the benefit somebody has that is the one granted."""
    known = known_benefits(connection, award, [person_id])
    return known[person_id]["id"] if known else None
