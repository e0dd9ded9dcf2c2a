"""Tables written as text or markup: whatever the file is called, the rows are those its sender saw."""

from datetime import date, datetime
from pathlib import Path

import pytest
from books import csv_book

from talentreg.errors import Refused
from talentreg.intake.reading import read_book
from talentreg.intake.sheet import Sheet

pytestmark = pytest.mark.usefixtures("own_register")

PEOPLE = "姓名,联系电话\n王䶮𠮷,15412345678\n"
READ = (("姓名", "联系电话"), ("王䶮𠮷", "15412345678"))


def sheets_of(text: str, name: str = "登记表.xls", encoding: str = "utf-8") -> tuple[Sheet, ...]:
    return read_book(csv_book(text, name, encoding)).sheets


@pytest.mark.parametrize("name", ["登记表.csv", "登记表.xls", "登记表.xlsx", "登记表.et", "登记表"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_text_whatever_its_name(name: str, encoding: str) -> None:
    (sheet,) = sheets_of(PEOPLE, name, encoding)
    assert (sheet.name, sheet.rows) == ("登记表", READ)


WRITTEN: dict[str, tuple[str, str]] = {
    "digits kept by a formula": ('姓名,="00123"\n', "00123"),
    "the same in quotes": ('姓名,"=""00123"""\n', "00123"),
    "a formula that is none": ("姓名,=1+1\n", "=1+1"),
    "a separator said first": ("sep=;\n姓名;1,2\n", "1,2"),
    "a line break within": ('姓名,"一\n二"\n', "一\n二"),
    "blanks": ("姓名, 张 三 \n", " 张 三 "),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_cell_of_text_means_what_it_showed(kind: str) -> None:
    text, cell = WRITTEN[kind]
    (sheet,) = sheets_of(text)
    assert sheet.rows[-1][1] == cell


def test_an_error_in_a_text_is_a_flaw() -> None:
    (sheet,) = sheets_of("姓名,年龄\n张三,#N/A\n#REF!,30\n李#N/A,\n")
    assert sheet.flaws == {(1, 1): "#N/A", (2, 0): "#REF!"}
    assert sheet.rows == (("姓名", "年龄"), ("张三", ""), ("", "30"), ("李#N/A",))


def page(body: str, charset: str = "gb2312") -> str:
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        f'<meta http-equiv=Content-Type content="text/html; charset={charset}"></head>'
        f"<body>{body}</body></html>"
    )


LAID_OUT: dict[str, tuple[str, tuple[tuple[str, ...], ...], tuple[tuple[int, ...], ...]]] = {
    "plain": ("<tr><th>姓名<th>年龄<tr><td>张三<td>30", (("姓名", "年龄"), ("张三", "30")), ()),
    "colspan": (
        "<tr><td colspan=2>登记表</td></tr><tr><td>张三</td><td>30</td></tr>",
        (("登记表", ""), ("张三", "30")),
        ((0, 0, 0, 1),),
    ),
    "rowspan": (
        "<tbody><tr><td rowspan=2>望江</td><td>张三</td></tr><tr><td>李四</td></tr><tr><td>渡口</td></tr>",
        (("望江", "张三"), ("", "李四"), ("渡口",)),
        ((0, 0, 1, 0),),
    ),
    "both": (
        "<tr><td>1<td rowspan=2 colspan=2>2<td>3<tr><td>4<td>5",
        (("1", "2", "", "3"), ("4", "", "", "5")),
        ((0, 1, 1, 2),),
    ),
    "line breaks and blanks": ("<tr><td> 张\n  三<br>男&nbsp;30 </td></tr>", (("张 三\n男 30",),), ()),
    "a table in a cell": (
        "<tr><td><table><tr><td>内</td></tr></table></td><td>外</td></tr>",
        (("内", "外"),),
        (),
    ),
    "a span too long to be true": ("<tr><td colspan=99999999>1</td></tr>", (("1",),), ()),
}


@pytest.mark.parametrize("kind", LAID_OUT)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_web_page_saved_as_xls_is_laid_out_as_a_browser_shows_it(kind: str, encoding: str) -> None:
    body, rows, merged = LAID_OUT[kind]
    (sheet,) = sheets_of(page(f"<table border=1>{body}</table>"), encoding=encoding)
    assert (sheet.name, sheet.rows, sheet.merged) == ("登记表", rows, merged)


def test_each_table_of_a_web_page_is_a_sheet() -> None:
    found = sheets_of(
        page("<table><tr><td>一</td></tr></table><p>和</p><table><tr><td>#N/A</td></tr></table>")
    )
    assert [(sheet.name, sheet.rows, sheet.flaws) for sheet in found] == [
        ("表1", (("一",),), {}),
        ("表2", (), {(0, 0): "#N/A"}),
    ]


XML_TABLE = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
 <Worksheet ss:Name="一社区"><Table>
  <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">登记表</Data></Cell>
   <Cell><Data ss:Type="Number">1.5</Data></Cell></Row>
  <Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="DateTime">1990-05-06T00:00:00.000</Data></Cell>
   <Cell><Data ss:Type="DateTime">2026-03-01T09:30:00.000</Data></Cell>
   <Cell><Data ss:Type="Boolean">1</Data></Cell>
   <Cell ss:MergeDown="1"><Data ss:Type="Error">#N/A</Data></Cell></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="藏"><Table>
  <Row><Cell><Data ss:Type="String">张三</Data></Cell></Row></Table>
  <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>"""


def test_the_xml_table_of_2003_is_read() -> None:
    shown, hidden = sheets_of(XML_TABLE)
    assert shown.rows == (
        ("登记表", "", 1.5),
        (),
        ("", date(1990, 5, 6), datetime(2026, 3, 1, 9, 30), True, ""),
    )
    assert shown.merged == ((0, 0, 0, 1), (2, 4, 3, 4))
    assert shown.flaws == {(2, 4): "#N/A"}
    assert (shown.name, hidden.name, hidden.hidden, hidden.rows) == ("一社区", "藏", True, (("张三",),))


HOSTILE: dict[str, str] = {
    "entities": '<?xml version="1.0"?><!DOCTYPE W [<!ENTITY a "aa">]>' + XML_TABLE[21:],
    "cut off": XML_TABLE[:900],
    "not closed": '姓名,"张三\n',
    "a page without a table": page("<p>登录超时</p>"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_text_that_is_no_table_is_refused(kind: str) -> None:
    with pytest.raises(Refused) as caught:
        sheets_of(HOSTILE[kind])
    assert "登记表.xls" in caught.value.message
    assert caught.value.hint
    assert Path("登记表.xls").exists()
