"""What an import will do, whole and fixed: the preview prints it, the commit carries it out.

Rows the plan creates have negative ids; the commit gives them their own.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from talentreg.intake.problems import Problem, Weight
from talentreg.records.fields import Record
from talentreg.store.units import UnitNode


class Outcome(Enum):
    """What becomes of a row; the outcomes of a sheet add up to the rows read."""

    NEW = "新增"
    UPDATED = "更新"
    UNCHANGED = "无变化"
    DUPLICATE = "表内重复"
    REJECTED = "未导入"
    SKIPPED = "跳过"


Fate = tuple[Outcome, int]
"""What became of one line, and the person it speaks of: 0 for nobody."""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How the rows of one list are accounted for; a sheet that is no list says why it was passed over.

    `fates` tells the same line by line; `heading` is the sender's line that holds the headings, or their
    lowest.
    """

    file: str
    sheet: str
    kind: str
    outcomes: Counter[Outcome]
    passed_over: str = ""
    fates: Mapping[int, Fate] = field(default_factory=dict)
    heading: int = 0

    @property
    def read(self) -> int:
        """The rows read: those with anything in them below the headings."""
        return sum(self.outcomes.values())


class SourcePlan(NamedTuple):
    """The place one planned or touched row came from."""

    file: str
    sheet: str
    line: int
    record: type[Record]
    row_id: int


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of names enters: rows of one record type, and rows to complete by their ids.

    `told` is what the list is of, in a line; `written` names what is entered and what is completed. What a
    commit writes `after` them has a `consequence`, told with 将 or 已 in its place.
    """

    record: type[Record]
    told: str
    written: tuple[str, str]
    rows: tuple[dict[str, Any], ...]
    updates: dict[int, dict[str, Any]]
    after: tuple[tuple[type[Record], int, dict[str, Any]], ...] = ()
    consequence: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import will write, and everything it has to say."""

    files: tuple[tuple[str, str], ...]
    sheets: tuple[SheetPlan, ...]
    units: tuple[UnitNode, ...]
    staff: tuple[dict[str, Any], ...]
    people: tuple[dict[str, Any], ...]
    updates: dict[int, dict[str, Any]]
    statuses: tuple[dict[str, Any], ...]
    affiliations: tuple[dict[str, Any], ...]
    contacts: tuple[dict[str, Any], ...]
    intentions: tuple[dict[str, Any], ...]
    conflicts: tuple[dict[str, Any], ...]
    sources: tuple[SourcePlan, ...]
    problems: tuple[Problem, ...]
    totals: Counter[Outcome] = field(default_factory=Counter)
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What somebody decided of headings, to be kept: layout signature → heading → target."""
    unit_updates: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    lists_units: bool = False
    listed: Listed | None = None

    @property
    def read(self) -> int:
        """The rows read in all sheets."""
        return sum(self.totals.values())

    @property
    def changes_nothing(self) -> bool:
        """Whether the register already holds everything."""
        written = (
            self.people,
            self.updates,
            self.statuses,
            self.affiliations,
            self.contacts,
            self.intentions,
            self.conflicts,
            self.unit_updates,
            self.listed and (self.listed.rows or self.listed.updates),
        )
        return not (self.lists_units or any(written))

    def of_weight(self, weight: Weight) -> list[Problem]:
        """List the problems of one weight, in the order of the rows."""
        return [problem for problem in self.problems if problem.weight is weight]
