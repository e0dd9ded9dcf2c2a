"""联络: one person, one occasion, one channel; an attempt that reached nobody is a contact too."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field

from talentreg.records.cleaning import clean_day, clean_note, clean_several
from talentreg.records.fields import Record, column
from talentreg.records.masking import mask_free_text
from talentreg.records.vocabulary import CHANNEL, DIRECTION, PRESENCE, REACHED


class Contact(Record, table=True):
    """One contact; `unit_id` is set when the work names a unit other than the person's own.

    `extra` keeps the sender's other columns.
    """

    title: ClassVar[str] = "联络"
    letter: ClassVar[str] = "C"
    __tablename__ = "contact"
    # Each index answers its question alone: a period's figures, when and by whom last, what was planned.
    __table_args__ = (
        Index(
            "ix_contact_on",
            *("on", "person_id", "channel", "presence", "reached", "unit_id", "entered_on"),
        ),
        Index("ix_contact_person", "person_id", "on", "id", "reached", "staff_id"),
        Index("ix_contact_staff", "staff_id", "on"),
        Index(
            "ix_contact_next",
            *("person_id", "on", "id", "next_on", "staff_id"),
            sqlite_where=text("next_on IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    on: date = column(
        "联络日期",
        "联系日期",
        "走访日期",
        "联络时间",
        "联系时间",
        "走访时间",
        meaning="联络发生的那天",
        clean=clean_day,
        default=...,
    )
    channel: str = column(
        "联络方式", "联系渠道", "联系形式", "联络渠道", "走访方式", vocabulary=CHANNEL, default=...
    )
    presence: str = column(
        "是否返乡",
        "返乡情况",
        "返乡状态",
        "在乡情况",
        vocabulary=PRESENCE,
        default="unknown",
        meaning="联络时人在哪里",
    )
    direction: str = column("联系方向", "联络方向", vocabulary=DIRECTION, default="outbound")
    reached: str = column("是否联系上", "联系结果", "联络结果", vocabulary=REACHED, default="self")
    occasion: str | None = column(
        "事由", "联络事由", "联系事由", clean=clean_several, open_list="occasion", several=True
    )
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    companions: str | None = column("同行人", "陪同人员", meaning="一同前往的其他工作人员")
    note: str | None = column(
        "联络内容",
        "联系内容",
        "谈话内容",
        "联络记录",
        "走访情况",
        "联系情况",
        "备注",
        clean=clean_note,
        mask=mask_free_text,
    )
    next_step: str | None = column("下一步", "下步打算", "后续措施", clean=clean_note, mask=mask_free_text)
    next_on: date | None = column(
        "下次联络日期", "下次联系日期", "下次联系时间", "下次联络时间", clean=clean_day
    )
    extra: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    entered_on: date = Field()
