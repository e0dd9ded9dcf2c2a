"""返乡创业项目: what returning people build, from the first word of it to production or its end."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from talentreg.records.cleaning import clean_count, clean_note, clean_wan
from talentreg.records.days import clean_day_or_month
from talentreg.records.fields import Record, column, reference
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import words
from talentreg.records.unit import Unit
from talentreg.records.work_words import OWNER


class Project(Record, table=True):
    """One project, in stages 信息 → 洽谈 → 签约 → 落地 → 投产 → 终止, each dated; amounts in 万元.

    It counts for its own unit, however many people of whichever units take part.
    """

    title: ClassVar[str] = "项目"
    letter: ClassVar[str] = "XM"
    __tablename__ = "project"
    __table_args__ = (Index("ix_project_on", "on", "ended_on", "landed_on", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("项目名称", *words("名称 项目"), index=True, default=...)
    industry: str | None = column("项目行业", *words("行业 产业 所属行业 所属产业"), open_list="industry")
    owner: str = column(
        "项目归属", *words("归属 所有者 项目主体 主体性质"), vocabulary=OWNER, default="private"
    )
    on: date = column(
        "信息日期", *words("登记日期 入库日期 日期 获取日期 收集日期"), clean=clean_day_or_month, default=...
    )
    talks_on: date | None = column("洽谈日期", *words("洽谈时间"), clean=clean_day_or_month)
    signed_on: date | None = column("签约日期", *words("签约时间"), clean=clean_day_or_month)
    landed_on: date | None = column(
        "落地日期", *words("落地时间 开工日期 开工建设日期 注册日期"), clean=clean_day_or_month
    )
    running_on: date | None = column(
        "投产日期", *words("投产时间 运营日期 开业日期"), clean=clean_day_or_month
    )
    ended_on: date | None = column("终止日期", *words("终止时间 撤销日期"), clean=clean_day_or_month)
    investment: float | None = column(
        "计划投资",
        *words(
            "投资额 总投资 投资 计划投资额 投资规模 计划总投资 投资总额 总投资额 项目投资 项目总投资 "
            "拟投资 拟投资额"
        ),
        clean=clean_wan,
        meaning="万元",
    )
    jobs: int | None = column(
        "带动就业", *words("带动就业人数 就业人数 吸纳就业"), clean=clean_count, meaning="人"
    )
    income: float | None = column(
        "年增收",
        *words("村集体年增收 年增加村集体收入 预计年增收 年收入"),
        clean=clean_wan,
        meaning="预计每年增加的收入，万元；归村集体的计入村集体年增收",
    )
    team: str | None = column("创新创业团队", *words("团队 团队名称 引进团队"))
    platform: str | None = column("创新平台", *words("平台 院士工作站 专家工作站 平台名称"))
    place: str | None = column("项目地点", *words("地点 选址 建设地点"))
    by_id: int | None = reference("服务专员", *words("联系人 包联人 项目专员 联络人"), to=Staff)
    unit_id: int | None = reference("落地单位", *words("单位 所属单位 项目所在单位"), to=Unit, index=True)
    reason: str | None = column("终止原因", "原因", clean=clean_note, mask=mask_free_text)
    note: str | None = column(
        "项目内容",
        *words("内容 备注 项目简介 建设内容 主要建设内容 建设内容及规模 项目概况"),
        clean=clean_note,
        mask=mask_free_text,
    )
    entered_on: date = Field()


PROJECT_STAGES = {
    "on": "信息",
    "talks_on": "洽谈",
    "signed_on": "签约",
    "landed_on": "落地",
    "running_on": "投产",
    "ended_on": "终止",
}
"""The stages of a project in their order, by the field of their day."""


class Partner(Record, table=True):
    """One person who takes part in a project."""

    title: ClassVar[str] = "项目人员"
    letter: ClassVar[str] = "XR"
    __tablename__ = "partner"
    __table_args__ = (
        UniqueConstraint("project_id", "person_id"),
        Index("ix_partner_person", "person_id", "project_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = reference("项目", *words("项目名称"), to=Project, default=...)
    person_id: int = reference("姓名", *words("人 人员 负责人 创办人"), to=Person, default=...)
    role: str | None = column("项目角色", *words("角色 身份 职务"), open_list="partner")
    note: str | None = column("参与备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()


class Arrival(Record, table=True):
    """Money of a project that arrived on a day, in 万元."""

    title: ClassVar[str] = "到位资金"
    letter: ClassVar[str] = "DW"
    __tablename__ = "arrival"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = reference("项目", *words("项目名称"), to=Project, default=..., index=True)
    on: date = column("到位日期", *words("日期 时间 到位时间"), clean=clean_day_or_month, default=...)
    amount: float = column(
        "到位金额",
        *words("金额 到位资金 资金 已到位资金 资金到位 实际到位资金 已到位投资 到位投资"),
        clean=clean_wan,
        meaning="万元",
        default=...,
    )
    source: str | None = column("资金来源", *words("来源"))
    note: str | None = column("到位备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()
