"""工作人员: who does the contacting."""

from typing import ClassVar

from sqlmodel import Field

from talentreg.records.cleaning import clean_name
from talentreg.records.fields import Record, column
from talentreg.records.masking import mask_phone
from talentreg.records.numbers import clean_phone


class Staff(Record, table=True):
    """A member of staff, a leader or a liaison officer of one unit."""

    title: ClassVar[str] = "工作人员"
    letter: ClassVar[str] = "G"
    __tablename__ = "staff"

    id: int | None = Field(default=None, primary_key=True)
    name: str = column("姓名", clean=clean_name, index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    post: str | None = column("职务")
    phone: str | None = column("联系电话", clean=clean_phone, mask=mask_phone)
