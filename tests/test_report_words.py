"""What reports say in words: comparisons, titles quoted, measures, where a festival's work begins."""

from datetime import date

import pytest

from talentreg.figures.catalogue import FIGURES
from talentreg.figures.compute import Value
from talentreg.periods import Period
from talentreg.reports.comparing import compare_words
from talentreg.reports.period_codes import read_code
from talentreg.reports.variables.kinds import counter
from talentreg.reports.variables.papers import quoted
from talentreg.reports.variables.run_up import begins


@pytest.mark.parametrize(
    ("figure", "was", "now", "said"),
    [
        ("persons_enrolled", 145, 157, "较上季度增加12人，增长8.3%"),
        ("persons_enrolled", 157, 145, "较上季度减少12人，下降7.6%"),
        ("contacts_made", 2, 1, "较上季度减少1人次，下降50.0%"),
        ("events_held", 1, 2, "较上季度增加1场，增长1倍"),
        ("events_held", 6, 79, "较上季度增加73场，增长12.2倍"),
        ("events_held", 2, 0, "较上季度减少2场，下降100.0%"),
        ("events_held", 0, 2, "较上季度增加2场"),
        ("events_held", 3, 3, "与上季度持平"),
        ("events_held", 0, 0, ""),
        ("events_held", None, 2, ""),
        ("events_held", 2, None, ""),
        ("coverage_rate", 38.9, 42.7, "较上季度提高3.8个百分点"),
        ("coverage_rate", 42.7, 38.9, "较上季度下降3.8个百分点"),
        ("benefit_amount", 1.26, 6.5, "较上季度增加5.24万元，增长4.2倍"),
    ],
)
def test_a_comparison_reads_as_an_official_writes_it(
    figure: str, was: float | None, now: float | None, said: str
) -> None:
    one = FIGURES[figure]
    assert compare_words(Value(one, now), Value(one, was), "上季度") == said


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("工作要点", "《工作要点》"),
        ("《工作要点》", "《工作要点》"),
        ("关于印发《方案》的通知", "《关于印发〈方案〉的通知》"),
        ("《通知》和《方案》", "《〈通知〉和〈方案〉》"),
    ],
)
def test_a_title_within_a_title_has_single_marks(title: str, printed: str) -> None:
    assert quoted(title) == printed


@pytest.mark.parametrize(
    ("kind", "measure"),
    [
        ("横幅", "条"),
        ("宣传横幅", "条"),
        ("公开信", "封"),
        ("户外LED屏", "块"),
        ("短视频", "个"),
        ("剪纸", "份"),
    ],
)
def test_publicity_is_counted_in_what_its_kind_is_counted_in(kind: str, measure: str) -> None:
    assert counter(kind) == measure


@pytest.mark.parametrize(
    ("period", "day"),
    [
        (read_code("2026chunjie"), date(2026, 1, 1)),
        (read_code("20260112-20260320", "大走访"), date(2026, 1, 1)),
        (read_code("2026Q1"), date(2026, 1, 1)),
        (read_code("2026Q1@20260215"), date(2026, 1, 1)),
        (read_code("2026-02"), date(2026, 2, 1)),
        (read_code("2025"), date(2025, 1, 1)),
        (read_code("2026Y0331"), date(2026, 1, 1)),
    ],
    ids=lambda one: one.code if isinstance(one, Period) else str(one),
)
def test_work_begins_before_a_festival_and_with_any_other_period(period: Period, day: date) -> None:
    assert begins(period) == day
