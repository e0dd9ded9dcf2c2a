"""Edge cases of the figures of leaders' duty, each a diary and what it comes to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

LEADERS = """
        staff 李书记 @望江社区 乡科级
        staff 王镇长 @梅溪镇 乡科级
        staff 小张 @望江社区
"""
RULED = f"""{LEADERS}
        rule 制度 least=1 on=2025-01-01
"""

CARE = (
    Specimen(
        "leaders and people are counted once each, whoever has how many",
        f"""{LEADERS}
        始终 丙 转入 梅溪村
        assignment 李书记 甲 on=2025-06-01
        assignment 李书记 乙 on=2025-06-01
        assignment 王镇长 乙 on=2025-06-01
        assignment 王镇长 丙 on=2025-06-01
        """,
        {
            "leaders_assigned": 2,
            "persons_assigned": 3,
            "leaders_assigned@临江街道": 1,
            "persons_assigned@望江社区": 2,
            "persons_assigned@梅溪镇": 1,
            "leaders_assigned@渡口社区": 0,
        },
    ),
    Specimen(
        "an assignment holds on its first and its last day, not before, not after",
        f"""{LEADERS}
        assignment 李书记 甲 on=2026-03-31
        assignment 李书记 乙 on=2025-06-01 ended_on=2026-03-31
        assignment 王镇长 丙 on=2025-06-01 ended_on=2026-03-30
        assignment 王镇长 丁 on=2026-04-01
        """,
        {"leaders_assigned": 1, "persons_assigned": 2},
    ),
    Specimen(
        "a liaison officer is no leader, nor is who is in their care in a leader's",
        f"""{LEADERS}
        assignment 小张 甲 kind=联络员 on=2025-06-01
        """,
        {
            "leaders_assigned": 0,
            "persons_assigned": 0,
            "persons_without_liaison": 0,
            "assignments_expired": 0,
            "duty_contacts": 0,
        },
    ),
    Specimen(
        "the person's unit is that of the last day, the leader's is the leader's",
        f"""{LEADERS}
        assignment 李书记 甲 on=2025-06-01
        2026-02-01 甲 转入 梅溪村
        """,
        {
            "persons_assigned@梅溪镇": 1,
            "persons_assigned@望江社区": 0,
            "leaders_assigned@望江社区": 1,
            "leaders_assigned@梅溪镇": 0,
        },
    ),
    Specimen(
        "who has left the register is in nobody's care",
        f"""{RULED}
        2025-06-01 甲 入库
        2025-06-01 乙 入库
        assignment 李书记 甲 on=2025-06-01 until=2026-01-01
        assignment 王镇长 乙 on=2025-06-01 until=2026-01-01
        2026-03-31 甲 退库
        2026-04-01 乙 去世
        """,
        {
            "persons_assigned": 1,
            "leaders_assigned": 1,
            "duty_due": 1,
            "assignments_expired": 1,
            "persons_without_liaison": 1,
            "leaders_without_person@望江社区": 1,
        },
    ),
    Specimen(
        "a term is over from the day after its last; what has ended is no longer to be renewed",
        f"""{LEADERS}
        assignment 李书记 甲 on=2024-03-31 until=2026-03-30
        assignment 李书记 乙 on=2024-04-01 until=2026-03-31
        assignment 王镇长 丙 on=2024-01-01 until=2026-01-01 ended_on=2026-03-30
        assignment 小张 丙 kind=联络员 on=2024-01-01 until=2026-01-01
        """,
        {"assignments_expired": 1, "assignments_expired@梅溪镇": 0, "persons_assigned": 2},
    ),
    Specimen(
        "leaders without anybody are those in office whom a rule asks to have somebody",
        f"""{LEADERS}
        staff 赵委员 @临江街道 乡科级
        staff 钱委员 @临江街道 乡科级 离任2026-03-30
        staff 孙委员 @临江街道 乡科级 离任2026-03-31
        staff 周干事 @临江街道 一般干部
        rule 制度 on=2025-01-01
        rule 一般干部 quota=0 rank=一般干部 on=2025-01-01
        assignment 李书记 甲 on=2025-06-01
        assignment 王镇长 乙 on=2025-06-01 ended_on=2026-03-30
        """,
        {
            "leaders_without_person": 3,
            "leaders_without_person@临江街道": 2,
            "leaders_without_person@梅溪镇": 1,
            "leaders_without_person@望江社区": 0,
        },
    ),
    Specimen(
        "people lack a liaison officer unless they, their unit or one above has one on the day",
        f"""{LEADERS}
        始终 乙 转入 渡口社区
        始终 丙 转入 梅溪村
        始终 丁 转入 望江一网格
        始终 戊 无单位
        assignment 李书记 甲 on=2025-06-01
        assignment 李书记 乙 on=2025-06-01
        assignment 李书记 丙 on=2025-06-01
        assignment 李书记 丁 on=2025-06-01
        assignment 李书记 戊 on=2025-06-01
        assignment 小张 乙 kind=联络员 on=2026-03-31
        assignment 小张 kind=联络员 unit=望江社区 on=2025-06-01
        assignment 小张 kind=联络员 unit=梅溪镇 on=2025-06-01 ended_on=2026-03-30
        """,
        {
            "persons_assigned": 5,
            "persons_without_liaison": 2,
            "persons_without_liaison@梅溪镇": 1,
            "persons_without_liaison@临江街道": 0,
        },
    ),
    Specimen(
        "who moved has the liaison officer of where they are now",
        f"""{LEADERS}
        assignment 李书记 甲 on=2025-06-01
        assignment 小张 kind=联络员 unit=望江社区 on=2025-06-01
        2026-03-31 甲 转入 渡口社区
        """,
        {"persons_without_liaison": 1, "persons_without_liaison@渡口社区": 1},
    ),
    Specimen(
        "without any assignment nothing is known of them, nor without a rule of what is owed",
        LEADERS,
        {
            "leaders_assigned": None,
            "persons_assigned": None,
            "duty_due": None,
            "duty_rate": None,
            "leaders_without_person": None,
        },
    ),
)

DUTY = (
    Specimen(
        "who was contacted as often as the rule asks is served; of the others the duty is still due",
        f"""{RULED}
        assignment 李书记 甲 on=2025-06-01
        assignment 李书记 乙 on=2025-06-01
        assignment 王镇长 丙 on=2025-06-01
        2026-01-01 甲 电话 未返乡 由李书记
        2026-03-31 丙 走访 返乡 由王镇长
        """,
        {
            "duty_due": 3,
            "duty_met": 2,
            "duty_rate": 66.7,
            "duty_contacts": 2,
            "duty_due@望江社区": 2,
            "duty_met@望江社区": 1,
            "duty_rate@梅溪镇": 100.0,
        },
    ),
    Specimen(
        "only contacts that went out and reached the person, made by the leader or the delegate",
        f"""{RULED}
        staff 小钱 @望江社区
        assignment 李书记 甲 on=2025-06-01
        2026-01-02 甲 电话 未返乡 由李书记 对方来访
        2026-01-03 甲 走访 返乡 由李书记 家属
        2026-01-04 甲 电话 未返乡 由李书记 未联系上
        2026-01-05 甲 电话 未返乡 由小张
        2026-01-06 甲 电话 未返乡
        2026-01-07 乙 电话 未返乡 由李书记
        2025-12-31 甲 电话 未返乡 由李书记
        2026-04-01 甲 电话 未返乡 由李书记
        assignment 王镇长 丙 on=2025-06-01 delegate=小钱
        2026-01-08 丙 电话 未返乡 由小钱
        """,
        {"duty_contacts": 1, "duty_due": 2, "duty_met": 1, "duty_met@望江社区": 0, "contacts_made": 5},
    ),
    Specimen(
        "only contacts on days on which the assignment held",
        f"""{RULED}
        assignment 李书记 甲 on=2026-02-01 ended_on=2026-02-28
        2026-01-31 甲 电话 未返乡 由李书记
        2026-03-01 甲 电话 未返乡 由李书记
        """,
        {"duty_contacts": 0, "duty_met": 0, "duty_due": 1, "duty_rate": 0.0},
    ),
    Specimen(
        "the first and the last day of an assignment count",
        f"""{RULED}
        assignment 李书记 甲 on=2026-02-01 ended_on=2026-02-28
        2026-02-01 甲 电话 未返乡 由李书记
        2026-02-28 甲 电话 未返乡 由李书记
        """,
        {"duty_contacts": 2, "duty_met": 1},
    ),
    Specimen(
        "a leader replaced in mid-year and the one who follows each owe and are credited their own",
        f"""{RULED}
        assignment 李书记 甲 on=2025-01-01 ended_on=2026-02-15
        assignment 王镇长 甲 on=2026-02-16
        2026-02-20 甲 走访 返乡 由李书记
        2026-03-01 甲 走访 返乡 由王镇长
        """,
        {
            "leaders_assigned": 1,
            "persons_assigned": 1,
            "duty_contacts": 1,
            "duty_due": 2,
            "duty_met": 1,
            "duty_met@梅溪镇": 1,
            "duty_rate@望江社区": 0.0,
        },
    ),
    Specimen(
        "where starters are exempt the one who follows owes nothing this year, nor does who left early",
        f"""{LEADERS}
        rule 制度 least=1 midyear=当年不要求 on=2025-01-01
        assignment 李书记 甲 on=2025-01-01 ended_on=2026-02-15
        assignment 王镇长 甲 on=2026-02-16
        assignment 王镇长 乙 on=2026-01-01
        2026-03-01 甲 走访 返乡 由王镇长
        """,
        {"duty_due": 1, "duty_met": 0, "duty_contacts": 1},
    ),
    Specimen(
        "where duty follows the months, half a year asks for half, rounded up",
        f"""{LEADERS}
        rule 制度 least=4 midyear=按月折算 on=2025-01-01
        assignment 李书记 甲 on=2025-01-01
        assignment 李书记 乙 on=2025-01-01 ended_on=2026-03-15
        assignment 李书记 丙 on=2025-01-01 ended_on=2026-03-15
        2026-01-05 甲 电话 未返乡 由李书记
        2026-02-05 甲 电话 未返乡 由李书记
        2026-03-05 甲 电话 未返乡 由李书记
        2026-01-05 乙 电话 未返乡 由李书记
        """,
        {"duty_due": 3, "duty_met": 1, "duty_contacts": 4},
    ),
    Specimen(
        "only the channels of the rule serve the duty, any makes a contact of the leader's",
        f"""{LEADERS}
        rule 制度 least=1 channels=走访、面谈 on=2025-01-01
        assignment 李书记 甲 on=2025-01-01
        assignment 王镇长 乙 on=2025-01-01
        2026-01-05 甲 电话 未返乡 由李书记
        2026-01-05 乙 面谈 返乡 由王镇长
        """,
        {"duty_due": 2, "duty_met": 1, "duty_contacts": 2},
    ),
    Specimen(
        "the rule of the nearest unit holds, there the one for the leader's level",
        f"""{LEADERS}
        rule 区里 least=9 on=2025-01-01 unit=云河区
        rule 镇里 least=1 on=2025-01-01 unit=梅溪镇
        rule 街道 least=8 on=2025-01-01 unit=临江街道
        rule 街道领导 least=1 on=2025-01-01 unit=临江街道 rank=乡科级
        assignment 李书记 甲 on=2025-01-01
        assignment 王镇长 乙 on=2025-01-01
        assignment 小张 丙 on=2025-01-01
        2026-01-05 甲 电话 未返乡 由李书记
        2026-01-05 乙 电话 未返乡 由王镇长
        2026-01-05 丙 电话 未返乡 由小张
        """,
        {"duty_due": 3, "duty_met": 2, "duty_contacts": 3},
    ),
    Specimen(
        "nobody owes where no rule reaches, or where it asks for no contact",
        f"""{LEADERS}
        rule 镇里 least=1 on=2025-01-01 unit=梅溪镇 rank=县处级
        rule 街道 least=0 on=2025-01-01 unit=临江街道
        rule 旧的 least=1 on=2025-01-01 until=2026-03-30 unit=云河区
        assignment 李书记 甲 on=2025-01-01
        assignment 王镇长 乙 on=2025-01-01
        2026-01-05 甲 电话 未返乡 由李书记
        """,
        {"duty_due": 0, "duty_met": 0, "duty_rate": None, "duty_contacts": 1, "leaders_without_person": 0},
    ),
    Specimen(
        "one contact under two assignments is one contact",
        f"""{RULED}
        staff 小钱 @望江社区
        assignment 李书记 甲 on=2025-06-01 delegate=小钱
        assignment 王镇长 甲 on=2025-06-01 delegate=小钱
        2026-01-08 甲 电话 未返乡 由小钱
        """,
        {"duty_contacts": 1, "duty_met": 2, "duty_due": 2},
    ),
    Specimen(
        "a leader's contact counts for the unit of the work, the duty for the leader's",
        f"""{RULED}
        始终 甲 转入 渡口社区
        assignment 王镇长 甲 on=2025-06-01
        2026-01-08 甲 走访 返乡 由王镇长
        2026-01-09 甲 走访 返乡 由王镇长 @梅溪村
        """,
        {
            "duty_contacts@渡口社区": 1,
            "duty_contacts@梅溪镇": 1,
            "duty_contacts": 2,
            "duty_met@梅溪镇": 1,
            "duty_met@渡口社区": 0,
        },
    ),
    Specimen(
        "a contact typed after the period serves the duty and is marked",
        f"""{RULED}
        assignment 李书记 甲 on=2025-06-01
        2026-03-31 甲 走访 返乡 由李书记 录于2026-04-05
        """,
        {"duty_met": 1, "duty_contacts": 1, "duty_contacts.late": 1},
    ),
    Specimen(
        "a duty is still owed for the year an assignment ended in, not for the years before",
        f"""{RULED}
        assignment 李书记 甲 on=2024-01-01 ended_on=2026-01-01
        assignment 王镇长 乙 on=2024-01-01 ended_on=2025-12-31
        """,
        {"duty_due": 1, "duty_due@梅溪镇": 0, "persons_assigned": 0, "leaders_assigned": 0},
    ),
)


@pytest.mark.parametrize("specimen", [*CARE, *DUTY], ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_the_duty_of_the_year_is_asked_on_the_day_of_the_period(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", "2026-03-31")
    write_diary(
        own_register,
        f"""{RULED}
        assignment 李书记 甲 on=2025-01-01
        2026-02-10 甲 走访 返乡 由李书记
        2025-10-10 甲 走访 返乡 由李书记
        """,
    )
    months = {"2025-09": 0, "2025-10": 1, "2025-12": 1, "2026-01": 0, "2026-02": 1, "2026-03": 1}
    met = {month: run("why", "duty_met", "--month", month, "--json").out for month in months}
    assert {month: out.count('"record"') for month, out in met.items()} == months


def test_two_records_of_one_person_are_one_once_merged(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        f"""{RULED}
        assignment 李书记 甲 on=2025-06-01
        assignment 王镇长 乙 on=2025-06-01
        2026-02-10 乙 走访 返乡 由李书记
        """,
    )
    apart = {"persons_assigned": 2, "leaders_assigned": 2, "duty_met": 0, "duty_contacts": 0}
    assert counted(run, apart) == apart
    assert run("merge", "甲", "乙").code == 0
    together = {"persons_assigned": 1, "leaders_assigned": 2, "duty_met": 1, "duty_contacts": 1}
    assert counted(run, together) == together
