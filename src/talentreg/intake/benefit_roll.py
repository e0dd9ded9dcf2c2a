"""A list of names to whom a policy grants a benefit, each with an amount of their own if there is one."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from talentreg.errors import Refused
from talentreg.intake.drafts import Draft
from talentreg.intake.matching import Known
from talentreg.intake.roll import LedgerRoll
from talentreg.intake.unusable import Unusable
from talentreg.records.benefit import Benefit
from talentreg.store.benefits import BENEFIT
from talentreg.store.benefits_granting import Award, describe_policy, refuse_invalid, same_benefit

Row = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class BenefitRoll(LedgerRoll):
    """The list of who is granted a benefit; a row that says no day is due when the award is."""

    award: Award

    def day(self, facts: Row) -> date:
        """Return the day the benefit is due."""
        return facts["on"] or self.award.on

    def check(self, facts: Row) -> None:
        """Refuse what the rules refuse whoever it is."""
        LedgerRoll.check(self, {**facts, "on": self.day(facts)})


def load_benefit_roll(connection: Connection, award: Award, *, enrol: bool) -> BenefitRoll:
    """Open the list of those whom an award goes to."""

    def complete(row: Row, _: Known, __: Draft) -> None:
        row.setdefault("on", award.on)
        try:
            refuse_invalid(award.policy, row["on"])
        except Refused as error:
            raise Unusable(error.message) from error

    def same(connection: Connection, row: Row) -> int | None:
        dated = award.dated or row["on"] != award.on
        own = replace(award, on=row["on"], dated=dated, period=row.get("period"), batch=row.get("batch"))
        return same_benefit(connection, own, row["person_id"])

    return BenefitRoll(
        record=Benefit,
        told=describe_policy(award.policy),
        enrol=enrol,
        written=("待遇", "补充待遇"),
        connection=connection,
        kind=BENEFIT,
        fixed={"policy_id": award.policy["id"], "name": award.title},
        complete=complete,
        alike=("person_id", "period", *(() if award.period else ("on",))),
        find_same=same,
        award=award,
    )
