"""来表的交代: what an import had to say of its files, and what it learnt of their columns."""

from typing import ClassVar

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from talentreg.records.fields import Record


class ImportProblem(Record, table=True):
    """One thing an import had to say: rejected, set aside, in conflict; `value` is masked already."""

    title: ClassVar[str] = "导入问题"
    permanent: ClassVar[bool] = True
    __tablename__ = "import_problem"

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="imported_file.id", index=True)
    weight: str = Field()
    sheet: str = Field()
    line: int = Field()
    column: int | None = Field(default=None)
    message: str = Field()
    value: str = Field()
    candidates: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class RememberedColumn(Record, table=True):
    """What somebody decided a heading means on sheets of one layout, so that it is not asked again."""

    title: ClassVar[str] = "表头对应"
    __tablename__ = "remembered_column"
    __table_args__ = (UniqueConstraint("signature", "heading"),)

    id: int | None = Field(default=None, primary_key=True)
    signature: str = Field()
    heading: str = Field()
    target: str = Field()
