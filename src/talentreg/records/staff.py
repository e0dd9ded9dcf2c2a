"""工作人员: who does the contacting."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from talentreg.records.cleaning import clean_name
from talentreg.records.days import clean_day
from talentreg.records.fields import Record, column
from talentreg.records.masking import mask_phone
from talentreg.records.numbers import clean_phone


class Staff(Record, table=True):
    """A member of staff, a leader or a liaison officer of one unit.

    `rank` makes a leader of them, to whom a duty rule may apply; `left_on` is their last day in office.
    """

    title: ClassVar[str] = "工作人员"
    letter: ClassVar[str] = "G"
    __tablename__ = "staff"

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("姓名", clean=clean_name, index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    post: str | None = column("职务")
    phone: str | None = column("联系电话", clean=clean_phone, mask=mask_phone)
    rank: str | None = column(
        "领导层级", "层级", "领导级别", open_list="rank", meaning="领导干部的层级；不是领导的不填"
    )
    left_on: date | None = column(
        "离任日期", "离职日期", "调离日期", clean=clean_day, meaning="在任的最后一天"
    )
