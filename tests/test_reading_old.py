"""Books of the old format and of other programs: .xls, .et and .ods."""

import struct
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
import xlwt
from nasty import container, open_book

from talentreg.errors import Refused
from talentreg.intake.foreign import Foreign
from talentreg.intake.reading import read_book

pytestmark = pytest.mark.usefixtures("own_register")

DAY = xlwt.easyxf(num_format_str="yyyy-mm-dd")


def old_book(name: str = "登记表.xls", people: int = 2) -> Path:
    """Write an old book: a merged title, people, the second hidden and with an error, a hidden sheet."""
    made = xlwt.Workbook()
    made.dates_1904 = True
    sheet = made.add_sheet("一社区")
    sheet.write_merge(0, 0, 0, 2, "乡土人才登记表")
    for line in range(1, people + 1):
        sheet.write(line, 0, f"张{line}")
        sheet.write(line, 1, 15412345678)
        sheet.write(line, 3, datetime(1990, 5, 6), DAY)
    sheet.row(2).set_cell_error(4, "#REF!")
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    made.add_sheet("藏").write(0, 0, "隐")
    made.get_sheet(1).visibility = 1
    path = Path(name).absolute()
    made.save(str(path))
    return path


@pytest.mark.parametrize("name", ["登记表.xls", "登记表.et", "登记表.xlsx", "登记表.csv"])
@pytest.mark.parametrize("people", [2, 3000])
def test_an_old_book_is_read_whatever_its_name_with_all_there_is_to_know(name: str, people: int) -> None:
    book = read_book(old_book(name, people))
    shown, hidden = book.sheets
    assert (len(shown.rows), shown.rows[0][0]) == (people + 1, "乡土人才登记表")
    assert shown.rows[1][:4] == ("张1", 15412345678.0, "", date(1990, 5, 6))
    assert shown.flaws == {(2, 4): "#REF!"}
    assert shown.merged == ((0, 0, 0, 2),)
    assert (set(shown.hidden_rows), set(shown.hidden_columns)) == ({2}, {1})
    assert (hidden.name, hidden.hidden, hidden.rows) == ("藏", True, (("隐",),))
    assert book.from_1904


OTHERS: dict[str, tuple[str, str]] = {
    "EncryptedPackage": ("加了密码", "去掉密码"),
    "WordDocument": ("Word 或 WPS 文字文档", "复制"),
    "PowerPoint Document": ("演示文稿", "复制"),
    "VisioDocument": ("Visio", "复制"),
    "Contents": ("不是表格", "另存为"),
}


@pytest.mark.parametrize("part", OTHERS)
def test_an_old_office_file_that_is_no_open_table_is_named(part: str) -> None:
    said, hint = OTHERS[part]
    with pytest.raises(Refused, match=said) as caught:
        read_book(container(part, bytes(8192)))
    assert hint in caught.value.hint
    assert isinstance(caught.value, Foreign) == (part != "EncryptedPackage")


def test_a_locked_old_book_says_so() -> None:
    made = xlwt.Workbook()
    made.add_sheet("表").write(0, 0, "张三")
    stream = made.get_biff_data()
    begins = 4 + struct.unpack_from("<H", stream, 2)[0]
    locked = stream[:begins] + struct.pack("<HHHHH", 0x2F, 6, 0, 1, 2) + stream[begins:]
    with pytest.raises(Refused, match="加了密码"):
        read_book(container("Workbook", locked.ljust(8192, b"\0")))


@pytest.mark.parametrize("kept", [8, 400, 600, 2000, -600])
def test_an_old_book_cut_short_is_refused(kept: int) -> None:
    path = old_book()
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(Refused) as caught:
        read_book(path)
    assert caught.value.hint


def test_an_old_book_full_of_noise_is_refused_or_read() -> None:
    whole = old_book().read_bytes()
    for at in range(0, len(whole), 97):
        path = Path("登记表.xls")
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xA5]) + whole[at + 1 :])
        with suppress(Refused):
            assert read_book(path).sheets


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def test_an_open_document_is_read_with_all_there_is_to_know() -> None:
    title = cell("登记表", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>"
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    same, broken = cell("同", 'table:number-columns-repeated="2"'), cell("#N/A", 'calcext:value-type="error"')
    tail = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = (
        f"<table:table-row>{title}</table:table-row>{empty}"
        f'<table:table-row table:visibility="collapse">{cell("张三") * 2}</table:table-row>'
        f"<table:table-row>{same}{broken}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048000">{tail}</table:table-row>'
    )
    (sheet,) = read_book(open_book(rows)).sheets
    assert [row[:2] for row in sheet.rows[:1] + sheet.rows[3:]] == [
        ("登记表", ""),
        ("张三", "张三"),
        ("同", "同"),
    ]
    assert sheet.merged == ((0, 0, 0, 1),)
    assert (set(sheet.hidden_rows), sheet.flaws) == ({3}, {(4, 2): "#N/A"})


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ({"manifest": "<encryption-data/>"}, "加了密码"),
        ({"prolog": '<!DOCTYPE x [<!ENTITY a "aa">]>'}, "实体"),
    ],
    ids=["locked", "entities"],
)
def test_a_locked_or_hostile_open_document_is_refused(trouble: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_book(open_book(f"<table:table-row>{cell('张三')}</table:table-row>", **trouble))


FREE, TABLE, END = 0xFFFF_FFFF, 0xFFFF_FFFD, 0xFFFF_FFFE


def torn_container(rest: bytes, table: int = FREE, mini: int = END, more: int = END) -> bytes:
    """Make the head of an OLE container that points at given sectors, and what follows it."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<H", head, 30, 9)
    for place, sector in ((48, END), (60, mini), (68, more)):
        struct.pack_into("<I", head, place, sector)
    struct.pack_into("<109I", head, 76, table, *[FREE] * 108)
    return bytes(head) + rest


@pytest.mark.parametrize(
    "content",
    [
        torn_container(struct.pack("<128I", *[FREE] * 127, 0), more=0),
        torn_container(struct.pack("<128I", TABLE, END, *[FREE] * 126) + bytes(5), table=0, mini=1),
    ],
    ids=["a table of tables that leads back to itself", "a small table cut short"],
)
def test_a_container_that_is_torn_is_refused_at_once(content: bytes) -> None:
    path = Path("登记表.xls").absolute()
    path.write_bytes(content)
    with pytest.raises(Foreign):
        read_book(path)
