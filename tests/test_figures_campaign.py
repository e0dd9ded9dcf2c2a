"""Edge cases of the figures of campaigns, reports that are due and inspections."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

CAMPAIGN = "campaign 春节行动 on=2026-01-20 until=2026-03-10 level=村社区"

CHECKLIST = (
    Specimen(
        "every unit of the level owes every item of the checklist",
        f"""
        {CAMPAIGN}
        task 开一次座谈 campaign=春节行动
        task 发一封信 campaign=春节行动
        task 宣传 kind=阶段 campaign=春节行动
        fulfilment 开一次座谈 望江社区 on=2026-02-10
        fulfilment 发一封信 望江社区 on=2026-02-11
        fulfilment 发一封信 梅溪村 on=2026-02-11
        fulfilment 宣传 梅溪村 on=2026-02-11
        """,
        {
            "checklist_due": 6,
            "checklist_done": 3,
            "checklist_rate": 50.0,
            "checklist_due@望江社区": 2,
            "checklist_rate@望江社区": 100.0,
            "checklist_done@渡口社区": 0,
            "checklist_rate@渡口社区": 0.0,
            "checklist_done.task.发一封信": 2,
        },
    ),
    Specimen(
        "an item is in hand from its first to its last day; what was done by the end is done",
        """
        campaign 一 on=2025-10-01 until=2026-01-01 level=村社区
        campaign 二 on=2025-10-01 until=2025-12-31 level=村社区
        campaign 三 on=2026-03-31 until=2026-06-30 level=村社区
        campaign 四 on=2026-04-01 until=2026-06-30 level=村社区
        task 甲事 campaign=一
        task 乙事 campaign=二
        task 丙事 campaign=三
        task 丁事 campaign=四
        fulfilment 甲事 望江社区 on=2025-12-01
        fulfilment 乙事 望江社区 on=2025-12-01
        fulfilment 丙事 望江社区 on=2026-04-01
        fulfilment 丁事 望江社区 on=2026-04-01
        """,
        {"checklist_due": 6, "checklist_done": 1},
    ),
    Specimen(
        "an item has days, units and a level of its own where it names them",
        f"""
        {CAMPAIGN}
        task 甲事 campaign=春节行动 unit=临江街道
        task 乙事 campaign=春节行动 level=乡镇街道
        task 丙事 campaign=春节行动 on=2026-04-01 due_on=2026-04-30
        """,
        {"checklist_due": 4, "checklist_done": 0, "checklist_due@梅溪镇": 1, "checklist_due@临江街道": 3},
    ),
    Specimen(
        "a unit that is exempt owes nothing",
        f"""
        {CAMPAIGN}
        task 甲事 campaign=春节行动
        fulfilment 甲事 望江社区 on=2026-02-10
        fulfilment 甲事 渡口社区 on=2026-02-10 state=免做
        """,
        {"checklist_due": 2, "checklist_done": 1, "checklist_rate": 50.0, "checklist_rate@渡口社区": None},
    ),
    Specimen(
        "a unit that is gone by the last day owes nothing, one that is closed the day after does",
        f"""
        {CAMPAIGN}
        task 甲事 campaign=春节行动
        2026-03-10 渡口社区 撤销
        2026-03-11 望江社区 撤销
        2026-03-11 梅溪村 设立
        """,
        {"checklist_due": 1, "checklist_due@望江社区": 1, "checklist_done": 0},
    ),
    Specimen(
        "what was typed after the period is marked",
        f"""
        {CAMPAIGN}
        task 甲事 campaign=春节行动
        fulfilment 甲事 望江社区 on=2026-03-31 录于2026-04-02
        fulfilment 甲事 渡口社区 on=2026-03-31
        """,
        {"checklist_done": 2, "checklist_done.late": 1},
    ),
    Specimen(
        "without anything in hand there is nothing to divide by",
        """
        campaign 一 on=2025-01-01 until=2025-02-01
        task 甲事 campaign=一
        """,
        {"checklist_due": 0, "checklist_done": 0, "checklist_rate": None},
    ),
)

REPORTING = (
    Specimen(
        "reports are due by the day they are due on, and late from the day after",
        """
        task 年报 kind=报送 level=村社区 due_on=2026-03-31
        task 月报 kind=报送 level=村社区 due_on=2026-01-01
        task 旧报 kind=报送 level=村社区 due_on=2025-12-31
        task 新报 kind=报送 level=村社区 due_on=2026-04-01
        fulfilment 年报 望江社区 on=2026-03-31
        fulfilment 年报 渡口社区 on=2026-04-01
        fulfilment 月报 望江社区 on=2025-12-30
        fulfilment 月报 渡口社区 on=2026-01-02
        fulfilment 旧报 望江社区 on=2026-01-02
        """,
        {
            "units_due": 6,
            "units_reported": 3,
            "units_late": 2,
            "units_late@望江社区": 0,
            "units_late@渡口社区": 1,
            "units_late@梅溪镇": 1,
            "checklist_due": 0,
        },
    ),
    Specimen(
        "who is exempt does not report, who has no such level neither",
        """
        task 年报 kind=报送 level=乡镇街道 due_on=2026-02-28
        fulfilment 年报 临江街道 on=2026-02-01
        fulfilment 年报 梅溪镇 on=2026-02-01 state=免做
        """,
        {"units_due": 1, "units_reported": 1, "units_late": 0, "units_due@望江社区": 0},
    ),
    Specimen(
        "checklists are not reports",
        f"""
        {CAMPAIGN}
        task 甲事 campaign=春节行动
        fulfilment 甲事 望江社区 on=2026-02-01
        """,
        {"units_due": 0, "units_reported": 0, "units_late": 0, "checklist_done": 1},
    ),
    Specimen(
        "without a task nothing is known of them",
        "campaign 一 on=2026-01-01 until=2026-03-01",
        {"units_due": None, "units_reported": None, "units_late": None, "checklist_rate": None},
    ),
)

INSPECTIONS = (
    Specimen(
        "inspections are counted, findings add up",
        """
        inspection 月抽查 望江社区 on=2026-01-01 quantity=3
        inspection 月抽查 渡口社区 on=2026-01-01 quantity=0
        inspection 季调度 梅溪村 on=2026-03-31 amount=95.5
        inspection 年评比 望江社区 on=2025-12-31 quantity=9
        inspection 月抽查 望江社区 on=2026-03-31 quantity=2 until=2026-04-05 录于2026-04-06
        """,
        {
            "inspections": 4,
            "inspections.late": 1,
            "findings": 5,
            "findings.late": 1,
            "inspections.inspection.季调度": 1,
            "findings@渡口社区": 0,
            "inspections@梅溪镇": 1,
        },
    ),
    Specimen(
        "nothing inspected in the quarter",
        "inspection 年评比 望江社区 on=2025-12-31 quantity=9",
        {"inspections": 0, "findings": 0},
    ),
)


@pytest.mark.parametrize("specimen", [*CHECKLIST, *REPORTING, *INSPECTIONS], ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_in_a_running_quarter_what_is_still_to_come_is_due_and_not_late(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", "2026-02-10")
    write_diary(
        own_register,
        """
        task 年报 kind=报送 level=村社区 due_on=2026-03-31
        task 今天报 kind=报送 level=村社区 due_on=2026-02-10
        task 昨天报 kind=报送 level=村社区 due_on=2026-02-09
        fulfilment 年报 望江社区 on=2026-02-01
        """,
    )
    wanted = {"units_due": 9, "units_reported": 1, "units_late": 3}
    assert counted(run, wanted) == wanted


def test_what_a_unit_did_before_it_moved_it_has_done(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        event 讲习一 kind=讲习 on=2026-02-10 unit=望江社区
        task 年报 kind=报送 level=村社区 due_on=2026-03-31
        task 月报 kind=报送 level=村社区 due_on=2026-02-28
        fulfilment 年报 望江社区 on=2026-02-10
        fulfilment 年报 渡口社区 on=2026-02-10
        fulfilment 月报 望江社区 on=2026-02-10
        """,
    )
    for words in (("望江社区", "--to", "梅溪镇"), ("渡口社区", "--to", "梅溪镇")):
        answer = run("unit", "move", *words, "--on", "2026-03-01")
        assert answer.code == 0, answer.err
    wanted = {
        "units_due": 6,
        "units_reported": 3,
        "units_due@临江街道": 2,
        "units_reported@临江街道": 1,
        "units_due@梅溪镇": 4,
        "units_reported@梅溪镇": 2,
        "seminars_held@临江街道": 1,
        "seminars_held@梅溪镇": 0,
    }
    assert counted(run, wanted) == wanted


def test_what_a_unit_did_that_was_merged_is_not_done_by_the_one_that_took_over(
    run: Run, own_register: Path
) -> None:
    write_diary(
        own_register,
        """
        task 年报 kind=报送 level=村社区 due_on=2026-03-31
        fulfilment 年报 渡口社区 on=2026-02-10
        """,
    )
    answer = run("unit", "merge", "渡口社区", "--into", "望江社区", "--on", "2026-03-01")
    assert answer.code == 0, answer.err
    wanted = {"units_due": 2, "units_reported": 0}
    assert counted(run, wanted) == wanted


@pytest.mark.parametrize("days", ["", "due_on=2026-06-30"], ids=["without a last day", "due later"])
def test_what_a_unit_owed_in_a_month_that_is_over_it_owed_though_it_closed_since(
    run: Run, own_register: Path, days: str
) -> None:
    write_diary(own_register, f"task 走访 kind=规定动作 level=村社区 on=2026-01-05 {days}")
    answer = run("unit", "merge", "渡口社区", "--into", "望江社区", "--on", "2026-03-01")
    assert answer.code == 0, answer.err
    owed = []
    for month in ("2026-02", "2026-03"):
        figures = json.loads(run("stats", "--month", month, "--json").out)["figures"]
        owed += [one["value"] for one in figures if one["key"] == "checklist_due"]
    assert owed == [3, 2]


def test_what_was_asked_of_whom_before_a_unit_moved_stays_so(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        task 走访 kind=规定动作 level=村社区 unit=望江社区 on=2026-01-05 due_on=2026-06-30
        fulfilment 走访 望江社区 on=2026-02-10
        """,
    )
    before = run("stats", "--month", "2026-02", "--json").out
    answer = run("unit", "move", "望江社区", "--to", "梅溪镇", "--on", "2026-03-01")
    assert answer.code == 0, answer.err
    assert run("stats", "--month", "2026-02", "--json").out == before
    wanted = {"checklist_due": 1, "checklist_done": 1, "checklist_done@梅溪镇": 1}
    assert counted(run, wanted) == wanted
