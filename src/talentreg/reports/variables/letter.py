"""The words round a report: title, addressee, signature, and how its period and its place are called."""

from talentreg.periods import Period, chinese_day
from talentreg.reports.number import Number
from talentreg.reports.period_codes import called_before, called_year_before, days_said
from talentreg.reports.variables.declaring import Telling, Variable
from talentreg.store.units import UnitNode

PERIOD = "period"
"""The reference of the words of the period, which a report keeps like numbers."""

_SUPERIORS = {"county": "市委组织部", "city": "省委组织部", "township": "县（区）委组织部"}
_ENDINGS = ("街道", "社区", "省", "市", "县", "区", "旗", "乡", "镇", "村", "网格")


def period_words(telling: Telling) -> dict[str, str]:
    """Say everything a report says of its period, by the format under which it is kept."""
    period = telling.period
    return {
        "name": period.name,
        "during": _during(period),
        "label": period.label,
        "day": chinese_day(period.as_of),
        "days": days_said(period),
        "since": period.since_text,
        "year": f"{period.last_day.year}年",
        "before": called_before(period),
        "yearago": called_year_before(period),
    }


def _during(period: Period) -> str:
    """Say when something happened in a period: 2026年春节期间, 某次大走访期间; calendar ones as they are."""
    named = period.vague and not period.name.endswith("期间")
    return f"{period.name}期间" if named else period.name


def period_word(telling: Telling, label: str, form: str) -> Number:
    """Return one of them as a control that moves with the report's period; blank words are false."""
    said = period_words(telling)[form]
    period = telling.period
    return Number(PERIOD, label, said, said, telling.scope, period.total_code, form)


def _worded(name: str, form: str, about: str) -> Variable:
    return Variable(name, about, lambda telling: period_word(telling, name, form) or "")


def _office(telling: Telling) -> str:
    top = telling.top
    return telling.letter.office or (top.name if top else "乡土人才工作联络办公室")


def superior(telling: Telling, unit: UnitNode | None) -> str:
    """Guess whom a unit reports to from the unit above it."""
    above = telling.counting.tree.nodes.get(unit.parent_id or 0) if unit else None
    if above is None:
        return _SUPERIORS.get(unit.level, "上级组织部门") if unit else "上级组织部门"
    if above.level in ("county", "city", "province"):
        return f"{above.name}委组织部"
    return f"{above.name}{'党工委' if above.name.endswith(('街道', '办事处')) else '党委'}"


def whole(unit: UnitNode | None) -> str:
    """Say “the whole district” the way the unit itself does: 全区, 全镇, 全村."""
    ending = next((one for one in _ENDINGS if unit and unit.name.endswith(one)), "")
    return f"全{ending}" if ending else "全部单位"


VARIABLES = (
    Variable(
        "主送机关",
        "--addressee 写的机关，没写的是上级组织部门",
        lambda one: one.letter.addressee or superior(one, one.top),
    ),
    Variable("署名", "--office 写的机关，没写的是本范围最上级单位", _office),
    Variable(
        "成文日期",
        "--date 写的日期，没写的是统计期最后一天",
        lambda one: one.letter.dated or one.period.as_of,
    ),
    Variable("文号", "--number 写的发文字号，没写的是空的", lambda one: one.letter.number),
    Variable("抄送", "--copy-to 写的机关，没写的是空的", lambda one: one.letter.copies),
    Variable("单位", "报告的单位", lambda one: one.top.name if one.top else "全部单位"),
    Variable("全域", "全区、全镇、全村，照单位的名称", lambda one: whole(one.top)),
    _worded("期间", "name", "统计期：2026年第一季度"),
    _worded("时期", "during", "做时间状语的统计期：2026年第一季度、某次大走访期间"),
    _worded("期间全称", "label", "统计期和截至日期：2026年第二季度（截至5月20日）"),
    _worded("截至", "day", "期末的日子，还没有过完的是今天：2026年3月31日"),
    _worded("起止", "days", "从哪天到哪天：2026年1月1日至2026年3月31日"),
    _worded("累计起点", "since", "--baseline 的日子：2021年1月1日以来；没有写的是空的"),
    _worded("年度", "year", "统计期所在的年份：2026年"),
    _worded("上期", "before", "上一期的叫法：上季度、上月、上年春节期间"),
)
