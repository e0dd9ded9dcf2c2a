"""Read what a sender's file holds: sheets of raw cells, every row at the sender's own line."""

import csv
import hashlib
import io
import os
import zipfile
from pathlib import Path

from talentreg.errors import Refused, plain_reason
from talentreg.intake.child import ChildFailed, read_apart
from talentreg.intake.nearby import missing_file_hint, old_format_hint
from talentreg.intake.sheet import Book, Sheet
from talentreg.records.text import Cell, as_text

LARGEST_FILE = 200 * 1024 * 1024
LARGEST_UNPACKED = 2 * 1024 * 1024 * 1024


def read_book(path: Path) -> Book:
    """Read an .xlsx or .csv file; the content decides, not the extension.

    Raises Refused for a missing, unreadable, empty or foreign file.
    """
    content, name = _bytes_of(path), printable_name(path)
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(b"PK"):
        sheets = _read_workbook(name, content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(f"{name} 是旧版 .xls/.et 文件或加了密码", old_format_hint(path))
    else:
        sheets = (Sheet(Path(name).stem, _read_csv(name, content)),)
    if not any(as_text(cell) for sheet in sheets for row in sheet.rows for cell in row):
        raise Refused(f"{name} 里没有内容", "请确认发来的是填好的表格")
    return Book(name, digest, sheets)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Refused(f"{path} 是文件夹", "请写出表格文件，如 登记表.xlsx")
        if path.stat().st_size > LARGEST_FILE:
            raise Refused(
                f"{path.name} 超过 {LARGEST_FILE // 1024 // 1024} MB，未读取", "请拆成几个文件再导入"
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Refused(f"找不到文件 {path}", missing_file_hint(path)) from error
    except OSError as error:
        hint = "请检查文件名和权限，或先在 Excel/WPS 里关闭它"
        raise Refused(f"{printable_name(path)} 打不开：{plain_reason(error)}", hint) from error
    if not content:
        raise Refused(f"{path.name} 是空文件", "请确认发来的是填好的表格")
    return content


def printable_name(path: Path) -> str:
    """Return a file's name as text; one in another encoding than this system's is read as GB18030."""
    raw = os.fsencode(path.name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _read_workbook(name: str, content: bytes) -> tuple[Sheet, ...]:
    _check_package(name, content)
    try:
        return read_apart(content)
    except ChildFailed as error:
        hint = "请删除表格远处的多余单元格，或在 Excel、WPS 里另存为 .xlsx 后再导入"
        raise Refused(f"{name} 读不出来，文件已损坏，或内容散布的范围过大", hint) from error


def _check_package(name: str, content: bytes) -> None:
    """Refuse a package that is no workbook or unpacks to a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused(
            f"{name} 不完整或不是表格文件", "请在 Excel 或 WPS 里打开，另存为 .xlsx 后再导入"
        ) from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Refused(f"{name} 不是表格文件", "能读 .xlsx 和 .csv")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused(f"{name} 展开后过大，未读取", "请拆成几个文件再导入")


def _read_csv(name: str, content: bytes) -> tuple[tuple[Cell, ...], ...]:
    text = _decode(name, content)
    # The separator is the one most lines have: a title above the headings may hold any of them.
    lines = text.splitlines()[:200]
    separator = max(",\t;", key=lambda one: sum(one in line for line in lines))
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return tuple(tuple(row) for row in rows)
    except csv.Error as error:
        hint = "多半是引号没有成对；请在 Excel 或 WPS 里打开，另存为 .xlsx 后再导入"
        raise Refused(f"{name} 不是规范的 CSV", hint) from error


def _decode(name: str, content: bytes) -> str:
    """Read text as UTF-8, else as GB18030; statistics are never asked, they guess wrong on short lists."""
    if b"\x00" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise Refused(f"{name} 不是表格文件", "能读 .xlsx 和 .csv（UTF-8 或 GB18030）")
