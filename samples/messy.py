"""Make the books nobody designed: two lines of headings, merged cells, forms, phones in every hand."""

import csv
import io
from collections.abc import Callable

from identities import check_character
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

VILLAGE = "桃源村"
HEADINGS = (
    ("序号", "姓名", "基本情况", "", "", "联系方式", "", "现工作单位及职务", "家庭情况", "", "意愿", "短号"),
    ("", "", "性别", "出生\n年月", "身份证号码", "手机", "微信", "", "姓名", "联系电话", "返乡意愿", ""),
)
BIRTHS = ("19850612", "19920308", "19781105", "19950420", "19691018", "20010901")
MERGED = ("A4:A5", "B4:B5", "C4:E4", "F4:G4", "H4:H5", "I4:J4", "L4:L5")


def id_number(birth: str, order: int) -> str:
    """Build an ID number of an area that does not exist."""
    body = f"990304{birth}{order:03}"
    return body + check_character(body)


def survey() -> Workbook:
    """Make a survey of people come home, as a village fills it in by hand."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "返乡摸底"
    sheet.append(["2026年春节返乡人才摸底表"])
    sheet.append([f"填报单位（盖章）：梅溪镇{VILLAGE}", "", "", "", "", "", "填报日期：2026年2月20日"])
    sheet.append(["说明：有返乡意愿的打√，没有的写无。"])
    for line in HEADINGS:
        sheet.append(line)
    for row in survey_rows():
        sheet.append(row)
    sheet.append(["合计", "7人"])
    sheet.append(["填表人：罗小梅", "", "", "审核人：罗建国"])
    for area in ("A1:L1", "A2:F2", "A3:L3", *MERGED):
        sheet.merge_cells(area)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.row_dimensions[8].hidden = True
    return book


def survey_rows() -> list[list[str | int | float]]:
    """List the people of the survey with what their clerk wrote of them."""
    numbers = [id_number(birth, 10 + place) for place, birth in enumerate(BIRTHS, 1)]
    damaged = int(numbers[2][:15]) * 1000
    jobs = "东莞某电子厂班长 自由职业 江州建筑公司项目经理 在读研究生 退休 某某中学教师".split()
    own: list[list[str | int | float]] = [
        ["罗 志强", "男", "85.6", numbers[0], 15430400001.0, ""],
        ["罗秀兰", "女", "一九九二年三月", numbers[1], "154 3040 0002/0715-3040002", "lxl1992"],
        ["罗国平", "男", "1978年11月5日", damaged, "+86 15430400003", ""],
        ["罗海燕（小燕）", "女", 199504, numbers[3], "１５４３０４００００４", ""],
        ["罗建軍", "男", "1969.10", "", "15430400005(儿子)", ""],
        ["罗雨欣", "女", "2001/9/1", numbers[5], "不详", ""],
    ]
    family = (("罗大山", "15430400091"), ("", ""), ("罗秋香", "15430400093"), ("", ""), ("", ""), ("", ""))
    wishes = ("√", "无", "待定", "创业、就业", "無", "愿意")
    others = zip(jobs, family, wishes, strict=True)
    rows = zip(own, others, strict=True)
    return [[n, *row, job, *kin, wish, f"66{n:02}"] for n, (row, (job, kin, wish)) in enumerate(rows, 1)]


def forms() -> Workbook:
    """Make a book of forms, each sheet about one person."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, sex, birth, order in (("罗文斌", "男", "19800115", 21), ("罗晓梅", "女", "19881224", 22)):
        fill_form(book.create_sheet(name), name, sex, birth, order)
    return book


def fill_form(sheet: Worksheet, name: str, sex: str, birth: str, order: int) -> None:
    """Fill one form: labels beside their values, a table of the family below."""
    sheet.append(["乡土人才信息登记表"])
    sheet.append([f"村（社区）：梅溪镇{VILLAGE}"])
    sheet.append(["姓  名", name, "性  别", sex, "出生年月", f"{birth[:4]}年{int(birth[4:6])}月"])
    sheet.append(["身份证号", id_number(birth, order), None, None, "联系电话", f"154304001{order:02}"])
    sheet.append(["学  历", "大学本科", "职  称", "高级工程师", "政治面貌", "党员"])
    sheet.append(["工作单位及职务", "江州市某设计院", None, None, "返乡意愿", "柔性引才"])
    sheet.append(["家庭主要成员", "称谓", "姓名", "年龄", "工作单位", "联系电话"])
    sheet.append([None, "父亲", "罗守田", 72, "在家务农", "15430400199"])
    for area in ("A1:F1", "A2:F2", "B4:D4", "B6:D6", "A7:A8"):
        sheet.merge_cells(area)


def street_list() -> bytes:
    """Make a list of three communities in one text file, each under a line with its name."""
    text = io.StringIO(newline="")
    rows: list[list[str]] = [
        ["临江街道在外人才花名册（补充）"],
        ["序号", "姓名", "手机号", "出生日期", "文化程度", "备注"],
    ]
    for community, people in (
        ("望江社区", "孟晓东 孟晓西"),
        ("渡口社区（2人）", "程远 程近"),
        ("新桥社区", "乔木"),
    ):
        rows.append([community])
        for place, name in enumerate(people.split(), 1):
            phone = f"1540009{len(rows):04}"
            rows.append([str(place), name, phone, f"19{70 + len(rows)}.0{place + 4}", "本科", "补录"])
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("gb18030")


def messy_books(pack: Callable[[Workbook], bytes]) -> dict[str, bytes]:
    """Make them all; `pack` saves a workbook so that the same content gives the same bytes."""
    return {
        f"{VILLAGE}返乡人才摸底表.xlsx": pack(survey()),
        f"{VILLAGE}一人一表.xlsx": pack(forms()),
        "临江街道补充名单.csv": street_list(),
    }
