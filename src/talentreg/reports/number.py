"""A figure on its way into a report: a number to the template, recognisable wherever it was printed."""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Self

from talentreg.errors import Refused
from talentreg.reports.formats import UNKNOWN, write_number

__all__ = ["CLOSE", "MARK", "OPEN", "UNKNOWN", "Marked", "Number", "marked_number"]

OPEN, CLOSE = "\ue9a0", "\ue9a1"
"""Private use: legal in XML, on nobody's keyboard, taken out of all data."""
MARK = re.compile(f"{OPEN}([0-9]+(?::[a-z0-9]+)?){CLOSE}")
"""A mark says which of all numbers it is and, where a filter chose one, its format: 12 or 12:wan."""

Operation = Callable[..., Any]


def _unknown(label: str) -> Refused:
    hint = "在模板里先判断 {% if 变量 is 已知 %}…{% endif %}；表格里可以写 {{ 变量|无则横线 }}"
    return Refused(f"「{label}」没有数据，模板却要用它的数值", hint)


def _on_value(operation: Operation) -> Operation:
    """Make a method that works on the value, and refuses to reckon with one that is unknown."""

    def apply(self: "Number", *others: object) -> object:
        return operation(self.known, *(one.known if isinstance(one, Number) else one for one in others))

    return apply


def _on_value_reflected(operation: Operation) -> Operation:
    def apply(self: "Number", other: object) -> object:
        return operation(other, self.known)

    return apply


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A figure's value with its origin; it compares and calculates like the value, false for None and 0.

    What a template calculates from it is a plain number: printed, but no longer tracked.
    """

    ref: str
    label: str
    value: int | float | Decimal | str | None
    text: str
    scope: str
    period: str
    format: str = ""

    def written(self, form: str) -> Self:
        """Return the number printed in another format; an unknown one, or words, as they are."""
        if self.value is None or isinstance(self.value, str):
            return self
        return replace(self, text=write_number(self.value, self.text, form), format=form)

    @property
    def known(self) -> int | float | Decimal | str:
        """The value; an unknown one is refused by the figure's label."""
        if self.value is None:
            raise _unknown(self.label)
        return self.value

    def __str__(self) -> str:
        """Print as the report does."""
        return self.text

    def __bool__(self) -> bool:
        """Tell whether there is anything to report."""
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        """Compare values; unlike every other comparison, an unknown one is allowed."""
        return bool(self.value == (other.value if isinstance(other, Number) else other))

    def __hash__(self) -> int:
        """Hash as the value does."""
        return hash(self.value)

    __lt__, __le__ = _on_value(operator.lt), _on_value(operator.le)
    __gt__, __ge__ = _on_value(operator.gt), _on_value(operator.ge)
    __add__, __radd__ = _on_value(operator.add), _on_value_reflected(operator.add)
    __sub__, __rsub__ = _on_value(operator.sub), _on_value_reflected(operator.sub)
    __mul__, __rmul__ = _on_value(operator.mul), _on_value_reflected(operator.mul)
    __truediv__, __rtruediv__ = _on_value(operator.truediv), _on_value_reflected(operator.truediv)
    __floordiv__, __mod__ = _on_value(operator.floordiv), _on_value(operator.mod)
    __int__, __float__, __index__ = _on_value(int), _on_value(float), _on_value(operator.index)
    __neg__, __abs__, __round__ = _on_value(operator.neg), _on_value(abs), _on_value(round)


@dataclass(frozen=True, slots=True, eq=False)
class Marked(Number):
    """A number inside a template being filled: it prints as a mark that says which of all numbers it is.

    `chosen` is the format a filter gave it.
    """

    index: int = 0
    chosen: str = ""

    def written(self, form: str) -> Self:
        """Return the number that marks itself as printed in another format."""
        written = super(Marked, self).written(form)
        return replace(written, chosen=written.format)

    @property
    def mark(self) -> str:
        """The mark, also for an unknown value."""
        return f"{OPEN}{self.index}{':' if self.chosen else ''}{self.chosen}{CLOSE}"

    def __str__(self) -> str:
        """Print the mark; an unknown value is refused by its label."""
        if self.value is None:
            raise _unknown(self.label)
        return self.mark

    def __html__(self) -> str:
        """Tell Jinja that a mark needs no escaping."""
        return str(self)


def marked_number(mark: str, numbers: Sequence[Number]) -> Number:
    """Return the number a mark's inside names, in the format it asks for."""
    index, _, form = mark.partition(":")
    number = numbers[int(index)]
    return number.written(form) if form else number
