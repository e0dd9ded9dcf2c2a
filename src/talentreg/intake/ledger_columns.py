"""What the columns of a ledger's sheet hold: its fields, the numbers of rows, who and where people are."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from talentreg.intake.header_rows import Grid, Header, heading_like, read_header
from talentreg.intake.headings import IGNORED_HEADINGS, UNIT_HEADINGS, plainly
from talentreg.intake.layouts import SEARCHED_LINES
from talentreg.intake.money import is_bare, is_foreign, is_money, is_rate, unit_above, unit_in, without_unit
from talentreg.intake.sheet import Sheet
from talentreg.records.cleaning import CURRENCY
from talentreg.records.fields import Column, columns, id_from_number
from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.records.person import Person
from talentreg.records.text import as_text
from talentreg.store.ledger_finding import NAMED
from talentreg.store.ledger_sheets import (
    BESIDE,
    PERSON_NUMBERS,
    PROGRESS,
    PROGRESS_HEADINGS,
    STANDS_IN,
    companions,
    number_heading,
    person_field,
    told_person,
)

OWN, IGNORED = "record", "ignored"
NUMBER, DAY = ".number", ".on"
"""End the word of a column that holds the number, or the day, of what a field refers to."""

NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})

PERSON = "person."
"""Begins the word of a column that holds what somebody is, beside their name."""

PLACE = "place."
"""Begins the word of a column that holds a unit on one level."""

IDENTIFYING = ("phone", "id_number")
"""The fields of a person by which a row finds them."""

_NEVER = (*IGNORED_HEADINGS, "录入日期")
_LOOKED_AT = 50
"""Cells of a column looked at to tell the register's numbers from an office's own."""


@dataclass(frozen=True, slots=True)
class LedgerLayout:
    """Where the headings of a ledger's sheet end, and what each column holds.

    `targets` gives by column a field's name, `record` for the row's own number, `person.number` for that of
    what a field refers to, `person.phone`, `place.township`; `unknown` keeps the headings nobody declared.
    `money` gives by column the unit that bare amounts of money are in where the sheet says one; `unsaid` by
    heading the usual unit where it says none.
    """

    ledger: Ledger
    line: int
    targets: Mapping[int, str]
    unknown: Mapping[int, str]
    money: Mapping[int, str] = field(default_factory=dict)
    unsaid: Mapping[str, str] = field(default_factory=dict)

    def column(self, target: str) -> int | None:
        """Return the index of the column that holds this."""
        return next((index for index, held in self.targets.items() if held == target), None)


def find_ledger_layout(
    sheet: Sheet, ledgers: Sequence[Ledger], given: Mapping[str, Collection[str]] = NOTHING
) -> LedgerLayout | None:
    """Find the headings of one of some ledgers among the first lines of a sheet; None where none fits.

    Fields that are `given` for all rows of a ledger need no column. Of several that fit, the one whose
    headings say most is meant; a sheet that begins with a ledger's numbers is its own, or refers to it.
    """
    grid = Grid(sheet)
    for row in range(min(SEARCHED_LINES, len(sheet.rows))):
        texts = grid.texts(row)
        if not texts or not all(map(heading_like, texts.values())):
            continue
        for asked in _meant(ledgers, next(iter(texts.values()))):
            read = [_read(grid, row, ledger) for ledger in asked]
            fitting = [one for one in read if _fits(one, given.get(one.ledger.name, ()))]
            if fitting:
                return max(reversed(fitting), key=lambda one: len(set(one.targets.values()) - {IGNORED}))
    return None


def _meant(ledgers: Sequence[Ledger], heading: str) -> Iterator[list[Ledger]]:
    """Give the ledgers a sheet may be of by its first heading: whose numbers those are, who refers to it."""
    meant = _own_ledger(heading)
    if meant is None:
        yield list(ledgers)
        return
    yield [one for one in ledgers if one is meant]
    refer = meant.record.__tablename__
    yield [one for one in ledgers if one is not meant and one.references(str(refer))]


def _own_ledger(heading: str) -> Ledger | None:
    """Return the ledger whose rows' own numbers a heading names."""
    return _own_numbers().get(plainly(heading))


def first_ledger(sheet: Sheet) -> Ledger | None:
    """Return the ledger a register's own workbook wrote a sheet of: its first heading says so."""
    first = as_text(sheet.rows[0][0]) if sheet.rows and sheet.rows[0] else ""
    return _own_ledger(first) if first else None


def likely_ledger(headings: Collection[str]) -> Ledger | None:
    """Return the ledger that columns nobody else knows belong to, two of its own facts or more, if any."""
    told = {one.name: len(_facts(one, headings)) for one in LEDGERS.values()}
    likely = max(LEDGERS.values(), key=lambda one: told[one.name])
    return likely if told[likely.name] > 1 else None


def is_fact_of(ledger: Ledger, heading: str) -> bool:
    """Whether a heading names a field of a ledger's rows."""
    return _meaning(ledger, heading) in ledger.fields


def told_ledger(sheet: Sheet) -> Ledger | None:
    """Return the ledger a sheet an office made is of: it says all that a row needs, and two facts or more."""
    layout = find_ledger_layout(sheet, tuple(LEDGERS.values()))
    if layout is None:
        return None
    held = set(layout.targets.values()) & layout.ledger.fields.keys() - {"note", "name", "unit"}
    return layout.ledger if len(held) > 1 else None


def _facts(ledger: Ledger, headings: Collection[str]) -> set[str]:
    """Return the facts of a row that some headings name: not who or where it is about, nor a remark."""
    named = {target for heading in headings if (target := _meaning(ledger, heading) or "")}
    own = {name for name in named if name in ledger.fields and name not in ("note", "name")}
    beside = {name for name in named if name.startswith(BESIDE)}
    return {name for name in own if ledger.fields[name].refers != "unit"} | beside


@cache
def _own_numbers() -> dict[str, Ledger]:
    return {plainly(ledger.number_heading): ledger for ledger in LEDGERS.values()}


def _read(grid: Grid, row: int, ledger: Ledger) -> LedgerLayout:
    header = read_header(grid, row)
    targets: dict[int, str] = {}
    own = sorted(header.paths.items(), key=lambda one: not _is_own_heading(ledger, one[1][-1]))
    for index, path in own:
        target = _meaning(ledger, "".join(path)) or _meaning(ledger, path[-1])
        if target == OWN and not _holds_numbers(grid.sheet, header.line, index, ledger):
            continue
        if is_money(_declared(ledger, target)) and not _is_amount("".join(path), target or ""):
            continue
        if target and (target == IGNORED or target not in targets.values()):
            targets[index] = target
    known = _of_somebody(ledger, targets)
    unknown = {index: path[-1] for index, path in header.paths.items() if index not in known}
    money, unsaid = _units(grid, header, ledger, known)
    return LedgerLayout(ledger, header.line, known, unknown, money, unsaid)


def _units(
    grid: Grid, header: Header, ledger: Ledger, targets: Mapping[int, str]
) -> tuple[Mapping[int, str], Mapping[str, str]]:
    """Return by column the unit of its amounts of money, and by heading the usual one where none is said."""
    amounts = {
        index: column for index, held in targets.items() if is_money(column := _declared(ledger, held))
    }
    above = unit_above(text for row in range(header.top) for text in grid.texts(row).values())
    said = {index: unit_in("".join(header.paths[index])) or above for index in amounts}
    own = OWN in targets.values()
    unsaid = {
        header.paths[index][-1]: CURRENCY[column.clean]
        for index, column in amounts.items()
        if column
        and not said[index]
        and not own
        and any(map(is_bare, _texts(grid.sheet, header.line, index)))
    }
    return {index: unit for index, unit in said.items() if unit}, unsaid


def _is_amount(heading: str, target: str) -> bool:
    """Whether a heading of money says a whole amount: not in another currency, not for each month."""
    return not is_foreign(heading) and (target.endswith("rent") or not is_rate(heading))


def _is_own_heading(ledger: Ledger, heading: str) -> bool:
    """Whether a heading is a field's own: of two columns with one meaning the one so named holds."""
    declared = _declared(ledger, _meaning(ledger, heading))
    return declared is not None and plainly(heading).startswith(plainly(declared.heading))


def _declared(ledger: Ledger, target: str | None) -> Column | None:
    """Return how what a column holds is declared, if it is a field of the row or of one beside it."""
    beside = (one for one in companions(ledger) if target and target.startswith(one.begins))
    if target and (one := next(beside, None)):
        return LEDGERS[one.ledger].fields.get(target.removeprefix(one.begins))
    return ledger.fields.get(target or "")


def _of_somebody(ledger: Ledger, targets: Mapping[int, str]) -> Mapping[int, str]:
    """Leave out columns about somebody where none says who: a phone beside a project may be anybody's."""
    if person_field(ledger) or any(held.startswith(_someone(ledger)) for held in targets.values()):
        return targets
    return {index: held for index, held in targets.items() if not held.startswith(PERSON)}


def _someone(ledger: Ledger) -> str:
    """Return the word of the column that says whom a line is about."""
    whose, name = told_person(ledger)
    return next((one.begins for one in companions(ledger) if one.ledger == whose.name), "") + (name or OWN)


def _holds_numbers(sheet: Sheet, line: int, index: int, ledger: Ledger) -> bool:
    """Whether a column holds numbers of a ledger's rows, or nothing: an office may count its rows itself."""
    texts = _texts(sheet, line, index)
    return not texts or any(id_from_number(ledger.record, text) is not None for text in texts)


def _texts(sheet: Sheet, line: int, index: int) -> list[str]:
    """Return how the first filled cells of a column read."""
    rows = sheet.rows[line + 1 : line + 1 + _LOOKED_AT]
    return [text for row in rows if index < len(row) and (text := as_text(row[index]))]


def _fits(layout: LedgerLayout, given: Collection[str]) -> bool:
    """Whether a sheet can say what a row of a ledger cannot do without."""
    ledger, held = layout.ledger, {target.split(".")[0] for target in layout.targets.values()}
    told = {*layout.targets.values(), *given}
    held |= {name for name, others in STANDS_IN.get(ledger.name, {}).items() if told.intersection(others)}
    if {"person.phone", "person.id_number"} & set(layout.targets.values()):
        held.add(person_field(ledger))
    needed = [name for name in ledger.required if name not in ledger.defaults and name not in given]
    known = [target for target in layout.targets.values() if target != IGNORED]
    few = len(known) < min(2, len(layout.targets) + len(layout.unknown))
    return not few and held.issuperset(needed) and len(layout.unknown) <= 2 * len(known)


def needed_headings(ledger: Ledger, given: Collection[str] = ()) -> str:
    """Name the columns a sheet of a ledger needs: 活动表要有“活动名称”“活动类型”“活动日期”."""
    names = [name for name in ledger.required if name not in ledger.defaults and name not in given]
    told = f"{ledger.title}表要有{''.join(f'“{ledger.heading(name)}”' for name in names)}"
    if ledger.name == "library":
        return f"{told}；一个库的名单用 talentreg library join 库名 --from 文件"
    same = next((name for name in names if ledger.fields[name].vocabulary or name == "name"), "")
    return f"{told}；全表一样的写 --set {ledger.heading(same)}=…" if same else told


def facts_of_person(layout: LedgerLayout) -> Iterator[str]:
    """Name the fields of a person that columns hold which tell who somebody is, but find nobody."""
    for target in layout.targets.values():
        name = target.removeprefix(PERSON)
        if target.startswith(PERSON) and name not in (*IDENTIFYING, NUMBER.strip(".")):
            yield name


def meaning_of(layout: LedgerLayout, text: str) -> str | None:
    """Return what a text would mean as a heading of a sheet."""
    return _meaning(layout.ledger, text)


def _meaning(ledger: Ledger, heading: str) -> str | None:
    """Return what a heading means; brackets and what is in them may be left out."""
    plain, names = plainly(heading), _names(ledger)
    round_ = plain.translate(str.maketrans("[]【】〔〕{}", "()()()()"))
    forms = (plain, re.sub(r"\(.*?\)", "", round_), re.sub(r"[()、/]", "", round_))
    found = next((names[form] for form in forms if form in names), None)
    if found is None and is_money(_declared(ledger, bare := names.get(without_unit(plain)))):
        return bare
    return found


@cache
def _names(ledger: Ledger) -> Mapping[str, str]:
    """Return what every folded heading means on a ledger's sheet; a field's own heading before any alias."""
    names: dict[str, str] = {plainly(ledger.number_heading): OWN}
    listed = [*_numbers(ledger), *_fields(ledger), *_beside(ledger), *_about_person(ledger), *_places()]
    listed += [*_facts_of_person(ledger), *((w, PROGRESS) for w in PROGRESS_HEADINGS.get(ledger.name, ()))]
    for word, target in [*listed, *((word, IGNORED) for word in _NEVER), *_times(ledger)]:
        names.setdefault(plainly(word), target)
    return names


def _times(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Give the headings of days with 时间 for 日期: offices write either."""
    for name, column in ledger.fields.items():
        for word in (column.heading, *column.aliases):
            if word.endswith("日期") and word != "日期":
                yield word.removesuffix("日期") + "时间", name


def _fields(ledger: Ledger) -> Iterator[tuple[str, str]]:
    for name, column in ledger.fields.items():
        yield column.heading, name
    for name, column in ledger.fields.items():
        yield from ((word, name) for word in (*column.aliases, name))


def _numbers(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Give the headings of the numbers, and of the days, of what a row refers to."""
    for name, column in ledger.fields.items():
        if heading := number_heading(ledger, name):
            yield heading, name + NUMBER
        if column.refers in NAMED:
            on = LEDGERS[NAMED[column.refers]].fields["on"]
            if on.heading not in {one.heading for one in ledger.fields.values()}:
                yield on.heading, name + DAY


def _beside(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Give the headings of what may stand beside a row on its line."""
    for one in companions(ledger):
        beside = LEDGERS[one.ledger]
        fields = {name: column for name, column in beside.fields.items() if name != one.by}
        for name, column in fields.items():
            words = (column.heading, *one.headings.get(name, ()), *column.aliases)
            yield from ((word, one.begins + name) for word in words)


def _about_person(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Give the headings by which a row says who somebody is beside their name."""
    if not told_person(ledger)[1]:
        return
    yield from ((word, _someone(ledger) + NUMBER) for word in PERSON_NUMBERS)
    for one in IDENTIFYING:
        column = columns(Person)[one]
        yield from ((word, PERSON + one) for word in (column.heading, *column.aliases))


def _facts_of_person(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Give the headings of what a line may tell of somebody new."""
    if told_person(ledger)[1]:
        for name, column in columns(Person).items():
            if name not in ("name", *IDENTIFYING):
                yield from ((word, PERSON + name) for word in (column.heading, *column.aliases))


def _places() -> Iterator[tuple[str, str]]:
    for target, words in UNIT_HEADINGS.items():
        level = target.partition(".")[2]
        yield from ((word, PLACE + level) for word in words)
