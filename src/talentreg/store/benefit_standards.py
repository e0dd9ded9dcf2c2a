"""What the policies behind benefits grant: the standard a roll prints beside each amount."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from talentreg.records.benefit import Benefit, Policy
from talentreg.records.fields import table
from talentreg.store.benefits import SOME
from talentreg.store.return_rules import money

benefit, policy = table(Benefit), table(Policy)


def standards(connection: Connection, row_ids: Sequence[int]) -> dict[int, str]:
    """Write what the policy of each of some benefits grants; one that says nothing is left out."""
    found: dict[int, str] = {}
    for start in range(0, len(row_ids), SOME):
        query = (
            select(benefit.c.id, policy.c.amount, policy.c.rule)
            .join(policy, policy.c.id == benefit.c.policy_id)
            .where(benefit.c.id.in_(row_ids[start : start + SOME]))
        )
        for row_id, amount, rule in connection.execute(query):
            if told := rule or (f"{money(amount)}元" if amount else ""):
                found[row_id] = told
    return found
