"""`talentreg request open`: what somebody asks, suggests or reports is taken in."""

from datetime import date
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.ledger import leads, often, parameter, sign, tell_each, typed
from talentreg.cli.ledger_add import enter
from talentreg.cli.options import parse_with
from talentreg.cli.output import say
from talentreg.periods import parse_day, today
from talentreg.places import register_path
from talentreg.records.fields import id_from_number, number
from talentreg.records.ledgers import REQUEST
from talentreg.records.request import Request
from talentreg.records.staff import Staff
from talentreg.store.duty_handover import name_of
from talentreg.store.ledger_entering import read_row
from talentreg.store.people import find_person
from talentreg.store.register import open_for_writing
from talentreg.store.requests import caring_leader, days_late
from talentreg.store.units import load_units

Urgent = Annotated[bool, typer.Option("--urgent", help="紧急的")]
Due = Annotated[
    date | None,
    typer.Option("--due", metavar="日期", parser=parse_with(parse_day), help="办理期限", show_default=False),
]
Leader = Annotated[
    str | None,
    typer.Option("--leader", metavar="领导", help="责任领导，默认此人的联系领导", show_default=False),
]


def _open(**given: Any) -> None:
    with open_for_writing(register_path(given["db"])).changing("request open") as writer:
        words = typed(REQUEST, given) + _further(given)
        leader = _leader(writer.connection, words)
        said, notes = enter(writer, REQUEST, words + ([f"leader={number(Staff, leader)}"] if leader else []))
        notes += _of_life_event(writer.connection, said)
        if leader:
            notes.append(f"没有写责任领导，记为联系领导{name_of(writer.connection, leader)}")
    say(said)
    tell_each(notes)


open_request = sign(
    _open,
    [
        *leads(REQUEST),
        *often(REQUEST),
        parameter("urgent", Urgent, False),
        parameter("due", Due, None),
        parameter("leader", Leader, None),
    ],
)


def _further(given: dict[str, Any]) -> list[str]:
    """Return this command's own options as words of FIELD=VALUE."""
    words = ["urgent=是"] if given["urgent"] else []
    words += [f"due_on={given['due']}"] if given["due"] else []
    return words + ([f"leader={given['leader']}"] if given["leader"] else [])


def _leader(connection: Connection, words: list[str]) -> int | None:
    """Choose the leader who cares for the person on the day, where none is named and there is just one."""
    values = read_row(connection, REQUEST, words)
    if "leader" in values or not values.get("person"):
        return None
    person_id = find_person(connection, load_units(connection), values["person"])
    return caring_leader(connection, person_id, values.get("on") or today())


def _of_life_event(connection: Connection, said: str) -> list[str]:
    """Say that a life event was reported late."""
    called = said.partition("：")[2].partition("  ")[0]
    row_id = id_from_number(Request, called)
    late = days_late(connection, row_id) if row_id else 0
    return [f"迟报{late}天：重大事项应在规定时限内报告"] if late else []
