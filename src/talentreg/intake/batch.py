"""Read many files at once: folders of them too, and one that cannot be read does not stop the others."""

import os
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from talentreg.errors import Refused, plain_reason
from talentreg.intake.nearby import missing_file_hint
from talentreg.intake.reading import printable_name, read_book
from talentreg.intake.sheet import Book

MOST_FILES = 2_000
"""Files a folder may hold; more is no folder of tables but somebody's whole disk."""

_NOBODYS = re.compile(r"~\$.*|\..*|__macosx|desktop\.ini|.*\.(db|tmp)(-journal|-wal|-shm)?", re.IGNORECASE)
"""What the system, the office programs and this one leave in a folder."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The books that were read, and by name the files that were not, each with the reason."""

    books: tuple[Book, ...]
    unread: tuple[tuple[str, Refused], ...] = ()


def find_files(paths: Sequence[Path]) -> list[Path]:
    """List the files meant: those named, and all below the folders named, in the order a reader expects.

    A file reached twice counts once. Refuses a name that is not there, and a folder without a file.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        _check_there(path)
        for file in _files_below(path) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def read_books(
    paths: Sequence[Path],
    step: Callable[[], object] = lambda: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Batch:
    """Read files, telling `step` after each; when none can be read the first one's refusal is raised.

    `meanwhile` is called while another process reads a workbook.
    """
    books: list[Book] = []
    unread: list[tuple[str, Refused]] = []
    for path, name in zip(paths, _told_apart(paths), strict=True):
        try:
            books.append(replace(read_book(path, meanwhile), name=name))
        except Refused as refused:
            unread.append((name, refused))
        step()
    if unread and not books:
        raise unread[0][1]
    return Batch(tuple(_once_each(books)), tuple(unread))


def _once_each(books: Sequence[Book]) -> list[Book]:
    """Take files of the very same content once, and let the one taken say so: a copy left in the folder."""
    same: dict[str, list[Book]] = {}
    for book in books:
        same.setdefault(book.digest, []).append(book)
    return [
        replace(first, remarks=(*first.remarks, f"{_listed(copies)} 与这个文件内容完全相同，只读了一次"))
        if copies
        else first
        for first, *copies in same.values()
    ]


def _listed(books: Sequence[Book]) -> str:
    return "、".join(book.name for book in books)


def _check_there(path: Path) -> None:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Refused(f"找不到文件 {path}", missing_file_hint(path)) from error
    except OSError as error:
        raise Refused(
            f"{printable_name(path)} 打不开：{plain_reason(error)}", "请检查文件名和权限"
        ) from error


def _told_apart(paths: Sequence[Path]) -> list[str]:
    """Name files for messages; of several with one name each is named with its folder."""
    times = Counter(path.name for path in paths)
    in_folder = Counter((path.parent.name, path.name) for path in paths)
    return [
        printable_name(path)
        if times[path.name] == 1
        else f"{path.parent.name}/{printable_name(path)}"
        if in_folder[path.parent.name, path.name] == 1
        else str(path)
        for path in paths
    ]


def _files_below(folder: Path) -> list[Path]:
    """List a folder's files and its folders' files; what the system and the office programs leave is not."""
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = [one for one in folders if not _NOBODYS.fullmatch(one)]
        found += [Path(place, one) for one in files if not _NOBODYS.fullmatch(one)]
        if len(found) > MOST_FILES:
            raise Refused(
                f"文件夹 {folder} 里的文件太多（超过{MOST_FILES}个），没有读取", "请写出放表格的那个文件夹"
            )
    if not found:
        raise Refused(f"文件夹 {folder} 里没有文件", "请确认表格放在这个文件夹里，且不是还在压缩包里")
    return sorted(found, key=lambda path: _natural(path.relative_to(folder)))


def _natural(path: Path) -> list[list[tuple[str, int]]]:
    """Sort 2.xlsx before 10.xlsx, folder by folder."""
    return [
        [(words, int(digits or 0)) for words, digits in re.findall(r"(\D*)(\d*)", part)]
        for part in path.parts
    ]
