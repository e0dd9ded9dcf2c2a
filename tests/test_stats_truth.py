"""Breakdowns and cross-tables agree with a second reckoning, cell by cell, total by total, row by row."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import Answer
from tangle import make_tangle
from truth import BY_CONTACT, BY_DAY, BY_PERSON, TIMES, Truth, figures_by
from truth_rows import Row

Run = Callable[..., Answer]

QUARTER = ("--quarter", "2026Q1")
TODAY = "2026-04-10"
STAFF = (
    ("李明", 3),
    ("李明", 5),
    ("王芳", 3),
    ("赵强", None),
    ("赵强", 6),
    ("周洋", 3),
    ("周洋", 3),
)
"""Names and units: two namesakes in two communities, two in one, two of whom one has no unit."""

OCCASIONS = (None, "慰问", "慰问、调研", "调研、政策宣传", "政策宣传", "调研、慰问")

every_seed = pytest.mark.parametrize("seed", [1, 2])


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], tuple[bytes, Truth]]:
    """Lay and reckon the tangled register of a seed, whose contacts namesakes made."""

    @cache
    def lay(seed: int) -> tuple[bytes, Truth]:
        register = tmp_path_factory.mktemp("tangled") / "register.db"
        make_tangle(register, seed)
        chance = Random(seed)
        with sqlite3.connect(register) as connection:
            connection.executemany("insert into staff (name, unit_id) values (?, ?)", STAFF)
            namesakes = [one for (one,) in connection.execute("select id from staff")][-len(STAFF) :]
            for (contact,) in connection.execute("select id from contact").fetchall():
                worked = (chance.choice((None, *namesakes)), chance.choice(OCCASIONS), contact)
                connection.execute("update contact set staff_id = ?, occasion = ? where id = ?", worked)
        connection.close()
        return register.read_bytes(), Truth(register, "2026-01-01", "2026-03-31", TODAY)

    return lay


@pytest.fixture
def tangled(
    own_register: Path, monkeypatch: pytest.MonkeyPatch, laid: Callable[[int], tuple[bytes, Truth]]
) -> Callable[[int], Truth]:
    """Put the tangled register of a seed in place, and give what was reckoned of it."""
    monkeypatch.setenv("TALENTREG_TODAY", TODAY)

    def place(seed: int) -> Truth:
        register, truth = laid(seed)
        own_register.write_bytes(register)
        return truth

    return place


def ask(run: Run, *words: str, unit: str | None = None) -> Any:
    answer = run(*words, *QUARTER, *(("--unit", unit) if unit else ()), "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def parts(listed: list[Row]) -> dict[str, int]:
    """Take the numbers of words that somebody stands under."""
    return {part["key"]: part["value"] for part in listed if part["value"]}


def some(counts: Mapping[Any, float]) -> dict[Any, float]:
    """Take the numbers that are not zero: a sum may be, though records stand under its word."""
    return {word: size for word, size in counts.items() if size}


@pytest.mark.parametrize(("seed", "unit"), [(1, None), (2, "临江街道")])
@pytest.mark.parametrize("dimension", [*BY_PERSON, *BY_CONTACT, *BY_DAY])
def test_every_breakdown_counts_each_person_once_under_a_word(
    run: Run, tangled: Callable[[int], Truth], dimension: str, unit: str | None, seed: int
) -> None:
    truth = tangled(seed)
    scope = truth.unit(unit)
    found = {
        one["key"]: parts(one["by"]) for one in ask(run, "stats", "--by", dimension, unit=unit)["figures"]
    }
    assert found == {key: some(truth.by(key, dimension, scope)) for key in figures_by(dimension)}


@pytest.mark.parametrize(("seed", "unit"), [(1, None), (2, "临江街道")])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("channel", "occasion"),
        ("occasion", "month"),
        ("staff", "occasion"),
        ("category", "occasion"),
        ("missing", "age"),
        ("region", "month"),
        ("degree", "sex"),
    ],
)
def test_every_cell_and_every_total_of_two_dimensions_is_counted_anew(
    run: Run, tangled: Callable[[int], Truth], first: str, second: str, unit: str | None, seed: int
) -> None:
    truth = tangled(seed)
    scope = truth.unit(unit)
    figures = ask(run, "stats", "--by", f"{first},{second}", unit=unit)["figures"]
    assert [one["key"] for one in figures] == figures_in_order(figures_by(first, second))
    for one in figures:
        key = one["key"]
        assert one["value"] == truth.value(key, scope)["value"]
        assert parts(one["by"]) == some(truth.by(key, first, scope))
        assert parts(one["totals"]) == some(truth.by(key, second, scope))
        assert cells(one["by"]) == some(truth.cross(key, [first, second], scope))


@every_seed
@pytest.mark.parametrize("level", [None, "community"])
@pytest.mark.parametrize("dimension", ["channel", "occasion", "month", "category"])
def test_every_cell_of_units_and_words_is_what_the_unit_says_itself(
    run: Run, tangled: Callable[[int], Truth], dimension: str, level: str | None, seed: int
) -> None:
    truth = tangled(seed)
    words = ("stats", "--unit", "云河区", *(("--level", level) if level else ()))
    down = ask(run, *words, "--by", f"unit,{dimension}")["figures"]
    across = ask(run, *words, "--by", f"{dimension},unit")["figures"]
    ids = {row["code"]: row["id"] for row in truth.rows["unit"]}
    assert len(down) == len(figures_by(dimension))
    for one, turned in zip(down, across, strict=True):
        for row in one["by"]:
            assert row["value"] == truth.value(one["key"], ids[row["key"]])["value"]
            assert parts(row["by"]) == some(truth.by(one["key"], dimension, ids[row["key"]]))
        assert parts(one["totals"]) == some(truth.by(one["key"], dimension, truth.unit("云河区")))
        assert cells(turned["by"]) == {
            (word, unit): count for (unit, word), count in cells(one["by"]).items()
        }
        assert (turned["totals"], parts(turned["by"])) == (
            [{name: row[name] for name in ("key", "label", "value")} for row in one["by"]],
            parts(one["totals"]),
        )


@every_seed
@pytest.mark.parametrize("key", ["persons_contacted", "contacts_made", "away_phoned", "persons_covered"])
@pytest.mark.parametrize("dimension", [*BY_CONTACT, *BY_DAY])
def test_every_part_is_proven_by_as_many_rows(
    run: Run, tangled: Callable[[int], Truth], dimension: str, key: str, seed: int
) -> None:
    truth = tangled(seed)
    (figure,) = ask(run, "stats", "--by", dimension, "--figure", key)["figures"]
    assert figure["by"]
    for part in figure["by"]:
        why = ask(run, "why", f"{key}.{dimension}.{part['label']}")
        entries = [one for one in truth.entries(key, None) if part["key"] in truth.words(key, dimension, one)]
        assert (why["figure"]["value"], len(why["rows"])) == (part["value"], part["value"]), part
        records = why["rows"] if key in TIMES else [one for row in why["rows"] for one in row["records"]]
        assert sorted(one["record"] for one in records) == sorted(f"C{one.record:06}" for one in entries)
        assert {row["person"] for row in why["rows"]} == {f"R{one.person:06}" for one in entries}


def test_one_person_visited_twice_for_the_same_reason_is_one_person(run: Run, own_register: Path) -> None:
    run("add", "张三", "入库日期=2026-01-01")
    for day, occasion in (("2026-02-01", "慰问"), ("2026-02-02", "慰问、调研"), ("2026-02-03", "调研")):
        run("contact", "log", "张三", "--channel", "走访", "--on", day, "--occasion", occasion)
    persons, times = ask(run, "stats", "--by", "事由", "--figure", "联系人才", "--figure", "联系人次")[
        "figures"
    ]
    assert parts(persons["by"]) == {"慰问": 1, "调研": 1}
    assert parts(times["by"]) == {"慰问": 2, "调研": 2}


def test_a_reason_stored_twice_in_one_contact_is_one_reason(run: Run, own_register: Path) -> None:
    run("add", "张三")
    run("contact", "log", "张三", "--channel", "走访", "--on", "2026-02-01", "--occasion", "慰问")
    with sqlite3.connect(own_register) as connection:
        connection.execute("update contact set occasion = '慰问、慰问、'")
    connection.close()
    (times,) = ask(run, "stats", "--by", "occasion", "--figure", "contacts_made")["figures"]
    assert parts(times["by"]) == {"慰问": 1}
    assert len(ask(run, "why", "contacts_made.occasion.慰问")["rows"]) == 1


def cells(rows: list[Row]) -> dict[tuple[str, ...], int]:
    """Take the cells of a cross-table that count somebody."""
    return {(row["key"], one["key"]): one["value"] for row in rows for one in row["by"] if one["value"]}


def figures_in_order(keys: list[str]) -> list[str]:
    from talentreg.figures.catalogue import FIGURES

    return [key for key in FIGURES if key in keys]


def test_the_days_of_the_tangle_lie_on_both_sides_of_the_quarter(tangled: Callable[[int], Truth]) -> None:
    days = [date.fromisoformat(row["on"]) for row in tangled(1).rows["contact"]]
    assert min(days) < date(2026, 1, 1) < date(2026, 3, 31) < max(days)
