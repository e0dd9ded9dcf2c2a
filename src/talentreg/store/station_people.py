"""The people of a station: who joined when, who left when, who is there on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from talentreg.errors import Refused
from talentreg.periods import chinese_day
from talentreg.records.entry import Entry, Membership
from talentreg.records.fields import number, table
from talentreg.records.ledgers import LEDGERS, MEMBERSHIP
from talentreg.records.masking import mask_free_text
from talentreg.store.changes import Writer
from talentreg.store.histories import lasts
from talentreg.store.ledger_finding import read_row
from talentreg.store.ledger_people import delete_people
from talentreg.store.ledger_rules import check_row
from talentreg.store.people import describe_person
from talentreg.store.units import UnitTree

STATION = LEDGERS["station"]
membership = table(Membership)


@dataclass(slots=True)
class Joined:
    """Who joined a station, and who belonged to it already, since when."""

    entered: list[int] = field(default_factory=list)
    known: dict[int, date] = field(default_factory=dict)


def find_station(connection: Connection, text: str) -> RowMapping:
    """Return the station a name or number means; raises Unknown or Ambiguous."""
    return read_row(connection, STATION, text)


def describe_station(row: RowMapping) -> str:
    """Write a station in a line."""
    closed = f"{chinese_day(row['until'])}撤销" if row["until"] else ""
    parts = (number(Entry, row["id"]), row["name"], row["place"], row["source"], closed)
    return mask_free_text("  ".join(part for part in parts if part))


def is_there(day: date) -> ColumnElement[bool]:
    """Ask whether a membership holds on a day; its last day is one of it."""
    return lasts(membership, day)


def join(
    writer: Writer, station: RowMapping, person_ids: Sequence[int], on: date, facts: Mapping[str, Any]
) -> Joined:
    """Enter that people belong to a station from a day on; who belongs to it that day stays as they are."""
    done = Joined()
    for person_id in dict.fromkeys(person_ids):
        row = {**facts, "entry_id": station["id"], "person_id": person_id, "on": on}
        if known := _of(writer.connection, station, person_id, on):
            done.known[person_id] = known["on"]
            continue
        check_row(writer.connection, MEMBERSHIP, row)
        writer.insert(Membership, row)
        done.entered.append(person_id)
    return done


def leave(
    writer: Writer, tree: UnitTree, station: RowMapping, person_ids: Sequence[int], last_day: date
) -> None:
    """Enter the last day people belong to a station; raises Refused for somebody who does not on that day."""
    for person_id in dict.fromkeys(person_ids):
        known = _of(writer.connection, station, person_id, last_day)
        if known is None:
            named = describe_person(writer.connection, tree, person_id)
            raise Refused(
                f"{named} 在{chinese_day(last_day)}不是{station['name']}的人",
                f"名单：talentreg station people {number(Entry, station['id'])} --all",
            )
        check_row(writer.connection, MEMBERSHIP, {**known, "until": last_day}, known["id"])
        writer.update(Membership, known["id"], {"until": last_day})


def drop(writer: Writer, tree: UnitTree, station: RowMapping, person_ids: Sequence[int]) -> None:
    """Delete that people ever belonged to a station; raises Refused for somebody who never did."""
    of = membership.c.entry_id == station["id"]
    if others := delete_people(writer, MEMBERSHIP, of, person_ids):
        named = describe_person(writer.connection, tree, others[0])
        raise Refused(f"{named} 不在{station['name']}的名单上", "没有可删除的")


def _of(connection: Connection, station: RowMapping, person_id: int, day: date) -> RowMapping | None:
    """Return somebody's membership on a day."""
    same = (membership.c.entry_id == station["id"], membership.c.person_id == person_id, is_there(day))
    query = select(membership).where(*same).order_by(membership.c.on.desc()).limit(1)
    return connection.execute(query).mappings().one_or_none()
