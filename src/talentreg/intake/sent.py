"""What a workbook for editing held when it was sent out, told from the register's own history."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select

from talentreg.intake.columns import RECORDS, Odd
from talentreg.intake.drafts import Cleaned, Draft
from talentreg.intake.own_books import find_charter
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.sheet import Book
from talentreg.periods import today
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.history import Intention
from talentreg.records.person import Person
from talentreg.records.sameness import ErasedPerson, MergedPerson
from talentreg.records.text import CUT, Cell, as_text
from talentreg.store.histories import latest_values
from talentreg.store.past import Past, load_past
from talentreg.store.sending import EXTRA, Charter, Origin
from talentreg.store.units import load_units

Place = tuple[Cleaned, int]
"""A list, and the place of one of its rows."""

BATCH = 10_000

NAMED = 5
"""Numbers of people named in a message; more are counted."""

LOST = "，按编号照常导入，空白的格子不作清空"
_TELLING = ("person.name", "person.phone", "person.id_number", "person.birth")
"""What says who a row speaks of."""


@dataclass(frozen=True, slots=True)
class SentRow:
    """One person as sent: values by target for every column that came back, None for blank.

    `person_id` is who it is now; 0 for somebody who is no longer there. A row with a `refusal` is not taken,
    nor is one of somebody erased.
    """

    person_id: int
    values: Mapping[str, Any]
    extra: Mapping[str, str | None]
    unit_id: int | None = None
    reason: str | None = None
    """Why their intention is what it is now; a ledger does not hold it."""
    refusal: str = ""
    is_erased: bool = False


@dataclass(slots=True)
class Sent:
    """Everybody who was sent in the workbooks of an import, by the file, sheet and line they came back on.

    `problems` are what there is to say of the workbooks as a whole.
    """

    rows: dict[tuple[str, str, int], SentRow] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, draft: Draft) -> SentRow | None:
        """Return what was sent of the person on a row; None for a row that was not sent."""
        return self.rows.get((draft.file, draft.sheet, draft.line)) if self.rows else None


def load_sent(connection: Connection, lists: Sequence[Cleaned], *, allow_erased: bool = False) -> Sent:
    """Work out what was sent, from the numbers and versions the rows of some lists bear.

    Rows that are nobody's any more lose their number: they are taken as any row without one, as are those of
    erased people who are allowed to come in again.
    """
    sent = Sent()
    came_back: list[_Return] = []
    books = {one.book.name: one.book for one in lists}
    for book in books.values():
        own = [one for one in lists if one.book is book]
        charter = find_charter(book)
        if charter is None:
            if any(any(one.values("version")) for one in own):
                _say(sent, book, f"导出时附上的隐藏工作表没有一起交回{LOST}")
        elif not any(any(one.values("version")) and any(one.values("number")) for one in own):
            _say(sent, book, "「人才编号」「版本」两列不在了，按姓名和号码照常导入，空白的格子不作清空")
        else:
            _take_book(connection, sent, own, charter, came_back)
            if allow_erased:
                sent.rows = {place: row for place, row in sent.rows.items() if not row.is_erased}
    _say_missing(sent, came_back)
    return sent


def _say(sent: Sent, book: Book, message: str) -> None:
    sent.problems.append(Problem(Weight.NOTICE, book.name, "", 0, message))


def _say_missing(sent: Sent, returns: Sequence["_Return"]) -> None:
    """Say how many were sent and did not come back, in one book or in several made of it."""
    told: set[tuple[int, ...]] = set()
    for one in returns:
        people = tuple(one.charter.people)
        back = {row for other in returns if tuple(other.charter.people) == people for row in other.places}
        missing = [row for row in people if row not in back]
        if missing and people not in told:
            named = "、".join(number(Person, row) for row in missing[:NAMED])
            more = "等" if len(missing) > NAMED else ""
            message = f"导出了{len(people)}人，其中{len(missing)}人没有交回（{named}{more}），登记册里照旧"
            _say(sent, one.lists[0].book, message)
        told.add(people)


def _take_book(
    connection: Connection,
    sent: Sent,
    lists: Sequence[Cleaned],
    charter: Charter,
    came_back: list["_Return"],
) -> None:
    book = lists[0].book
    match charter.origin(connection):
        case Origin.OTHER:
            _say(sent, book, "这本表不是从这本登记册导出的，编号不算，按姓名和号码照常导入")
            for one in lists:
                if "number" in one.columns:
                    one.columns["number"] = [None] * len(one.numbers)
        case Origin.GONE:
            _say(sent, book, f"导出这本表以后，登记册恢复过更早的备份{LOST}")
        case Origin.OWN:
            came_back.append(_Return(connection, sent, charter, lists))
            came_back[-1].take()


class _Return:
    """One workbook that came back."""

    def __init__(
        self, connection: Connection, sent: Sent, charter: Charter, lists: Sequence[Cleaned]
    ) -> None:
        self.connection, self.sent, self.charter, self.lists = connection, sent, charter, lists
        self.places: dict[int, list[Place]] = {}
        self.other_versions = 0
        for one in lists:
            self._note_numbers(one)
        self.past = load_past(connection, charter.newest, charter.day, list(self.places))
        self.names = Counter(row["name"] for row in self.past.people.values())
        self.now = self._who_they_are()
        now = sorted({one for one in self.now.values() if one})
        self.reasons: dict[int, Any] = latest_values(connection, Intention, "reason", today(), now)
        self.columns = {id(one): _own_columns(one, charter) for one in lists}

    def _note_numbers(self, one: Cleaned) -> None:
        versions = one.values("version") or [None] * len(one.numbers)
        for place, (written, version) in enumerate(zip(one.values("number"), versions, strict=False)):
            person_id = id_from_number(Person, written) if written else None
            if person_id is not None and version == self.charter.version:
                self.places.setdefault(person_id, []).append((one, place))
            elif version and version != self.charter.version:
                self.other_versions += 1

    def _who_they_are(self) -> dict[int, int]:
        """Return who the people sent are now: themselves, whom they were merged into, or nobody (0)."""
        merged = self.connection.execute(select(table(MergedPerson)))
        into = {row.id: row.person_id for row in merged}
        there = _existing(self.connection, {*self.places, *into.values()})
        now = {}
        for one in self.places:
            who, passed = one, set[int]()
            while who not in there and who in into and who not in passed:
                passed.add(who)
                who = into[who]
            now[one] = who if who in there else 0
        return now

    def take(self) -> None:
        """Find out for every row with a number whose it is."""
        erased = set(self.connection.scalars(select(table(ErasedPerson).c.id)))
        for person_id, places in self.places.items():
            if person_id in erased:
                self._keep_out(places)
            elif person_id in self.past.people:
                self._take_person(person_id, places)
        renamed = self._renamed()
        for one in self.lists:
            one.untouched = partial(self._untouched, one)
            if renamed and "unit" in one.columns:
                one.columns["unit"] = [renamed.get(path, path) for path in one.columns["unit"]]
        book = self.lists[0].book
        if self.other_versions:
            _say(self.sent, book, f"有{self.other_versions}行是从另一次导出的表里复制来的{LOST}")

    def _keep_out(self, places: Sequence[Place]) -> None:
        for one, place in places:
            row = SentRow(0, {}, {}, is_erased=True)
            self.sent.rows[one.book.name, one.sheet.name, one.numbers[place]] = row

    def _take_person(self, person_id: int, places: Sequence[Place]) -> None:
        if len(places) > 1:
            places = self._real_ones(person_id, places)
        for one, place in places:
            self._take_row(person_id, one, place)

    def _take_row(self, person_id: int, one: Cleaned, place: int) -> None:
        now = self.now[person_id]
        values = {target: self._value(person_id, target) for _, target in self.columns[id(one)]}
        extra = {t.removeprefix(EXTRA): v for t, v in values.items() if t.startswith(EXTRA)}
        declared = {t: v for t, v in values.items() if not t.startswith(EXTRA)}
        held = self.past.units.get(person_id)
        refusal = ""
        if not now:
            refusal = "这个人在导出以后已从登记册撤回，没有导入；确要登记，请清空这一行的编号再导入"
        elif self._is_another(person_id, one, place):
            refusal = (
                f"编号 {number(Person, person_id)} 原是「{self.past.people[person_id]['name']}」，"
                "这一行写的是另一个人，没有导入；新加的人请写在没有编号的行里，排序请连同隐藏列一起"
            )
        elif now != person_id:
            told = f"{number(Person, person_id)} 已并入 {number(Person, now)}，按后者核对"
            one.odd[place].append(("number", 0, Odd(said=((Weight.NOTICE, told, ""),))))
            one.columns["number"][place] = number(Person, now)
        unit_id, reason = held["unit_id"] if held else None, self.reasons.get(now)
        row = SentRow(now, declared, extra, unit_id, reason, refusal)
        self.sent.rows[one.book.name, one.sheet.name, one.numbers[place]] = row

    def _real_ones(self, person_id: int, places: Sequence[Place]) -> list[Place]:
        """Return which of several rows with one number are the person's; the others are people added."""
        for telling in _TELLING:
            real = [(one, place) for one, place in places if self._says(person_id, one, place, telling)]
            if real:
                break
        else:
            return list(places)
        for one, place in places:
            if (one, place) not in real:
                told = f"编号 {number(Person, person_id)} 有几行，这一行姓名不同，按新加的人处理"
                one.odd[place].append(("number", 0, Odd(said=((Weight.NOTICE, told, ""),))))
                one.columns["number"][place] = None
        return real

    def _says(self, person_id: int, one: Cleaned, place: int, target: str) -> bool:
        """Whether a row says of somebody what was sent, and something was."""
        value = self._value(person_id, target)
        index = one.layout.column(target)
        if not value or index is None:
            return False
        return _is_same(_raw(one, place, index), value) or one.columns[target][place] == value

    def _is_another(self, person_id: int, one: Cleaned, place: int) -> bool:
        """Whether a row names somebody else: nothing that told who was meant is as it was sent.

        Where only the name told, a name like it is a correction, unless somebody else was sent under it.
        """
        telling = [target for target in _TELLING[:3] if self._was_told(person_id, one, target)]
        if any(self._says(person_id, one, place, target) for target in telling):
            return False
        names = one.values("person.name")
        name, was = names[place] if names else None, self.past.people[person_id]["name"]
        if not name:
            return False
        return len(telling) > 1 or name in self.names or not set(name) & set(was)

    def _was_told(self, person_id: int, one: Cleaned, target: str) -> bool:
        return one.layout.column(target) is not None and bool(self._value(person_id, target))

    def _value(self, person_id: int, target: str) -> Any:
        """Return what was sent of somebody in a column."""
        past: Past = self.past
        prefix, _, name = target.partition(".")
        if target.startswith(EXTRA):
            return (past.people[person_id]["extra"] or {}).get(target.removeprefix(EXTRA))
        if prefix == "person":
            return past.people[person_id][name] or None
        rows = {"unit": past.units, "status": past.statuses, "intention": past.intentions}[prefix]
        row = rows.get(person_id)
        if row is None:
            return None
        return past.tree.path(row["unit_id"]) if prefix == "unit" else row[name]

    def _untouched(self, one: Cleaned, place: int) -> Mapping[str, Any]:
        """Return what stood in the cells of a row that read as they were sent."""
        sent = self.sent.rows.get((one.book.name, one.sheet.name, one.numbers[place]))
        if sent is None or sent.is_erased:
            return {}
        whole: dict[str, Any] = {}
        for index, target in self.columns[id(one)]:
            own = target.startswith(EXTRA)
            value = sent.extra[target.removeprefix(EXTRA)] if own else sent.values[target]
            if _is_same(_raw(one, place, index), _shown(target, value)):
                whole[target] = value
        return whole

    def _renamed(self) -> dict[str, str]:
        """Return what units are called now that were called otherwise when they were sent."""
        now, then = load_units(self.connection), self.past.tree
        paths = {then.path(one): now.path(one) for one in then.nodes if one in now.nodes}
        return {was: path for was, path in paths.items() if was != path and not now.named(was)}


def _existing(connection: Connection, person_ids: set[int]) -> set[int]:
    person, wanted = table(Person), sorted(person_ids)
    parts = (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))
    found = (connection.scalars(select(person.c.id).where(person.c.id.in_(part))) for part in parts)
    return set(chain.from_iterable(found))


def _own_columns(one: Cleaned, charter: Charter) -> list[tuple[int, str]]:
    """List the columns of a list that were sent, each with what it was sent as."""
    layout, sent = one.layout, set(charter.headings.values())
    targets = {**layout.targets, **{index: EXTRA + heading for index, heading in layout.unknown.items()}}
    return [(index, target) for index, target in targets.items() if index in layout.own and target in sent]


def _raw(one: Cleaned, place: int, index: int) -> Cell:
    row = one.sheet.rows[one.numbers[place] - 1]
    return row[index] if index < len(row) else None


def _shown(target: str, value: Any) -> Any:
    """Return how a stored value was written into its cell."""
    prefix, _, name = target.partition(".")
    declared = RECORDS.get(prefix, {}).get(name)
    return declared.shown(value) if declared and declared.vocabulary else value


def _is_same(cell: Cell, value: Any) -> bool:
    """Whether a cell reads as what was written into it; one too long for a cell was cut."""
    if cell == value or (not cell and not value):
        return True
    text, whole = as_text(cell), as_text(value).replace("\ufffe", "").replace("\uffff", "")
    return text == whole or (text.endswith(CUT) and whole.startswith(text.removesuffix(CUT)))
