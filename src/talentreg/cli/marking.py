"""Hand what an import found in the senders' books to the marked copies that go back to them."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from talentreg.files import LONGEST_NAME, check_folder, check_place, file_name, write_file
from talentreg.intake.headings import Kind
from talentreg.intake.plan import Fate, Outcome, SheetPlan
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.sheet import Book, Sheet, apart
from talentreg.records.fields import columns, number
from talentreg.records.person import Person
from talentreg.records.text import as_text, fold
from talentreg.workbooks.marked import MarkedCopy, marked_copy, marked_suffix
from talentreg.workbooks.marks import Mark, MarkedSheet, Shade

NumberOf = Callable[[int], str]

_SHADES = {
    Weight.REJECTED: Shade.REJECTED,
    Weight.SET_ASIDE: Shade.SET_ASIDE,
    Weight.CONFLICT: Shade.CONFLICT,
    Weight.TOTAL: Shade.CONFLICT,
    Weight.NOTICE: Shade.NOTICE,
}
_DONE = {outcome: outcome.value for outcome in Outcome} | {Outcome.NEW: "已导入"}
_PLANNED = _DONE | {Outcome.NEW: "可导入", Outcome.UPDATED: "可更新"}
"""How the result of a line begins, its person's number after it; a later import knows the person by that."""

_ROUND = re.compile(r"(.*)（核对(\d*)）", re.DOTALL)


class Accounted(Protocol):
    """A plan, or an account, of what an import does with the rows of some books, and has to say of them."""

    @property
    def sheets(self) -> tuple[SheetPlan, ...]:
        """The sheets read and those passed over."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What there is to look at."""


@dataclass(frozen=True, slots=True)
class WrittenCopy:
    """A marked copy in its place, and what it lacks of the sender's book."""

    path: Path
    remarks: tuple[str, ...]


def check_marked_copies(folder: Path, books: Sequence[Book], plan: Accounted, *, force: bool) -> None:
    """Refuse a folder that cannot take the copies a plan asks for, before anything is written anywhere."""
    check_folder(folder, force=True)
    names = _Names(folder, books)
    for book in _needing_work(books, plan):
        path = names.next(book, marked_suffix(book.path))
        if folder.is_dir():
            check_place(path, force=force)


def write_marked_copies(
    folder: Path, books: Sequence[Book], plan: Accounted, number_of: NumberOf | None, *, force: bool
) -> list[WrittenCopy]:
    """Write a marked copy of every book with more to look at than notices; none for the others.

    `number_of` gives the number of a person the plan speaks of; None for an import that was only tried.
    Raises Refused for a folder or a file that will not do, OSError never.
    """
    check_marked_copies(folder, books, plan, force=force)
    names, written = _Names(folder, books), []
    for book in _needing_work(books, plan):
        copy = _copy(book, plan, number_of)
        path = names.next(book, copy.suffix)
        folder.mkdir(mode=0o700, exist_ok=True)
        write_file(path, copy.content, force=force)
        written.append(WrittenCopy(path, copy.remarks))
    return written


def _needing_work(books: Sequence[Book], plan: Accounted) -> Iterator[Book]:
    files = {problem.file for problem in plan.problems if problem.weight is not Weight.NOTICE}
    files |= {sheet.file for sheet in plan.sheets if sheet.outcomes[Outcome.REJECTED]}
    return (book for book in apart(books) if book.name in files)


class _Names:
    """The places of the copies: each its own, and none that of a sender's file."""

    def __init__(self, folder: Path, books: Sequence[Book]) -> None:
        self.folder = folder
        self.taken = {book.path.resolve() for book in books if book.path}

    def next(self, book: Book, suffix: str) -> Path:
        """Return the place of a book's copy; the copy of a copy counts the rounds."""
        stem = Path(book.name).stem
        again = _ROUND.fullmatch(stem)
        stem, round_ = (again[1], str(int(again[2] or 1) + 1)) if again else (stem, "")
        times, ending = 1, f"（核对{round_}）"
        while (path := self._path(stem, ending, suffix)).resolve() in self.taken:
            times += 1
            ending = f"（核对{round_}）（{times}）"
        self.taken.add(path.resolve())
        return path

    def _path(self, stem: str, ending: str, suffix: str) -> Path:
        return self.folder / file_name(stem[: LONGEST_NAME - len(ending)] + ending, suffix)


def _copy(book: Book, plan: Accounted, number_of: NumberOf | None) -> MarkedCopy:
    problems: dict[str, list[Problem]] = {}
    for problem in plan.problems:
        if problem.file == book.name:
            problems.setdefault(problem.sheet, []).append(problem)
    plans: dict[str, list[SheetPlan]] = {}
    for one in plan.sheets:
        if one.file == book.name and one.heading:
            plans.setdefault(one.sheet, []).append(one)
    sheets = [
        _marked_sheet(sheet, plans.get(sheet.name, []), problems.get(sheet.name, []), number_of)
        for sheet in book.sheets
    ]
    return marked_copy(book.path, Path(book.name).stem, sheets)


def _marked_sheet(
    sheet: Sheet, plans: Sequence[SheetPlan], problems: Sequence[Problem], number_of: NumberOf | None
) -> MarkedSheet:
    """Say what is marked on a sheet; one that holds several forms has a plan for each."""
    heading = min((plan.heading for plan in plans), default=0)
    return MarkedSheet(
        sheet.name,
        sheet.rows,
        sheet.merged,
        heading,
        _name_column(sheet, heading),
        _results(plans, problems, number_of) if plans else {},
        [_mark(problem) for problem in problems],
        sheet.hidden,
    )


def _name_column(sheet: Sheet, heading: int) -> int | None:
    """Find the column of the names: a heading of several lines may have it in an upper one."""
    name = columns(Person)["name"]
    called = {fold(word) for word in (name.heading, *name.aliases)}
    for row in reversed(sheet.rows[max(heading - 3, 0) : heading]):
        for column, cell in enumerate(row):
            if fold(as_text(cell)) in called:
                return column
    return None


def _mark(problem: Problem) -> Mark:
    said = f"{problem.weight.value}：{problem.message}"
    candidates = (f"可能是 {candidate}" for candidate in problem.candidates)
    text = "\n".join((said, *candidates))
    return Mark(problem.line, problem.column, _SHADES[problem.weight], text)


def _results(
    plans: Sequence[SheetPlan], problems: Sequence[Problem], number_of: NumberOf | None
) -> dict[int, str]:
    results = {
        line: _fate(fate, number_of, of_people=plan.kind == Kind.PEOPLE.value)
        for plan in plans
        for line, fate in plan.fates.items()
    }
    said: dict[int, list[str]] = {}
    lines = sorted(results)
    for problem in problems:
        # What is said of a title has no line of its own in the list.
        if problem.weight is not Weight.NOTICE and lines and problem.line >= lines[0]:
            said.setdefault(_told_at(problem, results, lines), []).append(_said(problem))
    totals = {problem.line for problem in problems if problem.weight is Weight.TOTAL}
    for line, texts in said.items():
        begun = Weight.TOTAL.value if line in totals else results[line]
        results[line] = f"{begun}：{'；'.join(dict.fromkeys(texts))}"
    return results


def _told_at(problem: Problem, results: Mapping[int, str], lines: Sequence[int]) -> int:
    """Return the line whose result tells a problem: its own; in a form, whose cells spread, the person's."""
    if problem.line in results or problem.weight is Weight.TOTAL:
        return problem.line
    return lines[bisect_right(lines, problem.line) - 1]


def _said(problem: Problem) -> str:
    """Say a problem with its cell; what speaks of the whole line needs no place."""
    return problem.message if problem.column is None else f"{problem.place} {problem.message}"


def _fate(fate: Fate, number_of: NumberOf | None, *, of_people: bool) -> str:
    outcome, person_id = fate
    begun = (_DONE if number_of else _PLANNED)[outcome]
    if not of_people or outcome is Outcome.REJECTED:
        return begun
    if number_of and person_id:
        return f"{begun} {number_of(person_id)}"
    return f"{begun} {number(Person, person_id)}" if person_id > 0 else begun
