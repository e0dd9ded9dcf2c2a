"""Totals a sheet states itself, and the lines that are no data."""

from dataclasses import dataclass

import pytest
from test_header_rows import sheet

from talentreg.intake.asides import Judge
from talentreg.intake.controls import check_totals
from talentreg.intake.layouts import find_layouts
from talentreg.records.text import as_text

HEADINGS = "序号|姓名|性别|年龄|联系电话|金额"
TWO = "1|张三|男|36|15400000001|100\n2|李四|女|37|15400000002|200"


@dataclass
class Line:
    number: int
    texts: tuple[str, ...]


def lines(text: str) -> tuple[list[Line], list[Line], list[Line], object]:
    page = sheet(text)
    (layout,) = find_layouts(page)
    judge = Judge(layout)
    read = [Line(n, tuple(map(as_text, row))) for n, row in enumerate(page.rows, 1) if any(row)]
    above = [line for line in read if line.number <= layout.top]
    below = [line for line in read if line.number > layout.line + 1]
    asides = [line for line in below if judge(line.texts)]
    return above, asides, [line for line in below if line not in asides], layout


def differences(text: str) -> list[str]:
    page = sheet(text)
    (layout,) = find_layouts(page)
    above, asides, data, _ = lines(text)
    found = check_totals(layout, asides, [line.number for line in data], above)
    return [one.message for one in found]


@pytest.mark.parametrize(
    "total",
    [
        "合计|2",
        "合计||2",
        "|合计|2",
        "合计：2人",
        "合计2人",
        "合 计|2人",
        "共2人",
        "（共2人）",
        "共计 1 户/2人",
        "以上共2人",
        "本表共2人，其中男1人，女1人",
        "总计|2|||73|300",
        "合计||||73|300",
        "合计|||73||300",
        "合计|300元",
        "合计||||300",
        "共3页",
        "共5户",
        "共9人次",
        "合计||男1人|",
        "小计|2\n合计|2",
        "小计|2\n3|王五|男|20|15400000003|1\n小计|1\n合计|3",
        "合计|2\n3|王五|男|20|15400000003|1\n合计|1\n总计|3",
        "合计|2\n3|王五|男|20|15400000003|1\n合计|3",
        "注：全县共有在外人才1200人",
    ],
)
def test_a_total_that_agrees_or_counts_something_else_is_no_alarm(total: str) -> None:
    assert differences(f"{HEADINGS}\n{TWO}\n{total}") == []


@pytest.mark.parametrize(
    ("total", "message"),
    [
        ("合计|3", "表中合计写3人，实际读到2行"),
        ("|合计|3", "表中合计写3人，实际读到2行"),
        ("合计|3|||73|300", "表中合计写3人，实际读到2行"),
        ("合计：3人", "表中合计写3人，实际读到2行"),
        ("合计：3", "表中合计写3人，实际读到2行"),
        ("共3人", "表中共计写3人，实际读到2行"),
        ("共计3户/4人", "表中共计写4人，实际读到2行"),
        ("小计|2\n3|王五|男|20|15400000003|1\n小计|2\n合计|3", "表中小计写2人，实际读到1行"),
        ("小计|2\n3|王五|男|20|15400000003|1\n小计|1\n合计|4", "表中合计写4人，实际读到3行"),
    ],
)
def test_a_total_that_differs_is_said(total: str, message: str) -> None:
    assert differences(f"{HEADINGS}\n{TWO}\n{total}") == [message]


@pytest.mark.parametrize(
    ("title", "count"), [("望江社区返乡人才花名册（共50人）", 50), ("人数：3人", 3), ("共2人", 2)]
)
def test_a_count_in_the_title_is_held_against_the_rows(title: str, count: int) -> None:
    found = differences(f"{title}\n{HEADINGS}\n{TWO}")
    assert len(found) == (count != 2)


def test_a_list_of_contacts_counts_contacts_not_people() -> None:
    contacts = "联络日期|姓名|联络方式\n2026-03-01|张三|电话\n2026-03-02|张三|电话\n"
    assert differences(f"{contacts}共1人") == []
    assert differences(f"{contacts}共3人次") == ["表中共计写3人次，实际读到2行"]


ASIDES = [
    ("合计|2", True),
    ("|合计|2", True),
    ("小 计||||", True),
    ("序号|姓名|性别|年龄|联系电话|金额", True),
    ("序号|姓 名|性别|年龄|手机|金额", True),
    ("填表人：王五||审核人：赵六", True),
    ("填表人|王五||审核人|赵六", True),
    ("|制表人|王五||15400000009", True),
    ("单位负责人：|王五||", True),
    ("注：本表一式两份", True),
    ("|望江社区返乡人才花名册", True),
    ("|望江社区|", True),
    ("|梅溪村|", True),
    ("2|梅溪村|男", False),
    ("（必填）|（必填）|（选填）|（选填）|（必填）|", True),
    ("1|2|3|4|5|6", True),
    ("甲|乙|1|2|3|4", True),
    ("例|张三|男|36|15400000001|100", True),
    ("示例：|张三|男|36||", True),
    ("1|张三|男|36|15400000001|100", False),
    ("2|李四||||", False),
    ("|王五||||", False),
    ("||||15400000001|", False),
    ("7|司马 南|男|||", False),
    ("8|阿卜杜拉·买买提|男|||", False),
    ("9|共青|男|||", False),
]


@pytest.mark.parametrize(("line", "aside"), ASIDES)
def test_a_line_that_is_no_data_is_told(line: str, aside: bool) -> None:
    _, asides, data, _ = lines(f"{HEADINGS}\n{TWO}\n{line}")
    assert [len(asides), len(data)] == ([1, 2] if aside else [0, 3])


def test_each_of_several_header_rows_is_known_when_it_comes_again() -> None:
    header = "姓名|电话|家庭情况||\n||姓名|关系|联系电话"
    text = (
        f"{header}\n张三|15400000001|李四|母子|15400000002\n{header}\n王五|15400000003|赵六|父子|15400000004"
    )
    _, asides, data, _ = lines(text)
    assert ([line.number for line in asides], [line.number for line in data]) == ([4, 5], [3, 6])
