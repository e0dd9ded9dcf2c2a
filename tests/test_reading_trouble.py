"""Workbooks with a trouble inside: each gives its rows at once, or is refused in plain words."""

import io
import os
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as hour
from pathlib import Path

import pytest
from books import MAIN, raw_workbook, save, text_cell
from nasty import ENTITIES, HEAD, ROW, SECONDS, bounded, changed, sheet_xml
from openpyxl import Workbook

from talentreg.errors import Refused
from talentreg.intake.foreign import Foreign
from talentreg.intake.reading import read_book
from talentreg.intake.sheet import UNCALCULATED, Sheet

pytestmark = pytest.mark.usefixtures("own_register")

Cells = tuple[tuple[object, ...], ...]

PEOPLE: Cells = (("姓名", "联系电话"), ("张三", 15412345678.0))


def the_sheet(path: Path) -> Sheet:
    (sheet,) = read_book(path).sheets
    return sheet


def within_bounds(read: Callable[[], object]) -> object:
    """Read in ten seconds and with half a gigabyte at most, in this process and in the one that reads."""
    began = time.monotonic()
    with bounded(os.getpid()):
        try:
            return read()
        except Refused as refused:
            return refused
        finally:
            assert time.monotonic() - began < SECONDS


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
STRAY = {
    "plain": sheet_xml(HEAD + ROW + FAR),
    "single quotes": sheet_xml(HEAD + ROW + FAR.replace('"', "'")),
    "lower case": sheet_xml(HEAD + ROW + FAR.replace("XFD", "xfd")),
    "a long comment first": sheet_xml(HEAD + ROW + FAR, before=f"<!--{' ' * 1_000_000}-->"),
}


@pytest.mark.parametrize("trouble", STRAY)
def test_a_stray_cell_at_the_end_of_the_grid_costs_next_to_nothing(trouble: str) -> None:
    sheet = within_bounds(lambda: the_sheet(raw_workbook(STRAY[trouble])))
    assert isinstance(sheet, Sheet)
    assert sheet.rows[:2] == PEOPLE
    assert (len(sheet.rows), set(sheet.rows[2:-1]), sheet.rows[-1][-1]) == (1_048_576, {()}, 1.0)


def test_days_and_merged_cells_are_the_same_whoever_reads_them() -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["姓名", "出生日期"])
    for value in (date(1990, 5, 6), datetime(2026, 3, 1, 9, 30), hour(8, 15), True, 12.5, "'=1", 46096):
        sheet.append(["张三", value])
    sheet.merge_cells("C4:E7")
    plain = the_sheet(save(made))
    sheet["XFD1048576"] = "远"
    far = the_sheet(save(made))
    assert [row[:2] for row in far.rows[:8]] == [row[:2] for row in plain.rows]
    assert far.merged == plain.merged == ((3, 2, 6, 4),)


def test_a_cell_that_cannot_be_is_refused() -> None:
    path = raw_workbook(sheet_xml(HEAD + ROW + '<row r="3"><c r="ZZZZ99999999"><v>1</v></c></row>'))
    assert isinstance(within_bounds(lambda: read_book(path)), Refused)


def test_a_million_styled_empty_rows_are_no_rows() -> None:
    empty = "".join(f'<row r="{line}" s="1" customFormat="1"/>' for line in range(3, 1_048_577))
    path = raw_workbook(sheet_xml(HEAD + ROW + empty))
    sheet = within_bounds(lambda: the_sheet(path))
    assert isinstance(sheet, Sheet)
    assert sheet.rows == PEOPLE


def test_a_million_rows_of_styled_empty_cells_are_no_rows() -> None:
    empty = "".join(f'<row r="{line}"><c r="A{line}" s="1"/></row>' for line in range(3, 1_048_577))
    path = raw_workbook(sheet_xml(HEAD + ROW + empty))
    sheet = within_bounds(lambda: the_sheet(path))
    assert isinstance(sheet, Sheet)
    assert sheet.rows == PEOPLE


def test_16384_columns_are_read() -> None:
    wide = '<row r="1">' + '<c t="b"><v>1</v></c>' * 16_384 + "</row>"
    sheet = within_bounds(lambda: the_sheet(raw_workbook(sheet_xml(wide))))
    assert isinstance(sheet, Sheet)
    assert sheet.rows == ((True,) * 16_384,)


SMALL: dict[str, tuple[str, Cells]] = {
    "一个单元格": (sheet_xml(f'<row r="1">{text_cell("A1", "姓名")}</row>'), (("姓名",),)),
    "没有共享文本": (sheet_xml(), PEOPLE),
    "行列没有编号": (sheet_xml("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
               ((1.0, 2.0), (3.0, ""))),
    "范围写错": (sheet_xml(before='<dimension ref="A1:XFD1048576"/>'), PEOPLE),
    "范围太小": (sheet_xml(before='<dimension ref="A1"/>'), PEOPLE),
    "从C3开始": (sheet_xml(f'<row r="3">{text_cell("C3", "姓名")}</row>'),
             (("",) * 3, ("",) * 3, ("", "", "姓名"))),
}  # fmt: skip


@pytest.mark.parametrize("trouble", SMALL)
def test_an_unusual_sheet_gives_its_rows(trouble: str) -> None:
    written, rows = SMALL[trouble]
    assert the_sheet(raw_workbook(written)).rows == rows


def test_an_empty_fill_is_none_of_our_business() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fills><fill/></fills><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>'
    )
    assert the_sheet(changed(raw_workbook(sheet_xml()), xl__styles_x=styles)).rows == PEOPLE


FLAWS: dict[str, tuple[str, str]] = {
    "#N/A": ('<c r="C2" t="e"><v>#N/A</v></c>', "#N/A"),
    "an error a formula made": ('<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
    "single quotes": ("<c r='C2' t='e'><v>#REF!</v></c>", "#REF!"),
    "without a value": ('<c r="C2"><f>A2</f></c>', UNCALCULATED),
    "with an empty value": ('<c r="C2"><f>A2</f><v></v></c>', UNCALCULATED),
    "with a closed value": ('<c r="C2"><f>A2</f><v/></c>', UNCALCULATED),
    "on lines of their own": ('<c r="C2">\n<f>A2</f>\n</c>', UNCALCULATED),
    "a shared formula": ('<c r="C2"><f t="shared" si="0"/></c>', UNCALCULATED),
    "without a place": ('<c t="e"><v>#N/A</v></c>', "#N/A"),
    "a text that looks like one": ('<c r="C2" t="inlineStr"><is><t>t="e" hidden="1"</t></is></c>', ""),
    "an empty text a formula made": ('<c r="C2" t="str"><f>IF(1,"")</f><v></v></c>', ""),
    "a formula with its value": ('<c r="C2"><f>1+1</f><v>2</v></c>', ""),
}


@pytest.mark.parametrize("kind", FLAWS)
@pytest.mark.parametrize("lines", [0, 60_000], ids=["small", "in several pieces"])
def test_a_cell_whose_value_the_file_does_not_hold_is_named(kind: str, lines: int) -> None:
    cell, flaw = FLAWS[kind]
    more = "".join(f'<row r="{line}"><c r="A{line}"><v>7</v></c></row>' for line in range(3, lines))
    sheet = the_sheet(raw_workbook(sheet_xml(HEAD + ROW.replace("</row>", f"{cell}</row>") + more)))
    assert sheet.flaws == ({(1, 2): flaw} if flaw else {})
    assert sheet.rows[1][:2] == PEOPLE[1]


def test_what_is_hidden_is_read_and_told() -> None:
    made = Workbook()
    made.create_sheet("深藏").append(["姓名"])
    made["深藏"].sheet_state = "veryHidden"
    sheet = made.worksheets[0]
    for name in ("姓名", "张三", "李四"):
        sheet.append([name, "1", "2"])
    sheet.row_dimensions[2].hidden = sheet.row_dimensions[900].hidden = True
    sheet.column_dimensions["B"].hidden = sheet.column_dimensions["X"].hidden = True
    shown, hidden = read_book(save(made)).sheets
    assert (shown.hidden, hidden.hidden) == (False, True)
    assert (set(shown.hidden_rows), set(shown.hidden_columns)) == ({1}, {1})
    assert [row[0] for row in shown.rows] == ["姓名", "张三", "李四"]


def test_a_book_of_1904_says_so() -> None:
    made = Workbook()
    made.epoch = datetime(1904, 1, 1)
    made.worksheets[0].append([date(1990, 5, 6), 12.0])
    book = read_book(save(made))
    assert (book.from_1904, book.sheets[0].rows[0]) == (True, (date(1990, 5, 6), 12.0))


def test_macros_and_links_to_other_books_are_left_alone_and_told() -> None:
    path = changed(
        raw_workbook(sheet_xml()), xl__vbaProject_bin="x", **{"xl__externalLinks__externalLink1_x": "<a/>"}
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    book = read_book(path)
    assert book.remarks == ("含有宏，没有运行", "引用了别的文件，没有去读那些文件，用的是表里存着的值")
    assert book.sheets[0].rows == PEOPLE


BOMBS: dict[str, Callable[[], Path]] = {
    "entities in the sheet": lambda: raw_workbook(ENTITIES + sheet_xml()),
    "entities behind a comment": lambda: raw_workbook(f"<!--{'-+' * 900_000}-->{ENTITIES}{sheet_xml()}"),
    "entities in the texts": lambda: changed(
        raw_workbook(sheet_xml()), xl__sharedStrings_x=f'{ENTITIES}<sst xmlns="{MAIN}"/>'
    ),
    "a sheet in UTF-16": lambda: raw_workbook_of(("\ufeff" + sheet_xml()).encode("utf-16-le")),
    "a bomb": lambda: raw_workbook(sheet_xml(HEAD + " " * 60_000_000)),
    "too many parts": lambda: changed(
        raw_workbook(sheet_xml()), **{f"xl__part{number}_x": "" for number in range(20_001)}
    ),
}


def raw_workbook_of(sheet: bytes) -> Path:
    path = raw_workbook("")
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, sheet if name.endswith("sheet1.xml") else content)
    return path


@pytest.mark.parametrize("kind", BOMBS)
def test_what_would_burst_is_refused(kind: str) -> None:
    path = BOMBS[kind]()
    refused = within_bounds(lambda: read_book(path))
    assert isinstance(refused, Refused)
    assert "没有读取" in refused.message
    assert refused.hint


def packed(*names: str, content: bytes = b"x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return made.getvalue()


NOT_TABLES: dict[str, tuple[bytes, str]] = {
    "word": (packed("word/document.xml"), "Word 文档"),
    "ppt": (packed("ppt/presentation.xml"), "演示文稿"),
    "odt": (packed("mimetype", "content.xml", content=b"vnd.oasis.opendocument.text"), "文字文档"),
    "ofd": (packed("OFD.xml"), "OFD"),
    "zip of books": (packed("一.xlsx", "二/三.xls", "读我.txt"), "压缩包，里面有2个表格"),
    "nested": (packed("a.zip", content=packed("b.zip", content=packed("c.zip"))), "压缩包"),
    "rar": (b"Rar!\x1a\x07\0" + bytes(99), "压缩包"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(99), "压缩包"),
    "pdf": (b"%PDF-1.7\n" + bytes(99), "PDF"),
    "jpg": (b"\xff\xd8\xff\xe0" + bytes(99), "图片"),
    "png": (b"\x89PNG\r\n" + bytes(99), "图片"),
    "rtf": (b"{\\rtf1 }", "RTF"),
    "register": (b"SQLite format 3\0" + bytes(99), "数据库"),
    "web page without a table": (b"<!DOCTYPE html><html><body>404</body></html>", "网页"),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOT_TABLES)
def test_what_is_no_table_is_named_for_what_it_is(kind: str) -> None:
    content, named = NOT_TABLES[kind]
    Path("登记表.xlsx").write_bytes(content)
    with pytest.raises(Foreign, match=named) as caught:
        read_book(Path("登记表.xlsx"))
    assert caught.value.hint


def test_a_package_with_a_flipped_byte_is_refused() -> None:
    path = raw_workbook(sheet_xml())
    content = bytearray(path.read_bytes())
    at = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[at] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(Refused):
        read_book(path)
