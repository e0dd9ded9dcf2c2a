"""Edge cases of the figures of projects, each a diary and what it comes to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

STAGES = (
    Specimen(
        "a project is listed from the first word of it until it ended, that day not included",
        """
        project 甲厂 on=2020-01-01
        project 乙厂 on=2026-03-31
        project 丙厂 on=2026-04-01
        project 丁厂 on=2025-01-01 ended_on=2026-03-31
        project 戊厂 on=2025-01-01 ended_on=2026-04-01
        """,
        {"projects_listed": 3, "projects_new": 1, "projects_new.month.2026-03": 1},
    ),
    Specimen(
        "landed once is landed for ever; one that runs has landed, one that landed was signed",
        """
        project 甲厂 on=2025-01-01 signed_on=2026-01-01
        project 乙厂 on=2025-01-01 landed_on=2025-12-31
        project 丙厂 on=2025-01-01 running_on=2026-03-31
        project 丁厂 on=2025-01-01 landed_on=2026-02-01 ended_on=2026-03-01
        project 戊厂 on=2025-01-01 landed_on=2026-04-01
        """,
        {
            "projects_signed": 4,
            "projects_signed.period": 3,
            "projects_landed": 3,
            "projects_landed.period": 2,
            "projects_running": 1,
            "projects_listed": 4,
        },
    ),
    Specimen(
        "what is heard of the day after the quarter is not there yet",
        """
        project 甲厂 on=2026-04-01 signed_on=2026-04-02 landed_on=2026-04-03 owner=村集体 income=5
        project 乙厂 on=2026-04-01 investment=500 jobs=5 team=李教授团队 platform=院士工作站
        """,
        {
            **{"projects_listed": 0, "projects_new": 0, "projects_signed": 0, "projects_landed": 0},
            **{"project_investment": 0, "project_jobs": 0, "projects_collective": 0},
            **{"collective_income": 0, "teams": 0, "platforms": 0},
        },
    ),
    Specimen(
        "a project stands under the stage it had reached by the last day",
        """
        project 甲厂 on=2025-01-01 talks_on=2026-01-01 signed_on=2026-04-01
        project 乙厂 on=2025-01-01 signed_on=2026-01-01 industry=制造业
        project 丙厂 on=2025-01-01 owner=村集体
        """,
        {
            "projects_listed.project_stage.洽谈": 1,
            "projects_listed.project_stage.签约": 1,
            "projects_listed.project_stage.信息": 1,
            "projects_listed.project_owner.村集体": 1,
            "projects_listed.project_industry.制造业": 1,
            "projects_listed.project_industry.未填": 2,
        },
    ),
    Specimen(
        "there never was a project: nobody knows",
        "2025-01-01 甲 入库",
        {"projects_listed": None, "project_investment": None, "project_arrived": None, "teams": None},
    ),
)

MONEY = (
    Specimen(
        "what is planned counts while the project is listed, jobs once it has landed",
        """
        project 甲厂 on=2025-01-01 investment=500 jobs=30
        project 乙厂 on=2025-01-01 landed_on=2026-03-31 investment=1.2亿元 jobs=20
        project 丙厂 on=2025-01-01 landed_on=2026-04-01 investment=30000元 jobs=5
        project 丁厂 on=2025-01-01 landed_on=2025-02-01 ended_on=2026-01-01 investment=9 jobs=9
        project 戊厂 on=2025-01-01
        """,
        {
            "project_investment": 12503,
            "project_investment_landed": 12000,
            "project_jobs": 20,
            "project_jobs_planned": 55,
        },
    ),
    Specimen(
        "money counts on the day it arrived, and stays though the project ended",
        """
        project 甲厂 on=2025-01-01 ended_on=2026-03-01
        project 乙厂 on=2025-01-01 unit=梅溪村
        arrival 甲厂 100 on=2025-12-31
        arrival 甲厂 33.3 on=2026-01-01
        arrival 乙厂 0.1 on=2026-03-31
        arrival 乙厂 0.2 on=2026-02-01
        arrival 乙厂 50 on=2026-04-01
        """,
        {
            "project_arrived": 133.6,
            "project_arrived.period": 33.6,
            "project_arrived@梅溪镇": 0.3,
            "project_arrived@望江社区": 0,
        },
    ),
    Specimen(
        "income counts of what the village owns and still has",
        """
        project 甲厂 on=2025-01-01 owner=村集体 income=20
        project 乙厂 on=2025-01-01 owner=村集体 income=1.5
        project 丙厂 on=2025-01-01 owner=村集体
        project 丁厂 on=2025-01-01 owner=民营 income=100
        project 戊厂 on=2025-01-01 owner=村集体 income=7 ended_on=2026-02-01
        """,
        {"collective_income": 21.5, "projects_collective": 3},
    ),
)

PEOPLE = (
    Specimen(
        "three people of two units are in one project, which is its own unit's",
        """
        始终 丙 转入 梅溪村
        project 甲厂 on=2025-01-01 unit=渡口社区
        partner 甲厂 甲
        partner 甲厂 乙
        partner 甲厂 丙
        project 乙厂 on=2025-01-01 unit=渡口社区
        partner 乙厂 甲
        project 丙厂 on=2025-01-01 unit=渡口社区 ended_on=2026-02-01
        partner 丙厂 丁
        """,
        {
            "projects_listed@渡口社区": 2,
            "projects_listed@梅溪村": 0,
            "project_people": 3,
            "project_people@渡口社区": 3,
            "project_people@梅溪村": 0,
        },
    ),
    Specimen(
        "a team of two projects is one team, of the project entered first that is listed",
        """
        project 甲厂 on=2025-01-01 team=李教授团队 unit=渡口社区 ended_on=2026-02-01
        project 乙厂 on=2025-01-01 team=李教授团队 unit=梅溪村
        project 丙厂 on=2025-01-01 team=李教授团队 unit=渡口社区
        project 丁厂 on=2025-01-01 team=王博士团队 platform=院士工作站
        project 戊厂 on=2025-01-01
        """,
        {"teams": 2, "teams@梅溪村": 1, "teams@渡口社区": 0, "platforms": 1},
    ),
)


PROJECTS = (*STAGES, *MONEY, *PEOPLE)


@pytest.mark.parametrize("specimen", PROJECTS, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_what_stood_on_a_day_long_past_is_still_told(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        project 甲厂 on=2024-01-01 landed_on=2024-06-01 ended_on=2025-01-01 investment=10
        project 乙厂 on=2024-07-01 investment=5
        """,
    )
    keys = ("projects_listed", "project_investment", "projects_landed")
    found = []
    for day in ("2024-05-31", "2024-12-31", "2025-12-31"):
        named = (word for key in keys for word in ("--figure", key))
        answer = run("stats", *named, "--year", day[:4], "--as-of", day, "--json")
        found.append([figure["value"] for figure in json.loads(answer.out)["figures"]])
    assert found == [[1, 10, 0], [2, 15, 1], [1, 5, 1]]


def test_the_names_of_landed_projects_stand_in_the_proof(run: Run, own_register: Path) -> None:
    write_diary(own_register, "project 生态茶园 on=2026-01-05 landed_on=2026-02-01 investment=500 jobs=30")
    (row,) = json.loads(run("why", "落地项目", "--json").out)["rows"]
    assert (row["record"], row["name"], row["on"], row["investment"], row["jobs"]) == (
        *("XM000001", "生态茶园", "2026-02-01"),
        *(500, 30),
    )


def test_a_name_that_could_be_a_formula_or_a_mark_stands_as_it_is(run: Run, own_register: Path) -> None:
    assert run("project", "add", "=1+1", "团队=[red]队[/]", "--on", "2026-02-01").code == 0
    assert json.loads(run("why", "创新创业团队", "--json").out)["rows"][0]["name"] == "=1+1"
    assert "[red]队[/]" in json.dumps(json.loads(run("project", "list", "--json").out), ensure_ascii=False)
    assert run("why", "返乡创业项目").code == 0
