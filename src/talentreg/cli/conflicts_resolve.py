"""`talentreg conflicts resolve`: say which of two values is right: one by one, in bulk, by workbook."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.conflicts import FieldName, called, read_sought
from talentreg.cli.conflicts_answers import Read, read_decisions
from talentreg.cli.options import Db, On, UnitName, word_of
from talentreg.cli.output import manner, say, tell
from talentreg.errors import ExitCode, Malformed
from talentreg.intake.answers import read_answers
from talentreg.periods import today
from talentreg.places import register_path
from talentreg.records.masking import HIDDEN
from talentreg.records.vocabulary import CHOICE
from talentreg.store.conflicts import Sought, State, count_waiting, find_cases, read_cases
from talentreg.store.conflicts_resolve import Decided, Deciding, Decision, Left
from talentreg.store.entering import denied_by_id_number
from talentreg.store.people import person_row
from talentreg.store.register import open_for_reading, open_for_writing
from talentreg.store.units import UnitTree, load_units
from talentreg.workbooks.conflicts import ANSWERED

SHOWN = 20
"""Decisions printed one by one; of more only the sums are told, unless asked for."""

_IDENTITY = ("id_number", "sex", "birth")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words and options of a command ask for."""

    numbers: Sequence[str]
    use: str | None
    value: str | None
    unit: str | None
    field: str
    everything: bool


def resolve(
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="编号…", help="出入的编号，如 X000012", show_default=False),
    ] = None,
    use: Annotated[
        str | None,
        typer.Option("--use", metavar="采用", parser=word_of(CHOICE), help="哪个对：登记册，或 来表"),
    ] = None,
    value: Annotated[
        str | None,
        typer.Option("--value", metavar="内容", help="都不对，正确的是什么；空白即清空", show_default=False),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="全部待核对的，可用 --unit、--field 限定")
    ] = False,
    unit: UnitName = None,
    field: FieldName = "",
    book: Annotated[
        Path | None, typer.Option("--from", metavar="核对表", help="读回 list --xlsx 写出、已填好的核对表")
    ] = None,
    on: On = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会怎样定，不改登记册")] = False,
    db: Db = None,
) -> None:
    """Put the right value into the register and keep the decision: the same two are not asked again."""
    asked = Asked(numbers or (), use, value, unit, field, everything)
    _refuse_unclear(asked, book)
    answers = read_answers(book, ANSWERED, "请用 conflicts list --xlsx 写出的核对表") if book else []
    path = register_path(db)
    open_for_reading(path)  # without a register there is nothing to decide, and none is to come into being
    with open_for_writing(path).changing("conflicts resolve", dry_run=dry_run) as writer:
        tree = load_units(writer.connection)
        deciding = Deciding(writer, tree, on or today())
        read = read_decisions(deciding, answers) if book else Read(_decisions(deciding, asked))
        done, left = deciding.decide_each(read.decisions)
        if left and asked.numbers:
            raise left[0].reason
        denied = _denied(deciding, done)
        waiting = count_waiting(writer.connection)
    _print_done(done, tree)
    _print_left(left, read)
    _say_count(done, read, waiting)
    _say_denied(denied, dry_run=dry_run)
    if left or read.unclear:
        if book:
            tell("没有采用的改好后再读回一次，核对过的不会重做")
        raise typer.Exit(ExitCode.PARTIAL)


def _say_denied(denied: Sequence[str], *, dry_run: bool) -> None:
    for line in denied:
        tell(line)
    if dry_run:
        say("这是试办，登记册没有改动；去掉 --dry-run 即办理")


def _refuse_unclear(asked: Asked, book: Path | None) -> None:
    """Refuse words that do not say together what is to be done."""
    how = "如 talentreg conflicts resolve X000012 --use 来表"
    if book:
        if asked != Asked((), None, None, None, "", False):
            raise Malformed("--from 读回核对表，只能和 --on 一起用", "采用哪个写在核对表里")
        return
    if asked.use == "other":
        raise Malformed("--use 写登记册或来表；都不对请用 --value", "如 --value 15412345678")
    if asked.use and asked.value is not None:
        raise Malformed("--use 和 --value 只能选一个", how)
    if asked.everything and (asked.numbers or not asked.use):
        raise Malformed("--all 要和 --use 一起用，不写编号", "如 --all --field 学历 --use 来表")
    if not asked.everything and (asked.unit or asked.field):
        raise Malformed("成批核对请加 --all", "如 --all --unit 临江街道 --field 学历 --use 来表")
    if not asked.everything and not asked.numbers:
        raise Malformed("没有写核对哪一处", f"{how}；talentreg conflicts list 列出编号")
    if not asked.use and asked.value is None:
        raise Malformed("没有写采用哪个", f"{how}，或 --value 正确内容")
    if asked.value is not None and len(asked.numbers) > 1:
        raise Malformed("--value 一次只能定一处", "请逐处写，或用 conflicts list --xlsx 写成核对表")


def _decisions(deciding: Deciding, asked: Asked) -> list[Decision]:
    """Return one decision for every conflict that is meant."""
    connection, tree = deciding.writer.connection, deciding.tree
    if asked.everything:
        sought = Sought(*read_sought(connection, tree, None, asked.unit, asked.field))
        cases = [one for one in read_cases(connection, tree, sought) if one.state is State.OPEN]
    else:
        cases = find_cases(connection, tree, asked.numbers)
    return [Decision(case, asked.use or "other", asked.value or "", case.number) for case in cases]


def _denied(deciding: Deciding, done: Sequence[Decided]) -> list[str]:
    """Say of whom birth or sex now differs from the ID number."""
    touched = dict.fromkeys(one.case.person_id for one in done if one.case.field in _IDENTITY)
    rows = (dict(person_row(deciding.writer.connection, person_id)) for person_id in touched)
    return [
        f"{row['name']}：{field}与身份证号不一致，按采用的登记"
        for row in rows
        for field in denied_by_id_number(row)
    ]


def _print_done(done: Sequence[Decided], tree: UnitTree) -> None:
    shown = done if manner.verbose else done[:SHOWN]
    for one in shown:
        case = one.case
        value, before = (case.shown(tree, text) or "空白" for text in (one.value, case.now))
        hidden = f"（{HIDDEN}）" if value == before else ""
        changed = "，登记册不变" if one.value == case.now else f"，登记册原为「{before}」{hidden}"
        say(f"{called(case, tree)}：采用{CHOICE.text(one.choice)}「{value}」{changed}".replace("\n", " "))
    if len(done) > len(shown):
        say(f"……还有{len(done) - len(shown)}处，--verbose 全部列出")


def _print_left(left: Sequence[Left], read: Read) -> None:
    reasons = ((one.decision, one.reason.message) for one in left)
    told_left = [(one.place, told.removeprefix(f"{one.case.number} ")) for one, told in reasons]
    unclear = sorted([*read.unclear, *told_left], key=lambda one: (len(one[0]), one[0]))
    if unclear:
        say(f"没有采用、仍待核对（{len(unclear)}）")
    for place, told in unclear:
        say(f"  {place}：{told}")


def _say_count(done: Sequence[Decided], read: Read, waiting: int) -> None:
    counts = Counter(one.choice for one in done)
    told = "、".join(f"采用{word.text}{counts[word.code]}" for word in CHOICE.words if counts[word.code])
    more = f"；核对过的{read.again}处" if read.again else ""
    more += f"；没有填的{read.blank}处" if read.blank else ""
    say((f"已核对{len(done)}处：{told}" if done else "没有变化") + more + f"；登记册里还有{waiting}处待核对")
    if done:
        tell("如需撤回：talentreg undo")
