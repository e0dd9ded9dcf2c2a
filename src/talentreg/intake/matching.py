"""Who a row speaks of: ID number, then register number, phone and name, name with unit and birth month.

Nobody is guessed: several candidates reject the row with the candidates listed, a name alone matches nobody.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from talentreg.errors import TalentregError
from talentreg.intake.drafts import Cleaned, Draft
from talentreg.intake.headings import Kind
from talentreg.intake.provenance import Place
from talentreg.intake.standing import Timeline
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.masking import mask_phone
from talentreg.records.numbers import birth_of
from talentreg.records.person import Person
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
    """Everyone the rows of an import may speak of, found by what identifies them.

    The indexes only narrow down: what somebody was known by stays in them when it changes.
    """

    tree: UnitTree
    by_id: dict[int, Known] = field(default_factory=dict)
    by_id_number: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_phone: dict[tuple[str, str], tuple[Known, ...]] = field(default_factory=dict)
    by_birth: dict[tuple[str, str], tuple[Known, ...]] = field(default_factory=dict)
    by_place: dict[Place, list[Known]] = field(default_factory=dict)
    by_written: dict[tuple[str, str], Known] = field(default_factory=dict)

    def add(self, known: Known) -> None:
        """Make a person findable."""
        self.by_id[known.id] = known
        self.by_name[known.fields["name"]].append(known)
        self.learn(known)

    def learn(self, known: Known) -> None:
        """Note what a person is known by, now that it may have changed."""
        name, get = known.fields["name"], known.fields.get
        if id_number := get("id_number"):
            self.by_id_number[id_number] = known
        for phone in (get("phone"), get("second_phone")):
            if phone:
                _note(self.by_phone, (name, phone), known)
        if birth := get("birth"):
            _note(self.by_birth, (name, birth[:7]), known)

    def place(self, units: Timeline, day: date) -> None:
        """Note where everybody belongs on a day."""
        for known in self.by_id.values():
            known.unit_id = units.on(known.id, day)

    def note_number(self, draft: Draft, known: Known) -> None:
        """Note the number a newcomer has in the file: its contact sheet calls them by it."""
        if draft.get("number"):
            self.by_written.setdefault((draft.file, draft.get("number")), known)

    def match(self, draft: Draft, unit_id: int | None) -> Known | None:
        """Return the person a people row speaks of; None when it is somebody new.

        Raises Unmatched when several fit or the row contradicts a stored ID number.
        """
        found = self._by_line(draft) if self.by_place else None
        found = found or self._by_numbers(draft) or self._by_phone(draft) or self._by_birth(draft, unit_id)
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

    def namesake(self, draft: Draft, unit_id: int | None) -> Known | None:
        """Return somebody of the row's name and unit, if nothing in the row could tell them apart."""
        evidence = ("person.id_number", "person.phone", "person.birth")
        if any(draft.get(target) for target in evidence):
            return None
        alike = self.by_name.get(draft.get("person.name"), ())
        return next((one for one in alike if one.unit_id == unit_id), None)

    def describe(self, known: Known) -> str:
        """Write one line that tells a person from their namesakes."""
        name = "（本次新增）" if known.is_planned else number(Person, known.id)
        phone = mask_phone(known.fields.get("phone") or "")
        return "  ".join(
            part for part in (name, known.fields["name"], self.tree.path(known.unit_id), phone) if part
        )

    def _by_line(self, draft: Draft) -> Known | None:
        """Return whom the same line of the same file brought in; of several beside one another by name."""
        came = self.by_place.get((draft.file, draft.sheet, draft.line), ())
        same = [one for one in came if one.fields["name"] == draft.get("person.name")]
        return same[0] if len(same) == 1 else came[0] if len(came) == 1 else None

    def _by_numbers(self, draft: Draft) -> Known | None:
        id_number, written = draft.get("person.id_number"), draft.get("number")
        if id_number and (found := self.by_id_number.get(id_number)):
            return found
        if not written:
            return None
        person_id = id_from_number(Person, written)
        return self.by_id.get(person_id or 0) or self.by_written.get((draft.file, written))

    def _by_phone(self, draft: Draft) -> Known | None:
        phone, name = draft.get("person.phone"), draft.get("person.name")
        if not phone or not name:
            return None
        alike = self.by_phone.get((name, phone), ())
        same = [one for one in alike if phone in (one.fields.get("phone"), one.fields.get("second_phone"))]
        return self._single(same, "有{}人同名同电话")

    def _by_birth(self, draft: Draft, unit_id: int | None) -> Known | None:
        name, birth = draft.get("person.name"), draft.get("person.birth")
        if unit_id is None or not birth or len(birth) < 7:
            return None
        month = birth[:7]
        same = [
            one
            for one in self.by_birth.get((name, month), ())
            if one.unit_id == unit_id and one.fields["birth"][:7] == month
        ]
        return self._single(same, "本单位有{}人同名同出生年月")

    def _by_name_and_unit(self, draft: Draft, unit_id: int | None) -> Known | None:
        name = draft.get("person.name")
        if unit_id is None or not name:
            return None
        same = [
            one
            for one in self.by_name[name]
            if one.unit_id is not None and self.tree.within(one.unit_id, unit_id)
        ]
        return self._single(same, "本单位有{}人叫这个名字")

    def _single(self, found: list[Known], message: str) -> Known | None:
        if len(found) > 1:
            raise Unmatched(message.format(len(found)), [self.describe(one) for one in found])
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


def _note(index: dict[tuple[str, str], tuple[Known, ...]], key: tuple[str, str], known: Known) -> None:
    listed = index.get(key)
    if listed is None:
        index[key] = (known,)
    elif not any(one is known for one in listed):
        index[key] = (*listed, known)


@dataclass(slots=True)
class Sought:
    """What the rows of an import call people by."""

    id_numbers: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    births: set[tuple[str, str]] = field(default_factory=set)

    def add(self, cleaned: Cleaned) -> None:
        """Take what a list calls people by."""
        id_numbers, names = cleaned.values("person.id_number"), cleaned.values("person.name")
        self.id_numbers.update(filter(None, id_numbers))
        numbers = (id_from_number(Person, number) for number in cleaned.values("number") if number)
        self.ids.update(filter(None, numbers))
        self.phones.update(filter(None, cleaned.values("person.phone")))
        births = cleaned.values("person.birth") or [None] * len(names)
        for name, birth, id_number in zip(names, births, id_numbers or births, strict=False):
            stated = birth or (birth_of(id_number) if id_numbers and id_number else "")
            if name and len(stated) >= 7:
                self.births.add((name, stated[:7]))


def load_people(
    connection: Connection, tree: UnitTree, lists: Sequence[Cleaned], taken: Mapping[Place, Sequence[int]]
) -> People:
    """Read everyone whom the rows may speak of, by what identifies them and nobody else.

    `taken` names the people whom the same lines of the same files brought in before. Contact rows may name
    somebody by name and unit: for those that nothing else tells, as for people with a name alone, everyone of
    the name is read.
    """
    sought = Sought(ids=set(chain.from_iterable(taken.values())))
    for cleaned in lists:
        sought.add(cleaned)
    found = People(tree)
    if connection.scalar(select(people.c.id).limit(1)) is None:
        return found
    _read(connection, found, people.c.id_number.in_, sought.id_numbers)
    _read(connection, found, people.c.id.in_, sought.ids)
    _read(connection, found, people.c.phone.in_, sought.phones)
    _read(connection, found, people.c.second_phone.in_, sought.phones)
    _read(connection, found, _born_as, sought.births)
    _read(connection, found, people.c.name.in_, {name for one in lists for name in _untold(one, found)})
    found.by_place = {place: [found.by_id[one] for one in ids] for place, ids in taken.items() if ids}
    return found


def _untold(cleaned: Cleaned, found: People) -> Iterator[str]:
    """Give the names of rows that say nothing else of whom they mean.

    A contact may be with anybody of the name; a person so entered may be there already.
    """
    blank = [None] * len(cleaned.numbers)
    said = ("person.name", "person.id_number", "number", "person.phone", "person.birth")
    rows = zip(*(cleaned.values(target) or blank for target in said), strict=True)
    people_sheet = cleaned.layout.kind is Kind.PEOPLE
    for name, id_number, written, phone, birth in rows:
        if people_sheet and (id_number or phone or birth):
            continue
        told = id_number in found.by_id_number or (name, phone) in found.by_phone
        if name and not (told or id_from_number(Person, written or "") in found.by_id):
            yield name


def _born_as(pairs: list[tuple[str, str]]) -> ColumnElement[bool]:
    """Ask for people of some names and birth months; an index answers it pair by pair."""
    sought = func.json_each(json.dumps(pairs)).table_valued("value")
    name, month = (func.json_extract(sought.c.value, f"$[{place}]") for place in (0, 1))
    same = people.alias()
    born = and_(same.c.birth >= month, same.c.birth < month.concat("~"))
    return people.c.id.in_(select(same.c.id).where(same.c.name == name, born))


def _read(
    connection: Connection, found: People, ask: Callable[[list[Any]], ColumnElement[bool]], wanted: set[Any]
) -> None:
    """Read the people a question finds who are not read yet: who they are from an index, then their rows."""
    ids: set[int] = set()
    for some in _batches(sorted(wanted)):
        ids.update(connection.scalars(select(people.c.id).where(ask(some))))
    for some in _batches(sorted(ids - found.by_id.keys())):
        for row in connection.execute(select(people).where(people.c.id.in_(some))).mappings():
            fields = {name: value for name, value in row.items() if value is not None}
            found.add(Known(fields.pop("id"), fields))


def _batches(listed: list[Any]) -> Iterator[list[Any]]:
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))
