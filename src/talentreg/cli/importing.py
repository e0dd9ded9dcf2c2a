"""`talentreg import`: books in, with a page of plain words on what was done and what to look at."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from talentreg.cli.import_page import print_page, print_problems
from talentreg.cli.options import AsOf, Db, UnitName, one_of
from talentreg.cli.output import progress, tell, warn
from talentreg.errors import ExitCode, Refused
from talentreg.intake.commit import commit_plan, rows_to_write
from talentreg.intake.ledger import OnMatch
from talentreg.intake.plan import Outcome, Plan
from talentreg.intake.planning import Options, make_plan
from talentreg.intake.reading import read_book
from talentreg.intake.sheet import Book
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.store.audit import record_audit
from talentreg.store.register import Register, open_blank, open_for_reading, open_for_writing

Files = Annotated[
    list[Path],
    typer.Argument(metavar="文件…", help="一个或几个 .xlsx、.csv 文件", show_default=False, readable=False),
]
OnMatchWord = Annotated[
    str,
    typer.Option(
        "--on-match",
        metavar="fill|update|skip",
        parser=one_of([mode.value for mode in OnMatch]),
        help="已登记的人：fill 只补空白（默认）、update 以表为准、skip 不动",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只说明会做什么，不写入")]
Strict = Annotated[bool, typer.Option("--strict", help="有一行不能导入就整批不写")]


def import_files(
    files: Files,
    dry_run: DryRun = False,
    unit: UnitName = None,
    as_of: AsOf = None,
    on_match: OnMatchWord = OnMatch.FILL.value,
    strict: Strict = False,
    db: Db = None,
) -> None:
    """Plan the import of some files, and carry the plan out unless it is a dry run."""
    if as_of and as_of > today():
        raise Refused(f"--as-of {chinese_day(as_of)}还没有到", f"今天是{chinese_day(today())}")
    books = read_books(once(files))
    options = Options(unit, as_of, OnMatch(on_match))
    take_in(register_path(db), "import", books, options, dry_run=dry_run, strict=strict)


def take_in(
    path: Path, command: str, books: list[Book], options: Options, *, dry_run: bool, strict: bool = False
) -> None:
    """Plan what some books hold, carry it out unless it is a dry run, and print the page on it."""
    plan = _dry_run(path, command, books, options) if dry_run else None
    plan = plan or _import(path, command, books, options, strict=strict)
    print_page(plan, dry_run=dry_run)
    if plan.totals[Outcome.REJECTED]:
        raise typer.Exit(ExitCode.PARTIAL)


def once(files: list[Path]) -> list[Path]:
    """Refuse a file named twice: its rows would be called duplicates of themselves."""
    twice = [path for path, times in Counter(path.absolute() for path in files).items() if times > 1]
    if twice:
        raise Refused(f"{twice[0].name} 写了两遍", "每个文件写一次即可")
    return files


def read_books(files: list[Path]) -> list[Book]:
    """Read some files, with a progress bar when it takes long."""
    books = []
    with progress("读取文件", len(files)) as step:
        for path in files:
            books.append(read_book(path))
            step()
    return books


def _dry_run(path: Path, command: str, books: list[Book], options: Options) -> Plan:
    register = open_for_reading(path) if path.exists() else open_blank()
    with register.reading() as connection:
        plan = _plan(connection, books, options)
    note_dry_run(register, command, len(plan.files))
    return plan


def note_dry_run(register: Register, command: str, files: int) -> None:
    """Leave an audit entry in an existing register; one that cannot be written is none the worse."""
    if register.path is None:
        return
    try:
        record_audit(open_for_writing(register.path), f"{command} --dry-run", f"试导入{files}个文件")
    except Refused:
        tell("登记册只读，本次试导入未留痕")


def _import(path: Path, command: str, books: list[Book], options: Options, *, strict: bool) -> Plan:
    names = " ".join(book.name for book in books)
    with open_for_writing(path).changing(f"{command} {names}") as writer:
        plan = _plan(writer.connection, books, options)
        if strict and plan.totals[Outcome.REJECTED]:
            print_problems(plan, warn)
            raise Refused(
                f"有{plan.totals[Outcome.REJECTED]}行不能导入，按 --strict 整批没有写入", "改好后重新导入"
            )
        with progress("写入登记册", rows_to_write(plan)) as step:
            commit_plan(plan, writer, step)
    return plan


def _plan(connection: Connection, books: list[Book], options: Options) -> Plan:
    """Plan an import; every row is read once and decided on once."""
    rows = sum(len(sheet.rows) for book in books for sheet in book.sheets)
    with progress("核对各行", 2 * rows) as step:
        return make_plan(connection, books, options, step)
