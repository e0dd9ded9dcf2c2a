"""Changing places of an XML part by their bytes: found whatever a program wrote round them."""

import pytest
from lxml import etree

from talentreg.errors import Refused
from talentreg.reports.package import WORD, w
from talentreg.reports.rewriting import Rewriter
from talentreg.reports.splicing import Spans, splice


@pytest.mark.parametrize(
    "data",
    [
        b"<a><b>1</b></a>",
        b"<?xml version='1.0' encoding='utf-8'?>\r\n<!-- <b> --><a x='>' y=\"'>\"><b z = '/>' >1</b ></a>",
        b"\xef\xbb\xbf<a><c/><b>1</b><c></c></a>",
        "<甲><?pi <b> ?><![CDATA[<b>]]>𠮷<b>&lt;1&#x5165;</b></甲>".encode(),
        b"<a><b/></a>",
        b"<a><b><b>1</b></b></a>",
    ],
)
def test_the_first_element_of_a_name_is_where_it_is_in_the_bytes(data: bytes) -> None:
    tree = etree.fromstring(data)
    element = next(tree.iter("b"))
    span = Spans.of(data).find(tree, {element})[element]
    whole = data[span.start : span.end]
    assert etree.tostring(etree.fromstring(whole)) == etree.tostring(element, with_tail=False)
    assert splice(data, [(span.start, span.end, b"<b>2</b>")]).replace(b"<b>2</b>", whole, 1) == data
    assert span.is_closed == whole.endswith(b"/>")


@pytest.mark.parametrize(
    ("cuts", "result"),
    [
        ([], b"0123456789"),
        ([(2, 4, b"x"), (0, 1, b"")], b"1x456789"),
        ([(2, 8, b""), (3, 4, b"x")], b"0189"),
        ([(5, 5, b"in")], b"01234in56789"),
    ],
)
def test_places_are_replaced_and_what_lies_in_a_lost_one_goes_with_it(
    cuts: list[tuple[int, int, bytes]], result: bytes
) -> None:
    assert splice(b"0123456789", cuts) == result


@pytest.mark.parametrize(
    "data",
    ["<a/>".encode("utf-16"), '<?xml version="1.0" encoding="gb18030"?><a/>'.encode("gb18030")],
)
def test_a_part_in_another_encoding_is_refused_and_not_broken(data: bytes) -> None:
    with pytest.raises(Refused, match="UTF-8"):
        Spans.of(data)


CONTROL = "<{0}sdt><{0}sdtPr>{1}</{0}sdtPr><{0}sdtContent>{2}</{0}sdtContent></{0}sdt>"


@pytest.mark.parametrize(
    ("prefix", "about", "content", "written"),
    [
        ("w:", '<w:tag w:val="old"/>', "<w:r><w:t>3</w:t></w:r>", "<w:r><w:t>A&amp;B</w:t></w:r>"),
        ("x:", "<x:tag x:val='old'/>", "<x:r><x:t>3</x:t></x:r>", "<x:r><x:t>A&amp;B</x:t></x:r>"),
        ("", '<tag v:val="old"/>', "<r><t/></r>", "<r><t>A&amp;B</t></r>"),
        ("w:", "<w:alias w:val='甲'/>", "<w:r><w:t>3</w:t></w:r>", "<w:r><w:t>A&amp;B</w:t></w:r>"),
        ("w:", '<w:tag w:val="old"/>', "<w:p/>", "<w:p><w:r><w:t>A&amp;B</w:t></w:r></w:p>"),
        (
            "w:",
            "",
            "<w:r><w:t>3</w:t><w:tab/><w:t>4</w:t></w:r><w:r><w:t>5</w:t></w:r><w:r><w:drawing/><w:t>6</w:t></w:r>",
            "<w:r><w:t>A&amp;B</w:t></w:r><w:r><w:drawing/></w:r>",
        ),
    ],
)
def test_a_control_is_written_anew_in_the_words_of_its_part(
    prefix: str, about: str, content: str, written: str
) -> None:
    spaces = {"w:": "xmlns:w", "x:": "xmlns:x", "": f'xmlns:v="{WORD}" xmlns'}[prefix]
    data = f'<{prefix}p {spaces}="{WORD}">{CONTROL.format(prefix, about, content)}</{prefix}p>'.encode()
    tree = etree.fromstring(data)
    control = next(tree.iter(w("sdt")))
    rewriter = Rewriter(data, tree, [control])
    rewriter.write_text(control, "A&B")
    rewriter.write_tag(control, 'new"')
    after = rewriter.written().decode()
    assert f"<{prefix}sdtContent>{written}</{prefix}sdtContent>" in after
    tags = [str(one.get(w("val"))) for one in etree.fromstring(after.encode()).iter(w("tag"))]
    assert tags == ['new"']
