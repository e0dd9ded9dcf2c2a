"""What the commands about benefits share: the words they take, how a batch is told."""

from typing import Annotated, Any

import typer
from sqlalchemy import ColumnElement, Connection

from talentreg.cli.options import filled, parse_with
from talentreg.errors import Malformed
from talentreg.records.cleaning import Unclear, clean_yuan
from talentreg.store.benefits import below, benefit, still_owed
from talentreg.store.benefits_granting import find_policy
from talentreg.store.return_rules import money
from talentreg.store.units import UnitTree

LISTED = 20
"""How many people or benefits are told one by one; of more only the sum is."""


def _yuan(text: str) -> float:
    try:
        amount = clean_yuan(text)
    except Unclear as unclear:
        raise Malformed(str(unclear)) from unclear
    if not amount:
        raise Malformed("金额是0", "没有钱的不用登记")
    return amount


def amount_option(meaning: str) -> Any:
    """Declare an option for an amount of money."""
    return typer.Option("--amount", metavar="金额", parser=parse_with(_yuan), help=meaning)


Batch = Annotated[
    str | None,
    typer.Option("--batch", metavar="批次", parser=filled, help="造册批次，如 2026年上半年"),
]
OnlyPolicy = Annotated[
    str | None,
    typer.Option("--policy", metavar="政策", parser=filled, help="只看一项政策的：名称或编号"),
]


def narrowed(
    connection: Connection, tree: UnitTree, unit: str | None, policy: str | None
) -> list[ColumnElement[bool]]:
    """Return the conditions of benefits of a unit and of a policy, as far as asked."""
    asked = [below(tree.find(unit).id)] if unit else []
    if policy:
        asked.append(benefit.c.policy_id == find_policy(connection, policy)["id"])
    return asked


def sums(rows: int, people: int, amount: float, paid: float) -> str:
    """Write how many benefits there are, for how many people, what they come to and what was paid."""
    whom = f"{people}人" if rows == people else f"{people}人{rows}笔"
    missing = money(still_owed(amount, paid))
    return f"共{whom}，应发{money(amount)}元，已发{money(paid)}元，未发{missing}元"


def plain(amount: float) -> float | int:
    """Return an amount without decimals where it has none."""
    return int(amount) if float(amount).is_integer() else round(amount, 2)
