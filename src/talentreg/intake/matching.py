"""Who a row speaks of: ID number, then register number, phone and name, name with unit and birth month.

Nobody is guessed: several candidates reject the row with the candidates listed, a name alone matches nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from talentreg.errors import TalentregError
from talentreg.intake.drafts import Draft
from talentreg.intake.provenance import Place
from talentreg.periods import today
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.masking import mask_phone
from talentreg.records.person import Person
from talentreg.store.histories import unit_on
from talentreg.store.units import UnitTree

people = table(Person)
BATCH = 10_000


class Unmatched(TalentregError):
    """A row whose person cannot be told; `candidates` lists those it may be."""

    def __init__(self, message: str, candidates: Iterable[str] = ()) -> None:
        """Keep the reason and the candidates."""
        super().__init__(message)
        self.candidates = tuple(candidates)


@dataclass(slots=True)
class Known:
    """One person a row may match: stored, or planned by an earlier row (negative id)."""

    id: int
    fields: dict[str, Any]
    unit_id: int | None = None

    @property
    def is_planned(self) -> bool:
        """Whether the register does not hold the person yet."""
        return self.id < 0


@dataclass(slots=True)
class People:
    """Everyone the rows of an import may speak of, found by what identifies them."""

    tree: UnitTree
    by_id: dict[int, Known] = field(default_factory=dict)
    by_id_number: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_place: dict[Place, Known] = field(default_factory=dict)
    by_written: dict[tuple[str, str], Known] = field(default_factory=dict)

    def add(self, known: Known) -> None:
        """Make a person findable."""
        self.by_id[known.id] = known
        self.by_name[known.fields["name"]].append(known)
        self.learn(known)

    def learn(self, known: Known) -> None:
        """Note an ID number a person has been given."""
        if id_number := known.fields.get("id_number"):
            self.by_id_number[id_number] = known

    def note_number(self, draft: Draft, known: Known) -> None:
        """Note the number a newcomer has in the file: its contact sheet calls them by it."""
        if draft.get("number"):
            self.by_written.setdefault((draft.file, draft.get("number")), known)

    def match(self, draft: Draft, unit_id: int | None) -> Known | None:
        """Return the person a people row speaks of; None when it is somebody new.

        Raises Unmatched when several fit or the row contradicts a stored ID number.
        """
        found = self.by_place.get((draft.file, draft.sheet, draft.line)) or (
            self._by_numbers(draft) or self._by_phone(draft) or self._by_birth(draft, unit_id)
        )
        if found:
            self._check(draft, found)
        return found

    def find(self, draft: Draft, unit_id: int | None) -> Known:
        """Return the person a contact row speaks of, who must be known; here name and unit are enough."""
        found = self._by_numbers(draft) or self._by_phone(draft) or self._by_name_and_unit(draft, unit_id)
        if found is None:
            raise Unmatched(self._missing(draft, unit_id), self._namesakes(draft))
        self._check(draft, found)
        return found

    def describe(self, known: Known) -> str:
        """Write one line that tells a person from their namesakes."""
        name = "（本次新增）" if known.is_planned else number(Person, known.id)
        phone = mask_phone(known.fields.get("phone") or "")
        return "  ".join(
            part for part in (name, known.fields["name"], self.tree.path(known.unit_id), phone) if part
        )

    def _by_numbers(self, draft: Draft) -> Known | None:
        id_number, written = draft.get("person.id_number"), draft.get("number")
        if id_number and (found := self.by_id_number.get(id_number)):
            return found
        person_id = id_from_number(Person, written) if written else None
        return self.by_id.get(person_id or 0) or self.by_written.get((draft.file, written or ""))

    def _by_phone(self, draft: Draft) -> Known | None:
        phone, name = draft.get("person.phone"), draft.get("person.name")
        if not phone or not name:
            return None
        same = [
            one
            for one in self.by_name[name]
            if phone in (one.fields.get("phone"), one.fields.get("second_phone"))
        ]
        return self._single(same, f"有{len(same)}人同名同电话")

    def _by_birth(self, draft: Draft, unit_id: int | None) -> Known | None:
        name, birth = draft.get("person.name"), draft.get("person.birth")
        if unit_id is None or not birth or len(birth) < 7:
            return None
        same = [
            one
            for one in self.by_name[name]
            if one.unit_id == unit_id and (one.fields.get("birth") or "")[:7] == birth[:7]
        ]
        return self._single(same, f"本单位有{len(same)}人同名同出生年月")

    def _by_name_and_unit(self, draft: Draft, unit_id: int | None) -> Known | None:
        name = draft.get("person.name")
        if unit_id is None or not name:
            return None
        same = [
            one
            for one in self.by_name[name]
            if one.unit_id is not None and self.tree.within(one.unit_id, unit_id)
        ]
        return self._single(same, f"本单位有{len(same)}人叫「{name}」")

    def _single(self, found: list[Known], message: str) -> Known | None:
        if len(found) > 1:
            raise Unmatched(message, [self.describe(one) for one in found])
        return found[0] if found else None

    def _check(self, draft: Draft, found: Known) -> None:
        """Refuse a row that says of the matched person what their ID number or name denies."""
        stated, stored = draft.get("person.id_number"), found.fields.get("id_number")
        if stated and stored and stated != stored:
            raise Unmatched("身份证号与登记册里的同一人不一致", [self.describe(found)])
        name = draft.get("person.name")
        if name and name != found.fields["name"]:
            raise Unmatched(f"号码已登记在「{found.fields['name']}」名下", [self.describe(found)])

    def _missing(self, draft: Draft, unit_id: int | None) -> str:
        name = draft.get("person.name") or "此人"
        if unit_id is None and self.by_name.get(name):
            return f"只凭姓名「{name}」不能认定是谁，请补电话、身份证号或所属社区"
        return f"登记册里没有「{name}」，请先登记"

    def _namesakes(self, draft: Draft) -> list[str]:
        return [self.describe(one) for one in self.by_name.get(draft.get("person.name") or "", [])[:10]]


def load_people(
    connection: Connection, tree: UnitTree, drafts: Iterable[Draft], taken: Mapping[Place, int | None]
) -> People:
    """Read everyone who bears a name, an ID number or a register number that the rows mention.

    `taken` names the people whom the same lines of the same files brought in before.
    """
    names: set[str] = set()
    id_numbers: set[str] = set()
    ids: set[int] = {person_id for person_id in taken.values() if person_id is not None}
    for draft in drafts:
        names.add(draft.get("person.name") or "")
        id_numbers.add(draft.get("person.id_number") or "")
        ids.add(id_from_number(Person, draft.get("number") or "") or 0)
    found = People(tree)
    query = select(people, unit_on(people.c.id, today()).label("unit_id"))
    for column, wanted in ((people.c.name, names), (people.c.id_number, id_numbers), (people.c.id, ids)):
        listed = sorted(wanted - {"", 0})
        for start in range(0, len(listed), BATCH):
            chosen = query.where(column.in_(listed[start : start + BATCH]))
            for row in connection.execute(chosen).mappings():
                if row["id"] not in found.by_id:
                    fields = dict(row)
                    found.add(Known(fields.pop("id"), fields, fields.pop("unit_id")))
    found.by_place = {
        place: found.by_id[person_id] for place, person_id in taken.items() if person_id is not None
    }
    return found
