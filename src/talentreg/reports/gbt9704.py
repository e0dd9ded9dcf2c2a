"""The GB/T 9704-2012 document without letterhead, as a .docx template made from readable source.

22 lines of 28 characters, page numbers outside, landscape pages for wide annexes. The body names styles and
formats nothing itself, so an office can restyle the whole template in Word or WPS.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise, zip_longest
from xml.sax.saxutils import escape

from talentreg.reports import settings, styles
from talentreg.reports.markup import Block, Paragraph, Section, Table, parse
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

# Twips. Text takes 156 x 225 mm of a portrait page; Word turns a page counter-clockwise, margins and all.
_PORTRAIT_WIDTH, _LANDSCAPE_WIDTH = 8845, 12756
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
_LEAD = f'<w:rPr><w:rStyle w:val="{styles.LEAD}"/></w:rPr>'
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
    width = _LANDSCAPE_WIDTH if section.landscape else _PORTRAIT_WIDTH
    *blocks, last = _with_paragraph_ends(section.blocks)
    return "".join(_block(block, width) for block in blocks) + _block(last, width, end)


def _with_paragraph_ends(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put a paragraph behind every table, and at the end of a section one that stays, for its page set-up."""
    blocks = tuple(blocks)
    for block, following in zip_longest(blocks, blocks[1:]):
        yield block
        followed = isinstance(following, Paragraph) and not following.vanishes
        if not followed and (isinstance(block, Table) or (following is None and block.vanishes)):
            yield Paragraph(styles.TABLE_END)


def _block(block: Block, width: int, section_end: str = "") -> str:
    return _table(block, width) if isinstance(block, Table) else _paragraph(block, section_end)


def _paragraph(paragraph: Paragraph, section_end: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{paragraph.style}"/>{section_end}</w:pPr>'
    return f"<w:p>{properties}{_runs(paragraph.text)}</w:p>"


def _runs(text: str) -> str:
    """Write the runs of a line; what stands between ** is bold, through a style."""
    return "".join(
        f'<w:r>{_LEAD if index % 2 else ""}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for index, piece in enumerate(text.split("**"))
        if piece
    )


def _table(table: Table, width: int) -> str:
    widths = _divide(width, [column.share for column in table.columns])
    header = [Paragraph(styles.HEADER_CELL, column.heading) for column in table.columns]
    cells = [Paragraph(column.style, column.cell) for column in table.columns]
    totals = [Paragraph(styles.TOTAL_CELL, column.total) for column in table.columns]
    rows = (
        _row(header, widths, "<w:tblHeader/>"),
        _tag_row(f"for {table.loop}", widths),
        _row(cells, widths),
        _tag_row("endfor", widths),
        _row(totals, widths) if table.has_totals else "",
    )
    return f"<w:tbl>{_table_frame(widths)}{''.join(rows)}</w:tbl>"


def _divide(width: int, shares: list[int]) -> list[int]:
    edges = [width * shares_before // sum(shares) for shares_before in accumulate(shares, initial=0)]
    return [right - left for left, right in pairwise(edges)]


def _table_frame(widths: list[int]) -> str:
    """Fix the layout; WPS goes by the grid, Word by the cells."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tblPr><w:tblStyle w:val="{styles.TABLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _row(cells: list[Paragraph], widths: list[int], repeated: str = "") -> str:
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(cell)}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inner}</w:tr>"


def _tag_row(tag: str, widths: list[int]) -> str:
    """Write a row that only steers the loop and vanishes with it: one merged cell, as docxtpl wants."""
    span = f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/>'
    cell = _paragraph(Paragraph(styles.CELL, f"{{%tr {tag} %}}"))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>{span}</w:tcPr>{cell}</w:tc></w:tr>"


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
