"""What the sheets of the ledgers have beside their fields: columns of numbers, sheets that go together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from talentreg.records.ledger import Ledger
from talentreg.records.ledgers import LEDGERS
from talentreg.store.ledger_finding import NAMED

PERSON_NUMBERS = ("人才编号", "人员编号", "登记编号")
"""What the number of the person a row is about is headed."""

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "event": ("event", "attendance"),
    "campaign": ("campaign", "task", "fulfilment"),
    "task": ("task", "fulfilment"),
    "station": ("station", "membership"),
    "project": ("project", "partner", "arrival"),
    "library": ("library", "inclusion"),
    "benefit": ("policy", "benefit", "payment"),
    "apartment": ("apartment", "tenancy"),
}
"""The ledgers whose sheets go in and out together, what others refer to first; any other goes alone."""

_TAKEN_BY = {
    **{"attendance": "event", "fulfilment": "campaign", "membership": "station"},
    **{"partner": "project", "inclusion": "library"},
}


@dataclass(frozen=True, slots=True)
class Companion:
    """A ledger whose rows may stand beside those of another, on one line of its sheet.

    `by` is how its rows point at that line's; without what is `needed` the line says nothing of it.
    `headings` are what its columns are called there too.
    """

    ledger: str
    by: str
    needed: str
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)

    @property
    def begins(self) -> str:
        """What the words of its columns begin with."""
        return f"{BESIDE}{self.ledger}."


BESIDE = "beside."
"""Begins the word of a column that belongs to a row beside the line's own."""

_HEADS = ("项目负责人", "法人", "法定代表人", "牵头人", "带头人", "返乡人员")
COMPANIONS: Mapping[str, tuple[Companion, ...]] = {
    "project": (
        Companion("partner", "project", "person", {"person": _HEADS}, {"role": "负责人"}),
        Companion("arrival", "project", "amount"),
    ),
    "benefit": (Companion("payment", "benefit", "on"),),
    "apartment": (Companion("tenancy", "apartment", "person"),),
}
"""What offices write on one line: a project with who runs it, a benefit with what was paid of it."""

STANDS_IN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "project": {"on": ("talks_on", "signed_on", "landed_on", "running_on")},
    "case": {"on": ("reported_on", "talked_on", "matched_on", "landed_on", "failed_on")},
    "benefit": {
        "on": (f"{BESIDE}payment.on",),
        "amount": ("policy", f"{BESIDE}payment.amount"),
        "name": ("policy",),
    },
}
"""What says on a sheet what a row needs and no column of its own says: the earliest of days, a policy."""


PROGRESS = "progress"
"""The word of a column that says in words how far a row has come: 项目进展 of a project."""

PROGRESS_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "project": (
        *("项目进展", "项目进度", "进展情况", "项目进展情况", "建设进度", "进展", "进度"),
        *("项目阶段", "项目状态", "所处阶段"),
    ),
}


def companions(ledger: Ledger) -> tuple[Companion, ...]:
    """Return what may stand beside a ledger's rows on their lines."""
    return COMPANIONS.get(ledger.name, ())


def told_person(ledger: Ledger) -> tuple[Ledger, str]:
    """Return the field of the person a line is about, with the ledger it is of: its own or a companion."""
    own = person_field(ledger)
    beside = [LEDGERS[one.ledger] for one in companions(ledger)]
    others = ((one, found) for one in beside if (found := person_field(one)))
    return (ledger, own) if own else next(others, (ledger, ""))


def family(ledger: Ledger) -> tuple[Ledger, ...]:
    """Return the ledgers whose sheets a book of one may hold."""
    return tuple(LEDGERS[name] for name in FAMILIES.get(ledger.name, (ledger.name,)))


def command_of(ledger: Ledger) -> str:
    """Name the commands that take a ledger's sheets in and give them out: event, assign, duty rule."""
    return _TAKEN_BY.get(ledger.name, ledger.command)


def person_field(ledger: Ledger) -> str:
    """Return the field of the person a row is about; blank for rows about nobody."""
    found = ledger.references("person")
    return "person" if "person" in found else next(iter(found), "")


def number_heading(ledger: Ledger, name: str) -> str:
    """Return the heading of the column that holds the numbers of what a field refers to; blank for none.

    Units and staff have none: they are written so that the words alone find them.
    """
    column = ledger.fields[name]
    if column.refers == "person":
        plain = column.heading == "姓名"
        return PERSON_NUMBERS[0] if plain else f"{column.heading}编号"
    return LEDGERS[NAMED[column.refers]].number_heading if column.refers in NAMED else ""
