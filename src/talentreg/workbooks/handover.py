"""联系服务交接表: the people handed over, the last contacts, open requests and intentions, to be signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from talentreg.periods import chinese_day
from talentreg.records.contact import Contact
from talentreg.records.fields import Column, columns, number
from talentreg.records.history import Intention
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.records.work_words import ASSIGNMENT
from talentreg.store.duty_papers import Page, Paper
from talentreg.store.units import UnitTree
from talentreg.workbooks.listed import list_cells, list_columns
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, Workbook, writing

TITLE = "联系服务交接表"
_PEOPLE = (
    SheetColumn("序号", Form.COUNT, width=6),
    SheetColumn("联系对象", width=10),
    SheetColumn("人才编号", Form.CODE, width=11),
    SheetColumn("所属单位", width=20),
    SheetColumn("工作单位和职务", width=26),
    SheetColumn("联系电话", Form.CODE, width=14),
    SheetColumn("联系关系", Form.CODE, width=10),
    SheetColumn("原任期起", Form.DAY, width=12),
    SheetColumn("接任后任期止", Form.DAY, width=12),
    SheetColumn("确定原因", width=16),
    SheetColumn("今年应联系", Form.COUNT, width=11),
    SheetColumn("今年已联系", Form.COUNT, width=11),
    SheetColumn("最近联系", Form.DAY, width=12),
    SheetColumn("约定下次联系", Form.DAY, width=12),
    SheetColumn("下一步", width=20),
    SheetColumn("返乡意愿", Form.CODE, width=10),
    SheetColumn("在办诉求", Form.COUNT, width=10),
)
_INTENTIONS = (
    SheetColumn("姓名"),
    SheetColumn("日期", Form.DAY),
    SheetColumn("返乡意愿", Form.CODE),
    SheetColumn("意愿原因"),
)


@dataclass(frozen=True, slots=True)
class HandoverBook:
    """What goes into the sheet: who hands over to whom from which day, and all the successor has to know."""

    old: str
    new: str
    day: date
    papers: Sequence[Paper]
    contacts: Page
    requests: Page
    intentions: Sequence[tuple[Any, ...]]
    masked: bool = True


def write_handover(file: IO[bytes], book: HandoverBook, tree: UnitTree) -> None:
    """Write the hand-over sheet; the first page has room for signatures."""
    signed = ("移交人：__________ 接收人：__________", f"监交人：__________ {chinese_day(book.day)}")
    title = f"{TITLE}（{book.old}移交{book.new}）"
    with writing(file, title) as workbook:
        rows = ([place, *_person_row(one, book, tree)] for place, one in enumerate(book.papers, start=1))
        workbook.add_list(
            "交接名单", _PEOPLE, rows, Layout(title=title, ending=signed, pinned=2, filtered=False)
        )
        _add(workbook, "最近联系", book.contacts)
        _add(workbook, "在办诉求", book.requests)
        workbook.add_list("返乡意愿", _INTENTIONS, _intention_rows(book), Layout())


def _add(workbook: Workbook, name: str, page: Page) -> None:
    workbook.add_list(name, list_columns(page.fields), list_cells(page.fields, page.rows), Layout(pinned=2))


def _person_row(paper: Paper, book: HandoverBook, tree: UnitTree) -> list[object]:
    one, owed = paper.person or {}, paper.owed
    told = columns(Intention)["kind"]
    return [
        one.get("name") or tree.name(paper.unit_id),
        number(Person, one["id"]) if one else "",
        tree.path(paper.unit_id),
        " ".join(part for part in (one.get("employer"), one.get("post")) if part),
        _masked(columns(Person)["phone"], one.get("phone"), masked=book.masked),
        ASSIGNMENT.text(paper.kind),
        paper.on,
        paper.until,
        mask_free_text(paper.reason or "") if book.masked else paper.reason,
        owed.required if owed else None,
        owed.done if owed else None,
        paper.last_on,
        paper.next_on,
        _masked(columns(Contact)["next_step"], paper.next_step, masked=book.masked),
        told.shown(paper.intention),
        paper.requests if one else None,
    ]


def _masked(column: Column, text: str | None, *, masked: bool) -> str:
    return column.mask(text) if masked and column.mask and text else text or ""


def _intention_rows(book: HandoverBook) -> Iterable[list[object]]:
    told = columns(Intention)
    for name, on, kind, reason in book.intentions:
        yield [name, on, told["kind"].shown(kind), _masked(told["reason"], reason, masked=book.masked)]
