"""The next report speaks of what was submitted, and names those who make the difference."""

from collections.abc import Callable
from pathlib import Path

import pytest
from submitted import Run, lay_people, make, send

from talentreg.reports.gbt9704 import build_template
from talentreg.reports.reading import numbers, texts

Book = Callable[..., Path]

EARLY = "add 周七 --phone 15400000021 --unit 望江社区 入库日期=2025-12-01"
NEW = "add 吴八 --phone 15400000022 --unit 望江社区 入库日期=2026-02-01"


@pytest.fixture
def sent(run: Run, book: Book) -> None:
    """Lay the people, and send what the last quarter of 2025 was."""
    lay_people(run, book)
    assert send(run, "--number", "云组〔2026〕1号", period="2025Q4").code == 0


def page(run: Run, *words: str) -> str:
    return "\n".join(texts(make(run, *words, out="下期.docx")))


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "入库人才6人，与上季度报送数持平。"),
        ((NEW,), "入库人才7人，较上季度报送数增加1人，增长16.7%。\n新增1人（吴八）"),
        ((EARLY,), "入库人才7人，较上季度报送数增加1人，增长16.7%。\n补录1人（周七）"),
        (
            ("withdraw 张一 --on 2026-03-01 --reason 调离",),
            "较上季度报送数减少1人，下降16.7%。\n退库1人（张一）",
        ),
        (
            ("merge R000005 R000006 --keep 联系电话=A --keep 姓名=A", NEW),
            "与上季度报送数持平。\n新增1人（吴八），合并重复登记1人（钱五）",
        ),
        (("erase 张一 --reason 本人申请 --yes",), "减少1人，下降16.7%。\n应要求删除1人\n"),
    ],
)
def test_the_next_period_is_compared_with_what_was_sent_by_name(
    run: Run, lines: tuple[str, ...], said: str
) -> None:
    for line in lines:
        assert run(*line.split()).code == 0
    assert said in page(run)


def test_figures_counted_from_another_day_are_not_held_against_what_was_sent(run: Run, book: Book) -> None:
    lay_people(run, book)
    run("milestone", "log", "引进", "王三", "--on", "2020-05-01")
    words = ("report", "--quarter", "2025Q4", "--template", "累计.docx")
    Path("累计.docx").write_bytes(build_template("累计引进{{ 引进人才 }}人"))
    assert run(*words, "--out", "报送.docx").code == run("report", "submit", "报送.docx").code == 0
    assert "这一期已" not in run(*words, "--baseline", "2021-01-01", "--out", "二.docx").err
    run("milestone", "log", "引进", "张一", "--on", "2025-12-01")
    assert "引进人才：报送1，现在2" in run(*words, "--out", "三.docx").err


@pytest.mark.usefixtures("sent")
def test_what_happened_in_a_period_is_explained_in_that_period(run: Run) -> None:
    assert "报送以后" not in page(run)
    run("contact", "log", "王三", "--channel", "phone", "--on", "2025-12-20")
    assert "2025年第四季度的联系人次在2026年3月31日报送以后，补录1人次（王三）" in page(run)


def test_without_a_submission_nothing_is_said_of_one(run: Run, book: Book) -> None:
    lay_people(run, book)
    assert "报送" not in page(run)


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("words", [("--unit", "临江街道")], ids=["another unit"])
def test_what_another_unit_sent_is_not_compared_with(run: Run, words: tuple[str, ...]) -> None:
    assert "报送" not in page(run, *words)


@pytest.mark.usefixtures("sent")
def test_the_words_about_a_submission_are_known_to_verify(run: Run) -> None:
    run(*NEW.split())
    report = make(run, out="下期.docx")
    assert {one.origin.format for one in numbers(report) if one.origin} >= {"sent", "sentwhy"}
    assert run("report", "verify", report).code == 0
    run("withdraw", "张一", "--on", "2026-03-01", "--reason", "调离")
    stale = run("report", "verify", report)
    assert (stale.code, "较上次报送" in stale.out) == (1, True)


@pytest.mark.usefixtures("sent")
def test_a_correction_is_what_the_next_report_is_compared_with(run: Run) -> None:
    run(*EARLY.split())
    assert send(run, period="2025Q4").code == 0
    assert "入库人才7人，与上季度报送数持平。" in page(run)


@pytest.mark.usefixtures("sent")
def test_a_forced_number_is_compared_as_it_was_printed(run: Run) -> None:
    run(*EARLY.split())
    report = make(run, out="再报.docx", period="2025Q4")
    run(*"withdraw 张一 --on 2025-12-20 --reason 调离".split())
    assert run("report", "submit", report, "--force").code == 0
    assert "入库人才6人，较上季度报送数减少1人，下降14.3%。" in page(run)


LISTING = """# {{ 期间 }}
{{ 入库人才 }}{{ 联系人次 }}
{%p if 上次报送 %}
比{{ 上次报送 }}：
{%p endif %}
{%p for 行 in 较上次报送说明 %}
{{ 行.指标 }}|{{ 行.比较 }}|{{ 行.说明 }}
{%p endfor %}
{%p for 行 in 口径说明 %}
{{ 行.指标 }}：{{ 行.口径 }}（{{ 行.时间 }}，{{ 行.版本 }}）
{%p endfor %}
"""


@pytest.mark.usefixtures("sent")
def test_a_template_lists_all_differences_and_all_definitions(run: Run) -> None:
    run(*NEW.split())
    Path("清单.docx").write_bytes(build_template(LISTING))
    assert run("report", "--quarter", "2026Q1", "--template", "清单.docx", "--out", "清单报告.docx").code == 0
    said = texts("清单报告.docx")
    assert "比2026年3月31日报送的云组〔2026〕1号：" in said
    assert "入库人才|较上季度报送数增加1人，增长16.7%|新增1人（吴八）" in said
    defined = [line.split("：")[0] for line in said if "期末，" in line or "期内，" in line]
    assert defined == ["入库人才", "联系人次"]
