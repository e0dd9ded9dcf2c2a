"""成长档案 as a workbook: who somebody is, and everything that happened, to be filed or printed."""

from collections.abc import Iterator
from typing import IO

from talentreg.records.fields import columns
from talentreg.records.person import Person
from talentreg.store.growth import Growth
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, writing

TITLE = "成长档案"
_STEPS = (
    SheetColumn("序号", Form.COUNT, width=6),
    SheetColumn("日期", Form.DAY, width=12),
    SheetColumn("事项", Form.CODE, width=12),
    SheetColumn("内容", width=60),
    SheetColumn("编号", Form.CODE, width=11),
)
_FACTS = (SheetColumn("项目", Form.CODE, width=14), SheetColumn("内容", Form.DIGITS, width=50))


def write_growth(file: IO[bytes], growth: Growth) -> None:
    """Write the file of somebody's growth; numbers are as the growth holds them."""
    dossier = growth.dossier
    title = f"{dossier.fields['name']}{TITLE}"
    ending = (f"共{len(growth.steps)}条", "")
    rows = (
        [place, one.on or "起初", one.what, one.detail, one.record]
        for place, one in enumerate(growth.steps, start=1)
    )
    with writing(file, title) as workbook:
        workbook.add_list("成长经历", _STEPS, rows, Layout(title=title, ending=ending, filtered=False))
        workbook.add_list("基本情况", _FACTS, _facts(growth), Layout(filtered=False))


def _facts(growth: Growth) -> Iterator[list[object]]:
    """Give what is known of the person, without what nobody filled in."""
    dossier, declared = growth.dossier, columns(Person)
    yield ["人才编号", dossier.number]
    yield ["所属单位", dossier.unit or "未填"]
    for name, value in dossier.fields.items():
        if value:
            yield [declared[name].heading, declared[name].shown(value)]
    for heading, text in dossier.extra.items():
        yield [heading, text]
