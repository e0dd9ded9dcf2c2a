"""What a variable of a template is, and what it is made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection

from talentreg.figures.compute import Counting, Value
from talentreg.figures.definition import Mode, Time
from talentreg.periods import Period, period_before, year_before
from talentreg.reports.number import UNKNOWN, Number
from talentreg.reports.period_codes import read_code
from talentreg.store.units import UnitNode

WHOLE_REGISTER = "all"
"""Stands where a unit's code does when the report speaks of the whole register."""
OWN = "~"
"""Begins the reference of a number that is no figure but what a variable says: ~待办诉求件数."""
ITEM = "."
"""Stands between a list's name and which number of its lines is meant: ~发放名单.应发.DY000012."""
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Letter:
    """What the office decides of its report; what is left blank follows from the scope and the period.

    `number` is the 发文字号, `copies` who gets a copy (抄送), `contact` whom to call about it. With
    `reveal` numbers of people are printed whole.
    """

    office: str = ""
    addressee: str = ""
    dated: date | None = None
    number: str = ""
    copies: str = ""
    reveal: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about besides its unit and period: one person, one batch, one library…, by number.

    `kept` is what a report keeps of it in its manifest, to be counted again from.
    """

    kept: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """Return one thing the report is about; blank if it is not about one."""
        return dict(self.kept).get(name, "")


class Telling:
    """One report being written: what its numbers are counted for, and which names its template uses."""

    def __init__(
        self,
        counting: Counting,
        names: frozenset[str],
        letter: Letter | None = None,
        subject: Subject | None = None,
        limit: int = 10,
    ) -> None:
        """Tell of a scope and period; `limit` is how many names a list tells."""
        self.counting = counting
        self.names = names
        self.letter = letter or Letter()
        self.subject = subject or Subject()
        self.limit = limit
        self._said: dict[str, Any] = {}

    @property
    def connection(self) -> Connection:
        """The register being read."""
        return self.counting.connection

    @property
    def period(self) -> Period:
        """The period the report is of."""
        return self.counting.period

    @property
    def unit(self) -> UnitNode | None:
        """The unit the report is of; None for the whole register."""
        return self.counting.unit

    @property
    def top(self) -> UnitNode | None:
        """The unit the report speaks for: its scope, else the one everything stands under."""
        return self.unit or self.counting.tree.top()

    @property
    def scope(self) -> str:
        """The code of the report's scope."""
        return self.unit.code if self.unit else WHOLE_REGISTER

    @cached_property
    def before(self) -> Counting:
        """The same scope in the period right before."""
        return Counting(self.connection, period_before(self._named), self.unit)

    @cached_property
    def year_before(self) -> Counting:
        """The same scope in the same period of the year before."""
        return Counting(self.connection, year_before(self._named), self.unit)

    @property
    def _named(self) -> Period:
        """The period as its code names it, whenever it is looked at."""
        return read_code(self.period.total_code, self.period.name)

    @cached_property
    def units_below(self) -> list[UnitNode]:
        """The units right below the one the report speaks for."""
        return self.below(self.top)

    def below(self, unit: UnitNode | None) -> list[UnitNode]:
        """List the units right below a unit while the period lasted."""
        period = self.period
        return self.counting.tree.children_in(unit.id if unit else None, period.start, period.last_day)

    def tracked(self, value: Value, unit: UnitNode | None = None) -> Number:
        """Turn a computed figure into a number the document remembers the origin of.

        Its label names a unit that is not the report's own: labels are all that some programs keep.
        """
        scope = unit or self.unit
        own = unit is None or unit == self.unit
        return Number(
            ref=value.reference,
            label=value.label if own or unit is None else f"{unit.name} {value.label}",
            value=value.value,
            text=number_text(value),
            scope=scope.code if scope else WHOLE_REGISTER,
            period=self.period.total_code if value.figure.time is Time.TOTAL else self.period.code,
        )

    def own(
        self, name: str, value: int | float | str | None, label: str = "", item: str = "", text: str = ""
    ) -> Number:
        """Turn what the variable `name` counts itself into a number that is counted again by asking it.

        In a line of a list, `item` says which of its numbers it is: the column and the line's number.
        """
        text = UNKNOWN if value is None else text or str(value)
        ref = f"{OWN}{name}{ITEM if item else ''}{item}"
        return Number(ref, label or name, value, text, self.scope, self.period.total_code)

    def once(self, name: str, make: "Callable[[Telling], Said]") -> "Said":
        """Make what several variables or numbers need a single time for the whole report."""
        if name not in self._said:
            self._said[name] = make(self)
        said: Said = self._said[name]
        return said


def number_text(value: Value) -> str:
    """Write a figure as a report prints it; a share carries its sign."""
    if value.value is None:
        return UNKNOWN
    return f"{value.text}%" if value.figure.mode is Mode.RATIO else value.text


@dataclass(frozen=True, slots=True)
class Variable:
    """A name templates can say: what it is, how it is made, and for a list what each of its lines holds.

    A list whose lines hold figures by their label has `figures`; `inner` names what in them is a list again,
    with what its lines hold. `needs` is what the report must be about for it to be known: `person`, `batch`…
    """

    name: str
    about: str
    make: Callable[[Telling], Any]
    line: tuple[str, ...] = ()
    figures: bool = False
    needs: str = ""
    example: str = ""
    inner: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def inner_lists(self) -> dict[tuple[str, ...], list[str]]:
        """The lists in a line, those whose lines hold the same together."""
        alike: dict[tuple[str, ...], list[str]] = {}
        for name, held in self.inner.items():
            alike.setdefault(held, []).append(name)
        return alike
