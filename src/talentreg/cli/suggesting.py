"""What may stand for a value on the command line, by the metavar its option or argument is declared with."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from talentreg.cli.outline import dimension_names, figure_names
from talentreg.errors import TalentregError
from talentreg.festivals import FESTIVALS
from talentreg.periods import READERS, today
from talentreg.records.duty_words import (
    CASE_STAGE,
    DUTY_STATE,
    FOLLOWING,
    GAP,
    INCLUSION_STATE,
    PRESSING,
    PROJECT_STAGE,
    STEP,
)
from talentreg.records.vocabulary import CHANNEL, INTENTION, LEVEL, PRESENCE, Vocabulary
from talentreg.records.work_words import (
    ASSIGNMENT,
    LIBRARY,
    MILESTONE,
    REQUEST,
    RETURNING,
    SATISFACTION,
    TASK,
)
from talentreg.store.glimpse import (
    Glimpse,
    batches_like,
    people_like,
    rows_like,
    staff_like,
    units_like,
    words_like,
)

MOST = 50
"""Candidates at most; more than a screenful helps nobody."""

FILES = "<files>"
"""The answer that leaves completing to the shell: a file stands here."""

Values = Callable[[str, Path], Iterable[Glimpse]]
"""Gives the values that begin as typed; the register is there to be asked."""


def suggest(metavar: str, start: str, register: Path) -> Iterator[Glimpse]:
    """Give the values that begin as typed; none where anything may be written."""
    kind = metavar.rstrip("…")
    if "|" in kind:
        yield from (Glimpse(word) for word in kind.split("|") if word.startswith(start))
    elif kind in VALUES:
        yield from VALUES[kind](start, register)


def _words(vocabulary: Vocabulary) -> Values:
    return _named(lambda: ((word.text, word.code) for word in vocabulary.words))


def _named(names: Callable[[], Iterable[tuple[str, str]]]) -> Values:
    """Offer Chinese names, and code words to who types those."""

    def like(start: str, _: Path) -> Iterator[Glimpse]:
        for name, code in names():
            if name.startswith(start):
                yield Glimpse(name, code)
            elif code.startswith(start.lower()):
                yield Glimpse(code, name)

    return like


def _rows(table: str, letter: str, kind: str = "") -> Values:
    return lambda start, register: rows_like(register, (table, letter, kind), start, MOST)


def _listed(name: str) -> Values:
    return lambda start, register: words_like(register, name, start, MOST)


def _periods(kind: str, spelt: str, parts: int) -> Values:
    """Offer the parts of this year and the last that have begun, newest first; `Q` alone brings `Q1`."""

    def like(start: str, _: Path) -> Iterator[Glimpse]:
        for year in (today().year, today().year - 1):
            for part in range(parts, 0, -1):
                word = spelt.format(year=year, part=part)
                short = word[4:] if start[:1].isalpha() else word
                if short.startswith(start.upper()) and (name := _name(kind, word)):
                    yield Glimpse(short, name)

    return like


def _festivals(start: str, _: Path) -> Iterator[Glimpse]:
    """Offer festivals by name, and those of this year and the last to who types a year."""
    years = (str(today().year), str(today().year - 1)) if start[:1].isdigit() else ("",)
    for word, one in ((f"{year}{one.name}", one) for year in years for one in FESTIVALS):
        if word.startswith(start) and (name := _name("festival", word)):
            yield Glimpse(word, f"{name}，{one.told}")


def _name(kind: str, word: str) -> str:
    try:
        return READERS[kind](word, None).name
    except TalentregError:  # it has not begun
        return ""


def _days(start: str, _: Path) -> Iterator[Glimpse]:
    days = ((today() - timedelta(days=back)).isoformat() for back in range(7))
    yield from (Glimpse(day) for day in days if day.startswith(start))


def _files(_: str, __: Path) -> list[Glimpse]:
    return [Glimpse(FILES)]


VALUES: dict[str, Values] = {
    "人": lambda start, register: people_like(register, start, MOST),
    "单位": lambda start, register: units_like(register, start, MOST),
    "联络人": lambda start, register: staff_like(register, start, MOST),
    "工作人员": lambda start, register: staff_like(register, start, MOST),
    "方式": _words(CHANNEL),
    "何处": _words(PRESENCE),
    "意愿": _words(INTENTION),
    "层级": _words(LEVEL),
    "指标": _named(figure_names),
    "活动": _rows("event", "E"),
    "活动编号": _rows("event", "E"),
    "专项行动": _rows("campaign", "K"),
    "专项行动编号": _rows("campaign", "K"),
    "任务": _rows("task", "T"),
    "任务编号": _rows("task", "T"),
    "联系规定编号": _rows("duty_rule", "D"),
    "工作站": _rows("entry", "W", "station"),
    "工作站编号": _rows("entry", "W", "station"),
    "个案": lambda start, register: people_like(register, start, MOST),
    "项目": _rows("project", "XM"),
    "项目编号": _rows("project", "XM"),
    "库": _rows("library", "KU"),
    "人才库编号": _rows("library", "KU"),
    "政策": _rows("policy", "ZC"),
    "优惠政策编号": _rows("policy", "ZC"),
    "公寓": _rows("apartment", "GY"),
    "批次": lambda start, register: batches_like(register, start, MOST),
    "人才公寓编号": _rows("apartment", "GY"),
    "文件编号": _rows("entry", "W", "document"),
    "手工数编号": _rows("entry", "W", "number"),
    "指标名称": _rows("entry", "W", "number"),
    "活动类型": _listed("event"),
    "事项类别": _listed("request"),
    "宣传形式": _listed("publicity"),
    "督查形式": _listed("inspection"),
    "来电类别": _listed("hotline"),
    "原因": _listed("reason"),
    "角色": _listed("partner"),
    "卡种": _listed("card"),
    "同意用途": _listed("consent"),
    "待遇种类": _listed("benefit"),
    "服务种类": _listed("benefit"),
    "领导": lambda start, register: staff_like(register, start, MOST),
    "原领导": lambda start, register: staff_like(register, start, MOST),
    "新领导": lambda start, register: staff_like(register, start, MOST),
    "缺口": _words(GAP),
    "履职状态": _words(DUTY_STATE),
    "待办原因": _words(PRESSING),
    "环节": _words(STEP),
    "个案阶段": _words(CASE_STAGE),
    "跟进原因": _words(FOLLOWING),
    "回归方向": _words(RETURNING),
    "项目阶段": _words(PROJECT_STAGE),
    "库类": _words(LIBRARY),
    "成员状态": _words(INCLUSION_STATE),
    "满意度": _words(SATISFACTION),
    "联系关系": _words(ASSIGNMENT),
    "事项种类": _words(REQUEST),
    "任务种类": _words(TASK),
    "成效种类": _words(MILESTONE),
    "分类": _named(dimension_names),
    "月": _periods("month", "{year}-{part:02}", 12),
    "季度": _periods("quarter", "{year}Q{part}", 4),
    "半年": _periods("half", "{year}H{part}", 2),
    "年": _periods("year", "{year}", 1),
    "节日": _festivals,
    "日期": _days,
    "文件": _files,
    "文件夹": _files,
    "文件.xlsx": _files,
    "计划文件": _files,
    "表格": _files,
    "模板": _files,
}
