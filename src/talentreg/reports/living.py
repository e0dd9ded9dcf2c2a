"""Living reports: filled from a template, every number in them tracked by a content control.

The context holds text, dates, numbers, and mappings and lists of them. Three of its names also become the
document's properties: `标题`, `署名` and `成文日期` (a date); nothing in a report comes from the clock.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from talentreg.reports.chart_placing import place_charts
from talentreg.reports.charts import Chart
from talentreg.reports.controls import Ledger, control_ids, renew_ids, wrap_numbers
from talentreg.reports.finishing import finish_part
from talentreg.reports.manifest import Entry, Manifest, place_manifest, write_manifest
from talentreg.reports.marking import Marking, clean
from talentreg.reports.number import Number
from talentreg.reports.package import (
    Packed,
    core_part,
    core_properties,
    text_parts,
)
from talentreg.reports.safety import read_package
from talentreg.reports.stray import printed_plainly
from talentreg.reports.tidying import CHART, holds_tags

if TYPE_CHECKING:
    from talentreg.reports.filling import Fillable

__all__ = ["DATED", "OFFICE", "TITLE", "Number", "Prepared", "clean", "prepare", "render"]

TITLE, OFFICE, DATED = "标题", "署名", "成文日期"
"""Names of the context that also become title, author and dates of the document."""

_TITLE_STYLE = re.compile(r'<w:style [^>]*w:styleId="([^"]+)"[^>]*>\s*<w:name w:val="title"/>', re.IGNORECASE)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template made ready once, to be filled as often as wanted.

    `names` are all names its text uses: variables, what it takes from them (`行.单位`, `行["单位"]`; also as
    `.单位`), and what the document's properties need.
    """

    names: frozenset[str]
    fillable: tuple["Fillable", ...]
    _static: Mapping[str, bytes]
    _package: Packed
    _places: "_Places"

    def render(
        self,
        context: Mapping[str, object],
        about: Mapping[str, str],
        known: Iterable[str] = (),
        rounding: str = "",
    ) -> bytes:
        """Fill the template and wrap its numbers; `about` says what the report is about (unit, period…).

        The same template, context and words are the same bytes. What the template gets wrong is refused; for
        an unknown variable the nearest name in the context or among the `known` ones is suggested. `rounding`
        is the format large numbers of the prose are printed in.
        """
        places, marking = self._places, Marking()
        data = {name: marking.mark(value) for name, value in context.items() if name in self.names}
        ledger, taken = Ledger(marking.numbers, set(places.ids), rounding), set(places.fixed_ids)
        filled: dict[str, str] = {}
        for one in self.fillable:
            text = one.fill(data, (*known, *context))
            filled[one.part] = wrap_numbers(renew_ids(text, ledger, taken) if places.ids else text, ledger)
        parts = {one.part: finish_part(filled[one.part], one.source) for one in self.fillable}
        parts[places.core] = _properties(context, places.title_in(filled.get(places.document, "")))
        charts = marking.charts if any(CHART in text for text in filled.values()) else []
        return self._pack(parts, charts, ledger.entries, about)

    def _pack(
        self,
        parts: dict[str, bytes],
        charts: Sequence[Chart],
        entries: list[Entry],
        about: Mapping[str, str],
    ) -> bytes:
        """Add charts and manifest; only a chart has parts of its own to be packed among the template's."""
        places = self._places
        if charts:
            parts = {**self._static, **parts}
            entries += place_charts(parts, places.document, charts)
        plain = (counted for one in self.fillable for counted in printed_plainly(parts[one.part]))
        said = {name: clean(word) for name, word in about.items()}
        manifest = Manifest(said, tuple(entries), (*places.plain, *plain))
        parts[places.manifest] = write_manifest(manifest)
        return (Packed() if charts else self._package).with_parts(parts).package()

    def paragraph_with(self, name: str) -> str:
        """Return the first paragraph of the template that speaks of a name."""
        return next(filter(None, (one.paragraph_with(name) for one in self.fillable)), "")


@dataclass(frozen=True, slots=True)
class _Places:
    """Where in the package a report's own things go, and the ids its template has taken."""

    document: str
    core: str
    manifest: str
    title_styles: frozenset[str]
    ids: frozenset[int]
    fixed_ids: frozenset[int]
    plain: tuple[str, ...]

    def title_in(self, document: str) -> str:
        """Return what the first paragraph in the style of titles says."""
        styled = (document.find(f'<w:pStyle w:val="{style}"/>') for style in self.title_styles)
        start = min((place for place in styled if place >= 0), default=len(document))
        return unescape("".join(_TEXT.findall(document, start, document.find("</w:p>", start))))


def prepare(template: bytes) -> Prepared:
    """Make a template ready; what is no Word document, or has tags written wrongly, is refused."""
    from talentreg.reports.filling import compile_part  # Jinja takes a while to load

    parts = read_package(template)
    trees = text_parts(parts)
    ids = control_ids(trees.values())
    fillable = tuple(compile_part(name, tree) for name, tree in trees.items() if holds_tags(tree))
    filled = {one.part for one in fillable}
    document = next(iter(trees))
    manifest = place_manifest(parts, document)
    core = core_part(parts)
    static = {name: data for name, data in parts.items() if name not in (*filled, manifest, core)}
    fixed = [tree for name, tree in trees.items() if name not in filled]
    styles = parts.get("word/styles.xml", b"").decode("utf-8", "replace")
    places = _Places(
        document,
        core,
        manifest,
        frozenset(_TITLE_STYLE.findall(styles)),
        frozenset(ids),
        frozenset(control_ids(fixed)),
        tuple(
            counted for tree in fixed for counted in printed_plainly(etree.tostring(tree, encoding="utf-8"))
        ),
    )
    names = frozenset((OFFICE, DATED)).union(*(one.names for one in fillable))
    return Prepared(names, fillable, static, Packed().with_parts(static), places)


def render(template: bytes, context: Mapping[str, object], about: Mapping[str, str]) -> bytes:
    """Prepare a template and fill it once."""
    return prepare(template).render(context, about)


def _properties(context: Mapping[str, object], title: str) -> bytes:
    title, office = str(context.get(TITLE) or title), str(context.get(OFFICE) or "")
    dated = context.get(DATED)
    title, office = (clean(text).replace("\n", "") for text in (title, office))
    return core_properties(title, office, dated if isinstance(dated, date) else None)
