"""A table of contents: entries for the headings of a filled report, page numbers that count themselves."""

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from talentreg.reports.contents import fill_contents, keep_pages_only
from talentreg.reports.gbt9704 import build_template
from talentreg.reports.living import render
from talentreg.reports.package import Element, parse, serialize, unpack, w
from talentreg.reports.reading import texts

BOOK = """
@目录 目　录
{%p for 人 in 人员 %}
@新页 {{ 人 }}
== 家庭情况
正文
{%p endfor %}
"""
PEOPLE = ("马鹏", "A & <乙>", "", "𠮷田")


def book(*people: str, source: str = BOOK) -> bytes:
    return render(build_template(source), {"人员": list(people)}, {})


def tree(document: bytes) -> Element:
    return parse(unpack(document)["word/document.xml"])


def entries(root: Element) -> list[list[str]]:
    """Read the paragraphs of the contents, every run's text apart."""
    return [
        [text.text or "" for text in paragraph.iter(w("t"))]
        for paragraph in root.iter(w("p"))
        if paragraph.find(f"{w('pPr')}/{w('pStyle')}[@{w('val')}='TOC1']") is not None
    ]


def instructions(root: Element) -> list[str]:
    return [(code.text or "").split()[0] for code in root.iter(w("instrText"))]


def test_every_heading_has_an_entry_with_its_page() -> None:
    assert entries(tree(book("马鹏", "王丽"))) == [
        ["马鹏", "2"],
        ["家庭情况", "2"],
        ["王丽", "3"],
        ["家庭情况", "3"],
    ]


ROWS = "@表 行 in 人员\n姓名 | 8 | {{ 行 }}\n\n"
LONG = "国" * 28 * 22


@pytest.mark.parametrize(
    ("before", "people", "page"),
    [
        ("正文", 1, 2),
        (LONG, 1, 3),
        (LONG[1:], 1, 3),
        (LONG[: 28 * 19], 1, 2),
        (ROWS, 20, 2),
        (ROWS, 40, 3),
        ("@横排\n" + ROWS + "@竖排", 22, 4),
        ("@新页 甲\n@新页 乙", 1, 4),
        ("@新页 甲\n正文\n@附件 附件\n" + "正文\n" * 21, 1, 4),
    ],
)
def test_a_page_is_reckoned_from_what_stands_before_it(before: str, people: int, page: int) -> None:
    source = f"@目录\n{before}\n@新页 末{{{{ '页' }}}}"
    last = entries(tree(book(*["马鹏"] * people, source=source)))[-1]
    assert last == ["末页", str(page)]


def test_an_entry_leads_to_its_heading() -> None:
    root = tree(book(*PEOPLE))
    marks = {
        str(mark.get(w("name"))): "".join(text.text or "" for text in mark.getparent().iter(w("t")))  # type: ignore[union-attr]  # a bookmark stands in its heading
        for mark in root.iter(w("bookmarkStart"))
    }
    links = {str(link.get(w("anchor"))): next(link.iter(w("t"))).text for link in root.iter(w("hyperlink"))}
    assert links == marks
    assert "A & <乙>" in marks.values()


def test_marks_are_opened_and_closed_once_under_a_number_of_their_own() -> None:
    root = tree(book(*PEOPLE))
    opened, closed = (
        [str(mark.get(w("id"))) for mark in root.iter(w(name))] for name in ("bookmarkStart", "bookmarkEnd")
    )
    assert opened == closed
    assert len(set(opened)) == len(opened) > 0


def test_a_heading_without_words_is_left_out() -> None:
    assert [first for first, *_ in entries(tree(book(*PEOPLE)))].count("") == 0


def test_a_book_without_people_has_an_empty_field() -> None:
    root = tree(book())
    assert entries(root) == [[]]
    assert [str(one.get(w("fldCharType"))) for one in root.iter(w("fldChar"))] == ["begin", "separate", "end"]


def test_word_is_told_to_count_when_it_opens_the_book() -> None:
    first = next(tree(book("马鹏")).iter(w("fldChar")))
    assert (first.get(w("fldCharType")), first.get(w("dirty"))) == ("begin", "true")


def test_a_document_without_contents_stays_as_it_is() -> None:
    root = tree(book("马鹏", source="{%p for 人 in 人员 %}\n@新页 {{ 人 }}\n{%p endfor %}\n正文"))
    before = serialize(root)
    fill_contents(root)
    assert serialize(root) == before


def test_for_libreoffice_the_numbers_are_left_without_the_field_round_them() -> None:
    root = tree(book("马鹏"))
    before = entries(root)
    keep_pages_only(root)
    assert instructions(root) == ["PAGEREF", "PAGEREF"]
    assert entries(root) == before


def test_the_text_of_a_book_holds_its_contents(tmp_path: Path) -> None:
    path = tmp_path / "合订本.docx"
    path.write_bytes(book("马鹏"))
    assert texts(path)[:3] == ["目　录", "马鹏\t2", "家庭情况\t2"]
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
