"""The GB/T 9704-2012 document without letterhead, as a .docx template made from readable source.

22 lines of 28 characters, page numbers outside, landscape pages for wide annexes. The body names styles and
formats nothing itself, so an office can restyle the whole template in Word or WPS.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from talentreg.reports import settings, styles
from talentreg.reports.contents import write_contents
from talentreg.reports.markup import Block, Contents, Form, Paragraph, Section, Table, parse
from talentreg.reports.package import (
    CONTENT_TYPES,
    CORE,
    DOCUMENT,
    HEAD,
    PACKAGE,
    RELATIONS,
    ROOT,
    content_types,
    core_properties,
    pack,
    relationships,
)
from talentreg.reports.style_sheet import style_sheet
from talentreg.reports.tables import write_form, write_paragraph, write_table

_PORTRAIT = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"'
    ' w:header="851" w:footer="1417" w:gutter="0"/><w:cols w:space="425"/>'
    f'<w:docGrid w:type="lines" w:linePitch="{styles.LINE}"/>'
)
_LANDSCAPE = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1587" w:right="2098" w:bottom="1474" w:left="1984"'
    ' w:header="851" w:footer="850" w:gutter="0"/><w:cols w:space="425"/>'
    '<w:docGrid w:linePitch="312"/>'
)
_FOOTERS = (
    '<w:footerReference w:type="even" r:id="rIdEven"/><w:footerReference w:type="default" r:id="rIdOdd"/>'
)
_KINDS = {
    DOCUMENT: "officedocument.wordprocessingml.document.main",
    "word/styles.xml": "officedocument.wordprocessingml.styles",
    "word/settings.xml": "officedocument.wordprocessingml.settings",
    "word/fontTable.xml": "officedocument.wordprocessingml.fontTable",
    "word/theme/theme1.xml": "officedocument.theme",
    "word/footer1.xml": "officedocument.wordprocessingml.footer",
    "word/footer2.xml": "officedocument.wordprocessingml.footer",
    CORE: "package.core-properties",
    "docProps/app.xml": "officedocument.extended-properties",
}
_PACKAGE_RELATIONS = (
    ("rId1", f"{RELATIONS}/officeDocument", DOCUMENT),
    ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", CORE),
    ("rId3", f"{RELATIONS}/extended-properties", "docProps/app.xml"),
)
_RELATIONS = (
    ("rId1", f"{RELATIONS}/styles", "styles.xml"),
    ("rId2", f"{RELATIONS}/settings", "settings.xml"),
    ("rId3", f"{RELATIONS}/fontTable", "fontTable.xml"),
    ("rId4", f"{RELATIONS}/theme", "theme/theme1.xml"),
    ("rIdOdd", f"{RELATIONS}/footer", "footer1.xml"),
    ("rIdEven", f"{RELATIONS}/footer", "footer2.xml"),
)
_APP = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>talentreg</Application></Properties>"
)


def build_template(source: str) -> bytes:
    """Build a .docx template from source written as `markup` says; the same source is the same bytes."""
    return pack(
        {
            CONTENT_TYPES: content_types(_KINDS),
            "_rels/.rels": relationships(_PACKAGE_RELATIONS),
            DOCUMENT: _document(parse(source)),
            "word/styles.xml": style_sheet(),
            "word/settings.xml": settings.settings(),
            "word/fontTable.xml": settings.font_table(),
            "word/theme/theme1.xml": settings.theme(),
            "word/footer1.xml": _footer(styles.PAGE_NUMBER_ODD),
            "word/footer2.xml": _footer(styles.PAGE_NUMBER_EVEN),
            "word/_rels/document.xml.rels": relationships(_RELATIONS),
            CORE: core_properties("公文模板", "talentreg", None),
            "docProps/app.xml": _APP.encode(),
        }
    )


def _document(sections: tuple[Section, ...]) -> bytes:
    """Write the body; a section's page set-up is in its last paragraph, the last one's is the body's own."""
    setups = [_page_setup(section, first=index == 0) for index, section in enumerate(sections)]
    breaks = [*setups[:-1], ""]
    body = "".join(_section(section, end) for section, end in zip(sections, breaks, strict=True))
    return f"{HEAD}<w:document {ROOT}><w:body>{body}{''.join(setups[-1:])}</w:body></w:document>".encode()


def _page_setup(section: Section, *, first: bool) -> str:
    footers = _FOOTERS if first else ""  # later sections inherit them
    page = _LANDSCAPE if section.landscape else _PORTRAIT
    return f'<w:sectPr>{footers}<w:type w:val="nextPage"/>{page}</w:sectPr>'


def _section(section: Section, end: str) -> str:
    width = styles.LANDSCAPE_WIDTH if section.landscape else styles.PORTRAIT_WIDTH
    *blocks, last = _with_paragraph_ends(_apart_from_tables(section.blocks))
    return "".join(_block(block, width) for block in blocks) + _block(last, width, end)


def _apart_from_tables(blocks: Sequence[Block]) -> list[Block]:
    """Set body text apart from the table under it, also when tags that vanish stand between."""
    apart, above = list[Block](), False
    for block in reversed(blocks):
        apart.append(block)
        if not isinstance(block, Paragraph):
            above = isinstance(block, Table | Form)
        elif not block.vanishes:
            if above and block.style == styles.BODY:
                apart[-1] = replace(block, style=styles.ABOVE_TABLE)
            above = False
    return apart[::-1]


def _with_paragraph_ends(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put a paragraph behind every table, and at the end of a section one that stays, for its page set-up."""
    blocks = tuple(blocks)
    for block, following in zip_longest(blocks, blocks[1:]):
        yield block
        followed = isinstance(following, Paragraph) and not following.vanishes
        if not followed and not _ends_itself(block, last=following is None):
            apart = isinstance(following, Table | Form)
            yield Paragraph(styles.BETWEEN_TABLES if apart else styles.TABLE_END)


def _ends_itself(block: Block, *, last: bool) -> bool:
    if isinstance(block, Paragraph):
        return not (last and block.vanishes)
    return isinstance(block, Contents) and not last


def _block(block: Block, width: int, section_end: str = "") -> str:
    match block:
        case Table():
            return write_table(block, width)
        case Form():
            return write_form(block, width)
        case Contents():
            return write_contents(block)
    if block.style == styles.SIGNATURES and width == styles.LANDSCAPE_WIDTH:
        block = Paragraph(styles.SIGNATURES_WIDE, block.text)
    return write_paragraph(block, section_end)


def _footer(style: str) -> bytes:
    """Write — 1 —; WPS shows the number only if every piece of the field has a run of its own."""
    pieces = (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    runs = "".join(f"<w:r>{piece}</w:r>" for piece in pieces)
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    return f"{HEAD}<w:ftr {ROOT}><w:p>{properties}{runs}</w:p></w:ftr>".encode()
