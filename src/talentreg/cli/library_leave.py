"""`talentreg library leave`: the last day people are in a library."""

from talentreg.cli.library_asking import LastDay, LibraryName, Note, Reason
from talentreg.cli.library_state import Asked, note_state
from talentreg.cli.options import Db, PeopleNames
from talentreg.places import register_path


def leave_library(
    library: LibraryName,
    people: PeopleNames = None,
    on: LastDay = None,
    reason: Reason = "",
    note: Note = "",
    db: Db = None,
) -> None:
    """End people's stay in a library, all or none."""
    said = {"reason": reason, "note": note}
    note_state(register_path(db), Asked("library leave", library, "left", people or [], on, said))
