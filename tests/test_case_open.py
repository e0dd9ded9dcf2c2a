"""`talentreg case open`: cases for several people at once, or for all who said they want to come back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import dump
from conftest import Answer
from returners import LI, QIAN, SUN, WANG, ZHANG, ZHAO, do, lay_office, told

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    return lay_office(run, own_register)


def opened(run: Run) -> dict[str, str | None]:
    """Return how people are to come back, by whose case it is, in the order of entry."""
    return {
        one["person"]: one["kind"] for one in sorted(told(run, "case list"), key=lambda one: one["record"])
    }


def test_how_somebody_comes_back_is_what_they_wanted_last(run: Run) -> None:
    answer = do(run, f"case open {ZHANG} {LI} {WANG} {QIAN} {SUN} --by 李主任@望江社区 --next 登门")
    assert opened(run) == {ZHANG: "job", LI: "business", WANG: None, QIAN: None, SUN: None}
    assert {(one["owner_name"], one["next_step"]) for one in told(run, "case list")} == {("李主任", "登门")}
    assert "新登记工作人员：李主任" in answer.err


def test_what_is_said_goes_before_what_was_wanted(run: Run) -> None:
    do(run, f"case open {ZHANG} {WANG} --kind 任职 --on 2026-02-01")
    assert opened(run) == {ZHANG: "office", WANG: "office"}


def test_who_has_an_open_case_keeps_it(run: Run, own_register: Path) -> None:
    do(run, f"case open {ZHANG} --kind 任职")
    before = dump(own_register)
    assert "已有进行中的个案：GA000001" in do(run, f"case open {ZHANG} {ZHANG}").out
    assert dump(own_register) == before


@pytest.mark.parametrize(
    ("before", "scope", "people"),
    [
        ("", "", [ZHANG, LI, QIAN]),
        ("", "--unit 望江社区", [ZHANG, QIAN]),
        ("", "--unit 青石街道", []),
        ("", "--unit 望江社区 --dry-run", []),
        (f"case add {ZHANG} --on 2026-02-01", "", [ZHANG, LI, QIAN]),
        (f"case add {ZHANG} --on 2026-02-01 未成日期=2026-02-20", "", [LI, QIAN]),
        (f"case add {ZHANG} --on 2024-02-01 未成日期=2024-02-20", "--on 2026-03-01", [ZHANG, LI, QIAN]),
        (f"milestone add {LI} --kind 返乡创业 --on 2026-02-01", "", [ZHANG, QIAN]),
        (f"milestone add {LI} --kind 返乡创业 --on 2023-02-01", "", [ZHANG, LI, QIAN]),
        (f"milestone add {LI} --kind 表彰 --on 2026-02-01", "", [ZHANG, LI, QIAN]),
        (f"withdraw {LI} --on 2026-02-01", "", [ZHANG, QIAN]),
        (f"edit {LI} 返乡意愿=无", "", [ZHANG, QIAN]),
        (f"edit {ZHAO} 返乡意愿=就业", "--unit 青石街道", [ZHAO]),
    ],
)
def test_all_who_want_to_come_back_and_are_not_followed_up(
    run: Run, before: str, scope: str, people: list[str]
) -> None:
    if before:
        do(run, before)
    do(run, f"case open --willing {scope}")
    found = {one["person"] for one in told(run, "case list") if not one["failed_on"]}
    assert found == set(people)


def test_the_second_time_there_is_nobody_left(run: Run, own_register: Path) -> None:
    assert do(run, "case open --willing").out.splitlines()[-1] == "共登记3件"
    before = dump(own_register)
    assert do(run, "case open --willing").out == "共登记0件\n"
    assert dump(own_register) == before
    do(run, "undo")
    assert told(run, "case list") == []


def test_a_dry_run_says_how_many_and_writes_nothing(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    assert do(run, "case open --willing --dry-run").out == "会给3人各开一件个案，没有写入\n"
    assert dump(own_register) == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("", 2, "缺少 人"),
        (f"{ZHANG} --willing", 2, "写了 --willing 就不用再写人"),
        (f"{ZHANG} --unit 望江社区", 2, "--unit 只和 --willing 同用"),
        (f"{ZHANG} --dry-run", 2, "--dry-run 只和 --willing 同用"),
        (f"{ZHANG} 周九", 1, "登记册里没有「周九」"),
        (f"{ZHANG} --kind 出国", 2, "可写：创业(business)"),
        (f"{ZHANG} --on 2026-04-01", 1, "还没有到"),
        ("--willing --unit 望海社区", 1, "是不是：望江社区"),
        (f"{ZHANG} --by 154", 2, "不是工作人员的姓名"),
    ],
)
def test_all_are_entered_or_none(run: Run, own_register: Path, words: str, code: int, said: str) -> None:
    before = dump(own_register)
    assert said in do(run, f"case open {words}", code).err
    assert dump(own_register) == before


def test_somebody_who_has_left_is_refused(run: Run, own_register: Path) -> None:
    do(run, f"withdraw {LI} --on 2026-02-01")
    before = dump(own_register)
    assert "退库，没有登记" in do(run, f"case open {ZHANG} {LI}", 1).err
    assert dump(own_register) == before
