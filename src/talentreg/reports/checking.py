"""A report compared with the register it came from: which numbers still hold, and who changed the others.

Three things are known of a number: what it was printed as, what stands there now, what the register counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection

from talentreg.errors import Refused
from talentreg.records.text import fold
from talentreg.reports.chart_points import read_charts
from talentreg.reports.manifest import Entry, Manifest, read_manifest
from talentreg.reports.number import UNKNOWN, Number
from talentreg.reports.package import Element, text_parts
from talentreg.reports.reading import Found, find_controls
from talentreg.reports.recount import Asked, recount
from talentreg.reports.safety import read_package
from talentreg.reports.stray import Stray, beyond, find_strays
from talentreg.reports.tags import Origin
from talentreg.reports.variables.declaring import WHOLE_REGISTER
from talentreg.reports.variables.letter import PERIOD
from talentreg.store.units import UnitTree, load_units


class State(StrEnum):
    """What became of a tracked number."""

    OK = "ok"
    STALE = "stale"
    EDITED = "edited"
    BOTH = "both"
    UNKNOWN = "unknown"
    REVISED = "revised"
    EMPTIED = "emptied"


SAID = {
    State.OK: "一致",
    State.STALE: "过时",
    State.EDITED: "手改过",
    State.BOTH: "手改过且过时",
    State.UNKNOWN: "无从核对",
    State.REVISED: "有修订",
    State.EMPTIED: "已清空",
}
"""How each is said to people."""


@dataclass(frozen=True, slots=True)
class Check:
    """One tracked number, what became of it, and how the register would print it now, with that number."""

    found: Found
    state: State
    now: str | None
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A number the report was made with that stands nowhere in it any more."""

    entry: Entry
    now: str | None


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a report says of itself, and everything that was found in it.

    One `is_foreign` that speaks of a unit this register does not have: it was made from another one.
    """

    about: Mapping[str, str]
    checks: tuple[Check, ...]
    gone: tuple[Gone, ...]
    strays: tuple[Stray, ...]
    is_foreign: bool = False

    @property
    def wrong(self) -> list[Check]:
        """The numbers that do not hold."""
        return [check for check in self.checks if check.state is not State.OK]

    @property
    def is_sound(self) -> bool:
        """Whether every number holds, none is missing and nothing was typed beside them."""
        return not (self.wrong or self.gone or self.strays)


@dataclass(frozen=True, slots=True)
class Opened:
    """A report taken apart: its parts, those with text parsed, and what it says of itself."""

    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]
    manifest: Manifest

    def controls(self, *, doubles: bool = False) -> Iterator[tuple[str, Element, Found]]:
        """Give every control of ours with the part it stands in."""
        for name, tree in self.trees.items():
            for control, found in find_controls(tree, self.manifest, doubles=doubles):
                yield name, control, found


def open_report(content: bytes) -> Opened:
    """Take a report apart; a document that remembers nothing of us is refused."""
    parts = read_package(content)
    opened = Opened(parts, text_parts(parts), read_manifest(parts))
    forgot = not opened.manifest.about and not opened.manifest.entries
    if forgot and next(opened.controls(), None) is None:
        hint = "存成 .doc、.odt、.rtf 再转回来的，数字的来历会丢；请用当初出的 .docx，或重新出一份"
        raise Refused("这个文档里没有 talentreg 的数字：不是它出的报告，或来历已经丢了", hint)
    return opened


def check_report(connection: Connection, opened: Opened) -> Checkup:
    """Compare every number of a report with the register; nothing is changed."""
    about, manifest = opened.manifest.about, opened.manifest
    controls = list(opened.controls())
    points = read_charts(opened.parts, manifest)
    here = [*(found for _, _, found in controls), *(point.found for point in points.here)]
    origins = {one.origin for _, _, one in controls if one.origin}
    asked = recount(connection, [*origins, *(entry.origin for entry in manifest.entries)], about)
    checks = tuple(judge(found, answer(asked, found.origin)) for found in here)
    printed = [entry for entry in manifest.entries if not entry.chart]
    lost = (*missing(printed, origins), *points.gone)
    gone = tuple(Gone(entry, told(answer(asked, entry.origin))) for entry in lost)
    foreign = is_foreign(load_units(connection), about)
    return Checkup(about, checks, gone, tuple(_strays(opened, controls)), foreign)


def is_foreign(tree: UnitTree, about: Mapping[str, str]) -> bool:
    """Whether the unit of a report is another one here: codes are given anew in every register."""
    name, scope = about.get("unit", ""), about.get("scope", "")
    meant = tree.named(name) if name else []
    return bool(name) and not any(scope in (WHOLE_REGISTER, unit.code) for unit in meant)


def answer(asked: Asked, origin: Origin | None) -> Number | None:
    """Return what was counted again for an origin; None where nobody can say."""
    return asked.get(replace(origin, text=None)) if origin else None


def told(number: Number | None) -> str | None:
    """Write a number as a report prints it; words that have nothing to say any more are blank."""
    if number is None:
        return None
    return number.text if isinstance(number.value, str) else number.text or UNKNOWN


def judge(found: Found, number: Number | None) -> Check:
    """Tell what became of one number, from what it was printed as and what is counted now."""
    now = told(number)
    return Check(found, _state(found, now), now, number)


def _state(found: Found, now: str | None) -> State:
    if found.revised:
        return State.REVISED
    if found.emptied:
        return State.OK if now == "" else State.EMPTIED
    if now is None or found.origin is None:
        return State.UNKNOWN
    if _same(found.text, now):
        return State.OK
    printed = found.origin.text
    if printed is not None and _same(found.text, printed):
        return State.STALE
    return State.EDITED if printed is not None and _same(printed, now) else State.BOTH


def _same(one: str, other: str) -> bool:
    """Whether two texts are one number, whatever the width of its digits and however they are grouped."""
    return one == other or _bare(one) == _bare(other)


def _bare(text: str) -> str:
    folded = "".join(fold(text).split())
    return folded.replace(",", "") if folded.replace(",", "").replace(".", "").isdigit() else folded


def missing(entries: Iterable[Entry], origins: Iterable[Origin]) -> Iterator[Entry]:
    """List what a report was made with and does not hold any more, each once; words of its period not."""
    known = {replace(origin, text=None) for origin in origins}
    for entry in entries:
        key = replace(entry.origin, text=None)
        if key not in known and key.ref != PERIOD:
            known.add(key)
            yield entry


def _strays(opened: Opened, controls: Iterable[tuple[str, Element, Found]]) -> list[Stray]:
    held: dict[str, list[Element]] = {name: [] for name in opened.trees}
    for name, control, _ in controls:
        held[name].append(control)
    found = [stray for name, tree in opened.trees.items() for stray in find_strays(tree, held[name])]
    return beyond(found, opened.manifest.plain)
