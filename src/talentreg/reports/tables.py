"""Paragraphs, tables and forms of a template as WordprocessingML.

Real widths in the grid (WPS goes by it), headings that repeat, rows that stay whole, a name for
screen readers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from xml.sax.saxutils import escape, quoteattr

from talentreg.reports import styles
from talentreg.reports.markup import Cell, Column, Form, Paragraph, Row, Table, split_breaks, without_tags

_LEAD = f'<w:rPr><w:rStyle w:val="{styles.LEAD}"/></w:rPr>'
_LINE_BREAK, _TAB = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"
_BREAKS = {
    "Title": _LINE_BREAK,
    "Subtitle": _LINE_BREAK,
    "GWAttachTitle": _LINE_BREAK,
    "GWPageTitle": _LINE_BREAK,
    styles.ISSUED: _TAB,
    styles.SIGNATURES: _TAB,
    styles.SIGNATURES_WIDE: _TAB,
}
"""What ｜ becomes; in other styles it is a character like any."""
_MOVED_IN = {styles.COPIES, styles.ISSUED}
_LINE = 360
"""Twips of a line in a cell, with its share of the margins."""


def write_paragraph(paragraph: Paragraph, section_end: str = "") -> str:
    """Write a paragraph in its style; a section that ends with it puts its page set-up into it."""
    text = f"　{paragraph.text}" if paragraph.style in _MOVED_IN else paragraph.text
    properties = f'<w:pPr><w:pStyle w:val="{paragraph.style}"/>{section_end}</w:pPr>'
    return f"<w:p>{properties}{_runs(text, _BREAKS.get(paragraph.style, ''))}</w:p>"


def _runs(text: str, line_break: str) -> str:
    """Write the runs of a line; what stands between ** is bold, through a style."""
    return "".join(
        line_break.join(_run(part, _LEAD if index % 2 else "") for part in _parts(piece, line_break))
        for index, piece in enumerate(text.split("**"))
    )


def _parts(text: str, line_break: str) -> list[str]:
    return split_breaks(text) if line_break else [text]


def _run(text: str, properties: str) -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def write_table(table: Table, width: int) -> str:
    """Write a table with its loop, `width` twips wide."""
    widths = _divide(width, [column.share for column in table.columns])
    cells = [Cell(column.style, column.cell) for column in table.columns]
    totals = [Cell(styles.TOTAL_CELL, column.total) for column in table.columns]
    rows = (
        _heading_rows(table.columns, widths),
        _tag_row(f"{{%tr for {table.loop} %}}", widths),
        _row(cells, widths),
        _tag_row("{%tr endfor %}", widths),
        _row(totals, widths) if table.has_totals else "",
    )
    about = "栏目：" + "、".join(column.heading for column in table.columns)
    look = f'w:firstRow="1" w:lastRow="{int(table.has_totals)}" w:firstColumn="0"'
    return f"<w:tbl>{_frame(styles.TABLE, widths, look, (table.name, about))}{''.join(rows)}</w:tbl>"


def write_form(form: Form, width: int) -> str:
    """Write a form, `width` twips wide."""
    widths = _divide(width, list(form.shares))
    rows = [
        _tag_row(row.tag, widths)
        if row.tag
        else _row(row.cells, widths, below=_next_cells(form.rows[index:]), lines=row.lines)
        for index, row in enumerate(form.rows, start=1)
    ]
    look = 'w:firstRow="0" w:lastRow="0" w:firstColumn="1"'
    return f"<w:tbl>{_frame(styles.FORM, widths, look, (form.name, ''))}{''.join(rows)}</w:tbl>"


def _next_cells(rows: Iterable[Row]) -> Sequence[Cell]:
    return next((row.cells for row in rows if row.cells), ())


def _heading_rows(columns: Sequence[Column], widths: list[int]) -> str:
    """Write the headings, in two rows if some stand in groups; one without a group reaches over both."""
    upper, lower = list[Cell](), list[Cell]()
    for group, together in groupby(columns, key=lambda column: column.levels[0]):
        own = [Cell(styles.HEADER_CELL, column.levels[1]) for column in together]
        upper += [Cell(styles.HEADER_CELL, group, len(own))] if group else own
        lower += own if group else [replace(cell, text="", goes_on=True) for cell in own]
    if all(cell.goes_on for cell in lower):
        return _row(upper, widths, heading=True)
    return _row(upper, widths, heading=True, below=lower) + _row(lower, widths, heading=True)


def _divide(width: int, shares: list[int]) -> list[int]:
    edges = [width * shares_before // sum(shares) for shares_before in accumulate(shares, initial=0)]
    return [right - left for left, right in pairwise(edges)]


def _frame(style: str, widths: list[int], look: str, named: tuple[str, str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    said = "".join(
        f"<w:{tag} w:val={quoteattr(_plain(text))}/>"
        for tag, text in zip(("tblCaption", "tblDescription"), named, strict=True)
        if text
    )
    return (
        f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{_look_bits(look)}" {look} w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/>{said}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _look_bits(look: str) -> str:
    """Write the look once more as older programs read it."""
    bits = {'w:firstRow="1"': 0x20, 'w:lastRow="1"': 0x40, 'w:firstColumn="1"': 0x80}
    return f"{0x600 | sum(bit for said, bit in bits.items() if said in look):04X}"


def _plain(text: str) -> str:
    return without_tags(text).replace("**", "")


def _row(
    cells: Sequence[Cell],
    widths: list[int],
    *,
    heading: bool = False,
    below: Sequence[Cell] = (),
    lines: int = 1,
) -> str:
    continued = {start for start, cell in _placed(below) if cell.goes_on}
    inner = "".join(
        _cell(cell, widths[start:][: cell.span], start in continued) for start, cell in _placed(cells)
    )
    height = f'<w:trHeight w:val="{lines * _LINE}" w:hRule="atLeast"/>' if lines > 1 else ""
    repeated = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{inner}</w:tr>"


def _placed(cells: Sequence[Cell]) -> Iterable[tuple[int, Cell]]:
    return zip(accumulate((cell.span for cell in cells), initial=0), cells, strict=False)


def _cell(cell: Cell, widths: list[int], continued: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = "<w:vMerge/>" if cell.goes_on else '<w:vMerge w:val="restart"/>' if continued else ""
    properties = f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/>{span}{merge}'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{write_paragraph(Paragraph(cell.style, cell.text))}</w:tc>"


def _tag_row(tag: str, widths: list[int]) -> str:
    """Write a row that only steers and vanishes with its tag: one merged cell, as docxtpl wants."""
    return _row([Cell(styles.CELL, tag, len(widths))], widths)
