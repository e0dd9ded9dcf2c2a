"""What an import is told beyond the books themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

if TYPE_CHECKING:
    from talentreg.intake.roll import Roll


class OnMatch(Enum):
    """What a row does to a person the register already has."""

    FILL = "fill"
    UPDATE = "update"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Options:
    """How an import treats what its rows leave open.

    With `given`, what every row is told that does not say it itself, only contacts are read; with a `roll`,
    which a register opens, only what its list of names enters. `told` says what columns hold, by their
    headings. `allow_erased` lets people come in again whose data was erased.
    """

    unit: str | None = None
    as_of: date | None = None
    on_match: OnMatch = OnMatch.FILL
    given: Mapping[str, Any] | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    allow_erased: bool = False
    roll: Callable[[Connection], "Roll"] | None = None
