"""`talentreg benefit grant`: what a policy gives, drawn up for many people at once."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy import Connection

from talentreg.cli.benefit_asking import LISTED, Batch, amount_option
from talentreg.cli.options import Db, PeopleNames, filled, parse_with
from talentreg.cli.output import say, tell
from talentreg.cli.sheet_asking import OfSheet, SheetTask, enter_sheet, takes_sheet
from talentreg.errors import Malformed, Refused
from talentreg.periods import chinese_day, parse_day, today
from talentreg.places import register_path
from talentreg.records.benefit import Benefit
from talentreg.records.fields import number
from talentreg.records.masking import mask_free_text
from talentreg.store.benefits import BENEFIT
from talentreg.store.benefits_granting import (
    Award,
    Granted,
    amount_of,
    describe_policy,
    find_policy,
    grant,
    refuse_invalid,
)
from talentreg.store.libraries import find_library, people_in
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.return_rules import money
from talentreg.store.typed import clean_value
from talentreg.store.units import UnitTree, load_units

if TYPE_CHECKING:
    from talentreg.intake.roll import Roll

PolicyName = Annotated[
    str, typer.Argument(metavar="政策", help="政策名称或编号，见 talentreg policy list", show_default=False)
]
OfLibrary = Annotated[
    str | None,
    typer.Option("--library", metavar="库", parser=filled, help="给一个库里现有的人都造册"),
]
Due = Annotated[
    date | None,
    typer.Option("--due", metavar="日期", parser=parse_with(parse_day), help="哪一天应发，默认今天"),
]
Spell = Annotated[
    str | None,
    typer.Option("--period", metavar="期间", parser=filled, help="所属期，如 2026年上半年；一期一人一笔"),
]
Amount = Annotated[float | None, amount_option("每人多少元，默认按政策的补贴标准")]
Name = Annotated[
    str | None, typer.Option("--name", metavar="名称", parser=filled, help="待遇名称，默认同政策")
]
Place = Annotated[
    str | None,
    typer.Option(
        "--unit",
        metavar="单位",
        parser=filled,
        help="与 --library 同用：只给其中这个单位的人；与 --from 同用：没写单位的人在其中找",
    ),
]
Note = Annotated[str | None, typer.Option("--note", metavar="文字", help="待遇备注")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is granted to whom, as it was typed."""

    path: Path
    policy: str
    people: list[str]
    library: str | None
    unit: str | None
    due: date | None
    amount: float | None
    texts: dict[str, str | None]

    def award(self, connection: Connection) -> Award:
        """Return what everybody is granted; raises Refused where the policy is not valid that day."""
        row = find_policy(connection, self.policy)
        day = self.due or today()
        refuse_invalid(row, day)
        period, batch, note = (self.texts[name] for name in ("period", "batch", "note"))
        name, dated = self.texts["name"], self.due is not None
        return Award(row, day, name, period, batch, self.amount, note, dated)


@takes_sheet
def grant_benefit(
    policy: PolicyName,
    of_sheet: OfSheet,
    people: PeopleNames = None,
    library: OfLibrary = None,
    due: Due = None,
    period: Spell = None,
    batch: Batch = None,
    amount: Amount = None,
    name: Name = None,
    note: Note = None,
    unit: Place = None,
    db: Db = None,
) -> None:
    """Draw up one benefit each for people, for everybody in a library, or for those of a sheet, once."""
    said = {"period": period, "batch": batch, "name": name, "note": note}
    texts = {key: clean_value(BENEFIT.fields[key], text) if text else None for key, text in said.items()}
    asked = Asked(register_path(db), policy, people or [], library, unit, due, amount, texts)
    of_sheet = replace(of_sheet, unit=None if library else unit)
    if library and (people or of_sheet.sheet):
        raise Malformed("写了 --library 就不用再写人或 --from", "库里现有的人都在内；另外的人再写一次")
    if library or not of_sheet.instead_of(asked.people):
        of_sheet.refuse_alone()
        _grant_named(asked)
    else:
        _grant_sheet(asked, of_sheet)


def _grant_named(asked: Asked) -> None:
    with open_for_writing(asked.path).changing("benefit grant") as writer:
        tree = load_units(writer.connection)
        award = asked.award(writer.connection)
        amount_of(award)
        if asked.library:
            person_ids = _members(writer.connection, tree, award, asked.library, asked.unit)
        else:
            person_ids = [find_person(writer.connection, tree, text) for text in asked.people]
        done = grant(writer, award, person_ids, of_library=asked.library is not None)
        lines, notes = _report(writer.connection, tree, award, done)
    say("\n".join(lines))
    for line in notes:
        tell(line)
    if done.entered and award.batch:
        _tell_next(award.batch)


def _grant_sheet(asked: Asked, of_sheet: OfSheet) -> None:
    with open_for_reading(asked.path).reading() as connection:
        award = asked.award(connection)

    def open_roll(connection: Connection) -> "Roll":
        from talentreg.intake.benefit_roll import load_benefit_roll

        return load_benefit_roll(connection, asked.award(connection), enrol=of_sheet.enrol)

    amount = asked.amount or award.policy["amount"]
    texts = {name: text for name, text in asked.texts.items() if name != "name"}
    facts = {**texts, "policy_id": award.policy["id"], "amount": amount, "on": asked.due}
    enter_sheet(SheetTask(asked.path, "benefit grant", "benefit", facts, open_roll), of_sheet)
    if award.batch and not of_sheet.dry_run:
        _tell_next(award.batch)


def _members(
    connection: Connection, tree: UnitTree, award: Award, library: str, unit: str | None
) -> list[int]:
    """List who is in a library on the day the benefit is due, today if that lies ahead."""
    row = find_library(connection, library)
    scope = tree.find(unit).id if unit else None
    found = people_in(connection, row, min(award.on, today()), scope)
    if not found:
        where = f"{unit}的" if unit else ""
        raise Refused(f"{row['name']}里没有{where}人，没有造册", "登记谁在库里：talentreg library join")
    return found


def _report(
    connection: Connection, tree: UnitTree, award: Award, done: Granted
) -> tuple[list[str], list[str]]:
    """Return what to print of those who were granted something, and what else to tell."""
    amount = amount_of(award)
    lines = [describe_policy(award.policy), _describe(award)]
    lines += _named(connection, tree, f"{money(amount)}元", done.entered)
    lines += _named(connection, tree, "已经有这一笔，没有重复登记", list(done.known))
    lines += _named(connection, tree, "已退库或去世，没有造册", done.gone)
    lines.append(_sums(len(done.entered), amount))
    return lines, _notes(award, done, amount)


def _sums(count: int, amount: float) -> str:
    if not count:
        return "没有新造册的"
    return f"造册{count}人，每人{money(amount)}元，共{money(amount * count)}元"


def _notes(award: Award, done: Granted, amount: float) -> list[str]:
    """Say who has the benefit with another amount, and what to do next."""
    notes = []
    if other := [row for row in done.known.values() if row["amount"] != amount]:
        first, before = number(Benefit, other[0]["id"]), money(other[0]["amount"])
        notes.append(
            f"其中{len(other)}人原来的金额不同，如 {first} {before}元，没有改动；"
            f"更正：talentreg benefit edit {first} 应发金额={money(amount)}"
        )
    others = {row["batch"] for row in done.known.values()} - {award.batch, None}
    if others and award.batch:
        batch = mask_free_text(sorted(others)[0])
        notes.append(f"已经有的里面有批次「{batch}」的；确是另一期的，写 --period 或另一个 --due")
    return notes


def _tell_next(batch: str) -> None:
    batch = mask_free_text(batch)
    tell(f"花名册：talentreg benefit roll {batch}；发放后：talentreg benefit pay {batch}")


def _describe(award: Award) -> str:
    """Write in a line what everybody is granted."""
    period = f"所属期：{award.period}" if award.period else ""
    batch = f"批次：{award.batch}" if award.batch else ""
    parts = (award.name, period, batch, f"{chinese_day(award.on)}应发")
    return mask_free_text("  ".join(part for part in parts if part))


def _named(connection: Connection, tree: UnitTree, what: str, person_ids: list[int]) -> list[str]:
    """Name people one by one, or count them where they are many."""
    if len(person_ids) > LISTED:
        return [f"  {what}：{len(person_ids)}人"]
    return [f"  {what}：{describe_person(connection, tree, one)}" for one in person_ids]
