"""`talentreg assign hand-over`: one leader's people go to another, with a sheet of what is to be known."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.contact_log import new_staff_line
from talentreg.cli.lists import Force
from talentreg.cli.options import Db, parse_with
from talentreg.cli.output import say, tell
from talentreg.errors import Malformed
from talentreg.files import check_kind, check_place, new_file
from talentreg.periods import chinese_day, parse_day, today
from talentreg.places import register_path
from talentreg.records.cleaning import clean_text
from talentreg.records.duty import Assignment
from talentreg.records.fields import number
from talentreg.records.request import Request
from talentreg.store.audit import append_entry
from talentreg.store.changes import Writer
from talentreg.store.duty_ending import describe_assignment
from talentreg.store.duty_handover import HandedOver, Plan, hand_over, name_of, name_successor, running_on
from talentreg.store.duty_owed import Owed, Reckoning, find_owed
from talentreg.store.duty_papers import contacts_of, intentions_of, read_papers, requests_of
from talentreg.store.people import find_person, require_staff
from talentreg.store.register import open_for_writing
from talentreg.store.units import UnitTree, load_units
from talentreg.workbooks.handover import HandoverBook, write_handover

Day = Annotated[
    date | None,
    typer.Option(
        "--on",
        metavar="日期",
        parser=parse_with(parse_day),
        help="接手的第一天，默认今天；原来的关系前一天结束",
        show_default=False,
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        "--until",
        metavar="日期",
        parser=parse_with(parse_day),
        help="新任期止，默认接完原任期；原任期已到的给两年",
        show_default=False,
    ),
]
People = Annotated[
    list[str] | None,
    typer.Option("--person", metavar="人", help="只交接这个人，可写几次；默认全部", show_default=False),
]
Xlsx = Annotated[
    Path | None, typer.Option("--xlsx", metavar="文件", help="写出交接表，供双方签字", readable=False)
]


def hand_over_people(
    old: Annotated[str, typer.Argument(metavar="原领导", help="姓名，或 姓名@单位", show_default=False)],
    new: Annotated[
        str, typer.Argument(metavar="新领导", help="同上；还没有登记的随手登记", show_default=False)
    ],
    on: Day = None,
    until: Until = None,
    people: People = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="原因", help="如 工作调动", show_default=False)
    ] = "",
    leaving: Annotated[bool, typer.Option("--leaving", help="原领导离任：同时登记离任日期")] = False,
    xlsx: Xlsx = None,
    force: Force = False,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="交接表里写完整号码；须同时写 --purpose，并留痕")
    ] = False,
    purpose: Annotated[str, typer.Option(metavar="用途", help="为什么要看完整号码", show_default=False)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会怎样交接，不写入")] = False,
    db: Db = None,
) -> None:
    """Hand over what runs, all or nothing: assignments for the rest of their terms, and open requests."""
    _check(xlsx, purpose, force=force, reveal=reveal)
    with open_for_writing(register_path(db)).changing("assign hand-over", dry_run=dry_run) as writer:
        connection, tree = writer.connection, load_units(writer.connection)
        old_id = require_staff(connection, tree, old)
        new_id, new_staff = name_successor(writer, tree, new, old_id)
        chosen = frozenset(find_person(connection, tree, text) for text in people or ())
        plan = Plan(old_id, new_id, on or today(), chosen, until, clean_text(reason), leaving)
        owed = _owed(connection, plan)
        before = running_on(connection, plan)
        done = hand_over(writer, tree, plan)
        lines = _lines(writer, plan, done, new_staff)
        if xlsx and not dry_run:
            if reveal:
                append_entry(connection, "assign hand-over --reveal", f"{len(before)}项，用途：{purpose}")
            _write(xlsx, _book(connection, plan, done, (before, owed), masked=not reveal), tree, force=force)
    say("\n".join(lines))
    if dry_run:
        say("这是试交接，登记册没有改动；去掉 --dry-run 即交接")
    elif xlsx:
        say(str(xlsx))
        tell("交接表请双方签字" + ("" if reveal else "；号码已遮挡，要完整号码加 --reveal --purpose 用途"))
    else:
        tell("如需恢复：talentreg undo；要交接表，交接时加 --xlsx 交接表.xlsx")


def _check(xlsx: Path | None, purpose: str, *, force: bool, reveal: bool) -> None:
    """Refuse a place that cannot take the sheet, or full numbers without a purpose, before anything else."""
    if xlsx:
        check_kind(xlsx, ".xlsx")
        check_place(xlsx, force=force)
    if reveal and not xlsx:
        raise Malformed("--reveal 只和 --xlsx 同用", "看一个人的完整号码用 talentreg show")
    if reveal and not purpose.strip():
        raise Malformed("显示完整号码要写明用途", "如 --reveal --purpose 交接联系对象")


def _owed(connection: Connection, plan: Plan) -> dict[int, Owed]:
    """Read what the old leader owes as long as the old assignments still stand."""
    day = min(plan.last_day, today())
    return {one.record_id: one for one in find_owed(connection, Reckoning(day), leader_id=plan.old)}


def _lines(writer: Writer, plan: Plan, done: HandedOver, new_staff: str) -> list[str]:
    """Say what was handed over, and what was not and why."""
    connection = writer.connection
    two = f"{name_of(connection, plan.old)} → {name_of(connection, plan.new)}"
    lines = [f"交接：{two}，{chinese_day(plan.day)}起，共{len(done.opened)}项"]
    for new in done.opened.values():
        renewed = "（原任期已到，另起一任）" if new in done.renewed else ""
        lines.append(f"  {describe_assignment(connection, new)}{renewed}")
    lines += [f"接手的领导本来就在联系，原关系结束：{one}" for one in done.known]
    lines += [f"人已不在库，原关系结束，不再交接：{one}" for one in done.gone]
    if done.requests:
        numbers = "、".join(number(Request, one) for one in done.requests)
        lines.append(f"转交在办诉求{len(done.requests)}件：{numbers}")
    if done.delegated:
        numbers = "、".join(number(Assignment, one) for one in done.delegated)
        lines.append(f"原领导还是这些联系的受托人，没有改动：{numbers}")
    if plan.leaving:
        lines.append(f"{name_of(connection, plan.old)}的离任日期：{chinese_day(plan.last_day)}")
    if new_staff:
        lines.append(new_staff_line(connection, new_staff))
    return lines


def _book(
    connection: Connection,
    plan: Plan,
    done: HandedOver,
    before: tuple[Sequence[Mapping[str, Any]], Mapping[int, Owed]],
    *,
    masked: bool,
) -> HandoverBook:
    """Gather what the sheet tells: what ran before, what was owed of it, all that is known of the people."""
    rows, owed = before
    person_ids = [row["person_id"] for row in rows if row["person_id"]]
    return HandoverBook(
        old=name_of(connection, plan.old),
        new=name_of(connection, plan.new),
        day=plan.day,
        papers=read_papers(connection, done, owed, rows),
        contacts=contacts_of(connection, person_ids, masked=masked),
        requests=requests_of(connection, done.requests, person_ids, masked=masked),
        intentions=intentions_of(connection, person_ids),
        masked=masked,
    )


def _write(place: Path, book: HandoverBook, tree: UnitTree, *, force: bool) -> None:
    """Write the sheet while the hand-over can still be taken back."""
    with new_file(place, force=force) as file:
        write_handover(file, book, tree)
