"""The workbook that goes out to be edited: what is in it, what may be typed where, who is told."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from books import stored
from conftest import Answer
from consoles import start
from edited import BOOK, dimension, heads, lay_people, lines, people_of, send
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openxml_audit import OpenXmlValidator

from talentreg.records.fields import columns
from talentreg.records.person import Person
from talentreg.records.vocabulary import STATUS

Run = Callable[..., Answer]


def test_a_row_holds_all_that_may_be_edited_and_hides_who_it_is(run: Run, own_register: Path) -> None:
    lay_people(run)
    send(run)
    sheet = people_of(load_workbook(BOOK))
    row = lines(sheet)["张三"]
    held = {heading: sheet.cell(row, column).value for heading, column in heads(sheet).items()}
    version = held.pop("版本")
    assert {heading: told for heading, told in held.items() if told is not None} == {
        "人才编号": "R000001",
        "姓名": "张三",
        "所属单位": "云河区/临江街道/望江社区",
        "联系电话": "15400000001",
        "工作单位": "江州大学",
        "人员类别": "外出务工经商人员",
        "学历": "本科",
        "备注": "常联系",
        "在库状态": "入库",
        "返乡意愿": "创业",
        "孩子": "两个",
    }
    assert str(version).startswith("1-")
    assert len(str(version)) == len("1-3fa29c1b")
    assert {column.heading for column in columns(Person).values()} < set(held)
    assert {heading for heading in heads(sheet) if dimension(sheet, heading).hidden} == {"人才编号", "版本"}
    assert OpenXmlValidator().validate(Path(BOOK)).is_valid


def test_only_the_headings_are_locked_and_they_stay_in_sight(run: Run, samples: Path) -> None:
    send(run)
    sheet = people_of(load_workbook(BOOK))
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    allowed = ("sort", "autoFilter", "insertRows", "deleteRows", "formatColumns", "formatCells")
    assert [name for name in allowed if getattr(sheet.protection, name)] == []  # what is set is forbidden
    assert all(cell.protection.locked for cell in sheet[1])
    filled = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert filled
    assert not any(cell.protection.locked for cell in filled)  # blank ones take the column's style
    typed_below = [dimension(sheet, heading) for heading in heads(sheet)]
    assert not any(one.protection.locked for one in typed_below)
    beside = max(sheet.column_dimensions.values(), key=lambda one: one.max or 0)
    assert (beside.min, beside.max) == (sheet.max_column + 1, 16_384)
    assert not beside.protection.locked
    assert sheet.freeze_panes == "D2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


@pytest.mark.parametrize(
    "heading", ["身份证号", "联系电话", "备用电话", "亲属联系电话", "出生年月", "微信", "工作单位"]
)
def test_what_is_typed_below_the_last_row_stays_text(run: Run, samples: Path, heading: str) -> None:
    send(run)
    sheet = people_of(load_workbook(BOOK))
    assert dimension(sheet, heading).number_format == "@"


@pytest.mark.parametrize(
    ("heading", "stops", "some"),
    [
        ("性别", True, {"男", "女"}),
        ("在库状态", True, {word.text for word in STATUS.words}),
        ("返乡意愿", True, {"创业", "任职", "无", "待定"}),
        ("学历", False, {"博士研究生", "本科", "小学"}),
        ("民族", False, {"汉族", "基诺族"}),
        ("所属单位", False, {"云河区/临江街道/望江社区", "云河区"}),
    ],
)
def test_words_are_chosen_from_lists(
    run: Run, samples: Path, heading: str, stops: bool, some: set[str]
) -> None:
    send(run)
    book = load_workbook(BOOK)
    sheet = people_of(book)
    letter = get_column_letter(heads(sheet)[heading])
    (rule,) = (
        one for one in sheet.data_validations.dataValidation if str(one.sqref).startswith(f"{letter}2:")
    )
    assert (rule.errorStyle != "warning") == stops
    assert int(str(rule.sqref).rsplit(letter, 1)[1]) >= sheet.max_row + 1_000
    source = rule.formula1
    if source.startswith('"'):
        words = set(source.strip('"').split(","))
    else:
        name, place = source.replace("'", "").replace("$", "").split("!")
        assert book[name].sheet_state == "hidden"
        words = {str(cell.value) for (cell,) in book[name][place]}
    assert some <= words


def test_many_units_stand_on_a_hidden_sheet(run: Run, own_register: Path) -> None:
    rows = "".join(f"某人{place},云河区,临江街道,第{place}社区\n" for place in range(60))
    Path("表.csv").write_text("姓名,所属区县,所属街道/乡镇,所属社区/村\n" + rows, "utf-8")
    run("import", "表.csv")
    send(run)
    book = load_workbook(BOOK)
    assert {sheet.title: sheet.sheet_state for sheet in book} == {
        "人才": "visible",
        "填写说明": "visible",
        "talentreg": "veryHidden",
        "选项": "hidden",
    }
    shown = {cell.value for cell in book["选项"]["A"]} | {cell.value for cell in book["选项"]["B"]}
    assert {"云河区/临江街道/第7社区", "云河区"} <= shown
    assert OpenXmlValidator().validate(Path(BOOK)).is_valid


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("姓名,联系电话", ["姓名", "联系电话"]),
        ("phone，学历", ["姓名", "联系电话", "学历"]),
        ("手机、单位、孩子", ["姓名", "联系电话", "所属单位", "孩子"]),
        ("意愿原因,返乡意愿,人才编号", ["姓名", "意愿原因", "返乡意愿"]),
    ],
)
def test_columns_are_chosen_by_any_of_their_names(
    run: Run, own_register: Path, asked: str, shown: list[str]
) -> None:
    lay_people(run)
    send(run, "--columns", asked)
    assert list(heads(people_of(load_workbook(BOOK)))) == ["人才编号", "版本", *shown]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--columns", "学厉"), 2, "没有「学厉」这一列"),
        (("--columns", "年龄"), 2, "算出来的"),
        (("--columns", "姓名", "--masked"), 2, "--masked"),
        (("--only", "人才"), 2, "--only"),
        (("--unit", "天上社区"), 1, "天上社区"),
    ],
)
def test_what_cannot_be_sent_is_refused(
    run: Run, samples: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    answer = run("export", "--workbook", BOOK, *words)
    assert answer.code == code
    assert told in answer.err
    assert not Path(BOOK).exists()


def test_columns_alone_make_no_workbook(run: Run, samples: Path) -> None:
    answer = run("export", "册.xlsx", "--columns", "姓名")
    assert (answer.code, "--workbook" in answer.err) == (2, True)


def test_a_unit_is_sent_with_all_below_it_and_who_left_only_when_asked(run: Run, own_register: Path) -> None:
    lay_people(run)
    run("withdraw", "张三", "--reason", "户籍迁出")
    send(run, "--unit", "临江街道")
    assert set(lines(people_of(load_workbook(BOOK)))) == {"李四"}
    send(run, "--unit", "临江街道", "--all")
    assert set(lines(people_of(load_workbook(BOOK)))) == {"张三", "李四"}


def test_the_export_is_recorded_and_said_to_hold_full_numbers(run: Run, own_register: Path) -> None:
    lay_people(run)
    answer = run("export", "--workbook", BOOK)
    assert "含完整号码，请妥善保管" in answer.err
    recorded = stored(own_register, "select command, detail from audit_entry order by id desc limit 1")
    ((command, detail),) = recorded
    assert command == "export --workbook"
    assert "含完整号码" in str(detail)
    assert run("export", "--workbook", BOOK).code == 1  # it is there already


def test_a_register_that_cannot_record_it_sends_nothing_and_offers_no_masking(samples: Path) -> None:
    samples.chmod(0o400)
    answer = start("export", "--workbook", BOOK, bound=True)
    assert (answer.code, Path(BOOK).exists()) == (1, False)
    assert "不能留痕" in answer.err
    assert "--masked" not in answer.err


def test_odd_texts_are_no_formulas(run: Run, own_register: Path) -> None:
    lay_people(run)
    run("add", "[red]", "工作单位==1+1", "备注=@SUM(A1)", "--unit", "/望江社区")
    send(run)
    sheet = people_of(load_workbook(BOOK))
    cells = {cell.value: cell.data_type for cell in sheet[6] if cell.value is not None}
    assert cells["=1+1"] == cells["@SUM(A1)"] == cells["[red]"] == "s"


def test_an_empty_register_is_sent_as_headings_alone(run: Run, own_register: Path) -> None:
    run("unit", "add", "临江街道")
    send(run)
    sheet = people_of(load_workbook(BOOK))
    assert sheet.max_row == 1
    assert "姓名" in heads(sheet)
    assert isinstance(load_workbook(BOOK).properties.created, datetime)
