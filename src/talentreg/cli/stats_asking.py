"""What the words of `talentreg stats` ask for: by what, which figures, in what order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from talentreg.cli.options import parted
from talentreg.errors import Malformed, Refused, TalentregError, Unknown
from talentreg.figures.catalogue import find_figure
from talentreg.figures.compute import Counting, has_dimension, require_dimension
from talentreg.figures.definition import Figure
from talentreg.figures.dimensions import Dimension, find_dimension
from talentreg.records.text import fold
from talentreg.records.vocabulary import LEVEL
from talentreg.store.units import UnitTree

Axis = Dimension | None
"""A dimension, or None for the units below the scope."""

UNIT_WORDS = ("unit", "单位", "下级单位", "各单位")
TALENT_MAP = ("产业人才地图", "人才地图", "map")
"""What people call the people enrolled by industry and place, which is what it stands for."""

_CROSSED = re.compile(r"[×✕╳*＊]|(?<![ -~])[xXｘＸ](?![ -~])")
"""What stands between the two sides of a table: 行业×地域; an x only between Chinese words."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a call of `stats` asks for, as typed."""

    by: str | None = None
    figures: Sequence[str] = ()
    level: str = ""
    rank: str = ""
    compare: bool = False
    as_json: bool = False
    as_csv: bool = False
    every: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, understood: `named` tells figures somebody chose from those that simply fit.

    `every` asks also for those that have nothing to count.
    """

    axes: tuple[Axis, ...] = ()
    figures: list[Figure] = field(default_factory=list)
    named: bool = False
    level: str = ""
    rank: Figure | None = None
    every: bool = False


def check_words(wanted: Wanted) -> None:
    """Refuse options that say nothing together."""
    if wanted.as_json and wanted.as_csv:
        raise Malformed("--json 和 --csv 只能选一个")
    if wanted.by is not None and not 1 <= len(_by_words(wanted.by)) <= 2:
        raise Malformed("--by 后面写一个或两个分类", "如 --by 学历，或 --by unit,channel")
    if wanted.compare and wanted.by is not None:
        raise Malformed(
            "--compare 不能和 --by 一起用", "比较某个单位：talentreg stats --compare --unit 单位名"
        )
    if wanted.rank and wanted.by is None:
        raise Malformed("--rank 要和 --by 一起用", "如 --by unit --rank 联系人次")
    if wanted.level and not LEVEL.find(wanted.level):
        raise Malformed(f"--level：「{wanted.level}」看不懂，可写：{LEVEL.listed()}")


def read_request(wanted: Wanted, counting: Counting) -> Request:
    """Understand what is asked for; raises Unknown with the nearest names, Refused with the reason."""
    axes = tuple(_axis(word, counting.tree) for word in _by_words(wanted.by or ""))
    if len(set(axes)) < len(axes):
        raise Malformed("--by 的两个分类是同一个", "交叉表要两个不同的分类，如 --by unit,channel")
    if wanted.level and None not in axes:
        raise Malformed("--level 要和 --by unit 一起用", "如 --by unit --level 村社区")
    rank = counting.find(wanted.rank) if wanted.rank else None
    if rank and axes[0] is not None:
        require_dimension(rank, axes[0])
    asked = wanted.figures or (["persons_enrolled"] if _is_map(wanted.by) else [])
    words = (word for text in asked for word in _names(counting, text))
    named = list(dict.fromkeys(figure for word in words for figure in _called(counting, word)))
    figures = _figures(counting, named, axes)
    if rank and rank not in figures and _fits(rank, axes):
        figures = [rank, *figures]  # an order nobody can check is no order
    word = LEVEL.find(wanted.level)
    every = wanted.every or bool(named)
    return Request(axes, figures, bool(named), word.code if word else "", rank, every)


def _by_words(text: str) -> list[str]:
    """Part what a table is by; the name of the talent map stands for its two sides."""
    return ["industry", "region"] if _is_map(text) else parted(_CROSSED.sub(",", text))


def _is_map(text: str | None) -> bool:
    return text is not None and fold(text) in map(fold, TALENT_MAP)


def _names(counting: Counting, text: str) -> list[str]:
    """Part the names of figures; a hand-entered one may have a comma in its name."""
    return [text] if fold(text) in counting.hand.figures else parted(text)


def _called(counting: Counting, word: str) -> Sequence[Figure]:
    """Return the figures of a group, or the one a word names."""
    groups = {fold(title): figures for title, figures in counting.groups.items()}
    return groups.get(fold(word)) or [counting.find(word)]


def _figures(counting: Counting, named: list[Figure], axes: Sequence[Axis]) -> list[Figure]:
    for figure in named:
        for axis in axes:
            if axis is not None:
                require_dimension(figure, axis)
    fitting = [figure for figure in counting.all_figures if _fits(figure, axes)]
    known = fitting if set(axes) <= {None} else [one for one in fitting if counting.is_known(one)]
    found = named or known or fitting
    if not found:
        raise Refused("没有一个指标能同时按这两个分类分列", "talentreg figures 列出每个指标可按什么分类")
    return found


def _fits(figure: Figure, axes: Sequence[Axis]) -> bool:
    return all(axis is None or has_dimension(figure, axis) for axis in axes)


def _axis(word: str, tree: UnitTree) -> Axis:
    if fold(word) in UNIT_WORDS:
        return None
    try:
        return find_dimension(word, "单位(unit)")
    except Unknown as error:
        raise Unknown(error.message, _said_otherwise(word, tree) or error.hint) from error


def _said_otherwise(word: str, tree: UnitTree) -> str:
    """Tell how to ask for what was probably meant: a level, a unit, a figure; nothing if none is."""
    if level := LEVEL.find(word):
        return f"按{level.text}分列写 --by unit --level {level.text}"
    if fold(word).startswith("单位"):
        return "按下级单位分列写 --by unit"
    if tree.named(word):
        return f"「{word}」是单位：看它的数字写 --unit {word}，按它的下级分列再加 --by unit"
    try:
        return f"「{word}」是指标：只看它写 --figure {find_figure(word).key}"
    except TalentregError:
        return ""
