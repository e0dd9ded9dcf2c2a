"""What a template source becomes: styles, sections and tables of a GB/T 9704 document."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from talentreg.errors import Refused
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.package import Element, pack, parse, unpack, w
from talentreg.reports.styles import LINE, STYLES

EVERYTHING = """
// 一份报告里会用到的全部写法
# 关于人才联络工作情况的报告
@主送 市委组织部：
现将有关情况报告如下。
== 一、压实工作责任
**一是健全机制。**每季度至少联系一次。
=== （一）分类建档
==== 1.完善基础信息。
{%p if 新入库人才 %}
本期新入库{{ 新入库人才 }}人。
{%p endif %}
@表题 表1　各镇（街道）联系情况
@计量单位 单位：人
@表 行 in 单位统计
镇（街道） | 8左 | {{ 行.单位 }} | 合计
入库人才 | 3 | {{ 行.入库人才|无则横线 }} | {{ 入库人才 }}
联系人次 | 3右 | {{ 行.联系人次 }} | {{ 联系人次 }}

@表注 注：合计已去重。
@结语 特此报告。
@附件说明序 附件：1.一览表
@附件说明续 2.统计表
@署名 {{ 署名 }}
@成文日期 {{ 成文日期 }}
@横排
@附件 附件1
@附件标题 一览表
@表 人 in 联系名单
序号 | 3 | {{ loop.index }}
姓名 | 6 | {{ 人.姓名 }}
工作单位 | 20左 | {{ 人.单位 }}

@竖排
@附件 附件2
@附件标题 统计表
@表 行 in 单位统计
镇（街道） | 8 | {{ 行.单位 }}
"""

OTHER = """
// 版头版记、讲话、表格的其余写法
@密级 内部
@文号 云组〔2026〕5号
# 关于{{ 期间 }}｜工作情况的报告
@称呼 各位领导，同志们：
@小字 统计口径：{{ 口径 }}
@图 {{ 联系图 }}
@图题 图1　各单位联系人数
@表 行 in 单位统计
序号 | 2 | {{ loop.index }}
单位 | 8左 | {{ 行.单位 }} | 合计
联络/人数 | 3 | {{ 行.人数 }} | 1
联络/人次 | 3右 | {{ 行.人次 }} | 2

@抄送 抄送：市委办公室，市政府办公室，市农业农村局，市人力资源和社会保障局，市退役军人事务局。
@印发 {{ 署名 }}｜{{ 成文日期 }}印发
@横排
@表 行 in 单位统计
签名 | 6 | {{ 行.单位 }}

@签字 制表人：｜审核人：｜负责人：
@竖排
@目录 目　录
{%p for 人 in 人员 %}
@新页 {{ 人.姓名 }}
@格 5 13 5 13
*姓名 | {{ 人.姓名 }} | *性别 | {{ 人.性别 }}
*联络情况 | *日期 | *2:情况
{%tr for 项 in 人.联络 %}
^ | {{ 项.日期 }} | 2左:{{ 项.情况 }}
{%tr endfor %}
高4 *备注 | 3左:

@签字 登记人：｜核对人：｜登记日期：
{%p endfor %}
"""


def body(source: str) -> Element:
    found = parse(unpack(build_template(source))["word/document.xml"]).find(w("body"))
    assert found is not None
    return found


def styles() -> Element:
    return parse(unpack(build_template("正文"))["word/styles.xml"])


def value(element: Element | None, name: str = "val") -> str:
    return "" if element is None else str(element.get(w(name)) or "")


def styled_texts(source: str) -> list[tuple[str, str]]:
    return [
        (
            value(paragraph.find(f"{w('pPr')}/{w('pStyle')}")),
            "".join(t.text or "" for t in paragraph.iter(w("t"))),
        )
        for paragraph in body(source).iter(w("p"))
    ]


def children(root: Element, parent: str) -> Iterator[str]:
    return (str(child.tag).partition("}")[2] for found in root.iter(w(parent)) for child in found)


@pytest.mark.parametrize(
    ("line", "style", "text"),
    [
        ("@密级 内部", "GWSecret", "内部"),
        ("@文号 云组〔2026〕5号", "GWNumber", "云组〔2026〕5号"),
        ("@称呼 同志们：", "GWSalute", "同志们："),
        ("@小字 统计口径", "GWSmall", "统计口径"),
        ("@图 {{ 联系图 }}", "GWChart", "{{ 联系图 }}"),
        ("@图题 图1　联系人数", "GWChartCaption", "图1　联系人数"),
        ("@新页 {{ 人.姓名 }}", "GWPageTitle", "{{ 人.姓名 }}"),
        ("@抄送 抄送：市委办公室。", "GWCopies", "　抄送：市委办公室。"),
        (
            "== 一、{{ 标题 }}{% if 甲 %}和乙{% endif %}",
            "Heading1",
            "一、{{ 标题 }}{% if 甲 %}和乙{% endif %}",
        ),
        ("# 关于工作的报告", "Title", "关于工作的报告"),
        ("@主送 市委组织部：", "GWTo", "市委组织部："),
        ("== 一、压实责任", "Heading1", "一、压实责任"),
        ("=== （一）分类建档", "Heading2", "（一）分类建档"),
        ("==== 1.完善信息。", "Heading3", "1.完善信息。"),
        ("现将有关情况报告如下。", "GWBody", "现将有关情况报告如下。"),
        ("　　现将有关情况报告如下。", "GWBody", "现将有关情况报告如下。"),
        ("@结语 特此报告。", "GWClosing", "特此报告。"),
        ("@附件说明 附件：一览表", "GWAttachNote", "附件：一览表"),
        ("@附件说明序 附件：1.一览表", "GWAttachList", "附件：1.一览表"),
        ("@附件说明续 2.统计表", "GWAttachNext", "2.统计表"),
        ("@署名 {{ 署名 }}", "GWSign", "{{ 署名 }}"),
        ("@成文日期 {{ 成文日期 }}", "GWDate", "{{ 成文日期 }}"),
        ("@附件 附件1", "GWAttachMark", "附件1"),
        ("@附件标题 一览表", "GWAttachTitle", "一览表"),
        ("@表注 注：已去重。", "GWTableNote", "注：已去重。"),
        ("{%p if 入库人才 > 0 %}", "GWBody", "{%p if 入库人才 > 0 %}"),
        ("甲 & 乙 <丙>", "GWBody", "甲 & 乙 <丙>"),
    ],
)
def test_a_mark_says_what_a_line_is(line: str, style: str, text: str) -> None:
    assert styled_texts(line)[0] == (style, text)


def test_comments_and_blank_lines_leave_nothing() -> None:
    assert styled_texts("// 说明\n\n正文\n\n") == [("GWBody", "正文")]


def test_words_between_asterisks_are_bold_through_a_style() -> None:
    runs = list(body("**一是走访。**其余").iter(w("r")))
    assert [value(run.find(f"{w('rPr')}/{w('rStyle')}")) for run in runs] == ["GWLead", ""]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("正文\n@附录 一", "第 2 行：不认识的样式标记「@附录」"),
        ("===== 五级标题", "第 1 行：不认识的样式标记"),
        ("共{%p if 甲 %}人", "要独占一行"),
        ("{%p if 甲 % 2 %}", "要独占一行"),
        ("正文\n{% if 甲 %}", "第 2 行：一行里只有一个标签时要写成 {%p … %}"),
        ("@表 单位统计\n单位 | 3 | {{ 行.单位 }}", "第 1 行：「@表」后面要写循环"),
        ("@表 行 in 单位统计", "没有栏目"),
        ("@表 行 in 单位统计\n单位 | 宽 | {{ 行.单位 }}", "看不懂"),
        ("@表 行 in 单位统计\n单位 | 3", "看不懂"),
        ("// 只有说明", "没有内容"),
    ],
)
def test_a_slip_in_the_source_is_refused(source: str, said: str) -> None:
    with pytest.raises(Refused) as refusal:
        build_template(source)
    assert said in refusal.value.message


def test_the_same_source_is_the_same_bytes() -> None:
    assert build_template(EVERYTHING) == build_template(EVERYTHING)


@pytest.mark.parametrize("source", [EVERYTHING, OTHER])
def test_the_template_is_valid(source: str, tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(build_template(source))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_the_validator_would_notice(tmp_path: Path) -> None:
    parts = unpack(build_template("正文"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:pStyle", b"<w:jc/><w:pStyle")
    path = tmp_path / "坏.docx"
    path.write_bytes(pack(parts))
    assert not OpenXmlValidator().validate(path).is_valid


@pytest.mark.parametrize("source", [EVERYTHING, OTHER])
def test_the_body_formats_nothing_itself(source: str) -> None:
    root = body(source)
    table = {"tblStyle", "tblW", "tblLayout", "tblLook", "tblCaption", "tblDescription"}
    assert set(children(root, "pPr")) == {"pStyle", "sectPr"}
    assert set(children(root, "rPr")) <= {"rStyle"}
    assert set(children(root, "tcPr")) <= {"tcW", "gridSpan", "vMerge"}
    assert set(children(root, "trPr")) <= {"cantSplit", "tblHeader", "trHeight"}
    assert set(children(root, "tblPr")) <= table


@pytest.mark.parametrize("source", [EVERYTHING, OTHER])
def test_every_style_the_body_names_is_declared(source: str) -> None:
    declared = {value(style, "styleId") for style in styles().iter(w("style"))}
    used = {value(one) for name in ("pStyle", "rStyle", "tblStyle") for one in body(source).iter(w(name))}
    assert used <= declared
    assert {name for style in STYLES for name in (style.based_on, style.followed_by) if name} <= declared


def test_22_lines_and_28_characters_fill_a_page_and_no_more_would_fit() -> None:
    page = next(body("正文").iter(w("pgSz")))
    margin = next(body("正文").iter(w("pgMar")))
    height = int(value(page, "h")) - int(value(margin, "top")) - int(value(margin, "bottom"))
    width = int(value(page, "w")) - int(value(margin, "left")) - int(value(margin, "right"))
    normal = next(style for style in styles().iter(w("style")) if value(style, "styleId") == "Normal")
    squeeze = int(value(normal.find(f"{w('rPr')}/{w('spacing')}")))
    size = int(value(normal.find(f"{w('rPr')}/{w('sz')}"))) * 10
    assert 22 * LINE <= height < 22 * (LINE + 1)
    assert 28 * (size + squeeze) <= width < 29 * (size + squeeze)


def test_a_face_is_named_for_every_script_and_has_a_stand_in() -> None:
    fonts = parse(unpack(build_template("正文"))["word/fontTable.xml"])
    known = {value(font, "name") for font in fonts if value(font.find(w("altName")))}
    for face in styles().iter(w("rFonts")):
        assert value(face, "eastAsia") == value(face, "ascii") == value(face, "hAnsi")
        assert value(face, "eastAsia") in known


def test_every_indent_is_given_in_characters_and_in_twips() -> None:
    for indent in styles().iter(w("ind")):
        sides = {str(name).partition("}")[2] for name in indent.attrib}
        assert {side for side in sides if not side.endswith("Chars")} == {
            side.removesuffix("Chars") for side in sides if side.endswith("Chars")
        }


def test_headings_are_the_built_in_ones_so_the_navigation_pane_shows_them() -> None:
    found = {value(style.find(w("name"))): style for style in styles().iter(w("style"))}
    levels = [value(found[f"heading {n}"].find(f"{w('pPr')}/{w('outlineLvl')}")) for n in (1, 2, 3)]
    assert levels == ["0", "1", "2"]
    assert not any(value(found[f"heading {n}"], "customStyle") for n in (1, 2, 3))


def test_a_section_ends_in_the_paragraph_before_the_next() -> None:
    root = body(EVERYTHING)
    ends = [
        value(paragraph.find(f"{w('pPr')}/{w('pStyle')}"))
        for paragraph in root.iter(w("p"))
        if paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None
    ]
    assert ends == ["GWDate", "GWTableEnd"]
    assert [value(size, "orient") for size in root.iter(w("pgSz"))] == ["", "landscape", ""]
    assert [len(setup.findall(w("footerReference"))) for setup in root.iter(w("sectPr"))] == [2, 0, 0]


def test_a_section_that_ends_with_a_tag_keeps_its_page_set_up() -> None:
    """The tag's paragraph vanishes when the template is filled, and would take the section with it."""
    assert styled_texts("{%p if 甲 %}\n正文\n{%p endif %}\n@横排\n附表")[-2] == ("GWTableEnd", "")


def test_a_table_spans_the_page_repeats_its_heading_and_keeps_its_rows_whole() -> None:
    portrait, landscape = 8845, 12756
    tables = body(EVERYTHING).iter(w("tbl"))
    for table, width in zip(tables, [portrait, landscape, portrait], strict=True):
        rows = list(table.iter(w("tr")))
        assert sum(int(value(column, "w")) for column in table.iter(w("gridCol"))) == width
        assert all(row.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in rows)
        repeated = [row.find(f"{w('trPr')}/{w('tblHeader')}") is not None for row in rows]
        assert repeated == [True] + [False] * (len(rows) - 1)


def test_a_table_with_a_row_of_totals() -> None:
    columns = "单位 | 8左 | {{ 行.单位 }} | 合计\n人数 | 3 | {{ 行.人数|无则横线 }} | {{ 人数 }}"
    assert styled_texts(f"@表 行 in 单位统计\n{columns}") == [
        ("GWTableHead", "单位"),
        ("GWTableHead", "人数"),
        ("GWTableText", "{%tr for 行 in 单位统计 %}"),
        ("GWTableLeft", "{{ 行.单位 }}"),
        ("GWTableText", "{{ 行.人数|无则横线 }}"),
        ("GWTableText", "{%tr endfor %}"),
        ("GWTableTotal", "合计"),
        ("GWTableTotal", "{{ 人数 }}"),
        ("GWTableEnd", ""),
    ]


@pytest.mark.parametrize(
    ("before", "styles"),
    [
        ("正文", ["GWAboveTable"]),
        ("正文一\n正文二", ["GWBody", "GWAboveTable"]),
        ("正文\n{%p if 单位统计 %}", ["GWAboveTable", "GWBody"]),
        ("正文\n@计量单位 单位：人", ["GWBody", "GWTableUnit"]),
    ],
)
def test_text_keeps_a_distance_from_the_table_under_it(before: str, styles: list[str]) -> None:
    found = styled_texts(f"{before}\n@表 行 in 单位统计\n单位 | 8 | {{{{ 行.单位 }}}}\n\n正文")
    assert [style for style, _ in found][: len(styles)] == styles


def test_two_tables_in_a_row_do_not_grow_together() -> None:
    table = "@表 行 in 单位统计\n单位 | 8 | {{ 行.单位 }}\n\n"
    tags = [str(child.tag).partition("}")[2] for child in body(table * 2)]
    assert tags == ["tbl", "p", "tbl", "p", "sectPr"]
