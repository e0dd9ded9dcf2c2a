"""The columns of a ledger's sheet: what an import reads back with nothing new, and may be corrected in."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from talentreg.periods import today
from talentreg.records.cleaning import CURRENCY, QUANTITIES, clean_count, clean_note
from talentreg.records.days import DAYS
from talentreg.records.fields import Column, number, table
from talentreg.records.ledger import Ledger
from talentreg.records.staff import Staff
from talentreg.records.word import OpenWord
from talentreg.store.ledger_sheets import number_heading
from talentreg.store.listing import Field, Listing, stored_field
from talentreg.store.units import UnitTree
from talentreg.workbooks.sheet import Form, SheetColumn

Cell = Callable[[dict[str, Any]], object]
"""Tells what stands in one column of a row."""


@dataclass(frozen=True, slots=True)
class Part:
    """One column on its way into a sheet: its head, the field it asks for, and what stands in it."""

    head: SheetColumn
    asks: Field
    cell: Cell


class LedgerParts:
    """Lays out the sheet of one ledger after another of a register."""

    def __init__(self, connection: Connection, tree: UnitTree, *, masked: bool, editable: bool) -> None:
        """Numbers may be masked; in what is sent out to be edited cells offer the words they take."""
        self.connection, self.tree = connection, tree
        self.masked, self.editable = masked, editable
        self._staff: dict[int, str] = {}
        self._words: dict[str, tuple[str, ...]] = {}

    def of(self, ledger: Ledger, listing: Listing) -> Iterator[Part]:
        """Give the columns of a ledger: the rows' own numbers, then every field with what tells it apart."""
        own = listing.fields["record"]
        yield self._numbered(ledger.number_heading, own)
        for name, column in ledger.fields.items():
            if column.refers == "unit":
                # A list may tell more: whose a row without a unit of its own is.
                asks = stored_field(name, column, listing.source.c[f"{name}_id"])
                yield Part(SheetColumn(column.heading), asks, self._unit(name, ledger))
            elif column.refers == "staff":
                yield Part(SheetColumn(column.heading), listing.fields[name], self._member(name))
            elif column.refers:
                if heading := number_heading(ledger, name):
                    yield self._numbered(heading, listing.fields[name])
                yield Part(
                    SheetColumn(column.heading),
                    listing.fields[f"{name}_name"],
                    self._text(listing.fields[f"{name}_name"]),
                )
            else:
                yield self._plain(listing.fields[name], column)

    def _numbered(self, heading: str, one: Field) -> Part:
        record = one.record
        assert record is not None
        return Part(
            SheetColumn(heading, Form.DIGITS),
            one,
            lambda row: None if row[one.name] is None else number(record, row[one.name]),
        )

    def _plain(self, one: Field, column: Column) -> Part:
        choices, is_open = self._choices(column)
        unit = CURRENCY.get(column.clean)
        heading = f"{column.heading}（{unit}）" if unit else column.heading
        head = SheetColumn(heading, self._form(column), choices=choices, open_list=is_open)
        if column.vocabulary:
            return Part(head, one, lambda row: column.shown(row[one.name]))
        return Part(head, one, self._text(one))

    def _text(self, one: Field) -> Cell:
        mask = one.column.mask
        if mask and self.masked:
            return lambda row: mask(row[one.name]) if row[one.name] else None
        return lambda row: row[one.name]

    def _choices(self, column: Column) -> tuple[tuple[str, ...], bool]:
        """Return what a cell may be chosen from, and whether it may say something else."""
        if not self.editable or column.several:
            return (), False
        if column.vocabulary:
            return tuple(word.text for word in column.vocabulary.words), False
        return self._listed(column.open_list), True

    def _listed(self, name: str) -> tuple[str, ...]:
        if name and name not in self._words:
            words = table(OpenWord)
            query = select(words.c.standard).where(words.c.list == name).order_by(words.c.id)
            self._words[name] = tuple(dict.fromkeys(self.connection.scalars(query)))
        return self._words.get(name, ())

    def _form(self, column: Column) -> Form:
        if column.clean in DAYS:
            return Form.DAY
        if column.clean in QUANTITIES:
            return Form.COUNT if column.clean is clean_count else Form.TEXT
        # Text cells stay as they are typed: 1-2 becomes no date.
        return Form.DIGITS if self.editable and column.clean is not clean_note else Form.TEXT

    def _unit(self, name: str, ledger: Ledger) -> Cell:
        return lambda row: self._unit_word(row[name], row.get("on"))

    def _unit_word(self, unit_id: int | None, on: date | None) -> str | None:
        """Write a unit so that the words alone find it on that day: its path, else its code."""
        if unit_id is None:
            return None
        path = self.tree.path(unit_id)
        named = self.tree.named(path, min(on or today(), today()))
        return path if [node.id for node in named] == [unit_id] else self.tree.nodes[unit_id].code

    def _member(self, name: str) -> Cell:
        return lambda row: self._members().get(row[name])

    def _members(self) -> Mapping[int, str]:
        """Write every member of staff so that the words alone find them: the name, 姓名@单位, the number."""
        if not self._staff:
            staff = table(Staff)
            rows = self.connection.execute(select(staff.c.id, staff.c.name, staff.c.unit_id)).all()
            names = Counter(row.name for row in rows)
            for row in rows:
                word = row.name
                if names[word] > 1:
                    within = [one for one in rows if one.name == row.name]
                    own = self.tree.path(row.unit_id)
                    same = [one for one in within if self.tree.within(one.unit_id, row.unit_id)]
                    word = f"{row.name}@{own}" if own and len(same) == 1 else number(Staff, row.id)
                self._staff[row.id] = word
        return self._staff
