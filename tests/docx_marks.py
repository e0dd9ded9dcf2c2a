"""The text of a report with what it vouches for between ⟦ and ⟧, and a table's cells between bars."""

from collections.abc import Callable, Iterator
from pathlib import Path

from conftest import Answer
from lxml import etree

from talentreg.reports.package import DOCUMENT, unpack, w

Run = Callable[..., Answer]


def marked(report: Path) -> list[str]:
    """Read the lines of a report's body: a paragraph each, or a row of a table."""
    body = etree.fromstring(unpack(report.read_bytes())[DOCUMENT]).find(w("body"))
    assert body is not None
    return [line for line in _lines(body) if line.strip()]


def _lines(body: etree._Element) -> Iterator[str]:
    for block in body:
        if block.tag == w("tbl"):
            for row in block.iter(w("tr")):
                cells = ["".join(map(_said, cell.iter(w("p")))) for cell in row.iter(w("tc"))]
                yield " | ".join(cells).rstrip()
        elif block.tag == w("p"):
            yield _said(block)


def _said(element: etree._Element) -> str:
    if element.tag == w("t"):
        return element.text or ""
    if element.tag == w("br"):
        return "／"
    inner = "".join(map(_said, element))
    return f"⟦{inner}⟧" if element.tag == w("sdt") else inner
