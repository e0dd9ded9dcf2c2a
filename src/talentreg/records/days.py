"""How dates are understood: whole days, and birth dates of which only the year or month is known."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import lru_cache

from talentreg.periods import today
from talentreg.records.cleaning import Cleaner, Unclear, quoted
from talentreg.records.text import Cell, as_text

Parts = tuple[int, ...]
"""Year, month and day as far as they are written; a year below 100 has lost its century."""

_DAY_ZERO = date(1899, 12, 30)
YEARS = range(1880, 2200)
"""The years a day of a register may be in."""

_EMPTY_DAYS = (date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1))
"""What a spreadsheet shows for an empty cell that is formatted as a date."""

_YOUNGEST = 10
"""Nobody is registered younger: born in 15 is born in 1915 as long as 2015 would make a child."""

_LONG_PAST = "2026"
"""What lies before this needs no look at the clock."""

_SERIAL = re.compile(r"[2-7]\d{4}", re.ASCII)
_OPEN = frozenset("至今 现在 目前 今 迄今 在任 在职 长期 至現在 現在".split())

_DIGITS = str.maketrans("〇零○一二三四五六七八九两", "0001234567892")
_CHINESE = re.compile("[〇零○一二三四五六七八九两十廿卅]+")
_LUNAR = re.compile("农历|農曆|阴历|陰曆|旧历|舊曆|古历|正月|腊月|臘月|冬月|闰|閏|初[一二三四五六七八九十]")
_ASIDE = re.compile(
    r"\((公历|阳历|新历|\d{1,3}周?岁|星期.|周.)\)|(星期|周|礼拜)[一二三四五六日天]|^(公历|阳历|新历)"
    r"|^(出?生于|出生:?|生于)|(出生|生)$|\s*(上午|下午|晚上|中午|凌晨)$"
)
"""What may stand beside a date without changing it."""

_CLOCK = re.compile(
    r"(T|\s+|(?<=日))(上午|下午|晚上|中午)?\s*\d{1,2}(:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]m)?|[时点]\d{0,2}分?)(Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_ENGLISH = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_OCTOBER = re.compile(r"(\d{2}|\d{4})\.1")
_BETWEEN = re.compile(r"\s*(?:至|到|[—–-]+|~)\s*(?=.)")
"""What parts the first day from the last in one cell."""

_YEAR_FIRST = tuple(
    re.compile(pattern)
    for pattern in (
        r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?",
        r"(\d{4})[-./年](\d{1,2})月?",
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})年?",
        r"(\d{2})[-.年](\d{1,2})[-.月](\d{1,2})[日号]?",
        r"(\d{2})年(\d{1,2})月?",
        r"(\d{2})[-.](\d{1,2})月?",
    )
)
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH_THEN_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
_SIX = re.compile(r"(\d{2})(\d{2})(\d{2})")
_WORDED = re.compile(r"(?:(\d{1,2})-?)?([a-z]{3})[a-z]*\.?-?(?:(\d{1,2}),)?(\d{4}|\d{2})")


def clean_day(cell: Cell) -> date:
    """Read a whole day: a date cell, an Excel serial, 2026-3-5, 26.3.5, 2026年3月5日, 二〇二六年三月五日."""
    if isinstance(cell, str):
        return _day(cell) or _real_day(_with_century(_parts(cell), 0), cell)
    if isinstance(cell, date):
        return _not_empty(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, int | float) and 20000 <= cell < 80000:  # 1954 to 2119
        return _from_serial(cell)
    return clean_day(as_text(cell))


def clean_end_day(cell: Cell) -> date | None:
    """Read the day something ended, of a month alone its last; 至今 and 目前 mean that it has not."""
    if isinstance(cell, str) and cell.strip() in _OPEN:
        return None
    first = clean_day_or_month(cell)
    days = 1 if _is_whole(cell) else monthrange(first.year, first.month)[1]
    return first + timedelta(days=days - 1)


def _is_whole(cell: Cell) -> bool:
    """Whether a cell says a day, and not a month alone."""
    try:
        return bool(clean_day(cell))
    except Unclear:
        return False


def clean_span(cell: Cell, clean: Cleaner) -> tuple[date, date | None] | None:
    """Read the first and the last day in one cell: 2026.3—2027.2, 2026年3月至今; None for anything else."""
    text = unicodedata.normalize("NFKC", as_text(cell)).strip().removesuffix("止")
    for between in _BETWEEN.finditer(text):
        halves = (text[: between.start()].strip(), text[between.end() :].strip())
        first, last = (f"{half}月" if _OCTOBER.fullmatch(half) else half for half in halves)
        with suppress(Unclear):
            return clean(first), clean_end_day(last)
    return None


def clean_day_or_month(cell: Cell) -> date:
    """Read a day; of a month alone its first day: 引进时间 2023.07."""
    try:
        return clean_day(cell)
    except Unclear:
        month = ""
        with suppress(Unclear):
            month = _reduced(cell, 0)
        if len(month) == len("2023-07"):
            return date.fromisoformat(f"{month}-01")
        if month:
            raise Unclear(f"日期「{quoted(as_text(cell))}」只有年份，请写成 2026-03-05 或 2026-03") from None
        raise


def clean_month(cell: Cell) -> str:
    """Read a date that may lack day or month: `1990`, `1990-05`, `1990-05-06` (ISO 8601, reduced)."""
    return _reduced(cell, 0)


def clean_birth(cell: Cell) -> str:
    """Read a birth date as far as it is known; nobody was born in the future."""
    if isinstance(cell, int | float) and 19001 <= cell <= 20299 and cell % 10 in range(1, 10):
        year, month = divmod(int(cell), 10)
        raise Unclear(f"「{int(cell)}」分不清是{year}年{month}月还是日期序号，请写成 {year}-{month:02}")
    found = _reduced(cell, _YOUNGEST)
    if found > _LONG_PAST and found > today().isoformat():
        raise Unclear(f"「{found}」还没有到，不能是出生日期")
    return found


DAYS = (clean_day, clean_end_day, clean_day_or_month)
DATES = (*DAYS, clean_month, clean_birth)
"""The cleaners whose values are dates, whole ones and any."""


def _reduced(cell: Cell, youngest: int) -> str:
    if isinstance(cell, str):
        return _month(cell) or _written(_with_century(_parts(cell), youngest), cell)
    if isinstance(cell, date):
        return _not_empty(cell.date() if isinstance(cell, datetime) else cell).isoformat()
    if isinstance(cell, int | float) and 3000 <= cell < 80000:
        return _not_empty(_from_serial(cell)).isoformat()
    return _reduced(as_text(cell), youngest)


@lru_cache(maxsize=65_536)
def _day(text: str) -> date | None:
    """Read a written day; None when its year is short, as that depends on today."""
    parts = _parts(text)
    if len(parts) == 3:
        return _not_empty(_real_day(parts, text)) if parts[0] >= 100 else None
    if _SERIAL.fullmatch(text.strip()):
        return _from_serial(int(text))
    raise Unclear(f"日期「{quoted(text)}」看不懂，请写成 2026-03-05{'（要有日）' if parts else _hint(text)}")


@lru_cache(maxsize=65_536)
def _month(text: str) -> str:
    """Read a written day, month or year; empty when its year is short, as that depends on today."""
    parts = _parts(text)
    if parts:
        return _written(parts, text) if parts[0] >= 100 else ""
    if _SERIAL.fullmatch(text.strip()):
        return _from_serial(int(text)).isoformat()
    raise Unclear(f"年月「{quoted(text)}」看不懂，请写成 1990-05{_hint(text)}")


def _written(parts: Parts, text: str) -> str:
    day = _real_day((*parts, 1, 1)[:3], text)
    if len(parts) == 3:
        _not_empty(day)
    return "-".join(f"{part:04}" if not i else f"{part:02}" for i, part in enumerate(parts))


def _from_serial(cell: float) -> date:
    return _DAY_ZERO + timedelta(days=int(cell))


def _parts(text: str) -> Parts:
    """Split a written date into year, month, day as far as given; nothing when it is no date.

    Raises Unclear for what may be two dates.
    """
    plain = _plain(text)
    if match := _OCTOBER.fullmatch(plain):
        first, tenth = ("-01", "-10") if len(match[1]) == 4 else ("年1月", "年10月")
        raise Unclear(f"「{plain}」分不清是1月还是10月，请写成 {match[1]}{first} 或 {match[1]}{tenth}")
    for pattern in _YEAR_FIRST:
        if match := pattern.fullmatch(plain):
            found = tuple(int(part) for part in match.groups())
            if pattern is _YEAR_FIRST[-1] and found[0] <= 12:
                return ()  # 05.6 may be May or 2005
            if len(match[1]) == 4 and found[0] < 100:
                raise Unclear(f"「{plain}」的年份不合理")
            if len(match[1]) == 4 or _is_real(found):
                return found
    return _turned(plain)


def _turned(plain: str) -> Parts:
    """Read what does not begin with its year: 5/1990, 16/5/1990, May-90, 199005, 900506."""
    if match := _MONTH_THEN_YEAR.fullmatch(plain):
        return int(match[2]), int(match[1])
    if match := _SIX.fullmatch(plain):
        whole = (int(plain[:4]), int(plain[4:]))
        short = tuple(int(part) for part in match.groups())
        return whole if _is_real(whole) or not _is_real(short) else short
    if match := _WORDED.fullmatch(plain.lower()):
        day, name, other, year = match.groups()
        if name in _ENGLISH:
            return (int(year), _ENGLISH.index(name) + 1, *(int(one) for one in (day or other,) if one))
    if match := _YEAR_LAST.fullmatch(plain):
        readings = sorted({one for one in _orders(match) if _is_real(one)})
        if len(readings) > 1:
            listed = " 还是 ".join(_written(_with_century(one, 0), plain) for one in readings)
            raise Unclear(f"「{plain}」分不清是 {listed}，请写成年-月-日")
        return readings[0] if readings else ()
    return ()


def _orders(match: re.Match[str]) -> Iterator[Parts]:
    """Give the ways three numbers may be a date: month or day first, with / also a short year."""
    first, second, last = int(match[1]), int(match[3]), int(match[4])
    yield last, first, second
    yield last, second, first
    if len(match[1]) == len(match[4]) == 2:
        yield first, second, last


def _plain(text: str) -> str:
    """Strip a written date to its numbers and what parts them; Chinese numerals become digits."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if len(plain) > 40 or _LUNAR.search(plain):
        return ""
    plain = _ASIDE.sub("", _ASIDE.sub("", _CLOCK.sub("", plain).strip()))
    plain = _CHINESE.sub(_in_digits, plain.replace("元月", "1月"))
    plain = re.sub(r"[–—−‐·。、,\\_]", "-", plain) if not plain.isascii() else plain.replace("\\", "/")
    plain = re.sub(r"(?<=\d)\s+(?=\d)", "-", plain)
    return re.sub(r"\s+", "", plain).rstrip(".-")


def _in_digits(match: re.Match[str]) -> str:
    """Write a Chinese numeral in digits: 一九九〇 by its places, 二十三 and 廿三 by their tens."""
    text = match[0].replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return text.translate(_DIGITS)
    tens, _, ones = text.partition("十")
    return (tens or "一").translate(_DIGITS) + (ones or "0").translate(_DIGITS)


def _with_century(parts: Parts, youngest: int) -> Parts:
    """Give a year a century: of births the latest that makes no child, of other days the nearer."""
    if parts[0] >= 100:
        return parts
    now, late = today().year, parts[0] + 2000
    is_late = late <= now - youngest if youngest else late - now < now - (late - 100)
    return (late if is_late else late - 100, *parts[1:])


def _is_real(parts: Parts) -> bool:
    year, month, day = (*parts, 1, 1)[:3]
    try:
        return date(year if year >= 100 else year + 2000, month, day).year in YEARS
    except ValueError:
        return False


def _real_day(parts: Parts, text: str) -> date:
    try:
        found = date(*parts)
    except ValueError:
        raise Unclear(f"「{quoted(text)}」不是真实存在的日期") from None
    if found.year not in YEARS:
        raise Unclear(f"「{quoted(text)}」的年份不合理")
    return found


def _not_empty(found: date) -> date:
    if found.year < 1901 and found in _EMPTY_DAYS:
        raise Unclear(f"「{found}」是空格子显示成的日期，不是真实存在的日期，请重填或清空")
    return found


def _hint(text: str) -> str:
    """Say what is amiss with a date that is nearly one."""
    plain = unicodedata.normalize("NFKC", text)
    if _LUNAR.search(plain):
        return "（请写公历）"
    if re.fullmatch(r"\d{1,2}月\d{1,2}[日号]?", re.sub(r"\s", "", _CHINESE.sub(_in_digits, plain))):
        return "（要有年份）"
    return ""
