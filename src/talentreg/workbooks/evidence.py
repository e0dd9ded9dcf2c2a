"""The evidence workbook of one number: what it says and how it was counted, and every row behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from talentreg.figures.compute import LATE, Value
from talentreg.figures.definition import Figure, Mode
from talentreg.periods import Period, chinese_day, today
from talentreg.records.fields import columns
from talentreg.records.text import as_text
from talentreg.workbooks.sheet import Form, Layout, SheetColumn, writing

DETAILS = ("channel", "presence", "reached", "occasion", "status", "kind", "by", "reason", "note")
"""What is told of a record, in this order, as far as it has it."""

ABOUT, BASIS = "说明", "依据"
_ABOUT = [SheetColumn("项目", width=14), SheetColumn("内容", width=90)]

_PERSON = [
    SheetColumn("编号", Form.DIGITS),
    SheetColumn("姓名"),
    SheetColumn("单位"),
]
_FACTS = SheetColumn("依据")
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
    heads, cells = _basis(evidence)
    label, count = evidence.value.label, len(evidence.rows)
    about = Layout(title=f"{label}：依据", pinned=0, filtered=False)
    basis = Layout(ending=(f"共{count}条", f"{label}，{evidence.period.label}"), pinned=3)
    numbered = ([place, *row] for place, row in enumerate(cells, start=1))
    with writing(file, label) as workbook:
        workbook.add_list(ABOUT, _ABOUT, _about(evidence), about)
        workbook.add_list(BASIS, [SheetColumn("序号", Form.COUNT), *heads], numbered, basis)


def facts(figure: Figure, row: dict[str, Any]) -> str:
    """Write what a record says: 2026-02-17 走访 返乡 本人 慰问."""
    words = [_shown(figure, name, row[name]) for name in DETAILS if row.get(name)]
    return " ".join([as_text(row["on"]), *words, *(["补录"] if row["late"] else [])])


def _shown(figure: Figure, name: str, value: Any) -> str:
    declared = columns(figure.record)
    return declared[name].shown(value) if name in declared else as_text(value)


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
        return "—（登记册里没有可数的记录，不等于0）" if value.whole is None else "—"
    share = f"（{value.part}÷{value.whole}）" if value.whole is not None else ""
    number = f"{value.value:.1f}" if isinstance(value.value, float) else str(value.value)
    return f"{number}{value.unit}{share}"


def _time(evidence: Evidence) -> str:
    kind = evidence.value.figure.time.text
    return f"{kind}数" + ("" if kind == "期内" else f"，取{chinese_day(evidence.period.as_of)}的状态")


def _says_rows(value: Value) -> str:
    if value.figure.mode is Mode.RATIO:
        return "分母每人一条，“计入”的是分子"
    if _by_record(value):
        return "每条记录一条，条数就是数值"
    return "每个单位一条，条数就是数值" if value.figure.mode is Mode.ITEMS else "每人一条，条数就是数值"


def _by_record(value: Value) -> bool:
    return value.figure.mode is Mode.TIMES or value.word == LATE


def _basis(evidence: Evidence) -> tuple[list[SheetColumn], Iterable[list[object]]]:
    """Lay out the rows the way their figure counts: by unit, by record, by person, or as a share."""
    value, figure, rows = evidence.value, evidence.value.figure, evidence.rows
    if figure.mode is Mode.ITEMS:
        return _UNIT, ([row["record"], row["name"], row["unit"], row["on"]] for row in rows)
    if _by_record(value):
        return _by_records(figure, rows)
    if figure.mode is Mode.RATIO:
        heads = [*_PERSON, SheetColumn("是否计入"), _FACTS]
        return heads, (
            [*_who(row), "计入" if row["counted"] else "未计入", _records(figure, row)] for row in rows
        )
    heads = [*_PERSON, SheetColumn("记录数", Form.COUNT), _FACTS]
    return heads, ([*_who(row), len(row["records"]), _records(figure, row)] for row in rows)


def _by_records(
    figure: Figure, rows: Sequence[dict[str, Any]]
) -> tuple[list[SheetColumn], Iterable[list[object]]]:
    declared = columns(figure.record)
    told = [name for name in DETAILS if name in declared or (name == "by" and "channel" in declared)]
    heads = [SheetColumn("记录", Form.DIGITS), *_PERSON, SheetColumn("日期", Form.DAY)]
    heads += [SheetColumn(declared[name].heading if name in declared else "联络人") for name in told]
    late = any(row["late"] for row in rows)
    cells = (
        [row["record"], *_who(row), row["on"]]
        + [_shown(figure, name, row.get(name)) for name in told]
        + ["补录" if row["late"] else ""] * late
        for row in rows
    )
    return [*heads, *[SheetColumn("补录")] * late], cells


def _who(row: dict[str, Any]) -> list[object]:
    return [row["person"], row["name"], row["unit"] or "未填"]


def _records(figure: Figure, row: dict[str, Any]) -> str:
    return "\n".join(facts(figure, record) for record in row["records"])
