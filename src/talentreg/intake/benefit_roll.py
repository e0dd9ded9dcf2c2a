"""A list of names to whom a policy grants a benefit, each with an amount of their own if there is one."""

from dataclasses import replace
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


def load_benefit_roll(connection: Connection, award: Award, *, enrol: bool) -> LedgerRoll:
    """Open the list of those whom an award goes to; a row that says no day is due when the award is."""

    def refuse(row: Row, _: Known, __: Draft) -> None:
        try:
            refuse_invalid(award.policy, row["on"])
        except Refused as error:
            raise Unusable(error.message) from error

    def same(connection: Connection, row: Row) -> int | None:
        dated = award.dated or row["on"] != award.on
        own = replace(award, on=row["on"], dated=dated, period=row.get("period"), batch=row.get("batch"))
        return same_benefit(connection, own, row["person_id"])

    return LedgerRoll(
        record=Benefit,
        told=describe_policy(award.policy),
        enrol=enrol,
        written=("待遇", "补充待遇"),
        connection=connection,
        kind=BENEFIT,
        fixed={"policy_id": award.policy["id"], "name": award.title},
        usual=award.on,
        complete=refuse,
        alike=("person_id", "period", *(() if award.period else ("on",))),
        find_same=same,
    )
