"""`talentreg case open`: cases for people who want to come back, by name, or for all of a unit at once."""

from typing import Annotated

import typer

from talentreg.cli.case_step import Kind, NextOn, NextStep, Owner
from talentreg.cli.ledger import new_staff_lines, tell_each, tell_some
from talentreg.cli.lists import A_SCREENFUL
from talentreg.cli.options import Db, On, PeopleNames, UnitName, words_of
from talentreg.cli.output import say, tell
from talentreg.errors import Malformed
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.store.case_opening import find_willing, open_cases
from talentreg.store.cases import CASE
from talentreg.store.people import find_person
from talentreg.store.register import open_for_writing
from talentreg.store.typed import read_words
from talentreg.store.units import load_units


def open_for_people(
    people: PeopleNames = None,
    willing: Annotated[
        bool, typer.Option("--willing", help="给有返乡意愿、还没有跟进的人各开一件；用 --unit 限定单位")
    ] = False,
    unit: UnitName = None,
    kind: Kind = None,
    on: On = None,
    by: Owner = "",
    next_step: NextStep = "",
    next_on: NextOn = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="与 --willing 同用：只说会给多少人开")] = False,
    db: Db = None,
) -> None:
    """Open a case for each person, all or none; how they come back follows from what they wanted last."""
    _check(people, willing=willing, unit=unit, dry_run=dry_run)
    with open_for_writing(register_path(db)).changing("case open") as writer:
        tree = load_units(writer.connection)
        day, scope = on or today(), tree.find(unit).id if unit else None
        person_ids = [find_person(writer.connection, tree, text) for text in people or ()]
        person_ids += find_willing(writer.connection, day, scope) if willing else []
        if dry_run:
            say(f"会给{len(person_ids)}人各开一件个案，没有写入")
            return
        said = {"kind": kind, "next_step": next_step, "next_on": next_on}
        values = read_words(writer.connection, CASE.fields, words_of(said))
        values |= {"on": day} | ({"owner": by} if by else {})
        opened = open_cases(writer, tree, person_ids, values)
        ids = [*opened.entered.values(), *opened.known.values()][:A_SCREENFUL]
        lines = tell_some(writer.connection, CASE, ids)
        notes = new_staff_lines(writer.connection, opened.new_staff)
    new = set(opened.entered.values())
    for row_id, line in zip(ids, lines, strict=True):
        say(f"{'已登记' if row_id in new else '已有进行中的'}个案：{line}")
    if willing:
        say(f"共登记{len(opened.entered)}件")
    tell_each(notes)
    if opened.entered:
        tell("往下走：talentreg case step 编号 沟通 --next …；该跟进的：talentreg case due")


def _check(people: list[str] | None, *, willing: bool, unit: str | None, dry_run: bool) -> None:
    """Refuse nobody, and what belongs to the other way of saying who."""
    if willing and people:
        raise Malformed("写了 --willing 就不用再写人", "只给几个人开的不写 --willing")
    if not (willing or people):
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区；有返乡意愿的一并开用 --willing --unit 单位")
    if not willing and (unit or dry_run):
        raise Malformed(f"{'--unit' if unit else '--dry-run'} 只和 --willing 同用", "给人开的写 姓名@单位")
