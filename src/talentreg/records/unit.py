"""单位: a tree from province to grid; people belong to units and work happens in them."""

import re
from datetime import date
from typing import ClassVar

from sqlmodel import Field

from talentreg.records.cleaning import clean_name
from talentreg.records.days import clean_day, clean_end_day
from talentreg.records.fields import Record, column
from talentreg.records.vocabulary import LEVEL

LEVELS = tuple(word.code for word in LEVEL.words)
"""The levels from the top down; every unit stands on a lower one than its parent."""

_ENDINGS = (
    (r"网格|小组|组", "grid"),
    (r"社区|村|居委会|村委会|居民委员会|村民委员会|嘎查", "community"),
    (r"乡|镇|街道|街道办事处|办事处|苏木", "township"),
    (r"县|区|旗|自治县|新区", "county"),
    (r"市|自治州|州|盟|地区", "city"),
    (r"省|自治区", "province"),
)
_USED_ON_SEVERAL = r"市$|村$|(?<!社)区$"
_TOLD_APART = set("一二三四五六七八九十百零〇0123456789东西南北中上下前后左右内外新老大小")
"""Characters that tell neighbours apart on purpose: 一组 and 二组, 东街 and 西街."""


class Unit(Record, table=True):
    """A place or office of the tree; `code` is short, ASCII and never changes.

    `successor_id` names the unit that took over when this one moved or was merged.
    """

    title: ClassVar[str] = "单位"
    letter: ClassVar[str] = "U"
    __tablename__ = "unit"

    id: int | None = Field(default=None, primary_key=True)
    code: str = column("单位代码", "代码", meaning="系统编的短代码，报告中的数字用它记住单位", unique=True)
    name: str = column("单位名称", "名称", meaning="单位全称", clean=clean_name, index=True)
    level: str = column("单位层级", "层级", "级别", vocabulary=LEVEL)
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    opened_on: date | None = column(
        "设立日期", "设立时间", "成立日期", "成立时间", clean=clean_day, meaning="空白表示一直存在"
    )
    closed_on: date | None = column("撤销日期", "撤销时间", clean=clean_end_day, meaning="空白表示仍然存在")
    successor_id: int | None = Field(default=None, foreign_key="unit.id")


def level_of(name: str) -> str:
    """Tell a unit's level by how its name ends; empty when the ending says nothing."""
    return next((level for endings, level in _ENDINGS if re.search(f"({endings})$", name)), "")


def is_above(level: str, other: str) -> bool:
    """Whether units of one level may have units of another below them."""
    return LEVELS.index(level) < LEVELS.index(other)


def level_below(name: str, above: str) -> str:
    """Tell a unit's level by its name and that of the unit above; empty when nothing can lie below that.

    An ending that is used on several levels gives way: 阳光小区 below a street is a community, 云山市 below
    a city a county. Any other is kept, though it does not fit.
    """
    level = level_of(name)
    if level and (is_above(above, level) or not re.search(_USED_ON_SEVERAL, name)):
        return level
    return next((lower for lower in LEVELS if is_above(above, lower)), "")


def nearly_alike(name: str, other: str) -> bool:
    """Whether two names of neighbours differ by one character that nobody would tell them apart by."""
    short, long = sorted((name, other), key=len)
    if len(short) < 3 or short == long:
        return False
    if len(short) == len(long):
        apart = [{a, b} for a, b in zip(short, long, strict=True) if a != b]
        return len(apart) == 1 and not apart[0] <= _TOLD_APART
    spare = [long[place] for place in range(len(long)) if long[:place] + long[place + 1 :] == short]
    return bool(spare) and spare[0] not in _TOLD_APART
