"""Work told by its kinds in a sentence: events, publicity, calls, inspections, libraries, projects, cases."""

from collections.abc import Callable
from typing import Any

from talentreg.figures.catalogue import FIGURES
from talentreg.reports.variables.breakdowns import broken_down, spoken
from talentreg.reports.variables.declaring import Telling, Variable
from talentreg.reports.variables.run_up import with_run_up

LINE = ("名称", "数")
NOWHERE = "不在库内"

_COUNTERS = {
    "条": "横幅 标语 媒体推送 短信 微信 公众号 推文 消息",
    "封": "公开信 家书 一封信",
    "块": "LED屏 电子屏 展板 宣传栏 标牌 广告牌",
    "份": "传单 宣传单 明白纸 资料 宣传册 手册 海报 倡议书",
    "个": "短视频 视频 宣传片 专栏",
    "次": "广播 大喇叭 宣讲 直播",
}
"""What each kind of publicity is counted in; a kind that is not here is counted in 份."""

Lines = list[dict[str, Any]]


def by_kind(figure: str, dimension: str) -> Callable[[Telling], Lines]:
    """Make the lines of a figure under the words of a dimension; a word of zero has none."""

    def lines(telling: Telling) -> Lines:
        values = broken_down(telling, figure, dimension)
        return [{"名称": spoken(one), "数": telling.tracked(one)} for one in values if one.value]

    return lines


def of_figures(**named: str) -> Callable[[Telling], Lines]:
    """Make a line of each of some figures, by the word a sentence has for it; a figure of zero has none."""

    def lines(telling: Telling) -> Lines:
        counted = telling.counting.figures(FIGURES[key] for key in named)
        pairs = zip(named.values(), counted, strict=True)
        return [{"名称": word, "数": telling.tracked(value)} for word, value in pairs if value.value]

    return lines


def counter(kind: str) -> str:
    """Say what a kind of publicity is counted in."""
    ends = {one: tuple(kinds.split()) for one, kinds in _COUNTERS.items()}
    return next((one for one, words in ends.items() if kind.endswith(words)), "份")


def _publicity(telling: Telling) -> Lines:
    lines = by_kind("publicity_quantity", "publicity")(telling)
    return [{**line, "量词": counter(line["名称"])} for line in lines]


def _libraries(telling: Telling) -> Lines:
    return [line for line in by_kind("library_members", "library")(telling) if line["名称"] != NOWHERE]


def _typed(telling: Telling) -> Lines:
    """List the numbers somebody typed, each with its measure and where it is from."""
    values = [telling.counting.figure(one) for one in telling.counting.hand.figures.values()]
    return [
        {
            "名称": value.figure.label,
            "数": telling.tracked(value),
            "量词": value.unit,
            "来源": "、".join(dict.fromkeys(one.source for one in value.typed)),
        }
        for value in values
        if value.value is not None
    ]


_WILLING = of_figures(
    willing_business="有返乡创业意愿", willing_office="有返乡任职意愿", willing_job="有返乡就业意愿"
)
_RETURNED = of_figures(
    returned_business="返乡创业", returned_office="返乡任职", returned_job="返乡就业", transferred="调回"
)
_RECRUITED = of_figures(recruited_doctors="博士", recruited_masters="硕士", recruited_senior="副高级以上职称")


def _both(
    name: str, about: str, make: Callable[[Telling], Lines], line: tuple[str, ...] = LINE
) -> list[Variable]:
    """Declare a list for the period alone, and one with the weeks in which a festival was prepared."""
    longer = f"{about}；从筹备起点算起"
    return [
        Variable(name, about, make, line),
        Variable(f"{name}含筹备", longer, lambda one: make(with_run_up(one)), line),
    ]


VARIABLES = (
    Variable("意愿种类", "期末有返乡意愿的人按创业、任职、就业分", _WILLING, LINE),
    Variable("回归方式", "累计回归人才按方式分：返乡创业、返乡任职、返乡就业、调回", _RETURNED, LINE),
    Variable("引进层次", "累计引进的博士、硕士、副高级以上职称，有重叠", _RECRUITED, LINE),
    *_both("活动类型", "已办的活动按类型分各多少场", by_kind("events_held", "event")),
    *_both("宣传情况", "宣传按形式分各多少，带量词", _publicity, (*LINE, "量词")),
    Variable("热线类别", "累计的热线来电按类别分", by_kind("hotline_calls", "hotline"), LINE),
    Variable("督查形式", "督查按形式分各多少次", by_kind("inspections", "inspection"), LINE),
    Variable("诉求类别", "受理的诉求按类别分各多少件", by_kind("requests_received", "request"), LINE),
    Variable("政策种类", "期末有效的优惠政策按待遇种类分", by_kind("policies_in_force", "benefit"), LINE),
    Variable("人才库", "各人才库期末各多少人，一人可在几个库", _libraries, LINE),
    Variable("项目阶段", "返乡创业项目按期末的阶段分", by_kind("projects_listed", "project_stage"), LINE),
    Variable("个案阶段", "还在跟进的回归个案按期末到了哪个阶段分", by_kind("cases_open", "case_stage"), LINE),
    Variable("未成原因", "累计未成的回归个案按原因分，可有几个", by_kind("cases_failed", "reason"), LINE),
    Variable("手工数", "手工录入的数，每个一行", _typed, ("名称", "数", "量词", "来源")),
)
