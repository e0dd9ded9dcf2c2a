"""Workbooks nobody designed, each drawn or built from its bytes, and what a clerk gets for them."""

import os
import struct
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from books import MAIN, csv_book, raw_workbook, save, stored, tally, text_cell
from conftest import Answer
from openpyxl import Workbook

Run = Callable[..., Answer]
Build = Callable[[], object]

SECONDS, MEGABYTES = 10, 500
"""What any book may cost; a second of a processor is the same on a busy machine."""

HEAD = f'<row r="1">{text_cell("A1", "姓名")}{text_cell("B1", "联系电话")}</row>'
ROW = f'<row r="2">{text_cell("A2", "张三")}<c r="B2"><v>15412345678</v></c></row>'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@dataclass(frozen=True)
class Came:
    """What becomes of a book that is read: its people in order, its rows, what the page must say."""

    build: Build
    people: Sequence[str]
    rows: Mapping[str, int]
    said: Sequence[str] = ()
    unsaid: Sequence[str] = ()
    code: int = 0
    words: Sequence[str] = ()
    also: Mapping[str, object] = field(default_factory=dict)
    """Queries and the one value each must find."""


@dataclass(frozen=True)
class Turned:
    """The two lines a book is refused with."""

    build: Build
    message: str
    hint: str


def drawn(text: str, *merged: str, name: str = "登记表.xlsx") -> Build:
    """Draw a workbook: a bar between cells, `# 表名` before the rows of each sheet but an only one.

    Merged areas lie on the first sheet.
    """

    def build() -> None:
        made = Workbook()
        made.remove(made.worksheets[0])
        for line in text.strip("\n").split("\n"):
            if line.startswith("# ") or not made.worksheets:
                sheet = made.create_sheet(line.removeprefix("# ").strip() if line.startswith("# ") else "表1")
                if line.startswith("# "):
                    continue
            sheet.append([cell.strip().replace("\\n", "\n") or None for cell in line.split("|")])
        for one in made.worksheets:
            for cell in (cell for row in one.iter_rows() for cell in row if cell.value is not None):
                cell.data_type = "s"  # =1+1 is what somebody typed, not a formula
        for area in merged:
            made.worksheets[0].merge_cells(area)
        save(made, name)

    return build


def typed(text: str, name: str = "登记表.csv", encoding: str = "utf-8") -> Build:
    """Write a file of text."""
    return lambda: csv_book(text, name, encoding)


def raw(sheet: str, name: str = "登记表.xlsx", **parts: str) -> Build:
    """Pack a sheet's XML into a workbook, with other parts beside it."""
    return lambda: changed(raw_workbook(sheet, name=name), **parts)


def held(content: bytes, name: str = "登记表.xlsx") -> Build:
    """Write a file of bytes."""
    return lambda: Path(name).write_bytes(content)


def sheet_xml(rows: str = HEAD + ROW, before: str = "", after: str = "") -> str:
    """Write the XML of a sheet."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def changed(path: Path, **parts: str) -> Path:
    """Add parts to a package, or put others in their place; __ is a slash and _x the dot of .xml."""
    new = {name.replace("__", "/").replace("_x", ".xml"): content for name, content in parts.items()}
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist() if name not in new}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (kept | new).items():
            archive.writestr(name, content)
    return path


def container(part: str, content: bytes, name: str = "登记表.xls") -> Path:
    """Write an old Office file with one part."""
    from xlwt.CompoundDoc import XlsDoc

    path = Path(name).absolute()
    with path.open("wb") as file:
        XlsDoc().save(file, content)
    old, wanted = (f"{one}\0".encode("utf-16-le") for one in ("Workbook", part))
    packed = path.read_bytes().replace(
        old.ljust(64, b"\0") + struct.pack("<H", len(old)),
        wanted.ljust(64, b"\0") + struct.pack("<H", len(wanted)),
    )
    path.write_bytes(packed)
    return path


_OPEN_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def open_book(rows: str, prolog: str = "", manifest: str = "", name: str = "登记表.ods") -> Path:
    """Write an OpenDocument table of one sheet from the XML of its rows."""
    path = Path(name).absolute()
    body = f'<office:spreadsheet><table:table table:name="一社区">{rows}</table:table></office:spreadsheet>'
    body = f"<office:body>{body}</office:body>"
    content = f"{prolog}<office:document-content {_OPEN_NAMES}>{body}</office:document-content>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr("content.xml", content)
    return path


def people(register: Path) -> list[str]:
    """Return everybody: name, phone, unit."""
    query = """select p.name, p.phone, (select u.name from affiliation a join unit u on u.id = a.unit_id
               where a.person_id = p.id order by a."on" desc, a.id desc limit 1)
               from person p order by p.id"""
    return [" ".join(str(cell or "—") for cell in row) for row in stored(register, query)]


def check_came(run: Run, register: Path, case: Came, source: str | Path) -> None:
    """Import a book that can be read: nobody is guessed, no row lost, everything said."""
    case.build()
    answer = run("import", source, *case.words)
    found = people(register) if register.exists() else []
    assert (found, tally(answer), answer.code) == (list(case.people), dict(case.rows), case.code), answer
    for words in case.said:
        assert words in answer.out, answer
    for words in case.unsaid:
        assert words not in answer.out, answer
    for query, wanted in case.also.items():
        assert (told := stored(register, query)) == [(wanted,)], (query, told)


def check_turned(answer: Answer, register: Path, case: Turned) -> None:
    """Check that a book was refused in two lines and nothing was begun."""
    assert answer == Answer(1, "", f"错误：{case.message}\n提示：{case.hint}\n")
    assert not register.exists()


def measured(*words: str | Path) -> Answer:
    """Run a command in a process of its own, and see that it costs no more than a book may."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "talentreg", *map(str, words)]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    with bounded(started.pid, 0):
        out, err = started.communicate()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert cost < SECONDS, f"{cost:.1f} s"
    return Answer(started.returncode, out.decode(), err.decode())


@contextmanager
def bounded(process: int, already: int | None = None) -> Iterator[None]:
    """Look many times a second at what a process and those below it hold; it must not grow beyond the bound.

    What the system keeps of its highest is of no use: a process inherits it from the one that started it.
    """
    begun = held_by(process) if already is None else already
    most, ended = [0], threading.Event()

    def look() -> None:
        while not ended.wait(0.03):
            most.append(held_by(process) - begun)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    assert max(most) < MEGABYTES * 1024, f"{max(most) // 1024} MB"


def held_by(process: int) -> int:
    """Return the kilobytes a process and those below it hold; nothing where the system does not tell."""
    return sum(map(_memory, _tree(process)))


def _tree(process: int) -> list[int]:
    try:
        below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return [process]
    return [process, *(one for child in below for one in _tree(int(child)))]


def _memory(process: int) -> int:
    """Return what a process holds, shared memory by its share."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
