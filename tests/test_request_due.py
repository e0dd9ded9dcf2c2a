"""`talentreg request due`: what is overdue, soon due, without a due day, or waits to be followed up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from carers import LI, WANG, ZHANG, done, lay_office
from conftest import Answer
from openpyxl import load_workbook

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    return lay_office(run, own_register)


def ask(run: Run, person: str, words: str, text: str = "贷款", on: str = "2026-02-01") -> None:
    done(run, "request", "open", person, text, "--on", on, *words.split())


def pressing(run: Run, words: str = "--all") -> list[dict[str, Any]]:
    answer = run("request", "due", "--json", *words.split())
    assert (answer.code, answer.err) == (0, ""), answer
    found: list[dict[str, Any]] = json.loads(answer.out)
    return found


@pytest.mark.parametrize(
    ("words", "ahead", "reason", "days"),
    [
        ("--due 2026-03-30", 7, "overdue", 1),
        ("--due 2026-02-01", 7, "overdue", 58),
        ("--due 2026-03-31", 7, "soon", None),
        ("--due 2026-04-07", 7, "soon", None),
        ("--due 2026-04-08", 7, "ahead", None),
        ("--due 2026-04-01", 0, "ahead", None),
        ("", 7, "undated", None),
        ("--kind 建议", 7, "undated", None),
        ("--kind 重大事项", 7, None, None),
        ("--kind 重大事项 --due 2026-03-01", 7, "overdue", 30),
        ("--due 2026-03-01 办结日期=2026-03-20", 7, "revisit", None),
        ("--due 2026-03-01 办结日期=2026-03-20 回访日期=2026-03-21", 7, None, None),
        ("--kind 重大事项 办结日期=2026-03-20", 7, None, None),
    ],
)
def test_what_is_open_presses_by_its_due_day(
    run: Run, words: str, ahead: int, reason: str | None, days: int | None
) -> None:
    ask(run, ZHANG, words)
    found = [(one["reason"], one["days"]) for one in pressing(run, f"--all --ahead {ahead}")]
    assert found == ([(reason, days)] if reason else [])


@pytest.fixture
def several(run: Run) -> None:
    """Let five requests press, each for a reason of its own."""
    ask(run, ZHANG, "--due 2026-04-20", "甲")
    ask(run, LI, "", "乙")
    ask(run, LI, "--due 2026-04-02 --leader 郑县长", "丙")
    ask(run, WANG, "--due 2026-03-05", "丁")
    ask(run, WANG, "--due 2026-03-10 --urgent --unit 临江街道", "戊")
    ask(run, ZHANG, "办结日期=2026-03-01", "己")


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("words", "listed"),
    [
        ("", "戊丁丙乙"),
        ("--all", "戊丁丙乙甲己"),
        ("--reason 逾期", "戊丁"),
        ("--reason 临期", "丙"),
        ("--reason 未定期限", "乙"),
        ("--reason 未到期", "甲"),
        ("--reason 待回访", "己"),
        ("--unit 青石街道", "丁"),
        ("--unit 临江街道", "戊丙乙"),
        ("--unit 柳堤社区 --all", "丙乙"),
        ("--leader 郑县长", "丙"),
        ("--limit 2", "戊丁"),
        ("--ahead 30", "戊丁丙甲乙"),
    ],
)
def test_overdue_and_urgent_ones_are_listed_first(run: Run, words: str, listed: str) -> None:
    assert "".join(one["text"] for one in pressing(run, words)) == listed


@pytest.mark.usefixtures("several")
def test_the_count_says_how_many_press_and_why(run: Run) -> None:
    answer = run("request", "due")
    assert answer.out.splitlines()[-1] == (
        "截至2026年3月31日，在办5件：逾期2、临期1、未定期限1、未到期1；另有1件办结后待回访"
    )
    assert answer.err == "列出待回访的：talentreg request due --reason 待回访\n"


@pytest.mark.usefixtures("several")
def test_the_figures_say_what_the_list_says(run: Run) -> None:
    open_ones = [one for one in pressing(run) if one["reason"] != "revisit"]
    overdue = [one for one in open_ones if one["reason"] == "overdue"]
    for key, count in (("requests_open", len(open_ones)), ("requests_overdue", len(overdue))):
        answer = run("why", key, "--quarter", "2026Q1")
        assert f"：{count}件" in answer.out, answer


def test_json_tells_everything_of_a_request(run: Run) -> None:
    done(run, "assign", "add", "周书记", ZHANG, "--on", "2025-01-01")
    ask(run, ZHANG, "--due 2026-03-01 --category 资金 --urgent", "电话15400001111")
    done(run, "request", "step", "Q000001", "交办", "--unit", "青石街道", "--on", "2026-02-03")
    assert pressing(run) == [
        {
            "reason": "overdue",
            "record": "Q000001",
            "on": "2026-02-01",
            "person": ZHANG,
            "name": "张三",
            "kind": "request",
            "category": "资金",
            "urgent": "yes",
            "text": "电话154****1111",
            "unit": "云河区/青石街道",
            "leader": "周书记",
            "due_on": "2026-03-01",
            "days": 30,
            "step": "交办",
        }
    ]


def test_where_nothing_is_open_that_is_said(run: Run) -> None:
    assert run("request", "due").out == "截至2026年3月31日，没有在办的诉求\n"
    ask(run, ZHANG, "办结日期=2026-03-01")
    assert run("request", "due").out == "截至2026年3月31日，没有在办的诉求；另有1件办结后待回访\n"


def test_a_request_of_nobody_in_particular_is_listed(run: Run) -> None:
    done(run, "request", "open", "内容=路灯不亮", "--unit", "柳堤社区")
    [one] = pressing(run)
    assert (one["person"], one["name"], one["unit"]) == (None, None, "云河区/临江街道/柳堤社区")


def test_the_workbook_holds_texts_as_they_are(run: Run) -> None:
    ask(run, ZHANG, "--due 2026-03-01", "=1+1[red]")
    assert run("request", "due", "--xlsx", "待办.xlsx").code == 0
    sheet = load_workbook("待办.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]][:4] == ["逾期", "Q000001", "张三", "=1+1[red]"]
    assert (sheet["D3"].data_type, sheet["F3"].value) == ("s", 30)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--reason 忙", 2, "可写：逾期(overdue)"),
        ("--unit 望海社区", 1, "是不是：望江社区"),
        ("--leader 周书", 1, "是不是：周书记"),
        ("--json --csv", 2, "只能选一个"),
        ("--ahead -1", 2, "--ahead"),
    ],
)
def test_words_that_cannot_be_are_said_plainly(run: Run, words: str, code: int, said: str) -> None:
    answer = run("request", "due", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
