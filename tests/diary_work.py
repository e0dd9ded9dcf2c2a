"""Lines of a diary that tell of work beside contacts: a ledger's name, then what one would type after `add`.

    event 新春讲习 kind=讲习 on=2026-02-10 unit=望江社区 headcount=30
    attendance 新春讲习 甲 attended=是 presence=返乡 录于2026-04-02
    staff 李书记 @望江社区 乡科级 离任2026-03-01

A row is typed on its own day, that of its event, unless `录于日期` says another. 甲 to 癸 are people.
"""

from collections.abc import Callable
from datetime import date

from talentreg.records.event import Event
from talentreg.records.fields import table
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.project import Project
from talentreg.records.staff import Staff
from talentreg.store.changes import Writer
from talentreg.store.ledger_entering import add_row, read_row
from talentreg.store.units import load_units

STEMS = "甲乙丙丁戊己庚辛壬癸"


def is_work(line: list[str]) -> bool:
    """Whether a line of a diary tells of work."""
    return line[0] in LEDGERS or line[0] == "staff"


def enter_work(writer: Writer, line: list[str], meet: Callable[[str], object]) -> None:
    """Enter one line; `meet` makes sure that somebody is in the register."""
    kind, *said = line
    if kind == "staff":
        _enter_staff(writer, said)
        return
    for word in said:
        if (name := word.rpartition("=")[2]) in set(STEMS):
            meet(name)
    ledger, typed = LEDGERS[kind], [word for word in said if not word.startswith("录于")]
    tree = load_units(writer.connection)
    row_id = add_row(writer, tree, ledger, read_row(writer.connection, ledger, typed)).row_id
    days = [date.fromisoformat(word[2:]) for word in said if word.startswith("录于")]
    if ledger.dated:
        writer.update(
            ledger.record, row_id, {"entered_on": days[0] if days else _day_of(writer, ledger, row_id)}
        )


def _enter_staff(writer: Writer, said: list[str]) -> None:
    name, *words = said
    values: dict[str, object] = {"name": name}
    for word in words:
        if word.startswith("@"):
            values["unit_id"] = load_units(writer.connection).find(word[1:]).id
        elif word.startswith("离任"):
            values["left_on"] = date.fromisoformat(word[2:])
        else:
            values["rank"] = word
    writer.insert(Staff, values)


def _day_of(writer: Writer, ledger: Ledger, row_id: int) -> date:
    row = writer.row(ledger.record, row_id)
    if "on" in table(ledger.record).c:
        dated = row
    elif "project_id" in row:
        dated = writer.row(Project, row["project_id"])
    else:
        dated = writer.row(Event, row["event_id"])
    day: date = dated["on"]
    return day
