"""联络: one person, one occasion, one channel; an attempt that reached nobody is a contact too."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field

from talentreg.records.cleaning import clean_note, clean_several
from talentreg.records.days import clean_day
from talentreg.records.fields import Record, column
from talentreg.records.masking import mask_free_text
from talentreg.records.text import words
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
        *words(
            "联系日期 走访日期 联络时间 联系时间 走访时间 慰问时间 慰问日期 走访慰问时间 "
            "走访慰问日期 拜访时间 拜访日期 电话时间 沟通时间 沟通日期 座谈时间 面谈时间 面谈日期 "
            "谈话时间 谈话日期 回访时间 回访日期 联系服务时间 联系服务日期 服务时间 服务日期 "
            "对接时间 对接日期 走访联系时间 走访联系日期 联络年月日 入户时间 入户日期"
        ),
        meaning="联络发生的那天",
        clean=clean_day,
        default=...,
    )
    channel: str = column(
        "联络方式",
        *words(
            "联系渠道 联系形式 联络渠道 走访方式 联络形式 走访形式 沟通方式 沟通渠道 联系途径 "
            "联络途径 慰问方式 走访慰问方式 对接方式 服务方式 联系服务方式 回访方式 谈话方式 "
            "联系方法"
        ),
        vocabulary=CHANNEL,
        default=...,
    )
    presence: str = column(
        "是否返乡",
        *words(
            "返乡情况 返乡状态 在乡情况 是否在家 是否在乡 是否回乡 是否已返乡 返乡与否 是否返家 "
            "回乡情况 在家情况 在外或返乡 返乡/未返乡"
        ),
        vocabulary=PRESENCE,
        default="unknown",
        meaning="联络时人在哪里",
    )
    direction: str = column(
        "联系方向", *words("联络方向 主动或来访"), vocabulary=DIRECTION, default="outbound"
    )
    reached: str = column(
        "是否联系上",
        *words(
            "联系结果 联络结果 是否接通 接通情况 是否联系到 是否联络上 是否联系到本人 "
            "电话接通情况 是否接听 联系是否成功 是否见面 是否见到本人"
        ),
        vocabulary=REACHED,
        default="self",
    )
    occasion: str | None = column(
        "事由",
        *words(
            "联络事由 联系事由 走访事由 联系目的 走访目的 联络目的 走访事项 联系事项 联络事项 "
            "活动类型 联系原因"
        ),
        clean=clean_several,
        open_list="occasion",
        several=True,
    )
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    companions: str | None = column(
        "同行人", *words("陪同人员 同行人员 陪同人 随行人员"), meaning="一同前往的其他工作人员"
    )
    note: str | None = column(
        "联络内容",
        *words(
            "联系内容 谈话内容 联络记录 走访情况 联系情况 备注 走访内容 走访记录 沟通内容 "
            "沟通情况 联系记录 联络情况 座谈内容 慰问情况 走访慰问情况 交流内容 主要内容 工作内容 "
            "谈话记录 谈话情况 回访内容 回访情况 服务内容 联系服务内容 联系服务情况 具体情况 "
            "情况记录 记录 走访联系情况 联络内容记录"
        ),
        clean=clean_note,
        mask=mask_free_text,
    )
    next_step: str | None = column(
        "下一步",
        *words(
            "下步打算 后续措施 下一步打算 下一步工作 下步工作 下步措施 下一步措施 后续工作 "
            "后续安排 下步计划 下一步计划 后续打算 跟进措施"
        ),
        clean=clean_note,
        mask=mask_free_text,
    )
    next_on: date | None = column(
        "下次联络日期",
        *words(
            "下次联系日期 下次联系时间 下次联络时间 下次走访时间 下次走访日期 约定联系时间 "
            "下次回访时间 下次回访日期 计划联系时间 约定联系日期"
        ),
        clean=clean_day,
    )
    extra: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    entered_on: date = Field()
