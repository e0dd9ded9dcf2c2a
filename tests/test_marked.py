"""Marked copies: the sender's own workbook comes back with what to repair, and nothing else is touched."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, save, workbook
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from talentreg.cli.marking import WrittenCopy, check_marked_copies, write_marked_copies
from talentreg.errors import Refused
from talentreg.intake.options import Options
from talentreg.intake.plan import Plan
from talentreg.intake.planning import make_plan
from talentreg.intake.reading import read_book
from talentreg.intake.sheet import Book
from talentreg.store.register import open_blank
from talentreg.workbooks.marks import Shade

HEAD = ("姓名", "联系电话", "性别", "工作单位")
GOOD = ("张一", "15400000001", "男", "甲公司")
BAD_PHONE = ("李二", "1540", "女", "乙公司")
NAMELESS = ("", "15400000003", "男", "丙公司")


def number(person_id: int) -> str:
    return f"R{abs(person_id):06}"


def planned(*paths: Path) -> tuple[list[Book], Plan]:
    """Read some files and plan their import into an empty register."""
    books = [replace(read_book(path), path=path) for path in paths]
    with open_blank().reading() as connection:
        return books, make_plan(connection, books, Options())


def marked(*paths: Path, folder: str = "核对", force: bool = False, tried: bool = False) -> list[WrittenCopy]:
    """Write the marked copies of some files."""
    books, plan = planned(*paths)
    return write_marked_copies(Path(folder), books, plan, None if tried else number, force=force)


def page_of(copy: WrittenCopy, sheet: str = "表1") -> Any:
    """Open a sheet of a copy."""
    return load_workbook(copy.path)[sheet]


def fill(cell: Any) -> str:
    """Return a cell's colour."""
    return str(cell.fill.fgColor.rgb) if cell.fill.fill_type else ""


def test_every_line_says_what_became_of_it() -> None:
    (copy,) = marked(workbook([HEAD, GOOD, BAD_PHONE, NAMELESS, GOOD]))
    told = [page_of(copy).cell(line, 5).value for line in range(1, 6)]
    assert copy.path == Path("核对/登记表（核对）.xlsx")
    assert told[0] == "核对结果"
    assert told[1] == "已导入 R000001"
    assert told[2].startswith("已导入 R000002：B3 ")
    assert told[3].startswith("未导入：没有姓名")
    assert told[4] == "表内重复 R000001"


def test_a_try_gives_no_number_to_people_who_have_none() -> None:
    (copy,) = marked(workbook([HEAD, GOOD, NAMELESS]), tried=True)
    assert page_of(copy)["E2"].value == "可导入"


def test_cells_are_filled_and_say_what_to_do() -> None:
    (copy,) = marked(workbook([HEAD, GOOD, BAD_PHONE, NAMELESS]))
    page = page_of(copy)
    assert fill(page["B3"]) == fill(page["E3"]) == Shade.SET_ASIDE.value
    assert fill(page["A4"]) == fill(page["E4"]) == Shade.REJECTED.value
    assert not fill(page["B2"])
    assert page["B3"].comment.text.startswith("【核对】\n单元格未采用：")
    assert "没有姓名" in page["A4"].comment.text
    assert "请改正标色的单元格后把本表发回" in page["E1"].comment.text
    assert page["B3"].comment.author == "talentreg核对"
    assert page.auto_filter.ref == "A1:E4"


def test_a_book_with_nothing_to_repair_is_not_sent_back() -> None:
    good, bad = workbook([HEAD, GOOD], name="好.xlsx"), workbook([HEAD, NAMELESS], name="差.xlsx")
    assert [copy.path.name for copy in marked(good, bad)] == ["差（核对）.xlsx"]
    assert not marked(good, folder="另一处")
    assert not Path("另一处").exists()


def decorated() -> Path:
    """Make a book with everything a sender may have put into it."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "表1"
    page.append(["望江社区登记表"])
    page.merge_cells("A1:D1")
    page.append(["所属社区", *HEAD[:3]])
    for row in (GOOD, BAD_PHONE, NAMELESS):
        page.append(["望江社区", *row[:3]])
    page.merge_cells("A7:B7")
    page["A7"] = "=COUNTA(B3:B5)"
    page["C4"].comment = Comment("请再问一下", "王某")
    page["B3"].fill = PatternFill("solid", fgColor="FF00FF00")
    page.freeze_panes = "C3"
    page.row_dimensions[5].hidden = True
    page.column_dimensions["B"].width = 33
    page.column_dimensions.group("E", "XFD", hidden=True)
    choice = DataValidation(type="list", formula1='"男,女"')
    choice.add("D3:D99")
    page.add_data_validation(choice)
    book.create_sheet("说明")["B2"] = "怎样填写"
    return save(book)


def test_what_a_sender_put_into_a_book_stays() -> None:
    path = decorated()
    before = path.read_bytes()
    (copy,) = marked(path)
    page = page_of(copy)
    assert path.read_bytes() == before
    assert {str(area) for area in page.merged_cells.ranges} == {"A1:D1", "A7:B7"}
    assert page["A7"].value == "=COUNTA(B3:B5)"
    assert fill(page["B3"]) == "FF00FF00"
    assert page.freeze_panes == "C3"
    assert page.column_dimensions["B"].width == 33
    assert str(page.data_validations.dataValidation[0].sqref) == "D3:D99"
    assert load_workbook(copy.path)["说明"]["B2"].value == "怎样填写"
    theirs, _, ours = page["C4"].comment.text.partition("\n【核对】\n")
    assert (theirs, page["C4"].comment.author) == ("请再问一下", "王某")
    assert ours.startswith("单元格未采用")


def test_what_is_to_be_repaired_is_in_view() -> None:
    (copy,) = marked(decorated())
    page = page_of(copy)
    assert page["E2"].value == "核对结果"
    assert not page.row_dimensions[5].hidden
    assert not page.column_dimensions["E"].hidden
    assert page.column_dimensions["F"].hidden


def test_only_the_first_sheet_with_work_is_selected() -> None:
    book = load_workbook(workbook([HEAD, GOOD], [HEAD, NAMELESS]))
    for page in book.worksheets:
        page.sheet_view.tabSelected = True
    book["表2"].sheet_state = "hidden"
    (copy,) = marked(save(book))
    opened = load_workbook(copy.path)
    assert [page.sheet_view.tabSelected for page in opened.worksheets] == [False, True]
    assert opened["表2"].sheet_state == "visible"


def test_a_copy_sent_back_loses_the_marks_that_are_settled() -> None:
    (first,) = marked(decorated())
    repaired = load_workbook(first.path)
    repaired["表1"]["B5"] = "周三"
    repaired.save(first.path)
    (second,) = marked(first.path)
    page = page_of(second)
    assert second.path.name == "登记表（核对2）.xlsx"
    assert [cell.value for cell in page[2]].count("核对结果") == 1
    assert page["E5"].value == "已导入 R000003"
    assert not fill(page["B5"])
    assert page["B5"].comment is None
    assert fill(page["C4"]) == Shade.SET_ASIDE.value
    assert page["C4"].comment.text.count("【核对】") == 1


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "+1", "\u202e倒写", "[red]", "<r>标签</r>", "长" * 400]
)
def test_what_a_sender_wrote_is_never_run(name: str) -> None:
    for path in (workbook([HEAD, (name, "1", "男", "甲")]), csv_book(f"{','.join(HEAD)}\n{name},1,男,甲\n")):
        (copy,) = marked(path, force=True)
        cells = [
            cell for row in page_of(copy, load_workbook(copy.path).sheetnames[0]).iter_rows() for cell in row
        ]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_a_text_file_comes_back_as_a_workbook_with_the_same_cells() -> None:
    path = csv_book("望江社区名单\n姓名,联系电话,性别\n张一,15400000001,男\n李二,0154,女\n")
    (copy,) = marked(path)
    page = page_of(copy, "登记表")
    assert copy.remarks == ("只照抄了内容，没有原来的格式和公式",)
    assert copy.path.name == "登记表（核对）.xlsx"
    assert [cell.value for cell in page[3]] == ["张一", "15400000001", "男", "已导入 R000001"]
    assert (page["B4"].value, page["B4"].number_format) == ("0154", "@")
    assert fill(page["B4"]) == Shade.SET_ASIDE.value
    assert page["B4"].comment.text.startswith("【核对】")
    assert page.auto_filter.ref == "A2:D4"


def test_a_workbook_the_library_refuses_comes_back_with_its_values() -> None:
    path = workbook([HEAD, GOOD, BAD_PHONE])
    books, plan = planned(path)
    path.write_bytes(path.read_bytes()[:-200])  # the package cannot be opened any more
    (copy,) = write_marked_copies(Path("核对"), books, plan, number, force=False)
    assert copy.remarks == ("只照抄了内容，没有原来的格式和公式",)
    assert page_of(copy)["A3"].value == "李二"


def told(copy: WrittenCopy) -> Sequence[tuple[object, ...]]:
    """Return the cells of a copy as the intake reads them, our own column left out."""
    (sheet,) = read_book(copy.path).sheets
    return [tuple(row[:4]) for row in sheet.rows]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_copy_reads_as_the_book_it_was_made_of(suffix: str) -> None:
    rows = [HEAD, GOOD, BAD_PHONE, ("赵四", "15400000004", "男", "=1+1")]
    text = "\n".join(",".join(row) for row in rows)
    (copy,) = marked(workbook(rows) if suffix == ".xlsx" else csv_book(text))
    assert told(copy) == [tuple(row) for row in rows]


def test_copies_have_names_of_their_own() -> None:
    for folder in ("甲", "乙"):
        Path(folder).mkdir()
    books = [workbook([HEAD, NAMELESS], name=f"{folder}/登记表.xlsx") for folder in ("甲", "乙")]
    assert [copy.path.name for copy in marked(*books)] == ["登记表（核对）.xlsx", "登记表（核对）（2）.xlsx"]


def test_a_copy_is_for_the_office_only() -> None:
    (copy,) = marked(workbook([HEAD, NAMELESS]))
    assert copy.path.stat().st_mode & 0o077 == 0


def test_an_existing_copy_is_kept_unless_forced() -> None:
    path = workbook([HEAD, NAMELESS])
    marked(path)
    with pytest.raises(Refused, match="已经存在"):
        marked(path)
    assert marked(path, force=True)


def test_a_folder_that_will_not_do_is_refused_before_anything_is_written() -> None:
    books, plan = planned(workbook([HEAD, NAMELESS]))
    Path("文件").write_text("", "utf-8")
    for folder, said in (("没有/核对", "不存在"), ("文件", "是文件")):
        with pytest.raises(Refused, match=said):
            check_marked_copies(Path(folder), books, plan, force=True)


def test_a_sender_file_is_never_written_over() -> None:
    (copy,) = marked(workbook([HEAD, NAMELESS]))
    sent = workbook([HEAD, GOOD], name="登记表（核对2）.xlsx")
    before = sent.read_bytes()
    (again,) = marked(copy.path, sent, folder=".", force=True)
    assert again.path.name == "登记表（核对2）（2）.xlsx"
    assert sent.read_bytes() == before
