"""Find the lists of a sheet: where the headings of each stand, and what every column holds."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice

from talentreg.intake.asides import Judge
from talentreg.intake.beside import stand_beside
from talentreg.intake.choices import IGNORED, KEPT, NONE, Choices, fitting, sign
from talentreg.intake.forms import find_forms
from talentreg.intake.grouped import Path, mixed_families, path_meaning, strangers
from talentreg.intake.guessing import guess
from talentreg.intake.header_rows import Grid, Header, heading_like, read_header
from talentreg.intake.headings import (
    IMPORTED,
    LISTING,
    PROPER_NAMES,
    SIGNATURE_HEADINGS,
    VOCABULARY,
    Kind,
    Layout,
    kind_told_of,
    meaning,
    plainly,
)
from talentreg.intake.origins import name_unit
from talentreg.intake.sheet import Sheet, column_letters
from talentreg.records.text import as_text, fold

SEARCHED_LINES = 30
"""Headings stand within these first lines of a sheet."""

MOST_TELLING = 500
"""Rows looked at closely for the headings of later lists; more are words of the data."""

FIRST_CELLS = 8
"""A later list is recognised by a name or a date among the first cells of its headings."""


def find_layouts(
    sheet: Sheet, given: Collection[str] | None = None, choices: Choices = NONE, file_name: str = ""
) -> list[Layout]:
    """Find the lists of a sheet, or the forms with one person each; none when nothing looks like headings.

    With `given`, targets every row is told beforehand, any list of names is one of contacts or, told of
    another record, of that. `choices` say what columns hold; `file_name` may tell the unit. Lists that
    stand side by side share their rows.
    """
    grid = Grid(sheet)
    if given is None and (forms := find_forms(grid, choices)):
        return _all_placed(sheet, forms, file_name)
    found: list[Layout] = []
    for layout in _lists(grid, given, choices, file_name):
        if found:
            found[-1] = replace(found[-1], end=_title_of(grid, layout))
        found.append(layout)
    return [guess(sheet, one) for layout in found for one in stand_beside(layout)]


def find_layout(sheet: Sheet, given: Collection[str] | None = None) -> Layout | None:
    """Find the first list of a sheet."""
    return next(iter(find_layouts(sheet, given)), None)


def seen_lines(sheet: Sheet) -> list[str]:
    """Show the first lines of a sheet, for a message about headings nobody recognises."""
    shown = (
        " | ".join(text for cell in row if (text := as_text(cell))) for row in sheet.rows[:SEARCHED_LINES]
    )
    return [line[:60] for line in shown if line][:3]


def _lists(grid: Grid, given: Collection[str] | None, choices: Choices, file_name: str) -> Iterator[Layout]:
    """Give the first list, then each whose headings differ, or whose title names another unit."""
    lines = range(min(SEARCHED_LINES, len(grid.sheet.rows)))
    layout = next((found for row in lines if (found := _read_list(grid, row, given, choices))), None)
    if layout is None:
        return
    layout = _placed(grid.sheet, layout, file_name)
    yield layout
    telling = _telling_rows(grid.sheet, layout.line + 1)
    for row in islice((row for row in telling if not _is_printed_again(grid, row, layout)), MOST_TELLING):
        for top in range(max(row - 2, layout.line + 1), row + 1):
            later = _read_list(grid, top, given, choices)
            if later and _is_heading_row(grid, later) and row <= later.line:
                later = _placed(grid.sheet, later, file_name, layout, _title_of(grid, later))
                if not _is_the_same(layout, later):
                    layout = later
                    yield later
                break


def _is_printed_again(grid: Grid, row: int, layout: Layout) -> bool:
    """Whether a row repeats one of the header rows, word for word, with no title of its own above."""
    said = {column: fold(text) for column, text in grid.texts(row).items()}
    place = next((n for n, header in enumerate(layout.header) if header == said), None)
    return place is not None and len(grid.texts(row - place - 1)) != 1


def _telling_rows(sheet: Sheet, after: int) -> Iterator[int]:
    """Give the rows with a cell that says 姓名 or 联络日期: those alone may begin another list."""
    without = _TELLING.isdisjoint
    for index, row in enumerate(islice(sheet.rows, after, None), after):
        if not without(row[:FIRST_CELLS]):
            yield index


def _written_forms(word: str) -> Iterator[str]:
    yield from (word, f"{word}：", f"*{word}", f"{word}*", f"{word}（必填）", f"{word}(必填)")
    if len(word) == 2:
        yield from (
            word[0] + blank + word[1] for blank in (" ", "  ", "   ", "    ", "\n", "　", "　　", " \n")
        )


_TELLING = frozenset(
    form
    for kind in Kind
    for word, target in VOCABULARY[kind].items()
    if target in ("person.name", "contact.on") and not word.endswith("对象")  # also a kind of person
    for form in _written_forms(word)
)


def _is_heading_row(grid: Grid, layout: Layout) -> bool:
    """Whether a row in the midst of a list is surely one of headings: all look so, most are known."""
    texts = [text for row in range(layout.top, layout.line + 1) for text in grid.texts(row).values()]
    return all(heading_like(text) for text in texts) and len(layout.targets) * 2 >= len(layout.headings) > 2


def _is_the_same(layout: Layout, later: Layout) -> bool:
    """Whether later headings only repeat those of the list they stand in."""
    same = layout.targets == later.targets and layout.unknown.keys() == later.unknown.keys()
    return same and layout.kind is later.kind and later.unit == layout.unit


def _title_of(grid: Grid, layout: Layout) -> int:
    """Return the row a list begins on in the sender's eyes: its headings', or the title's above them."""
    top = layout.top
    while top > 1 and len(grid.texts(top - 1)) <= 1 and layout.top - top < 4:
        if Judge(layout)(tuple(as_text(cell) for cell in grid.sheet.rows[top - 1])) or not grid.texts(
            top - 1
        ):
            top -= 1
        else:
            break
    return top


def _all_placed(sheet: Sheet, forms: list[Layout], file_name: str) -> list[Layout]:
    placed: list[Layout] = []
    for form in forms:
        before = placed[-1] if placed else None
        placed.append(_placed(sheet, form, file_name, before, (before.end or 0) if before else 0))
    return placed


def _placed(
    sheet: Sheet, layout: Layout, file_name: str, before: Layout | None = None, above: int = 0
) -> Layout:
    """Say which unit a list comes from; without a title of its own it is that of the list before."""
    top = min(row for row, _ in layout.cells) if layout.cells else layout.top
    unit, where = name_unit(sheet, top, file_name, above)
    if before and unit in ((), before.unit):
        return replace(layout, unit=before.unit, unit_from=before.unit_from)
    if not unit:
        return layout
    return replace(layout, unit=unit, unit_from=where)


def _read_list(grid: Grid, top: int, given: Collection[str] | None, choices: Choices) -> Layout | None:
    """Read the headings that begin on a row as each kind of list; the most telling kind holds."""
    if not grid.texts(top):
        return None
    header = read_header(grid, top)
    read = [_read_columns(kind, header, choices) for kind in _kinds(given)]
    plausible = [layout for layout in read if _is_plausible(layout, given or ())]
    return max(plausible, key=_how_telling, default=None)


def _kinds(given: Collection[str] | None) -> tuple[Kind, ...]:
    """Say what a list may be; every row being told something beforehand, it can only be that."""
    if given is None:
        return IMPORTED
    return (kind_told_of(given) or Kind.CONTACTS,)


def _how_telling(layout: Layout) -> tuple[bool, int, bool]:
    """Rank what a line may be: with a contact's number it is a list of contacts, else most columns decide."""
    return "record" in layout.targets.values(), len(layout.targets), layout.kind is Kind.CONTACTS


def _is_plausible(layout: Layout, given: Collection[str]) -> bool:
    known = {*layout.targets.values(), *given} - {IGNORED}
    named = known & {"person.name", "person.id_number", "person.phone", "number"}
    if layout.kind in LISTING:
        return bool(named)
    if layout.kind is Kind.CONTACTS:
        told = known & {"contact.channel", "contact.presence", "contact.reached", "contact.note"}
        return "contact.on" in known and bool(named) and bool(told)
    return "person.name" in known and len(set(layout.targets) - set(_versions(layout))) >= 2


def _versions(layout: Layout) -> Iterator[int]:
    """Give the columns that say a version: alone with a name they are of a document, not of people."""
    return (index for index, target in layout.targets.items() if target == "version")


def _read_columns(kind: Kind, header: Header, choices: Choices) -> Layout:
    """Say what each column holds: what was chosen, else what its headings mean.

    Of two columns with one meaning the chosen one holds, then the one so named, then the one without a group.
    """
    headings = {column: "/".join(path) for column, path in header.paths.items()}
    signature = sign(headings.values())
    decided = choices.of(signature)
    apart = strangers(kind, header.paths)
    chosen: dict[str, str] = {}
    wanted: dict[int, tuple[int, str]] = {}
    for column, path in header.paths.items():
        if choice := _choice(decided, path):
            chosen[choice[0]] = choice[1]
            target, rank = fitting(kind, choice[1]), 0
        else:
            target, rank = _meaning(kind, path, apart), _rank(path)
        if target and target != KEPT:
            wanted[column] = (rank, target)
    for column, (heading, target) in _chosen_blanks(decided, header).items():
        headings[column], chosen[heading] = heading, target
        if fitted := fitting(kind, target):
            wanted[column] = (0, fitted)
    targets = _assigned(wanted)
    for column in mixed_families(header.paths, targets):
        del wanted[column]
        targets = _assigned(wanted)
    second = _second_phone(wanted, targets) if kind is Kind.PEOPLE else {}
    targets |= second
    unknown = {column: heading for column, heading in headings.items() if column not in targets}
    return Layout(
        kind,
        header.line,
        targets,
        unknown,
        headings=headings,
        header=tuple({column: fold(text) for column, text in row.items()} for row in header.rows),
        signature=signature,
        chosen=chosen,
        notes=tuple(f"列「{headings[column]}」是又一列电话，按备用电话读取" for column in second),
    )


def _second_phone(wanted: dict[int, tuple[int, str]], targets: dict[int, str]) -> dict[int, str]:
    """Give a person's other column of phones, one without a group of its own, what it is good for."""
    names = [column for column, (_, target) in wanted.items() if target == "person.name"]
    phones = [column for column, (rank, target) in wanted.items() if target == "person.phone" and rank < 3]
    left = [column for column in phones if column not in targets]
    if len(names) != 1 or len(phones) != 2 or len(left) != 1 or "person.second_phone" in targets.values():
        return {}
    return {left[0]: "person.second_phone"}


def _meaning(kind: Kind, path: Path, apart: Collection[str]) -> str | None:
    target = path_meaning(kind, path)
    if len(path) > 1 and "".join(path[:-1]) in apart and meaning(kind, path[-1]) == target:
        return None  # somebody else's name and phone
    return target


def _rank(path: Path) -> int:
    if plainly(path[-1]) in SIGNATURE_HEADINGS:
        return 4
    if len(path) > 1:
        return 3
    return 1 if plainly(path[0]) in PROPER_NAMES else 2


def _choice(decided: dict[str, tuple[str, str]], path: Path) -> tuple[str, str] | None:
    """Return what was decided for a column, named by all its headings or by its lowest."""
    if not decided:
        return None
    names = ("/".join(path), "".join(path), path[-1])
    return next((decided[name] for name in map(plainly, names) if name in decided), None)


def _chosen_blanks(decided: dict[str, tuple[str, str]], header: Header) -> dict[int, tuple[str, str]]:
    """Find the columns without a heading that a choice names by their letters: C列."""
    named: dict[int, tuple[str, str]] = {}
    for plain, choice in decided.items():
        if match := re.fullmatch(r"([a-z]{1,3})列", plain):
            index = _index_of(match[1])
            if index not in header.paths:
                named[index] = (f"{column_letters(index)}列", choice[1])
    return named


def _index_of(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("a") + 1
    return index - 1


def _assigned(wanted: dict[int, tuple[int, str]]) -> dict[int, str]:
    """Give each target to one column only; any number may be ignored."""
    targets: dict[int, str] = {}
    for column in sorted(wanted, key=lambda column: (wanted[column][0], column)):
        target = wanted[column][1]
        if target == IGNORED or target not in targets.values():
            targets[column] = target
    return targets
