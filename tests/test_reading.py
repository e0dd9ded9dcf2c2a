"""Files as they come: whatever they are called, read at the sender's own lines or refused plainly."""

import io
import os
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from books import (
    MAIN,
    Row,
    csv_book,
    empty_register,
    phone,
    raw_workbook,
    save,
    stored,
    tally,
    text_cell,
    workbook,
)
from conftest import Answer
from openpyxl import Workbook
from openpyxl.chart import BarChart

Run = Callable[..., Answer]
Book = Callable[..., Path]

PEOPLE = "姓名,联系电话,所属社区\n王䶮𠮷,15412345678,望江社区\n李四,15412345679,渡口社区\n"
FOUND = [("王䶮𠮷", "15412345678"), ("李四", "15412345679")]
HEADINGS: Row = ("姓名", "联系电话", "所属社区")


def found(register: Path) -> list[tuple[object, ...]]:
    return stored(register, "select name, phone from person order by id")


def refused(answer: Answer, register: Path, name: str) -> str:
    """Check that a file was turned away in one or two lines and nothing was begun; return the lines."""
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("错误：")
    assert name in answer.err
    assert 1 <= answer.err.count("\n") <= 2
    assert not register.exists()
    return answer.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_each_encoding_offices_save(run: Run, own_register: Path, encoding: str) -> None:
    assert tally(run("import", csv_book(PEOPLE, encoding=encoding))) == {"新增": 2}
    assert found(own_register) == FOUND


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize(
    "title", ["", "临江街道乡土人才登记表\n", "临江街道乡土人才登记表（2026，一季度）\n\n"]
)
def test_a_csv_is_parted_by_what_its_rows_are_parted_by(
    run: Run, own_register: Path, separator: str, title: str
) -> None:
    assert tally(run("import", csv_book(title + PEOPLE.replace(",", separator)))) == {"新增": 2}
    assert found(own_register) == FOUND


def test_a_quoted_cell_of_a_csv_keeps_its_commas_and_line_breaks(run: Run, own_register: Path) -> None:
    run("import", csv_book('姓名,备注,联系电话\n张三,"家里有老人，\n孩子,上学；""急""",15412345678\n'))
    assert stored(own_register, "select note, phone from person") == [
        ('家里有老人，\n孩子,上学；"急"', "15412345678")
    ]


def test_the_content_decides_not_the_extension(run: Run, own_register: Path) -> None:
    workbook([HEADINGS, ["张三", phone(1), "望江社区"]], name="张三.csv.xlsx").rename("张三.csv")
    csv_book("姓名,联系电话,所属社区\n李四,15412345679,望江社区\n", name="李四.xlsx")
    assert tally(run("import", "张三.csv", "李四.xlsx")) == {"新增": 2}
    assert found(own_register) == [("张三", phone(1)), ("李四", "15412345679")]


def zipped(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("_", "/"), content)
    return packed.getvalue()


FOREIGN: dict[str, bytes] = {
    "空文件": b"",
    "旧版.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "Word文档": zipped(word_document="<w/>"),
    "压缩包": zipped(照片="1"),
    "照片": bytes(range(256)) * 20,
    "UTF-16无标记": PEOPLE.encode("utf-16-le"),
    "截断的表格": b"PK\x03\x04" + b"\x14\x00" * 40,
    "引号没有合上": '姓名,联系电话\n"张三,15412345678\n'.encode(),
    "只有空白": b" , \n\n ,\n",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_is_no_list_is_refused_in_two_chinese_lines(
    run: Run, own_register: Path, name: str
) -> None:
    Path(f"{name}.xlsx").write_bytes(FOREIGN[name])
    said = refused(run("import", f"{name}.xlsx"), own_register, name)
    assert not re.search(r"(?<![A-Za-z.])[a-z]{4,}", said.replace("xlsx", "").replace("talentreg", ""))


def test_a_workbook_cut_short_is_refused(run: Run, own_register: Path) -> None:
    whole = workbook([HEADINGS, *(["张三", phone(i), "望江社区"] for i in range(50))]).read_bytes()
    for length in (len(whole) // 3, len(whole) - 30):
        Path("登记表.xlsx").write_bytes(whole[:length])
        refused(run("import", "登记表.xlsx"), own_register, "登记表.xlsx")


@pytest.mark.parametrize("name", ["没有.xlsx", "某某街道" * 40 + ".xlsx"])
def test_a_file_that_is_not_there_is_named(run: Run, own_register: Path, name: str) -> None:
    refused(run("import", name), own_register, name)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file name is always text")
def test_a_file_whose_name_is_in_gbk_comes_in(shell: Run, own_register: Path) -> None:
    name = "登记.csv".encode("gbk")
    Path(os.fsdecode(name)).write_bytes(PEOPLE.encode())
    assert shell("import", os.fsdecode(name)).code == 0
    assert found(own_register) == FOUND


ROWS = (
    f'<row r="1">{text_cell("A1", "姓名")}{text_cell("B1", "联系电话")}</row>'
    f'<row r="2">{text_cell("A2", "张三")}{text_cell("B2", "15412345678")}</row>'
)


def worksheet(rows: str, before: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


@pytest.mark.parametrize("claimed", ["A1", "A1:XFD1048576", "B2:B2"])
def test_what_a_sheet_claims_of_its_size_is_not_believed(run: Run, own_register: Path, claimed: str) -> None:
    sheet = worksheet(ROWS, before=f'<dimension ref="{claimed}"/>')
    assert tally(run("import", raw_workbook(sheet))) == {"新增": 1}
    assert found(own_register) == [("张三", "15412345678")]


def test_a_message_names_the_senders_own_line_and_cell(run: Run) -> None:
    blank: Row = []
    rows: list[Row] = [blank, blank, [None, None, *HEADINGS], blank, [None, None, None, "15412345678"]]
    rows += [blank, [None, None, "张三", "电话打不通", "望江社区"]]
    by_workbook = run("import", workbook(rows)).out
    by_csv = run("import", csv_book("\n\n,,姓名,联系电话\n\n,,,15412345678\n\n,,张三,电话打不通\n")).out
    for said in (by_workbook, by_csv):
        assert "／第5行：没有姓名" in said
        assert re.search("／D7：.*电话打不通", said)


def test_every_sheet_is_read_hidden_ones_and_those_beside_a_chart(run: Run) -> None:
    made = Workbook()
    made.create_chartsheet("统计图").add_chart(BarChart())
    for place, name in enumerate(("一社区", "二社区")):
        sheet = made.create_sheet(name)
        sheet.append(HEADINGS)
        sheet.append([f"某{place}", phone(place), name])
    made["二社区"].sheet_state = "hidden"
    answer = run("import", save(made))
    assert tally(answer) == {"新增": 2}
    for name in ("一社区", "二社区"):
        assert f" {name} " in answer.out
    assert "统计图" not in answer.out


def test_a_hundred_sheets_and_three_hundred_columns_come_in(run: Run, own_register: Path) -> None:
    sheets = [[HEADINGS, [f"某{i}", phone(i), f"第{i}社区"]] for i in range(100)]
    columns = [f"调查项{i}" for i in range(300)]
    wide: list[Row] = [[*HEADINGS, *columns], ["宽", phone(200), "望江社区", *("是" for _ in columns)]]
    assert tally(run("import", workbook(*sheets, wide))) == {"新增": 101}
    kept = "select count(*) from person, json_each(person.extra) where name = '宽'"
    assert stored(own_register, kept) == [(300,)]


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 3, 15),
        datetime(2026, 3, 15, 9, 30),
        46096,
        20260315,
        "2026-3-15",
        "2026.03.15",
        "2026/3/15",
        "２０２６年３月１５日",
        "2026年3月15日",
        "20260315",
        "2026-03-15 00:00:00",
        "2026-03-15 9:30",
        "2026/3/15 9:30:05",
        "2026/3/15 14:30",
        "2026-03-15T14:30:00",
    ],
    ids=str,
)
def test_a_day_is_the_same_day_however_it_is_written(
    run: Run, own_register: Path, written: str | int | date
) -> None:
    own_register.write_bytes(empty_register())
    rows: list[Row] = [[*HEADINGS, "入库日期"], ["张三", phone(1), "望江社区", written]]
    assert run("import", workbook(rows)).code == 0
    assert stored(own_register, 'select "on" from status') == [("2026-03-15",)]


@pytest.mark.parametrize("written", [0, 0.5, 1, -3, 2958465, True], ids=str)
def test_a_number_that_is_no_day_is_set_aside(run: Run, own_register: Path, written: float) -> None:
    made = workbook([[*HEADINGS, "入库日期"], ["张三", phone(1), "望江社区", written]])
    answer = run("import", made)
    assert "／D2：" in answer.out
    assert stored(own_register, 'select "on" from status') == [("2026-03-31",)]
    assert stored(own_register, "select count(*) from person, json_each(person.extra)") == [(1,)]


def test_a_formula_counts_with_what_it_showed_last(run: Run, own_register: Path) -> None:
    shown = (
        '<row r="3"><c r="A3" t="str"><f>B3&amp;"四"</f><v>李四</v></c><c r="B3"><v>15412345679</v></c></row>'
    )
    run("import", raw_workbook(worksheet(ROWS + shown)))
    assert found(own_register) == [("张三", "15412345678"), ("李四", "15412345679")]
