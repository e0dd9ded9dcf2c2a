"""在库状态、返乡意愿、所属单位: what changes over time and is asked for as of a day.

Of two entries on one day the later entered wins. `entered_on` is the day an entry was typed.
"""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from talentreg.records.cleaning import clean_day
from talentreg.records.fields import Record, column
from talentreg.records.masking import mask_free_text
from talentreg.records.vocabulary import INTENTION, STATUS

ALWAYS = date.min
"""The day a person's first unit counts from."""


class Status(Record, table=True):
    """One entry of a person's standing in the register."""

    title: ClassVar[str] = "在库状态"
    letter: ClassVar[str] = "S"
    __tablename__ = "status"
    __table_args__ = (Index("ix_status_person", "person_id", "on", "id", "status"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    on: date = column("入库日期", "入库时间", "登记日期", "建档日期", clean=clean_day, default=...)
    status: str = column("在库状态", "状态", "入库状态", vocabulary=STATUS, default=...)
    reason: str | None = column("状态原因", "退库原因", mask=mask_free_text)
    entered_on: date = Field()


class Intention(Record, table=True):
    """One statement of what would bring a person back."""

    title: ClassVar[str] = "返乡意愿"
    letter: ClassVar[str] = "Y"
    __tablename__ = "intention"
    __table_args__ = (Index("ix_intention_person", "person_id", "on", "id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    on: date = Field()
    kind: str = column("返乡意愿", "回乡意愿", "意愿", "返乡创业意愿", vocabulary=INTENTION, default=...)
    reason: str | None = column("意愿原因", "不返乡原因", mask=mask_free_text)
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    entered_on: date = Field()


class Affiliation(Record, table=True):
    """The unit a person belongs to from a day on; the first counts from always."""

    title: ClassVar[str] = "所属单位"
    letter: ClassVar[str] = "B"
    __tablename__ = "affiliation"
    __table_args__ = (Index("ix_affiliation_person", "person_id", "on", "id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    on: date = Field()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    entered_on: date = Field()
