"""Edge cases of the figures of contact work, each a diary and what it comes to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Counts, Specimen, counted, write_diary

Run = Callable[..., Answer]

CONTACTS = (
    Specimen(
        "the first and the last day belong to the period, the days beside them do not",
        """
        2025-12-31 甲 走访 返乡
        2026-01-01 乙 走访 返乡
        2026-03-31 丙 走访 返乡
        2026-04-01 丁 走访 返乡
        2025-12-31 戊 电话 未返乡
        2026-01-01 己 电话 未返乡
        2026-03-31 庚 电话 未返乡
        2026-04-01 辛 电话 未返乡
        """,
        {"returnees_visited": 2, "away_phoned": 2, "persons_contacted": 4, "contacts_made": 4},
    ),
    Specimen(
        "somebody visited three times is one person and three times",
        """
        2026-01-01 甲 走访 返乡
        2026-02-17 甲 走访 返乡
        2026-02-17 甲 面谈 返乡
        """,
        {"returnees_visited": 1, "persons_contacted": 1, "contacts_made": 3},
    ),
    Specimen(
        "two channels on one day are two times",
        """
        2026-02-17 甲 电话 未返乡
        2026-02-17 甲 微信 未返乡
        """,
        {
            "away_phoned": 1,
            "persons_contacted": 1,
            "contacts_made": 2,
            "contacts_made.channel.phone": 1,
            "contacts_made.channel.wechat": 1,
        },
    ),
    Specimen(
        "somebody phoned while away and visited later is visited, never both",
        """
        2026-01-05 甲 电话 未返乡
        2026-02-17 甲 走访 返乡
        """,
        {"returnees_visited": 1, "away_phoned": 0, "persons_contacted": 1, "contacts_made": 2},
    ),
    Specimen(
        "somebody visited at home and phoned after leaving is visited, never both",
        """
        2026-02-17 甲 面谈 返乡
        2026-03-31 甲 电话 未返乡
        """,
        {"returnees_visited": 1, "away_phoned": 0, "contacts_made": 2},
    ),
    Specimen(
        "visited by one community and phoned by another, the scope decides",
        """
        2026-02-17 甲 走访 返乡 @渡口社区
        2026-03-05 甲 电话 未返乡
        """,
        {
            "returnees_visited": 1,
            "away_phoned": 0,
            "returnees_visited@临江街道": 1,
            "away_phoned@临江街道": 0,
            "returnees_visited@渡口社区": 1,
            "away_phoned@渡口社区": 0,
            "returnees_visited@望江社区": 0,
            "away_phoned@望江社区": 1,
        },
    ),
    Specimen(
        "a visit before the period does not keep somebody out of those phoned in it",
        """
        2025-12-31 甲 走访 返乡
        2026-01-01 甲 电话 未返乡
        2026-04-01 甲 走访 返乡
        """,
        {"returnees_visited": 0, "away_phoned": 1},
    ),
    Specimen(
        "a visit that found nobody does not keep somebody out of those phoned",
        """
        2026-02-17 甲 走访 返乡 未联系上
        2026-02-18 甲 走访 返乡 家属
        2026-02-19 甲 电话 未返乡
        """,
        {"returnees_visited": 0, "away_phoned": 1, "contacts_family": 1, "contacts_unreached": 1},
    ),
    Specimen(
        "presence is as it was at each contact",
        """
        2026-01-05 甲 走访 未返乡
        2026-02-17 甲 电话 返乡
        2026-01-05 乙 走访 未返乡
        2026-02-17 乙 走访 返乡
        """,
        {"returnees_visited": 1, "away_phoned": 0, "persons_contacted": 2},
    ),
    Specimen(
        "locals and those of whom nothing is known are neither returned nor away",
        """
        2026-02-17 甲 走访 本地
        2026-02-17 乙 走访 不详
        2026-02-17 丙 电话 本地
        2026-02-17 丁 电话 不详
        """,
        {"returnees_visited": 0, "away_phoned": 0, "persons_contacted": 4},
    ),
    Specimen(
        "only a visit or a talk visits, only a call phones",
        """
        2026-02-17 甲 面谈 返乡
        2026-02-17 乙 视频 返乡
        2026-02-17 丙 微信 未返乡
        2026-02-17 丁 视频 未返乡
        2026-02-17 戊 短信 未返乡
        """,
        {"returnees_visited": 1, "away_phoned": 0, "contacts_made": 5},
    ),
    Specimen(
        "who reached the family only has not reached the person",
        """
        2025-06-01 甲 入库
        2026-02-17 甲 走访 返乡 家属 慰问
        2026-02-18 甲 电话 未返乡 家属
        """,
        {
            "contacts_family": 2,
            "returnees_visited": 0,
            "away_phoned": 0,
            "persons_contacted": 0,
            "contacts_made": 0,
            "contacts_unreached": 0,
            "condolence_visits": 0,
            "persons_covered": 0,
            "persons_uncontacted": 1,
        },
    ),
    Specimen(
        "attempts that reached nobody are counted apart, each of them",
        """
        2025-06-01 甲 入库
        2026-01-01 甲 电话 未返乡 未联系上
        2026-03-31 甲 电话 未返乡 未联系上
        2026-04-01 甲 电话 未返乡 未联系上
        """,
        {"contacts_unreached": 2, "contacts_made": 0, "contacts_family": 0, "persons_uncontacted": 1},
    ),
    Specimen(
        "condolence counts by its occasion, whatever the channel and the presence",
        """
        2026-02-10 甲 走访 本地 慰问
        2026-02-11 甲 电话 未返乡 慰问
        2026-02-12 乙 走访 返乡 调研
        2026-02-12 丙 走访 返乡
        """,
        {"condolence_visits": 2, "condolence_visits.channel.电话": 1, "contacts_made.occasion.未填": 1},
    ),
    Specimen(
        "a contact for condolence and something else is for condolence too",
        "2026-02-10 甲 走访 本地 慰问、调研",
        {"contacts_made": 1, "condolence_visits": 1},
    ),
    Specimen(
        "work counts for the unit it is recorded under, not for the person's own",
        """
        2025-06-01 甲 入库
        2026-02-17 甲 走访 返乡 慰问 @梅溪村
        2026-02-18 甲 电话 返乡 未联系上 @梅溪村
        2026-02-19 甲 电话 返乡 家属 @梅溪村
        """,
        {
            "contacts_made@望江社区": 0,
            "contacts_made@梅溪镇": 1,
            "persons_contacted@望江社区": 0,
            "persons_contacted@梅溪村": 1,
            "condolence_visits@梅溪村": 1,
            "contacts_unreached@梅溪村": 1,
            "contacts_family@梅溪村": 1,
        },
    ),
    Specimen(
        "who was reached by any other unit is not left uncontacted",
        """
        2025-06-01 甲 入库
        2025-06-01 乙 入库
        2026-02-17 甲 走访 返乡 @梅溪村
        """,
        {
            "persons_uncontacted@望江社区": 1,
            "persons_covered@望江社区": 1,
            "coverage_rate@望江社区": 50.0,
            "persons_covered@梅溪村": 0,
            "coverage_rate@梅溪村": None,
        },
    ),
    Specimen(
        "somebody who moved was contacted where they were, and stands covered where they are",
        """
        2025-06-01 甲 入库
        2026-01-31 甲 走访 返乡
        2026-02-01 甲 转入 渡口社区
        2026-02-01 甲 电话 未返乡
        """,
        {
            "returnees_visited@望江社区": 1,
            "away_phoned@渡口社区": 1,
            "away_phoned@临江街道": 0,
            "persons_covered@望江社区": 0,
            "persons_covered@渡口社区": 1,
            "persons_uncontacted@渡口社区": 0,
        },
    ),
    Specimen(
        "somebody who has left was contacted, but is neither covered nor uncontacted at the end",
        """
        2025-06-01 甲 入库
        2026-01-05 甲 走访 返乡
        2026-03-31 甲 退库
        2025-06-01 乙 入库
        2026-03-31 乙 去世
        2026-02-01 丙 待核
        2026-02-02 丙 走访 返乡
        2025-06-01 丁 入库
        """,
        {
            "persons_contacted": 2,
            "returnees_visited": 2,
            "persons_covered": 0,
            "persons_uncontacted": 1,
            "coverage_rate": 0.0,
        },
    ),
    Specimen(
        "a contact typed after the period counts where it happened and is marked",
        """
        2026-03-31 甲 走访 返乡 慰问 录于2026-04-01
        2026-03-31 乙 走访 返乡 慰问 录于2026-03-31
        2026-03-31 丙 电话 未返乡 录于2026-04-01
        2026-03-31 丁 电话 未返乡 家属 录于2026-04-01
        2026-03-31 丁 电话 未返乡 未联系上 录于2026-04-01
        """,
        {
            "contacts_made": 3,
            "contacts_made.late": 2,
            "returnees_visited": 2,
            "returnees_visited.late": 1,
            "away_phoned.late": 1,
            "persons_contacted.late": 2,
            "condolence_visits.late": 1,
            "contacts_family.late": 1,
            "contacts_unreached.late": 1,
        },
    ),
    Specimen(
        "of those covered, the late ones are those whose contact was typed late",
        """
        2025-06-01 甲 入库
        2026-03-31 甲 走访 返乡 录于2026-04-01
        """,
        {"persons_covered": 1, "persons_covered.late": 1},
    ),
    Specimen(
        "somebody uncontacted is no late contact, however late they were enrolled",
        """
        2025-12-01 甲 入库 录于2026-04-01
        2025-12-01 乙 走访 返乡
        """,
        {"persons_uncontacted": 1, "persons_uncontacted.late": 0},
    ),
    Specimen(
        "a running quarter counts up to today",
        """
        2025-06-01 甲 入库
        2026-02-10 乙 走访 返乡
        2026-02-11 甲 走访 返乡
        """,
        {"returnees_visited": 1, "persons_uncontacted": 1},
        today="2026-02-10",
    ),
    Specimen(
        "shares are printed to one decimal, a half upwards as any calculator at the office does",
        "\n".join(f"2025-06-01 {name} 入库" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳")
        + "\n2026-02-17 甲 走访 返乡",
        {"coverage_rate": 6.3},
    ),
    Specimen(
        "two of three are two thirds",
        """
        2025-06-01 甲 入库
        2025-06-01 乙 入库
        2025-06-01 丙 入库
        2026-02-17 甲 走访 返乡
        2026-02-17 乙 微信 未返乡
        """,
        {"coverage_rate": 66.7, "persons_covered": 2},
    ),
)


@pytest.mark.parametrize("specimen", CONTACTS, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    write_diary(own_register, specimen.diary)
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    assert counted(run, specimen.counts) == specimen.counts


def test_the_row_of_a_unit_is_what_its_own_statistics_say(run: Run, own_register: Path) -> None:
    write_diary(own_register, "2026-02-28 甲 走访 返乡 录于2026-03-01")
    february = ("stats", "--month", "2026-02", "--json")
    rows = json.loads(run(*february, "--by", "unit", "--unit", "临江街道").out)["rows"]
    own = json.loads(run(*february, "--unit", "望江社区").out)["figures"]
    assert {row["unit"]: row["figures"] for row in rows}["望江社区"] == own


def test_units_are_counted_anew_and_may_add_to_more_than_the_whole(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        2026-02-17 甲 走访 返乡
        2026-02-18 甲 走访 返乡 @渡口社区
        """,
    )
    scopes = ("", "@临江街道", "@望江社区", "@渡口社区")
    each: Counts = {f"returnees_visited{scope}": 1 for scope in scopes}
    assert counted(run, each) == each
