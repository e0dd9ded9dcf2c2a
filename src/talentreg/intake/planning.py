"""Go through the rows of an import and say, once and for all, what it will do."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from talentreg.errors import Refused
from talentreg.intake.contact_rows import plan_contact
from talentreg.intake.drafts import Draft, is_aside, make_draft, read_lines
from talentreg.intake.headings import Kind, Layout, find_layout, seen_lines
from talentreg.intake.ledger import Ledger, OnMatch, load_staff
from talentreg.intake.matching import load_people
from talentreg.intake.person_rows import plan_person
from talentreg.intake.placing import Places
from talentreg.intake.plan import Fate, Outcome, Plan, SheetPlan
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.provenance import load_taken
from talentreg.intake.sheet import Book, Sheet
from talentreg.intake.standing import load_contact_keys, load_numbered_contacts, load_standing
from talentreg.periods import today
from talentreg.records.masking import mask_free_text
from talentreg.records.text import as_text
from talentreg.store.units import load_units
from talentreg.store.words import WordLists, load_words

UNTOLD = {"contact.on": "联络日期", "contact.channel": "联络方式"}
"""What a contact cannot do without, by its word; a list of names has it from the command."""

BLANK, NO_HEADINGS = "空白工作表", "没有认得的表头"
OUR_OWN = {"单位代码": "登记册导出的单位表", "工作人员编号": "登记册导出的工作人员表"}
"""Sheets of a register's own workbook that an import has no use for, by the first of their headings."""
PLANNERS: dict[Kind, Callable[[Ledger, Draft], Outcome]] = {
    Kind.PEOPLE: plan_person,
    Kind.CONTACTS: plan_contact,
}


Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How an import treats what its rows leave open."""

    unit: str | None = None
    as_of: date | None = None
    on_match: OnMatch = OnMatch.FILL
    given: Mapping[str, Any] | None = None
    """What every row is told that does not say it itself; given at all, only contacts are read."""


@dataclass(slots=True)
class Page:
    """One sheet that is a list: its rows as drafts, and how they were accounted for."""

    book: Book
    sheet: Sheet
    layout: Layout
    drafts: list[Draft]
    outcomes: Counter[Outcome]
    fates: dict[int, Fate]


def make_plan(
    connection: Connection, books: Sequence[Book], options: Options, step: Step = lambda: None
) -> Plan:
    """Plan the import of some books into the register a connection sees.

    Raises Refused for a book without any recognisable heading, Unknown for an unknown `unit`.
    `step` is called when a row is read and when it is decided on.
    """
    books = apart(books)
    words = load_words(connection)
    pages, passed_over = _open_pages(books, words, options.given, step)
    ledger = _open_ledger(connection, books, pages, options)
    for draft in (draft for page in pages for draft in page.drafts):
        draft.take_given(options.given or {}, words)
    for kind in (Kind.PEOPLE, Kind.CONTACTS):
        for page in pages:
            if page.layout.kind is kind:
                _plan_rows(ledger, page, step)
    return _fix(books, pages, passed_over, ledger)


def apart(books: Sequence[Book]) -> list[Book]:
    """Give files of one name from different folders names of their own."""
    times = Counter(book.name for book in books)
    return [
        replace(book, name=f"{book.name}（{place}）") if times[book.name] > 1 else book
        for place, book in enumerate(books, start=1)
    ]


def _open_pages(
    books: Sequence[Book], words: WordLists, given: Mapping[str, Any] | None, step: Step
) -> tuple[list[Page], list[SheetPlan]]:
    pages: list[Page] = []
    passed_over: list[SheetPlan] = []
    for book in books:
        layouts = [(sheet, find_layout(sheet, given)) for sheet in book.sheets]
        if not any(layout or _why_passed_over(sheet) in OUR_OWN.values() for sheet, layout in layouts):
            if given is not None and any(find_layout(sheet, {*given, *UNTOLD}) for sheet in book.sheets):
                raise _untold(book, given)
            raise _no_headings(book, given)
        for sheet, layout in layouts:
            if layout:
                pages.append(_open_page(book, sheet, layout, words, step))
            else:
                passed_over.append(SheetPlan(book.name, sheet.name, "", Counter(), _why_passed_over(sheet)))
    return pages, passed_over


def _open_page(book: Book, sheet: Sheet, layout: Layout, words: WordLists, step: Step) -> Page:
    page = Page(book, sheet, layout, [], Counter(), {})
    for line in read_lines(sheet, layout.line):
        if is_aside(line, layout):
            page.outcomes[Outcome.SKIPPED] += 1
        else:
            page.drafts.append(make_draft(book, sheet, layout, line, words))
        step()
    return page


def _plan_rows(ledger: Ledger, page: Page, step: Step) -> None:
    plan = PLANNERS[page.layout.kind]
    for draft in page.drafts:
        step()
        ledger.places.begin_row()
        outcome = plan(ledger, draft)
        page.outcomes[outcome] += 1
        page.fates[draft.line] = (outcome, draft.person_id)


def _open_ledger(
    connection: Connection, books: Sequence[Book], pages: list[Page], options: Options
) -> Ledger:
    tree = load_units(connection)
    places = Places(tree)
    if options.unit:
        places.take_default(options.unit)
    # A list of names says another contact each time it is logged.
    taken = load_taken(connection, books) if options.given is None else {}
    people = load_people(connection, tree, [draft for page in pages for draft in page.drafts], taken)
    ids = list(people.by_id)
    numbers = [draft.get("record") for page in pages for draft in page.drafts if draft.get("record")]
    stored, removed = load_numbered_contacts(connection, numbers)
    return Ledger(
        places=places,
        people=people,
        staff=load_staff(connection, tree),
        standing=load_standing(connection, ids),
        stored_contacts=load_contact_keys(connection, ids),
        numbered_contacts=stored,
        removed_contacts=removed,
        today=today(),
        as_of=options.as_of or today(),
        on_match=options.on_match,
        taken=taken,
    )


def _fix(books: Sequence[Book], pages: list[Page], passed_over: list[SheetPlan], ledger: Ledger) -> Plan:
    sheets = [_sheet_plan(page) for page in pages]
    return Plan(
        files=tuple((book.name, book.digest) for book in books),
        sheets=(*sheets, *passed_over),
        units=tuple(ledger.places.created),
        staff=tuple(ledger.staff.created),
        people=tuple(ledger.new_people),
        updates=ledger.updates,
        statuses=tuple(ledger.statuses),
        affiliations=tuple(ledger.affiliations),
        contacts=tuple(ledger.contacts),
        intentions=tuple(ledger.intentions),
        sources=tuple(ledger.sources),
        problems=(
            *(_left_out(sheet) for sheet in passed_over if sheet.passed_over == NO_HEADINGS),
            *(problem for page in pages for problem in _problems(page)),
        ),
        totals=sum((page.outcomes for page in pages), Counter()),
    )


def _sheet_plan(page: Page) -> SheetPlan:
    names = (page.book.name, page.sheet.name, page.layout.kind.value)
    return SheetPlan(*names, page.outcomes, fates=page.fates, heading=page.layout.line + 1)


def _problems(page: Page) -> list[Problem]:
    unknown = "、".join(f"「{heading}」" for heading in page.layout.unknown.values())
    where = (page.book.name, page.sheet.name, page.layout.line + 1)
    columns = [Problem(Weight.NOTICE, *where, f"不认识的列{unknown}，内容随行保留")] if unknown else []
    return [*columns, *(problem for draft in page.drafts for problem in draft.problems)]


def _why_passed_over(sheet: Sheet) -> str:
    first = as_text(sheet.rows[0][0]) if sheet.rows and sheet.rows[0] else ""
    return OUR_OWN.get(first) or (NO_HEADINGS if seen_lines(sheet) else BLANK)


def _left_out(sheet: SheetPlan) -> Problem:
    needed = "人员表要有“姓名”和另一列，联络表要有“联络日期”“联络方式”和姓名或电话"
    message = f"整张工作表「{sheet.sheet}」没有导入：{NO_HEADINGS}；{needed}"
    return Problem(Weight.NOTICE, sheet.file, sheet.sheet, 0, message)


def _untold(book: Book, given: Mapping[str, Any]) -> Refused:
    """Say what a list of names leaves out and nobody has told beforehand."""
    missing = "、".join(words for target, words in UNTOLD.items() if target not in given)
    return Refused(
        f"{book.name} 里没有写明{missing}", "表里没有的项目在命令里写，如 --on 今天 --channel 走访"
    )


def _no_headings(book: Book, given: Mapping[str, Any] | None) -> Refused:
    seen = [mask_free_text(line) for sheet in book.sheets for line in seen_lines(sheet)][:3]
    needed = "人员表至少要有“姓名”和另一列，联络表要有“联络日期”“联络方式”和姓名或电话"
    if given is not None:
        needed = "表里要有姓名、编号或电话；没有“联络日期”“联络方式”两列的，用 --on、--channel 写明"
    return Refused(f"{book.name} 里找不到认得的表头，前几行是：{'；'.join(seen)}", needed)
