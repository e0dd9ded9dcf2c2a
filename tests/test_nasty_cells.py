"""Columns and cells as people fill them: what is sure is stored, the rest kept and named, never guessed."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from books import Cell, csv_book, empty_register, id_number, save, stored, tally, workbook
from conftest import Answer
from nasty import Came, check_came, drawn
from openpyxl import Workbook

Run = Callable[..., Answer]

A, B, C = "15400000001", "15400000002", "15400000003"
ID = id_number(1)
BOTH = ZHANG, LI = f"张三 {A} 望江社区", f"李四 {B} 渡口社区"
LOST = "末几位已经丢失"
SEVERAL = "像是几个人，请每人写一行"


def one_cell(heading: str, cell: Cell) -> Path:
    """Write a book of one person, one of whose cells is out of the ordinary."""
    row: dict[str, Cell] = {"姓名": "张三", "联系电话": A, "所属社区": "望江社区", heading: cell}
    return workbook([list(row), list(row.values())])


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> Path:
    """Begin with an empty register: making one takes most of a test's time."""
    own_register.write_bytes(empty_register())
    return own_register


COLUMNS: dict[str, Came] = {
    "line numbers that look like register numbers": Came(
        drawn(f"编号|姓名|联系电话|所属社区\n1|张三|{A}|望江社区\n2|李四|{B}|渡口社区"),
        BOTH,
        {"新增": 2},
    ),
    "numbers of another register": Came(
        drawn(f"编号|姓名|联系电话|所属社区\nR000001|李四|{B}|渡口社区\nR000002|张三|{A}|望江社区"),
        [LI, ZHANG],
        {"新增": 2},
    ),
    "the same heading twice": Came(
        drawn(f"姓名|联系电话|所属社区|备注|备注\n张三|{A}|望江社区|外出|党员"),
        [ZHANG],
        {"新增": 1},
        also={"select note || key || value from person, json_each(extra)": "外出备注党员"},
    ),
    "two columns of phones": Came(
        drawn(f"姓名|电话|电话|所属社区\n张三|{A}|{B}|望江社区"),
        [ZHANG],
        {"新增": 1},
        ["列「电话」是又一列电话，按备用电话读取"],
        also={"select second_phone from person": B},
    ),
    "300 unknown columns": Came(
        drawn(
            "|".join(["姓名", "联系电话", "所属社区", *(f"调查项{n}" for n in range(300))])
            + "\n"
            + "|".join(["张三", A, "望江社区", *("是" for _ in range(300))])
        ),
        [ZHANG],
        {"新增": 1},
        also={"select count(*) from person, json_each(person.extra)": 300},
    ),
    "headings with blanks, breaks and brackets": Came(
        drawn(f"序\\n号|姓　　名|联系电话\\n（必填）|所属社区（村）\n1|张三|{A}|望江社区"),
        [ZHANG],
        {"新增": 1},
    ),
    "headings of Hong Kong": Came(
        drawn(f"姓名|聯繫電話|所屬社區|性別|學歷\n张三|{A}|望江社区|女|碩士研究生\n合計|1人|||"),
        [ZHANG],
        {"新增": 1, "跳过": 1},
        also={"select sex || degree from person": "female硕士研究生"},
    ),
}


@pytest.mark.parametrize("trouble", COLUMNS)
def test_columns_are_taken_for_what_they_hold(run: Run, begun: Path, trouble: str) -> None:
    check_came(run, begun, COLUMNS[trouble], "登记表.xlsx")


UNDERSTOOD: dict[str, tuple[str, Cell, str, object]] = {
    "a phone as a number": ("联系电话", 15400000001.0, "phone", A),
    "a phone with blanks": ("联系电话", " 154 0000 0001 ", "phone", A),
    "a phone of abroad": ("联系电话", "+86-154-0000-0001", "phone", A),
    "a full-width phone": ("联系电话", "１５４０００００００１", "phone", A),
    "a phone on a wire": ("联系电话", "0990-1234567", "phone", "0990-1234567"),
    "a phone Excel was told to keep": ("联系电话", f'="{A}"', "phone", A),
    "two phones": ("联系电话", f"{A}、{B}", "phone || second_phone", A + B),
    "two phones on two lines": ("联系电话", f"{A}\n{B}", "phone || second_phone", A + B),
    "three phones": ("联系电话", f"{A}/{B}/{C}", "phone || second_phone", A + B),
    "a phone and whose it is": ("联系电话", f"{A}（儿子）", "phone", A),
    "no phone, in words": ("联系电话", "暂无", "phone", None),
    "born, with a dot": ("出生年月", "1990.05", "birth", "1990-05"),
    "born, as a number with a dot": ("出生年月", 1990.05, "birth", "1990-05"),
    "born, with dashes": ("出生年月", "1990-5-6", "birth", "1990-05-06"),
    "born, in Chinese": ("出生年月", "1990年5月", "birth", "1990-05"),
    "born, in six digits": ("出生年月", "199005", "birth", "1990-05"),
    "born, in eight digits as a number": ("出生年月", 19900506, "birth", "1990-05-06"),
    "born, in a short year": ("出生年月", "90.5", "birth", "1990-05"),
    "born, with slashes": ("出生年月", "1990/5/6", "birth", "1990-05-06"),
    "born, as a serial number": ("出生年月", 32999, "birth", "1990-05-06"),
    "born, in numerals": ("出生年月", "一九九〇年五月", "birth", "1990-05"),
    "born, a year only": ("出生年月", 1990, "birth", "1990"),
    "born, as a date": ("出生年月", date(1990, 5, 6), "birth", "1990-05-06"),
    "born, at midnight": ("出生年月", datetime(1990, 5, 6), "birth", "1990-05-06"),
    "an ID number of fifteen digits": ("身份证号", "990101900506001", "id_number", ID),
    "an ID number in full width": (
        "身份证号",
        ID.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}),
        "id_number",
        ID,
    ),
    "an ID number in pieces": ("身份证号", f"'{ID[:6]} {ID[6:14]} {ID[14:]}", "id_number", ID),
    "an ID number with a small x": (
        "身份证号",
        next(one for n in range(1, 99) if (one := id_number(n)).endswith("X")).lower(),
        "substr(id_number, 18)",
        "X",
    ),
    "no ID number, in words": ("身份证号", "无", "id_number", None),
    "a birth nobody knows": ("出生年月", "不详", "birth", None),
    "a village nobody knows": ("所属社区", "未知", "(select count(*) from unit)", 0),
    "what an ID number says of birth and sex": ("身份证号", ID, "birth || sex", "1990-05-06male"),
    "a name with a blank": ("姓名", "张 三", "name", "张三"),
    "a name with a wide blank": ("姓名", "欧阳　娜娜", "name", "欧阳娜娜"),
    "a name of rare characters": ("姓名", "王䶮𠮷", "name", "王䶮𠮷"),
    "a name with a dot": ("姓名", "阿依古丽·买买提", "name", "阿依古丽·买买提"),
    "a name that looks like markup": ("姓名", "[red]张三", "name", "[red]张三"),
    "a name that looks like a formula": ("姓名", "=1+1", "name", "=1+1"),
    "a name with a face": ("姓名", "张三😀", "name", "张三😀"),
    "a name with invisible characters": ("姓名", "张\u200b三\u2060\u202e", "name", "张三"),
    "a name with a remark": ("姓名", "买买提（外出）", "name", "买买提"),
    "a name with a phone": ("姓名", f"张三{B}", "name", "张三"),
    "a name with its number in the list": ("姓名", "1.张三", "name", "张三"),
    "sex as a code": ("性别", 1, "sex", "male"),
    "sex as the other code": ("性别", "2", "sex", "female"),
    "sex in a letter": ("性别", "M", "sex", "male"),
    "a degree in traditional characters": ("学历", "大學本科", "degree", "本科"),
    "a formula somebody typed as text": ("学历", "=VLOOKUP(A1,B:B,1)", "degree", "=VLOOKUP(A1,B:B,1)"),
    "an intention as a tick": ("返乡意愿", "√", "(select kind from intention)", "willing"),
    "an intention as a truth": ("返乡意愿", True, "(select kind from intention)", "willing"),
    "no intention": ("返乡意愿", "×", "(select kind from intention)", "none"),
    "an intention not yet made": ("返乡意愿", "待定", "(select kind from intention)", "undecided"),
    "a note over several lines": (
        "备注",
        "党员\n1990年入伍，2012年回来",
        "note",
        "党员\n1990年入伍，2012年回来",
    ),
    "a tick in a column nobody knows": ("是否困难", "√", "(select value from json_each(extra))", "√"),
}


@pytest.mark.parametrize("trouble", UNDERSTOOD)
def test_a_cell_is_understood(run: Run, begun: Path, trouble: str) -> None:
    heading, cell, column, value = UNDERSTOOD[trouble]
    answer = run("import", one_cell(heading, cell))
    assert (tally(answer), answer.code) == ({"新增": 1}, 0)
    assert stored(begun, f"select {column} from person") == [(value,)]


SET_ASIDE: dict[str, tuple[str, Cell, str, str]] = {
    "a phone in short": ("联系电话", "1.54E+10", f"B2：电话被存成了科学计数，{LOST}", "phone"),
    "a phone one digit short": ("联系电话", "1540000000", "B2：不是有效的电话号码", "phone"),
    "a phone under stars": ("联系电话", "154****0001", "B2：不是有效的电话号码", "phone"),
    "a remark where the phone should be": ("联系电话", "停机", "B2：不是有效的电话号码", "phone"),
    "January or October": ("出生年月", 1990.1, "D2：出生年月「1990.1」分不清是1月还是10月", "birth"),
    "a month there is not": ("出生年月", "1990.13", "D2：出生年月「1990.13」不是真实存在的日期", "birth"),
    "born tomorrow": ("出生年月", "2026-04-01", "D2：出生年月「2026-04-01」还没有到", "birth"),
    "born by the moon": ("出生年月", "农历五月", "（请写公历）", "birth"),
    "born without a year": ("出生年月", "5月6日", "（要有年份）", "birth"),
    "an age for a birth": ("出生年月", "36岁", "D2：年月「36岁」看不懂", "birth"),
    "born on day zero": ("出生年月", 0, "D2：年月「0」看不懂", "birth"),
    "an ID number as a number": ("身份证号", int(ID), "18位里只有前15位是真的，末几位已经丢失", "id_number"),
    "an ID number in short": ("身份证号", "9.90101E+17", "D2：身份证号被存成了数字，只剩前6位", "id_number"),
    "an ID number that ends in zeros": (
        "身份证号", f"{ID[:15]}000", "末三位是000，像是被存成数字后损坏的", "id_number",
    ),
    "the letter O in an ID number": (
        "身份证号", ID[:14] + "O" + ID[15:], "D2：身份证号第15位是「O」，应为数字0？", "id_number",
    ),
    "an ID number one digit short": ("身份证号", ID[:17], "应为18位，这里是17位，少一位", "id_number"),
    "a digit mistyped in an ID number": (
        "身份证号", ID[:9] + "1" + ID[10:], "D2：身份证号校验位不对", "id_number",
    ),
    "an ID number under stars": ("身份证号", "990101********0013", "D2：身份证号中有星号", "id_number"),
    "a passport for an ID number": ("身份证号", "E12345678", "D2：像是护照或其他证件的号码", "id_number"),
    "both sexes": ("性别", "男/女", "D2：性别「男/女」看不懂", "sex"),
    "an intention in a code of their own": (
        "返乡意愿", "1", "D2：返乡意愿「1」看不懂", "(select kind from intention)",
    ),
}  # fmt: skip


DAMAGED = ("an ID number as a number", "an ID number in short")
"""What is left of an ID number that lost its digits is kept nowhere."""


@pytest.mark.parametrize("trouble", SET_ASIDE)
def test_a_cell_that_cannot_be_understood_is_named_and_kept_and_the_person_goes_in(
    run: Run, begun: Path, trouble: str
) -> None:
    heading, cell, said, column = SET_ASIDE[trouble]
    answer = run("import", one_cell(heading, cell))
    assert (tally(answer), answer.code) == ({"新增": 1}, 0)
    assert "单元格未采用（1）" in answer.out
    assert said in answer.out
    assert stored(begun, f"select name, {column} from person") == [("张三", None)]
    kept = stored(begun, f"select value from person, json_each(extra) where key = '{heading}（原文）'")
    assert len(kept) == (0 if trouble in DAMAGED else 1)


NOBODY: dict[str, tuple[Cell, str]] = {
    "two names in a cell": ("张三、李四", f"A2：姓名「张三、李四」{SEVERAL}"),
    "two names on two lines": ("张三\n李四", f"A2：姓名「张三 李四」{SEVERAL}"),
    "a phone for a name": (A, "A2：姓名「154****0001」不是姓名"),
    "no name but a word for it": ("无", "第2行：没有姓名"),
    "a name that is an error": ("#REF!", "A2：单元格是错误值 #REF!，没有读到内容"),
}


@pytest.mark.parametrize("trouble", NOBODY)
def test_a_row_whose_name_is_none_is_not_imported(run: Run, begun: Path, trouble: str) -> None:
    cell, said = NOBODY[trouble]
    answer = run("import", one_cell("姓名", cell))
    assert (tally(answer), answer.code) == ({"未导入": 1}, 3)
    assert said in answer.out
    assert stored(begun, "select count(*) from person") == [(0,)]


def test_what_an_id_number_contradicts_is_said(run: Run, begun: Path) -> None:
    rows = [["姓名", "联系电话", "身份证号", "出生年月", "性别"], ["张三", A, ID, "1980-01", "女"]]
    answer = run("import", workbook(rows))
    assert tally(answer) == {"新增": 1}
    assert stored(begun, "select id_number, birth, sex from person") == [(ID, "1980-01", "female")]
    assert "第2行：出生年月与身份证号（1990-05）不一致，按填写的登记［1980-01］" in answer.out
    assert "第2行：性别与身份证号不一致，按填写的登记" in answer.out


def test_days_of_a_book_that_counts_from_1904(run: Run, begun: Path) -> None:
    made = Workbook()
    made.epoch = datetime(1904, 1, 1)
    made.worksheets[0].append(["姓名", "联系电话", "出生年月"])
    made.worksheets[0].append(["张三", A, date(1990, 5, 6)])
    made.worksheets[0].append(["李四", B, 32999 - 1462])
    assert tally(run("import", save(made))) == {"新增": 2}
    assert stored(begun, "select birth from person") == [("1990-05-06",)] * 2


@pytest.mark.parametrize("length", [32_768, 40_000])
def test_a_cell_longer_than_any_spreadsheet_allows_is_kept_whole(run: Run, begun: Path, length: int) -> None:
    path = csv_book(f"姓名,联系电话,备注,经历\n张三,{A},{'长' * length},{'远' * length}\n")
    assert tally(run("import", path)) == {"新增": 1}
    assert stored(begun, "select length(note), length(value) from person, json_each(extra)") == [
        (length, length)
    ]


def test_control_characters_are_dropped_and_nothing_with_them(run: Run, begun: Path) -> None:
    assert tally(run("import", csv_book(f"姓名,联系电话,备注\n张\x07三,{A},一\x01二\x1b[31m三\n"))) == {
        "新增": 1
    }
    assert stored(begun, "select name, note from person") == [("张三", "一二[31m三")]
