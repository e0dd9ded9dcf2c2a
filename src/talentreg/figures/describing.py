"""What a checker needs to see of the records behind a number: their words, and what they point at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from talentreg.figures.definition import Figure
from talentreg.records.catalogue import RECORDS
from talentreg.records.contact import Contact
from talentreg.records.fields import Column, Record, columns, number, table
from talentreg.records.history import Intention, Status
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import as_text
from talentreg.records.work_words import WHETHER
from talentreg.store.units import UnitTree

BATCH = 10_000
TITLE, DATED, SCORE = "title", "dated", "score"
"""A record's own name where its row bears a person's, its day where the row has another, its own amount."""

_TOLD: dict[type[Record], tuple[str, ...]] = {
    Contact: ("channel", "presence", "reached", "occasion", "staff", "note"),
    Status: ("status", "reason"),
    Intention: ("kind", "reason"),
    Staff: ("post", "rank", "left_on"),
}
_SAID_ANYWAY = ("record", "on", "unit", "person")

Row = dict[str, Any]
Rows = Mapping[int, Row]


class Describing:
    """Describes records of one figure's type; what they point at is fetched together."""

    def __init__(
        self, connection: Connection, tree: UnitTree, figure: Figure, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Fetch the records behind the rows of a figure."""
        self.connection, self.tree, self.figure = connection, tree, figure
        self.records = fetch(connection, figure.record, {row["record_id"] for row in rows})
        self._people = {row["person_id"] for row in rows}

    def person(self, person_id: int | None) -> Row:
        """Return the number and the name of a row's person; both None for nobody of the register."""
        if person_id is None:
            return {"person": None, "name": None}
        return {"person": number(Person, person_id), "name": self._persons[person_id]}

    def name(self, record_id: int) -> str | None:
        """Return what a record is called that is about nobody of the register: its name, else what it is."""
        record, book = self.records[record_id], self.figure.book
        if "name" in declared(self.figure) and (called := self._told("name", record)):
            return str(called)
        if book is None or "person" in book.fields:
            return None
        return shown(self.figure, book.leads[0], self._told(book.leads[0], record)) or None

    def details(self, record_id: int, on: date | None, *, named: bool) -> Row:
        """Return what a record says beside whom, where and when; `named` if its row bears a person's name."""
        record, told = self.records[record_id], Row()
        for name in detail_names(self.figure):
            if named or name != "name":
                told[_key(name)] = self._told(name, record)
        if self.figure.book and record.get("on") not in (None, on):
            told[DATED] = record["on"]
        return told

    def _told(self, name: str, record: Row) -> Any:
        """Return one field: a code or a day as it is stored, a text masked, a reference by its name."""
        refers = _references(self.figure).get(name, "")
        if refers:
            return self._named(refers, record[f"{name}_id"])
        value = record[name]
        return masked(value) if isinstance(value, str) else value

    def _named(self, refers: str, row_id: int | None) -> str | None:
        if row_id is None:
            return None
        if refers == "unit":
            return self.tree.path(row_id)
        return self._persons[row_id] if refers == "person" else self._others[refers][row_id]

    @cached_property
    def _persons(self) -> dict[int, str]:
        return self._names(Person, self._pointing("person"), self._people)

    @cached_property
    def _others(self) -> dict[str, dict[int, str]]:
        records = {str(table(record).name): record for record in RECORDS}
        return {
            refers: self._names(records[refers], self._pointing(refers), ())
            for refers in set(_references(self.figure).values()) - {"unit", "person"}
        }

    def _pointing(self, refers: str) -> list[str]:
        return [f"{name}_id" for name, to in _references(self.figure).items() if to == refers]

    def _names(
        self, record: type[Record], fields: Sequence[str], others: Iterable[int | None]
    ) -> dict[int, str]:
        """Fetch the names of the rows some fields of the records point at, and of others."""
        wanted = {*(row[field] for row in self.records.values() for field in fields), *others} - {None}
        rows = table(record)
        return {
            row_id: mask_free_text(name or "")
            for some in batches(wanted)
            for row_id, name in self.connection.execute(
                select(rows.c.id, rows.c.name).where(rows.c.id.in_(some))
            )
        }


def detail_names(figure: Figure) -> tuple[str, ...]:
    """Name the fields of a figure's records that its evidence shows, in their order."""
    if figure.book is None:
        return _TOLD.get(figure.record, ())
    fields = figure.book.fields
    listed = [name for name in figure.book.shown if name in fields and name not in _SAID_ANYWAY]
    return (*listed, *(["note"] if "note" in fields else []))


def headed(figure: Figure) -> dict[str, str]:
    """Return the headings of the details in evidence, by their keys, in their order."""
    known = {name: column.heading for name, column in declared(figure).items()} | {"staff": "联络人"}
    heads = {_key(name): known[name] for name in detail_names(figure)} | dict(figure.tells)
    return heads | ({DATED: known["on"]} if figure.book and "on" in known else {})


def declared(figure: Figure) -> Mapping[str, Column]:
    """Return the declared fields of a figure's records."""
    return figure.book.fields if figure.book else columns(figure.record)


def column_of(figure: Figure, key: str) -> Column | None:
    """Return the declared field a detail is read from; None for what only the figure itself tells."""
    return declared(figure).get({TITLE: "name", DATED: "on", SCORE: "amount"}.get(key, key))


def shown(figure: Figure, key: str, value: Any) -> str:
    """Write one detail as a cell: words as people read them."""
    column = column_of(figure, key)
    return column.shown(value) if column and not column.refers else as_text(value)


def said(figure: Figure, key: str, value: Any) -> str:
    """Write one detail where no heading stands above it: 到会, 到场人数30, 办理期限2026-04-01."""
    text, column = shown(figure, key, value), column_of(figure, key)
    if key in dict(figure.tells):
        return f"{dict(figure.tells)[key]}{text}"
    if column is None or figure.book is None:
        return text
    if column.vocabulary is WHETHER:
        return f"{'' if value == 'yes' else '未'}{column.heading.removeprefix('是否')}"
    return f"{column.heading}{text}" if column.refers or isinstance(value, int | float | date) else text


def fetch(connection: Connection, record: type[Record], ids: Iterable[int]) -> Rows:
    """Read some rows of a record type, by id."""
    rows = table(record)
    return {
        row["id"]: dict(row)
        for some in batches(ids)
        for row in connection.execute(select(rows).where(rows.c.id.in_(some))).mappings()
    }


def batches(ids: Iterable[Any]) -> Iterator[list[int]]:
    """Cut ids into lists a query takes."""
    wanted = sorted(ids)
    return (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))


def _key(name: str) -> str:
    """Return the name a field has in evidence."""
    return {"name": TITLE, "on": DATED, "amount": SCORE, "staff": "by"}.get(name, name)


def masked(value: Any) -> str | None:
    """Mask a text; nothing written is None."""
    return mask_free_text(as_text(value)) or None


def _references(figure: Figure) -> dict[str, str]:
    """Name the fields of a figure's records that point at other records, and what at."""
    if figure.book is None:
        return {"staff": "staff"} if figure.record is Contact else {}
    return {name: column.refers for name, column in figure.book.fields.items() if column.refers}
