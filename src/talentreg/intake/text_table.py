"""Read a table written as text: one line a row, parted by commas, tabs or the like."""

import csv
import io
import re
from dataclasses import replace
from typing import cast

from talentreg.errors import Refused
from talentreg.intake.foreign import SAVE_AGAIN, Foreign
from talentreg.intake.sheet import ERROR_VALUES, Row, Sheet, without_blank_end

SEPARATORS = ",\t;|"
_SAID = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
"""How a cell is written so that a spreadsheet keeps its digits: ="00123"."""

_WIDE = (b"\xff\xfe", b"\xfe\xff")


def decode(name: str, content: bytes) -> str:
    """Read text as UTF-16 where its first bytes say so, else as UTF-8, else as GB18030.

    Statistics are never asked: they guess wrong on short lists.
    """
    wide = content.startswith(_WIDE)
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Foreign(f"{name} 不是表格文件", "能读 .xlsx、.xls、.et、.ods 和 .csv（UTF-8、UTF-16 或 GB18030）")


def read_text_table(name: str, stem: str, text: str) -> Sheet:
    """Read one sheet out of a text."""
    separator, text = _separator(text.rstrip("\r\n"))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    begun = 0
    try:
        for row in lines:
            begun = lines.line_num
            rows.append(_without_tail(row))
    except csv.Error as error:
        hint = f"多半是第{begun + 1}行的引号没有成对；{SAVE_AGAIN}"
        raise Refused(f"{name} 不是规范的 CSV", hint) from error
    if '="' in text:
        rows = [tuple(map(_plain, cast(tuple[str, ...], row))) for row in rows]
    return without_errors(Sheet(stem, without_blank_end(rows)))


def without_errors(sheet: Sheet) -> Sheet:
    """Take out the cells that hold nothing but #N/A or the like: they are flaws, their value blank."""
    flaws: dict[tuple[int, int], str] = {}
    kept = list(sheet.rows)
    for line, row in enumerate(kept):
        if not ERROR_VALUES.isdisjoint(row):
            flaws |= {(line, column): str(cell) for column, cell in enumerate(row) if cell in ERROR_VALUES}
            kept[line] = tuple("" if cell in ERROR_VALUES else cell for cell in row)
    return replace(sheet, rows=without_blank_end(kept), flaws=flaws) if flaws else sheet


def _without_tail(cells: list[str]) -> Row:
    """Drop the empty cells at the end of a row: programs write thousands of them to no purpose."""
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _separator(text: str) -> tuple[str, str]:
    """Return what parts the cells: the one most lines have, for a title may hold any of them.

    A first line sep=; is Excel's way to say it; it stays as an empty line.
    """
    first, _, rest = text.partition("\n")
    if said := _SAID.fullmatch(first):
        return said[1], "\n" + rest
    lines = text[:1_000_000].splitlines()[:200]
    return max(SEPARATORS, key=lambda one: sum(one in line for line in lines)), text


def _plain(cell: str) -> str:
    found = _AS_TEXT.fullmatch(cell) if cell.startswith('="') else None
    return found[1].replace('""', '"') if found else cell
