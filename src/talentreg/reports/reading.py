"""A Word document read back: its text, and the tracked numbers in it, whatever program saved it last.

Content controls are seen through at every level; deleted text and the doubles of text boxes are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from talentreg.reports.manifest import Manifest, read_manifest
from talentreg.reports.package import TEXT_ROOTS, Element, text_parts, unpack, w
from talentreg.reports.tags import Origin, read_tag

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HIDDEN = {
    w(name)
    for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr")
} | {_FALLBACK}
_SPOKEN = {
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
    printed when the report was made. `where` is the paragraph round it, `part` its place: document, hdr, ftr…
    """

    origin: Origin | None
    label: str
    text: str
    where: str
    part: str


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


def find_controls(tree: Element, manifest: Manifest) -> Iterator[tuple[Element, Found]]:
    """Find our controls in one part, each with what it holds.

    LibreOffice before 7.5 drops tags but keeps labels, so a label of the manifest is enough.
    """
    known = _Known.of(manifest)
    for control in tree.iter(w("sdt")):
        tag, label = (_property(control, name) for name in ("tag", "alias"))
        if read_tag(tag) is not None or (not tag and label in known.by_label):
            text = _inline(control, deep=True)
            where = _surroundings(control)
            part = TEXT_ROOTS[str(tree.tag)]
            yield control, Found(known.origin(tag, label, text), label, text, where, part)


@dataclass(frozen=True, slots=True)
class _Known:
    """The origins a manifest knows, by what a control may have kept of them."""

    by_index: tuple[Origin, ...]
    by_tag: dict[Origin, Origin]
    by_label: dict[str, list[Origin]]

    @classmethod
    def of(cls, manifest: Manifest) -> Self:
        by_label: dict[str, list[Origin]] = {}
        for entry in manifest.entries:
            by_label.setdefault(entry.label, []).append(entry.origin)
        origins = tuple(entry.origin for entry in manifest.entries)
        return cls(origins, {replace(origin, text=None): origin for origin in reversed(origins)}, by_label)

    def origin(self, tag: str, label: str, text: str) -> Origin | None:
        """Complete what the tag says; without a tag the label must mean one number, or one of that text."""
        read = read_tag(tag)
        if isinstance(read, int):
            return self.by_index[read - 1] if read <= len(self.by_index) else None
        if read is not None:
            return read if read.text is not None else self.by_tag.get(read, read)
        labelled = self.by_label[label]
        likely = labelled if len(labelled) == 1 else [origin for origin in labelled if origin.text == text]
        return likely[0] if len(likely) == 1 else None


def _load(source: Path | str | bytes) -> dict[str, bytes]:
    return unpack(source if isinstance(source, bytes) else Path(source).read_bytes())


def _property(control: Element, name: str) -> str:
    found = control.find(f"{w('sdtPr')}/{w(name)}")
    return str(found.get(w("val"), "")) if found is not None else ""


def _surroundings(control: Element) -> str:
    paragraph = next(control.iterancestors(w("p")), None)
    return _inline(control if paragraph is None else paragraph, deep=paragraph is None)


def _paragraphs(tree: Element) -> Iterator[str]:
    for paragraph in tree.iter(w("p")):
        if not any(outer.tag in _HIDDEN for outer in paragraph.iterancestors()):
            yield _inline(paragraph)


def _inline(element: Element, *, deep: bool = False) -> str:
    """Join the text of one paragraph; those in its text boxes are paragraphs of their own unless `deep`."""
    return "".join(_pieces(element, deep=deep))


def _pieces(element: Element, *, deep: bool) -> Iterator[str]:
    for child in element.iterchildren():
        if not isinstance(child.tag, str) or child.tag in _HIDDEN or (child.tag == w("p") and not deep):
            continue
        if child.tag == w("t"):
            yield child.text or ""
        elif child.tag in _SPOKEN:
            yield _SPOKEN[child.tag]
        else:
            yield from _pieces(child, deep=deep)
