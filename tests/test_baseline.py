"""Cumulative figures from a named day: since 2021, in tables, evidence, JSON, reports and their tags."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import lay_once
from conftest import Answer
from diary import write_diary
from docx import Document
from openpyxl import load_workbook
from test_office_figures import declared

from talentreg.cli.period_asking import choose
from talentreg.periods import period_before, said_again, year_before
from talentreg.reports.manifest import read_manifest
from talentreg.reports.package import unpack
from talentreg.reports.reading import numbers, texts
from talentreg.reports.variables.letter import PERIOD

Run = Callable[..., Answer]

SINCE = ("--baseline", "2021-01-01")
QUARTER = ("--quarter", "2026Q1")

RECRUITED = """
    2019-01-01 甲 入库
    milestone 甲 kind=引进 on=2020-12-31 degree=博士
    milestone 乙 kind=引进 on=2021-01-01 degree=博士
    milestone 丙 kind=引进 on=2025-12-31 degree=博士
    milestone 丁 kind=引进 on=2026-01-01 degree=博士
    milestone 甲 kind=引进 on=2026-02-01 degree=硕士
    milestone 戊 kind=引进 on=2026-03-31 degree=硕士 native=是 away=是
    milestone 己 kind=引进 on=2026-04-01 degree=硕士
    hotline 咨询 on=2020-06-01 name=王某 outcome=是 unit=望江社区
    hotline 咨询 on=2026-02-01 name=王某 outcome=是 unit=望江社区
"""


@pytest.fixture
def recruited(own_register: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay people recruited on either side of the days that matter."""
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-10")

    def lay() -> None:
        own_register.unlink()
        write_diary(own_register, RECRUITED)

    return lay_once("since a baseline", own_register, lay)


def told(run: Run, name: str, *words: str) -> dict[str, Any]:
    """Ask for a number with its proof."""
    answer = run("why", name, *words, "--json")
    assert answer.code == 0, answer.err
    document: dict[str, Any] = json.loads(answer.out)
    return document


@pytest.mark.parametrize(
    ("figure", "words", "value", "within"),
    [
        ("recruited_doctors", (), 4, 1),
        ("recruited_doctors", SINCE, 3, 1),
        ("recruited_doctors", ("--baseline", "2021-01-02"), 2, 1),
        ("recruited_doctors", ("--baseline", "2026-01-01"), 1, 1),
        ("recruited_doctors", ("--baseline", "2026-01-02"), 0, 0),
        ("recruited_doctors", ("--baseline", "2026-03-31"), 0, 0),
        ("recruited_masters", (), 1, 1),
        ("hotline_calls", (), 2, 1),
        ("hotline_calls", SINCE, 1, 1),
        ("hotline_helped", SINCE, 1, 1),
    ],
)
def test_a_cumulative_figure_counts_from_the_day(
    run: Run, recruited: Path, figure: str, words: tuple[str, ...], value: int, within: int
) -> None:
    answer = told(run, figure, *QUARTER, *words)
    assert (answer["figure"]["value"], answer["figure"]["in_period"]) == (value, within)
    assert len(answer["rows"]) == value


def test_somebody_is_a_master_again_whose_doctorate_was_counted_before_the_day(
    run: Run, recruited: Path
) -> None:
    assert told(run, "recruited_masters", *QUARTER, *SINCE)["figure"]["value"] == 2
    assert told(run, "recruited_total", *QUARTER)["figure"]["value"] == 5
    assert told(run, "recruited_total", *QUARTER, *SINCE)["figure"]["value"] == 5


def test_a_share_of_cumulative_figures_counts_from_the_day_too(run: Run, recruited: Path) -> None:
    whole = told(run, "recruited_native_share", *QUARTER, "--baseline", "2026-03-01")["figure"]
    assert (whole["numerator"], whole["denominator"], whole["since"]) == (1, 1, "2026-03-01")
    assert (
        "1÷1，2026年3月1日以来"
        in run(*("stats", *QUARTER, "--baseline", "2026-03-01", "--figure", "recruited_native_share")).out
    )


def test_what_is_not_cumulative_does_not_mind(run: Run, recruited: Path) -> None:
    plain, since = (
        json.loads(run("stats", *QUARTER, *words, "--json").out)["figures"] for words in ((), SINCE)
    )
    changed = {one["key"] for one, other in zip(plain, since, strict=True) if one["value"] != other["value"]}
    assert changed
    assert {one["time"] for one in plain if one["key"] in changed} == {"total"}
    marked = {one["key"] for one in since if "since" in one}
    assert marked == {one["key"] for one in since if one["time"] == "total" and one["value"] is not None}


def test_the_day_is_said_wherever_the_number_is(run: Run, recruited: Path) -> None:
    out = run("stats", *QUARTER, *SINCE).out
    assert out.startswith("2026年第一季度（累计为2021年1月1日以来）  全部单位\n")
    assert "引进博士" in out
    assert "2021年1月1日以来，其中本期1" in out
    document = json.loads(run("stats", *QUARTER, *SINCE, "--json").out)
    assert document["period"] == {
        "label": "2026年第一季度（累计为2021年1月1日以来）",
        "start": "2026-01-01",
        "end": "2026-03-31",
        "baseline": "2021-01-01",
    }
    why = run("why", "引进博士", *QUARTER, *SINCE).out
    assert why.startswith(
        "引进博士：3人（2021年1月1日以来，其中本期1）\n2026年第一季度（累计为2021年1月1日以来）"
    )
    assert "baseline" not in json.loads(run("stats", *QUARTER, "--json").out)["period"]
    assert "累计，其中本期1" in run("stats", *QUARTER).out


def test_parts_units_and_comparisons_count_from_the_day(run: Run, recruited: Path) -> None:
    by = json.loads(run("stats", *QUARTER, *SINCE, "--by", "当时学历", "--figure", "引进人才", "--json").out)[
        "figures"
    ][0]["by"]
    assert [(one["key"], one["value"]) for one in by] == [("博士研究生", 3), ("硕士研究生", 2)]
    assert len(told(run, "recruited_total.degree_then.博士", *QUARTER, *SINCE)["rows"]) == 3
    rows = json.loads(run("stats", *QUARTER, *SINCE, "--by", "unit", "--figure", "引进博士", "--json").out)[
        "rows"
    ]
    assert [(row["unit"], row["figures"][0]["value"]) for row in rows] == [("临江街道", 3), ("梅溪镇", 0)]
    compared = json.loads(run("stats", *QUARTER, *SINCE, "--compare", "--figure", "引进博士", "--json").out)[
        "figures"
    ][0]
    assert (compared["value"], compared["previous"], compared["last_year"]) == (3, 2, 1)
    assert (
        run("figures", "compare", "引进博士", "引进硕士", *QUARTER, *SINCE).out.count("2021年1月1日以来") >= 3
    )


def test_the_evidence_workbook_says_the_day_and_how_to_ask_again(run: Run, recruited: Path) -> None:
    assert run("why", "引进博士", *QUARTER, *SINCE, "--xlsx", "佐证.xlsx").code == 0
    about = {row[0].value: row[1].value for row in load_workbook("佐证.xlsx")["说明"].iter_rows(min_row=2)}
    assert about["数值"] == "3人（2021年1月1日以来，其中本期1人）"
    assert about["时间口径"] == "累计数，从2021年1月1日到2026年3月31日"
    assert about["登记册命令"] == "talentreg why recruited_doctors --quarter 2026Q1 --baseline 2021-01-01"


def test_a_report_says_the_day_and_its_tags_keep_it(run: Run, recruited: Path, tmp_path: Path) -> None:
    template = Document()
    template.add_paragraph(
        "{{ 累计起点 }}引进博士{{ 引进博士 }}名，本期{{ 引进博士本期 }}名，入库{{ 入库人才 }}人。"
    )
    template.save(str(tmp_path / "模板.docx"))
    words = ("report", *QUARTER, "--template", tmp_path / "模板.docx", "--out")
    assert run(*words, "一.docx", *SINCE).code == run(*words, "二.docx").code == 0
    assert texts(Path("一.docx")) == ["2021年1月1日以来引进博士3名，本期1名，入库1人。"]
    assert texts(Path("二.docx")) == ["引进博士4名，本期1名，入库1人。"]
    tags = [(one.origin.ref, one.origin.period) for one in numbers(Path("一.docx")) if one.origin]
    since = "2026Q1~20210101"
    assert [period for ref, period in tags if ref != PERIOD] == [since, since, "2026Q1"]
    assert (PERIOD, since) in tags
    assert read_manifest(unpack(Path("一.docx").read_bytes())).about["baseline"] == "2021-01-01"
    assert "baseline" not in read_manifest(unpack(Path("二.docx").read_bytes())).about


def test_an_offices_own_cumulative_figure_counts_from_the_day(run: Run, recruited: Path) -> None:
    body = 'record = "成效"\nwhere = ["成效种类=引进"]\ncount = "项"\ntime = "累计"'
    assert run("figures", "add", declared(body)).code == 0
    assert told(run, "own_1", *QUARTER)["figure"]["value"] == 6
    assert told(run, "own_1", *QUARTER, *SINCE)["figure"]["value"] == 5


@pytest.mark.parametrize(
    ("day", "code", "said"),
    [
        ("2026-04-01", 2, "--baseline 2026年4月1日晚于统计期的最后一天（2026年3月31日）"),
        ("2021", 2, "--baseline「2021」不是有效的日期"),
        ("去年", 2, "--baseline「去年」不是有效的日期"),
        ("", 2, "--baseline「」不是有效的日期"),
    ],
)
def test_a_day_that_is_none_or_too_late_is_refused(
    run: Run, recruited: Path, day: str, code: int, said: str
) -> None:
    answer = run("stats", *QUARTER, "--baseline", day)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


@pytest.mark.parametrize("day", ["2021年1月1日", "2021.1.1", "20210101", "２０２１－０１－０１"])
def test_a_day_is_read_as_people_write_it(run: Run, recruited: Path, day: str) -> None:
    assert told(run, "引进博士", *QUARTER, "--baseline", day)["figure"]["value"] == 3


@pytest.mark.parametrize(
    ("options", "again"),
    [
        ({"quarter": "2026Q1"}, "--quarter 2026Q1"),
        ({"festival": "2026春节"}, "--festival 2026春节"),
        ({"year_to_date": "yes"}, "--year-to-date --as-of 2026-03-31"),
        ({"quarter": "2026Q1", "as_of": "2026-02-14"}, "--quarter 2026Q1 --as-of 2026-02-14"),
    ],
)
def test_a_period_keeps_its_baseline(options: dict[str, str], again: str) -> None:
    period = choose({**options, "baseline": "2021-01-01"})
    assert said_again(period) == f"{again} --baseline 2021-01-01"
    assert period.code == choose(options).code
    assert period.total_code == f"{period.code}~20210101"
    for other in (period_before(period), year_before(period)):
        assert other.since == period.since
        assert other.label.endswith("累计为2021年1月1日以来）")


def test_a_list_has_no_use_for_it(run: Run, recruited: Path) -> None:
    assert "没有选项 --baseline" in run("contact", "list", *SINCE).err
