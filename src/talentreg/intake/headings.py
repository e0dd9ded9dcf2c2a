"""Recognise a sheet by its headings: which line they stand on, and what each column holds."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from talentreg.intake.sheet import Sheet
from talentreg.records.contact import Contact
from talentreg.records.fields import WRITTEN, columns
from talentreg.records.history import Intention, Status
from talentreg.records.person import Person
from talentreg.records.text import Cell, as_text, fold

SEARCHED_LINES = 30
"""Headings stand within these first lines of a sheet."""


class Kind(Enum):
    """What the rows of a sheet are."""

    PEOPLE = "人员"
    CONTACTS = "联络"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet's headings stand and what each column means.

    `targets` maps a column index to `person.phone`, `contact.on`, `unit.community`, `staff`…;
    `unknown` keeps the headings nobody declared, by column index. The headings end on row `line` and the list
    before row `end`. `unit` is the path of the unit the whole list belongs to, as its title or name says.
    `notes` tell what was decided about the columns. In a form with one person the columns are its cells:
    `cells` gives each one's row and column.
    """

    kind: Kind
    line: int
    targets: dict[int, str]
    unknown: dict[int, str]
    end: int | None = None
    unit: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()

    def column(self, target: str) -> int | None:
        """Return the index of the column that holds this."""
        return next((index for index, held in self.targets.items() if held == target), None)


UNIT_HEADINGS = {
    "unit.province": ("省", "所属省", "省份"),
    "unit.city": ("市", "所属市", "地市", "市州"),
    "unit.county": ("县区", "区县", "县市区", "所属区县", "所属县区", "所属区", "所属县", "所在区县"),
    "unit.township": (
        "所属街道/乡镇 所属乡镇/街道 所属街道 所属乡镇 所属镇街 所属镇 街道 乡镇 镇街 街镇 乡镇街道 "
        "街道乡镇 镇办 街道/乡镇 乡镇/街道 所属乡镇街道 所属街镇 所在街道 所在乡镇"
    ).split(),
    "unit.community": (
        "所属社区/村 所属村/社区 所属社区 所属村 所属村社区 社区 村 村社区 社区村 村/社区 社区/村 村居 "
        "所在社区 所在村 行政村 所属行政村"
    ).split(),
    "unit.grid": ("网格", "所属网格", "小组", "村民小组"),
    "unit": ("所属单位", "归属单位", "登记单位", "联络单位", "所在单位（归口）"),
    "unit.code": ("所属单位代码",),
}
NUMBER_HEADINGS = ("人才编号", "登记编号", "编号", "人员编号")
STAFF_HEADINGS = (
    "联络人",
    "联系人",
    "走访人",
    "联络人员",
    "走访人员",
    "联络干部",
    "责任人",
    "联系领导",
    "包联干部",
)
STAFF_NUMBER_HEADINGS = ("联络人编号",)
RECORD_HEADINGS = ("联络编号",)
IGNORED_HEADINGS = ("序号", "序", "号", "年龄", "核对结果")


def _declared(prefix: str, record: type[Person | Status | Intention | Contact], *only: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, column in columns(record).items():
        if not only or name in only:
            for heading in (column.heading, *column.aliases):
                names.setdefault(fold(heading), f"{prefix}.{name}")
    return names


def _listed(target: str, headings: Sequence[str]) -> dict[str, str]:
    return {fold(heading): target for heading in headings}


_SHARED = {
    **{name: target for target, listed in UNIT_HEADINGS.items() for name in _listed(target, listed)},
    **_listed("number", NUMBER_HEADINGS),
    **_listed("ignored", IGNORED_HEADINGS),
    **_declared("intention", Intention, "kind"),
}
VOCABULARY = {
    Kind.PEOPLE: _declared("status", Status, "on", "status", "reason")
    | _declared("intention", Intention, "reason")
    | _SHARED
    | _declared("person", Person),
    Kind.CONTACTS: _declared("person", Person, "name", "id_number", "phone")
    | _SHARED
    | _listed("staff", STAFF_HEADINGS)
    | _listed("staff.number", STAFF_NUMBER_HEADINGS)
    | _listed("record", RECORD_HEADINGS)
    | _declared("contact", Contact),
}
"""What a folded heading means on each kind of sheet."""

_PROPER_NAMES = {
    fold(column.heading)
    for record in (Person, Status, Intention, Contact)
    for column in columns(record).values()
} - {"备注"}


def find_layout(sheet: Sheet, given: Collection[str] | None = None) -> Layout | None:
    """Find the headings of a sheet: the first of its first thirty lines that looks like headings.

    With `given`, targets every row is told beforehand, any list of names is a list of contacts.
    """
    kinds = (Kind.CONTACTS, Kind.PEOPLE) if given is None else (Kind.CONTACTS,)
    for line, row in enumerate(sheet.rows[:SEARCHED_LINES]):
        read = [_read_line(kind, line, row) for kind in kinds]
        if plausible := [layout for layout in read if _is_plausible(layout, given or ())]:
            return max(plausible, key=_how_telling)
    return None


def _how_telling(layout: Layout) -> tuple[bool, int]:
    """Rank what a line may be: with a contact's number it is a list of contacts, else most columns decide."""
    return "record" in layout.targets.values(), len(layout.targets)


def _read_line(kind: Kind, line: int, row: tuple[Cell, ...]) -> Layout:
    """Read one line as headings; of two columns with one meaning the one so named takes it."""
    headings = {index: text.replace("\n", "") for index, cell in enumerate(row) if (text := as_text(cell))}
    targets: dict[int, str] = {}
    for index in sorted(headings, key=lambda i: (fold(headings[i]) not in _PROPER_NAMES, i)):
        target = meaning(kind, headings[index])
        if target and (target == "ignored" or target not in targets.values()):
            targets[index] = target
    unknown = {index: heading for index, heading in headings.items() if index not in targets}
    return Layout(kind, line, targets, unknown)


@lru_cache(maxsize=8192)
def meaning(kind: Kind, heading: str) -> str | None:
    """Return what a heading means on a kind of sheet; brackets and what is in them may be left out."""
    plain = fold(heading).strip("*:：")
    if fold(WRITTEN) in plain:
        return None  # kept beside the record as it was written, and to be kept so
    names = VOCABULARY[kind]
    return next((names[form] for form in (plain, *_without_brackets(plain)) if form in names), None)


def _without_brackets(plain: str) -> tuple[str, str]:
    """Write 所属社区(村) as 所属社区 and as 所属社区村; square and corner brackets are brackets too."""
    round_ = plain.translate(str.maketrans("[]【】〔〕{}「」", "()()()()()"))
    return re.sub(r"\(.*?\)", "", round_), re.sub(r"[()]", "", round_)


def _is_plausible(layout: Layout, given: Collection[str]) -> bool:
    known = {*layout.targets.values(), *given} - {"ignored"}
    if layout.kind is Kind.CONTACTS:
        named = known & {"person.name", "person.id_number", "person.phone", "number"}
        told = known & {"contact.channel", "contact.presence", "contact.reached", "contact.note"}
        return "contact.on" in known and bool(named) and bool(told)
    return "person.name" in known and len(layout.targets) >= 2


def seen_lines(sheet: Sheet) -> list[str]:
    """Show the first lines of a sheet, for a message about headings nobody recognises."""
    shown = (
        " | ".join(text for cell in row if (text := as_text(cell))) for row in sheet.rows[:SEARCHED_LINES]
    )
    return [line[:60] for line in shown if line][:3]
