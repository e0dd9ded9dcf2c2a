"""What there is to say of a list as a whole: its totals, its columns, what was filled in or hidden."""

from collections.abc import Collection, Iterator, Mapping

from talentreg.intake.choices import KEPT
from talentreg.intake.controls import check_totals
from talentreg.intake.drafts import Cleaned
from talentreg.intake.headings import Kind, Layout, called
from talentreg.intake.ledger_columns import likely_ledger
from talentreg.intake.lines import DataLines, make_line, told_lines
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.sheet import Sheet
from talentreg.records.masking import mask_free_text
from talentreg.store.ledger_sheets import command_of

ABOVE = 5
"""Lines over the headings that may state how many people the list holds."""

MOST_NAMED = 30
"""Unknown columns named in one message; more are counted."""

Remark = tuple[str, int | None]
"""A message, and the column it speaks of if any."""


def remark_on(
    cleaned: Cleaned, lines: DataLines, merged: Mapping[int, list[int]], told: Collection[str] = ()
) -> Iterator[Problem]:
    """Say what was decided about a whole list.

    `merged` are the lines that merged cells gave something, `told` the headings somebody has just spoken of.
    """
    file, sheet, layout = cleaned.book.name, cleaned.sheet, cleaned.layout
    above = [make_line(row, sheet.rows[row]) for row in range(max(layout.top - ABOVE, 0), layout.top)]
    for one in check_totals(layout, lines.asides, lines.numbers, above):
        yield Problem(Weight.TOTAL, file, sheet.name, one.line, one.message, one.column)
    columns = (*_about_columns(layout, merged), *_about_choices(layout, told))
    remarks = (
        *columns,
        *_about_ledger(layout),
        *_about_dittos(layout, lines),
        *_about_lines(cleaned, lines),
        *_about_hidden(sheet, layout, lines),
    )
    for message, column in remarks:
        yield Problem(Weight.NOTICE, file, sheet.name, layout.line + 1, mask_free_text(message), column)


def _about_ledger(layout: Layout) -> Iterator[Remark]:
    """Say when a list of people tells more of work than of them."""
    if layout.kind is Kind.PEOPLE and (ledger := likely_ledger(layout.unknown.values())):
        command = f"talentreg {command_of(ledger)} import"
        yield f"这张表像是记{ledger.title}的，这里只登记其中的人；{ledger.title}用 {command} 导入", None


def told_unit(cleaned: Cleaned) -> Problem:
    """Say where the unit of the rows comes from that name none."""
    layout = cleaned.layout
    message = f"没有写单位的行，按{layout.unit_from}登记到「{'/'.join(layout.unit)}」"
    return Problem(
        Weight.NOTICE, cleaned.book.name, cleaned.sheet.name, layout.line + 1, mask_free_text(message)
    )


def _about_columns(layout: Layout, merged: Mapping[int, list[int]]) -> Iterator[Remark]:
    for note in layout.notes:
        yield note, None
    for question in layout.questions:
        yield question.text, question.column
    spoken_of = {question.column for question in layout.questions}
    spoken_of |= {column for column, heading in layout.unknown.items() if layout.chosen.get(heading) == KEPT}
    spoken_of |= layout.own
    if others := [heading for column, heading in layout.unknown.items() if column not in spoken_of]:
        more = f"等{len(others)}列" if len(others) > MOST_NAMED else ""
        unknown = "、".join(f"「{heading}」" for heading in others[:MOST_NAMED]) + more
        yield f"不认识的列{unknown}，内容随行保留", None
    for column, numbers in merged.items():
        heading = layout.headings.get(column, "")
        yield f"列「{heading}」有合并单元格，第{told_lines(numbers)}行按同一内容读取", column


def _about_dittos(layout: Layout, lines: DataLines) -> Iterator[Remark]:
    for column, numbers in lines.dittos.items():
        if heading := layout.headings.get(column):
            yield f"列「{heading}」第{told_lines(numbers)}行写的是同上，按上面的内容读取", column


def _about_choices(layout: Layout, told: Collection[str]) -> Iterator[Remark]:
    """Say what is remembered of columns; what was said just now needs no telling."""
    followed = (
        f"「{heading}」为{called(target)}" for heading, target in layout.chosen.items() if heading not in told
    )
    if choices := "、".join(followed):
        yield f"照以前的选择，列{choices}；要改请用 --map，或用 talentreg imports mappings 忘掉", None


def _about_lines(cleaned: Cleaned, lines: DataLines) -> Iterator[Remark]:
    sections = set(cleaned.sections.numbers)
    if skipped := [line.number for line in lines.asides if line.number not in sections]:
        yield f"跳过第{told_lines(skipped)}行：合计、落款、说明或重复的表头", None
    if numbers := cleaned.sections.numbers:
        units = "、".join(dict.fromkeys("/".join(path) for path in cleaned.sections.paths))
        yield f"第{told_lines(numbers)}行单独写着单位，其下各行登记到它：{units}", None
    if filled := [cleaned.numbers[place] for place in cleaned.filled]:
        yield f"第{told_lines(filled)}行所属单位空白，按上一行的填入", None


def _about_hidden(sheet: Sheet, layout: Layout, lines: DataLines) -> Iterator[Remark]:
    if sheet.hidden:
        yield "这张工作表是隐藏的，已照常读取", None
    if hidden := [number for number in lines.numbers if number - 1 in sheet.hidden_rows]:
        yield f"第{told_lines(hidden)}行是隐藏行，已照常读取", None
    seen = layout.targets.keys() | layout.unknown.keys()
    if hidden := sorted((sheet.hidden_columns & seen) - layout.own - _our_keys(layout)):
        names = "、".join(f"「{layout.headings.get(column, '')}」" for column in hidden)
        yield f"列{names}是隐藏的，已照常读取", None


def _our_keys(layout: Layout) -> set[int]:
    """Return the columns we hide ourselves: a version beside the number it goes with."""
    keys = {target: index for index, target in layout.targets.items() if target in ("number", "version")}
    return set(keys.values()) if "version" in keys else set()
