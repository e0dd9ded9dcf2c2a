"""Edge cases of 引荐人才 and of the other ways of counting visits and calls."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

REFERRALS = (
    Specimen(
        "the first and the last day belong to the period, the days beside them do not",
        """
        referral 乙 甲 on=2025-12-31
        referral 丙 甲 on=2026-01-01
        referral 丁 甲 on=2026-03-31
        referral 戊 甲 on=2026-04-01
        """,
        {"referrals": 2},
    ),
    Specimen(
        "somebody referred twice, or by two, is one person, counted the first time",
        """
        referral 乙 甲 on=2026-02-10
        referral 乙 丙 on=2026-02-10
        referral 乙 甲 on=2026-03-10
        """,
        {"referrals": 1, "referrals.month.2026-02": 1},
    ),
    Specimen(
        "somebody referred before the period is not referred anew in it",
        """
        referral 乙 甲 on=2025-06-01
        referral 乙 丙 on=2026-02-10
        """,
        {"referrals": 0},
    ),
    Specimen(
        "somebody who was in the register already did not come through a referral",
        """
        2025-06-01 乙 入库
        2026-02-09 丙 待核
        2026-02-10 丁 入库
        2026-02-11 戊 入库
        referral 乙 甲 on=2026-02-10
        referral 丙 甲 on=2026-02-10
        referral 丁 甲 on=2026-02-10
        referral 戊 甲 on=2026-02-10
        """,
        {"referrals": 2},
    ),
    Specimen(
        "a referral counts for its own unit, else for the person's on that day",
        """
        referral 乙 甲 on=2026-02-10
        referral 丙 甲 on=2026-02-10 unit=梅溪村
        始终 丁 转入 渡口社区
        referral 丁 甲 on=2026-02-10
        2026-03-01 丁 转入 梅溪村
        """,
        {
            "referrals": 3,
            "referrals@望江社区": 1,
            "referrals@梅溪镇": 1,
            "referrals@渡口社区": 1,
        },
    ),
    Specimen(
        "somebody who left the register later was referred all the same",
        """
        referral 乙 甲 on=2026-02-10
        2026-02-11 乙 入库
        2026-03-11 乙 退库
        """,
        {"referrals": 1, "persons_withdrawn": 1},
    ),
    Specimen(
        "a referral typed after the period is late",
        """
        referral 乙 甲 on=2026-03-31 录于2026-04-01
        referral 丙 甲 on=2026-03-31
        """,
        {"referrals": 2, "referrals.late": 1},
    ),
    Specimen(
        "without any referral the figure is unknown, whatever else is kept in one table with them",
        "document 通知 on=2026-02-01",
        {"referrals": None},
    ),
)
OTHER_WAYS = (
    Specimen(
        "each other way of counting visits takes in what it says",
        """
        2026-02-10 甲 走访 返乡
        2026-02-11 甲 面谈 返乡
        2026-02-12 乙 走访 返乡 家属
        2026-02-13 丙 微信 返乡
        2026-02-14 丁 视频 返乡
        2026-02-15 戊 走访 返乡 未联系上
        2026-02-16 己 短信 返乡
        2026-02-17 庚 走访 未返乡
        """,
        {
            "returnees_visited": 1,
            "returnee_visits": 2,
            "returnees_visited_or_family": 2,
            "returnees_visited_or_written": 3,
        },
    ),
    Specimen(
        "each other way of counting calls leaves out who was visited",
        """
        2026-02-10 甲 走访 返乡
        2026-02-11 甲 电话 未返乡
        2026-02-11 甲 微信 未返乡
        2026-02-11 甲 电话 未返乡 家属
        2026-02-12 乙 电话 未返乡
        2026-02-12 乙 电话 未返乡
        2026-02-13 丙 电话 未返乡 家属
        2026-02-14 丁 视频 未返乡
        2026-02-15 戊 电话 未返乡 未联系上
        2026-02-16 己 信函 未返乡
        """,
        {
            "away_phoned": 1,
            "away_calls": 2,
            "away_phoned_or_family": 2,
            "away_phoned_or_written": 2,
        },
    ),
)


@pytest.mark.parametrize("specimen", [*REFERRALS, *OTHER_WAYS], ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_two_records_of_one_person_are_one_once_merged(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        referral 乙 甲 on=2026-02-10
        referral 丙 甲 on=2026-02-11
        """,
    )
    assert counted(run, {"referrals": 2}) == {"referrals": 2}
    assert run("merge", "乙", "丙").code == 0
    assert counted(run, {"referrals": 1}) == {"referrals": 1}
    assert run("undo").code == 0
    assert counted(run, {"referrals": 2}) == {"referrals": 2}
