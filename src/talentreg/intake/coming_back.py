"""Workbooks for editing that come back: whose each row is, and what was sent of them, from the log."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select

from talentreg.intake.choices import IGNORED
from talentreg.intake.columns import Odd
from talentreg.intake.drafts import Cleaned
from talentreg.intake.own_books import find_charter
from talentreg.intake.problems import Weight
from talentreg.intake.sent import Away, Sent, SentRow
from talentreg.intake.sent_columns import SentColumn, is_same, own_columns, reader_of
from talentreg.periods import today
from talentreg.records.fields import id_from_number, number, table
from talentreg.records.history import Intention, Status
from talentreg.records.person import Person
from talentreg.records.pinyin import search_keys
from talentreg.records.sameness import ErasedPerson, MergedPerson
from talentreg.records.text import Cell, as_text
from talentreg.store.histories import latest_values
from talentreg.store.past import Past, Then
from talentreg.store.sending import EXTRA, Charter, Origin
from talentreg.store.units import load_units

BATCH = 10_000

LOST = "，按编号照常导入，空白的格子不作清空"
_TELLING = ("person.name", "person.phone", "person.id_number", "person.birth")
"""What says who a row speaks of."""

_STATUS = "status.status"


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A row that bears a number: its list, its place there, the state of the register it was sent from.

    A `pasted` one was not sent in this workbook but stands in it; nobody knows which columns it had.
    """

    one: Cleaned
    place: int
    then: Then
    pasted: bool

    def cell(self, index: int) -> Cell:
        """Return what stands in a cell."""
        row = self.row()
        return row[index] if index < len(row) else None

    def row(self) -> Sequence[Cell]:
        """Return what stands in the whole row."""
        return self.one.sheet.rows[self.one.numbers[self.place] - 1]


def load_sent(connection: Connection, lists: Sequence[Cleaned], *, allow_erased: bool = False) -> Sent:
    """Work out what was sent, from the numbers and versions the rows of some lists bear.

    Rows that are nobody's any more lose their number: they are taken as any row without one, as are those of
    erased people who are allowed to come in again. Rows that came back as they went lose all they say.
    """
    sent = Sent()
    books = {one.book.name: one.book for one in lists}
    for book in books.values():
        own = [one for one in lists if one.book is book]
        charter = find_charter(book)
        if charter is None:
            if any(any(one.values("version")) for one in own):
                sent.say(book.name, f"导出时附上的隐藏工作表没有一起交回{LOST}")
        elif any(one.numbers for one in own) and not any(map(_is_numbered, own)):
            sent.say(book.name, "「人才编号」「版本」两列不在了，按姓名和号码照常导入，空白的格子不作清空")
        else:
            _take_book(connection, sent, own, charter)
            if allow_erased:
                sent.rows = {place: row for place, row in sent.rows.items() if not row.is_erased}
    return sent


def _is_numbered(one: Cleaned) -> bool:
    return any(one.values("version")) and any(one.values("number"))


def _take_book(connection: Connection, sent: Sent, lists: Sequence[Cleaned], charter: Charter) -> None:
    book = lists[0].book.name
    match charter.origin(connection):
        case Origin.OTHER:
            sent.say(book, "这本表不是从这本登记册导出的，编号不算，按姓名和号码照常导入")
            for one in lists:
                if "number" in one.columns:
                    one.columns["number"] = [None] * len(one.numbers)
        case Origin.GONE:
            sent.say(book, f"导出这本表以后，登记册恢复过更早的备份{LOST}")
        case Origin.OWN:
            came_back = _Return(connection, sent, charter, lists)
            came_back.take()
            sent.away.append(Away(book, tuple(charter.people), set(came_back.lines)))


class _Return:
    """One workbook that came back."""

    def __init__(
        self, connection: Connection, sent: Sent, charter: Charter, lists: Sequence[Cleaned]
    ) -> None:
        self.connection, self.sent, self.charter, self.lists = connection, sent, charter, lists
        self.thens: dict[str, Then | None] = {}
        self.own = self._then(charter.version)
        self.columns = {id(one): own_columns(one, charter) for one in lists}
        self.lines: dict[int, list[Line]] = {}
        self.pasted = self.foreign = 0
        people = set(charter.people)
        for one in lists:
            self._note_numbers(one, people)
        self.now = self._who_they_are()
        now = sorted({one for one in self.now.values() if one})
        self.reasons: dict[int, Any] = latest_values(connection, Intention, "reason", today(), now)
        self.statuses: dict[int, Any] = latest_values(connection, Status, "status", today(), now)
        self.pasts: dict[Then, Past] = {}

    def _then(self, version: str) -> Then | None:
        """Return a state of this register; None for a version it has never been in."""
        if version not in self.thens:
            of_it = replace(self.charter, version=version)
            there = of_it.origin(self.connection) is Origin.OWN
            self.thens[version] = Then(self.connection, of_it.newest, of_it.day) if there else None
        return self.thens[version]

    def _note_numbers(self, one: Cleaned, people: set[int]) -> None:
        """Note whose number each row bears."""
        versions = one.values("version") or [None] * len(one.numbers)
        for place, (written, version) in enumerate(zip(one.values("number"), versions, strict=False)):
            if not version:
                continue
            person_id, then = id_from_number(Person, written or ""), self._then(version)
            if then is None:
                self.foreign += 1
                one.columns["number"][place] = None
            elif person_id is not None:
                line = Line(one, place, then, then is not self.own or person_id not in people)
                self.lines.setdefault(person_id, []).append(line)

    def _who_they_are(self) -> dict[int, int]:
        """Return who the people sent are now: themselves, whom they were merged into, or nobody (0)."""
        merged = self.connection.execute(select(table(MergedPerson)))
        into = {row.id: row.person_id for row in merged}
        there = _existing(self.connection, {*self.lines, *into.values()})
        now = {}
        for one in self.lines:
            who, passed = one, set[int]()
            while who not in there and who in into and who not in passed:
                passed.add(who)
                who = into[who]
            now[one] = who if who in there else 0
        return now

    def take(self) -> None:
        """Find out for every row with a number whose it is."""
        erased = set(self.connection.scalars(select(table(ErasedPerson).c.id)))
        for some in _batches(list(self.lines)):
            self._go_back(some)
            for person_id in some:
                if person_id in erased:
                    self._keep_out(self.lines[person_id])
                else:
                    self._take_person(person_id)
        self.pasts.clear()
        renamed = self._renamed()
        for one in self.lists:
            one.untouched = partial(self._untouched, one)
            if renamed and "unit" in one.columns:
                one.columns["unit"] = [renamed.get(path, path) for path in one.columns["unit"]]
        book = self.lists[0].book.name
        if self.foreign:
            told = "行是从别的登记册的表里复制来的，编号不算，按姓名和号码照常导入"
            self.sent.say(book, f"有{self.foreign}{told}")
        if self.pasted:
            self.sent.say(book, f"有{self.pasted}行是从另一次导出的表里复制来的{LOST}")

    def _go_back(self, person_ids: Sequence[int]) -> None:
        """Read what was known of some people when their rows were sent."""
        wanted: dict[Then, list[int]] = {}
        for person_id in person_ids:
            for then in {line.then for line in self.lines[person_id]}:
                wanted.setdefault(then, []).append(person_id)
        self.pasts = {then: then.of(ids) for then, ids in wanted.items()}

    def _keep_out(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self._enter(line, SentRow(0, {}, {}, is_erased=True))

    def _enter(self, line: Line, row: SentRow) -> None:
        one = line.one
        self.sent.rows[one.book.name, one.sheet.name, one.numbers[line.place]] = row

    def _take_person(self, person_id: int) -> None:
        lines = [line for line in self.lines[person_id] if self._was_sent(person_id, line)]
        if len(lines) > 1:
            lines = self._real_ones(person_id, lines)
        for line in lines:
            self._take_row(person_id, line)

    def _was_sent(self, person_id: int, line: Line) -> bool:
        """Whether a row was sent with its number; one that stands here alone may have been filled down."""
        if person_id not in self.pasts[line.then].people:
            return False
        return not line.pasted or any(self._says(person_id, line, telling) for telling in _TELLING[:3])

    def _take_row(self, person_id: int, line: Line) -> None:
        one, place, past = line.one, line.place, self.pasts[line.then]
        self.pasted += line.pasted
        values = {c.target: c.read(past, person_id) for c in self._columns(line)}
        if self._is_quiet(person_id, line, values):
            one.silence(place)
            self._enter(line, SentRow(person_id, {}, {}, is_quiet=True))
            return
        now = self.now[person_id]
        refusal = self._refusal(person_id, line)
        if now and now != person_id and not refusal:
            self._note(line, f"{number(Person, person_id)} 已并入 {number(Person, now)}，按后者核对")
            one.columns["number"][place] = number(Person, now)
        held = past.units.get(person_id)
        unit_id, reason = held["unit_id"] if held else None, self.reasons.get(now)
        extra = {t.removeprefix(EXTRA): v for t, v in values.items() if t.startswith(EXTRA)}
        declared = {t: v for t, v in values.items() if not t.startswith(EXTRA)}
        self._enter(line, SentRow(now, declared, extra, unit_id, reason, refusal))

    def _columns(self, line: Line) -> Iterator[SentColumn]:
        """Give the columns a row was sent with; of one that was pasted those in which something stands."""
        own = self.columns[id(line.one)]
        return (c for c in own if not line.pasted or as_text(line.cell(c.index)))

    def _is_quiet(self, person_id: int, line: Line, values: Mapping[str, Any]) -> bool:
        """Whether a row reads as it was sent and says nothing besides, of somebody who still stands so."""
        one, row = line.one, line.row()
        if self.now[person_id] != person_id or "person.name" not in values:
            return False
        if _STATUS in values and self.statuses.get(person_id) != values[_STATUS]:
            return False
        if any(target not in values for target, _, _ in one.odd.get(line.place, ())):
            return False
        sent = self._columns(line)
        if not all(is_same(line.cell(c.index), c.shown(values[c.target])) for c in sent):
            return False
        layout = one.layout
        beside = (index for index, cell in enumerate(row) if cell and index not in layout.own)
        return all(layout.targets.get(index) == IGNORED for index in beside)

    def _refusal(self, person_id: int, line: Line) -> str:
        """Say why a row is not taken; nothing for one that is."""
        if not self.now[person_id]:
            return "这个人在导出以后已从登记册撤回，没有导入；确要登记，请清空这一行的编号再导入"
        if self._is_another(person_id, line):
            called = number(Person, person_id)
            return (
                f"编号 {called} 原是「{self._name(person_id, line)}」，这一行写的是另一个人，没有导入；"
                "新加的人请写在没有编号的行里，排序请连同隐藏列一起；"
                f"确是改名：talentreg edit {called} 姓名=新名字"
            )
        return ""

    def _real_ones(self, person_id: int, lines: list[Line]) -> list[Line]:
        """Return which of several rows with one number are the person's; the others are people added."""
        for telling in _TELLING:
            real = [line for line in lines if self._says(person_id, line, telling)]
            if real:
                break
        else:
            return lines
        for line in lines:
            if line not in real:
                told = f"编号 {number(Person, person_id)} 有几行，这一行姓名不同，不按编号，按姓名和号码核对"
                self._note(line, told)
                line.one.columns["number"][line.place] = None
        return real

    def _note(self, line: Line, told: str) -> None:
        line.one.odd[line.place].append(("number", 0, Odd(said=((Weight.NOTICE, told, ""),))))

    def _says(self, person_id: int, line: Line, target: str) -> bool:
        """Whether a row says of somebody what was sent, and something was."""
        one, value = line.one, reader_of(target)(self.pasts[line.then], person_id)
        index = one.layout.column(target)
        if not value or index is None:
            return False
        return is_same(line.cell(index), value) or one.columns[target][line.place] == value

    def _is_another(self, person_id: int, line: Line) -> bool:
        """Whether a row names somebody else: nothing that told who was meant is as it was sent.

        Where only the name told, a name like it is a correction, unless somebody else was sent under it.
        """
        told = [target for target in _TELLING[:3] if self._was_told(person_id, line, target)]
        if any(self._says(person_id, line, target) for target in told):
            return False
        names = line.one.values("person.name")
        name = names[line.place] if names else None
        if not name:
            return False
        return len(told) > 1 or name in self.names or not _is_alike(name, self._name(person_id, line))

    def _was_told(self, person_id: int, line: Line, target: str) -> bool:
        there = line.one.layout.column(target) is not None
        return there and bool(reader_of(target)(self.pasts[line.then], person_id))

    def _name(self, person_id: int, line: Line) -> str:
        return str(self.pasts[line.then].people[person_id]["name"])

    @cached_property
    def names(self) -> set[str]:
        """The names of everybody sent."""
        assert self.own
        batches = _batches(self.charter.people)
        return {row["name"] for some in batches for row in self.own.people(some).values()}

    def _untouched(self, one: Cleaned, place: int) -> Mapping[str, Any]:
        """Return what stood in the cells of a row that read as they were sent."""
        sent = self.sent.rows.get((one.book.name, one.sheet.name, one.numbers[place]))
        if sent is None or sent.is_erased:
            return {}
        row = one.sheet.rows[one.numbers[place] - 1]
        values = {**sent.values, **{EXTRA + heading: text for heading, text in sent.extra.items()}}
        whole: dict[str, Any] = {}
        for c in self.columns[id(one)]:
            cell = row[c.index] if c.index < len(row) else None
            if c.target in values and is_same(cell, c.shown(values[c.target])):
                whole[c.target] = values[c.target]
        return whole

    def _renamed(self) -> dict[str, str]:
        """Return what units are called now that were called otherwise when they were sent.

        What was offered then is meant, also where another unit is called so now.
        """
        assert self.own
        now, then = load_units(self.connection), self.own.tree
        offered = [one for one, node in then.nodes.items() if one in now.nodes and not node.is_closed()]
        paths = {then.path(one): now.path(one) for one in offered}
        return {was: path for was, path in paths.items() if was != path}


def _batches(listed: Sequence[int]) -> Iterator[Sequence[int]]:
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))


def _existing(connection: Connection, person_ids: set[int]) -> set[int]:
    person = table(Person)
    parts = _batches(sorted(person_ids))
    found = (connection.scalars(select(person.c.id).where(person.c.id.in_(part))) for part in parts)
    return set(chain.from_iterable(found))


def _is_alike(name: str, was: str) -> bool:
    """Whether one name may be the other corrected: they share more than the first character, or the sound."""
    said, heard = ({key for key in search_keys(one).split() if len(key) > len(one)} for one in (name, was))
    return bool(set(name[1:]) & set(was[1:]) or said & heard)
