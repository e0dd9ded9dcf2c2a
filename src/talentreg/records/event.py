"""活动: what is held for many people at once, and who was asked, who said yes, who came."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from talentreg.records.cleaning import clean_count, clean_note, clean_several
from talentreg.records.days import clean_day
from talentreg.records.fields import Record, column, reference
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import words
from talentreg.records.unit import Unit
from talentreg.records.vocabulary import PRESENCE
from talentreg.records.work_words import EVENT_STATE, ROLE, WHETHER


class Event(Record, table=True):
    """One event, counted on its first day under the unit that leads it, however many held it jointly.

    `headcount` is everybody in the room; the numbers of a job fair are its own.
    """

    title: ClassVar[str] = "活动"
    letter: ClassVar[str] = "E"
    __tablename__ = "event"
    __table_args__ = (Index("ix_event_on", "on", "state", "kind", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("活动名称", *words("名称 活动主题 会议名称 活动"), index=True, default=...)
    kind: str = column(
        "活动类型", *words("类型 活动类别 活动形式 会议类型 种类"), open_list="event", default=...
    )
    on: date = column(
        "活动日期",
        *words("日期 时间 活动时间 举办时间 举办日期 召开时间 开始日期"),
        clean=clean_day,
        default=...,
    )
    until: date | None = column(
        "结束日期", *words("结束时间 活动结束日期"), clean=clean_day, meaning="多天的活动写最后一天"
    )
    unit_id: int | None = reference(
        "主办单位", *words("单位 举办单位 承办单位 牵头单位"), to=Unit, index=True
    )
    joint: str | None = column(
        "联合主办",
        *words("联办单位 协办单位 联合举办单位"),
        clean=clean_several,
        several=True,
        meaning="一同举办的其他单位；只计入主办单位",
    )
    place: str | None = column("活动地点", *words("地点 举办地点 会议地点"))
    festival: str | None = column("节日", *words("传统节日 所属节日"), open_list="festival")
    state: str = column("活动状态", *words("状态 举办情况 是否举办"), vocabulary=EVENT_STATE, default="held")
    headcount: int | None = column(
        "到场人数",
        *words("参加人数 参与人数 参会人数 人数 总人数"),
        clean=clean_count,
        meaning="在场的全部人数，含有名单的",
    )
    employers: int | None = column(
        "招聘单位", *words("招聘单位数 参会企业 企业数"), clean=clean_count, meaning="招聘会的招聘单位数"
    )
    posts: int | None = column("提供岗位", *words("岗位数 岗位"), clean=clean_count)
    applicants: int | None = column("应聘人次", *words("应聘人数 求职人数 应聘"), clean=clean_count)
    intents: int | None = column("就业意向", *words("达成意向 意向人数 达成就业意向"), clean=clean_count)
    by_id: int | None = reference("负责人", *words("活动负责人 联系人 经办人"), to=Staff)
    note: str | None = column("活动内容", *words("内容 备注 活动情况"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()


class Attendance(Record, table=True):
    """One person at one event: being asked, agreeing and coming are three things.

    `presence` is where the person lived then.
    """

    title: ClassVar[str] = "参加名单"
    letter: ClassVar[str] = "A"
    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index("ix_attendance_person", "person_id", "event_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = reference("活动", *words("活动名称 活动编号"), to=Event, default=...)
    person_id: int = reference("姓名", *words("人 参加人 人员 参会人员"), to=Person, default=...)
    invited: str | None = column("是否邀请", *words("邀请 已邀请"), vocabulary=WHETHER)
    accepted: str | None = column("是否应邀", *words("应邀 是否同意 回复"), vocabulary=WHETHER)
    attended: str | None = column("是否到会", *words("到会 签到 是否参加 是否到场 出席"), vocabulary=WHETHER)
    role: str = column("参加身份", *words("身份 角色"), vocabulary=ROLE, default="attendee")
    presence: str = column(
        "是否返乡",
        *words("返乡情况 返乡状态"),
        vocabulary=PRESENCE,
        default="unknown",
        meaning="参加时人在哪里",
    )
    note: str | None = column("参加备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()
