"""The table of contents: a field Word and LibreOffice update, filled before anybody has to.

A template holds the field empty. Once the report is filled, `fill_contents` gives every heading a bookmark
and writes an entry for it, whose page number is a field of its own. Until a program counts, the numbers are
reckoned from the styles; Word is told to count when it opens the document.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from lxml import etree

from talentreg.reports import styles
from talentreg.reports.markup import Contents, Paragraph
from talentreg.reports.package import ROOT, Element, take_out, w
from talentreg.reports.paging import pages_of
from talentreg.reports.tables import write_paragraph

_FIELD = "TOC"
_INSTRUCTION = ' TOC \\o "1-1" \\h \\z \\u '
_HEADINGS = {style.id for style in styles.STYLES if style.outline == 0}
_BOOKMARK = "_Toc"


def write_contents(contents: Contents) -> str:
    """Write an empty table of contents under its title."""
    title = write_paragraph(Paragraph(styles.CONTENTS_TITLE, contents.title)) if contents.title else ""
    begin, end = _field_begin(_INSTRUCTION, dirty=True), _char("end")
    return f"{title}{_entry_paragraph(f'{begin}{end}')}"


def fill_contents(tree: Element) -> None:
    """Write the entries of the tables of contents in a filled document; without one nothing changes."""
    fields = [code for code in tree.iter(w("instrText")) if _is_contents(code)]
    if not fields:
        return
    headings = list(_headings(tree))
    pages = pages_of(tree, headings, len(headings))
    taken = [int(mark.get(w("id"), "0")) for mark in tree.iter(w("bookmarkStart"))]
    entries = [
        (_bookmark(heading, place), _text(heading), pages.get(heading, 1))
        for place, heading in enumerate(headings, start=max(taken, default=0) + 1)
    ]
    for code in fields:
        _fill(code, entries)


def keep_pages_only(tree: Element) -> None:
    """Take away the fields round the entries; LibreOffice counts the page numbers left over."""
    open_fields = list[list[Element]]()
    for element in list(tree.iter(w("fldChar"), w("instrText"))):
        if element.get(w("fldCharType")) == "begin":
            open_fields.append([])
        if open_fields:
            open_fields[-1].append(element)
        if element.get(w("fldCharType")) == "end" and open_fields:
            pieces = open_fields.pop()
            for piece in pieces if any(map(_is_contents, pieces)) else ():
                take_out(piece)


def _is_contents(code: Element) -> bool:
    return (code.text or "").split()[:1] == [_FIELD]


def _headings(tree: Element) -> Iterator[Element]:
    return (one for one in tree.iter(w("p")) if _style(one) in _HEADINGS and _text(one))


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if style is None else str(style.get(w("val")))


def _text(paragraph: Element) -> str:
    pieces = (" " if one.tag == w("br") else one.text or "" for one in paragraph.iter(w("t"), w("br")))
    return "".join(pieces).strip()


def _bookmark(heading: Element, place: int) -> str:
    start, end = (etree.Element(w(name)) for name in ("bookmarkStart", "bookmarkEnd"))
    for element in (start, end):
        element.set(w("id"), str(place))
    name = f"{_BOOKMARK}{place:08d}"
    start.set(w("name"), name)
    heading.insert(int(heading.find(w("pPr")) is not None), start)
    heading.append(end)
    return name


def _fill(code: Element, entries: list[tuple[str, str, int]]) -> None:
    """Put the entries where the field's paragraph stands: the first begins the field, the last ends it."""
    paragraph = next(code.iterancestors(w("p")))
    lines = [_entry(*entry) for entry in entries] or [""]
    lines[0] = _field_begin(code.text or _INSTRUCTION, dirty=True) + lines[0]
    lines[-1] += _char("end")
    for line in lines:
        paragraph.addprevious(_parse(_entry_paragraph(line)))
    take_out(paragraph)


def _entry(bookmark: str, text: str, page: int) -> str:
    number = f"{_field_begin(f' PAGEREF {bookmark} {chr(92)}h ')}<w:r><w:t>{page}</w:t></w:r>{_char('end')}"
    words = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r><w:r><w:tab/></w:r>'
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{words}{number}</w:hyperlink>'


def _field_begin(instruction: str, *, dirty: bool = False) -> str:
    code = f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    return f"{_char('begin', dirty=dirty)}{code}{_char('separate')}"


def _char(kind: str, *, dirty: bool = False) -> str:
    marked = ' w:dirty="true"' if dirty else ""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"{marked}/></w:r>'


def _entry_paragraph(runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{styles.CONTENTS_ENTRY}"/></w:pPr>{runs}</w:p>'


def _parse(xml: str) -> Element:
    return etree.fromstring(f"<x {ROOT}>{xml}</x>")[0]
