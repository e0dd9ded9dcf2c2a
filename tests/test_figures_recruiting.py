"""Edge cases of who was recruited, as what, and what became of them, each a diary and what it comes to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

DEGREES = (
    Specimen(
        "degrees exclude each other, titles overlap them, the union counts everybody once",
        """
        milestone 甲 kind=引进 on=2026-02-01 degree=博士研究生 professional_title=教授
        milestone 乙 kind=引进 on=2026-02-01 degree=硕士研究生 professional_title=副教授
        milestone 丙 kind=引进 on=2026-02-01 degree=硕士研究生
        milestone 丁 kind=引进 on=2026-02-01 degree=本科 professional_title=高级工程师
        milestone 戊 kind=引进 on=2026-02-01 degree=本科
        """,
        {
            "recruited_doctors": 1,
            "recruited_masters": 2,
            "recruited_senior": 3,
            "recruited_total": 5,
            "recruited_advanced": 4,
        },
    ),
    Specimen(
        "somebody recruited twice counts once, under the highest degree they were recruited with",
        """
        milestone 甲 kind=引进 on=2023-02-01 degree=硕士研究生
        milestone 甲 kind=引进 on=2026-02-01 degree=博士研究生
        milestone 乙 kind=引进 on=2026-02-02 degree=硕士研究生
        milestone 乙 kind=引进 on=2023-02-02 degree=博士研究生
        """,
        {
            "recruited_doctors": 2,
            "recruited_doctors.period": 1,
            "recruited_masters": 0,
            "recruited_masters.period": 0,
            "recruited_total": 2,
        },
    ),
    Specimen(
        "of two recruitments in two units each unit knows its own",
        """
        milestone 甲 kind=引进 on=2023-02-01 degree=硕士研究生 unit=渡口社区
        milestone 甲 kind=引进 on=2026-02-01 degree=博士研究生 unit=梅溪村
        """,
        {
            "recruited_masters": 0,
            "recruited_masters@渡口社区": 1,
            "recruited_doctors@梅溪村": 1,
            "recruited_doctors@渡口社区": 0,
            "recruited_total": 1,
        },
    ),
    Specimen(
        "a title that day is not outdone, one without a level tells nothing",
        """
        milestone 甲 kind=引进 on=2026-02-01 professional_title=工程师
        milestone 乙 kind=引进 on=2026-02-01 professional_title=土专家
        milestone 丙 kind=引进 on=2026-02-01 title_level=副高
        milestone 丁 kind=引进 on=2026-02-01 title_level=正高
        """,
        {"recruited_senior": 2, "recruited_senior.title_then.正高": 1},
    ),
    Specimen(
        "recruited as nothing of the kind",
        """
        milestone 甲 kind=引进 on=2026-02-01 degree=本科 title_level=中级 level=省级 channel=公开招聘
        milestone 乙 kind=柔性引才 on=2026-02-01 until=2026-03-30
        """,
        {
            **{"recruited_total": 1, "recruited_senior": 0, "recruited_native": 0, "recruited_advanced": 0},
            **{"recruited_leading": 0, "recruited_scarce": 0, "recruited_overseas": 0},
            **{"recruited_quota_pool": 0, "flexible_experts": 0},
        },
    ),
    Specimen(
        "who helps for some days or only signed was not recruited",
        """
        milestone 甲 kind=柔性引才 on=2026-02-01 degree=博士研究生
        milestone 乙 kind=签约意向 on=2026-02-01 degree=博士研究生
        """,
        {"recruited_doctors": 0, "recruited_total": 0, "recruited_native_share": None},
    ),
)

SHARES = (
    Specimen(
        "natives who were away, of all recruited; what was not noted is not one",
        """
        milestone 甲 kind=引进 on=2026-02-01 native=是 away=是 degree=博士研究生
        milestone 乙 kind=引进 on=2026-02-01 native=是 away=否 degree=博士研究生
        milestone 丙 kind=引进 on=2026-02-01 native=否 away=是 degree=本科
        milestone 丁 kind=引进 on=2026-02-01 native=是 away=是 degree=本科
        milestone 戊 kind=引进 on=2026-02-01 degree=本科
        milestone 己 kind=引进 on=2026-02-01 native=否 away=否 degree=硕士研究生
        """,
        {
            "recruited_native": 2,
            "recruited_native_share": 33.3,
            "recruited_advanced": 3,
            "recruited_advanced_native": 1,
            "recruited_advanced_native_share": 33.3,
        },
    ),
    Specimen(
        "each unit has a share of its own",
        """
        milestone 甲 kind=引进 on=2026-02-01 native=是 away=是
        milestone 乙 kind=引进 on=2026-02-01 native=否 away=否 unit=梅溪村
        """,
        {
            "recruited_native_share": 50.0,
            "recruited_native_share@望江社区": 100.0,
            "recruited_native_share@梅溪村": 0.0,
            "recruited_native_share@渡口社区": None,
        },
    ),
)

WAYS = (
    Specimen(
        "one may be several things at once; a level is a whole word",
        """
        milestone 甲 kind=引进 on=2026-02-01 level=领军人才、海外高层次人才 channel=编制池
        milestone 乙 kind=引进 on=2026-02-01 level=省级领军人才 channel=公开招聘
        milestone 丙 kind=引进 on=2026-02-01 level=领军人才培养对象
        milestone 丁 kind=引进 on=2026-02-01 level=急需紧缺人才 channel=人才编制池
        milestone 戊 kind=柔性引才 on=2026-02-01 level=海外高层次人才
        """,
        {
            "recruited_leading": 2,
            "recruited_overseas": 1,
            "recruited_scarce": 1,
            "recruited_quota_pool": 2,
            "recruited_total.level.领军人才": 2,
            "recruited_total.recruit_channel.编制池": 2,
        },
    ),
    Specimen(
        "an engagement counts from its first day to its last, each person once",
        """
        milestone 甲 kind=柔性引才 on=2025-02-01 until=2026-03-30
        milestone 乙 kind=柔性引才 on=2025-02-01 until=2026-03-31
        milestone 丙 kind=柔性引才 on=2026-03-31
        milestone 丁 kind=柔性引才 on=2026-04-01
        milestone 戊 kind=柔性引才 on=2025-02-01 name=候鸟
        milestone 戊 kind=柔性引才 on=2025-03-01 name=假日专家
        """,
        {"flexible_experts": 3, "flexible_experts_ever": 4, "flexible_experts_ever.period": 1},
    ),
    Specimen(
        "an engagement is its unit's, else where the person belongs by now; who left is none",
        """
        始终 甲 转入 渡口社区
        milestone 甲 kind=柔性引才 on=2025-02-01
        2026-03-01 甲 转入 梅溪村
        milestone 乙 kind=柔性引才 on=2025-02-01 unit=渡口社区
        milestone 丙 kind=柔性引才 on=2025-02-01
        2025-01-01 丙 入库
        2026-03-31 丙 去世
        """,
        {"flexible_experts": 2, "flexible_experts@梅溪村": 1, "flexible_experts@渡口社区": 1},
    ),
)

GROWING = (
    Specimen(
        "each kind of growth counts its people since ever",
        """
        milestone 甲 kind=提拔重用 on=2024-02-01
        milestone 甲 kind=提拔重用 on=2026-02-01
        milestone 乙 kind=挂职锻炼 on=2025-02-01 until=2025-08-01
        milestone 丙 kind=挂职锻炼 on=2026-02-01
        milestone 甲 kind=培训研修 on=2026-02-01
        milestone 甲 kind=发展党员 on=2026-02-01
        """,
        {
            "promoted": 1,
            "promoted.period": 1,
            "seconded": 2,
            "seconded.period": 1,
            "seconded_now": 1,
            "trained": 1,
            "party_joined": 1,
        },
    ),
    Specimen(
        "what comes the day after the quarter is not there yet",
        """
        library 引进人才库 on=2024-01-01
        inclusion 引进人才库 甲 on=2026-02-01
        milestone 甲 kind=提拔重用 on=2026-04-01
        milestone 甲 kind=挂职锻炼 on=2026-04-01
        milestone 甲 kind=培训研修 on=2026-04-01
        milestone 甲 kind=发展党员 on=2026-04-01
        milestone 甲 kind=推荐两代表一委员 on=2026-04-01
        milestone 甲 kind=当选两代表一委员 on=2026-04-01
        milestone 甲 kind=表彰 on=2026-04-01
        milestone kind=表彰 on=2026-04-01 unit=梅溪村
        milestone 甲 kind=申报人才项目 on=2026-04-01 result=入选
        milestone 甲 kind=传帮带培养 on=2026-04-01 mentor=乙
        """,
        {
            **{"promoted": 0, "seconded": 0, "trained": 0, "party_joined": 0, "honoured": 0},
            **{"delegates_recommended": 0, "delegates_elected": 0, "units_honoured": 0},
            **{"programme_applications": 0, "programme_selected": 0, "trainees": 0, "mentors": 0},
            "growth_files": 0,
        },
    ),
    Specimen(
        "recommended is not elected",
        """
        milestone 甲 kind=推荐两代表一委员 on=2026-02-01
        milestone 甲 kind=当选两代表一委员 on=2026-03-01
        milestone 乙 kind=推荐两代表一委员 on=2026-02-01
        milestone 丙 kind=当选两代表一委员 on=2026-03-01
        """,
        {"delegates_recommended": 2, "delegates_elected": 2},
    ),
    Specimen(
        "an honour is a person's or a unit's, never both",
        """
        milestone person=甲 kind=表彰 on=2026-02-01 name=先进个人
        milestone person=甲 kind=表彰 on=2026-02-02 name=工匠
        milestone kind=表彰 on=2026-02-01 name=先进单位 unit=梅溪村
        milestone kind=表彰 on=2025-02-01 name=先进单位 unit=梅溪村
        milestone kind=表彰 on=2026-02-01 name=先进单位 unit=渡口社区
        """,
        {
            "honoured": 1,
            "units_honoured": 3,
            "units_honoured.period": 2,
            "units_honoured@梅溪镇": 2,
            "honoured.programme.工匠": 1,
        },
    ),
    Specimen(
        "somebody who applied for two programmes is one person, one under each of them",
        """
        milestone 甲 kind=申报人才项目 on=2026-02-01 name=青年英才 result=入选
        milestone 甲 kind=申报人才项目 on=2026-02-01 name=小荷
        milestone 乙 kind=申报人才项目 on=2026-02-01 name=小荷 result=未入选
        """,
        {
            "programme_applications": 2,
            "programme_applications.programme.小荷": 2,
            "programme_applications.programme.青年英才": 1,
            "programme_selected": 1,
        },
    ),
    Specimen(
        "an expert who trained three is one expert, where those they trained belong",
        """
        始终 丙 转入 梅溪村
        milestone 甲 kind=传帮带培养 on=2026-02-01 mentor=丁
        milestone 乙 kind=传帮带培养 on=2026-02-01 mentor=丁
        milestone 丙 kind=传帮带培养 on=2026-02-01 mentor=丁
        milestone 戊 kind=传帮带培养 on=2026-02-01
        """,
        {"trainees": 4, "mentors": 1, "mentors@梅溪村": 1, "trainees@梅溪村": 1},
    ),
    Specimen(
        "a recruit promoted later is one promoted, whoever was promoted first is not",
        """
        library 引进人才库 on=2024-01-01
        milestone 甲 kind=引进 on=2024-02-01
        milestone 甲 kind=提拔重用 on=2026-02-01
        milestone 乙 kind=提拔重用 on=2024-02-01
        milestone 乙 kind=引进 on=2026-02-01
        inclusion 引进人才库 丙 on=2024-02-01 until=2025-01-01
        milestone 丙 kind=提拔重用 on=2026-02-01
        """,
        {"promoted": 3, "promoted_recruits": 2},
    ),
    Specimen(
        "a growth file has something in it: whoever was recruited, or is in the library and grew",
        """
        library 引进人才库 on=2024-01-01
        milestone 甲 kind=引进 on=2026-02-01
        milestone 甲 kind=培训研修 on=2026-02-02
        inclusion 引进人才库 甲 on=2026-02-01
        inclusion 引进人才库 乙 on=2026-02-01
        inclusion 引进人才库 丙 on=2026-02-01
        milestone 丙 kind=表彰 on=2026-03-31
        milestone 丁 kind=表彰 on=2026-02-01
        inclusion 引进人才库 戊 on=2025-02-01 until=2026-03-30
        milestone 戊 kind=表彰 on=2026-02-01
        milestone 己 kind=引进 on=2026-04-01
        """,
        {"growth_files": 2},
    ),
)


RECRUITING = (*DEGREES, *SHARES, *WAYS, *GROWING)


@pytest.mark.parametrize("specimen", RECRUITING, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_a_degree_gained_later_changes_nothing(run: Run, own_register: Path) -> None:
    run("add", "张三", "学历=硕士", "职称=讲师")
    assert run("milestone", "add", "张三", "--kind", "引进", "--on", "2026-02-01").code == 0
    as_then = {"recruited_doctors": 0, "recruited_masters": 1, "recruited_senior": 0}
    assert counted(run, as_then) == as_then
    assert run("edit", "张三", "学历=博士", "职称=教授").code == 0
    assert counted(run, as_then) == as_then
    assert counted(
        run, {"recruited_total.degree_then.硕士研究生": 1, "recruited_total.degree.博士研究生": 1}
    ) == {
        "recruited_total.degree_then.硕士研究生": 1,
        "recruited_total.degree.博士研究生": 1,
    }


def test_a_degree_nobody_knew_that_day_is_the_one_known_now(run: Run, own_register: Path) -> None:
    run("add", "张三")
    run("milestone", "add", "张三", "--kind", "引进", "--on", "2026-02-01")
    assert counted(run, {"recruited_doctors": 0}) == {"recruited_doctors": 0}
    run("edit", "张三", "学历=博士", "职称=教授", "职称级别=正高")
    now = {"recruited_doctors": 1, "recruited_senior": 1}
    assert counted(run, now) == now


def test_a_complete_file_without_a_milestone_is_a_growth_file(run: Run, own_register: Path) -> None:
    told = "性别=男 出生年月=1990-01 现居住地=上海市 工作单位=江州大学 人员类别=专业技术人员 学历=博士"
    run("unit", "add", "望江社区", "--level", "社区")
    run("add", "张三", "--phone", "15412345678", "--unit", "望江社区", *told.split(), "返乡意愿=无")
    run("add", "李四", "--unit", "望江社区")
    run("library", "add", "引进人才库", "--on", "2026-01-01")
    assert run("library", "join", "引进人才库", "张三", "李四").code == 0
    assert counted(run, {"growth_files": None}) == {"growth_files": None}
    run("milestone", "add", "李四", "--kind", "培训研修")
    why = json.loads(run("why", "成长档案", "--json").out)
    assert [(row["name"], row["records"][0]["steps"]) for row in why["rows"]] == [("张三", 0), ("李四", 1)]


def test_since_a_named_day_those_before_it_are_left_out(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        milestone 甲 kind=引进 on=2020-12-31 degree=博士研究生 native=是 away=是
        milestone 甲 kind=引进 on=2021-01-02 degree=硕士研究生
        milestone 乙 kind=引进 on=2021-01-01 degree=硕士研究生
        """,
    )

    def since(*words: str) -> list[int]:
        keys = ("recruited_doctors", "recruited_masters", "recruited_total", "recruited_native")
        named = (word for key in keys for word in ("--figure", key))
        answer = run("stats", *named, "--quarter", "2026Q1", *words, "--json")
        return [figure["value"] for figure in json.loads(answer.out)["figures"]]

    assert since() == [1, 1, 2, 1]
    assert since("--baseline", "2021-01-01") == [0, 2, 2, 0]
