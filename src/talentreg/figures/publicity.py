"""Figures of publicity: banners hung, letters posted, posts sent, documents issued."""

from talentreg.figures.definition import Figure, Mode, Rows, Time
from talentreg.figures.rows import rows_of, within
from talentreg.periods import Period
from talentreg.records.entry import Entry
from talentreg.records.fields import table

entry = table(Entry)


def entries(kind: str, period: Period) -> Rows:
    """Select the entries of a kind that happened in a period, each under its own unit."""
    return rows_of(entry).where(entry.c.kind == kind, within(entry.c.on, period))


def _quantities(period: Period, *categories: str) -> Rows:
    rows = rows_of(entry, amount=entry.c.quantity).where(
        entry.c.kind == "publicity", within(entry.c.on, period), entry.c.quantity.is_not(None)
    )
    return rows.where(entry.c.category.in_(categories)) if categories else rows


def _documents(period: Period) -> Rows:
    return entries("document", period).where(entry.c.way == "out")


def _quantity(key: str, label: str, unit: str, category: str) -> Figure:
    return Figure(
        key=key,
        label=label,
        unit=unit,
        mode=Mode.SUM,
        time=Time.FLOW,
        definition=f"期内宣传形式为{category}的宣传数量相加，计入登记的单位",
        leaves_out="其他形式的宣传；没有填数量的",
        record=Entry,
        ledger="publicity",
        rows=lambda period: _quantities(period, category),
    )


PUBLICITY_FIGURES = (
    _quantity("banners", "宣传横幅", "条", "横幅"),
    _quantity("letters", "公开信", "封", "公开信"),
    _quantity("posts", "媒体推送", "条", "媒体推送"),
    Figure(
        key="publicity_quantity",
        label="宣传数量",
        unit="份",
        mode=Mode.SUM,
        time=Time.FLOW,
        definition="期内各种形式的宣传数量相加；各形式的量词不同，请按宣传形式分列着用",
        leaves_out="没有填数量的宣传",
        record=Entry,
        ledger="publicity",
        rows=_quantities,
    ),
    Figure(
        key="documents_issued",
        label="制发文件",
        unit="份",
        mode=Mode.ITEMS,
        time=Time.FLOW,
        definition="成文日期在期内、文件方向为发文的文件",
        leaves_out="收到的来文",
        record=Entry,
        ledger="document",
        rows=_documents,
    ),
)
