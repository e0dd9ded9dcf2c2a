"""What `event attend` and `event invite` share: the words they take, a list as a sheet, what they say."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.options import word_of
from talentreg.cli.output import say, tell
from talentreg.cli.sheet_asking import OfSheet, SheetTask, enter_sheet
from talentreg.records.vocabulary import PRESENCE, Vocabulary
from talentreg.records.work_words import ROLE, WHETHER
from talentreg.store.attending import Attended, Occasion, attend, find_occasion, tally
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.units import UnitTree, load_units

if TYPE_CHECKING:
    from talentreg.intake.roll import Roll

EventName = Annotated[
    str, typer.Argument(metavar="活动", help="活动编号或名称，见 talentreg event list", show_default=False)
]


def _word(option: str, vocabulary: Vocabulary, meaning: str) -> Any:
    told = f"{meaning}：{vocabulary.listed()}"
    return typer.Option(option, metavar=vocabulary.title, parser=word_of(vocabulary), help=told)


Role = Annotated[str | None, _word("--role", ROLE, "以什么身份参加")]
Presence = Annotated[str | None, _word("--presence", PRESENCE, "那时人在哪里")]
Invited = Annotated[str | None, _word("--invited", WHETHER, "是否邀请过")]
Accepted = Annotated[str | None, _word("--accepted", WHETHER, "是否答应来")]
Note = Annotated[str | None, typer.Option(metavar="文字", help="参加备注")]


COVERING = ("讲习", "恳谈会", "茶话会")
"""The kinds of events whose reach among the returned is a figure."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Who is to be put on the list of which event, and what is said of all of them."""

    command: str
    event: str
    facts: dict[str, Any]
    people: list[str] = field(default_factory=list)


def enter(path: Path, asked: Listing, of_sheet: OfSheet) -> None:
    """Put people on the list of an event: those named, all or none, or those of a sheet row by row."""
    if of_sheet.instead_of(asked.people):
        _enter_sheet(path, asked, of_sheet)
        return
    with open_for_writing(path).changing(asked.command) as writer:
        tree = load_units(writer.connection)
        occasion = find_occasion(writer.connection, asked.event)
        person_ids = [find_person(writer.connection, tree, text) for text in asked.people]
        done = attend(writer, occasion, person_ids, asked.facts)
        lines, notes = _report(writer.connection, tree, occasion, done)
    say("\n".join(lines))
    for note in notes:
        tell(note)


def _enter_sheet(path: Path, asked: Listing, of_sheet: OfSheet) -> None:
    attends = asked.facts.get("attended") == "yes"

    def open_roll(connection: Connection) -> "Roll":
        from talentreg.intake.gathering import load_gathering

        return load_gathering(connection, asked.event, attends=attends, enrol=of_sheet.enrol)

    named = SheetTask(path, asked.command, "attendance", asked.facts, open_roll)
    enter_sheet(named, of_sheet, lambda: _tell_list(path, asked.event))


def _tell_list(path: Path, event: str) -> None:
    """Tell how long the list of an event is now."""
    with open_for_reading(path).reading() as connection:
        for line in tell_tally(connection, find_occasion(connection, event)):
            tell(line)


def _report(
    connection: Connection, tree: UnitTree, occasion: Occasion, done: Attended
) -> tuple[list[str], list[str]]:
    """Return what to print of people entered by name, and what else to tell."""
    named = partial(describe_person, connection, tree)
    lines = [occasion.told]
    lines += [f"  已登记：{named(one)}" for one in done.entered]
    lines += [f"  已更正：{named(one)}" for one in done.completed]
    lines += [f"  已经是这样，没有重复登记：{named(one)}" for one in done.known]
    if done.held:
        lines.append("活动状态已由计划改为已办")
    return lines, tell_tally(connection, occasion)


def tell_tally(connection: Connection, occasion: Occasion) -> list[str]:
    """Write how long the list is; where it has more names than the room had people, that too."""
    found = tally(connection, occasion.id)
    counts = (("邀请", found.invited), ("应邀", found.accepted), ("到会", found.attended))
    told = "，".join(f"{name}{count}人" for name, count in counts if count)
    lines = [f"名单共{found.listed}人" + (f"：{told}" if told else "")]
    if found.unplaced and occasion.kind in COVERING:
        told = f"到会的{found.unplaced}人没有写是否返乡，不计入覆盖返乡人员"
        lines.append(f"{told}；返乡的人：talentreg event attend {occasion.number} 人… --presence 返乡")
    if occasion.headcount is not None and occasion.headcount < found.attended:
        lines.append(
            f"到场人数写的是{occasion.headcount}，比到会名单少；"
            f"更正：talentreg event edit {occasion.number} 到场人数=…"
        )
    return lines
