"""发放花名册: one batch of benefits as the list people sign and the treasurer pays by."""

from collections.abc import Sequence
from datetime import date
from typing import IO

from talentreg.periods import chinese_day
from talentreg.records.fields import columns
from talentreg.records.masking import mask_free_text
from talentreg.records.person import Person
from talentreg.store.benefits import Owed
from talentreg.store.return_rules import money
from talentreg.store.units import UnitTree
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, writing

_COLUMNS = (
    SheetColumn("序号", Form.COUNT, width=6),
    SheetColumn("姓名", width=10),
    SheetColumn("身份证号", Form.CODE, width=21),
    SheetColumn("所属单位", width=22),
    SheetColumn("待遇名称", width=16),
    SheetColumn("所属期", Form.CODE, width=14),
    SheetColumn("应发日期", Form.DAY, width=12),
    SheetColumn("应发金额（元）", Form.AMOUNT, width=16),
    SheetColumn("已发金额（元）", Form.AMOUNT, width=16),
    SheetColumn("未发金额（元）", Form.AMOUNT, width=16),
    SheetColumn("签名", width=14),
    SheetColumn("备注", width=16),
)


def write_roll(file: IO[bytes], batch: str, rows: Sequence[Owed], tree: UnitTree, day: date) -> None:
    """Write a batch with its sums and a column to sign in; names are whole, ID numbers masked."""
    people = len({one.person_id for one in rows})
    total = sum(one.amount for one in rows)
    titles = {one.title for one in rows}
    what = mask_free_text(titles.pop()) if len(titles) == 1 else "待遇"
    title = f"{batch}{'' if what in batch else what}发放花名册"
    ending = (f"共{people}人，应发{money(total)}元　制表人：＿＿＿＿ 审核人：＿＿＿＿", chinese_day(day))
    layout = Layout(title=title, ending=ending, pinned=2, filtered=False)
    lines = [[place, *_row(one, tree)] for place, one in enumerate(rows, start=1)]
    with writing(file, title) as workbook:
        workbook.add_list("发放花名册", _COLUMNS, [*lines, _sums(rows)], layout)


def _row(one: Owed, tree: UnitTree) -> list[object]:
    mask = columns(Person)["id_number"].mask
    assert mask is not None
    return [
        one.name,
        mask(one.id_number or ""),
        tree.path(one.unit_id),
        mask_free_text(one.title),
        mask_free_text(one.period or ""),
        one.on,
        round(one.amount, 2),
        round(one.paid, 2),
        one.missing,
        "",
        mask_free_text(one.note or ""),
    ]


def _sums(rows: Sequence[Owed]) -> list[object]:
    amounts = (
        sum(one.amount for one in rows),
        sum(one.paid for one in rows),
        sum(one.missing for one in rows),
    )
    return ["合计", "", "", "", "", "", "", *(round(one, 2) for one in amounts), "", ""]
