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
from talentreg.intake.problems import Weight
from talentreg.intake.provenance import Place
from talentreg.intake.sought import Sought
from talentreg.intake.standing import Timeline
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.masking import mask_phone
from talentreg.records.person import Person
from talentreg.store.distinct import load_distinct
from talentreg.store.former import Former, any_merged, load_former
from talentreg.store.units import UnitTree

people = table(Person)
BATCH = 10_000
GENERATION = 15
"""Years between two births of one name and phone from which they are two people, not a slip."""


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
    former: tuple[Former, ...] = ()
    """Who the person was before records were made one: by that a book may still call them."""

    @property
    def is_planned(self) -> bool:
        """Whether the register does not hold the person yet."""
        return self.id < 0

    def ever(self, *names: str) -> set[Any]:
        """Return what some fields of the person say, and said under another number."""
        found = {self.fields.get(name) for name in names}
        found.update(one.fields.get(name) for one in self.former for name in names)
        return found - {None}

    def went_by(self, name: str, value: Any) -> bool:
        """Whether a name or ID number is the person's from before, and given up."""
        former = name in ("name", "id_number") and value != self.fields.get(name)
        return former and any(one.fields.get(name) == value for one in self.former)

    def has_phone(self, phone: str) -> bool:
        """Whether a phone is the person's, or was under another number."""
        if phone in (self.fields.get("phone"), self.fields.get("second_phone")):
            return True
        return bool(self.former) and phone in self.ever("phone", "second_phone")

    def is_of_another_generation(self, birth: str | None) -> bool:
        """Whether a birth lies so far from the person's that it can be no slip: a father's, a son's."""
        known = self.ever("birth")
        return bool(birth and known) and all(_years_apart(birth or "", one) >= GENERATION for one in known)

    def is_born_in(self, unit_id: int, birth: str) -> bool:
        """Whether the person is of a unit and born then, to the day if both say it, or was before."""
        units = {self.unit_id, *(one.unit_id for one in self.former)}
        return unit_id in units and any(_agree(birth, one) for one in self.ever("birth"))


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
    by_former: dict[int, Known] = field(default_factory=dict)
    distinct: set[tuple[int, int]] = field(default_factory=set)
    """Pairs not to be named as possibly one: somebody has said they are not, or they have been named."""

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
        if known.former:
            self._learn_former(known)

    def remember(self, former: Former) -> None:
        """Make a person findable, if they are here, by what they were known by under another number."""
        known = self.by_id.get(former.person_id)
        if known is None or former in known.former:
            return
        known.former = (*known.former, former)
        self.by_former.setdefault(former.id, known)
        if all(one is not known for one in self.by_name[former.fields["name"]]):
            self.by_name[former.fields["name"]].append(known)
        self.learn(known)

    def _learn_former(self, known: Known) -> None:
        """Note what a person may be known by, whichever of their numbers, names and phones a book mixes."""
        for id_number in known.ever("id_number"):
            self.by_id_number.setdefault(id_number, known)
        for name in known.ever("name"):
            for phone in known.ever("phone", "second_phone"):
                _note(self.by_phone, (name, phone), known)
            for birth in known.ever("birth"):
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
            self._say_other(draft, found)
        else:
            self._say_elder(draft)
        return found

    def find(self, draft: Draft, unit_id: int | None) -> Known:
        """Return the person a contact row speaks of, who must be known; here name and unit are enough."""
        found = self._by_numbers(draft) or self._by_phone(draft) or self._by_name_and_unit(draft, unit_id)
        if found is None:
            raise Unmatched(self._missing(draft, unit_id), self._namesakes(draft))
        self._check(draft, found)
        self._say_other(draft, found)
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
        same = [one for one in came if draft.get("person.name") in one.ever("name")]
        return same[0] if len(same) == 1 else came[0] if len(came) == 1 else None

    def _by_numbers(self, draft: Draft) -> Known | None:
        id_number, written = draft.get("person.id_number"), draft.get("number")
        if id_number and (found := self.by_id_number.get(id_number)):
            return found
        if not written:
            return None
        person_id = id_from_number(Person, written) or 0
        known = self.by_id.get(person_id) or self.by_former.get(person_id)
        return known or self.by_written.get((draft.file, written))

    def _by_phone(self, draft: Draft) -> Known | None:
        phone, name = draft.get("person.phone"), draft.get("person.name")
        if not phone or not name:
            return None
        born = draft.get("person.birth")
        same = [one for one in self._with_phone(name, phone) if not one.is_of_another_generation(born)]
        return self._single(same, "有{}人同名同电话")

    def _with_phone(self, name: str, phone: str) -> list[Known]:
        return [one for one in self.by_phone.get((name, phone), ()) if one.has_phone(phone)]

    def _by_birth(self, draft: Draft, unit_id: int | None) -> Known | None:
        name, birth = draft.get("person.name"), draft.get("person.birth")
        if unit_id is None or not birth or len(birth) < 7:
            return None
        same = [one for one in self.by_birth.get((name, birth[:7]), ()) if one.is_born_in(unit_id, birth)]
        return self._single(same, "本单位有{}人同名同出生年月")

    def _by_name_and_unit(self, draft: Draft, unit_id: int | None) -> Known | None:
        name = draft.get("person.name")
        if unit_id is None or not name:
            return None
        same = [one for one in self.by_name[name] if self._belongs(one, unit_id)]
        return self._single(same, "本单位有{}人叫这个名字")

    def _belongs(self, known: Known, unit_id: int) -> bool:
        """Whether somebody is, or under another number was, of a unit or one below it."""
        units = (known.unit_id, *(one.unit_id for one in known.former))
        return any(one is not None and self.tree.within(one, unit_id) for one in units)

    def _single(self, found: list[Known], message: str) -> Known | None:
        if len(found) > 1:
            raise Unmatched(message.format(len(found)), [self.describe(one) for one in found])
        return found[0] if found else None

    def _check(self, draft: Draft, found: Known) -> None:
        """Refuse a row that says of the matched person what their ID number or name denies."""
        stated, stored = draft.get("person.id_number"), found.fields.get("id_number")
        if stated and stored and stated != stored and not found.went_by("id_number", stated):
            raise self._denied(draft, found, "身份证号与登记册里的同一人不一致")
        name = draft.get("person.name")
        if name and name != found.fields["name"] and not found.went_by("name", name):
            raise self._denied(draft, found, f"号码已登记在「{found.fields['name']}」名下")

    def _denied(self, draft: Draft, found: Known, message: str) -> Unmatched:
        other = self._other(draft, found)
        told = f"{message}；{self._both(found, other)}" if other else message
        return Unmatched(told, [self.describe(one) for one in (found, other) if one])

    def _say_other(self, draft: Draft, found: Known) -> None:
        """Say that a row also bears the name and phone of somebody else; nobody is guessed to be one."""
        if other := self._other(draft, found):
            told = f"这一行按 {number(Person, found.id)} 登记，没有替您合并；{self._both(found, other)}"
            draft.note(Weight.NOTICE, told, value=other.fields["name"])

    def _say_elder(self, draft: Draft) -> None:
        """Say whose name and phone somebody new has who is a generation older or younger."""
        name, phone = draft.get("person.name") or "", draft.get("person.phone") or ""
        if alike := self._with_phone(name, phone):
            told = f"与 {self.describe(alike[0])} 同名同电话，但出生相差{GENERATION}年以上，按另一人登记"
            draft.note(Weight.NOTICE, f"{told}；如是同一人请核对出生年月", value=name)

    def _other(self, draft: Draft, found: Known) -> Known | None:
        """Return who else has the name and phone of a row, unless the two are told to be different."""
        name, phone = draft.get("person.name") or "", draft.get("person.phone") or ""
        born = draft.get("person.birth")
        others = [one for one in self._with_phone(name, phone) if one is not found]
        others = [one for one in others if not one.is_of_another_generation(born)]
        if len(others) != 1 or found.is_planned or others[0].is_planned:
            return None
        pair = (min(found.id, others[0].id), max(found.id, others[0].id))
        if pair in self.distinct:
            return None
        self.distinct.add(pair)
        return others[0]

    def _both(self, found: Known, other: Known) -> str:
        two = " ".join(number(Person, one.id) for one in (found, other))
        bears = f"姓名和电话是 {number(Person, other.id)} 的"
        return f"{bears}，如是同一人：talentreg merge {two}；不是：talentreg dupes --no {two}"

    def _missing(self, draft: Draft, unit_id: int | None) -> str:
        name = draft.get("person.name") or "此人"
        if unit_id is None and self.by_name.get(name):
            return f"只凭姓名「{name}」不能认定是谁，请补电话、身份证号或所属社区"
        return f"登记册里没有「{name}」，请先登记"

    def _namesakes(self, draft: Draft) -> list[str]:
        return [self.describe(one) for one in self.by_name.get(draft.get("person.name") or "", [])[:10]]


def _agree(one: str, other: str) -> bool:
    """Whether two births from the month on say the same, one perhaps more exactly."""
    return len(other) >= 7 and (one.startswith(other) or other.startswith(one))


def _years_apart(one: str, other: str) -> int:
    return abs(int(one[:4]) - int(other[:4]))


def _note(index: dict[tuple[str, str], tuple[Known, ...]], key: tuple[str, str], known: Known) -> None:
    listed = index.get(key)
    if listed is None:
        index[key] = (known,)
    elif not any(one is known for one in listed):
        index[key] = (*listed, known)


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
    former = list(load_former(connection)) if any_merged(connection) else []
    _read_former(connection, found, former, sought.has)
    names = {name for one in lists for name in _untold(one, found)}
    _read(connection, found, people.c.name.in_, names)
    _read_former(connection, found, former, lambda one: one.fields["name"] in names)
    found.distinct = load_distinct(connection)
    found.by_place = {place: [found.by_id[one] for one in ids] for place, ids in taken.items() if ids}
    return found


def _read_former(
    connection: Connection, found: People, former: Sequence[Former], asked: Callable[[Former], bool]
) -> None:
    """Read those who went by what is asked for under another number; note how all that are read did."""
    _read(connection, found, people.c.id.in_, {one.person_id for one in former if asked(one)})
    for one in former:
        found.remember(one)


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
        person_id = id_from_number(Person, written or "")
        if name and not (told or person_id in found.by_id or person_id in found.by_former):
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
