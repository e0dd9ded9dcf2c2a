"""Everything planned so far while the rows of an import are gone through."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from talentreg.errors import Ambiguous
from talentreg.intake.decisions import Decisions
from talentreg.intake.drafts import Draft
from talentreg.intake.erased import ErasedPeople
from talentreg.intake.matching import Known, People
from talentreg.intake.options import OnMatch
from talentreg.intake.placing import Places
from talentreg.intake.plan import SourcePlan
from talentreg.intake.provenance import Place
from talentreg.intake.roll import Roll
from talentreg.intake.sent import Sent
from talentreg.intake.standing import ContactKey, Standing
from talentreg.records.cleaning import clean_name, clean_several
from talentreg.records.fields import Record, id_from_number, table
from talentreg.records.staff import Staff
from talentreg.store.units import UnitNode, UnitTree

Row = dict[str, Any]


@dataclass(slots=True)
class StaffList:
    """Staff by name, stored and planned (negative id)."""

    tree: UnitTree
    by_name: dict[str, list[tuple[int, int | None]]] = field(default_factory=lambda: defaultdict(list))
    created: list[Row] = field(default_factory=list)
    by_id: dict[int, str] = field(default_factory=dict)

    def numbered(self, text: str, name: str) -> int | None:
        """Return the id of a staff number that belongs to the name; None for a number of another register."""
        staff_id = id_from_number(Staff, text) or 0
        return staff_id if clean_several(self.by_id.get(staff_id)) == name else None

    def find_or_plan(self, text: str, unit_id: int | None) -> int:
        """Return the staff member of a name or 姓名@单位, planning one under a unit when nobody bears it."""
        name, _, unit = text.partition("@")
        name = clean_name(name)
        scopes = [node.id for node in self.tree.named(unit)] if unit else [None]
        found = [
            one for one in self.by_name[name] if any(self.tree.within(one[1], scope) for scope in scopes)
        ]
        if len(found) > 1:
            raise Ambiguous(
                f"有{len(found)}位工作人员叫「{name}」", [f"{name}@{self.tree.path(one[1])}" for one in found]
            )
        if found:
            return found[0][0]
        staff_id = -1 - len(self.created)
        own = scopes[0] if len(scopes) == 1 and scopes[0] is not None else unit_id
        self.created.append({"name": name, "unit_id": own})
        self.by_name[name].append((staff_id, own))
        return staff_id


def load_staff(connection: Connection, tree: UnitTree) -> StaffList:
    """Read all staff."""
    staff = table(Staff)
    listed = StaffList(tree)
    for row in connection.execute(select(staff.c.id, staff.c.name, staff.c.unit_id).order_by(staff.c.id)):
        listed.by_name[row.name].append((row.id, row.unit_id))
        listed.by_id[row.id] = row.name
    return listed


@dataclass(slots=True)
class Ledger:
    """The register as it will be: what is known of people, places and staff, and what is to be written."""

    places: Places
    people: People
    staff: StaffList
    standing: Standing
    stored_contacts: set[ContactKey]
    numbered_contacts: Mapping[int, int]
    removed_contacts: Mapping[int, int]
    """The person of every contact a row names by its number, stored or removed."""
    today: date
    as_of: date
    on_match: OnMatch
    taken: Mapping[Place, Sequence[int]]
    decisions: Decisions
    erased: ErasedPeople
    sent: Sent
    roll: Roll | None = None
    """The list of names that is gone through."""
    new_people: list[Row] = field(default_factory=list)
    updates: dict[int, Row] = field(default_factory=dict)
    statuses: list[Row] = field(default_factory=list)
    affiliations: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    intentions: list[Row] = field(default_factory=list)
    sources: list[SourcePlan] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    planned_contacts: set[ContactKey] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    stated: set[tuple[int, str]] = field(default_factory=set)
    """What this import has said of whom: the first row that says something decides."""
    told: dict[tuple[int, str, date | None], str] = field(default_factory=dict)
    """What this import has said of whom for which day; none for a statement without a day of its own."""

    def has_taken(self, draft: Draft) -> bool:
        """Whether this very line of this very file has come in before."""
        return (draft.file, draft.sheet, draft.line) in self.taken

    def means_erased(self, draft: Draft, found: Known | None, unit: UnitNode | None) -> bool:
        """Whether a people row, which fits somebody found or nobody, speaks of somebody erased."""
        if found is None:
            return self.erased.find(draft, unit.id if unit else None) is not None
        return not self.has_taken(draft) and self.erased.instead(draft, found) is not None

    def may_replace(self, known: Known, field: str) -> bool:
        """Whether a row may replace what somebody's record says; another row of this import may not have."""
        settled = known.is_planned or (known.id, field) in self.stated
        return self.on_match is OnMatch.UPDATE and not settled

    def state(self, known: Known, field: str) -> None:
        """Note that a row has said something of somebody already stored."""
        if self.on_match is OnMatch.UPDATE:
            self.stated.add((known.id, field))

    def tell_once(self, known: Known, field: str, on: date | None, value: str) -> str | None:
        """Note a dated statement; return what an earlier row of this import stated instead."""
        before = self.told.get((known.id, field, on))
        self.told.setdefault((known.id, field, on), value)
        return before

    def came_from(self, draft: Draft, record: type[Record], row_id: int) -> None:
        """Note the place a row came from."""
        self.sources.append(SourcePlan(draft.file, draft.sheet, draft.line, record, row_id))

    def enter_status(self, person_id: int, on: date, status: str, reason: str | None = None) -> None:
        """Plan a status entry."""
        self.standing.status.add(person_id, on, status)
        self.statuses.append({"person_id": person_id, "on": on, "status": status, "reason": reason})

    def enter_intention(self, person_id: int, on: date, kind: str, **more: Any) -> None:
        """Plan an intention entry."""
        self.standing.intention.add(person_id, on, kind)
        if "contact_id" not in more:
            self.standing.booked.add(person_id, on, kind)
        self.intentions.append({"person_id": person_id, "on": on, "kind": kind, **more})

    def enter_unit(self, person_id: int, on: date, unit_id: int) -> None:
        """Plan a unit entry."""
        self.standing.unit.add(person_id, on, unit_id)
        self.affiliations.append({"person_id": person_id, "on": on, "unit_id": unit_id})
