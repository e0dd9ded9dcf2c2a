"""Contact sheets: with whom, when and how, or not at all; each contact once."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, dump, id_number, phone, stored, tally, workbook
from conftest import Answer

Run = Callable[..., Answer]
Book = Callable[..., Path]

ID = id_number(101)
HEADINGS = (
    "姓名|身份证号|联系电话|所属社区|联络日期|联络方式|是否返乡|是否联系上|联络人|事由|联络内容|"
    "返乡意愿|下次联络日期"
)
FULL = f"张三|{ID}|||2026-03-05|走访|是|是|李明|节日慰问|想回来办厂|创业|2026-04-10"


_registered: list[bytes] = []


@pytest.fixture(autouse=True)
def people(run: Run, own_register: Path) -> None:
    """Register 张三 twice, in two villages, and 李四; once for all tests, as it takes most of their time."""
    if not _registered:
        rows = f"张三,{ID},{phone(1)},临江街道,望江社区\n张三,,{phone(2)},临江街道,渡口社区\n"
        rows += f"李四,,{phone(3)},梅溪镇,梅溪村\n"
        run("import", csv_book(f"姓名,身份证号,联系电话,所属街道,所属社区\n{rows}", name="人员.csv"))
        _registered.append(own_register.read_bytes())
    own_register.write_bytes(_registered[0])


def contacts(register: Path, *names: str) -> list[tuple[object, ...]]:
    return stored(register, f"select {', '.join(names)} from contact order by id")


def sheet(book: Book, *rows: str, headings: str = HEADINGS) -> Path:
    return book("\n".join(["联络", headings, *rows]), name="联络.xlsx")


def row(**cells: str) -> str:
    """Write a row of a contact sheet; what is not given is that of a plain phone call to R000001."""
    plain = {"姓名": "张三", "联系电话": phone(1), "联络日期": "2026-03-05", "联络方式": "电话"} | cells
    assert set(plain) <= set(HEADINGS.split("|"))
    return "|".join(plain.get(heading, "") for heading in HEADINGS.split("|"))


def test_every_column_is_kept(run: Run, book: Book, own_register: Path) -> None:
    answer = run("import", sheet(book, FULL))
    assert (tally(answer), answer.code) == ({"新增": 1}, 0)
    names = (
        "person_id",
        '"on"',
        "channel",
        "presence",
        "direction",
        "reached",
        "occasion",
        "note",
        "next_on",
    )
    assert contacts(own_register, *names) == [
        (1, "2026-03-05", "visit", "home", "outbound", "self", "慰问", "想回来办厂", "2026-04-10")
    ]
    assert stored(own_register, "select name from staff") == [("李明",)]
    assert stored(own_register, 'select person_id, "on", kind, contact_id from intention') == [
        (1, "2026-03-05", "business", 1)
    ]


@pytest.mark.parametrize(
    ("who", "person"),
    [
        ({"姓名": "", "联系电话": "", "身份证号": ID}, 1),
        ({"联系电话": "", "身份证号": ID}, 1),
        ({"联系电话": phone(1)}, 1),
        ({"联系电话": phone(2)}, 2),
        ({"联系电话": "", "所属社区": "渡口社区"}, 2),
        ({"联系电话": "", "所属社区": "临江街道/望江社区"}, 1),
        ({"姓名": "李四", "联系电话": "", "所属社区": "梅溪镇"}, 3),
        ({"联系电话": "15499999999", "所属社区": "渡口社区"}, 2),
        ({"身份证号": "12345", "联系电话": phone(1)}, 1),
        ({"身份证号": id_number(105), "联系电话": phone(2)}, 2),
        ({"联系电话": ""}, None),
        ({"姓名": "李四", "联系电话": ""}, None),
        ({"姓名": ""}, None),
        ({"联系电话": "", "所属社区": "临江街道"}, None),
        ({"联系电话": "", "所属社区": "梅溪村"}, None),
        ({"姓名": "王五", "联系电话": phone(1)}, None),
        ({"姓名": "王五", "身份证号": ID}, None),
        ({"身份证号": id_number(105), "联系电话": phone(1)}, None),
        ({"联系电话": "打不通"}, None),
    ],
    ids=str,
)
def test_who_is_told_by_number_or_phone_and_name_or_name_and_unit(
    run: Run, book: Book, own_register: Path, who: dict[str, str], person: int | None
) -> None:
    answer = run("import", sheet(book, row(**who)))
    assert contacts(own_register, "person_id") == ([(person,)] if person else [])
    assert (tally(answer), answer.code) == (({"新增": 1}, 0) if person else ({"未导入": 1}, 3))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"联络日期": ""}, "：没有联络日期"),
        ({"联络日期": "上周"}, "：联络日期「上周」看不懂"),
        ({"联络日期": "2026-02-30"}, "：联络日期「2026-02-30」不是真实存在的日期"),
        ({"联络日期": "3月5日"}, "：联络日期「3月5日」看不懂"),
        ({"联络日期": "2026-04-01"}, "：联络日期在今天以后"),
        ({"联络方式": ""}, "：没有联络方式"),
        ({"联络方式": "托梦"}, "：联络方式「托梦」看不懂，可写：走访、面谈、"),
        ({"是否返乡": "也许"}, "：是否返乡「也许」看不懂"),
        ({"是否联系上": "也许"}, "：是否联系上「也许」看不懂"),
    ],
    ids=str,
)
def test_a_row_without_a_clear_day_channel_presence_or_outcome_is_rejected_at_its_line(
    run: Run, book: Book, own_register: Path, cells: dict[str, str], said: str
) -> None:
    before = dump(own_register)
    answer = run("import", sheet(book, "", row(**cells)))
    assert (tally(answer), answer.code, dump(own_register)) == ({"未导入": 1}, 3, before)
    assert re.search(rf"联络\.xlsx／联络／(第3行|[A-Z]3){re.escape(said)}", answer.out)
    assert "单元格未采用" not in answer.out


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ({"返乡意愿": "看情况"}, "看情况"),
        ({"下次联络日期": "下个月"}, "下个月"),
        ({"身份证号": "12345"}, "12345"),
    ],
)
def test_a_cell_nothing_is_counted_by_is_set_aside_and_the_contact_counts(
    run: Run, book: Book, own_register: Path, cells: dict[str, str], kept: str
) -> None:
    answer = run("import", sheet(book, row(**cells)))
    assert (tally(answer), answer.code) == ({"新增": 1}, 0)
    assert "单元格未采用（1）" in answer.out
    assert list(json.loads(str(contacts(own_register, "extra")[0][0])).values()) == [kept]


@pytest.mark.parametrize(
    ("cells", "stored_as"),
    [
        ({}, ("phone", "unknown", "outbound", "self")),
        ({"是否返乡": "是"}, ("phone", "home", "outbound", "self")),
        ({"是否返乡": "否", "是否联系上": "否"}, ("phone", "away", "outbound", "none")),
        ({"是否返乡": "本地", "是否联系上": "家属"}, ("phone", "local", "outbound", "family")),
        ({"是否返乡": "在外", "是否联系上": "无人接听"}, ("phone", "away", "outbound", "none")),
        ({"联络方式": "上门走访"}, ("visit", "unknown", "outbound", "self")),
        ({"联络方式": "面谈"}, ("talk", "unknown", "outbound", "self")),
        ({"联络方式": "视频"}, ("video", "unknown", "outbound", "self")),
        ({"联络方式": "微信"}, ("wechat", "unknown", "outbound", "self")),
        ({"联络方式": "短信"}, ("sms", "unknown", "outbound", "self")),
        ({"联络方式": "邮件"}, ("email", "unknown", "outbound", "self")),
        ({"联络方式": "信函"}, ("letter", "unknown", "outbound", "self")),
    ],
    ids=str,
)
def test_closed_words_are_understood_and_blanks_have_their_meaning(
    run: Run, book: Book, own_register: Path, cells: dict[str, str], stored_as: tuple[str, ...]
) -> None:
    run("import", sheet(book, row(**cells)))
    assert contacts(own_register, "channel", "presence", "direction", "reached") == [stored_as]


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({}, "表内重复"),
        ({"姓名": "", "联系电话": "", "身份证号": ID}, "表内重复"),
        ({"事由": "服务", "下次联络日期": "2026-05-01"}, "表内重复"),
        ({"联系电话": phone(2)}, "新增"),
        ({"联络日期": "2026-03-06"}, "新增"),
        ({"联络方式": "微信"}, "新增"),
        ({"是否返乡": "是"}, "新增"),
        ({"是否联系上": "否"}, "新增"),
        ({"联络人": "李明"}, "新增"),
        ({"联络内容": "又打一次"}, "新增"),
    ],
    ids=str,
)
def test_a_contact_is_the_same_when_person_day_and_the_rest_that_counts_are(
    run: Run, book: Book, cells: dict[str, str], outcome: str
) -> None:
    first, second = row(), row(**cells)
    expected = {"新增": 2} if outcome == "新增" else {"新增": 1, outcome: 1}
    assert tally(run("import", sheet(book, first, second))) == expected
    assert set(tally(run("import", "../联络.xlsx"))) <= {"无变化", "表内重复"}
    assert tally(run("import", sheet(book, second))) == {"无变化": 1}


def test_a_contact_typed_before_is_not_entered_again_by_the_book(run: Run, book: Book) -> None:
    run(
        "contact",
        "log",
        "R000001",
        "--channel",
        "电话",
        "--on",
        "2026-03-05",
        "--by",
        "李明",
        "--note",
        "问 候",
    )
    assert tally(run("import", sheet(book, row(联络人="李明", 联络内容="问  候")))) == {"无变化": 1}


@pytest.mark.parametrize(
    ("cells", "words", "unit"),
    [
        ({}, (), None),
        ({"所属社区": "望江社区"}, (), None),
        ({"所属社区": "临江街道"}, (), None),
        ({"所属社区": "渡口社区"}, (), "渡口社区"),
        ({}, ("--unit", "梅溪镇"), "梅溪镇"),
        ({}, ("--unit", "临江街道"), None),
        ({"所属社区": "渡口社区"}, ("--unit", "临江街道"), "渡口社区"),
    ],
    ids=str,
)
def test_the_work_belongs_to_the_unit_named_unless_the_persons_own_lies_within_it(
    run: Run, book: Book, own_register: Path, cells: dict[str, str], words: tuple[str, ...], unit: str | None
) -> None:
    run("import", sheet(book, row(**cells)), *words)
    query = "select u.name from contact c left join unit u on u.id = c.unit_id"
    assert stored(own_register, query) == [(unit,)]


@pytest.mark.parametrize(
    ("written", "staff", "companions"),
    [
        ("李明", ["李明"], None),
        ("李 明", ["李明"], None),
        ("李明、王芳，赵刚", ["李明"], "王芳、赵刚"),
        ("李明/王芳", ["李明"], "王芳"),
        ("李明\n王芳", ["李明"], "王芳"),
        ("", [], None),
    ],
    ids=repr,
)
def test_of_several_names_the_first_made_the_contact_and_the_others_came_along(
    run: Run, own_register: Path, written: str, staff: list[str], companions: str | None
) -> None:
    path = workbook(
        [
            ["姓名", "联系电话", "联络日期", "联络方式", "联络人"],
            ["张三", phone(1), "2026-03-05", "电话", written],
        ]
    )
    answer = run("import", path)
    assert stored(own_register, "select name, unit_id from staff") == [(name, 2) for name in staff]
    assert contacts(own_register, "companions") == [(companions,)]
    assert ("新登记工作人员" in answer.out) == bool(staff)


def test_those_who_came_along_are_kept_whichever_column_names_them(run: Run, own_register: Path) -> None:
    run(
        "import",
        csv_book(
            f"姓名,联系电话,联络日期,联络方式,联络人,同行人\n张三,{phone(1)},2026-03-05,走访,李明、王芳,赵刚\n"
        ),
    )
    companions = str(contacts(own_register, "companions")[0][0])
    assert set(companions.split("、")) == {"王芳", "赵刚"}


@pytest.mark.parametrize(
    "line",
    [
        "合计|2次",
        "小计||2",
        "填表人：李明||审核人：王芳",
        "注：本表每月报送",
        "联络日期|姓 名|电话|联络方式",
        "共2次",
    ],
)
def test_totals_signatures_and_headings_among_contacts_are_skipped(run: Run, book: Book, line: str) -> None:
    first = f"2026-03-05|张三|{phone(1)}|电话"
    answer = run("import", sheet(book, first, line, headings="联络日期|姓名|联系电话|联络方式"))
    assert (tally(answer), answer.code) == ({"新增": 1, "跳过": 1}, 0)


def test_staff_of_one_name_is_one_and_of_two_is_asked_for(run: Run, book: Book, own_register: Path) -> None:
    run("import", sheet(book, row(联络人="李明"), row(姓名="李四", 联系电话=phone(3), 联络人="李明")))
    assert stored(own_register, "select name from staff") == [("李明",)]
    run("contact", "log", "R000003", "--channel", "电话", "--by", "王芳")
    run("contact", "log", "R000001", "--channel", "电话", "--by", "王芳@临江街道")
    assert len(stored(own_register, "select 1 from staff where name = '王芳'")) == 2
    before = dump(own_register)
    answer = run("import", sheet(book, row(联络人="王芳", 联络日期="2026-03-01")))
    assert (tally(answer), answer.code, dump(own_register)) == ({"未导入": 1}, 3, before)
    assert answer.out.count("可能是 王芳@") == 2
    assert tally(run("import", sheet(book, row(联络人="王芳@梅溪镇", 联络日期="2026-03-01")))) == {"新增": 1}


def test_a_rejected_contact_leaves_no_staff_behind(run: Run, book: Book, own_register: Path) -> None:
    run("import", sheet(book, row(联络人="甲某", 姓名="无此人"), row(联络人="乙某", 联络方式="托梦"), row()))
    assert stored(own_register, "select name from staff") == []


def test_other_columns_stay_with_the_contact(run: Run, own_register: Path) -> None:
    text = f"姓名,联系电话,联络日期,联络方式,天气,\n张三,{phone(1)},2026-03-05,电话,晴,补充一句\n"
    run("import", csv_book(text))
    found: dict[str, Any] = json.loads(str(contacts(own_register, "extra")[0][0]))
    assert set(found.values()) == {"晴", "补充一句"}


def test_a_contact_with_somebody_withdrawn_counts(run: Run, book: Book) -> None:
    run("withdraw", "R000001", "--on", "2026-03-01")
    assert tally(run("import", sheet(book, row()))) == {"新增": 1}


def test_a_rejected_row_takes_no_unit_from_the_row_before_it(run: Run, book: Book) -> None:
    contacts = (
        "联络\n姓名|联系电话|联络日期|联络方式|所属社区\n"
        f"张三|{phone(1)}|2026-03-01|电话|柳林村\n张三|{phone(1)}|去年|电话|柳林村"
    )
    answer = run("import", book(contacts))
    assert (answer.code, answer.err) == (3, "")
    assert "新建单位（1）：柳林村" in answer.out
    counted = run("why", "contacts_made", "--unit", "柳林村", "--quarter", "2026Q1")
    assert counted.out.startswith("联系人次：1人次")
