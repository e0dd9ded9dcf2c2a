"""Plan what lists of units do to the tree, whole and fixed, and carry the plan out in one change set."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from talentreg.errors import Refused
from talentreg.intake.accounts import enter_files
from talentreg.intake.division_rows import DivisionPlanner
from talentreg.intake.division_sheets import (
    DivisionLayout,
    DivisionRow,
    find_division_layout,
    read_division_rows,
)
from talentreg.intake.layouts import find_layout, seen_lines
from talentreg.intake.plan import Outcome, SheetPlan, SourcePlan
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.sheet import Book, Sheet, apart
from talentreg.records.changes import Source
from talentreg.records.fields import table
from talentreg.records.masking import mask_free_text
from talentreg.records.unit import Unit
from talentreg.store.changes import Writer
from talentreg.store.unit_entering import found_units
from talentreg.store.units import UnitNode, UnitTree, load_units

BLANK, NO_HEADINGS, OF_PEOPLE = "空白工作表", "没有认得的表头", "人员表或联络表"
NEEDED = "要有“街道”“社区”这样一级一列的表头，或“单位名称”和“上级单位”"


@dataclass(frozen=True, slots=True)
class DivisionPlan:
    """Everything lists of units will write, and everything there is to say of them."""

    files: tuple[tuple[str, str], ...]
    sheets: tuple[SheetPlan, ...]
    units: tuple[UnitNode, ...]
    updates: dict[int, dict[str, Any]]
    sources: tuple[SourcePlan, ...]
    problems: tuple[Problem, ...]
    totals: Counter[Outcome]
    tree: UnitTree

    @property
    def read(self) -> int:
        """The rows read in all sheets."""
        return sum(self.totals.values())

    def of_weight(self, weight: Weight) -> list[Problem]:
        """List the problems of one weight, in the order of the rows."""
        return [problem for problem in self.problems if problem.weight is weight]

    @property
    def changes_nothing(self) -> bool:
        """Whether the register already holds everything."""
        return not self.units and not self.updates


@dataclass(frozen=True, slots=True)
class DivisionPage:
    """One sheet and the rows it holds."""

    plan: SheetPlan
    layout: DivisionLayout | None
    rows: list[DivisionRow]


def plan_divisions(connection: Connection, books: Sequence[Book], unit: str | None) -> DivisionPlan:
    """Plan the import of lists of units; `unit` stands above those named without any unit above them.

    Raises Refused for a book without any recognisable heading, Unknown for an unknown `unit`.
    """
    books = apart(books)
    return plan_pages(connection, books, [page for book in books for page in _open_pages(book)], unit)


def plan_pages(
    connection: Connection, books: Sequence[Book], pages: Sequence[DivisionPage], unit: str | None
) -> DivisionPlan:
    """Plan what some sheets of some books say of units."""
    tree = load_units(connection)
    planner = DivisionPlanner(connection, tree, tree.find_open(unit) if unit else None)
    planner.learn([row for page in pages for row in page.rows])
    for page in pages:
        page.plan.outcomes.update(planner.plan(row) for row in page.rows)
    return DivisionPlan(
        files=tuple((book.name, book.digest) for book in books),
        sheets=tuple(page.plan for page in pages),
        units=planner.created(),
        updates=planner.updates(),
        sources=tuple(planner.sources),
        problems=tuple(problem for page in pages for problem in _problems(page)),
        totals=sum((page.plan.outcomes for page in pages), Counter()),
        tree=tree,
    )


def commit_divisions(plan: DivisionPlan, writer: Writer) -> None:
    """Write everything a plan holds; the register must be as it was when the plan was made."""
    if plan.changes_nothing:
        return
    first = writer.reserve(Unit, len(plan.units))
    own = {node.id: first + place for place, node in enumerate(from_the_top(plan))}
    found_units(writer, UnitTree(), [renumbered(node, own) for node in from_the_top(plan)])
    writer.update_many(Unit, {one: with_own(values, own) for one, values in plan.updates.items()})
    _write_sources(plan, writer, own)


def from_the_top(plan: DivisionPlan) -> list[UnitNode]:
    """Return the new units, each after the one above it."""
    return sorted(plan.units, key=lambda node: len(list(plan.tree.ancestors(node.id))))


def renumbered(node: UnitNode, own: Mapping[int, int]) -> UnitNode:
    """Return a new unit under its own id and that of the unit above it."""
    return replace(node, id=own[node.id], parent_id=own.get(node.parent_id or 0, node.parent_id))


def with_own(values: Mapping[str, Any], own: Mapping[int, int]) -> dict[str, Any]:
    """Return changed fields of a unit with the own id of a new one above it."""
    return {name: own.get(value, value) if name == "parent_id" else value for name, value in values.items()}


def _write_sources(plan: DivisionPlan, writer: Writer, own: dict[int, int]) -> None:
    files = enter_files(writer, plan.files, plan.sheets, plan.problems)
    rows = [
        {
            "file_id": files[source.file],
            "sheet": source.sheet,
            "line": source.line,
            "record": table(Unit).name,
            "row_id": own.get(source.row_id, source.row_id),
        }
        for source in plan.sources
    ]
    writer.insert_many(Source, rows)


def open_page(book: Book, sheet: Sheet, layout: DivisionLayout | None, why_not: str = "") -> DivisionPage:
    """Read the rows of a sheet; without a layout it has none, for a reason."""
    plan = SheetPlan(book.name, sheet.name, "单位" if layout else "", Counter(), why_not)
    read = list(read_division_rows(book, sheet, layout)) if layout else []
    plan.outcomes[Outcome.SKIPPED] += read.count(None)
    return DivisionPage(plan, layout, [row for row in read if row])


def _open_pages(book: Book) -> Iterator[DivisionPage]:
    layouts = [(sheet, find_division_layout(sheet)) for sheet in book.sheets]
    if not any(layout for _, layout in layouts):
        raise _no_headings(book)
    for sheet, layout in layouts:
        yield open_page(book, sheet, layout, _why_not(sheet, layout))


def _why_not(sheet: Sheet, layout: DivisionLayout | None) -> str:
    """Say why a sheet is passed over; empty when it is not."""
    if layout:
        return ""
    if not seen_lines(sheet):
        return BLANK
    return OF_PEOPLE if find_layout(sheet) else NO_HEADINGS


def _problems(page: DivisionPage) -> Iterator[Problem]:
    plan, layout = page.plan, page.layout
    if plan.passed_over not in ("", BLANK):
        hint = f"单位名册{NEEDED}" if plan.passed_over == NO_HEADINGS else "请用 talentreg import 导入"
        message = f"整张工作表「{plan.sheet}」没有导入：{plan.passed_over}；{hint}"
        yield Problem(Weight.NOTICE, plan.file, plan.sheet, 0, message)
    if layout:
        for said in _about_columns(layout):
            yield Problem(Weight.NOTICE, plan.file, plan.sheet, layout.line + 1, said)
    for row in page.rows:
        yield from row.problems


def _about_columns(layout: DivisionLayout) -> Iterator[str]:
    if layout.unknown:
        yield f"不认识的列{'、'.join(f'「{heading}」' for heading in layout.unknown.values())}，没有导入"
    if layout.column("code") is not None:
        yield "代码列没有导入：单位代码由系统编定"


def _no_headings(book: Book) -> Refused:
    if any(find_layout(sheet) for sheet in book.sheets):
        return Refused(f"{book.name} 是人员表或联络表，不是单位名册", "人员和联络用 talentreg import 导入")
    seen = [mask_free_text(line) for sheet in book.sheets for line in seen_lines(sheet)][:3]
    return Refused(f"{book.name} 里找不到认得的表头，前几行是：{'；'.join(seen)}", f"单位名册{NEEDED}")
