"""`talentreg imports show`: what one import did, what it had to say, how to take it back."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Annotated, Any

import typer

from talentreg.cli.import_page import print_problems, print_sheets, told_sum
from talentreg.cli.imports import as_document
from talentreg.cli.options import AsJson, Db
from talentreg.cli.output import manner, on_terminal, print_json, say
from talentreg.intake.accounts import Account, read_account
from talentreg.intake.problems import Problem
from talentreg.places import register_path
from talentreg.records.contact import Contact
from talentreg.records.fields import columns
from talentreg.store.import_deeds import Deeds, read_deeds
from talentreg.store.imports import Import, find_import
from talentreg.store.register import open_for_reading

SHOWN = 20
"""People and records of one kind a screen lists unasked; pipes and JSON get all."""

SHORT = 12
"""Characters of a file's digest that tell it from another."""


def show_import(
    number: Annotated[
        int, typer.Argument(metavar="变更号", help="导入的变更号，见 talentreg imports", show_default=False)
    ],
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Tell what one import did; also one that has been undone."""
    with open_for_reading(register_path(db)).reading() as connection:
        found = find_import(connection, number)
        account = read_account(connection, found)
        deeds = read_deeds(connection, number)
    if as_json:
        print_json(_document(found, account, deeds))
        return
    _print_head(found)
    print_sheets(account)
    _print_deeds(deeds)
    print_problems(account, say)
    say()
    say(told_sum(account))
    if found.undone_by:
        say(f"已由第{found.undone_by}号变更撤销；如需恢复：talentreg undo {found.undone_by}")
    else:
        say(f"如需整批取消：talentreg undo {found.number}")


def _document(found: Import, account: Account, deeds: Deeds) -> dict[str, Any]:
    sheets = [
        {
            "file": one.file,
            "sheet": one.sheet,
            "kind": one.kind,
            "passed_over": one.passed_over,
            "read": one.read,
            **{outcome.name.lower(): count for outcome, count in one.outcomes.items()},
        }
        for one in account.sheets
    ]
    problems = [
        _plainly(one) | {"weight": one.weight.name.lower(), "place": one.place} for one in account.problems
    ]
    return as_document(found) | {"sheets": sheets, **_plainly(deeds), "problems": problems}


def _plainly(record: Deeds | Problem) -> dict[str, Any]:
    """Return the fields of a record by name; `asdict` would copy all that is in them."""
    return {one.name: getattr(record, one.name) for one in fields(record)}


def _print_head(found: Import) -> None:
    undone = f"  （已由第{found.undone_by}号撤销）" if found.undone_by else ""
    say(f"第{found.number}号变更  {found.at:%Y-%m-%d %H:%M}  {found.who}{undone}")
    for file in found.files:
        say(f"  {file.name}  {file.digest[:SHORT]}")
    say()


def _print_deeds(deeds: Deeds) -> None:
    people = [[f"{one['person']}  {one['name']}  {one['unit'] or '单位未填'}"] for one in deeds.new_people]
    updated = [[f"{one['person']}  {one['name']}", *_told(one["fields"])] for one in deeds.updated_people]
    channels = columns(Contact)["channel"]
    contacts = [
        [f"{one['record']}  {one['on']}  {channels.shown(one['channel'])}  {one['person']}  {one['name']}"]
        for one in deeds.new_contacts
    ]
    units = [[f"{one['unit']}  {one['name']}"] for one in deeds.new_units]
    staff = [[f"{one['staff']}  {one['name']}"] for one in deeds.new_staff]
    _print_some("新增人才", people)
    _print_some("更新人才", updated)
    _print_some("新增联络", contacts)
    _print_some("新建单位", units)
    _print_some("新登记工作人员", staff)
    for title in dict.fromkeys(one["ledger"] for one in (*deeds.new_rows, *deeds.updated_rows)):
        rows = [[f"{one['record']}  {one['told']}"] for one in deeds.new_rows if one["ledger"] == title]
        changed = [one for one in deeds.updated_rows if one["ledger"] == title]
        _print_some(f"新增{title}", rows)
        _print_some(f"更新{title}", [[one["record"], *_told(one["fields"])] for one in changed])


def _told(changed: dict[str, tuple[str, str]]) -> Iterator[str]:
    for heading, (was, became) in changed.items():
        yield f"    {heading}：{was or '（空）'} → {became or '（空）'}"


def _print_some(title: str, entries: Sequence[Sequence[str]]) -> None:
    """Print entries of one or more lines under their title and number."""
    if not entries:
        return
    say()
    say(f"{title}（{len(entries)}）")
    shown = SHOWN if on_terminal() and not manner.verbose else len(entries)
    for lines in entries[:shown]:
        for line in lines:
            say(f"  {line}")
    if len(entries) > shown:
        say(f"  ……还有{len(entries) - shown}，全部见 --verbose 或 --json")
