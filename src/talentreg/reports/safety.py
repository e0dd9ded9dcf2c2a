"""What a Word document from outside may not hold; a template or report that holds it is never opened.

Every document somebody had in hand goes through `read_package`: templates to be filled or checked, reports to
be verified, refreshed or handed in. The wall is the same for all.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from lxml import etree

from talentreg.errors import Refused, plain_reason
from talentreg.reports.package import CONTENT_TYPES, PACKAGE, Element, parse, w

_LARGEST_FILE, _LARGEST, _LARGEST_PART = 100_000_000, 200_000_000, 150_000_000
_MOST_MEMBERS = 5_000
_SUSPICIOUS, _STEEPEST = 20_000_000, 200
"""A part larger than the first that shrank more than so many times was made to burst."""

_SAVE_AS = "请在 Word 或 WPS 里打开，另存为 .docx 后再试"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_COMPOUND, _ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")

_RELATION = f"{{{PACKAGE}/relationships}}Relationship"
_REFUSED_RELATIONS = {
    "vbaProject": "宏",
    "wordVbaData": "宏",
    "keyMapCustomizations": "自定义的按键命令",
    "attachedToolbars": "自定义的工具栏",
    "oleObject": "嵌入的 OLE 对象",
    "control": "ActiveX 控件",
    "activeXControlBinary": "ActiveX 控件",
    "aFChunk": "插入的外来文件",
    "subDocument": "子文档",
    "attachedTemplate": "链接的外部模板",
    "webextensiontaskpanes": "网络加载项",
    "webextension": "网络加载项",
    "mailMergeSource": "邮件合并的数据源",
    "frame": "框架网页",
}
_HARMLESS_OUTSIDE = "hyperlink"
_REFUSED_PARTS = re.compile(
    r"(?i)vbaproject|vbadata|activex|afchunk|(?<!printersettings)(?<!printersettings\d)\.bin$"
    r"|\.(?:exe|dll|js|vbs|hta|ps1|bat|lnk|docm|dotm|xlsm)$"
)
_EMBEDDED = re.compile(r"(?i)(?:^|/)embeddings/")
_FIELDS = re.compile(
    r"(?i)\s*(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|EMBED|DATABASE|MACROBUTTON|RD"
    r"|HTMLACTIVEX)\b"
)
_INNER = "\ufffc"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)""")
_OWN_NORMAL = re.compile(r"(?i)(?:(?:file:///)?[a-z]:[^?*]*[/\\\\])?normal\.dotm?")
"""The template every Word has on its own disk; a document may say that it came from there."""


def read_document(path: Path) -> bytes:
    """Read a Word file somebody names; what cannot be one is refused in plain words."""
    try:
        if path.is_dir():
            raise Refused(f"{path} 是文件夹", "请写出文件名，如 报告.docx")
        if path.exists() and not path.is_file():
            raise Refused(f"{path} 不是文件，没有读取", "请写出 Word 文件的文件名，如 报告.docx")
        if path.stat().st_size > _LARGEST_FILE:
            raise Refused(f"{path.name} 太大，没有读取", "Word 文档一般不超过 100 MB，请检查是不是选错了文件")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} 打不开：{plain_reason(error)}", "请检查文件名和权限") from error


def read_package(source: bytes) -> dict[str, bytes]:
    """Unpack a document from outside; a hostile or broken one is refused with what it holds."""
    parts = unpack_bounded(source)
    found = list(dict.fromkeys(dangers(parts)))
    if found:
        more = f"等{len(found)}处" if len(found) > 3 else ""
        raise Refused(
            f"文档里有不允许的内容，没有打开：{'；'.join(found[:3])}{more}",
            "请在 Word 或 WPS 里去掉这些内容，另存为 .docx 后再试",
        )
    return parts


def unpack_bounded(source: bytes) -> dict[str, bytes]:
    """Unpack a zip file within bounds; no more is unfolded than its directory says."""
    if source.startswith(_COMPOUND):
        secret = _ENCRYPTED in source
        said = "文档加了密码，读不了" if secret else "文件是旧格式（.doc、.wps），不是 .docx"
        raise Refused(said, "请在 Word 或 WPS 里去掉密码后再试" if secret else _SAVE_AS)
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            entries = archive.infolist()
            _check_members(entries)
            return {entry.filename: _unfold(archive, entry) for entry in entries if not entry.is_dir()}
    except _BROKEN as error:
        raise Refused("文件不是 Word 文档（.docx），或者已经损坏", _SAVE_AS) from error


def _check_members(entries: list[zipfile.ZipInfo]) -> None:
    names = Counter(entry.filename.casefold() for entry in entries)
    outside = [one for one in names if one.startswith("/") or "\\" in one or ".." in PurePosixPath(one).parts]
    sizes = [entry.file_size for entry in entries]
    steep = any(
        entry.file_size > _SUSPICIOUS and entry.file_size > _STEEPEST * max(entry.compress_size, 1)
        for entry in entries
    )
    if (
        len(entries) > _MOST_MEMBERS
        or sum(sizes) > _LARGEST
        or max(sizes, default=0) > _LARGEST_PART
        or steep
    ):
        raise Refused("这个 Word 文档展开后过大，没有读取", "正常的公文不会这样，请向发来的人核实")
    if max(names.values(), default=1) > 1 or outside:
        raise Refused("这个 Word 文档的内部结构不正常，没有读取", _SAVE_AS)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("文档加了密码，读不了", "请去掉密码后再试")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused("这个 Word 文档的压缩方式不正常，没有读取", _SAVE_AS)


def _unfold(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read one member, at most a byte more than it says it has."""
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise zipfile.BadZipFile(entry.filename)
    return data


def dangers(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Say everything a document holds that no report needs and an attack would use."""
    if CONTENT_TYPES not in parts:
        raise Refused("文件不是 Word 文档（.docx）", _SAVE_AS)
    xml = [name for name in parts if name.lower().endswith((".xml", ".rels"))]
    for name in xml:
        _check_plain_xml(name, parts[name])
    _check_kind(parts[CONTENT_TYPES])
    for name in parts:
        if _REFUSED_PARTS.search(name):
            yield _called(name)
        elif _EMBEDDED.search(name) and not name.lower().endswith(".xlsx"):
            yield f"嵌入的文件（{PurePosixPath(name).name}）"
    for name in xml:
        if name.endswith(".rels"):
            yield from _relations(parts[name])
        elif name.startswith("word/") and b"instr" in parts[name]:
            yield from _fields(parse(parts[name]))


def _called(name: str) -> str:
    """Say what a part is by its name."""
    lower = name.lower()
    kinds = {
        "vba": "宏",
        "activex": "ActiveX 控件",
        "afchunk": "插入的外来文件",
        "embeddings": "嵌入的 OLE 对象",
    }
    return next(
        (kind for sign, kind in kinds.items() if sign in lower), f"程序文件（{PurePosixPath(name).name}）"
    )


def _check_plain_xml(name: str, data: bytes) -> None:
    """Refuse XML that declares entities, or hides in another encoding from those who look."""
    body = data.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(body[:1000])
    plain = body.lstrip().startswith(b"<") and b"\0" not in body[:1000]
    named = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii")
    if not (plain and named) and not name.startswith("customXml/"):
        raise Refused(f"Word 文档内部已损坏（{name}）", _SAVE_AS)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused(
            "文档里有不允许的内容，没有打开：外部实体声明", "正常的 Word 文档没有它，请向发来的人核实"
        )


def _check_kind(types: bytes) -> None:
    """Refuse what is no plain document by its content type, whatever the file is called."""
    declared = [str(one.get("ContentType", "")) for one in parse(types).iter(etree.Element)]
    if any("macroenabled" in kind.lower() for kind in declared):
        raise Refused("文档里有不允许的内容，没有打开：宏", "请在 Word 里另存为 .docx（不带宏）后再试")
    kinds = [kind.rpartition(".wordprocessingml.")[2] for kind in declared]
    if "template.main+xml" in kinds:
        raise Refused("这是 Word 模板（.dotx），不是文档", _SAVE_AS)
    if "document.main+xml" not in kinds:
        raise Refused("文件不是 Word 文档（.docx）", _SAVE_AS)


def _relations(data: bytes) -> Iterator[str]:
    for relation in parse(data).iter(_RELATION):
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        target = str(relation.get("Target", ""))
        if kind == "attachedTemplate" and _OWN_NORMAL.fullmatch(target):
            continue
        if kind in _REFUSED_RELATIONS:
            yield _REFUSED_RELATIONS[kind]
        elif str(relation.get("TargetMode", "")).lower() == "external" and kind != _HARMLESS_OUTSIDE:
            yield f"{'链接的图片' if kind == 'image' else '外部引用'}（{target[:60]}）"


def _fields(tree: Element) -> Iterator[str]:
    """Name the fields that fetch or run something, however their instruction is cut into pieces."""
    said = [str(field.get(w("instr"), "")) for field in tree.iter(w("fldSimple"))]
    for instruction in (*said, *_instructions(tree)):
        if found := _FIELDS.match(instruction):
            yield f"不允许的域（{found[1].upper()}）"
        elif instruction.lstrip().startswith(_INNER):
            yield "名称由别的域拼成的域"


def _instructions(tree: Element) -> Iterator[str]:
    """Join the instruction of every field; a field inside it stands as one character."""
    pieces = list[list[str]]()
    for element in tree.iter(w("fldChar"), w("instrText"), w("delInstrText")):
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            if pieces:
                pieces[-1].append(_INNER)
            pieces.append([])
        elif kind == "end" and pieces:
            yield "".join(pieces.pop())
        elif kind is None:
            text = element.text or ""
            if pieces:
                pieces[-1].append(text)
            else:
                yield text
    yield from ("".join(open_field) for open_field in pieces)
