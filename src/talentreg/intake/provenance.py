"""Which lines of which files have come in already: the same line of the same file is the same row."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from talentreg.intake.sheet import Book
from talentreg.records.changes import ChangeSet, ImportedFile, Source
from talentreg.records.contact import Contact
from talentreg.records.fields import table
from talentreg.records.person import Person

Place = tuple[str, str, int]
"""A file of this import, a sheet, a line."""


def load_taken(connection: Connection, books: Sequence[Book]) -> dict[Place, list[int]]:
    """Return the lines that earlier imports of the very same files brought in and that are still there.

    A line of a people sheet names its person, or those of lists side by side, one of a contact sheet nobody.
    What an undone import brought in does not count.
    """
    name_of = {book.digest: book.name for book in books}
    source, file, sets = table(Source), table(ImportedFile), table(ChangeSet)
    taken: dict[Place, list[int]] = {}
    for record in (Person, Contact):
        rows = table(record)
        query = (
            select(file.c.digest, source.c.sheet, source.c.line, source.c.row_id)
            .join(file, file.c.id == source.c.file_id)
            .join(sets, sets.c.id == file.c.set_id)
            .join(rows, rows.c.id == source.c.row_id)
            .where(file.c.digest.in_(list(name_of)), source.c.record == rows.name)
            .where(sets.c.undone_by.is_(None))
        )
        for digest, sheet, line, row_id in connection.execute(query):
            people = taken.setdefault((name_of[digest], sheet, line), [])
            people += [row_id] if record is Person else []
    return taken
