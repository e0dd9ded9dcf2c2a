"""What a report keeps of its period: the code in every tag read back; how periods before it are called."""

import re
from dataclasses import replace
from datetime import date

from talentreg.errors import Refused
from talentreg.festivals import find_festival
from talentreg.periods import READERS, Period, chinese_day, parse_day, seen_on, span, year_to_date

_CALLED_BEFORE = {"-": "上月", "Q": "上季度", "H2": "上半年", "H1": "上年下半年", "": "上年"}


def read_code(code: str, name: str = "", day: date | None = None) -> Period:
    """Read the code of a period: 2026Q1, 2026-03, 2026spring, 20260101-20260331, 2026Q1@20260220~20210101.

    A campaign's code is that of a span; `name` is what it was called. `day` is the day the period was looked
    at while it ran. Raises Refused for what is no code of ours.
    """
    plain, _, since = code.partition("~")
    plain, _, seen = plain.partition("@")
    period = _read_plain(plain)
    if name and re.fullmatch(r"\d{8}-\d{8}", plain) and name != period.name:
        period = replace(period, name=name, vague=True)
    if seen:
        period = seen_on(period, parse_day(seen))
    elif day and day < period.last_day:
        period = replace(period, day=day)
    return replace(period, since=parse_day(since)) if since else period


def _read_plain(code: str) -> Period:
    if found := re.fullmatch(r"(\d{8})-(\d{8})", code):
        return span(*map(parse_day, found.groups()))
    if found := re.fullmatch(r"(\d{4})Y(\d{4})", code):
        return year_to_date(parse_day(found[1] + found[2]))
    kinds = {r"\d{4}-\d\d": "month", r"\d{4}Q[1-4]": "quarter", r"\d{4}H[12]": "half", r"\d{4}": "year"}
    for pattern, kind in kinds.items():
        if re.fullmatch(pattern, code):
            return READERS[kind](code, None)
    if re.fullmatch(r"\d{4}[a-z]+", code) and (festival := find_festival(code[4:])):
        return READERS["festival"](f"{code[:4]}{festival.name}", None)
    raise Refused(f"报告里的统计期代码「{code}」看不懂", "这份报告可能是更新版本的 talentreg 出的")


def called_before(period: Period) -> str:
    """Say how an official calls the period right before: 上季度, 上月, 上年春节期间."""
    plain = period.code.partition("@")[0]
    if found := re.fullmatch(r"\d{4}(-|Q|H(?=1)|H(?=2)|)\d{0,2}", plain):
        return _CALLED_BEFORE[f"H{plain[-1]}" if found[1] == "H" else found[1]]
    if (festival := find_festival(plain[4:])) and period.vague:
        return f"上年{festival.name}期间"
    return "上年同期" if re.fullmatch(r"\d{4}Y\d{4}", plain) else "前一时段"


def called_year_before(period: Period) -> str:
    """Say how an official calls the same period a year before; blank where it is the period right before."""
    said = called_before(period)
    return "" if said.startswith("上年") and said != "上年下半年" else "上年同期"


def days_said(period: Period) -> str:
    """Write from which day to which day a period goes."""
    return f"{chinese_day(period.start)}至{chinese_day(period.as_of)}"
