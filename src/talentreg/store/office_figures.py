"""Figures an office declared for itself, as the register keeps them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, select

from talentreg.periods import today
from talentreg.records.fields import table
from talentreg.records.office_figure import OfficeFigure
from talentreg.store.changes import Writer

figures = table(OfficeFigure)


class Kept(Enum):
    """What keeping a figure came to."""

    NEW = "已加"
    CHANGED = "已换"
    SAME = "没有变化"


@dataclass(frozen=True, slots=True)
class Stored:
    """One figure of the register: its key, its label, and the text it was declared in."""

    row_id: int
    key: str
    label: str
    declaration: str


def stored_figures(connection: Connection) -> list[Stored]:
    """Return the figures an office has declared, in the order they came."""
    names = (figures.c.id, figures.c.key, figures.c.label, figures.c.declaration)
    return [Stored(*row) for row in connection.execute(select(*names).order_by(figures.c.id))]


def keep_figure(writer: Writer, key: str, label: str, declaration: str) -> Kept:
    """Keep a figure, in place of the one of its key if there is one."""
    known = next((one for one in stored_figures(writer.connection) if one.key == key), None)
    told = {"label": label, "declaration": declaration}
    if known is None:
        writer.insert(OfficeFigure, {"key": key, **told, "entered_on": today()})
        return Kept.NEW
    return Kept.CHANGED if writer.update(OfficeFigure, known.row_id, told) else Kept.SAME


def drop_figures(writer: Writer, row_ids: Collection[int]) -> None:
    """Take figures out of the register."""
    writer.delete_many(OfficeFigure, row_ids)
