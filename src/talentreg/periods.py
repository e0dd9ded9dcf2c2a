"""Periods of counting: what a quarter is, when it ends, and how it is called.

A period is half-open inside (`start` counts, `end` does not) and inclusive wherever people see it.
"""

import os
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from talentreg.errors import Malformed, Refused
from talentreg.festivals import FESTIVALS, Festival, find_festival

QUARTER_NAMES = ("一", "二", "三", "四")
HALF_NAMES = ("上", "下")


def today() -> date:
    """Return today, or the day TALENTREG_TODAY names."""
    pinned = os.environ.get("TALENTREG_TODAY", "")
    return _calendar_day(pinned, "TALENTREG_TODAY") if pinned else date.today()


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days with its name; `end` is the first day that no longer belongs to it.

    `day` is taken for today by who asks how things stood then. The label of a `vague` name tells its days.
    Cumulative figures reach back to `since`, without it to the beginning.
    """

    name: str
    code: str
    start: date
    end: date
    day: date | None = None
    vague: bool = False
    since: date | None = None

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    @property
    def as_of(self) -> date:
        """The day stock figures are taken: the last day, or today while the period runs."""
        return min(self.last_day, self.day or today())

    @property
    def running(self) -> bool:
        """Whether days of the period are still to come."""
        return self.last_day > (self.day or today())

    @property
    def label(self) -> str:
        """The name as printed; a running period says up to which day it counts."""
        told = [_days_told(self)] if self.vague else []
        if self.running:
            told.append(f"截至{self.as_of.month}月{self.as_of.day}日")
        if self.since:
            told.append(f"累计为{self.since_text}")
        return f"{self.name}（{'，'.join(told)}）" if told else self.name

    @property
    def since_text(self) -> str:
        """From when cumulative figures count: 2021年1月1日以来; from the beginning it is blank."""
        return f"{chinese_day(self.since)}以来" if self.since else ""

    @property
    def total_code(self) -> str:
        """The code under which cumulative figures of the period are known: 2026Q1~20210101."""
        return f"{self.code}~{self.since:%Y%m%d}" if self.since else self.code


Reader = Callable[[str, date | None], Period]
"""Reads one word as a period, taking a day for today where one is given."""


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


def month(text: str, day: date | None = None) -> Period:
    """Read a month: 2026-03, 202603, 2026年3月; `3` alone is the latest March that has begun.

    This and the others take `day` for today where it is given.
    """
    pattern = r"(?:([12]\d{3})[-./年]?)?(\d{1,2})月?"
    return _part_of_year(text, day, pattern, _Parts(12, _month, "月份", "2026-03 或 3"))


def quarter(text: str, day: date | None = None) -> Period:
    """Read a quarter: Q1, 2026Q1, 2026-Q1, 1; without a year the latest that has begun."""
    pattern = r"(?:([12]\d{3})[-年]?)?(?:Q|第)?([1-4])(?:季度)?"
    return _part_of_year(text, day, pattern, _Parts(4, _quarter, "季度", "2026Q1 或 Q1"))


def half(text: str, day: date | None = None) -> Period:
    """Read half a year: H1, 2026H1, 2026上半年; without a year the latest that has begun."""
    pattern = r"(?:([12]\d{3})[-年]?)?(?:H)?([12])(?:半年)?"
    return _part_of_year(text, day, pattern, _Parts(2, _half, "半年", "2026H1 或 H1"))


def year(text: str, day: date | None = None) -> Period:
    """Read a calendar year: 2026, 2026年."""
    match = re.fullmatch(r"([12]\d{3})年?", _plain(text))
    if not match:
        raise Malformed(f"年份「{text}」看不懂", "请写成 2026")
    return _begun(_year(int(match[1])), day)


def festival(text: str, day: date | None = None) -> Period:
    """Read the days around a festival: 春节, 2026春节; without a year the latest that has begun."""
    match = re.fullmatch(r"(?:([12]\d{3})年?)?(\D+?)(?:([12]\d{3})年?)?", _plain(text))
    found = find_festival(match[2]) if match else None
    if not match or not found or (match[1] and match[3]):
        known = "、".join(one.name for one in FESTIVALS)
        raise Malformed(f"节日「{text}」看不懂", f"可写：{known}，前面可加年份，如 2026春节")
    if told := match[1] or match[3]:
        return _begun(_festival(found, int(told)), day)
    now = day or today()
    candidate = _festival(found, now.year)
    return candidate if candidate.start <= now else _festival(found, now.year - 1)


def campaign(name: str, first: date, last: date, day: date | None = None) -> Period:
    """Make the period of a campaign, both days included."""
    return _begun(replace(_span(first, last), name=name, vague=True), day)


def span(first: date, last: date, day: date | None = None) -> Period:
    """Make the period from one day to another, both included."""
    if last < first:
        raise Malformed(f"起止日期颠倒：{chinese_day(first)}晚于{chinese_day(last)}", "请检查 --from 和 --to")
    if last.year > 9000:
        raise Malformed(f"截止日期{chinese_day(last)}太远", "请检查 --to")
    return _begun(_span(first, last), day)


def current_quarter(day: date | None = None) -> Period:
    """Return the quarter today lies in."""
    now = day or today()
    return _quarter(now.year, (now.month + 2) // 3)


def year_to_date(day: date | None = None) -> Period:
    """Return this year up to and with today."""
    now = day or today()
    found = _span(date(now.year, 1, 1), now)
    name = f"{now.year}年1至{now.month}月" if found.end.day == 1 and now.month > 1 else found.name
    return replace(found, name=name, code=f"{now.year}Y{now:%m%d}")


def seen_on(period: Period, day: date | None) -> Period:
    """Return a period as it stood on a day; one that was over by then is as it is."""
    if day is None or day >= min(period.last_day, today()):
        return period
    return replace(period, code=f"{period.code}@{day:%Y%m%d}", day=day)


def months(period: Period) -> list[str]:
    """List the months a period has come to, as 2026-03."""
    first, last = (day.year * 12 + day.month - 1 for day in (period.start, period.as_of))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def period_before(period: Period) -> Period:
    """Return the period right before one: the month before a month; before a span as many days.

    A festival's, and that of the year so far, are a year before. What was seen on a day is compared with
    what the other had come to after as many days.
    """
    return replace(_period_before(period), since=period.since)


def _period_before(period: Period) -> Period:
    whole = _whole(period)
    if found := _coded(whole.code):
        make, parts, of_year, number = found
        before = make(of_year, number - 1) if number > 1 else make(of_year - 1, parts)
    elif _yearly(whole.code):
        before = year_before(whole)
    elif period.start - date.min < period.end - period.start:
        raise _too_early(period)
    else:
        before = _span(period.start - (period.end - period.start), period.start - timedelta(days=1))
    return seen_on(before, period.day and before.start + (period.day - period.start))


def year_before(period: Period) -> Period:
    """Return the same period of the year before; a span of whole months stays one, whatever the February."""
    if period.start.year == 1:
        raise _too_early(period)
    before = replace(_year_before(_whole(period)), since=period.since)
    if period.day is None:
        return before
    if before.vague and _yearly(before.code):  # days of a festival are told from its first
        return seen_on(before, before.start + (period.day - period.start))
    return seen_on(before, _same_day(period.day))


def _year_before(period: Period) -> Period:
    if found := _coded(period.code):
        make, _, of_year, number = found
        return make(of_year - 1, number)
    if (found_festival := find_festival(period.code[4:])) and period.vague:
        return _festival(found_festival, int(period.code[:4]) - 1)
    end = _same_day(period.last_day)
    if period.start.day == period.end.day == 1:
        end = _same_day(period.end) - timedelta(days=1)
    return year_to_date(end) if _yearly(period.code) else _span(_same_day(period.start), end)


def said_again(period: Period) -> str:
    """Write the options that choose a period again."""
    return _said_plainly(period) + (f" --baseline {period.since}" if period.since else "")


def _said_plainly(period: Period) -> str:
    whole = _whole(period)
    mark, as_of = re.sub(r"\d", "", whole.code), f" --as-of {period.day}" if period.day else ""
    if _yearly(whole.code) and not period.vague:
        return f"--year-to-date --as-of {period.last_day}"
    if (found := find_festival(mark)) and period.vague:
        return f"--festival {whole.code[:4]}{found.name}{as_of}"
    if _coded(whole.code):
        return f"--{_CODED[mark][0]} {whole.code}{as_of}"
    return f"--from {period.start} --to {period.last_day}{as_of}"


READERS: dict[str, Reader] = {read.__name__: read for read in (month, quarter, half, year, festival)}
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


def _festival(festival: Festival, of_year: int) -> Period:
    first, last = festival.window(of_year)
    name = f"{of_year}年{festival.name}期间"
    return Period(name, f"{of_year}{festival.code}", first, last + timedelta(days=1), vague=True)


_CODED: dict[str, tuple[str, Callable[[int, int], Period], int]] = {
    "-": ("month", _month, 12),
    "Q": ("quarter", _quarter, 4),
    "H": ("half", _half, 2),
    "": ("year", lambda of_year, _: _year(of_year), 1),
}
"""How a period's code marks what it is: the option for it, what makes one, and how many a year has."""


def _coded(code: str) -> tuple[Callable[[int, int], Period], int, int, int] | None:
    """Take a code apart: what makes such a period, how many a year has, the year, the number; else None."""
    match = re.fullmatch(r"(\d{4})(?:([-QH])(\d{1,2}))?", code)
    return (*_CODED[match[2] or ""][1:], int(match[1]), int(match[3] or 1)) if match else None


def _yearly(code: str) -> bool:
    """Whether a code is that of a festival or of the year so far, which come once a year."""
    return bool(re.fullmatch(r"\d{4}(Y\d{4}|[a-z]+)", code))


def _whole(period: Period) -> Period:
    """Return a period as it is today, on whatever day it was looked at."""
    return replace(period, code=period.code.partition("@")[0], day=None)


def _days_told(period: Period) -> str:
    """Write the days of a period, without the year where its name tells it."""
    first, last = chinese_day(period.start), chinese_day(period.last_day)
    of_year = f"{period.start.year}年"
    if period.last_day.year == period.start.year:
        last = last.removeprefix(of_year)
    return f"{first.removeprefix(of_year) if period.name.startswith(of_year) else first}至{last}"


def _same_day(day: date) -> date:
    """Return the day a year before; the 28th for a 29 February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _too_early(period: Period) -> Refused:
    return Refused(f"{period.name}之前没有可比的时期", "请换一个晚一些的统计期")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The equal parts of a year: how many, what makes one, what they are called, how one is written."""

    count: int
    make: Callable[[int, int], Period]
    called: str
    example: str


def _part_of_year(text: str, day: date | None, pattern: str, parts: _Parts) -> Period:
    match = re.fullmatch(pattern, _digits(_plain(text)), re.IGNORECASE)
    number = int(match[2]) if match else 0
    if not match or not 1 <= number <= parts.count:
        raise Malformed(f"{parts.called}「{text}」看不懂", f"请写成 {parts.example}")
    if match[1]:
        return _begun(parts.make(int(match[1]), number), day)
    now = day or today()
    candidate = parts.make(now.year, number)
    return candidate if candidate.start <= now else parts.make(now.year - 1, number)


def _begun(period: Period, day: date | None) -> Period:
    now = day or today()
    if period.start > now:
        told = f"--as-of 写的是{chinese_day(now)}" if day else f"今天是{chinese_day(now)}"
        name = f"{period.name}（{_days_told(period)}）" if period.vague else period.name
        raise Refused(f"{name}还没有开始", f"{told}，请换一个已经开始的统计期")
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
