"""What an import has to say about a sender's file: each with its place, its value and what was done."""

from dataclasses import dataclass
from enum import Enum

from talentreg.intake.sheet import column_letters


class Weight(Enum):
    """What became of the cell or row a problem speaks of."""

    REJECTED = "未导入"
    TOTAL = "合计不符"
    CONFLICT = "有出入，待核对"
    SET_ASIDE = "单元格未采用"
    NOTICE = "提醒"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at; its place is the sender's own line, 0 for the whole sheet, and column if any.

    `value` is what stood there, masked.
    """

    weight: Weight
    file: str
    sheet: str
    line: int
    message: str
    column: int | None = None
    value: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The place as a spreadsheet names it: B5, 第5行."""
        if self.column is not None:
            return f"{column_letters(self.column)}{self.line or ''}"
        return f"第{self.line}行" if self.line else "整表"
