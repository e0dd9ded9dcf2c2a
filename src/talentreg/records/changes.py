"""变更与来源: every write belongs to a numbered change set, every imported row knows its sheet and line."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, DateTime, Index
from sqlmodel import Field

from talentreg.records.fields import Record


class ChangeSet(Record, table=True):
    """One command that changed the register; `undoes` and `undone_by` name other change sets."""

    title: ClassVar[str] = "变更"
    __tablename__ = "change_set"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=DateTime)
    who: str = Field()
    command: str = Field()
    undoes: int | None = Field(default=None, foreign_key="change_set.id")
    undone_by: int | None = Field(default=None, foreign_key="change_set.id")


class Change(Record, table=True):
    """What a change set did to the rows `first_id` to `last_id` of one record type.

    An insert needs no image, so a whole import's insert is one row; an update keeps the fields before and
    after, a delete the whole row before.
    """

    title: ClassVar[str] = "变更明细"
    __tablename__ = "change"
    __table_args__ = (Index("ix_change_rows", "record", "first_id", "last_id"),)

    id: int | None = Field(default=None, primary_key=True)
    set_id: int = Field(foreign_key="change_set.id", index=True)
    record: str = Field()
    action: str = Field()
    first_id: int = Field()
    last_id: int = Field()
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class ImportedFile(Record, table=True):
    """One sheet file that came in, and how its rows were accounted for: `counts`, sheet by sheet `sheets`."""

    title: ClassVar[str] = "来表"
    permanent: ClassVar[bool] = True
    __tablename__ = "imported_file"

    id: int | None = Field(default=None, primary_key=True)
    set_id: int = Field(foreign_key="change_set.id", index=True)
    name: str = Field()
    digest: str = Field()
    counts: dict[str, int] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    sheets: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class Source(Record, table=True):
    """The sheet and line one row of the register came from."""

    title: ClassVar[str] = "来源"
    permanent: ClassVar[bool] = True
    __tablename__ = "source"
    __table_args__ = (Index("ix_source_row", "record", "row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="imported_file.id", index=True)
    sheet: str = Field()
    line: int = Field()
    record: str = Field()
    row_id: int = Field()


class AuditEntry(Record, table=True):
    """Something done that changed nothing but must be known: a reveal, a report, a dry run.

    It holds who, when and what, never values; each entry's hash covers the one before, so a cut shows.
    """

    title: ClassVar[str] = "留痕"
    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=DateTime)
    who: str = Field()
    command: str = Field()
    detail: str = Field()
    digest: str = Field()
