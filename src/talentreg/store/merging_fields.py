"""The own fields of two records of one person made one: blanks filled, the rest decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from talentreg.errors import Refused
from talentreg.records.cleaning import clean_note, clean_several
from talentreg.records.fields import Column, columns, number
from talentreg.records.masking import mask_free_text
from talentreg.records.numbers import clean_phone
from talentreg.records.person import Person
from talentreg.store.editing import Edit, told

Row = Mapping[str, Any]

EXTRA = "extra:"
"""Begins the name of a field that is a sender's own heading."""

IDENTITY = ("name", "id_number", "birth", "phone", "second_phone")
"""Fields a row of a book may call somebody by."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Two values of a field, and which of them counts from now on; values as stored."""

    field: str
    stored: str
    offered: str
    chosen: str

    @property
    def choice(self) -> str:
        """Say which of the two was chosen."""
        return "stored" if self.chosen == self.stored else "offered"


@dataclass(slots=True)
class United:
    """What becomes of a person's fields: `values` to set, and what is to be said of it, numbers masked.

    An `Edit` of `given_up` reads from the value that goes to the one that stays.
    """

    values: dict[str, Any] = field(default_factory=dict)
    filled: list[Edit] = field(default_factory=list)
    joined: list[Edit] = field(default_factory=list)
    given_up: list[Edit] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Two:
    """Two records of one person, and by field the number of the record whose value counts."""

    kept: Row
    other: Row
    keep: Mapping[str, int]

    def told(self, name: str, mine: Any, theirs: Any) -> Any:
        """Return the value that was asked for; None when nothing was."""
        if name not in self.keep:
            return None
        value = mine if self.keep[name] == self.kept["id"] else theirs
        if not value:
            said = f"{number(Person, self.keep[name])} 没有登记{heading_of(name)}，没有合并"
            raise Refused(said, "请去掉这一项 --keep：空白总由另一方补上")
        return value


def heading_of(name: str) -> str:
    """Return what a field of a person's own is called."""
    column = columns(Person).get(name)
    return column.heading if column else name.removeprefix(EXTRA)


def unite_fields(two: Two) -> United:
    """Work out one person's fields from two records.

    Raises Refused for two ID numbers of which none was chosen.
    """
    united = United()
    result: dict[str, Any] = {}
    for name, column in columns(Person).items():
        mine, theirs = two.kept[name] or None, two.other[name] or None
        second = name == "second_phone"
        result[name] = (
            _second_phone(two, result["phone"]) if second else _one(two, name, column, mine, theirs)
        )
        if result[name] != mine:
            united.values[name] = result[name]
    for name, column in columns(Person).items():
        _tell(united, two, name, column, result)
    _unite_extra(two, united)
    return united


def _one(two: Two, name: str, column: Column, mine: Any, theirs: Any) -> Any:
    """Return the one value of a field."""
    if told_value := two.told(name, mine, theirs):
        return told_value
    if not (mine and theirs) or mine == theirs:
        return mine or theirs
    if name == "id_number":
        raise _two_numbers(two)
    if name == "birth":
        return theirs if theirs.startswith(f"{mine}-") else mine
    if column.several:
        return clean_several(f"{mine}、{theirs}")
    return _joined(mine, theirs) if column.clean is clean_note else mine


def _two_numbers(two: Two) -> Refused:
    shown = [
        f"{number(Person, row['id'])}（{told(columns(Person)['id_number'], row['id_number'])}）"
        for row in (two.kept, two.other)
    ]
    options = " 或 ".join(f"--keep 身份证号={number(Person, row['id'])}" for row in (two.kept, two.other))
    two_people = " ".join(number(Person, row["id"]) for row in (two.kept, two.other))
    hint = f"确是同一人请说明以谁为准：{options}；不是：talentreg dupes --no {two_people}"
    return Refused(f"{'、'.join(shown)}的身份证号不同，没有合并", hint)


def _joined(mine: str, theirs: str) -> str:
    """Write two texts below one another, a line that is in both once."""
    return "\n".join(dict.fromkeys((*mine.split("\n"), *theirs.split("\n"))))


def _second_phone(two: Two, phone: str | None) -> str | None:
    """Return the number beside the first: that of the one who stays, else one that would be lost."""
    kept, other = two.kept, two.other
    value: str | None = two.told("second_phone", kept["second_phone"], other["second_phone"])
    spare = (value, kept["second_phone"], kept["phone"], other["phone"], other["second_phone"])
    return next((one for one in spare if one and one != phone), None)


def _tell(united: United, two: Two, name: str, column: Column, result: Row) -> None:
    """Say what becomes of a field that one or both records state."""
    mine, theirs, value = two.kept[name] or None, two.other[name] or None, result[name]
    if value and not mine:
        united.filled.append(_edit(column, None, value))
    lost = [one for one in (mine, theirs) if one and one != value and not f"{value}".startswith(f"{one}-")]
    if not (mine and theirs and lost):
        return
    if value in (mine, theirs):
        united.decisions.append(Decision(name, mine, theirs, value))
    else:
        united.decisions += [Decision(name, value, one, value) for one in lost]
    if value not in (mine, theirs) and name != "second_phone":
        united.joined.append(_edit(column, mine, value))
        return
    still_there = (result["phone"], result["second_phone"]) if column.clean is clean_phone else ()
    united.given_up += [_edit(column, one, value) for one in lost if one not in still_there]


def _edit(column: Column, before: Any, after: Any) -> Edit:
    return Edit(column.heading, told(column, before), told(column, after))


def _unite_extra(two: Two, united: United) -> None:
    """Unite the sender's other columns; of two that differ the one who stays is right, unless told."""
    mine, theirs = two.kept["extra"] or {}, two.other["extra"] or {}
    merged = {**theirs, **mine}
    for heading in theirs:
        column = Column(heading, mask=mask_free_text)
        values = (mine.get(heading), theirs[heading])
        value = two.told(f"{EXTRA}{heading}", *values) or merged[heading]
        merged[heading] = value
        if not values[0]:
            united.filled.append(_edit(column, None, value))
        elif values[0] != values[1]:
            lost = values[1] if value == values[0] else values[0]
            united.given_up.append(_edit(column, lost, value))
            united.decisions.append(Decision(f"{EXTRA}{heading}", values[0], values[1], value))
    if merged != mine:
        united.values["extra"] = {heading: merged[heading] for heading in (*mine, *theirs)}
