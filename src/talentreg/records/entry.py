"""台账: one table for the plain things an office notes, each kind with headings of its own in `ledgers`."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from talentreg.records.cleaning import clean_note
from talentreg.records.days import clean_day
from talentreg.records.fields import Record, column, reference
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.text import words


class Entry(Record, table=True):
    """One document, banner, call, station, referral, talent card, consent or hand-entered number.

    What a field means depends on the kind: `until` is the day a station closed, a finding was put right or a
    card runs out, `from_id` who referred somebody, `source` an issuer, a host or where a number comes from.
    """

    title: ClassVar[str] = "台账"
    letter: ClassVar[str] = "W"
    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_kind", "kind", "on", "category", "unit_id"),
        # With the kind, or SQLite looks through all of a kind to find the few of a person.
        Index("ix_entry_person", "person_id", "kind", "on"),
        Index("ix_entry_from", "from_id", "kind", "on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field()
    on: date = Field()
    until: date | None = Field(default=None)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    category: str | None = Field(default=None)
    name: str | None = Field(default=None)
    code: str | None = Field(default=None)
    way: str | None = Field(default=None)
    quantity: int | None = Field(default=None)
    amount: float | None = Field(default=None)
    measure: str | None = Field(default=None)
    place: str | None = Field(default=None)
    source: str | None = Field(default=None)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    from_id: int | None = Field(default=None, foreign_key="person.id")
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    outcome: str | None = Field(default=None)
    note: str | None = Field(default=None)
    entered_on: date = Field()


class Membership(Record, table=True):
    """One person's place in something that has a list of people, from a day to a last day."""

    title: ClassVar[str] = "站内人员"
    letter: ClassVar[str] = "V"
    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_person", "person_id", "on"),)

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = reference(
        "工作站", *words("驻外工作站 人才工作站 站名"), to=Entry, default=..., index=True
    )
    person_id: int = reference("姓名", *words("人 人员 人才"), to=Person, default=...)
    on: date = column("加入日期", *words("日期 起始日期 加入时间"), clean=clean_day, default=...)
    until: date | None = column(
        "离开日期", *words("退出日期 结束日期"), clean=clean_day, meaning="最后一天；空白表示还在"
    )
    role: str | None = column("站内职务", *words("职务 身份 角色"))
    note: str | None = column("加入备注", *words("备注 说明"), clean=clean_note, mask=mask_free_text)
    entered_on: date = Field()
