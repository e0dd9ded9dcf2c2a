"""What a benefit has from its policy where nobody said it: its name and its amount."""

from typing import Any

from sqlalchemy import Connection, select

from talentreg.records.benefit import Benefit, Policy
from talentreg.records.fields import columns, table
from talentreg.records.text import as_text


def complete_benefit(connection: Connection, _: object, stored: dict[str, Any], __: object) -> list[str]:
    """Fill a new benefit from its policy; say what was filled."""
    rows = table(Policy)
    found = connection.execute(select(rows).where(rows.c.id == stored.get("policy_id"))).mappings().first()
    policy = dict(found or {})
    filled = {n: policy[n] for n in ("name", "amount") if policy.get(n) and stored.get(n) is None}
    stored.update(filled)
    told = "、".join(f"{columns(Benefit)[name].heading}{as_text(value)}" for name, value in filled.items())
    return [f"按政策记：{told}"] if filled else []
