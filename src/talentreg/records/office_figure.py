"""自定义指标: a figure one office declares for itself, kept in the register as the text it was given in."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from talentreg.records.fields import Record


class OfficeFigure(Record, table=True):
    """One figure of an office's own; `declaration` is its table of the TOML file it came from."""

    title: ClassVar[str] = "自定义指标"
    letter: ClassVar[str] = "ZB"
    __tablename__ = "office_figure"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    label: str = Field()
    declaration: str = Field()
    entered_on: date = Field()
