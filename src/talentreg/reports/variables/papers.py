"""Papers received and issued as a report quotes them, and the numerals its headings are counted with."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from talentreg.records.entry import Entry
from talentreg.records.fields import table
from talentreg.records.masking import mask_free_text
from talentreg.reports.variables.declaring import Telling, Variable
from talentreg.reports.variables.run_up import begins
from talentreg.store.units import is_below

LINE = ("书名", "名称", "文号", "发文单位", "单位", "日期")
NUMERALS = ["", *"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"), "二十"]

Lines = list[dict[str, Any]]


def quoted(title: str) -> str:
    """Put a title between title marks; those within become single ones (GB/T 15834-2011, 4.15.3.3)."""
    whole = title.strip()
    is_quoted = whole.startswith("《") and whole.endswith("》") and whole.count("《") == 1
    inner = whole[1:-1] if is_quoted else whole
    return f"《{inner.replace('《', '〈').replace('》', '〉')}》"


def _papers(way: str) -> Callable[[Telling], Lines]:
    """Make the list of papers that went one way, those of the run-up to a festival among them."""

    def lines(telling: Telling) -> Lines:
        rows, period, tree = table(Entry), telling.period, telling.counting.tree
        query = select(rows).where(
            rows.c.kind == "document",
            rows.c.way == way,
            rows.c.on.between(begins(period), period.as_of),
            is_below(rows.c.unit_id, telling.counting.unit_id),
        )
        return [
            {
                "名称": (name := mask_free_text(row["name"] or "")),
                "书名": quoted(name),
                "文号": mask_free_text(row["code"] or ""),
                "发文单位": mask_free_text(row["source"] or ""),
                "单位": tree.name(row["unit_id"]) if row["unit_id"] else "",
                "日期": row["on"],
            }
            for row in telling.connection.execute(query.order_by(rows.c.on, rows.c.id)).mappings()
        ]

    return lines


VARIABLES = (
    Variable("来文", "统计期内收到的文件；从筹备起点算起", _papers("in"), LINE),
    Variable("发文", "统计期内印发的文件；从筹备起点算起", _papers("out"), LINE),
    Variable(
        "章节",
        "标题的序号，从一到二十：有的章节可能不写时用 {{ 章节[节] }} 编号",
        lambda _: NUMERALS,
    ),
)
