"""The controls round a report's numbers, and the report read back after others have had it in hand."""

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator
from pdf import needs_office
from test_gbt9704 import EVERYTHING
from test_living import (
    ADDED,
    CALLS,
    ENROLLED,
    FIGURES,
    UNITS,
    fill,
    with_document,
)

from talentreg.errors import Refused
from talentreg.reports import office
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.living import render
from talentreg.reports.package import pack, parse, unpack, w
from talentreg.reports.reading import about, numbers, texts
from talentreg.reports.tags import Origin, read_tag, word_length, write_tag


@pytest.mark.parametrize(
    ("origin", "tag"),
    [
        (Origin("persons_enrolled", "U3", "2026Q1", "", "968"), "talentreg:persons_enrolled@U3/2026Q1=968"),
        (Origin("duty_rate", "all", "2026Q1", "pct", "92%"), "talentreg:duty_rate@all/2026Q1|pct=92%"),
        (Origin("a", "U3", "2026Q1", "", "=1|2@3"), "talentreg:a@U3/2026Q1==1|2@3"),
        (Origin("x" * 33, "U3", "2026Q1", "", "1234567890"), f"talentreg:{'x' * 33}@U3/2026Q1=1234567890"),
        (Origin("x" * 34, "U3", "2026Q1", "", "1234567890"), f"talentreg:{'x' * 34}@U3/2026Q1"),
        (Origin("x" * 44, "U3", "2026Q1", "", "1"), f"talentreg:{'x' * 44}@U3/2026Q1"),
        (Origin("x" * 45, "U3", "2026Q1", "", "1"), "talentreg:#7"),
        (Origin("𠮷" * 23, "U3", "2026Q1", "", "1"), "talentreg:#7"),
        (Origin("by.甲|乙", "U3", "2026Q1", "", "1"), "talentreg:#7"),
        (Origin("by.甲@乙", "U3", "2026Q1", "", "1"), "talentreg:#7"),
        (Origin("#1", "U3", "2026Q1", "", "1"), "talentreg:#7"),
    ],
)
def test_a_tag_is_as_long_as_it_may_be_and_reads_back(origin: Origin, tag: str) -> None:
    assert write_tag(origin, 7) == tag
    assert word_length(tag) <= 64
    assert read_tag(tag) in (origin, replace(origin, text=None), 7)


@pytest.mark.parametrize("tag", ["", "other", "talentreg:", "talentreg:#0", "talentreg:#x", "talentreg:a@U3"])
def test_a_foreign_tag_is_not_ours(tag: str) -> None:
    assert read_tag(tag) is None


@pytest.mark.parametrize("length", [10, 34, 60])
def test_a_number_is_found_again_however_short_its_tag_had_to_be(length: int) -> None:
    long = replace(ENROLLED, ref="x" * length, text="1234567890", label="很长的名称" * 20)
    found = numbers(fill("{{ 入库人才 }}{{ 长 }}", 长=long))[1]
    assert found.origin == Origin("x" * length, "U3", "2026Q1", "", "1234567890")
    assert word_length(found.label) <= 64


def test_control_ids_are_unique_positive_and_keep_clear_of_the_templates_own() -> None:
    def with_own_control(number: int) -> bytes:
        content = "<w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent>"
        own = f'<w:sdt><w:sdtPr><w:id w:val="{number}"/></w:sdtPr>{content}</w:sdt>'
        return with_document(build_template("{{ 入库人才 }}" * 50), b"<w:r>", own.encode() + b"<w:r>")

    derived = control_ids(render(with_own_control(1), FIGURES, {}))[1]
    ids = control_ids(render(with_own_control(derived), FIGURES, {}))
    assert len(ids) == len(set(ids)) == 51
    assert all(0 < one < 2**31 for one in ids)


def control_ids(report: bytes) -> list[int]:
    return [int(str(one.get(w("val")))) for one in parse(unpack(report)["word/document.xml"]).iter(w("id"))]


def test_a_number_inside_a_plain_text_control_or_a_picture_stays_plain_text() -> None:
    control = b"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r>"
    template = with_document(build_template("入库{{ 入库人才 }}人"), b"<w:r>", control)
    template = with_document(template, b"</w:r>", b"</w:r></w:sdtContent></w:sdt>")
    report = render(template, FIGURES, {})
    assert texts(report) == ["入库968人"]
    assert numbers(report) == []


def test_the_manifest_says_what_the_report_is_about_and_holds_each_number_once() -> None:
    found = about(fill("{{ 入库人才 }}{{ 联系职责履行率 }}{{ 入库人才 }}"))
    assert found.about == {"period": "2026Q1"}
    assert [(entry.label, entry.origin) for entry in found.entries] == [
        ("入库人才", Origin("persons_enrolled", "U3", "2026Q1", "", "968")),
        ("联系职责履行率", Origin("duty_rate", "U3", "2026Q1", "pct", "92.3%")),
    ]


def test_a_report_used_as_a_template_gets_one_manifest_and_not_two() -> None:
    again = render(fill("{{ 入库人才 }}{{ '{{ 新入库人才 }}' }}"), FIGURES, {"period": "2026Q2"})
    assert about(again).about == {"period": "2026Q2"}
    assert sum(name.startswith("customXml/itemProps") for name in unpack(again)) == 1


def test_the_same_input_is_the_same_bytes_on_any_day_and_system() -> None:
    report = quarterly()
    assert report == quarterly()
    with zipfile.ZipFile(io.BytesIO(report)) as package:
        assert {(one.date_time, one.create_system) for one in package.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0)
        }


def test_what_word_put_into_a_templates_title_is_no_template() -> None:
    """Word fills the title with the first line of the text, cut off anywhere."""
    parts = unpack(build_template("{{ 入库人才 }}"))
    parts["docProps/core.xml"] = parts["docProps/core.xml"].replace("公文模板".encode(), "{{ 关于".encode())
    assert texts(render(pack(parts), FIGURES, {})) == ["968"]


def test_blanks_round_a_number_are_kept() -> None:
    document = parse(unpack(fill("入库 {{ 入库人才 }} 人"))["word/document.xml"])
    spaced = [text.get("{http://www.w3.org/XML/1998/namespace}space") for text in document.iter(w("t"))]
    assert spaced == ["preserve", None, "preserve"]


def test_document_properties_come_from_the_context() -> None:
    report = fill("正文", 标题="关于联络\n工作<&>的报告", 署名="示范区委", 成文日期=date(2026, 3, 31))
    core = parse(unpack(report)["docProps/core.xml"])
    assert [child.text for child in core] == [
        "关于联络工作<&>的报告",
        "示范区委",
        "示范区委",
        "2026-03-31T00:00:00Z",
        "2026-03-31T00:00:00Z",
    ]


def quarter(count: int = 16) -> dict[str, object]:
    """Data for every kind of block, some of it hard to print."""
    rows = [
        {
            "单位": name,
            "入库人才": replace(ENROLLED, value=n, text=str(n), scope=code),
            "联系人次": replace(ADDED, label=f"{name}联系人次", scope=code),
        }
        for name, n, code in UNITS
    ]
    return {
        **FIGURES,
        "新入库人才": replace(ADDED, value=58, text="58"),
        "联系人次": replace(CALLS, value=1836, text="1836"),
        "单位统计": rows,
        "联系名单": [{"姓名": "𠮷野㛃", "单位": "华东<新材料>研究所 & 联合实验室"}] * count,
        "署名": "中共示范区委组织部",
        "成文日期": date(2026, 3, 31),
    }


def quarterly(count: int = 16) -> bytes:
    """A report with every kind of block, on upright and turned pages."""
    return fill(EVERYTHING, quarter(count))


def test_a_table_nobody_has_rows_for_can_be_left_out() -> None:
    table = "@表 人 in 名单\n姓名 | 3 | {{ 人.姓名 }}\n"
    source = f"{{%p if 名单 %}}\n{table}\n{{%p else %}}\n本期没有。\n{{%p endif %}}\n@结语 完"
    assert texts(fill(source, 名单=[])) == ["本期没有。", "完"]
    assert texts(fill(source, 名单=[{"姓名": "甲"}])) == ["姓名", "甲", "", "完"]


def test_a_report_is_valid_and_has_nothing_of_the_template_left(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(quarterly())
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    assert not re.search(r"\{[{%]|[%}]\}|[\ue9a0\ue9a1]", "\n".join(texts(path)))


def test_living_reports_are_imported_without_loading_docxtpl() -> None:
    seen = "import sys, talentreg.reports.living; print(*{'docx', 'docxtpl', 'jinja2'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", seen], check=True, capture_output=True, text=True)
    assert loaded.stdout.split() == []


@pytest.mark.parametrize(
    ("paragraph", "read"),
    [
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>", ["甲\t乙\n丙"]),
        (
            "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>",
            ["新"],
        ),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>1</w:t></w:r>", ["1"]),
        ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", ["链接"]),
        (
            "<w:r><w:pict><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:pict><w:t>框外</w:t></w:r>",
            ["框外", "框内"],
        ),
        ("<!-- 批注 --><w:r><w:t>甲</w:t></w:r>", ["甲"]),
        (
            '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            "<mc:Choice><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Choice>"
            "<mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r>",
            ["", "框"],
        ),
    ],
)
def test_text_is_read_as_a_reader_sees_it(paragraph: str, read: list[str]) -> None:
    template = with_document(
        build_template("占位"), b'<w:t xml:space="preserve">\xe5\x8d\xa0\xe4\xbd\x8d</w:t>', b""
    )
    assert texts(with_document(template, b"<w:r></w:r>", paragraph.encode())) == read


def test_a_document_cannot_make_the_reader_open_other_files(tmp_path: Path) -> None:
    secret = tmp_path / "密"
    secret.write_text("机密")
    parts = unpack(build_template("占位"))
    document = parts["word/document.xml"].replace("占位".encode(), b"&leak;")
    entity = f'<!DOCTYPE w:document [<!ENTITY leak SYSTEM "{secret.as_uri()}">]><w:document '
    parts["word/document.xml"] = document.replace(b"<w:document ", entity.encode())
    with pytest.raises(Refused, match="外部实体"):
        texts(pack(parts))


@pytest.mark.parametrize("lost", [rb'<w:tag w:val="[^"]*"/>', rb'(?<=2026Q1)=[^"]*(?="/><w:id)'])
def test_numbers_are_found_when_a_program_dropped_their_tags_or_somebody_cut_them(lost: bytes) -> None:
    parts = unpack(quarterly())
    before = numbers(pack(parts))
    parts["word/document.xml"], cut = re.subn(lost, b"", parts["word/document.xml"])
    assert cut == len(before) > 0
    assert numbers(pack(parts)) == before


def test_a_number_whose_tag_is_gone_and_whose_label_says_nothing_has_no_origin() -> None:
    rows = [
        replace(ENROLLED, scope=scope, text=text) for scope, text in (("U4", "7"), ("U5", "7"), ("U6", "8"))
    ]
    parts = unpack(fill("{% for 数 in 表 %}{{ 数 }}{% endfor %}", 表=rows))
    parts["word/document.xml"] = re.sub(rb"<w:tag [^>]*>", b"", parts["word/document.xml"])
    origins = [found.origin for found in numbers(pack(parts))]
    assert [origin and origin.scope for origin in origins] == [None, None, "U6"]


def test_a_retyped_number_is_read_with_what_it_was() -> None:
    report = fill("全区入库{{ 入库人才 }}人")
    retyped = with_document(report, b"<w:t>968</w:t>", b"<w:t>9</w:t></w:r><w:r><w:t>70</w:t>")
    (found,) = numbers(retyped)
    assert (found.text, found.where) == ("970", "全区入库970人")
    assert found.origin is not None
    assert found.origin.text == "968"


@needs_office
def test_a_report_and_a_template_survive_libreoffice(tmp_path: Path) -> None:
    """LibreOffice 7.4 drops every tag; label and manifest still tell the numbers."""
    report, template = tmp_path / "报告.docx", tmp_path / "模板.docx"
    report.write_bytes(quarterly())
    template.write_bytes(build_template(EVERYTHING))
    saved, saved_template = office.convert([report, template], "docx", tmp_path / "saved")
    made = render(saved_template.read_bytes(), quarter(), {})
    expected = [(one.origin, one.text) for one in numbers(report)]
    assert [(one.origin, one.text) for one in numbers(saved)] == expected
    assert [(one.origin, one.text) for one in numbers(made)] == expected
    assert texts(made) == texts(report)
