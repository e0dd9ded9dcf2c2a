"""Numbers nothing vouches for: which count as typed, and which are dates, numberings, codes and ages."""

from pathlib import Path

import pytest
from test_living import FIGURES, fill, with_document

from talentreg.reports.gbt9704 import build_template
from talentreg.reports.living import render
from talentreg.reports.manifest import read_manifest
from talentreg.reports.package import text_parts, unpack
from talentreg.reports.reading import find_controls
from talentreg.reports.stray import Stray, beyond, counts_in, find_strays


@pytest.mark.parametrize(
    ("line", "counted"),
    [
        ("联系120余人，走访12户，召开座谈会3场次。", ["120余人", "12户", "3场次"]),
        (
            "共计1,286人次、0.13万人，占75.3%，提高1.5个百分点",
            ["1,286人次", "0.13万人", "75.3%", "1.5个百分点"],
        ),
        ("全角１２名、９５％、１．５万元", ["１２名", "９５％", "１．５万元"]),
        ("投资3000万元，近5亿元", ["3000万元", "5亿元"]),
        ("开展二十余场活动，引进两名博士，回访三人", ["二十余场", "两名", "三人"]),
        ("完成率百分之九十五", ["百分之九十五"]),
        ("历时3年，覆盖8个村，排名第1", ["3", "8个"]),
        ("[red]12人[/red] =1+1", ["12人", "1", "1"]),
        ("12", ["12"]),
    ],
)
def test_counts_are_found_however_they_are_written(line: str, counted: list[str]) -> None:
    assert [found for _, found in counts_in(line)] == counted


@pytest.mark.parametrize(
    "line",
    [
        "2026年第一季度，2026年3月31日，3月5日至8日，12月3日—5日，1至3月，2024—2025年，2026年度",
        "2026-03-31、2026.3.5、2026/3，上午9:30、8时30分、9点半",
        "根据云组〔2026〕5号、[2025] 12 号文件，第12次会议，第3批",
        "1. 做好登记",
        "1.2 小节",
        "2、加强联络",
        "（1）登记；（2）走访；3.回访",
        "一、登记覆盖情况",
        "（二）入库建档",
        "附件1、附表2，见表3、图4",
        "电话15412345678、0791-8812345，热线12345，编号R000123，A4纸，GB/T 9704-2012，5G基站",
        "身份证99************12，154****5678",
        "江滨路12号3栋2单元501室，5组",
        "30岁及以下、31—40岁、60周岁以上",
        "“985”“211”高校，一人一档、一村一册、一对一，五位一体，千家万户",
        "第十二次、每两名、十八届、三农、八项规定、两个维护、四个自信",
        "未联系的人有几名",
    ],
)
def test_what_is_no_count_is_left_alone(line: str) -> None:
    assert list(counts_in(line)) == []


def strays(report: bytes) -> list[Stray]:
    parts = unpack(report)
    manifest = read_manifest(parts)
    found = [
        one
        for tree in text_parts(parts).values()
        for one in find_strays(tree, [control for control, _ in find_controls(tree, manifest)])
    ]
    return beyond(found, manifest.plain)


def test_a_number_typed_into_the_prose_is_told_with_its_place() -> None:
    report = fill("一、情况\n全区入库{{ 入库人才 }}人。")
    (found,) = strays(with_document(report, "全区入库".encode(), "走访12户，全区入库".encode()))
    assert (found.text, found.where, found.at) == ("12户", "走访12户，全区入库968人。", 2)


def test_what_a_report_was_printed_with_is_no_stray_and_what_is_typed_beside_it_is() -> None:
    report = fill("计划走访12户，{{ 项目 }}，入库{{ 入库人才 }}人。", 项目="竹编工坊带动就业30人")
    assert strays(report) == []
    more = with_document(report, "计划".encode(), "又走访12户，计划".encode())
    assert [one.text for one in strays(more)] == ["12户"]


def test_a_digit_typed_beside_a_control_is_seen() -> None:
    report = fill("全区入库{{ 入库人才 }}人。")
    assert [one.text for one in strays(with_document(report, "全区入库".encode(), "全区入库1".encode()))] == [
        "1"
    ]


TABLE = "@表 行 in 统计\n单位 | 8 | {{ 行.单位 }} | 合计\n人数 | 3 | {{ 行.人 }} | {{ 入库人才 }}"


def test_a_cell_typed_by_hand_in_a_column_of_tracked_numbers_is_told_by_row_and_column() -> None:
    rows = [{"单位": "新城街道", "人": FIGURES["新入库人才"]}, {"单位": "3组", "人": FIGURES["入库人才"]}]
    report = fill(TABLE, 统计=rows)
    assert strays(report) == []
    document = unpack(report)["word/document.xml"].decode()
    start = document.index("<w:sdt>")
    first = document[start : document.index("</w:sdt>") + len("</w:sdt>")]
    typed = with_document(report, first.encode(), b"<w:r><w:t>42</w:t></w:r>")
    assert [(one.text, one.cell) for one in strays(typed)] == [("42", "新城街道，人数")]


def test_the_text_of_a_roster_is_nobodys_count() -> None:
    rows = [{"单位": "12人", "人": "34"}]
    assert strays(fill("@表 行 in 统计\n单位 | 8 | {{ 行.单位 }}\n人数 | 3 | {{ 行.人 }}", 统计=rows)) == []


@pytest.mark.parametrize(
    "paragraph",
    [
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12人</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>12人</w:t></w:r></w:fldSimple>',
        '<w:del w:id="1" w:author="甲"><w:r><w:delText>12人</w:delText></w:r></w:del>',
    ],
)
def test_results_of_fields_and_deleted_words_are_nobodys_counts(paragraph: str) -> None:
    report = fill("全区入库{{ 入库人才 }}人。")
    assert strays(with_document(report, b"<w:sdt>", f"{paragraph}<w:sdt>".encode())) == []


def test_page_numbers_of_a_footer_are_no_strays(tmp_path: Path) -> None:
    assert strays(render(build_template("{{ 入库人才 }}"), FIGURES, {})) == []
