"""Give a sender their own workbook back, with the cells to repair marked and every line's fate beside it."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from talentreg.workbooks.marked_plain import write_plain
from talentreg.workbooks.marking import marked_workbook
from talentreg.workbooks.marks import MarkedSheet

HEAVIEST_SHEETS = 60 * 1024 * 1024
"""Bytes of unpacked sheets up to which a book is edited: half a minute and 800 MB on an old desktop."""

ONLY_VALUES = "只照抄了内容，没有原来的格式和公式"
MACROS = "xl/vbaProject.bin"
_LOST_PARTS = {
    "xl/ctrlProps/": "按钮等控件",
    "xl/activeX/": "按钮等控件",
    "xl/threadedComments/": "批注里的回复",
    "xl/diagrams/": "图示",
    "xl/slicers/": "切片器",
    "_xmlsignatures/": "数字签名",
}
_LOST_TAGS = {
    ("xl/drawings/drawing", b"<xdr:sp>"): "形状和文本框",
    ("xl/drawings/drawing", b"<xdr:sp "): "形状和文本框",
    ("xl/worksheets/sheet", b"x14:dataValidation "): "引用其他工作表的下拉选项",
    ("xl/worksheets/sheet", b"x14:conditionalFormatting "): "部分条件格式",
    ("xl/worksheets/sheet", b"x14:sparklineGroup "): "迷你图",
}
"""What editing a workbook loses, by the parts of its package and what stands in them."""


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """A finished copy: its bytes, the ending of its name, and what it lacks of the original."""

    content: bytes
    suffix: str
    remarks: tuple[str, ...] = ()


def marked_suffix(path: Path | None) -> str:
    """Return what the name of a file's marked copy ends with: a book with macros stays one."""
    return ".xlsm" if MACROS in _parts(path) else ".xlsx"


def marked_copy(path: Path | None, title: str, sheets: Sequence[MarkedSheet]) -> MarkedCopy:
    """Make a marked copy of a sender's file, which itself is only read.

    A workbook is edited, so that it keeps its looks; what cannot be edited is written anew, its values only.
    """
    parts = _parts(path)
    weight = sum(size for name, size in parts.items() if name.startswith("xl/worksheets/"))
    if path and "xl/workbook.xml" in parts and weight <= HEAVIEST_SHEETS:
        try:
            content = marked_workbook(path, sheets, keep_macros=MACROS in parts)
            return MarkedCopy(content, marked_suffix(path), _lost(path))
        except Exception:  # the library stumbles over many a thing that senders' books hold
            return _values(title, sheets)
    return _values(title, sheets)


def _values(title: str, sheets: Sequence[MarkedSheet]) -> MarkedCopy:
    file = io.BytesIO()
    write_plain(file, title, sheets)
    return MarkedCopy(file.getvalue(), ".xlsx", (ONLY_VALUES,))


def _parts(path: Path | None) -> dict[str, int]:
    """List the parts of a package by their unpacked size; anything else has none."""
    try:
        with zipfile.ZipFile(path or "") as package:
            return {part.filename: part.file_size for part in package.infolist()}
    except (zipfile.BadZipFile, OSError):
        return {}


def _lost(path: Path) -> tuple[str, ...]:
    """Name what a sender's workbook holds that editing it loses."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        lost = [word for start, word in _LOST_PARTS.items() if any(name.startswith(start) for name in names)]
        for (start, tag), word in _LOST_TAGS.items():
            if any(name.startswith(start) and tag in package.read(name) for name in names):
                lost.append(word)
    lost += ["图片"] if any(_is_lost_picture(name) for name in names) else []
    return (f"没有带上{'、'.join(dict.fromkeys(lost))}",) if lost else ()


def _is_lost_picture(name: str) -> bool:
    """Whether a part is a picture that is left out: all of them where nothing is installed to read them."""
    from importlib.util import find_spec

    return name.startswith("xl/media/") and (name.endswith((".emf", ".wmf")) or not find_spec("PIL"))
