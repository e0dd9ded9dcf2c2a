"""Take books in: plan, ask what only people know, commit, and print the page that tells it all."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from sqlalchemy import Connection

from talentreg.cli.column_asking import ask_columns
from talentreg.cli.import_page import print_page, print_problems, print_unread
from talentreg.cli.marking import check_marked_copies, write_marked_copies
from talentreg.cli.output import progress, tell, warn
from talentreg.cli.plan_page import print_changes
from talentreg.cli.prompting import can_ask, confirm
from talentreg.errors import ExitCode, Refused
from talentreg.intake.batch import Batch
from talentreg.intake.commit import commit_plan, rows_to_write
from talentreg.intake.foretelling import Foretelling
from talentreg.intake.headings import called
from talentreg.intake.options import Options
from talentreg.intake.plan import Plan
from talentreg.intake.plan_file import SavedPlan, load_plan, save_plan
from talentreg.intake.planning import make_plan
from talentreg.intake.problems import Weight
from talentreg.records.fields import number
from talentreg.records.person import Person
from talentreg.store.audit import record_audit
from talentreg.store.changes import Writer
from talentreg.store.conflicts import count_waiting
from talentreg.store.register import Register, open_blank, open_for_reading, open_for_writing
from talentreg.store.stamp import check_stamp, read_stamp


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with some books: in which register, under which command, only tried or not."""

    path: Path
    command: str
    dry_run: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """What else is to come of an import: its plan as a file, marked copies of the books in a folder."""

    plan: Path | None = None
    marked: Path | None = None
    force: bool = False


def take_in(task: Task, batch: Batch, options: Options, wishes: Wishes = Wishes()) -> None:
    """Plan what some books hold, carry it out unless it is a dry run, and print the page on it."""
    if can_ask():
        options = replace(options, told=ask_columns(task.path, batch.books, options))
    work = _Work(task, batch, options, wishes)
    with _keeping():
        plan = work.try_out() if task.dry_run else work.do()
    if plan.of_weight(Weight.REJECTED) or batch.unread:
        raise typer.Exit(ExitCode.PARTIAL)


def carry_out_saved(task: Task, place: Path) -> None:
    """Carry a saved plan out; raises Refused when the register is not as it was when it was made."""
    saved = load_plan(place)
    names = " ".join(name for name, _ in saved.plan.files)
    with open_for_writing(task.path).changing(f"{task.command} {names}") as writer:
        check_stamp(writer.connection, saved.stamp, writer.set_id)
        _refuse_rejected(saved.plan, strict=task.strict)
        _commit(saved.plan, writer)
        waiting = count_waiting(writer.connection)
    print_page(saved.plan, waiting)
    if saved.plan.of_weight(Weight.REJECTED):
        raise typer.Exit(ExitCode.PARTIAL)


class _Doubtful(Exception):
    """Ends a change before its commit: the totals of a book differ from what was read."""


class _Work:
    """One import, tried or done."""

    def __init__(self, task: Task, batch: Batch, options: Options, wishes: Wishes) -> None:
        self.task, self.batch, self.options, self.wishes = task, batch, options, wishes
        self.agreed = not can_ask()

    def try_out(self) -> Plan:
        """Plan against the register as it is, an empty one if there is none, and write nothing into it."""
        register = open_for_reading(self.task.path) if self.task.path.exists() else open_blank()
        with register.reading() as connection:
            plan = self._plan(connection)
            print_unread(self.batch)
            waiting = count_waiting(connection) + len(plan.conflicts)
            print_page(plan, waiting, lambda: print_changes(plan, connection))
            if self.wishes.plan:
                self._save(plan, connection, self.wishes.plan)
        note_dry_run(register, self.task.command, len(plan.files))
        self._mark(plan, None)
        return plan

    def do(self) -> Plan:
        """Plan and commit in one transaction; where totals differ somebody on a terminal agrees first."""
        names = " ".join(book.name for book in self.batch.books)
        try:
            with open_for_writing(self.task.path).changing(f"{self.task.command} {names}") as writer:
                plan = self._plan(writer.connection)
                self._refuse(plan)
                number_of = _commit(plan, writer)
                waiting = count_waiting(writer.connection)
        except _Doubtful:
            if not confirm("合计与读到的行数不符，仍然导入吗？", usual=False):
                raise Refused("没有导入，登记册没有改动", "请核对上面列出的合计，改好后重新导入") from None
            self.agreed = True
            return self.do()
        print_unread(self.batch)
        print_page(plan, waiting)
        self._mark(plan, number_of)
        return plan

    def _plan(self, connection: Connection) -> Plan:
        """Plan an import; every row is decided on once."""
        rows = sum(len(sheet.rows) for book in self.batch.books for sheet in book.sheets)
        with progress("核对各行", rows) as step:
            return make_plan(connection, self.batch.books, self.options, step)

    def _refuse(self, plan: Plan) -> None:
        """Stop before anything is written, for a reason the user named or must be asked about."""
        _refuse_rejected(plan, strict=self.task.strict)
        if self.task.strict and self.batch.unread:
            print_unread(self.batch, warn)
            raise Refused(
                f"有{len(self.batch.unread)}个文件读不出来，按 --strict 整批没有写入", "去掉它们再导入"
            )
        if self.wishes.marked:
            check_marked_copies(self.wishes.marked, self.batch.books, plan, force=self.wishes.force)
        if not self.agreed and plan.of_weight(Weight.TOTAL):
            print_problems(plan, warn, (Weight.TOTAL,))
            raise _Doubtful

    def _save(self, plan: Plan, connection: Connection, place: Path) -> None:
        saved = SavedPlan(plan, read_stamp(connection), _in_words(self.options))
        save_plan(saved, place, Foretelling(plan, connection).documents(), force=self.wishes.force)
        tell(f"计划已存为 {place}；照此导入：talentreg import --plan {place}")

    def _mark(self, plan: Plan, number_of: Callable[[int], int] | None) -> None:
        if not self.wishes.marked:
            return
        called = None if number_of is None else lambda one: number(Person, number_of(one))
        folder, force = self.wishes.marked, self.wishes.force
        copies = write_marked_copies(folder, self.batch.books, plan, called, force=force)
        for copy in copies:
            tell(f"问题已标在 {copy.path}" + "".join(f"；{remark}" for remark in copy.remarks))
        if not copies:
            tell("没有要标出的问题，没有写副本")


@contextmanager
def _keeping() -> Iterator[None]:
    """Let nobody look for garbage while a plan grows: all of it is kept, and looking takes ever longer."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def note_dry_run(register: Register, command: str, files: int) -> None:
    """Leave an audit entry in an existing register; one that cannot be written is none the worse."""
    if register.path is None:
        return
    try:
        record_audit(open_for_writing(register.path), f"{command} --dry-run", f"试导入{files}个文件")
    except Refused:
        tell("登记册只读，本次试导入未留痕")


def _refuse_rejected(plan: Plan, *, strict: bool) -> None:
    if strict and (rejected := plan.of_weight(Weight.REJECTED)):
        print_problems(plan, warn)
        raise Refused(f"有{len(rejected)}处不能导入，按 --strict 整批没有写入", "改好后重新导入")


def _in_words(options: Options) -> dict[str, str]:
    """Say what an import was told, for a plan that is looked at later."""
    words = {"单位": options.unit or "", "按哪天记": str(options.as_of or "")}
    words |= {"已登记的人": options.on_match.value, "已抹除的人": "重新登记" if options.allow_erased else ""}
    words |= {f"列「{heading}」": called(target) for heading, target in options.told.items()}
    return {name: word for name, word in words.items() if word}


def _commit(plan: Plan, writer: Writer) -> Callable[[int], int]:
    with progress("写入登记册", rows_to_write(plan)) as step:
        return commit_plan(plan, writer, step)
