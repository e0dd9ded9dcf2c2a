"""`talentreg event attend --from`: a sheet of signatures, every line accounted for, newcomers if asked."""

import json
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, dump, id_number, phone, stored, tally, units_of, workbook
from conftest import Answer
from openpyxl import load_workbook
from roll_call import lay, roll, state

Run = Callable[..., Answer]
CAME: dict[str, object] = {"attended": "yes", "role": "attendee", "presence": "unknown"}
ON_LIST: dict[str, object] = {"role": "attendee", "presence": "unknown"}


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with four events."""
    return lay(run, own_register)


def take(run: Run, sheet: str | Path, words: str = "", code: int = 0, verb: str = "attend 恳谈会") -> Answer:
    """Enter a list, given as its path or its text."""
    path = sheet if isinstance(sheet, Path) else csv_book(sheet, "签到表.csv")
    answer = run("event", *verb.split(), "--from", path, *words.split())
    assert answer.code == code, answer
    return answer


# Whom a row means

WHO = [
    (f"姓名,联系电话\n张三,{phone(1)}\n", "", {"张三": CAME}),
    (f"姓名,身份证号\n张三,{id_number(1)}\n", "", {"张三": CAME}),
    ("姓名,人才编号\n张三,R000001\n", "", {"张三": CAME}),
    ("人才编号\nR000001\n", "", {"张三": CAME}),
    ("姓名,所属社区\n张三,望江社区\n", "", {"张三": CAME}),
    ("姓名,所属社区\n李四,石门社区\n", "", {"李四": CAME}),
    ("姓名\n张三\n", "--unit 望江社区", {"张三": CAME}),
    ("姓名\n张三\n", "--unit 临江街道", {"张三": CAME}),
    ("望江社区恳谈会签到表,\n姓名,签到\n张三,√\n", "", {"张三": CAME}),
]


@pytest.mark.parametrize(("sheet", "words", "found"), WHO)
def test_a_person_is_known_as_on_a_contact_sheet(
    run: Run, own_register: Path, sheet: str, words: str, found: dict[str, Any]
) -> None:
    assert tally(take(run, sheet, words))["新增"] == 1
    assert roll(own_register) == found


NOBODY = [
    ("姓名\n张三\n", "", "只凭姓名「张三」不能认定是谁", 1),
    ("姓名,所属街道\n王五,临江街道\n", "", "本单位有2人叫这个名字", 2),
    ("姓名,所属社区\n李四,渡口社区\n", "", "登记册里没有「李四」", 2),
    ("姓名,所属社区\n钱七,望江社区\n", "", "登记册里没有「钱七」；是新人的加 --enrol 一并登记", 0),
    (f"姓名,联系电话,身份证号\n张三,{phone(1)},{id_number(3)}\n", "", "身份证号与登记册里的同一人不一致", 1),
    ("姓名,所属社区\n赵六,望江社区\n", "", "活动那天已退库，没有登记", 0),
    (f"姓名,联系电话\n,{phone(9)}\n", "", "登记册里没有「此人」", 0),
]


@pytest.mark.parametrize(("sheet", "words", "why", "candidates"), NOBODY)
def test_who_cannot_be_told_is_listed_and_never_guessed(
    run: Run, own_register: Path, sheet: str, words: str, why: str, candidates: int
) -> None:
    before = dump(own_register)
    answer = take(run, sheet, words, 3)
    assert tally(answer) == {"未导入": 1}
    assert why in answer.out
    assert answer.out.count("可能是 R") == candidates
    assert dump(own_register) == before


# What a row says

SAYS = [
    ("签到", "√", CAME),
    ("签到", "是", CAME),
    ("签到", "张三", CAME),
    ("签到时间", "14:30", CAME),
    ("签到时间", "2026-02-10 9:05", CAME),
    ("是否到会", "请假", ON_LIST | {"attended": "no"}),
    ("是否参加", "缺席", ON_LIST | {"attended": "no"}),
    ("到会", "无", ON_LIST | {"attended": "no"}),
    ("签到", "/", ON_LIST),
    ("参会身份", "主讲人", CAME | {"role": "speaker"}),
    ("参加身份", "群众代表", CAME | {"role": "representative"}),
    ("是否返乡", "已返乡", CAME | {"presence": "home"}),
    ("返乡情况", "未返乡", CAME | {"presence": "away"}),
    ("是否邀请", "是", CAME | {"invited": "yes"}),
    ("是否应邀", "否", CAME | {"accepted": "no"}),
    ("备注", "[red]=1+1", CAME | {"note": "[red]=1+1"}),
    ("身份", "博士", CAME | {"note": "参加身份（原文）：博士"}),
    ("座位号", "Ａ１２", CAME | {"note": "座位号：Ａ１２"}),
    ("工作单位", "海城造船厂", CAME | {"note": "工作单位：海城造船厂"}),
    ("工作单位", "江州丝绸厂", CAME),
    ("联系电话", phone(1), CAME),
]


@pytest.mark.parametrize(("heading", "cell", "said"), SAYS)
def test_what_the_sheet_says_is_taken(
    run: Run, own_register: Path, heading: str, cell: str, said: dict[str, Any]
) -> None:
    take(run, f"姓名,所属社区,{heading}\n张三,望江社区,{cell}\n")
    assert roll(own_register) == {"张三": said}


@pytest.mark.parametrize(
    ("heading", "cell", "why"),
    [
        ("签到", "也许", "是否到会「也许」看不懂，到会写 是、√，没到写 否、请假"),
        ("签到", "李四", "是否到会「李四」看不懂"),
        ("是否返乡", "火星", "是否返乡「火星」看不懂"),
        ("是否邀请", "不记得", "是否邀请「不记得」看不懂"),
        ("活动", "中秋茶话会", "这一行写的是另一场活动「中秋茶话会」"),
    ],
)
def test_what_figures_depend_on_and_nobody_understands_rejects_the_row(
    run: Run, own_register: Path, heading: str, cell: str, why: str
) -> None:
    answer = take(run, f"姓名,所属社区,{heading}\n张三,望江社区,{cell}\n李四,石门社区,\n", "", 3)
    assert tally(answer) == {"新增": 1, "未导入": 1}
    assert why in answer.out
    assert "张三" not in roll(own_register)


@pytest.mark.parametrize(
    ("headings", "cells", "said"),
    [
        ("是否到会,签字", "√,", CAME),
        ("签字,到会", ",√", CAME),
        ("签字,是否到会", "张三,否", ON_LIST | {"attended": "no", "note": "签字：张三"}),
    ],
)
def test_a_column_that_says_who_came_is_believed_before_signatures(
    run: Run, own_register: Path, headings: str, cells: str, said: dict[str, Any]
) -> None:
    take(run, f"姓名,所属社区,{headings}\n张三,望江社区,{cells}\n")
    assert roll(own_register) == {"张三": said}


def test_ticks_below_two_rows_of_headings_are_believed_before_signatures(
    run: Run, own_register: Path
) -> None:
    sheet = workbook(
        [
            ["姓名", "所属社区", "参会情况", None, "签字"],
            [None, None, "是否邀请", "是否到会", None],
            ["张三", "望江社区", "√", "✔", None],
            ["李四", "石门社区", "√", "×", None],
        ]
    )
    book = load_workbook(sheet)
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        book.worksheets[0].merge_cells(area)
    book.save(sheet)
    take(run, sheet)
    assert roll(own_register) == {
        "张三": CAME | {"invited": "yes"},
        "李四": ON_LIST | {"invited": "yes", "attended": "no"},
    }


def test_the_time_of_signing_may_be_a_time(run: Run, own_register: Path) -> None:
    take(run, workbook([["姓名", "所属社区", "签到时间"], ["张三", "望江社区", time(14, 30)]]))
    assert roll(own_register) == {"张三": CAME}


@pytest.mark.parametrize("named", ["恳谈会", "E000001"])
def test_a_sheet_may_name_its_event(run: Run, own_register: Path, named: str) -> None:
    take(run, f"活动,姓名,所属社区\n{named},张三,望江社区\n")
    assert roll(own_register) == {"张三": CAME}


def test_what_the_command_says_fills_what_the_sheet_does_not(run: Run, own_register: Path) -> None:
    take(
        run, "姓名,返乡情况\n张三,未返乡\n李四,\n", "--unit 望江社区 --presence 返乡 --role 代表 --invited 是"
    )
    both = CAME | {"role": "representative", "invited": "yes"}
    assert roll(own_register) == {"张三": both | {"presence": "away"}, "李四": both | {"presence": "home"}}


def test_a_blank_beside_signatures_is_no_signature(run: Run, own_register: Path) -> None:
    answer = take(run, "姓名,签到\n张三,√\n李四,\n", "--unit 望江社区")
    assert roll(own_register) == {"张三": CAME, "李四": ON_LIST}
    assert "第3行：签到一栏空白，没有记到会［李四］" in answer.out
    assert "名单共2人：到会1人" in answer.err


# Every row is accounted for

WHOLE = """恳谈会签到表,,,
序号,姓名,所属社区,签到
1,张三,望江社区,√
2,张三,望江社区,√
3,李四,望江社区,请假
4,李四,,
5,王五,渡口社区,√
6,,望江社区,√
,合计,5人,
"""


def test_every_row_is_accounted_for(run: Run, own_register: Path) -> None:
    answer = take(run, WHOLE, "", 3)
    assert tally(answer) == {"新增": 2, "表内重复": 2, "未导入": 2, "跳过": 1}
    assert roll(own_register) == {"张三": CAME, "李四": ON_LIST | {"attended": "no"}}
    assert answer.out.startswith("E000001  2026年2月10日  恳谈会\n")
    assert "已写入：参加活动2\n" in answer.out


def test_strict_writes_nothing_for_one_bad_row(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    take(run, WHOLE, "--strict", 1)
    assert dump(own_register) == before


def test_the_same_sheet_again_changes_nothing(run: Run, own_register: Path) -> None:
    sheet = "姓名,所属社区,签到,座位,职务\n张三,望江社区,√,A1,经理\n李四,石门社区,请假,,\n"
    take(run, sheet)
    before = dump(own_register)
    answer = take(run, sheet)
    assert tally(answer) == {"无变化": 2}
    assert "没有变化：登记册里已经都有了" in answer.out
    assert dump(own_register) == before


def test_signatures_complete_the_list_of_those_asked(run: Run, own_register: Path) -> None:
    asked = "姓名,是否应邀\n张三,是\n李四,否\n"
    assert tally(take(run, asked, "--unit 望江社区", verb="invite 恳谈会")) == {"新增": 2}
    answer = take(run, f"姓名,联系电话,身份\n张三,{phone(1)},发言\n王五,{phone(4)},\n")
    assert tally(answer) == {"新增": 1, "更新": 1}
    assert "已写入：参加活动1，补充参加情况1\n" in answer.out
    assert roll(own_register) == {
        "张三": CAME | {"invited": "yes", "accepted": "yes", "role": "speaker"},
        "李四": ON_LIST | {"invited": "yes", "accepted": "no"},
        "王五": CAME,
    }


def test_what_the_list_says_already_stands_against_a_sheet(run: Run, own_register: Path) -> None:
    take(run, "姓名,签到,返乡情况\n张三,√,返乡\n", "--unit 望江社区")
    answer = take(run, "姓名,签到,返乡情况\n张三,请假,未返乡\n", "--unit 望江社区")
    assert tally(answer) == {"无变化": 1}
    assert "是否到会与登记册不同，没有改动" in answer.out
    assert "是否返乡与登记册不同，没有改动" in answer.out
    assert roll(own_register) == {"张三": CAME | {"presence": "home"}}


# Newcomers

NEW = f"""姓名,性别,联系电话,所属社区,学历,爱好,是否返乡,备注
孙八,男,{phone(8)},望江社区,本科,书法,返乡,头回来
周九,,,新月社区,,,,
张三,,{phone(1)},,,,,
"""


def test_newcomers_are_entered_as_an_import_enters_them(run: Run, own_register: Path) -> None:
    answer = take(run, NEW, "--enrol --unit 临江街道")
    assert tally(answer) == {"新增": 3}
    assert "已写入：新人2，参加活动3，新单位1\n" in answer.out
    assert roll(own_register) == {
        "孙八": CAME | {"presence": "home", "note": "头回来"},
        "周九": CAME,
        "张三": CAME,
    }
    assert units_of(own_register)["周九"] == "新月社区"
    shown = json.loads(run("show", "孙八", "--json").out)
    assert (shown["degree"], shown["extra"]) == ("本科", {"爱好": "书法"})


def test_newcomers_and_their_places_are_one_change(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    take(run, NEW, "--enrol --unit 临江街道")
    after = dump(own_register)
    assert run("undo").code == 0
    assert dump(own_register) == before
    assert run("undo", str(len(json.loads(run("log", "--json").out)))).code == 0
    assert dump(own_register) == after


def test_newcomers_come_in_once(run: Run, own_register: Path) -> None:
    take(run, NEW, "--enrol --unit 临江街道")
    before = dump(own_register)
    assert tally(take(run, NEW, "--enrol --unit 临江街道")) == {"无变化": 3}
    assert dump(own_register) == before


def test_a_newcomer_twice_on_a_sheet_is_one_person(run: Run, own_register: Path) -> None:
    sheet = f"姓名,联系电话,所属社区,签到\n孙八,{phone(8)},望江社区,\n孙八,{phone(8)},,√\n"
    assert tally(take(run, sheet, "--enrol")) == {"新增": 1, "表内重复": 1}
    assert roll(own_register) == {"孙八": CAME}


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        ("姓名\n张三\n", "只凭姓名「张三」不能认定是谁"),
        ("姓名,所属街道\n王五,临江街道\n", "本单位有2人叫这个名字"),
        (f"姓名,联系电话,身份证号\n张三,{phone(1)},{id_number(3)}\n", "身份证号与登记册里的同一人不一致"),
        (f"姓名,联系电话\n,{phone(9)}\n", "登记册里没有「此人」"),
    ],
)
def test_somebody_who_may_be_there_is_no_newcomer(run: Run, own_register: Path, sheet: str, why: str) -> None:
    before = dump(own_register)
    answer = take(run, sheet, "--enrol", 3)
    assert tally(answer) == {"未导入": 1}
    assert why in answer.out
    assert dump(own_register) == before


@pytest.mark.parametrize(
    "sheet", [f"姓名,所属社区,联系电话\n李四,渡口社区,{phone(7)}\n", "姓名,所属社区\n李四,渡口社区\n"]
)
def test_a_namesake_of_another_unit_is_somebody_else(run: Run, own_register: Path, sheet: str) -> None:
    assert tally(take(run, sheet, "--enrol")) == {"新增": 1}
    assert stored(own_register, "select count(*) from person where name = '李四'") == [(3,)]


def test_an_erased_person_does_not_come_back_with_a_list(run: Run, own_register: Path) -> None:
    assert run("erase", "张三", "--reason", "本人申请", "--yes").code == 0
    sheet = f"姓名,联系电话,所属社区\n张三,{phone(1)},望江社区\n"
    for words in ("", "--enrol"):
        assert tally(take(run, sheet, words)) == {"跳过": 1}
    assert roll(own_register) == {}
    assert tally(take(run, sheet, "--enrol --allow-erased")) == {"新增": 1}
    assert roll(own_register) == {"张三": CAME}


def test_somebody_made_one_with_another_is_found_by_what_they_were(run: Run, own_register: Path) -> None:
    assert run("merge", phone(5), phone(4)).code == 0
    take(run, f"姓名,联系电话\n王五,{phone(4)}\n王五,{phone(5)}\n")
    assert roll(own_register) == {"王五": CAME}


# Events, files, trying out


def test_a_planned_event_somebody_signed_for_was_held(run: Run, own_register: Path) -> None:
    answer = take(run, "姓名\n张三\n", "--unit 望江社区", verb="attend 茶话会")
    assert "活动状态已由计划改为已办" in answer.out
    assert state(own_register, 2) == "held"
    assert run("undo").code == 0
    assert state(own_register, 2) == "planned"


@pytest.mark.parametrize(("event", "why"), [("参观", "已取消"), ("乡行", "还没有到日子")])
def test_nobody_signs_for_an_event_that_was_not_held(run: Run, event: str, why: str) -> None:
    refused = take(run, "姓名\n张三\n", "--unit 望江社区", 1, f"attend {event}")
    assert why in refused.err
    answer = take(run, "姓名,签到\n张三,√\n李四,\n", "--unit 望江社区", 3, f"invite {event}")
    assert tally(answer) == {"新增": 1, "未导入": 1}
    assert "活动还没有办或已取消，不能记到会" in answer.out


def test_trying_out_writes_nothing_and_says_who(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    answer = take(run, NEW, "--enrol --dry-run --unit 临江街道")
    assert "将登记参加活动（3）" in answer.out
    assert "  孙八  是、返乡、头回来\n" in answer.out
    assert "将写入：新人2，参加活动3，新单位1\n" in answer.out
    assert dump(own_register) == before


def test_rejected_rows_are_marked_on_a_copy(run: Run) -> None:
    take(run, workbook([["姓名", "所属社区", "签到"], ["张三", "望江社区", "也许"]]), "--marked 核对", 3)
    sheet = load_workbook("核对/登记表（核对）.xlsx").active
    assert sheet is not None
    assert "是否到会「也许」看不懂" in str(sheet.cell(2, 4).value)


def test_what_an_import_did_is_told_again(run: Run) -> None:
    take(run, NEW, "--enrol --unit 临江街道")
    [newest, *_] = json.loads(run("imports", "list", "--json").out)
    assert newest["command"] == "event attend --from 签到表.csv"
    told = run("imports", "show", str(newest["number"])).out
    assert "参加名单" in told
    assert "孙八" in told


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        ("天气,温度\n晴,3\n", "表里要有姓名、编号、身份证号或电话一列"),
        ("", "签到表.csv"),
    ],
)
def test_a_file_that_is_no_list_of_names_is_said(run: Run, own_register: Path, sheet: str, why: str) -> None:
    before = dump(own_register)
    assert why in take(run, sheet, "", 1).err
    assert dump(own_register) == before
