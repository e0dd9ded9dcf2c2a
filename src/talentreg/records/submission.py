"""报送: a report as it was sent, with its numbers, what defined them, and the rows behind each."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index, LargeBinary
from sqlmodel import Field

from talentreg.records.fields import Record


class Submission(Record, table=True):
    """One report that was sent; of several of one template, period and scope the latest counts.

    `scope` is the code of its unit, `all` for the whole register, `unit` how the unit was called then;
    `subject` what else it is about (`person=R000123`).
    `digest` tells the file. `set_id` is the change set it was entered by: what came later was not yet in it.
    `definitions` holds what defined its figures then, by their keys.
    """

    title: ClassVar[str] = "报送"
    letter: ClassVar[str] = "BS"
    __tablename__ = "submission"
    __table_args__ = (Index("ix_submission_scope", "scope", "last"),)

    id: int | None = Field(default=None, primary_key=True)
    set_id: int = Field(foreign_key="change_set.id")
    name: str = Field()
    period: str = Field()
    label: str = Field()
    first: date = Field()
    last: date = Field()
    as_of: date = Field()
    since: date | None = Field(default=None)
    scope: str = Field()
    unit: str = Field()
    subject: str = Field(default="")
    template: str = Field()
    office: str | None = Field(default=None)
    code: str | None = Field(default=None)
    addressee: str | None = Field(default=None)
    on: date = Field()
    by: str = Field()
    file: str = Field()
    digest: str = Field(index=True)
    definitions: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    entered_on: date = Field()


class SubmittedNumber(Record, table=True):
    """One number as a submitted report printed it; `state` says how it stood to the register that day."""

    title: ClassVar[str] = "报送数字"
    letter: ClassVar[str] = "BZ"
    __tablename__ = "submitted_number"
    __table_args__ = (Index("ix_submitted_number_ref", "submission_id", "ref", "scope", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    ref: str = Field()
    scope: str = Field()
    period: str = Field()
    format: str = Field(default="")
    label: str = Field()
    text: str = Field()
    value: float | None = Field(default=None)
    state: str = Field()


class SubmittedRows(Record, table=True):
    """The rows behind a figure of a submitted report: how many, and packed the ids that tell them.

    Of several figures with the same rows one holds the ids; `same` of the others is its number.
    """

    title: ClassVar[str] = "报送依据"
    letter: ClassVar[str] = "BY"
    __tablename__ = "submitted_rows"
    __table_args__ = (Index("ix_submitted_rows_ref", "submission_id", "ref", "scope", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    ref: str = Field()
    scope: str = Field()
    period: str = Field()
    count: int = Field()
    same: int | None = Field(default=None)
    packed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
