"""What the period options of a command ask for: one period, from which day, as of which."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from talentreg.errors import Malformed, Refused
from talentreg.periods import (
    READERS,
    Period,
    Reader,
    chinese_day,
    current_quarter,
    parse_day,
    seen_on,
    span,
    today,
    year_to_date,
)


def choose(options: Mapping[str, str | None], find_campaign: Reader | None = None) -> Period:
    """Turn a command's period options, by name, into one period; by default the current quarter.

    `as_of` is taken for today, and nothing later counts; `baseline` is the day cumulative figures count from;
    `find_campaign` reads the name of a campaign.
    """
    day = _day_asked(options.get("as_of"))
    found = seen_on(_chosen(options, day, find_campaign), day)
    return _counted_since(found, options.get("baseline"))


def _counted_since(period: Period, text: str | None) -> Period:
    """Return a period whose cumulative figures count from a day."""
    if text is None:
        return period
    day = parse_day(text, "--baseline")
    if day > period.as_of:
        raise Malformed(
            f"--baseline {chinese_day(day)}晚于统计期的最后一天（{chinese_day(period.as_of)}）",
            "累计从哪天算起，就写哪天，如 --baseline 2021-01-01",
        )
    return replace(period, since=day)


def _day_asked(text: str | None) -> date | None:
    day = parse_day(text, "--as-of") if text is not None else None
    if day and day > today():
        raise Refused(f"--as-of {chinese_day(day)}还没有到", f"今天是{chinese_day(today())}")
    return day


def _chosen(options: Mapping[str, str | None], day: date | None, find_campaign: Reader | None) -> Period:
    readers = {**READERS, **({"campaign": find_campaign} if find_campaign else {})}
    chosen = [(read, text) for name, read in readers.items() if (text := options.get(name)) is not None]
    spanned, so_far = any(options.get(n) is not None for n in ("from", "to")), options.get("year_to_date")
    if len(chosen) + spanned + bool(so_far) > 1:
        named = "--month --quarter --half --year --festival --campaign --year-to-date"
        raise Malformed("只能给出一个统计期", f"{named} 与 --from/--to 任选其一")
    if chosen:
        read, text = chosen[0]
        return read(text, day)
    if spanned:
        return _asked_span(options.get("from"), options.get("to"), day)
    return year_to_date(day) if so_far else current_quarter(day)


def _asked_span(first: str | None, last: str | None, day: date | None) -> Period:
    if first is None:
        raise Malformed("只给了 --to，没有给 --from", "请同时写出起始日期，如 --from 2026-01-01")
    start = parse_day(first, "--from")
    return span(start, parse_day(last, "--to") if last is not None else max(day or today(), start), day)
