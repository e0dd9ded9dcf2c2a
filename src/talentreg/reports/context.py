"""What a report's template can say: every figure by its label, the breakdowns, and the words around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentreg.figures.catalogue import FIGURES, KNOWN
from talentreg.figures.compute import Counting, Value
from talentreg.figures.definition import Mode, Time
from talentreg.figures.dimensions import UNFILLED, find_dimension
from talentreg.figures.hand import variable
from talentreg.periods import chinese_day
from talentreg.reports.number import UNKNOWN, Number
from talentreg.store.units import UnitNode

WHOLE_REGISTER = "all"
"""Stands where a unit's code does when the report speaks of the whole register."""

BREAKDOWNS = ("category", "industry", "degree", "age", "region")
LISTED = 8
"""Words of a breakdown that are named; the rest are counted."""

LANGUAGE = frozenset("True False None true false none loop self super not and or in is if else".split())
"""What a template never takes for a name of its own."""
RESERVED = LANGUAGE | frozenset(
    "标题 主送机关 署名 成文日期 成文日期文 单位 全域 期间 期间全称 截至 累计起点 附件名称 "
    "人员类别 人员类别还有 人员类别有重复 类别有重复 行业 行业还有 行业有重复 学历 学历还有 学历有重复 "
    "年龄段 年龄段还有 年龄段有重复 现居地 现居地还有 现居地有重复 联系渠道 缺项 缺项有重复 尚未联系分布 "
    "有未履行 未履行 领导联系人次补录 解决问题类别 联系人次补录 单位统计".split()
)
"""The names of a template that are no figures: words, breakdowns, lists."""

ANNEX = "乡土人才登记联络情况统计表"
_SUPERIORS = {"county": "市委组织部", "city": "省委组织部", "township": "县（区）委组织部"}


@dataclass(frozen=True, slots=True)
class Letter:
    """What the office decides of its report; what is left blank follows from the scope and the period."""

    office: str = ""
    addressee: str = ""
    dated: date | None = None


def make_context(counting: Counting, letter: Letter) -> dict[str, Any]:
    """Compute everything a template may name."""
    late = counting.figure(FIGURES["contacts_made"]).late_part
    return {
        **_typed(counting),
        **_words(counting, letter),
        **_numbers(counting),
        **_breakdowns(counting),
        **_gaps(counting),
        **_care(counting),
        "联系人次补录": tracked(counting, late) if late.value else 0,
        "单位统计": _unit_rows(counting),
    }


def _numbers(counting: Counting) -> dict[str, Number]:
    """Return every computed figure by its label, beside a cumulative one what the period itself adds."""
    values = counting.figures([*KNOWN.values(), *counting.office.figures.values()])
    totals = (value for value in values if value.figure.time is Time.TOTAL)
    within = {f"{value.label}本期": tracked(counting, value.within_part) for value in totals}
    return {value.label: tracked(counting, value) for value in values} | within


def _typed(counting: Counting) -> dict[str, Number]:
    """Return the hand-entered figures by what a template can call them."""
    values = counting.figures(counting.hand.figures.values())
    return {variable(value.figure): tracked(counting, value) for value in values}


def tracked(counting: Counting, value: Value, unit: UnitNode | None = None) -> Number:
    """Turn a computed figure into a number the document remembers the origin of."""
    scope = unit or counting.unit
    return Number(
        ref=value.reference,
        label=value.label,
        value=value.value,
        text=number_text(value),
        scope=scope.code if scope else WHOLE_REGISTER,
        period=counting.period.total_code if value.figure.time is Time.TOTAL else counting.period.code,
    )


def number_text(value: Value) -> str:
    """Write a figure as a report prints it; a share carries its sign."""
    if value.value is None:
        return UNKNOWN
    return f"{value.text}%" if value.figure.mode is Mode.RATIO else value.text


def _words(counting: Counting, letter: Letter) -> dict[str, Any]:
    period, top = counting.period, counting.unit or counting.tree.top()
    dated = letter.dated or period.as_of
    return {
        "标题": f"关于{period.name}\n乡土人才联络服务工作情况的报告",
        "主送机关": letter.addressee or _superior(counting, top),
        "署名": letter.office or (top.name if top else "乡土人才工作联络办公室"),
        "成文日期": dated,
        "成文日期文": chinese_day(dated),
        "单位": top.name if top else "全部单位",
        "全域": _whole(top),
        "期间": period.name,
        "期间全称": period.label,
        "截至": chinese_day(period.as_of),
        "累计起点": period.since_text,
        "附件名称": f"{period.name}{ANNEX}",
    }


def _superior(counting: Counting, unit: UnitNode | None) -> str:
    """Guess whom a unit reports to from the unit above it."""
    above = counting.tree.nodes.get(unit.parent_id or 0) if unit else None
    if above is None:
        return _SUPERIORS.get(unit.level, "上级组织部门") if unit else "上级组织部门"
    if above.level in ("county", "city", "province"):
        return f"{above.name}委组织部"
    return f"{above.name}{'党工委' if above.name.endswith(('街道', '办事处')) else '党委'}"


def _whole(unit: UnitNode | None) -> str:
    """Say “the whole district” the way the unit itself does: 全区, 全镇, 全村."""
    endings = ("街道", "社区", "省", "市", "县", "区", "旗", "乡", "镇", "村", "网格")
    ending = next((one for one in endings if unit and unit.name.endswith(one)), "")
    return f"全{ending}" if ending else "全部单位"


def _breakdowns(counting: Counting) -> dict[str, Any]:
    found: dict[str, Any] = {}
    whole = counting.figure(FIGURES["persons_enrolled"]).value or 0
    for key in BREAKDOWNS:
        dimension = find_dimension(key)
        values = counting.by_dimension(FIGURES["persons_enrolled"], dimension)
        named, rest = _most(values)
        found[dimension.label] = _items(counting, named)
        found[f"{dimension.label}还有"] = len(rest)
        found[f"{dimension.label}有重复"] = sum(value.value or 0 for value in values) > whole
    channels = counting.by_dimension(FIGURES["contacts_made"], find_dimension("channel"))
    return found | {"联系渠道": _items(counting, channels), "类别有重复": found["人员类别有重复"]}


def _most(values: Sequence[Value]) -> tuple[list[Value], list[Value]]:
    """Divide the words of a breakdown into those worth naming, 未填 always among them, and the rest."""
    filled = [value for value in values if value.word != UNFILLED]
    unfilled = [value for value in values if value.word == UNFILLED]
    if len(filled) <= LISTED + 4:
        return [*filled, *unfilled], []
    return [*filled[:LISTED], *unfilled], filled[LISTED:]


def _gaps(counting: Counting) -> dict[str, Any]:
    """Return what the register itself shows as problems: where people were not reached, what files lack."""
    dimension = find_dimension("missing")
    missing = [
        value
        for value in counting.by_dimension(FIGURES["persons_enrolled"], dimension)
        if value.word != dimension.blank
    ]
    incomplete = (counting.figure(FIGURES["persons_enrolled"]).value or 0) - (
        counting.figure(FIGURES["dossiers_complete"]).value or 0
    )
    return {
        "缺项": _items(counting, missing),
        "缺项有重复": sum(value.value or 0 for value in missing) > incomplete,
        "尚未联系分布": _uncontacted_by_unit(counting),
    }


def _care(counting: Counting) -> dict[str, Any]:
    """Return what a report on leaders' care adds: late entries, units behind, what was settled by kind."""
    late = counting.figure(FIGURES["duty_contacts"]).late_part
    settled = FIGURES["requests_closed_by_category"]
    rate = counting.figure(FIGURES["duty_rate"])
    return {
        "有未履行": rate.value is not None and rate.part != rate.whole,
        "领导联系人次补录": tracked(counting, late) if late.value else 0,
        "未履行": _behind_by_unit(counting),
        "解决问题类别": _items(counting, counting.by_dimension(settled, find_dimension("request"))),
    }


def _behind_by_unit(counting: Counting) -> list[dict[str, Any]]:
    """List the units right below whose leaders have not yet done all they owe, with their rate."""
    top = counting.unit or counting.tree.top()
    units = _units_below(counting, top.id if top else None)
    found = counting.by_unit([FIGURES["duty_rate"]], units)
    return [
        {"名称": unit.name, "人数": tracked(counting, rate, unit)}
        for unit in units
        for rate in found[unit.id]
        if rate.value is not None and rate.part != rate.whole
    ]


def _uncontacted_by_unit(counting: Counting) -> list[dict[str, Any]]:
    top = counting.unit or counting.tree.top()
    units = _units_below(counting, top.id if top else None)
    found = counting.by_unit([FIGURES["persons_uncontacted"]], units)
    return [
        {"名称": unit.name, "人数": tracked(counting, found[unit.id][0], unit)}
        for unit in units
        if found[unit.id][0].value
    ]


def _units_below(counting: Counting, unit_id: int | None) -> list[UnitNode]:
    return counting.tree.children_in(unit_id, counting.period.start, counting.period.last_day)


def _items(counting: Counting, values: Sequence[Value]) -> list[dict[str, Any]]:
    return [{"名称": _spoken(value), "人数": tracked(counting, value)} for value in values if value.value]


def _spoken(value: Value) -> str:
    assert value.dimension is not None
    return "未填写的" if value.word == UNFILLED else value.dimension.shown(value.word)


def _unit_rows(counting: Counting) -> list[dict[str, Any]]:
    """Return the annex's rows: every unit directly below the scope, each followed by those below it."""
    top = counting.unit or counting.tree.top()
    units: list[tuple[str, UnitNode]] = []
    for unit in _units_below(counting, top.id if top else None):
        units.append((unit.name, unit))
        units += [(f"　{below.name}", below) for below in _units_below(counting, unit.id)]
    if not units and top:
        units = [(top.name, top)]
    figures = [*FIGURES.values(), *counting.office.figures.values()]
    found = counting.by_unit(figures, [unit for _, unit in units])
    return [
        {"单位": name, **{value.figure.label: tracked(counting, value, unit) for value in found[unit.id]}}
        for name, unit in units
    ]
