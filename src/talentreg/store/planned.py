"""下次联络: the next step a contact left open; it is done once the person has been reached again."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, or_, select

from talentreg.records.contact import Contact
from talentreg.records.fields import table


def open_step(what: str, person_id: ColumnElement[int]) -> ScalarSelect[Any]:
    """Ask for a person's open next step: its day (`on`), or a field of the contact that set it.

    Of several contacts that set one since the person was last reached, the latest counts.
    """
    setting, later = table(Contact).alias(), table(Contact).alias()
    after = or_(later.c.on > setting.c.on, and_(later.c.on == setting.c.on, later.c.id > setting.c.id))
    reached = select(later.c.id).where(
        later.c.person_id == setting.c.person_id, later.c.reached == "self", after
    )
    return (
        select(setting.c[{"on": "next_on"}.get(what, what)])
        .where(setting.c.person_id == person_id, setting.c.next_on.is_not(None), ~reached.exists())
        .order_by(setting.c.on.desc(), setting.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
