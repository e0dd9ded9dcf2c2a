"""A part of a template made ready for Jinja: tags whole, each in a run of its own, those that steer set free.

Word cuts what is typed into runs at will, so a tag may lie in several. Here every tag comes together where it
begins, in a run that holds nothing else, and a tag that steers paragraphs or rows takes the place of the one
it stands in: what docxtpl does, without reading the text as patterns. What is rarely used is left to docxtpl.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from itertools import groupby

from lxml import etree

from talentreg.errors import Refused
from talentreg.reports.package import HEAD, Element, parse, take_out, w

PLAIN = "\ue9a7"
"""Stands in a text that may hold no control."""

CHART = "\ue9a2"
"""Begins the mark of a chart."""

RESERVED = re.compile("[\ue9a0-\ue9af]")
"""The characters marks are made of; neither a template nor data may hold one."""

_OPENING = re.compile(r"\{[{%#]")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_WHOLE = re.compile(r"\{\{[^<]*?\}\}|\{%[^<]*?%\}|\{#[^<]*?#\}")
_STEERING = re.compile(r"\{([%#])(tr|p)\s([^<]*?)([%#]\})")
_FOR_DOCXTPL = re.compile(r"\{%-|-%\}|\{%\s*(?:vm|hm|colspan|cellbg)\s|\{[{%#]tc\s|\{[{%]r\s")
_LOOSE_CELLS = re.compile(r"\{%(?:tc\s|\s*(?:colspan|hm)\s)")
_SMART = str.maketrans("“”‘’", "\"\"''")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|[“”‘’]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARENTS = {w(name) for name in ("p", "hyperlink", "ins", "moveTo", "sdtContent", "smartTag", "fldSimple")}
"""Elements that may hold a control between runs; elsewhere a number stays plain text."""
_OF_NO_USE = [w(name) for name in ("proofErr", "lastRenderedPageBreak", "rPrChange")]
_REVISION = re.compile(r"\{[^}]*\}(?:rsid\w*|paraId|textId)")
_TEXT, _RUN, _PARAGRAPH, _FORMAT = w("t"), w("r"), w("p"), w("rPr")


def holds_tags(tree: Element) -> bool:
    """Tell whether a part has anything to fill, in its text or in an attribute."""
    said = "".join(text.text or "" for text in tree.iter(_TEXT))
    return bool(_OPENING.search(said) or _OPENING.search(etree.tostring(tree, encoding="unicode")))


def has_loose_cells(tree: Element) -> bool:
    """Tell whether the template loops over the cells of a row, or spans them."""
    return bool(_LOOSE_CELLS.search("".join(text.text or "" for text in tree.iter(_TEXT))))


def tidy(tree: Element) -> str:
    """Return a part as the source of a Jinja template, every paragraph on a line of its own."""
    whole = etree.tostring(tree, encoding="unicode")
    if RESERVED.search(whole):
        tree = parse(RESERVED.sub("", whole).encode())
    _strip(tree)
    for paragraph in tree.iter(_PARAGRAPH):
        _gather(paragraph)
    for run in {text.getparent(): None for text in tree.iter(_TEXT) if "{" in (text.text or "")}:
        if run is not None and run.tag == _RUN:
            _set_apart(run)
    source = _set_free(etree.tostring(tree, encoding="unicode"))
    return HEAD + re.sub(r"<w:p(?=[ >])", "\n<w:p", source)


def paragraph_of(source: str, line: int) -> str:
    """Return the text of the paragraph on a line of a tidied part."""
    lines = source.split("\n")
    return unescape(re.sub(r"<[^>]+>", "", lines[line - 1])).strip() if 0 < line <= len(lines) else ""


def excerpt(paragraph: str, name: str = "") -> str:
    """Say which paragraph is meant, cut to what stands round a name."""
    start = max(paragraph.find(name) - 30, 0)
    shown = paragraph[start : start + 60]
    return f"（这一段：{shown}）" if shown else ""


def _strip(tree: Element) -> None:
    """Drop what is of no use in a report or would be wrong in it twice: revision marks, ids, blanks."""
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *_OF_NO_USE, with_tail=False)
    for element in tree.iter():
        if element.tail and element.tail.isspace():
            element.tail = None
        if element.tag == _TEXT:
            element.text = re.sub(r"[\t\n]", " ", element.text or "")
        elif element.text and element.text.isspace() and len(element):
            element.text = None
        for name in [name for name in element.attrib if _REVISION.fullmatch(str(name))]:
            del element.attrib[name]


def _gather(paragraph: Element) -> None:
    """Bring every tag of a paragraph together in the text it begins in."""
    texts = [one for one in paragraph.iter(_TEXT) if next(one.iterancestors(_PARAGRAPH)) is paragraph]
    said = "".join(text.text or "" for text in texts)
    if len(texts) < 2 or not _OPENING.search(said):
        return
    owners = [text for text in texts for _ in text.text or ""]
    for tag in _TAG.finditer(said):
        owners[tag.start() : tag.end()] = [owners[tag.start()]] * len(tag[0])
    held = {owner: "".join(said[n] for n, _ in group) for owner, group in _by_owner(owners)}
    for text in texts:
        text.text = held.get(text)


def _by_owner(owners: list[Element]) -> Iterator[tuple[Element, Iterator[tuple[int, Element]]]]:
    """Group the characters of a paragraph; those of one text are neighbours."""
    return groupby(enumerate(owners), key=lambda one: one[1])


def _set_apart(run: Element) -> None:
    """Cut a run so that a text with tags is alone in its run, and mark one that may hold no control."""
    if not _takes_control(run):
        for text in run.iterchildren(_TEXT):
            text.text = f"{PLAIN}{text.text or ''}"
    form = run.find(_FORMAT)
    children = [child for child in run if child is not form]
    for _, group in groupby(children, key=lambda one: id(one) if "{" in (one.text or "") else 0):
        piece = etree.Element(_RUN)
        if form is not None and len(form):
            piece.append(deepcopy(form))
        piece.extend(group)
        for text in piece.iterchildren(_TEXT):
            text.set(_SPACE, "preserve")
        run.addprevious(piece)
    take_out(run)


def _takes_control(run: Element) -> bool:
    parent = run.getparent()
    inside_plain_text = any(
        outer.find(f"{w('sdtPr')}/{w('text')}") is not None for outer in run.iterancestors(w("sdt"))
    )
    return parent is not None and parent.tag in _PARENTS and not inside_plain_text


def _set_free(xml: str) -> str:
    """Put steering tags in the place of their paragraphs and rows, and write all tags as Jinja reads them."""
    if _FOR_DOCXTPL.search(xml) or _OPENING.search(_WHOLE.sub("", xml)):
        from docxtpl import DocxTemplate  # a tenth of a second, and hardly ever needed

        patched: str = DocxTemplate("").patch_xml(xml)
        return patched
    for name in ("tr", "p"):
        xml = _lift(xml, name)
    return _WHOLE.sub(lambda tag: _clean(tag[0]), xml)


def _lift(xml: str, name: str) -> str:
    pieces, place = [], 0
    for tag in _STEERING.finditer(xml):
        if tag[2] != name:
            continue
        start = max(xml.rfind(f"<w:{name}{end}", place, tag.start()) for end in (">", " "))
        end = xml.find(f"</w:{name}>", tag.end()) + len(f"</w:{name}>")
        beside = "" if start < 0 else _said(xml[start : tag.start()] + xml[tag.end() : end])
        if start < 0 or beside:
            _refuse(tag[0], name, beside)
        pieces += [xml[place:start], f"{{{tag[1]} {tag[3]}{tag[4]}"]
        place = end
    return "".join([*pieces, xml[place:]])


def _said(xml: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", xml)).strip()


def _refuse(tag: str, name: str, beside: str) -> None:
    alone = "独占一段" if name == "p" else "独占表格的一行"
    hint = "把标签单独放一段" if name == "p" else "把标签单独放一行，这一行出报告时会去掉"
    raise Refused(f"模板的 {unescape(tag)} 要{alone}{excerpt(beside)}", hint)


def _clean(tag: str) -> str:
    """Write a tag as Jinja reads it; Chinese quotation marks quote, except inside straight ones."""
    return _QUOTED.sub(lambda one: one[0].translate(_SMART) if len(one[0]) == 1 else one[0], unescape(tag))
