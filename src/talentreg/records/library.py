"""库: named lists of people with a rule for who belongs, and who stood in them from when to when."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from talentreg.records.cleaning import clean_note
from talentreg.records.days import clean_day, clean_day_or_month, clean_end_day
from talentreg.records.fields import Record, column, reference
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import words
from talentreg.records.unit import Unit
from talentreg.records.work_words import LEAVING, LIBRARY


class Library(Record, table=True):
    """One library; `kind` is what figures know it by, whatever an office calls it."""

    title: ClassVar[str] = "人才库"
    letter: ClassVar[str] = "KU"
    __tablename__ = "library"

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("库名", *words("名称 库 人才库 人才库名称 所在库"), index=True, default=...)
    kind: str = column("库类", *words("库的种类 种类 类别"), vocabulary=LIBRARY, default="other")
    rule: str | None = column("入库条件", *words("条件 入库标准 纳入条件 入库口径"), clean=clean_note)
    on: date = column("建库日期", *words("日期 建立日期"), clean=clean_day, default=...)
    until: date | None = column("停用日期", *words("撤销日期"), clean=clean_end_day)
    unit_id: int | None = reference("管理单位", *words("单位 所属单位 建库单位"), to=Unit, index=True)
    note: str | None = column("库备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()


class Inclusion(Record, table=True):
    """One person's stay in a library; somebody who comes back has another.

    A reserve cadre is 后备, from `examined_on` 考察, and ends by being used (使用) or struck off (撤销).
    """

    title: ClassVar[str] = "入库成员"
    letter: ClassVar[str] = "CY"
    __tablename__ = "inclusion"
    __table_args__ = (
        Index("ix_inclusion_library", "library_id", "on", "until", "person_id"),
        # With the library, or SQLite looks through all of a library to find the few of a person.
        Index("ix_inclusion_person", "person_id", "library_id", "on", "until"),
    )

    id: int | None = Field(default=None, primary_key=True)
    library_id: int = reference("库", *words("库名 人才库 所在库 人才库名称"), to=Library, default=...)
    person_id: int = reference("姓名", *words("人 人员 人才 成员"), to=Person, default=...)
    on: date = column(
        "纳入日期",
        *words("日期 纳入时间 入库日期 入库时间 入会日期 入会时间 起始日期"),
        clean=clean_day_or_month,
        default=...,
    )
    until: date | None = column(
        "出库日期", *words("退出日期 离开日期"), clean=clean_end_day, meaning="最后一天；空白表示还在"
    )
    way: str | None = column("推荐方式", *words("来源 推荐渠道 推荐单位 来源方式"), open_list="inclusion_way")
    role: str | None = column("库内职务", *words("会内职务 商会职务 职务 身份"))
    examined_on: date | None = column(
        "考察日期", *words("列为考察对象日期 考察时间"), clean=clean_day_or_month
    )
    outcome: str | None = column(
        "出库方式", *words("出库去向 去向 使用情况"), vocabulary=LEAVING, meaning="使用、撤销、退出"
    )
    reason: str | None = column("出入原因", *words("原因 出库原因 纳入原因 撤销原因"), mask=mask_free_text)
    by_id: int | None = reference("培养联系人", *words("联系人 培养人"), to=Staff)
    note: str | None = column("成员备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()
