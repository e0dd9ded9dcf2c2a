"""`talentreg campaign add --stages`, `done`, `status`: what units have to do in a campaign, and have done."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, dump, stored, tally
from conftest import Answer
from openpyxl import load_workbook
from task_office import CAMPAIGN, board, counts, do, lay, standings

Run = Callable[..., Answer]
STAGES = ["政策宣传", "摸底排查", "建档入库", "沟通联络"]
TEN = Path(__file__).parents[1] / "samples" / "十个一.csv"


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register of a county with three communities."""
    return lay(run, own_register)


@pytest.fixture
def campaign(run: Run) -> None:
    """Enter a campaign that is over, with its four stages."""
    do(run, f"campaign add {CAMPAIGN}")


def test_a_campaign_comes_with_its_four_stages_in_one_change(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    told = do(run, f"campaign add {CAMPAIGN}")
    assert "已登记专项行动：K000001  春节行动" in told.out
    assert "已登记4个阶段：政策宣传、摸底排查、建档入库、沟通联络" in told.err
    assert [task["name"] for task in board(run)["tasks"]] == STAGES
    assert {task["due_on"] for task in board(run)["tasks"]} == {"2026-03-05"}
    do(run, "undo")
    assert dump(own_register) == before


@pytest.mark.usefixtures("campaign")
def test_the_stages_of_a_campaign_come_once(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    assert "已有相同的登记" in do(run, f"campaign add {CAMPAIGN}").out
    assert dump(own_register) == before


def test_the_shipped_ten_things_become_the_tasks_of_a_campaign(run: Run) -> None:
    do(run, "campaign add 清明行动 --on 2026-03-28 结束日期=2026-04-08 --unit 云河区")
    assert run("campaign", "task", "import", TEN, "--set", "专项行动=清明行动").code == 0
    found = board(run, "campaign status 清明行动")
    assert [task["name"] for task in found["tasks"]][::9] == ["写一封家书", "办一件实事"]
    assert counts(found) == (30, 0, 0, 0, 0.0)


# Who owes what

OWING = [
    ("公开信 行动=春节行动", ["望江社区", "渡口社区", "石门社区"]),
    ("公开信 行动=春节行动 --unit 临江街道", ["望江社区", "渡口社区"]),
    ("公开信 行动=春节行动 层级=乡镇街道", ["临江街道", "青石街道"]),
    ("公开信 行动=春节行动 --unit 望江社区", ["望江社区"]),
]


@pytest.mark.parametrize(("words", "units"), OWING)
def test_every_unit_of_the_level_below_owes_a_task(run: Run, words: str, units: list[str]) -> None:
    do(run, "campaign add 春节行动 --on 2026-01-20 结束日期=2026-03-05 --unit 云河区")
    do(run, f"campaign task add {words}")
    assert list(standings(run)) == units


UNITS_THAT_CHANGE = [
    ("unit close 渡口社区 --on 2026-03-05", False),
    ("unit close 渡口社区 --on 2026-03-06", True),
    ("unit merge 渡口社区 --into 望江社区 --on 2026-02-01", False),
    ("unit edit 渡口社区 设立日期=2026-03-05", True),
    ("unit edit 渡口社区 设立日期=2026-03-06", False),
    ("unit move 渡口社区 --to 青石街道 --on 2026-02-01", True),
]


@pytest.mark.usefixtures("campaign")
@pytest.mark.parametrize(("change", "owes"), UNITS_THAT_CHANGE)
def test_a_unit_owes_what_is_due_on_a_day_it_exists(run: Run, change: str, owes: bool) -> None:
    do(run, change)
    assert ("渡口社区" in standings(run)) is owes


# What was done

DONE = [
    ("政策宣传 望江社区 --on 2026-02-01", "done"),
    ("T000001 望江社区 --on 2026-03-05", "done"),
    ("t1 临江街道/望江社区 --on 2026-03-06", "late"),
    ("政策宣传 望江社区", "late"),
    ("政策宣传 望江社区 --exempt", "exempt"),
    ("政策宣传 望江社区 --campaign 春节行动 --on 2026-02-01", "done"),
]


@pytest.mark.usefixtures("campaign")
@pytest.mark.parametrize(("words", "standing"), DONE)
def test_what_a_unit_has_done_stands_on_the_board(run: Run, words: str, standing: str) -> None:
    do(run, f"campaign done {words}")
    assert standings(run)["望江社区"] == f"{standing} overdue overdue overdue"


@pytest.mark.usefixtures("campaign")
def test_what_is_said_of_it_is_kept(run: Run, own_register: Path) -> None:
    words = "政策宣传 望江社区 --on 2026-02-01 --evidence [red]=1+1 --by 新干事 --note 贴满一条街"
    answer = do(run, f"campaign done {words}")
    assert "  已登记完成（2026年2月1日）：云河区/临江街道/望江社区\n" in answer.out
    assert "新登记工作人员：新干事" in answer.err
    assert "应完成3个单位，已完成1个，还差2个" in answer.err
    query = """select f."on", f.state, f.evidence, s.name, f.note, u.name
               from fulfilment f join staff s on s.id = f.by_id join unit u on u.id = s.unit_id"""
    said = ("2026-02-01", "done", "[red]=1+1", "新干事", "贴满一条街", "望江社区")
    assert stored(own_register, query) == [said]


@pytest.mark.usefixtures("campaign")
def test_a_street_answers_for_all_below_it(run: Run) -> None:
    do(run, "campaign done 政策宣传 临江街道 --below --on 2026-02-01")
    assert [row.split()[0] for row in standings(run).values()] == ["done", "done", "overdue"]


@pytest.mark.usefixtures("campaign")
def test_what_was_done_is_not_done_twice_but_put_right(run: Run, own_register: Path) -> None:
    do(run, "campaign done 政策宣传 望江社区 --on 2026-02-01")
    before = dump(own_register)
    assert "已经是这样，没有重复登记" in do(run, "campaign done 政策宣传 望江社区 --on 2026-02-01").out
    assert "已经是这样，没有重复登记" in do(run, "campaign done 政策宣传 望江社区").out
    assert dump(own_register) == before
    do(run, "campaign done 政策宣传 望江社区 --on 2026-02-03 --evidence 照片")
    query = 'select "on", state, evidence from fulfilment'
    assert stored(own_register, query) == [("2026-02-03", "done", "照片")]
    do(run, "campaign done 政策宣传 望江社区 --exempt")
    assert standings(run)["望江社区"].split()[0] == "exempt"


@pytest.mark.usefixtures("campaign")
def test_what_was_entered_by_mistake_is_taken_back(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    do(run, "campaign done 政策宣传 望江社区 渡口社区")
    done = dump(own_register)
    assert (
        "已撤回：云河区/临江街道/望江社区"
        in do(run, "campaign done 政策宣传 望江社区 渡口社区 --not-done").out
    )
    assert dump(own_register) == before
    do(run, "undo")
    assert dump(own_register) == done


REFUSED = [
    ("政策宣传 临江街道", 1, "不用完成「政策宣传」：应由云河区以下的村社区完成"),
    ("政策宣传 云河区", 1, "它下面的都完成了加 --below"),
    ("政策宣传 望江社", 1, "没有名为「望江社」的单位"),
    ("政策宣讲 望江社区", 1, "没有名为「政策宣讲」的任务"),
    ("T000099 望江社区", 1, "没有 T000099 这项任务"),
    ("年度报告 望江社区", 1, "没有名为「年度报告」的任务"),
    ("T000005 望江社区", 1, "「T000005」不是专项行动的任务"),
    ("政策宣传 望江社区 --campaign 夏季行动", 1, "没有名为「夏季行动」的专项行动"),
    ("政策宣传 望江社区 --on 2026-04-01", 1, "完成日期2026年4月1日还没有到"),
    ("政策宣传 望江社区 渡口社区 柳堤社区", 1, "没有名为「柳堤社区」的单位"),
    ("政策宣传 望江社区 --not-done", 1, "没有登记过「政策宣传」"),
    ("政策宣传", 2, "缺少 单位"),
    ("政策宣传 望江社区 --not-done --evidence 照片", 2, "--not-done 不能和别的选项同用"),
    ("政策宣传 望江社区 --on 2026-02-30", 2, "--on"),
]


@pytest.mark.usefixtures("campaign")
@pytest.mark.parametrize(("words", "code", "why"), REFUSED)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    do(run, "reporting add 年度报告 期限=2026-12-31 --unit 云河区")
    before = own_register.read_bytes()
    answer = do(run, f"campaign done {words}", code)
    assert answer.err.startswith("错误：")
    assert why in answer.err
    assert own_register.read_bytes() == before


@pytest.mark.usefixtures("campaign")
def test_a_task_of_two_campaigns_is_not_guessed(run: Run) -> None:
    do(run, "campaign add 清明行动 --on 2026-03-28 结束日期=2026-04-08 --unit 云河区 --stages")
    refused = do(run, "campaign done 政策宣传 望江社区", 1).err
    assert "有2项任务叫「政策宣传」" in refused
    assert "T000005  清明行动  政策宣传  2026年4月8日前" in refused
    do(run, "campaign done 政策宣传 望江社区 --campaign 清明行动")
    assert standings(run, "campaign status 清明行动")["望江社区"] == "done open open open"


# The board


@pytest.mark.usefixtures("campaign")
def test_shares_leave_out_who_is_exempt(run: Run) -> None:
    do(run, "campaign done 政策宣传 望江社区 渡口社区 --on 2026-02-01")
    do(run, "campaign done 摸底排查 石门社区 --exempt")
    found = board(run)
    assert counts(found) == (11, 2, 1, 9, 18.2)
    assert [counts(task) for task in found["tasks"]] == [
        (3, 2, 0, 1, 66.7),
        (2, 0, 1, 2, 0.0),
        (3, 0, 0, 3, 0.0),
        (3, 0, 0, 3, 0.0),
    ]
    assert [counts(unit) for unit in found["units"]] == [
        (4, 1, 0, 3, 25.0),
        (4, 1, 0, 3, 25.0),
        (3, 0, 1, 3, 0.0),
    ]


@pytest.mark.usefixtures("campaign")
def test_nothing_owed_has_no_share(run: Run) -> None:
    do(run, "campaign done 政策宣传 望江社区 渡口社区 石门社区 --exempt")
    assert counts(board(run)["tasks"][0]) == (0, 0, 3, 0, None)
    lines = [line.split() for line in do(run, "campaign status").out.splitlines()]
    assert ["1", "T000001", "政策宣传", "阶段", "2026-03-05", "0/0", "—"] in lines


@pytest.mark.usefixtures("campaign")
@pytest.mark.parametrize(
    ("day", "standing"),
    [("2026-02-01", "open"), ("2026-02-02", "done"), ("2026-03-31", "done")],
)
def test_a_board_is_as_of_a_day(run: Run, day: str, standing: str) -> None:
    do(run, "campaign done 政策宣传 望江社区 --on 2026-02-02")
    assert standings(run, f"campaign status --as-of {day}")["望江社区"].split()[0] == standing


@pytest.mark.usefixtures("campaign")
def test_a_board_says_what_is_meant_on_a_screen_and_in_a_pipe(run: Run) -> None:
    do(run, "campaign done 政策宣传 望江社区 --on 2026-02-01")
    do(run, "campaign done 摸底排查 望江社区")
    do(run, "campaign done 建档入库 望江社区 --exempt")
    lines = do(run, "campaign status").out.splitlines()
    assert lines[:2] == [
        "K000001  春节行动  2026年1月20日至2026年3月5日  已结束",
        "截至2026年3月31日：应完成11项，已完成2项（18.2%），免做1项，逾期未完成9项",
    ]
    assert " 临江街道/望江社区   √    迟   免   欠    2/3" in lines
    assert lines[-1].startswith("共3个单位；√ 完成")


@pytest.mark.usefixtures("campaign")
def test_a_board_may_be_of_one_street_and_of_those_behind(run: Run) -> None:
    do(run, "campaign done 政策宣传 望江社区")
    for task in ("摸底排查", "建档入库", "沟通联络"):
        do(run, f"campaign done {task} 望江社区")
    assert list(standings(run, "campaign status --unit 临江街道")) == ["望江社区", "渡口社区"]
    assert list(standings(run, "campaign status --missing")) == ["渡口社区", "石门社区"]
    assert counts(board(run, "campaign status --missing"))[:2] == (12, 4)


@pytest.mark.usefixtures("campaign")
def test_a_board_goes_into_a_workbook_and_a_csv(run: Run) -> None:
    do(run, "campaign task add =1+1 行动=春节行动")
    do(run, "campaign done =1+1 望江社区 --on 2026-02-01")
    do(run, "campaign status --xlsx 进度.xlsx")
    book = load_workbook("进度.xlsx")
    assert book.sheetnames == ["完成情况", "任务"]
    cells = [[cell.value for cell in row] for row in book["完成情况"].iter_rows()]
    assert ["云河区/临江街道/望江社区", *["逾期未完成"] * 4, "完成 2026-02-01", 1, 5, "20.0%"] in cells
    assert any("=1+1" in row for row in cells)
    assert all(cell.data_type != "f" for row in book["完成情况"].iter_rows() for cell in row)
    refused = do(run, "campaign status --xlsx 进度.xlsx", 1)
    assert "--force" in refused.err
    do(run, "campaign status --xlsx 进度.xlsx --force")
    rows = list(csv.DictReader(io.StringIO(do(run, "campaign status --csv").out)))
    assert (rows[0]["unit"], rows[0]["done"], rows[0]["T000005"]) == ("云河区/临江街道/望江社区", "1", "done")


@pytest.mark.usefixtures("campaign")
def test_the_board_counts_what_the_figures_count(run: Run) -> None:
    assert run("campaign", "task", "import", TEN, "--set", "专项行动=春节行动").code == 0
    do(run, "campaign done 写一封家书 临江街道 --below --on 2026-02-01")
    do(run, "campaign done 登一次门 石门社区 --on 2026-03-20")
    do(run, "campaign done 打一个电话 石门社区 --exempt")
    figures = json.loads(do(run, "stats --quarter 2026Q1 --json").out)["figures"]
    value = {figure["key"]: figure["value"] for figure in figures}
    items = [task for task in board(run)["tasks"] if task["kind"] == "checklist"]
    assert value["checklist_due"] == sum(task["owed"] for task in items) == 29
    assert value["checklist_done"] == sum(task["done"] for task in items) == 3


def test_the_campaign_under_way_is_meant_unasked(run: Run) -> None:
    for words in (
        "去年行动 --on 2025-01-20 结束日期=2025-03-05",
        "全年行动 --on 2026-01-01 结束日期=2026-12-31",
        "春节行动 --on 2026-01-20 结束日期=2026-03-05",
        "夏季行动 --on 2026-06-01 结束日期=2026-08-31",
    ):
        do(run, f"campaign add {words} --unit 云河区 --stages")
    assert board(run)["name"] == "全年行动"
    assert board(run, "campaign status --as-of 2025-12-31")["name"] == "去年行动"
    assert board(run, "campaign status 夏季行动")["name"] == "夏季行动"


def test_without_a_campaign_or_a_task_it_is_said_what_to_do(run: Run) -> None:
    assert "talentreg campaign add" in do(run, "campaign status", 1).err
    do(run, "campaign add 空行动 --on 2026-01-20 结束日期=2026-03-05")
    assert "talentreg campaign task add 任务名称 行动=空行动" in do(run, "campaign status", 1).err
    assert "只能选一个" in do(run, "campaign status --json --csv", 2).err


def test_a_level_no_unit_has_is_said(run: Run) -> None:
    do(run, "campaign add 空行动 --on 2026-01-20 结束日期=2026-03-05 参加层级=网格 --unit 云河区 --stages")
    assert "没有应完成的单位：请检查组织单位和层级" in do(run, "campaign status").out
    assert counts(board(run)) == (0, 0, 0, 0, None)


@pytest.mark.usefixtures("campaign")
def test_sheets_of_what_was_done_come_in_row_by_row(run: Run) -> None:
    sheet = """任务名称,完成单位,完成日期,完成情况,佐证
政策宣传,望江社区,2026-02-01,完成,照片
政策宣传,渡口社区,2026-02-02,免做,
政策宣传,临江街道,2026-02-02,完成,
政策宣传,石门社区,2026-04-02,完成,
"""
    answer = do(run, f"campaign import {csv_book(sheet, '完成情况.csv')}", 3)
    assert tally(answer) == {"新增": 2, "未导入": 2}
    assert "「政策宣传」不用临江街道完成，应完成的是村社区" in answer.out
    assert [row.split()[0] for row in standings(run).values()] == ["done", "exempt", "overdue"]
