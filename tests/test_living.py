"""Numbers in a report: printed once, found again, and never printed wrong."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentreg.errors import Refused
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.living import Number, clean, render
from talentreg.reports.package import pack, parse, unpack, w
from talentreg.reports.reading import numbers, texts

ENROLLED = Number("persons_enrolled", "入库人才", 968, "968", "U3", "2026Q1")
ADDED = Number("persons_newly_enrolled", "新入库人才", 0, "0", "U3", "2026Q1")
RATE = Number("duty_rate", "联系职责履行率", Decimal("92.3"), "92.3%", "U3", "2026Q1", "pct")
CALLS = Number("contacts_made", "联系人次", None, "—", "U3", "2026Q1")
UNITS = [("新城街道", 212, "U4"), ("柳林镇", 164, "U5")]
FIGURES = {one.label: one for one in (ENROLLED, ADDED, RATE, CALLS)}


def fill(source: str, context: Mapping[str, object] = FIGURES, /, **more: object) -> bytes:
    return render(build_template(source), {**context, **more}, {"period": "2026Q1"})


def tags(report: bytes) -> list[str]:
    document = parse(unpack(report)["word/document.xml"])
    return [str(tag.get(w("val"))) for tag in document.iter(w("tag"))]


def with_document(template: bytes, old: bytes, new: bytes) -> bytes:
    parts = unpack(template)
    assert old in parts["word/document.xml"]
    return pack(parts | {"word/document.xml": parts["word/document.xml"].replace(old, new)})


def refusal(source: str, **context: object) -> Refused:
    with pytest.raises(Refused) as caught:
        fill(source, **context)
    return caught.value


def test_a_number_becomes_a_control_with_its_label_and_origin() -> None:
    document = unpack(fill("全区入库{{ 入库人才 }}人。"))["word/document.xml"].decode()
    paragraph = document[document.index("<w:p>") : document.index("</w:p>")]
    assert re.sub(r'(<w:id w:val=)"\d+"', r'\1"…"', paragraph) == (
        '<w:p><w:pPr><w:pStyle w:val="GWBody"/></w:pPr><w:r><w:t>全区入库</w:t></w:r>'
        '<w:sdt><w:sdtPr><w:alias w:val="入库人才"/><w:tag w:val="talentreg:persons_enrolled@U3/2026Q1=968"/>'
        '<w:id w:val="…"/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>968</w:t></w:r></w:sdtContent></w:sdt>'
        "<w:r><w:t>人。</w:t></w:r>"
    )


def test_a_number_keeps_the_format_of_its_run() -> None:
    control = next(parse(unpack(fill("**入库{{ 入库人才 }}人**"))["word/document.xml"]).iter(w("sdt")))
    assert [style.get(w("val")) for style in control.iter(w("rStyle"))] == ["GWLead", "GWLead"]


def test_a_number_keeps_format_somebody_gave_it_in_word() -> None:
    template = with_document(build_template("入库{{ 入库人才 }}人"), b"<w:r>", b"<w:r><w:rPr><w:b/></w:rPr>")
    document = parse(unpack(render(template, FIGURES, {}))["word/document.xml"])
    runs = list(document.iter(w("r")))
    assert len(runs) == 3
    assert all(run.find(f"{w('rPr')}/{w('b')}") is not None for run in runs)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{% if 入库人才 > 900 %}多{% endif %}", "多"),
        ("{% if 入库人才 %}有{% else %}无{% endif %}", "有"),
        ("{% if 新入库人才 %}有{% else %}无{% endif %}", "无"),
        ("{% if 联系人次 %}有{% else %}无{% endif %}", "无"),
        ("{% if 新入库人才 is 已知 %}知{% endif %}", "知"),
        ("{% if 联系人次 is 已知 %}知{% else %}不知{% endif %}", "不知"),
        ("{% if 新入库人才 == 0 and 入库人才 != 新入库人才 %}对{% endif %}", "对"),
        ("{{ 入库人才 - 新入库人才 }}", "968"),
        ("{{ 1000 - 入库人才 }}", "32"),
        ("{{ 入库人才 // 2 + 入库人才 % 10 }}", "492"),
        ("{{ (入库人才 / 7)|round(1) }}", "138.3"),
        ("{{ 联系职责履行率|round|int }}", "92"),
        ("{{ [入库人才, 新入库人才]|sum }}", "968"),
        ("{{ [新入库人才, 入库人才]|max }}", "968"),
        ("{{ 入库人才 ~ '人' }}", "968人"),
        ("{{ [入库人才, 新入库人才]|join('、') }}", "968、0"),
        ("{{ 联系人次|无则横线 }}", "—"),
        ("{{ 联系职责履行率|无则横线 }}", "92.3%"),
        ("{{ 期末 }}", "2026年3月31日"),
        ("{% for 键, 值 in {'甲': 入库人才}.items() %}{{ 键 }}{{ 值 }}{% endfor %}", "甲968"),
    ],
)
def test_a_number_counts_like_its_value_and_prints_as_its_text(source: str, printed: str) -> None:
    assert texts(fill(f"x{source}", 期末=date(2026, 3, 31)))[0] == f"x{printed}"


@pytest.mark.parametrize(
    ("source", "tracked"),
    [
        ("{{ 入库人才 }}{{ 联系职责履行率 }}", ["968", "92.3%"]),
        ("{{ 入库人才 ~ '人' }}", ["968"]),
        ("{{ [入库人才, 新入库人才]|join('、') }}", ["968", "0"]),
        ("{% set 数 = 入库人才 %}{{ 数 }}", ["968"]),
        ("{{ 联系人次|无则横线 }}", ["—"]),
        ("{{ 入库人才 + 1 }}", []),
        ("{{ 入库人才.text }}", []),
    ],
)
def test_what_is_printed_is_tracked_and_what_is_calculated_is_not(source: str, tracked: list[str]) -> None:
    assert [found.text for found in numbers(fill(f"x{source}"))] == tracked


def test_numbers_in_loops_and_tables_are_told_apart_by_unit() -> None:
    rows = [
        {"单位": name, "人": replace(ENROLLED, value=n, text=str(n), scope=code)} for name, n, code in UNITS
    ]
    table = "@表 行 in 统计\n单位 | 8 | {{ 行.单位 }} | 合计\n人数 | 3 | {{ 行.人 }} | {{ 入库人才 }}"
    report = fill(
        f"{{% for 行 in 统计 %}}{{{{ 行.单位 }}}}{{{{ 行.人 }}}}人；{{% endfor %}}\n{table}", 统计=rows
    )
    assert texts(report)[0] == "新城街道212人；柳林镇164人；"
    assert [(found.text, found.origin and found.origin.scope) for found in numbers(report)] == [
        ("212", "U4"),
        ("164", "U5"),
        ("212", "U4"),
        ("164", "U5"),
        ("968", "U3"),
    ]


def test_numbers_in_footers_and_footnotes_are_tracked_too() -> None:
    """A footnote is filled once, though docxtpl would fill it once for every section."""
    parts = unpack(build_template("正文{{ 入库人才 }}\n@横排\n附表"))
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace(b"</w:p>", FOOTER_TEXT)
    parts["word/footnotes.xml"] = FOOTNOTES.encode()
    rels = parts["word/_rels/document.xml.rels"]
    parts["word/_rels/document.xml.rels"] = rels.replace(b"</Relationships>", FOOTNOTES_RELATION)
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"</Types>", FOOTNOTES_TYPE)
    report = render(pack(parts), {**FIGURES, "书名": "{{ 入库人才 }}"}, {})
    assert [(found.part, found.text) for found in numbers(report)] == [
        ("document", "968"),
        ("ftr", "968"),
        ("footnotes", "92.3%"),
    ]
    assert texts(report, "footnotes") == ["见{{ 入库人才 }}92.3%"]


FOOTER_TEXT = "<w:r><w:t>共{{ 入库人才 }}人</w:t></w:r></w:p>".encode()
FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="2"><w:p><w:r><w:t>见{{ 书名 }}{{ 联系职责履行率 }}</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)
FOOTNOTES_RELATION = (
    b'<Relationship Id="rIdNotes" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/footnotes"/></Relationships>'
)
FOOTNOTES_TYPE = (
    b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.footnotes+xml"/></Types>'
)


@pytest.mark.parametrize(
    "source",
    [
        "入库{{ 联系人次 }}人",
        "{{ 联系人次 ~ '人' }}",
        "{% if 联系人次 > 0 %}有{% endif %}x",
        "{{ 联系人次 + 1 }}",
        "{{ 联系人次|int }}",
    ],
)
def test_a_figure_without_data_is_refused_by_its_label(source: str) -> None:
    assert "「联系人次」没有数据" in refusal(source).message


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("全区入库{{ 入库人材 }}人", "不认识的变量「入库人材」（这一段：全区入库{{ 入库人材 }}人）"),
        ("{% if 入库人材 is 已知 %}有{% endif %}x", "不认识的变量「入库人材」"),
        ("{{ 单位.名称 }}", "不认识的变量「名称」"),
        ("入库{{ 入库人才 人 }}", "标签写错了（这一段：入库{{ 入库人才 人 }}）"),
        ("入库{{ 入库人才｝｝人", "标签写错了"),
        ("入库{{ 入库人才（） }}", "标签写错了"),
        ("正文\n{%p if 入库人才 %}\n正文", "标签写错了"),
        ("空的{{ 空 }}", "算不出来（这一段：空的{{ 空 }}）"),
        ("{{ 1 / 0 }}", "算不出来"),
        ("{{ '甲' + 1 }}", "算不出来"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_with_its_paragraph(source: str, said: str) -> None:
    assert said in refusal(source, 单位={"名": "新城"}, 空=None).message


def test_a_misspelt_variable_gets_a_suggestion() -> None:
    assert refusal("{{ 入库人材 }}").hint == "是不是「入库人才」？"


@pytest.mark.parametrize(
    "expression",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 入库人才.__class__ }}",
        "{{ 入库人才.__eq__.__globals__ }}",
        "{{ 名单.append(1) }}",
        "{{ '甲' * 3 }}",
        "{{ 3 * [1] }}",
        "{{ 9 ** 9 }}",
        "{{ 文本|safe }}",
        "{% autoescape false %}{{ 文本 }}{% endautoescape %}",
        "{{ range(10000000)|list }}",
        "{% include 'x' %}",
    ],
)
def test_a_hostile_template_is_refused(expression: str) -> None:
    template = with_document(build_template("占位"), "占位".encode(), expression.encode())
    with pytest.raises(Refused):
        render(template, {**FIGURES, "名单": [], "文本": "<w:p/>"}, {})


def test_a_condition_that_reaches_into_a_table_is_refused_and_not_mended_by_cutting_text() -> None:
    source = "甲{% if 新入库人才 %}\n@表 行 in [1]\n{% endif %}栏目 | 3 | 乙"
    assert "跨过了段落或表格的边界" in refusal(source).message


@pytest.mark.parametrize("template", [b"", b"PK", b"\xd0\xcf\x11\xe0 old", pack({"a.txt": b"a"})])
def test_a_file_that_is_no_word_document_is_refused(template: bytes) -> None:
    for use in (lambda: render(template, {}, {}), lambda: texts(template)):
        with pytest.raises(Refused, match="不是 Word 文档"):
            use()


@pytest.mark.parametrize(
    "text",
    [
        "A<B & C>D",
        "\"'",
        "]]>",
        "emoji 👩‍👩‍👧",
        "𠮷野 㛃",
        "{{ 入库人才 }}",
        "{% raw %}",
        "&lt;",
        "甲\n乙\t丙",
        "=1+1",
    ],
)
def test_data_comes_out_as_it_went_in(text: str) -> None:
    assert texts(fill("值{{ 值 }}完", 值=text)) == [f"值{text}完"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("甲\x00\x07\x0b\x0c\x1b乙", "甲乙"),
        ("甲\ud800乙", "甲乙"),
        ("甲\ufffe乙", "甲乙"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("甲\ue9a00\ue9a1乙", "甲0乙"),
    ],
)
def test_what_no_document_can_hold_is_dropped_and_no_number_can_be_forged(text: str, printed: str) -> None:
    report = fill(
        "{{ 入库人才 }}{{ 值 }}{{ 行[0].值 }}{{ 表|first }}", 值=text, 行=[{"值": text}], 表={text: 1}
    )
    assert texts(report) == [f"968{printed * 3}"]
    assert len(numbers(report)) == 1


def test_a_template_cannot_forge_a_number_either() -> None:
    assert texts(fill("\ue9a00\ue9a1{{ 入库人才 }}\ue9a07\ue9a1")) == ["09687"]


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=40))
def test_any_text_survives(text: str) -> None:
    assert texts(fill("{{ 值 }}", 值=text)) == [clean(text)]


def test_a_label_that_looks_like_xml_stays_a_label() -> None:
    odd = replace(ENROLLED, label='A<B & "C"\'', text="<968>")
    found = numbers(fill("{{ 甲 }}", 甲=odd))[0]
    assert (found.label, found.text) == ('A<B & "C"\'', "<968>")
