"""What an import is told beyond the books themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any


class OnMatch(Enum):
    """What a row does to a person the register already has."""

    FILL = "fill"
    UPDATE = "update"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Options:
    """How an import treats what its rows leave open.

    With `given`, what every row is told that does not say it itself, only contacts are read; with an `event`,
    only who was there, and `enrol` enters those nobody knows. `told` says what columns hold, by their
    headings. `allow_erased` lets people come in again whose data was erased.
    """

    unit: str | None = None
    as_of: date | None = None
    on_match: OnMatch = OnMatch.FILL
    given: Mapping[str, Any] | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    allow_erased: bool = False
    event: str = ""
    enrol: bool = False
