"""Go through the rows of an import and say, once and for all, what it will do."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from talentreg.intake.choices import Choices
from talentreg.intake.coming_back import load_sent
from talentreg.intake.contact_rows import plan_contact
from talentreg.intake.decisions import load_decisions
from talentreg.intake.drafts import Draft
from talentreg.intake.erased import load_erased
from talentreg.intake.headings import LISTING, Kind
from talentreg.intake.ledger import Ledger, load_staff
from talentreg.intake.listed_rows import plan_listed
from talentreg.intake.matching import load_people
from talentreg.intake.options import Options
from talentreg.intake.pages import Opened, Page, of_kind, open_pages
from talentreg.intake.person_rows import plan_person
from talentreg.intake.placing import Places
from talentreg.intake.plan import Outcome, Plan
from talentreg.intake.provenance import load_taken
from talentreg.intake.remarks import told_unit
from talentreg.intake.sheet import Book, apart
from talentreg.intake.standing import load_contact_keys, load_numbered_contacts, load_standing
from talentreg.intake.unit_sheets import ListedUnits, plan_listed_units
from talentreg.periods import today
from talentreg.store.imports import load_remembered
from talentreg.store.words import WordLists, load_words

PLANNERS: dict[Kind, Callable[[Ledger, Draft], Outcome]] = {
    Kind.PEOPLE: plan_person,
    Kind.CONTACTS: plan_contact,
    **dict.fromkeys(LISTING, plan_listed),
}


Step = Callable[[], None]


def make_plan(
    connection: Connection, books: Sequence[Book], options: Options, step: Step = lambda: None
) -> Plan:
    """Plan the import of some books into the register a connection sees.

    Raises Refused for a book without any recognisable heading, Unknown for an unknown `unit`.
    `step` is called when a row is decided on.
    """
    books = apart(books)
    words = load_words(connection)
    choices = Choices(options.told, load_remembered(connection))
    opened = open_pages(books, words, choices, options.given)
    units = plan_listed_units(connection, opened.unit_lists, options.unit)
    ledger = _open_ledger(connection, books, opened.pages, units, options)
    for kind in PLANNERS:
        for page in of_kind(opened.pages, kind):
            _plan_page(ledger, page, _untold(options.given or {}, page), words, step)
    return replace(_fix(books, opened, units, ledger), remembered=_remembered(opened, options.told))


def _untold(given: Mapping[str, Any], page: Page) -> Mapping[str, Any]:
    """Leave out what a list with a column of its own for signatures says of everybody: a blank is no yes."""
    own = {"attendance.attended"} & set(page.layout.targets.values())
    return {target: value for target, value in given.items() if target not in own}


def _plan_page(ledger: Ledger, page: Page, given: Mapping[str, Any], words: WordLists, step: Step) -> None:
    plan = PLANNERS[page.layout.kind]
    ledger.places.begin_list(page.layout.unit)
    for draft in page.cleaned.drafts():
        if given:
            draft.take_given(given, words)
        ledger.places.begin_row()
        outcome = plan(ledger, draft)
        page.outcomes[outcome] += 1
        page.fates[draft.line] = (outcome, draft.person_id)
        page.problems += draft.problems
        step()
    if ledger.places.list_used:
        page.problems.append(told_unit(page.cleaned))


def _open_ledger(
    connection: Connection,
    books: Sequence[Book],
    pages: Sequence[Page],
    units: ListedUnits,
    options: Options,
) -> Ledger:
    tree = units.tree
    places = Places(tree, created=list(units.created))
    if options.unit:
        places.take_default(options.unit)
    # A list of names says another contact each time it is logged.
    taken = load_taken(connection, books) if options.given is None else {}
    lists = [page.cleaned for page in pages]
    # Before people are looked for: a number of another register names nobody in this one.
    sent = load_sent(connection, lists, allow_erased=options.allow_erased)
    people = load_people(connection, tree, lists, taken)
    standing = load_standing(connection, list(people.by_id))
    people.place(standing.unit, today())
    stored, removed = load_numbered_contacts(
        connection, [number for one in lists for number in one.values("record") if number]
    )
    return Ledger(
        roll=options.roll(connection) if options.roll else None,
        places=places,
        people=people,
        staff=load_staff(connection, tree),
        standing=standing,
        stored_contacts=load_contact_keys(connection, list(people.by_id)),
        numbered_contacts=stored,
        removed_contacts=removed,
        today=today(),
        as_of=options.as_of or today(),
        on_match=options.on_match,
        taken=taken,
        decisions=load_decisions(connection, list(people.by_id)),
        erased=load_erased(connection, tree, books, allowed=options.allow_erased),
        sent=sent,
    )


def _remembered(opened: Opened, told: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Gather what was told of columns now, for the next book of the same layout."""
    layouts = [page.layout for page in opened.pages]
    chosen = {
        layout.signature: {heading: told[heading] for heading in layout.chosen if heading in told}
        for layout in layouts
    }
    return {signature: headings for signature, headings in chosen.items() if headings}


def _fix(books: Sequence[Book], opened: Opened, units: ListedUnits, ledger: Ledger) -> Plan:
    accounts = (*(page.account() for page in opened.pages), *units.sheets)
    said = (problem for page in opened.pages for problem in page.problems)
    sent, roll = ledger.sent, ledger.roll
    return Plan(
        files=tuple((book.name, book.digest) for book in books),
        sheets=(*accounts, *opened.passed_over),
        units=tuple(ledger.places.created),
        unit_updates=units.updates,
        lists_units=bool(units.created),
        staff=tuple(ledger.staff.created),
        people=tuple(ledger.new_people),
        updates=ledger.updates,
        statuses=tuple(ledger.statuses),
        affiliations=tuple(ledger.affiliations),
        contacts=tuple(ledger.contacts),
        intentions=tuple(ledger.intentions),
        conflicts=tuple(ledger.conflicts),
        sources=(*units.sources, *ledger.sources, *(roll.sources if roll else ())),
        problems=(*opened.problems, *sent.problems, *sent.missing(ledger.seen), *units.problems, *said),
        totals=sum((one.outcomes for one in accounts), Counter()),
        listed=roll.settled() if roll else None,
    )
