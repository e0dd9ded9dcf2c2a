"""What a figure is: a number with a name, a definition, and the rows that prove it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Select

from talentreg.periods import Period
from talentreg.records.fields import Record, table


class Mode(Enum):
    """How rows become a number: distinct persons, person-times, records, a sum of amounts, or a share."""

    PERSONS = "人"
    TIMES = "人次"
    ITEMS = "项"
    SUM = "和"
    RATIO = "比"


class Time(Enum):
    """Which days count: those of the period, the state on its last day, or all up to it."""

    FLOW = "flow"
    STOCK = "stock"
    TOTAL = "total"

    @property
    def text(self) -> str:
        """How the kind of time is printed."""
        return {"flow": "期内", "stock": "期末", "total": "累计"}[self.value]


Rows = Select[Any]
"""Rows behind a figure: columns `person_id`, `record_id`, `unit_id`, `on`, `entered_on`; `amount` for a sum."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One 统计口径.

    `rows` gives the evidence for a period, in no scope yet, selected from the table of `record`, the type
    `record_id` belongs to and, unless `counts` says otherwise, whose absence from the whole register makes
    the figure unknown.
    Persons that stand in the figure `excluding` names, in the same period and scope, are left out.
    A share has no rows of its own but the keys of its `part` and its `whole`.
    """

    key: str
    label: str
    unit: str
    mode: Mode
    time: Time
    definition: str
    leaves_out: str
    record: type[Record]
    rows: Callable[[Period], Rows] | None = None
    counts: type[Record] | None = None
    excluding: str = ""
    part: str = ""
    whole: str = ""

    @property
    def counted(self) -> type[Record]:
        """The type of record the figure counts."""
        return self.counts or self.record

    @property
    def happens(self) -> bool:
        """Whether each row is something that happened on a day of the period: it has a month."""
        dated = "on" in table(self.record).c
        return self.time is Time.FLOW and self.rows is not None and self.counted is self.record and dated
