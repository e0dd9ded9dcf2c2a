"""`talentreg reporting`: which reports are due from whom by when, who has handed them in and who is late."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import dump
from conftest import Answer
from task_office import board, counts, do, lay, standings

Run = Callable[..., Answer]
YEARLY = "年度报告 期限=2026-12-31 --unit 云河区"
MONTHLY = "三月小结 期限=2026-03-25 层级=乡镇街道 --unit 云河区"


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register of a county with two streets and three communities, and two reports that are due."""
    lay(run, own_register)
    do(run, f"reporting add {YEARLY}")
    do(run, f"reporting add {MONTHLY}")
    return own_register


def test_a_report_is_due_from_every_unit_of_its_level(run: Run) -> None:
    assert standings(run, "reporting status 年度报告") == dict.fromkeys(
        ("望江社区", "渡口社区", "石门社区"), "open"
    )
    assert standings(run, "reporting status 三月小结") == dict.fromkeys(("临江街道", "青石街道"), "overdue")


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        ("临江街道 --on 2026-03-25", "done"),
        ("临江街道 --on 2026-03-26", "late"),
        ("临江街道 --exempt --note 合并报送", "exempt"),
        ("云河区 --below --on 2026-03-20", "done"),
    ],
)
def test_who_has_reported_stands_on_the_board(run: Run, words: str, standing: str) -> None:
    do(run, f"reporting done 三月小结 {words}")
    assert standings(run, "reporting status 三月小结")["临江街道"] == standing


def test_all_reports_of_the_year_stand_side_by_side(run: Run) -> None:
    do(run, "reporting add 去年报告 期限=2025-12-31 --unit 云河区")
    do(run, "reporting done 三月小结 临江街道")
    do(run, "reporting done 年度报告 望江社区 --evidence 报告.docx")
    assert standings(run, "reporting status") == {
        "临江街道": "late -",
        "望江社区": "- done",
        "渡口社区": "- open",
        "青石街道": "overdue -",
        "石门社区": "- open",
    }
    found = board(run, "reporting status")
    assert (found["year"], [task["name"] for task in found["tasks"]]) == (2026, ["三月小结", "年度报告"])
    assert counts(found) == (5, 2, 0, 1, 40.0)
    lines = do(run, "reporting status").out.splitlines()
    assert lines[:2] == ["2026年报送情况", "截至2026年3月31日：应报5项，已报2项（40.0%），逾期未报1项"]
    assert standings(run, "reporting status --as-of 2025-12-01") == dict.fromkeys(
        ("望江社区", "渡口社区", "石门社区"), "open"
    )


def test_in_the_first_days_of_a_year_last_year_s_reports_are_looked_at(run: Run) -> None:
    do(run, "reporting done 年度报告 望江社区")
    found = board(run, "reporting status --as-of 2027-01-04 --unit 云河区")
    assert (found["year"], [task["name"] for task in found["tasks"]]) == (2026, ["三月小结", "年度报告"])
    assert standings(run, "reporting status --as-of 2027-01-04")["渡口社区"] == "- overdue"
    assert board(run, "reporting status --as-of 2025-12-20")["year"] == 2026


def test_who_has_not_reported_is_named(run: Run) -> None:
    do(run, "reporting done 三月小结 临江街道 --on 2026-03-20")
    out = do(run, "reporting status 三月小结 --missing").out
    assert "青石街道   欠    0/1" in out
    assert "临江街道" not in out
    do(run, "reporting done 三月小结 青石街道 --on 2026-03-20")
    assert do(run, "reporting status 三月小结 --missing").out.splitlines()[-1] == "都已报"


def test_the_board_counts_what_the_figures_count(run: Run) -> None:
    do(run, "reporting done 三月小结 临江街道 --on 2026-03-26")
    figures = json.loads(do(run, "stats --quarter 2026Q1 --json").out)["figures"]
    value = {figure["key"]: figure["value"] for figure in figures}
    found = board(run, "reporting status 三月小结")
    late = sum(row == "late" for row in standings(run, "reporting status 三月小结").values())
    assert value["units_due"] == found["owed"] == 2
    assert value["units_reported"] == found["done"] == 1
    assert value["units_late"] == found["overdue"] + late == 2


def test_reports_are_listed_put_right_and_removed(run: Run, own_register: Path) -> None:
    rows = json.loads(do(run, "reporting list --json").out)
    assert [(row["name"], row["due_on"]) for row in rows] == [
        ("年度报告", "2026-12-31"),
        ("三月小结", "2026-03-25"),
    ]
    do(run, "reporting edit 三月小结 期限=2026-03-31")
    assert set(standings(run, "reporting status 三月小结").values()) == {"open"}
    before = dump(own_register)
    do(run, "reporting done 三月小结 临江街道")
    assert "还有任务完成" in do(run, "reporting remove 三月小结", 1).err
    do(run, "reporting done 三月小结 临江街道 --not-done")
    assert dump(own_register) == before
    do(run, "reporting remove 三月小结")
    assert "没有名为「三月小结」的任务" in do(run, "reporting done 三月小结 临江街道", 1).err


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ("add 小结", 2, "没有写完成期限"),
        ("add 小结 期限=2026-03-01 布置日期=2026-03-09", 1, "早于布置日期"),
        ("add 小结 期限=2026-03-01 --unit 云海区", 1, "没有名为「云海区」的单位"),
        ("done 三月小结 望江社区", 1, "不用完成「三月小结」：应由云河区以下的乡镇街道完成"),
        ("done 四月小结 临江街道", 1, "现有：三月小结、年度报告"),
        ("done 三月小结", 2, "缺少 单位"),
        ("done 三月小结 临江街道 --on 2026-04-02", 1, "还没有到"),
        ("status 四月小结", 1, "没有名为「四月小结」的任务"),
        ("status --as-of 2024-05-01", 1, "没有2024年到期的报送事项"),
        ("status --unit 云海区", 1, "没有名为「云海区」的单位"),
        ("status --json --csv", 2, "只能选一个"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    before = own_register.read_bytes()
    answer = do(run, f"reporting {words}", code)
    assert answer.err.startswith("错误：")
    assert why in answer.err
    assert own_register.read_bytes() == before


def test_a_stage_of_a_campaign_is_no_report(run: Run) -> None:
    do(run, "campaign add 春节行动 --on 2026-01-20 结束日期=2026-03-05 --unit 云河区 --stages")
    assert "「T000003」不是报送事项" in do(run, "reporting done T000003 望江社区", 1).err
    assert len(board(run, "reporting status")["tasks"]) == 2


def test_without_any_report_it_is_said_what_to_do(run: Run) -> None:
    for name in ("三月小结", "年度报告"):
        do(run, f"reporting remove {name}")
    answer = do(run, "reporting status", 1)
    assert answer.err.startswith("错误：还没有报送事项\n提示：登记：talentreg reporting add")


def test_a_sheet_of_reports_that_are_due_says_no_kind(run: Run, office: Path) -> None:
    (office.parent / "报送.csv").write_text("报送事项,期限\n半年小结,2026-07-05\n", encoding="utf-8")
    answer = run("reporting", "import", str(office.parent / "报送.csv"))
    assert answer.code == 0, answer
    assert "半年小结" in run("reporting", "list").out
    assert run("reporting", "export", str(office.parent / "出.xlsx")).code == 0
    again = run("reporting", "import", str(office.parent / "出.xlsx"))
    assert (again.code, "没有变化" in again.out) == (0, True), again
