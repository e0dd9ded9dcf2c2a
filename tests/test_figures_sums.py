"""Records, sums and running totals as figures: how they count, break down, prove themselves and are told."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import lay_once
from conftest import Answer
from diary import Specimen, counted, write_diary
from openpyxl import load_workbook

from talentreg.figures.catalogue import FIGURES
from talentreg.figures.definition import Mode, Time

Run = Callable[..., Answer]

WORK = """
    始终 丙 转入 梅溪村
    event 新春恳谈 kind=恳谈会 on=2026-02-18 unit=望江社区 headcount=35 festival=春节
    event 双选会 kind=招聘会 on=2026-03-01 unit=临江街道 posts=340 employers=12
    event 小招聘 kind=招聘会 on=2026-03-31 unit=梅溪村 posts=60 录于2026-04-05
    attendance 新春恳谈 甲 attended=是 presence=返乡
    attendance 新春恳谈 丙 attended=是 presence=未返乡
    publicity 横幅 30 on=2026-02-01 unit=望江社区
    publicity 横幅 12 on=2026-02-03 unit=梅溪村
    publicity 公开信 500 on=2026-02-01
    request 甲 孩子上学 category=子女入学 on=2026-02-05 unit=望江社区
    request 丙 要贷款 category=资金 on=2026-01-06 closed_on=2026-03-02
    request text=停车难 on=2026-03-05 unit=渡口社区
    hotline 政策咨询 王五 on=2025-12-03 outcome=是 unit=望江社区
    hotline 政策咨询 王五 on=2026-02-03 outcome=是 unit=望江社区
    hotline 政策咨询 赵六 on=2025-12-05 outcome=是 unit=梅溪村
    hotline 就业服务 person=甲 on=2026-03-05 outcome=是 unit=望江社区
    hotline 其他 on=2026-03-06 outcome=否 unit=望江社区
"""
"""A quarter of work beside contacts; 甲 is of 望江社区, 丙 of 梅溪村."""

WORKED = (
    Specimen(
        "a record is counted where its unit is, and by every unit above it",
        WORK,
        {"events_held": 3, "events_held@临江街道": 2, "events_held@望江社区": 1, "events_held@梅溪镇": 1},
    ),
    Specimen(
        "amounts add up; those of no unit below stand in the whole only",
        WORK,
        {"banners": 42, "banners@临江街道": 30, "publicity_quantity": 542, "publicity_quantity@临江街道": 30},
    ),
    Specimen(
        "records and amounts break down by what the records say",
        WORK,
        {
            "events_held.event.招聘会": 2,
            "events_held.festival.春节": 1,
            "events_held.festival.未填": 2,
            "events_held.month.2026-03": 2,
            "fair_posts.month.2026-03": 400,
            "fair_posts.month.2026-02": 0,
            "publicity_quantity.publicity.公开信": 500,
            "requests_received.request.资金": 1,
            "requests_received.request.未填": 1,
            "requests_closed.month.2026-03": 1,
            "requests_closed.month.2026-01": 0,
            "hotline_calls.hotline.政策咨询": 3,
        },
    ),
    Specimen(
        "an attendance has what its event has",
        WORK,
        {
            "event_persons": 2,
            "event_persons.event.恳谈会": 2,
            "event_persons.festival.春节": 2,
            "event_persons.presence.返乡": 1,
            "event_persons.role.参加人": 2,
            "event_persons.month.2026-02": 2,
        },
    ),
    Specimen(
        "a record about a person has what the person has, one about nobody has it blank",
        WORK + "\n    2026-01-01 甲 入库",
        {"requests_received.sex.未填": 3, "requests_received.missing.性别": 2},
    ),
    Specimen(
        "a running total reaches back to the beginning, the period adds its own",
        WORK,
        {
            "hotline_calls": 5,
            "hotline_calls.period": 3,
            "hotline_helped": 3,
            "hotline_helped.period": 2,
            "hotline_helped.period@梅溪镇": 0,
            "hotline_helped@梅溪镇": 1,
        },
    ),
    Specimen(
        "what was typed after the period is late, a record each",
        WORK,
        {"fair_posts": 400, "fair_posts.late": 1, "events_held.late": 1, "job_fairs.late": 1},
    ),
    Specimen(
        "a share of records is proven by its whole",
        WORK,
        {
            "requests_close_rate": 33.3,
            "requests_close_rate@梅溪镇": 100.0,
            "requests_close_rate@渡口社区": 0.0,
        },
    ),
)


@pytest.mark.parametrize("specimen", WORKED, ids=str)
def test_work_is_counted(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    write_diary(own_register, specimen.diary)
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    assert counted(run, specimen.counts) == specimen.counts


@pytest.fixture
def work(own_register: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay the quarter's work where the commands look for it."""
    lay_once(__name__, own_register, lambda: write_diary(own_register, WORK))
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-10")
    return own_register


def ask(run: Run, *words: str) -> Any:
    answer = run(*words, "--quarter", "2026Q1", "--json")
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


def test_an_event_proves_itself_by_its_name_and_nobodys(run: Run, work: Path) -> None:
    (row,) = ask(run, "why", "talks_held")["rows"]
    assert row == {
        "record": "E000001",
        "person": None,
        "name": "新春恳谈",
        "unit": "云河区/临江街道/望江社区",
        "on": "2026-02-18",
        "late": False,
        "kind": "恳谈会",
        "state": "held",
        "headcount": 35,
        "place": None,
        "note": None,
    }


def test_a_sum_is_proven_by_amounts_that_add_up_to_it(run: Run, work: Path) -> None:
    answer = ask(run, "why", "提供岗位")
    assert [(row["record"], row["amount"], row["late"]) for row in answer["rows"]] == [
        ("E000002", 340, False),
        ("E000003", 60, True),
    ]
    printed = run("why", "提供岗位", "--quarter", "2026Q1").out
    assert printed.splitlines()[-2:] == ["数量合计400个", "共2条"]


def test_a_closed_request_tells_both_its_days(run: Run, work: Path) -> None:
    (row,) = ask(run, "why", "办结诉求")["rows"]
    assert (row["on"], row["dated"], row["name"], row["text"]) == ("2026-03-02", "2026-01-06", "丙", "要贷款")
    assert (
        "2026-03-02 诉求 资金 要贷款 受理日期2026-01-06" in run("why", "办结诉求", "--quarter", "2026Q1").out
    )


def test_a_request_of_nobody_stands_among_the_others_without_a_name(run: Run, work: Path) -> None:
    rows = ask(run, "why", "受理诉求")["rows"]
    assert [(row["person"], row["name"], row["text"]) for row in rows] == [
        ("R000001", "丙", "要贷款"),
        ("R000002", "甲", "孩子上学"),
        (None, None, "停车难"),
    ]


def test_callers_who_are_not_registered_are_people_by_their_names(run: Run, work: Path) -> None:
    rows = ask(run, "why", "热线帮助")["rows"]
    assert [(row["person"], row["name"], len(row["records"])) for row in rows] == [
        ("R000002", "甲", 1),
        (None, "王五", 2),
        (None, "赵六", 1),
    ]


def test_a_share_of_records_tells_of_each_whether_it_counts(run: Run, work: Path) -> None:
    answer = ask(run, "why", "诉求办结率")
    assert [(row["record"], row["counted"]) for row in answer["rows"]] == [
        ("Q000002", True),
        ("Q000001", False),
        ("Q000003", False),
    ]
    assert "计入：2026-01-06 诉求 资金" in run("why", "诉求办结率", "--quarter", "2026Q1").out


def test_a_duty_is_proven_by_what_is_owed_and_what_was_done(run: Run, work: Path) -> None:
    run("duty", "rule", "add", "联系办法", "层级=乡科级", "每年次数=2", "施行日期=2025-01-01")
    run("staff", "add", "李书记", "--unit", "临江街道", "层级=乡科级")
    assert run("assign", "add", "李书记", "甲", "任期起=2025-01-01").code == 0
    assert run("contact", "log", "甲", "--channel", "电话", "--on", "2026-03-02", "--by", "李书记").code == 0
    answer = ask(run, "why", "联系职责履行率")
    (row,) = answer["rows"]
    assert (row["name"], row["leader"], row["required"], row["done"], row["counted"]) == (
        "甲",
        "李书记",
        2,
        1,
        False,
    )
    assert "应联系次数2 已联系次数1" in run("why", "应履行联系职责", "--quarter", "2026Q1").out
    assert ask(run, "why", "领导联系人才.leader.李书记")["figure"]["value"] == 1


def test_numbers_in_what_records_say_are_masked(run: Run, work: Path) -> None:
    run("request", "add", "text=电话15412345678要贷款", "on=2026-02-07")
    run(
        "hotline",
        "add",
        "其他",
        "孙七15412345678",
        "on=2026-02-07",
        "是否帮助=是",
        "来电内容=证990101199005060019",
    )
    for figure, shown in (
        ("受理诉求", "电话154****5678要贷款"),
        ("热线帮助", "孙七154****5678"),
        ("热线来电", "证99**************19"),
    ):
        for words in ((), ("--json",)):
            out = run("why", figure, "--quarter", "2026Q1", *words).out
            assert shown in out
            assert "15412345678" not in out.replace("*", "")
            assert "990101199005060019" not in out


def test_names_that_look_like_formulas_or_marks_stay_names(run: Run, work: Path) -> None:
    for name in ("[red]会", "会=1+1"):
        assert run("event", "add", f"活动名称={name}", "活动类型=参观", "活动日期=2026-02-01").code == 0
    assert [row["name"] for row in ask(run, "why", "events_held.event.参观")["rows"]] == ["[red]会", "会=1+1"]
    assert "[red]会" in run("why", "events_held.event.参观", "--quarter", "2026Q1").out


@pytest.mark.parametrize(
    ("figure", "head", "first"),
    [
        (
            "提供岗位",
            "序号 记录 名称 单位 日期 数量 活动类型 活动状态 补录",
            [1, "E000002", "双选会", "云河区/临江街道"],
        ),
        (
            "办结诉求",
            "序号 记录 编号 姓名 单位 日期 事项种类 事项类别 诉求内容 办结日期 受理日期",
            [1, "Q000002", "R000001", "丙"],
        ),
        ("热线帮助", "序号 编号 姓名 单位 记录数 依据", [1, "R000002", "甲"]),
        (
            "诉求办结率",
            "序号 记录 编号 姓名 单位 日期 事项种类 事项类别 诉求内容 办结日期 是否计入",
            [1, "Q000002", "R000001", "丙"],
        ),
    ],
)
def test_the_workbook_has_a_column_for_whatever_some_record_says(
    run: Run, work: Path, figure: str, head: str, first: list[Any]
) -> None:
    assert run("why", figure, "--quarter", "2026Q1", "--xlsx", "a.xlsx").code == 0
    names, row, *_ = load_workbook("a.xlsx")["依据"].iter_rows(values_only=True)
    assert list(names) == head.split()
    assert list(row)[: len(first)] == first


def test_a_running_total_stands_beside_what_the_period_adds(run: Run, work: Path) -> None:
    (line,) = [
        one.split() for one in run("stats", "--quarter", "2026Q1").out.splitlines() if "热线帮助" in one
    ]
    assert line == ["热线帮助", "3", "人", "累计，其中本期2"]
    (figure,) = ask(run, "stats", "--figure", "热线帮助")["figures"]
    assert (figure["value"], figure["in_period"], figure["time"]) == (3, 2, "total")
    answer = run("stats", "--quarter", "2026Q1", "--figure", "热线帮助,入库人才", "--csv")
    helped, enrolled = csv.DictReader(io.StringIO(answer.out))
    assert (helped["in_period"], enrolled["in_period"]) == ("2", "")


def test_each_unit_has_a_running_total_of_its_own(run: Run, work: Path) -> None:
    rows = ask(run, "stats", "--by", "unit", "--figure", "hotline_helped")["rows"]
    assert [(row["unit"], row["figures"][0]["value"], row["figures"][0]["in_period"]) for row in rows] == [
        ("临江街道", 2, 2),
        ("梅溪镇", 1, 0),
    ]


def test_a_cross_table_of_sums_adds_amounts(run: Run, work: Path) -> None:
    (one,) = ask(run, "stats", "--by", "unit,publicity", "--figure", "publicity_quantity")["figures"]
    found = {(row["label"], part["label"]): part["value"] for row in one["by"] for part in row["by"]}
    assert found[("临江街道", "横幅")] == 30
    assert found[("梅溪镇", "横幅")] == 12
    assert found[("梅溪镇", "公开信")] == 0
    assert {part["label"]: part["value"] for part in one["totals"]} == {"横幅": 42, "公开信": 500}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("communities.sex.男", "它数的不是人"),
        ("banners.degree.本科", "它数的不是人"),
        ("events_held.hotline.政策", "热线类别是热线的内容，它数的不是热线"),
        ("inspections.publicity.横幅", "宣传形式是宣传的内容，它数的不是宣传"),
        ("requests_open.month.2026-01", "只有期内发生的事才有月份"),
        ("requests_close_rate.request.资金", "请分列它的分子和分母"),
        ("requests_open.late", "只有期内发生的数才分得出补录"),
        ("banners.period", "只有累计的数才分得出本期"),
        ("requests_close_rate.period", "没有本期一说"),
    ],
)
def test_what_a_figure_cannot_be_parted_by_is_refused_with_the_reason(
    run: Run, work: Path, typed: str, said: str
) -> None:
    answer = run("why", typed, "--quarter", "2026Q1")
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


@pytest.mark.parametrize("unit", [(), ("--unit", "临江街道")], ids=["全区", "街道"])
@pytest.mark.parametrize(
    "key",
    [one.key for one in FIGURES.values() if one.mode in (Mode.SUM, Mode.ITEMS) or one.time is Time.TOTAL],
)
def test_every_breakdown_of_a_record_adds_up_and_is_proven(
    run: Run, work: Path, key: str, unit: tuple[str, ...]
) -> None:
    (listed,) = [one for one in json.loads(run("figures", "--json").out) if one["key"] == key]
    for dimension in set(listed["by"]) & {"event", "festival", "request", "hotline", "publicity", "month"}:
        (figure,) = ask(run, "stats", "--by", dimension, "--figure", key, *unit)["figures"]
        parts = {part["key"]: part["value"] for part in figure["by"]}
        if figure["value"] is None:
            continue
        assert sum(parts.values()) == figure["value"] or FIGURES[key].mode is Mode.PERSONS
        assert sum(parts.values()) >= figure["value"]
        for word, value in parts.items():
            rows = ask(run, "why", f"{key}.{dimension}.{word}", *unit)["rows"]
            assert sum(row.get("amount", 1) for row in rows) == value, (dimension, word)


# A screen that stays readable


def test_groups_with_nothing_to_count_are_folded_into_one_line(run: Run, own_register: Path) -> None:
    write_diary(own_register, "2026-02-01 甲 走访 返乡")
    out = run("stats", "--quarter", "2026Q1").out
    (line,) = [one for one in out.splitlines() if one.startswith("还没有记录可数：")]
    assert line.endswith("逐项列出加 --all")
    assert "诉求服务（" in line
    assert "受理诉求" not in out
    whole = run("stats", "--quarter", "2026Q1", "--all").out
    assert "还没有记录可数" not in whole
    assert all(figure.label in whole for figure in FIGURES.values())


def test_a_figure_asked_for_is_told_though_it_is_unknown(run: Run, own_register: Path) -> None:
    write_diary(own_register, "2026-02-01 甲 走访 返乡")
    out = run("stats", "--quarter", "2026Q1", "--figure", "受理诉求").out
    assert ["受理诉求", "—", "件"] in [line.split() for line in out.splitlines()]
    assert "还没有记录可数" not in out


def test_a_group_is_asked_for_by_its_name(run: Run, work: Path) -> None:
    found = [one["key"] for one in ask(run, "stats", "--figure", "诉求服务,入库人才")["figures"]]
    assert found[:2] == ["requests_received", "requests_closed"]
    assert found[-1] == "persons_enrolled"
