"""`talentreg import`: books in, with a page of plain words on what was done and what to look at."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.options import AsOf, Db, UnitName, one_of
from talentreg.cli.output import progress
from talentreg.errors import Malformed, Refused
from talentreg.files import check_place
from talentreg.intake.batch import Batch, find_files
from talentreg.intake.batch import read_books as read_batch
from talentreg.intake.options import OnMatch, Options
from talentreg.intake.sheet import Book
from talentreg.periods import chinese_day, today
from talentreg.places import register_path

_KINDS = "一个或几个表格文件，或放表格的文件夹：.xlsx .xls .et .ods .csv 等"

Files = Annotated[
    list[Path],
    typer.Argument(metavar="文件…", help=_KINDS, show_default=False, readable=False),
]
SomeFiles = Annotated[
    list[Path] | None,
    typer.Argument(metavar="文件…", help=_KINDS, show_default=False, readable=False),
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
Mapped = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="列名=项目",
        help="某列是什么，如 '手机=联系电话'；不要的写 '列名=忽略'；同样表头的表以后照办",
        show_default=False,
    ),
]
PlanFile = Annotated[
    Path | None,
    typer.Option(
        "--plan",
        metavar="计划文件",
        help="与 --dry-run 同用：把计划存成文件；不写表格单用：照存好的计划导入",
        show_default=False,
        readable=False,
    ),
]
Marked = Annotated[
    Path | None,
    typer.Option(
        "--marked",
        metavar="文件夹",
        help="有问题的表各存一份标出问题的副本，可发回去改",
        show_default=False,
        readable=False,
    ),
]
AllowErased = Annotated[bool, typer.Option("--allow-erased", help="已抹除的人也重新登记（用新的编号）")]
Force = Annotated[bool, typer.Option("--force", help="覆盖同名的计划文件和副本")]


def import_files(
    files: SomeFiles = None,
    dry_run: DryRun = False,
    unit: UnitName = None,
    as_of: AsOf = None,
    on_match: OnMatchWord = OnMatch.FILL.value,
    mapped: Mapped = None,
    strict: Strict = False,
    allow_erased: AllowErased = False,
    plan: PlanFile = None,
    marked: Marked = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """Plan the import of some files, and carry the plan out unless it is a dry run."""
    if not files:
        given = unit or as_of or mapped or marked or force or allow_erased
        if given or on_match != OnMatch.FILL.value:
            raise Malformed("照存好的计划导入时只写 --plan", "单位、日期等在存计划时已定；要改请重新试导入")
        _carry_out(plan, register_path(db), dry_run=dry_run, strict=strict)
        return
    if plan and not dry_run:
        raise Malformed("表格和 --plan 同写时要加 --dry-run", "照存好的计划导入：import --plan 文件")
    if plan:
        check_place(plan, force=force)
    _refuse_coming(as_of)
    told = _choices(mapped) if mapped else {}
    # What the rest needs takes half a second to load: time in which a large workbook is read anyway.
    batch = read_files(files, meanwhile=lambda: import_module("talentreg.cli.taking_in"))
    from talentreg.cli.taking_in import Task, Wishes, take_in

    task = Task(register_path(db), "import", dry_run=dry_run, strict=strict)
    options = Options(unit, as_of, OnMatch(on_match), told=told, allow_erased=allow_erased)
    take_in(task, batch, options, Wishes(plan, marked, force))


def read_files(files: list[Path], meanwhile: Callable[[], object] = lambda: None) -> Batch:
    """Read some files and folders of them, with a progress bar when it takes long."""
    found = find_files(once(files))
    with progress("读取文件", len(found)) as step:
        return read_batch(found, step, meanwhile)


def read_books(files: list[Path]) -> list[Book]:
    """Read some files, all of which must be readable."""
    batch = read_files(files)
    for _, refusal in batch.unread:
        raise refusal
    return list(batch.books)


def once(files: list[Path]) -> list[Path]:
    """Refuse a file named twice: its rows would be called duplicates of themselves."""
    twice = [path for path, times in Counter(path.absolute() for path in files).items() if times > 1]
    if twice:
        raise Refused(f"{twice[0].name} 写了两遍", "每个文件写一次即可")
    return files


def _choices(mapped: list[str]) -> dict[str, str]:
    """Read what columns are said to hold."""
    from talentreg.intake.choices import parse_choice

    return dict(parse_choice(text) for text in mapped)


def _carry_out(plan: Path | None, register: Path, *, dry_run: bool, strict: bool) -> None:
    """Carry out a saved plan; without one there is nothing to do."""
    if plan is None:
        raise Malformed("缺少 文件", "写表格文件或放表格的文件夹，如 talentreg import 登记表.xlsx")
    if dry_run:
        raise Malformed("存好的计划不用再试", "去掉 --dry-run 即照计划导入；要重新试导入请写上表格")
    from talentreg.cli.taking_in import Task, carry_out_saved

    carry_out_saved(Task(register, "import", strict=strict), plan)


def _refuse_coming(as_of: date | None) -> None:
    if as_of and as_of > today():
        raise Refused(f"--as-of {chinese_day(as_of)}还没有到", f"今天是{chinese_day(today())}")
