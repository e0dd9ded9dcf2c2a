"""The definition card of a figure, and one thing counted in several ways side by side."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from diary import write_diary
from test_terminal import ESCAPE, POSIX, on_screen, width

from talentreg.figures.catalogue import FIGURES, KNOWN
from talentreg.figures.definition import Mode
from talentreg.records.text import fold

Run = Callable[..., Answer]


def card(run: Run, name: str) -> dict[str, str]:
    """Return what a card says, by its headings."""
    answer = run("figures", "show", name, "--json")
    assert answer.code == 0, answer.err
    (document,) = json.loads(answer.out)
    return {line["heading"]: line["text"] for line in document["card"]}


@pytest.mark.parametrize("key", KNOWN)
def test_every_figure_has_a_card_that_says_the_same_in_both_forms(run: Run, key: str) -> None:
    lines, out = card(run, key), run("figures", "show", key).out
    assert {"数什么", "什么时候", "算谁的", "怎样去重", "不计", "没有数时", "可分类"} <= set(lines)
    assert all(f"  {heading}：{text}\n" in out for heading, text in lines.items())
    assert out.startswith(f"{KNOWN[key].label}  {key}  ")
    assert f"talentreg why {KNOWN[key].label}\n" in out


@pytest.mark.parametrize(
    ("name", "heading", "said"),
    [
        ("走访返乡人员", "怎样去重", "一人有几条记录只计一人"),
        ("走访返乡人员", "算谁的", "联络登记的单位；没有写的，为本人当天所属单位"),
        ("走访返乡人员", "什么时候", "按发生的日期，不按录入的日期"),
        ("走访返乡人员", "没有数时", "一条联络记录也没有时显示“—”，不是0"),
        ("走访返乡人员", "另有口径", "走访返乡人员含家属"),
        ("电话联系未返乡人员", "扣除", "已计入“走访返乡人员”的人"),
        ("联系人次", "怎样去重", "不去重：一条记录计一人次"),
        ("入库人才", "什么时候", "期末当天的状态"),
        ("入库人才", "算谁的", "本人期末所属单位"),
        ("新入库人才", "算谁的", "本人当天所属单位"),
        ("已联系入库人才", "算谁的", "本人期末所属单位"),
        ("村社区数", "怎样去重", "每个单位计一个"),
        ("联系覆盖率", "怎样去重", "已联系入库人才÷入库人才"),
        ("联系覆盖率", "算谁的", "与分子、分母相同"),
        ("恳谈会场次", "算谁的", "主办单位"),
        ("恳谈会覆盖返乡人员", "算谁的", "活动的主办单位"),
        ("提供岗位", "怎样去重", "各条记录的数量相加"),
        ("宣传横幅", "没有数时", "一条宣传记录也没有"),
        ("受理诉求", "可分类", "诉求类别"),
        ("受理诉求", "算谁的", "承办单位；没有写的，为本人当天所属单位"),
        ("热线帮助", "什么时候", "从登记之初累计到期末，旁边列出本期的数；写了 --baseline 的从那天算起"),
        ("联系服务领导", "怎样去重", "每名工作人员计一人"),
        ("领导联系人才", "算谁的", "本人期末所属单位"),
        ("发现问题", "算谁的", "被查单位"),
    ],
)
def test_a_card_says_who_when_where_and_once_by_what(run: Run, name: str, heading: str, said: str) -> None:
    assert said in card(run, name)[heading]


def test_a_card_needs_no_register(run: Run, own_register: Path) -> None:
    assert run("figures", "show", "入库人才").code == 0
    assert not own_register.exists()


def test_several_cards_stand_below_one_another_each_once(run: Run) -> None:
    out = run("figures", "show", "入库人才", "persons_enrolled", "联系人次").out
    assert [line for line in out.splitlines() if line and not line.startswith(" ")] == [
        "入库人才  persons_enrolled  人，期末，按人计",
        "联系人次  contacts_made  人次，期内，按人次计",
    ]


def test_a_hand_entered_figure_has_a_card_where_it_is(run: Run, own_register: Path) -> None:
    refused = run("figures", "show", "创新平台")
    assert (refused.code, refused.out) == (1, "")
    write_diary(own_register, "number 创新平台 6 个 on=2026-03-01 source=科技局")
    lines = card(run, "创新平台")
    assert lines["怎样去重"] == "本单位有填报的用本单位的，没有的把下级的相加"
    assert "填报的数：talentreg why 创新平台" in run("figures", "show", "创新平台").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show", "走访返乡人"), 1, "走访返乡人员(returnees_visited)"),
        (("show",), 2, "指标"),
        (("compare", "qqqq"), 1, "没有名为「qqqq」的统计指标"),
        (("compare", "入库人才"), 1, "「入库人才」只有一种口径"),
        (("compare", "入库人才"), 1, "走访返乡人员、电话联系未返乡人员"),
        (("shwo", "入库人才"), 2, "show"),
    ],
)
def test_what_is_no_figure_is_refused(
    run: Run, own_register: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    write_diary(own_register, "")
    answer = run("figures", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


VISITS = """
    2026-02-17 甲 走访 返乡
    2026-02-18 甲 面谈 返乡
    2026-02-18 乙 走访 返乡 家属
    2026-02-19 丙 微信 返乡
    2026-02-19 丁 视频 返乡
    2026-02-19 戊 走访 未返乡
    2026-02-20 己 走访 返乡 未联系上
"""


def compared(run: Run, *words: str) -> dict[str, Any]:
    answer = run("figures", "compare", *words, "--quarter", "2026Q1", "--json")
    assert answer.code == 0, answer.err
    return {one["label"]: one["value"] for one in json.loads(answer.out)["figures"]}


def test_one_thing_is_counted_in_all_its_ways(run: Run, own_register: Path) -> None:
    write_diary(own_register, VISITS)
    ways = {"走访返乡人员": 1, "走访返乡人次": 2, "走访返乡人员含家属": 2, "走访返乡人员含微信视频": 3}
    assert compared(run, "走访返乡人员") == compared(run, "走访返乡人次") == ways
    assert compared(run, "走访返乡人员", "--unit", "梅溪镇") == dict.fromkeys(ways, 0)


def test_every_way_is_proven_by_as_many_rows(run: Run, own_register: Path) -> None:
    write_diary(own_register, VISITS)
    for label, value in compared(run, "走访返乡人员").items():
        rows = json.loads(run("why", label, "--quarter", "2026Q1", "--json").out)["rows"]
        assert len(rows) == value, label


def test_several_figures_stand_side_by_side_without_their_other_ways(run: Run, own_register: Path) -> None:
    write_diary(own_register, VISITS)
    assert compared(run, "走访返乡人员", "联系人次") == {"走访返乡人员": 1, "联系人次": 5}
    out = run("figures", "compare", "走访返乡人员", "联系人次", "--quarter", "2026Q1").out
    assert out.startswith("2026年第一季度  全部单位\n")
    assert "期内联系上本人的次数，各种方式合计" in out


def test_other_ways_of_counting_are_left_out_of_the_statistics(run: Run, own_register: Path) -> None:
    write_diary(own_register, VISITS)
    keys = [one["key"] for one in json.loads(run("stats", "--json").out)["figures"]]
    assert keys == list(FIGURES)
    assert "走访返乡人次" not in run("stats", "--all").out


def test_two_ways_that_say_the_opposite_never_count_the_same_person(run: Run, own_register: Path) -> None:
    write_diary(own_register, VISITS + "    2026-02-21 甲 电话 未返乡\n    2026-02-21 庚 电话 未返乡")
    assert compared(run, "电话联系未返乡人员")["电话联系未返乡人员"] == 1


def test_other_ways_of_counting_have_names_of_their_own() -> None:
    names = [fold(name) for figure in KNOWN.values() for name in (figure.key, figure.label)]
    assert len(names) == len(set(names)) == 2 * len(KNOWN)
    ways = [one for figure in FIGURES.values() for one in figure.variants]
    assert len(ways) >= 6
    proven = (one.rows or one.mode is Mode.RATIO for one in ways)
    assert all(proven)
    assert all(one.label.isidentifier() and not one.variants for one in ways)
    assert all(one.definition != figure.definition for figure in FIGURES.values() for one in figure.variants)


@POSIX
@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("words", [("show", "走访返乡人员"), ("compare", "走访返乡人员"), ("list",)])
def test_a_screen_is_never_too_narrow(own_register: Path, columns: int, words: tuple[str, ...]) -> None:
    write_diary(own_register, VISITS)
    lines = ESCAPE.sub("", on_screen(columns, "figures", *words)).splitlines()
    assert max(map(width, lines)) <= columns
