"""联系服务一览表 as offices print it, and overviews of who owes what, what lacks and what presses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from talentreg.periods import chinese_day
from talentreg.records.duty_words import DUTY_STATE
from talentreg.records.fields import columns, number
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.store.duty_owed import Owed
from talentreg.store.duty_table import Care
from talentreg.store.units import UnitTree
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, writing

_TABLE = (
    SheetColumn("序号", Form.COUNT, width=6),
    SheetColumn("联系领导", width=10),
    SheetColumn("领导职务", width=16),
    SheetColumn("联系对象", width=10),
    SheetColumn("性别", Form.CODE, width=6),
    SheetColumn("人才编号", Form.CODE, width=11),
    SheetColumn("所属单位", width=20),
    SheetColumn("工作单位和职务", width=28),
    SheetColumn("人员类别", width=16),
    SheetColumn("联系电话", Form.CODE, width=14),
    SheetColumn("任期起", Form.DAY, width=12),
    SheetColumn("任期止", Form.DAY, width=12),
    SheetColumn("联络员", width=10),
    SheetColumn("受托人", width=10),
    SheetColumn("确定原因", width=18),
)
_PROGRESS = (
    SheetColumn("序号", Form.COUNT, width=6),
    SheetColumn("状态", Form.CODE, width=8),
    SheetColumn("联系领导", width=10),
    SheetColumn("单位", width=20),
    SheetColumn("联系对象", width=10),
    SheetColumn("应联系次数", Form.COUNT),
    SheetColumn("已联系次数", Form.COUNT),
    SheetColumn("还差次数", Form.COUNT),
    SheetColumn("下次期限", Form.DAY),
    SheetColumn("最近联系", Form.DAY),
    SheetColumn("依据", width=28),
)


@dataclass(frozen=True, slots=True)
class DutyBook:
    """What goes into the workbook: who cares for whom on a day in a scope, how far the year's duties are."""

    office: str
    day: date
    cares: Sequence[Care]
    owed: Sequence[Owed]


def write_duty_book(file: IO[bytes], book: DutyBook, tree: UnitTree) -> None:
    """Write the table offices put up, and the state of the year's duties beside it; numbers are masked."""
    title = f"{book.office}领导干部联系服务人才情况一览表{_years(book.cares)}"
    leaders = len({(care.leader, care.leader_unit) for care in book.cares})
    ending = (f"共{leaders}名领导联系{_count(book.cares)}人", chinese_day(book.day))
    with writing(file, title) as workbook:
        table = Layout(title=title, ending=ending, pinned=4, filtered=False)
        workbook.add_list("一览表", _TABLE, _numbered(_table_row(care, tree) for care in book.cares), table)
        progress = f"{book.day.year}年联系进度"
        layout = Layout(title=progress, ending=(f"截至{chinese_day(book.day)}", ""), pinned=3)
        rows = _numbered(_progress_row(one, tree) for one in book.owed)
        workbook.add_list(progress, _PROGRESS, rows, layout)


def write_overview(
    file: IO[bytes], title: str, heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[object]]
) -> None:
    """Write an overview as it is listed; a heading that counts has its numbers as numbers."""
    columns = [SheetColumn(heading, Form.COUNT if counts else Form.TEXT) for heading, counts in heads]
    days = {place for row in rows for place, cell in enumerate(row) if isinstance(cell, date)}
    columns = [
        SheetColumn(one.heading, Form.DAY) if place in days else one for place, one in enumerate(columns)
    ]
    with writing(file, title) as workbook:
        workbook.add_list(title, columns, rows, Layout(title=title, ending=(f"共{len(rows)}行", "")))


def _years(cares: Sequence[Care]) -> str:
    """Write the years the terms span: （2025年—2026年）."""
    first = min((care.on.year for care in cares), default=0)
    last = max((care.until.year for care in cares if care.until), default=first)
    if not first:
        return ""
    return f"（{first}年—{last}年）" if last > first else f"（{first}年）"


def _count(cares: Sequence[Care]) -> int:
    return len({care.person["id"] for care in cares})


def _numbered(rows: Iterable[Sequence[object]]) -> Iterable[list[object]]:
    return ([place, *row] for place, row in enumerate(rows, start=1))


def _table_row(care: Care, tree: UnitTree) -> list[object]:
    one, told = care.person, columns(Person)
    phone = told["phone"].mask
    assert phone is not None
    return [
        care.leader,
        care.leader_post,
        one["name"],
        told["sex"].shown(one["sex"]),
        number(Person, one["id"]),
        tree.path(care.person_unit),
        " ".join(part for part in (one["employer"], one["post"]) if part),
        one["category"],
        phone(one["phone"] or ""),
        care.on,
        care.until,
        care.liaison,
        care.delegate,
        mask_free_text(care.reason or ""),
    ]


def _progress_row(one: Owed, tree: UnitTree) -> list[object]:
    return [
        DUTY_STATE.text(one.state),
        one.leader,
        tree.path(one.unit_id),
        one.name,
        one.required,
        one.done,
        one.missing,
        one.due,
        one.last_on,
        mask_free_text(one.rule or ""),
    ]
