"""Look a zip package over before anything reads it: what it is, what it would unpack to, what it hides."""

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from talentreg.errors import Refused
from talentreg.intake.foreign import SAVE_AGAIN, Foreign, locked

MOST_PARTS = 20_000
LARGEST_UNPACKED = 2 * 1024**3
SUSPECT_SIZE, SUSPECT_RATIO = 50 * 1024**2, 150
"""Rows of a table pack to a twentieth; what packs to less than this was made to fill the memory."""

PIECE = 1024 * 1024

_READ = re.compile(r"(xl/.*\.(xml|rels|bin)|content\.xml|styles\.xml|meta-inf/manifest\.xml)", re.IGNORECASE)
_UNREAD = re.compile(r"xl/(media|embeddings|drawings|theme|pivotcache|vbaproject).*", re.IGNORECASE)
_TABLE = re.compile(r".*\.(xlsx|xlsm|xlsb|xls|et|ods|csv)", re.IGNORECASE)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ELEMENT = re.compile(rb"<[^?!]")
_FOREIGN = {
    "word/": (" Word 文档", "请把里面的表格复制到 Excel 或 WPS 表格里，存为 .xlsx 后再导入"),
    "ppt/": ("演示文稿", "请把里面的表格复制到 Excel 或 WPS 表格里，存为 .xlsx 后再导入"),
    "visio/": (" Visio 图", ""),
    "META-INF/MANIFEST.MF": ("程序文件", ""),
    "OFD.xml": (" OFD 版式文件", "请向对方要 Excel 或 WPS 表格的原件"),
}
_OPEN_DOCUMENTS = {
    b"opendocument.text": "文字文档",
    b"opendocument.presentation": "演示文稿",
    b"opendocument.graphics": "绘图",
}


@dataclass(frozen=True, slots=True)
class Package:
    """A zip package that may be read: a workbook of XML, of binary parts, or an OpenDocument one."""

    archive: zipfile.ZipFile
    kind: str
    unpacked: int

    @property
    def names(self) -> list[str]:
        """The parts' names."""
        return self.archive.namelist()

    def find(self, name: str) -> str | None:
        """Return a part's name as the package writes it; None for one that is not there."""
        wanted = name.lstrip("/").lower()
        return next((one for one in self.names if one.lower() == wanted), None)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Give a part piece by piece."""
        with self.archive.open(name) as part:
            while piece := part.read(PIECE):
                yield piece


ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
"""What the zip library raises for packages that are broken, locked or packed in an unusual way."""


def open_package(name: str, content: bytes) -> Package:
    """Open a package that holds a workbook; refuses others, locked ones, and what unpacks to a bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except ZIP_ERRORS as error:
        raise broken(name) from error
    kind = _kind(name, archive)
    parts = [
        part
        for part in archive.infolist()
        if _READ.fullmatch(part.filename) and not _UNREAD.fullmatch(part.filename)
    ]
    _check_sizes(name, content, archive, parts)
    if any(part.flag_bits & 1 for part in parts):
        raise locked(name)
    return Package(archive, kind, sum(part.file_size for part in parts))


def check_declarations(name: str, package: Package, surveyed: Collection[str]) -> None:
    """Refuse parts that declare entities of their own; those surveyed are looked at on the way."""
    for part in package.names:
        if part.lower().endswith((".xml", ".rels")) and part not in surveyed and _READ.fullmatch(part):
            for piece in checked_pieces(name, package.pieces(part)):
                if _ELEMENT.search(piece):
                    break


def checked_pieces(name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pass on the pieces of an XML part; one with a document type or entities is refused.

    No table needs them, bombs do. Nor does one need an encoding in which they could not be seen.
    They stand before the first element: what comes after it is passed on as it is.
    """
    before, prolog = b"", True
    for piece in pieces:
        if prolog:
            seen = before[-16:] + piece
            if b"\0" in piece[:200] or _DECLARES.search(seen):
                raise Refused(f"{name} 里夹带了表格不该有的内容（XML 实体声明），没有读取", SAVE_AGAIN)
            before, prolog = piece, _ELEMENT.search(seen) is None
        yield piece


def broken(name: str) -> Refused:
    """Say that a package cannot be opened."""
    return Refused(
        f"{name} 不完整或已损坏", "请让对方重新发送；或在 Excel、WPS 里打开修复，另存为 .xlsx 后再导入"
    )


def _check_sizes(name: str, content: bytes, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    everything = archive.infolist()
    packed = sum(part.compress_size for part in everything)
    if len(everything) > MOST_PARTS or packed > len(content):
        raise Refused(f"{name} 的内部结构不正常，没有读取", SAVE_AGAIN)
    swollen = any(
        part.file_size > SUSPECT_SIZE and part.file_size > SUSPECT_RATIO * part.compress_size
        for part in parts
    )
    if swollen or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused(f"{name} 展开后过大，没有读取", "请删除空白的行和列，或拆成几个文件再导入")


def _kind(name: str, archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    lower = {one.lower() for one in names}
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "xl/workbook.bin" in lower:
        return "xlsb"
    if "content.xml" in lower:
        return _open_document(name, archive)
    for beginning, (what, hint) in _FOREIGN.items():
        if any(one.startswith(beginning) for one in names):
            raise Foreign(f"{name} 是{what}，不是表格", hint or "请确认发来的是表格")
    if tables := [one for one in names if _TABLE.fullmatch(one)]:
        raise Foreign(f"{name} 是压缩包，里面有{len(tables)}个表格", "请先解压，再导入解压出来的文件夹")
    raise Foreign(f"{name} 是压缩包，不是表格", "请先解压，再导入里面的表格")


def _open_document(name: str, archive: zipfile.ZipFile) -> str:
    """Tell a table from other documents of its family, and refuse a locked one."""
    by_name = {part.filename.lower(): part for part in archive.infolist()}

    def beginning(part: str) -> bytes:
        if part not in by_name or by_name[part].flag_bits & 1:
            return b""
        with archive.open(by_name[part]) as opened:
            return opened.read(PIECE)

    try:
        kind = beginning("mimetype")
        for family, what in _OPEN_DOCUMENTS.items():
            if family in kind:
                raise Foreign(f"{name} 是{what}，不是表格", "请把里面的表格复制到表格文件里再导入")
        if b"encryption-data" in beginning("meta-inf/manifest.xml"):
            raise locked(name)
    except ZIP_ERRORS as error:
        raise broken(name) from error
    return "ods"
