"""`talentreg assign gaps`: leaders without a person, people without a leader, too many, terms that are up."""

from datetime import date
from typing import Annotated, Any

import typer
from sqlalchemy import ColumnElement, Connection

from talentreg.cli.lists import AsCsv, Conditions, Force, Limit, Wanted, Xlsx, read_request
from talentreg.cli.options import AsJson, Db, UnitName, parse_with, word_of
from talentreg.cli.output import say, tell
from talentreg.cli.overview import Output, Overview, Told, print_overview, say_total
from talentreg.errors import Malformed
from talentreg.periods import chinese_day, parse_day, today
from talentreg.places import register_path
from talentreg.records.duty import Assignment
from talentreg.records.duty_words import GAP
from talentreg.records.fields import number
from talentreg.records.person import Person
from talentreg.records.staff import Staff
from talentreg.store.duty_gaps import ABOUT_PEOPLE, Gap, Sought, any_rule, count_gaps, find_gaps
from talentreg.store.listings import PEOPLE
from talentreg.store.register import open_for_reading
from talentreg.store.units import UnitTree, load_units

UNASKED = tuple(word.code for word in GAP.words if word.code != "person")
"""The gaps looked for when neither a kind nor conditions are given: nearly everybody is without a leader."""

GAPS = Overview(
    title="联系服务缺口",
    columns=(
        Told("kind", "缺口", GAP.text),
        Told("number", "编号"),
        Told("name", "姓名"),
        Told("unit", "单位", place=True),
        Told("told", "说明"),
    ),
    spare=("number",),
    names=("kind", "number", "name", "unit", "told", "staff", "person", "assignment"),
)


def list_gaps(
    conditions: Conditions = None,
    unit: UnitName = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="缺口", parser=word_of(GAP), help=f"只看某种：{GAP.listed()}"),
    ] = None,
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", metavar="日期", parser=parse_with(parse_day), help="截至哪一天，默认今天"),
    ] = None,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Xlsx = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """List what lacks in who cares for whom; conditions say which people should have a leader."""
    output = Output(limit, as_json, as_csv, xlsx, force)
    output.check()
    kinds = _kinds(kind or [], conditions or [])
    day = as_of or today()
    with open_for_reading(register_path(db)).reading() as connection:
        tree = load_units(connection)
        scope = tree.find(unit).id if unit else None
        people = _people(connection, conditions) if conditions else ()
        found = find_gaps(connection, Sought(day, scope, people), kinds)
        ruled = any_rule(connection)
    listed = found[: output.most]
    print_overview(GAPS, [_document(one, tree) for one in listed], output, tree.top())
    if not output.as_document:
        _say_count(found, len(listed), day, ruled=ruled)
        if "person" not in kinds:
            tell("哪些人才没有领导联系，要写条件，如 talentreg assign gaps 学历=博士")


def _kinds(asked: list[str], conditions: list[str]) -> list[str]:
    """Choose the gaps to look for, in their order; conditions are about people."""
    usual = ABOUT_PEOPLE if conditions else UNASKED
    kinds = [word.code for word in GAP.words if word.code in (asked or usual)]
    if conditions and (others := [GAP.text(one) for one in kinds if one not in ABOUT_PEOPLE]):
        raise Malformed(
            f"条件是写人才的，「{others[0]}」不能加条件", "去掉条件，或去掉 --kind 看哪些人才没有领导联系"
        )
    return kinds


def _people(connection: Connection, conditions: list[str]) -> list[ColumnElement[bool]]:
    return list(read_request(connection, PEOPLE, Wanted(conditions)).conditions)


def _document(one: Gap, tree: UnitTree) -> dict[str, Any]:
    staff = number(Staff, one.staff_id) if one.staff_id else None
    person = number(Person, one.person_id) if one.person_id else None
    assignment = number(Assignment, one.record_id) if one.record_id else None
    return {
        "kind": one.kind,
        "number": assignment or staff or person,
        "name": one.name,
        "unit": tree.path(one.unit_id) or None,
        "told": one.told,
        "staff": staff,
        "person": person,
        "assignment": assignment,
    }


def _say_count(found: list[Gap], listed: int, day: date, *, ruled: bool) -> None:
    if not found:
        say(f"截至{chinese_day(day)}，没有发现缺口")
    else:
        parts = "、".join(f"{GAP.text(kind)}{count}" for kind, count in count_gaps(found).items())
        say_total(f"截至{chinese_day(day)}，共{len(found)}处：{parts}", len(found), listed)
    if not ruled:
        tell("还没有联系规定，按每位登记了领导层级的人至少联系1人看；规定用 talentreg duty rule add 登记")
