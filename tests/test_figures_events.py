"""Edge cases of the figures of events, each a diary and what it comes to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

SEMINAR = "event 讲习一 kind=讲习 on=2026-02-10 unit=望江社区"

EVENTS = (
    Specimen(
        "the first and the last day belong to the period, the days beside them do not",
        """
        event 一 kind=讲习 on=2025-12-31 unit=望江社区
        event 二 kind=讲习 on=2026-01-01 unit=望江社区
        event 三 kind=讲习 on=2026-03-31 unit=望江社区
        event 四 kind=讲习 on=2026-04-01 unit=望江社区
        """,
        {"seminars_held": 2, "events_held": 2, "talks_held": 0},
    ),
    Specimen(
        "an event of several days counts on its first",
        """
        event 一 kind=座谈会 on=2026-03-31 until=2026-04-02 unit=望江社区
        event 二 kind=座谈会 on=2025-12-31 until=2026-01-02 unit=望江社区
        """,
        {"forums_held": 1, "events_held": 1},
    ),
    Specimen(
        "only what was held counts, not what is planned or was cancelled",
        """
        event 一 kind=讲习 on=2026-02-10 unit=望江社区 state=计划 headcount=20
        event 二 kind=座谈会 on=2026-02-10 unit=望江社区 state=取消 headcount=20
        attendance 二 甲 invited=是
        event 三 kind=乡行 on=2026-02-10 unit=望江社区 state=取消
        attendance 三 甲 invited=是
        event 四 kind=招聘会 on=2026-02-10 state=取消 employers=3 posts=40 applicants=50 intents=6
        """,
        dict.fromkeys(
            "seminars_held forums_held hometown_visits events_held job_fairs forum_invited "
            "hometown_visit_guests event_attendances fair_employers fair_posts fair_applicants "
            "fair_intents".split(),
            0,
        ),
    ),
    Specimen(
        "every kind of event has its figure, meetings among the events",
        """
        event 一 kind=讲习 on=2026-02-10 unit=望江社区
        event 二 kind=恳谈会 on=2026-02-10 unit=望江社区
        event 三 kind=茶话会 on=2026-02-10 unit=望江社区
        event 四 kind=座谈会 on=2026-02-10 unit=望江社区
        event 五 kind=乡行 on=2026-02-10
        event 六 kind=招聘会 on=2026-02-10
        event 七 kind=推进会 on=2026-01-10
        event 八 kind=部署会 on=2026-01-11
        event 九 kind=参观 on=2026-02-10 unit=望江社区
        """,
        {
            "seminars_held": 1,
            "talks_held": 2,
            "forums_held": 1,
            "hometown_visits": 1,
            "job_fairs": 1,
            "meetings_held": 2,
            "events_held": 9,
            "events_held@望江社区": 5,
            "meetings_held@望江社区": 0,
            "events_held.event.参观": 1,
            "events_held.month.2026-01": 2,
        },
    ),
    Specimen(
        "a joint event counts once, under the unit that leads it",
        """
        event 合办 kind=恳谈会 on=2026-02-10 unit=望江社区 joint=渡口社区、梅溪村 headcount=40
        attendance 合办 甲 attended=是 presence=返乡
        """,
        {
            "talks_held": 1,
            "talks_held@望江社区": 1,
            "talks_held@渡口社区": 0,
            "talks_held@梅溪镇": 0,
            "talk_returnees@渡口社区": 0,
            "event_attendances": 40,
            "event_attendances@渡口社区": 0,
        },
    ),
    Specimen(
        "attendance counts under the unit of the event, wherever the person belongs",
        f"""
        始终 甲 转入 梅溪村
        {SEMINAR}
        attendance 讲习一 甲 attended=是 presence=返乡
        """,
        {
            "seminar_returnees": 1,
            "seminar_returnees@望江社区": 1,
            "seminar_returnees@梅溪村": 0,
            "event_persons@梅溪镇": 0,
        },
    ),
    Specimen(
        "somebody at three events is one person and three times",
        f"""
        {SEMINAR}
        event 讲习二 kind=讲习 on=2026-02-11 unit=望江社区
        event 茶话 kind=茶话会 on=2026-02-12 unit=渡口社区
        attendance 讲习一 甲 attended=是 presence=返乡
        attendance 讲习二 甲 attended=是 presence=返乡
        attendance 茶话 甲 attended=是 presence=返乡
        """,
        {
            "seminar_returnees": 1,
            "talk_returnees": 1,
            "event_persons": 1,
            "event_persons@临江街道": 1,
            "event_attendances": 3,
            "event_persons.event.讲习": 1,
        },
    ),
    Specimen(
        "only those named as present and at home are returnees; organisers and representatives are none",
        f"""
        {SEMINAR}
        attendance 讲习一 甲 attended=是 presence=返乡
        attendance 讲习一 乙 attended=是 presence=返乡 role=发言人
        attendance 讲习一 丙 attended=是 presence=返乡 role=组织者
        attendance 讲习一 丁 attended=是 presence=返乡 role=本地代表
        attendance 讲习一 戊 attended=是 presence=本地
        attendance 讲习一 己 attended=是
        attendance 讲习一 庚 attended=否 invited=是 presence=返乡
        attendance 讲习一 辛 invited=是 presence=返乡
        """,
        {"seminar_returnees": 2, "event_persons": 6, "event_attendances": 6, "talk_returnees": 0},
    ),
    Specimen(
        "a headcount without names counts as times only",
        f"{SEMINAR} headcount=35",
        {
            "seminars_held": 1,
            "seminar_returnees": None,
            "event_persons": None,
            "event_attendances": 35,
        },
    ),
    Specimen(
        "a headcount counts no person though others are named",
        f"""
        {SEMINAR} headcount=35
        event 座谈 kind=座谈会 on=2026-02-10 unit=渡口社区
        attendance 座谈 甲 attended=是 presence=返乡
        """,
        {"seminar_returnees": 0, "event_persons": 1, "event_attendances": 36},
    ),
    Specimen(
        "of a headcount and a list of names the larger counts",
        """
        event 一 kind=座谈会 on=2026-02-10 unit=望江社区 headcount=1
        attendance 一 甲 attended=是
        attendance 一 乙 attended=是
        attendance 一 丙 invited=是
        event 二 kind=座谈会 on=2026-02-11 unit=望江社区 headcount=5
        attendance 二 甲 attended=是
        event 三 kind=座谈会 on=2026-02-12 unit=望江社区
        event 四 kind=座谈会 on=2026-02-13 unit=望江社区 headcount=0
        """,
        {"forums_held": 4, "event_attendances": 7, "event_persons": 2},
    ),
    Specimen(
        "invited and come are different figures",
        """
        event 座谈 kind=座谈会 on=2026-02-10 unit=望江社区
        attendance 座谈 甲 invited=是 attended=是
        attendance 座谈 乙 invited=是 accepted=是 attended=否
        attendance 座谈 丙 invited=是
        attendance 座谈 丁 attended=是
        attendance 座谈 戊 invited=否 attended=是
        attendance 座谈 己 invited=是 attended=是 role=组织者
        """,
        {"forum_invited": 3, "forum_attended": 3, "forums_held": 1, "event_persons": 4},
    ),
    Specimen(
        "invited twice is one person; nobody asked to another kind is among them",
        """
        event 座谈一 kind=座谈会 on=2026-02-10 unit=望江社区
        event 座谈二 kind=座谈会 on=2026-02-11 unit=渡口社区
        event 乡行一 kind=乡行 on=2026-02-12
        attendance 座谈一 甲 invited=是
        attendance 座谈二 甲 invited=是
        attendance 乡行一 乙 invited=是
        attendance 乡行一 丙 attended=是
        attendance 乡行一 丁 invited=是 role=本地代表
        """,
        {
            "forum_invited": 1,
            "forum_invited@渡口社区": 1,
            "forum_attended": 0,
            "hometown_visits": 1,
            "hometown_visit_guests": 1,
        },
    ),
    Specimen(
        "the numbers of job fairs add up, those of other events do not",
        """
        event 一 kind=招聘会 on=2026-02-10 unit=临江街道 employers=30 posts=400 applicants=500 intents=60
        event 二 kind=招聘会 on=2026-03-31 unit=梅溪镇 employers=12 applicants=90 intents=0
        event 三 kind=招聘会 on=2026-04-01 unit=梅溪镇 employers=99 posts=99 applicants=99 intents=99
        event 四 kind=推介 on=2026-02-10 employers=7 posts=7 applicants=7 intents=7
        """,
        {
            "job_fairs": 2,
            "fair_employers": 42,
            "fair_posts": 400,
            "fair_applicants": 590,
            "fair_intents": 60,
            "fair_posts@梅溪镇": 0,
            "fair_intents@梅溪镇": 0,
            "fair_employers@临江街道": 30,
        },
    ),
    Specimen(
        "what was typed after the period counts where it happened and is marked",
        """
        event 一 kind=讲习 on=2026-03-31 unit=望江社区 headcount=9 录于2026-04-01
        attendance 一 甲 attended=是 presence=返乡 录于2026-04-01
        event 二 kind=讲习 on=2026-03-31 unit=望江社区
        attendance 二 乙 attended=是 presence=返乡
        attendance 二 丙 attended=是 presence=返乡 录于2026-04-01
        """,
        {
            "seminars_held": 2,
            "seminars_held.late": 1,
            "seminar_returnees": 3,
            "seminar_returnees.late": 2,
            "event_attendances": 11,
            "event_attendances.late": 1,
        },
    ),
    Specimen(
        "somebody who came before they left the register has come",
        f"""
        2025-06-01 甲 入库
        {SEMINAR}
        attendance 讲习一 甲 attended=是 presence=返乡
        2026-03-01 甲 退库
        """,
        {"seminar_returnees": 1, "event_persons": 1},
    ),
    Specimen(
        "events of a unit that is closed stay where they happened",
        """
        event 一 kind=讲习 on=2026-02-10 unit=渡口社区
        2026-03-01 渡口社区 撤销
        """,
        {"seminars_held": 1, "seminars_held@渡口社区": 1, "seminars_held@临江街道": 1},
    ),
    Specimen(
        "presence is as it was at each event",
        """
        event 一 kind=讲习 on=2026-01-10 unit=望江社区
        event 二 kind=恳谈会 on=2026-02-10 unit=望江社区
        attendance 一 甲 attended=是 presence=未返乡
        attendance 二 甲 attended=是 presence=返乡
        2026-02-20 甲 电话 未返乡
        """,
        {"seminar_returnees": 0, "talk_returnees": 1, "away_phoned": 1},
    ),
    Specimen(
        "who signed counts once under the degree of that day",
        """
        milestone 甲 kind=签约意向 on=2026-02-10 degree=博士研究生
        milestone 甲 kind=签约意向 on=2026-02-11 degree=博士研究生
        milestone 乙 kind=签约意向 on=2026-02-10 degree=硕士研究生 unit=梅溪镇
        milestone 丙 kind=签约意向 on=2026-02-10 degree=硕士研究生
        milestone 丙 kind=签约意向 on=2026-03-10 degree=博士研究生
        milestone 丁 kind=签约意向 on=2026-02-10 degree=本科
        milestone 戊 kind=引进 on=2026-02-10 degree=博士研究生
        milestone 己 kind=签约意向 on=2026-02-10
        milestone 庚 kind=签约意向 on=2026-04-01 degree=博士研究生
        milestone 辛 kind=签约意向 on=2026-03-31 degree=硕士研究生 录于2026-04-02
        """,
        {
            "signed_doctors": 2,
            "signed_masters": 2,
            "signed_masters@梅溪镇": 1,
            "signed_doctors@梅溪镇": 0,
            "signed_masters.late": 1,
        },
    ),
    Specimen(
        "nobody signed where only others have",
        "milestone 甲 kind=签约意向 on=2026-02-10 degree=博士研究生",
        {"signed_doctors": 1, "signed_masters": 0},
    ),
)


@pytest.mark.parametrize("specimen", EVENTS, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_a_signing_without_a_degree_takes_that_of_the_register(run: Run, own_register: Path) -> None:
    write_diary(own_register, "milestone 甲 kind=签约意向 on=2026-02-10")
    assert counted(run, {"signed_masters": 0}) == {"signed_masters": 0}
    run("edit", "甲", "学历=硕士研究生")
    assert counted(run, {"signed_masters": 1}) == {"signed_masters": 1}


def test_two_records_of_one_person_are_one_once_merged(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        f"""
        {SEMINAR}
        event 座谈 kind=座谈会 on=2026-02-11 unit=望江社区
        attendance 讲习一 甲 attended=是 presence=返乡
        attendance 讲习一 乙 attended=是 presence=返乡
        attendance 座谈 乙 attended=是 invited=是
        """,
    )
    before = {"seminar_returnees": 2, "event_persons": 2, "event_attendances": 3, "forum_invited": 1}
    assert counted(run, before) == before
    assert run("merge", "甲", "乙").code == 0
    after = {"seminar_returnees": 1, "event_persons": 1, "event_attendances": 2, "forum_invited": 1}
    assert counted(run, after) == after
    assert run("undo").code == 0
    assert counted(run, before) == before


def test_the_proof_of_attendances_adds_up_to_them(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        f"""
        {SEMINAR} headcount=35
        event 座谈 kind=座谈会 on=2026-02-11 unit=望江社区
        attendance 座谈 甲 attended=是
        """,
    )
    rows = json.loads(run("why", "活动参与人次", "--quarter", "2026Q1", "--json").out)["rows"]
    assert [(row["record"], row["on"], row["amount"]) for row in rows] == [
        ("E000001", "2026-02-10", 35),
        ("E000002", "2026-02-11", 1),
    ]
