"""`talentreg list` against a reckoning of its own: plain Python over the rows as the file holds them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import TODAY, Answer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from roster import documents

from talentreg.records.contact import Contact
from talentreg.records.history import ALWAYS, Affiliation, Intention, Status
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.unit import Unit
from talentreg.store.register import open_for_writing

Run = Callable[..., Answer]
Told = dict[str, Any]
Holds = Callable[[Told], bool]

PEOPLE, CONTACTS = 120, 400
UNITS = {"区": 0, "东街道": 1, "西镇": 1, "东一社区": 2, "东二社区": 2, "西村": 3}
"""Units with the id of the one above; ids run in this order."""
DEGREES = "博士研究生 硕士研究生 本科 大专 中专".split()
CATEGORIES = "引进人才 专业技术人员 农村实用人才 新兴人才".split()
STATUSES = "pending enrolled enrolled enrolled withdrawn deceased".split()
INTENTIONS = "business job none undecided".split()
SIGNS: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "≠": ne, ">": gt, "<": lt, "≥": ge, "≤": le}


@cache
def register() -> bytes:
    """Make a register at random, the same on every machine."""
    dice = Random(2026)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        with open_for_writing(path).changing("made up") as writer:
            for place, (name, above) in enumerate(UNITS.items()):
                level = "county township township community community community".split()[place]
                unit = {"name": name, "code": f"U{place + 1}", "level": level, "parent_id": above or None}
                writer.insert(Unit, unit)
            writer.insert_many(Staff, [{"name": name, "unit_id": 1} for name in ("甲主任", "乙主任")])
            writer.insert_many(Person, [_person(dice) for _ in range(PEOPLE)])
            for record, rows in _histories(dice).items():
                writer.insert_many(record, rows)
        return path.read_bytes()


def _person(dice: Random) -> Told:
    birth = f"{dice.randint(1960, 2004)}-{dice.choice(['03-30', '03-31', '04-01', '11-05'])}"
    return {
        "name": "".join(dice.choices("曾单覃乐伟芳红_%", k=dice.randint(2, 3))),
        "sex": dice.choice(["male", "female", None]),
        "birth": dice.choice([birth, birth[:7], birth[:4], None]),
        "phone": dice.choice([f"154{dice.randint(0, 99999999):08}", None]),
        "degree": dice.choice([*DEGREES, None]),
        "category": dice.choice([None, "、".join(dice.sample(CATEGORIES, dice.randint(1, 3)))]),
    }


def _histories(dice: Random) -> dict[type[Any], list[Told]]:
    def somebody(**values: Any) -> Told:
        on = date(2026, 6, 30) - timedelta(dice.choice([0, 60, 91, 92, dice.randint(0, 900)]))
        return {"person_id": dice.randint(1, PEOPLE), "on": on, **values}

    def called() -> Told:
        one = somebody(channel="phone", presence="away", staff_id=dice.choice([1, 2, None]))
        step = one["on"] + timedelta(dice.randint(1, 90))
        return one | {
            "reached": dice.choice(["self", "family", "none"]),
            "next_on": dice.choice([step, None]),
        }

    first = [{"person_id": n, "on": ALWAYS, "unit_id": dice.randint(1, 6)} for n in range(1, PEOPLE, 2)]
    return {
        Status: [somebody(status=dice.choice(STATUSES)) for _ in range(PEOPLE)],
        Intention: [somebody(kind=dice.choice(INTENTIONS)) for _ in range(PEOPLE)],
        Affiliation: first + [somebody(unit_id=dice.randint(1, 6)) for _ in range(40)],
        Contact: [called() for _ in range(CONTACTS)],
    }


# The reckoning


@cache
def reckoned() -> list[Told]:
    """Tell of everybody what a list should, from the rows alone."""
    with closing(sqlite3.connect(":memory:")) as file:
        file.deserialize(register())
        file.row_factory = sqlite3.Row
        names = "person status intention affiliation contact staff".split()
        rows = {
            name: [dict(row) for row in file.execute(f"SELECT * FROM {name} ORDER BY id")] for name in names
        }
    staff = {row["id"]: row["name"] for row in rows["staff"]}
    people = []
    for person in rows["person"]:
        own = {
            name: sorted(
                (row for row in rows[name] if row["person_id"] == person["id"] and row["on"] <= TODAY),
                key=lambda row: (row["on"], row["id"]),
            )
            for name in ("status", "intention", "affiliation", "contact")
        }
        reached = [row for row in own["contact"] if row["reached"] == "self"]
        last: Told = {name: some[-1] if some else {} for name, some in own.items()}
        people.append(
            person
            | {
                "status": last["status"].get("status"),
                "enrolled_on": max(
                    (r["on"] for r in own["status"] if r["status"] == "enrolled"), default=None
                ),
                "intention": last["intention"].get("kind"),
                "unit": last["affiliation"].get("unit_id"),
                "last_contact": reached[-1]["on"] if reached else None,
                "contacts": len(reached),
                "by": next((staff[r["staff_id"]] for r in reversed(own["contact"]) if r["staff_id"]), None),
                "age": _age(person["birth"]),
            }
        )
    return people


def _age(birth: str | None) -> int | None:
    if birth is None:
        return None
    born = date.fromisoformat(birth + "-01-01"[: 10 - len(birth)] if len(birth) > 4 else birth + "-01-01")
    today = date.fromisoformat(TODAY)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _below(unit_id: int | None) -> set[str]:
    """Name a unit with all above it."""
    names, above = list(UNITS), list(UNITS.values())
    found = set()
    while unit_id:
        found.add(names[unit_id - 1])
        unit_id = above[unit_id - 1]
    return found


def _compared(field: str, sign: str, value: Any, width: int | None = None) -> Holds:
    def holds(told: Told) -> bool:
        own = told[field]
        if own is None:
            return sign == "≠"
        return SIGNS[sign](own[:width] if width else own, value)

    return holds


def _ranked(sign: str, word: str) -> Holds:
    rank = {degree: -place for place, degree in enumerate(DEGREES)}
    return lambda told: told["degree"] is not None and SIGNS[sign](rank[told["degree"]], rank[word])


Condition = tuple[str, Holds]
SIGN = st.sampled_from(list(SIGNS))
SAME = st.sampled_from(["=", "≠"])


def _one_of(heading: str, field: str, texts: dict[str, str]) -> st.SearchStrategy[Condition]:
    def make(sign: str, words: list[str]) -> Condition:
        wanted = {texts[word] for word in words}
        return f"{heading}{sign}{','.join(words)}", lambda told: (told[field] in wanted) == (sign == "=")

    return st.builds(make, SAME, st.lists(st.sampled_from(list(texts)), min_size=1, max_size=3, unique=True))


def _numbers(heading: str, field: str, highest: int) -> st.SearchStrategy[Condition]:
    return st.builds(
        lambda sign, n: (f"{heading}{sign}{n}", _compared(field, sign, n)), SIGN, st.integers(0, highest)
    )


def _dates(heading: str, field: str) -> st.SearchStrategy[Condition]:
    def make(sign: str, day: date, width: int) -> Condition:
        text = day.isoformat()[:width]
        return f"{heading}{sign}{text}", _compared(field, sign, text, width)

    days = st.dates(date(2024, 1, 1), date(2026, 7, 1)) | st.just(date(2026, 3, 31))
    return st.builds(make, SIGN, days, st.sampled_from([4, 7, 10]))


def _parts(heading: str, field: str, letters: str) -> st.SearchStrategy[Condition]:
    def make(sign: str, part: str) -> Condition:
        return f"{heading}{sign}{part}", lambda told: (part in (told[field] or "")) == (sign == "~")

    return st.builds(make, st.sampled_from(["~", "!~"]), st.text(letters, min_size=1, max_size=2))


def _blanks(heading: str, field: str) -> st.SearchStrategy[Condition]:
    return st.sampled_from(
        [
            (f"{heading}=", lambda told: told[field] is None),
            (f"{heading}!=", lambda told: told[field] is not None),
        ]
    )


def _category(sign: str, words: list[str]) -> Condition:
    def has(told: Told) -> bool:
        return bool(set(words) & set((told["category"] or "").split("、")))

    return f"人员类别{sign}{'、'.join(words)}", lambda told: has(told) == (sign == "=")


CONDITIONS = st.one_of(
    _one_of("学历", "degree", {word: word for word in DEGREES} | {"博士": "博士研究生", "大学": "本科"}),
    _one_of("性别", "sex", {"男": "male", "female": "female", "女性": "female"}),
    _one_of("返乡意愿", "intention", {"创业": "business", "返乡就业": "job", "无": "none"}),
    _one_of("在库状态", "status", {"待核": "pending", "在库": "enrolled", "退库": "withdrawn"}),
    st.builds(_category, SAME, st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=2, unique=True)),
    st.builds(
        lambda s, w: (f"学历{s}{w}", _ranked(s, w)),
        st.sampled_from("≥ ≤ > <".split()),
        st.sampled_from(DEGREES),
    ),
    st.builds(
        lambda sign, unit: (
            f"单位{sign}{unit}",
            lambda told: (unit in _below(told["unit"])) == (sign == "="),
        ),
        SAME,
        st.sampled_from(list(UNITS)),
    ),
    _numbers("年龄", "age", 70),
    _numbers("联系次数", "contacts", 6),
    _dates("最近联系", "last_contact"),
    _dates("入库日期", "enrolled_on"),
    _parts("姓名", "name", "曾单覃乐伟_%"),
    _parts("联系电话", "phone", "0123456789"),
    _parts("联络人", "by", "甲乙主"),
    *(
        _blanks(heading, field)
        for heading, field in [
            *(("学历", "degree"), ("人员类别", "category"), ("年龄", "age"), ("最近联系", "last_contact")),
            *(("在库状态", "status"), ("所属单位", "unit"), ("联络人", "by"), ("联系电话", "phone")),
        ]
    ),
)
ORDERS = {
    "年龄": "age",
    "最近联系": "last_contact",
    "联系次数": "contacts",
    "姓名": "name",
    "入库日期": "enrolled_on",
}


def _in_order(people: list[Told], orders: list[tuple[str, bool]]) -> list[Told]:
    for heading, descending in reversed(orders):
        field = ORDERS[heading]
        known = [told for told in people if told[field] is not None]
        known.sort(key=lambda told: told[field], reverse=descending)  # equals stay as they stand
        people = known + [told for told in people if told[field] is None]
    return people


@pytest.fixture(autouse=True)
def people(own_register: Path) -> None:
    """Lay the made-up register where the commands look for one."""
    own_register.write_bytes(register())


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(CONDITIONS, max_size=3),
    st.lists(
        st.tuples(st.sampled_from(list(ORDERS)), st.booleans()), max_size=2, unique_by=lambda one: one[0]
    ),
    st.booleans(),
)
def test_a_list_has_exactly_the_people_a_plain_reckoning_finds(
    run: Run, asked: list[Condition], orders: list[tuple[str, bool]], everybody: bool
) -> None:
    everybody = everybody or any(word.startswith("在库状态") for word, _ in asked)
    wanted = [
        told
        for told in reckoned()
        if (everybody or told["status"] in (None, "pending", "enrolled"))
        and all(holds(told) for _, holds in asked)
    ]
    sort = ",".join(f"{'-' if descending else ''}{heading}" for heading, descending in orders)
    words = [
        *(word for word, _ in asked),
        *(["--sort", sort] if sort else []),
        *(["--all"] if everybody else []),
    ]
    found = documents(run("list", *words, "--columns", "编号", "--json"))
    assert [row["person"] for row in found] == [f"R{told['id']:06}" for told in _in_order(wanted, orders)]


def test_what_a_list_says_of_everybody_is_what_the_rows_say(run: Run) -> None:
    names = "status enrolled_on intention age last_contact contacts by degree category sex name birth".split()
    found = documents(run("list", "--all", "--columns", ",".join(["person", "unit", *names]), "--json"))
    assert len(found) == PEOPLE
    for row, told in zip(found, reckoned(), strict=True):
        assert {name: row[name] for name in names} == {name: told[name] for name in names}
        assert set((row["unit"] or "").split("/")) - {""} == _below(told["unit"])


def test_a_list_and_the_page_of_a_person_agree(run: Run) -> None:
    found = documents(run("list", "--all", "--json"))
    for row in found[::10]:
        page = documents(run("show", row["person"], "--json"))
        assert isinstance(page, dict)
        same = page.keys() & row.keys() - {"contacts", "extra"}
        assert {"degree", "phone", "unit", "name"} <= same
        assert {name: row[name] for name in same} == {name: page[name] for name in same}
        reached = [one["on"] for one in page["contacts"] if one["reached"] == "self" and one["on"] <= TODAY]
        assert (row["contacts"], row["last_contact"]) == (len(reached), max(reached, default=None))
