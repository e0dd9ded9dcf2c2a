"""`import` of every ledger: books of events, requests, documents in, with every row accounted for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from talentreg.cli.import_page import print_problems, print_sheets, told_sum
from talentreg.cli.importing import DryRun, Files, Marked, read_books
from talentreg.cli.ledger import Run
from talentreg.cli.lists import Force
from talentreg.cli.marking import check_marked_copies, write_marked_copies
from talentreg.cli.options import Db, one_of
from talentreg.cli.output import LONGEST_CELL, manner, progress, say, shortened, tell
from talentreg.cli.taking_in import note_dry_run
from talentreg.errors import ExitCode, Malformed
from talentreg.intake.ledger_books import LedgerAccount, LedgerWish, take_ledgers
from talentreg.intake.options import OnMatch
from talentreg.intake.plan import Outcome
from talentreg.intake.sheet import Book
from talentreg.places import register_path
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.masking import mask_free_text
from talentreg.store.changes import Writer
from talentreg.store.ledger_sheets import command_of, family, told_person
from talentreg.store.register import open_blank, open_for_writing
from talentreg.store.typed import names_field, read_words

SHOWN = 20
"""Corrected rows listed; the rest are counted."""

Given = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="字段=内容",
        help="表里没有的一项，没写它的每一行都照此登记，如 --set 专项行动=春节走访",
        show_default=False,
    ),
]
Enrol = Annotated[
    bool,
    typer.Option("--enrol", help="登记册里没有的人一并登记：表里要有他们的电话、身份证号或所属单位"),
]
Home = Annotated[
    str | None,
    typer.Option(
        "--unit", metavar="单位", help="没写单位的行记在哪个单位；只有姓名的人也在其中找", show_default=False
    ),
]
OnMatchWord = Annotated[
    str,
    typer.Option(
        "--on-match",
        metavar="fill|update|skip",
        parser=one_of([mode.value for mode in OnMatch]),
        help="已登记的：fill 只补空白（默认）、update 以表为准、skip 不动；写了编号的行总是以表为准",
    ),
]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the words of the command ask for."""

    ledger: Ledger
    unit: str | None
    given: Sequence[str]
    on_match: OnMatch
    marked: Path | None
    force: bool
    enrol: bool = False

    def __post_init__(self) -> None:
        """Refuse to enter people from sheets that name none."""
        if self.enrol and not any(told_person(one)[1] for one in family(self.ledger)):
            raise Malformed(f"{self.ledger.title}表里没有人", "--enrol 只用于写有人的表")


def make(ledger: Ledger, always: Sequence[str] = ()) -> Run:
    """Make the command that takes books of a ledger in; what rows do not say is `always` so."""

    def import_ledger(
        files: Files,
        dry_run: DryRun = False,
        unit: Home = None,
        given: Given = None,
        on_match: OnMatchWord = OnMatch.FILL.value,
        enrol: Enrol = False,
        marked: Marked = None,
        force: Force = False,
        db: Db = None,
    ) -> None:
        asked = _Asked(ledger, unit, (*always, *(given or ())), OnMatch(on_match), marked, force, enrol)
        books = read_books(files)
        account = _take_in(asked, books, register_path(db), dry_run=dry_run)
        _print_page(account, dry_run=dry_run)
        _mark(asked, books, account, dry_run=dry_run)
        if account.totals[Outcome.REJECTED]:
            raise typer.Exit(ExitCode.PARTIAL)

    return import_ledger


def _take_in(asked: _Asked, books: list[Book], path: Path, *, dry_run: bool) -> LedgerAccount:
    """Enter the rows of some books; what is only tried is taken back, and creates no register."""
    register = open_blank() if dry_run and not path.exists() else open_for_writing(path)
    command = f"{command_of(asked.ledger)} import"
    names = " ".join(book.name for book in books)
    with register.changing(f"{command} {names}", dry_run=dry_run) as writer:
        account = _enter(writer, asked, books)
        if asked.marked:
            check_marked_copies(asked.marked, books, account, force=asked.force)
    if dry_run:
        note_dry_run(register, command, len(books))
    return account


def _enter(writer: Writer, asked: _Asked, books: list[Book]) -> LedgerAccount:
    given = _given(writer.connection, asked)
    wish = LedgerWish(asked.ledger, asked.unit, asked.on_match, given, asked.enrol)
    rows = sum(len(sheet.rows) for book in books for sheet in book.sheets)
    with progress("登记各行", rows) as step:
        return take_ledgers(writer, books, wish, step)


def _given(connection: Connection, asked: _Asked) -> dict[str, dict[str, Any]]:
    """Read what is said of all rows, for every ledger a book may hold that has such a field."""
    said: dict[str, list[str]] = {one.name: [] for one in family(asked.ledger)}
    for word in asked.given:
        name = word.replace("＝", "=").partition("=")[0]
        knowing = [one for one in family(asked.ledger) if names_field(one.fields, name)]
        for one in knowing or [asked.ledger]:
            said[one.name].append(word)
    return {name: read_words(connection, LEDGERS[name].fields, words) for name, words in said.items()}


def _mark(asked: _Asked, books: list[Book], account: LedgerAccount, *, dry_run: bool) -> None:
    """Write copies of the books with what there is to look at marked in them."""
    if not asked.marked:
        return
    called = None if dry_run else (lambda _: "")
    copies = write_marked_copies(asked.marked, books, account, called, force=asked.force)
    for copy in copies:
        tell(f"问题已标在 {copy.path}" + "".join(f"；{remark}" for remark in copy.remarks))
    if not copies:
        tell("没有要标出的问题，没有写副本")


def _print_page(account: LedgerAccount, *, dry_run: bool) -> None:
    print_sheets(account)
    print_problems(account, say)
    if not manner.quiet:
        _print_edits(account)
        if account.new_people:
            say()
            say(f"新登记人才（{len(account.new_people)}）：{'、'.join(account.new_people)}")
        if account.new_staff:
            say()
            say(f"新登记工作人员（{len(account.new_staff)}）：{'、'.join(account.new_staff)}")
        say()
    say("\n".join(_summary(account, dry_run=dry_run)))


def _print_edits(account: LedgerAccount) -> None:
    """List what was corrected or filled in, field by field."""
    if not account.edits:
        return
    shown = account.edits if manner.verbose else account.edits[:SHOWN]
    say()
    say(f"更新（{len(account.edits)}）")
    for called, edits in shown:
        told = "；".join(f"{one.heading}：{_cut(one.before)} → {_cut(one.after)}" for one in edits)
        say(f"  {called}  {mask_free_text(told)}")
    if len(shown) < len(account.edits):
        say(f"  ……还有{len(account.edits) - len(shown)}，--verbose 全部列出")


def _cut(text: str) -> str:
    return shortened(text, LONGEST_CELL) or "（空）"


def _summary(account: LedgerAccount, *, dry_run: bool) -> list[str]:
    lines = [told_sum(account)]
    if manner.quiet:
        return lines
    if not account.written:
        nothing = "没有写入任何内容" if account.totals[Outcome.REJECTED] else "没有变化：登记册里已经都有了"
        return [*lines, nothing]
    done = "，".join(f"{outcome.value}{title}{count}" for (outcome, title), count in account.written.items())
    lines.append(f"{'将写入' if dry_run else '已写入'}：{done}")
    if dry_run:
        return [*lines, "这是试导入，登记册没有改动；去掉 --dry-run 即写入"]
    return [*lines, "如需整批取消：talentreg undo"]
