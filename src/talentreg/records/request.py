"""诉求: what people ask, suggest or report, from the day it was taken in to the day it was followed up."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from talentreg.records.cleaning import clean_note
from talentreg.records.days import clean_day
from talentreg.records.fields import Record, column, reference
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import words
from talentreg.records.unit import Unit
from talentreg.records.work_words import REQUEST, SATISFACTION, WHETHER


class Request(Record, table=True):
    """One request, suggestion or life event, in steps 受理 → 交办 → 办理 → 办结 → 回访 each dated and signed.

    It is closed from `closed_on` on; `happened_on` is the day of a life event, taken in on `on`.
    """

    title: ClassVar[str] = "诉求"
    letter: ClassVar[str] = "Q"
    __tablename__ = "request"
    __table_args__ = (
        Index("ix_request_on", "on", "kind", "closed_on", "unit_id"),
        Index("ix_request_closed", "closed_on", "kind", "category"),
        Index("ix_request_person", "person_id", "on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = reference("姓名", *words("人 诉求人 反映人 人才 提出人"), to=Person)
    kind: str = column("事项种类", *words("种类 事项类型 诉求种类"), vocabulary=REQUEST, default="request")
    category: str | None = column("事项类别", *words("类别 诉求类别 诉求类型 问题类别"), open_list="request")
    urgent: str = column("是否紧急", *words("紧急 加急"), vocabulary=WHETHER, default="no")
    text: str = column(
        "诉求内容",
        *words("内容 事项内容 反映问题 意见内容 建议内容 主要内容"),
        clean=clean_note,
        mask=mask_free_text,
        default=...,
    )
    unit_id: int | None = reference(
        "承办单位", *words("单位 责任单位 办理单位 主办单位"), to=Unit, index=True
    )
    leader_id: int | None = reference("责任领导", *words("领导 联系领导 包联领导"), to=Staff, index=True)
    due_on: date | None = column("办理期限", *words("期限 办结期限 限办日期 截止日期"), clean=clean_day)
    happened_on: date | None = column(
        "发生日期", *words("发生时间 事项发生日期"), clean=clean_day, meaning="重大事项发生的那天"
    )
    on: date = column(
        "受理日期", *words("受理时间 日期 登记日期 收到日期 报告日期"), clean=clean_day, default=...
    )
    by_id: int | None = reference("受理人", *words("登记人 经办人"), to=Staff)
    assigned_on: date | None = column("交办日期", *words("交办时间 转办日期"), clean=clean_day)
    assigned_by_id: int | None = reference("交办人", *words("转办人"), to=Staff)
    handled_on: date | None = column("办理日期", *words("办理时间"), clean=clean_day)
    handled_by_id: int | None = reference("办理人", *words("承办人"), to=Staff)
    closed_on: date | None = column("办结日期", *words("办结时间 完成日期"), clean=clean_day)
    closed_by_id: int | None = reference("办结人", to=Staff)
    revisited_on: date | None = column("回访日期", *words("回访时间 反馈日期"), clean=clean_day)
    revisited_by_id: int | None = reference("回访人", *words("反馈人"), to=Staff)
    measure: str | None = column("办理措施", *words("措施 办理情况"), clean=clean_note, mask=mask_free_text)
    result: str | None = column("办理结果", *words("结果 办结情况"), clean=clean_note, mask=mask_free_text)
    satisfaction: str | None = column("满意度", *words("是否满意 满意情况"), vocabulary=SATISFACTION)
    adopted: str | None = column("是否采纳", *words("采纳 采纳情况"), vocabulary=WHETHER)
    note: str | None = column("诉求备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()


STEPS = {
    "on": "受理",
    "assigned_on": "交办",
    "handled_on": "办理",
    "closed_on": "办结",
    "revisited_on": "回访",
}
"""The steps of a request in their order, by the field of their day; `by`, `closed_by`… hold who signed."""
