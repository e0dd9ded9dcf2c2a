"""On which page a heading will stand, reckoned from the lines and widths of our own styles.

It is nearly always right where the document keeps to them, as a filled template does; Word and LibreOffice
count anew. A line is as many characters as fit, a row as high as its highest cell, and neither is split
between pages.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from talentreg.reports import styles
from talentreg.reports.package import Element, w
from talentreg.reports.styles import STYLES, Style

_BY_ID = {style.id: style for style in STYLES}
_BODY_SIZE, _SQUEEZE = 32, 6
_CELL_SIDES, _CELL_ENDS = 114, 180
"""Margins of a cell with its border, left and right, above and below."""
_AUTO_LINE = 1.3
_CHART = 4300
"""Twips of a drawing."""


@dataclass(slots=True)
class _Sheet:
    """The page being filled."""

    number: int = 1
    used: int = 0
    wide: bool = False

    @property
    def width(self) -> int:
        """How long a line is, in twips."""
        return styles.LANDSCAPE_WIDTH if self.wide else styles.PORTRAIT_WIDTH

    def take(self, height: int, heading: int = 0) -> None:
        """Set something on the page, or on the next, under the headings repeated there."""
        full = styles.PORTRAIT_WIDTH if self.wide else styles.LANDSCAPE_WIDTH
        if self.used and self.used + height > full:
            self.turn()
            self.used = heading
        self.used += height
        while self.used > full:
            self.number += 1
            self.used -= full

    def turn(self) -> None:
        """Begin the next page, unless this one is empty."""
        if self.used:
            self.number, self.used = self.number + 1, 0


def pages_of(body: Element, headings: Iterable[Element], contents: int) -> dict[Element, int]:
    """Reckon the pages of headings; `contents` lines of a table of contents are still to be written."""
    wanted, found = set(headings), dict[Element, int]()
    sheet, wide = _Sheet(), _orientations(body)
    sheet.wide = next(wide)
    for block in _blocks(body):
        if block.tag == w("tbl"):
            _set_table(sheet, block)
            continue
        style = _style(block)
        if style.new_page:
            sheet.turn()
        lines = contents if style.id == styles.CONTENTS_ENTRY else _lines(block, style, sheet.width)
        for part in [_line_height(style)] * lines or [0]:
            sheet.take(part)
        sheet.used += style.before + style.after + _CHART * (next(block.iter(w("drawing")), None) is not None)
        if block in wanted:
            found[block] = sheet.number
        if block.find(f"{w('pPr')}/{w('sectPr')}") is not None:
            sheet.turn()
            sheet.wide = next(wide, False)
    return found


def _orientations(body: Element) -> Iterator[bool]:
    return (size.get(w("orient")) == "landscape" for size in body.iter(w("pgSz")))


def _blocks(element: Element) -> Iterator[Element]:
    """Go through paragraphs and tables in order, into what is wrapped round them."""
    for child in element:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("body")):
            yield from _blocks(child)


def _set_table(sheet: _Sheet, table: Element) -> None:
    heading = 0
    for row in table.iter(w("tr")):
        height = _row_height(row)
        sheet.take(height, heading)
        if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None:
            heading += height


def _row_height(row: Element) -> int:
    least = row.find(f"{w('trPr')}/{w('trHeight')}")
    heights = [_cell_height(cell) for cell in row.iter(w("tc")) if not _shared(cell)]
    return max([*heights, int(str(least.get(w("val"), "0"))) if least is not None else 0], default=0)


def _shared(cell: Element) -> bool:
    """Whether a cell goes on over several rows, and so makes none of them higher."""
    return cell.find(f"{w('tcPr')}/{w('vMerge')}") is not None


def _cell_height(cell: Element) -> int:
    width = cell.find(f"{w('tcPr')}/{w('tcW')}")
    room = int(str(width.get(w("w"), "0"))) - _CELL_SIDES if width is not None else styles.PORTRAIT_WIDTH
    return _CELL_ENDS + sum(
        _lines(paragraph, style, room) * _line_height(style) + style.before + style.after
        for paragraph in cell.iter(w("p"))
        for style in [_style(paragraph)]
    )


def _style(paragraph: Element) -> Style:
    named = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return _BY_ID.get("" if named is None else str(named.get(w("val"))), _BY_ID[styles.BODY])


def _inherited(style: Style, name: str) -> int:
    while not getattr(style, name) and style.based_on in _BY_ID:
        style = _BY_ID[style.based_on]
    return int(getattr(style, name))


def _line_height(style: Style) -> int:
    line = _inherited(style, "line") or styles.LINE
    return line if line > 0 else ceil((_inherited(style, "size") or _BODY_SIZE) * 10 * _AUTO_LINE)


def _lines(paragraph: Element, style: Style, room: int) -> int:
    """Count the lines of a paragraph in so many twips."""
    size = (_inherited(style, "size") or _BODY_SIZE) * 10
    character = size - (0 if _inherited(style, "loose") else _SQUEEZE)
    text = "".join("\n" if one.tag == w("br") else one.text or "" for one in paragraph.iter(w("t"), w("br")))
    room -= round((style.left + style.right) * style.unit)
    return sum(
        max(
            ceil((_width(line) * character + _inherited(style, "first") * style.unit) / max(room, character)),
            1,
        )
        for line in text.split("\n")
    )


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)
