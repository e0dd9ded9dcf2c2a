"""What a filled part still lacks: its table of contents, and ids and bookmarks that are there but once.

A loop prints what it holds again and again, with whatever names it: Word mends that by asking.
"""

import re
from itertools import count

from talentreg.reports.package import parse, serialize

_CONTENTS = re.compile(r"<w:instrText[^>]*>\s*TOC\s")
_BOOKMARK, _BOOKMARK_TAG = "<w:bookmarkStart ", re.compile(r"<w:bookmark(Start|End) [^>]*>")
_ID, _NAME = re.compile(r'(\bw:id=")(-?\d+)(?=")'), re.compile(r'\bw:name="([^"]*)"')
_FIRST_DRAWING = 1001
"""Headers keep the numbers a template gave theirs; those are small."""
_DRAWING, _DRAWING_ID = "<wp:docPr ", re.compile(r"(<wp:docPr [^>]*?\bid=\")\d+(?=\")")


def finish_part(filled: str, template: str) -> bytes:
    """Return a filled text as a part of its package; what its template lacks is not looked for."""
    if _DRAWING in template:
        numbers = count(_FIRST_DRAWING)
        filled = _DRAWING_ID.sub(lambda one: f"{one[1]}{next(numbers)}", filled)
    if _BOOKMARK in template:
        filled = _keep_first_bookmarks(filled)
    return _with_contents(filled.encode()) if _CONTENTS.search(template) else filled.encode()


def _keep_first_bookmarks(filled: str) -> str:
    """Number bookmarks anew and drop those of a name that was there before, with their ends."""
    numbers, names, begun = count(1), set[str](), dict[str, str]()

    def renew(mark: re.Match[str]) -> str:
        tag = mark[0]
        old, name = _ID.search(tag), _NAME.search(tag)
        if not old:
            return tag
        if mark[1] == "Start":
            known = name is not None and name[1] in names
            begun[old[2]] = "" if known else str(next(numbers))
            names.add(name[1] if name else "")
        number = begun.get(old[2], "")
        return _ID.sub(rf"\g<1>{number}", tag) if number else ""

    return _BOOKMARK_TAG.sub(renew, filled)


def _with_contents(part: bytes) -> bytes:
    from talentreg.reports.contents import fill_contents  # few reports have one

    tree = parse(part)
    fill_contents(tree)
    return serialize(tree)
