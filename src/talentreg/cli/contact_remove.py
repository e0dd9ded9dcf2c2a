"""`talentreg contact remove`: take out contacts that were logged by mistake."""

from typing import Annotated

import typer

from talentreg.cli.options import Db
from talentreg.cli.output import say
from talentreg.periods import chinese_day
from talentreg.places import register_path
from talentreg.records.contact import Contact
from talentreg.records.fields import number
from talentreg.records.vocabulary import CHANNEL
from talentreg.store.editing import find_contact, remove_contact
from talentreg.store.listing import row_number
from talentreg.store.people import describe_person
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units


def remove_contacts(
    contacts: Annotated[
        list[str], typer.Argument(metavar="联络编号…", help="C000123，见 talentreg contact list")
    ],
    db: Db = None,
) -> None:
    """Delete contacts, all or none; intentions stated in them go along."""
    ids = list(dict.fromkeys(row_number(Contact, text) for text in contacts))
    lines = []
    with open_for_writing(register_path(db)).changing("contact remove") as writer:
        tree = load_units(writer.connection)
        for contact_id in ids:
            row = find_contact(writer.connection, contact_id)
            person = describe_person(writer.connection, tree, row["person_id"])
            gone = remove_contact(writer, contact_id)
            what = f"{chinese_day(row['on'])} {CHANNEL.text(row['channel'])}"
            more = "，连同当时说的返乡意愿" if gone else ""
            lines.append(f"已删除：{number(Contact, contact_id)}  {what}  {person}{more}")
    say("\n".join(lines))
    say("如需恢复：talentreg undo")
