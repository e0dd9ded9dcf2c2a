"""Read a workbook with calamine; only ever in a process of its own."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from talentreg.intake.child import RawSheet
from talentreg.records.text import Cell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def calamine_sheets(content: bytes) -> Iterator[RawSheet]:
    """Read the sheets of an .xlsx, .xlsb, .xls or .ods book; charts and the like hold no rows."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for about in workbook.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_name(about.name)
            hidden = about.visible != SheetVisibleEnum.Visible
            merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            yield RawSheet(about.name, _rows(sheet), merged, hidden, even=True)


def _rows(sheet: "CalamineSheet") -> Iterator[Sequence[Cell]]:
    """Give the rows from column A on: calamine begins at the first column that holds something."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    return ([*before, *row] for row in sheet.iter_rows()) if before else sheet.iter_rows()
