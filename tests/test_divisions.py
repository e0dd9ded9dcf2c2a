"""Lists of units: every row accounted for, nothing guessed, nothing entered twice."""

from pathlib import Path

import pytest
from books import Row, csv_book, dump, empty_register, phone, save, stored, tally, workbook
from conftest import Answer
from diary import write_diary
from openpyxl import Workbook
from trees import Run, done, existing, paths, undone


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> None:
    """Begin with an empty register: making one takes most of a test's time."""
    own_register.write_bytes(empty_register())


@pytest.fixture
def office(own_register: Path) -> Path:
    """Lay out the tree of the diaries, with one person in 望江社区."""
    write_diary(own_register, "2025-06-01 甲 入库")
    return own_register


def take(run: Run, text: str, *words: str) -> Answer:
    """Import a list of units whose cells are parted by |."""
    lines = [",".join(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
    return run("unit", "import", csv_book("\n".join(lines) + "\n", "名册.csv"), *words)


@pytest.mark.parametrize(
    ("heads", "rows", "tree"),
    [
        (
            "县（市、区）|乡镇（街道）|村（社区）|网格",
            ["云河区|临江街道|望江社区|一网格", "|||二网格", "||渡口社区|", "|梅溪镇||直属网格"],
            [
                "云河区/临江街道/望江社区/一网格",
                "云河区/临江街道/望江社区/二网格",
                "云河区/临江街道/渡口社区",
                "云河区/梅溪镇/直属网格",
            ],
        ),
        (
            "社区名称|街道名称|区县",
            ["望江社区|临江街道|云河区", "渡口社区||", "和平村||江东区"],
            ["云河区/临江街道/望江社区", "云河区/临江街道/渡口社区", "江东区/和平村"],
        ),
        (
            "区县|街道|社区",
            ["云河区|临江街道|望江社区", "云河区|无|直属社区", "||又一社区"],
            ["云河区/临江街道/望江社区", "云河区/直属社区", "云河区/又一社区"],
        ),
        (
            "单位名称|上级单位",
            ["望江社区|临江街道", "渡口社区|", "临江街道|云河区", "云河区|"],
            ["云河区/临江街道/望江社区", "云河区/临江街道/渡口社区"],
        ),
        (
            "单位名称|上级单位|层级",
            ["云河区||", "联络处|云河区|乡镇", "一片|云河区/联络处|网格"],
            ["云河区/联络处/一片"],
        ),
        ("区县|街道|单位名称|级别", ["云河区|临江街道|老年大学|村", "||书院|"], ["云河区/临江街道/老年大学"]),
        ("序号|所属社区", ["1|望江社区", "2|渡口社区"], ["望江社区", "渡口社区"]),
    ],
)
def test_a_list_becomes_a_tree(
    run: Run, own_register: Path, heads: str, rows: list[str], tree: list[str]
) -> None:
    first = take(run, "\n".join([heads, *rows]))
    assert (first.code, tally(first)) == (0, {"新增": len(rows)}), first
    assert set(tree) <= set(existing(own_register))
    before = dump(own_register)
    again = run("unit", "import", "名册.csv")
    assert (again.code, tally(again)) == (0, {"无变化": len(rows)})
    assert "没有变化：登记册里已经都有了" in again.out
    assert dump(own_register) == before


def test_headings_stand_anywhere_in_the_first_lines_and_notes_are_skipped(
    run: Run, own_register: Path
) -> None:
    text = """
云河区行政区划一览表 | |
填报单位：区民政局 | |
序号 | 街道 | 社区
1 | 临江街道 | 望江社区
2 | | 望江社区
序号 | 街道 | 社区
3 | |
4 | 青石街道 | 石门社区
合计 | | 2
注：以上含新设社区 | |
"""
    answer = take(run, text)
    assert tally(answer) == {"新增": 2, "表内重复": 1, "跳过": 4}
    assert existing(own_register) == ["临江街道", "临江街道/望江社区", "青石街道", "青石街道/石门社区"]


def test_vertically_merged_cells_of_a_workbook_are_filled_down(run: Run, own_register: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (("街道", "社区"), ("临江街道", "望江社区"), (None, "渡口社区"), ("梅溪镇", "梅溪村")):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    done(run, "unit", "import", str(save(made, "区划.xlsx")))
    assert "临江街道/渡口社区" in existing(own_register)


def test_levels_come_from_the_column_and_dates_from_cells(run: Run, own_register: Path) -> None:
    rows: list[Row] = [
        ("市", "区县", "设立日期", "撤销日期"),
        ("江州市", "云山市", 43831, None),
        ("江州市", "旧县", "2010年1月1日", "2020-01-01"),
    ]
    done(run, "unit", "import", str(workbook(rows, name="区划.xlsx")))
    assert stored(own_register, "select name, level, opened_on, closed_on from unit order by id") == [
        ("江州市", "city", None, None),
        ("云山市", "county", "2020-01-01", None),
        ("旧县", "county", "2010-01-01", "2020-01-01"),
    ]


def test_the_registers_own_workbook_brings_its_tree_back(run: Run, office: Path) -> None:
    done(run, "unit", "move", "望江社区", "--to", "梅溪镇", "--on", "2026-03-01")
    tree, before = set(paths(office).values()), dump(office)
    done(run, "export", "总表.xlsx")
    assert tally(done(run, "unit", "import", "总表.xlsx")) == {"无变化": 9}
    assert dump(office) == before
    office.write_bytes(empty_register())
    assert tally(done(run, "unit", "import", "总表.xlsx")) == {"新增": 9}
    assert set(paths(office).values()) == tree
    assert len(existing(office)) == 7


def test_several_sheets_and_files_are_one_change_set(run: Run, own_register: Path) -> None:
    sheets: list[list[Row]] = [[("街道", "社区"), ("临江街道", "望江社区")], [("备忘", "甲"), (1, 2)]]
    first = workbook(*sheets, name="甲.xlsx")
    second = csv_book("单位名称,上级单位\n一网格,望江社区\n", "乙.csv")
    answer = undone(run, own_register, "unit", "import", str(second), str(first))
    assert tally(answer) == {"新增": 2}
    assert "整张工作表「表2」没有导入：没有认得的表头" in answer.out
    assert existing(own_register)[-1] == "临江街道/望江社区/一网格"
    query = "select sheet, line, code from source join unit on unit.id = row_id where record = 'unit'"
    assert sorted(stored(own_register, query)) == [("乙", 2, "U3"), ("表1", 2, "U1"), ("表1", 2, "U2")]


def test_a_dry_run_says_the_same_and_writes_nothing(run: Run, own_register: Path) -> None:
    text = "街道|社区\n临江街道|望江社区\n|8"
    before = dump(own_register)
    tried = take(run, text, "--dry-run")
    assert (tried.code, dump(own_register)) == (3, before)
    assert "将写入：新单位2" in tried.out
    real = take(run, text)
    assert (real.code, tally(real)) == (3, tally(tried))
    own_register.unlink()
    assert take(run, text, "--dry-run").code == 3
    assert not own_register.exists()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["新村|梅西镇"], ["第2行：上级「梅西镇」不在登记册里，也不在表里；是不是：梅溪镇"]),
        (["甲片|乙片", "乙片|甲片"], ["第2行：", "第3行：上级互相指回"]),
        (["自己村|自己村"], ["第2行：「自己村」的上级就是它自己"]),
        (["云河区|临江街道"], ["第2行：「云河区」已在「云河区/临江街道」这一支的上方"]),
        (["青石街道|望江社区"], ["第2行：「青石街道」是乡镇街道，不能放在「云河区/临江街道/望江社区」"]),
        (["|临江街道"], ["第2行：没有单位名称"]),
        (["二片|望江一网格"], ["第2行：看不出「二片」的层级"]),
        (["12|临江街道"], ["第2行：「12」像编号"]),
        (["甲村/乙组|临江街道"], ["第2行：名称「甲村/乙组」里不能有 /"]),
        (
            ["8号村|白鹭镇", "白鹭镇|北山县"],
            ["第2行：上级「白鹭镇」所在的行没有导入", "第3行：上级「北山县」"],
        ),
        (["和平组|和平村"], ["第2行：有2个单位叫「和平村」", "可能是 云河区/临江街道/和平村"]),
    ],
)
def test_a_row_that_contradicts_itself_the_list_or_the_register_is_rejected(
    run: Run, office: Path, rows: list[str], said: list[str]
) -> None:
    for name in ("临江街道/和平村", "梅溪镇/和平村"):
        done(run, "unit", "add", name)
    before = dump(office)
    answer = take(run, "\n".join(["单位名称|上级单位", *rows]))
    assert (answer.code, tally(answer)) == (3, {"未导入": len(rows)}), answer
    assert [text for text in said if text not in answer.out] == []
    assert "没有写入任何内容" in answer.out
    assert dump(office) == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("新村|梅溪镇|2027-01-01|", "设立日期2027年1月1日还没有到"),
        ("新村|梅溪镇|2025-01-01|2024-01-01", "早于设立日期"),
        ("望江社区|临江街道||2026-01-01", "还有1名待核或在库人员、1个下级单位（望江一网格），不能撤销"),
        ("旧组|旧村||", "上级「云河区/梅溪镇/旧村」已撤销"),
    ],
)
def test_dates_that_cannot_be_reject_the_row(run: Run, office: Path, row: str, said: str) -> None:
    done(run, "unit", "add", "梅溪镇/旧村", "撤销日期=2025-12-31")
    before = dump(office)
    answer = take(run, f"单位名称|上级单位|设立日期|撤销日期\n{row}")
    assert (answer.code, tally(answer), dump(office)) == (3, {"未导入": 1}, before)
    assert said in answer.out


def test_a_rejected_row_leaves_none_of_the_units_above_it(run: Run, own_register: Path) -> None:
    answer = take(run, "街道|社区|网格\n青石街道|石门社区|8\n临江街道|望江社区|一网格")
    assert tally(answer) == {"新增": 1, "未导入": 1}
    assert existing(own_register) == ["临江街道", "临江街道/望江社区", "临江街道/望江社区/一网格"]


def test_a_date_nobody_understands_is_set_aside_and_the_unit_goes_in(run: Run, office: Path) -> None:
    answer = take(run, "单位名称|上级单位|设立日期\n新村|梅溪镇|去年")
    assert (answer.code, tally(answer)) == (0, {"新增": 1})
    assert "单元格未采用（1）" in answer.out
    assert "C2：日期「去年」看不懂" in answer.out


def test_blank_dates_are_filled_and_what_differs_is_kept(run: Run, office: Path) -> None:
    done(run, "unit", "edit", "梅溪村", "设立日期=2010-01-01")
    text = """
单位名称 | 上级单位 | 层级 | 设立日期
渡口社区 | 临江街道 | 村社区 | 2015-01-01
梅溪村 | 梅溪镇 | 网格 | 2012-01-01
"""
    answer = take(run, text)
    assert tally(answer) == {"更新": 1, "无变化": 1}
    assert "「梅溪村」的设立日期保留「2010-01-01」，表中为「2012-01-01」" in answer.out
    assert "「梅溪村」的单位层级保留「村社区」，表中为「网格」" in answer.out
    assert stored(office, "select opened_on from unit where id in (4, 7)") == [
        ("2015-01-01",),
        ("2010-01-01",),
    ]
    assert done(run, "undo").code == 0
    assert stored(office, "select opened_on from unit where id = 4") == [(None,)]


def test_a_unit_at_the_top_is_put_below_the_one_the_list_names_above_it(run: Run, own_register: Path) -> None:
    street = f"姓名,联系电话,所属街道,所属社区\n甲,{phone(1)},临江街道,望江社区\n"
    village = f"姓名,联系电话,所属社区\n乙,{phone(2)},梅溪村\n"
    for name, people in (("街道.csv", street), ("村.csv", village)):
        done(run, "import", str(csv_book(people, name)))
    text = "区县|街道|社区\n云河区|临江街道|望江社区\n|梅溪镇|梅溪村"
    answer = take(run, text)
    assert tally(answer) == {"更新": 2}
    assert existing(own_register) == [
        "云河区",
        "云河区/临江街道",
        "云河区/临江街道/望江社区",
        "云河区/梅溪镇",
        "云河区/梅溪镇/梅溪村",
    ]
    assert tally(run("unit", "import", "名册.csv")) == {"无变化": 2}


def test_a_unit_at_the_top_that_may_be_either_of_two_is_left_there(run: Run, own_register: Path) -> None:
    done(run, "unit", "add", "和平村")
    take(run, "街道|社区\n临江街道|和平村\n梅溪镇|和平村")
    assert [path for path in existing(own_register) if "和平" in str(path)] == [
        "临江街道/和平村",
        "和平村",
        "梅溪镇/和平村",
    ]


@pytest.mark.parametrize(
    ("text", "words", "path"),
    [
        ("社区|备注\n滨河社区|新设", ["--unit", "临江街道"], "云河区/临江街道/滨河社区"),
        ("街道|社区\n临江街道|滨河社区", ["--unit", "临江街道"], "云河区/临江街道/滨河社区"),
        ("区县|街道|社区\n云河区|临江街道|滨河社区", ["--unit", "临江街道"], "云河区/临江街道/滨河社区"),
        ("单位名称|上级单位\n三组|和平村", ["--unit", "梅溪镇"], "云河区/梅溪镇/和平村/三组"),
        ("街道|社区\n白鹭乡|白鹭村", [], "云河区/白鹭乡/白鹭村"),
        ("区县|社区\n云河区|望江社区", [], "云河区/临江街道/望江社区"),
    ],
)
def test_a_list_without_units_above_goes_below_the_unit_of_the_command_or_the_only_top(
    run: Run, office: Path, text: str, words: list[str], path: str
) -> None:
    for name in ("临江街道/和平村", "梅溪镇/和平村"):
        done(run, "unit", "add", name)
    assert take(run, text, *words).code == 0
    assert path in existing(office)


def test_of_two_units_that_could_stand_above_none_is_picked(run: Run, office: Path) -> None:
    done(run, "unit", "add", "/北山县")
    answer = take(run, "街道|备注\n青石街道|")
    assert (answer.code, tally(answer)) == (3, {"未导入": 1})
    assert "请用 --unit 写明上级" in answer.out


def test_a_unit_that_moved_or_closed_is_not_founded_again(run: Run, office: Path) -> None:
    done(run, "unit", "move", "望江社区", "--to", "梅溪镇")
    before = dump(office)
    answer = take(run, "街道|社区\n临江街道|望江社区")
    assert (tally(answer), dump(office)) == ({"无变化": 1}, before)
    assert "「云河区/临江街道/望江社区」已于2026年3月31日撤销，没有重新设立" in answer.out


def test_what_may_be_the_same_unit_is_pointed_out(run: Run, office: Path) -> None:
    done(run, "unit", "add", "临江街道/望江东社区")
    answer = take(run, "街道|社区|书记\n梅溪镇|渡口社区|某某\n临江街道|望汀东社区|")
    assert "登记册里另有「云河区/临江街道/渡口社区」；如是划转请用 talentreg unit move" in answer.out
    assert "与同级的「望江东社区」只差一个字" in answer.out
    assert "不认识的列「书记」，没有导入" in answer.out


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("姓名|联系电话\n甲|15400000001", [], "是人员表或联络表，不是单位名册"),
        ("甲|乙\n1|2", [], "找不到认得的表头，前几行是：甲 | 乙"),
        ("街道|社区\n临江街道|望江社区", ["--unit", "云河县"], "是不是：云河区"),
    ],
)
def test_a_book_that_is_no_list_or_a_unit_that_is_not_there_is_refused(
    run: Run, office: Path, text: str, words: list[str], said: str
) -> None:
    before = dump(office)
    answer = take(run, text, *words)
    assert (answer.code, answer.out, dump(office)) == (1, "", before)
    assert said in answer.err


def test_names_from_a_sheet_are_kept_and_printed_safely(run: Run, own_register: Path) -> None:
    answer = take(run, "街道|社区\n[red]街道|=1+1村\n|\u202e反 社区")
    assert existing(own_register) == ["[red]街道", "[red]街道/=1+1村", "[red]街道/反社区"]
    assert "\u202e" not in answer.out
    assert paths(own_register)["U2"] == "[red]街道/=1+1村"
