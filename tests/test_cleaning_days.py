"""Dates as people write them beside the day, month or year they mean."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cleaning import misread

from talentreg.records.cleaning import Cleaner, Unclear
from talentreg.records.days import clean_birth, clean_day, clean_end_day, clean_month
from talentreg.records.text import Cell

DAY = date(2026, 3, 15)


@pytest.mark.parametrize(
    "cell", [DAY, datetime(2026, 3, 15, 8, 30), 46096, 46096.35, 20260315, 20260315.0, "46096"], ids=repr
)
def test_a_day_is_read_from_a_date_a_serial_or_eight_digits(cell: Cell) -> None:
    assert clean_day(cell) == DAY


@pytest.mark.parametrize(
    "cells",
    [
        "20260315|2026-3-15|2026.03.15|2026/3/15|2026年3月15日|2026 年 3 月 15 日|２０２６－３－１５",
        "2026-03-15 08:30:00|2026-03-15T08:30:00|2026年3月15日 9:05|2026年3月15日9:05",
        "2026/3/15 8:30|2026-3-15 8:30:00|2026-03-15T08:30:00Z|2026-03-15T08:30:00+08:00",
        "2026.3.15.|2026年3月15|2026年3月15号|2026、3、15|2026—3—15|2026 3 15|2026·3·15",
        "二〇二六年三月十五日|二零二六年三月十五日|二○二六年三月十五|2026年三月十五日",
        "2026年3月15日上午|2026年3月15日（星期日）|2026-03-15 周日|2026年3月15日 下午3:20",
        "2026年3月15日15时30分|2026年3月15日 15点",
        "26.3.15|26-3-15|26年3月15日|26-03-15|260315|15/3/2026|3/15/2026|3/15/26|15-Mar-26|March 15, 2026",
    ],
)
def test_a_day_is_read_however_it_is_written(cells: str) -> None:
    assert misread(clean_day, cells, DAY) == {}


def test_a_short_year_of_a_day_is_the_nearer() -> None:
    assert [clean_day(f"{year}.1.2").year for year in ("99", "85", "30", "00")] == [1999, 1985, 2030, 2000]


@pytest.mark.parametrize(
    ("stored", "cells"),
    [
        ("1990", "1990|1990年|１９９０|一九九〇年"),
        (
            "1990-05",
            "1990-05|1990-5|1990.5|1990.05|1990/5|1990年5月|１９９０年５月|199005|1990 5|1990、5|1990．05",
        ),
        (
            "1990-05",
            "90.5|90.05|90-5|90年5月|九〇年五月|一九九〇年五月|一九九零年五月|1990年五月|1990.5.|5/1990|May-90",
        ),
        (
            "1990-05",
            "1990.5生|1990年5月生|1990年5月出生|出生于1990年5月|生于1990年5月|1990.05(35岁)|1990.05\n（35周岁）",
        ),
        ("1990-01", "1990-1|1990年1月|1990.01|一九九〇年元月|90年1月"),
        ("1990-10", "1990.10|1990-10|199010|一九九〇年十月|90.10"),
        ("1990-12-03", "一九九零年十二月三日|一九九〇年十二月三日|1990年十二月三日|90.12.3|901203"),
        (
            "1990-05-23",
            "一九九〇年五月二十三日|一九九〇年五月廿三日|一九九〇年五月二十三|1990/5/23|23/5/1990",
        ),
        ("1990-05-06", "1990-05-06|1990.5.6|1990年5月6日|19900506|1990-05-06 00:00:00|1990.05.06."),
        ("1990-05-06", "1990/5/6 8:30|1990年05月06日 10:30|1990-05-06T00:00:00|1990-5-6|6-May-1990|32999"),
        ("1990-05-06", "公历1990年5月6日|1990年5月6日（阳历）|90-05-06|900506"),
        ("1990-06-06", "6/6/1990|6-6-1990|06.06.1990"),
    ],
)
def test_a_birth_date_keeps_as_much_as_is_known(stored: str, cells: str) -> None:
    assert misread(clean_birth, cells, stored) == {}


@pytest.mark.parametrize(
    ("stored", "cells"),
    [
        ("1990", [1990, 1990.0]),
        ("1990-05", [1990.05, 1990.5, 199005.0, 90.5]),
        ("1990-12", [1990.12]),
        ("1990-05-06", [19900506.0, 32999, date(1990, 5, 6), datetime(1990, 5, 6)]),
        ("1941-01-24", [15000]),
    ],
)
def test_a_birth_date_may_be_a_number_or_a_date(stored: str, cells: list[Cell]) -> None:
    assert [clean_birth(cell) for cell in cells] == [stored] * len(cells)


def test_nobody_is_born_so_late_as_to_be_a_child() -> None:
    assert [clean_birth(f"{year}年3月")[:4] for year in ("15", "16", "17", "26", "27")] == [
        "2015",
        "2016",
        "1917",
        "1926",
        "1927",
    ]
    assert clean_birth("2020-01") == "2020-01"


def test_a_month_of_no_birth_may_lie_ahead() -> None:
    assert (clean_month("2027-01"), clean_month("27年1月")) == ("2027-01", "2027-01")


@pytest.mark.parametrize(
    ("clean", "cell", "reason"),
    [
        (clean_birth, 1990.1, "分不清是1月还是10月，请写成 1990-01 或 1990-10"),
        (clean_birth, "1990.1", "分不清是1月还是10月，请写成 1990-01 或 1990-10"),
        (clean_birth, "90.1", "分不清是1月还是10月，请写成 90年1月 或 90年10月"),
        (clean_birth, "5/6/1990", "分不清是 1990-05-06 还是 1990-06-05"),
        (clean_day, "3/5/26", "分不清是 2026-03-05 还是 2026-05-03"),
        (clean_day, "26/3/15", "分不清是 2015-03-26 还是 2026-03-15"),
        (clean_birth, 19905, "分不清是1990年5月还是日期序号"),
        (clean_birth, "农历1990年五月初六", "请写公历"),
        (clean_birth, "1990年正月", "请写公历"),
        (clean_birth, "農曆1990年5月", "请写公历"),
        (clean_birth, "2030.5", "还没有到"),
        (clean_birth, "2026-04-01", "还没有到"),
        (clean_birth, date(2030, 1, 1), "还没有到"),
        (clean_birth, "1870", "年份不合理"),
        (clean_day, "0026-03-15", "年份不合理"),
        (clean_birth, "1990-02-30", "不是真实存在的日期"),
        (clean_birth, "1900-01-01", "空格子"),
        (clean_birth, datetime(1899, 12, 31), "空格子"),
        (clean_day, "3月5日", "要有年份"),
        (clean_day, "三月五日", "要有年份"),
        (clean_day, "2026-3", "要有日"),
        (clean_day, 2026.0, "要有日"),
        (clean_day, "至今", "看不懂"),
    ],
)
def test_a_date_that_may_be_two_or_none_is_unclear_and_says_why(
    clean: Cleaner, cell: Cell, reason: str
) -> None:
    with pytest.raises(Unclear, match=reason):
        clean(cell)


NO_DAY = "2026-02-29|26.3|三月|9:05|#N/A|0|去年|2026年3月5日-8日|2026.3.5-3.8|每月5日|2026Q1".split("|")
NO_BIRTH = (
    "1990-13|1990-00|不详|199|90后|约1990|1990年左右|属马|00/01/1900|1900-01-00|0|1990?|05.6|12.5|90|1990-1995|19905"
).split("|")


@pytest.mark.parametrize(
    ("clean", "cell"),
    [
        *((clean_day, cell) for cell in (*NO_DAY, True, 0, 19999, 1e300, float("nan"), time(9, 5))),
        *((clean_birth, cell) for cell in (*NO_BIRTH, True, 0, 0.5, -1, 1e300, float("inf"), time())),
    ],
)
def test_what_is_no_date_is_unclear(clean: Cleaner, cell: Cell) -> None:
    with pytest.raises(Unclear, match=r"看不懂|不是真实存在的日期|年份不合理"):
        clean(cell)


@pytest.mark.parametrize("text", "至今 现在 目前 長期 长期".split()[:3])
def test_an_end_that_is_still_to_come_is_blank(text: str) -> None:
    assert clean_end_day(text) is None
    assert clean_end_day("2026.3.15") == DAY


FORMS = (
    "{0.year}-{0.month}-{0.day}",
    "{0.year}.{0.month:02}.{0.day:02}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y%m%d}",
)


@given(st.dates(date(1901, 1, 2), date(2026, 3, 31)), st.sampled_from(FORMS))
def test_every_day_is_read_back_from_every_form(day: date, form: str) -> None:
    assert clean_day(form.format(day)) == day
    assert clean_birth(form.format(day)) == clean_month(day) == day.isoformat()
