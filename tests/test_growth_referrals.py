"""Whether somebody recommended came: the list of referrals says since when."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from growers import do, lay

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with one referral."""
    lay(run, own_register)
    do(run, "referral add 王五 张三 --on 2026-02-01")
    return own_register


CAME = [
    ((), None),
    (("milestone log 返乡创业 王五 --on 2026-02-10",), "2026-02-10"),
    (("milestone log 返乡任职 王五 --on 2026-02-01",), "2026-02-01"),
    (("milestone log 返乡就业 王五 --on 2026-01-31",), None),
    (("milestone log 调回 王五 --on 2026-03-01", "milestone log 引进 王五 --on 2026-02-20"), "2026-02-20"),
    (("milestone log 培训 王五 --on 2026-02-10",), None),
    (("milestone log 柔性引才 王五 --on 2026-02-10",), None),
    (("milestone log 引进 张三 --on 2026-02-10",), None),
    (
        ("case add 王五 --kind 就业 --on 2026-02-02", "case step 王五 落地 --on 2026-02-12 --no-milestone"),
        "2026-02-12",
    ),
    (
        ("case add 王五 --kind 就业 --on 2026-02-02", "case step 王五 未成 --on 2026-02-12 --reason 待遇"),
        None,
    ),
]


@pytest.mark.parametrize(("lines", "on"), CAME, ids=[" ".join(lines) or "nothing" for lines, _ in CAME])
def test_a_referral_says_since_when_somebody_has_come(
    run: Run, lines: tuple[str, ...], on: str | None
) -> None:
    for line in lines:
        do(run, line)
    [row] = json.loads(do(run, "referral list --json").out)
    assert row["converted_on"] == on
    counted = json.loads(do(run, "why referrals_converted --quarter Q1 --json").out)
    assert counted["figure"]["value"] == (1 if on else 0)


def test_those_who_have_not_come_can_be_asked_for(run: Run) -> None:
    do(run, "referral add 李四@望江社区 张三 --on 2026-02-01")
    do(run, "milestone log 引进 王五 --on 2026-02-10")
    told = {
        words: [row["person_name"] for row in json.loads(do(run, f"referral list {words} --json").out)]
        for words in ("转化日期=", "转化日期=2026-02")
    }
    assert told == {"转化日期=": ["李四"], "转化日期=2026-02": ["王五"]}
    assert "2026-02-10" in do(run, "referral list").out


def test_the_page_of_both_shows_it(run: Run) -> None:
    do(run, "milestone log 引进 王五 --on 2026-02-10")
    for who in ("张三", "王五"):
        assert "2026-02-10" in do(run, f"show {who}").out.partition("引荐（1次）")[2]
