"""How things stood on a day, the year so far, the days of a campaign: what counts, and beside what."""

import json
import shlex
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from diary import write_diary

from talentreg.cli.period_asking import choose
from talentreg.periods import Period, period_before, said_again, year_before
from talentreg.records.ledgers import CAMPAIGN
from talentreg.reports.reading import numbers, texts
from talentreg.reports.tags import Origin, read_tag, write_tag
from talentreg.store.ledger_entering import add_row
from talentreg.store.register import open_for_writing
from talentreg.store.units import load_units

Run = Callable[..., Answer]

DIARY = """
    2024-06-01 甲 入库
    2024-06-01 乙 入库
    2026-01-05 甲 电话 未返乡
    2026-02-14 甲 走访 返乡
    2026-02-15 乙 电话 未返乡
    2026-02-20 丙 入库
    2026-03-01 乙 退库
    2026-03-31 甲 走访 返乡
"""


@pytest.fixture
def diary(own_register: Path) -> Path:
    """Write the register of the diary."""
    write_diary(own_register, DIARY)
    return own_register


def count(run: Run, *words: str) -> dict[str, Any]:
    answer = run("stats", *words, "--json")
    assert answer.code == 0, answer.err
    return {one["key"]: one["value"] for one in json.loads(answer.out)["figures"]}


@pytest.mark.parametrize(
    ("options", "label", "code", "as_of"),
    [
        ({}, "2026年第一季度（截至2月14日）", "2026Q1@20260214", "2026-02-14"),
        ({"quarter": "2026Q1"}, "2026年第一季度（截至2月14日）", "2026Q1@20260214", "2026-02-14"),
        ({"year": "2026"}, "2026年（截至2月14日）", "2026@20260214", "2026-02-14"),
        ({"month": "2"}, "2026年2月（截至2月14日）", "2026-02@20260214", "2026-02-14"),
        ({"month": "3"}, "2025年3月", "2025-03", "2025-03-31"),
        ({"half": "1"}, "2026年上半年（截至2月14日）", "2026H1@20260214", "2026-02-14"),
        # What was over by that day is as it always is.
        ({"quarter": "2025Q4"}, "2025年第四季度", "2025Q4", "2025-12-31"),
        ({"from": "2026-01-20"}, "2026年1月20日至2026年2月14日", "20260120-20260214", "2026-02-14"),
        (
            {"from": "2026-01-20", "to": "2026-03-20"},
            "2026年1月20日至2026年3月20日（截至2月14日）",
            "20260120-20260320@20260214",
            "2026-02-14",
        ),
        ({"year_to_date": "yes"}, "2026年1月1日至2026年2月14日", "2026Y0214", "2026-02-14"),
    ],
    ids=str,
)
def test_a_day_is_taken_for_today(options: dict[str, str], label: str, code: str, as_of: str) -> None:
    found = choose(options | {"as_of": "2026-02-14"})
    assert (found.label, found.code, found.as_of.isoformat()) == (label, code, as_of)


@pytest.mark.parametrize("day", ["2026-03-31", "2026年3月31日", "今天"])
def test_today_is_taken_for_today(day: str) -> None:
    assert choose({"as_of": day}) == choose({})


@pytest.mark.parametrize(
    ("words", "contacts", "enrolled"),
    [
        (["--as-of", "2026-01-04"], 0, 2),
        (["--as-of", "2026-01-05"], 1, 2),
        (["--as-of", "2026-02-14"], 2, 2),
        (["--as-of", "2026-02-20"], 3, 3),
        (["--as-of", "2026-03-01"], 3, 2),
        (["--year-to-date"], 4, 2),
        (["--year-to-date", "--as-of", "2026-02-15"], 3, 2),
        (["--year-to-date", "--as-of", "2025-12-31"], 0, 2),
        (["--year", "2025", "--as-of", "2026-02-15"], 0, 2),
    ],
    ids=str,
)
def test_nothing_that_happened_after_the_day_counts(
    run: Run, diary: Path, words: list[str], contacts: int, enrolled: int
) -> None:
    found = count(run, *words)
    assert (found["contacts_made"], found["persons_enrolled"]) == (contacts, enrolled)


def test_a_list_goes_as_far_as_the_day(run: Run, diary: Path) -> None:
    answer = run("contact", "list", "--year", "2026", "--as-of", "2026-02-14", "--json")
    assert [one["on"] for one in json.loads(answer.out)] == ["2026-02-14", "2026-01-05"]
    answer = run("contact", "list", "--as-of", "2026-02-14")
    assert (answer.code, answer.out) == (2, "")
    assert "--as-of 要和统计期一起用" in answer.err


def test_the_rows_behind_a_number_end_on_the_day_too(run: Run, diary: Path) -> None:
    answer = run("why", "contacts_made", "--as-of", "2026-02-14", "--json")
    assert [row["on"] for row in json.loads(answer.out)["rows"]] == ["2026-01-05", "2026-02-14"]


def test_what_was_typed_after_the_day_is_marked_as_late(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        2024-06-01 甲 入库
        2026-02-10 甲 走访 返乡
        2026-02-11 甲 电话 未返乡 录于2026-03-02
        """,
    )
    answer = run("stats", "--as-of", "2026-02-14", "--figure", "contacts_made", "--json")
    figures = json.loads(answer.out)["figures"]
    assert [(one["value"], one["late"]) for one in figures] == [(2, 1)]
    assert run("stats", "--figure", "contacts_made", "--json").out.count('"late"') == 0
    answer = run("why", "contacts_made.late", "--as-of", "2026-02-14", "--json")
    assert [row["on"] for row in json.loads(answer.out)["rows"]] == ["2026-02-11"]


@pytest.mark.parametrize(
    ("options", "before", "year_earlier"),
    [
        ({"quarter": "2026Q1", "as_of": "2026-02-14"}, "2025Q4@20251114", "2025Q1@20250214"),
        ({"quarter": "2024Q1", "as_of": "2024-02-29"}, "2023Q4@20231129", "2023Q1@20230228"),
        ({"month": "2026-03", "as_of": "2026-03-30"}, "2026-02", "2025-03@20250330"),
        ({"year": "2025", "as_of": "2025-06-30"}, "2024@20240629", "2024@20240630"),
        (
            {"from": "2026-03-01", "to": "2026-03-20", "as_of": "2026-03-10"},
            "20260209-20260228@20260218",
            "20250301-20250320@20250310",
        ),
        ({"year_to_date": "yes", "as_of": "2026-02-14"}, "2025Y0214", "2025Y0214"),
        ({"year_to_date": "yes", "as_of": "2025-02-28"}, "2024Y0229", "2024Y0229"),
        ({"year_to_date": "yes"}, "2025Y0331", "2025Y0331"),
    ],
    ids=str,
)
def test_it_is_compared_with_what_the_other_period_had_come_to(
    options: dict[str, str], before: str, year_earlier: str
) -> None:
    found = choose(options)
    assert (period_before(found).code, year_before(found).code) == (before, year_earlier)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-03-31", "2026年1至3月"),
        ("2026-01-31", "2026年1月1日至2026年1月31日"),
        ("2026-03-30", "2026年1月1日至2026年3月30日"),
        ("2024-02-29", "2024年1至2月"),
        ("2025-12-31", "2025年1至12月"),
    ],
)
def test_the_year_so_far_is_called_by_its_months_when_they_are_whole(day: str, name: str) -> None:
    found = choose({"year_to_date": "yes", "as_of": day})
    assert (found.name, found.running) == (name, False)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--as-of", "2026-04-01"], 1, "--as-of 2026年4月1日还没有到"),
        (["--as-of", "2026-02-30"], 2, "--as-of「2026-02-30」不是有效的日期"),
        (["--as-of", ""], 2, "--as-of「」不是有效的日期"),
        (["--as-of", "2025-12-31", "--quarter", "2026Q1"], 1, "2026年第一季度还没有开始"),
        (["--as-of", "2025-12-31", "--from", "2026-01-01"], 1, "2026年1月1日还没有开始"),
        (["--year-to-date", "--year", "2026"], 2, "只能给出一个统计期"),
        (["--festival", "春节", "--campaign", "大走访"], 2, "只能给出一个统计期"),
        (["--year-to-date", "--from", "2026-01-01"], 2, "只能给出一个统计期"),
    ],
    ids=lambda word: " ".join(word) if isinstance(word, list) else "",
)
def test_what_says_nothing_together_is_refused(
    run: Run, diary: Path, words: list[str], code: int, said: str
) -> None:
    answer = run("stats", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


@pytest.mark.parametrize(
    "words",
    [
        "--quarter 2026Q1 --as-of 2026-02-14",
        "--month 2026-02",
        "--half 2025H2",
        "--year 2025 --as-of 2025-06-30",
        "--festival 2026春节 --as-of 2026-02-17",
        "--year-to-date --as-of 2026-02-14",
        "--from 2026-01-20 --to 2026-03-20 --as-of 2026-02-14",
        "--from 2026-01-20 --to 2026-03-20",
    ],
)
def test_the_options_of_a_period_read_back(words: str) -> None:
    typed = shlex.split(words.replace("--year-to-date", "--year-to-date yes"))
    asked = dict(zip((one[2:].replace("-", "_") for one in typed[::2]), typed[1::2], strict=True))
    assert said_again(choose(asked)) == words


@pytest.mark.parametrize(
    "options",
    [
        {"quarter": "2026Q1", "as_of": "2026-02-14"},
        {"festival": "2026春节", "as_of": "2026-02-17"},
        {"year_to_date": "yes"},
        {"from": "2026-01-20", "to": "2026-03-20", "as_of": "2026-02-14"},
    ],
    ids=str,
)
def test_the_code_of_a_period_goes_into_the_tag_of_a_number_and_comes_back(options: dict[str, str]) -> None:
    origin = Origin("contacts_made", "U12", choose(options).code, text="1500")
    tag = write_tag(origin, 1)
    assert not tag.startswith("talentreg:#"), "short enough to stand in the tag itself"
    assert read_tag(tag) in (origin, replace(origin, text=None))


def test_a_report_of_a_festival_names_it_and_tells_its_days(run: Run, diary: Path) -> None:
    answer = run("report", "--festival", "2026春节", "--as-of", "2026-02-20")
    assert (answer.code, answer.out) == (0, "2026年春节期间乡土人才联络服务工作情况报告.docx\n"), answer.err
    content = Path(answer.out.strip()).read_bytes()
    assert "2026年春节期间" in "".join("".join(part) for part in texts(content))
    assert {one.origin and one.origin.period for one in numbers(content)} == {"2026chunjie@20260220"}


# Campaigns


def campaign(register: Path, **values: object) -> None:
    with open_for_writing(register).changing("campaign add") as writer:
        add_row(writer, load_units(writer.connection), CAMPAIGN, values)


@pytest.fixture
def drive(diary: Path) -> Path:
    """Add two campaigns to the register of the diary."""
    campaign(diary, name="春节大走访", on=date(2026, 2, 14), until=date(2026, 3, 1))
    campaign(diary, name="[red]秋季大回访", on=date(2026, 9, 1), until=date(2026, 9, 30))
    return diary


@pytest.mark.parametrize("word", ["春节大走访", "K000001", "K1", " 春节大走访"])
def test_a_campaigns_days_are_a_period(run: Run, drive: Path, word: str) -> None:
    answer = run("stats", "--campaign", word, "--json")
    assert answer.code == 0, answer.err
    document = json.loads(answer.out)
    assert document["period"] == {
        "label": "春节大走访（2026年2月14日至3月1日）",
        "start": "2026-02-14",
        "end": "2026-03-01",
    }
    assert {one["key"]: one["value"] for one in document["figures"]}["contacts_made"] == 2


def test_a_campaign_is_compared_with_as_many_days_before_and_the_same_days_a_year_before(
    run: Run, drive: Path
) -> None:
    document = json.loads(run("stats", "--campaign", "春节大走访", "--compare", "--json").out)
    days = {name: (one["start"], one["end"]) for name, one in document["compared"].items()}
    assert days == {"previous": ("2026-01-29", "2026-02-13"), "last_year": ("2025-02-14", "2025-03-01")}


def test_a_campaign_may_be_looked_at_while_it_ran(run: Run, drive: Path) -> None:
    answer = run("stats", "--campaign", "春节大走访", "--as-of", "2026-02-14")
    assert answer.out.startswith("春节大走访（2026年2月14日至3月1日，截至2月14日）")
    assert "contacts_made" in count(run, "--campaign", "春节大走访", "--as-of", "2026-02-14")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("春节走访", ["没有名为「春节走访」的专项行动", "是不是：春节大走访"]),
        ("K000009", ["没有 K000009"]),
        ("[red]秋季大回访", ["[red]秋季大回访（2026年9月1日至9月30日）还没有开始", "今天是2026年3月31日"]),
    ],
)
def test_a_campaign_that_is_not_there_or_has_not_begun_is_refused(
    run: Run, drive: Path, word: str, said: list[str]
) -> None:
    answer = run("stats", "--campaign", word)
    assert (answer.code, answer.out) == (1, "")
    assert [text for text in said if text not in answer.err] == []


def test_without_a_register_there_is_no_campaign(run: Run) -> None:
    answer = run("stats", "--campaign", "春节大走访")
    assert (answer.code, answer.out) == (1, "")


def test_a_campaign_read_again_is_its_days() -> None:
    found = Period("大走访", "20260214-20260301", date(2026, 2, 14), date(2026, 3, 2), vague=True)
    assert said_again(found) == "--from 2026-02-14 --to 2026-03-01"
