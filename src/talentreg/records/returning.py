"""回归个案: one person's way back, from the day it was found out to the day it succeeded or failed."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from talentreg.records.cleaning import clean_note
from talentreg.records.days import clean_day, clean_day_or_month
from talentreg.records.fields import Record, column, reference
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import words
from talentreg.records.unit import Unit
from talentreg.records.work_words import RETURNING


class ReturnCase(Record, table=True):
    """One attempt to bring somebody back, in stages 排查 → 上报 → 沟通 → 对接 → 落地 or 未成, each dated.

    It is open until it has landed or failed.
    """

    title: ClassVar[str] = "回归个案"
    letter: ClassVar[str] = "GA"
    __tablename__ = "return_case"
    __table_args__ = (
        Index("ix_return_case_on", "on", "landed_on", "failed_on", "unit_id"),
        Index("ix_return_case_person", "person_id", "on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = reference("姓名", *words("人 人才 对象"), to=Person, default=...)
    kind: str | None = column("回归方向", *words("方向 意向 返乡方向 回归类型"), vocabulary=RETURNING)
    on: date = column("排查日期", *words("发现日期 日期 登记日期"), clean=clean_day_or_month, default=...)
    reported_on: date | None = column("上报日期", *words("上报时间"), clean=clean_day_or_month)
    talked_on: date | None = column("沟通日期", *words("沟通时间 谈话日期"), clean=clean_day_or_month)
    matched_on: date | None = column("对接日期", *words("对接时间"), clean=clean_day_or_month)
    landed_on: date | None = column("落地日期", *words("落地时间 回归日期"), clean=clean_day_or_month)
    failed_on: date | None = column("未成日期", *words("终止日期 放弃日期"), clean=clean_day_or_month)
    owner_id: int | None = reference("跟进人", *words("责任人 负责人 联络人"), to=Staff, index=True)
    next_step: str | None = column(
        "下一步", *words("下步打算 下步措施"), clean=clean_note, mask=mask_free_text
    )
    next_on: date | None = column("下次跟进日期", *words("跟进日期 下次日期 下一步日期"), clean=clean_day)
    reason: str | None = column(
        "未成原因", *words("原因 不返乡原因 未返乡原因"), open_list="reason", mask=mask_free_text
    )
    result: str | None = column("落地情况", *words("结果 成果"), clean=clean_note, mask=mask_free_text)
    unit_id: int | None = reference("跟进单位", *words("单位 所属单位"), to=Unit, index=True)
    note: str | None = column("个案备注", *words("备注 说明 情况"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()


CASE_STAGES = {
    "on": "排查",
    "reported_on": "上报",
    "talked_on": "沟通",
    "matched_on": "对接",
    "landed_on": "落地",
    "failed_on": "未成",
}
"""The stages of a case in their order, by the field of their day."""

LANDED_AS = {
    "business": "returned_business",
    "office": "returned_office",
    "job": "returned_job",
    "flexible": "flexible",
    "transfer": "transferred",
}
"""The milestone a landing is, by how somebody comes back; what a cooperation brings is a project."""

RETURNED = ("returned_business", "returned_office", "returned_job", "transferred")
"""The kinds of milestone by which somebody is back; it hardly happens to anybody twice."""

CAME = (*RETURNED, "recruited")
"""Those by which somebody came, from here or not."""
