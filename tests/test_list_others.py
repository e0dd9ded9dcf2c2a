"""`contact list`, `unit list`, `staff list`: the same grammar over contacts, units and staff."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from roster import documents, roster

from talentreg.store.listings import CONTACTS, STAFF, UNITS

Run = Callable[..., Answer]

NEWEST = "C000006 C000002 C000005 C000004 C000001 C000003"
"""All contacts, the newest first."""


@pytest.fixture(autouse=True)
def people(own_register: Path) -> Path:
    """Lay the roster where the commands look for a register."""
    own_register.write_bytes(roster())
    return own_register


def contacts(run: Run, *words: str) -> str:
    """List contacts; return their numbers in the order listed."""
    return " ".join(row["record"] for row in documents(run("contact", "list", *words, "--json")))


def units(run: Run, *words: str) -> str:
    """List units; return their names in the order listed."""
    return " ".join(row["name"] for row in documents(run("unit", "list", *words, "--json")))


def staff(run: Run, *words: str) -> str:
    """List staff; return their numbers and names in the order listed."""
    return " ".join(row["staff"] for row in documents(run("staff", "list", *words, "--json")))


def refused(answer: Answer, code: int, *said: str) -> None:
    assert (answer.code, answer.out) == (code, "")
    assert all(text in answer.err for text in said), answer.err


# contact list


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", NEWEST),
        ("--person 曾乐", "C000002 C000001"),
        ("--person R000001", "C000002 C000001"),
        ("--person 15488887777", "C000002 C000001"),
        ("--person 王伟@渡口社区", ""),
        ("--person R000005", "C000006"),
        ("--person R000006", ""),
        ("--unit 望江社区", "C000002 C000001"),
        ("--unit 渡口社区", "C000005 C000003"),
        ("--unit 临江街道", "C000006 C000002 C000005 C000001 C000003"),
        ("--unit 梅溪镇", "C000004"),
        ("--by 张主任", "C000001 C000003"),
        ("--by G000003", "C000005 C000004"),
        ("--by 王主任@梅溪镇", "C000005 C000004"),
        ("--by 王主任@临江街道", ""),
        ("--channel 电话", "C000006 C000001"),
        ("--channel visit", "C000002 C000005 C000004"),
        ("--month 2026-03", "C000006 C000002 C000005"),
        ("--quarter 2025Q4", "C000003"),
        ("--half 2025H2", "C000003"),
        ("--year 2026", "C000006 C000002 C000005 C000004 C000001"),
        ("--from 2026-01-10 --to 2026-02-01", "C000004 C000001"),
        ("--from 2026-03-20", "C000006 C000002"),
        ("--month 2026-03 --channel visit --by 王主任@梅溪镇 --unit 渡口社区", "C000005"),
        ("姓名=曾乐", "C000002 C000001"),
        ("方式=电话", "C000006 C000001"),
        ("渠道=电话,微信", "C000006 C000001 C000003"),
        ("方式!=走访", "C000006 C000001 C000003"),
        ("日期≥2026-03", "C000006 C000002 C000005"),
        ("联络日期=2026-03-20", "C000002"),
        ("是否联系上=本人", "C000006 C000005 C000001 C000003"),
        ("是否联系上!=本人", "C000002 C000004"),
        ("是否返乡=返乡", "C000005 C000004"),
        ("事由=慰问", "C000004 C000001"),
        ("事由=走访慰问", "C000004 C000001"),
        ("事由~宣传", "C000001"),
        ("事由=", "C000006 C000002 C000005 C000003"),
        ("联络内容~愿意", "C000001"),
        ("联络人=李主任", "C000002"),
        ("联络人~主任 日期<2026-03", "C000004 C000001 C000003"),
        ("联络人=", "C000006"),
        ("联络人!=李主任", "C000006 C000005 C000004 C000001 C000003"),
        ("单位=渡口社区", "C000005 C000003"),
        ("单位!=渡口社区", "C000006 C000002 C000004 C000001"),
        ("下次联络日期!=", "C000004 C000003"),
        ("下次联络日期≤2026-03-31", "C000004"),
        ("编号=R000001", "C000002 C000001"),
        ("联络编号=C000005", "C000005"),
        ("联络编号>C000004", "C000006 C000005"),
        ("录入日期=2026-03-31", NEWEST),
        ("zengle", "C000002 C000001"),
        ("王伟", "C000006"),
        ("--sort 联络日期", "C000003 C000001 C000004 C000005 C000002 C000006"),
        ("--sort -人才编号,日期", "C000006 C000005 C000004 C000003 C000001 C000002"),
        ("--limit 2", "C000006 C000002"),
    ],
)
def test_contacts_are_found_by_what_is_asked(run: Run, words: str, found: str) -> None:
    assert contacts(run, *words.split()) == found


def test_contacts_stand_in_the_order_asked_for_with_blanks_last(run: Run) -> None:
    rows = documents(run("contact", "list", "--sort", "联络人,-日期", "--json"))
    assert [(row["by"], row["on"]) for row in rows] == [
        ("张主任", "2026-01-10"),
        ("张主任", "2025-12-31"),
        ("李主任", "2026-03-20"),
        ("王主任", "2026-03-01"),
        ("王主任", "2026-02-01"),
        (None, "2026-03-31"),
    ]


def test_contacts_of_one_who_has_left_are_listed(run: Run) -> None:
    assert run("withdraw", "曾乐").code == 0
    assert contacts(run, "--person", "曾乐") == "C000002 C000001"
    assert contacts(run) == NEWEST


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--person 王伟", 1, ["有2人符合「王伟」", "R000005", "R000006", "请用编号"]),
        ("--person 曾了", 1, ["登记册里没有「曾了」", "曾乐"]),
        ("--by 张主认", 1, ["没有名为「张主认」的工作人员", "是不是：", "张主任"]),
        ("--by 王主任", 1, ["有2位工作人员叫「王主任」", "云河区/梅溪镇", "请写成 姓名@单位"]),
        ("--by G000099", 1, ["没有编号为 G000099 的工作人员"]),
        ("--unit 渡口村", 1, ["没有名为「渡口村」的单位", "渡口社区"]),
        ("--channel 飞鸽", 2, ["--channel", "电话(phone)"]),
        ("--month 2026-13", 2, ["月份"]),
        ("--month 2026-04", 1, ["还没有开始"]),
        ("--month 2026-03 --year 2026", 2, ["只能给出一个统计期"]),
        ("--to 2026-03-01", 2, ["--from"]),
        ("渠到=电话", 2, ["没有「渠到」这个字段", "联络方式"]),
        ("方式", 2, ["「方式」后面缺少条件"]),
        ("方式=飞鸽", 2, ["联络方式：", "电话(phone)"]),
        ("方式>电话", 2, ["不能比大小"]),
        ("日期=昨天", 2, ["联络日期：", "看不懂"]),
        ("联络编号=R000001", 2, ["不是联络编号", "C000123"]),
        ("--json --csv", 2, ["--json、--csv、--xlsx 只能选一个"]),
    ],
)
def test_what_contact_list_cannot_read_is_refused(run: Run, words: str, code: int, said: list[str]) -> None:
    refused(run("contact", "list", *words.split()), code, *said)


def test_a_contact_in_json_has_code_words_iso_dates_and_masked_numbers(run: Run) -> None:
    rows = documents(run("contact", "list", "--person", "覃小红", "--json"))
    assert list(rows[0]) == list(CONTACTS.fields)
    assert {name: value for name, value in rows[0].items() if value is not None} == {
        "record": "C000004",
        "person": "R000003",
        "name": "覃小红",
        "unit": "云河区/梅溪镇/梅溪村",
        "on": "2026-02-01",
        "channel": "visit",
        "presence": "home",
        "direction": "outbound",
        "reached": "family",
        "occasion": "慰问",
        "note": "电话154****0003",
        "next_on": "2026-03-15",
        "by": "王主任",
        "entered_on": "2026-03-31",
    }


def test_a_table_of_contacts_counts_them_and_shows_words(run: Run) -> None:
    lines = run("contact", "list", "--limit", "2").out.splitlines()
    assert lines[0].split()[:6] == ["联络编号", "联络日期", "姓名", "联络单位", "联络方式", "是否返乡"]
    assert lines[2].split() == ["C000006", "2026-03-31", "王伟", "临江街道", "电话", "未返乡", "本人"]
    assert lines[-1] == "共6次，这里列出前2"
    assert run("contact", "list", "姓名=查无此人").out == "没有符合条件的联络\n"


def test_contacts_as_csv_are_those_of_json(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("contact", "list", "--csv").out)))
    told = documents(run("contact", "list", "--json"))
    assert rows == [{name: str(value or "") for name, value in row.items()} for row in told]


def test_work_counts_where_the_person_belonged_on_that_day(run: Run) -> None:
    assert run("edit", "曾乐", "单位=梅溪村", "--on", "2026-03-01").code == 0
    assert contacts(run, "--unit", "梅溪镇") == "C000002 C000004"
    assert contacts(run, "--unit", "望江社区") == "C000001"


# unit list


def test_units_stand_in_a_tree_with_the_people_below_each(run: Run) -> None:
    lines = run("unit", "list").out.splitlines()
    assert [line.split() for line in lines[2:]] == [
        ["云河区", "U1", "县区", "9"],
        ["├─", "临江街道", "U2", "乡镇街道", "7"],
        ["│", "├─", "望江社区", "U3", "村社区", "4"],
        ["│", "└─", "渡口社区", "U4", "村社区", "1"],
        ["└─", "梅溪镇", "U5", "乡镇街道", "2"],
        ["└─", "梅溪村", "U6", "村社区", "2"],
        ["共6个单位；人数为该单位及下级的待核和在库人员"],
    ]


def test_the_tree_shows_closed_units_only_when_asked(run: Run) -> None:
    assert "老街社区" not in run("unit", "list").out
    told = run("unit", "list", "--all").out
    (line,) = [line for line in told.splitlines() if "老街社区" in line]
    assert line.split() == ["│", "└─", "老街社区", "U7", "村社区", "1", "2025年6月1日撤销"]
    assert "共7个单位" in told


def test_a_tree_begins_at_the_unit_asked_for(run: Run) -> None:
    lines = run("unit", "list", "--unit", "梅溪镇", "--tree").out.splitlines()
    assert [line.split()[:2] for line in lines[2:-1]] == [["梅溪镇", "U5"], ["└─", "梅溪村"]]


@pytest.mark.parametrize("unit", ["云河区", "临江街道", "望江社区", "渡口社区", "梅溪镇", "梅溪村"])
def test_a_tree_counts_whom_a_list_of_the_unit_has(run: Run, unit: str) -> None:
    line = next(line for line in run("unit", "list").out.splitlines() if f"{unit} " in line)
    assert int(line.split()[-1]) == len(documents(run("list", "--unit", unit, "--json")))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("--limit 99", "云河区 临江街道 望江社区 渡口社区 梅溪镇 梅溪村"),
        ("--all --limit 99", "云河区 临江街道 望江社区 渡口社区 梅溪镇 梅溪村 老街社区"),
        ("社区", "望江社区 渡口社区"),
        ("社区 --all", "望江社区 渡口社区 老街社区"),
        ("层级=社区", "望江社区 渡口社区 梅溪村"),
        ("层级=乡镇,街道", "临江街道 梅溪镇"),
        ("level=township", "临江街道 梅溪镇"),
        ("单位=临江街道", "临江街道 望江社区 渡口社区"),
        ("上级=临江街道", "望江社区 渡口社区"),
        ("上级=", "云河区"),
        ("撤销日期!=", "老街社区"),
        ("撤销日期=", "云河区 临江街道 望江社区 渡口社区 梅溪镇 梅溪村"),
        ("撤销日期=2025-06", "老街社区"),
        ("撤销日期<2025-06-01", ""),
        ("代码=U5", "梅溪镇"),
        ("名称~溪 --sort -名称", "梅溪镇 梅溪村"),
        ("--unit 梅溪镇 --sort -代码", "梅溪村 梅溪镇"),
        ("%", ""),
        ("_", ""),
    ],
)
def test_units_are_found_by_what_is_asked(run: Run, words: str, found: str) -> None:
    assert units(run, *words.split()) == found


def test_a_unit_in_json_has_its_path_and_the_unit_above(run: Run) -> None:
    (row,) = documents(run("unit", "list", "名称=老街社区", "--all", "--json"))
    assert list(row) == list(UNITS.fields)
    assert row == {
        "code": "U7",
        "name": "老街社区",
        "level": "community",
        "opened_on": None,
        "closed_on": "2025-06-01",
        "parent": "云河区/临江街道",
        "path": "云河区/临江街道/老街社区",
    }


def test_a_closed_unit_that_would_have_fitted_is_told_of(run: Run) -> None:
    answer = run("unit", "list", "老街")
    assert (answer.code, answer.out) == (0, "没有符合条件的单位\n")
    assert answer.err == "加 --all 还有1个单位（已撤销）\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("层级=国家", 2, ["单位层级：", "乡镇街道(township)"]),
        ("层次=社区", 2, ["没有「层次」这个字段", "层级"]),
        ("层级", 2, ["「层级」后面缺少条件"]),
        ("--unit 梅西镇", 1, ["没有名为「梅西镇」的单位", "梅溪镇"]),
        ("--tree --json", 2, ["--tree"]),
        ("--tree 层级=社区", 2, ["--tree"]),
    ],
)
def test_what_unit_list_cannot_read_is_refused(run: Run, words: str, code: int, said: list[str]) -> None:
    refused(run("unit", "list", *words.split()), code, *said)


def test_a_register_without_units_says_how_to_make_some(run: Run, people: Path) -> None:
    people.unlink()
    run("add", "张三")
    answer = run("unit", "list")
    assert (answer.code, answer.err) == (0, "")
    assert "还没有单位" in answer.out
    assert json.loads(run("unit", "list", "--json").out) == []


# staff list


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", "G000001 G000002 G000003 G000004"),
        ("王", "G000003 G000004"),
        ("姓名=王主任", "G000003 G000004"),
        ("姓名=王主任 单位=梅溪镇", "G000003"),
        ("--unit 临江街道", "G000001 G000002 G000004"),
        ("联络次数=2", "G000001 G000003"),
        ("联络次数=0", "G000004"),
        ("最近联络=", "G000004"),
        ("最近联络≥2026-03-20", "G000002"),
        ("最近联络<2026-03", "G000001"),
        ("--sort -最近联络", "G000002 G000003 G000001 G000004"),
        ("--sort -联络次数,-编号", "G000003 G000001 G000002 G000004"),
        ("编号=G000002", "G000002"),
        ("职务=", "G000001 G000002 G000003 G000004"),
        ("%", ""),
        ("_", ""),
    ],
)
def test_staff_are_found_by_what_is_asked(run: Run, words: str, found: str) -> None:
    assert staff(run, *words.split()) == found


def test_a_member_of_staff_in_json_has_contacts_and_the_last_day(run: Run) -> None:
    rows: list[dict[str, Any]] = documents(run("staff", "list", "--json"))
    assert list(rows[0]) == list(STAFF.fields)
    assert rows[0] == {
        "staff": "G000001",
        "name": "张主任",
        "unit": "云河区/临江街道/望江社区",
        "post": None,
        "phone": None,
        "rank": None,
        "left_on": None,
        "contacts": 2,
        "last_on": "2026-01-10",
    }
    assert run("staff", "list").out.splitlines()[-1] == "共4人"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("编号=R000001", 2, ["不是工作人员编号", "G000123"]),
        ("职位=科长", 2, ["没有「职位」这个字段", "职务"]),
        ("联络次数=许多", 2, ["不是整数"]),
        ("--unit 望江村", 1, ["望江社区"]),
    ],
)
def test_what_staff_list_cannot_read_is_refused(run: Run, words: str, code: int, said: list[str]) -> None:
    refused(run("staff", "list", *words.split()), code, *said)
