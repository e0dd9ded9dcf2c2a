"""What must not break the records of work: blanks, odd years, contradictions by edit or undo, long texts."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer

Run = Callable[..., Answer]
PHONE, ID_NUMBER = "15412345678", "990101199001011234"
LONG = "长" * 32_767


@pytest.fixture
def office(run: Run) -> None:
    """Set up two leaders, two people, an event that was held and a station."""
    for line in (
        "unit add 云河区 --level 县区",
        "unit add 望江社区 --parent 云河区 --level 村社区",
        "staff add 李书记 --unit 云河区",
        "staff add 王书记 --unit 云河区",
        "add 张三 --unit 望江社区",
        "add 李四 --unit 望江社区",
        "event add 恳谈会 --kind 恳谈会 --on 2026-02-10",
        "event attend 恳谈会 张三@望江社区 --presence 返乡",
        "assign add 李书记 张三@望江社区 --on 2026-01-01",
        "request open 张三@望江社区 要求 --on 2026-02-01",
        "duty rule add 规定 --on 2026-01-01",
        "campaign add 行动 --on 2026-01-01 结束日期=2026-04-01",
        "station add 上海站 --on 2026-01-01",
        "station join 上海站 张三@望江社区 --on 2026-02-01",
    ):
        answer = run(*line.split())
        assert answer.code == 0, (line, answer.err)


def newest(run: Run) -> str:
    """Return the number of the newest change set."""
    return next(word for word in run("log").out.split() if word.isdecimal())


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("event edit E000001 活动状态=", "活动状态"),
        ("assign edit L000001 联系关系=", "联系关系"),
        ("duty rule edit D000001 联系人数=", "联系人数"),
        ("duty rule edit D000001 每年次数=", "每年次数"),
        ("duty rule edit D000001 年中开始=", "年中开始"),
        ("request edit Q000001 是否紧急=", "是否紧急"),
        ("campaign edit K000001 参加层级=", "参加层级"),
    ],
)
@pytest.mark.usefixtures("office")
def test_what_a_row_cannot_be_without_is_not_emptied(run: Run, line: str, heading: str) -> None:
    answer = run(*line.split())
    assert (answer.code, answer.err.splitlines()[0]) == (2, f"错误：没有写{heading}")


@pytest.mark.parametrize(
    "line",
    [
        "assign hand-over 李书记 王书记 --on 0001-01-01",
        "assign hand-over 李书记 王书记 --on 9999-12-31",
        "assign hand-over 李书记 王书记 --until 9999-12-31",
        "assign end L000001 --on 9999-12-31",
        "station leave 上海站 张三@望江社区 --on 9999-12-31",
    ],
)
@pytest.mark.usefixtures("office")
def test_a_day_of_a_year_nobody_lives_in_is_refused(run: Run, line: str) -> None:
    answer = run(*line.split())
    assert (answer.code, "的年份不合理" in answer.err) == (2, True)


@pytest.mark.parametrize("words", ["活动状态=取消", "活动状态=计划", "活动日期=2026-05-01 活动状态=计划"])
@pytest.mark.usefixtures("office")
def test_an_event_somebody_came_to_was_held(run: Run, words: str) -> None:
    answer = run("event", "edit", "恳谈会", *words.split())
    assert (answer.code, "名单上有1人到会" in answer.err) == (1, True)
    assert run("event", "attend", "恳谈会", "张三@望江社区", "--absent").code == 0
    assert run("event", "edit", "恳谈会", *words.split()).code == 0


@pytest.mark.usefixtures("office")
def test_nobody_is_twice_at_a_station_or_before_it_was_there(run: Run) -> None:
    twice = run("station", "join", "上海站", "张三@望江社区", "--on", "2026-01-15")
    assert (twice.code, "2026年2月1日起已登记为站内人员" in twice.err) == (1, True)
    assert run("station", "edit", "上海站", "设立日期=2026-02-02").code == 1
    assert run("station", "edit", "上海站", "撤销日期=2026-01-31").code == 1
    assert run("station", "edit", "上海站", "设立日期=2026-02-01").code == 0


@pytest.mark.parametrize("name", [PHONE, "，，", LONG])
@pytest.mark.usefixtures("office")
def test_what_is_no_name_becomes_no_member_of_staff(run: Run, name: str) -> None:
    before = run("staff", "list", "--csv").out
    answer = run("assign", "add", name, "李四@望江社区")
    assert (answer.code, "不是工作人员的姓名" in answer.err) == (2, True)
    assert PHONE not in answer.err
    assert run("staff", "list", "--csv").out == before


@pytest.mark.parametrize(
    ("first", "then", "both"),
    [
        (
            "assign end L000001",
            "assign add 李书记 张三@望江社区 --on 2026-04-01",
            "L000001 与联系服务 L000002",
        ),
        ("assign hand-over 李书记 王书记", "assign add 李书记 张三@望江社区", "L000001 与联系服务 L000003"),
        (
            "station leave 上海站 张三@望江社区 --on 2026-03-01",
            "station join 上海站 张三@望江社区 --on 2026-03-02",
            "V000001 与站内人员 V000002",
        ),
        (
            "event attend 恳谈会 张三@望江社区 --absent",
            "event edit 恳谈会 活动状态=取消",
            "E000001 与参加名单 A000001",
        ),
    ],
)
@pytest.mark.usefixtures("office")
def test_an_undo_brings_back_nothing_that_contradicts_what_came_later(
    run: Run, first: str, then: str, both: str
) -> None:
    assert run(*first.split()).code == 0
    number = newest(run)
    assert run(*then.split()).code == 0
    answer = run("undo", number)
    assert (answer.code, f"{both} 会互相矛盾" in answer.err) == (1, True)
    assert run("undo").code == 0
    assert run("undo", number).code == 0


@pytest.mark.usefixtures("office")
def test_an_undo_does_not_mind_what_contradicted_itself_before(run: Run, own_register: Path) -> None:
    assert run("assign", "edit", "L000001", "联系备注=改").code == 0
    with sqlite3.connect(own_register) as file:
        columns = "kind, leader_id, person_id, until, entered_on"
        file.execute(f'INSERT INTO assignment ({columns}, "on") SELECT {columns}, "on" FROM assignment')
    assert run("undo").code == 0


@pytest.mark.usefixtures("office")
def test_a_backdated_hand_over_keeps_an_earlier_care_of_the_same_person(run: Run) -> None:
    for line in (
        "assign edit L000001 结束日期=2026-01-31",
        "assign add 王书记 张三@望江社区 --on 2026-03-01",
        "assign hand-over 李书记 王书记 --on 2025-12-01",
    ):
        assert run(*line.split()).code == 0
    listed = run("assign", "list", "结束日期=2026-01-31", "--csv").out
    assert "L000001" in listed
    assert "王书记" in listed


@pytest.mark.usefixtures("office")
def test_numbers_in_a_name_are_masked_wherever_work_is_shown(run: Run, tmp_path: Path) -> None:
    for line in (
        f"event edit E000001 活动名称=会{PHONE} 活动地点={ID_NUMBER}",
        f"campaign edit K000001 行动名称=行动{PHONE}",
        f"campaign task add 任务{PHONE} 行动=K000001",
        f"station edit 上海站 依托单位={PHONE}",
        f"assign edit L000001 确定原因=打{PHONE}",
        f"request edit Q000001 事项类别={PHONE}",
        "event list",
        "event list --json",
        "event people E000001",
        "event attend E000001 李四@望江社区",
        "campaign status K000001",
        "campaign status K000001 --json",
        "campaign done T000001 望江社区",
        "station people 上海站",
        "assign list --columns 确定原因",
        "request due --json",
        "vocab list 事项类别",
        "show 张三@望江社区",
        "show 张三@望江社区 --json",
        "log E000001",
        f"assign hand-over 李书记 王书记 --xlsx {tmp_path / '交接.xlsx'}",
    ):
        answer = run(*line.split())
        assert answer.code == 0, (line, answer.err)
        assert PHONE not in answer.out + answer.err, line
        assert ID_NUMBER not in answer.out + answer.err, line


@pytest.mark.usefixtures("office")
def test_a_text_as_long_as_a_cell_does_not_fill_the_screen(run: Run, book: Callable[..., Path]) -> None:
    typed = run("event", "edit", "E000001", f"活动名称={LONG}")
    unknown = run("event", "attend", LONG + "会", "张三@望江社区")
    path = book(f"活动\n活动编号|活动名称|活动类型|活动日期|主办单位\nE000001||{LONG}|2026-02-10|云河区")
    taken = run("event", "import", path)
    for answer in (typed, unknown, taken):
        assert len(answer.out + answer.err) < 5_000
    assert [typed.code, unknown.code, taken.code] == [0, 1, 0]


@pytest.mark.usefixtures("office")
def test_an_event_renamed_in_a_returned_book_is_still_the_one_its_list_names(
    run: Run, book: Callable[..., Path]
) -> None:
    answer = run(
        "event",
        "import",
        book(
            "活动\n活动编号|活动名称|活动类型|活动日期\nE000001|新春恳谈会|恳谈会|2026-02-10",
            "参加名单\n参加名单编号|活动编号|活动|人才编号|姓名|是否到会\nA000001|E000001|恳谈会|R000001|张三|是",
        ),
    )
    assert answer.code == 0, answer.out
    assert "新增0＋更新1＋无变化1" in answer.out


def test_a_caller_nobody_knows_is_kept_with_the_phone(run: Run, book: Callable[..., Path]) -> None:
    run("unit", "add", "云河区", "--level", "县区")
    calls = f"热线\n来电类别|来电日期|来电人|联系电话|来电内容\n政策咨询|2026-02-01|王先生|{PHONE}|打听"
    assert run("hotline", "import", book(calls)).code == 0
    listed = run("hotline", "list", "--csv").out
    assert "王先生" in listed
    assert "打听；电话：154****5678" in listed


@pytest.mark.usefixtures("office")
def test_a_number_in_a_cell_that_is_set_aside_is_masked(run: Run, book: Callable[..., Path]) -> None:
    heads = "姓名|所属社区|事项种类|诉求内容|受理日期|承办单位"
    row = f"张三|望江社区|诉求|找工作|2026-02-03|{PHONE}"
    answer = run("request", "import", book(f"诉求\n{heads}\n{row}"))
    assert (answer.code, PHONE in answer.out) == (0, False)


def test_an_undone_book_of_work_keeps_only_the_row_that_was_corrected_since(
    run: Run, book: Callable[..., Path]
) -> None:
    run("unit", "add", "云河区", "--level", "县区")
    rows = "\n".join(f"讲习{day}|讲习|2026-02-0{day}" for day in range(1, 6))
    assert run("event", "import", book(f"活动\n活动名称|活动类型|活动日期\n{rows}")).code == 0
    number = newest(run)
    assert run("event", "edit", "讲习3", "到场人数=30").code == 0
    answer = run("undo", number)
    assert (answer.code, "E000003" in answer.out, "删除活动4" in answer.out) == (3, True, True)
    assert run("event", "list", "--csv").out.count("\n") == 2
