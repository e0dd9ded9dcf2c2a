"""The reports in prose, over a register that holds a bit of everything: what they say, and that it is so.

python tests/test_report_narrative.py 登记册.db writes the golden texts anew, from the demo's register.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from conftest import Answer, on_the_day
from openxml_audit import OpenXmlValidator
from printed import bracketed

from talentreg.figures.compute import Counting
from talentreg.figures.definition import Mode
from talentreg.figures.evidence import prove, read_reference
from talentreg.reports.catalogue import REPORTS
from talentreg.reports.package import unpack
from talentreg.reports.period_codes import read_code
from talentreg.reports.reading import about, numbers, texts
from talentreg.reports.recount import recount
from talentreg.reports.tags import Origin
from talentreg.reports.variables.declaring import OWN
from talentreg.reports.variables.figures import PREVIOUS, YEAR_BEFORE
from talentreg.reports.variables.letter import PERIOD
from talentreg.store.register import open_for_reading
from talentreg.store.units import load_units

Run = Callable[..., Answer]

GOLDEN = Path(__file__).parent / "golden"
PRINTED = {
    "quarter": "--quarter 2026Q1",
    "festival": "--template festival --festival 2026春节",
    "briefing": "--template briefing --half 2026H1 --baseline 2021-01-01",
    "annual": "--template annual --year 2025 --unit 梅溪镇",
}
"""The reports that were read over, each by the words that make it."""
SCOPES = ((), ("--unit", "梅溪镇"), ("--unit", "望江社区"))


@pytest.fixture
def full(own_register: Path, demo: Answer, folder: Path) -> Path:
    """Lay the demo's register where the commands look for it."""
    assert demo.code == 0
    own_register.write_bytes((folder / "register.db").read_bytes())
    return own_register


def make(run: Run, *words: str) -> Path:
    answer = run("report", *words, "--out", "报告.docx", "--force")
    assert answer.code == 0, answer
    return Path("报告.docx")


@pytest.mark.parametrize("name", PRINTED)
def test_the_report_says_what_was_read_over(run: Run, full: Path, name: str) -> None:
    report = make(run, *PRINTED[name].split())
    assert "\n".join(bracketed(report)) + "\n" == (GOLDEN / f"{name}_full.txt").read_text("utf-8")
    result = OpenXmlValidator().validate(report)
    assert result.is_valid, result.errors


@pytest.mark.parametrize("name", PRINTED)
def test_every_number_is_proven_by_its_rows_and_counted_again(run: Run, full: Path, name: str) -> None:
    for scope in SCOPES[:1] if name == "annual" else SCOPES:
        report = make(run, *PRINTED[name].split(), *scope)
        told, origins = about(report).about, {found.origin for found in numbers(report) if found.origin}
        with open_for_reading(full).reading() as connection:
            again = recount(connection, origins, told)
            assert len(again) > 20
            for origin in origins:
                now = again[replace(origin, text=None)]
                assert now is not None
                assert now.text == origin.text, origin
            tree = load_units(connection)
            unit = None if told["scope"] == "all" else tree.find(told["scope"])
            counting = cache(lambda code, unit=unit: Counting(connection, read_code(code), unit))
            for origin in sorted(origins, key=str):
                is_plain = origin.ref != PERIOD and not origin.ref.startswith(OWN) and not origin.format
                if is_plain and origin.scope == told["scope"]:
                    assert origin.text == proven(counting(origin.period), origin), origin


def proven(counting: Counting, origin: Origin) -> str:
    """Reckon a number from the rows that prove it, as a report prints it."""
    reference = read_reference(origin.ref, counting.own_figures)
    rows = prove(counting, reference)
    match reference.figure.mode:
        case Mode.RATIO:
            return f"{100 * sum(row['counted'] for row in rows) / len(rows):.1f}%"
        case Mode.SUM | Mode.HAND:
            return f"{round(sum(row['amount'] for row in rows), 6):g}"
    return str(len(rows))


@pytest.mark.parametrize("words", [("--quarter", "2026Q1"), ("--year", "2025"), ("--month", "2026-02")])
def test_comparisons_agree_with_those_of_stats(run: Run, full: Path, words: tuple[str, str]) -> None:
    listed = json.loads(run("stats", *words, "--compare", "--json").out)["figures"]
    figures = {one["key"]: one for one in listed}
    compared = [
        found.origin
        for found in numbers(make(run, *words))
        if found.origin and found.origin.format in (PREVIOUS, YEAR_BEFORE)
    ]
    assert len(compared) >= 4
    for origin in compared:
        then = "previous" if origin.format == PREVIOUS else "last_year"
        change = figures[origin.ref][f"{then}_change"]
        assert origin.text
        word = "增加|提高" if change > 0 else "减少|下降" if change < 0 else "持平"
        assert re.search(word, origin.text), (origin, change)
        if change:
            assert re.findall(r"[\d.]+", origin.text)[0] == f"{abs(change):g}", origin


EMPTY = re.compile(r"None|\{\{|\{%|—[人件个场次]|[，、；：][，、；。]|。。|（）|[有其中共]、|「|无数据")


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("day", ["2026-03-31", "2026-02-16"], ids=["over", "running"])
def test_no_scope_and_no_day_leaves_a_hole_in_a_sentence(
    run: Run, full: Path, name: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", day)
    for scope in SCOPES:
        words = PRINTED[name].split("--unit")[0].split()
        said = texts(make(run, *words, *scope))
        assert [line for line in said if EMPTY.search(line)] == []
        prose = said[: said.index("特此报告。")] if "特此报告。" in said else said
        assert "" not in prose or name == "quarter", "only charts stand in paragraphs without text"


@pytest.mark.parametrize("name", PRINTED)
def test_an_empty_register_gives_every_report_in_whole_sentences(
    run: Run, book: Callable[..., Path], name: str
) -> None:
    run("import", book("人员\n姓名|性别\n张三|男"))
    run("undo")
    said = texts(make(run, *PRINTED[name].partition(" --unit")[0].split()))
    assert [line for line in said if EMPTY.search(line)] == []
    assert not [line for line in said if re.match(r"[一二三四五六七八九]、", line) and "活动" in line]


def test_headings_count_on_whatever_is_left_out(run: Run, samples: Path) -> None:
    for words in PRINTED.values():
        said = texts(make(run, *words.partition(" --unit")[0].split()))
        counted = [line[0] for line in said if re.match(r"[一二三四五六七八九]、", line)]
        assert len(counted) > 1, words
        assert counted == list("一二三四五六七八九")[: len(counted)], words


def test_the_run_up_to_a_festival_counts_what_was_done_before_it(run: Run, full: Path) -> None:
    said = "".join(texts(make(run, *PRINTED["festival"].split())))
    assert "2026年1月1日以来制作发布公开信4430封" in said
    assert "召开部署会、推进会3场：2026年1月12日，云河区召开返乡人才联络工作部署会" in said
    assert "《关于印发〈云河区春节期间在外人才联络服务方案〉的通知》（云河组通〔2026〕2号）" in said


@pytest.mark.parametrize(
    ("limit", "named"),
    [("1", "张天宇等"), ("7", "张天宇、林立波、曹红梅、郭佳怡、张明轩、张海燕、姜小红")],
)
def test_people_are_named_up_to_a_limit(run: Run, full: Path, limit: str, named: str) -> None:
    said = "".join(texts(make(run, "--quarter", "2026Q1", "--limit", limit)))
    assert f"其中本期7人（{named}）" in said


def test_a_village_reports_who_is_cared_for_by_leaders_of_units_above_it(run: Run, full: Path) -> None:
    said = "".join(texts(make(run, "--template", "annual", "--year", "2026", "--unit", "望江社区")))
    assert "全社区列为领导干部联系对象的1人：何国平联系马鹏。2026年领导本人或受托人已主动联系。" in said


@pytest.mark.parametrize(
    ("words", "said", "unsaid"),
    [
        ("--quarter 2026Q1", "现将2026年第一季度有关情况报告如下。", "人才队伍结构|（一）|摸得清"),
        ("--template festival --festival 2026春节", "现将2026年春节期间工作开展情况报告如下。", "部署|抓住"),
        ("--template briefing --quarter 2026Q1", "人才底数和联络情况待摸排后汇报。", "近年来"),
        ("--template duty --year 2025", "现将2025年全区领导干部联系服务人才制度落实情况报告", "把联系的责任"),
    ],
)
def test_nothing_is_claimed_that_the_register_does_not_hold(
    run: Run, words: str, said: str, unsaid: str
) -> None:
    run("unit", "add", "云河区")
    page = "\n".join(texts(make(run, *words.split())))
    assert said in page
    assert not re.search(unsaid, page)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "--festival 2026春节",
            "“通一次电话”“开一场恳谈会”“办一期讲习”“解一件难事”“建一个联络群”各单位都还没有",
        ),
        ("--quarter 2026Q1", "“办一期讲习”还有白鹭村、竹坪村、桃源村，“解一件难事”还有梅溪村、"),
        ("--quarter 2026Q1 --unit 白鹭村", "“办一期讲习”“解一件难事”“建一个联络群”还没有完成。"),
        ("--quarter 2026Q1 --unit 白鹭村", "一、登记建档情况登记在库乡土人才44人"),
        ("--quarter 2025Q4", "119人次，联系人次"),  # all of it was entered late, which is no part of it
        ("--template annual --quarter 2026Q1", "存在问题和下步打算"),
        ("--template annual --year 2025", "存在问题和明年打算"),
        ("--template duty --year 2025 --unit 白鹭村", "2025年没有受理的诉求，也没有在办的诉求。"),
        ("--template duty --year 2025 --unit 白鹭村", "。没有联络员的联系对象，要结合分管领域"),
        ("--template requests --quarter 2026Q1 --unit 临江街道", "受理诉求1件，已办结；"),
    ],
)
def test_one_none_and_all_are_said_as_an_official_would(run: Run, full: Path, words: str, said: str) -> None:
    assert said in "".join(texts(make(run, *words.split())))


@pytest.mark.parametrize(
    ("words", "charts"),
    [
        (("--quarter", "2026Q1"), ["各月联系人次", "各单位登记和联系人才"]),
        (("--month", "2026-02"), ["各单位登记和联系人才"]),
        (("--quarter", "2026Q1", "--unit", "白鹭村"), ["各月联系人次"]),
        (("--month", "2026-02", "--unit", "白鹭村"), []),
    ],
)
def test_charts_show_units_side_by_side_and_months_in_a_row(
    run: Run, full: Path, words: tuple[str, ...], charts: list[str]
) -> None:
    parts = unpack(make(run, *words).read_bytes())
    drawn = [part.decode() for name, part in sorted(parts.items()) if re.search(r"/charts/chart\d", name)]
    assert [title for title in charts if any(title in part for part in drawn)] == charts
    assert len([part for part in drawn if "<c:chartSpace" in part]) == len(charts)


def test_every_packaged_report_is_one_that_is_listed() -> None:
    assert PRINTED.keys() <= REPORTS.keys()


if __name__ == "__main__":
    import sys

    for name, words in PRINTED.items():
        made = GOLDEN / "报告.docx"
        assert on_the_day(["--db", sys.argv[1], "report", *words.split(), "--out", str(made)]) == 0
        (GOLDEN / f"{name}_full.txt").write_text("\n".join(bracketed(made)) + "\n", "utf-8")
        made.unlink()
