"""A worksheet that writes plain texts in one go: an export of millions of cells spends its time there."""

import re
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_NOT_PLAIN = re.compile(r"[&<>\x00-\x1f]|_x[0-9a-fA-F]{4}_|^\s|\s$")

_letters = cache(xl_col_to_name)


class QuickWorksheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """Writes what the library would write for a cell of plain text, without asking what else it may be."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if not cell.format or cell.__class__.__name__ != "String" or _NOT_PLAIN.search(cell.string):
            super()._write_cell(row, col, cell)
            return
        style = cell.format._get_xf_index()
        self.fh.write(
            f'<c r="{_letters(col)}{row + 1}" s="{style}" t="inlineStr"><is><t>{cell.string}</t></is></c>'
        )
