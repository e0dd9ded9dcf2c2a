"""`talentreg dupes`: pairs that may be one person, with reasons; nobody is ever merged by it unasked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection, func, select

from talentreg.cli.lists import (
    AsCsv,
    Force,
    Limit,
    refuse_two_documents,
    tell_of_columns,
    tell_of_more,
)
from talentreg.cli.options import AsJson, Db, UnitName
from talentreg.cli.output import on_terminal, print_csv, print_json, print_table, progress, say, tell
from talentreg.errors import Malformed, Refused
from talentreg.files import check_kind, check_place, new_file
from talentreg.likeness.pairs import LIKELY, Pair, find_pairs
from talentreg.likeness.people import Profile
from talentreg.places import register_path
from talentreg.records.fields import number, table
from talentreg.records.person import Person
from talentreg.store.audit import record_audit
from talentreg.store.distinct import load_distinct, note_distinct
from talentreg.store.people import describe_person, find_person
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.units import UnitTree, load_units

A_SCREENFUL = 50
"""Pairs a terminal shows unasked, each in two lines."""

_HEADS = (("把握", "right"), ("编号", "left"), ("姓名", "left"), ("单位", "left"), ("依据", "left"))
_FIELDS = (
    *("score", "first", "first_name", "first_unit", "second", "second_name", "second_unit"),
    *("reasons", "against", "distinct"),
)

No = Annotated[
    tuple[str, str] | None,
    typer.Option("--no", metavar="人 人", help="记下这两人不是同一人，以后不再列出", show_default=False),
]
Least = Annotated[
    int, typer.Option("--min", min=1, max=99, metavar="把握", help="只列把握不低于多少的（1–99）")
]
Xlsx = Annotated[
    Path | None,
    typer.Option("--xlsx", metavar="文件", help="写成核对表，由别人逐对填“决定”", readable=False),
]
Answers = Annotated[
    Path | None,
    typer.Option("--from", metavar="核对表", help="读回填好的核对表：合并，或记下不是", readable=False),
]


@dataclass(frozen=True, slots=True)
class Found:
    """Pairs with what tells their people: the tree of units, and who was said not to be the same.

    `hidden` counts the pairs left out because somebody said so.
    """

    pairs: Sequence[Pair]
    tree: UnitTree
    distinct: set[tuple[int, int]]
    hidden: int


def dupes(
    unit: UnitName = None,
    least: Least = LIKELY,
    everything: Annotated[bool, typer.Option("--all", help="连同已定为不是同一人的，加以注明")] = False,
    limit: Limit = None,
    no: No = None,
    xlsx: Xlsx = None,
    answers: Answers = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="核对表里写完整号码；须同时写 --purpose，并留痕")
    ] = False,
    purpose: Annotated[str, typer.Option(metavar="用途", help="为什么要看完整号码", show_default=False)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="和 --from 同用：只说明会办哪些，不办")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    force: Force = False,
    db: Db = None,
) -> None:
    """List pairs that may be one person, the likeliest first; take decisions on them."""
    refuse_two_documents(as_json=as_json, as_csv=as_csv)
    path = register_path(db)
    listing = [unit, everything, limit, as_json, as_csv, reveal, force, least != LIKELY]
    if (no is not None or answers is not None) and (any(listing) or xlsx or (no and answers)):
        raise Malformed("--no 和 --from 要单独用", "如 talentreg dupes --no R000012 R000045")
    if dry_run and not answers:
        raise Malformed("--dry-run 只和 --from 同用", "如 talentreg dupes --from 核对.xlsx --dry-run")
    if no or answers:
        open_for_reading(path)  # there is nothing to decide in a register that is only now made
    if no:
        _say_distinct(path, no)
    elif answers:
        from talentreg.cli.dupes_answers import settle_review  # what reads workbooks takes a while to load

        settle_review(path, answers, dry_run=dry_run)
    else:
        _refuse_output(xlsx, as_document=as_json or as_csv, reveal=reveal, purpose=purpose, force=force)
        found = _find(path, unit, least, everything=everything)
        if xlsx and found.pairs:
            _write(path, xlsx, found, limit, purpose if reveal else "", force=force)
        elif xlsx:
            _say_none(found, "，没有写核对表")
        else:
            _print(found, limit, as_json=as_json, as_csv=as_csv)


def _refuse_output(xlsx: Path | None, *, as_document: bool, reveal: bool, purpose: str, force: bool) -> None:
    """Refuse options that do not go together before any work is done for them."""
    if xlsx and as_document:
        raise Malformed("--json、--csv、--xlsx 只能选一个")
    if reveal and not xlsx:
        raise Malformed("--reveal 只和 --xlsx 同用", "看一个人的完整号码用 talentreg show")
    if reveal and not purpose.strip():
        raise Malformed("显示完整号码要写明用途", "如 --reveal --purpose 核对重复登记")
    if xlsx:
        check_kind(xlsx, ".xlsx")
        check_place(xlsx, force=force)


def _find(path: Path, unit: str | None, least: int, *, everything: bool) -> Found:
    with open_for_reading(path).reading() as connection:
        tree, distinct = load_units(connection), load_distinct(connection)
        scope = tree.find(unit).id if unit else None
        with progress("比对", _count(connection)) as step:
            pairs = find_pairs(connection, tree, least, scope, step)
    listed = [pair for pair in pairs if everything or pair.ids not in distinct]
    return Found(listed, tree, distinct, len(pairs) - len(listed))


def _count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(table(Person))) or 0


def _print(found: Found, limit: int | None, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        print_json([_document(found, pair) for pair in found.pairs[:limit]])
    elif as_csv:
        print_csv(_FIELDS, (_flat(_document(found, pair)) for pair in found.pairs[:limit]))
    else:
        _print_pairs(found, limit or (A_SCREENFUL if on_terminal() else None))


def _document(found: Found, pair: Pair) -> dict[str, Any]:
    people = {name: _who(found.tree, one) for name, one in (("first", pair.first), ("second", pair.second))}
    reasons = {"reasons": list(pair.reasons), "against": list(pair.against)}
    return {"score": pair.score, **people, **reasons, "distinct": pair.ids in found.distinct}


def _who(tree: UnitTree, one: Profile) -> dict[str, Any]:
    unit = tree.path(one.unit_id) or None
    return {"person": number(Person, one.id), "name": one.name, "unit": unit, "status": one.status}


def _flat(document: dict[str, Any]) -> list[object]:
    two = [document[name][part] for name in ("first", "second") for part in ("person", "name", "unit")]
    return [document["score"], *two, *(document[name] for name in ("reasons", "against", "distinct"))]


def _print_pairs(found: Found, limit: int | None) -> None:
    """Print each pair in two lines, what speaks for it beside the first, what against beside the second."""
    shown, total = found.pairs[:limit], len(found.pairs)
    if not shown:
        _say_none(found)
        return
    top = found.tree.top()
    above = f"{top.name}/" if top else ""
    rows = [row for pair in shown for row in _lines(found, pair, above)]
    left_out = print_table(_HEADS, rows, spare=[3])
    tell_of_columns(left_out, "用 --xlsx、--csv")
    say(f"共{total}对可能是同一人" + (f"，这里列出前{len(shown)}对" if len(shown) < total else ""))
    if len(shown) < total:
        tell_of_more(total)
    _tell_of_hidden(found)
    _tell_how_to_decide(found, shown)


def _say_none(found: Found, more: str = "") -> None:
    say(f"没有发现可能是同一人的登记{more}")
    _tell_of_hidden(found)


def _tell_of_hidden(found: Found) -> None:
    if found.hidden:
        tell(f"另有{found.hidden}对以前定为不是同一人，没有列出；加 --all 可看")


def _tell_how_to_decide(found: Found, shown: Sequence[Pair]) -> None:
    """Say what to type about the first pair nobody has decided on, and how others may decide on many."""
    waiting = [pair for pair in shown if pair.ids not in found.distinct]
    two = " ".join(number(Person, one) for one in (waiting or shown)[0].ids)
    if not waiting:
        tell(f"定错了、确是同一人：talentreg merge {two} --overrule")
        return
    which = "第一对" if waiting[0] is shown[0] else f"{two} "
    tell(f"{which}是同一人：talentreg merge {two}")
    tell(f"不是：talentreg dupes --no {two}")
    if len(found.pairs) > 1:
        tell("成批判断：talentreg dupes --xlsx 核对.xlsx，填好后用 --from 读回")


def _lines(found: Found, pair: Pair, above: str) -> list[list[object]]:
    against = ["已定不是同一人"] if pair.ids in found.distinct else []
    against += [f"但{'、'.join(pair.against)}"] if pair.against else []
    told = ["、".join(pair.reasons), "；".join(against)]
    units = [found.tree.path(one.unit_id).removeprefix(above) for one in (pair.first, pair.second)]
    people = [(number(Person, one.id), one.name) for one in (pair.first, pair.second)]
    return [
        [score, *who, unit, words]
        for score, who, unit, words in zip((pair.score, ""), people, units, told, strict=True)
    ]


def _say_distinct(path: Path, two: tuple[str, str]) -> None:
    with open_for_writing(path).changing("dupes --no") as writer:
        tree = load_units(writer.connection)
        one, other = (find_person(writer.connection, tree, text) for text in two)
        fresh = note_distinct(writer, one, other)
        lines = [describe_person(writer.connection, tree, each) for each in (one, other)]
    if not fresh:
        say("没有变化：以前已记为不是同一人")
        return
    say("已记为不是同一人，以后不再列出：")
    for line in lines:
        say(f"  {line}")
    tell("如需撤回：talentreg undo")


def _write(path: Path, xlsx: Path, found: Found, limit: int | None, purpose: str, *, force: bool) -> None:
    """Write the review workbook and leave an audit entry; full numbers are not written without one."""
    from talentreg.workbooks.review import write_review

    pairs = found.pairs[:limit]
    said = f"重复核对表，{len(pairs)}对" + (f"，完整号码，用途：{purpose}" if purpose else "")
    try:
        record_audit(open_for_writing(path), "dupes --xlsx" + (" --reveal" if purpose else ""), said)
    except Refused:
        if purpose:
            raise
        tell("登记册只读，本次出核对表未留痕")
    with new_file(xlsx, force=force) as file:
        write_review(file, pairs, found.tree, masked=not purpose)
    say(str(xlsx))
    masked = "" if purpose else "；号码已遮挡"
    tell(f"共{len(pairs)}对{masked}；填好“决定”后读回：talentreg dupes --from {xlsx}")
