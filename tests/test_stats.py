"""What `stats` answers to its options: which figures, under what, in what order, compared with when."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from diary import write_diary

from talentreg.figures.catalogue import FIGURES

Run = Callable[..., Answer]

QUARTER = ("--quarter", "2026Q1")
DIARY = """
    2025-06-01 甲 入库
    2025-06-01 乙 入库
    始终 丙 转入 梅溪村
    2025-06-01 丙 入库
    2025-03-05 丙 电话 未返乡
    2025-11-01 乙 电话 未返乡
    2026-01-10 甲 走访 返乡 慰问
    2026-01-11 甲 走访 返乡 @渡口社区
    2026-03-11 甲 电话 未返乡
    2026-03-31 乙 电话 未返乡
    2026-03-31 丙 微信 未返乡
"""


@pytest.fixture
def diary(own_register: Path) -> Path:
    """Write the register of the diary."""
    write_diary(own_register, DIARY)
    return own_register


def ask(run: Run, *words: str) -> Any:
    answer = run("stats", *words, "--json")
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


def table(run: Run, *words: str) -> list[dict[str, str]]:
    answer = run("stats", *words, "--csv")
    assert (answer.code, answer.err) == (0, "")
    return list(csv.DictReader(io.StringIO(answer.out)))


def named(part: dict[str, Any]) -> tuple[str, Any]:
    return part["key"], part["value"]


# Which figures


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (["contacts_made"], ["contacts_made"]),
        (["联系人次"], ["contacts_made"]),
        (["联系人次", "入库人才"], ["contacts_made", "persons_enrolled"]),
        (["联系人次，入库人才、联系覆盖率"], ["contacts_made", "persons_enrolled", "coverage_rate"]),
        (["联系人次", "CONTACTS_MADE"], ["contacts_made"]),
    ],
)
def test_only_the_figures_named_are_told_in_the_order_named(
    run: Run, diary: Path, typed: list[str], keys: list[str]
) -> None:
    words = [word for name in typed for word in ("--figure", name)]
    assert [one["key"] for one in ask(run, *QUARTER, *words)["figures"]] == keys
    assert [row["key"] for row in table(run, *QUARTER, *words)] == keys
    (first, *_) = ask(run, *QUARTER, "--by", "unit", *words)["rows"]
    assert [one["key"] for one in first["figures"]] == keys
    printed = run("stats", *QUARTER, *words).out
    assert [f.label for f in FIGURES.values() if f" {f.label} " in printed] == [
        f.label for f in FIGURES.values() if f.key in keys
    ]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("--figure 联系人", 1, ["没有名为「联系人」的统计指标", "联系人次(contacts_made)"]),
        ("--by channel --figure 入库人才", 1, ["「入库人才」不能按联系渠道分类", "它数的不是联络"]),
        ("--by month --figure 入库人才", 1, ["「入库人才」不能按月份分类", "期内发生的事才有月份"]),
        ("--by month --figure 尚未联系人才", 1, ["「尚未联系人才」不能按月份分类"]),
        ("--by 学历 --figure 联系覆盖率", 1, ["「联系覆盖率」不能按学历分类", "分子和分母"]),
        ("--by 学历 --figure 村社区数", 1, ["「村社区数」不能按学历分类", "--by unit"]),
        ("--by unit,学历 --figure 村社区数", 1, ["「村社区数」不能按学历分类"]),
        ("--by channel --rank 入库人才", 1, ["「入库人才」不能按联系渠道分类"]),
        ("--by unit --rank 排名", 1, ["没有名为「排名」的统计指标"]),
        ("--by 学厉", 1, ["没有「学厉」这种分类", "是不是：学历(degree)"]),
        ("--by 年龄", 1, ["是不是：年龄段(age)"]),
        ("--by 单位名称", 1, ["没有「单位名称」这种分类", "--by unit"]),
        ("--by 社区", 1, ["--by unit --level 村社区"]),
        ("--by 街道", 1, ["--by unit --level 乡镇街道"]),
        ("--by 临江街道", 1, ["「临江街道」是单位", "--unit 临江街道"]),
        ("--by 联系人次", 1, ["「联系人次」是指标", "--figure contacts_made"]),
        ("--by unit,unit", 2, ["两个分类是同一个"]),
        ("--by 学历,DEGREE", 2, ["两个分类是同一个"]),
        ("--by unit,channel,month", 2, ["一个或两个分类"]),
        ("--by ，", 2, ["一个或两个分类"]),
        ("--by unit --level 楼栋", 2, ["--level", "「楼栋」看不懂", "村社区(community)"]),
        ("--level 社区", 2, ["--level 要和 --by unit 一起用"]),
        ("--by 学历 --level 社区", 2, ["--level 要和 --by unit 一起用"]),
        ("--by unit --level 省", 1, ["登记册里没有省一级的单位"]),
        ("--by unit --level 街道 --unit 望江社区", 1, ["「望江社区」没有乡镇街道一级的单位"]),
        ("--rank 联系人次", 2, ["--rank 要和 --by 一起用"]),
        ("--compare --by unit", 2, ["--compare 不能和 --by 一起用", "--unit"]),
        ("--json --csv", 2, ["--json 和 --csv 只能选一个"]),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_reason_and_nothing_printed(
    run: Run, diary: Path, line: str, code: int, said: list[str]
) -> None:
    answer = run("stats", *QUARTER, *line.split())
    assert (answer.code, answer.out) == (code, "")
    assert [text for text in said if text not in answer.err] == []


@pytest.mark.parametrize("typed", ["degree", "DEGREE", "学历", "ｄｅｇｒｅｅ", " 学 历 "])
def test_a_dimension_is_known_in_any_case_and_width(run: Run, diary: Path, typed: str) -> None:
    assert ask(run, *QUARTER, f"--by={typed}") == ask(run, *QUARTER, "--by", "degree")


@pytest.mark.parametrize("typed", ["unit,channel", "单位，联系渠道", "UNIT、channel", "unit ; 联系渠道"])
def test_two_dimensions_are_parted_as_people_part_them(run: Run, diary: Path, typed: str) -> None:
    assert ask(run, *QUARTER, "--by", typed) == ask(run, *QUARTER, "--by", "unit,channel")


# Months and staff


def test_months_stand_in_order_of_time_those_without_anything_too(run: Run, diary: Path) -> None:
    times, persons = ask(
        run, *QUARTER, "--by", "月份", "--figure", "contacts_made", "--figure", "persons_contacted"
    )["figures"]
    assert list(map(named, times["by"])) == [("2026-01", 2), ("2026-02", 0), ("2026-03", 3)]
    assert list(map(named, persons["by"])) == [("2026-01", 1), ("2026-02", 0), ("2026-03", 3)]


def test_months_of_a_long_span_begin_and_end_where_something_happened(run: Run, diary: Path) -> None:
    (times,) = ask(run, "--from", "1990-01-01", "--by", "month", "--figure", "contacts_made")["figures"]
    months = [part["key"] for part in times["by"]]
    assert (months[0], months[-1], len(months)) == ("2025-03", "2026-03", 13)


def test_only_flow_figures_have_months(run: Run, diary: Path) -> None:
    told = {one["key"] for one in ask(run, *QUARTER, "--by", "month")["figures"]}
    assert {"contacts_made", "persons_covered", "persons_newly_enrolled"} < told
    assert told & {"persons_enrolled", "persons_uncontacted", "willing_any", "coverage_rate"} == set()


@pytest.mark.parametrize("typed", ["2026-03", "202603", "2026年3月", "3月", "2026-3"])
def test_a_month_is_named_as_people_name_it(run: Run, diary: Path, typed: str) -> None:
    why = json.loads(run("why", f"联系人次.月份.{typed}", *QUARTER, "--json").out)
    assert (why["figure"]["key"], why["figure"]["value"]) == ("contacts_made.month.2026-03", 3)
    assert sorted(row["on"] for row in why["rows"]) == ["2026-03-11", "2026-03-31", "2026-03-31"]


@pytest.mark.parametrize(
    ("reference", "code", "said"),
    [
        ("contacts_made.month.2025-12", 1, "2025-12不在2026年第一季度之内"),
        ("contacts_made.month.腊月", 2, "月份「腊月」看不懂"),
        ("contacts_made.staff.李朋", 1, "是不是：李明"),
        ("contacts_made.staff.王二", 1, "没有名为「王二」的工作人员"),
        ("persons_enrolled.staff.李明", 1, "「入库人才」不能按联络人分类"),
    ],
)
def test_a_part_that_cannot_be_is_refused(
    run: Run, diary: Path, reference: str, code: int, said: str
) -> None:
    run("contact", "log", "甲", "--channel", "电话", "--by", "李明")
    answer = run("why", reference, *QUARTER)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_staff_of_one_name_are_told_apart_and_never_guessed(run: Run, diary: Path) -> None:
    for by, person in (("李明@望江社区", "甲"), ("李明@梅溪村", "丙"), ("王芳", "乙")):
        assert run("contact", "log", person, "--channel", "视频", "--by", by).code == 0
    (times,) = ask(run, *QUARTER, "--by", "联络人", "--figure", "contacts_made")["figures"]
    assert list(map(named, times["by"])) == [
        ("李明@望江社区", 1),
        ("李明@梅溪村", 1),
        ("王芳", 1),
        ("未填", 5),
    ]
    asked = run("why", "contacts_made.staff.李明", *QUARTER)
    assert (asked.code, asked.out) == (1, "")
    assert "有2位工作人员叫「李明」" in asked.err
    assert "李明@望江社区" in asked.err
    one = json.loads(run("why", "contacts_made.staff.李明@梅溪村", *QUARTER, "--json").out)
    assert [(row["name"], row["by"]) for row in one["rows"]] == [("丙", "李明")]
    assert "李明@梅溪村" in run("stats", *QUARTER, "--by", "staff").out


# Units


def units(run: Run, *words: str) -> list[str]:
    return [row["unit"] for row in ask(run, *QUARTER, "--by", "unit", *words)["rows"]]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ((), ["临江街道", "梅溪镇"]),
        (("--level", "township"), ["临江街道", "梅溪镇"]),
        (("--level", "村社区"), ["望江社区", "渡口社区", "梅溪村"]),
        (("--level", "社区", "--unit", "临江街道"), ["望江社区", "渡口社区"]),
        (("--level", "网格"), ["望江一网格"]),
        (("--level", "区"), ["云河区"]),
        (("--unit", "望江社区"), ["望江一网格"]),
    ],
)
def test_units_of_a_level_stand_instead_of_those_directly_below(
    run: Run, diary: Path, words: tuple[str, ...], names: list[str]
) -> None:
    assert units(run, *words) == names


@pytest.mark.parametrize(
    ("field", "day", "listed"),
    [
        ("closed_on", "2026-01-01", False),
        ("closed_on", "2026-01-02", True),
        ("closed_on", "2026-04-01", True),
        ("opened_on", "2026-03-31", True),
        ("opened_on", "2026-04-01", False),
    ],
)
def test_a_unit_the_period_did_not_know_is_listed_only_if_something_was_counted_there(
    run: Run, diary: Path, field: str, day: str, listed: bool
) -> None:
    with sqlite3.connect(diary) as connection:
        connection.execute(f"update unit set {field} = ? where name in ('望江一网格', '渡口社区')", (day,))
    connection.close()
    level = ("--level", "社区", "--figure", "contacts_made")
    assert "渡口社区" in units(run, *level)
    assert ("望江一网格" in units(run, "--level", "网格", "--figure", "contacts_made")) == listed
    assert ("渡口社区" in units(run, "--level", "社区", "--figure", "away_phoned")) == listed


def test_units_of_one_name_are_told_apart_by_their_path(run: Run, diary: Path) -> None:
    with sqlite3.connect(diary) as connection:
        connection.execute("update unit set name = '望江社区' where name = '梅溪村'")
    connection.close()
    assert units(run, "--level", "社区") == ["临江街道/望江社区", "渡口社区", "梅溪镇/望江社区"]
    (crossed, *_) = ask(run, *QUARTER, "--by", "unit,channel", "--level", "社区")["figures"]
    assert [row["label"] for row in crossed["by"]] == units(run, "--level", "社区")
    for name in ("临江街道/望江社区", "梅溪镇/望江社区"):
        assert run("stats", *QUARTER, "--unit", name).code == 0


# Ranks


def test_units_are_ranked_equals_share_a_place_and_the_unknown_come_last(run: Run, diary: Path) -> None:
    rows = ask(run, *QUARTER, "--by", "unit", "--level", "社区", "--rank", "联系覆盖率")["rows"]
    rates = [{one["key"]: one["value"] for one in row["figures"]}["coverage_rate"] for row in rows]
    assert [(row["rank"], row["unit"]) for row in rows] == [
        (1, "望江社区"),
        (1, "梅溪村"),
        (None, "渡口社区"),
    ]
    assert rates == [100.0, 100.0, None]
    times = ask(
        run, *QUARTER, "--by", "unit", "--level", "社区", "--rank", "联系人次", "--figure", "入库人才"
    )
    assert [
        (row["rank"], row["unit"], [one["value"] for one in row["figures"]]) for row in times["rows"]
    ] == [
        (1, "望江社区", [3, 2]),
        (2, "渡口社区", [1, 0]),
        (2, "梅溪村", [1, 1]),
    ]


def test_words_are_ranked_those_who_have_none_without_a_place(run: Run, diary: Path) -> None:
    asked = (*QUARTER, "--by", "channel", "--rank", "contacts_made", "--figure", "persons_contacted")
    first, second = ask(run, *asked)["figures"]
    assert [(one["key"], one["value"], one["rank"]) for one in first["by"]] == [
        ("visit", 2, 1),
        ("phone", 2, 1),
        ("wechat", 1, 3),
    ]
    assert [(one["key"], one["value"], one["rank"]) for one in second["by"]] == [
        ("visit", 1, 1),
        ("phone", 2, 1),
        ("wechat", 1, 3),
    ]
    (reasons,) = ask(run, *QUARTER, "--by", "事由", "--rank", "联系人次", "--figure", "联系人次")["figures"]
    assert [(one["key"], one["value"], one["rank"]) for one in reasons["by"]] == [
        ("慰问", 1, 1),
        ("未填", 4, None),
    ]


def test_the_rows_of_a_cross_table_are_ranked_by_their_totals(run: Run, diary: Path) -> None:
    asked = (*QUARTER, "--by", "unit,channel", "--level", "社区", "--rank", "入库人才")
    (crossed,) = ask(run, *asked, "--figure", "联系人次")["figures"]
    assert [(row["rank"], row["label"]) for row in crossed["by"]] == [
        (1, "望江社区"),
        (2, "梅溪村"),
        (3, "渡口社区"),
    ]
