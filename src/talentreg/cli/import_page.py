"""The page an import prints: what became of every sheet and row, what to look at, what is new."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Protocol

from talentreg.cli.output import manner, print_table, say, screen_width
from talentreg.intake.batch import Batch
from talentreg.intake.plan import Outcome, Plan, SheetPlan
from talentreg.intake.problems import Problem, Weight
from talentreg.records.masking import mask_free_text

SHOWN = 20
"""Problems of one weight printed in full; the rest are counted."""

ADVICE = {
    Weight.REJECTED: "改好后重新导入，已导入的行不会重复；--marked 可把问题标在原表上",
    Weight.TOTAL: "请核对是否少了行",
    Weight.CONFLICT: "登记册的没有改；以表为准请加 --on-match update",
    Weight.SET_ASIDE: "这些单元格原样留存，其余照常导入",
}
"""What to do about the problems of a weight."""

PLACES = 12
"""Lines or cells named for one problem that recurs."""

ROOMY = 110
"""Columns of a screen on which the table of sheets stands without folding its names."""


class Accounted(Protocol):
    """A plan whose rows are accounted for."""

    @property
    def sheets(self) -> tuple[SheetPlan, ...]:
        """The sheets read and those passed over."""

    @property
    def totals(self) -> Counter[Outcome]:
        """What became of the rows of all sheets."""

    @property
    def read(self) -> int:
        """The rows read in all sheets."""

    def of_weight(self, weight: Weight) -> list[Problem]:
        """List the problems of one weight, in the order of the rows."""


def print_page(plan: Plan, tell_changes: Callable[[], None] | None = None) -> None:
    """Print what an import did; `--quiet` leaves only what needs looking at and the sum.

    For one that is only tried, `tell_changes` prints what it would do person by person.
    """
    dry_run = tell_changes is not None
    print_sheets(plan)
    print_problems(plan, say)
    if not manner.quiet:
        _print_new_names(plan)
        if tell_changes:
            tell_changes()
        say()
    say("\n".join(_summary(plan, dry_run=dry_run)))


def print_sheets(plan: Accounted) -> None:
    """Print how the rows of every sheet are accounted for, unless nothing but results is asked for."""
    if manner.quiet:
        return
    width = screen_width()
    if width is None or width >= ROOMY:
        _print_table_of_sheets(plan)
    else:
        _print_list_of_sheets(plan)


def told_sum(plan: Accounted) -> str:
    """Write what became of the rows read."""
    parts = "＋".join(f"{outcome.value}{plan.totals[outcome]}" for outcome in Outcome)
    return f"读取{plan.read}行＝{parts}"


def print_unread(batch: Batch, line: Callable[[str], None] = say) -> None:
    """Print which files could not be read, and why."""
    if batch.unread:
        line(f"没有读的文件（{len(batch.unread)}）")
    for name, refusal in batch.unread:
        told = refusal.message.removeprefix(name).strip()
        line(f"  {mask_free_text(name)}：{told}" + (f"；{refusal.hint}" if refusal.hint else ""))


def print_problems(
    plan: Accounted, line: Callable[[str], None], weights: Iterable[Weight] = tuple(Weight)
) -> None:
    """Print what there is to look at; a message that recurs in a sheet is printed once with its places."""
    for weight in weights:
        problems = plan.of_weight(weight)
        if not problems:
            continue
        line("")
        line(f"{weight.value}（{len(problems)}）{ADVICE.get(weight, '')}")
        alike: dict[tuple[str, ...], list[Problem]] = {}
        for problem in problems:
            key = (problem.file, problem.sheet, problem.message, problem.value)
            alike.setdefault(key, []).append(problem)
        for same in list(alike.values())[:SHOWN]:
            _print_problem(same, line)
        if len(alike) > SHOWN:
            line(f"  ……还有{len(alike) - SHOWN}种")


def _print_table_of_sheets(plan: Accounted) -> None:
    columns = [("文件", "left"), ("工作表", "left"), ("内容", "left"), ("读取", "right")]
    columns += [(outcome.value, "right") for outcome in Outcome]
    rows = [
        [one.file, one.sheet, _content(one), one.read, *(one.outcomes[o] for o in Outcome)]
        for one in plan.sheets
    ]
    rows.append(["合计", "", "", plan.read, *(plan.totals[outcome] for outcome in Outcome)])
    print_table(columns, rows)


def _print_list_of_sheets(plan: Accounted) -> None:
    """Write a line a sheet under its file's name, saying only what there is to say."""
    for file in dict.fromkeys(sheet.file for sheet in plan.sheets):
        say(file)
        for one in (sheet for sheet in plan.sheets if sheet.file == file):
            counts = "、".join(f"{o.value}{one.outcomes[o]}" for o in Outcome if one.outcomes[o])
            say(f"  {one.sheet}  {_content(one)}" + (f"{one.read}行：{counts}" if one.read else ""))


def _content(sheet: SheetPlan) -> str:
    return sheet.passed_over or sheet.kind


def _summary(plan: Plan, *, dry_run: bool) -> list[str]:
    lines = [told_sum(plan)]
    if plan.changes_nothing:
        nothing = "没有写入任何内容" if plan.totals[Outcome.REJECTED] else "没有变化：登记册里已经都有了"
        lines.append(nothing)
    else:
        lines.append(f"{'将写入' if dry_run else '已写入'}：{_written(plan)}")
    if manner.quiet:
        return lines[:1]
    if dry_run:
        lines.append("这是试导入，登记册没有改动；去掉 --dry-run 即写入")
    elif not plan.changes_nothing:
        lines.append("如需整批取消：talentreg undo")
    return lines


def _written(plan: Plan) -> str:
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
    return "，".join(f"{name}{len(rows)}" for name, rows in counts if rows)


def _print_problem(same: list[Problem], line: Callable[[str], None]) -> None:
    first, places = same[0], "、".join(problem.place for problem in same[:PLACES])
    more = f"等{len(same)}处" if len(same) > PLACES else ""
    value = f"［{first.value}］" if first.value else ""
    where = (first.file, first.sheet, f"{places}{more}") if first.sheet else (first.file,)
    line(f"  {'／'.join(where)}：{first.message}{value}")
    for candidate in first.candidates:
        line(f"      可能是 {candidate}")


def _print_new_names(plan: Plan) -> None:
    """List the units and staff that come into being: a misspelt one shows here first."""
    for title, names in (
        ("新建单位", [node.name for node in plan.units]),
        ("新登记工作人员", [row["name"] for row in plan.staff]),
    ):
        if names:
            say()
            say(f"{title}（{len(names)}）：{mask_free_text('、'.join(names))}")
