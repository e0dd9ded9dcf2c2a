"""Find the one row of a ledger a text means, and what the words of a row refer to."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from talentreg.errors import Ambiguous, Refused, Unknown
from talentreg.periods import today
from talentreg.records.fields import Record, id_from_number, number, table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.text import fold
from talentreg.store.changes import Writer
from talentreg.store.entering import name_staff
from talentreg.store.people import find_person, find_staff, require_staff, unit_of
from talentreg.store.units import UnitTree

NAMED = {
    **{name: name for name in ("event", "campaign", "task", "project", "library")},
    **{name: name for name in ("policy", "benefit", "apartment")},
    "entry": "station",
}
"""The ledger whose rows a reference to a table means, by the table's name."""


def find_row(connection: Connection, ledger: Ledger, text: str) -> int:
    """Return the id of the one row a number or a name means.

    Raises Unknown with the nearest names, or Ambiguous with the rows that bear the name.
    """
    rows = table(ledger.record)
    of_kind = (rows.c.kind == ledger.kind,) if ledger.kind else ()
    row_id = id_from_number(ledger.record, text)
    if row_id is not None:
        if connection.scalar(select(rows.c.id).where(rows.c.id == row_id, *of_kind)) is None:
            raise Unknown(
                f"没有 {number(ledger.record, row_id)} 这{ledger.counter}{ledger.title}", _listed(ledger)
            )
        return row_id
    if "name" not in ledger.fields:
        raise Unknown(f"「{text}」不是{ledger.title}编号", f"请写成 {number(ledger.record, 123)} 的样子")
    named: dict[int, str] = {
        row.id: row.name for row in connection.execute(select(rows.c.id, rows.c.name).where(*of_kind))
    }
    found = [one for one, name in named.items() if name and fold(name) == fold(text)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Ambiguous(
            f"有{len(found)}{ledger.counter}{ledger.title}叫「{text}」",
            [describe_row(connection, ledger, one) for one in found],
            "请写编号",
        )
    near = get_close_matches(text, [name for name in named.values() if name], 3, 0.4)
    listed = mask_free_text("、".join(near))
    raise Unknown(f"没有名为「{text}」的{ledger.title}", f"是不是：{listed}" if near else _listed(ledger))


def read_row(connection: Connection, ledger: Ledger, text: str) -> RowMapping:
    """Return the one row a number or a name means, with all it holds; raises as `find_row` does."""
    rows = table(ledger.record)
    row_id = find_row(connection, ledger, text)
    return connection.execute(select(rows).where(rows.c.id == row_id)).mappings().one()


def find_reference(connection: Connection, tree: UnitTree, record: type[Record], text: str) -> int:
    """Return the id of the one row of a type a text means: a person, staff, an event, a campaign, a task."""
    if record is Person:
        return find_person(connection, tree, text)
    if record is Staff:
        return require_staff(connection, tree, text)
    return find_row(connection, LEDGERS[NAMED[table(record).name]], text)


def _listed(ledger: Ledger) -> str:
    return f"talentreg {ledger.command} list 列出全部{ledger.title}"


def describe_row(connection: Connection, ledger: Ledger, row_id: int) -> str:
    """Write one line that tells a row from others: its number, its day, its name."""
    rows = table(ledger.record)
    row = connection.execute(select(rows).where(rows.c.id == row_id)).mappings().one()
    told = [number(ledger.record, row_id)]
    for name in ("on", *ledger.leads):
        if name in ledger.fields and not ledger.fields[name].refers and row[name] is not None:
            text = mask_free_text(ledger.fields[name].shown(row[name]))
            told.append(text if len(text) <= 30 else text[:30] + "…")
    return "  ".join(dict.fromkeys(told))


class References:
    """Turns the words of a row's references into ids; unknown staff are entered, and named in `new_staff`."""

    def __init__(self, writer: Writer, tree: UnitTree, ledger: Ledger) -> None:
        """Resolve for rows of one ledger inside a change set."""
        self.writer, self.tree, self.ledger = writer, tree, ledger
        self.new_staff: list[str] = []

    def resolve(self, values: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        """Return values by the columns that store them; `known` is what the row holds already.

        Raises Unknown or Ambiguous for what cannot be found, Refused for a unit that is closed.
        """
        day = values.get("on") or known.get("on") or today()
        stored = {
            self.ledger.stored(name): value
            for name, value in values.items()
            if not self.ledger.fields[name].refers
        }
        later = []
        for name, text in values.items():
            refers = self.ledger.fields[name].refers
            if refers == "staff" and text is not None:
                later.append(name)
            elif refers:
                stored[f"{name}_id"] = None if text is None else self._find(refers, text, day)
        whole = {**known, **stored}
        for name in later:
            stored[f"{name}_id"] = self._staff(values[name], whole, day)
        return stored

    def _find(self, refers: str, text: str, day: date) -> int:
        connection = self.writer.connection
        if refers == "person":
            return find_person(connection, self.tree, text)
        if refers == "unit":
            return self.tree.find_open(text, min(day, today())).id
        return find_row(connection, LEDGERS[NAMED[refers]], text)

    def _staff(self, text: str, row: Mapping[str, Any], day: date) -> int:
        """Find or enter somebody of the staff: under the row's unit, else the person's, else the top one."""
        known = find_staff(self.writer.connection, self.tree, text)
        if known is not None:
            return known
        own = row.get("unit_id")
        if own is None and row.get("person_id") is not None:
            own = unit_of(self.writer.connection, row["person_id"], day)
        if own is None and (top := self.tree.top()):
            own = top.id
        if own is None and "@" not in text.replace("＠", "@"):
            raise Refused(
                f"不知道「{text}」是哪个单位的", "请写成 姓名@单位，或先用 talentreg staff add 登记"
            )
        staff_id, new = name_staff(self.writer, self.tree, text, own)
        self.new_staff += [new] if new else []
        return staff_id
