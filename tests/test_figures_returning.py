"""Edge cases of who came back, of cases of return and of what referrals came to, each a diary."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

RETURNED = (
    Specimen(
        "whoever came back up to the last day counts, with those of the period beside",
        """
        milestone 甲 kind=返乡创业 on=2021-01-01
        milestone 乙 kind=返乡创业 on=2025-12-31
        milestone 丙 kind=返乡创业 on=2026-01-01
        milestone 丁 kind=返乡创业 on=2026-03-31
        milestone 戊 kind=返乡创业 on=2026-04-01
        """,
        {"returned_business": 4, "returned_business.period": 2, "returned_office": 0},
    ),
    Specimen(
        "somebody who came back twice, or in two ways, is one person",
        """
        milestone 甲 kind=返乡创业 on=2024-05-01
        milestone 甲 kind=返乡创业 on=2026-02-01 name=又一家店
        milestone 甲 kind=返乡任职 on=2026-02-02
        milestone 乙 kind=返乡就业 on=2026-02-03
        milestone 丙 kind=调回 on=2026-02-04
        """,
        {
            "returned_business": 1,
            "returned_business.period": 1,
            "returned_office": 1,
            "returned_job": 1,
            "transferred": 1,
            "returned_total": 3,
        },
    ),
    Specimen(
        "one recruited, won for some days or willing has not come back",
        """
        milestone 甲 kind=引进 on=2026-02-01
        milestone 乙 kind=柔性引才 on=2026-02-01
        milestone 丙 kind=签约意向 on=2026-02-01
        2026-02-01 丁 入库
        2026-02-01 丁 创业
        """,
        {"returned_total": 0, "returned_business": 0, "willing_business": 1},
    ),
    Specimen(
        "a return counts for its own unit, else for the person's on that day",
        """
        始终 甲 转入 渡口社区
        milestone 甲 kind=返乡创业 on=2026-02-01
        2026-03-01 甲 转入 梅溪村
        milestone 乙 kind=返乡创业 on=2026-02-01 unit=梅溪村
        始终 丙 无单位
        milestone 丙 kind=返乡创业 on=2026-02-01
        """,
        {
            "returned_business": 3,
            "returned_business@渡口社区": 1,
            "returned_business@梅溪镇": 1,
            "returned_business@望江社区": 0,
        },
    ),
    Specimen(
        "somebody who came back and left the register since had come back",
        """
        2025-01-01 甲 入库
        milestone 甲 kind=返乡创业 on=2026-02-01
        2026-03-01 甲 去世
        """,
        {"returned_business": 1},
    ),
    Specimen(
        "what was typed after the quarter is late",
        """
        milestone 甲 kind=返乡创业 on=2026-02-01 录于2026-04-02
        milestone 乙 kind=返乡创业 on=2026-02-01
        """,
        {"returned_business": 2, "returned_business.late": 1},
    ),
    Specimen(
        "what comes the day after is not there yet, nor is whoever only thinks about it",
        """
        milestone 甲 kind=返乡就业 on=2026-04-01
        milestone 乙 kind=调回 on=2026-04-01
        case 丙 on=2026-04-01 failed_on=2026-04-02
        case 丁 on=2026-04-01 landed_on=2026-04-02
        2025-01-01 戊 入库
        2025-02-01 戊 无
        2026-03-31 戊 待定
        """,
        {
            **{"returned_job": 0, "transferred": 0, "unwilling": 0},
            **{"cases_found": 0, "cases_open": 0, "cases_landed": 0, "cases_failed": 0},
        },
    ),
    Specimen(
        "nothing was ever noted: nobody knows",
        "2025-01-01 甲 入库",
        {"returned_business": None, "returned_total": None, "cases_open": None, "referrals_converted": None},
    ),
    Specimen(
        "who does not want to come back is told from who has not said",
        """
        2025-01-01 甲 入库
        2025-02-01 甲 无
        2025-01-01 乙 入库
        2025-02-01 乙 无
        2026-03-31 乙 创业
        2025-01-01 丙 入库
        2025-02-01 丙 待定
        2025-02-01 丁 无
        """,
        {"unwilling": 1, "willing_any": 1},
    ),
)

CASES = (
    Specimen(
        "a case is open from the day it was found until the day it ended, that day not included",
        """
        case 甲 on=2025-05-01
        case 乙 on=2026-03-31
        case 丙 on=2026-04-01
        case 丁 on=2026-02-01 landed_on=2026-03-31
        case 戊 on=2026-02-01 landed_on=2026-04-01
        case 己 on=2026-02-01 failed_on=2026-03-31 reason=家人不在本地
        """,
        {
            "cases_open": 3,
            "cases_found": 5,
            "cases_found.period": 4,
            "cases_landed": 1,
            "cases_landed.period": 1,
            "cases_failed": 1,
        },
    ),
    Specimen(
        "a second try is a second case; that it landed is counted in the period it landed in",
        """
        case 甲 on=2024-05-01 failed_on=2025-05-01 reason=收入待遇
        case 甲 on=2025-06-01 landed_on=2026-01-01
        """,
        {
            "cases_found": 2,
            "cases_found.period": 0,
            "cases_failed": 1,
            "cases_failed.period": 0,
            "cases_landed": 1,
            "cases_landed.period": 1,
        },
    ),
    Specimen(
        "an open case stands under the stage it had reached by the last day",
        """
        case 甲 on=2026-01-05 reported_on=2026-02-01 talked_on=2026-04-02
        case 乙 on=2026-01-05
        case 丙 on=2026-01-05 matched_on=2026-03-01 kind=就业
        """,
        {
            "cases_open.case_stage.上报": 1,
            "cases_open.case_stage.排查": 1,
            "cases_open.case_stage.对接": 1,
            "cases_open.returning.就业": 1,
            "cases_open.returning.未填": 2,
        },
    ),
    Specimen(
        "why it came to nothing is told by the words of the list, also out of a sentence",
        """
        case 甲 on=2026-01-05 failed_on=2026-02-01 reason=爱人在外地，孩子在外上学
        case 乙 on=2026-01-05 failed_on=2026-02-01 reason=家人不在本地
        case 丙 on=2026-01-05 failed_on=2026-02-01
        """,
        {
            "cases_failed.reason.家人不在本地": 2,
            "cases_failed.reason.子女在外就学": 1,
            "cases_failed.reason.未填": 1,
            "cases_failed": 3,
        },
    ),
    Specimen(
        "a case counts for the unit that follows it, else for the person's when it was found",
        """
        始终 甲 转入 渡口社区
        case 甲 on=2026-02-01
        2026-03-01 甲 转入 梅溪村
        case 乙 on=2026-02-01 unit=梅溪村
        """,
        {"cases_open@渡口社区": 1, "cases_open@梅溪镇": 1, "cases_open@望江社区": 0},
    ),
)

REFERRALS = (
    Specimen(
        "a referral is converted on the day whom it brought came back, was recruited, or their case landed",
        """
        referral 乙 甲 on=2025-06-01
        milestone 乙 kind=返乡就业 on=2025-12-31
        referral 丙 甲 on=2026-01-10
        milestone 丙 kind=引进 on=2026-02-01
        referral 丁 甲 on=2026-01-10
        case 丁 on=2026-01-11 landed_on=2026-03-31
        referral 戊 甲 on=2026-01-10
        case 戊 on=2026-01-11 landed_on=2026-04-01
        referral 己 甲 on=2026-01-10
        """,
        {"referrals_converted": 3, "referrals_converted.period": 2},
    ),
    Specimen(
        "what came before the referral is not what it came to; on the very day it is",
        """
        milestone 乙 kind=返乡就业 on=2026-01-09
        referral 乙 甲 on=2026-01-10
        referral 丙 甲 on=2026-01-10
        milestone 丙 kind=返乡就业 on=2026-01-10
        """,
        {"referrals_converted": 1},
    ),
    Specimen(
        "a promise, some days of help or a prize are no conversion",
        """
        referral 乙 甲 on=2026-01-10
        milestone 乙 kind=签约意向 on=2026-02-01
        milestone 乙 kind=柔性引才 on=2026-02-01
        milestone 乙 kind=表彰 on=2026-02-01
        """,
        {"referrals_converted": 0},
    ),
    Specimen(
        "two who named the same person brought one; the first thing that came of it tells the day",
        """
        referral 丙 甲 on=2025-06-01
        referral 丙 乙 on=2025-07-01
        case 丙 on=2025-07-02 landed_on=2025-12-01
        milestone 丙 kind=返乡就业 on=2026-02-01
        """,
        {"referrals_converted": 1, "referrals_converted.period": 0},
    ),
)


RETURNING = (*RETURNED, *CASES, *REFERRALS)


@pytest.mark.parametrize("specimen", RETURNING, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_two_records_of_one_person_who_came_back_are_one_once_merged(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        milestone 甲 kind=返乡创业 on=2026-02-01
        milestone 乙 kind=返乡创业 on=2026-02-02
        """,
    )
    assert counted(run, {"returned_business": 2}) == {"returned_business": 2}
    assert run("merge", "甲", "乙").code == 0
    assert counted(run, {"returned_business": 1}) == {"returned_business": 1}
    assert run("undo").code == 0
    assert counted(run, {"returned_business": 2}) == {"returned_business": 2}


def test_a_running_quarter_counts_up_to_today(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_diary(
        own_register,
        """
        milestone 甲 kind=返乡创业 on=2026-02-01
        milestone 乙 kind=返乡创业 on=2026-02-11
        case 丙 on=2026-01-05 landed_on=2026-02-11
        case 丁 on=2026-02-11
        """,
    )
    monkeypatch.setenv("TALENTREG_TODAY", "2026-02-10")
    wanted = {"returned_business": 1, "cases_open": 1, "cases_landed": 0, "cases_found": 1}
    assert counted(run, wanted) == wanted
