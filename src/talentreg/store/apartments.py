"""Who lives in which apartment: moving in, moving out, and what stands empty."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select

from talentreg.errors import Refused
from talentreg.periods import chinese_day
from talentreg.records.benefit import Apartment, Tenancy
from talentreg.records.fields import number, table
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.store.changes import Writer
from talentreg.store.histories import lasts
from talentreg.store.ledger_finding import read_row
from talentreg.store.ledger_rules import check_row
from talentreg.store.people import describe_person
from talentreg.store.units import UnitTree

APARTMENT, TENANCY = LEDGERS["apartment"], LEDGERS["tenancy"]
apartment, tenancy = table(Apartment), table(Tenancy)


def find_apartment(connection: Connection, text: str) -> RowMapping:
    """Return the apartment a name or number means; raises Unknown or Ambiguous."""
    return read_row(connection, APARTMENT, text)


def describe_apartment(row: RowMapping) -> str:
    """Write an apartment in a line."""
    parts = (number(Apartment, row["id"]), row["name"], row["place"], row["kind"])
    return mask_free_text("  ".join(part for part in parts if part))


def lives_there(day: date) -> ColumnElement[bool]:
    """Ask whether a stay holds on a day; its last day is one of it."""
    return lasts(tenancy, day)


def is_free(day: date) -> ColumnElement[bool]:
    """Ask whether an apartment is in use on a day, and nobody lives there."""
    taken = select(tenancy.c.id).where(tenancy.c.apartment_id == apartment.c.id, lives_there(day))
    return and_(lasts(apartment, day), ~taken.exists())


def move_in(
    writer: Writer, home: RowMapping, person_ids: Sequence[int], on: date, facts: Mapping[str, Any]
) -> dict[int, date]:
    """Enter that people live in an apartment from a day on; return who did already, and since when.

    Raises Refused for somebody who lives elsewhere that day, or will before the end of the stay.
    """
    known: dict[int, date] = {}
    for person_id in dict.fromkeys(person_ids):
        stay = stay_of(writer.connection, person_id, on)
        if stay and stay["apartment_id"] == home["id"]:
            known[person_id] = stay["on"]
            continue
        if stay:
            raise _lives_elsewhere(writer.connection, stay)
        row = {**facts, "apartment_id": home["id"], "person_id": person_id, "on": on}
        check_row(writer.connection, TENANCY, row)
        writer.insert(Tenancy, row)
    return known


def move_out(
    writer: Writer, tree: UnitTree, person_ids: Sequence[int], last_day: date
) -> dict[int, RowMapping]:
    """Enter the last day people live where they do; return their apartments by person.

    Raises Refused for somebody who lives nowhere that day, or has moved out on another.
    """
    homes: dict[int, RowMapping] = {}
    for person_id in dict.fromkeys(person_ids):
        stay = stay_of(writer.connection, person_id, last_day)
        if stay is None:
            named = describe_person(writer.connection, tree, person_id)
            told = f"{named} 在{chinese_day(last_day)}没有住人才公寓"
            raise Refused(
                told, f"住过哪里：talentreg apartment stay list --all --person {number(Person, person_id)}"
            )
        called = number(Tenancy, stay["id"])
        if stay["until"] not in (None, last_day):
            told = f"{called} 已登记{chinese_day(stay['until'])}退租，没有改动"
            raise Refused(told, f"更正：talentreg apartment stay edit {called} 退租日期={last_day}")
        check_row(writer.connection, TENANCY, {**stay, "until": last_day}, stay["id"])
        writer.update(Tenancy, stay["id"], {"until": last_day})
        query = select(apartment).where(apartment.c.id == stay["apartment_id"])
        homes[person_id] = writer.connection.execute(query).mappings().one()
    return homes


def _lives_elsewhere(connection: Connection, stay: RowMapping) -> Refused:
    query = select(apartment.c.name).where(apartment.c.id == stay["apartment_id"])
    called, home = number(Person, stay["person_id"]), connection.scalar(query)
    return Refused(
        f"{called} {chinese_day(stay['on'])}起住在{home}，没有登记",
        f"先登记退租：talentreg apartment move-out {called} --on …",
    )


def stay_of(connection: Connection, person_id: int, day: date) -> RowMapping | None:
    """Return where somebody lives on a day."""
    query = select(tenancy).where(tenancy.c.person_id == person_id, lives_there(day))
    return connection.execute(query.order_by(tenancy.c.on.desc()).limit(1)).mappings().one_or_none()
