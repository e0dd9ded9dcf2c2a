"""Read what a sender's file holds: sheets of raw cells, every row at the sender's own line."""

import hashlib
import os
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from talentreg.errors import Refused, plain_reason
from talentreg.intake.calamine import calamine_sheets
from talentreg.intake.child import ChildFailed, Reader, reading_apart
from talentreg.intake.foreign import SAVE_AGAIN, Foreign, check_beginning, locked
from talentreg.intake.nearby import missing_file_hint, saved_beside_hint
from talentreg.intake.package import (
    ZIP_ERRORS,
    Package,
    broken,
    check_declarations,
    checked_pieces,
    open_package,
)
from talentreg.intake.sheet import Book, Sheet
from talentreg.intake.survey import Survey, WorkbookSurvey, survey_workbook
from talentreg.intake.text_table import decode, read_text_table, without_errors
from talentreg.records.text import as_text

LARGEST_FILE = 200 * 1024 * 1024

_MARKUP = re.compile(
    r"\s*<(\?xml|!doctype|!--|html|head|meta|body|table|style|svg|office:document)\b", re.IGNORECASE
)
_OLD = b"\xd0\xcf\x11\xe0"


def read_book(path: Path, meanwhile: Callable[[], object] = lambda: None) -> Book:
    """Read a file's tables; the content decides how, not the extension.

    `meanwhile` is called while another process reads a workbook, where one does.
    Raises Refused for a missing, unreadable, locked, empty or broken file, Foreign for one that is no table.
    """
    content, name = _bytes_of(path), printable_name(path)
    try:
        book = _read(name, content, meanwhile)
    except Foreign:
        raise
    except Refused as refused:
        raise Refused(refused.message, saved_beside_hint(path) or refused.hint) from refused
    return replace(book, path=path, digest=hashlib.sha256(content).hexdigest())


def _read(name: str, content: bytes, meanwhile: Callable[[], object]) -> Book:
    check_beginning(name, content)
    if content.startswith(b"PK"):
        book = _read_package(name, content, meanwhile)
    elif content.startswith(_OLD):
        book = _read_old_book(name, content)
    else:
        book = _read_text(name, content)
    if not any(_holds_something(sheet) for sheet in book.sheets):
        raise Refused(f"{name} 里没有内容", "请确认发来的是填好的表格")
    return book


def _holds_something(sheet: Sheet) -> bool:
    return bool(sheet.flaws) or any(as_text(cell) for row in sheet.rows for cell in row)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Refused(f"{path} 是文件夹", "请写出表格文件，如 登记表.xlsx")
        if not path.is_file() and path.exists():
            raise Refused(f"{printable_name(path)} 不是普通文件，没有读取", "请写出表格文件，如 登记表.xlsx")
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


def _read_package(name: str, content: bytes, meanwhile: Callable[[], object]) -> Book:
    package = open_package(name, content)
    try:
        if package.kind == "xlsx":
            return _read_workbook(name, content, package, meanwhile)
        if package.kind == "ods":
            return _read_open_document(name, content, package)
        check_declarations(name, package, ())
    except ZIP_ERRORS as error:
        raise broken(name) from error
    return _book(name, _read_apart(name, calamine_sheets, content, package.unpacked), _remarks(package))


def _read_workbook(name: str, content: bytes, package: Package, meanwhile: Callable[[], object]) -> Book:
    from talentreg.intake.sparse import sparse_sheets

    survey = WorkbookSurvey()
    try:
        with reading_apart(calamine_sheets, content, package.unpacked) as sheets:
            survey = survey_workbook(name, package)
            meanwhile()
            found = sheets()
    except ChildFailed:
        found = _read_apart(name, sparse_sheets, content, package.unpacked)
    return _book(name, _told(found, survey.sheets), _remarks(package), from_1904=survey.from_1904)


def _read_open_document(name: str, content: bytes, package: Package) -> Book:
    from talentreg.intake.open_document import survey_open_document, worth_a_survey

    check_declarations(name, package, {"content.xml"})
    found = _read_apart(name, calamine_sheets, content, package.unpacked)
    if worth_a_survey(checked_pieces(name, package.pieces("content.xml"))):
        with package.archive.open("content.xml") as file:
            surveys = survey_open_document(file)
        found = [
            replace(sheet, merged=tuple(surveys[sheet.name].merged)) if sheet.name in surveys else sheet
            for sheet in _told(found, surveys)
        ]
    return _book(name, found)


def _read_old_book(name: str, content: bytes) -> Book:
    from talentreg.intake.biff import OldBook, survey_old_book
    from talentreg.intake.ole import Torn, check_container, open_container

    survey = OldBook()
    remarks: tuple[str, ...] = ()
    try:
        container = open_container(content)
        check_container(name, container)
        survey = survey_old_book(container.part("Workbook"))
        if "_VBA_PROJECT" in container.parts:
            remarks = (_MACROS,)
    except (Torn, struct.error) as error:
        raise broken(name) from error
    if survey.locked:
        raise locked(name)
    found = _read_apart(name, calamine_sheets, content, len(content))
    return _book(name, _told(found, survey.sheets), remarks, from_1904=survey.from_1904)


def _read_text(name: str, content: bytes) -> Book:
    from talentreg.intake import markup

    stem, text = Path(name).stem, decode(name, content)
    if markup.declares_entities(text):
        raise Refused(f"{name} 里夹带了表格不该有的内容（XML 实体声明），没有读取", SAVE_AGAIN)
    if markup.is_xml_table(text):
        found = _read_apart(name, markup.xml_table_sheets, content, len(content))
    elif markup.is_web_page(text):
        found = _read_apart(name, markup.web_page_sheets, text.encode(), len(content))
    elif _MARKUP.match(text):
        raise Foreign(f"{name} 是网页或 XML 文件，里面没有表格", SAVE_AGAIN)
    else:
        return _book(name, [read_text_table(name, stem, text)])
    return _book(name, [without_errors(replace(sheet, name=sheet.name or stem)) for sheet in found])


def _read_apart(name: str, reader: Reader, content: bytes, unpacked: int) -> list[Sheet]:
    try:
        with reading_apart(reader, content, unpacked) as sheets:
            return sheets()
    except ChildFailed as error:
        if str(error) == "PasswordError":
            raise locked(name) from error
        hint = f"请删除表格远处的多余单元格，或{SAVE_AGAIN.removeprefix('请')}"
        raise Refused(f"{name} 读不出来，文件已损坏，或内容散布的范围过大", hint) from error


def _told(sheets: list[Sheet], surveys: Mapping[str, Survey]) -> list[Sheet]:
    """Add to the sheets what a survey found in them; what is hidden beyond their last cell is nobody's."""
    told = []
    for sheet in sheets:
        found = surveys.get(sheet.name, Survey())
        width = max(map(len, sheet.rows), default=0) if found.hidden_columns else 0
        hidden_rows = frozenset(line for line in found.hidden_rows if line < len(sheet.rows))
        hidden_columns = frozenset(column for column in found.hidden_columns if column < width)
        told.append(replace(sheet, flaws=found.flaws, hidden_rows=hidden_rows, hidden_columns=hidden_columns))
    return told


_MACROS = "含有宏，没有运行"
_LINKS = "引用了别的文件，没有去读那些文件，用的是表里存着的值"


def _remarks(package: Package) -> tuple[str, ...]:
    names = [one.lower() for one in package.names]
    macros = any(one.endswith("vbaproject.bin") for one in names)
    links = any(one.startswith("xl/externallinks/") for one in names)
    return (_MACROS,) * macros + (_LINKS,) * links


def _book(
    name: str, sheets: Sequence[Sheet], remarks: tuple[str, ...] = (), *, from_1904: bool = False
) -> Book:
    return Book(name, "", tuple(sheets), from_1904=from_1904, remarks=remarks)
