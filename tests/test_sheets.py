"""A list as a sheet: what each cell becomes, what Excel must never do with it, how it looks and prints."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from python_calamine import CalamineWorkbook

from talentreg.errors import Refused
from talentreg.records.text import CUT
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, cell_text, sheet_name, writing

TEXT, PLAIN = SheetColumn("内容"), Layout()


def made(
    rows: Sequence[Sequence[object]], *columns: SheetColumn, layout: Layout = PLAIN, most_rows: int = 100
) -> bytes:
    """Write one list as a workbook."""
    file = io.BytesIO()
    with writing(file, "试") as workbook:
        assert workbook.add_list("表", columns or (TEXT,), rows, layout, most_rows) == len(rows)
    return file.getvalue()


def first_sheet(content: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def read_back(content: bytes) -> list[list[Any]]:
    """Read the first sheet the way an import does, without its headings."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://x")',
        "+8615412345678",
        "-1",
        "@某",
        "{=1}",
        "http://example.com/",
        "mailto:a@b.c",
        "15412345678",
        "990101199005060019",
        "0571-88888888",
        "1990-05",
        "007",
        "1e5",
        "TRUE",
        "<r>某</r>",
        "<b>&amp;\"'",
        "_x0041_",
        "第一行\n第二行",
        "🙂𠮷",
    ],
)
def test_a_text_stays_the_text_it_was(text: str) -> None:
    content = made([[text]])
    cell = first_sheet(content)["A2"]
    assert cell.data_type == "s"
    assert unescape(str(cell.value)).rstrip(" ") == text
    assert [[str(value).rstrip(" ") for value in row] for row in read_back(content)] == [[text]]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "是"),
        ("a\x00b\x1b[31m\x07", "ab[31m"),
        ("甲\u202e乙\u200b", "甲乙"),
        ("a\ufffeb\uffff", "ab"),
        ("\ud800x", "x"),
        (date(1899, 12, 31), "1899-12-31"),
        (date.min, "0001-01-01"),
    ],
)
def test_what_a_cell_cannot_hold_is_written_as_near_as_can_be(value: object, written: str) -> None:
    assert cell_text(value) == written
    assert (first_sheet(made([[value, "x"]], TEXT, TEXT))["A2"].value or "") == written


@pytest.mark.parametrize("character", ["长", "𠮷", "a"])
def test_a_text_longer_than_a_cell_is_cut_with_a_mark(character: str) -> None:
    text = cell_text(character * 40_000)
    assert text.endswith(CUT)
    assert text.removesuffix(CUT).strip(character) == ""
    assert 32_765 <= len(text.encode("utf-16-le")) // 2 <= 32_767
    assert cell_text("长" * 32_767) == "长" * 32_767
    assert first_sheet(made([[character * 40_000]]))["A2"].value == text


def test_days_are_days_numbers_are_numbers_and_digits_are_text() -> None:
    columns = [SheetColumn("日期", Form.DAY), SheetColumn("数", Form.COUNT), SheetColumn("电话", Form.DIGITS)]
    sheet = first_sheet(made([[date(2026, 3, 5), 12, "15412345678"]], *columns))
    assert [cell.value for cell in sheet[2]] == [datetime(2026, 3, 5), 12, "15412345678"]
    assert [cell.number_format for cell in sheet[2]] == ["yyyy-mm-dd", "0", "@"]
    assert [cell.data_type for cell in sheet[2]] == ["d", "n", "s"]


def test_a_blank_cell_of_a_digits_column_takes_what_is_typed_as_text() -> None:
    sheet = first_sheet(made([[None]], SheetColumn("身份证号", Form.DIGITS)))
    assert (sheet["A2"].value, sheet["A2"].number_format) == (None, "@")


def test_headings_stand_out_stay_in_sight_and_filter() -> None:
    sheet = first_sheet(made([["甲"], ["乙"]], SheetColumn("姓名"), SheetColumn("单位")))
    head = sheet["A1"]
    assert (head.font.b, head.alignment.wrap_text, head.border.top.style) == (True, True, "thin")
    assert head.fill.fgColor.rgb == "FFDDEBF7"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:B3")


def test_a_page_prints_on_a4_across_as_wide_as_the_sheet_with_its_headings() -> None:
    sheet = first_sheet(made([["甲"]]))
    page = sheet.page_setup
    assert (page.orientation, str(page.paperSize), page.fitToHeight) == ("landscape", "9", 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.center is not None
    assert footer.center.text == "第 &P 页，共 &N 页"


def test_a_sheet_too_wide_for_a_page_prints_on_several_with_the_names_repeated() -> None:
    columns = [SheetColumn(f"列{place}", width=50) for place in range(10)]
    sheet = first_sheet(made([["x"] * 10], *columns, layout=Layout(pinned=2)))
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (3, "$A:$B")


@pytest.mark.parametrize(
    ("texts", "width"),
    [
        (["甲"], 8),
        (["望江社区"], 10),
        (["abcdefghijkl"], 14),
        (["甲" * 100], 50),
        (["甲乙丙丁戊\n己"], 12),
        ([], 8),
    ],
)
def test_a_column_is_as_wide_as_its_content_within_bounds(texts: list[str], width: int) -> None:
    sheet = first_sheet(made([[text] for text in texts], SheetColumn("内容")))
    assert sheet.column_dimensions["A"].width == pytest.approx(width + 0.7, abs=0.2)


@pytest.mark.parametrize(
    ("text", "lines"), [("短", 1), ("甲" * 24, 1), ("甲" * 25, 2), ("甲" * 49, 3), ("甲\n乙\n丙", 3)]
)
def test_a_ruled_row_is_high_enough_for_its_longest_text(text: str, lines: int) -> None:
    height = first_sheet(made([[text]])).row_dimensions[2].height
    assert height == pytest.approx(14 * lines + 5, abs=0.5)


def test_a_list_longer_than_a_sheet_goes_on_in_the_next_and_loses_no_row() -> None:
    content = made([[f"第{n}"] for n in range(1, 24)], most_rows=11)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["表", "表（2）", "表（3）"]
    held = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
    assert [rows[0] for rows in held] == ["内容"] * 3
    assert [row for rows in held for row in rows[1:]] == [f"第{n}" for n in range(1, 24)]


def test_a_list_that_fills_its_sheet_exactly_needs_no_other() -> None:
    assert load_workbook(io.BytesIO(made([["x"]] * 10, most_rows=11))).sheetnames == ["表"]


def test_more_columns_than_excel_has_are_refused() -> None:
    with pytest.raises(Refused, match="16385列"):
        made([], *[TEXT] * 16_385)


def test_title_and_ending_stand_above_and_below() -> None:
    layout = Layout(title="花名册", ending=("共2人", "2026年3月31日"), filtered=False)
    sheet = first_sheet(made([["甲", "乙"], ["丙", "丁"]], TEXT, TEXT, layout=layout))
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["花名册", None],
        ["内容", "内容"],
        ["甲", "乙"],
        ["丙", "丁"],
        ["共2人", "2026年3月31日"],
    ]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("B3", "$1:$2", None)


@pytest.mark.parametrize(
    ("text", "taken", "name"),
    [
        ("人才", [], "人才"),
        ("人才", ["人才"], "人才（2）"),
        ("人才", ["人才", "人才（2）"], "人才（3）"),
        ("ABC", ["abc"], "ABC（2）"),
        ("a/b\\c[d]:e*f?", [], "a_b_c_d__e_f_"),
        ("'引号'", [], "引号"),
        ("", [], "表"),
        ("History", [], "History（2）"),
        ("长" * 40, [], "长" * 31),
        ("长" * 40, ["长" * 31], "长" * 28 + "（2）"),
        ("𠮷" * 20, [], "𠮷" * 15),
        ("换\n行\x00", [], "换_行"),
    ],
)
def test_a_sheet_name_is_one_excel_takes(text: str, taken: list[str], name: str) -> None:
    assert sheet_name(text, taken) == name
    xlsxwriter.Workbook(io.BytesIO()).add_worksheet(sheet_name(text, taken))  # refuses what Excel would


def test_the_same_list_on_the_same_day_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = made([["甲", date(2026, 1, 1)]], TEXT, TEXT)
    assert made([["甲", date(2026, 1, 1)]], TEXT, TEXT) == first
    assert b"2026-03-31T00:00:00Z" in zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml")


def test_a_workbook_of_every_form_is_a_clean_excel_file(tmp_path: Any) -> None:
    columns = [SheetColumn(form.value, form) for form in Form]
    layout = Layout(title="题", ending=("左", "右"), pinned=2)
    path = tmp_path / "净.xlsx"
    path.write_bytes(
        made([["<r>x</r>", "1", "男", date(2026, 1, 1), 3], [None] * 5], *columns, layout=layout)
    )
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, result.errors
