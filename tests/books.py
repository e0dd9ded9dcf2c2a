"""Books as senders make them, down to the bytes, and what a register holds after they came in."""

import io
import re
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import Answer
from openpyxl import Workbook

from talentreg.store.register import open_for_writing

Cell = str | int | float | bool | date | datetime | time | None
Row = Sequence[Cell]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BOOKKEEPING = {
    *("change_set", "change", "audit_entry", "imported_file", "source", "import_problem", "sqlite_sequence")
}


def id_number(order: int, birth: str = "19900506") -> str:
    """Invent an ID number of an area that does not exist; an odd order is a man's."""
    body = f"990101{birth}{order:03}"
    return body + "10X98765432"[sum(int(digit) * 2 ** (17 - i) for i, digit in enumerate(body)) % 11]


def phone(order: int) -> str:
    """Invent a phone number nobody has."""
    return f"154{order:08}"


def csv_book(text: str, name: str = "登记表.csv", encoding: str = "utf-8") -> Path:
    """Write a text file into the working folder."""
    path = Path(name).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def workbook(*sheets: Sequence[Row], name: str = "登记表.xlsx") -> Path:
    """Write a workbook of typed cells into the working folder; its sheets are 表1, 表2…."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for place, rows in enumerate(sheets, 1):
        sheet = made.create_sheet(f"表{place}")
        for row in rows:
            sheet.append(list(row))
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            cell.data_type = "s"  # =1+1 is what somebody typed, not a formula
    return save(made, name)


def save(made: Workbook, name: str = "登记表.xlsx") -> Path:
    """Save a workbook into the working folder."""
    path = Path(name).absolute()
    made.save(path)
    return path


def text_cell(place: str, text: str) -> str:
    """Write one cell of text the way a workbook holds it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def raw_workbook(sheet: str, part: str = "worksheets/sheet1.xml", name: str = "登记表.xlsx") -> Path:
    """Pack a worksheet's XML, as it is, into a workbook."""
    types = "".join(
        f'<Override PartName="/xl/{file}" ContentType="{_SHEET_KIND}.{kind}+xml"/>'
        for file, kind in (("workbook.xml", "sheet.main"), (part, "worksheet"))
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>'
        ),
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations("worksheet", part),
        f"xl/{part}": sheet,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, content in parts.items():
            archive.writestr(place, content)
    path = Path(name).absolute()
    path.write_bytes(packed.getvalue())
    return path


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


@cache
def empty_register() -> bytes:
    """Return a register nothing has been entered into; making one takes ten times as long as using it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        open_for_writing(path).engine.dispose()
        return path.read_bytes()


_LAID: dict[str, bytes] = {}


def lay_once(key: str, register: Path, lay: Callable[[], None]) -> Path:
    """Lay a register, made the first time and copied ever after: an import takes ten times as long."""
    if key not in _LAID:
        register.write_bytes(empty_register())
        lay()
        _LAID[key] = register.read_bytes()
    register.write_bytes(_LAID[key])
    return register


def tally(answer: Answer) -> dict[str, int]:
    """Return what became of the rows an import read, zeros left out; the sum must be the rows read."""
    found = re.search(r"^读取(\d+)行＝(.+)$", answer.out, re.MULTILINE)
    assert found, answer
    counts = {name: int(count) for name, count in re.findall(r"(\D+?)(\d+)(?:＋|$)", found[2])}
    assert set(counts) == {"新增", "更新", "无变化", "表内重复", "未导入", "跳过"}
    assert sum(counts.values()) == int(found[1])
    return {name: count for name, count in counts.items() if count}


def stored(register: Path, query: str) -> list[tuple[object, ...]]:
    """Ask the register's file."""
    connection = sqlite3.connect(f"{register.as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def units_of(register: Path) -> dict[object, object]:
    """Return everybody's latest unit by name; None when blank."""
    query = """select p.name, (select u.name from affiliation a join unit u on u.id = a.unit_id
               where a.person_id = p.id order by a."on" desc, a.id desc limit 1)
               from person p order by p.id"""
    return {name: unit for name, unit in stored(register, query)}


def dump(register: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows an office entered, by table; nothing for a register that is not there."""
    if not register.exists():
        return {}
    tables = [
        str(name) for (name,) in stored(register, "select name from sqlite_master where type = 'table'")
    ]
    return {
        name: stored(register, f'select * from "{name}" order by 1')
        for name in sorted(set(tables) - _BOOKKEEPING)
    }
