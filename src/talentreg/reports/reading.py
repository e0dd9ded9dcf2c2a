"""A Word document read back: its text, and the tracked numbers in it, whatever program saved it last.

Content controls are seen through at every level; deleted text and the doubles of text boxes are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from typing import Self

from talentreg.reports.manifest import Manifest, read_manifest
from talentreg.reports.package import TEXT_ROOTS, Element, text_parts, w
from talentreg.reports.safety import read_document, read_package
from talentreg.reports.tags import Origin, cut_label, is_mixed, read_tag

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
HIDDEN = {
    w(name)
    for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr")
} | {_FALLBACK}
_REVISIONS = [w(name) for name in ("ins", "del", "moveFrom", "moveTo")]
SPOKEN = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
    w("sym"): "□",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A tracked number as it stands in a document.

    `origin` is None when neither tag nor manifest can tell it any more; its `text` is how the number was
    printed when the report was made. `where` is the paragraph round it, in which it begins `at` so many
    characters; `cell` names row and column of a table. `part` is its place: document, hdr, ftr… A number that
    is `emptied` shows Word's invitation to type, one that is `revised` holds changes nobody accepted yet. A
    double is the second copy of a text box, which older programs show.
    """

    origin: Origin | None
    label: str
    text: str
    where: str
    part: str
    at: int = 0
    cell: str = ""
    emptied: bool = False
    revised: bool = False
    is_double: bool = False


Control = tuple[Element, Found]


def texts(source: Path | str | bytes, part: str = "document") -> list[str]:
    """Read all paragraphs of a document's body in order (part `hdr`, `ftr`, `footnotes`: of those)."""
    trees = text_parts(_load(source)).values()
    return [text for tree in trees if TEXT_ROOTS[str(tree.tag)] == part for text in _paragraphs(tree)]


def numbers(source: Path | str | bytes) -> list[Found]:
    """Find every tracked number of a document, in order, body first."""
    parts = _load(source)
    manifest = read_manifest(parts)
    return [found for tree in text_parts(parts).values() for _, found in find_controls(tree, manifest)]


def about(source: Path | str | bytes) -> Manifest:
    """Read what a report says of itself and the numbers it was made with."""
    return read_manifest(_load(source))


def find_controls(tree: Element, manifest: Manifest, *, doubles: bool = False) -> Iterator[Control]:
    """Find our controls in one part, each with what it holds.

    LibreOffice before 7.5 drops tags but keeps labels, so a label of the manifest is enough; of words beside
    digits it keeps the text alone. The second copy of a text box, which older programs show, is left out
    unless `doubles` are asked for.
    """
    known, places = _Known.of(manifest), Places(TEXT_ROOTS[str(tree.tag)])
    for control in tree.iter(w("sdt")):
        tag, label = (_property(control, name) for name in ("tag", "alias"))
        text = "" if _is_emptied(control) else inline(control, deep=True)
        if known.has(tag, label, text) and (doubles or not _is_double(control)):
            origin = known.origin(tag, label, text)
            told = label or known.labels.get(origin, "") if origin else label
            yield control, places.found(control, origin, told, text)


def _is_emptied(control: Element) -> bool:
    return control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None


def _is_double(control: Element) -> bool:
    return next(control.iterancestors(_FALLBACK), None) is not None


def _is_revised(control: Element) -> bool:
    """Whether something in a control, or the whole of it, was taken out or put in with changes tracked."""
    if next(control.iterancestors(w("del"), w("moveFrom")), None) is not None:
        return True
    content = control.find(w("sdtContent"))
    return content is not None and next(content.iter(*_REVISIONS), None) is not None


@dataclass(slots=True)
class Places:
    """Where the controls of one part stand; a paragraph and a table are read once for all of theirs."""

    part: str
    _paragraphs: dict[Element, tuple[str, dict[Element, int]]] = field(default_factory=dict)
    _headings: dict[Element, list[str]] = field(default_factory=dict)
    _rows: dict[Element, str] = field(default_factory=dict)

    def found(self, control: Element, origin: Origin | None, label: str, text: str) -> Found:
        """Tell of a control what it holds and where it stands."""
        where, at = self._where(control)
        return Found(
            origin,
            label,
            text,
            where,
            self.part,
            at,
            self.cell(control),
            _is_emptied(control),
            _is_revised(control),
            _is_double(control),
        )

    def _where(self, control: Element) -> tuple[str, int]:
        paragraph = next(control.iterancestors(w("p")), None)
        if paragraph is None:  # it holds whole paragraphs, or a cell
            return inline(control, deep=True), 0
        if paragraph not in self._paragraphs:
            offsets: dict[Element, int] = {}
            text = inline(paragraph, deep=False, offsets=offsets)
            self._paragraphs[paragraph] = text, offsets
        text, offsets = self._paragraphs[paragraph]
        return text, offsets.get(control, 0)

    def cell(self, element: Element) -> str:
        """Name the row and the column of a table an element stands in, by what their first cells say."""
        cell = next(element.iterancestors(w("tc")), None)
        row = next(element.iterancestors(w("tr")), None)
        table = next(element.iterancestors(w("tbl")), None)
        if row is None or table is None:
            return ""
        if table not in self._headings:
            first = next(table.iter(w("tr")))
            self._headings[table] = [inline(one, deep=True).strip() for one in first.iter(w("tc"))]
        cells = list(row.iter(w("tc")))
        if row not in self._rows:
            self._rows[row] = inline(cells[0], deep=True).strip()
        place = cells.index(cell) if cell is not None and cell in cells else len(cells)
        headings = self._headings[table]
        heading = headings[place] if place < len(headings) else ""
        return "，".join(filter(None, (self._rows[row], heading)))


@dataclass(frozen=True, slots=True)
class _Known:
    """The origins a manifest knows, by what a control may have kept of them."""

    by_index: tuple[Origin, ...]
    by_tag: dict[Origin, Origin]
    by_label: dict[str, list[Origin]]
    by_text: dict[str, list[Origin]]
    labels: dict[Origin, str]

    @classmethod
    def of(cls, manifest: Manifest) -> Self:
        by_label: dict[str, list[Origin]] = {}
        by_text: dict[str, list[Origin]] = {}
        for entry in (entry for entry in manifest.entries if not entry.chart):
            by_label.setdefault(cut_label(entry.label), []).append(entry.origin)
            if is_mixed(text := entry.origin.text or ""):
                by_text.setdefault(text, []).append(entry.origin)
        origins = tuple(entry.origin for entry in manifest.entries)
        by_tag = {replace(origin, text=None): origin for origin in reversed(origins)}
        labels = {entry.origin: entry.label for entry in manifest.entries}
        return cls(origins, by_tag, by_label, by_text, labels)

    def has(self, tag: str, label: str, text: str) -> bool:
        """Whether a control is ours, by what is left of it."""
        if tag or label:
            return read_tag(tag) is not None or (not tag and label in self.by_label)
        return text in self.by_text

    def origin(self, tag: str, label: str, text: str) -> Origin | None:
        """Complete what the tag says; without a tag the label must mean one number, or one of that text."""
        read = read_tag(tag)
        if isinstance(read, int):
            return self.by_index[read - 1] if read <= len(self.by_index) else None
        if read is not None:
            return read if read.text is not None else self.by_tag.get(read, read)
        likely = self.by_text[text] if not label else self.by_label[label]
        likely = [origin for origin in likely if origin.text == text] or likely
        one_thing = len({(origin.ref, origin.scope, origin.period) for origin in likely}) == 1
        return likely[0] if one_thing else None


def _load(source: Path | str | bytes) -> dict[str, bytes]:
    return read_package(source if isinstance(source, bytes) else read_document(Path(source)))


def _property(control: Element, name: str) -> str:
    found = control.find(f"{w('sdtPr')}/{w(name)}")
    return str(found.get(w("val"), "")) if found is not None else ""


def _paragraphs(tree: Element) -> Iterator[str]:
    for paragraph in tree.iter(w("p")):
        if not any(outer.tag in HIDDEN for outer in paragraph.iterancestors()):
            yield inline(paragraph)


def inline(element: Element, *, deep: bool = False, offsets: dict[Element, int] | None = None) -> str:
    """Join the text of one paragraph; those in its text boxes are paragraphs of their own unless `deep`.

    `offsets` is filled with where in the text every control begins.
    """
    pieces: list[str] = []
    _collect(element, pieces, deep, offsets)
    if offsets:
        begins = [0, *accumulate(map(len, pieces))]
        offsets.update((control, begins[place]) for control, place in list(offsets.items()))
    return "".join(pieces)


def _collect(element: Element, pieces: list[str], deep: bool, offsets: dict[Element, int] | None) -> None:
    for child in element.iterchildren():
        if not isinstance(child.tag, str) or child.tag in HIDDEN or (child.tag == w("p") and not deep):
            continue
        if child.tag == w("t"):
            pieces.append(child.text or "")
        elif child.tag in SPOKEN:
            pieces.append(SPOKEN[child.tag])
        else:
            if offsets is not None and child.tag == w("sdt"):
                offsets[child] = len(pieces)
            _collect(child, pieces, deep, offsets)
