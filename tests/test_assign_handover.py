"""`talentreg assign hand-over`: what ends, what runs on, what moves along, and the sheet of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import stored
from carers import LI, WANG, ZHANG, assign, done, lay_office, log, rule
from conftest import Answer
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Run = Callable[..., Answer]
ALL = 'SELECT id, leader_id, person_id, "on", until, ended_on FROM assignment ORDER BY id'
ZHOU, WU, ZHENG = 1, 2, 3


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Let 周书记 look after two people; one of the terms is over."""
    lay_office(run, own_register)
    assign(run, f"周书记 {ZHANG} --on 2025-01-01 任期止=2026-12-31 原因=博士")
    assign(run, f"周书记 {LI} --on 2024-01-01 任期止=2025-12-31")
    return own_register


def hand_over(run: Run, words: str) -> Answer:
    return done(run, "assign", "hand-over", *words.split())


def test_the_old_end_the_day_before_and_the_new_run_for_the_rest_of_the_term(
    run: Run, own_register: Path
) -> None:
    answer = hand_over(run, "周书记 吴镇长 --on 2026-04-01")
    assert stored(own_register, ALL) == [
        (1, ZHOU, 1, "2025-01-01", "2026-12-31", "2026-03-31"),
        (2, ZHOU, 2, "2024-01-01", "2025-12-31", "2026-03-31"),
        (3, WU, 1, "2026-04-01", "2026-12-31", None),
        (4, WU, 2, "2026-04-01", "2028-03-31", None),
    ]
    reasons = "SELECT reason, end_reason FROM assignment ORDER BY id"
    assert stored(own_register, reasons) == [
        ("博士", "交吴镇长"),
        (None, "交吴镇长"),
        ("接替周书记", None),
        ("接替周书记", None),
    ]
    assert answer.out == (
        "交接：周书记 → 吴镇长，2026年4月1日起，共2项\n"
        "  L000003  吴镇长 → 张三  2026-04-01至2026-12-31\n"
        "  L000004  吴镇长 → 李四  2026-04-01至2028-03-31（原任期已到，另起一任）\n"
    )


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("", [(3, WU, "2026-03-31"), (4, WU, "2026-03-31")]),
        (f"--person {ZHANG}", [(3, WU, "2026-03-31")]),
        (f"--person {ZHANG} --person 李四", [(3, WU, "2026-03-31"), (4, WU, "2026-03-31")]),
        ("--on 2026-03-01", [(3, WU, "2026-03-01"), (4, WU, "2026-03-01")]),
    ],
)
def test_all_or_some_are_handed_over_today_or_on_a_day(
    run: Run, own_register: Path, words: str, rows: list[tuple[object, ...]]
) -> None:
    hand_over(run, f"周书记 吴镇长 {words}")
    query = 'SELECT id, leader_id, "on" FROM assignment WHERE ended_on IS NULL AND id > 2 ORDER BY id'
    assert stored(own_register, query) == rows


def test_a_new_term_may_be_given(run: Run, own_register: Path) -> None:
    hand_over(run, "周书记 吴镇长 --until 2027-06-30 --reason 分工调整")
    query = "SELECT DISTINCT until, reason FROM assignment WHERE id > 2"
    assert stored(own_register, query) == [("2027-06-30", "分工调整")]


def test_somebody_new_is_entered_in_the_old_leader_s_place_and_level(run: Run, own_register: Path) -> None:
    answer = hand_over(run, "周书记 沈书记 --leaving --on 2026-04-01")
    query = "SELECT name, unit_id, rank, left_on FROM staff WHERE name LIKE '%书记' ORDER BY id"
    [old, new] = stored(own_register, query)
    assert (old[3], new) == ("2026-03-31", ("沈书记", old[1], "乡科级", None))
    assert "周书记的离任日期：2026年3月31日\n新登记工作人员：沈书记" in answer.out


def test_open_requests_move_and_closed_ones_stay(run: Run, own_register: Path) -> None:
    done(run, "request", "open", ZHANG, "孩子上学")
    done(run, "request", "open", LI, "贷款")
    done(run, "request", "open", WANG, "厂房", "--leader", "周书记")
    done(run, "request", "close", "Q000002", "--result", "已贷")
    answer = hand_over(run, "周书记 吴镇长")
    assert stored(own_register, "SELECT id, leader_id FROM request ORDER BY id") == [
        (1, WU),
        (2, ZHOU),
        (3, WU),
    ]
    assert "转交在办诉求2件：Q000001、Q000003" in answer.out


def test_of_some_people_only_their_requests_move(run: Run, own_register: Path) -> None:
    for person in (ZHANG, LI):
        done(run, "request", "open", person, "贷款")
    hand_over(run, f"周书记 吴镇长 --person {LI}")
    assert stored(own_register, "SELECT leader_id FROM request ORDER BY id") == [(ZHOU,), (WU,)]


def test_what_has_not_begun_changes_hands_as_it_is(run: Run, own_register: Path) -> None:
    assign(run, f"周书记 {WANG} --on 2026-05-01")
    hand_over(run, f"周书记 吴镇长 --on 2026-05-01 --person {WANG}")
    assert stored(own_register, ALL)[2:] == [(3, WU, 3, "2026-05-01", "2028-04-30", None)]


def test_whom_the_successor_has_already_is_not_assigned_twice(run: Run, own_register: Path) -> None:
    assign(run, f"吴镇长 {ZHANG} --on 2025-06-01")
    answer = hand_over(run, "周书记 吴镇长 --on 2026-04-01")
    assert "接手的领导本来就在联系，原关系结束：L000001  周书记 → 张三" in answer.out
    assert [(row[1], row[2]) for row in stored(own_register, ALL) if row[5] is None] == [(WU, 1), (WU, 2)]


def test_whoever_has_left_the_register_is_not_handed_over(run: Run, own_register: Path) -> None:
    done(run, "withdraw", LI, "--on", "2026-03-01")
    answer = hand_over(run, "周书记 吴镇长")
    assert "人已不在库，原关系结束，不再交接：L000002  周书记 → 李四" in answer.out
    assert [row[2] for row in stored(own_register, ALL) if row[1] == WU] == [1]


def test_a_delegate_stays_unless_it_is_the_successor(run: Run, own_register: Path) -> None:
    done(run, "assign", "edit", "L000001", "受托人=吴镇长")
    done(run, "assign", "edit", "L000002", "受托人=郑县长")
    assign(run, f"郑县长 {WANG} --on 2026-01-01 受托人=周书记")
    answer = hand_over(run, "周书记 吴镇长")
    query = f"SELECT person_id, delegate_id FROM assignment WHERE leader_id = {WU} ORDER BY id"
    assert stored(own_register, query) == [(1, None), (2, ZHENG)]
    assert "原领导还是这些联系的受托人，没有改动：L000003" in answer.out


def test_a_liaison_officer_s_unit_is_handed_over_without_a_term(run: Run, own_register: Path) -> None:
    assign(run, "赵联络@临江街道 --kind 联络员 --unit 望江社区 --on 2025-01-01")
    hand_over(run, "赵联络 钱联络")
    query = "SELECT kind, person_id, until, ended_on FROM assignment WHERE unit_id IS NOT NULL ORDER BY id"
    assert stored(own_register, query) == [
        ("liaison", None, None, "2026-03-30"),
        ("liaison", None, None, None),
    ]


def test_an_end_that_was_set_ahead_is_kept(run: Run, own_register: Path) -> None:
    done(run, "assign", "end", "L000001", "--on", "2026-06-30")
    hand_over(run, f"周书记 吴镇长 --person {ZHANG}")
    assert stored(own_register, ALL)[2] == (3, WU, 1, "2026-03-31", "2026-12-31", "2026-06-30")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("周书记 周书记", 2, "同一个人"),
        ("郑县长 吴镇长", 1, "没有可交接的联系对象"),
        ("周书记 吴镇长 --person 王五", 1, "没有可交接的联系对象"),
        ("周书记 吴镇长 --person 王六", 1, "登记册里没有「王六」"),
        ("周书 吴镇长", 1, "是不是：周书记"),
        ("周书记 沈书记@望海社区", 1, "没有名为「望海社区」的单位"),
        ("周书记 吴镇长 --on 2026-05-01 --until 2026-04-01", 1, "早于任期起"),
        ("周书记 吴镇长 --xlsx 没有/交接.xlsx", 1, "文件夹 没有 不存在"),
        ("周书记 吴镇长 --reveal --purpose 交接", 2, "只和 --xlsx 同用"),
        ("周书记 吴镇长 --xlsx 交接.xlsx --reveal", 2, "要写明用途"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, said: str
) -> None:
    before = own_register.read_bytes()
    answer = run("assign", "hand-over", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert own_register.read_bytes() == before
    assert not list(Path().glob("*.xlsx"))


def test_a_successor_who_has_left_cannot_take_over(run: Run, own_register: Path) -> None:
    done(run, "staff", "edit", "吴镇长", "离任日期=2026-03-01")
    before = stored(own_register, ALL)
    answer = run("assign", "hand-over", "周书记", "吴镇长")
    assert (answer.code, "吴镇长已于2026年3月1日离任" in answer.err) == (1, True)
    assert stored(own_register, ALL) == before


def test_trying_changes_nothing_and_says_the_same(run: Run, own_register: Path) -> None:
    tried = hand_over(run, "周书记 沈书记 --dry-run --xlsx 交接.xlsx")
    assert len(stored(own_register, ALL)) == 2
    assert not Path("交接.xlsx").exists()
    assert tried.out.endswith("这是试交接，登记册没有改动；去掉 --dry-run 即交接\n")
    assert tried.out.startswith(hand_over(run, "周书记 沈书记").out)


def test_it_is_undone_as_one(run: Run, own_register: Path) -> None:
    done(run, "request", "open", ZHANG, "孩子上学")
    before = stored(own_register, ALL)
    hand_over(run, "周书记 沈书记 --leaving")
    done(run, "undo")
    assert stored(own_register, ALL) == before
    assert stored(own_register, "SELECT leader_id FROM request") == [(ZHOU,)]
    assert stored(
        own_register, "SELECT count(*) FROM staff WHERE left_on IS NOT NULL OR name = '沈书记'"
    ) == [(0,)]


@pytest.fixture
def known(run: Run) -> None:
    """Let there be contacts, a plan, an intention, requests."""
    rule(run, "每年次数=2")
    for day in range(1, 13):
        log(run, ZHANG, f"--note 第{day}次打15400001111", f"2026-02-{day:02}")
    log(run, ZHANG, "--no-answer --next-on 2026-04-20 --intention 创业", "2026-03-01")
    log(run, LI, "--by 吴镇长 --note =1+1[red]", "2026-01-05")
    done(run, "request", "open", ZHANG, "想要厂房，电话15400001111", "--due", "2026-04-10")
    done(run, "request", "open", LI, "路灯不亮", "--leader", "吴镇长")


def rows_of(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.usefixtures("known")
def test_the_sheet_tells_the_successor_what_there_is_to_know(run: Run) -> None:
    answer = hand_over(run, "周书记 吴镇长 --on 2026-04-01 --xlsx 交接表.xlsx")
    assert answer.out.endswith("交接表.xlsx\n")
    people, contacts, requests, intentions = load_workbook("交接表.xlsx").worksheets
    rows = rows_of(people)
    assert rows[0][0] == "联系服务交接表（周书记移交吴镇长）"
    told = {head: cell for head, cell in zip(rows[1], rows[2], strict=True) if cell is not None}
    assert {name: str(told[name]) for name in ("联系对象", "联系电话", "原任期起", "接任后任期止")} == {
        "联系对象": "张三",
        "联系电话": "154****0001",
        "原任期起": "2025-01-01 00:00:00",
        "接任后任期止": "2026-12-31 00:00:00",
    }
    assert (told["今年应联系"], told["今年已联系"], told["返乡意愿"], told["在办诉求"]) == (2, 12, "创业", 1)
    assert (str(told["最近联系"])[:10], str(told["约定下次联系"])[:10]) == ("2026-02-12", "2026-04-20")
    assert rows[4][0] == "移交人：__________ 接收人：__________"
    names = [row[1] for row in rows_of(contacts)[1:]]
    assert (names.count("张三"), names.count("李四")) == (10, 1)
    assert rows_of(contacts)[1][3] == "电话"
    assert rows_of(contacts)[2][8] == "第12次打154****1111"
    assert [row[1] for row in rows_of(requests)[1:]] == ["李四", "张三"]
    assert rows_of(requests)[2][6] == "想要厂房，电话154****1111"
    assert [row[2] for row in rows_of(intentions)[1:]] == ["创业"]


@pytest.mark.usefixtures("known")
def test_full_numbers_need_a_purpose_and_leave_a_trace(run: Run) -> None:
    hand_over(run, "周书记 吴镇长 --xlsx 交接表.xlsx --reveal --purpose 工作交接")
    people, _, requests, _ = load_workbook("交接表.xlsx").worksheets
    assert "15400000001" in rows_of(people)[2]
    assert rows_of(requests)[2][6] == "想要厂房，电话15400001111"
    assert "用途：工作交接" in run("log").out


def test_a_sheet_that_cannot_be_written_takes_the_hand_over_back(run: Run, own_register: Path) -> None:
    before = stored(own_register, ALL)
    Path("交接表.xlsx").write_text("旧的", "utf-8")
    answer = run("assign", "hand-over", "周书记", "吴镇长", "--xlsx", "交接表.xlsx")
    assert (answer.code, "已经存在" in answer.err) == (1, True)
    assert stored(own_register, ALL) == before
    hand_over(run, "周书记 吴镇长 --xlsx 交接表.xlsx --force")
