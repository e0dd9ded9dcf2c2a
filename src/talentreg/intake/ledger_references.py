"""Whom and what the rows of a ledger's sheet speak of: people, events, units, each found once for all."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from talentreg.errors import Ambiguous, Refused, Unknown
from talentreg.intake.ledger_columns import DAY, NUMBER, PLACE
from talentreg.intake.ledger_lines import LedgerRow
from talentreg.intake.problems import Weight
from talentreg.periods import today
from talentreg.records.cleaning import Unclear, clean_name
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_phone
from talentreg.records.numbers import clean_phone
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.records.unit import LEVELS
from talentreg.store.former import any_merged, load_former
from talentreg.store.ledger_finding import NAMED, find_row
from talentreg.store.ledger_sheets import person_field
from talentreg.store.people import describe_person, find_person
from talentreg.store.units import UnitNode, UnitTree

people = table(Person)
Enrol = Callable[[LedgerRow, str, tuple[str, ...]], int]
"""Enters somebody a row names, in the first of some units, and returns their id."""

UNKNOWN = "是新人的加 --enrol 一并登记"
OTHER_PHONE = "是同一人请先更正电话或写人才编号，是另一人请先用 talentreg add 登记"
NAME_ALONE = "请加一列人才编号、联系电话或所属社区，或用 --unit 写明是哪个单位的"


class RowReferences:
    """Finds what the rows of one ledger refer to; somebody's name alone is looked for in a unit only."""

    def __init__(
        self,
        connection: Connection,
        tree: UnitTree,
        ledger: Ledger,
        *,
        renumbered: Mapping[tuple[str, str], int],
        renamed: Mapping[tuple[str, int], str],
        enrol: Enrol | None = None,
    ) -> None:
        """Find for the rows of one ledger; `renumbered` just got a number of their own, `renamed` a name.

        `enrol` enters somebody nobody knows.
        """
        self.enrol = enrol
        self.renumbered, self.renamed = renumbered, renamed
        self.connection, self.tree, self.ledger = connection, tree, ledger
        self.person = person_field(ledger)
        self._people: dict[tuple[Any, ...], str] = {}
        self._rows: dict[str, dict[str, list[tuple[int, date | None]]]] = {}

    def resolve(self, row: LedgerRow, values: Mapping[str, Any], home: UnitNode | None) -> dict[str, Any]:
        """Return values with people and rows by their numbers; `home` is whose the sheet is.

        Raises Unknown, Ambiguous or Refused for what cannot be found beyond doubt.
        """
        found = dict(values)
        self._place(row, found)
        for name, column in self.ledger.fields.items():
            if column.refers == "person":
                found[name] = self._person_or_name(row, found, name, home)
            elif column.refers in NAMED:
                found[name] = self._row_or_name(row, found, name)
        if self.ledger.name == "assignment" and found.get("person"):
            found.pop("unit", None)  # beside somebody's name it says where they belong
        return {name: value for name, value in found.items() if value is not None}

    def _place(self, row: LedgerRow, found: dict[str, Any]) -> None:
        """Take a row's unit from columns of one level each; one that nobody knows is set aside or refused."""
        if "unit" not in self.ledger.fields:
            return
        if not self.person and "unit" not in found and (path := path_of(row)):
            found["unit"] = path
        if found.get("unit") is None:
            return
        try:
            self.tree.find_open(found["unit"], min(found.get("on") or today(), today()))
        except Unknown as error:
            if self.ledger.place != "person" and self.ledger.name != "assignment":
                raise
            told = f"{error.message}，没有采用"
            row.note(Weight.SET_ASIDE, told, "unit", value=str(found.pop("unit"))[:40])

    def forget(self) -> None:
        """Forget who was found: somebody entered for a row that failed is not there."""
        self._people.clear()

    def _row_or_name(self, row: LedgerRow, found: dict[str, Any], name: str) -> str | None:
        """Find what a row refers to; a benefit keeps the name of a policy the register does not know."""
        try:
            return self._row(row, found, name)
        except Unknown as error:
            if self.ledger.name != "benefit" or row.said.get(name + NUMBER):
                raise
            found.setdefault("name", found[name])
            row.note(Weight.NOTICE, f"{error.message}，只记待遇名称", name)
            return None

    def _person_or_name(
        self, row: LedgerRow, found: dict[str, Any], name: str, home: UnitNode | None
    ) -> str | None:
        """Find somebody; a row that may do without them keeps the name of one who is not in the register."""
        try:
            return self._person(row, found, name, home)
        except Refused:
            spare = self.ledger.name == "hotline"  # anybody may call
            called = found.get(name) or found.get("name")
            if not spare or not called or row.said.get(name + NUMBER):
                raise
            found.setdefault("name", called)
            row.note(
                Weight.NOTICE, f"认不出「{called}」是登记的哪个人，只记姓名{_keep_phone(row, found)}", name
            )
            return None

    def _person(
        self, row: LedgerRow, found: Mapping[str, Any], name: str, home: UnitNode | None
    ) -> str | None:
        called = found.get(name)
        own = name == self.person
        numbered = row.said.get(name + NUMBER)
        by = [row.said.get(f"person.{one}") if own else None for one in ("id_number", "phone")]
        if not (called or numbered or any(by)):
            return None
        scopes = self._scopes(row, found, home)
        key = (called, numbered, *by, *scopes)
        if key not in self._people:
            try:
                person_id = self._identify(called, numbered, by, scopes)
            except Unknown as error:
                if not own or numbered or not called or "@" in called:
                    raise
                if self.enrol is None:
                    raise Unknown(f"{error.message}，{UNKNOWN}", error.hint) from error
                person_id = self.enrol(row, str(called), scopes)
            self._people[key] = number(Person, person_id)
        return self._people[key]

    def _scopes(self, row: LedgerRow, found: Mapping[str, Any], home: UnitNode | None) -> tuple[str, ...]:
        """List the units in which a name may be meant, the most telling first."""
        if path := path_of(row):
            return (path,)
        near = found.get("unit") if self.ledger.place == "person" or self.ledger.name == "assignment" else ""
        return tuple(one for one in (near, self.tree.path(home.id) if home else "") if one)

    def _identify(
        self, called: str | None, numbered: str | None, by: list[str | None], scopes: tuple[str, ...]
    ) -> int:
        id_number, phone = by
        if known := numbered or id_number:
            return self._checked(find_person(self.connection, self.tree, known), called)
        if phone:
            return self._by_phone(phone, called, scopes)
        assert called is not None
        if "@" in called or not called[0].isalpha() or id_from_number(Person, called) is not None:
            return find_person(self.connection, self.tree, called)
        if self.enrol and self._is_nobody(called):
            raise Unknown(f"登记册里没有「{called}」")
        for scope in scopes:
            with suppress(Unknown):
                return find_person(self.connection, self.tree, f"{called}@{scope}")
        return self._by_name(called, scopes)

    def _checked(self, person_id: int, called: str | None) -> int:
        """Return a person whose name is the one a row gives, now or before; raises Refused for another's."""
        name = self.connection.scalar(select(people.c.name).where(people.c.id == person_id))
        if called and fold(clean_name(called)) != fold(str(name)) and not self._was(person_id, called):
            line = describe_person(self.connection, self.tree, person_id)
            raise Refused(f"号码是 {line} 的，表中姓名写的是「{called}」", "请核对编号、电话和姓名")
        return person_id

    def _was(self, person_id: int, called: str) -> bool:
        """Whether somebody went by a name before two records were made one."""
        if not any_merged(self.connection):
            return False
        name = clean_name(called)
        former = load_former(self.connection, saying={name})
        return any(one.person_id == person_id and ("name", name) in one.called() for one in former)

    def _by_phone(self, phone: str, called: str | None, scopes: tuple[str, ...]) -> int:
        with suppress(Unclear):
            phone = clean_phone(phone)
        known = or_(people.c.phone == phone, people.c.second_phone == phone)
        if called and scopes and not self.connection.scalar(select(people.c.id).where(known).limit(1)):
            return self._without_phone(phone, called, scopes)
        if called:
            query = select(people.c.id).where(known, people.c.name == clean_name(called))
            if len(found := list(self.connection.scalars(query))) == 1:
                return int(found[0])
        return self._checked(find_person(self.connection, self.tree, phone), called)

    def _without_phone(self, phone: str, called: str, scopes: tuple[str, ...]) -> int:
        """Find by name and unit who has no phone in the register; raises Ambiguous for one with another."""
        if self._is_nobody(called):
            raise Unknown(f"登记册里没有「{mask_phone(phone)}」")
        for scope in scopes:
            with suppress(Unknown):
                person_id = find_person(self.connection, self.tree, f"{called}@{scope}")
                if self.connection.scalar(select(people.c.phone).where(people.c.id == person_id)):
                    line = describe_person(self.connection, self.tree, person_id)
                    raise Ambiguous(f"「{scope}」的「{called}」登记的是另一个电话", [line], OTHER_PHONE)
                return person_id
        return find_person(self.connection, self.tree, phone)

    def _is_nobody(self, called: str) -> bool:
        """Whether nobody bears a name or ever did; who is near it is not looked for, which takes long."""
        name = clean_name(called)
        if self.connection.scalar(select(people.c.id).where(people.c.name == name).limit(1)) is not None:
            return False
        former = load_former(self.connection, saying={name}) if any_merged(self.connection) else ()
        return not any(("name", name) in one.called() for one in former)

    def _by_name(self, called: str, scopes: tuple[str, ...]) -> int:
        """Refuse somebody of whom only the name is known, or who is not where the row says."""
        query = select(people.c.id).where(people.c.name == clean_name(called)).order_by(people.c.id)
        found = [
            describe_person(self.connection, self.tree, one)
            for one in self.connection.scalars(query.limit(9))
        ]
        if not found:
            return find_person(self.connection, self.tree, called)
        if scopes:
            raise Ambiguous(f"「{scopes[0]}」没有「{called}」", found, "请写上人才编号或联系电话")
        raise Ambiguous(f"只写了姓名「{called}」，不能认定是谁", found, NAME_ALONE)

    def _row(self, row: LedgerRow, found: Mapping[str, Any], name: str) -> str | None:
        """Return the number of an event, a campaign, a task, a station; namesakes are told by their day."""
        ledger = LEDGERS[NAMED[self.ledger.fields[name].refers]]
        called, numbered = found.get(name), row.said.get(name + NUMBER)
        if not called and not numbered:
            return None
        if numbered:
            known = self.renumbered.get((table(ledger.record).name, fold(numbered)))
            row_id = find_row(self.connection, ledger, numbered) if known is None else known
            self._refuse_other_name(ledger, row_id, called)
            return number(ledger.record, row_id)
        same = self._named(ledger).get(fold(str(called)), [])
        on = row.said.get(name + DAY)
        if len(same) > 1 and on:
            same = [one for one in same if one[1] == on]
        row_id = same[0][0] if len(same) == 1 else find_row(self.connection, ledger, str(called))
        return number(ledger.record, row_id)

    def _refuse_other_name(self, ledger: Ledger, row_id: int, called: str | None) -> None:
        rows = table(ledger.record)
        name = self.connection.scalar(select(rows.c.name).where(rows.c.id == row_id))
        names = {fold(str(name)), fold(self.renamed.get((rows.name, row_id), str(name)))}
        if called and id_from_number(ledger.record, called) is None and fold(called) not in names:
            shown = number(ledger.record, row_id)
            raise Refused(f"{shown} 是「{name}」，表中写的是「{called}」", "请核对编号和名称")

    def _named(self, ledger: Ledger) -> dict[str, list[tuple[int, date | None]]]:
        """Return the rows of a ledger by their folded names, with their days."""
        if ledger.name not in self._rows:
            rows = table(ledger.record)
            query = select(rows.c.id, rows.c.name, rows.c.on)
            listed: dict[str, list[tuple[int, date | None]]] = defaultdict(list)
            for one in self.connection.execute(
                query.where(rows.c.kind == ledger.kind) if ledger.kind else query
            ):
                listed[fold(one.name or "")].append((one.id, one.on))
            self._rows[ledger.name] = listed
        return self._rows[ledger.name]


def _keep_phone(row: LedgerRow, found: dict[str, Any]) -> str:
    """Keep in the remark by which phone somebody called who is not in the register."""
    phone = row.said.get("person.phone")
    if not phone:
        return ""
    found["note"] = "；".join(part for part in (found.get("note"), f"电话：{phone}") if part)
    return "，电话记在内容里"


def path_of(row: LedgerRow) -> str:
    """Write the unit a row names by levels: its code, else the names from the top down."""
    if (code := row.said.get(f"{PLACE}code")) and code != "未填":
        return str(code)
    parts = (row.said.get(PLACE + level) for level in (*LEVELS, ""))
    return "/".join(str(one) for one in parts if one)
