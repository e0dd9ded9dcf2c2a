"""Templates as offices make them: tags cut to pieces by Word, loops over anything, slips told in time."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from docxtpl import DocxTemplate
from lxml import etree
from openxml_audit import OpenXmlValidator
from test_gbt9704 import EVERYTHING
from test_living import ENROLLED, FIGURES, fill, refusal, with_document
from test_living_controls import control_ids, quarter

from talentreg.errors import Refused
from talentreg.reports.catalogue import REPORTS, load_template
from talentreg.reports.charts import Chart, Series
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.living import prepare, render
from talentreg.reports.number import Number
from talentreg.reports.package import pack, parse, unpack, w
from talentreg.reports.reading import about, numbers, texts
from talentreg.reports.sandbox import TemplateEnvironment

PEOPLE = [{"姓名": "冯大伟", "单位": "望江社区"}, {"姓名": "刘海燕", "单位": "渡口社区"}]
DATA: Mapping[str, object] = {**FIGURES, "名单": PEOPLE, "空": [], "值": "甲"}


def typed(paragraphs: str) -> bytes:
    """Make a template of paragraphs as Word would write them."""
    return with_document(build_template("占位"), PLACE, paragraphs.encode())


PLACE = (
    '<w:p><w:pPr><w:pStyle w:val="GWBody"/></w:pPr><w:r><w:t xml:space="preserve">占位</w:t></w:r></w:p>'
).encode()


def runs(*pieces: str) -> str:
    """Write a paragraph of several runs, each with another format."""
    cut = (
        f'<w:r><w:rPr><w:sz w:val="{n}"/></w:rPr><w:t>{one}</w:t></w:r>' for n, one in enumerate(pieces, 20)
    )
    return f"<w:p>{''.join(cut)}</w:p>"


def printed(template: bytes, data: Mapping[str, object] = DATA) -> list[str]:
    report = render(template, data, {})
    assert not any("{{" in text or "\ue9a7" in text for text in texts(report))
    return texts(report)


def by_docxtpl(template: bytes, data: Mapping[str, object]) -> list[str]:
    document = DocxTemplate(io.BytesIO(template))
    document.render(dict(data), jinja_env=TemplateEnvironment(), autoescape=True)
    filled = io.BytesIO()
    document.save(filled)
    return texts(filled.getvalue())


@pytest.mark.parametrize(
    "pieces",
    [
        ("入库{", "{ 入库人才 }}人"),
        ("入库{{", " 入库", "人才 ", "}", "}人"),
        ("入库{{ 入库人才 }}", "人"),
        ("入库{", "% if 入库人才 %", "}{{ 入库人才 }}人{% endif %}"),
        ("入库{%", " if 入库人才 &gt; 900 %}", "{{ 入库", "人才 }}", "人{% endif ", "%}"),
        ("入库{{ 入库人才 if 值 == “甲” else ‘无’ }}人",),
        (
            "入库{# 先数",
            "一数 #}{{ 入库人才 }}人",
        ),
        ("入库{{ 入库人才 }}</w:t><w:tab/><w:t>人",),
    ],
)
def test_a_tag_word_has_cut_to_pieces_is_one_tag(pieces: tuple[str, ...]) -> None:
    template = typed(runs(*pieces))
    assert [text.replace("\t", "") for text in printed(template)] == ["入库968人"]
    assert [found.text for found in numbers(render(template, DATA, {}))] == ["968"]


def test_a_tag_has_the_format_it_begins_with_and_what_follows_keeps_its_own() -> None:
    document = parse(unpack(render(typed(runs("{{ 入库", "人才 }}人")), DATA, {}))["word/document.xml"])
    sizes = [
        run.find(f"{w('rPr')}/{w('sz')}") for run in document.iter(w("r")) if run.find(w("t")) is not None
    ]
    assert [size.get(w("val")) for size in sizes if size is not None] == ["20", "21"]


def test_what_stands_between_the_pieces_of_a_tag_is_kept_whole() -> None:
    """docxtpl would swallow the beginning of the bookmark and leave its end."""
    marks = '<w:bookmarkStart w:id="7" w:name="数"/>', '<w:bookmarkEnd w:id="7"/>'
    pieces = f"<w:r><w:t>{{{{ 入库</w:t></w:r>{marks[0]}<w:r><w:t>人才 }}}}</w:t></w:r>{marks[1]}"
    document = unpack(render(typed(f"<w:p>{pieces}<w:proofErr/></w:p>"), DATA, {}))["word/document.xml"]
    assert document.count(b"<w:bookmarkStart ") == document.count(b"<w:bookmarkEnd ") == 1
    assert b"proofErr" not in document


@pytest.mark.parametrize(
    "source",
    [
        EVERYTHING,
        "{%p for 人 in 名单 %}\n{{ 人.姓名 }}\n{%p endfor %}\n完",
        "{%p if 空 %}\n有\n{%p elif 入库人才 %}\n数\n{%p else %}\n无\n{%p endif %}\n完",
        "甲{# 不印 #}乙{% set 数 = 入库人才 %}{{ 数 }}{{ '{{' }}{_{ 样子 }_}",
        "@表 人 in 名单\n姓名 | 3 | {{ 人.姓名 }}\n单位 | 5 | {{ 人.单位 }} | 合计\n",
    ],
)
def test_a_report_says_what_docxtpl_would_say(source: str) -> None:
    template, data = build_template(source), {**DATA, **quarter(2)}
    assert texts(render(template, data, {})) == by_docxtpl(template, data)


CELL = "<w:tc><w:tcPr><w:tcW w:w='900' w:type='dxa'/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"


def table(*cells: str) -> bytes:
    grid = '<w:gridCol w:w="900"/>' * len(cells)
    row = "".join(map(CELL.format, cells))
    return typed(f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid><w:tr>{row}</w:tr></w:tbl><w:p/>")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (typed(runs("甲", "{%- if 入库人才 %}乙{% endif %}")), ["甲乙"]),
        (typed(runs("甲{%r if 空 %}", "乙", "{%r endif %}丙")), ["甲丙"]),
        (table("{%tc for 人 in 名单 %}", "{{ 人.姓名 }}", "{%tc endfor %}"), ["冯大伟", "刘海燕", ""]),
        (table("{% colspan 入库人才 - 966 %}甲", "乙"), ["甲", "乙", ""]),
    ],
)
def test_what_only_docxtpl_knows_works_as_well(template: bytes, said: list[str]) -> None:
    assert printed(template) == said
    assert printed(template) == by_docxtpl(template, DATA)


def test_a_loop_over_cells_makes_the_columns_it_needs() -> None:
    template = table("{%tc for 人 in 名单 %}", "{{ 人.姓名 }}", "{%tc endfor %}")
    document = parse(unpack(render(template, DATA, {}))["word/document.xml"])
    assert len(list(document.iter(w("gridCol")))) == 2


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (typed(runs("统计如下：{%p if 入库人才 %}")), "{%p if 入库人才 %} 要独占一段（这一段：统计如下：）"),
        (typed(runs("{%p if 入库人才 %}", "有") + runs("{%p endif %}")), "要独占一段（这一段：有）"),
        (table("{%tr for 人 in 名单 %}", "{{ 人.姓名 }}"), "要独占表格的一行（这一段：{{ 人.姓名 }}）"),
        (typed(runs("{%tr for 人 in 名单 %}")), "{%tr for 人 in 名单 %} 要独占表格的一行"),
    ],
)
def test_text_that_a_steering_tag_would_swallow_is_told_and_not_lost(template: bytes, said: str) -> None:
    with pytest.raises(Refused) as caught:
        prepare(template)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ 入库人才 }}{% if 值 %}甲{% endif %}", {"入库人才", "值"}),
        (
            "{% for 人 in 名单 %}{{ 人.姓名 }}{{ 人['单位'] }}{% endfor %}",
            {"名单", "人", "姓名", ".姓名", ".单位"},
        ),
        ("{{ 名单|map(attribute='姓名')|join('、') }}{{ 名单|列名 }}", {"名单", "姓名", "列名上限"}),
        ("@表 人 in 名单\n姓名 | 3 | {{ 人.姓名 }} | {{ 入库人才|万 }}", {"名单", "姓名", "入库人才"}),
    ],
)
def test_a_template_tells_every_name_it_uses(source: str, names: set[str]) -> None:
    found = prepare(build_template(f"甲{source}" if not source.startswith("@") else source)).names
    assert names <= found
    assert found.isdisjoint({"电话", ".电话"})


def test_where_a_name_is_used_is_told() -> None:
    prepared = prepare(build_template("甲\n全区入库{{ 入库人才 }}人"))
    assert prepared.paragraph_with("入库人才") == "全区入库{{ 入库人才 }}人"
    assert prepared.paragraph_with("别的") == ""


def test_a_template_is_prepared_once_and_filled_as_often_as_wanted() -> None:
    template = build_template("# {{ 姓名 }}的档案\n入库{{ 入库人才 }}人")
    prepared = prepare(template)
    for name in ("冯大伟", "刘海燕", "冯大伟"):
        data = {"姓名": name, "入库人才": replace(ENROLLED, text=str(len(name)))}
        report = prepared.render(data, {"person": name})
        assert report == render(template, data, {"person": name})
        assert texts(report) == [f"{name}的档案", "入库3人"]


@pytest.mark.parametrize(
    ("source", "more", "title"),
    [
        ("# 关于{{ 值 }}｜联络“&”工作的{{ 入库人才 }}\n甲", {}, "关于甲联络“&”工作的968"),
        ("# 关于{{ 值 }}\n甲", {"标题": "另起\n的标题"}, "另起的标题"),
        ("甲", {}, ""),
    ],
)
def test_a_document_is_called_what_its_title_says(source: str, more: dict[str, object], title: str) -> None:
    core = parse(unpack(fill(source, {**DATA, **more}))["docProps/core.xml"])
    assert next(child.text or "" for child in core) == title


LOOP = f"{runs('{%p for 人 in 名单 %}')}@{runs('{%p endfor %}')}<w:p/>"
DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:extent cx="1" cy="1"/><wp:docPr id="5" name="图" '
    'descr="{{ 人.姓名 }}的{{ 入库人才 }}&#10;像"/></wp:inline>'
    "</w:drawing></w:r></w:p>"
)
OWN = (
    '<w:p><w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent><w:r>'
    "<w:t>{{ 人.姓名 }}{{ 入库人才 }}</w:t></w:r></w:sdtContent></w:sdt></w:p>"
)
MARKED = (
    '<w:p><w:bookmarkStart w:id="5" w:name="此处"/><w:r><w:t>甲</w:t></w:r><w:bookmarkEnd w:id="5"/></w:p>'
)


@pytest.mark.parametrize(
    ("paragraph", "tag", "attribute", "count"),
    [(DRAWING, "docPr", "id", 2), (OWN, "id", w("val"), 4), (MARKED, "bookmarkStart", w("id"), 1)],
)
def test_what_a_loop_repeats_is_not_there_twice(paragraph: str, tag: str, attribute: str, count: int) -> None:
    document = parse(unpack(render(typed(LOOP.replace("@", paragraph)), DATA, {}))["word/document.xml"])
    ids = [one.get(attribute) for one in document.iter(f"{{*}}{tag}")]
    assert len(ids) == len(set(ids)) == count


def test_a_number_or_a_line_break_in_a_description_is_plain_text() -> None:
    document = unpack(render(typed(LOOP.replace("@", DRAWING)), DATA, {}))["word/document.xml"].decode()
    assert 'descr="冯大伟的968' in document
    assert numbers(render(typed(LOOP.replace("@", DRAWING)), DATA, {})) == []


def test_a_report_used_as_a_template_keeps_its_controls_apart_from_the_new_ones() -> None:
    report = fill("全区入库{{ 入库人才 }}人")
    again = render(with_document(report, "全区".encode(), "今年{{ 入库人才 }}人，全区".encode()), DATA, {})
    assert [found.text for found in numbers(again)] == ["968", "968"]
    assert len(set(control_ids(again))) == 2


@pytest.mark.parametrize(
    "expression",
    [
        "{{ (入库人才 ~ 怪)[:6] }}",
        "{{ (入库人才 ~ 怪)|truncate(5, true, '') }}",
        "{% set 段 %}<{{ 怪 }}{% endset %}{{ 段|upper }}",
        "{{ 怪|upper }}{{ 怪|reverse }}",
    ],
)
def test_no_expression_can_break_a_document(expression: str) -> None:
    try:
        report = fill(f"x{expression}", {**DATA, "怪": "<&>\"'"})
    except Refused:
        return
    etree.fromstring(unpack(report)["word/document.xml"])


def test_a_condition_over_runs_of_several_formats_is_no_slip() -> None:
    assert printed(typed(runs("甲{% if 空 %}乙", "丙", "丁{% endif %}戊"))) == ["甲戊"]
    assert printed(typed(runs("甲{% if 值 %}乙", "丙", "丁{% endif %}戊"))) == ["甲乙丙丁戊"]


def test_a_torn_template_says_where() -> None:
    source = "总人数{% if 空 %}若干\n@表 人 in 名单\n{% endif %}姓名 | 3 | {{ 人.姓名 }}"
    assert "边界（这一段：总人数{% if 空 %}若干）" in refusal(source, **DATA).message


def test_a_mark_smuggled_into_a_template_as_a_code_is_no_number() -> None:
    assert printed(typed(runs("甲&#xe9a0;0&#xe9a1;{{ 入库人才 }}&#xe9a7;"))) == ["甲0968"]


def test_the_nearest_name_is_looked_for_in_lists_and_among_those_known() -> None:
    with pytest.raises(Refused) as caught:
        fill("甲{% for 人 in 名单 %}{{ 人.姓名字 }}{% endfor %}", DATA)
    assert caught.value.hint == "是不是「姓名」？"
    with pytest.raises(Refused) as caught:
        prepare(build_template("甲{{ 竹编传承 }}")).render({}, {}, known=["竹编传承人"])
    assert caught.value.hint == "是不是「竹编传承人」？"


def test_a_chart_stands_where_its_mark_was_and_its_points_are_in_the_manifest(tmp_path: Path) -> None:
    points = tuple(Number("persons", "入库人才", n, str(n), f"U{n}", "2026Q1") for n in (3, 5))
    chart = Chart("column", "各镇\x07人数（人）", ("甲镇", "乙镇"), (Series("人数", points),))
    path = tmp_path / "图.docx"
    path.write_bytes(fill("见下图，共{{ 入库人才 }}人。\n@图 {{ 图 }}\n完", 图=chart))
    assert texts(path) == ["见下图，共968人。", "", "完"]
    entries = about(path).entries
    assert [(one.origin.text, one.chart) for one in entries] == [
        ("968", ""),
        ("3", "各镇人数（人）\t人数\t甲镇"),
        ("5", "各镇人数（人）\t人数\t乙镇"),
    ]
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_a_package_is_a_zip_file_like_any_other() -> None:
    packed = pack({"正文.xml": "甲".encode() * 3, "大.xml": b"<a/>" * 400_000, "空": b""})
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {one.filename: archive.read(one) for one in archive.infolist()} == unpack(packed)
        assert [one.file_size for one in archive.infolist()] == [9, 1_600_000, 0]


@pytest.mark.parametrize("name", REPORTS)
def test_a_packaged_template_is_whole_and_needs_no_parsing_of_its_reports(name: str) -> None:
    prepared = prepare(load_template(name))
    assert [one.torn for one in prepared.fillable] == [""] * len(prepared.fillable)
