"""Festivals: the days around each in which people come home, most of them by the lunar calendar.

Lunar days are known from 1950 to 2099.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from talentreg.errors import Refused

FIRST_YEAR, LAST_YEAR = 1950, 2099


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival: its name and code word, what else it is called, its first and last day of a year."""

    name: str
    code: str
    also: tuple[str, ...]
    days: Callable[[int], tuple[date, date]]
    told: str

    def window(self, year: int) -> tuple[date, date]:
        """Return the first and the last day of the festival of a year."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Refused(
                f"只知道{FIRST_YEAR}年到{LAST_YEAR}年的{self.name}", "请写 --from 和 --to，给出起止日期"
            )
        return self.days(year)


def find_festival(word: str) -> Festival | None:
    """Return the festival a word means: its name, its code or what else it is called."""
    plain = word.lower().removesuffix("期间").removesuffix("假期")
    return next((one for one in FESTIVALS if plain in (one.name, one.code, *one.also)), None)


@cache
def _lunar_day(year: int, month: int, day: int) -> date:
    """Return the day a lunar date falls on."""
    from lunar_python import Lunar

    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _spring(year: int) -> tuple[date, date]:
    return _lunar_day(year - 1, 12, 23), _lunar_day(year, 1, 15)


@cache
def _pure_brightness(year: int) -> date:
    from lunar_python import Lunar

    solar = Lunar.fromYmd(year, 1, 1).getJieQiTable()["清明"]
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _around(day: Callable[[int], date], days: int) -> Callable[[int], tuple[date, date]]:
    """Take as many days before a festival's own day as after it."""
    return lambda year: (day(year) - timedelta(days), day(year) + timedelta(days))


def _lunar(month: int, day: int) -> Callable[[int], date]:
    return lambda year: _lunar_day(year, month, day)


FESTIVALS = (
    Festival("春节", "chunjie", ("新春", "过年", "大年"), _spring, "腊月二十三（小年）至正月十五（元宵）"),
    Festival("清明", "qingming", ("清明节",), _around(_pure_brightness, 7), "清明前后各7天"),
    Festival(
        "劳动节",
        "wuyi",
        ("五一", "五一节", "五一劳动节"),
        lambda year: (date(year, 5, 1), date(year, 5, 5)),
        "5月1日至5日",
    ),
    Festival("端午", "duanwu", ("端午节",), _around(_lunar(5, 5), 3), "端午前后各3天"),
    Festival("中秋", "zhongqiu", ("中秋节",), _around(_lunar(8, 15), 3), "中秋前后各3天"),
    Festival(
        "国庆",
        "guoqing",
        ("国庆节", "十一"),
        lambda year: (date(year, 10, 1), date(year, 10, 7)),
        "10月1日至7日",
    ),
    Festival("重阳", "chongyang", ("重阳节", "敬老节"), _around(_lunar(9, 9), 3), "重阳前后各3天"),
)
"""Every festival a period can be named by, in the order of the year."""
