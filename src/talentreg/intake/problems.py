"""What an import has to say about a sender's file: each with its place, its value and what was done."""

from dataclasses import dataclass
from enum import Enum


class Weight(Enum):
    """What became of the cell or row a problem speaks of."""

    REJECTED = "未导入"
    SET_ASIDE = "单元格未采用"
    NOTICE = "提醒"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at; `place` is the sender's own cell or line, `value` is masked."""

    weight: Weight
    file: str
    sheet: str
    place: str
    message: str
    value: str = ""
    candidates: tuple[str, ...] = ()
