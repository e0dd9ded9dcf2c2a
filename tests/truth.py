"""The figures reckoned a second way: dictionaries and loops over the stored rows, nothing of the program.

Days are ISO texts, which compare as dates do.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path

import truth_return as back
from truth_rows import Entry, Row, age_band
from truth_sorts import BY_RETURN, Sorting, is_sorted
from truth_work import (
    BY_WORK,
    KNOWN_BY,
    OF_TASK,
    PERSONS,
    RECORD_OF,
    STOCKS,
    SUMS,
    TABLES,
    TOTALS,
    WITH_PERSONS,
    WORK_SHARES,
    Work,
    tells,
)

VISITED = ("visit", "talk")
WILLING = ("business", "office", "job", "project", "flexible", "willing")
ABROAD = ("新加坡", "澳大利亚", "日本")
HISTORIES = ("status", "intention", "affiliation")
PERSON_FIELDS = {
    "name": "姓名",
    "sex": "性别",
    "birth": "出生年月",
    "phone": "联系电话",
    "residence": "现居住地",
    "employer": "工作单位",
    "category": "人员类别",
    "degree": "学历",
}

UNITS = ("townships", "communities", "communities_active")
TIMES = ("contacts_made", "contacts_family", "contacts_unreached", "condolence_visits")
OF_CONTACTS = ("returnees_visited", "away_phoned", "persons_contacted", "persons_covered", *TIMES)
OF_PERSONS = (
    "persons_enrolled",
    "persons_newly_enrolled",
    "persons_withdrawn",
    "dossiers_complete",
    "persons_uncontacted",
    "willing_business",
    "willing_office",
    "willing_job",
    "willing_any",
    "unwilling",
)
SHARES = {
    "dossier_rate": ("dossiers_complete", "persons_enrolled"),
    "coverage_rate": ("persons_covered", "persons_enrolled"),
    **WORK_SHARES,
}
KEYS = (*UNITS, *OF_CONTACTS, *OF_PERSONS, *RECORD_OF, *SHARES)
EXCLUDING = {"away_phoned": "returnees_visited", "signed_masters": "signed_doctors", **back.EXCLUDING}

BY_PERSON = ("category", "tier", "industry", "region", "field", "degree", "title", "age", "sex", "missing")
BY_CONTACT = ("channel", "occasion", "staff")
BY_DAY = ("month",)
OF_STATUS = ("persons_newly_enrolled", "persons_withdrawn")


def figures_by(*dimensions: str) -> list[str]:
    """List the figures that can be broken down by some dimensions at once."""
    return [
        key
        for key in (*OF_CONTACTS, *OF_PERSONS, *RECORD_OF)
        if all(_is_told(key, dimension) for dimension in dimensions)
    ]


def _is_told(key: str, dimension: str) -> bool:
    """Whether what stands behind a figure has what a dimension sorts by."""
    of_people = (key not in RECORD_OF and key not in UNITS) or key in WITH_PERSONS
    if dimension in BY_PERSON:
        return of_people
    if dimension in BY_RETURN:
        return is_sorted(key, _record_of(key), dimension, of_people=of_people)
    if dimension in BY_DAY:
        happens = key not in (*STOCKS, *TOTALS, *OF_TASK)
        return happens if key in RECORD_OF else key in (*OF_CONTACTS, *OF_STATUS)
    of_contact = key in OF_CONTACTS or key == "duty_contacts"
    return of_contact if dimension in BY_CONTACT else tells(key, dimension, of_contact=of_contact)


def _record_of(key: str) -> str:
    return "intention" if "willing" in key else RECORD_OF.get(key, "")


class Truth:
    """One register, one period; `today` cuts a running period short."""

    def __init__(self, register: Path, first: str, last: str, today: str) -> None:
        with sqlite3.connect(register) as connection:
            connection.row_factory = sqlite3.Row
            tables = ("unit", "person", "contact", "staff", *HISTORIES, *TABLES)
            self.rows = {
                name: [dict(r) for r in connection.execute(f"select * from {name}")] for name in tables
            }
        connection.close()
        self.first, self.last, self.end = first, last, min(last, today)
        self.persons = {row["id"]: row for row in self.rows["person"]}
        self.contacts = {row["id"]: row for row in self.rows["contact"]}
        self.statuses = {row["id"]: row for row in self.rows["status"]}
        self.staff = {row["id"]: row for row in self.rows["staff"]}
        self.parent = {row["id"]: row["parent_id"] for row in self.rows["unit"]}
        self.history: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for name in HISTORIES:
            for row in sorted(self.rows[name], key=lambda r: (r["on"], r["id"])):
                self.history[name, row["person_id"]].append(row)
        self.answered = {c["person_id"] for c in self._contacts() if c["reached"] == "self"}
        self.worked = self._worked()
        self.work = Work(self)
        self.sorts = Sorting(self.work.back)
        self._entries = {key: self._found(key) for key in KEYS if key not in SHARES}

    def unit(self, name: str | None) -> int | None:
        """Return the id of the one unit of a name."""
        (found,) = [row["id"] for row in self.rows["unit"] if row["name"] == name] if name else [None]
        return found

    def children(self, unit: int | None) -> list[Row]:
        """List the units directly below one; below the only top unit for None."""
        tops = [row for row in self.rows["unit"] if row["parent_id"] is None]
        above = tops[0]["id"] if unit is None and len(tops) == 1 else unit
        return [row for row in self.rows["unit"] if row["parent_id"] == above]

    def entries(self, key: str, unit: int | None) -> list[Entry]:
        """List the evidence of a figure in a scope."""
        found = [one for one in self._entries[key] if self.lies_in(one.unit, unit)]
        if key in EXCLUDING:
            others = {one.person for one in self.entries(EXCLUDING[key], unit)}
            found = [one for one in found if one.person not in others]
        return found

    def value(self, key: str, unit: int | None) -> Row:
        """Reckon one figure: its value, for a share part and whole, for a flow the late records."""
        if key in SHARES:
            above, below = (self._count(one, unit) for one in SHARES[key])
            if not below or not all(map(self._is_known, SHARES[key])):
                return {"value": None}
            return {"value": _percent(above, below), "numerator": above, "denominator": below}
        if not self._is_known(key):
            return {"value": None}
        entries = self.entries(key, unit)
        late = sum(one.late for one in entries) if key not in STOCKS else 0
        told: Row = {"value": _size(key, entries)} | ({"late": late} if late else {})
        if key in TOTALS:
            told["in_period"] = _size(key, [one for one in entries if (one.on or "") >= self.first])
        return told

    def by(self, key: str, dimension: str, unit: int | None) -> dict[str, float]:
        """Break a figure down by the words of a dimension."""
        return {word: size for (word,), size in self.cross(key, [dimension], unit).items()}

    def cross(self, key: str, dimensions: Sequence[str], unit: int | None) -> dict[tuple[str, ...], float]:
        """Break a figure down by every combination of words of some dimensions."""
        under: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        for one in self.entries(key, unit):
            for words in product(*(self.words(key, dimension, one) for dimension in dimensions)):
                under[words].append(one)
        return {words: _size(key, entries) for words, entries in under.items()}

    def words(self, key: str, dimension: str, one: Entry) -> list[str]:
        """List the words of a dimension that a piece of evidence stands under."""
        if dimension in BY_PERSON:
            return self._words(dimension, self.persons[one.person]) if one.person else ["未填"]
        if dimension in BY_RETURN:
            return self.sorts.words(_record_of(key), dimension, one)
        if dimension in BY_WORK:
            word = self.work.word(key, dimension, one.record)
            return [self._called(word) if isinstance(word, int) else word or "未填"]
        row = self._row_of(key, one)
        if dimension == "month":
            return [str(one.on or row["on"])[:7]]
        if dimension == "staff":
            return [self._called(row["staff_id"]) if row["staff_id"] else "未填"]
        return self._words(dimension, row)

    def _row_of(self, key: str, one: Entry) -> Row:
        """Return the contact or the status behind a figure that is not of work."""
        return (self.statuses if key in OF_STATUS else self.contacts).get(one.record, {})

    def _called(self, staff: int) -> str:
        """Name a member of staff so that nobody else of the register is meant."""
        me = self.staff[staff]
        named = [one for one in self.staff.values() if one["name"] == me["name"]]
        beside = [one for one in named if one["unit_id"] == me["unit_id"]]
        if len(named) == 1:
            return str(me["name"])
        if len(beside) == 1 and me["unit_id"]:
            (unit,) = [row["name"] for row in self.rows["unit"] if row["id"] == me["unit_id"]]
            return f"{me['name']}@{unit}"
        return f"{me['name']}（G{staff:06}）"

    def unit_of(self, person: int, day: str) -> int | None:
        """Return the unit a person belonged to on a day."""
        latest = self._latest("affiliation", person, day)
        return latest["unit_id"] if latest else None

    def _latest(self, history: str, person: int, day: str) -> Row | None:
        return next((row for row in reversed(self.history[history, person]) if row["on"] <= day), None)

    def status(self, person: int, day: str) -> str:
        latest = self._latest("status", person, day)
        return latest["status"] if latest else ""

    def lies_in(self, unit: int | None, scope: int | None) -> bool:
        while scope is not None and unit is not None and unit != scope:
            unit = self.parent[unit]
        return scope is None or unit == scope

    def _is_in_period(self, row: Row) -> bool:
        return bool(self.first <= row["on"] <= self.end)

    def _contacts(self) -> list[Row]:
        return [row for row in self.rows["contact"] if self._is_in_period(row)]

    def _count(self, key: str, unit: int | None) -> float:
        return _size(key, self.entries(key, unit))

    def _is_known(self, key: str) -> bool:
        tables = dict.fromkeys(UNITS, "unit") | dict.fromkeys(OF_CONTACTS, "contact")
        tables |= dict.fromkeys(("persons_newly_enrolled", "persons_withdrawn"), "status")
        tables["persons_covered"] = "person"
        tables |= {name: "intention" for name in KEYS if "willing" in name}
        tables |= RECORD_OF | KNOWN_BY
        kind = self.work.kind(key)
        return any(not kind or row["kind"] == kind for row in self.rows[tables.get(key, "person")])

    def _found(self, key: str) -> list[Entry]:
        if key in RECORD_OF:
            return self.work.found(key)
        if key in UNITS:
            return [Entry(None, row["id"], row["id"]) for row in self.rows["unit"] if self._stands(key, row)]
        if key == "persons_covered":
            reached = [contact for contact in self._contacts() if contact["reached"] == "self"]
            return [entry for contact in reached for entry in self._covering(contact)]
        if key in OF_CONTACTS:
            return [self._contact_entry(c) for c in self._contacts() if _counts(key, c)]
        if key in ("persons_newly_enrolled", "persons_withdrawn"):
            moved = self._joined if key == "persons_newly_enrolled" else self._left
            return [entry for person in self.persons for entry in moved(person)]
        return [
            Entry(person, self.unit_of(person, self.end), person)
            for person in self.persons
            if self.status(person, self.end) == "enrolled" and self._has(key, person)
        ]

    def _contact_entry(self, contact: Row) -> Entry:
        unit = contact["unit_id"] or self.unit_of(contact["person_id"], contact["on"])
        return Entry(contact["person_id"], unit, contact["id"], contact["entered_on"] > self.end)

    def _covering(self, contact: Row) -> list[Entry]:
        """Count a contact of somebody enrolled at the end, under the unit they belong to then."""
        person, late = contact["person_id"], contact["entered_on"] > self.end
        unit = self.unit_of(person, self.end)
        enrolled = self.status(person, self.end) == "enrolled"
        return [Entry(person, unit, contact["id"], late)] if enrolled else []

    def _stands(self, key: str, unit: Row) -> bool:
        """Whether a unit is of the level asked for, there on the last day and, if asked, at work."""
        if unit["level"] != ("township" if key == "townships" else "community"):
            return False
        if (unit["opened_on"] or "") > self.end or (unit["closed_on"] or "9999") <= self.end:
            return False
        if key != "communities_active":
            return True
        return any(self.lies_in(one, unit["id"]) for one in self.worked)

    def _worked(self) -> set[int]:
        """Find the units with a contact, reached or not, an enrolment, an event or publicity."""
        enrolled = [row for row in self.rows["status"] if row["status"] == "enrolled"]
        found = {self._contact_entry(contact).unit for contact in self._contacts()}
        found |= {self.unit_of(row["person_id"], row["on"]) for row in enrolled if self._is_in_period(row)}
        shown = [row for row in self.rows["entry"] if row["kind"] == "publicity"]
        held = [row for row in self.rows["event"] if row["state"] == "held"]
        found |= {row["unit_id"] for row in (*shown, *held) if self._is_in_period(row)}
        found.discard(None)
        followers = {row["id"]: row["successor_id"] for row in self.rows["unit"]}
        while more := {followers[unit] for unit in found} - {None} - found:
            found |= more
        return {unit for unit in found if unit is not None}

    def _days(self, person: int) -> list[Row]:
        """Return the entry of a person's status that holds at the end of each day that has any."""
        return list({row["on"]: row for row in self.history["status", person]}.values())

    def _joined(self, person: int) -> list[Entry]:
        enrolled = [row for row in self._days(person) if row["status"] == "enrolled"][:1]
        return self._status_entries(enrolled)

    def _left(self, person: int) -> list[Entry]:
        days = pairwise(self._days(person))
        left = [
            row
            for before, row in days
            if before["status"] == "enrolled" and row["status"] in ("withdrawn", "deceased")
        ]
        return self._status_entries(left)

    def _status_entries(self, rows: list[Row]) -> list[Entry]:
        return [
            Entry(
                row["person_id"],
                self.unit_of(row["person_id"], row["on"]),
                row["id"],
                row["entered_on"] > self.end,
            )
            for row in rows
            if self._is_in_period(row)
        ]

    def _has(self, key: str, person: int) -> bool:
        """Whether somebody enrolled is also what a figure asks for."""
        intention = self._latest("intention", person, self.end)
        kind = intention["kind"] if intention else ""
        return {
            "persons_enrolled": True,
            "persons_uncontacted": person not in self.answered,
            "dossiers_complete": self.gaps(self.persons[person]) == [],
            "willing_any": kind in WILLING,
            "unwilling": kind == "none",
        }.get(key, kind == key.removeprefix("willing_"))

    def gaps(self, person: Row) -> list[str]:
        gaps = [heading for name, heading in PERSON_FIELDS.items() if not person[name]]
        gaps += ["所属单位"] if self.unit_of(person["id"], self.end) is None else []
        return gaps + ([] if self._latest("intention", person["id"], self.end) else ["返乡意愿"])

    def _words(self, dimension: str, row: Row) -> list[str]:
        if dimension == "missing":
            return self.gaps(row) or ["齐全"]
        if dimension == "age":
            return [age_band(row["birth"], self.end)] if row["birth"] else ["未填"]
        column = {"region": "residence", "field": "specialty", "title": "title_level"}.get(
            dimension, dimension
        )
        text = row[column]
        if not text:
            return ["未填"]
        if dimension == "region":
            return [_region(text)]
        return text.split("、") if dimension in ("category", "occasion") else [text]


def _size(key: str, entries: list[Entry]) -> float:
    if key in SUMS:
        return round(sum(one.amount for one in entries), 6)
    if key in UNITS or key in TIMES or (key in RECORD_OF and key not in PERSONS):
        return len(entries)
    return len({one.whom for one in entries})


def _percent(above: float, below: float) -> float:
    """Divide as people do, a half upwards."""
    return int(1000 * above / below + 0.5) / 10


def _counts(key: str, contact: Row) -> bool:
    """Whether one contact of the period counts for a figure."""
    reached, channel, presence = contact["reached"], contact["channel"], contact["presence"]
    if key in ("contacts_family", "contacts_unreached"):
        return bool(reached == ("family" if key == "contacts_family" else "none"))
    return bool(reached == "self") and {
        "returnees_visited": channel in VISITED and presence == "home",
        "away_phoned": channel == "phone" and presence == "away",
        "condolence_visits": "慰问" in (contact["occasion"] or "").split("、"),
    }.get(key, True)


def _region(residence: str) -> str:
    if residence.startswith(ABROAD):
        return "国（境）外"
    province = re.match(r"(.+?)省|(北京|天津|上海|重庆)市", residence)
    if province:
        return province[1] or province[2]
    place = re.match(r".+?[市县区旗]", residence)
    return place[0] if place else residence
