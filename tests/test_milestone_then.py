"""What a milestone remembers: degree, title and origin as they were that day, whatever comes later."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, phone, stored
from conftest import Answer
from growers import KEPT, do, lay, milestones

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register of people."""
    return lay(run, own_register)


REMEMBERED = [
    ("milestone log 引进 张三", ("硕士研究生", "讲师", "中级")),
    ("milestone add 张三 --kind 引进", ("硕士研究生", "讲师", "中级")),
    ("milestone log 引进 李四@望江社区", ("博士研究生", "教授", "正高")),
    ("milestone log 引进 李四@石门社区", (None, None, None)),
    ("milestone log 引进 张三 当时学历=博士研究生", ("博士研究生", "讲师", "中级")),
    ("milestone log 引进 张三 当时职称=副教授", ("硕士研究生", "副教授", "副高")),
    ("milestone log 引进 张三 当时职称级别=副高", ("硕士研究生", None, "副高")),
    ("milestone log 引进 张三 当时职称=大师", ("硕士研究生", "大师", None)),
]


@pytest.mark.parametrize(("words", "kept"), REMEMBERED)
def test_what_is_not_said_is_taken_from_the_register(
    run: Run, own_register: Path, words: str, kept: tuple[str | None, ...]
) -> None:
    do(run, words)
    assert [row[3:6] for row in stored(own_register, KEPT)] == [kept]


def test_a_degree_gained_later_changes_nothing(run: Run, own_register: Path) -> None:
    do(run, "milestone log 引进 张三 --on 2026-02-01")
    do(run, "edit 张三 学历=博士研究生 职称=教授")
    [row] = stored(own_register, KEPT)
    assert row[3:6] == ("硕士研究生", "讲师", "中级")
    counted = [
        json.loads(do(run, f"why recruited_{one} --quarter Q1 --json").out)["figure"]["value"]
        for one in ("doctors", "masters", "senior")
    ]
    assert counted == [0, 1, 0]


def test_what_was_remembered_wrongly_can_be_put_right(run: Run, own_register: Path) -> None:
    do(run, "milestone log 引进 张三")
    do(run, "milestone edit H000001 当时学历=博士研究生 是否本地籍=否")
    [row] = stored(own_register, KEPT)
    assert (row[3], row[6]) == ("博士研究生", "no")


ORIGINS = [
    ("张三", "", ("yes", None)),
    ("张三", "未返乡", ("yes", "yes")),
    ("张三", "返乡", ("yes", "yes")),
    ("张三", "本地", ("yes", "no")),
    ("张三", "不详", ("yes", None)),
    ("李四@望江社区", "未返乡", (None, "yes")),
    ("王五", "", (None, None)),
]


@pytest.mark.parametrize(("who", "presence", "kept"), ORIGINS)
def test_where_somebody_recruited_came_from_is_taken_from_birthplace_and_contacts(
    run: Run, own_register: Path, who: str, presence: str, kept: tuple[str | None, ...]
) -> None:
    if presence:
        do(run, f"contact log {who} --channel 电话 --presence {presence} --on 2026-02-01")
    answer = do(run, f"milestone log 引进 {who} --on 2026-02-02")
    assert [row[6:] for row in stored(own_register, KEPT)] == [kept]
    assert ("按籍贯和最近的联络记下，请核对" in answer.err) is any(kept)


def test_a_contact_after_the_day_tells_nothing_of_it(run: Run, own_register: Path) -> None:
    do(run, "contact log 王五 --channel 电话 --presence 未返乡 --on 2026-02-03")
    do(run, "milestone log 引进 王五 --on 2026-02-02")
    assert [row[7] for row in stored(own_register, KEPT)] == [None]


def test_only_who_was_recruited_is_asked_where_from(run: Run, own_register: Path) -> None:
    do(run, "milestone log 培训 张三")
    assert [row[6:] for row in stored(own_register, KEPT)] == [(None, None)]


def test_what_is_said_of_the_origin_stands(run: Run, own_register: Path) -> None:
    do(run, "milestone log 引进 张三 是否本地籍=否 此前在外=否")
    assert [row[6:] for row in stored(own_register, KEPT)] == [("no", "no")]


def test_a_sheet_of_milestones_is_remembered_likewise(run: Run, own_register: Path) -> None:
    rows = (f"张三,{phone(1)},引进,2026.2,", f"王五,{phone(4)},引进,2026-02-03,硕士")
    sheet = "\n".join(("姓名,联系电话,成效种类,成效日期,学历", *rows))
    answer = do(run, f"milestone import {csv_book(sheet, '成效.csv')}")
    assert [row[2:6] for row in stored(own_register, KEPT)] == [
        ("2026-02-01", "硕士研究生", "讲师", "中级"),
        ("2026-02-03", "硕士研究生", None, None),
    ]
    assert "没有写当时学历、职称的，按登记册里的记下" in answer.out
    again = do(run, f"milestone import {csv_book(sheet, '成效.csv')}")
    assert "没有变化" in again.out


def test_a_unit_has_no_degree(run: Run, own_register: Path) -> None:
    do(run, "milestone add --kind 表彰 计入单位=望江社区 内容=先进集体")
    assert [row[3:] for row in stored(own_register, KEPT)] == [(None,) * 5]


AGES = [("1986-03-31", 40), ("1986-04-01", 39), ("1986-03", 40), ("1986", 40), ("", None)]


@pytest.mark.parametrize(("born", "age"), AGES)
def test_the_list_tells_how_old_somebody_was_that_day(run: Run, born: str, age: int | None) -> None:
    do(run, f"edit 王五 出生年月={born}")
    do(run, "milestone log 调回 王五 --on 2026-03-31 岗位性质=在编")
    [row] = json.loads(do(run, "milestone list 种类=调回 --json").out)
    assert (row["age"], row["post_kind"]) == (age, "在编")


DAYS = [("2026-03-05", "2026-03-05"), ("2026.3", "2026-03-01"), ("2026年2月", "2026-02-01")]


@pytest.mark.parametrize(("typed", "kept"), DAYS)
def test_a_month_is_its_first_day(run: Run, own_register: Path, typed: str, kept: str) -> None:
    do(run, f"milestone add 张三 --kind 引进 成效日期={typed}")
    assert milestones(own_register, "on") == [("张三", kept)]


@pytest.mark.parametrize("typed", ["明年", "3月", "2026-13"])
def test_a_day_nobody_can_tell_is_refused(run: Run, typed: str) -> None:
    assert f"日期「{typed}」看不懂" in do(run, f"milestone add 张三 --kind 引进 成效日期={typed}", 2).err
