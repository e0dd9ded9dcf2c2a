"""Festivals as periods: which days belong to them, what they are compared with, which words mean none."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Answer
from diary import write_diary
from hypothesis import given
from hypothesis import strategies as st

from talentreg.cli.period_asking import choose
from talentreg.cli.suggesting import suggest
from talentreg.errors import Refused
from talentreg.festivals import FESTIVALS, Festival
from talentreg.periods import period_before, said_again, year_before

Run = Callable[..., Answer]

NEW_YEARS = """
    2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2033-01-31
    2034-02-19
""".split()
"""The first day of the lunar year, as the almanacs print it."""


@pytest.mark.parametrize("day", NEW_YEARS)
def test_the_spring_festival_lasts_from_the_small_new_year_to_the_lanterns(
    monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", "2040-01-01")
    new_year = date.fromisoformat(day)
    found = choose({"festival": f"{new_year.year}春节"})
    assert found.last_day == new_year + timedelta(14)
    assert new_year - found.start in (timedelta(7), timedelta(6), timedelta(8))
    assert found.name == f"{new_year.year}年春节期间"


@pytest.mark.parametrize(
    ("word", "label", "first", "last"),
    [
        ("春节", "2026年春节期间（2月10日至3月3日）", "2026-02-10", "2026-03-03"),
        ("2025春节", "2025年春节期间（1月22日至2月12日）", "2025-01-22", "2025-02-12"),
        ("２０２４年春节", "2024年春节期间（2月2日至2月24日）", "2024-02-02", "2024-02-24"),
        ("春节2024", "2024年春节期间（2月2日至2月24日）", "2024-02-02", "2024-02-24"),
        (" 过 年 ", "2026年春节期间（2月10日至3月3日）", "2026-02-10", "2026-03-03"),
        ("2026chunjie", "2026年春节期间（2月10日至3月3日）", "2026-02-10", "2026-03-03"),
        ("清明节", "2026年清明期间（3月29日至4月12日，截至3月31日）", "2026-03-29", "2026-04-12"),
        ("2025清明", "2025年清明期间（3月28日至4月11日）", "2025-03-28", "2025-04-11"),
        ("端午", "2025年端午期间（5月28日至6月3日）", "2025-05-28", "2025-06-03"),
        ("中秋", "2025年中秋期间（10月3日至10月9日）", "2025-10-03", "2025-10-09"),
        ("2024中秋期间", "2024年中秋期间（9月14日至9月20日）", "2024-09-14", "2024-09-20"),
        ("重阳", "2025年重阳期间（10月26日至11月1日）", "2025-10-26", "2025-11-01"),
        ("五一", "2025年劳动节期间（5月1日至5月5日）", "2025-05-01", "2025-05-05"),
        ("十一", "2025年国庆期间（10月1日至10月7日）", "2025-10-01", "2025-10-07"),
    ],
)
def test_a_festival_means_its_days_without_a_year_the_latest_that_has_begun(
    word: str, label: str, first: str, last: str
) -> None:
    found = choose({"festival": word})
    assert (found.label, found.start, found.last_day) == (
        label,
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


@pytest.mark.parametrize(
    ("day", "word", "code"),
    [
        ("2026-02-09", "春节", "2025chunjie"),
        ("2026-02-10", "春节", "2026chunjie"),
        ("2026-03-28", "清明", "2025qingming"),
        ("2026-03-29", "清明", "2026qingming"),
        ("2026-12-31", "中秋", "2026zhongqiu"),
    ],
)
def test_the_first_day_of_a_festival_begins_it(
    monkeypatch: pytest.MonkeyPatch, day: str, word: str, code: str
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", day)
    assert choose({"festival": word}).code == code


@pytest.mark.parametrize("word", [one.name for one in FESTIVALS])
def test_a_festival_is_compared_with_that_of_the_year_before_by_its_own_calendar(word: str) -> None:
    found, before = choose({"festival": f"2025{word}"}), choose({"festival": f"2024{word}"})
    assert period_before(found) == year_before(found) == before
    assert found.code != before.code


def test_the_festival_in_which_somebody_stands_is_compared_as_far_as_it_had_come() -> None:
    found = choose({"festival": "2026春节", "as_of": "2026-02-17"})
    assert found.label == "2026年春节期间（2月10日至3月3日，截至2月17日）"
    # New Year's Day that year, though it fell on another date.
    assert year_before(found).label == "2025年春节期间（1月22日至2月12日，截至1月29日）"
    assert period_before(found) == year_before(found)


@given(year=st.integers(1950, 2099), festival=st.sampled_from(FESTIVALS))
def test_every_festival_lies_in_its_year_and_keeps_its_length(year: int, festival: Festival) -> None:
    first, last = festival.window(year)
    assert (first.year, last.year) == (year, year)
    assert 5 <= (last - first).days + 1 <= 24


@pytest.mark.parametrize(("word", "year"), [("春节", 1949), ("中秋", 2100)])
def test_years_whose_calendar_is_not_known_are_refused(
    monkeypatch: pytest.MonkeyPatch, word: str, year: int
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", "2200-01-01")
    with pytest.raises(Refused, match="只知道1950年到2099年的"):
        choose({"festival": f"{year}{word}"})
    with pytest.raises(Refused, match="只知道"):
        year_before(choose({"festival": "1950春节"}))


@pytest.mark.parametrize(
    "word", ["", "2026", "泼水节", "2025春节2026", "春节年", "chunjie2", "[red]", "=1+1"]
)
def test_a_word_that_is_no_festival_is_malformed_and_the_festivals_are_listed(run: Run, word: str) -> None:
    answer = run("stats", "--festival", word)
    assert (answer.code, answer.out) == (2, "")
    assert f"节日「{word}」看不懂" in answer.err
    assert "春节、清明、劳动节、端午、中秋、国庆、重阳" in answer.err


def test_a_festival_that_has_not_begun_is_refused_and_its_days_told(run: Run) -> None:
    answer = run("stats", "--festival", "2026中秋")
    assert (answer.code, answer.out) == (1, "")
    assert "2026年中秋期间（9月22日至9月28日）还没有开始" in answer.err
    assert "今天是2026年3月31日" in answer.err


def test_the_first_and_the_last_day_of_a_festival_count(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        2024-06-01 甲 入库
        2026-02-09 甲 电话 未返乡
        2026-02-10 甲 走访 返乡
        2026-03-03 甲 走访 返乡
        2026-03-04 甲 电话 未返乡
        """,
    )
    answer = run("stats", "--festival", "2026春节", "--figure", "contacts_made", "--json")
    document = json.loads(answer.out)
    assert document["period"] == {
        "label": "2026年春节期间（2月10日至3月3日）",
        "start": "2026-02-10",
        "end": "2026-03-03",
    }
    assert [one["value"] for one in document["figures"]] == [2]


@pytest.mark.parametrize("word", ["2026春节", "2025清明", "2024国庆"])
def test_the_options_for_a_festival_read_back(word: str) -> None:
    found = choose({"festival": word})
    assert said_again(found) == f"--festival {word}"


@pytest.mark.parametrize(
    ("start", "offered"),
    [
        ("", ["春节", "清明", "劳动节", "端午", "中秋", "国庆", "重阳"]),
        ("清", ["清明"]),
        ("2026", ["2026春节", "2026清明"]),
        ("2025中", ["2025中秋"]),
        ("腊", []),
    ],
)
def test_a_shell_is_offered_the_festivals_that_have_begun(start: str, offered: list[str]) -> None:
    assert [one.word for one in suggest("节日", start, Path("register.db"))] == offered
