"""A finished report brought up to date: stale numbers change, and nothing a person wrote does.

Only the text and the tag of a control that changes are put in anew; every other byte of its part, and every
other part of the package, stays as whatever program wrote it.
"""

import copy
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from talentreg.periods import Period, chinese_day, parse_day
from talentreg.reports.chart_points import Point, read_charts, rewrite
from talentreg.reports.checking import Check, Opened, State, answer, judge
from talentreg.reports.context import about_period
from talentreg.reports.manifest import Entry, Manifest, manifest_part, write_manifest
from talentreg.reports.number import UNKNOWN
from talentreg.reports.package import Element
from talentreg.reports.period_codes import read_code
from talentreg.reports.reading import Found, find_controls
from talentreg.reports.recount import recount
from talentreg.reports.rewriting import Rewriter
from talentreg.reports.stray import read_prose
from talentreg.reports.tags import Origin, write_tag

_FORCED = {State.EDITED, State.BOTH, State.EMPTIED}


@dataclass(frozen=True, slots=True)
class Left:
    """Words of the old period that stand in plain prose, where only a person can change them."""

    text: str
    where: str
    at: int
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A report brought up to date: its bytes, what changed, what needs a person."""

    content: bytes
    changed: tuple[Check, ...]
    kept: tuple[Check, ...]
    left: tuple[Left, ...]


@dataclass(slots=True)
class _Moving:
    """From which period to which a report moves; without the latter every number keeps its own."""

    old: Period | None
    new: Period | None

    def about(self, said: Mapping[str, str]) -> dict[str, str]:
        """Return what the report says of itself afterwards."""
        return {**_without_baseline(said), **about_period(self.new)} if self.new else dict(said)

    def origin(self, origin: Origin) -> Origin:
        """Say where a number comes from in the period the report moves to; another period's stays.

        So does that of a month the new period does not have: the chart that shows it says which month it is.
        """
        if self.new is None or self.old is None or _outside(origin.ref, self.new):
            return origin
        codes = {self.old.code: self.new.code, self.old.total_code: self.new.total_code}
        return replace(origin, period=codes.get(origin.period, origin.period))


def _outside(ref: str, period: Period) -> bool:
    """Tell whether a number is that of a month outside a period: contacts_made.month.2026-01."""
    month = re.search(r"\.month\.(\d{4}-\d\d)$", ref)
    return month is not None and not period.start <= parse_day(f"{month[1]}-01") <= period.last_day


def refresh(
    connection: Connection,
    content: bytes,
    opened: Opened,
    *,
    force: bool = False,
    period: Period | None = None,
) -> Refreshed:
    """Bring a report up to date, in another period if one is given; the same report gives the same bytes.

    What a person typed over a number stays unless `force`; what is being revised stays always.
    """
    moving = _moving(opened, period)
    work = _Work(opened, moving.about(opened.manifest.about), force)
    places: list[tuple[_Place, Found]] = [
        (_Place(part, control), found) for part, control, found in opened.controls(doubles=True)
    ]
    places += [(_Place(point.part, point), point.found) for point in work.points.here]
    wanted = {found.origin: moving.origin(found.origin) for _, found in places if found.origin}
    asked = recount(connection, wanted.values(), work.about)
    for place, found in places:
        origin = wanted[found.origin] if found.origin else None
        work.take(place, judge(found, answer(asked, origin)), origin)
    parts = work.parts()
    renewed = repack(content, parts) if parts else content
    return Refreshed(renewed, tuple(work.changed), tuple(work.kept), tuple(_left(opened, moving)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number stands: a control of a part, or a point of a chart."""

    part: str
    at: Element | Point


@dataclass(frozen=True, slots=True)
class _Renewal:
    """A number that changes: where, what was found there, its new origin, whether its text changes too."""

    place: _Place
    check: Check
    origin: Origin
    says_more: bool


class _Work:
    """The numbers gone through: which change to what, and what the manifest is to say then."""

    def __init__(self, opened: Opened, about: Mapping[str, str], force: bool) -> None:
        """Begin with nothing changed."""
        self.opened, self.about, self.force = opened, about, force
        self.points = read_charts(opened.parts, opened.manifest)
        self.changed: list[Check] = []
        self.kept: list[Check] = []
        self._renewed: list[_Renewal] = []
        self._kept_origins: set[Origin] = set()

    def take(self, place: _Place, check: Check, origin: Origin | None) -> None:
        """Decide on one number; one a person changed moves to another period as it is."""
        found, known = check.found, origin is not None and check.now is not None
        changes = known and (check.state is State.STALE or (self.force and check.state in _FORCED))
        if origin and known and (changes or origin.period != _period(found)):
            text = check.now if changes or check.state is State.OK else origin.text
            self._renewed.append(_Renewal(place, check, replace(origin, text=text), changes))
        elif found.origin and not isinstance(place.at, Point):
            self._kept_origins.add(found.origin)
        if not found.is_double:
            self.changed += [check] if changes else []
            self.kept += [check] if check.state is not State.OK and not changes else []

    def parts(self) -> dict[str, bytes]:
        """Write the parts that change."""
        if not self._renewed and self.about == dict(self.opened.manifest.about):
            return {}
        entries = self._entries()
        indexes = {entry.origin: index for index, entry in reversed(list(enumerate(entries, start=1)))}
        parts = dict(self.opened.parts)
        for name in self.opened.trees:
            renewed = [one for one in self._renewed if one.place.part == name]
            if renewed:
                parts[name] = self._write(name, renewed, indexes)
        rewrite(parts, self._drawn())
        if manifest := manifest_part(self.opened.parts):
            told_of = Manifest(self.about, tuple(entries), self.opened.manifest.plain)
            parts[manifest] = write_manifest(told_of)
        return {name: data for name, data in parts.items() if data is not self.opened.parts[name]}

    def _write(self, name: str, renewed: list[_Renewal], indexes: Mapping[Origin, int]) -> bytes:
        controls = [(one.place.at, one) for one in renewed if not isinstance(one.place.at, Point)]
        rewriter = Rewriter(self.opened.parts[name], self.opened.trees[name], [one for one, _ in controls])
        for control, one in controls:
            if one.says_more:
                rewriter.write_text(control, one.check.now or "")
            rewriter.write_tag(control, write_tag(one.origin, indexes.get(one.origin, len(indexes) + 1)))
        return rewriter.written()

    def _drawn(self) -> list[tuple[Point, str]]:
        """List the points of charts that change, with what they are to show."""
        renewed = ((one.place.at, one) for one in self._renewed if one.says_more)
        return [(point, one.check.now or UNKNOWN) for point, one in renewed if isinstance(point, Point)]

    def _entries(self) -> list[Entry]:
        """Return the numbers of the manifest; what a control that is kept needs stays beside what is new."""
        written = [one for one in self._renewed if not isinstance(one.place.at, Point)]
        became = {one.check.found.origin: one.origin for one in written if one.check.found.origin}
        of_points = self._entries_of_points()
        entries = list[Entry]()
        for entry in self.opened.manifest.entries:
            origin = became.get(entry.origin, entry.origin)
            if entry.chart or entry.origin in self._kept_origins:
                origin = of_points.get(id(entry), entry.origin)
            entries.append(replace(entry, origin=origin))
        known = {entry.origin for entry in entries if not entry.chart}
        labels = {one.origin: one.check.found.label for one in written}
        return entries + [Entry(origin, label) for origin, label in labels.items() if origin not in known]

    def _entries_of_points(self) -> dict[int, Origin]:
        """Return the new origins of the manifest's points, which stand in it as they were read."""
        gone = {id(entry) for entry in self.points.gone}
        drawn = [one for one in self.opened.manifest.entries if one.chart and id(one) not in gone]
        renewed = {id(one.place.at): one.origin for one in self._renewed}
        pairs = zip(drawn, self.points.here, strict=True)
        return {id(entry): renewed[id(point)] for entry, point in pairs if id(point) in renewed}


def repack(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Zip a package again with some parts anew; order, dates, attributes and all other contents stay."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        new.comment = old.comment
        for entry in old.infolist():
            data = parts.get(entry.filename)
            new.writestr(copy.copy(entry), old.read(entry) if data is None else data)
    return buffer.getvalue()


def _moving(opened: Opened, period: Period | None) -> _Moving:
    if period is None:
        return _Moving(None, None)
    about = opened.manifest.about
    codes = Counter(found.origin.period for _, _, found in opened.controls() if found.origin)
    code = about.get("period") or next((one for one, _ in codes.most_common(1)), "")
    old = read_code(code, about.get("name", "")) if code else period
    if since := about.get("baseline"):
        old = read_code(f"{old.code}~{since.replace('-', '')}", old.name)
        period = replace(period, since=old.since)
    return _Moving(old, period)


def _without_baseline(about: Mapping[str, str]) -> dict[str, str]:
    return {name: said for name, said in about.items() if name != "baseline"}


def _period(found: Found) -> str:
    return found.origin.period if found.origin else ""


def _left(opened: Opened, moving: _Moving) -> Iterator[Left]:
    """Find what in plain prose still speaks of the period a report moved away from."""
    if moving.old is None or moving.new is None:
        return
    words = _words(moving.old) - _words(moving.new)
    if not words:
        return
    pattern = re.compile("|".join(sorted(map(_pattern, words), key=len, reverse=True)))
    for tree in opened.trees.values():
        ours = [control for control, _ in find_controls(tree, opened.manifest, doubles=True)]
        for prose in read_prose(tree, ours):
            for found in pattern.finditer(prose.bare):
                yield Left(found[0], prose.shown, found.start())


def _words(period: Period) -> set[str]:
    """Say a period's name and its days the ways prose does."""
    year = f"{period.last_day.year}年"
    days = {chinese_day(day) for day in (period.start, period.last_day, period.as_of)}
    names = {period.name, period.name.replace("第", ""), *days}
    return names | {name.removeprefix(year) for name in names} | {year} - {""}


def _pattern(word: str) -> str:
    """Write a word so that digits before it make it another: 1月 in 11月."""
    return rf"(?<!\d){re.escape(word)}" if word[0].isdigit() else re.escape(word)
