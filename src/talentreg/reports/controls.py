"""Content controls: every printed mark becomes a small plain-text control round its number.

The control keeps the number's own format, shows its label in Word, and carries its origin as a tag.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from lxml import etree

from talentreg.reports.manifest import Entry
from talentreg.reports.number import MARK, OPEN, UNKNOWN, Number
from talentreg.reports.package import Element, w
from talentreg.reports.tags import LONGEST, Origin, word_length, write_tag

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_QUOTE = {'"': "&quot;"}
_PARENTS = {w(name) for name in ("p", "hyperlink", "ins", "moveTo", "sdtContent", "smartTag", "fldSimple")}
"""Elements that may hold a control between runs; elsewhere the number stays plain text."""


@dataclass(slots=True)
class Ledger:
    """The numbers of one report as they appear: their places in the manifest, the ids of all controls."""

    ids: set[str]
    places: dict[Origin, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def enter(self, number: Number) -> int:
        """Return the number's index in the manifest, from 1; the same number is entered once."""
        origin = _origin(number)
        if origin not in self.places:
            self.entries.append(Entry(origin, number.label))
            self.places[origin] = len(self.entries)
        return self.places[origin]

    def new_id(self, tag: str) -> str:
        """Derive an id no control of the report has: 31 bits, positive, the same on every run."""
        candidate = zlib.crc32(f"{tag}/{len(self.ids)}".encode()) & 0x7FFFFFFF
        while candidate == 0 or str(candidate) in self.ids:
            candidate = (candidate + 1) & 0x7FFFFFFF
        self.ids.add(str(candidate))
        return str(candidate)


def open_ledger(trees: Iterable[Element]) -> Ledger:
    """Begin a ledger that knows the ids a template's own controls have taken."""
    return Ledger({str(one.get(w("val"))) for tree in trees for one in tree.iter(w("id"))})


def wrap_numbers(tree: Element, numbers: Sequence[Number], ledger: Ledger) -> None:
    """Replace the marks in a part by controls; where the format allows none, the mark stays."""
    for run in [run for run in tree.iter(w("r")) if _is_marked(run) and _takes_control(run)]:
        _replace(run, _split(run, numbers, ledger))


def print_plainly(part: bytes, numbers: Sequence[Number]) -> bytes:
    """Replace the marks that stayed in a written part (in a field, a picture's description) by their text."""
    if OPEN.encode() not in part:
        return part
    return MARK.sub(lambda mark: escape(_printed(numbers[int(mark[1])]), _QUOTE), part.decode()).encode()


def _is_marked(run: Element) -> bool:
    return any(OPEN in (text.text or "") for text in run.iterchildren(w("t")))


def _takes_control(run: Element) -> bool:
    parent = run.getparent()
    inside_plain_text = any(
        outer.find(f"{w('sdtPr')}/{w('text')}") is not None for outer in run.iterancestors(w("sdt"))
    )
    return parent is not None and parent.tag in _PARENTS and not inside_plain_text


def _split(run: Element, numbers: Sequence[Number], ledger: Ledger) -> Iterator[Element]:
    """Cut a run at its marks; every piece keeps the run's format."""
    properties = run.find(w("rPr"))
    plain: list[Element] = []
    for piece in _pieces(run, numbers):
        if not isinstance(piece, Number):
            plain.append(piece)
            continue
        if plain:
            yield _run(properties, plain)
            plain = []
        yield _control(piece, properties, ledger)
    if plain:
        yield _run(properties, plain)


def _pieces(run: Element, numbers: Sequence[Number]) -> Iterator[Element | Number]:
    for child in list(run):
        if child.tag == w("t"):
            yield from _cut(child.text or "", numbers)
        elif child.tag != w("rPr"):
            yield child


def _cut(text: str, numbers: Sequence[Number]) -> Iterator[Element | Number]:
    for place, piece in enumerate(MARK.split(text)):
        if place % 2:
            yield numbers[int(piece)]
        elif piece:
            yield _text(piece)


def _control(number: Number, properties: Element | None, ledger: Ledger) -> Element:
    tag = write_tag(_origin(number), ledger.enter(number))
    control = etree.Element(w("sdt"))
    about = etree.SubElement(control, w("sdtPr"))
    if properties is not None:
        about.append(deepcopy(properties))  # Word formats a retyped number with it
    for name, value in (("alias", _alias(number.label)), ("tag", tag), ("id", ledger.new_id(tag))):
        etree.SubElement(about, w(name)).set(w("val"), value)
    etree.SubElement(about, w("text"))
    etree.SubElement(control, w("sdtContent")).append(_run(properties, [_text(_printed(number))]))
    return control


def _run(properties: Element | None, children: list[Element]) -> Element:
    run = etree.Element(w("r"))
    if properties is not None:
        run.append(deepcopy(properties))
    run.extend(children)
    return run


def _text(text: str) -> Element:
    element = etree.Element(w("t"))
    element.text = text
    if text != text.strip():
        element.set(_SPACE, "preserve")
    return element


def _replace(run: Element, pieces: Iterable[Element]) -> None:
    for piece in pieces:
        run.addprevious(piece)
    parent = run.getparent()
    assert parent is not None
    parent.remove(run)


def _printed(number: Number) -> str:
    return number.text or UNKNOWN


def _origin(number: Number) -> Origin:
    return Origin(number.ref, number.scope, number.period, number.format, _printed(number))


def _alias(label: str) -> str:
    while word_length(label) > LONGEST:
        label = label[:-1]
    return label
