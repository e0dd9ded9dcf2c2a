"""Open the sheets of some books: which lists they hold, what is data in them, and each list cleaned."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from talentreg.errors import Refused
from talentreg.intake.advice import advise
from talentreg.intake.choices import Choices
from talentreg.intake.division_sheets import find_division_layout
from talentreg.intake.drafts import Cleaned, clean_list
from talentreg.intake.headings import Kind, Layout, kind_told_of
from talentreg.intake.layouts import find_layouts, seen_lines
from talentreg.intake.ledger_columns import first_ledger, is_fact_of, likely_ledger, told_ledger
from talentreg.intake.own_books import BESIDE, find_charter, is_beside, returned_layout
from talentreg.intake.picking import pick_lines
from talentreg.intake.plan import Fate, Outcome, SheetPlan
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.remarks import remark_on
from talentreg.intake.sheet import Book, Sheet
from talentreg.intake.unit_sheets import UnitList
from talentreg.records.masking import mask_free_text
from talentreg.records.text import as_text
from talentreg.store.ledger_sheets import command_of
from talentreg.store.sending import Charter
from talentreg.store.words import WordLists

UNTOLD = {"contact.on": "联络日期", "contact.channel": "联络方式"}
"""What a contact cannot do without, by its word; a list of names has it from the command."""

BLANK, NO_HEADINGS = "空白工作表", "没有认得的表头"
ANSWERS = {
    "出入编号": "出入核对表，请用 talentreg conflicts resolve --from 读回",
    "甲编号": "重复核对表，请用 talentreg dupes --from 读回",
}
"""Workbooks in which an office decides something, by their first heading: people in them do not come in."""

OUR_OWN = {
    **ANSWERS,
    "单位代码": "登记册导出的单位表",
    "工作人员编号": "登记册导出的工作人员表",
    **dict.fromkeys(BESIDE, "登记册导出时附上的"),
}
"""Sheets of a register's own workbook that an import has no use for, by the first of their headings."""

EVIDENCE = frozenset({"person.id_number", "person.phone", "person.second_phone", "person.birth", "number"})
"""What tells people from their namesakes."""

STANDING = ("status.", "since.")
"""How the targets begin that decide whether somebody stands in the register."""

NEEDED = "人员表要有“姓名”和另一列，联络表要有“联络日期”“联络方式”和姓名或电话"


@dataclass(slots=True)
class Page:
    """One list of a sheet, cleaned: how its rows were accounted for, and what there is to say of it."""

    cleaned: Cleaned
    problems: list[Problem]
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    fates: dict[int, Fate] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        """Where the list's headings stand and what its columns mean."""
        return self.cleaned.layout

    def account(self) -> SheetPlan:
        """Return how the rows were accounted for."""
        book, sheet, kind = self.cleaned.book, self.cleaned.sheet, self.layout.kind.value
        return SheetPlan(
            book.name, sheet.name, kind, self.outcomes, fates=self.fates, heading=self.layout.line + 1
        )


@dataclass(slots=True)
class Opened:
    """The lists of some books, those of units apart, and the sheets that hold none."""

    pages: list[Page] = field(default_factory=list)
    passed_over: list[SheetPlan] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """What is to be said of whole files and of sheets that hold no list."""
    unit_lists: list[UnitList] = field(default_factory=list)

    def take_units(self, book: Book, sheet: Sheet) -> bool:
        """Take a sheet that lists units and nothing else; a table that counts people by unit is none."""
        layout = find_division_layout(sheet) if _why_passed_over(sheet) == NO_HEADINGS else None
        if layout is None or layout.unknown:
            return False
        self.unit_lists.append((book, sheet, layout))
        return True

    def pass_over(self, book: Book, sheet: Sheet, *, told: bool) -> None:
        """Note a sheet that holds no list; if `told`, one with something in it is spoken of."""
        why = _why_passed_over(sheet)
        self.passed_over.append(SheetPlan(book.name, sheet.name, "", Counter(), why))
        if told and why == NO_HEADINGS:
            message = f"整张工作表没有导入：{NO_HEADINGS}；{advise(sheet) or NEEDED}"
            self.problems.append(Problem(Weight.NOTICE, book.name, sheet.name, 0, message))
        elif ledger := first_ledger(sheet):
            message = f"没有导入{why}，请用 talentreg {command_of(ledger)} import"
            self.problems.append(Problem(Weight.NOTICE, book.name, sheet.name, 0, message))


def open_pages(
    books: Sequence[Book], words: WordLists, choices: Choices, given: Mapping[str, Any] | None
) -> Opened:
    """Find and clean every list of some books.

    Raises Refused for a book without any recognisable heading, or for a choice about a column no book has.
    """
    opened, refused = Opened(), []
    for book in books:
        charter = find_charter(book)
        found = [(sheet, _lists(book, sheet, charter, choices, given)) for sheet in book.sheets]
        for sheet, layouts in found:
            opened.pages += [_open_page(book, sheet, layout, words, choices) for layout in layouts]
        others = [sheet for sheet, layouts in found if not layouts]
        others = [sheet for sheet in others if given is not None or not opened.take_units(book, sheet)]
        own = any(_is_own(sheet) for sheet in others if not is_beside(sheet))
        whole = len(others) == len(found) and not own
        for sheet in others:
            opened.pass_over(book, sheet, told=not whole)
        if whole:
            refused.append(_unreadable(book, given))
            opened.problems.append(_left_out_whole(book, refused[-1]))
        opened.problems += [Problem(Weight.NOTICE, book.name, "", 0, remark) for remark in book.remarks]
    if len(refused) == len(books):
        raise refused[0]
    _refuse_unheard_of(opened, choices)
    return opened


def _lists(
    book: Book, sheet: Sheet, charter: Charter | None, choices: Choices, given: Mapping[str, Any] | None
) -> list[Layout]:
    """Find the lists of a sheet: by their headings, in a workbook of ours as it was sent out."""
    ledger = given is None and first_ledger(sheet)
    if is_beside(sheet) or ledger or _why_passed_over(sheet) in ANSWERS.values():
        return []
    own = returned_layout(sheet, charter, choices) if charter and given is None else None
    if own:
        return [own]
    found = find_layouts(sheet, given, choices, book.name)
    if given is None and any(_is_of_work(sheet, layout) for layout in found):
        return []
    return [_without_work(layout) for layout in found]


def _is_of_work(sheet: Sheet, layout: Layout) -> bool:
    """Whether a list says all a record of work needs and nothing that tells people from their namesakes.

    As people every row would be somebody new; its own command finds them by name and unit.
    """
    if layout.kind is not Kind.PEOPLE or layout.chosen or not EVIDENCE.isdisjoint(layout.targets.values()):
        return False
    return likely_ledger(layout.unknown.values()) is not None and told_ledger(sheet) is not None


def _without_work(layout: Layout) -> Layout:
    """Keep beside a person what a sheet of work says under a heading that elsewhere means their standing.

    A library's 出库日期 takes nobody out of the register.
    """
    ledger = likely_ledger(layout.unknown.values()) if layout.kind is Kind.PEOPLE else None
    theirs = {
        column: layout.headings.get(column, "")
        for column, target in layout.targets.items()
        if ledger and target.startswith(STANDING) and is_fact_of(ledger, layout.headings.get(column, ""))
    }
    targets = {column: target for column, target in layout.targets.items() if column not in theirs}
    return replace(layout, targets=targets, unknown=layout.unknown | theirs) if theirs else layout


def _refuse_unheard_of(opened: Opened, choices: Choices) -> None:
    """Refuse a choice about a heading that stands nowhere: most likely it is misspelt."""
    headings = {text for page in opened.pages for text in page.layout.headings.values()}
    followed = {heading for page in opened.pages for heading in page.layout.chosen}
    if missing := [heading for heading in choices.told if heading not in followed]:
        near = get_close_matches(missing[0], headings, 3, 0.5)
        unknown = {text for page in opened.pages for text in page.layout.unknown.values()}
        listed = "、".join(near or sorted(unknown)[:10])
        raise Refused(f"没有一张表有「{missing[0]}」这一列", f"是不是：{listed}" if listed else "请核对列名")


def _open_page(book: Book, sheet: Sheet, layout: Layout, words: WordLists, choices: Choices) -> Page:
    lines, merged = pick_lines(sheet, layout)
    cleaned = clean_list(book, sheet, layout, lines, words)
    page = Page(cleaned, list(remark_on(cleaned, lines, merged, choices.told)))
    page.outcomes[Outcome.SKIPPED] += len(lines.asides)
    page.fates |= {line.number: (Outcome.SKIPPED, 0) for line in lines.asides}
    return page


def _why_passed_over(sheet: Sheet) -> str:
    first = as_text(sheet.rows[0][0]) if sheet.rows and sheet.rows[0] else ""
    if ledger := first_ledger(sheet):
        return f"登记册的{ledger.title}"
    return OUR_OWN.get(first) or (NO_HEADINGS if seen_lines(sheet) else BLANK)


def _is_own(sheet: Sheet) -> bool:
    """Whether a register wrote a sheet, and wants nothing of it back here."""
    return _why_passed_over(sheet) in OUR_OWN.values() or first_ledger(sheet) is not None


def _left_out_whole(book: Book, why: Refused) -> Problem:
    """Say that nothing of a file was taken though others were."""
    told = why.message.removeprefix(f"{book.name} ").removeprefix("里")
    return Problem(Weight.REJECTED, book.name, "", 0, f"整个文件没有导入：{told}；{why.hint}")


def _unreadable(book: Book, given: Mapping[str, Any] | None) -> Refused:
    """Say why nothing of a book could be taken."""
    if given is not None and any(find_layouts(sheet, {*given, *UNTOLD}) for sheet in book.sheets):
        missing = "、".join(words for target, words in UNTOLD.items() if target not in given)
        return Refused(
            f"{book.name} 里没有写明{missing}", "表里没有的项目在命令里写，如 --on 今天 --channel 走访"
        )
    seen = [mask_free_text(line) for sheet in book.sheets for line in seen_lines(sheet)][:3]
    needed = next((advice for sheet in book.sheets if (advice := advise(sheet))), NEEDED)
    if given is not None and kind_told_of(given):
        needed = "表里要有姓名、编号、身份证号或电话一列"
    elif given is not None:
        needed = "表里要有姓名、编号或电话；没有“联络日期”“联络方式”两列的，用 --on、--channel 写明"
    return Refused(f"{book.name} 里找不到认得的表头，前几行是：{'；'.join(seen)}", needed)


def of_kind(pages: Sequence[Page], kind: Kind) -> Iterator[Page]:
    """Give the lists of one kind."""
    return (page for page in pages if page.layout.kind is kind)
