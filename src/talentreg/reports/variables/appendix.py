"""What stands behind a report: how its figures are defined, what has changed since the last submission."""

from typing import Any

from talentreg.figures.definition import Figure
from talentreg.figures.evidence import Reference
from talentreg.figures.versions import version_of
from talentreg.periods import chinese_day
from talentreg.reports.variables.declaring import Telling, Variable
from talentreg.reports.variables.figures import labelled, with_suffix
from talentreg.reports.variables.submitted import last_sent, than_sent, why_not_as_sent


def figures_named(telling: Telling) -> list[Figure]:
    """List the figures a template names, by themselves or with a suffix, in the order of printing."""
    figures = labelled(telling.counting)
    named = {figures[name].key for name in telling.names & figures.keys()}
    for name in telling.names - figures.keys():
        if found := with_suffix(name, figures):
            named.add(found[0].key)
    return [one for one in figures.values() if one.key in named]


def _definitions(telling: Telling) -> list[dict[str, Any]]:
    return [
        {
            "指标": one.label,
            "口径": one.definition,
            "不计": one.leaves_out,
            "时间": one.time.text,
            "版本": version_of(Reference(one)),
        }
        for one in figures_named(telling)
    ]


def _changes(telling: Telling) -> list[dict[str, Any]]:
    """Return a line for each figure that is another than the submitted one, with who makes the difference."""
    lines = []
    for figure in figures_named(telling) if last_sent(telling).numbers else ():
        why = why_not_as_sent(telling, figure)
        if why is not None:
            lines.append({"指标": figure.label, "比较": than_sent(telling, figure) or "", "说明": why})
    return lines


def _last(telling: Telling) -> str:
    """Say which submission is compared with: 2026年4月2日报送的云组〔2026〕5号."""
    numbers = last_sent(telling).numbers
    if not numbers:
        return ""
    sent = next(iter(numbers.values()))[0]
    return f"{chinese_day(sent.on)}报送的{sent.code or sent.label + '报告'}"


VARIABLES = (
    Variable(
        "口径说明",
        "模板里用到的每个指标的统计口径，一个指标一行",
        _definitions,
        ("指标", "口径", "不计", "时间", "版本"),
    ),
    Variable("上次报送", "和哪一次报送比：2026年4月2日报送的云组〔2026〕5号；没有报送过的是空的", _last),
    Variable(
        "较上次报送说明",
        "和上次报送不同的指标，一个一行：比较是“较上季度报送数增加…”，说明列出新增、补录、合并、退库的是谁",
        _changes,
        ("指标", "比较", "说明"),
    ),
)
