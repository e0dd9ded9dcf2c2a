"""`talentreg case due`: which open cases are overdue, soon due, or have no next step."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from openpyxl import load_workbook
from returners import LI, SUN, WANG, ZHANG, ZHAO, do, lay_office, told

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    return lay_office(run, own_register)


def due(run: Run, words: str = "--all") -> list[dict[str, Any]]:
    return told(run, f"case due {words}")


@pytest.mark.parametrize(
    ("words", "ahead", "reason", "days"),
    [
        ("下次跟进日期=2026-03-30", 7, "overdue", 1),
        ("下次跟进日期=2026-03-31", 7, "soon", None),
        ("下次跟进日期=2026-04-07", 7, "soon", None),
        ("下次跟进日期=2026-04-08", 7, "ahead", None),
        ("下次跟进日期=2026-04-01", 0, "ahead", None),
        ("下一步=登门", 7, "unplanned", None),
        ("", 7, "unplanned", None),
        ("下次跟进日期=2026-03-30 未成日期=2026-03-30", 7, None, None),
        ("下次跟进日期=2026-03-30 落地日期=2026-03-30", 7, None, None),
    ],
)
def test_an_open_case_presses_by_the_day_of_its_next_step(
    run: Run, words: str, ahead: int, reason: str | None, days: int | None
) -> None:
    do(run, f"case add {ZHANG} --on 2026-02-01 {words}")
    found = [(one["reason"], one["days"]) for one in due(run, f"--all --ahead {ahead}")]
    assert found == ([(reason, days)] if reason else [])


@pytest.fixture
def several(run: Run) -> None:
    """Let five cases be open, and one landed."""
    do(run, f"case add {ZHANG} --on 2026-02-01 下次跟进日期=2026-04-20 跟进人=李主任@望江社区")
    do(run, f"case add {LI} --on 2026-02-01 下次跟进日期=2026-03-20 跟进人=李主任")
    do(run, f"case add {WANG} --on 2026-02-01 下次跟进日期=2026-04-02")
    do(run, f"case add {ZHAO} --on 2026-02-01 下次跟进日期=2026-03-10 --unit 临江街道")
    do(run, f"case add {SUN} --on 2026-02-01")
    do(run, "case add 钱七 --on 2026-02-01 落地日期=2026-03-01")


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", "赵六李四王五孙八"),
        ("--all", "赵六李四王五孙八张三"),
        ("--reason 逾期", "赵六李四"),
        ("--reason 临期", "王五"),
        ("--reason 没有下一步", "孙八"),
        ("--reason 未到期", "张三"),
        ("--unit 临江街道", "赵六李四孙八"),
        ("--unit 青石街道", "王五"),
        ("--by 李主任 --all", "李四张三"),
        ("--limit 1", "赵六"),
    ],
)
def test_the_longest_overdue_come_first(run: Run, words: str, names: str) -> None:
    assert "".join(one["name"] for one in due(run, words)) == names


@pytest.mark.usefixtures("several")
def test_the_count_says_how_many_and_how_far(run: Run) -> None:
    do(run, f"case step {LI} 对接 --on 2026-02-10")
    answer = do(run, "case due")
    assert answer.out.splitlines()[-1] == ("截至2026年3月31日，进行中5件：逾期2、临期1、未定下次1、未到期1")
    assert "各阶段：排查4、对接1" in answer.err
    assert "3件没有跟进人：talentreg case list 跟进人=" in answer.err
    alone = told(run, "case list 跟进人= 落地日期= 未成日期=")
    assert {one["person_name"] for one in alone} == {"王五", "赵六", "孙八"}


@pytest.mark.usefixtures("several")
def test_a_case_is_told_whole(run: Run) -> None:
    do(run, "case edit GA000002 下一步=打15400009999 方向=就业 上报日期=2026-02-09")
    [one] = due(run, "--by 李主任")
    assert one == {
        "reason": "overdue",
        "record": "GA000002",
        "person": LI,
        "name": "李四",
        "kind": "job",
        "stage": "上报",
        "stage_on": "2026-02-09",
        "next_step": "打154****9999",
        "next_on": "2026-03-20",
        "days": 11,
        "owner": "李主任",
        "unit": "云河区/临江街道/柳堤社区",
    }


def test_where_nothing_is_open_that_is_said(run: Run) -> None:
    assert do(run, "case due").out == "截至2026年3月31日，没有进行中的个案\n"


def test_the_workbook_holds_texts_as_they_are(run: Run) -> None:
    do(run, f"case add {ZHANG} --on 2026-02-01 下一步==1+1[red] 下次跟进日期=2026-03-01")
    do(run, "case due --xlsx 待跟进.xlsx")
    sheet = load_workbook("待跟进.xlsx").active
    assert sheet is not None
    assert [sheet.cell(3, place).value for place in (1, 2, 3, 7, 9)] == [
        *("逾期", "GA000001", "张三", "=1+1[red]", 30)
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--reason 忙", 2, "可写：逾期(overdue)"),
        ("--unit 望海社区", 1, "是不是：望江社区"),
        ("--by 周书", 1, "周书"),
        ("--json --csv", 2, "只能选一个"),
        ("--ahead -1", 2, "--ahead"),
    ],
)
def test_words_that_cannot_be_are_said_plainly(run: Run, words: str, code: int, said: str) -> None:
    answer = do(run, f"case due {words}", code)
    assert said in answer.err
    assert answer.out == ""


@pytest.mark.usefixtures("several")
def test_the_figures_say_what_the_list_says(run: Run) -> None:
    assert f"：{len(due(run))}件" in do(run, "why 在跟个案 --quarter 2026Q1").out
    do(run, f"case step {LI} 落地 --kind 就业")
    assert f"：{len(due(run))}件" in do(run, "why 在跟个案 --quarter 2026Q1").out
    assert "：2件" in do(run, "why 落地个案 --quarter 2026Q1").out
    assert "：1人" in do(run, "why 返乡就业 --quarter 2026Q1").out
