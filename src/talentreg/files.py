"""Put a finished file in its place: whole or not at all, and never over another by accident."""

import os
import re
import unicodedata
from pathlib import Path
from tempfile import NamedTemporaryFile

from talentreg.errors import Refused, plain_reason

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
LONGEST_NAME = 80


def file_name(stem: str, suffix: str) -> str:
    """Make a file name of a text: nothing a system forbids, at most eighty characters."""
    text = unicodedata.normalize("NFC", stem)
    kept = "".join("_" if c in '\\/:*?"<>|' or unicodedata.category(c) == "Cc" else c for c in text)
    kept = kept.strip(". ")[:LONGEST_NAME] or "未命名"
    return f"_{kept}{suffix}" if _RESERVED.fullmatch(kept) else f"{kept}{suffix}"


def check_place(path: Path, *, force: bool) -> None:
    """Refuse a place that cannot take a .docx or .xlsx file, before any work is done for it."""
    if path.is_dir():
        raise Refused(f"{path} 是文件夹", "请写出文件名，如 报告.docx")
    if not path.parent.is_dir():
        raise Refused(f"文件夹 {path.parent} 不存在", "请先建好文件夹，或换一个位置")
    if path.exists() and not force:
        raise Refused(f"{path} 已经存在，没有覆盖", "加 --force 覆盖，或换一个文件名")
    if not os.access(path.parent, os.W_OK):
        raise Refused(f"文件夹 {path.parent} 不能写入", "请检查权限，或换一个位置")


def check_kind(path: Path, suffix: str) -> None:
    """Refuse a file name that says something else than what will be in the file."""
    kind = {".docx": "Word", ".xlsx": "Excel"}[suffix]
    if not path.is_dir() and path.suffix.lower() != suffix:
        raise Refused(f"{path.name} 不是 {kind} 文件名", f"请写成 {path.stem}{suffix}")


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file beside its place and move it there; an existing one is kept unless `force`."""
    check_place(path, force=force)
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem[:20]}.tmp-", delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
    except OSError as error:
        if "file" in locals():
            Path(file.name).unlink(missing_ok=True)
        raise Refused(
            f"{path} 写不进去：{plain_reason(error)}", "请检查磁盘空间和权限，或先关闭打开着的同名文件"
        ) from error
