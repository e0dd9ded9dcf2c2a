"""`talentreg contact edit`: put one logged contact right."""

from typing import Annotated

import typer

from talentreg.cli.contact_log import new_staff_line
from talentreg.cli.edit import print_edits
from talentreg.cli.options import Db
from talentreg.cli.output import tell
from talentreg.places import register_path
from talentreg.records.contact import Contact
from talentreg.records.fields import number
from talentreg.store.editing import ContactEditor, find_contact
from talentreg.store.listing import row_number
from talentreg.store.people import describe_person
from talentreg.store.register import open_for_writing
from talentreg.store.typed import CONTACT_FIELDS, CONTACT_SHORT, read_words
from talentreg.store.units import load_units

ContactNumber = Annotated[str, typer.Argument(metavar="联络编号", help="C000123，见 talentreg contact list")]


def edit_contact(
    contact: ContactNumber,
    fields: Annotated[
        list[str],
        typer.Argument(metavar="字段=内容…", help="如 联络日期=2026-03-05 联络方式=走访 联络人=李主任 事由="),
    ],
    db: Db = None,
) -> None:
    """Edit one contact; an intention stated in it moves with its date."""
    contact_id = row_number(Contact, contact)
    with open_for_writing(register_path(db)).changing("contact edit") as writer:
        row = find_contact(writer.connection, contact_id)
        tree = load_units(writer.connection)
        values = read_words(writer.connection, CONTACT_FIELDS, fields, CONTACT_SHORT)
        editor = ContactEditor(writer, tree, contact_id)
        edits = editor.edit(values)
        line = describe_person(writer.connection, tree, row["person_id"])
        said = new_staff_line(writer.connection, editor.new_staff) if editor.new_staff else ""
    print_edits(f"{number(Contact, contact_id)}  {line}", edits)
    if said:
        tell(said)
