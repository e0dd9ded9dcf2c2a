"""`talentreg merge`: two records of one person become one; `undo` takes them apart again."""

from collections.abc import Sequence
from typing import Annotated

import typer
from sqlalchemy import Connection

from talentreg.cli.options import Db, PersonName
from talentreg.cli.output import say
from talentreg.errors import Malformed, Refused
from talentreg.places import register_path
from talentreg.records.fields import Column, id_from_number, number
from talentreg.records.masking import HIDDEN
from talentreg.records.person import Person
from talentreg.records.text import fold
from talentreg.store.merging import Merged, merge_people
from talentreg.store.merging_fields import EXTRA
from talentreg.store.people import describe_person, find_person, person_row
from talentreg.store.register import open_for_writing
from talentreg.store.typed import PERSON_FIELDS, PLACE, find_field, names_field
from talentreg.store.units import load_units


def merge(
    person: PersonName,
    other: Annotated[
        str,
        typer.Argument(metavar="另一条", help="并进来的那一条登记，写法同上", show_default=False),
    ],
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep",
            metavar="字段=人",
            help="这一项以谁为准：学历=A（前者）、=B（后者）或 =编号；可写几次",
            show_default=False,
        ),
    ] = None,
    overrule: Annotated[
        bool, typer.Option("--overrule", help="以前记为不是同一人的，现在确认是同一人")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会怎样合并，不合并")] = False,
    db: Db = None,
) -> None:
    """Merge the second person into the first, whose number stays; the other number still finds them."""
    with open_for_writing(register_path(db)).changing("merge", dry_run=dry_run) as writer:
        tree = load_units(writer.connection)
        two = [find_person(writer.connection, tree, text) for text in (person, other)]
        _refuse_same(two, (person, other))
        lines = [describe_person(writer.connection, tree, one) for one in two]
        chosen = _read_keep(writer.connection, keep or [], two)
        done = merge_people(writer, tree, two[0], two[1], chosen, overrule=overrule)
        lines[0] = describe_person(writer.connection, tree, two[0])
    _say_done(done, lines, dry_run=dry_run)
    if dry_run:
        say("这是试合并，登记册没有改动；去掉 --dry-run 即合并")
    else:
        say(f"如需分开：talentreg undo {writer.set_id}")


def _refuse_same(two: Sequence[int], typed: Sequence[str]) -> None:
    """Refuse two words that mean one person, saying so if one is a number given up before."""
    if two[0] != two[1]:
        return
    numbers = {id_from_number(Person, text) for text in typed} - {None, *two}
    for gone in numbers:
        assert gone is not None
        raise Refused(
            f"{number(Person, gone)} 已经并入 {number(Person, two[0])}，没有改动",
            f"talentreg show {number(Person, two[0])} 看此人",
        )
    raise Refused(f"写的是同一个人：{number(Person, two[0])}", "请写两条不同的登记")


def _read_keep(connection: Connection, words: Sequence[str], two: Sequence[int]) -> dict[str, int]:
    """Read FIELD=PERSON words: whose value counts, by field."""
    others = {fold(heading): heading for one in two for heading in person_row(connection, one)["extra"] or {}}
    dated = ("enrolled_on", "intention", "intention_reason")
    known: dict[str, Column] = {name: column for name, column in PERSON_FIELDS.items() if name not in dated}
    chosen: dict[str, int] = {}
    for word in words:
        heading, sign, whose = word.replace("＝", "=").rpartition("=")
        if not sign:
            raise Malformed(f"「{word}」不是 字段=人 的写法", f"如 --keep 学历={number(Person, two[1])}")
        extra = None if names_field(known, heading) else others.get(fold(heading))
        name = f"{EXTRA}{extra}" if extra else find_field(known, heading)
        if name in chosen:
            raise Malformed(f"--keep {heading}写了两遍")
        chosen[name] = _one_of(two, whose.strip())
    return chosen


def _one_of(two: Sequence[int], text: str) -> int:
    """Return which of two people a word means: A, B, or a number."""
    places = {"A": two[0], "B": two[1]}
    person_id = places.get(fold(text).upper()) or id_from_number(Person, text)
    if person_id is None or person_id not in two:
        shown = [number(Person, one) for one in two]
        raise Malformed(f"「{text}」不是要合并的人", f"可写：A（{shown[0]}）、B（{shown[1]}）")
    return person_id


def _say_done(done: Merged, lines: Sequence[str], *, dry_run: bool) -> None:
    """Say what became of everything the two records hold."""
    gone = number(Person, done.other)
    say(f"{'将合并' if dry_run else '已合并'}：{lines[0]}")
    say(f"并入的：{lines[1]}")
    say(f"  以后用 {gone} 仍能找到此人")
    for edit in done.filled:
        say(f"补上{edit.heading}：{edit.after}")
    for edit in done.joined:
        say(f"{edit.heading}合在一起：{edit.after}".replace("\n", "；"))
    for edit in done.given_up:
        hidden = f"（{HIDDEN}）" if edit.after == edit.before else ""
        say(f"{edit.heading}不同，用「{edit.after}」，不用「{edit.before}」{hidden}")
        if edit.heading == PLACE.heading:
            say("  以前的联络仍计在当时的单位")
    if done.given_up and dry_run:
        say(f"  要换成另一方的，加 --keep，如 --keep {done.given_up[0].heading}={gone}")
    say(f"在库状态：{done.status or '未填'}；所属单位：{done.unit or '未填'}")
    mine, theirs, together = done.contacts
    twice = f"，其中{done.twice}次两边都登记过，只计一次" if done.twice else ""
    say(f"联络：{mine}次和{theirs}次，合并后{together}次{twice}")
    for title, count in done.work.items():
        say(f"{title}：{count}条两边都登记过，合成一条")
