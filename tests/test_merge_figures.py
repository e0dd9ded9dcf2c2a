"""What a merger does to numbers: people count once, also in the past, and no work moves to another unit."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Answer

Run = Callable[..., Answer]
QUARTERS = ("2025Q3", "2025Q4", "2026Q1")
SCOPES = ("", "临江街道", "望江社区", "渡口社区")
TIMES = ("contacts_made", "contacts_unreached", "condolence_visits")
PERSONS = (
    "persons_enrolled",
    "persons_contacted",
    "returnees_visited",
    "persons_newly_enrolled",
    "willing_any",
)


@pytest.fixture
def office(run: Run) -> Run:
    """Enter 甲 of one community and 乙 of another, both enrolled and visited, who are one person."""
    for unit, *above in (
        ("云河区",),
        ("临江街道", "云河区"),
        ("望江社区", "临江街道"),
        ("渡口社区", "临江街道"),
    ):
        run("unit", "add", unit, *(word for one in above for word in ("--parent", one)))
    run("add", "甲", "--unit", "望江社区", "入库日期=2025-08-01", "返乡意愿=创业")
    run("add", "乙", "--unit", "渡口社区", "入库日期=2025-09-01", "返乡意愿=就业")
    run("add", "丙", "--unit", "渡口社区", "入库日期=2025-09-01")
    for who, day, *more in (
        ("甲", "2025-10-01", "--presence", "home"),
        ("乙", "2025-10-02", "--presence", "home", "--occasion", "慰问"),
        ("乙", "2025-12-31", "--no-answer"),
        ("甲", "2026-01-05", "--note", "登门"),
        ("乙", "2026-01-05", "--note", "登门"),
        ("乙", "2026-02-05", "--unit", "望江社区"),
        ("丙", "2026-02-06"),
    ):
        assert run("contact", "log", who, "--channel", "走访", "--on", day, *more).code == 0
    return run


def counted(run: Run) -> dict[tuple[str, str, str], int]:
    """Count every figure of every quarter in every unit."""
    numbers = {}
    for quarter in QUARTERS:
        for unit in SCOPES:
            words = ("stats", "--json", "--quarter", quarter, *(("--unit", unit) if unit else ()))
            for figure in json.loads(run(*words).out)["figures"]:
                numbers[figure["key"], quarter, unit] = figure["value"]
    return numbers


def differences(
    before: dict[tuple[str, str, str], int], after: dict[tuple[str, str, str], int], keys: tuple[str, ...]
) -> dict[tuple[str, str, str], int]:
    """Return by how much some figures are more or less."""
    return {key: after[key] - before[key] for key in before if key[0] in keys and after[key] != before[key]}


@pytest.mark.parametrize("words", [("甲", "乙"), ("乙", "甲"), ("甲", "乙", "--keep", "所属单位=B")])
def test_work_stays_where_it_was_done_but_for_what_was_entered_twice(
    office: Run, words: tuple[str, ...]
) -> None:
    before = counted(office)
    assert "其中1次两边都登记过，只计一次" in office("merge", *words).out
    twice = "望江社区" if words[0] == "乙" else "渡口社区"
    assert differences(before, counted(office), TIMES) == {
        ("contacts_made", "2026Q1", unit): -1 for unit in ("", "临江街道", twice)
    }


def test_the_two_count_once_at_every_end_of_a_quarter(office: Run) -> None:
    before = counted(office)
    office("merge", "甲", "乙")
    lost = differences(before, counted(office), PERSONS)
    both = [(quarter, unit) for quarter in QUARTERS for unit in ("", "临江街道", "渡口社区")]
    expected: dict[tuple[str, str, str], int] = {}
    for key, where in {
        "persons_enrolled": both,
        "willing_any": both,
        "persons_newly_enrolled": both[:3],
        "persons_contacted": [("2025Q4", ""), ("2025Q4", "临江街道"), *both[6:8]],
        "returnees_visited": [("2025Q4", ""), ("2025Q4", "临江街道")],
    }.items():
        expected |= {(key, *place): -1 for place in where}
    expected |= {("persons_contacted", "2026Q1", place): -1 for place in ("渡口社区", "望江社区")}
    assert lost == expected


@pytest.mark.parametrize("figure", ["persons_enrolled", "persons_contacted", "contacts_made", "willing_any"])
@pytest.mark.parametrize("quarter", QUARTERS[1:])
def test_every_number_is_still_proven(office: Run, figure: str, quarter: str) -> None:
    office("merge", "甲", "乙")
    answer: dict[str, Any] = json.loads(office("why", figure, "--quarter", quarter, "--json").out)
    assert len(answer["rows"]) == answer["figure"]["value"]
    assert "R000002" not in {row["person"] for row in answer["rows"]}


def test_numbers_are_as_before_when_the_two_are_taken_apart(office: Run) -> None:
    before = counted(office)
    office("merge", "乙", "甲")
    assert office("undo").code == 0
    assert counted(office) == before


def test_the_next_contact_counts_where_the_person_belongs(office: Run) -> None:
    office("merge", "甲", "乙", "--keep", "所属单位=B")
    before = counted(office)
    office("contact", "log", "R000002", "--channel", "走访", "--on", "2026-03-01")
    more = differences(before, counted(office), ("contacts_made",))
    assert more == {("contacts_made", "2026Q1", unit): 1 for unit in ("", "临江街道", "渡口社区")}


def test_somebody_without_a_unit_takes_that_of_the_other(run: Run) -> None:
    run("add", "甲")
    run("unit", "add", "望江社区")
    run("add", "乙", "--unit", "望江社区")
    assert "所属单位：望江社区" in run("merge", "甲", "乙").out


def test_the_more_exact_of_two_units_counts(run: Run) -> None:
    run("unit", "add", "临江街道")
    run("unit", "add", "望江社区", "--parent", "临江街道")
    run("add", "甲", "--unit", "临江街道")
    run("add", "乙", "--unit", "望江社区")
    run("contact", "log", "甲", "--channel", "走访", "--on", "2026-03-01")
    before = counted_at(run, "望江社区")
    assert "所属单位：临江街道/望江社区" in run("merge", "甲", "乙").out
    assert counted_at(run, "望江社区") == before


def counted_at(run: Run, unit: str) -> int:
    """Count the contacts of a unit in the current quarter."""
    document = json.loads(run("stats", "--json", "--unit", unit).out)
    return next(int(one["value"]) for one in document["figures"] if one["key"] == "contacts_made")
