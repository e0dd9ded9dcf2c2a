"""Which lines of which files have come in already: the same line of the same file is the same row."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Subquery, or_, select

from talentreg.intake.sheet import Book
from talentreg.records.changes import Change, ChangeSet, ImportedFile, Source
from talentreg.records.contact import Contact
from talentreg.records.fields import Record, table
from talentreg.records.person import Person
from talentreg.records.sameness import MergedPerson
from talentreg.store.former import any_merged, ids_aside

Place = tuple[str, str, int]
"""A file of this import, a sheet, a line."""


def load_taken(connection: Connection, books: Sequence[Book]) -> dict[Place, list[int]]:
    """Return the lines that earlier imports of the very same files brought in and that are still there.

    A line of a people sheet names its person, or those of lists side by side, one of a contact sheet nobody.
    Of an undone import counts only what it created and left, because somebody had worked on it since.
    Somebody who has another number since is named by that; a contact entered twice and kept once is still
    there.
    """
    name_of = {book.digest: book.name for book in books}
    source, file, sets = table(Source), table(ImportedFile), table(ChangeSet)
    taken: dict[Place, list[int]] = {}
    for record, rows in _there(connection):
        query = (
            select(file.c.digest, source.c.sheet, source.c.line, rows.c.person_id)
            .join(file, file.c.id == source.c.file_id)
            .join(sets, sets.c.id == file.c.set_id)
            .join(rows, rows.c.id == source.c.row_id)
            .where(file.c.digest.in_(list(name_of)), source.c.record == table(record).name)
            .where(or_(sets.c.undone_by.is_(None), _was_created()))
        )
        for digest, sheet, line, person_id in connection.execute(query):
            people = taken.setdefault((name_of[digest], sheet, line), [])
            people += [person_id] if record is Person and person_id not in people else []
    return taken


def _was_created() -> ColumnElement[bool]:
    """Whether the import of a line created what the line speaks of."""
    source, file, log = table(Source), table(ImportedFile), table(Change)
    insert = (log.c.set_id == file.c.set_id, log.c.action == "insert", log.c.record == source.c.record)
    inside = source.c.row_id.between(log.c.first_id, log.c.last_id)
    return select(log.c.id).where(*insert, inside).exists()


def _there(connection: Connection) -> Iterator[tuple[type[Record], Subquery]]:
    """Give what stands for the rows of people and contacts: their ids with those of their people."""
    people, contacts, merged = table(Person), table(Contact), table(MergedPerson)
    yield Person, select(people.c.id, people.c.id.label("person_id")).subquery()
    yield Contact, select(contacts.c.id, contacts.c.person_id).subquery()
    if any_merged(connection):
        yield Person, select(merged.c.id, merged.c.person_id).subquery()
        aside = ids_aside(contacts.name).add_columns(merged.c.person_id)
        yield Contact, aside.subquery()
