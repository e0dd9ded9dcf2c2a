"""A workbook of ours that comes back edited: which sheets are only beside, what each column was sent as."""

from collections import Counter
from itertools import islice

from talentreg.intake.choices import IGNORED, KEPT, TARGETS, Choices, fitting, sign
from talentreg.intake.headings import NUMBER_HEADINGS, VERSION_HEADINGS, Kind, Layout, meaning, plainly
from talentreg.intake.layouts import SEARCHED_LINES
from talentreg.intake.sheet import Book, Sheet
from talentreg.records.text import as_text, fold
from talentreg.store.sending import EXTRA, TITLE, Charter, read_charter

BESIDE = ("填写说明（talentreg）", "选项（talentreg）", TITLE)
"""The first cells of the sheets that only go with the list."""

_KEYS = {plainly(NUMBER_HEADINGS[0]): "number", plainly(VERSION_HEADINGS[0]): "version"}
NAME = "person.name"


def is_beside(sheet: Sheet) -> bool:
    """Whether a sheet only goes with a list of ours."""
    return bool(sheet.rows) and bool(sheet.rows[0]) and as_text(sheet.rows[0][0]) in BESIDE


def find_charter(book: Book) -> Charter | None:
    """Return what a workbook of ours says of itself; None for any other."""
    lines = (tuple(map(as_text, row)) for sheet in book.sheets if is_beside(sheet) for row in sheet.rows)
    kept = list(lines)
    start = next((place for place, line in enumerate(kept) if line and line[0] == TITLE), None)
    return read_charter(kept[start:]) if start is not None else None


def returned_layout(sheet: Sheet, charter: Charter, choices: Choices) -> Layout | None:
    """Say what the columns of a sheet hold that was sent out; None for one without name and version."""
    written = ((line, row) for line, row in enumerate(sheet.rows) if any(row))
    for line, row in islice(written, SEARCHED_LINES):
        headings = {index: text for index, cell in enumerate(row) if (text := as_text(cell))}
        has_version = any(_KEYS.get(plainly(text)) == "version" for text in headings.values())
        if has_version and _has_names(headings, choices):
            return _lay_out(line, headings, charter, choices)
    return None


def _has_names(headings: dict[int, str], choices: Choices) -> bool:
    """Whether a heading means names, or was told to."""
    decided = choices.of(sign(headings.values()))
    told = (choice for text in headings.values() if (choice := decided.get(plainly(text))))
    if any(fitting(Kind.PEOPLE, target) == NAME for _, target in told):
        return True
    return any(meaning(Kind.PEOPLE, text) == NAME for text in headings.values())


def _sent_as(charter: Charter) -> dict[str, str]:
    """Return what each heading was sent as: as it was written, and plainly where only one reads so."""
    written = {heading: target for heading, target in charter.headings.items() if _is_known(target)}
    plain = Counter(plainly(heading) for heading in written)
    loose = {plainly(one): target for one, target in written.items() if plain[plainly(one)] == 1}
    return loose | _KEYS | written


def _as_name(heading: str) -> str | None:
    """Take any heading of names for the one sent: of all columns that one cannot be emptied."""
    return NAME if meaning(Kind.PEOPLE, heading) == NAME else None


def _is_known(target: str) -> bool:
    return target.startswith(EXTRA) or target in TARGETS[Kind.PEOPLE]


def _lay_out(line: int, headings: dict[int, str], charter: Charter, choices: Choices) -> Layout:
    sent = _sent_as(charter)
    targets: dict[int, str] = {}
    unknown: dict[int, str] = {}
    taken: set[str] = set()
    for index, text in headings.items():
        target = sent.get(text) or sent.get(plainly(text)) or _as_name(text)
        if target and target not in taken:
            taken.add(target)
            if target.startswith(EXTRA):
                unknown[index] = target.removeprefix(EXTRA)
            else:
                targets[index] = target
    own = frozenset((*targets, *unknown))
    signature = sign(headings.values())
    decided, chosen = choices.of(signature), dict[str, str]()
    for index, text in headings.items():
        if index in own:
            continue
        target = meaning(Kind.PEOPLE, text)
        if choice := decided.get(plainly(text)):
            chosen[choice[0]] = choice[1]
            target = fitting(Kind.PEOPLE, choice[1])
        if target and target != KEPT and (target == IGNORED or target not in taken):
            targets[index] = target
            taken.add(target)
        else:
            unknown[index] = text
    header = ({index: fold(text) for index, text in headings.items()},)
    return Layout(
        Kind.PEOPLE,
        line,
        targets,
        unknown,
        headings=headings,
        header=header,
        signature=signature,
        chosen=chosen,
        own=own,
    )
