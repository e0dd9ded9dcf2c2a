"""The page an import prints: what became of every sheet and row, what to look at, what is new."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Protocol

from talentreg.cli.output import manner, print_table, say, screen_width
from talentreg.intake.batch import Batch
from talentreg.intake.plan import Outcome, Plan, SheetPlan
from talentreg.intake.problems import Problem, Weight
from talentreg.records.masking import mask_free_text

SHOWN = 20
"""Problems of one weight, and sheets, printed in full; the rest are counted."""

FEW = 8
"""Notices printed whatever they say."""

EXAMPLES = 3
"""Sheets named for one kind of notice where there are more."""

_VARIES = re.compile(r"「[^」]*」|[\d–、]+")
"""What differs between notices of one kind."""

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


def print_page(plan: Plan, waiting: int, tell_changes: Callable[[], None] | None = None) -> None:
    """Print what an import did; `--quiet` leaves only what needs looking at and the sum.

    `waiting` counts the conflicts of the register nobody has decided on. For an import that is only tried,
    `tell_changes` prints what it would do person by person.
    """
    dry_run = tell_changes is not None
    if plan.listed and not manner.quiet:
        say(plan.listed.told)
    print_sheets(plan)
    print_problems(plan, say)
    if not manner.quiet:
        _print_new_names(plan)
        if tell_changes:
            tell_changes()
        say()
    say("\n".join(_summary(plan, dry_run=dry_run)))
    if waiting and not manner.quiet:
        begun = "导入后将有" if dry_run else "登记册里有"
        say(f"{begun}{waiting}处出入待核对：talentreg conflicts list")


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
    """Print what there is to look at; what recurs is printed once with its places, `--verbose` prints all."""
    for weight in weights:
        problems = plan.of_weight(weight)
        if not problems:
            continue
        line("")
        line(f"{weight.value}（{len(problems)}）{ADVICE.get(weight, '')}")
        alike: dict[tuple[object, ...], list[Problem]] = {}
        for problem in problems:
            key = (problem.file, problem.sheet, problem.message, problem.column, problem.candidates)
            alike.setdefault(key, []).append(problem)
        told = _worth_telling(list(alike.values()), weight)
        for same in told:
            _print_problem(same, line)
        if len(told) < len(alike):
            left = len(problems) - sum(map(len, told))
            line(f"  ……还有{left}处{'同样的' if len(told) < SHOWN else ''}，--verbose 全部列出")


def _worth_telling(alike: list[list[Problem]], weight: Weight) -> list[list[Problem]]:
    """Leave out what would fill page after page: of one kind of notice a few sheets stand for the others."""
    if manner.verbose:
        return alike
    if weight is Weight.NOTICE and len(alike) > FEW:
        seen: Counter[str] = Counter()
        kept = []
        for same in alike:
            kind = _VARIES.sub("", same[0].message)
            seen[kind] += 1
            if seen[kind] <= EXAMPLES:
                kept.append(same)
        alike = kept
    return alike[:SHOWN]


def _print_table_of_sheets(plan: Accounted) -> None:
    columns = [("文件", "left"), ("工作表", "left"), ("内容", "left"), ("读取", "right")]
    columns += [(outcome.value, "right") for outcome in Outcome]
    told, smooth = _sheets_to_tell(plan)
    rows = [
        [one.file, one.sheet, _content(one), one.read, *(one.outcomes[o] for o in Outcome)] for one in told
    ]
    if smooth:
        together = _together(smooth)
        rows.append([_others(smooth), "", "", together.total(), *(together[o] for o in Outcome)])
    rows.append(["合计", "", "", plan.read, *(plan.totals[outcome] for outcome in Outcome)])
    print_table(columns, rows)


def _print_list_of_sheets(plan: Accounted) -> None:
    """Write a line a sheet under its file's name, saying only what there is to say."""
    told, smooth = _sheets_to_tell(plan)
    for file in dict.fromkeys(sheet.file for sheet in told):
        say(file)
        for one in (sheet for sheet in told if sheet.file == file):
            say(f"  {one.sheet}  {_content(one)}  {_counted(one.outcomes)}".rstrip())
    if smooth:
        say(f"{_others(smooth)}  {_counted(_together(smooth))}")


def _sheets_to_tell(plan: Accounted) -> tuple[list[SheetPlan], list[SheetPlan]]:
    """Part the sheets into those told one by one and, where there are many, the smooth ones told as one."""
    sheets = list(plan.sheets)
    if manner.verbose or len(sheets) <= SHOWN:
        return sheets, []
    rough = [one for one in sheets if one.passed_over or one.outcomes[Outcome.REJECTED]]
    smooth = [one for one in sheets if not (one.passed_over or one.outcomes[Outcome.REJECTED])]
    return (rough, smooth) if len(smooth) > 1 else (sheets, [])


def _together(sheets: list[SheetPlan]) -> Counter[Outcome]:
    return sum((Counter(one.outcomes) for one in sheets), Counter[Outcome]())


def _others(sheets: list[SheetPlan]) -> str:
    return f"{len(sheets)}张表（没有未导入的行）"


def _counted(outcomes: Counter[Outcome]) -> str:
    """Write how many rows were read and what became of them; nothing of none."""
    counts = "、".join(f"{outcome.value}{outcomes[outcome]}" for outcome in Outcome if outcomes[outcome])
    return f"{outcomes.total()}行：{counts}" if counts else ""


def _content(sheet: SheetPlan) -> str:
    return sheet.passed_over or sheet.kind


def _summary(plan: Plan, *, dry_run: bool) -> list[str]:
    lines = [told_sum(plan)]
    if plan.changes_nothing:
        nothing = "没有写入任何内容"
        if plan.totals[Outcome.UNCHANGED] and not plan.totals[Outcome.REJECTED]:
            nothing = "没有变化：登记册里已经都有了"
        lines.append(nothing)
    else:
        lines.append(f"{'将写入' if dry_run else '已写入'}：{_written(plan)}")
    if manner.quiet:
        return lines[:1]
    if plan.listed and plan.listed.consequence:
        lines.append(plan.listed.consequence.format("将" if dry_run else "已"))
    if dry_run:
        lines.append("这是试导入，登记册没有改动；去掉 --dry-run 即写入")
    elif not plan.changes_nothing:
        lines.append("如需整批取消：talentreg undo")
    return lines


def _written(plan: Plan) -> str:
    listed = plan.listed
    counts = (
        ("新人", plan.people),
        ("更新资料", plan.updates),
        ("联络", plan.contacts),
        *(zip(listed.written, (listed.rows, listed.updates), strict=True) if listed else ()),
        ("返乡意愿", plan.intentions),
        ("在库状态", [row for row in plan.statuses if row["person_id"] > 0]),
        ("所属单位", [row for row in plan.affiliations if row["person_id"] > 0]),
        ("新单位", plan.units),
        ("更新单位", plan.unit_updates),
        ("新工作人员", plan.staff),
        ("待核对的出入", plan.conflicts),
    )
    return "，".join(f"{name}{len(rows)}" for name, rows in counts if rows)


def _print_problem(same: list[Problem], line: Callable[[str], None]) -> None:
    first = same[0]
    places = _listed(list(dict.fromkeys(problem.place for problem in same)), "等{}处")
    values = _listed(list(dict.fromkeys(problem.value for problem in same if problem.value)), "等")
    value = f"［{values}］" if values else ""
    where = (first.file, first.sheet, places) if first.sheet else (first.file,)
    line(f"  {'／'.join(where)}：{first.message}{value}")
    for candidate in first.candidates:
        line(f"      可能是 {candidate}")


def _listed(words: list[str], more: str) -> str:
    """Write the first of some words, and that there are more."""
    return "、".join(words[:PLACES]) + (more.format(len(words)) if len(words) > PLACES else "")


def _print_new_names(plan: Plan) -> None:
    """List the units and staff that come into being: a misspelt one shows here first."""
    for title, names in (
        ("新建单位", [node.name for node in plan.units]),
        ("新登记工作人员", [row["name"] for row in plan.staff]),
    ):
        if names:
            say()
            say(f"{title}（{len(names)}）：{mask_free_text('、'.join(names))}")
