"""`talentreg contact due`: who is to be contacted, and why."""

from typing import Annotated, Any

import typer
from sqlalchemy import Connection, select

from talentreg.cli.lists import (
    A_SCREENFUL,
    AsCsv,
    Limit,
    refuse_two_documents,
    tell_of_columns,
    tell_of_more,
)
from talentreg.cli.options import AsJson, Db, StaffName, UnitName, word_of
from talentreg.cli.output import on_terminal, print_csv, print_json, print_table, say
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.records.fields import number, table
from talentreg.records.masking import mask_phone
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.records.vocabulary import DUE
from talentreg.store.due import Due, Patience, count_reasons, find_due
from talentreg.store.people import require_staff
from talentreg.store.register import open_for_reading
from talentreg.store.units import UnitTree, load_units

NAMES = ("person", "name", "unit", "reason", "due", "last_on", "days", "by")


def list_due(
    unit: UnitName = None,
    by: StaffName = "",
    days: Annotated[int, typer.Option(min=1, max=36500, metavar="天", help="多少天没联系上本人就算久")] = 90,
    ahead: Annotated[int, typer.Option(min=0, max=3650, metavar="天", help="连同今后几天内到期的")] = 0,
    reason: Annotated[
        str | None,
        typer.Option(metavar="原因", parser=word_of(DUE), help=f"只列一种：{DUE.listed()}"),
    ] = None,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    db: Db = None,
) -> None:
    """List enrolled people whose next step is due, who were not reached for long, or never."""
    refuse_two_documents(as_json=as_json, as_csv=as_csv)
    patience = Patience(today(), days, ahead)
    with open_for_reading(register_path(db)).reading() as connection:
        tree = load_units(connection)
        staff_id = require_staff(connection, tree, by) if by else None
        found = find_due(connection, patience, tree.find(unit).id if unit else None)
        names = _staff_names(connection)
    chosen = [
        one
        for one in found
        if reason in (None, one.reason) and (staff_id is None or one.staff_id == staff_id)
    ]
    listed = chosen[: limit or (A_SCREENFUL if on_terminal() and not (as_json or as_csv) else None)]
    documents = [_document(one, tree, names) for one in listed]
    if as_json:
        print_json(documents)
    elif as_csv:
        print_csv(NAMES, ([one[name] for name in NAMES] for one in documents))
    else:
        _print(listed, documents, tree)
        _say_count(chosen, len(listed), patience)


def _document(one: Due, tree: UnitTree, staff: dict[int, str]) -> dict[str, Any]:
    return {
        "person": number(Person, one.person_id),
        "name": one.name,
        "unit": tree.path(one.unit_id) or None,
        "reason": one.reason,
        "due": one.due,
        "last_on": one.last_on,
        "days": one.days,
        "by": staff.get(one.staff_id) if one.staff_id else None,
    }


def _staff_names(connection: Connection) -> dict[int, str]:
    staff = table(Staff)
    return {row.id: row.name for row in connection.execute(select(staff.c.id, staff.c.name))}


def _print(listed: list[Due], documents: list[dict[str, Any]], tree: UnitTree) -> None:
    if not listed:
        return
    top = tree.top()
    above = f"{top.name}/" if top else ""
    heads = ("编号", "姓名", "单位", "电话", "原因", "该联系的日期", "上次联系上", "已过天数", "联络人")
    rows = [
        (
            told["person"],
            told["name"],
            (told["unit"] or "未填").removeprefix(above),
            mask_phone(one.phone or ""),
            DUE.text(one.reason),
            told["due"],
            told["last_on"],
            told["days"],
            told["by"],
        )
        for one, told in zip(listed, documents, strict=True)
    ]
    left_out = print_table(
        [(head, "right" if head == "已过天数" else "left") for head in heads], rows, spare=(7, 8, 3, 6, 5)
    )
    tell_of_columns(left_out, "用 --csv")


def _say_count(chosen: list[Due], listed: int, patience: Patience) -> None:
    if not chosen:
        say(f"没有该联系的人：在库的人{patience.days}天内都联系上了本人，也没有到期的下次联络")
        return
    counts = count_reasons(chosen)
    parts = "、".join(f"{DUE.text(reason)}{count}人" for reason, count in counts.items() if count)
    more = f"，这里列出前{listed}" if listed < len(chosen) else ""
    say(f"共{len(chosen)}人：{parts}{more}；久未联系指{patience.days}天没联系上本人，可用 --days 改")
    if listed < len(chosen):
        tell_of_more(len(chosen))
