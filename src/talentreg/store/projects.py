"""返乡创业项目: who takes part in one, and all there is to show of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from talentreg.errors import Refused
from talentreg.periods import chinese_day
from talentreg.records.fields import number, table
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.milestone import Milestone
from talentreg.records.person import Person
from talentreg.records.project import PROJECT_STAGES, Arrival, Partner, Project
from talentreg.store.changes import Writer
from talentreg.store.ledger_entering import add_row, edit_row
from talentreg.store.ledger_finding import read_row
from talentreg.store.ledger_people import delete_people
from talentreg.store.people import describe_person
from talentreg.store.stages import reached
from talentreg.store.units import UnitTree

PROJECT, PARTNER, ARRIVAL = (LEDGERS[name] for name in ("project", "partner", "arrival"))
project, partner, arrival = table(Project), table(Partner), table(Arrival)


@dataclass(slots=True)
class Joined:
    """Who was entered as taking part in a project, whose part was put right, who took it already."""

    entered: list[int] = field(default_factory=list)
    completed: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)


def find_project(connection: Connection, text: str) -> RowMapping:
    """Return the project a name or number means; raises Unknown or Ambiguous."""
    return read_row(connection, PROJECT, text)


def describe_project(row: RowMapping) -> str:
    """Write a project in a line: its number, its name, how far it is."""
    stage, day = reached(row, PROJECT_STAGES)
    called = number(Project, row["id"])
    return f"{called}  {mask_free_text(row['name'])}  {stage}（{chinese_day(day)}）"


def join(
    writer: Writer, tree: UnitTree, row: RowMapping, person_ids: Sequence[int], facts: dict[str, Any]
) -> Joined:
    """Enter that people take part in a project; of who does already, what is said otherwise is put right."""
    done, called = Joined(), number(Project, row["id"])
    said = {name: value for name, value in facts.items() if value}
    for person_id in dict.fromkeys(person_ids):
        whole = {"project": called, "person": number(Person, person_id), **said}
        entered = add_row(writer, tree, PARTNER, whole)
        if entered.edits:
            edit_row(writer, tree, PARTNER, entered.row_id, said)
        group = done.completed if entered.edits else done.known if entered.known else done.entered
        group.append(person_id)
    return done


def drop(writer: Writer, tree: UnitTree, row: RowMapping, person_ids: Sequence[int]) -> None:
    """Delete that people took part in a project; raises Refused for somebody who does not."""
    if others := delete_people(writer, PARTNER, partner.c.project_id == row["id"], person_ids):
        named = describe_person(writer.connection, tree, others[0])
        listed = f"名单：talentreg project people {number(Project, row['id'])}"
        raise Refused(f"{named} 不在{mask_free_text(row['name'])}的名单上", listed)


def without_milestone(connection: Connection, row: RowMapping) -> list[int]:
    """List who takes part in a project and is not yet known to have come back to build something."""
    milestone = table(Milestone)
    back = select(milestone.c.id).where(
        milestone.c.person_id == partner.c.person_id, milestone.c.kind == "returned_business"
    )
    query = select(partner.c.person_id).where(partner.c.project_id == row["id"], ~back.exists())
    return list(connection.scalars(query.order_by(partner.c.id)))
