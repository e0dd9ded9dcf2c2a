"""Sheets put together by hand: rows of other books, numbers filled down, names overwritten, rows gone."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from books import dump, id_number, stored
from conftest import Answer
from edited import (
    BOOK,
    add_rows,
    edit,
    heads,
    lay_people,
    lines,
    people_of,
    put,
    rework,
    send,
    take_in,
    value,
)
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

Run = Callable[..., Answer]
Change = Callable[[Workbook], None]

OTHER = "另一本.xlsx"


def paste_all(source: str, path: str = BOOK) -> None:
    """Paste all rows of one workbook below those of another."""
    rows = list(people_of(load_workbook(source)).iter_rows(min_row=2, values_only=True))

    def change(book: Workbook) -> None:
        for row in rows:
            people_of(book).append(list(row))

    rework(change, path)


def test_rows_of_an_older_book_say_only_what_was_edited_in_them(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run, out=OTHER)
    run("edit", "李四", "学历=本科")
    send(run)
    edit({"张三": {"备注": None}})
    edit({"王五": {"学历": "硕士", "孩子": None}}, OTHER)
    paste_all(OTHER)
    became, answer = take_in(run)
    assert became == {"更新": 2, "无变化": 3, "表内重复": 3}
    assert "有4行是从另一次导出的表里复制来的" in answer.out
    assert value(own_register, "张三", "note") is None  # the older row that had it was not edited
    assert value(own_register, "李四", "degree") == "本科"
    assert value(own_register, "王五", "degree") == "硕士研究生"
    assert value(own_register, "王五", "extra") == '{"\\u5b69\\u5b50": "\\u4e00\\u4e2a"}'
    assert stored(own_register, "select field, choice from conflict") == [("note", "offered")]
    before = dump(own_register)
    assert take_in(run)[0] == {"无变化": 4, "表内重复": 4}
    assert dump(own_register) == before


@pytest.mark.parametrize("first", ["望江社区", "渡口社区"])
def test_the_books_of_two_units_put_into_one_are_both_taken(run: Run, own_register: Path, first: str) -> None:
    lay_people(run)
    send(run, "--unit", first)
    send(run, "--unit", "渡口社区" if first == "望江社区" else "望江社区", out=OTHER)
    paste_all(OTHER)
    edit({"张三": {"学历": "硕士"}, "赵六": {"学历": "大专"}})
    became, answer = take_in(run)
    assert became == {"更新": 2, "无变化": 2}
    assert "有2行是从另一次导出的表里复制来的" in answer.out
    assert value(own_register, "张三", "degree") == "硕士研究生"
    assert value(own_register, "赵六", "degree") == "大专"


def test_a_number_filled_down_names_nobody_who_was_not_sent(run: Run, own_register: Path) -> None:
    lay_people(run)
    run("add", "张丽", "--unit", "渡口社区")
    send(run, "--unit", "望江社区")
    before = dump(own_register)

    def fill_down(book: Workbook) -> None:
        version = people_of(book)["B2"].value
        people_of(book).append(["R000005", version, "张伟"])
        people_of(book).append(["R000004", version, "赵八"])

    rework(fill_down)
    became, answer = take_in(run, code=3)
    assert became == {"无变化": 2, "未导入": 2}
    assert "已登记在「张丽」名下" in answer.out
    assert dump(own_register) == before


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [("李丽", True), ("李莉莉", True), ("理莉", True), ("李伟", False), ("李四", False), ("王莉", True)],
)
def test_of_whom_only_the_name_is_known_a_name_like_it_is_a_correction(
    run: Run, own_register: Path, name: str, is_taken: bool
) -> None:
    lay_people(run)
    run("add", "李莉", "--unit", "渡口社区")
    send(run)
    edit({"李莉": {"姓名": name}})
    became, answer = take_in(run, code=0 if is_taken else 3)
    assert became == ({"更新": 1, "无变化": 4} if is_taken else {"未导入": 1, "无变化": 4})
    assert ("talentreg edit R000005 姓名=" in answer.out) is not is_taken
    assert stored(own_register, "select name from person where id = 5") == [(name if is_taken else "李莉",)]


def test_who_came_back_without_a_number_is_not_said_to_be_missing(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)

    def lose(book: Workbook) -> None:
        sheet = people_of(book)
        sheet["A2"].value = None
        sheet["A3"].value = sheet["B3"].value = None
        sheet.delete_rows(5)

    rework(lose)
    became, answer = take_in(run)
    assert became == {"无变化": 3}
    assert "导出了4人，其中1人没有交回（R000004）" in answer.out


def test_a_book_without_any_row_says_that_nobody_came_back(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    rework(lambda book: people_of(book).delete_rows(2, 9))
    became, answer = take_in(run)
    assert became == {}
    assert "导出了4人，其中4人没有交回" in answer.out
    assert "两列不在了" not in answer.out


def test_blank_lines_above_the_headings_hide_nobody(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    edit({"张三": {"备注": None}})
    rework(lambda book: people_of(book).insert_rows(1, 40))
    assert take_in(run)[0] == {"更新": 1, "无变化": 3}
    assert value(own_register, "张三", "note") is None


def test_a_book_whose_names_cannot_be_found_is_refused(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)

    def rename(book: Workbook) -> None:
        sheet = people_of(book)
        sheet.cell(1, heads(sheet)["姓名"]).value = "谁"

    rework(rename)
    answer = run("import", BOOK)
    assert answer.code == 1
    assert "--map '谁=姓名'" in answer.err


@pytest.mark.parametrize(
    ("row", "became"),
    [
        ({"姓名": "李四", "联系电话": "15400000002"}, {"无变化": 4, "表内重复": 1}),
        ({"姓名": "李某", "身份证号": id_number(2)}, {"无变化": 4, "未导入": 1}),
        ({"姓名": "李四", "联系电话": "15400000092"}, {"无变化": 4, "新增": 1}),
    ],
)
def test_rows_added_are_compared_with_those_nobody_touched(
    run: Run, own_register: Path, row: Mapping[str, Any], became: Mapping[str, int]
) -> None:
    lay_people(run)
    run("edit", "李四", f"身份证号={id_number(2)}")
    send(run)
    add_rows(row)
    assert take_in(run, code=3 if "未导入" in became else 0)[0] == became


def test_a_row_standing_twice_counts_once(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    paste_all(BOOK)
    rework(lambda book: put(people_of(book), 6, {"学历": "硕士"}))
    assert lines(people_of(load_workbook(BOOK)))["张三"] == 6
    assert take_in(run)[0] == {"更新": 1, "无变化": 4, "表内重复": 3}
    assert value(own_register, "张三", "degree") == "硕士研究生"


def test_something_written_beside_a_row_nobody_touched_is_taken(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run, "--columns", "姓名,学历")

    def write(book: Workbook) -> None:
        sheet = people_of(book)
        sheet["F3"].value = "多年未联系"  # far out, without a heading

    rework(write)
    assert take_in(run)[0] == {"更新": 1, "无变化": 3}
    assert run("export", "全部.xlsx").code == 0
    assert "多年未联系" in str(list(load_workbook("全部.xlsx")["人才"].values))


def test_a_number_of_another_register_names_nobody_in_a_row_pasted_from_there(
    run: Run, own_register: Path
) -> None:
    lay_people(run)
    send(run)
    run("--db", "别处.db", "unit", "add", "别处社区")
    run("--db", "别处.db", "add", "张三", "--unit", "别处社区", "--phone", "15400000091")
    send(lambda *words: run("--db", "别处.db", *words), out=OTHER)
    paste_all(OTHER)
    became, answer = take_in(run)
    assert became == {"新增": 1, "无变化": 4}
    assert "有1行是从别的登记册的表里复制来的，编号不算" in answer.out
    phones = stored(own_register, "select phone from person where name = '张三' order by id")
    assert phones == [("15400000001",), ("15400000091",)]


def test_a_book_told_where_its_names_stand_is_the_book_that_was_sent(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    edit({"张三": {"备注": None, "学历": "硕士"}})
    rework(lambda book: people_of(book).cell(1, heads(people_of(book))["姓名"], "谁"))
    assert take_in(run, "--map", "谁=姓名")[0] == {"更新": 1, "无变化": 3}
    assert (value(own_register, "张三", "note"), value(own_register, "张三", "degree")) == (
        None,
        "硕士研究生",
    )


@pytest.mark.parametrize(
    "meanwhile",
    [
        (("unit", "edit", "望江社区", "名称=望江东社区"), ("unit", "add", "临江街道/望江社区")),
        (
            ("unit", "edit", "望江社区", "名称=某社区"),
            ("unit", "edit", "渡口社区", "名称=望江社区"),
            ("unit", "edit", "某社区", "名称=渡口社区"),
        ),
    ],
)
def test_a_unit_chosen_is_the_one_offered_though_another_is_called_so_now(
    run: Run, own_register: Path, meanwhile: tuple[tuple[str, ...], ...]
) -> None:
    lay_people(run)
    query = "select unit_id from affiliation where person_id = {} order by id desc limit 1"
    chosen = stored(own_register, query.format(1))
    send(run)
    for words in meanwhile:
        answer = run(*words)
        assert answer.code == 0, answer.err
    edit({"王五": {"所属单位": "云河区/临江街道/望江社区"}})
    assert take_in(run)[0] == {"更新": 1, "无变化": 3}
    assert stored(own_register, query.format(3)) == chosen
