"""Broken, mislabelled and hostile files: the people in them, or one clear refusal, at a bounded cost."""

import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from books import MAIN, csv_book, raw_workbook, save, tally, text_cell, workbook
from conftest import Answer
from nasty import (
    ENTITIES,
    HEAD,
    ROW,
    Came,
    Turned,
    check_came,
    check_turned,
    container,
    held,
    measured,
    open_book,
    people,
    raw,
    sheet_xml,
    typed,
)
from openpyxl import Workbook
from openpyxl.chart import BarChart

Run = Callable[..., Answer]

A, B = "15400000001", "15400000002"
ZHANG, LI = f"张三 {A} 望江社区", f"李四 {B} 渡口社区"
ONE = "张三 15412345678 —"
LIST = f"姓名,联系电话,所属社区\n张三,{A},望江社区\n李四,{B},渡口社区\n"
BOTH = [ZHANG, LI]

EMPTY_FILL = (
    f'<styleSheet xmlns="{MAIN}"><fills><fill/></fills><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>'
)
PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
    + (HEAD + ROW).replace("<", "<x:").replace("<x:/", "</x:")
    + "</x:sheetData></x:worksheet>"
)
STRICT = sheet_xml().replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")


def with_cell(cell: str) -> str:
    """Write a sheet with a third column that holds one cell."""
    head = HEAD.replace("</row>", f"{text_cell('C1', '学历')}</row>")
    return sheet_xml(head + ROW.replace("</row>", f"{cell}</row>"))


def old_book(name: str) -> Callable[[], object]:
    """Write a book of the old format."""

    def build() -> None:
        made = xlwt.Workbook()
        sheet = made.add_sheet("名单")
        for line, row in enumerate(LIST.split()):
            for column, cell in enumerate(row.split(",")):
                sheet.write(line, column, cell)
        made.save(name)

    return build


def open_list() -> None:
    def cell(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    lines = ("".join(map(cell, row.split(","))) for row in LIST.split())
    open_book("".join(f"<table:table-row>{line}</table:table-row>" for line in lines))


def hidden() -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in LIST.split():
        sheet.append(row.split(","))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.auto_filter.ref = "A1:C3"
    made.create_sheet("藏").append(["姓名", "联系电话"])
    made["藏"].append(["王五", "15400000003"])
    made["藏"].sheet_state = "veryHidden"
    save(made)


def charted() -> None:
    made = Workbook()
    made.create_chartsheet("统计图").add_chart(BarChart())
    for row in LIST.split():
        made.worksheets[0].append(row.split(","))
    save(made)


PAGE = (
    '<html><head><meta charset="gb2312"></head><body><table><tr><td colspan=3>望江社区名单</td></tr>'
    f"<tr><th>姓名</th><th>联系电话</th></tr><tr><td>张三</td><td>{A}</td></tr></table></body></html>"
)
XML_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="望江社区"><Table>'
    + "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row.split(","))
        + "</Row>"
        for row in LIST.split()
    )
    + "</Table></Worksheet></Workbook>"
)

FILES: dict[str, Came] = {
    "wrong dimension, too small": Came(raw(sheet_xml(before='<dimension ref="A1"/>')), [ONE], {"新增": 1}),
    "wrong dimension, the whole grid": Came(
        raw(sheet_xml(before='<dimension ref="A1:XFD1048576"/>')), [ONE], {"新增": 1}
    ),
    "an empty fill": Came(raw(sheet_xml(), xl__styles_x=EMPTY_FILL), [ONE], {"新增": 1}),
    "no shared strings": Came(raw(sheet_xml()), [ONE], {"新增": 1}),
    "XML with prefixes": Came(raw(PREFIXED), [ONE], {"新增": 1}),
    "the strict standard": Came(raw(STRICT), [ONE], {"新增": 1}),
    "rows and cells without places": Came(
        raw(sheet_xml((HEAD + ROW).replace(' r="', ' x="'))), [ONE], {"新增": 1}
    ),
    "a formula nobody calculated": Came(
        raw(with_cell('<c r="C2"><f>D2</f></c>')),
        [ONE],
        {"新增": 1},
        ["／C2：公式没有算好的结果，没有读到内容"],
    ),
    "an error in a cell": Came(
        raw(with_cell('<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')),
        [ONE],
        {"新增": 1},
        ["／C2：", "#DIV/0!"],
    ),
    "links to other books": Came(
        raw(sheet_xml(), xl__externalLinks__externalLink1_x="<a/>"), [ONE], {"新增": 1}, ["引用了别的文件"]
    ),
    "a book with macros": Came(
        raw(sheet_xml(), "登记表.xlsm", **{"xl__vbaProject.bin": "x"}),
        [ONE],
        {"新增": 1},
        ["含有宏，没有运行"],
    ),
    "hidden rows, columns and sheets, and a filter": Came(
        hidden, [*BOTH, "王五 15400000003 —"], {"新增": 3}, ["隐藏"]
    ),
    "a chart on a sheet of its own": Came(charted, BOTH, {"新增": 2}, unsaid=["统计图"]),
    "GBK text called .xls": Came(typed(LIST, "登记表.xls", "gb18030"), BOTH, {"新增": 2}),
    "text of Windows called .txt": Came(
        typed(LIST.replace(",", "\t").replace("\n", "\r\n"), "登记表.txt", "utf-16"), BOTH, {"新增": 2}
    ),
    "text parted by semicolons below a title": Came(
        typed("登记表（2026，一季度）\n\n" + LIST.replace(",", ";")), BOTH, {"新增": 2}
    ),
    "text parted by bars": Came(typed(LIST.replace(",", "|")), BOTH, {"新增": 2}),
    "line ends of an old Mac": Came(typed(LIST.replace("\n", "\r")), BOTH, {"新增": 2}),
    "rows out of order": Came(raw(sheet_xml(ROW + HEAD)), [ONE], {"新增": 1}),
    "text that says its separator": Came(typed("sep=;\n" + LIST.replace(",", ";")), BOTH, {"新增": 2}),
    "digits kept by a formula": Came(
        typed(f'姓名,联系电话,所属社区\n张三,="{A}",望江社区\n李四,"=""{B}""",渡口社区\n'), BOTH, {"新增": 2}
    ),
    "a web page called .xls": Came(typed(PAGE, "登记表.xls", "gb18030"), [ZHANG], {"新增": 1}),
    "an XML table of 2003 called .xls": Came(typed(XML_2003, "登记表.xls"), BOTH, {"新增": 2}),
    "an old book": Came(old_book("登记表.xls"), BOTH, {"新增": 2}),
    "a book of WPS": Came(old_book("登记表.et"), BOTH, {"新增": 2}),
    "an old book called .xlsx": Came(old_book("登记表.xlsx"), BOTH, {"新增": 2}),
    "an open document": Came(open_list, BOTH, {"新增": 2}),
    "a workbook called .csv": Came(
        lambda: workbook([row.split(",") for row in LIST.split()]).rename("登记表.csv"), BOTH, {"新增": 2}
    ),
    "text called .xlsx": Came(typed(LIST, "登记表.xlsx"), BOTH, {"新增": 2}),
}


@pytest.mark.parametrize("trouble", FILES)
def test_a_file_comes_in_whatever_it_is_called_and_made_of(
    run: Run, own_register: Path, trouble: str
) -> None:
    check_came(run, own_register, FILES[trouble], Path())


def cut(keep: int) -> Callable[[], object]:
    """Write a workbook of which only the beginning arrived."""

    def build() -> None:
        path = workbook([["姓名", "联系电话"], *([f"某{n}", A] for n in range(99))])
        path.write_bytes(path.read_bytes()[:keep])

    return build


def flipped() -> None:
    path = raw_workbook(sheet_xml())
    content = bytearray(path.read_bytes())
    content[content.index(b"xl/worksheets/sheet1.xml") + 60] ^= 0xFF
    path.write_bytes(content)


def archived() -> None:
    with zipfile.ZipFile("登记表.xlsx", "w") as packed:
        packed.writestr("望江/登记表.xlsx", b"PK")
        packed.writestr("渡口/登记表.xls", b"x")


def locked_zip() -> None:
    path = raw_workbook(sheet_xml())
    path.write_bytes(
        path.read_bytes().replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
        )
    )


AGAIN = "请在 Excel 或 WPS 里打开，另存为 .xlsx 后再导入"
REPAIR = "请让对方重新发送；或在 Excel、WPS 里打开修复，另存为 .xlsx 后再导入"
UNLOCK = "请在 Excel 或 WPS 里输入密码打开，去掉密码后保存，再导入"
ORIGINAL = "请向对方要 Excel 或 WPS 表格的原件"
SMUGGLED = "登记表.xlsx 里夹带了表格不该有的内容（XML 实体声明），没有读取"

REFUSED: dict[str, Turned] = {
    "an encrypted book": Turned(
        lambda: container("EncryptedPackage", bytes(8192), "登记表.xlsx"), "登记表.xlsx 加了密码", UNLOCK
    ),
    "a zip with a password": Turned(locked_zip, "登记表.xlsx 加了密码", UNLOCK),
    "the first third of a zip": Turned(cut(1500), "登记表.xlsx 不完整或已损坏", REPAIR),
    "a zip without its last bytes": Turned(cut(-30), "登记表.xlsx 不完整或已损坏", REPAIR),
    "a flipped byte": Turned(flipped, "登记表.xlsx 不完整或已损坏", REPAIR),
    "no file, only its beginning": Turned(held(b"PK\x03\x04"), "登记表.xlsx 不完整或已损坏", REPAIR),
    "nothing in the file": Turned(held(b""), "登记表.xlsx 是空文件", "请确认发来的是填好的表格"),
    "nothing in the cells": Turned(
        held(b" , \n\n ,\n"), "登记表.xlsx 里没有内容", "请确认发来的是填好的表格"
    ),
    "a quote left open": Turned(
        held(f'姓名,联系电话\n"张三,{A}\n'.encode()),
        "登记表.xlsx 不是规范的 CSV",
        f"多半是第2行的引号没有成对；{AGAIN}",
    ),
    "text in Big5": Turned(
        typed("姓名,聯絡電話\n", "登记表.xls", "big5"),
        "登记表.xls 里找不到认得的表头，前几行是：﹎ | 羛蹈筿杠",
        "人员表要有“姓名”和另一列，联络表要有“联络日期”“联络方式”和姓名或电话",
    ),
    "a quote too many": Turned(
        held('姓名,备注\n张三,"一\n二"\n李四,"外号"小四"\n'.encode()),
        "登记表.xlsx 不是规范的 CSV",
        f"多半是第4行的引号没有成对；{AGAIN}",
    ),
    "entities in an XML table": Turned(
        typed(f'<?xml version="1.0"?>{ENTITIES}{XML_2003[21:]}', "登记表.xlsx"), SMUGGLED, AGAIN
    ),
    "a PDF": Turned(held(b"%PDF-1.7\n" + bytes(99)), "登记表.xlsx 是 PDF 文件，不是表格", ORIGINAL),
    "a photograph": Turned(held(b"\xff\xd8\xff\xe0" + bytes(99)), "登记表.xlsx 是图片，不是表格", ORIGINAL),
    "an archive of books": Turned(
        archived, "登记表.xlsx 是压缩包，里面有2个表格", "请先解压，再导入解压出来的文件夹"
    ),
    "a page that asks to log in": Turned(
        typed("<html><body>登录超时</body></html>", "登记表.xlsx"),
        "登记表.xlsx 是网页或 XML 文件，里面没有表格",
        AGAIN,
    ),
    "what Excel leaves while a book is open": Turned(
        held(b"\x05Admin" + bytes(159), "~$登记表.xlsx"),
        "~$登记表.xlsx 是打开表格时留下的临时文件，不是表格",
        "请导入名字前没有 ~$ 的那个文件",
    ),
}


@pytest.mark.parametrize("trouble", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_two_lines(
    run: Run, own_register: Path, trouble: str
) -> None:
    case = REFUSED[trouble]
    case.build()
    (file,) = Path().glob("*登记表.xls*")
    check_turned(run("import", file), own_register, case)


GRID = 1_048_576
"""The lines of a sheet."""


def swollen(rows: Callable[[], str], after: Callable[[], str] = str) -> Callable[[], object]:
    """Write a book with more rows than anybody filled in; made when wanted, and forgotten at once."""
    return lambda: raw_workbook(sheet_xml(HEAD + ROW + rows(), after=after()))


def wide() -> object:
    headings = "".join(f'<c t="str"><v>项{n}</v></c>' for n in range(16_382))
    cells = "<c><v>7</v></c>" * 16_382
    return raw_workbook(
        sheet_xml(HEAD.replace("</row>", f"{headings}</row>") + ROW.replace("</row>", f"{cells}</row>"))
    )


def merges() -> str:
    areas = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(4, 400_004, 2))
    return f"<mergeCells>{areas}</mergeCells>"


HEAVY: dict[str, Came] = {
    "a million styled empty rows": Came(
        swollen(lambda: "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(3, GRID + 1))),
        [ONE],
        {"新增": 1},
    ),
    "a million rows of styled empty cells": Came(
        swollen(lambda: "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(3, GRID + 1))),
        [ONE],
        {"新增": 1},
    ),
    "a cell in the last corner of the grid": Came(
        swollen(lambda: f'<row r="{GRID}"><c r="XFD{GRID}"><v>1</v></c></row>'),
        [ONE],
        {"新增": 1, "跳过": 1},
    ),
    "16,384 columns": Came(
        wide,
        [ONE],
        {"新增": 1},
        ["等998列"],
        also={"select count(*) from person, json_each(extra)": 16_382},
    ),
    "200,000 merged cells": Came(swollen(str, merges), [ONE], {"新增": 1}),
}
BOMBS: dict[str, Turned] = {
    "a zip bomb": Turned(
        swollen(lambda: " " * 60_000_000),
        "登记表.xlsx 展开后过大，没有读取",
        "请删除空白的行和列，或拆成几个文件再导入",
    ),
    "a bomb of XML entities": Turned(raw(ENTITIES + sheet_xml()), SMUGGLED, AGAIN),
    "entities behind a long comment": Turned(
        lambda: raw_workbook(f"<!--{'-+' * 900_000}-->{ENTITIES}{sheet_xml()}"), SMUGGLED, AGAIN
    ),
    "20,001 parts": Turned(
        raw(sheet_xml(), **{f"xl__part{n}_x": "" for n in range(20_001)}),
        "登记表.xlsx 的内部结构不正常，没有读取",
        AGAIN,
    ),
}

measurable = pytest.mark.skipif(sys.platform == "win32", reason="there is nothing to measure with")


@measurable
@pytest.mark.parametrize("trouble", HEAVY)
def test_a_swollen_book_comes_in_within_ten_seconds_and_half_a_gigabyte(
    own_register: Path, trouble: str
) -> None:
    check_came(measured, own_register, HEAVY[trouble], "登记表.xlsx")


@measurable
@pytest.mark.parametrize("trouble", BOMBS)
def test_a_bomb_is_refused_within_the_same_bounds(own_register: Path, trouble: str) -> None:
    case = BOMBS[trouble]
    case.build()
    check_turned(measured("import", "登记表.xlsx"), own_register, case)


def test_a_folder_gives_what_can_be_read_and_names_the_rest(shell: Run, own_register: Path) -> None:
    Path("收到/东街").mkdir(parents=True)
    csv_book(LIST.replace("李四", "王五").replace(B, "15400000003"), "收到/2渡口.csv")
    Path("收到/10通知.pdf").write_bytes(b"%PDF-1.7")
    Path("收到/~$1望江.xlsx").write_bytes(b"\x05Admin")
    Path("收到/东街/坏.xlsx").write_bytes(b"PK\x03\x04")
    csv_book(LIST, "收到/1望江.csv")
    answer = shell("import", "收到")
    assert (tally(answer), answer.code) == ({"新增": 3, "表内重复": 1}, 3)
    assert people(own_register) == [*BOTH, "王五 15400000003 渡口社区"]
    assert f"  10通知.pdf：是 PDF 文件，不是表格；{ORIGINAL}\n" in answer.out
    assert f"  坏.xlsx：不完整或已损坏；{REPAIR}\n" in answer.out
    assert "~$" not in answer.out


def test_a_copy_left_in_the_folder_counts_once(run: Run, own_register: Path) -> None:
    Path("收到").mkdir()
    shutil.copy(csv_book(LIST, "收到/登记表.csv"), "收到/登记表 - 副本.csv")
    answer = run("import", "收到")
    assert (tally(answer), answer.code) == ({"新增": 2}, 0)
    assert "内容完全相同，只读了一次" in answer.out
    assert people(own_register) == BOTH


def test_a_book_saved_again_in_another_format_brings_nobody_twice(run: Run, own_register: Path) -> None:
    csv_book(LIST)
    old_book("登记表.xls")()
    answer = run("import", Path())
    assert (tally(answer), answer.code) == ({"新增": 2, "表内重复": 2}, 0)
    assert people(own_register) == BOTH
