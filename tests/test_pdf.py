"""Reports as PDF: what LibreOffice would lose is there, what it cannot print is said."""

import io
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from pdf import needs_office
from pdf import pdf_text as other_reader
from pypdf import PdfReader
from test_charts import chart
from test_gbt9704 import EVERYTHING, OTHER

from talentreg.errors import Refused
from talentreg.reports import office
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.living import render
from talentreg.reports.package import pack, unpack
from talentreg.reports.pdf import make_pdfs, pdf_text
from talentreg.reports.reading import texts

no_chinese_font = not shutil.which("fc-list") or not subprocess.check_output(["fc-list", ":lang=zh"])


def prose(seed: int) -> str:
    """Draw a paragraph like those LibreOffice loses stops of, when it justifies them."""
    drawn = random.Random(seed)
    signs = ["国" * drawn.randint(1, 9) for _ in range(60)]
    signs += [str(drawn.randint(1, 99999)) for _ in range(24)] + [
        *"，，，，。。。。、、、、；；；；””））“《（"
    ]
    drawn.shuffle(signs)
    return "".join(signs)


JUSTIFIED = "\n".join(map(prose, range(100)))
BOOK = """
@目录 目　录
{%p for 人 in 人员 %}
@新页 {{ 人 }}
正文
{%p if loop.first %}
@新页 又一页
{%p endif %}
{%p endfor %}
"""


@pytest.fixture(scope="module")
def printed() -> dict[str, tuple[bytes, bytes]]:
    """Documents with their PDFs, all from one start of LibreOffice."""
    documents = {
        "版面": build_template("@主送 " + "国" * 28 * 44),
        "全部写法": build_template(EVERYTHING),
        "其余写法": build_template(OTHER),
        "长文": build_template(JUSTIFIED),
        "图": render(build_template("# 题\n@图 {{ 图 }}\n末段"), {"图": chart(("212", "5", "0"))}, {}),
        "看不见的字": build_template("\u200b甲\u00ad乙\ufe0f丙\ufeff丁cafe\u0301"),
        "合订本": render(build_template(BOOK), {"人员": ["马鹏", "王丽"]}, {}),
    }
    return dict(
        zip(documents, zip(documents.values(), make_pdfs([*documents.values()]), strict=True), strict=True)
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


def pages(pdf: bytes) -> list[str]:
    return [squeezed(page) for page in pdf_text(pdf).split("\f")]


@needs_office
@pytest.mark.parametrize("name", ["全部写法", "其余写法", "长文"])
def test_every_character_is_in_the_pdf(printed: dict[str, tuple[bytes, bytes]], name: str) -> None:
    document, pdf = printed[name]
    missing = set(squeezed("".join(texts(document)))) - set(squeezed(pdf_text(pdf)))
    assert missing == set()


@needs_office
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_chinese_is_read_as_another_reader_reads_it(
    printed: dict[str, tuple[bytes, bytes]], tmp_path: Path
) -> None:
    path = tmp_path / "长文.pdf"
    path.write_bytes(printed["长文"][1])
    assert sorted(squeezed(pdf_text(printed["长文"][1]))) == sorted(squeezed(other_reader(path)))


@needs_office
@pytest.mark.skipif(no_chinese_font, reason="no Chinese font is installed")
def test_a_page_holds_22_lines_of_28_characters(
    printed: dict[str, tuple[bytes, bytes]], tmp_path: Path
) -> None:
    path = tmp_path / "版面.pdf"
    path.write_bytes(printed["版面"][1])
    found = [page for page in other_reader(path).split("\f") if page.strip()]
    lines = [[line for line in page.splitlines() if "国" in line] for page in found]
    assert [len(page) for page in lines] == [22, 22]
    assert {len(line.strip()) for page in lines for line in page} == {28}


@needs_office
def test_pages_are_numbered(printed: dict[str, tuple[bytes, bytes]]) -> None:
    found = pages(printed["全部写法"][1])
    assert len(found) > 2
    assert all(f"—{number}—" in page for number, page in enumerate(found, start=1))


@needs_office
def test_a_chart_is_printed(printed: dict[str, tuple[bytes, bytes]]) -> None:
    assert "各单位联系人才（人）" in pages(printed["图"][1])[0]
    assert "212" in pages(printed["图"][1])[0]


@needs_office
def test_contents_name_the_pages_there_really_are(printed: dict[str, tuple[bytes, bytes]]) -> None:
    contents, *others = pages(printed["合订本"][1])
    assert [page[:2] for page in others] == ["马鹏", "又一", "王丽"]
    for heading, number in {"马鹏": 2, "又一页": 3, "王丽": 4}.items():
        assert contents.partition(heading)[2].lstrip(".")[0] == str(number)


@needs_office
def test_headings_are_bookmarks_of_the_pdf(printed: dict[str, tuple[bytes, bytes]]) -> None:
    outline = PdfReader(io.BytesIO(printed["合订本"][1])).outline
    assert [one.title for one in outline if not isinstance(one, list)] == ["马鹏", "又一页", "王丽"]


@needs_office
def test_a_character_lost_on_the_way_is_refused() -> None:
    parts = unpack(build_template("甲乙丙"))
    hidden = parts["word/document.xml"].replace(b"<w:r>", b"<w:r><w:rPr><w:vanish/></w:rPr>")
    report = pack(parts | {"word/document.xml": hidden})
    with pytest.raises(Refused, match=r"^隐藏：LibreOffice 转出的 PDF 少了字.*「甲」少 1 个"):
        make_pdfs([report], ["隐藏"])


def test_without_libreoffice_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENTREG_SOFFICE", str(tmp_path / "soffice"))
    with pytest.raises(Refused, match="没有 LibreOffice") as refusal:
        make_pdfs([build_template("正文")])
    assert "Word 或 WPS" in refusal.value.hint


@pytest.mark.skipif(os.name == "nt", reason="programs are shell scripts here")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 77", "转换失败（退出码 77）"),
        ("exit 0", "没有转换出结果"),
        ("sleep 60", "转换超过 1 秒，已停止"),
    ],
)
def test_a_libreoffice_that_fails_is_refused(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("TALENTREG_SOFFICE", str(program))
    monkeypatch.setattr(office, "TIMEOUT", 1)
    with pytest.raises(Refused) as refusal:
        make_pdfs([build_template("正文")])
    assert said in refusal.value.message
