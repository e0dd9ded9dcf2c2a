"""在库状态、返乡意愿、所属单位: what changes over time and is asked for as of a day.

Of two entries on one day the later entered wins. `entered_on` is the day an entry was typed.
"""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from talentreg.records.days import clean_day
from talentreg.records.fields import Record, column
from talentreg.records.masking import mask_free_text
from talentreg.records.text import words
from talentreg.records.vocabulary import INTENTION, STATUS

ALWAYS = date.min
"""The day a person's first unit counts from."""


class Status(Record, table=True):
    """One entry of a person's standing in the register."""

    title: ClassVar[str] = "在库状态"
    letter: ClassVar[str] = "S"
    __tablename__ = "status"
    __table_args__ = (Index("ix_status_person", "person_id", "on", "id", "status"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    on: date = column(
        "入库日期",
        *words("入库时间 登记日期 建档日期 登记时间 建档时间 纳入时间 纳入日期 入库年月"),
        clean=clean_day,
        default=...,
    )
    status: str = column(
        "在库状态",
        *words("状态 入库状态 是否在库 人才状态 在库情况 入库情况 库内状态"),
        vocabulary=STATUS,
        default=...,
    )
    reason: str | None = column(
        "状态原因", *words("退库原因 出库原因 退库理由 退出原因"), mask=mask_free_text
    )
    entered_on: date = Field()


class Intention(Record, table=True):
    """One statement of what would bring a person back."""

    title: ClassVar[str] = "返乡意愿"
    letter: ClassVar[str] = "Y"
    __tablename__ = "intention"
    __table_args__ = (Index("ix_intention_person", "person_id", "on", "id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    on: date = Field()
    kind: str = column(
        "返乡意愿",
        *words(
            "回乡意愿 意愿 返乡创业意愿 返乡就业意愿 返乡任职意愿 回乡创业意愿 回乡就业意愿 "
            "回乡任职意愿 创业意愿 就业意愿 任职意愿 投资意愿 合作意愿 返乡投资意愿 回乡投资意愿 "
            "项目合作意愿 柔性引才意愿 柔性服务意愿 返乡意向 回乡意向 返乡创业意向 返乡就业意向 "
            "返乡任职意向 创业意向 就业意向 任职意向 投资意向 合作意向 返乡投资意向 项目合作意向 "
            "是否有返乡意愿 有无返乡意愿 是否有返乡意向 有无返乡意向 是否有意愿返乡 是否愿意返乡 "
            "是否有回乡意愿 有无回乡意愿 是否有返乡创业意愿 有无返乡创业意愿 是否有返乡就业意愿 "
            "有无返乡就业意愿 是否有返乡任职意愿 有无返乡任职意愿 是否愿意返乡创业 "
            "是否愿意返乡就业 是否愿意回乡 返乡发展意愿 返乡发展意向 返乡创业就业意愿 "
            "返乡就业创业意愿 返乡意愿类型 返乡意愿情况 意愿类型 是否有创业意愿 有无创业意愿"
        ),
        vocabulary=INTENTION,
        default=...,
    )
    reason: str | None = column(
        "意愿原因",
        *words(
            "不返乡原因 未返乡原因 不愿返乡原因 无意愿原因 意愿说明 意愿情况说明 不愿意返乡原因 不返乡的原因"
        ),
        mask=mask_free_text,
    )
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    entered_on: date = Field()


class Affiliation(Record, table=True):
    """The unit a person belongs to from a day on; the first counts from always."""

    title: ClassVar[str] = "所属单位"
    letter: ClassVar[str] = "B"
    __tablename__ = "affiliation"
    __table_args__ = (Index("ix_affiliation_person", "person_id", "on", "id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    on: date = Field()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    entered_on: date = Field()
