"""A register written from a diary, one line one event: 2026-03-31 甲 走访 返乡 慰问 @渡口社区 录于2026-04-02.

* a status, an intention or a channel says what the line enters; `转入 单位` moves somebody;
* presence and reached stand beside a channel, 不详 and 本人 when left out; any other word is the occasion;
* `@单位` names the unit of the work; `录于日期` the day it was typed, else the day it happened;
* `由某人` names the member of staff who made a contact;
* `撤销` and `设立` close and open a unit. `始终` stands for a day before all others.

Lines of other work begin with the name of a ledger, as in `diary_work`.
Everybody belongs to 望江社区 from always, unless `始终 甲 转入 单位` or `始终 甲 无单位` says otherwise.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from diary_work import enter_work, is_work
from sqlalchemy import select

from talentreg.records.contact import Contact
from talentreg.records.fields import Record, table
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.records.vocabulary import CHANNEL, DIRECTION, INTENTION, PRESENCE, REACHED, STATUS, Vocabulary
from talentreg.store.changes import Writer
from talentreg.store.register import open_for_writing

UNITS = {
    "云河区": ("county", ""),
    "临江街道": ("township", "云河区"),
    "望江社区": ("community", "临江街道"),
    "渡口社区": ("community", "临江街道"),
    "望江一网格": ("grid", "望江社区"),
    "梅溪镇": ("township", "云河区"),
    "梅溪村": ("community", "梅溪镇"),
}
HOME = "望江社区"


Counts = dict[str, int | float | None]
"""Numbers by their reference, or by reference@unit for a scope: contacts_made.late@望江社区."""


@dataclass(frozen=True)
class Specimen:
    """A diary, and what the first quarter of 2026 comes to."""

    says: str
    diary: str
    counts: Counts
    today: str = "2026-04-10"

    def __str__(self) -> str:
        return self.says


A_QUARTER = """
    2025-06-01 甲 入库
    2025-06-01 乙 入库
    始终 丙 转入 梅溪村
    2025-06-01 丙 入库
    2026-02-17 甲 走访 返乡 慰问
    2026-02-18 甲 面谈 返乡 录于2026-04-02
    2026-02-19 乙 电话 未返乡 调研 @渡口社区
    2026-03-31 丙 电话 未返乡 未联系上
    2025-06-01 甲 创业
    2026-03-01 乙 退库
"""
"""A quarter in which each figure has something to prove."""


def counted(run: Callable[..., Any], wanted: Mapping[str, float | None]) -> Counts:
    """Ask for the numbers of the first quarter, each of them proven by as many rows."""
    found: Counts = {}
    for name in wanted:
        reference, _, unit = name.partition("@")
        answer = run("why", reference, "--quarter", "2026Q1", "--json", *(("--unit", unit) if unit else ()))
        assert answer.code == 0, answer.err
        why = json.loads(answer.out)
        found[name] = why["figure"]["value"]
        wanted_rows = why["figure"].get("denominator", found[name] or 0)
        amounts = [row["amount"] for row in why["rows"] if "amount" in row]
        proven = round(sum(amounts), 6) if amounts and not reference.endswith(".late") else len(why["rows"])
        assert proven == wanted_rows, f"{name} is {found[name]}, with {proven} behind it"
    return found


def write_diary(path: Path, text: str) -> None:
    """Write the register a diary tells of."""
    with open_for_writing(path).changing("diary") as writer:
        diary = _Diary(writer)
        for line in filter(str.strip, text.splitlines()):
            diary.enter(line.split())


class _Diary:
    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.people: dict[str, int] = {}
        self.units: dict[str, int] = {}
        for name, (level, above) in UNITS.items():
            self._unit(name, level, self.units.get(above))

    def enter(self, line: list[str]) -> None:
        if is_work(line):
            enter_work(self.writer, line, self._meet)
            return
        day = ALWAYS if line[0] == "始终" else date.fromisoformat(line[0])
        name, what = line[1], line[2]
        if what in ("撤销", "设立"):
            self.writer.update(Unit, self.units[name], {"closed_on" if what == "撤销" else "opened_on": day})
        elif what == "转入":
            self._insert(Affiliation, name, day, unit_id=self.units[line[3]])
        elif what == "无单位":
            self._person(name, None)
        else:
            self._event(name, day, line[2:])

    def _event(self, name: str, day: date, words: list[str]) -> None:
        said: dict[str, Any] = {"entered_on": day}
        for word in words:
            if word.startswith("@"):
                said["unit_id"] = self.units[word[1:]]
            elif word.startswith("录于"):
                said["entered_on"] = date.fromisoformat(word[2:])
            elif word.startswith("由"):
                said["staff_id"] = self.writer.connection.scalar(
                    select(table(Staff).c.id).where(table(Staff).c.name == word[1:])
                )
            else:
                said |= _meaning(word)
        record = Contact if "channel" in said else Status if "status" in said else Intention
        self._insert(record, name, day, **said)

    def _insert(self, record: type[Record], name: str, day: date, **values: Any) -> None:
        always = record is Affiliation and day == ALWAYS
        self._meet(name, None if always else HOME)
        self.writer.insert(record, {"person_id": self.people[name], "on": day, "entered_on": day, **values})

    def _meet(self, name: str, unit: str | None = HOME) -> None:
        if name not in self.people:
            self._person(name, unit)

    def _person(self, name: str, unit: str | None) -> None:
        self.people[name] = self.writer.insert(Person, {"name": name})
        if unit:
            self._insert(Affiliation, name, ALWAYS, unit_id=self.units[unit])

    def _unit(self, name: str, level: str, parent_id: int | None) -> None:
        values = {"code": f"U{len(self.units) + 1}", "name": name, "level": level, "parent_id": parent_id}
        self.units[name] = self.writer.insert(Unit, values)


_LISTS: dict[str, Vocabulary] = {
    "status": STATUS,
    "channel": CHANNEL,
    "presence": PRESENCE,
    "reached": REACHED,
    "direction": DIRECTION,
    "kind": INTENTION,
}
_WORDS = {word.text: {field: word.code} for field, listed in _LISTS.items() for word in listed.words}


def _meaning(word: str) -> dict[str, str]:
    return _WORDS.get(word, {"occasion": word})
