"""What has changed since the period before and since the same period of last year."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from diary import write_diary

Run = Callable[..., Answer]

QUARTER = ("--quarter", "2026Q1", "--compare")
DIARY = """
    2024-06-01 甲 入库
    2024-06-01 乙 入库
    2024-06-01 丙 入库
    2025-01-05 甲 电话 未返乡
    2025-03-31 乙 电话 未返乡
    2025-12-31 甲 电话 未返乡
    2026-01-10 甲 走访 返乡 慰问
    2026-01-11 甲 电话 未返乡
    2026-03-31 乙 电话 未返乡
    2026-03-31 丙 视频 未返乡 录于2026-04-02
    2026-02-01 丁 入库
"""


@pytest.fixture
def diary(own_register: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the register of the diary."""
    write_diary(own_register, DIARY)
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-10")
    return own_register


def ask(run: Run, *words: str) -> Any:
    answer = run("stats", *words, "--json")
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


@pytest.mark.parametrize(
    ("key", "value", "previous", "last_year"),
    [
        ("contacts_made", 4, (1, 3, 300.0), (2, 2, 100.0)),
        ("persons_contacted", 3, (1, 2, 200.0), (2, 1, 50.0)),
        ("persons_enrolled", 4, (3, 1, 33.3), (3, 1, 33.3)),
        ("persons_newly_enrolled", 1, (0, 1, None), (0, 1, None)),
        ("persons_withdrawn", 0, (0, 0, None), (0, 0, None)),
        ("persons_uncontacted", 1, (2, -1, -50.0), (1, 0, 0.0)),
        ("communities", 3, (3, 0, 0.0), (3, 0, 0.0)),
        # A share changes in points, never per cent of per cent.
        ("coverage_rate", 75.0, (33.3, 41.7, None), (66.7, 8.3, None)),
        # The register holds no intention at all: unknown then, unknown now.
        ("willing_any", None, (None, None, None), (None, None, None)),
    ],
)
def test_a_figure_is_told_beside_what_it_was(
    run: Run, diary: Path, key: str, value: Any, previous: tuple[Any, ...], last_year: tuple[Any, ...]
) -> None:
    (figure,) = ask(run, *QUARTER, "--figure", key)["figures"]
    told = [
        tuple(figure[f"{name}{what}"] for what in ("", "_change", "_percent"))
        for name in ("previous", "last_year")
    ]
    assert (figure["value"], *told) == (value, previous, last_year)


def test_the_answer_says_which_periods_are_compared(run: Run, diary: Path) -> None:
    answer = ask(run, *QUARTER)
    assert list(answer) == ["period", "unit", "compared", "figures"]
    assert answer["compared"] == {
        "previous": {"label": "2025年第四季度", "start": "2025-10-01", "end": "2025-12-31"},
        "last_year": {"label": "2025年第一季度", "start": "2025-01-01", "end": "2025-03-31"},
    }


def test_a_figure_is_what_the_other_period_says_of_itself(run: Run, samples: Path) -> None:
    compared = ask(run, *QUARTER, "--unit", "临江街道")["figures"]
    for name, quarter in (("previous", "2025Q4"), ("last_year", "2025Q1")):
        own = ask(run, "--quarter", quarter, "--unit", "临江街道")["figures"]
        assert {one["key"]: one[name] for one in compared} == {one["key"]: one["value"] for one in own}


def test_one_unit_is_compared_with_itself(run: Run, diary: Path) -> None:
    run("contact", "log", "甲", "--channel", "微信", "--on", "2025-11-11", "--unit", "渡口社区")
    (figure,) = ask(run, *QUARTER, "--unit", "渡口社区", "--figure", "contacts_made")["figures"]
    assert (figure["value"], figure["previous"], figure["last_year"]) == (0, 1, 0)
    assert (figure["previous_change"], figure["previous_percent"]) == (-1, -100.0)


@pytest.mark.parametrize(
    ("today", "said"), [("2026-04-10", False), ("2026-03-31", False), ("2026-03-30", True)]
)
def test_a_running_period_says_that_it_is_compared_with_whole_ones(
    run: Run, diary: Path, monkeypatch: pytest.MonkeyPatch, today: str, said: bool
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", today)
    out = run("stats", *QUARTER).out
    assert ("本期未结束，与上期全期相比" in out) == said
    assert "上期：2025年第四季度  去年同期：2025年第一季度" in out


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("联系人次", ["4", "人次", "1", "+3", "+300.0%", "2", "+2", "+100.0%", "其中补录1条"]),
        ("尚未联系人才", ["1", "人", "2", "-1", "-50.0%", "1", "0"]),
        ("新入库人才", ["1", "人", "0", "+1", "0", "+1"]),
        ("联系覆盖率", ["75.0", "%", "33.3", "+41.7个百分点", "66.7", "+8.3个百分点", "3÷4"]),
        ("有返乡意愿", ["—", "人", "—", "—", "—", "—"]),
    ],
)
def test_changes_are_printed_with_their_sign(run: Run, diary: Path, label: str, cells: list[str]) -> None:
    (line,) = [
        text.split() for text in run("stats", *QUARTER, "--all").out.splitlines() if f" {label} " in text
    ]
    assert line == [label, *cells]


def test_changes_in_csv_stand_in_columns_of_their_own(run: Run, diary: Path) -> None:
    answer = run("stats", *QUARTER, "--csv", "--figure", "联系覆盖率", "--figure", "联系人次")
    rate, times = csv.DictReader(io.StringIO(answer.out))
    assert (rate["previous"], rate["previous_change"], rate["previous_percent"]) == ("33.3", "41.7", "")
    assert (times["last_year"], times["last_year_change"], times["last_year_percent"]) == ("2", "2", "100.0")


def test_without_compare_nothing_of_other_periods_is_told(run: Run, diary: Path) -> None:
    answer = ask(run, "--quarter", "2026Q1")
    assert list(answer) == ["period", "unit", "figures"]
    assert {
        name for one in answer["figures"] for name in one if "previous" in name or "last" in name
    } == set()
