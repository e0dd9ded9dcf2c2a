"""Edge cases of the figures of the register, each a diary and what it comes to."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from diary import Counts, Specimen, counted, write_diary

Run = Callable[..., Answer]

SPECIMENS = (
    Specimen(
        "a unit closed on the last day is gone by then",
        """
        2026-03-31 渡口社区 撤销
        2026-03-31 梅溪镇 撤销
        """,
        {"communities": 2, "townships": 1, "communities@临江街道": 1, "townships@梅溪镇": 0},
    ),
    Specimen(
        "a unit closed the day after the last is still there",
        """
        2026-04-01 渡口社区 撤销
        2026-04-01 梅溪镇 撤销
        """,
        {"communities": 3, "townships": 2},
    ),
    Specimen(
        "a unit opened on the last day counts, one opened the day after does not",
        """
        2026-03-31 渡口社区 设立
        2026-04-01 梅溪村 设立
        """,
        {"communities": 2, "communities@梅溪镇": 0},
    ),
    Specimen(
        "an attempt that reached nobody is work of the community",
        "2026-01-01 甲 电话 未返乡 未联系上",
        {"communities_active": 1, "communities_active@望江社区": 1, "communities_active@渡口社区": 0},
    ),
    Specimen(
        "an enrolment is work of the community, a withdrawal and a pending entry are not",
        """
        始终 乙 转入 渡口社区
        始终 丙 转入 梅溪村
        2025-12-31 乙 入库
        2026-03-31 甲 入库
        2026-02-01 乙 退库
        2026-02-01 丙 待核
        """,
        {"communities_active": 1, "communities_active@望江社区": 1},
    ),
    Specimen(
        "work of a grid is work of its community",
        "2026-02-01 甲 走访 本地 @望江一网格",
        {"communities_active": 1, "communities_active@临江街道": 1, "communities_active@望江一网格": 0},
    ),
    Specimen(
        "work recorded for the street is nobody's below it",
        "2026-02-01 甲 走访 本地 @临江街道",
        {"communities_active": 0, "communities_active@临江街道": 0, "contacts_made@临江街道": 1},
    ),
    Specimen(
        "a community that worked and was closed in the period is no longer among those there",
        """
        2026-01-05 甲 走访 本地
        2026-03-01 望江社区 撤销
        """,
        {"communities": 2, "communities_active": 0},
    ),
    Specimen(
        "work before somebody moved is work of the community they left",
        """
        2026-01-31 甲 走访 本地
        2026-02-01 甲 转入 渡口社区
        """,
        {"communities_active@望江社区": 1, "communities_active@渡口社区": 0},
    ),
    Specimen(
        "somebody enrolled on the last day is enrolled, on the day after not yet",
        """
        2026-03-31 甲 入库
        2026-04-01 乙 入库
        """,
        {"persons_enrolled": 1, "persons_newly_enrolled": 1},
    ),
    Specimen(
        "somebody enrolled on the first day is new, on the day before was already there",
        """
        2026-01-01 甲 入库
        2025-12-31 乙 入库
        """,
        {"persons_enrolled": 2, "persons_newly_enrolled": 1},
    ),
    Specimen(
        "the withdrawn, the deceased and the pending are not enrolled",
        """
        2025-06-01 甲 入库
        2026-03-31 甲 退库
        2025-06-01 乙 入库
        2026-01-01 乙 去世
        2025-06-01 丙 待核
        """,
        {"persons_enrolled": 0, "persons_withdrawn": 2, "persons_newly_enrolled": 0},
    ),
    Specimen(
        "somebody withdrawn after the period was enrolled at its end",
        """
        2025-06-01 甲 入库
        2026-04-01 甲 退库
        """,
        {"persons_enrolled": 1, "persons_withdrawn": 0},
    ),
    Specimen(
        "somebody pending and then enrolled is new from the day of enrolment",
        """
        2025-12-01 甲 待核
        2026-01-01 甲 入库
        """,
        {"persons_enrolled": 1, "persons_newly_enrolled": 1},
    ),
    Specimen(
        "somebody enrolled again is not new, but was withdrawn in between",
        """
        2025-06-01 甲 入库
        2026-01-10 甲 退库
        2026-03-10 甲 入库
        """,
        {"persons_enrolled": 1, "persons_newly_enrolled": 0, "persons_withdrawn": 1},
    ),
    Specimen(
        "somebody withdrawn twice is one person",
        """
        2025-06-01 甲 入库
        2026-01-10 甲 退库
        2026-02-10 甲 入库
        2026-03-10 甲 退库
        """,
        {"persons_enrolled": 0, "persons_withdrawn": 1},
    ),
    Specimen(
        "of two statuses on one day the later entered wins: out",
        """
        2025-06-01 甲 入库
        2026-02-10 甲 入库
        2026-02-10 甲 退库
        """,
        {"persons_enrolled": 0, "persons_withdrawn": 1},
    ),
    Specimen(
        "of two statuses on one day the later entered wins: in again",
        """
        2025-06-01 甲 入库
        2026-02-10 甲 退库
        2026-02-10 甲 入库
        """,
        {"persons_enrolled": 1, "persons_withdrawn": 0},
    ),
    Specimen(
        "an enrolment corrected to pending on the same day made nobody new",
        """
        2026-02-10 甲 入库
        2026-02-10 甲 待核
        """,
        {"persons_enrolled": 0, "persons_newly_enrolled": 0},
    ),
    Specimen(
        "an entry made earlier for a later day stands against one made later for an earlier day",
        """
        2026-03-01 甲 退库 录于2026-03-01
        2026-02-01 甲 入库 录于2026-03-20
        """,
        {"persons_enrolled": 0},
    ),
    Specimen(
        "somebody who moved counts where they were on the day that decides",
        """
        2026-01-10 甲 入库
        2026-03-31 甲 转入 渡口社区
        2026-04-01 甲 转入 梅溪村
        """,
        {
            "persons_enrolled@望江社区": 0,
            "persons_enrolled@渡口社区": 1,
            "persons_enrolled@梅溪镇": 0,
            "persons_newly_enrolled@望江社区": 1,
            "persons_newly_enrolled@渡口社区": 0,
        },
    ),
    Specimen(
        "somebody withdrawn counts where they were that day",
        """
        2025-01-10 甲 入库
        2026-02-01 甲 退库
        2026-02-02 甲 转入 渡口社区
        """,
        {"persons_withdrawn@望江社区": 1, "persons_withdrawn@渡口社区": 0},
    ),
    Specimen(
        "of two units on one day the later entered wins",
        """
        2025-01-10 甲 入库
        2026-02-01 甲 转入 梅溪村
        2026-02-01 甲 转入 渡口社区
        """,
        {"persons_enrolled@渡口社区": 1, "persons_enrolled@梅溪村": 0, "persons_enrolled@望江社区": 0},
    ),
    Specimen(
        "somebody without a unit stands in the whole register only",
        """
        始终 甲 无单位
        2026-02-01 甲 入库
        """,
        {"persons_enrolled": 1, "persons_enrolled@云河区": 0, "persons_newly_enrolled@云河区": 0},
    ),
    Specimen(
        "an enrolment typed after the period counts where it happened and is marked",
        """
        2026-03-31 甲 入库 录于2026-04-02
        2026-03-31 乙 入库 录于2026-03-31
        """,
        {"persons_enrolled": 2, "persons_newly_enrolled": 2, "persons_newly_enrolled.late": 1},
    ),
    Specimen(
        "a withdrawal typed after the period counts where it happened and is marked",
        """
        2025-03-31 甲 入库
        2026-03-31 甲 去世 录于2026-04-02
        """,
        {"persons_enrolled": 0, "persons_withdrawn": 1, "persons_withdrawn.late": 1},
    ),
    Specimen(
        "a file with nothing but a name is not complete",
        """
        2026-02-01 甲 入库
        2026-02-01 甲 无
        """,
        {"dossiers_complete": 0, "dossier_rate": 0.0},
    ),
    Specimen(
        "where nobody is enrolled there is no share of anybody",
        "2026-02-01 甲 待核",
        {"persons_enrolled": 0, "dossier_rate": None, "coverage_rate": None},
    ),
    Specimen(
        "a running quarter counts up to today",
        """
        2026-02-10 甲 入库
        2026-02-11 乙 入库
        2026-02-11 甲 退库
        2026-02-11 望江社区 撤销
        2026-02-10 甲 创业
        2026-02-11 甲 无
        """,
        {
            "persons_enrolled": 1,
            "persons_newly_enrolled": 1,
            "persons_withdrawn": 0,
            "communities": 3,
            "willing_business": 1,
        },
        today="2026-02-10",
    ),
)

COMPLETE = {
    "姓名": "张三",
    "性别": "男",
    "出生年月": "1990-05",
    "联系电话": "15412345678",
    "所属社区": "望江社区",
    "人员类别": "专业技术人员",
    "学历": "本科",
    "现居住地": "广东省深圳市",
    "工作单位": "江州大学",
    "返乡意愿": "创业",
    "入库日期": "2026-02-01",
}
"""A row of a people sheet with everything a complete file needs; 入库日期 only places it in the quarter."""

DOSSIERS: dict[str, tuple[dict[str, str], Counts]] = {
    "everything is there": ({}, {"dossiers_complete": 1, "dossier_rate": 100.0}),
    "no intention is a statement": ({"返乡意愿": "无"}, {"dossiers_complete": 1}),
    "an open intention is a statement": ({"返乡意愿": "待定"}, {"dossiers_complete": 1}),
    "only a year of birth is a birth date": ({"出生年月": "1990"}, {"dossiers_complete": 1}),
    "a pending person has no file to be complete": (
        {"在库状态": "待核"},
        {"dossiers_complete": 0, "dossier_rate": None},
    ),
    **{
        f"without {heading} it is not complete": (
            {heading: ""},
            {"dossiers_complete": 0, "dossier_rate": 0.0},
        )
        for heading in COMPLETE
        if heading not in ("姓名", "入库日期")
    },
}


@pytest.mark.parametrize("specimen", SPECIMENS, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    write_diary(own_register, specimen.diary)
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    assert counted(run, specimen.counts) == specimen.counts


@pytest.mark.parametrize(("changed", "counts"), DOSSIERS.values(), ids=list(DOSSIERS))
def test_a_file_is_complete_when(
    run: Run, book: Callable[..., Path], changed: dict[str, str], counts: Counts
) -> None:
    row = COMPLETE | changed
    assert run("import", book(f"人员\n{'|'.join(row)}\n{'|'.join(row.values())}")).code == 0
    assert counted(run, counts) == counts


def test_a_file_counts_as_complete_from_the_day_its_last_history_entry_says(run: Run, book: Any) -> None:
    row = COMPLETE | {"返乡意愿": ""}
    run("import", book(f"人员\n{'|'.join(row)}\n{'|'.join(row.values())}"))
    run("contact", "log", "张三", "--channel", "电话", "--on", "2026-03-01", "--intention", "无")
    assert complete(run, "--month", "2026-03") == 1
    assert complete(run, "--month", "2026-02") == 0


def complete(run: Run, *period: str) -> Any:
    return json.loads(run("why", "一人一档", *period, "--json").out)["figure"]["value"]


def test_a_book_that_calls_somebody_withdrawn_does_not_withdraw_them_on_the_day_they_enrolled(
    run: Run, book: Any
) -> None:
    run("import", book("人员\n姓名|所属社区|入库日期|在库状态\n张三|望江社区|2020-05-01|退库"))
    answer = json.loads(run("stats", "--year", "2020", "--json").out)
    found = {figure["key"]: figure["value"] for figure in answer["figures"]}
    assert (found["persons_newly_enrolled"], found["persons_withdrawn"]) == (1, 0)
