"""Marked copies of books that are hard to edit: macros, shapes, far columns, long lists, forms."""

import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from books import save, workbook
from openpyxl import Workbook, load_workbook
from test_marked import BAD_PHONE, GOOD, HEAD, NAMELESS, fill, marked, page_of

from talentreg.cli.marking import write_marked_copies
from talentreg.intake.options import Options
from talentreg.intake.plan import Outcome, SheetPlan
from talentreg.intake.planning import make_plan
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.reading import read_book
from talentreg.store.register import open_blank
from talentreg.workbooks.marked import marked_copy
from talentreg.workbooks.marks import MOST_COMMENTS, Mark, MarkedSheet, Shade


def with_parts(path: Path, parts: dict[str, str], changed: dict[str, tuple[str, str]]) -> Path:
    """Add parts to a workbook's package and replace a text in others."""
    with zipfile.ZipFile(path) as package:
        held = {name: package.read(name) for name in package.namelist()}
    for name, (old, new) in changed.items():
        assert old.encode() in held[name]
        held[name] = held[name].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (held | {name: text.encode() for name, text in parts.items()}).items():
            package.writestr(name, content)
    return path


def test_a_book_with_macros_keeps_them() -> None:
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    kind = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    path = workbook([HEAD, NAMELESS], name="登记表.xlsm")
    with_parts(path, {"xl/vbaProject.bin": "宏"}, {"[Content_Types].xml": (plain, macros)})
    with_parts(path, {}, {"[Content_Types].xml": ("</Types>", kind)})
    (copy,) = marked(path)
    assert copy.path.name == "登记表（核对）.xlsm"
    with zipfile.ZipFile(copy.path) as package:
        assert package.read("xl/vbaProject.bin").decode() == "宏"
        assert macros in package.read("[Content_Types].xml").decode()


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/ctrlProps/ctrlProp1.xml", "没有带上按钮等控件"),
        ("xl/media/image1.wmf", "没有带上图片"),
        ("xl/threadedComments/threadedComment1.xml", "没有带上批注里的回复"),
    ],
)
def test_what_a_copy_lacks_is_said(part: str, said: str) -> None:
    path = with_parts(workbook([HEAD, NAMELESS]), {part: "<x/>"}, {})
    (copy,) = marked(path)
    assert copy.remarks == (said,)


def test_a_sheet_with_text_boxes_says_that_they_are_gone() -> None:
    path = with_parts(workbook([HEAD, NAMELESS]), {"xl/drawings/drawing1.xml": "<xdr:sp><a/></xdr:sp>"}, {})
    (copy,) = marked(path)
    assert copy.remarks == ("没有带上形状和文本框",)


def test_a_list_as_wide_as_a_sheet_has_comments_only() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "表1"
    for row in (HEAD, GOOD, BAD_PHONE):
        page.append(row)
    page.cell(2, 16_384).value = "远处"
    sheet = MarkedSheet(
        "表1",
        [HEAD, GOOD, BAD_PHONE],
        heading=1,
        results={2: "已导入"},
        marks=[Mark(3, 1, Shade.SET_ASIDE, "错")],
    )
    Path("宽（核对）.xlsx").write_bytes(marked_copy(save(book), "宽", [sheet]).content)
    page = load_workbook("宽（核对）.xlsx")["表1"]
    assert page.max_column == 16_384
    assert page["B3"].comment.text == "【核对】\n错"


@pytest.mark.parametrize("plain", [True, False])
def test_a_long_list_of_slips_is_filled_whole_and_commented_in_part(plain: bool) -> None:
    rows = [("姓名",), *((f"张{line}",) for line in range(MOST_COMMENTS + 10))]
    marks = [Mark(line, 0, Shade.NOTICE, "提醒") for line in range(2, len(rows) + 1)]
    sheet = MarkedSheet("表1", rows, marks=[*marks, Mark(len(rows), 0, Shade.REJECTED, "没有电话")])
    path = None if plain else workbook(rows)
    Path("长.xlsx").write_bytes(marked_copy(path, "长", [sheet]).content)
    column = load_workbook("长.xlsx")["表1"]["A"]
    assert sum(bool(fill(cell)) for cell in column) == MOST_COMMENTS + 10
    assert sum(cell.comment is not None for cell in column) == MOST_COMMENTS
    assert column[-1].comment.text == "【核对】\n没有电话\n提醒"


def test_a_slip_inside_merged_cells_is_marked_at_their_corner() -> None:
    book = load_workbook(workbook([HEAD, GOOD, BAD_PHONE]))
    book["表1"].merge_cells("C2:C3")
    sheet = MarkedSheet(
        "表1",
        [HEAD, GOOD, BAD_PHONE],
        ((1, 2, 2, 2),),
        1,
        0,
        {2: "已导入", 3: "已导入"},
        [Mark(3, 2, Shade.CONFLICT, "性别有出入")],
    )
    for path in (save(book), None):
        Path("并.xlsx").write_bytes(marked_copy(path, "并", [sheet]).content)
        page = load_workbook("并.xlsx")["表1"]
        assert page["C2"].comment.text == "【核对】\n第3行：性别有出入"
        assert [str(area) for area in page.merged_cells.ranges] == ["C2:C3"]


def test_a_result_that_stands_beside_the_headings_is_written_below_its_own() -> None:
    sheet = MarkedSheet("表1", [("登记表",), ("姓名", "张一")], heading=2, results={2: "已导入 R000001"})
    for path in (workbook([("登记表",), ("姓名", "张一")]), None):
        Path("单.xlsx").write_bytes(marked_copy(path, "单", [sheet]).content)
        page = load_workbook("单.xlsx")["表1"]
        assert [page["C1"].value, page["C2"].value] == ["核对结果", "已导入 R000001"]
        assert page["B2"].value == "张一"


def test_control_characters_never_break_a_copy() -> None:
    mark = Mark(2, 0, Shade.REJECTED, "坏\x00字\ufffe" + "长" * 40_000)
    sheet = MarkedSheet("表1", [("姓名",), ("张\x01一",)], heading=1, results={2: "=1+1\x02"}, marks=[mark])
    for path in (workbook([("姓名",), ("张一",)]), None):
        Path("控.xlsx").write_bytes(marked_copy(path, "控", [sheet]).content)
        page = load_workbook("控.xlsx")["表1"]
        assert (page["B2"].value, page["B2"].data_type) == ("=1+1", "s")
        assert len(page["A2"].comment.text) <= 32_767


FORM = [("个人信息登记表",), ("姓名", "张一", "性别", "男"), ("联系电话", "1540", "工作单位", "甲公司")]


def test_the_slips_of_a_form_are_told_beside_the_person() -> None:
    path = workbook(FORM)
    book = replace(read_book(path), path=path)
    fates = {2: (Outcome.NEW, -1)}
    slip = Problem(Weight.SET_ASIDE, book.name, "表1", 3, "不像电话", 1)
    sheet = SheetPlan(book.name, "表1", "人员", Counter(), fates=fates, heading=2)
    with open_blank().reading() as connection:
        nothing = make_plan(connection, [book], Options())
    plan = replace(nothing, sheets=(sheet,), problems=(slip,))
    (copy,) = write_marked_copies(Path("核对"), [book], plan, lambda _: "R000007", force=False)
    page = page_of(copy)
    assert (page["E1"].value, page["E2"].value) == ("核对结果", "已导入 R000007：B3 不像电话")
    assert page["B3"].comment.text == "【核对】\n单元格未采用：不像电话"
    assert "把本表发回" in page["E1"].comment.text
