"""同一人: whose records were made one, whose are not to be, and which of two values was found right."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from talentreg.records.fields import Record


class MergedPerson(Record, table=True):
    """A record that was found to speak of somebody the register has under another number.

    `id` is the number it had, `person_id` who it is. `was` keeps the own fields as they stood, `aside`
    by record type the rows that count no more, because the person had the same or another at that time.
    """

    title: ClassVar[str] = "合并记录"
    letter: ClassVar[str] = "M"
    __tablename__ = "merged_person"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    on: date = Field()
    was: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    aside: dict[str, list[dict[str, Any]]] = Field(sa_column=Column(JSON, nullable=False))


class DistinctPair(Record, table=True):
    """Two people of whom somebody has said that they are not the same; `first_id` is the lower number."""

    title: ClassVar[str] = "非同一人记录"
    letter: ClassVar[str] = "N"
    __tablename__ = "distinct_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: int | None = Field(default=None, primary_key=True)
    first_id: int = Field(foreign_key="person.id")
    second_id: int = Field(foreign_key="person.id", index=True)
    on: date = Field()


class Conflict(Record, table=True):
    """Two values for one thing about a person: the one the register had, the one a row or record offered.

    `field` is a person's field, `unit`, `status`, `intention`, `enrolled_on`, or a heading of the
    senders' own after `extra:`. `choice` is blank until somebody decides: `stored`, `offered` or `other`;
    `chosen` is the value found right. The values are as stored; a unit's is its id. None offered means
    that a cell was emptied on purpose. `file_id`, `sheet` and `line` are where the offered value came from.
    """

    title: ClassVar[str] = "出入"
    letter: ClassVar[str] = "X"
    __tablename__ = "conflict"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    field: str = Field()
    stored: str | None = Field(default=None)
    offered: str | None = Field(default=None)
    file_id: int | None = Field(default=None, foreign_key="imported_file.id")
    sheet: str = Field(default="")
    line: int = Field(default=0)
    on: date = Field()
    choice: str | None = Field(default=None)
    chosen: str | None = Field(default=None)
    decided_on: date | None = Field(default=None)


class ErasedPerson(Record, table=True):
    """The tombstone of somebody whose data was erased; `id` is the number they had.

    `marks` are keyed digests of what identified them: nothing can be read from them, but a row, or a guess,
    can be compared with them. `set_id` is the change set that erased them, which cannot be undone.
    """

    title: ClassVar[str] = "已抹除的人"
    letter: ClassVar[str] = "E"
    permanent: ClassVar[bool] = True
    __tablename__ = "erased_person"

    id: int | None = Field(default=None, primary_key=True)
    set_id: int = Field(foreign_key="change_set.id")
    on: date = Field()
    reason: str = Field()
    salt: str = Field()
    marks: list[str] = Field(sa_column=Column(JSON, nullable=False))
