"""A template as whoever typed it sees it: its paragraphs, and the tags in them wherever Word cut them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from talentreg.reports.package import TEXT_ROOTS, Element, w

_PLACES = {"document": "正文", "hdr": "页眉", "ftr": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PARTS = re.compile(r"\{%[-+]?(p|tr|tc|r)?(\s*)(.*?)\s*[-+]?%\}", re.DOTALL)
_INSERTED = {w(name) for name in ("ins", "moveTo", "moveFrom")}
_INSIDE = {
    w("del"): "revision",
    w("delText"): "revision",
    w("commentRangeStart"): "comment",
    w("commentRangeEnd"): "comment",
    w("commentReference"): "comment",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: its text and place in the paragraph; a tag of blocks has a word, and says what it steers.

    `steers` is blank, or p, tr, tc, r: what of the document goes with it.
    """

    text: str
    start: int
    steers: str = ""
    word: str = ""
    rest: str = ""

    @property
    def is_block(self) -> bool:
        """Whether it is one of `{% … %}`."""
        return self.text.startswith("{%")

    @property
    def end(self) -> int:
        """Where it ends in its paragraph."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Line:
    """One paragraph of a template with its text."""

    part: str
    number: int
    element: Element
    text: str
    pieces: tuple[tuple[int, Element], ...]
    marks: tuple[tuple[int, str], ...]

    @property
    def place(self) -> str:
        """Say where it stands."""
        return f"{_PLACES[self.part]}第{self.number}段"

    @cached_property
    def tags(self) -> list[Tag]:
        """Return its tags in order."""
        return [_tag(found) for found in _TAG.finditer(self.text)]

    @cached_property
    def without_tags(self) -> str:
        """Return the text round its tags."""
        return _TAG.sub("", self.text)

    def over(self, name: str) -> Element | None:
        """Return the nearest element of a name round it: its cell, row, table."""
        return next(self.element.iterancestors(w(name)), None)

    def inside(self, tag: Tag) -> set[str]:
        """Say what Word put into a tag: revisions, comments."""
        found = {kind for place, kind in self.marks if tag.start < place < tag.end}
        owners = {_insertion(piece) for piece in self._pieces_of(tag)}
        if len(owners) > 1:
            found.add("revision")
        elif owners != {None}:
            found.add("inserted")
        return found

    def in_plain_control(self, tag: Tag) -> bool:
        """Tell whether a tag stands in a content control that takes plain text only."""
        controls = (control for piece in self._pieces_of(tag) for control in piece.iterancestors(w("sdt")))
        return any(control.find(f"{w('sdtPr')}/{w('text')}") is not None for control in controls)

    def _pieces_of(self, tag: Tag) -> list[Element]:
        ends = [*(start for start, _ in self.pieces[1:]), len(self.text)]
        spans = zip(self.pieces, ends, strict=True)
        return [piece for (start, piece), end in spans if start < tag.end and tag.start < end]


def read_lines(tree: Element) -> Iterator[Line]:
    """List the paragraphs of a part; text boxes, which Word stores twice, come once."""
    part = TEXT_ROOTS[str(tree.tag)]
    number = 0
    for paragraph in tree.iter(w("p")):
        if any(outer.tag == _FALLBACK for outer in paragraph.iterancestors()):
            continue
        number += 1
        yield _line(part, number, paragraph)


def _line(part: str, number: int, paragraph: Element) -> Line:
    said = ""
    pieces: list[tuple[int, Element]] = []
    marks: list[tuple[int, str]] = []
    for element in paragraph.iter(w("t"), w("tab"), w("br"), *_INSIDE):
        if next(element.iterancestors(w("p"))) is not paragraph:
            continue
        if element.tag in _INSIDE:
            marks.append((len(said), _INSIDE[str(element.tag)]))
        elif next(element.iterancestors(w("r")), None) is not None:
            pieces.append((len(said), element))
            said += (element.text or "") if element.tag == w("t") else " "
    return Line(part, number, paragraph, said, tuple(pieces), tuple(marks))


def _tag(found: re.Match[str]) -> Tag:
    parts = _PARTS.fullmatch(found[0])
    if not parts:
        return Tag(found[0], found.start())
    steers, blank, said = parts[1] or "", parts[2], parts[3]
    if steers and not blank:  # {%print … %} begins with a p too
        steers, said = "", steers + said
    word, _, rest = said.partition(" ")
    return Tag(found[0], found.start(), steers, word, rest.strip())


def _insertion(piece: Element) -> Element | None:
    return next((outer for outer in piece.iterancestors() if outer.tag in _INSERTED), None)
