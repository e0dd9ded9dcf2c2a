"""What brings people back broken down: by level, by what they were then, by library, stage and reason."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import lay_once
from conftest import Answer
from diary import write_diary

from talentreg.store.reasons import OTHER, read_reasons
from talentreg.store.register import open_for_reading

Run = Callable[..., Answer]

QUARTER = ("--quarter", "2026Q1")

RETURNED = """
    2025-01-01 甲 入库
    2025-01-01 乙 入库
    2025-01-01 丙 入库
    2025-01-01 丁 入库
    milestone 甲 kind=引进 on=2025-05-01 degree=博士 professional_title=教授 channel=编制池 post_kind=在编
    milestone 乙 kind=引进 on=2025-05-01 channel=公开招聘
    milestone 丙 kind=引进 on=2026-05-01 degree=硕士研究生
    milestone 丙 kind=引进 on=2025-06-01 professional_title=厨师长
    milestone 甲 kind=申报人才项目 on=2026-01-05 name=拔尖人才 result=入选
    milestone 甲 kind=申报人才项目 on=2026-02-05 name=青年英才
    milestone 乙 kind=申报人才项目 on=2026-02-06 name=青年英才
    project 茶园 on=2025-03-01 landed_on=2026-03-01 running_on=2026-04-05 industry=现代农业 unit=梅溪村
    project 网店 on=2025-03-01 talks_on=2026-02-01 industry=信息技术 unit=望江社区
    project 饭馆 on=2025-03-01 signed_on=2025-04-01 owner=村集体 unit=望江社区
    arrival 茶园 120 on=2026-02-01
    case 甲 on=2026-01-02 talked_on=2026-02-02 landed_on=2026-04-03 kind=创业
    case 乙 on=2026-01-02 failed_on=2026-03-31 kind=就业 reason=爱人也在外地工作，孩子在外上学
    case 丙 on=2026-03-02
    library 后备干部库 on=2025-01-01 kind=后备干部库
    library 成功人士库 on=2025-01-01 kind=成功人士库
    inclusion 后备干部库 甲 on=2025-02-01
    inclusion 成功人士库 甲 on=2026-02-01
    inclusion 后备干部库 乙 on=2025-02-01 until=2026-03-30
    inclusion 后备干部库 丙 on=2025-02-01 until=2026-03-31
    policy 生活补贴办法 category=生活补贴 amount=1000 on=2025-01-01
    benefit 甲 1000 policy=生活补贴办法 name=生活补贴办法 on=2026-01-31
    benefit 乙 2000 name=租房补贴 on=2026-01-31
    payment DY000001 400 on=2026-02-01
    payment DY000001 600 on=2026-03-01
    payment DY000002 2000 on=2026-03-01
    card 甲 A001 on=2025-03-01
    card 乙 A002 on=2025-03-01 category=服务卡
"""


@pytest.fixture
def returned(own_register: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay people with all that brings them back."""
    monkeypatch.setenv("TALENTREG_TODAY", "2026-05-10")

    def lay() -> None:
        own_register.unlink()
        write_diary(own_register, RETURNED)
        for words in (
            ("甲", "学历=本科", "出生年月=1985-05-01", "职称=讲师"),
            ("乙", "学历=硕士研究生", "出生年月=1990-05-02", "职称=副教授", "职称级别=副高"),
            ("丙", "职称=教授", "职称级别=正高"),
        ):
            assert run("edit", *words).code == 0
        assert run("milestone", "edit", "H000001", "成效层次=领军人才、海外高层次人才").code == 0
        assert run("project", "edit", "茶园", "项目归属=村集体").code == 0
        for person, reason in (("丙", "工资低"), ("丁", "等家里的事情都安排好以后再慢慢考虑这件事")):
            assert (
                run(
                    "contact", "log", person, "--channel", "电话", "--on", "2026-03-10", "--intention", "无"
                ).code
                == 0
            )
            assert (
                run(
                    "contact",
                    "log",
                    person,
                    "--channel",
                    "电话",
                    "--on",
                    "2026-03-11",
                    "--intention",
                    "无",
                    "--reason",
                    reason,
                ).code
                == 0
            )

    return lay_once("what brings people back", own_register, lay)


def by(run: Run, figure: str, dimension: str, *words: str) -> dict[str, Any]:
    """Break a figure down; each part has as many rows behind it as it says."""
    period = words or QUARTER
    answer = run("stats", *period, "--figure", figure, "--by", dimension, "--json")
    assert answer.code == 0, answer.err
    (told,) = json.loads(answer.out)["figures"]
    for part in told["by"]:
        rows = json.loads(run("why", f"{told['key']}.{dimension}.{part['key']}", *period, "--json").out)[
            "rows"
        ]
        amount = sum(row["amount"] for row in rows) if rows and "amount" in rows[0] else len(rows)
        assert amount == part["value"], part
    return {part["label"]: part["value"] for part in told["by"]}


@pytest.mark.parametrize(
    ("figure", "dimension", "parts"),
    [
        ("引进人才", "成效层次", {"领军人才": 1, "海外高层次人才": 1, "未填": 2}),
        ("引进人才", "引进渠道", {"公开招聘": 1, "编制池": 1, "未填": 1}),
        ("引进人才", "编制性质", {"在编": 1, "未填": 2}),
        ("引进人才", "当时学历", {"博士研究生": 1, "硕士研究生": 1, "未填": 1}),
        ("引进人才", "当时职称级别", {"正高": 1, "副高": 1, "未填": 1}),
        ("引进人才", "当时年龄段", {"31—40岁": 2, "未填": 1}),
        ("申报人才项目", "人才项目", {"青年英才": 2, "拔尖人才": 1}),
        ("返乡创业项目", "项目行业", {"信息技术": 1, "现代农业": 1, "未填": 1}),
        ("返乡创业项目", "项目归属", {"村集体": 2, "民营": 1}),
        ("返乡创业项目", "项目阶段", {"洽谈": 1, "签约": 1, "落地": 1}),
        ("到位资金", "项目行业", {"现代农业": 120}),
        ("在跟个案", "回归方向", {"创业": 1, "未填": 1}),
        ("在跟个案", "个案阶段", {"排查": 1, "沟通": 1}),
        ("入库人才", "库", {"后备干部库": 2, "成功人士库": 1, "不在库内": 2}),
        ("入库人才", "是否引进", {"引进": 3, "非引进": 1}),
        ("发放补贴", "待遇种类", {"生活补贴": 0.1, "租房补贴": 0.2}),
        ("人才绿卡", "卡种", {"人才绿卡": 1, "服务卡": 1}),
        ("无返乡意愿", "原因", {"收入待遇": 1, OTHER: 1}),
    ],
)
def test_a_figure_is_broken_down(
    run: Run, returned: Path, figure: str, dimension: str, parts: dict[str, float]
) -> None:
    assert by(run, figure, dimension) == parts


@pytest.mark.parametrize(
    ("day", "stages"),
    [
        ("2025-03-31", {"信息": 3}),
        ("2025-04-01", {"信息": 2, "签约": 1}),
        ("2026-02-28", {"信息": 1, "洽谈": 1, "签约": 1}),
        ("2026-04-05", {"洽谈": 1, "签约": 1, "投产": 1}),
    ],
)
def test_a_stage_is_that_of_the_day(run: Run, returned: Path, day: str, stages: dict[str, int]) -> None:
    assert by(run, "返乡创业项目", "项目阶段", "--from", "2025-01-01", "--to", day) == stages


@pytest.mark.parametrize(
    ("day", "libraries"),
    [
        ("2025-01-31", {"不在库内": 4}),
        ("2025-02-01", {"后备干部库": 3, "不在库内": 1}),
        ("2026-03-30", {"后备干部库": 3, "成功人士库": 1, "不在库内": 1}),
        ("2026-03-31", {"后备干部库": 2, "成功人士库": 1, "不在库内": 2}),
        ("2026-04-01", {"后备干部库": 1, "成功人士库": 1, "不在库内": 3}),
    ],
)
def test_people_stand_under_the_libraries_they_are_in_that_day(
    run: Run, returned: Path, day: str, libraries: dict[str, int]
) -> None:
    assert by(run, "入库人才", "库", "--from", "2025-01-01", "--to", day) == libraries


def test_inclusions_stand_under_their_own_library(run: Run, returned: Path) -> None:
    assert by(run, "入库成员", "库") == {"后备干部库": 2, "成功人士库": 1}


def test_a_member_under_two_libraries_is_one(run: Run, returned: Path) -> None:
    out = run("stats", *QUARTER, "--figure", "入库人才", "--by", "库").out
    assert "合计（合计已去重）      4   人" in out


@pytest.mark.parametrize(
    ("typed", "word"),
    [("degree_then.博士", "博士研究生"), ("当时学历.博士研究生", "博士研究生"), ("level.领军", "领军人才")],
)
def test_a_word_is_known_by_its_synonyms(run: Run, returned: Path, typed: str, word: str) -> None:
    answer = json.loads(run("why", f"引进人才.{typed}", *QUARTER, "--json").out)
    assert answer["figure"]["key"].endswith(f".{word}")
    assert len(answer["rows"]) == answer["figure"]["value"] == 1


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("家人不在本地", ["家人不在本地"]),
        ("爱人在外地", ["家人不在本地"]),
        ("爱人也在外地工作，孩子在外上学", ["家人不在本地", "子女在外就学"]),
        ("孩子在外上学、爱人在外地", ["子女在外就学", "家人不在本地"]),
        ("主要还是觉得家乡工资低了一些", ["收入待遇"]),
        ("工资低，待遇低", ["收入待遇"]),
        ("没有合适项目，也没有项目资金", ["没有合适项目"]),
        ("怕热", ["怕热"]),
        ("怕热、怕冷", ["怕热", "怕冷"]),
        ("等家里的事情都安排好以后再慢慢考虑这件事", [OTHER]),
        ("、，", [OTHER]),
    ],
)
def test_a_reason_is_sorted_by_the_words_of_the_list_it_has_in_it(
    returned: Path, text: str, reasons: list[str]
) -> None:
    with open_for_reading(returned).reading() as connection:
        assert read_reasons(connection)(text) == reasons


def test_a_word_an_office_adds_sorts_reasons_from_then_on(run: Run, returned: Path) -> None:
    assert run("vocab", "add", "原因", "慢慢考虑", "--as", "工作走不开").code == 0
    assert by(run, "无返乡意愿", "原因") == {"收入待遇": 1, "工作走不开": 1}


def test_phones_in_a_reason_are_masked(run: Run, returned: Path) -> None:
    words = ("contact", "log", "丁", "--channel", "电话", "--on", "2026-03-12", "--intention", "无")
    assert run(*words, "--reason", "15412345678").code == 0
    out = run("stats", *QUARTER, "--figure", "无返乡意愿", "--by", "原因").out
    assert "154****5678" in out
    assert "15412345678" not in out


@pytest.mark.parametrize(
    "words",
    ["产业人才地图", "人才地图", "行业×地域", "行业*地域", "行业x地域", "行业,地域", "industry,region"],
)
def test_the_talent_map_is_industry_by_place(run: Run, samples: Path, words: str) -> None:
    answer = run("stats", *QUARTER, "--by", words, "--figure", "入库人才", "--json")
    (told,) = json.loads(answer.out)["figures"]
    rows = {row["key"]: {cell["key"]: cell["value"] for cell in row["by"]} for row in told["by"]}
    assert rows["制造业"]["广东"] == len(
        json.loads(run("list", "行业=制造业", "现居住地~广东", "在库状态=入库", "--json").out)
    )
    assert rows["制造业"]["广东"] > 0
    assert told["value"] == sum(row["value"] for row in told["by"]) == 600


def test_the_talent_map_by_its_name_is_of_the_people_enrolled(run: Run, samples: Path) -> None:
    answer = run("stats", *QUARTER, "--by", "产业人才地图")
    assert answer.out.count("行业×现居地") == 1
    assert "入库人才（人），行业×现居地" in answer.out


def test_what_cannot_be_broken_down_says_why(run: Run, returned: Path) -> None:
    answer = run("stats", *QUARTER, "--figure", "返乡创业项目", "--by", "行业")
    assert (answer.code, answer.out) == (1, "")
    assert "「返乡创业项目」不能按行业分类" in answer.err
    assert "项目行业" in answer.err
