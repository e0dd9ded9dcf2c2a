"""What the marks of a template source mean beyond paragraphs: breaks, forms, headings of two levels."""

import pytest
from test_gbt9704 import OTHER, body, styled_texts, value

from talentreg.errors import Refused
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.markup import Cell, Row, parse, split_breaks
from talentreg.reports.package import Element, w

HEADINGS = "@表 行 in 统计\n单位 | 8 | 甲\n{} | 3 | 乙\n{} | 3 | 丙"
FORM = "@格 5 13 5 13\n{}"


def row_of(line: str) -> Row:
    form = parse(FORM.format(line))[0].blocks[0]
    return form.rows[0]  # type: ignore[union-attr]  # the form is all there is


def grid(table: Element) -> list[list[str]]:
    """Read a table: what every cell says, how many columns it takes, ↓ if it goes on below, ↑ from above."""
    return [[read_cell(cell) for cell in row.iter(w("tc"))] for row in table.iter(w("tr"))]


def read_cell(cell: Element) -> str:
    span = value(cell.find(f"{w('tcPr')}/{w('gridSpan')}"))
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    arrow = "" if merge is None else "↓" if value(merge) == "restart" else "↑"
    return "".join(text.text or "" for text in cell.iter(w("t"))) + span + arrow


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("# 关于春节｜联络工作的报告", ["t", "br", "t"]),
        ("@附件标题 一览表｜（2026年）", ["t", "br", "t"]),
        ("@印发 市委组织部｜2026年3月31日印发", ["t", "tab", "t"]),
        ("@签字 制表：｜审核：｜负责：", ["t", "tab", "t", "tab", "t"]),
        ("@签字 制表：｜｜负责：", ["t", "tab", "tab", "t"]),
        ("正文里的｜照印", ["t"]),
        ("# {{ 甲 if 乙 else '丙｜丁' }}", ["t"]),
    ],
)
def test_a_bar_breaks_a_title_and_sets_the_columns_of_a_signature(line: str, runs: list[str]) -> None:
    paragraph = next(body(line).iter(w("p")))
    assert [str(run[-1].tag).partition("}")[2] for run in paragraph.iter(w("r"))] == runs


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("甲｜乙", ["甲", "乙"]),
        ("{{ 甲|万 }}｜{% if 乙 %}丙{% endif %}", ["{{ 甲|万 }}", "{% if 乙 %}丙{% endif %}"]),
        ("{{ '甲｜乙' }}", ["{{ '甲｜乙' }}"]),
        ("", [""]),
    ],
)
def test_a_bar_inside_a_tag_is_no_break(text: str, pieces: list[str]) -> None:
    assert split_breaks(text) == pieces


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        ("联络/人数", "联络/人次", [["单位↓", "联络2"], ["↑", "人数", "人次"]]),
        ("补贴（元/人）", "备注", [["单位", "补贴（元/人）", "备注"]]),
        ("补贴/金额（元/人）", "备注", [["单位↓", "补贴", "备注↓"], ["↑", "金额（元/人）", "↑"]]),
    ],
)
def test_headings_that_begin_alike_stand_under_one(upper: str, lower: str, expected: list[list[str]]) -> None:
    table = next(body(HEADINGS.format(upper, lower)).iter(w("tbl")))
    repeated = [row for row in table.iter(w("tr")) if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None]
    assert grid(table)[: len(repeated)] == expected


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("*姓名 | {{ 人.姓名 }} | *性别 | 男", ("GWFormLabel", "GWTableText", "GWFormLabel", "GWTableText")),
        ("*住址 | 3左:{{ 人.住址|无则横线 }}", ("GWFormLabel", "GWTableLeft")),
        ("*4:联络情况", ("GWFormLabel",)),
        ("甲 | 右:乙 | 左:丙 | 丁：戊", ("GWTableText", "GWTableRight", "GWTableLeft", "GWTableText")),
    ],
)
def test_a_cell_of_a_form_says_what_it_is(line: str, cells: tuple[str, ...]) -> None:
    assert tuple(cell.style for cell in row_of(line).cells) == cells


def test_a_form_keeps_empty_cells_and_the_filters_in_tags() -> None:
    cells = row_of("高4 {{ 甲|万 }} | | 2:").cells
    assert cells == (Cell("GWTableText", "{{ 甲|万 }}"), Cell("GWTableText", ""), Cell("GWTableText", "", 2))
    assert row_of("高4 甲 | 乙 | 2:").lines == 4


def test_a_label_goes_on_beside_every_row_of_a_loop() -> None:
    form = list(body(OTHER).iter(w("tbl")))[-1]
    assert grid(form)[1:] == [
        ["联络情况↓", "日期", "情况2"],
        ["{%tr for 项 in 人.联络 %}4"],
        ["↑", "{{ 项.日期 }}", "{{ 项.情况 }}2"],
        ["{%tr endfor %}4"],
        ["备注", "3"],
    ]
    assert [value(height) for height in form.iter(w("trHeight"))] == ["1440"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("@格 5 13\n*姓名 | 甲 | 乙", "第 1 行：表格的一行不是 2 列"),
        ("@格 五 六\n*姓名 | 甲", "「@格」后面要写各列宽度"),
        ("@格 5 13", "「@格」下面没有行"),
        ("@格 5 13\n{%tr for 甲 in 乙 %} | 丙", "管表格行的标签要独占一行"),
        ("@格 5 13\n{%p if 甲 %}", "管表格行的标签要独占一行"),
    ],
)
def test_a_slip_in_a_form_is_refused(source: str, said: str) -> None:
    with pytest.raises(Refused) as refusal:
        build_template(source)
    assert said in refusal.value.message


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("== 二、联系情况", "二、联系情况"),
        ("@附件标题 {{ 期间 }}｜一览表", "一览表"),
        ("@附件标题 附表\n@表题 表1　联系情况\n@计量单位 单位：人", "表1　联系情况"),
        ("@表题 表1\n@表名 各单位的联系人数", "各单位的联系人数"),
        ("正文", ""),
    ],
)
def test_a_table_is_called_as_what_stands_before_it(before: str, name: str) -> None:
    root = body(f"{before}\n@表 行 in 统计\n单位 | 8 | 甲\n人数 | 3 | 乙")
    assert value(next(root.iter(w("tblCaption")), None)) == name
    assert value(next(root.iter(w("tblDescription")))) == "栏目：单位、人数"


def test_the_name_of_a_table_is_not_printed() -> None:
    assert styled_texts("@表名 联系人数\n正文") == [("GWBody", "正文")]


def test_a_signature_line_fits_the_page_it_stands_on() -> None:
    wanted = ["GWSignRowWide", "GWSignRow"]
    assert [style for style, _ in styled_texts(OTHER) if style.startswith("GWSignRow")] == wanted
