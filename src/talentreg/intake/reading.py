"""Read what a sender's file holds: sheets of raw cells, every row at the sender's own line."""

import csv
import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from talentreg.errors import Refused
from talentreg.records.text import Cell

LARGEST_FILE = 200 * 1024 * 1024
LARGEST_UNPACKED = 2 * 1024 * 1024 * 1024
LARGEST_GRID = 30_000_000
"""Cells of the rectangle around a sheet's content; a reader takes memory for all of them."""

_CELL_REFERENCE = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: row 0 is the sender's line 1."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """One file: its name, the fingerprint of its bytes, its sheets."""

    name: str
    digest: str
    sheets: tuple[Sheet, ...]


def read_book(path: Path) -> Book:
    """Read an .xlsx or .csv file; the content decides, not the extension.

    Raises Refused for a missing, unreadable, empty or foreign file.
    """
    content = _bytes_of(path)
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(b"PK"):
        sheets = _read_workbook(path.name, content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            f"{path.name} 是旧版 .xls/.et 文件或加了密码",
            "请在 Excel 或 WPS 里去掉密码，另存为 .xlsx 后再导入",
        )
    else:
        sheets = (Sheet(path.stem, _read_csv(path.name, content)),)
    if not any(cell not in (None, "") for sheet in sheets for row in sheet.rows for cell in row):
        raise Refused(f"{path.name} 里没有内容", "请确认发来的是填好的表格")
    return Book(path.name, digest, sheets)


def _bytes_of(path: Path) -> bytes:
    if not path.exists():
        raise Refused(f"找不到文件 {path}", "请检查文件名和所在文件夹")
    if path.is_dir():
        raise Refused(f"{path} 是文件夹", "请写出表格文件，如 登记表.xlsx")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused(
                f"{path.name} 超过 {LARGEST_FILE // 1024 // 1024} MB，未读取", "请拆成几个文件再导入"
            )
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} 打不开：{error.strerror}", "请检查权限，或先在 Excel/WPS 里关闭它") from error
    if not content:
        raise Refused(f"{path.name} 是空文件", "请确认发来的是填好的表格")
    return content


def _read_workbook(name: str, content: bytes) -> tuple[Sheet, ...]:
    _check_package(name, content)
    from python_calamine import CalamineWorkbook  # only when there is a workbook to read

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            Sheet(
                title,
                tuple(
                    tuple(row) for row in workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
                ),
            )
            for title in workbook.sheet_names
        )
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # the reader's panics are no Exception
        raise Refused(
            f"{name} 读不出来，文件可能已损坏", "请在 Excel 或 WPS 里打开，另存为 .xlsx 后再导入"
        ) from error


def _check_package(name: str, content: bytes) -> None:
    """Refuse a package that is no workbook, unpacks to a bomb, or spans an absurd rectangle."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise Refused(f"{name} 不是表格文件", "能读 .xlsx 和 .csv")
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise Refused(f"{name} 展开后过大，未读取", "请拆成几个文件再导入")
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and _grid(package.read(part)) > LARGEST_GRID:
                    raise Refused(f"{name} 的内容散布范围过大，未读取", "请删除表格远处的多余单元格后再导入")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused(
            f"{name} 不完整或不是表格文件", "请在 Excel 或 WPS 里打开，另存为 .xlsx 后再导入"
        ) from error


def _grid(sheet: bytes) -> int:
    """Count the cells of the rectangle around a sheet's cells."""
    references = _CELL_REFERENCE.findall(sheet) if len(sheet) < 1_000_000 else []
    widest = max((_column_number(letters.decode()) for letters, _ in references), default=0)
    deepest = max((int(line) for _, line in references), default=0)
    return widest * deepest


def _column_number(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - 64
    return total


def column_letters(index: int) -> str:
    """Name a column the way a spreadsheet does; 0 is A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _read_csv(name: str, content: bytes) -> tuple[tuple[Cell, ...], ...]:
    text = _decode(name, content)
    try:
        separator = csv.Sniffer().sniff(text[:10_000], delimiters=",\t;").delimiter
    except csv.Error:
        separator = ","
    try:
        return tuple(
            tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        )
    except csv.Error as error:
        raise Refused(
            f"{name} 不是规范的 CSV：{error}", "请在 Excel 或 WPS 里打开，另存为 .xlsx 后再导入"
        ) from error


def _decode(name: str, content: bytes) -> str:
    """Read text as UTF-8, else as GB18030; statistics are never asked, they guess wrong on short lists."""
    if b"\x00" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise Refused(f"{name} 不是表格文件", "能读 .xlsx 和 .csv（UTF-8 或 GB18030）")
