"""`talentreg project show`: all of one project: its stages, its people, the money planned and arrived."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import print_json, print_table, say
from talentreg.cli.project_people import of_a_project
from talentreg.cli.project_step import ProjectName
from talentreg.places import register_path
from talentreg.records.fields import number
from talentreg.records.project import PROJECT_STAGES, Project
from talentreg.records.text import as_text
from talentreg.store.ledger_listings import ledger_listing
from talentreg.store.listing import Field, Listing, Request, tell_rows
from talentreg.store.projects import ARRIVAL, PROJECT, arrival, describe_project, find_project, partner
from talentreg.store.register import open_for_reading

Rows = list[dict[str, Any]]
APART = ("record", "name", "stage", "people", *PROJECT_STAGES, "investment", "arrived", "by", "entered_on")
"""What of a project is told elsewhere than among its plain fields."""


def show_project(project: ProjectName, as_json: AsJson = False, db: Db = None) -> None:
    """Show one project with its people and its money."""
    with open_for_reading(register_path(db)).reading() as connection:
        row = find_project(connection, project)
        own, people, money = _read(connection, row["id"])
    if as_json:
        print_json({**own, "people": people, "arrivals": money})
        return
    say(describe_project(row))
    say("  " + " → ".join(f"{stage}{own[day]}" for day, stage in PROJECT_STAGES.items() if own[day]))
    say(f"  {_money(own)}")
    say()
    plain = [one for one in ledger_listing(PROJECT).fields.values() if one.name not in APART]
    filled = [(one.heading, one.shown(own[one.name])) for one in plain if own[one.name] not in (None, "")]
    print_table([("字段", "left"), ("内容", "left")], filled)
    _print(of_a_project(), ("person", "person_name", "role", "unit", "note"), people, "参与的人")
    if not people:
        say(f"还没有登记参与的人：talentreg project join {number(Project, row['id'])} 人… --role 负责人")
    _print(ledger_listing(ARRIVAL), ("record", "on", "amount", "source", "note"), money, "到位资金（万元）")


def _read(connection: Connection, row_id: int) -> tuple[dict[str, Any], Rows, Rows]:
    """Read a project, its people in the order of entry, and its money in the order it came."""
    project, money = ledger_listing(PROJECT), ledger_listing(ARRIVAL)
    [own] = _told(connection, project, [project.key == row_id])
    people = _told(connection, of_a_project(), [partner.c.project_id == row_id])
    came = _told(connection, money, [arrival.c.project_id == row_id])
    return own, people, sorted(came, key=lambda one: one["on"])


def _told(connection: Connection, listing: Listing, conditions: Sequence[Any]) -> Rows:
    request = Request(conditions=conditions, everybody=True)
    return tell_rows(connection, listing, request, list(listing.fields.values()))


def _money(own: dict[str, Any]) -> str:
    """Say what was planned and what has arrived, with the share where there is one."""
    planned, came = own["investment"], own["arrived"] or 0
    told = f"到位{as_text(round(came, 6))}万元"
    if planned is None:
        return f"计划投资没有写，{told}"
    share = f"（{100 * came / planned:.1f}%）" if planned else ""
    return f"计划投资{as_text(planned)}万元，{told}{share}"


def _print(listing: Listing, names: tuple[str, ...], rows: Rows, title: str) -> None:
    """Print rows under a title, without the columns nobody filled in."""
    fields: list[Field] = [listing.fields[name] for name in names if any(row[name] for row in rows)]
    if rows:
        say()
        heads = [(one.heading, "left") for one in fields]
        print_table(heads, [[one.shown(row[one.name]) for one in fields] for row in rows], title)
