"""What the commands share that take people off a list they were put on by mistake."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, RowMapping

from talentreg.cli.output import say
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.store.changes import Writer
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_writing
from talentreg.store.units import UnitTree, load_units


@dataclass(frozen=True, slots=True)
class Host:
    """A kind of thing that has a list of people; `done` is said of who was dropped, `hint` without any."""

    command: str
    find: Callable[[Connection, str], RowMapping]
    describe: Callable[[RowMapping], str]
    drop: Callable[[Writer, UnitTree, RowMapping, Sequence[int]], None]
    done: str = "已从名单上删除"
    hint: str = "写姓名、编号或 姓名@社区"


def drop_people(host: Host, called: str, people: Sequence[str] | None, db: Path | None) -> None:
    """Take people off the list of the one thing a text means, all or none, and say so."""
    if not people:
        raise Malformed("缺少 人", host.hint)
    with open_for_writing(register_path(db)).changing(f"{host.command} drop") as writer:
        tree = load_units(writer.connection)
        row = host.find(writer.connection, called)
        person_ids = list(dict.fromkeys(find_person(writer.connection, tree, text) for text in people))
        host.drop(writer, tree, row, person_ids)
        named = [describe_person(writer.connection, tree, one) for one in person_ids]
    say("\n".join([host.describe(row), *(f"  {host.done}：{one}" for one in named)]))
