"""The workbook in which an office marks which of two values is right, to be read back."""

from collections.abc import Sequence
from typing import IO

from talentreg.workbooks.sheet import Form, Layout, SheetColumn, writing

TITLE = "出入核对"
NUMBER, PERSON, NAME, UNIT, FIELD = "出入编号", "人才编号", "姓名", "所属单位", "项目"
STORED, STORED_FROM, OFFERED, OFFERED_FROM = "登记册", "登记册来源", "来表", "来表来源"
CHOICE, VALUE = "采用", "正确内容"
ANSWERED = (NUMBER, PERSON, FIELD, STORED, CHOICE, VALUE)
"""The headings that are read back."""

_HOW = "采用：登记册、来表，或另填（写在正确内容里）；空着的以后再定"


def write_conflicts(file: IO[bytes], rows: Sequence[Sequence[str]], choices: tuple[str, ...]) -> None:
    """Write a line a conflict, up to where its other value came from; the rest is to be filled in."""
    heads = [
        SheetColumn(NUMBER, Form.CODE),
        SheetColumn(PERSON, Form.CODE),
        SheetColumn(NAME),
        SheetColumn(UNIT),
        SheetColumn(FIELD),
        SheetColumn(STORED, Form.DIGITS),
        SheetColumn(STORED_FROM, width=24),
        SheetColumn(OFFERED, Form.DIGITS),
        SheetColumn(OFFERED_FROM, width=24),
        SheetColumn(CHOICE, Form.CODE, 10, choices=choices),
        SheetColumn(VALUE, Form.DIGITS, 24),
    ]
    cells = ([*row, "", ""] for row in rows)
    with writing(file, TITLE) as workbook:
        workbook.add_list(TITLE, heads, cells, Layout(ending=(f"共{len(rows)}处", _HOW), pinned=3))
