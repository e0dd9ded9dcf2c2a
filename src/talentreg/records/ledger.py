"""How a plain kind of record is declared: commands, sheets, lists and docs all follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from talentreg.records.cleaning import clean_note, clean_several, clean_text
from talentreg.records.fields import Column, Record, columns, table
from talentreg.records.masking import mask_free_text

FREE = (clean_text, clean_note, clean_several)
"""How texts are cleaned in which anybody may write a phone: a name, a place, a remark."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """One kind of record an office keeps beside people and contacts.

    `name` is its word in the code, `command` what is typed for it if not that; `kind` tells it from others in
    one table. `fields` are asked of a row by their public names, in order; a reference is called without the
    `_id` of its column. `leads` are typed first and need no field name; `required` may not be blank;
    `defaults` fill what is not said. Two rows equal in all of `alike` are one row. `shown` are listed
    unasked, `spare` the first of them a narrow screen goes without. Days of `past` cannot lie ahead; of a
    pair in `orders` the second is not before the first. `place` says whose the row is without a unit of its
    own: `top` the register's, `person` the person's on that day, blank nobody's.
    """

    name: str
    title: str
    record: type[Record]
    counter: str
    leads: tuple[str, ...]
    required: tuple[str, ...]
    alike: tuple[str, ...]
    shown: tuple[str, ...]
    spare: tuple[str, ...] = ()
    kind: str = ""
    fields: Mapping[str, Column] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    today: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    orders: tuple[tuple[str, str], ...] = ()
    place: str = ""
    newest_first: str = "on"
    command: str = ""

    def __post_init__(self) -> None:
        """Take the fields of a record type with a table of its own from there, and mask what is free text."""
        if not self.fields:
            own = {
                name.removesuffix("_id") if c.refers else name: c for name, c in columns(self.record).items()
            }
            object.__setattr__(self, "fields", own)
        object.__setattr__(self, "fields", {name: _masked(one) for name, one in self.fields.items()})
        if not self.command:
            object.__setattr__(self, "command", self.name)

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """The fields no row may be without: what is required, and what the table does not leave blank."""
        stored = table(self.record).c
        kept = (name for name in self.defaults if not stored[self.stored(name)].nullable)
        return tuple(dict.fromkeys((*self.required, *kept)))

    @cached_property
    def number_heading(self) -> str:
        """The heading of the column that holds the rows' own numbers: 活动编号."""
        return f"{self.title}编号"

    def stored(self, name: str) -> str:
        """Return the column of the table that holds a field."""
        return f"{name}_id" if self.fields[name].refers else name

    def heading(self, name: str) -> str:
        """Return a field's heading."""
        return self.fields[name].heading

    def references(self, to: str) -> list[str]:
        """Name the fields that point at rows of a table."""
        return [name for name, column in self.fields.items() if column.refers == to]

    @property
    def dated(self) -> bool:
        """Whether a row knows the day it was typed."""
        return "entered_on" in table(self.record).c


def _masked(column: Column) -> Column:
    free = column.clean in FREE and not (column.mask or column.vocabulary or column.refers)
    return replace(column, mask=mask_free_text) if free else column


def renamed(column: Column, heading: str, *aliases: str) -> Column:
    """Return a column under another heading."""
    return replace(column, heading=heading, aliases=aliases, meaning=heading)
