"""What a figure is: a number with a name, a definition, and the rows that prove it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Select

from talentreg.periods import Period
from talentreg.records.campaign import Task
from talentreg.records.fields import Record, table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.person import Person
from talentreg.records.unit import Unit


class Mode(Enum):
    """How rows become a number: persons, person-times, records, a sum, a share; or somebody typed it."""

    PERSONS = "人"
    TIMES = "人次"
    ITEMS = "项"
    SUM = "和"
    RATIO = "比"
    HAND = "手"


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
"""Rows behind a figure: columns `person_id`, `record_id`, `unit_id`, `on`, `entered_on`.

A sum adds `amount`. Where persons count who are not in the register, `who` names those without a `person_id`.
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One 统计口径.

    `rows` gives the evidence for a period, in no scope yet, selected from the table of `record`, the type
    `record_id` belongs to and, unless `counts` says otherwise, whose absence from the whole register makes
    the figure unknown. `ledger` names the kind of record where several kinds share the table.
    A cumulative figure's rows reach from the beginning to the period's end.
    Persons that stand in the figure `excluding` names, in the same period and scope, are left out.
    A share has no rows of its own but the keys of its `part` and its `whole`, whose rows are records of one
    type; `shares` are these two where one is an office's own. `where` says whose unit a row counts for, if
    not what is usual for the record. `variants` count the same in other ways: each has a name and a proof,
    but only `figures compare` lists them. `tells` names further columns of the rows that evidence shows, each
    with its heading. `of_people` says that rows are about persons though their records name none.
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
    ledger: str = ""
    where: str = ""
    variants: tuple["Figure", ...] = ()
    tells: tuple[tuple[str, str], ...] = ()
    shares: tuple["Figure", ...] = ()
    of_people: bool = False

    @property
    def counted(self) -> type[Record]:
        """The type of record the figure counts."""
        return self.counts or self.record

    @property
    def book(self) -> Ledger | None:
        """The ledger whose rows prove the figure; None for people, contacts, histories, units and staff."""
        if self.ledger:
            return LEDGERS[self.ledger]
        return next((one for one in LEDGERS.values() if one.record is self.record and not one.kind), None)

    @property
    def kind(self) -> str:
        """The kind that tells the records it counts from others in one table."""
        return self.book.kind if self.book and self.counted is self.record else ""

    @property
    def happens(self) -> bool:
        """Whether each row is something that happened on a day of the period: it has a month.

        People who are counted for what did not happen have none, nor have units and what units owe.
        """
        of_a_day = self.counted is not Person and self.record not in {Unit, Task}
        return self.time is Time.FLOW and self.rows is not None and of_a_day

    @property
    def has_persons(self) -> bool:
        """Whether a row may be about a person of the register."""
        if self.mode in (Mode.PERSONS, Mode.TIMES):
            return True
        named = "person_id" in table(self.record).c and self._asks_who
        return self.rows is not None and (named or self.of_people)

    @property
    def may_lack_person(self) -> bool:
        """Whether some row may be about nobody of the register."""
        persons = table(self.record).c.get("person_id")
        return persons is None or bool(persons.nullable)

    @property
    def _asks_who(self) -> bool:
        return self.book is None or "person" in self.book.fields
