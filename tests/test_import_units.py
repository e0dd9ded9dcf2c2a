"""Units a book names: found, created in their place, or asked for; never guessed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, dump, empty_register, phone, stored, tally, units_of
from conftest import Answer

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> None:
    """Begin with an empty register: making one takes most of a test's time."""
    own_register.write_bytes(empty_register())


def people(*rows: str, headings: str = "所属社区", name: str = "登记表.csv") -> Path:
    """Write a book of 甲, 乙, 丙…, each row what stands beside the phone."""
    lines = [f"{who},{phone(i)},{row}" for i, (who, row) in enumerate(zip("甲乙丙丁戊", rows, strict=False))]
    return csv_book("\n".join([f"姓名,联系电话,{headings}", *lines]), name)


def tree(register: Path) -> dict[object, object]:
    """Return every unit's parent by name; a unit made twice shows as a list."""
    query = "select u.name, p.name from unit u left join unit p on p.id = u.parent_id order by u.id"
    found: dict[object, object] = {}
    for name, parent in stored(register, query):
        found[name] = [found[name], parent] if name in found else parent
    return found


@pytest.mark.parametrize(
    ("heading", "name", "level"),
    [
        ("所属社区/村", "江南省", "province"),
        ("所属社区/村", "江州市", "city"),
        ("所属社区/村", "云河区", "county"),
        ("所属社区/村", "云河县", "county"),
        ("所属社区/村", "临江街道", "township"),
        ("所属社区/村", "梅溪镇", "township"),
        ("所属街道/乡镇", "白鹭乡", "township"),
        ("所属街道/乡镇", "望江社区", "community"),
        ("所属街道/乡镇", "梅溪村", "community"),
        ("所属街道/乡镇", "柳林居委会", "community"),
        ("所属社区/村", "望江一网格", "grid"),
        ("所属社区/村", "望江", "community"),
        ("所属街道/乡镇", "临江", "township"),
        ("网格", "望江一片", "grid"),
        ("所属单位", "驻外联络处", "community"),
    ],
)
def test_a_units_level_follows_its_ending_else_its_column(
    run: Run, own_register: Path, heading: str, name: str, level: str
) -> None:
    answer = run("import", people(name, headings=heading))
    assert f"新建单位（1）：{name}" in answer.out
    assert stored(own_register, "select name, level, parent_id from unit") == [(name, level, None)]


def test_units_are_created_under_the_next_column_up(run: Run, own_register: Path) -> None:
    headings = "所属社区/村,所属区县,所属街道/乡镇"
    rows = (
        "望江社区,云河区,临江街道",
        "渡口社区,云河区,临江街道",
        "望江社区,云河区,青石街道",
        "无名村,云河区,",
    )
    run("import", people(*rows, headings=headings))
    query = "select u.name, p.name from unit u left join unit p on p.id = u.parent_id order by u.id"
    assert stored(own_register, query) == [
        ("云河区", None),
        ("临江街道", "云河区"),
        ("望江社区", "临江街道"),
        ("渡口社区", "临江街道"),
        ("青石街道", "云河区"),
        ("望江社区", "青石街道"),
        ("无名村", "云河区"),
    ]


@pytest.mark.parametrize("name", ["阳光小区", "科技园区"])
def test_a_unit_below_a_street_is_no_district_whatever_its_ending(
    run: Run, own_register: Path, name: str
) -> None:
    run("import", people(f"临江街道,{name}", headings="所属街道/乡镇,所属社区/村"))
    assert stored(own_register, "select level from unit order by id") == [("township",), ("community",)]


def test_a_path_in_one_cell_is_gone_down(run: Run, own_register: Path) -> None:
    run("import", people("云河区/临江街道/望江社区", "临江街道／望江社区", headings="所属单位"))
    assert tree(own_register) == {"云河区": None, "临江街道": "云河区", "望江社区": "临江街道"}
    assert units_of(own_register) == {"甲": "望江社区", "乙": "望江社区"}


@pytest.mark.parametrize("heading", ["所属社区/村", "所属单位", "所属街道/乡镇"])
@pytest.mark.parametrize("name", ["望江社区/一组", "望江社区／一组", "/望江社区", "望江（东）社区"])
def test_a_unit_however_written_is_found_again(run: Run, heading: str, name: str) -> None:
    first = run("import", people(f"{name},1990-05", headings=f"{heading},出生年月"))
    again = run("import", "登记表.csv")
    assert (tally(first), tally(again)) == ({"新增": 1}, {"无变化": 1})
    assert "新建单位" not in again.out


def test_units_are_created_under_the_unit_of_the_command(run: Run, own_register: Path) -> None:
    run("import", people("", "望江社区", headings="所属社区"), "--unit", "云河区/临江街道")
    assert tree(own_register) == {"云河区": None, "临江街道": "云河区", "望江社区": "临江街道"}
    assert units_of(own_register) == {"甲": "临江街道", "乙": "望江社区"}


def test_a_village_is_not_looked_for_outside_the_unit_of_the_command(run: Run, own_register: Path) -> None:
    run("import", people("青石街道,和平村", "临江街道,", headings="所属街道,所属社区", name="先.csv"))
    run("import", csv_book(f"姓名,联系电话,所属社区\n王五,{phone(9)},和平村\n"), "--unit", "临江街道")
    path = """select u.name, p.name from affiliation a join person on person.id = a.person_id
              join unit u on u.id = a.unit_id join unit p on p.id = u.parent_id where person.name = '王五'"""
    assert stored(own_register, path) == [("和平村", "临江街道")]


def test_without_any_unit_the_registers_only_top_unit_is_taken(run: Run, own_register: Path) -> None:
    run("import", people("临江街道,望江社区", headings="所属街道,所属社区", name="先.csv"))
    run("import", csv_book(f"姓名,联系电话\n王五,{phone(9)}\n"))
    assert units_of(own_register) == {"甲": "望江社区", "王五": "临江街道"}


def test_without_any_unit_and_with_two_top_units_the_unit_stays_blank_with_a_notice(
    run: Run, own_register: Path
) -> None:
    run("import", people("临江街道", "梅溪镇", headings="所属街道", name="先.csv"))
    answer = run("import", csv_book(f"姓名,联系电话\n王五,{phone(9)}\n"))
    assert units_of(own_register)["王五"] is None
    assert ("／第2行：没有写所属单位" in answer.out, answer.code) == (True, 0)


@pytest.mark.parametrize(
    ("rows", "units", "told"),
    [
        (("", "望江社区"), (None, "望江社区"), ""),
        (("望江社区", ""), ("望江社区", "望江社区"), "第3行所属单位空白，按上一行的填入"),
        (("望江社区", "", "渡口社区"), ("望江社区", "望江社区", "渡口社区"), "第3行所属单位空白"),
        (("望江社区", "", "", "渡口社区"), ("望江社区",) * 3 + ("渡口社区",), "第3–4行所属单位空白"),
    ],
)
def test_a_blank_unit_cell_says_what_the_line_above_it_says(
    run: Run, own_register: Path, rows: tuple[str, ...], units: tuple[str | None, ...], told: str
) -> None:
    answer = run("import", people(*rows))
    assert units_of(own_register) == dict(zip("甲乙丙丁", units, strict=False))
    assert told in answer.out
    assert ("按上一行的填入" in answer.out) == bool(told)
    assert tally(run("import", "登记表.csv")) == {"无变化": len(rows)}


def test_somebody_whose_unit_is_known_is_not_said_to_have_none(run: Run, own_register: Path) -> None:
    run("import", people("临江街道", "梅溪镇", headings="所属街道", name="先.csv"))
    answer = run("import", people("本科", headings="学历"))
    assert "没有写所属单位" not in answer.out


@pytest.mark.parametrize("row", [phone(1), ""], ids=["with a phone", "by name alone"])
def test_the_same_book_again_with_a_unit_fills_the_units_it_left_blank(
    run: Run, own_register: Path, row: str
) -> None:
    path = csv_book(f"姓名,联系电话\n甲,{row}\n")
    assert "可用 --unit 指定" in run("import", path).out
    assert tally(run("import", path, "--unit", "望江社区")) == {"更新": 1}
    assert units_of(own_register) == {"甲": "望江社区"}


@pytest.mark.parametrize(
    ("name", "noticed"),
    [
        ("望江社区居委会", False),
        ("望江", True),
        ("望江东路社区", False),
        ("渡口社区", False),
        ("望汉东路社区", False),
    ],
)
def test_a_near_miss_of_a_units_name_is_a_notice(run: Run, name: str, noticed: bool) -> None:
    run("import", people("临江街道,望江社区", headings="所属街道,所属社区", name="先.csv"))
    answer = run("import", people(f"临江街道,{name}", headings="所属街道,所属社区"))
    assert (("相近" in answer.out), answer.code) == (noticed, 0)


@pytest.mark.parametrize("order", [("后.csv", "先.csv")], ids=["district first"])
@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one by one"])
def test_a_street_is_made_once_whether_or_not_a_book_names_its_district(
    run: Run, own_register: Path, order: tuple[str, str], at_once: bool
) -> None:
    people("临江街道,望江社区", headings="所属街道,所属社区", name="先.csv")
    both = ("云河区,临江街道,望江社区", "云河区,临江街道,望江社区")
    people(*both, headings="所属区县,所属街道,所属社区", name="后.csv")
    for files in [order] if at_once else [(order[0],), (order[1],)]:
        run("import", *files)
    assert [name for (name,) in stored(own_register, "select name from unit where level <> 'county'")] == [
        "临江街道",
        "望江社区",
    ]


def test_a_district_is_not_made_below_a_street_named_by_the_command(run: Run, own_register: Path) -> None:
    run("import", people("临江街道", headings="所属街道", name="先.csv"))
    book = csv_book(f"姓名,联系电话,所属区县,所属街道,所属社区\n王五,{phone(9)},云河区,临江街道,望江社区\n")
    run("import", book, "--unit", "临江街道")
    assert tree(own_register).get("云河区") is None
    assert units_of(own_register)["王五"] == "望江社区"


def test_a_rejected_row_leaves_no_unit_behind_and_announces_none(run: Run, own_register: Path) -> None:
    run("import", people("望江社区", name="先.csv"))
    before = dump(own_register)
    answer = run("import", csv_book(f"姓名,联系电话,所属社区\n,{phone(9)},柳堤社区\n"))
    assert (tally(answer), dump(own_register)) == ({"未导入": 1}, before)
    assert "新建单位" not in answer.out
    run(
        "import",
        csv_book(
            "姓名,联络日期,联络方式,所属社区\n丁,2026-03-01,电话,柳提社区\n甲,2026-03-01,电话,望江社区\n"
        ),
    )
    assert tree(own_register) == {"望江社区": None}


@pytest.mark.parametrize(
    ("mode", "unit"), [("fill", "望江社区"), ("update", "渡口社区"), ("skip", "望江社区")]
)
def test_a_move_is_taken_only_when_the_book_wins(run: Run, own_register: Path, mode: str, unit: str) -> None:
    run("import", people("临江街道,望江社区", headings="所属街道,所属社区", name="先.csv"))
    book = people("临江街道,渡口社区", headings="所属街道,所属社区")
    answer = run("import", book, "--on-match", mode, "--as-of", "2026-03-01")
    assert units_of(own_register) == {"甲": unit}
    assert ("所属单位与登记册不同" in answer.out) == (mode == "fill")
    days = [day for (day,) in stored(own_register, 'select "on" from affiliation order by id')]
    assert days == ["0001-01-01", *(["2026-03-01"] if mode == "update" else [])]


def test_naming_only_the_street_of_somebody_below_it_says_nothing_new(run: Run, own_register: Path) -> None:
    run("import", people("临江街道,望江社区", headings="所属街道,所属社区", name="先.csv"))
    answer = run("import", people("临江街道", headings="所属街道"), "--on-match", "update")
    assert (tally(answer), units_of(own_register)) == ({"无变化": 1}, {"甲": "望江社区"})


def test_a_sheet_of_units_comes_in_before_the_people_who_belong_to_them(
    run: Run, own_register: Path, book: Callable[..., Path]
) -> None:
    units = "单位\n街道|社区\n临江街道|望江社区\n|渡口社区\n青石街道|石门社区"
    path = book(f"人员\n姓名|联系电话|所属社区\n甲|{phone(1)}|石门社区", units)
    before = dump(own_register)
    assert tally(run("import", path)) == {"新增": 4}
    assert units_of(own_register) == {"甲": "石门社区"}
    assert tree(own_register)["渡口社区"] == "临江街道"
    assert tally(run("import", path)) == {"无变化": 4}
    assert run("undo").code == 0
    assert {name: rows for name, rows in dump(own_register).items() if name in before} == before


def test_a_table_that_counts_people_by_unit_is_no_list_of_units(
    run: Run, own_register: Path, book: Callable[..., Path]
) -> None:
    path = book(f"人员\n姓名|联系电话\n甲|{phone(1)}", "汇总\n社区|人数\n望江社区|12\n渡口社区|5")
    answer = run("import", path)
    assert tally(answer) == {"新增": 1}
    assert "汇总／整表：整张工作表没有导入" in answer.out
    assert tree(own_register) == {}


def test_a_unit_that_had_nothing_above_it_is_put_in_its_place_by_a_list_of_units(
    run: Run, own_register: Path, book: Callable[..., Path]
) -> None:
    run("import", people("梅溪村", headings="所属社区"))
    answer = run("import", book("单位\n乡镇|村\n梅溪镇|梅溪村"))
    assert (tally(answer), "新单位1，更新单位1" in answer.out) == ({"更新": 1}, True)
    assert tree(own_register) == {"梅溪镇": None, "梅溪村": "梅溪镇"}
