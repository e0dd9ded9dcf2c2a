"""联系服务: which leader keeps in touch with whom, for what term, and what leaders of a level owe a year."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from talentreg.records.cleaning import clean_count, clean_note
from talentreg.records.days import clean_day
from talentreg.records.fields import Record, column, reference
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import words
from talentreg.records.unit import Unit
from talentreg.records.vocabulary import CHANNEL
from talentreg.records.work_words import ASSIGNMENT, MIDYEAR


class Assignment(Record, table=True):
    """One leader's care for one person, or a liaison officer's for a person or a whole unit.

    It holds from `on` to the last day `ended_on`, blank while it runs, though its term `until` be over.
    """

    title: ClassVar[str] = "联系服务"
    letter: ClassVar[str] = "L"
    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_person", "person_id", "kind", "on", "ended_on"),
        Index("ix_assignment_leader", "leader_id", "kind", "on", "ended_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = column("联系关系", *words("关系 类型"), vocabulary=ASSIGNMENT, default="leader")
    leader_id: int = reference(
        "联系领导", *words("领导 包联领导 责任领导 联系人 联络员 工作人员"), to=Staff, default=...
    )
    person_id: int | None = reference("联系对象", *words("姓名 人 人才 对象 服务对象"), to=Person)
    unit_id: int | None = reference(
        "联系单位",
        *words("单位 所在单位"),
        to=Unit,
        index=True,
        meaning="联络员负责的单位；领导联系人才不用写",
    )
    on: date = column(
        "任期起", *words("开始日期 联系起 起始日期 确定日期 开始时间"), clean=clean_day, default=...
    )
    until: date | None = column(
        "任期止", *words("截止日期 到期日期 联系止 任期至"), clean=clean_day, meaning="不写为两年"
    )
    ended_on: date | None = column(
        "结束日期",
        *words("终止日期 解除日期"),
        clean=clean_day,
        meaning="实际联系的最后一天；空白表示还在联系",
    )
    reason: str | None = column("确定原因", *words("原因 联系原因 理由"))
    end_reason: str | None = column("结束原因", *words("调整原因 解除原因"))
    delegate_id: int | None = reference(
        "受托人", *words("代为联系 代理人 受委托人"), to=Staff, meaning="代领导联系、算作履职的人"
    )
    note: str | None = column("联系备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()


class DutyRule(Record, table=True):
    """What leaders of a level owe in a unit and all below it, unless a rule nearer to them says otherwise.

    Without a `rank` it holds for all levels; `channels` says which contacts count, blank means all;
    `report_days` within how many days life events are to be reported.
    """

    title: ClassVar[str] = "联系规定"
    letter: ClassVar[str] = "D"
    __tablename__ = "duty_rule"

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("规定名称", *words("名称 制度名称 依据"), default=...)
    unit_id: int | None = reference("适用单位", *words("单位 所属单位"), to=Unit, index=True)
    rank: str | None = column(
        "领导层级", *words("层级 级别 领导级别"), open_list="rank", meaning="空白表示所有层级"
    )
    quota: int = column(
        "联系人数", *words("每人联系 联系名额 名额"), clean=clean_count, default=1, meaning="每名领导联系几人"
    )
    least: int = column(
        "每年次数",
        *words("最少次数 最低次数 每年最少次数 年联系次数"),
        clean=clean_count,
        default=1,
        meaning="每年主动联系不少于几次",
    )
    channels: str | None = column(
        "计入方式",
        *words("联络方式 联系方式"),
        vocabulary=CHANNEL,
        several=True,
        meaning="哪些方式的联络算数；空白表示都算",
    )
    midyear: str = column("年中开始", *words("年中要求 年中确定"), vocabulary=MIDYEAR, default="whole")
    report_days: int | None = column(
        "重大事项时限", *words("重大事项报告时限 报告时限"), clean=clean_count, meaning="重大事项几天内报告"
    )
    on: date = column("施行日期", *words("起始日期 生效日期"), clean=clean_day, default=...)
    until: date | None = column("废止日期", *words("截止日期 失效日期"), clean=clean_day)
    note: str | None = column("规定备注", *words("备注 说明"), clean=clean_note)
