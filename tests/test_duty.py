"""`talentreg duty`: which rule holds for whom, what it asks for in a year, and which contacts count."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from carers import LI, WANG, ZHANG, assign, done, lay_office, log, owed, rule
from conftest import Answer

from talentreg.store.duty_owed import Reckoning, due_day

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    return lay_office(run, own_register)


# Which rule


@pytest.mark.parametrize(
    ("rules", "leader", "required"),
    [
        (["每年次数=2"], "周书记", 2),
        (["每年次数=2", "每年次数=3 --unit 临江街道"], "周书记", 3),
        (["每年次数=2", "每年次数=3 --unit 临江街道"], "郑县长", 2),
        (["每年次数=3 --unit 临江街道", "每年次数=2"], "周书记", 3),
        (["每年次数=3 --unit 青石街道", "每年次数=2"], "周书记", 2),
        (["每年次数=2", "每年次数=4 层级=乡科级"], "周书记", 4),
        (["每年次数=2", "每年次数=4 层级=乡科级"], "郑县长", 2),
        (["每年次数=4 层级=乡科级", "每年次数=2 --unit 临江街道"], "周书记", 2),
        (["每年次数=2 --on 2024-01-01", "每年次数=5 --on 2025-01-01"], "周书记", 5),
        (["每年次数=2 --on 2024-01-01", "每年次数=5 --on 2026-04-01"], "周书记", 2),
        (["每年次数=2", "每年次数=5 --on 2025-01-01 废止日期=2026-03-30"], "周书记", 2),
        (["每年次数=2", "每年次数=5 --on 2025-01-01 废止日期=2026-03-31"], "周书记", 5),
        (["每年次数=4 层级=县处级"], "周书记", None),
        (["每年次数=0"], "周书记", None),
        (["每年次数=2 --on 2026-04-01"], "周书记", None),
        ([], "周书记", None),
    ],
)
def test_the_rule_nearest_to_the_leader_holds_there_one_for_the_level_then_the_newest(
    run: Run, rules: list[str], leader: str, required: int | None
) -> None:
    for place, words in enumerate(rules):
        rule(run, words, name=f"办法{place}")
    assign(run, f"{leader} {ZHANG} --on 2025-01-01")
    assert [one["required"] for one in owed(run)] == ([required] if required else [])


@pytest.mark.parametrize(
    ("midyear", "term", "required"),
    [
        ("按全年", "--on 2026-03-15", 4),
        ("按月折算", "--on 2025-03-15", 4),
        ("按月折算", "--on 2026-01-31", 4),
        ("按月折算", "--on 2026-02-01", 4),
        ("按月折算", "--on 2026-03-31", 4),
        ("按月折算", "--on 2025-03-15 结束日期=2026-01-01", 1),
        ("按月折算", "--on 2025-03-15 结束日期=2026-03-31", 1),
        ("按月折算", "--on 2025-03-15 结束日期=2026-04-01", 2),
        ("按月折算", "--on 2025-03-15 结束日期=2025-12-31", None),
        ("当年不要求", "--on 2026-01-01", 4),
        ("当年不要求", "--on 2026-01-02", None),
        ("当年不要求", "--on 2025-03-15 结束日期=2026-03-30", None),
        ("当年不要求", "--on 2025-03-15 结束日期=2026-03-31", 4),
        ("按全年", "--on 2026-04-01", None),
        ("按全年", "--on 2022-01-01 任期止=2023-12-31", 4),
    ],
)
def test_an_assignment_of_part_of_the_year_owes_what_the_rule_says_of_it(
    run: Run, midyear: str, term: str, required: int | None
) -> None:
    rule(run, f"每年次数=4 年中开始={midyear}")
    assign(run, f"周书记 {ZHANG} {term}")
    assert [one["required"] for one in owed(run)] == ([required] if required else [])


def test_a_leader_replaced_in_mid_year_and_the_successor_owe_their_parts(run: Run) -> None:
    rule(run, "每年次数=4 年中开始=按月折算")
    assign(run, f"周书记 {ZHANG} --on 2025-01-01 结束日期=2025-07-15")
    assign(run, f"吴镇长 {ZHANG} --on 2025-07-16")
    log(run, ZHANG, "", "2025-07-15")
    log(run, ZHANG, "--by 吴镇长", "2025-07-15")
    log(run, ZHANG, "--by 吴镇长", "2025-07-16")
    told = [(one["leader"], one["required"], one["done"]) for one in owed(run, "--all --year 2025")]
    assert sorted(told) == [("吴镇长", 2, 1), ("周书记", 3, 1)]


def test_a_rule_of_no_unit_holds_for_staff_of_none_and_gives_way_to_any_other(run: Run) -> None:
    done(run, "unit", "add", "外市", "层级=市")
    rule(run, "每年次数=2")
    rule(run, "每年次数=3 --unit /云河区", name="区办法")
    assign(run, f"周书记 {ZHANG} --on 2025-01-01")
    done(run, "staff", "add", "孙市长", "--unit", "外市")
    assign(run, f"孙市长 {LI} --on 2025-01-01")
    done(run, "add", "赵六")
    done(run, "contact", "log", "赵六", "--channel", "电话", "--by", "钱顾问")
    assign(run, "钱顾问 赵六 --on 2025-01-01")
    assert [(one["leader"], one["unit"], one["required"]) for one in owed(run)] == [
        ("周书记", "云河区/临江街道", 3),
        ("孙市长", "外市", 2),
        ("钱顾问", None, 2),
    ]


# Which contacts


@pytest.mark.parametrize(
    ("words", "on", "counts"),
    [
        ("", "2026-03-01", 1),
        ("--channel 走访 --presence 返乡", "2026-01-01", 1),
        ("--by 赵主任@临江街道", "2026-03-01", 1),
        ("--by 吴镇长", "2026-03-01", 0),
        ("--inbound", "2026-03-01", 0),
        ("--family", "2026-03-01", 0),
        ("--no-answer", "2026-03-01", 0),
        ("", "2025-12-31", 0),
        ("", "2026-03-31", 1),
    ],
)
def test_what_went_out_and_reached_the_person_by_leader_or_delegate_counts(
    run: Run, words: str, on: str, counts: int
) -> None:
    done(run, "staff", "add", "赵主任", "--unit", "临江街道")
    rule(run)
    assign(run, f"周书记 {ZHANG} --on 2024-01-01 受托人=赵主任@临江街道")
    log(run, ZHANG, words, on)
    assert [one["done"] for one in owed(run)] == [counts]


@pytest.mark.parametrize(("channels", "counted"), [("走访、面谈", 1), ("电话", 1), ("微信", 0), ("", 2)])
def test_a_rule_may_say_which_ways_count(run: Run, channels: str, counted: int) -> None:
    rule(run, f"每年次数=3 计入方式={channels}")
    assign(run, f"周书记 {ZHANG} --on 2024-01-01")
    log(run, ZHANG, "--channel 电话", "2026-02-01")
    log(run, ZHANG, "--channel 走访", "2026-02-01")
    assert [one["done"] for one in owed(run)] == [counted]


@pytest.mark.parametrize(
    ("term", "on", "counts"),
    [
        ("--on 2026-02-10", "2026-02-09", 0),
        ("--on 2026-02-10", "2026-02-10", 1),
        ("--on 2025-02-10 结束日期=2026-02-10", "2026-02-10", 1),
        ("--on 2025-02-10 结束日期=2026-02-10", "2026-02-11", 0),
        ("--on 2023-02-10 任期止=2025-02-09", "2026-02-11", 1),
    ],
)
def test_only_days_on_which_the_assignment_held_count(run: Run, term: str, on: str, counts: int) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} {term}")
    log(run, ZHANG, "", on)
    assert [one["done"] for one in owed(run)] == [counts]


def test_a_contact_entered_late_counts_on_the_day_it_happened(run: Run) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} --on 2024-01-01")
    log(run, ZHANG, "", "2025-06-01")
    assert [one["done"] for one in owed(run, "--all --year 2025")] == [1]
    assert [one["done"] for one in owed(run)] == [0]


def test_a_merged_person_brings_the_contacts_along(run: Run) -> None:
    rule(run, "每年次数=2")
    assign(run, f"周书记 {ZHANG} --on 2024-01-01")
    log(run, ZHANG, "", "2026-01-05")
    log(run, LI, "", "2026-02-05")
    done(run, "merge", ZHANG, LI)
    assert [(one["person"], one["done"], one["state"]) for one in owed(run)] == [(ZHANG, 2, "met")]


@pytest.mark.parametrize("how", ["", "--deceased"])
def test_nothing_is_owed_of_somebody_who_has_left_the_register(run: Run, how: str) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} --on 2024-01-01")
    done(run, "withdraw", ZHANG, "--on", "2026-03-10", *how.split())
    assert owed(run) == []
    assert len(owed(run, "--all --as-of 2026-03-09")) == 1


def test_what_had_ended_before_somebody_left_was_owed(run: Run) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} --on 2024-01-01 结束日期=2026-02-01")
    done(run, "withdraw", ZHANG, "--on", "2026-03-10")
    assert [one["ended_on"] for one in owed(run)] == ["2026-02-01"]


def test_a_liaison_officer_owes_nothing(run: Run) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} --kind 联络员 --on 2024-01-01")
    assert owed(run) == []


# By when


@pytest.mark.parametrize(
    ("on", "ended_on", "required", "made", "due"),
    [
        ("2024-05-01", None, 1, 0, "2026-12-31"),
        ("2024-05-01", None, 4, 0, "2026-03-31"),
        ("2024-05-01", None, 4, 1, "2026-06-30"),
        ("2024-05-01", None, 4, 3, "2026-12-31"),
        ("2024-05-01", None, 6, 0, "2026-02-28"),
        ("2024-05-01", None, 5, 1, "2026-05-31"),
        ("2024-05-01", None, 24, 1, "2026-01-31"),
        ("2024-05-01", None, 24, 2, "2026-02-28"),
        ("2026-07-10", None, 2, 0, "2026-09-30"),
        ("2026-11-20", None, 4, 1, "2026-11-30"),
        ("2024-05-01", "2026-06-15", 1, 0, "2026-06-15"),
        ("2024-05-01", "2026-06-15", 2, 0, "2026-03-31"),
        ("2024-05-01", "2027-06-15", 1, 0, "2026-12-31"),
    ],
)
def test_a_year_s_contacts_are_spread_evenly_over_its_months(
    on: str, ended_on: str | None, required: int, made: int, due: str
) -> None:
    ended = date.fromisoformat(ended_on) if ended_on else None
    assert due_day(date.fromisoformat(on), ended, 2026, required, made).isoformat() == due


@pytest.mark.parametrize(
    ("as_of", "ahead", "due", "state"),
    [
        ("2026-03-31", 30, None, "met"),
        ("2026-03-31", 30, "2026-03-30", "red"),
        ("2026-03-31", 30, "2026-03-31", "amber"),
        ("2026-03-31", 30, "2026-04-30", "amber"),
        ("2026-03-31", 30, "2026-05-01", "open"),
        ("2026-03-31", 0, "2026-03-31", "amber"),
        ("2026-03-31", 0, "2026-04-01", "open"),
        ("2025-12-31", 30, "2025-12-31", "red"),
        ("2025-11-30", 30, "2025-12-31", "open"),
        ("2025-11-30", 30, "2025-12-30", "amber"),
    ],
)
def test_a_day_passed_is_red_one_that_comes_soon_is_amber(
    as_of: str, ahead: int, due: str | None, state: str
) -> None:
    reckoning = Reckoning(date.fromisoformat(as_of), ahead)
    assert reckoning.state(date.fromisoformat(due) if due else None) == state


def test_the_figures_say_what_the_list_says(run: Run) -> None:
    rule(run, "每年次数=1")
    for leader, person in (("周书记", ZHANG), ("吴镇长", LI), ("郑县长", WANG)):
        assign(run, f"{leader} {person} --on 2025-01-01")
    log(run, ZHANG, "", "2026-02-02")
    for unit, of_unit in (("/云河区", 3), ("临江街道", 2), ("青石街道", 0)):
        found = owed(run, f"--all --unit {unit}")
        met = sum(one["state"] == "met" for one in found)
        assert (len(found), met) == (of_unit, min(of_unit, 1))
        for key, count in (("duty_due", len(found)), ("duty_met", met)):
            words = ("--quarter", "2026Q1", "--unit", unit)
            assert run("why", key, *words).out.startswith(
                {"duty_due": "应履行联系职责", "duty_met": "履行联系职责"}[key] + f"：{count}项"
            )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "周书记今年联系张三计1次，规定2次，下次2026年12月31日前\n"),
        ("--channel 微信", "周书记今年联系张三计0次，规定2次，下次2026年6月30日前\n"),
        ("--by 赵主任@临江街道", "周书记今年联系张三计1次，规定2次，下次2026年12月31日前\n"),
        ("--by 吴镇长", ""),
        ("--inbound", "不计入周书记的联系职责：只计主动联系、联系上本人的\n"),
        ("--no-answer", "不计入周书记的联系职责：只计主动联系、联系上本人的\n"),
        ("--family --by 赵主任@临江街道", "不计入周书记的联系职责：只计主动联系、联系上本人的\n"),
        ("--inbound --by 吴镇长", ""),
        ("--inbound --on 2023-12-31", ""),
    ],
)
def test_whoever_logs_a_leader_s_contact_is_told_how_far_the_duty_is(run: Run, words: str, said: str) -> None:
    done(run, "staff", "add", "赵主任", "--unit", "临江街道")
    rule(run, "每年次数=2 计入方式=走访、电话")
    assign(run, f"周书记 {ZHANG} --on 2024-01-01 受托人=赵主任@临江街道")
    usual = ("" if "--by" in words else "--by 周书记 ") + ("" if "--channel" in words else "--channel 电话 ")
    assert done(run, "contact", "log", ZHANG, *(usual + words).split()).err == said


def test_the_last_contact_that_was_asked_for_is_said_to_fulfil_the_duty(run: Run) -> None:
    rule(run)
    assign(run, f"周书记 {ZHANG} --on 2024-01-01")
    answer = done(run, "contact", "log", ZHANG, "--channel", "电话", "--by", "周书记")
    assert answer.err == "周书记今年联系张三计1次，规定1次，已履行\n"
    earlier = done(
        run, *("contact", "log", ZHANG, "--channel", "电话", "--by", "周书记", "--on", "2025-12-31")
    )
    assert earlier.err == ""
