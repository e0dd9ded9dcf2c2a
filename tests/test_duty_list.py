"""`talentreg duty` as it is read: whom it lists, in what order, as table, JSON, CSV and workbook."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from books import lay_once
from carers import LI, WANG, ZHANG, assign, done, lay_office, log, owed, rule
from conftest import Answer
from openpyxl import load_workbook

Run = Callable[..., Answer]


@pytest.fixture
def office(run: Run, own_register: Path) -> Path:
    return lay_office(run, own_register)


@pytest.fixture
def duties(own_register: Path, run: Run) -> Path:
    """Let three leaders owe: 周书记 behind, 郑县长 not yet, 吴镇长 done."""

    def lay() -> None:
        lay_office(run, own_register)
        rule(run, "每年次数=1")
        rule(run, "每年次数=12 层级=乡科级", name="班子办法")
        assign(run, f"周书记 {ZHANG} --on 2024-01-01")
        assign(run, f"吴镇长 {LI} --on 2026-02-01 结束日期=2026-02-28")
        assign(run, f"郑县长 {WANG} --on 2024-01-01 任期止=2027-12-31")
        for day in range(1, 13):
            log(run, LI, f"--by 吴镇长 --note 第{day}次", f"2026-02-{day:02}")
        log(run, ZHANG, "--channel 走访", "2026-01-20")

    return lay_once(__name__, own_register, lay)


@pytest.mark.usefixtures("duties")
@pytest.mark.parametrize(
    ("words", "listed"),
    [
        ("", ["周书记", "郑县长"]),
        ("--all", ["周书记", "郑县长", "吴镇长"]),
        ("--state 红", ["周书记"]),
        ("--state 未到期", ["郑县长"]),
        ("--state 已履行", ["吴镇长"]),
        ("--state 黄", []),
        ("--state 黄 --ahead 300", ["郑县长"]),
        ("--leader 郑县长", ["郑县长"]),
        ("--unit 临江街道", ["周书记"]),
        ("--unit 青石街道", []),
        ("--year 2025", ["周书记", "郑县长"]),
        ("--as-of 2026-01-31", ["周书记", "郑县长"]),
        ("--limit 1", ["周书记"]),
    ],
)
def test_what_presses_most_is_listed_first(run: Run, words: str, listed: list[str]) -> None:
    assert [one["leader"] for one in owed(run, words)] == listed


@pytest.mark.usefixtures("duties")
def test_the_group_alone_means_its_list(run: Run) -> None:
    assert run("duty", "--all") == run("duty", "list", "--all")


@pytest.mark.usefixtures("duties")
def test_json_tells_everything_of_a_duty(run: Run) -> None:
    assert owed(run, "--leader 周书记") == [
        {
            "state": "red",
            "leader": "周书记",
            "unit": "云河区/临江街道",
            "person": ZHANG,
            "name": "张三",
            "person_unit": "云河区/临江街道/望江社区",
            "delegate": None,
            "assignment": "L000001",
            "on": "2024-01-01",
            "until": "2025-12-31",
            "ended_on": None,
            "rule": "班子办法",
            "required": 12,
            "done": 1,
            "missing": 11,
            "due": "2026-02-28",
            "last_on": "2026-01-20",
        }
    ]


@pytest.mark.usefixtures("duties")
def test_the_table_says_how_many_of_all_were_met_and_what_the_colours_mean(run: Run) -> None:
    answer = run("duty")
    assert answer.out.splitlines()[-1] == (
        "截至2026年3月31日，2026年应履行3项，已履行1项（33.3%），红1、黄0、未到期1"
    )
    assert [line.split()[:3] for line in answer.out.splitlines()[2:-1]] == [
        ["红", "周书记", "临江街道"],
        ["未到期", "郑县长", "云河区"],
    ]
    assert answer.err == "红：期限已过；黄：60天内到期；只计领导或受托人主动联系上本人的\n"


@pytest.mark.usefixtures("duties")
def test_csv_has_a_line_for_each_and_headings_of_the_fields(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("duty", "--all", "--csv").out)))
    assert [(row["state"], row["required"], row["done"], row["due"]) for row in rows] == [
        ("red", "12", "1", "2026-02-28"),
        ("open", "1", "0", "2026-12-31"),
        ("met", "12", "12", ""),
    ]


@pytest.mark.usefixtures("office")
def test_without_a_rule_nothing_can_be_owed_and_the_way_on_is_said(run: Run) -> None:
    assign(run, f"周书记 {ZHANG} --on 2024-01-01")
    answer = run("duty")
    assert (answer.code, answer.out) == (0, "登记册里还没有联系规定，说不出谁该联系几次\n")
    assert "talentreg duty rule add" in answer.err
    assert owed(run) == []


@pytest.mark.usefixtures("office")
def test_without_an_assignment_the_way_on_is_said(run: Run) -> None:
    rule(run)
    answer = run("duty")
    assert (answer.code, answer.out) == (0, "截至2026年3月31日，2026年没有要履行的联系服务\n")
    assert "talentreg assign add" in answer.err


@pytest.mark.usefixtures("duties")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--as-of 2026-04-01", 1, "2026年4月1日还没有到"),
        ("--year 2027", 2, "2027年还没有开始"),
        ("--year 2025 --as-of 2026-01-31", 2, "不在2025年"),
        ("--leader 周书", 1, "是不是：周书记"),
        ("--unit 望海社区", 1, "是不是：望江社区"),
        ("--state 蓝", 2, "可写：红(red)、黄(amber)"),
        ("--json --csv", 2, "只能选一个"),
        ("--xlsx 一览表.docx", 1, "不是 Excel 文件名"),
        ("--xlsx 没有/一览表.xlsx", 1, "文件夹 没有 不存在"),
        ("--limit 0", 2, "--limit"),
    ],
)
def test_words_that_cannot_be_are_said_plainly(run: Run, words: str, code: int, said: str) -> None:
    answer = run("duty", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


@pytest.mark.usefixtures("duties")
def test_the_workbook_is_the_table_offices_put_up_with_the_year_s_state_beside_it(run: Run) -> None:
    assign(run, "陈联络员 --kind 联络员 --unit 临江街道")
    done(run, "edit", ZHANG, "工作单位==1+1", "职务=教授")
    done(run, "assign", "edit", "L000001", "原因=[red]专家", "受托人=吴镇长@临江街道")
    assert run("duty", "--xlsx", "一览表.xlsx").code == 0
    book = load_workbook("一览表.xlsx")
    table, progress = book.worksheets
    rows = [[cell.value for cell in row] for row in table.iter_rows()]
    assert rows[0][0] == "云河区领导干部联系服务人才情况一览表（2024年—2027年）"
    assert rows[2][:4] == [1, "郑县长", "书记", "王五"]
    assert rows[3][1:5] == ["周书记", "书记", "张三", None]
    assert rows[3][5:8] == [ZHANG, "云河区/临江街道/望江社区", "=1+1 教授"]
    assert rows[3][9:10] == ["154****0001"]
    assert rows[3][12:] == ["陈联络员", "吴镇长", "[red]专家"]
    assert rows[4][0] == "共2名领导联系2人"
    assert table["H4"].data_type == "s"
    assert progress.title == "2026年联系进度"
    told = [[cell.value for cell in row] for row in progress.iter_rows(min_row=3, max_row=5)]
    assert [(row[1], row[2], row[5], row[6], row[7]) for row in told] == [
        ("红", "周书记", 12, 1, 11),
        ("未到期", "郑县长", 1, 0, 1),
        ("已履行", "吴镇长", 12, 12, 0),
    ]
    again = run("duty", "--xlsx", "一览表.xlsx")
    assert (again.code, "已经存在，没有覆盖" in again.err) == (1, True)


@pytest.mark.usefixtures("duties")
def test_a_read_only_register_is_read(run: Run, own_register: Path) -> None:
    own_register.chmod(0o400)
    assert run("duty").code == 0
