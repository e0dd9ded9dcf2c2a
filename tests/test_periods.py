"""What the words of a period mean, up to which day it counts, and which words mean nothing."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from conftest import Answer
from hypothesis import given
from hypothesis import strategies as st

from talentreg.cli.period_asking import choose
from talentreg.errors import Malformed, Refused
from talentreg.periods import (
    Period,
    chinese_day,
    current_quarter,
    months,
    parse_day,
    period_before,
    today,
    year_before,
)

Run = Callable[..., Answer]


def period(**options: str) -> Period:
    """Choose a period by option words: quarter="Q1"."""
    return choose(options)


def edges(found: Period) -> tuple[str, str]:
    return found.start.isoformat(), found.last_day.isoformat()


@pytest.mark.parametrize(
    ("option", "text", "name", "first", "last"),
    [
        ("month", "2026-03", "2026年3月", "2026-03-01", "2026-03-31"),
        ("month", "2026-3", "2026年3月", "2026-03-01", "2026-03-31"),
        ("month", "202603", "2026年3月", "2026-03-01", "2026-03-31"),
        ("month", "2025/12", "2025年12月", "2025-12-01", "2025-12-31"),
        ("month", "2025.11", "2025年11月", "2025-11-01", "2025-11-30"),
        ("month", "2024年2月", "2024年2月", "2024-02-01", "2024-02-29"),
        ("month", "2025 年 2 月", "2025年2月", "2025-02-01", "2025-02-28"),
        ("month", "３月", "2026年3月", "2026-03-01", "2026-03-31"),
        ("month", "２０２６－０２", "2026年2月", "2026-02-01", "2026-02-28"),
        ("quarter", "Q1", "2026年第一季度", "2026-01-01", "2026-03-31"),
        ("quarter", "q1", "2026年第一季度", "2026-01-01", "2026-03-31"),
        ("quarter", "1", "2026年第一季度", "2026-01-01", "2026-03-31"),
        ("quarter", "2026Q1", "2026年第一季度", "2026-01-01", "2026-03-31"),
        ("quarter", "2026-Q1", "2026年第一季度", "2026-01-01", "2026-03-31"),
        ("quarter", "２０２５Ｑ３", "2025年第三季度", "2025-07-01", "2025-09-30"),
        ("quarter", "2025年第二季度", "2025年第二季度", "2025-04-01", "2025-06-30"),
        ("quarter", "第四季度", "2025年第四季度", "2025-10-01", "2025-12-31"),
        ("half", "H1", "2026年上半年", "2026-01-01", "2026-06-30"),
        ("half", "上半年", "2026年上半年", "2026-01-01", "2026-06-30"),
        ("half", "2025H2", "2025年下半年", "2025-07-01", "2025-12-31"),
        ("half", "2025年下半年", "2025年下半年", "2025-07-01", "2025-12-31"),
        ("year", "2026", "2026年", "2026-01-01", "2026-12-31"),
        ("year", "２０２４年", "2024年", "2024-01-01", "2024-12-31"),
    ],
)
def test_an_option_word_means_a_period(option: str, text: str, name: str, first: str, last: str) -> None:
    found = period(**{option: text})
    assert (found.name, *edges(found)) == (name, first, last)


@pytest.mark.parametrize(
    ("day", "option", "text", "code"),
    [
        ("2026-03-31", "quarter", "Q1", "2026Q1"),
        ("2026-03-31", "quarter", "Q2", "2025Q2"),
        ("2026-04-01", "quarter", "Q2", "2026Q2"),
        ("2026-01-01", "quarter", "1", "2026Q1"),
        ("2025-12-31", "quarter", "1", "2025Q1"),
        ("2026-03-31", "month", "3", "2026-03"),
        ("2026-03-31", "month", "4", "2025-04"),
        ("2026-03-31", "month", "12", "2025-12"),
        ("2026-06-30", "half", "2", "2025H2"),
        ("2026-07-01", "half", "2", "2026H2"),
    ],
)
def test_without_a_year_the_latest_that_has_begun_is_meant(
    monkeypatch: pytest.MonkeyPatch, day: str, option: str, text: str, code: str
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", day)
    assert period(**{option: text}).code == code


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-01-01", "2026Q1"), ("2026-03-31", "2026Q1"), ("2026-04-01", "2026Q2"), ("2026-12-31", "2026Q4")],
)
def test_without_options_the_current_quarter_is_meant(
    monkeypatch: pytest.MonkeyPatch, day: str, code: str
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", day)
    assert choose({}) == choose({"month": None, "from": None}) == current_quarter()
    assert current_quarter().code == code


@pytest.mark.parametrize(
    ("day", "label", "as_of"),
    [
        ("2026-01-01", "2026年第一季度（截至1月1日）", "2026-01-01"),
        ("2026-02-14", "2026年第一季度（截至2月14日）", "2026-02-14"),
        ("2026-03-30", "2026年第一季度（截至3月30日）", "2026-03-30"),
        ("2026-03-31", "2026年第一季度", "2026-03-31"),
        ("2026-04-01", "2026年第一季度", "2026-03-31"),
        ("2030-01-01", "2026年第一季度", "2026-03-31"),
    ],
)
def test_a_running_period_says_up_to_which_day_it_counts(
    monkeypatch: pytest.MonkeyPatch, day: str, label: str, as_of: str
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", day)
    found = period(quarter="2026Q1")
    assert (found.label, found.as_of.isoformat()) == (label, as_of)
    assert found.running == ("截至" in label)
    assert edges(found) == ("2026-01-01", "2026-03-31")


@pytest.mark.parametrize(
    ("first", "last", "name", "code"),
    [
        ("2026-01-05", "2026-02-10", "2026年1月5日至2026年2月10日", "20260105-20260210"),
        ("2026.1.5", "20260105", "2026年1月5日", "20260105-20260105"),
        ("2025年12月1日", "２０２６－３－３１", "2025年12月1日至2026年3月31日", "20251201-20260331"),
        ("2026-03-01", None, "2026年3月1日至2026年3月31日", "20260301-20260331"),
        ("2026-03-31", None, "2026年3月31日", "20260331-20260331"),
    ],
)
def test_from_and_to_are_both_counted_and_to_is_today_when_not_given(
    first: str, last: str | None, name: str, code: str
) -> None:
    found = choose({"from": first, "to": last})
    assert (found.label, found.code) == (name, code)
    assert found.start == parse_day(first)
    assert found.last_day == (parse_day(last) if last else today())


def test_a_period_whose_end_is_to_come_is_running() -> None:
    found = choose({"from": "2026-03-01", "to": "2026-04-30"})
    assert found.label == "2026年3月1日至2026年4月30日（截至3月31日）"
    assert found.as_of == date(2026, 3, 31)


@pytest.mark.parametrize(
    "words",
    [
        *(
            ["--month", text]
            for text in ("", "0", "13", "2026-13", "2026", "3.5", "上月", "下月", "本月", "March")
        ),
        *(["--quarter", text] for text in ("", "0", "5", "Q5", "2026Q0", "2026", "上季度", "下季度", "Q1Q2")),
        *(["--half", text] for text in ("", "0", "3", "H3", "半年", "2026", "2026Q1")),
        *(["--year", text] for text in ("", "26", "20266", "今年", "2026Q1", "-2026")),
        *(
            ["--from", text]
            for text in ("", "2026", "2026-02-29", "2026-3", "上周三", "0000-01-01", "26-1-5")
        ),
        ["--to", "2026-03-01"],
        ["--from", "2026-01-01", "--to", "2025-12-31"],
        ["--from", "2026-01-01", "--to", "2026-02-30"],
        ["--from", "2026-01-01", "--to", "9999-12-31"],
    ],
    ids=" ".join,
)
def test_nonsense_is_malformed(run: Run, words: list[str]) -> None:
    answer = run("stats", *words)
    assert (answer.code, answer.out) == (2, ""), answer.err
    assert answer.err.startswith("错误：")


@pytest.mark.parametrize(
    "words",
    [
        ["--month", "2026-04"],
        ["--quarter", "2026Q2"],
        ["--half", "2026H2"],
        ["--year", "2027"],
        ["--from", "2026-04-01"],
        ["--from", "2026-04-01", "--to", "2026-04-30"],
    ],
    ids=" ".join,
)
def test_a_period_that_has_not_begun_is_refused(run: Run, words: list[str]) -> None:
    answer = run("stats", *words)
    assert (answer.code, answer.out) == (1, "")
    assert "还没有开始" in answer.err
    assert "今天是2026年3月31日" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ["--month", "3", "--quarter", "1"],
        ["--half", "1", "--year", "2026"],
        ["--quarter", "Q1", "--from", "2026-01-01"],
        ["--year", "2026", "--to", "2026-03-01"],
    ],
    ids=" ".join,
)
def test_only_one_period_may_be_given(run: Run, words: list[str]) -> None:
    answer = run("stats", *words)
    assert (answer.code, answer.out) == (2, "")
    assert "只能给出一个统计期" in answer.err


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", "2026-03-05"),
        ("2026-3-5", "2026-03-05"),
        ("2026.3.5", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("2026年3月5", "2026-03-05"),
        (" 2026 年 3 月 5 日 ", "2026-03-05"),
        ("２０２６年３月５日", "2026-03-05"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_a_day_may_be_typed_in_many_ways(text: str, day: str) -> None:
    assert parse_day(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-13-01", "2026-00-10", "2026-3", "3-5", "今早", "2026-3-5-6"]
)
def test_a_day_that_does_not_exist_is_malformed(text: str) -> None:
    with pytest.raises(Malformed, match="不是有效的日期"):
        parse_day(text)


def test_today_may_be_pinned_but_not_to_nonsense(monkeypatch: pytest.MonkeyPatch) -> None:
    assert today() == date(2026, 3, 31)
    monkeypatch.setenv("TALENTREG_TODAY", "明天")
    with pytest.raises(Malformed, match="TALENTREG_TODAY"):
        today()
    monkeypatch.delenv("TALENTREG_TODAY")
    assert abs(today() - date.today()) <= timedelta(days=1)


@pytest.mark.parametrize("parts", [("month", 12), ("quarter", 4), ("half", 2)])
@pytest.mark.parametrize("of_year", [2024, 2025])
def test_the_parts_of_a_year_follow_each_other_without_gap(parts: tuple[str, int], of_year: int) -> None:
    option, count = parts
    mark = {"month": "-", "quarter": "Q", "half": "H"}[option]
    found = [period(**{option: f"{of_year}{mark}{number}"}) for number in range(1, count + 1)]
    whole = period(year=str(of_year))
    assert [one.start for one in found] == [whole.start, *(one.end for one in found[:-1])]
    assert found[-1].end == whole.end


@pytest.mark.parametrize(
    ("option", "code"), [("month", "2025-02"), ("quarter", "2025Q2"), ("half", "2025H2")]
)
def test_the_code_of_a_period_reads_back(option: str, code: str) -> None:
    assert period(**{option: code}).code == code


def test_the_last_day_counts_and_the_day_after_does_not(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-02")
    run("add", "张三", "入库日期=2025-01-01")
    for day in ("2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01"):
        assert run("contact", "log", "张三", "--channel", "phone", "--on", day).code == 0
    document = json.loads(run("stats", "--quarter", "2026Q1", "--json").out)
    assert document["period"] == {"label": "2026年第一季度", "start": "2026-01-01", "end": "2026-03-31"}
    figures = {figure["key"]: figure["value"] for figure in document["figures"]}
    assert figures["contacts_made"] == 2


def test_days_are_printed_without_leading_zeros() -> None:
    assert chinese_day(date(2026, 3, 5)) == "2026年3月5日"


@pytest.mark.parametrize(
    ("options", "before", "year_earlier"),
    [
        ({"month": "2026-01"}, "2025-12", "2025-01"),
        ({"month": "2024-03"}, "2024-02", "2023-03"),
        ({"quarter": "2026Q1"}, "2025Q4", "2025Q1"),
        ({"quarter": "2025Q3"}, "2025Q2", "2024Q3"),
        ({"half": "2026H1"}, "2025H2", "2025H1"),
        ({"half": "2025H2"}, "2025H1", "2024H2"),
        ({"year": "2026"}, "2025", "2025"),
        ({"from": "2026-03-01", "to": "2026-03-10"}, "20260219-20260228", "20250301-20250310"),
        ({"from": "2025-11-15", "to": "2026-02-14"}, "20250815-20251114", "20241115-20250214"),
        ({"from": "2026-01-01", "to": "2026-03-31"}, "20251003-20251231", "20250101-20250331"),
        ({"from": "2026-03-31", "to": "2026-03-31"}, "20260330-20260330", "20250331-20250331"),
        # Whole months stay whole months, other spans keep their days, a leap day becomes the 28th.
        ({"from": "2024-02-01", "to": "2024-02-29"}, "20240103-20240131", "20230201-20230228"),
        ({"from": "2025-01-01", "to": "2025-02-28"}, "20241103-20241231", "20240101-20240229"),
        ({"from": "2025-02-10", "to": "2025-02-28"}, "20250122-20250209", "20240210-20240228"),
        ({"from": "2024-02-29", "to": "2024-02-29"}, "20240228-20240228", "20230228-20230228"),
    ],
    ids=str,
)
def test_the_period_before_and_the_same_of_last_year(
    options: dict[str, str], before: str, year_earlier: str
) -> None:
    found = choose(options)
    assert (period_before(found).code, year_before(found).code) == (before, year_earlier)
    assert period_before(found).end == found.start


@given(first=st.dates(date(1990, 1, 1), date(2026, 3, 31)), length=st.integers(0, 2000))
def test_the_span_before_is_as_long_and_the_same_of_last_year_has_a_day(first: date, length: int) -> None:
    found = choose({"from": first.isoformat(), "to": (first + timedelta(days=length)).isoformat()})
    before, year_earlier = period_before(found), year_before(found)
    assert (before.end, before.end - before.start) == (found.start, found.end - found.start)
    assert year_earlier.start < year_earlier.end
    assert (year_earlier.start.year, year_earlier.last_day.year) == (
        found.start.year - 1,
        found.last_day.year - 1,
    )


@pytest.mark.parametrize("compared", [period_before, year_before])
def test_before_the_first_day_there_is_nothing_to_compare_with(compared: Callable[[Period], Period]) -> None:
    with pytest.raises(Refused, match="之前没有可比的时期"):
        compared(choose({"from": "0001-01-01", "to": "2026-03-31"}))


@pytest.mark.parametrize(
    ("today", "options", "listed"),
    [
        ("2026-03-31", {"quarter": "2026Q1"}, ["2026-01", "2026-02", "2026-03"]),
        ("2026-02-01", {"quarter": "2026Q1"}, ["2026-01", "2026-02"]),
        ("2026-03-31", {"month": "2025-12"}, ["2025-12"]),
        ("2026-03-31", {"from": "2025-12-31", "to": "2026-01-01"}, ["2025-12", "2026-01"]),
    ],
)
def test_months_are_listed_as_far_as_they_have_come(
    monkeypatch: pytest.MonkeyPatch, today: str, options: dict[str, str], listed: list[str]
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", today)
    assert months(choose(options)) == listed
