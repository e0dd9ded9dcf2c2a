"""Walks through a register by chance: whatever an office does, in whatever order, some things always hold."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

from books import dump, id_number, phone, stored
from conftest import TODAY, Answer
from truth import KEYS, Truth
from walked_books import DAYS, HUMANS, UNITS, write_books

Run = Callable[..., Answer]
Rows = list[tuple[object, ...]]

FIELDS = {
    "学历": ("本科", "大专", ""),
    "联系电话": (phone(1), phone(5), phone(20), ""),
    "备用电话": (phone(2), phone(21), ""),
    "姓名": ("赵一鸣", "孙三娘", "钱贰"),
    "身份证号": (id_number(1, "19800102"), id_number(9, "19880808"), ""),
    "所属单位": UNITS,
    "返乡意愿": ("创业", "任职", "待定"),
    "在库状态": ("入库", "待核", "退库"),
    "出生年月": ("1991-02", "1970-07-07", ""),
    "入库日期": ("2025-11-11", "2026-01-20"),
}
KEEP = ("学历", "联系电话", "所属单位", "在库状态", "身份证号", "姓名", "备用电话", "出生年月", "返乡意愿")


class Walk:
    """One walk: a register, books, what was done so far, everything people were ever known by."""

    def __init__(self, run: Run, register: Path, seed: int) -> None:
        self.command, self.register, self.chance = run, register, Random(seed)
        self.books = write_books(self.chance)
        self.done: list[str] = []
        self.known: dict[int, set[tuple[str, str]]] = defaultdict(set)
        self.came: dict[tuple[str, str, int], set[int]] = defaultdict(set)
        self.erased: dict[int, set[tuple[str, str]]] = {}
        self.lay()

    def lay(self) -> None:
        """Lay the units."""
        for unit, above in (("临江街道", ""), ("青石街道", ""), *((one, "临江街道") for one in UNITS)):
            self.run("unit", "add", unit, *(("--parent", above) if above else ()))

    def run(self, *words: str | Path) -> Answer:
        """Run a command, which may refuse but never break."""
        self.done.append(" ".join(map(str, words)))
        answer = self.command(*words)
        assert answer.code in (0, 1, 2, 3), (self.done, answer)
        assert "Traceback" not in answer.err, (self.done, answer)
        return answer

    def rows(self, query: str) -> Rows:
        """Ask the register's file."""
        return stored(self.register, query)

    def ids(self, table: str = "person") -> list[int]:
        """List the ids of a table."""
        return [int(str(one)) for (one,) in self.rows(f"select id from {table} order by id")]

    def someone(self) -> str:
        """Return a number somebody has, now and then one that was given up or never given."""
        given = self.rows("select coalesce(max(last_id), 0) from change where record = 'person'")[0][0]
        living = self.ids()
        if not living or self.chance.random() < 0.1:
            return f"R{self.chance.randint(1, int(str(given)) + 1):06}"
        return f"R{self.chance.choice(living):06}"

    def newest(self) -> int:
        """Return the number of the newest change set."""
        return int(str(self.rows("select coalesce(max(id), 0) from change_set")[0][0]))

    # what an office does

    def deeds(self) -> dict[Callable[[], None], int]:
        """Weigh what may be done."""
        return {
            self.import_book: 6,
            self.add: 1,
            self.edit: 4,
            self.log_contact: 3,
            self.change_contact: 2,
            self.move_units: 1,
            self.merge: 6,
            self.tell_apart: 1,
            self.resolve: 3,
            self.withdraw: 1,
            self.undo: 4,
            self.erase: 1,
        }

    def step(self) -> None:
        """Do one thing by chance, and see that all holds."""
        deeds = self.deeds()
        deed = self.chance.choices(list(deeds), list(deeds.values()))[0]
        before, newest = dump(self.register), self.newest()
        deed()
        self.check()
        if self.newest() == newest + 1 and deed != self.erase and self.chance.random() < 0.5:
            self.there_and_back(before)

    def there_and_back(self, before: dict[str, Rows]) -> None:
        """Take the last change back and do it again: all is as before, then as after."""
        after, last = dump(self.register), self.newest()
        self.expect_undone(last, before)
        self.check()
        self.expect_undone(last + 1, after)

    def expect_undone(self, number: int, then: dict[str, Rows]) -> None:
        """Undo a change; the register is as it was."""
        answer = self.run("undo", str(number))
        assert answer.code == 0, (self.done, answer)
        self.expect(then)

    def is_crowded(self) -> bool:
        """Whether lines of one book speak of one person: what they say may differ."""
        now = {one: other for one, other in self.rows("select id, person_id from merged_person")}
        said = [(place[0], now.get(one, one)) for place, people in self.came.items() for one in people]
        return len(said) != len(set(said))

    def expect(self, then: dict[str, Rows], but: str = "") -> None:
        """See that all rows are as they were."""
        now = dump(self.register)
        differs = {
            name: (
                [one for one in then[name] if one not in now[name]],
                [one for one in now[name] if one not in then[name]],
            )
            for name in then
            if name != but and now[name] != then[name]
        }
        assert not differs, (self.done, differs)

    def import_book(self) -> None:
        """Import one or two books, again perhaps; once more changes nothing."""
        books = self.chance.sample(self.books, self.chance.choice((1, 1, 2)))
        modes = ("fill", "fill", "update", "skip") if len(books) == 1 else ("fill", "skip")
        words = ["--on-match", self.chance.choice(modes)]
        self._import(books, words)
        after = dump(self.register)
        self._import(books, words)
        if not self.is_crowded():
            self.expect(after)
        elif words[-1] != "update":
            self.expect(after, but="conflict")
        self.done[-1] += " (again)"

    def _import(self, books: Sequence[Path], words: list[str]) -> None:
        known = set(self.ids())
        last = int(str(self.rows("select coalesce(max(id), 0) from source")[0][0]))
        self.run("import", *books, *words)
        brought = self.rows(
            "select f.digest, s.sheet, s.line, s.row_id from source s"
            " join imported_file f on f.id = s.file_id"
            f" where s.record = 'person' and s.id > {last}"
        )
        gone = set(self.ids("merged_person")) | set(self.ids("erased_person")) | known
        for digest, sheet, line, row_id in brought:
            place, person = (str(digest), str(sheet), int(str(line))), int(str(row_id))
            if person not in known:
                assert not (self.came[place] & gone), (self.done, "came again", place, person)
            self.came[place].add(person)
        self.expect_nobody_erased(known)

    def expect_nobody_erased(self, before: set[int]) -> None:
        """See that nobody who is new bears what somebody erased was known by."""
        self.note()
        back = [
            (new, old)
            for new in set(self.ids()) - before
            for old, known in self.erased.items()
            if self.is_same(known, self.known[new])
        ]
        assert not back, (self.done, "came back", back)

    def add(self) -> None:
        """Add one of the people by hand."""
        name, number, identity, unit = self.chance.choice(HUMANS)
        told = self.chance.choice(((), ("--phone", number), ("--id-number", identity)))
        words = told if all(told) else ()
        known = set(self.ids())
        self.run("add", name, "--unit", UNITS[unit], *map(str, words))
        self.expect_nobody_erased(known)

    def edit(self) -> None:
        """Change one or two fields of somebody."""
        fields = self.chance.sample(list(FIELDS), self.chance.choice((1, 1, 2)))
        told = [f"{field}={self.chance.choice(FIELDS[field])}" for field in fields]
        more = self.chance.choice(((), (), ("--correct",), ("--on", self.chance.choice(DAYS))))
        self.run("edit", self.someone(), *told, *more)

    def log_contact(self) -> None:
        """Log a contact."""
        words = ["--channel", self.chance.choice(("走访", "电话")), "--on", self.chance.choice(DAYS)]
        words += self.chance.choice(([], ["--intention", "就业"], ["--note", "问候"], ["--unit", "柳堤社区"]))
        words += self.chance.choice(([], [], ["--no-answer"], ["--by", "王主任"]))
        self.run("contact", "log", self.someone(), *words)

    def change_contact(self) -> None:
        """Correct or remove a contact."""
        if not (contacts := self.ids("contact")):
            return
        chosen = f"C{self.chance.choice(contacts):06}"
        if self.chance.random() < 0.4:
            self.run("contact", "remove", chosen)
        else:
            told = self.chance.choice(
                (f"联络日期={self.chance.choice(DAYS)}", "联络方式=电话", "联络内容=问候", "返乡意愿=创业")
            )
            self.run("contact", "edit", chosen, told)

    def move_units(self) -> None:
        """Let a unit go into another, or under another."""
        one, other = self.chance.sample((*UNITS, "青石街道"), 2)
        if self.chance.random() < 0.5:
            self.run("unit", "merge", one, "--into", other, "--on", self.chance.choice(DAYS))
        else:
            self.run("unit", "move", one, "--to", "青石街道", "--on", self.chance.choice(DAYS))

    def merge(self) -> None:
        """Make one person of two; work stays where it was done."""
        if len(self.ids()) < 2:
            return
        one, other = (f"R{number:06}" for number in self.two())
        keep = self.chance.sample(KEEP, self.chance.choice((0, 0, 1, 2)))
        words = [word for field in keep for word in ("--keep", f"{field}={self.chance.choice('AB')}")]
        if self.chance.random() < 0.7:
            words += [f"--keep=身份证号={self.chance.choice('AB')}"] if "身份证号" not in keep else []
        before, aside = self.work(), self.aside()
        if all(self.run("merge", one, other, *more, "--overrule").code for more in (words, ())):
            return
        after = self.work()
        doubles = self.aside() - aside
        assert before.keys() - after.keys() == doubles, (self.done, doubles)
        moved = {row: (before[row], after[row]) for row in after if before[row] != after[row]}
        assert not moved, (self.done, moved)

    def two(self) -> list[int]:
        """Choose two people, mostly two who have a name or number in common."""
        people = self.chance.sample(self.ids(), len(self.ids()))
        pairs = [[one, other] for one in people for other in people if one != other]
        alike = [pair for pair in pairs if self.known[pair[0]] & self.known[pair[1]]]
        return self.chance.choice(alike if alike and self.chance.random() < 0.8 else pairs)

    def work(self) -> dict[int, int | None]:
        """Say for every contact which unit it counts for."""
        truth = Truth(self.register, "2025-01-01", "2026-03-31", TODAY)
        entries = [truth._contact_entry(one) for one in truth.rows["contact"]]
        return {one.record: one.unit for one in entries}

    def aside(self) -> set[int]:
        """List the contacts that were set aside as entered twice."""
        rows = self.rows("select aside from merged_person")
        return {one["id"] for (row,) in rows for one in json.loads(str(row)).get("contact", ())}

    def tell_apart(self) -> None:
        """Say that two are not the same."""
        self.run("dupes", "--no", self.someone(), self.someone())

    def resolve(self) -> None:
        """Decide between two values."""
        if conflicts := self.ids("conflict"):
            words = self.chance.choice((("--use", "登记册"), ("--use", "来表"), ("--value", "")))
            self.run("conflicts", "resolve", f"X{self.chance.choice(conflicts):06}", *words)

    def withdraw(self) -> None:
        """Let somebody leave."""
        self.run("withdraw", self.someone(), "--on", self.chance.choice(DAYS))

    def undo(self) -> None:
        """Undo any change set, an undo perhaps."""
        self.run("undo", *self.chance.choice(((), (str(self.chance.randint(1, self.newest())),))))

    def erase(self) -> None:
        """Erase somebody; the file keeps nothing of them."""
        if not self.ids():
            return
        person = self.chance.choice(self.ids())
        merged = self.rows(f"select id from merged_person where person_id = {person}")
        numbers = {person, *(int(str(one)) for (one,) in merged)}
        known = set().union(*(self.known[one] for one in numbers))
        same = {one for one in self.known.keys() - self.alive() if self.is_same(known, self.known[one])}
        answer = self.run("erase", f"R{person:06}", "--reason", "本人申请", "--yes")
        assert answer.code == 0, (self.done, answer)
        self.erased[person] = known
        others = set().union(*(self.known[one] for one in self.known.keys() - numbers - same))
        own = {value for _, value in known - others} - {value for _, value in others}
        raw = self.register.read_bytes()
        for value in own:
            for spelled in (value.encode(), json.dumps(value)[1:-1].encode()):
                at = raw.find(spelled)
                assert at < 0, (self.done, value, raw[at - 300 : at + 100])
        for one in numbers | same:
            self.known.pop(one, None)

    def is_same(self, known: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
        """Whether two were known by one ID number, or by one name and phone."""
        shared = {kind for kind, _ in known & other}
        return "id" in shared or shared >= {"name", "phone"}

    def alive(self) -> set[int]:
        return {*self.ids(), *self.ids("merged_person")}

    def end(self) -> None:
        """Import every book once more, and again: the second time nothing changes."""
        for book in self.books:
            self._import([book], ["--on-match", "fill"])
            after = dump(self.register)
            self._import([book], ["--on-match", "fill"])
            self.expect(after, but="conflict" if self.is_crowded() else "")
        self.check()

    # what always holds

    def note(self) -> None:
        """Note what everybody is known by now."""
        query = "select id, name, phone, second_phone, id_number from person"
        for row_id, *values in self.rows(query):
            found = zip(("name", "phone", "phone", "id"), values, strict=True)
            self.known[int(str(row_id))] |= {(kind, str(value)) for kind, value in found if value}

    def check(self) -> None:
        """Check what holds after everything."""
        self.note()
        with closing(sqlite3.connect(self.register)) as file:
            assert file.execute("PRAGMA foreign_key_check").fetchall() == [], self.done
        self.check_histories()
        self.check_numbers()
        self.check_figures()

    def check_histories(self) -> None:
        """Everybody has a standing; somebody's contacts and histories are of people who are there."""
        none = self.rows("select id from person where id not in (select person_id from status)")
        assert none == [], (self.done, "nowhere", none)
        odd = self.rows(
            "select i.id from intention i join contact c on c.id = i.contact_id"
            " where c.person_id != i.person_id"
        )
        assert odd == [], (self.done, "somebody else's contact", odd)

    def check_numbers(self) -> None:
        """Every number ever given finds one living person, a tombstone, or is plainly not there."""
        people, merged, stones = (set(self.ids(one)) for one in ("person", "merged_person", "erased_person"))
        for some, others in ((people, merged), (people, stones), (merged, stones)):
            assert not some & others, self.done
        given = int(
            str(self.rows("select coalesce(max(last_id), 0) from change where record = 'person'")[0][0])
        )
        assert max([0, *people, *merged, *stones]) <= given, self.done
        if given:
            one = self.chance.randint(1, given)
            answer = self.run("show", f"R{one:06}")
            self.done.pop()
            assert answer.code == (0 if one in people | merged else 1), (self.done, answer)
            assert ("抹除" in answer.err) == (one in stones), (self.done, answer)

    def check_figures(self) -> None:
        """The figures are those of a second reckoning."""
        if not self.ids():
            return
        answer = self.run("stats", "--quarter", "2026Q1", "--json")
        self.done.pop()
        assert answer.code == 0, (self.done, answer)
        truth = Truth(self.register, "2026-01-01", "2026-03-31", TODAY)
        known = set(KEYS) if truth.rows["contact"] else set(KEYS) - {"persons_covered", "coverage_rate"}
        for figure in json.loads(answer.out)["figures"]:
            if figure["key"] in known:
                expected = truth.value(figure["key"], None)
                found = {name: figure.get(name) for name in expected}
                assert found == expected, (self.done, figure, expected)
