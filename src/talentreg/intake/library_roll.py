"""A list of names of a library: who is in it from when on, as a sheet says it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping

from talentreg.intake.drafts import Draft
from talentreg.intake.matching import Known
from talentreg.intake.roll import LedgerRoll
from talentreg.records.library import Inclusion
from talentreg.store.libraries import INCLUSION, describe_library, stay_of

Row = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class LibraryRoll(LedgerRoll):
    """The list of a library; a row that says no day holds from the `usual` one on."""

    usual: date

    def day(self, facts: Row) -> date:
        """Return the day somebody comes into the library."""
        return facts["on"] or self.usual

    def check(self, facts: Row) -> None:
        """Refuse what the rules refuse whoever it is."""
        LedgerRoll.check(self, {**facts, "on": self.day(facts)})


def load_library_roll(
    connection: Connection, library: RowMapping, fixed: Row, usual: date, *, enrol: bool
) -> LibraryRoll:
    """Open the list of a library; `fixed` is what every stay holds, by stored columns."""

    def complete(row: Row, _: Known, __: Draft) -> None:
        row.setdefault("on", usual)

    def same(connection: Connection, row: Row) -> int | None:
        stay = stay_of(connection, library["id"], row["person_id"], row["on"])
        return stay["id"] if stay else None

    return LibraryRoll(
        record=Inclusion,
        told=describe_library(library),
        enrol=enrol,
        written=("入库成员", "补充入库成员"),
        connection=connection,
        kind=INCLUSION,
        fixed={"library_id": library["id"], **fixed},
        complete=complete,
        alike=("library_id", "person_id"),
        find_same=same,
        usual=usual,
    )
