"""Books that contradict themselves, name somebody twice or say little: what is decided is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, dump, empty_register, id_number, phone, stored, tally, units_of, workbook
from conftest import Answer

Run = Callable[..., Answer]
ID = id_number(1)


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> None:
    own_register.write_bytes(empty_register())


@pytest.mark.parametrize(
    ("heading", "cells", "mode"),
    [
        ("所属社区", ("渡口社区", "新桥社区"), "update"),
        ("宠物", ("鱼", "龟"), "update"),
        ("学历", ("本科", "大专"), "update"),
        ("返乡意愿", ("创业", "无"), "update"),
        ("返乡意愿", ("创业", "无"), "fill"),
    ],
)
def test_a_book_that_contradicts_itself_changes_nothing_when_it_comes_again(
    run: Run, own_register: Path, heading: str, cells: tuple[str, str], mode: str
) -> None:
    rows = [("姓名", "身份证号", heading), *(("张三", ID, cell) for cell in cells)]
    answer = run("import", workbook(rows), "--on-match", mode)
    assert tally(answer) == {"新增": 1, "表内重复": 1}
    assert "有出入，待核对（1）" in answer.out
    before = dump(own_register)
    for name in ("登记表.xlsx", "另存.xlsx"):
        run("import", workbook(rows, [()], name=name), "--on-match", mode)
        assert dump(own_register) == before


@pytest.mark.parametrize("blank", [" ", "　", "\t"])
@pytest.mark.parametrize("mode", ["fill", "update"])
def test_a_cell_of_blanks_says_nothing(run: Run, own_register: Path, blank: str, mode: str) -> None:
    run("import", csv_book(f"姓名,身份证号,学历\n张三,{ID},大专\n", "先.csv"))
    answer = run("import", csv_book(f"姓名,身份证号,学历\n张三,{ID},{blank}\n"), "--on-match", mode)
    assert stored(own_register, "select degree from person") == [("大专",)]
    assert "有出入" not in answer.out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("张三,望江社区,,", "已有 R000001  张三  望江社区  154****0001，这一行没有号码可对，按另一人登记"),
        (f"张三,望江社区,{phone(9)},", ""),
        ("张三,望江社区,,1990-05", ""),
        ("张三,渡口社区,,", ""),
    ],
)
def test_a_newcomer_of_a_known_name_and_unit_is_pointed_out(run: Run, row: str, said: str) -> None:
    run("import", csv_book(f"姓名,所属社区,联系电话\n张三,望江社区,{phone(1)}\n", "先.csv"))
    answer = run("import", csv_book(f"姓名,所属社区,联系电话,出生年月\n{row}\n"))
    assert tally(answer) == {"新增": 1}
    assert said in answer.out
    assert ("没有号码可对" in answer.out) == bool(said)


def test_two_rows_of_one_name_and_unit_are_two_people_and_it_is_said(run: Run) -> None:
    answer = run("import", csv_book("姓名,所属社区\n张三,望江社区\n张三,望江社区\n"))
    assert tally(answer) == {"新增": 2}
    assert "第3行：表中另有同名同单位的人，这一行没有号码可对，按另一人登记" in answer.out


def test_lists_side_by_side_come_in_once(run: Run) -> None:
    rows = [("姓名", "电话", "姓名", "电话"), ("张三", phone(1), "李四", phone(2)), ("王五", "", "赵六", "")]
    path = workbook(rows)
    assert tally(run("import", path)) == {"新增": 4}
    assert tally(run("import", path)) == {"无变化": 4}


def test_an_id_number_that_lost_its_digits_is_not_kept_anywhere(run: Run, own_register: Path) -> None:
    damaged = int(ID[:15]) * 1000
    answer = run("import", workbook([("姓名", "身份证号"), ("张三", damaged)]))
    assert "末几位已经丢失" in answer.out
    assert stored(own_register, "select id_number, extra from person") == [(None, None)]


@pytest.mark.parametrize(
    ("written", "units"),
    [
        (("临江街道望江社区", "望江社区"), {"望江社区": "临江街道", "临江街道": None}),
        (("望江社区", "望江社区居委会", "望江社区居民委员会"), {"望江社区": None}),
        (("梅溪镇梅溪村", "梅溪村委会"), {"梅溪村": "梅溪镇", "梅溪镇": None}),
    ],
)
def test_a_unit_written_with_those_above_it_or_as_its_committee_is_one_unit(
    run: Run, own_register: Path, written: tuple[str, ...], units: dict[str, str | None]
) -> None:
    rows = "\n".join(f"甲{place},{phone(place)},{unit}" for place, unit in enumerate(written))
    run("import", csv_book(f"姓名,联系电话,所属社区\n{rows}\n"))
    query = "select u.name, p.name from unit u left join unit p on p.id = u.parent_id"
    assert {name: above for name, above in stored(own_register, query)} == units
    assert len(set(units_of(own_register).values())) == 1
