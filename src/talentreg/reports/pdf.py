"""A report as PDF through LibreOffice, with its two bad habits mended and every character counted afterwards.

LibreOffice loses a comma or stop that hangs past the right edge of a justified line, and puts gaps round
numbers whatever the document says. Both can be switched off in its own format, which the document passes
through; the page numbers of a table of contents it only counts outside the field that holds them.
"""

import io
import logging
import re
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from talentreg.errors import Refused
from talentreg.reports.contents import keep_pages_only
from talentreg.reports.office import convert
from talentreg.reports.package import DOCUMENT, pack, parse, serialize, unpack
from talentreg.reports.reading import texts

_MENDED = {
    b'fo:text-align="justify"': b'fo:text-align="start"',
    b'style:text-autospace="ideograph-alpha"': b'style:text-autospace="none"',
}
_MENDED_PARTS = ("content.xml", "styles.xml")
_EXPORT = (
    'pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"false"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
_SAID = 20
"""Lost characters named in a message."""
_UNSEEN = re.compile("[\\s\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
AT_ONCE = 50
"""Reports that are best given to LibreOffice in one start."""


def make_pdfs(reports: Sequence[bytes], names: Sequence[str] = ()) -> list[bytes]:
    """Return reports as PDFs, many in one start of LibreOffice, without which it is refused.

    A PDF that lacks a character of its report is refused too, by the report's name if `names` are given.
    """
    made = _convert(reports)
    for report, pdf, name in zip(reports, made, names or [""] * len(made), strict=True):
        _check(report, pdf, f"{name}：" if name else "")
    return made


def _convert(reports: Sequence[bytes]) -> list[bytes]:
    with tempfile.TemporaryDirectory(prefix="talentreg-") as name:
        folder = Path(name)
        sources = [folder / f"{number}.docx" for number in range(len(reports))]
        for source, report in zip(sources, reports, strict=True):
            source.write_bytes(_with_live_pages(report))
        opened = convert(sources, "odt", folder)
        for one in opened:
            one.write_bytes(_mended(one.read_bytes()))
        return [pdf.read_bytes() for pdf in convert(opened, _EXPORT, folder)]


def _check(report: bytes, pdf: bytes, name: str) -> None:
    lost = _characters("\n".join(texts(report))) - _characters(pdf_text(pdf))
    if lost:
        said = "、".join(f"「{character}」少 {count} 个" for character, count in lost.most_common(_SAID))
        raise Refused(
            f"{name}LibreOffice 转出的 PDF 少了字，没有采用：{said}",
            "生僻字、表情符号多半是电脑上没有这些字的字体；也可以在 Word 或 WPS 里打开报告，另存为 PDF",
        )


def pdf_text(pdf: bytes) -> str:
    """Read a PDF's text; pages end with a form feed."""
    from pypdf import PdfReader  # a reader nobody needs before there is a PDF

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it remarks on fonts that are read all the same
    return "\f".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def _with_live_pages(report: bytes) -> bytes:
    parts = unpack(report)
    if b"PAGEREF" not in parts.get(DOCUMENT, b""):
        return report
    tree = parse(parts[DOCUMENT])
    keep_pages_only(tree)
    return pack(parts | {DOCUMENT: serialize(tree)})


def _mended(opened: bytes) -> bytes:
    """Mend a file in LibreOffice's own format; every entry keeps its place and its compression."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(opened)) as before, zipfile.ZipFile(made, "w") as after:
        for entry in before.infolist():
            data = before.read(entry)
            for found, wanted in _MENDED.items() if entry.filename in _MENDED_PARTS else ():
                data = data.replace(found, wanted)
            after.writestr(entry, data)
    return made.getvalue()


def _characters(text: str) -> Counter[str]:
    """Count the characters of a text that are seen."""
    composed = unicodedata.normalize("NFC", text)
    return Counter(_UNSEEN.sub("", "".join(filter(_is_seen, composed))))


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf")
