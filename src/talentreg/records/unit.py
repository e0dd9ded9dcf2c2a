"""单位: a tree from province to grid; people belong to units and work happens in them."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from talentreg.records.cleaning import clean_day
from talentreg.records.fields import Record, column
from talentreg.records.vocabulary import LEVEL


class Unit(Record, table=True):
    """A place or office of the tree; `code` is short, ASCII and never changes."""

    title: ClassVar[str] = "单位"
    letter: ClassVar[str] = "U"
    __tablename__ = "unit"

    id: int | None = Field(default=None, primary_key=True)
    code: str = column("单位代码", "代码", meaning="系统编的短代码，报告中的数字用它记住单位", unique=True)
    name: str = column("单位名称", "名称", meaning="单位全称", index=True)
    level: str = column("单位层级", "层级", vocabulary=LEVEL)
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    opened_on: date | None = column("设立日期", clean=clean_day, meaning="空白表示一直存在")
    closed_on: date | None = column("撤销日期", clean=clean_day, meaning="空白表示仍然存在")
