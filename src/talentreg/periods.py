"""Periods of counting: what a quarter is, when it ends, and how it is called.

A period is half-open inside (`start` counts, `end` does not) and inclusive wherever people see it.
"""

import os
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from talentreg.errors import Malformed, Refused

QUARTER_NAMES = ("一", "二", "三", "四")
HALF_NAMES = ("上", "下")


def today() -> date:
    """Return today, or the day TALENTREG_TODAY names."""
    pinned = os.environ.get("TALENTREG_TODAY", "")
    return _calendar_day(pinned, "TALENTREG_TODAY") if pinned else date.today()


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days with its name; `end` is the first day that no longer belongs to it."""

    name: str
    code: str
    start: date
    end: date

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    @property
    def as_of(self) -> date:
        """The day stock figures are taken: the last day, or today while the period runs."""
        return min(self.last_day, today())

    @property
    def running(self) -> bool:
        """Whether days of the period are still to come."""
        return self.last_day > today()

    @property
    def label(self) -> str:
        """The name as printed; a running period says up to which day it counts."""
        return f"{self.name}（截至{self.as_of.month}月{self.as_of.day}日）" if self.running else self.name


def chinese_day(day: date) -> str:
    """Write a day the way official documents do (GB/T 9704-2012, 7.3.5.4: no leading zeros)."""
    return f"{day.year}年{day.month}月{day.day}日"


_SPOKEN = {"今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2, "明天": -1}
"""Days people say rather than write, by how many days ago they were."""


def parse_day(text: str, what: str = "日期") -> date:
    """Read a whole day as typed on a command line: 2026-03-05, 2026.3.5, 20260305, 2026年3月5日, 昨天."""
    ago = _SPOKEN.get(_plain(text).lower())
    return today() - timedelta(days=ago) if ago is not None else _calendar_day(text, what)


def _calendar_day(text: str, what: str) -> date:
    plain = _plain(text).rstrip("日")
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})", plain) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", plain
    )
    of_year, number, day = (int(part) for part in match.groups()) if match else (0, 0, 0)
    try:
        return date(of_year, number, day)
    except ValueError:
        known = of_year and 1 <= number <= 12 and day
        last = f"{of_year}年{number}月只有{monthrange(of_year, number)[1]}天，" if known else ""
        raise Malformed(
            f"{what}「{text}」不是有效的日期", f"{last}请写成 2026-03-05 这样的年-月-日"
        ) from None


def month(text: str) -> Period:
    """Read a month: 2026-03, 202603, 2026年3月; `3` alone is the latest March that has begun."""
    return _part_of_year(text, r"(?:([12]\d{3})[-./年]?)?(\d{1,2})月?", 12, _month, "月份", "2026-03 或 3")


def quarter(text: str) -> Period:
    """Read a quarter: Q1, 2026Q1, 2026-Q1, 1; without a year the latest that has begun."""
    pattern = r"(?:([12]\d{3})[-年]?)?(?:Q|第)?([1-4])(?:季度)?"
    return _part_of_year(text, pattern, 4, _quarter, "季度", "2026Q1 或 Q1")


def half(text: str) -> Period:
    """Read half a year: H1, 2026H1, 2026上半年; without a year the latest that has begun."""
    return _part_of_year(
        text, r"(?:([12]\d{3})[-年]?)?(?:H)?([12])(?:半年)?", 2, _half, "半年", "2026H1 或 H1"
    )


def year(text: str) -> Period:
    """Read a calendar year: 2026, 2026年."""
    match = re.fullmatch(r"([12]\d{3})年?", _plain(text))
    if not match:
        raise Malformed(f"年份「{text}」看不懂", "请写成 2026")
    return _begun(_year(int(match[1])))


def span(first: date, last: date) -> Period:
    """Make the period from one day to another, both included."""
    if last < first:
        raise Malformed(f"起止日期颠倒：{chinese_day(first)}晚于{chinese_day(last)}", "请检查 --from 和 --to")
    if last.year > 9000:
        raise Malformed(f"截止日期{chinese_day(last)}太远", "请检查 --to")
    return _begun(_span(first, last))


def current_quarter() -> Period:
    """Return the quarter today lies in."""
    return _quarter(today().year, (today().month + 2) // 3)


def choose(options: Mapping[str, str | None]) -> Period:
    """Turn a command's period options, by name, into one period; by default the current quarter."""
    chosen = [(READERS[name], text) for name in READERS if (text := options.get(name)) is not None]
    first, last = options.get("from"), options.get("to")
    spanned = first is not None or last is not None
    if len(chosen) + spanned > 1:
        raise Malformed("只能给出一个统计期", "--month --quarter --half --year 与 --from/--to 任选其一")
    if not spanned:
        return chosen[0][0](chosen[0][1]) if chosen else current_quarter()
    if first is None:
        raise Malformed("只给了 --to，没有给 --from", "请同时写出起始日期，如 --from 2026-01-01")
    start = parse_day(first, "--from")
    return span(start, parse_day(last, "--to") if last is not None else max(today(), start))


def months(period: Period) -> list[str]:
    """List the months a period has come to, as 2026-03."""
    first, last = (day.year * 12 + day.month - 1 for day in (period.start, period.as_of))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def period_before(period: Period) -> Period:
    """Return the period right before one: the month before a month; before a span as many days."""
    if found := _coded(period.code):
        make, parts, of_year, number = found
        return make(of_year, number - 1) if number > 1 else make(of_year - 1, parts)
    length = period.end - period.start
    if period.start - date.min < length:
        raise _too_early(period)
    return _span(period.start - length, period.start - timedelta(days=1))


def year_before(period: Period) -> Period:
    """Return the same period of the year before; a span of whole months stays one, whatever the February."""
    if found := _coded(period.code):
        make, _, of_year, number = found
        return make(of_year - 1, number)
    if period.start.year == 1:
        raise _too_early(period)
    if period.start.day == period.end.day == 1:
        return _span(_same_day(period.start), _same_day(period.end) - timedelta(days=1))
    return _span(_same_day(period.start), _same_day(period.last_day))


READERS: dict[str, Callable[[str], Period]] = {"month": month, "quarter": quarter, "half": half, "year": year}
"""The options that name a period in one word."""


def _month(of_year: int, number: int) -> Period:
    end = date(of_year, number, monthrange(of_year, number)[1]) + timedelta(days=1)
    return Period(f"{of_year}年{number}月", f"{of_year}-{number:02}", date(of_year, number, 1), end)


def _quarter(of_year: int, number: int) -> Period:
    months = _month(of_year, number * 3 - 2), _month(of_year, number * 3)
    name = f"{of_year}年第{QUARTER_NAMES[number - 1]}季度"
    return Period(name, f"{of_year}Q{number}", months[0].start, months[1].end)


def _half(of_year: int, number: int) -> Period:
    quarters = _quarter(of_year, number * 2 - 1), _quarter(of_year, number * 2)
    name = f"{of_year}年{HALF_NAMES[number - 1]}半年"
    return Period(name, f"{of_year}H{number}", quarters[0].start, quarters[1].end)


def _year(number: int) -> Period:
    return Period(f"{number}年", f"{number}", _half(number, 1).start, _half(number, 2).end)


def _span(first: date, last: date) -> Period:
    name = chinese_day(first) if first == last else f"{chinese_day(first)}至{chinese_day(last)}"
    return Period(name, f"{first:%Y%m%d}-{last:%Y%m%d}", first, last + timedelta(days=1))


_CODED: dict[str, tuple[Callable[[int, int], Period], int]] = {
    "-": (_month, 12),
    "Q": (_quarter, 4),
    "H": (_half, 2),
    "": (lambda of_year, _: _year(of_year), 1),
}
"""How a period's code marks what it is: what makes one, and how many a year has."""


def _coded(code: str) -> tuple[Callable[[int, int], Period], int, int, int] | None:
    """Take a code apart: what makes such a period, how many a year has, the year, the number; no span's."""
    match = re.fullmatch(r"(\d{4})(?:([-QH])(\d{1,2}))?", code)
    return (*_CODED[match[2] or ""], int(match[1]), int(match[3] or 1)) if match else None


def _same_day(day: date) -> date:
    """Return the day a year before; the 28th for a 29 February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _too_early(period: Period) -> Refused:
    return Refused(f"{period.name}之前没有可比的时期", "请换一个晚一些的统计期")


def _part_of_year(
    text: str, pattern: str, parts: int, make: Callable[[int, int], Period], what: str, example: str
) -> Period:
    match = re.fullmatch(pattern, _digits(_plain(text)), re.IGNORECASE)
    number = int(match[2]) if match else 0
    if not match or not 1 <= number <= parts:
        raise Malformed(f"{what}「{text}」看不懂", f"请写成 {example}")
    if match[1]:
        return _begun(make(int(match[1]), number))
    candidate = make(today().year, number)
    return candidate if candidate.start <= today() else make(today().year - 1, number)


def _begun(period: Period) -> Period:
    if period.start > today():
        raise Refused(f"{period.name}还没有开始", f"今天是{chinese_day(today())}，请换一个已经开始的统计期")
    return period


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _digits(text: str) -> str:
    """Read 第一季度, 十二月 and 上半年 as the digits the patterns know."""
    text = text.replace("上半年", "1半年").replace("下半年", "2半年")
    swaps = {name: str(number) for number, name in enumerate("一二三四五六七八九", 1)}
    swaps |= {"十" + name: "1" + digit for name, digit in swaps.items()} | {"十": "10"}
    for name in sorted(swaps, key=len, reverse=True):
        text = text.replace(name, swaps[name])
    return text
