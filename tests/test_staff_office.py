"""Staff as leaders: the level that makes one, the last day in office, and whom they still look after."""

import json
from collections.abc import Callable

import pytest
from conftest import Answer

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def leaders(run: Run, samples: object) -> None:
    """Lay a leader, and one who is about to leave, into the samples."""
    for line in (
        "staff add 李书记 --unit 云河区 职务=书记 层级=县处级",
        "staff add 钱主任 --unit 望江社区 层级=乡科级",
        "assign add 钱主任 R000002 --on 2026-01-01",
        "assign add 钱主任 R000003 --on 2026-01-01",
        "assign add 钱主任 R000004 --on 2025-01-01 结束日期=2025-12-31",
    ):
        assert run(*line.split()).code == 0, line


def listed(run: Run, *words: str) -> list[str]:
    return [row["name"] for row in json.loads(run("staff", "list", *words, "--json").out)]


def test_a_level_is_a_word_of_its_list_and_can_be_asked_for(run: Run) -> None:
    run("staff", "edit", "钱主任", "层级=科级")
    [row] = json.loads(run("staff", "list", "姓名=钱主任", "--json").out)
    assert row["rank"] == "乡科级"
    assert listed(run, "领导层级!=") == ["李书记", "钱主任"]
    assert listed(run, "层级=县级") == ["李书记"]


@pytest.mark.parametrize("words", [("add", "孙主任", "--unit", "望江社区"), ("edit", "钱主任")])
def test_a_level_no_list_knows_is_kept_and_said_with_the_nearest(run: Run, words: tuple[str, ...]) -> None:
    answer = run("staff", *words, "层级=县处")
    assert answer.code == 0
    assert "「县处」不在词表「领导层级」里（是不是县处级？），照写登记" in answer.err


def test_who_left_is_listed_only_when_asked_for(run: Run) -> None:
    run("staff", "edit", "钱主任", "离任日期=2026-03-30")
    assert "钱主任" not in listed(run)
    assert "钱主任" in listed(run, "--all")
    assert listed(run, "离任日期=2026-03") == ["钱主任"]
    assert (
        run("staff", "list", "姓名=钱主任").err
        == "= 要写全；只记得一部分时写 ~，如 字段~部分内容\n加 --all 还有1人（已离任）\n"
    )


def test_the_last_day_in_office_is_a_day_in_office(run: Run) -> None:
    run("staff", "edit", "钱主任", "离任日期=2026-03-31")
    assert "钱主任" in listed(run)
    assert run("assign", "add", "钱主任", "R000007").code == 0


def test_who_leaves_and_still_looks_after_people_is_told_to_hand_them_over(run: Run) -> None:
    answer = run("staff", "edit", "钱主任", "离任日期=2026-03-30")
    assert "还有2项联系服务没有结束，交给接任者：talentreg assign hand-over G0000" in answer.err
    assert "联系服务没有结束" not in run("staff", "edit", "李书记", "离任日期=2026-03-30").err
    assert "联系服务没有结束" not in run("staff", "edit", "钱主任", "离任日期=").err


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    answer = run("staff", "edit", "钱主任", "离任日期=2026-02-30")
    assert (answer.code, answer.out) == (2, "")
