"""专项行动: a period, and what every unit must have done in it; reports that are due are such tasks too."""

from datetime import date
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from talentreg.records.cleaning import clean_count, clean_note
from talentreg.records.days import clean_day
from talentreg.records.fields import Record, column, reference
from talentreg.records.staff import Staff
from talentreg.records.text import words
from talentreg.records.unit import Unit
from talentreg.records.vocabulary import LEVEL
from talentreg.records.work_words import FULFILMENT, TASK


class Campaign(Record, table=True):
    """One campaign: its days, who runs it, and the units of a level below them that take part."""

    title: ClassVar[str] = "专项行动"
    letter: ClassVar[str] = "K"
    __tablename__ = "campaign"

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("行动名称", *words("名称 专项行动 行动 活动名称"), unique=True, default=...)
    on: date = column("开始日期", *words("起始日期 开始时间"), clean=clean_day, default=...)
    until: date = column("结束日期", *words("截止日期 结束时间"), clean=clean_day, default=...)
    unit_id: int | None = reference("组织单位", *words("单位 牵头单位 发起单位"), to=Unit, index=True)
    level: str = column("参加层级", *words("参与层级 层级"), vocabulary=LEVEL, default="community")
    note: str | None = column("行动备注", *words("备注 说明"), clean=clean_note)


class Task(Record, table=True):
    """What every unit of a level below one must do by a day: a stage, a checklist item, a report.

    A task of a campaign takes unit, level and last day from it where it has none of its own.
    """

    title: ClassVar[str] = "任务"
    letter: ClassVar[str] = "T"
    __tablename__ = "task"

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("任务名称", *words("名称 事项 规定动作 报送事项 任务"), default=...)
    kind: str = column("任务种类", *words("种类 任务类型"), vocabulary=TASK, default="checklist")
    campaign_id: int | None = reference("专项行动", *words("行动 所属行动"), to=Campaign, index=True)
    position: int | None = column("任务序号", *words("序号 顺序"), clean=clean_count)
    unit_id: int | None = reference("布置单位", *words("单位 组织单位"), to=Unit, index=True)
    level: str | None = column("完成层级", *words("层级 应完成层级 报送层级"), vocabulary=LEVEL)
    on: date | None = column("布置日期", *words("日期 布置时间"), clean=clean_day)
    due_on: date | None = column("完成期限", *words("期限 截止日期 报送期限"), clean=clean_day)
    note: str | None = column("任务要求", *words("要求 备注 说明"), clean=clean_note)


class Fulfilment(Record, table=True):
    """What one unit has done of one task, with the evidence of it; a unit may also be exempt."""

    title: ClassVar[str] = "任务完成"
    letter: ClassVar[str] = "F"
    __tablename__ = "fulfilment"
    __table_args__ = (UniqueConstraint("task_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = reference("任务", *words("任务名称 事项 规定动作 报送事项"), to=Task, default=...)
    unit_id: int = reference("完成单位", *words("单位 报送单位"), to=Unit, default=..., index=True)
    on: date = column("完成日期", *words("日期 报送日期 完成时间"), clean=clean_day, default=...)
    state: str = column("完成情况", *words("情况 是否完成"), vocabulary=FULFILMENT, default="done")
    evidence: str | None = column("佐证", *words("佐证材料 附件 证明材料"), meaning="文件名、位置或说明")
    by_id: int | None = reference("填报人", *words("经办人 报送人"), to=Staff)
    note: str | None = column("完成备注", *words("备注 说明"), clean=clean_note)
    entered_on: date = Field()
