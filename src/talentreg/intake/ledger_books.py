"""Take books of ledgers in: every sheet that holds one, every row accounted for, all in one change set."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select

from talentreg.errors import Refused
from talentreg.intake.accounts import enter_files
from talentreg.intake.layouts import find_layout, seen_lines
from talentreg.intake.ledger_columns import (
    LedgerLayout,
    facts_of_person,
    find_ledger_layout,
    first_ledger,
    needed_headings,
)
from talentreg.intake.ledger_lines import LedgerRow, read_ledger_rows
from talentreg.intake.ledger_rows import Entering, LedgerRows, Place
from talentreg.intake.options import OnMatch
from talentreg.intake.origins import name_unit
from talentreg.intake.own_books import is_beside
from talentreg.intake.pages import OUR_OWN
from talentreg.intake.plan import Fate, Outcome, SheetPlan
from talentreg.intake.problems import Problem, Weight
from talentreg.intake.sheet import Book, Sheet, apart
from talentreg.records.changes import ImportedFile, Source
from talentreg.records.fields import columns, table
from talentreg.records.ledger import Ledger
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.text import as_text
from talentreg.store.changes import Writer
from talentreg.store.editing import Edit
from talentreg.store.ledger_sheets import STANDS_IN, command_of, family
from talentreg.store.units import UnitNode, UnitTree, load_units
from talentreg.store.words import WordLists, load_words

BLANK, NO_HEADINGS, OF_PEOPLE, BESIDE = "空白工作表", "没有认得的表头", "人员表或联络表", "导出时附上的"
Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class LedgerWish:
    """What is to be taken in: a ledger, with those its books hold too.

    `given` is said of all rows that do not say it themselves, by the name of their ledger.
    """

    ledger: Ledger
    unit: str | None = None
    on_match: OnMatch = OnMatch.FILL
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    enrol: bool = False


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """How the rows of books of ledgers are accounted for, and everything there is to say of them.

    `written` counts new and updated rows by the title of their ledger; `edits` are corrections by number.
    """

    sheets: tuple[SheetPlan, ...]
    problems: tuple[Problem, ...]
    written: Mapping[tuple[Outcome, str], int]
    edits: tuple[tuple[str, list[Edit]], ...]
    new_staff: tuple[str, ...]
    new_people: tuple[str, ...] = ()

    @property
    def totals(self) -> Counter[Outcome]:
        """What became of the rows of all sheets."""
        return sum((sheet.outcomes for sheet in self.sheets), Counter())

    @property
    def read(self) -> int:
        """The rows read in all sheets."""
        return self.totals.total()

    def of_weight(self, weight: Weight) -> list[Problem]:
        """List the problems of one weight, in the order of the rows."""
        return [problem for problem in self.problems if problem.weight is weight]


@dataclass(slots=True)
class LedgerPage:
    """One sheet and the rows it holds; without a layout it has none, for a reason."""

    plan: SheetPlan
    layout: LedgerLayout | None = None
    rows: list[LedgerRow] = field(default_factory=list)
    home: UnitNode | None = None
    home_from: str = ""
    fates: dict[int, Fate] = field(default_factory=dict)

    @property
    def account(self) -> SheetPlan:
        """How its rows are accounted for, also line by line."""
        heading = self.layout.line + 1 if self.layout else 0
        return replace(self.plan, fates=self.fates, heading=heading)


def take_ledgers(
    writer: Writer, books: Sequence[Book], wish: LedgerWish, step: Step = lambda: None
) -> LedgerAccount:
    """Enter what some books hold of a ledger and of those that go with it, calling `step` for every row.

    Raises Refused for books of which none has headings of such a ledger, Unknown for an unknown unit.
    """
    books, tree, words = apart(books), load_units(writer.connection), load_words(writer.connection)
    home = tree.find_open(wish.unit) if wish.unit else None
    pages = [page for book in books for page in _open_book(book, wish, words)]
    if not any(page.layout for page in pages):
        raise _no_headings(books, wish)
    taken = _taken(writer.connection, books, family(wish.ledger))
    entering = Entering(writer, tree, wish.on_match, wish.given, taken, enrols=wish.enrol)
    for ledger in family(wish.ledger):
        own = [page for page in pages if page.layout and page.layout.ledger is ledger]
        _enter_pages(entering, ledger, own, home, step)
    problems = tuple(problem for page in pages for problem in _problems(page, enrols=wish.enrol))
    account = LedgerAccount(
        sheets=tuple(page.account for page in pages),
        problems=problems,
        written=dict(entering.written),
        edits=tuple(entering.edits),
        new_staff=tuple(dict.fromkeys(entering.new_staff)),
        new_people=tuple(name for _, name in entering.enrolling.people),
    )
    if entering.sources:
        _write_sources(entering, books, account)
    return account


def _enter_pages(
    entering: Entering, ledger: Ledger, pages: Sequence[LedgerPage], home: UnitNode | None, step: Step
) -> None:
    rows = LedgerRows(entering, ledger)
    for page in pages:
        if home is None:
            _find_home(entering.tree, page)
        else:
            page.home = home
        for row in page.rows:
            outcome = rows.enter(row, page.home)
            page.plan.outcomes[outcome] += 1
            page.fates[row.line] = (outcome, 0)
            step()


def _find_home(tree: UnitTree, page: LedgerPage) -> None:
    """Find the unit a sheet is of, where its title, its name or its file says so and the register has it."""
    if page.home_from:
        named = tree.named(page.home_from)
        page.home = named[0] if len(named) == 1 and not named[0].is_closed() else None


def _open_book(book: Book, wish: LedgerWish, words: WordLists) -> Iterator[LedgerPage]:
    for sheet in book.sheets:
        layout = None if is_beside(sheet) else find_ledger_layout(sheet, family(wish.ledger), wish.given)
        why_not = "" if layout else _why_not(sheet)
        title = layout.ledger.title if layout else ""
        page = LedgerPage(SheetPlan(book.name, sheet.name, title, Counter(), why_not), layout)
        if layout:
            read = list(read_ledger_rows(book, sheet, layout, words))
            page.plan.outcomes[Outcome.SKIPPED] += read.count(None)
            page.rows = [row for row in read if row]
            page.home_from = "/".join(name_unit(sheet, layout.line, book.name)[0])
        yield page


def _why_not(sheet: Sheet) -> str:
    """Say why a sheet is passed over."""
    if is_beside(sheet):
        return BESIDE
    if not seen_lines(sheet):
        return BLANK
    if other := first_ledger(sheet):
        return f"登记册的{other.title}"
    own = OUR_OWN.get(as_text(sheet.rows[0][0]))
    return own or (OF_PEOPLE if find_layout(sheet) else NO_HEADINGS)


def _problems(page: LedgerPage, *, enrols: bool) -> Iterator[Problem]:
    plan, layout = page.plan, page.layout
    if plan.passed_over == NO_HEADINGS:
        yield Problem(Weight.NOTICE, plan.file, plan.sheet, 0, f"整张工作表没有导入：{NO_HEADINGS}")
    if layout and layout.unknown:
        named = "、".join(f"「{heading}」" for heading in layout.unknown.values())
        message = mask_free_text(f"不认识的列{named}，没有导入")
        yield Problem(Weight.NOTICE, plan.file, plan.sheet, layout.line + 1, message)
    if layout:
        for heading, unit in layout.unsaid.items():
            message = mask_free_text(f"「{heading}」没有写明是元还是万元，按{unit}读")
            yield Problem(Weight.NOTICE, plan.file, plan.sheet, layout.line + 1, message)
    if layout and layout.ledger.name == "tenancy" and plan.outcomes[Outcome.REJECTED]:
        hint = "公寓还没有登记的，加 --set 投用日期=… 与入住一并登记"
        yield Problem(Weight.NOTICE, plan.file, plan.sheet, layout.line + 1, hint)
    if layout and (facts := list(facts_of_person(layout))):
        told = "、".join(f"「{columns(Person)[name].heading}」" for name in facts)
        hint = "只用于登记新人，已登记的人没有改" if enrols else "是人员资料，没有采用；登记新人加 --enrol"
        yield Problem(Weight.NOTICE, plan.file, plan.sheet, layout.line + 1, f"{told}{hint}")
    for row in page.rows:
        yield from row.problems


def _no_headings(books: Sequence[Book], wish: LedgerWish) -> Refused:
    needed = needed_headings(wish.ledger, wish.given.get(wish.ledger.name, ()))
    sheets = [sheet for book in books for sheet in book.sheets if not is_beside(sheet)]
    if other := next((found for sheet in sheets if (found := first_ledger(sheet))), None):
        hint = f"其中的{other.title}请用 talentreg {command_of(other)} import 导入"
        return Refused(f"{books[0].name} 里没有{wish.ledger.title}表", hint)
    if lacking := next((names for sheet in sheets if (names := _lacking(sheet, wish))), []):
        named = "".join(f"“{wish.ledger.heading(name)}”" for name in lacking)
        return Refused(f"{books[0].name} 里没有{named}，不能作{wish.ledger.title}表导入", needed)
    seen = [mask_free_text(line) for sheet in sheets for line in seen_lines(sheet)][:3]
    return Refused(f"{books[0].name} 里找不到认得的表头，前几行是：{'；'.join(seen)}", needed)


def _lacking(sheet: Sheet, wish: LedgerWish) -> list[str]:
    """Name what a sheet does not say that otherwise is one of the ledger."""
    ledger = wish.ledger
    layout = find_ledger_layout(sheet, (ledger,), {ledger.name: ledger.required})
    held = set(layout.targets.values()) if layout else set()
    told = held | {*ledger.defaults, *wish.given.get(ledger.name, ())}
    told |= {name for name, others in STANDS_IN.get(ledger.name, {}).items() if held.intersection(others)}
    lacking = [name for name in ledger.required if name not in told]
    return lacking if len(held & ledger.fields.keys()) > 1 and len(lacking) < len(ledger.required) else []


def _taken(connection: Connection, books: Sequence[Book], ledgers: Sequence[Ledger]) -> dict[Place, int]:
    """Return the rows still there that lines of the very same files brought in before."""
    names = {book.digest: book.name for book in books}
    source, file = table(Source), table(ImportedFile)
    taken: dict[Place, int] = {}
    for rows in {table(ledger.record) for ledger in ledgers}:
        query = (
            select(file.c.digest, source.c.sheet, source.c.line, source.c.row_id)
            .join(file, file.c.id == source.c.file_id)
            .join(rows, rows.c.id == source.c.row_id)
            .where(file.c.digest.in_(list(names)), source.c.record == rows.name)
        )
        for digest, sheet, line, row_id in connection.execute(query.order_by(source.c.id)):
            taken[rows.name, names[digest], sheet, line] = row_id
    return taken


def _write_sources(entering: Entering, books: Sequence[Book], account: LedgerAccount) -> None:
    """Keep the files, how their rows were accounted for, and the line every row came from."""
    files = [(book.name, book.digest) for book in books]
    ids = enter_files(entering.writer, files, account.sheets, account.problems)
    rows = [
        {
            "file_id": ids[one.file],
            "sheet": one.sheet,
            "line": one.line,
            "record": table(one.record).name,
            "row_id": one.row_id,
        }
        for one in entering.sources
    ]
    entering.writer.insert_many(Source, rows)
