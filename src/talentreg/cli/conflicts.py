"""`talentreg conflicts list`: what the register and a book say differently, and waits for a decision."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.conflicts_book import Book, write_book
from talentreg.cli.help_text import wrapped
from talentreg.cli.lists import AsCsv, Force, Limit, refuse_two_documents, tell_of_more
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.cli.output import on_terminal, print_csv, print_json, say, screen_width, tell
from talentreg.errors import Malformed
from talentreg.places import register_path
from talentreg.records.fields import number
from talentreg.records.masking import HIDDEN
from talentreg.records.person import Person
from talentreg.records.vocabulary import CHOICE
from talentreg.store.conflicts import (
    Case,
    Sought,
    State,
    find_conflict_field,
    read_cases,
)
from talentreg.store.conflicts_origin import Origin, offered_from, stored_from
from talentreg.store.people import find_person
from talentreg.store.register import open_for_reading
from talentreg.store.units import UnitTree, load_units
from talentreg.store.verdicts import Thing

USUAL = 50
NAMES = (
    *("conflict", "person", "name", "unit", "field", "heading", "state", "stored", "offered", "now"),
    *("now_source", "offered_source", "choice", "chosen", "decided_on"),
)
FieldName = Annotated[
    str, typer.Option("--field", metavar="字段", help="只看一个字段，如 联系电话", show_default=False)
]


def list_conflicts(
    person: Annotated[
        str | None,
        typer.Argument(metavar="人", help="编号、电话、身份证号、姓名，或 姓名@社区", show_default=False),
    ] = None,
    unit: UnitName = None,
    field: FieldName = "",
    limit: Limit = None,
    everything: Annotated[bool, typer.Option("--all", help="连同已核对的、登记册后来改过的")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    xlsx: Annotated[
        Path | None,
        typer.Option(
            "--xlsx", metavar="文件", help="写成核对表，填好「采用」再用 resolve --from 读回", readable=False
        ),
    ] = None,
    masked: Annotated[bool, typer.Option("--masked", help="核对表里遮挡电话、身份证号等号码")] = False,
    force: Force = False,
    db: Db = None,
) -> None:
    """List the conflicts nobody has decided on, each with both values and where they came from."""
    refuse_two_documents(as_json=as_json, as_csv=as_csv)
    if xlsx and (as_json or as_csv or everything):
        raise Malformed("--xlsx 写待核对的出入，不能和 --json、--csv、--all 一起用", "请分两次列出")
    register = open_for_reading(register_path(db))
    with register.reading() as connection:
        tree = load_units(connection)
        sought = read_sought(connection, tree, person, unit, field)
        found = read_cases(connection, tree, Sought(*sought, everything))
        chosen = [case for case in found if everything or case.state is State.OPEN]
        listed = chosen[: limit or (None if as_json or as_csv or xlsx or not on_terminal() else USUAL)]
        origins = stored_from(connection, listed)
    if xlsx:
        write_book(register, Book(xlsx, unit or "", masked, force), tree, listed, origins)
    elif as_json:
        print_json([_document(case, tree, origins) for case in listed])
    elif as_csv:
        documents = (_flat(_document(case, tree, origins)) for case in listed)
        print_csv(NAMES, ([one[name] for name in NAMES] for one in documents))
    else:
        _print(listed, tree, origins)
        _say_count(found, chosen, listed)


def read_sought(
    connection: Connection, tree: UnitTree, person: str | None, unit: str | None, field: str
) -> tuple[int | None, int | None, str | None]:
    """Read whose conflicts of which unit and field are meant; raises Unknown or Malformed."""
    return (
        find_person(connection, tree, person) if person else None,
        tree.find(unit).id if unit else None,
        find_conflict_field(connection, field) if field else None,
    )


def called(case: Case, tree: UnitTree) -> str:
    """Write what a conflict is about in one line; the unit above all others goes without saying."""
    top = tree.top()
    unit = tree.path(case.unit_id).removeprefix(f"{top.name}/" if top else "")
    parts = (case.number, f"{number(Person, case.person_id)} {case.name}", unit)
    return "  ".join(part for part in (*parts, case.column.heading) if part)


def _print(cases: Sequence[Case], tree: UnitTree, origins: Mapping[Thing, Origin]) -> None:
    for case in cases:
        say(called(case, tree))
        for line in _lines(case, tree, origins.get(case.thing)):
            _say_below(line.replace("\n", " "))


def _say_below(line: str) -> None:
    """Say what belongs to the line above, set in; on a screen its further lines a little more."""
    width = screen_width()
    first, *more = wrapped(line, width - 6) if width else [line]
    say(f"    {first}")
    for rest in more:
        say(f"      {rest}")


def _lines(case: Case, tree: UnitTree, origin: Origin | None) -> list[str]:
    source = f"  {origin.told()}" if origin else ""
    is_open, stored = case.state is State.OPEN, f"登记册「{_shown(case, tree, case.kept)}」"
    offered = f"来表　「{_shown(case, tree, case.offered)}」  {offered_from(case).told()}"
    return [
        stored + source if is_open else stored,
        offered,
        *([f"（{HIDDEN}，用 --xlsx 写成核对表可看）"] if _differs_unseen(case, tree) else []),
        *([] if is_open else [_since(case, tree) + source]),
    ]


def _differs_unseen(case: Case, tree: UnitTree) -> bool:
    """Whether two values differ only in what masking hides."""
    if not case.column.mask or case.kept == case.offered:
        return False
    return _shown(case, tree, case.kept) == _shown(case, tree, case.offered)


def _since(case: Case, tree: UnitTree) -> str:
    """Say why a conflict no longer waits."""
    now = f"登记册现为「{_shown(case, tree, case.now)}」"
    if case.state is State.DECIDED:
        choice, chosen = CHOICE.text(case.choice or ""), _shown(case, tree, case.chosen)
        return f"已在{case.decided_on}核对，采用{choice}「{chosen}」；{now}"
    if case.state is State.SAME:
        return "已不再有出入：登记册已是来表的内容"
    return now.replace("现为", "已改为")


def _shown(case: Case, tree: UnitTree, value: str | None) -> str:
    return case.shown(tree, value) or "空白"


def _say_count(found: Sequence[Case], chosen: Sequence[Case], listed: Sequence[Case]) -> None:
    states = Counter(case.state for case in found)
    waiting = states[State.OPEN]
    if not chosen:
        say("没有待核对的出入")
    else:
        told = f"共{len(chosen)}处" + (f"，其中待核对{waiting}处" if waiting < len(chosen) else "待核对")
        say(told + (f"，这里列出前{len(listed)}" if len(listed) < len(chosen) else ""))
    if len(listed) < len(chosen):
        tell_of_more(len(chosen))
    others = states[State.SAME] + states[State.CHANGED]
    if others and len(chosen) == waiting:
        tell(f"另有{others}处登记册后来改过，不用再核对；加 --all 可看")
    if waiting:
        tell(f"定一处：talentreg conflicts resolve {_first_open(chosen).number} --use 登记册（或 来表）")
        tell("成批核对：talentreg conflicts list --xlsx 核对.xlsx")
        tell("填好后读回：talentreg conflicts resolve --from 核对.xlsx")


def _first_open(cases: Sequence[Case]) -> Case:
    return next(case for case in cases if case.state is State.OPEN)


def _document(case: Case, tree: UnitTree, origins: Mapping[Thing, Origin]) -> dict[str, Any]:
    """Return a conflict for JSON; numbers are masked, words of closed lists are their codes."""
    return {
        "conflict": case.number,
        "person": number(Person, case.person_id),
        "name": case.name,
        "unit": tree.path(case.unit_id) or None,
        "field": case.field,
        "heading": case.column.heading,
        "state": case.state.value,
        **{name: _coded(case, tree, getattr(case, name)) for name in ("stored", "offered", "now")},
        "now_source": _source(origins.get(case.thing)),
        "offered_source": _source(offered_from(case)),
        "choice": case.choice,
        "chosen": _coded(case, tree, case.chosen),
        "decided_on": case.decided_on,
    }


def _coded(case: Case, tree: UnitTree, value: str | None) -> str | None:
    return value if case.column.vocabulary else case.shown(tree, value) or None


def _source(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    place = {"file": origin.file, "sheet": origin.sheet, "line": origin.line} if origin.file else {}
    return {
        "on": origin.on,
        **place,
        "who": origin.who or None,
        "command": origin.command or None,
        "told": origin.told(),
    }


def _flat(document: dict[str, Any]) -> dict[str, Any]:
    sources = ("now_source", "offered_source")
    return document | {name: document[name]["told"] if document[name] else None for name in sources}
