"""`talentreg import`: books in, with a page of plain words on what was done and what to look at."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from talentreg.cli.options import AsOf, Db, UnitName, one_of
from talentreg.cli.output import print_table, say, tell
from talentreg.errors import ExitCode, Refused
from talentreg.intake.commit import commit_plan
from talentreg.intake.ledger import OnMatch
from talentreg.intake.plan import Outcome, Plan
from talentreg.intake.planning import Options, make_plan
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.reading import read_book
from talentreg.intake.sheet import Book
from talentreg.periods import chinese_day, today
from talentreg.places import register_path
from talentreg.records.masking import mask_free_text
from talentreg.store.audit import record_audit
from talentreg.store.register import Register, open_blank, open_for_reading, open_for_writing

SHOWN = 20
"""Problems of one weight printed in full; the rest are counted."""

PLACES = 50
"""Lines or cells named for one problem that recurs."""

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
    books = [read_book(path) for path in _once(files)]
    options = Options(unit, as_of, OnMatch(on_match))
    take_in(register_path(db), "import", books, options, dry_run=dry_run, strict=strict)


def take_in(
    path: Path, command: str, books: list[Book], options: Options, *, dry_run: bool, strict: bool = False
) -> None:
    """Plan what some books hold, carry it out unless it is a dry run, and print the page on it."""
    plan = _dry_run(path, command, books, options) if dry_run else None
    plan = plan or _import(path, command, books, options, strict=strict)
    _print_plan(plan, dry_run=dry_run)
    if plan.totals[Outcome.REJECTED]:
        raise typer.Exit(ExitCode.PARTIAL)


def _once(files: list[Path]) -> list[Path]:
    """Refuse a file named twice: its rows would be called duplicates of themselves."""
    twice = [path for path, times in Counter(path.absolute() for path in files).items() if times > 1]
    if twice:
        raise Refused(f"{twice[0].name} 写了两遍", "每个文件写一次即可")
    return files


def _dry_run(path: Path, command: str, books: list[Book], options: Options) -> Plan:
    register = open_for_reading(path) if path.exists() else open_blank()
    with register.reading() as connection:
        plan = make_plan(connection, books, options)
    _note_dry_run(register, command, plan)
    return plan


def _note_dry_run(register: Register, command: str, plan: Plan) -> None:
    """Leave an audit entry in an existing register; one that cannot be written is none the worse."""
    if register.path is None:
        return
    try:
        record_audit(
            open_for_writing(register.path), f"{command} --dry-run", f"试导入{len(plan.files)}个文件"
        )
    except Refused:
        tell("登记册只读，本次试导入未留痕")


def _import(path: Path, command: str, books: list[Book], options: Options, *, strict: bool) -> Plan:
    names = " ".join(book.name for book in books)
    with open_for_writing(path).changing(f"{command} {names}") as writer:
        plan = make_plan(writer.connection, books, options)
        if strict and plan.totals[Outcome.REJECTED]:
            _print_problems(plan)
            raise Refused(
                f"有{plan.totals[Outcome.REJECTED]}行不能导入，按 --strict 整批没有写入", "改好后重新导入"
            )
        commit_plan(plan, writer)
    return plan


def _print_plan(plan: Plan, *, dry_run: bool) -> None:
    columns = [("文件", "left"), ("工作表", "left"), ("内容", "left"), ("读取", "right")]
    columns += [(outcome.value, "right") for outcome in Outcome]
    rows = [
        [
            sheet.file,
            sheet.sheet,
            sheet.passed_over or sheet.kind,
            sheet.read,
            *(sheet.outcomes[o] for o in Outcome),
        ]
        for sheet in plan.sheets
    ]
    rows.append(["合计", "", "", plan.read, *(plan.totals[outcome] for outcome in Outcome)])
    print_table(columns, rows)
    _print_problems(plan)
    _print_new_names(plan)
    say()
    say(_summary(plan, dry_run=dry_run))


def _summary(plan: Plan, *, dry_run: bool) -> str:
    parts = "＋".join(f"{outcome.value}{plan.totals[outcome]}" for outcome in Outcome)
    lines = [f"读取{plan.read}行＝{parts}"]
    if plan.changes_nothing:
        lines.append(
            "没有变化：登记册里已经都有了" if not plan.totals[Outcome.REJECTED] else "没有写入任何内容"
        )
    else:
        done = "将写入" if dry_run else "已写入"
        counts = (
            ("新人", plan.people),
            ("更新", plan.updates),
            ("联络", plan.contacts),
            ("返乡意愿", plan.intentions),
            ("在库状态", [row for row in plan.statuses if row["person_id"] > 0]),
            ("所属单位", [row for row in plan.affiliations if row["person_id"] > 0]),
            ("新单位", plan.units),
            ("新工作人员", plan.staff),
        )
        lines.append(f"{done}：" + "，".join(f"{name}{len(rows)}" for name, rows in counts if rows))
    if dry_run:
        lines.append("这是试导入，登记册没有改动；去掉 --dry-run 即写入")
    elif not plan.changes_nothing:
        lines.append("如需整批取消：talentreg undo")
    return "\n".join(lines)


def _print_problems(plan: Plan) -> None:
    """Print what there is to look at; a message that recurs in a sheet is printed once with its places."""
    for weight in Weight:
        problems = plan.of_weight(weight)
        if not problems:
            continue
        say()
        say(f"{weight.value}（{len(problems)}）")
        alike: dict[tuple[str, ...], list[Problem]] = {}
        for problem in problems:
            key = (problem.file, problem.sheet, problem.message, problem.value)
            alike.setdefault(key, []).append(problem)
        for same in list(alike.values())[:SHOWN]:
            _print_problem(same)
        if len(alike) > SHOWN:
            say(f"  ……还有{len(alike) - SHOWN}种")


def _print_problem(same: list[Problem]) -> None:
    first, places = same[0], "、".join(problem.place for problem in same[:PLACES])
    more = f"等{len(same)}处" if len(same) > PLACES else ""
    value = f"［{first.value}］" if first.value else ""
    say(f"  {first.file}／{first.sheet}／{places}{more}：{first.message}{value}")
    for candidate in first.candidates:
        say(f"      可能是 {candidate}")


def _print_new_names(plan: Plan) -> None:
    """List the units and staff that come into being: a misspelt one shows here first."""
    for title, names in (
        ("新建单位", [node.name for node in plan.units]),
        ("新登记工作人员", [row["name"] for row in plan.staff]),
    ):
        if names:
            say()
            say(f"{title}（{len(names)}）：{mask_free_text('、'.join(names))}")
