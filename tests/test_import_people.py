"""People sheets: who a row speaks of, and what it may change of what is known."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, empty_register, id_number, phone, stored, tally, workbook
from conftest import Answer

Run = Callable[..., Answer]
Book = Callable[..., Path]

ID, OTHER_ID = id_number(101), id_number(103)
HEADINGS = "姓名|身份证号|联系电话|备用电话|所属社区/村|出生年月|人才编号"
ZHANG = f"张三|{ID}|{phone(1)}|{phone(2)}|望江社区|1990-05-06|"


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> None:
    """Begin with an empty register: making one takes most of a test's time."""
    own_register.write_bytes(empty_register())


def person(run: Run, who: str) -> dict[str, Any]:
    """Return what the register knows of somebody, blanks left out."""
    found: dict[str, Any] = json.loads(run("show", who, "--reveal", "--purpose", "核对", "--json").out)
    return {name: value for name, value in found.items() if value}


def names(register: Path) -> list[object]:
    return [name for (name,) in stored(register, "select name from person order by id")]


def test_every_outcome_has_its_count(run: Run, book: Book, own_register: Path) -> None:
    run("import", book(f"人员\n{HEADINGS}\n{ZHANG}\n李四||{phone(3)}||望江社区||"))
    answer = run(
        "import",
        book(f"""人员
        {HEADINGS}|学历
        {ZHANG}|
        李四||{phone(3)}||望江社区|||本科
        王五||{phone(4)}||望江社区|||大专
        王五||{phone(4)}||望江社区|||大专
        ||{phone(5)}||望江社区|||大专
        合计|3||||||"""),
    )
    assert tally(answer) == {"新增": 1, "更新": 1, "无变化": 1, "表内重复": 1, "未导入": 1, "跳过": 1}
    assert answer.code == 3
    assert "／第6行：没有姓名" in answer.out
    assert names(own_register) == ["张三", "李四", "王五"]


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (f"张三|{ID}||||", "无变化"),
        (f"张 三|{ID.lower()}|||渡口社区|1980|", "无变化"),
        ("张三||||||R000001", "无变化"),
        ("张三||||||r1", "无变化"),
        (f"张三||{phone(1)}||渡口社区||", "无变化"),
        ("张三||+86 154 0000 0001||||", "无变化"),
        (f"张三||{phone(2)}||||", "无变化"),
        ("张三||||望江社区|1990-05|", "无变化"),
        ("张三||||望江社区|1990.05.06|", "无变化"),
        ("张三||||||", "新增"),
        ("张三||||望江社区||", "新增"),
        ("张三||||望江社区|1990|", "新增"),
        ("张三||||望江社区|1990-06|", "新增"),
        ("张三||||渡口社区|1990-05|", "新增"),
        (f"张三||{phone(9)}||||", "新增"),
        (f"李四||{phone(1)}||望江社区||", "新增"),
        (f"张三|{OTHER_ID}|{phone(1)}|||", "未导入"),
        (f"张三|{OTHER_ID}|||望江社区|1990-05|", "未导入"),
        (f"张三|{OTHER_ID}||||R000001", "未导入"),
        (f"李四|{ID}||||", "未导入"),
        ("李四||||||R000001", "未导入"),
        (f"|{ID}|{phone(1)}||||", "未导入"),
    ],
)
def test_a_row_speaks_of_whom_its_evidence_says(run: Run, book: Book, row: str, outcome: str) -> None:
    run("import", book(f"人员\n{HEADINGS}\n{ZHANG}"))
    answer = run("import", book(f"人员\n{HEADINGS}\n{row}"))
    assert tally(answer) == {outcome: 1}
    assert answer.code == (3 if outcome == "未导入" else 0)


@pytest.mark.parametrize(
    ("row", "matched"),
    [
        (f"张三|{ID}|{phone(2)}||||R000002", 1),
        (f"张三||{phone(1)}||||R000002", 2),
        (f"张三||{phone(1)}||渡口社区|1991-01|", 1),
    ],
    ids=["ID number before all", "register number before phone", "phone before unit and month"],
)
def test_the_stronger_evidence_decides(
    run: Run, book: Book, own_register: Path, row: str, matched: int
) -> None:
    two = f"张三|{ID}|{phone(1)}||望江社区|1990-05|\n张三||{phone(2)}||渡口社区|1991-01|"
    run("import", book(f"人员\n{HEADINGS}\n{two}"))
    assert tally(run("import", book(f"人员\n{HEADINGS}|学历\n{row}|博士"))) == {"更新": 1}
    assert stored(own_register, "select id from person where degree is not null") == [(matched,)]


def test_a_row_that_fits_several_is_rejected_with_the_candidates(run: Run, book: Book) -> None:
    run("add", "张三", "--phone", phone(1))
    run("add", "张三", "--phone", phone(1), "--namesake")
    answer = run("import", book(f"人员\n姓名|联系电话\n张三|{phone(1)}"))
    assert tally(answer) == {"未导入": 1}
    assert [line.split()[1] for line in answer.out.split("\n") if "可能是" in line] == ["R000001", "R000002"]


def test_namesakes_of_two_villages_stay_two(run: Run, book: Book, own_register: Path) -> None:
    rows = "张伟|1990-05|望江社区\n张伟|1990-05|渡口社区"
    assert tally(run("import", book(f"人员\n姓名|出生年月|所属社区\n{rows}"))) == {"新增": 2}
    assert tally(run("import", "../登记表.xlsx")) == {"无变化": 2}


def test_a_couple_sharing_a_phone_stays_two(run: Run, book: Book) -> None:
    rows = f"张三|{phone(1)}|望江社区\n李四|{phone(1)}|望江社区"
    assert tally(run("import", book(f"人员\n姓名|联系电话|所属社区\n{rows}"))) == {"新增": 2}
    assert tally(run("import", "../登记表.xlsx")) == {"无变化": 2}


@pytest.mark.parametrize("mode", ["fill", "update", "skip"])
def test_a_blank_never_erases(run: Run, book: Book, mode: str) -> None:
    run("import", book(f"人员\n{HEADINGS}|学历|备注|返乡意愿|子女情况\n{ZHANG}|本科|常联系|创业|一子"))
    before = person(run, "R000001")
    answer = run(
        "import",
        book(f"人员\n{HEADINGS}|学历|备注|返乡意愿|子女情况\n张三|{ID}|||||||||"),
        "--on-match",
        mode,
    )
    assert set(tally(answer)) == {"跳过" if mode == "skip" else "无变化"}
    assert person(run, "R000001") == before


@pytest.mark.parametrize(
    ("mode", "outcome", "degree", "post"),
    [("fill", "更新", "本科", "主任"), ("update", "更新", "大专", "主任"), ("skip", "跳过", "本科", None)],
)
def test_on_match_says_who_wins(
    run: Run, book: Book, mode: str, outcome: str, degree: str, post: str | None
) -> None:
    run("import", book(f"人员\n姓名|联系电话|学历|职务\n张三|{phone(1)}|本科|"))
    again = book(f"人员\n姓名|联系电话|学历|职务\n张三|{phone(1)}|大专|主任\n李四|{phone(2)}||")
    answer = run("import", again, "--on-match", mode)
    assert tally(answer) == {outcome: 1, "新增": 1}
    assert ("学历与登记册不同，保留「本科」，表中为「大专」" in answer.out) == (mode == "fill")
    known = person(run, "R000001")
    assert (known["degree"], known.get("post")) == (degree, post)


def test_a_birth_date_is_made_more_exact_never_less(run: Run, book: Book) -> None:
    for written, kept in (
        ("1990", "1990"),
        ("1990-05", "1990-05"),
        ("1990-05-06", "1990-05-06"),
        ("1990", "1990-05-06"),
    ):
        run("import", book(f"人员\n姓名|联系电话|出生年月\n张三|{phone(1)}|{written}"))
        assert person(run, "R000001")["birth"] == kept


def test_an_id_number_fills_birth_and_sex(run: Run, book: Book) -> None:
    run("import", book(f"人员\n姓名|身份证号|性别|出生年月\n张三|{ID}||\n李四|{id_number(102)}|男|1991-01"))
    zhang, li = person(run, "R000001"), person(run, "R000002")
    assert (zhang["sex"], zhang["birth"], li["sex"], li["birth"]) == ("male", "1990-05-06", "male", "1991-01")


def test_what_cannot_be_understood_is_kept_as_written_with_its_cell(run: Run, book: Book) -> None:
    headings = "姓名|性别|身份证号|出生年月|联系电话|入库日期|返乡意愿|在库状态|亲属联系电话"
    written = "张三|不详|12345|属马|打不通|去年|看情况|在册|没有"
    answer = run("import", book(f"人员\n{headings}\n{written}"))
    assert (tally(answer), answer.code) == ({"新增": 1}, 0)
    for column in "BCDEFGHI":
        assert f"／{column}2：" in answer.out
    fields = zip(headings.split("|")[1:], written.split("|")[1:], strict=True)
    assert person(run, "张三")["extra"] == {f"{heading}（原文）": text for heading, text in fields}
    assert person(run, "张三")["statuses"][0]["on"] == "2026-03-31"


def test_an_id_number_stored_as_a_number_is_neither_kept_as_one_nor_matched(
    run: Run, own_register: Path
) -> None:
    run("import", workbook([["姓名", "身份证号"], ["张三", int(ID)]]))
    assert stored(own_register, "select id_number from person") == [(None,)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("姓名,联系电话,子女情况\n张三,15412345678,一子", "一子"),
        ("姓名,联系电话,家庭成员,家庭成员\n张三,15412345678,妻李某,子张某", "妻李某"),
        ("姓名,联系电话,家庭成员,家庭成员\n张三,15412345678,妻李某,子张某", "子张某"),
        ("姓名,联系电话,联系电话\n张三,15412345678,15412345670", "15412345670"),
        ("姓名,联系电话,\n张三,15412345678,孩子上学要帮忙", "孩子上学要帮忙"),
        ("姓名,联系电话\n张三,15412345678,孩子上学要帮忙", "孩子上学要帮忙"),
        ("编号,姓名,联系电话\n临-2025-7,张三,15412345678", "临-2025-7"),
        ("姓名,联系电话\n张三,15412345678/15412345679/15412345670", "15412345670"),
        ("姓名,联系电话,备用电话\n张三,15412345678/15412345679,15412345670", "15412345679"),
        ("姓名,联系电话,亲属联系电话\n张三,15412345678,15412345679、15412345670", "15412345670"),
        ("姓名,联系电话,入库日期\n张三,15412345678,2027-01-01", "2027-01-01"),
    ],
    ids=[
        "unknown column", "first of two columns so named", "second", "second phone column", "no heading",
        "beyond the headings", "own numbering", "third phone", "phone beside a spare",
        "second phone of a relative", "day to come",
    ],
)  # fmt: skip
def test_nothing_a_sender_wrote_of_a_person_is_lost(run: Run, text: str, kept: str) -> None:
    run("import", csv_book(text))
    assert kept in json.dumps(person(run, "R000001"), ensure_ascii=False).replace("R000001", "")


@pytest.mark.parametrize(
    ("heading", "field", "written", "kept"),
    [
        ("学历", "degree", "大学", "本科"),
        ("学历", "degree", "研究生（硕士）", "硕士研究生"),
        ("学历", "degree", "自学成才", "自学成才"),
        ("民族", "ethnicity", "汉", "汉族"),
        ("政治面貌", "political", "党员", "中共党员"),
        ("人员类别", "category", "退休人员，专技人员;乡贤", "机关企事业单位离退休人员、专业技术人员、乡贤"),
        ("职称", "professional_title", "特级教师", "特级教师"),
    ],
)
def test_an_open_word_becomes_the_offices_own_or_stays_as_written(
    run: Run, book: Book, heading: str, field: str, written: str, kept: str
) -> None:
    assert run("import", book(f"人员\n姓名|{heading}\n张三|{written}")).code == 0
    assert person(run, "张三")[field] == kept


def test_an_open_word_nobody_knows_is_a_notice_with_its_cell(run: Run, book: Book) -> None:
    answer = run("import", book("人员\n姓名|学历|职称|民族\n张三|大学|特级教师|汉\n李四|自学成才|正高|汉族"))
    assert [line for line in answer.out.split("\n") if "不在常用词里" in line] == [
        "  登记表.xlsx／人员／B3：学历「自学成才」不在常用词里，按原样登记"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "[red]张三[/red]",
        "[/]",
        "=1+1",
        "@SUM(1)",
        "<b>张三</b>",
        "张三👩‍🌾",
        "𠮷田",
        "O'Brien; --",
        "阿依古丽·买买提",
        "%s{0}",
    ],
)
def test_an_odd_name_comes_in_whole_and_comes_back(
    run: Run, book: Book, own_register: Path, name: str
) -> None:
    path = book(f"人员\n姓名|联系电话|性别\n{name}|{phone(1)}|某")
    assert tally(run("import", path)) == {"新增": 1}
    assert names(own_register) == [name.replace("\u200d", "")]
    again = run("import", path)
    assert (tally(again), again.code) == ({"无变化": 1}, 0)
