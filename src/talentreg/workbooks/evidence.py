"""The evidence workbook of one number: what it says and how it was counted, and every row behind it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import IO, Any

from talentreg.figures.catalogue import proving
from talentreg.figures.compute import LATE, Value
from talentreg.figures.definition import Figure, Mode
from talentreg.figures.describing import column_of, headed, said, shown
from talentreg.periods import Period, chinese_day, today
from talentreg.records.days import DAYS
from talentreg.records.text import as_text
from talentreg.records.unit import Unit
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, writing

Cell = Callable[[dict[str, Any]], object]
"""Takes what stands in a column from a row of evidence."""

ABOUT, BASIS = "说明", "依据"
_ABOUT = [SheetColumn("项目", width=14), SheetColumn("内容", width=90)]

_PERSON = [
    SheetColumn("编号", Form.DIGITS),
    SheetColumn("姓名"),
    SheetColumn("单位"),
]
_FACTS = SheetColumn("依据")
_COUNTED = SheetColumn("是否计入")
_AMOUNT = SheetColumn("数量", Form.AMOUNT)
_TYPED_NAMES = ("record", "unit", "amount", "measure", "on", "source", "by", "note")
_TYPED = [
    SheetColumn("记录", Form.DIGITS),
    SheetColumn("单位"),
    SheetColumn("数值", Form.AMOUNT),
    SheetColumn("计量单位"),
    SheetColumn("截至日期", Form.DAY),
    SheetColumn("数据来源"),
    SheetColumn("填报人"),
    SheetColumn("备注"),
]
_UNIT = [
    SheetColumn("代码", Form.DIGITS),
    SheetColumn("单位"),
    SheetColumn("全称"),
    SheetColumn("设立日期", Form.DAY),
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One number with the rows behind it, where and when it counts, and the command that lists it."""

    value: Value
    rows: Sequence[dict[str, Any]]
    period: Period
    scope: str
    command: str


def write_evidence(file: IO[bytes], evidence: Evidence) -> None:
    """Write the workbook: a page about the number, and its rows, as many as the number says."""
    heads, cells = lay_out(evidence)
    label, count = evidence.value.label, len(evidence.rows)
    about = Layout(title=f"{label}：依据", pinned=0, filtered=False)
    basis = Layout(ending=(f"共{count}条", f"{label}，{evidence.period.label}"), pinned=3)
    numbered = ([place, *row] for place, row in enumerate(cells, start=1))
    with writing(file, label) as workbook:
        workbook.add_list(ABOUT, _ABOUT, _about(evidence), about)
        workbook.add_list(BASIS, [SheetColumn("序号", Form.COUNT), *heads], numbered, basis)


def facts(figure: Figure, row: dict[str, Any]) -> str:
    """Write what a record says: 2026-02-17 走访 返乡 本人 慰问."""
    told = ((name, row.get(name)) for name in headed(figure))
    words = [said(figure, name, value) for name, value in told if value not in (None, "", row["on"])]
    return " ".join([as_text(row["on"]), *words, *(["补录"] if row["late"] else [])])


def _about(evidence: Evidence) -> list[tuple[str, str]]:
    value, period, figure = evidence.value, evidence.period, evidence.value.figure
    lines = [
        ("指标", f"{value.label}（代码 {value.reference}）"),
        ("数值", _number(value)),
        ("统计期", f"{period.label}（{chinese_day(period.start)}至{chinese_day(period.last_day)}）"),
        ("范围", evidence.scope),
        ("时间口径", _time(evidence)),
        ("口径", figure.definition),
        ("不计", figure.leaves_out),
    ]
    if value.late:
        lines.append(("补录", f"其中{value.late}条是统计期结束以后录入的，表中注明“补录”"))
    return [
        *lines,
        ("依据条数", f"共{len(evidence.rows)}条，见工作表“{BASIS}”；{_says_rows(value)}"),
        ("号码", "号码已遮挡，看完整号码请用 talentreg show"),
        ("制表日期", chinese_day(today())),
        ("登记册命令", evidence.command),
    ]


def _number(value: Value) -> str:
    if value.value is None:
        known = value.whole is not None or bool(value.typed)
        return "—" if known else "—（登记册里没有可数的记录，不等于0）"
    share = f"（{value.part}÷{value.whole}）" if value.whole is not None else ""
    since = f"{chinese_day(value.since)}以来" if value.since else "累计"
    within = f"（{since}，其中本期{value.within}{value.unit}）" if value.within is not None else ""
    return f"{value.text}{value.unit}{share}{within}"


def _time(evidence: Evidence) -> str:
    kind = evidence.value.figure.time.text
    day = chinese_day(evidence.period.as_of)
    if evidence.value.figure.mode is Mode.HAND:
        return f"截至{day}最近一次填报的"
    since = evidence.period.since
    first = chinese_day(since) if since else "登记之初"
    ends = {"期内": "", "期末": f"，取{day}的状态", "累计": f"，从{first}到{day}"}
    return f"{kind}数{ends[kind]}"


def _says_rows(value: Value) -> str:
    mode, record = value.figure.mode, proving(value.figure).record
    if mode is Mode.HAND:
        return "手工录入的数，没有逐条依据，表中是填报的数"
    if mode is Mode.RATIO:
        each = "人" if proving(value.figure).mode is Mode.PERSONS else "项"
        return f"分母每{each}一条，“计入”的是分子"
    if mode is Mode.SUM and value.word != LATE:
        return "每条记录一条，“数量”之和就是数值"
    if mode is Mode.PERSONS and value.word != LATE:
        return "每人一条，条数就是数值"
    return f"每{'个单位' if record is Unit else '条记录'}一条，条数就是数值"


def lay_out(evidence: Evidence) -> tuple[list[SheetColumn], Iterable[list[object]]]:
    """Lay out the rows the way their figure counts: by unit, by record, by person, or as a share."""
    figure, rows = proving(evidence.value.figure), evidence.rows
    if figure.mode is Mode.HAND:
        return _TYPED, ([row[name] for name in _TYPED_NAMES] for row in rows)
    if figure.record is Unit:
        return _UNIT, ([row["record"], row["name"], row["unit"], row["on"]] for row in rows)
    if figure.mode is not Mode.PERSONS or evidence.value.word == LATE:
        return _by_records(figure, rows)
    if evidence.value.figure.mode is Mode.RATIO:
        heads = [*_PERSON, _COUNTED, _FACTS]
        return heads, ([*_who(row), _counts(row), _records(figure, row)] for row in rows)
    heads = [*_PERSON, SheetColumn("记录数", Form.COUNT), _FACTS]
    return heads, ([*_who(row), len(row["records"]), _records(figure, row)] for row in rows)


def _by_records(
    figure: Figure, rows: Sequence[dict[str, Any]]
) -> tuple[list[SheetColumn], Iterable[list[object]]]:
    """Lay out one row a record, with a column for whatever some record says."""
    columns: list[tuple[SheetColumn, Cell]] = [(SheetColumn("记录", Form.DIGITS), lambda row: row["record"])]
    named = any(row["person"] for row in rows) if rows else figure.has_persons
    if named:
        columns.append((SheetColumn("编号", Form.DIGITS), lambda row: row["person"]))
    columns += [
        (SheetColumn("姓名" if named else "名称"), lambda row: row["name"]),
        (SheetColumn("单位"), lambda row: row["unit"] or "未填"),
        (SheetColumn("日期", Form.DAY), lambda row: row["on"]),
    ]
    if any("amount" in row for row in rows):
        columns.append((_AMOUNT, lambda row: row["amount"]))
    columns += [
        (_detail(figure, key, heading), partial(_cell, figure, key))
        for key, heading in headed(figure).items()
        if figure.book is None or any(row.get(key) is not None for row in rows)
    ]
    if any("counted" in row for row in rows):
        columns.append((_COUNTED, _counts))
    if any(row["late"] for row in rows):
        columns.append((SheetColumn("补录"), lambda row: "补录" if row["late"] else ""))
    return [head for head, _ in columns], ([cell(row) for _, cell in columns] for row in rows)


def _detail(figure: Figure, key: str, heading: str) -> SheetColumn:
    column = column_of(figure, key)
    day = column is not None and column.clean in DAYS
    return SheetColumn(heading, Form.DAY if day else Form.TEXT)


def _cell(figure: Figure, key: str, row: dict[str, Any]) -> object:
    """Return a detail as its cell: days and quantities as what they are, words as people read them."""
    value = row.get(key)
    return value if isinstance(value, date | int | float) else shown(figure, key, value)


def _counts(row: dict[str, Any]) -> str:
    return "计入" if row["counted"] else "未计入"


def _who(row: dict[str, Any]) -> list[object]:
    return [row["person"], row["name"], row["unit"] or "未填"]


def _records(figure: Figure, row: dict[str, Any]) -> str:
    return "\n".join(facts(figure, record) for record in row["records"])
