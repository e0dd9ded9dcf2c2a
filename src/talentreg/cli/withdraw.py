"""`talentreg withdraw`: a person leaves the register, their history stays."""

from typing import Annotated

import typer

from talentreg.cli.options import Db, On, PersonName
from talentreg.cli.output import say
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.store.entering import withdraw_person
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units


def withdraw(
    person: PersonName,
    on: On = None,
    reason: Annotated[str | None, typer.Option(metavar="原因", help="退库原因")] = None,
    deceased: Annotated[bool, typer.Option("--deceased", help="因去世")] = False,
    db: Db = None,
) -> None:
    """Withdraw one person from a day on."""
    with open_for_writing(register_path(db)).changing("withdraw") as writer:
        tree = load_units(writer.connection)
        person_id = find_person(writer.connection, tree, person)
        withdraw_person(writer, person_id, on or today(), reason, deceased=deceased)
        line = describe_person(writer.connection, tree, person_id)
    say(f"已退库：{line}")
