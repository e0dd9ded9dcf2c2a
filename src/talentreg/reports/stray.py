"""Numbers in a report's prose that nothing vouches for: no control holds them, nobody counted them.

Dates, document numbers, the numbering of headings, codes, telephone numbers and ages are no counts and are
left out. What the report itself was printed with (a file's title, a project's description) is kept in its
manifest and is not stray either; what was typed afterwards is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from talentreg.reports.package import TEXT_ROOTS, Element, w
from talentreg.reports.reading import HIDDEN, SPOKEN, Places, inline
from talentreg.reports.tags import PREFIX

_CONTROL = "\ufffc"
"""Stands for a tracked number while its paragraph is looked through."""
_NUMERALS = "一二两三四五六七八九十百千万零〇"
_TABLE = b"w:tbl>"
_NARROW = str.maketrans("０１２３４５６７８９．，％：－", "0123456789.,%:-")
_NO_COUNTS = re.compile(
    "|".join(
        (
            r"^\s*(?:\d+(?:\.\d+)*\s*(?:[、)）]|\.(?!\d))|\d+(?:\.\d+)+\s)",  # 1.  2、  1.2
            r"(?<=[。；：，;:,\s])\d{1,2}(?:、|\.(?!\d))",
            r"[（(]\d{1,2}[)）]",
            r"(?:19|20)\d\d\s*[-—–~～至到]+\s*(?:(?:19|20)\d\d)?(?=年)",
            r"\d{1,4}\s*年\s*(?=\d{1,2}\s*月)",
            r"(?:19|20)\d\d\s*(?:年度|年代|年)|\d{2}年代",
            r"\d{1,2}\s*[-—–~～至到]+\s*\d{1,2}\s*[月日]",
            r"\d{1,2}\s*月(?:份|\s*\d{1,2}\s*[-—–~～至到]+\s*\d{1,2}\s*[日号]|\s*\d{1,2}\s*[日号])?",
            r"\d{1,2}\s*[日号时](?:\d{1,2}\s*分)?|\d{1,2}\s*点(?:\d{1,2}\s*分|半|整)|\d{1,2}:\d\d(?::\d\d)?",
            r"(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?",
            r"[〔\[（(【]\s*(?:19|20)\d\d\s*[〕\])）】]\s*第?\s*\d*\s*号?",
            r"第\s*\d+|\d+\s*(?:号|栋|幢|单元|室|楼|层|弄|组)",
            r"(?:附件|附表|附|表|图|注)\s*\d+",
            r"[A-Za-z]+[-_/ ]?\d[\dA-Za-z.-]*|\d+[A-Za-z][\dA-Za-z]*",
            r"0\d{2,3}[-－]\d{7,8}|[\d*]*\*+[\d*]*|\d{9,}|12(?:345|333|371|380|388)(?!\d)",
            r"(?:985|211)(?=[”\"」、/工高院大])",
            r"\d+(?:\s*[-—–~～至到]+\s*\d+)?\s*周?岁",
            r"[二三四五六七八九]位一体",
        )
    )
)
_COUNT = re.compile(
    r"\d+(?:,\d{3})*(?:\.\d+)?[十百千万亿]*[余多]?(?:%|‰|个百分点|人次|场次|万元|亿元|[人名位户家场件个项条次份册批套封元])?"
    rf"|百分之[{_NUMERALS}点]+"
    rf"|(?<![第每某之初{_NUMERALS}])(?:[{_NUMERALS}]{{2,}}[余多]?(?:人次|场次|[人名位户家场件个项条次份册批套封元])"
    r"|[二两三四五六七八九十][余多]?(?:人次|场次|[人名位户家场件份册封元]))"
)
_WHOLE_CELL = re.compile(
    r"\s*-?\d+(?:,\d{3})*(?:\.\d+)?[万亿]?[余多]?(?:%|人次|人|场次|[场件个项次份元])?\s*"
)


@dataclass(frozen=True, slots=True)
class Stray:
    """A number nothing vouches for, and where it stands: the paragraph, and after how many characters."""

    text: str
    where: str
    part: str
    at: int = 0
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """One paragraph: as it reads, and `bare`, of the same length, without what controls hold."""

    shown: str
    bare: str
    in_table: bool


def read_prose(tree: Element, controls: Iterable[Element] = ()) -> Iterator[Prose]:
    """Read the paragraphs of one part; results of fields and deleted text are left out.

    `controls` are those of ours that do not say so themselves any more.
    """
    depth, ours = 0, set(controls)
    for paragraph in tree.iter(w("p")):
        pieces: list[tuple[str, bool]] = []
        depth = _collect(paragraph, pieces, depth, ours)
        outer = {one.tag for one in paragraph.iterancestors()}
        if pieces and not outer & HIDDEN:
            shown = "".join(text for text, _ in pieces)
            bare = "".join(_CONTROL * len(text) if tracked else text for text, tracked in pieces)
            yield Prose(shown, bare, w("tc") in outer)


def find_strays(tree: Element, controls: Iterable[Element] = ()) -> Iterator[Stray]:
    """Find the numbers of one part that stand outside our controls, in its prose.

    In a table only a cell that holds nothing but a number is looked at, in a column where `controls` stand.
    """
    part, controls = TEXT_ROOTS[str(tree.tag)], list(controls)
    for prose in read_prose(tree, controls):
        if not prose.in_table:
            for start, found in counts_in(prose.bare):
                yield Stray(found, prose.shown, part, start)
    yield from _typed_cells(controls, part)


def counts_in(text: str) -> Iterator[tuple[int, str]]:
    """Find what reads as a count in a line of prose, each with where it begins."""
    narrow = text.translate(_NARROW)
    bare = _NO_COUNTS.sub(lambda found: "\0" * len(found[0]), narrow)
    for found in _COUNT.finditer(bare):
        yield found.start(), text[found.start() : found.end()]


def beyond(strays: Iterable[Stray], printed: Iterable[str]) -> list[Stray]:
    """Leave out the numbers a report was printed with, each as often as it was."""
    left, kept = Counter(printed), []
    for one in strays:
        token = one.text.translate(_NARROW)
        if left[token] > 0 and not one.cell:
            left[token] -= 1
        else:
            kept.append(one)
    return kept


def printed_plainly(part: bytes) -> list[str]:
    """List the counts in the prose of a written part that are no controls: words of the template and of data.

    Tables are left out; they are nearly all of a long report.
    """
    prose = b"".join(_outside_tables(part))
    if not re.search(rf">[^<]*[\d０-９{_NUMERALS}][^<]*<", prose.decode()):
        return []
    return [one.text.translate(_NARROW) for one in find_strays(etree.fromstring(prose))]


def _outside_tables(part: bytes) -> Iterator[bytes]:
    """Cut the tables out of a part; what is inside is never looked at."""
    depth, since, at = 0, 0, 0
    while (found := part.find(_TABLE, at)) >= 0:
        at = found + len(_TABLE)
        if part[found - 1 : found] == b"<":
            if depth == 0:
                yield part[since : found - 1]
            depth += 1
        elif part[found - 2 : found] == b"</":
            depth -= 1
            since = at
    yield part[since:]


def _collect(element: Element, pieces: list[tuple[str, bool]], depth: int, ours: set[Element]) -> int:
    """Gather what a paragraph says and whether a control holds it; return how deep in fields it ends."""
    for child in element.iterchildren():
        if not isinstance(child.tag, str) or child.tag in HIDDEN or child.tag in _PASSED_OVER:
            continue
        if child.tag == w("fldChar"):
            depth = max(depth + _FIELD_STEPS.get(str(child.get(w("fldCharType"))), 0), 0)
        elif child.tag == w("t") or child.tag in SPOKEN:
            if not depth:
                pieces.append((SPOKEN.get(str(child.tag)) or child.text or "", False))
        elif child.tag == w("sdt") and (child in ours or _is_ours(child)):
            pieces.append((inline(child, deep=True), True))
        else:
            depth = _collect(child, pieces, depth, ours)
    return depth


_FIELD_STEPS = {"begin": 1, "end": -1}
_PASSED_OVER = {w("p"), w("fldSimple")}


def _is_ours(control: Element) -> bool:
    tag = control.find(f"{w('sdtPr')}/{w('tag')}")
    return tag is not None and str(tag.get(w("val"), "")).startswith(PREFIX)


def _typed_cells(controls: Iterable[Element], part: str) -> Iterator[Stray]:
    """Find cells that hold a number of their own in columns of tracked ones."""
    tracked: dict[Element, set[int]] = {}
    own: set[Element] = set()
    for control in controls:
        row, cell = _row_and_cell(control)
        table = next(control.iterancestors(w("tbl")), None)
        if row is not None and cell is not None and table is not None:
            own.add(cell)
            tracked.setdefault(table, set()).add(list(row.iter(w("tc"))).index(cell))
    places = Places(part)
    for table, columns in tracked.items():
        for row in table.iterchildren(w("tr")):
            for place, cell in enumerate(row.iter(w("tc"))):
                text = inline(cell, deep=True) if place in columns and cell not in own else ""
                if _WHOLE_CELL.fullmatch(text.translate(_NARROW)):
                    yield Stray(text.strip(), text, part, 0, places.cell(cell[-1]))


def _row_and_cell(control: Element) -> tuple[Element | None, Element | None]:
    row = next(control.iterancestors(w("tr")), None)
    cell = next(control.iterancestors(w("tc")), None)
    return row, cell if cell is not None else next(control.iter(w("tc")), None)
