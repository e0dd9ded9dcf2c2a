"""Put a finished file in its place: whole or not at all, and never over another by accident."""

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from typing import IO

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
    with new_file(path, force=force) as file:
        file.write(content)


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """Give a file to fill; it is moved to its place when the block ends, and goes when the block raises.

    An existing file is kept unless `force`.
    """
    check_place(path, force=force)
    beside: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem[:20]}.tmp-", delete=False) as file:
            beside = Path(file.name)
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        raise Refused(
            f"{path} 写不进去：{plain_reason(error)}", "请检查磁盘空间和权限，或先关闭打开着的同名文件"
        ) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def check_folder(path: Path, *, force: bool) -> None:
    """Refuse a folder that is there and holds something, unless `force`, or that cannot be made."""
    if path.exists() and not path.is_dir():
        raise Refused(f"{path} 是文件，不是文件夹", "请换一个文件夹名")
    if not path.parent.is_dir():
        raise Refused(f"文件夹 {path.parent} 不存在", "请先建好上级文件夹，或换一个位置")
    if path.is_dir() and not force and any(path.iterdir()):
        raise Refused(f"文件夹 {path} 里已经有东西，没有动它", "请换一个新文件夹；加 --force 覆盖同名文件")
    if not os.access(path if path.is_dir() else path.parent, os.W_OK):
        raise Refused(f"文件夹 {path} 不能写入", "请检查权限，或换一个位置")


@contextmanager
def new_folder(path: Path, *, force: bool) -> Iterator[Path]:
    """Give a folder to fill; its files are moved to their place when the block ends, and go when it raises.

    A folder that holds something is kept unless `force`; then files of the same name are replaced.
    """
    beside: Path | None = None
    try:
        check_folder(path, force=force)
        beside = Path(mkdtemp(dir=path.parent, prefix=f".{path.name[:20]}.tmp-"))
        yield beside
        if not path.exists():
            os.rename(beside, path)
            return
        for file in sorted(beside.iterdir()):
            os.replace(file, path / file.name)
    except OSError as error:
        raise Refused(f"{path} 写不进去：{plain_reason(error)}", "请检查磁盘空间和权限") from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
