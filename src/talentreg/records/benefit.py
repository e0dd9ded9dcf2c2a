"""待遇: what policies grant, what is due to whom and was paid, and the apartments lent; money in 元."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from talentreg.records.cleaning import clean_note, clean_yuan
from talentreg.records.days import clean_day, clean_day_or_month, clean_end_day
from talentreg.records.fields import Record, column, reference
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.text import words
from talentreg.records.unit import Unit

CENT = 0.005
"""Less than this of 元 is owed by nobody: sums of money that differ by less are the same."""


class Policy(Record, table=True):
    """One item of a policy: what it rests on, how much it grants, while it is valid."""

    title: ClassVar[str] = "优惠政策"
    letter: ClassVar[str] = "ZC"
    __tablename__ = "policy"

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("政策名称", *words("名称 政策 待遇项目 优惠项目"), index=True, default=...)
    category: str | None = column("待遇种类", *words("种类 类别 待遇类别"), open_list="benefit")
    basis: str | None = column("政策依据", *words("依据 依据文件 文件依据 文号"))
    amount: float | None = column("补贴标准", *words("标准 金额 标准金额"), clean=clean_yuan, meaning="元")
    rule: str | None = column(
        "计发办法",
        *words("办法 标准说明 发放办法 计算办法"),
        clean=clean_note,
        meaning="如 每月1000元，发3年",
    )
    on: date = column("施行日期", *words("生效日期 日期 开始日期"), clean=clean_day, default=...)
    until: date | None = column("失效日期", *words("有效期至 到期日期"), clean=clean_end_day)
    unit_id: int | None = reference("制定单位", *words("单位 发文单位"), to=Unit, index=True)
    note: str | None = column("政策备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()


class Benefit(Record, table=True):
    """One amount due to a person on a day, paid at once or in parts; `on` is the day it is due."""

    title: ClassVar[str] = "待遇"
    letter: ClassVar[str] = "DY"
    __tablename__ = "benefit"
    __table_args__ = (
        Index("ix_benefit_on", "on", "unit_id", "amount"),
        # With the policy, or SQLite looks through all of a policy to find the few of a person.
        Index("ix_benefit_person", "person_id", "policy_id", "on"),
        Index("ix_benefit_policy", "policy_id", "on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = reference("姓名", *words("人 人员 人才 领取人 享受人"), to=Person, default=...)
    policy_id: int | None = reference("政策", *words("政策名称 待遇项目 补贴项目 补贴政策"), to=Policy)
    name: str = column(
        "待遇名称", *words("补贴名称 待遇内容 补贴 待遇"), meaning="不写用政策的名称", default=...
    )
    period: str | None = column("所属期", *words("期间 发放期间 补贴期间 补贴年度"))
    amount: float = column(
        "应发金额",
        *words("金额 补贴金额 发放标准 应发 应发数 补贴标准 应发补贴 应补金额 应补贴金额 核定金额 享受标准"),
        clean=clean_yuan,
        meaning="元",
        default=...,
    )
    on: date = column("应发日期", *words("日期 应发时间 发放期限 到期日期"), clean=clean_day, default=...)
    batch: str | None = column("造册批次", *words("批次 发放批次 花名册"), index=True)
    unit_id: int | None = reference("计入单位", *words("单位 所属单位"), to=Unit, index=True)
    note: str | None = column("待遇备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()


class Payment(Record, table=True):
    """What was paid of a benefit on a day."""

    title: ClassVar[str] = "发放"
    letter: ClassVar[str] = "FF"
    __tablename__ = "payment"
    __table_args__ = (
        Index("ix_payment_benefit", "benefit_id", "on", "amount"),
        Index("ix_payment_on", "on", "benefit_id", "amount"),
    )

    id: int | None = Field(default=None, primary_key=True)
    benefit_id: int = reference("待遇", *words("待遇编号"), to=Benefit, default=...)
    on: date = column(
        "发放日期", *words("日期 发放时间 到账日期 支付日期"), clean=clean_day_or_month, default=...
    )
    amount: float = column(
        "实发金额",
        *words("金额 实发 实发数 发放金额 实际发放 实际发放金额"),
        clean=clean_yuan,
        meaning="元",
        default=...,
    )
    batch: str | None = column("发放批次", *words("批次"))
    note: str | None = column("发放备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()


class Apartment(Record, table=True):
    """One apartment for talents."""

    title: ClassVar[str] = "人才公寓"
    letter: ClassVar[str] = "GY"
    __tablename__ = "apartment"

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("房号", *words("名称 公寓 公寓名称 房间号 公寓房号"), index=True, default=...)
    place: str | None = column("公寓地址", *words("地址 地点 小区 楼栋 楼号 所在小区"))
    kind: str | None = column("户型", *words("房型 面积"))
    on: date = column("投用日期", *words("日期 交付日期 投用时间"), clean=clean_day, default=...)
    until: date | None = column("停用日期", *words("收回日期"), clean=clean_end_day)
    unit_id: int | None = reference("管理单位", *words("单位 所属单位"), to=Unit, index=True)
    note: str | None = column("公寓备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()


class Tenancy(Record, table=True):
    """One person's stay in an apartment."""

    title: ClassVar[str] = "公寓入住"
    letter: ClassVar[str] = "RZ"
    __tablename__ = "tenancy"
    __table_args__ = (
        Index("ix_tenancy_apartment", "apartment_id", "on", "until", "person_id"),
        Index("ix_tenancy_person", "person_id", "on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    apartment_id: int = reference("公寓", *words("房号 公寓名称 公寓房号"), to=Apartment, default=...)
    person_id: int = reference("姓名", *words("人 人员 人才 入住人"), to=Person, default=...)
    on: date = column("入住日期", *words("日期 入住时间 交钥匙日期"), clean=clean_day_or_month, default=...)
    until: date | None = column(
        "退租日期", *words("退房日期 搬离日期"), clean=clean_end_day, meaning="最后一天；空白表示还在住"
    )
    rent: float | None = column("月租金", *words("租金"), clean=clean_yuan, meaning="元")
    note: str | None = column("入住备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()
