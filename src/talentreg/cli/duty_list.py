"""`talentreg duty`: which leader still owes whom a contact this year, by when."""

from datetime import date
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.lists import AsCsv, Force, Limit, Xlsx
from talentreg.cli.options import AsJson, Db, UnitName, parse_with, word_of
from talentreg.cli.output import say, tell
from talentreg.cli.overview import Output, Overview, Told, print_overview, say_total
from talentreg.errors import Malformed, Refused
from talentreg.files import new_file
from talentreg.periods import Period, chinese_day, parse_day, today, year
from talentreg.places import register_path
from talentreg.records.duty import Assignment
from talentreg.records.duty_words import DUTY_STATE
from talentreg.records.fields import number
from talentreg.records.person import Person
from talentreg.store.duty_gaps import any_rule
from talentreg.store.duty_owed import STATES, Owed, Reckoning, count_states, find_owed
from talentreg.store.duty_table import read_cares
from talentreg.store.people import require_staff
from talentreg.store.register import open_for_reading
from talentreg.store.units import UnitTree, load_units

Year = Annotated[
    Period | None,
    typer.Option(
        "--year", metavar="年", parser=parse_with(year), help="哪一年的，默认今年", show_default=False
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", metavar="日期", parser=parse_with(parse_day), help="截至哪一天，默认今天"),
]
Leader = Annotated[
    str | None, typer.Option("--leader", metavar="领导", help="只看一位领导：姓名，或 姓名@单位")
]
OWED = Overview(
    title="领导联系人才进度",
    columns=(
        Told("state", "状态", DUTY_STATE.text),
        Told("leader", "联系领导"),
        Told("unit", "领导单位", place=True),
        Told("name", "联系对象"),
        Told("required", "应联系", right=True),
        Told("done", "已联系", right=True),
        Told("due", "下次期限"),
        Told("last_on", "最近联系"),
        Told("delegate", "受托人"),
        Told("rule", "依据"),
    ),
    spare=("rule", "delegate", "unit", "last_on"),
    names=(
        *("state", "leader", "unit", "person", "name", "person_unit", "delegate", "assignment"),
        *("on", "until", "ended_on", "rule", "required", "done", "missing", "due", "last_on"),
    ),
)


def list_owed(
    unit: UnitName = None,
    leader: Leader = None,
    of_year: Year = None,
    as_of: AsOf = None,
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="履职状态", parser=word_of(DUTY_STATE), help=DUTY_STATE.listed()),
    ] = None,
    ahead: Annotated[
        int, typer.Option("--ahead", min=0, max=366, metavar="天", help="今后几天内到期的标黄")
    ] = 60,
    everything: Annotated[bool, typer.Option("--all", help="连已履行的一并列出")] = False,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List what leaders owe in a year, overdue and soon due first."""
    output = Output(limit, as_json, as_csv, xlsx, force)
    output.check()
    reckoning = Reckoning(_day(of_year, as_of), ahead)
    with open_for_reading(register_path(db)).reading() as connection:
        tree = load_units(connection)
        scope = tree.find(unit).id if unit else None
        leader_id = require_staff(connection, tree, leader) if leader else None
        found = find_owed(connection, reckoning, scope, leader_id)
        ruled = any_rule(connection)
        if xlsx:
            _write(connection, tree, output, reckoning, found, (scope, leader_id))
    chosen = [one for one in found if one.state == state or (state is None and (everything or one.missing))]
    listed = chosen[: output.most]
    if not xlsx:
        print_overview(OWED, [_document(one, tree) for one in listed], output, tree.top())
    if not output.as_document:
        _say_count(found, chosen, len(listed), reckoning, ruled=ruled)


def _day(of_year: Period | None, as_of: date | None) -> date:
    """Choose the day the duties are looked at: in a year gone by its last."""
    if as_of is None:
        return of_year.as_of if of_year else today()
    if as_of > today():
        raise Refused(f"{chinese_day(as_of)}还没有到", f"今天是{chinese_day(today())}")
    if of_year and as_of.year != of_year.start.year:
        raise Malformed(f"--as-of {as_of} 不在{of_year.name}", "两个选项写一个即可")
    return as_of


def _document(one: Owed, tree: UnitTree) -> dict[str, Any]:
    return {
        "state": one.state,
        "leader": one.leader,
        "unit": tree.path(one.unit_id) or None,
        "person": number(Person, one.person_id),
        "name": one.name,
        "person_unit": tree.path(one.person_unit) or None,
        "delegate": one.delegate,
        "assignment": number(Assignment, one.record_id),
        "on": one.on,
        "until": one.until,
        "ended_on": one.ended_on,
        "rule": one.rule,
        "required": one.required,
        "done": one.done,
        "missing": one.missing,
        "due": one.due,
        "last_on": one.last_on,
    }


def _say_count(
    found: list[Owed], chosen: list[Owed], listed: int, reckoning: Reckoning, *, ruled: bool
) -> None:
    if not ruled:
        say("登记册里还没有联系规定，说不出谁该联系几次")
        tell("先登记规定：talentreg duty rule add 名称 每年次数=1 施行日期=…")
        return
    when = f"截至{chinese_day(reckoning.as_of)}"
    if not found:
        say(f"{when}，{reckoning.year}年没有要履行的联系服务")
        tell("登记谁联系谁：talentreg assign add 领导 人；看缺口：talentreg assign gaps")
        return
    counts = count_states(found)
    parts = "、".join(f"{DUTY_STATE.text(one)}{counts[one]}" for one in STATES if one != "met")
    share = f"{100 * counts['met'] / len(found):.1f}%"
    line = f"{when}，{reckoning.year}年应履行{len(found)}项，已履行{counts['met']}项（{share}），{parts}"
    say_total(line, len(chosen), listed)
    tell(f"红：期限已过；黄：{reckoning.ahead}天内到期；只计领导或受托人主动联系上本人的")


def _write(
    connection: Connection,
    tree: UnitTree,
    output: Output,
    reckoning: Reckoning,
    found: list[Owed],
    asked: tuple[int | None, int | None],
) -> None:
    """Write the table of who cares for whom, with how far the year's duties are on a second sheet."""
    from talentreg.workbooks.duty import DutyBook, write_duty_book

    scope, leader_id = asked
    top = tree.nodes[scope] if scope else tree.top()
    cares = read_cares(connection, tree, reckoning.as_of, scope, leader_id)
    book = DutyBook(top.name if top else "", reckoning.as_of, cares, found)
    assert output.xlsx is not None
    with new_file(output.xlsx, force=output.force) as file:
        write_duty_book(file, book, tree)
    say(str(output.xlsx))
    tell(f"一览表{len(cares)}行，进度{len(found)}行；号码已遮挡")
