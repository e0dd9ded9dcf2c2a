"""The zip package of a .docx: its parts, types and relations, read warily and written without a clock."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from lxml import etree

from talentreg.errors import Refused

Element = etree._Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROOT = f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}"'
CONTENT_TYPES, DOCUMENT, CORE = "[Content_Types].xml", "word/document.xml", "docProps/core.xml"

_SAVE_AS = "请在 Word 或 WPS 里另存为 .docx 后再试"
_LARGEST = 200_000_000
_LARGE = 1_000_000
"""From so many bytes on, packing fast saves more than packing tightly."""
# The zip format (APPNOTE 4.3): both headers of an entry share ten fields.
_TOLD, _KEPT_AT, _END = struct.Struct("<5H3L2H"), struct.Struct("<3H2L"), struct.Struct("<4H2LH")
_VERSION, _NAMED_IN_UNICODE, _PRIVATE = 20, 0x800, 0o600 << 16
_CREATED_BY = b"PK\1\2" + struct.pack("<H", _VERSION)
_FIRST_DAY = 1 << 5 | 1
"""The first of January 1980, as zip files count."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_MAY_HOLD_TEXT = re.compile(r"word/[^/]+\.xml")


def w(name: str) -> str:
    """Name an element or attribute of WordprocessingML as lxml spells it."""
    return f"{{{WORD}}}{name}"


TEXT_ROOTS = {w(name): name for name in ("document", "hdr", "ftr", "footnotes", "endnotes")}
"""Root elements of the parts that hold a reader's text, with the short name of each."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Zip entries written once, to have others put behind them as often as wanted."""

    entries: bytes = b""
    directory: bytes = b""
    count: int = 0

    def with_parts(self, parts: Mapping[str, bytes]) -> "Packed":
        """Add parts in the order given; the same parts are the same bytes on any day and any system."""
        entries, directory, offset = [self.entries], [self.directory], len(self.entries)
        for name, data in parts.items():
            told, packed, encoded = _describe(name, data)
            entries += (b"PK\3\4", told, encoded, packed)
            directory += (_CREATED_BY, told, _KEPT_AT.pack(0, 0, 0, _PRIVATE, offset), encoded)
            offset += 4 + len(told) + len(encoded) + len(packed)
        return Packed(b"".join(entries), b"".join(directory), self.count + len(parts))

    def package(self) -> bytes:
        """Return the whole zip file."""
        counts = (0, 0, self.count, self.count, len(self.directory), len(self.entries), 0)
        return b"".join((self.entries, self.directory, b"PK\5\6", _END.pack(*counts)))


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Zip parts in the order given; the same parts are the same bytes on any day and any system."""
    return Packed().with_parts(parts).package()


def _describe(name: str, data: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what a zip file says of a part in both places, the part deflated, and its name."""
    deflate = zlib.compressobj(1 if len(data) > _LARGE else -1, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(data) + deflate.flush()
    encoded = name.encode()
    flags = 0 if name.isascii() else _NAMED_IN_UNICODE
    sizes = (zlib.crc32(data), len(packed), len(data), len(encoded), 0)
    return _TOLD.pack(_VERSION, flags, zlib.DEFLATED, 0, _FIRST_DAY, *sizes), packed, encoded


def unpack(source: bytes) -> dict[str, bytes]:
    """Read all parts of a package; what is no .docx, or would unfold beyond measure, is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise Refused("这个 Word 文档展开后过大，没有读取")
            return {name: archive.read(name) for name in archive.namelist()}
    except _BROKEN as error:
        raise Refused("文件不是 Word 文档（.docx）", _SAVE_AS) from error


def parse(data: bytes) -> Element:
    """Parse one XML part without following entities or the network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(f"Word 文档内部已损坏：{error}", "请在 Word 或 WPS 里打开、另存后再试") from error


def serialize(root: Element) -> bytes:
    """Write one XML part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def take_out(element: Element) -> None:
    """Take an element out of its tree; the text behind it goes with it."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def text_parts(parts: Mapping[str, bytes]) -> dict[str, Element]:
    """Parse the parts that hold text, the document first; their root decides, not their name."""
    trees = ((name, parse(parts[name])) for name in parts if _MAY_HOLD_TEXT.fullmatch(name))
    found = [(name, tree) for name, tree in trees if tree.tag in TEXT_ROOTS]
    if not any(tree.tag == w("document") for _, tree in found):
        raise Refused("文件不是 Word 文档（.docx）", _SAVE_AS)
    return dict(sorted(found, key=lambda part: (part[1].tag != w("document"), part[0])))


def core_part(parts: Mapping[str, bytes]) -> str:
    """Name the part that holds the document properties; not every program calls it docProps/core.xml."""
    links = parse(parts["_rels/.rels"]).iterchildren() if "_rels/.rels" in parts else iter(())
    targets = (
        str(link.get("Target")) for link in links if str(link.get("Type")).endswith("/core-properties")
    )
    return next(targets, CORE).lstrip("/")


def content_types(overrides: Mapping[str, str]) -> bytes:
    """Write the part that says which part is of which type."""
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
        for name, kind in overrides.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    ).encode()


def relationships(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """Write a part of relations, each (id, type, target)."""
    items = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{to}"/>' for i, kind, to in rows)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'.encode()


def core_properties(title: str, creator: str, dated: date | None) -> bytes:
    """Write the document properties; without a date the document claims none."""
    stamps = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{dated.isoformat()}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
        if dated
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(creator)}</cp:lastModifiedBy>{stamps}</cp:coreProperties>"
    ).encode()
