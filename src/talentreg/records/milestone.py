"""成效: dated facts about what became of a person, or of a unit that was honoured."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from talentreg.records.cleaning import clean_note, clean_several
from talentreg.records.days import clean_day_or_month, clean_end_day
from talentreg.records.fields import Record, column, reference
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.text import words
from talentreg.records.titles import level_of_title
from talentreg.records.unit import Unit
from talentreg.records.work_words import MILESTONE, RESULT, WHETHER

RANKS = ("正高", "副高", "中级", "初级")


class Milestone(Record, table=True):
    """One dated fact about what became of a person; an honour may be a unit's instead.

    What the person was that day stands here, so that a degree gained later changes no number of the past.
    `until` ends what lasts, a flexible engagement or a secondment; `name` is the honour, programme, post or
    course.
    """

    title: ClassVar[str] = "成效"
    letter: ClassVar[str] = "H"
    __tablename__ = "milestone"
    __table_args__ = (
        Index("ix_milestone_kind", "kind", "on", "person_id", "unit_id"),
        # With the kind, or SQLite looks through all of a kind to find the few of a person.
        Index("ix_milestone_person", "person_id", "kind", "on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = reference("姓名", *words("人 人员 人才"), to=Person, meaning="单位受表彰的不写")
    kind: str = column("成效种类", *words("种类 成效 成效类型"), vocabulary=MILESTONE, default=...)
    on: date = column(
        "成效日期",
        *words(
            "日期 时间 签约日期 签约时间 引进日期 引进时间 返乡日期 返乡时间 开始日期 起始日期 开始时间 "
            "挂职日期 挂职时间 挂职开始日期 培训日期 培训时间 表彰日期 表彰时间 获奖时间 申报日期 申报时间 "
            "任职日期 任职时间 提拔时间 调回时间 调入时间 入党时间 入党日期 服务开始日期"
        ),
        clean=clean_day_or_month,
        default=...,
    )
    until: date | None = column(
        "截止日期",
        *words("结束日期 到期日期 结束时间 挂职结束日期 服务截止日期 聘期至 期满日期"),
        clean=clean_end_day,
        meaning="柔性引才、挂职的最后一天；空白表示还在",
    )
    name: str | None = column(
        "成效内容",
        *words(
            "内容 名称 荣誉名称 项目名称 人才项目 培训名称 培训内容 挂职职务 拟挂职务 现任职务 新任职务 "
            "表彰名称"
        ),
        meaning="荣誉、人才项目、职务、培训的名称",
    )
    level: str | None = column(
        "成效层次",
        *words("层次 级别 引进层次 引才层次 荣誉级别 项目级别 层级"),
        clean=clean_several,
        open_list="milestone_level",
        several=True,
        meaning="领军人才、紧缺急需人才、海外高层次人才；荣誉和项目写国家级、省级、市级",
    )
    channel: str | None = column(
        "引进渠道", *words("渠道 引进方式 引才方式 引才渠道"), open_list="recruit_channel"
    )
    post_kind: str | None = column(
        "编制性质", *words("编制 岗位性质 是否在编 身份性质"), open_list="post_kind", meaning="在编、聘用……"
    )
    place: str | None = column(
        "成效地点",
        *words(
            "地点 挂职单位 挂职地点 挂职乡镇 挂职单位及职务 拟挂职单位 接收单位 引进单位 用人单位 培训地点 "
            "返乡地点 派往单位"
        ),
    )
    mentor_id: int | None = reference("带培专家", *words("导师 专家 指导老师 师傅"), to=Person, index=True)
    result: str | None = column("申报结果", *words("结果 入选情况 评审结果"), vocabulary=RESULT)
    degree: str | None = column("当时学历", "学历", open_list="degree", meaning="不写按登记册里的学历")
    professional_title: str | None = column(
        "当时职称", "职称", open_list="title", meaning="不写按登记册里的职称"
    )
    title_level: str | None = column(
        "当时职称级别", "职称级别", open_list="title_level", ranks=RANKS, meaning="不写按当时职称"
    )
    native: str | None = column("是否本地籍", *words("本地籍 是否本籍 本籍"), vocabulary=WHETHER)
    away: str | None = column("此前在外", *words("是否在外 原在外 是否籍在外"), vocabulary=WHETHER)
    unit_id: int | None = reference(
        "计入单位", *words("单位 所属单位 受表彰单位 先进单位"), to=Unit, index=True
    )
    note: str | None = column("成效备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the level a title stands for where none is said."""
        title = values.get("professional_title")
        level = level_of_title(title) if title and not values.get("title_level") else None
        return {"title_level": level} if level else {}


LASTING = ("flexible", "seconded")
"""The kinds that last until a day."""
