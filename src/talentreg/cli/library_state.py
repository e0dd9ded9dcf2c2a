"""`talentreg library state`: reserve cadres who are examined, used or struck off."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.library_asking import LibraryName, Note, Reason
from talentreg.cli.options import Db, On, PeopleNames, word_of, words_of
from talentreg.cli.output import say, tell
from talentreg.errors import Malformed
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.duty_words import INCLUSION_STATE
from talentreg.records.fields import number
from talentreg.records.person import Person
from talentreg.store.libraries import (
    INCLUSION,
    describe_library,
    find_library,
    refuse_no_reserve,
    take_state,
)
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.typed import read_words
from talentreg.store.units import load_units

State = Annotated[
    str,
    typer.Argument(
        metavar="成员状态",
        parser=word_of(INCLUSION_STATE),
        help=f"{INCLUSION_STATE.listed()}；后备 是退回后备",
        show_default=False,
    ),
]
DONE = {
    "reserve": "退回后备",
    "examined": "列为考察对象",
    "used": "使用，出库",
    "revoked": "撤销资格，出库",
    "left": "出库",
}
"""What is said of somebody who has come to a state."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which people of which library come to what state when, and what is said of all of them."""

    command: str
    library: str
    state: str
    people: list[str]
    on: date | None
    said: dict[str, str]


def set_state(
    library: LibraryName,
    state: State,
    people: PeopleNames = None,
    on: On = None,
    reason: Reason = "",
    note: Note = "",
    db: Db = None,
) -> None:
    """Note how far reserve cadres have come, all or none."""
    said = {"reason": reason, "note": note}
    note_state(register_path(db), Asked("library state", library, state, people or [], on, said))


def note_state(path: Path, asked: Asked) -> None:
    """Note a state of people of a library, and say of whom it is new."""
    if not asked.people:
        raise Malformed("缺少 人", "写姓名、编号或 姓名@社区")
    day = asked.on or today()
    with open_for_writing(path).changing(asked.command) as writer:
        tree = load_units(writer.connection)
        library = find_library(writer.connection, asked.library)
        refuse_no_reserve(library, asked.state)
        person_ids = [find_person(writer.connection, tree, text) for text in asked.people]
        facts = read_words(writer.connection, INCLUSION.fields, words_of(asked.said))
        changed = take_state(writer, tree, library, person_ids, {**facts, "state": asked.state, "on": day})
        named = {one: describe_person(writer.connection, tree, one) for one in person_ids}
    lines = [describe_library(library)]
    for one, told in named.items():
        what = f"{chinese_day(day)}{DONE[asked.state]}" if one in changed else "已经是这样，没有重复登记"
        lines.append(f"  {what}：{told}")
    say("\n".join(lines))
    if asked.state == "used" and changed:
        whom = " ".join(number(Person, one) for one in changed)
        tell(f"提拔任职的同时登记成效：talentreg milestone log 提拔重用 {whom}")
