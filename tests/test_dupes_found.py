"""How many of the doubles of an invented register are found, and what else is listed with them."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from likeness_specimens import Population, lay_population, likeness_population

from talentreg.likeness.blocking import NEIGHBOURS, Blocks
from talentreg.likeness.pairs import Pair, find_pairs
from talentreg.likeness.people import Profile, read_profiles
from talentreg.store.register import open_for_reading
from talentreg.store.units import UnitTree, load_units

PEOPLE = 20_000
PRECISION, RECALL = 0.9, 0.95
MOST_LISTED = {"兄弟姐妹": 0.005, "双胞胎": 0.07, "父子同名": 0.15, "本社区重名": 0.25}
"""The shares of those who only look it that may be listed: where a birth is not known nothing tells them."""


@pytest.fixture(scope="module")
def population() -> Population:
    return likeness_population(21, PEOPLE)


@pytest.fixture(scope="module")
def found(population: Population, tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    path = tmp_path_factory.mktemp("found") / "register.db"
    lay_population(path, population)
    with open_for_reading(path).reading() as connection:
        return find_pairs(connection, load_units(connection))


def places(pairs: list[Pair]) -> set[tuple[int, int]]:
    return {(pair.first.id - 1, pair.second.id - 1) for pair in pairs}


def test_nearly_all_doubles_are_found_and_nearly_all_found_are_doubles(
    population: Population, found: list[Pair]
) -> None:
    listed, true = places(found), set(population.pairs)
    assert len(listed & true) >= RECALL * len(true)
    assert len(listed & true) >= PRECISION * len(listed)


def test_twins_brothers_and_namesakes_are_hardly_listed(population: Population, found: list[Pair]) -> None:
    listed = places(found)
    wrong = Counter(why for pair, why in population.unlike.items() if pair in listed)
    every = Counter(population.unlike.values())
    assert every.keys() == MOST_LISTED.keys()
    assert all(wrong[why] <= MOST_LISTED[why] * count for why, count in every.items()), wrong


def test_every_pair_is_listed_once_the_lower_number_first(found: list[Pair]) -> None:
    assert all(pair.first.id < pair.second.id for pair in found)
    assert len(places(found)) == len(found)
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)


def test_the_same_population_grows_from_a_seed() -> None:
    assert likeness_population(5, 500) == likeness_population(5, 500)
    assert likeness_population(6, 500).rows != likeness_population(5, 500).rows


def profiles_of_one_name(count: int, **fields: Any) -> list[Profile]:
    blank: dict[str, Any] = dict.fromkeys(Profile._fields)
    return [
        Profile(**{**blank, "id": number, "name": "张伟", "pinyin": " zhangwei zw", **fields})
        for number in range(1, count + 1)
    ]


def test_a_name_of_thousands_is_cut_where_something_more_agrees() -> None:
    crowd = profiles_of_one_name(3_000)
    apart = [one._replace(birth=f"{1950 + one.id % 50}-{one.id % 12 + 1:02}") for one in crowd]
    apart[7] = apart[7]._replace(phone="15400000001", birth=None)
    apart[2_900] = apart[2_900]._replace(phone="15400000002", second_phone="15400000001")
    blocks = Blocks(apart, UnitTree())
    assert 2_900 in blocks.after(7)
    assert max(len(block) for block in blocks.blocks) <= NEIGHBOURS
    assert sum(len(block) ** 2 for block in blocks.blocks) < 200_000


def test_an_office_phone_of_hundreds_does_not_hide_two_of_a_name() -> None:
    blank: dict[str, Any] = dict.fromkeys(Profile._fields)
    crowd = [
        Profile(**{**blank, "id": n, "name": f"王{chr(0x5000 + n)}", "phone": "0000-1234567"})
        for n in range(1, 600)
    ]
    crowd[50] = crowd[50]._replace(name="李晓明")
    crowd[400] = crowd[400]._replace(name="李晓明")
    assert 400 in Blocks(crowd, UnitTree()).after(50)


def test_thousands_of_whom_nothing_tells_apart_cost_little() -> None:
    blocks = Blocks(profiles_of_one_name(5_000, birth="1970-01", unit_id=1), UnitTree())
    assert sum(len(block) ** 2 for block in blocks.blocks) < 2_000_000
    assert blocks.after(0)


def test_read_profiles_takes_no_one_twice(population: Population, tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    lay_population(path, population)
    with open_for_reading(path).reading() as connection:
        ids = [one.id for one in read_profiles(connection)]
    assert ids == list(range(1, len(population.rows) + 1))
