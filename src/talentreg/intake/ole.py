"""Open the container of old Office files: tell what it holds, and take its parts out."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from talentreg.intake.foreign import SAVE_AGAIN, Foreign, locked

_END = 0xFFFF_FFFA
"""Sector numbers from here on are marks: free, end of chain, table of tables."""

_ROOT = ""

_PASTE = "请把里面的表格复制到 Excel 或 WPS 表格里，存为 .xlsx 后再导入"
_FOREIGN = {
    "WordDocument": (" Word 或 WPS 文字文档", _PASTE),
    "PowerPoint Document": ("演示文稿", _PASTE),
    "VisioDocument": (" Visio 图", _PASTE),
    "__properties_version1.0": (" Outlook 邮件", "请先把邮件里的附件存出来"),
}


class Torn(Exception):
    """A container whose parts cannot be found."""


SMALL, SMALL_SECTOR = 4096, 64
"""Parts smaller than this share one part, cut into sectors of their own."""


@dataclass(frozen=True, slots=True)
class Container:
    """The parts of an old Office file: each one's first sector and size, by name."""

    sectors: "_Sectors"
    small: "_Sectors"
    parts: dict[str, tuple[int, int]]

    def part(self, name: str) -> bytes:
        """Return a part; nothing for one that is not there."""
        first, size = self.parts.get(name, (_END, 0))
        return (self.sectors if size >= SMALL else self.small).follow(first)[:size]


@dataclass(frozen=True, slots=True)
class _Sectors:
    """Bytes in pieces of one size, and the table that says which follows which; 0 lies at `start`."""

    content: bytes
    size: int
    start: int
    chain: Sequence[int]

    def follow(self, number: int) -> bytes:
        found: list[bytes] = []
        while number < _END:
            if number >= len(self.chain) or len(found) > len(self.chain):
                raise Torn
            at = self.start + number * self.size
            found.append(self.content[at : at + self.size])
            number = self.chain[number]
        return b"".join(found)


def open_container(content: bytes) -> Container:
    """Read a container's directory; raises Torn for one that is cut or mixed up."""
    try:
        shift, first_directory, first_small = struct.unpack_from("<H16xI8xI", content, 30)
        size = 1 << shift
        if size not in (512, 4096):
            raise Torn
        sectors = _Sectors(content, size, size, _chain(content, size))
    except struct.error as error:
        raise Torn from error
    parts = dict(_entries(sectors.follow(first_directory)))
    shared = sectors.follow(parts.get(_ROOT, (_END, 0))[0])
    chain = _numbers(sectors.follow(first_small))
    return Container(sectors, _Sectors(shared, SMALL_SECTOR, 0, chain), parts)


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind and length <= 64:
            name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
            place = struct.unpack_from("<II", directory, at + 116)
            yield (_ROOT if kind == 5 else name), (place if kind in (2, 5) else (_END, 0))


def check_container(name: str, container: Container) -> None:
    """Refuse a container that holds no table, or a locked one."""
    if "EncryptedPackage" in container.parts:
        raise locked(name)
    if {"Workbook", "Book"} & container.parts.keys():
        return
    for part, (what, hint) in _FOREIGN.items():
        if part in container.parts:
            raise Foreign(f"{name} 是{what}，不是表格", hint)
    raise Foreign(f"{name} 不是表格文件", SAVE_AGAIN)


def _chain(content: bytes, sector: int) -> tuple[int, ...]:
    """Read the table that says which sector follows which."""
    tables = [number for number in struct.unpack_from("<109I", content, 76) if number < _END]
    (more,) = struct.unpack_from("<I", content, 68)
    entries, most = sector // 4, len(content) // sector
    for _ in range(most):  # a list that leads back into itself has an end, too
        if more >= _END or len(tables) > most:
            break
        *numbers, more = struct.unpack_from(f"<{entries}I", content, (more + 1) * sector)
        tables += [number for number in numbers if number < _END]
    chain: list[int] = []
    for number in tables:
        chain += _numbers(content[(number + 1) * sector : (number + 2) * sector])
    return tuple(chain)


def _numbers(piece: bytes) -> tuple[int, ...]:
    """Read the sector numbers a piece of a table holds; of one that is cut, those that are whole."""
    count = len(piece) // 4
    return struct.unpack_from(f"<{count}I", piece)
