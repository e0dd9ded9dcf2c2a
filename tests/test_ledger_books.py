"""Books of the ledgers: every row accounted for, nothing entered twice, nothing guessed."""

from pathlib import Path

import pytest
from books import dump, stored, tally, workbook
from conftest import Answer
from office_sheets import COMMANDS, SHEETS, lay_full, lay_office, rows_of, sheet, text_book
from openpyxl import Workbook, load_workbook
from trees import Run, done

from talentreg.records.ledgers import LEDGERS

TABLES = {name: LEDGERS[name].record.__tablename__ for name in SHEETS}


@pytest.fixture
def office(own_register: Path) -> Path:
    """Lay the register of four people."""
    return lay_office(own_register)


@pytest.fixture
def full(own_register: Path, run: Run) -> Path:
    """Lay it with a row of every ledger."""
    return lay_full(own_register, run)


def take(run: Run, command: str, text: str, *words: str) -> Answer:
    return run(*command.split(), "import", text_book(text), *words)


def rows(register: Path, name: str) -> int:
    of_kind = f"where kind = '{name}'" if LEDGERS[name].kind else ""
    return len(stored(register, f'select id from "{TABLES[name]}" {of_kind}'))


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_comes_in_whole_again_without_change_and_goes_with_undo(
    run: Run, office: Path, name: str
) -> None:
    before, command = dump(office), COMMANDS[name].split()
    tried = run(*command, "import", sheet(name), "--dry-run")
    assert (tried.code, dump(office)) == (0, before), tried
    first = run(*command, "import", f"{name}.csv")
    new, own = tally(first)["新增"], str(TABLES[name])
    assert (first.code, tally(first), new) == (0, tally(tried), rows(office, name))
    assert "单元格未采用" not in first.out
    after = dump(office)
    again = done(run, *command, "import", f"{name}.csv")
    assert tally(again) == {"无变化": new} | ({"跳过": 2} if name == "event" else {})
    assert dump(office) == after
    assert tally(done(run, *command, "import", text_book(SHEETS[name], "另存.csv")))["无变化"] == new
    assert dump(office) == after
    done(run, "undo")
    assert dump(office)[own] == before[own]


def test_cells_become_what_they_mean(run: Run, office: Path) -> None:
    done(run, "event", "import", sheet("event"))
    query = """select e.name, kind, "on", u.name, joint, headcount, festival, s.name, e.note from event e
        join unit u on u.id = e.unit_id left join staff s on s.id = e.by_id order by e.id"""
    assert stored(office, query) == [
        ("新春恳谈会", "恳谈会", "2026-02-10", "临江街道", "青石街道、区工会", 45, "春节", "李主任", "=1+1"),
        ("专场招聘会", "招聘会", "2026-03-08", "云河区", None, 320, None, "[red]", None),
    ]
    done(run, "request", "import", sheet("request"))
    query = (
        "select kind, category, urgent, satisfaction, person_id, unit_id, closed_on from request order by id"
    )
    assert stored(office, query) == [
        ("request", "子女入学", "yes", "satisfied", 1, 2, "2026-02-20"),
        ("suggestion", None, "no", None, 2, None, None),
    ]
    done(run, "duty", "rule", "import", sheet("rule"))
    assert stored(office, "select channels, midyear, report_days from duty_rule") == [
        ("phone、visit", "prorated", 15)
    ]


def test_every_row_knows_its_file_and_line(run: Run, office: Path) -> None:
    done(run, "event", "import", sheet("event"))
    query = "select f.name, sheet, line, record, row_id from source s join imported_file f on f.id = file_id"
    assert stored(office, query) == [
        ("event.csv", "event", 3, "event", 1),
        ("event.csv", "event", 4, "event", 2),
    ]
    listed = done(run, "imports", "list").out
    assert "event.csv" in listed
    shown = done(run, "imports", "show", "2").out
    assert "新增活动（2）\n  E000001  新春恳谈会  恳谈会  2026-02-10  云河区/临江街道" in shown
    take(run, "event", "活动编号|活动名称|类型|日期|人数\nE000001|新春恳谈会|恳谈会|2026-02-10|50")
    assert "更新活动（1）\n  E000001\n      到场人数：45 → 50" in done(run, "imports", "show", "3").out
    for number in ("3", "2"):
        done(run, "undo", number)
    assert "新增活动（2）" in done(run, "imports", "show", "2").out


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("event", "活动名称|类型|日期\n甲会|座谈会|2026-2-30", "C2：活动日期「2026-2-30」不是真实存在的日期"),
        ("event", "活动名称|类型|日期\n甲会|座谈会|", "第2行：没有写活动日期"),
        (
            "event",
            "活动名称|类型|日期|状态\n甲会|座谈会|2026-05-01|已办",
            "活动日期2026年5月1日还没有到，不能是已办",
        ),
        ("event", "活动名称|类型|日期|状态\n甲会|座谈会|2026-01-01|办砸了", "D2：活动状态「办砸了」看不懂"),
        (
            "event",
            "活动名称|类型|日期|主办单位\n甲会|座谈会|2026-01-01|望江社",
            "没有名为「望江社」的单位；是不是：望江社区",
        ),
        (
            "event",
            "活动名称|类型|日期|活动编号\n甲会|座谈会|2026-01-01|E9\n乙会|座谈会|2026-01-01|九",
            "「九」不是活动编号",
        ),
        ("event", "活动|姓名\n没有的会|甲@望江社区", "没有名为「没有的会」的活动"),
        ("request", "姓名|诉求内容|受理日期\n甲|住房|2026-02-01", "只写了姓名「甲」，不能认定是谁"),
        ("request", "姓名|所属社区|诉求内容|受理日期\n甲|渡口社区|住房|2026-02-01", "「渡口社区」没有「甲」"),
        ("request", "姓名|所属社区|诉求内容|受理日期\n戊|望江社区|住房|2026-02-01", "登记册里没有「戊」"),
        ("request", "人才编号|姓名|诉求内容|受理日期\nR000001|乙|住房|2026-02-01", "表中姓名写的是「乙」"),
        (
            "request",
            "诉求内容|受理日期|办结日期\n住房|2026-02-01|2026-01-01",
            "办结日期2026年1月1日早于受理日期",
        ),
        ("request", "诉求内容|受理日期|办结日期\n住房|2026-02-01|上周", "C2：日期「上周」看不懂"),
        ("request", "诉求内容|受理日期\n住房|2026-05-01", "受理日期2026年5月1日还没有到"),
        (
            "assign",
            "联系领导|联系对象|任期起|任期止\n李主任|甲@望江社区|2026-02-01|2025-01-01",
            "任期止2025年1月1日早于",
        ),
        ("assign", "联系领导|联系对象|任期起\n李主任、王主任|甲@望江社区|2026-02-01", "像是几个人"),
        ("assign", "联系领导|联系对象|任期起\n、、|甲@望江社区|2026-02-01", "「、、」不是姓名"),
        ("publicity", "形式|数量|日期\n横幅|-3|2026-01-01", "B2：宣传数量「-3」是负数"),
        ("publicity", "形式|数量|日期\n横幅|几十|2026-01-01", "B2：宣传数量「几十」不是数"),
        ("referral", "被引荐人|引荐人|引荐日期\n甲@望江社区|甲@望江社区|2026-01-01", "不能引荐自己"),
        ("milestone", "姓名|成效种类|日期\n甲@望江社区|发财|2026-01-01", "成效种类「发财」看不懂"),
        ("campaign", "任务|单位|完成日期\n没有的事|望江社区|2026-01-01", "没有名为「没有的事」的任务"),
    ],
)
def test_a_row_that_cannot_be_so_is_left_out_and_named(
    run: Run, office: Path, command: str, text: str, said: str
) -> None:
    before = dump(office)
    answer = take(run, command, text)
    assert (answer.code, tally(answer)["未导入"]) == (3, 1), answer
    assert said in answer.out
    after = dump(office)
    assert (after["staff"], after["assignment"]) == (before["staff"], before["assignment"])
    if "E9" not in text:
        assert after == before


def test_a_cell_nothing_is_counted_by_is_set_aside_and_the_row_comes_in(run: Run, office: Path) -> None:
    answer = take(run, "event", "活动名称|类型|日期|人数\n甲会|座谈会|2026-01-05|约30人")
    assert (answer.code, tally(answer)) == (0, {"新增": 1})
    assert "D2：到场人数「约30人」不是数，请只写数字，如 12［约30人］" in answer.out
    assert stored(office, "select headcount from event") == [(None,)]
    query = "select value from import_problem where weight = 'set_aside'"
    assert stored(office, query) == [("约30人",)]


def test_what_was_filled_in_unasked_is_said(run: Run, office: Path) -> None:
    answer = take(run, "event", "活动名称|类型|日期\n甲会|读书会|2026-05-05\n乙会|座谈会|2026-01-05")
    assert "活动类型「读书会」不在常用词里，照写登记" in answer.out
    assert "记为计划" in answer.out
    assert "第2行、第3行：没有写主办单位，记在云河区" in answer.out
    assert stored(office, "select state from event order by id") == [("planned",), ("held",)]


def test_one_of_two_columns_that_mean_the_same_holds_and_unknown_ones_are_named(
    run: Run, office: Path
) -> None:
    answer = take(run, "event", "活动名称|类型|日期|时间|预算（元）\n甲会|座谈会|2026-01-05|2026-01-06|500")
    assert "不认识的列「时间」、「预算（元）」，没有导入" in answer.out
    assert stored(office, 'select "on" from event') == [("2026-01-05",)]


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        ("姓名|所属街道|所属社区", "甲|临江街道|望江社区"),
        ("姓名|所属单位", "甲|望江社区"),
        ("姓名", "甲@望江社区"),
        ("姓名", "R000001"),
        ("人才编号", "R000001"),
        ("姓名|所属单位代码", "甲|U3"),
    ],
)
def test_a_person_is_known_by_a_number_or_by_name_and_unit(
    run: Run, office: Path, heads: str, cells: str
) -> None:
    answer = take(run, "request", f"{heads}|诉求内容|受理日期\n{cells}|住房|2026-02-01")
    assert (answer.code, stored(office, "select person_id from request")) == (0, [(1,)]), answer


@pytest.mark.parametrize(
    ("title", "words"),
    [("望江社区诉求台账", ()), ("填报单位：望江社区", ()), ("诉求台账", ("--unit", "临江街道"))],
)
def test_a_title_or_the_command_says_where_people_belong(
    run: Run, office: Path, title: str, words: tuple[str, ...]
) -> None:
    answer = take(run, "request", f"{title}\n姓名|诉求内容|受理日期\n甲|住房|2026-02-01", *words)
    assert (answer.code, stored(office, "select person_id from request")) == (0, [(1,)]), answer


def test_a_phone_tells_namesakes_apart_and_must_be_theirs(run: Run, office: Path) -> None:
    for name in ("甲", "戊"):
        done(
            run,
            "edit" if name == "甲" else "add",
            f"{name}",
            *(["联系电话=15412345678"] if name == "甲" else []),
        )
    head = "姓名|联系电话|诉求内容|受理日期"
    assert take(run, "request", f"{head}\n甲|154 1234 5678|住房|2026-02-01").code == 0
    answer = take(run, "request", f"{head}\n戊|15412345678|住房|2026-02-01")
    assert "号码是 R000001  甲" in answer.out
    assert "15412345678" not in answer.out


def test_an_own_number_corrects_its_row_and_blanks_say_nothing(run: Run, full: Path) -> None:
    head = "活动编号|活动名称|活动类型|活动日期|主办单位|到场人数|活动地点"
    text = f"{head}\nE000001|新春恳谈会|恳谈会|2026-02-11|临江街道|50|"
    answer = take(run, "event", text)
    assert tally(answer) == {"更新": 1}
    assert "E000001  活动日期：2026-02-10 → 2026-02-11；到场人数：45 → 50" in answer.out
    assert stored(full, 'select "on", headcount, place from event where id = 1') == [
        ("2026-02-11", 50, "党群服务中心")
    ]
    done(run, "undo")
    assert stored(full, 'select "on", headcount from event where id = 1') == [("2026-02-10", 45)]


def test_a_number_beside_something_quite_different_is_refused(run: Run, full: Path) -> None:
    before = dump(full)
    lines = ("E000001|别的会|恳谈会|2026-03-11", "E000001|新春恳谈会|恳谈会|2026-02-10")
    text = "\n".join(["活动编号|活动名称|活动类型|活动日期", *lines])
    answer = take(run, "event", text)
    assert tally(answer) == {"未导入": 2}
    assert "E000001 在登记册里的活动名称和活动日期都与表中不同" in answer.out
    assert "E000001 在第2行已经写过" in answer.out
    assert dump(full) == before


@pytest.mark.parametrize(
    ("mode", "headcount", "place", "outcome"),
    [("fill", 45, "大院", "更新"), ("update", 60, "大院", "更新"), ("skip", 45, None, "无变化")],
)
def test_a_known_row_without_number_is_filled_or_put_right_or_left(
    run: Run, office: Path, mode: str, headcount: int, place: str | None, outcome: str
) -> None:
    head = "活动名称|类型|日期|人数|地点"
    assert tally(take(run, "event", f"{head}\n甲会|座谈会|2026-01-05|45|")) == {"新增": 1}
    answer = take(run, "event", f"{head}\n甲会|座谈会|2026-01-05|60|大院", "--on-match", mode)
    assert tally(answer) == {outcome: 1}
    assert ("到场人数保留「45」，表中为「60」" in answer.out) == (mode == "fill")
    assert stored(office, "select headcount, place from event") == [(headcount, place)]


def test_the_same_file_does_not_bring_back_what_was_corrected_since(run: Run, office: Path) -> None:
    done(run, "event", "import", sheet("event"))
    done(run, "event", "edit", "E000001", "活动名称=迎春恳谈会", "活动日期=2026-02-12")
    before = dump(office)
    assert tally(done(run, "event", "import", "event.csv")) == {"无变化": 2, "跳过": 2}
    assert dump(office) == before


def test_twice_in_a_sheet_is_once(run: Run, office: Path) -> None:
    line = "横幅|12|欢迎|路口|2026-01-20|望江社区"
    answer = take(run, "publicity", f"形式|数量|内容|地点|日期|单位\n{line}\n{line}")
    assert tally(answer) == {"新增": 1, "表内重复": 1}


def test_what_no_column_says_is_said_for_all_rows(run: Run, full: Path) -> None:
    text = "任务名称|要求\n一条短信|每人一条\n一次座谈|"
    answer = take(run, "campaign task", text, "--set", "专项行动=春节走访", "--set", "任务种类=规定动作")
    assert tally(answer) == {"新增": 2}
    query = "select name, campaign_id, kind from task where campaign_id is not null"
    assert stored(full, query) == [("一条短信", 1, "checklist"), ("一次座谈", 1, "checklist")]
    wrong = take(run, "campaign task", text, "--set", "没有=1")
    assert (wrong.code, "没有「没有」这个字段" in wrong.err) == (2, True)


def test_a_leader_is_entered_once_and_not_for_a_row_that_failed(run: Run, office: Path) -> None:
    text = """
联系领导|联系对象|任期起
新书记|甲@望江社区|2026-01-01
新书记|乙@渡口社区|2026-01-01
坏书记|丙@望江社区|2026-13-01
错书记|没有这人@望江社区|2026-01-01
新书记|甲@望江社区|2026-02-01
"""
    answer = take(run, "assign", text)
    assert tally(answer) == {"新增": 2, "未导入": 3}
    assert "新登记工作人员（1）：新书记" in answer.out
    assert "L000001 已经是这两人的联系关系" in answer.out
    assert stored(office, "select name from staff") == [("新书记",)]


def test_a_caller_nobody_knows_stays_a_name(run: Run, office: Path) -> None:
    answer = take(run, "hotline", "来电类别|来电日期|姓名\n政策咨询|2026-02-01|过路人")
    assert (answer.code, tally(answer)) == (0, {"新增": 1})
    assert stored(office, "select name, person_id from entry") == [("过路人", None)]


def test_merged_cells_and_dittos_are_filled_down(run: Run, office: Path) -> None:
    made = Workbook()
    page = made.worksheets[0]
    for row in rows_of("形式|数量|日期|单位\n横幅|3|2026-01-20|望江社区\n|4||渡口社区\n公开信|5|同上|同上"):
        page.append(list(row))
    page.merge_cells("A2:A3")
    page.merge_cells("C2:C3")
    made.save("宣传.xlsx")
    done(run, "publicity", "import", "宣传.xlsx")
    query = 'select category, quantity, "on", unit_id from entry order by id'
    assert stored(office, query) == [
        ("横幅", 3, "2026-01-20", 3),
        ("横幅", 4, "2026-01-20", 4),
        ("公开信", 5, "2026-01-20", 4),
    ]


def test_a_book_of_several_sheets_takes_those_that_go_together(run: Run, office: Path) -> None:
    people = rows_of(
        "活动名称|姓名|所属社区|是否到会\n新春恳谈会|甲|望江社区|是\n新春恳谈会|丁|梅溪村|邀请了"
    )
    events = rows_of("活动名称|类型|日期\n新春恳谈会|恳谈会|2026-02-10")
    answer = run("event", "import", workbook(people, events, [("备忘", "x"), ("y", "z")]))
    assert tally(answer) == {"新增": 2, "未导入": 1}
    assert "D3：是否到会「邀请了」看不懂" in answer.out
    assert "整张工作表没有导入：没有认得的表头" in answer.out
    assert stored(office, "select person_id, attended from attendance") == [(1, "yes")]


def test_events_of_one_name_are_told_by_their_day(run: Run, office: Path) -> None:
    take(run, "event", "活动名称|类型|日期\n例会|座谈会|2026-01-05\n例会|座谈会|2026-02-05")
    text = "活动名称|活动日期|姓名\n例会|2026-02-05|甲@望江社区\n例会||乙@渡口社区"
    answer = take(run, "event", text)
    assert tally(answer) == {"新增": 1, "未导入": 1}
    assert "有2场活动叫「例会」" in answer.out
    assert stored(office, "select event_id from attendance") == [(2,)]


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("event", "姓名|电话\n甲|1", "活动表要有“活动名称”“活动类型”“活动日期”"),
        ("number", "甲|乙\n1|2", "里找不到认得的表头，前几行是：甲 | 乙；1 | 2"),
        (
            "request",
            "活动编号|活动名称|活动类型|活动日期\n|会|座谈会|2026-01-01",
            "请用 talentreg event import 导入",
        ),
    ],
)
def test_a_book_of_something_else_is_refused_whole(
    run: Run, office: Path, command: str, text: str, said: str
) -> None:
    before = dump(office)
    answer = take(run, command, text)
    assert (answer.code, dump(office)) == (1, before)
    assert said in answer.err


def test_what_is_wrong_is_marked_in_a_copy_that_comes_back_right(run: Run, office: Path) -> None:
    text = "活动名称|类型|日期|人数\n甲会|座谈会|2026-2-30|10\n乙会|座谈会|2026-02-03|约20"
    take(run, "event", text, "--marked", "核对")
    book = load_workbook("核对/表（核对）.xlsx")
    page = book.worksheets[0]
    told = [row[-1] for row in page.iter_rows(values_only=True)]
    assert told[0] == "核对结果"
    assert str(told[1]).startswith("未导入：C2 活动日期「2026-2-30」")
    assert str(told[2]).startswith("已导入")
    page["C2"] = "2026-02-28"
    book.save("改好.xlsx")
    answer = run("event", "import", "改好.xlsx")
    assert (answer.code, tally(answer)) == (0, {"新增": 1, "无变化": 1}), answer
