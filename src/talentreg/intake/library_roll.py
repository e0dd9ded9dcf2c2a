"""A list of names of a library: who is in it from when on, as a sheet says it."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping

from talentreg.intake.roll import LedgerRoll
from talentreg.records.library import Inclusion
from talentreg.store.libraries import INCLUSION, describe_library, stay_of

Row = dict[str, Any]


def load_library_roll(
    connection: Connection, library: RowMapping, fixed: Row, usual: date, *, enrol: bool
) -> LedgerRoll:
    """Open the list of a library; `fixed` is what every stay holds, by stored columns.

    A row that says no day holds from the `usual` one on.
    """

    def same(connection: Connection, row: Row) -> int | None:
        stay = stay_of(connection, library["id"], row["person_id"], row["on"])
        return stay["id"] if stay else None

    return LedgerRoll(
        record=Inclusion,
        told=describe_library(library),
        enrol=enrol,
        written=("入库成员", "补充入库成员"),
        connection=connection,
        kind=INCLUSION,
        fixed={"library_id": library["id"], **fixed},
        usual=usual,
        alike=("library_id", "person_id"),
        find_same=same,
    )
