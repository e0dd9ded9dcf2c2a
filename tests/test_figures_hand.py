"""Hand-entered figures: found by their name, a unit's own before those below it, and no proof claimed."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from diary import write_diary
from openpyxl import load_workbook

from talentreg.reports.reading import texts

Run = Callable[..., Answer]

NUMBERS = """
    number 创新平台 5 个 on=2026-01-31 unit=临江街道 source=科技局
    number 创新平台 6 个 on=2026-03-30 unit=临江街道 source=科技局 by=李明
    number 创新平台 3 个 on=2026-03-20 unit=梅溪村 source=村委会
    number 创新平台 2 个 on=2026-03-20 unit=望江社区 source=社区
    number 创业担保贷款 2.35 亿元 on=2026-03-30 unit=云河区 source=人社局15412345678
    number 创业担保贷款 0.4 亿元 on=2026-03-30 unit=梅溪镇 source=镇政府
"""


@pytest.fixture
def numbers(own_register: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay some hand-entered numbers where the commands look for them."""
    write_diary(own_register, NUMBERS)
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-10")
    return own_register


def value(run: Run, name: str, *words: str, quarter: str = "2026Q1") -> Any:
    answer = run("why", name, "--quarter", quarter, "--json", *words)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)["figure"]["value"]


@pytest.mark.parametrize(
    ("name", "unit", "number"),
    [
        ("创新平台", "", 9),
        ("创新平台", "云河区", 9),
        ("创新平台", "临江街道", 6),
        ("创新平台", "望江社区", 2),
        ("创新平台", "渡口社区", None),
        ("创新平台", "梅溪镇", 3),
        ("创业担保贷款", "", 2.35),
        ("创业担保贷款", "梅溪镇", 0.4),
        ("创业担保贷款", "临江街道", None),
    ],
)
def test_a_unit_has_its_own_number_or_that_of_the_units_below(
    run: Run, numbers: Path, name: str, unit: str, number: float | None
) -> None:
    assert value(run, name, *(("--unit", unit) if unit else ())) == number


@pytest.mark.parametrize(
    ("quarter", "numbers_then"), [("2025Q4", {}), ("2026Q1", {"创新平台": 9, "创业担保贷款": 2.35})]
)
def test_a_number_stands_from_its_day_on(
    run: Run, numbers: Path, quarter: str, numbers_then: dict[str, float]
) -> None:
    figures = json.loads(run("stats", "--quarter", quarter, "--json").out)["figures"]
    assert {one["key"]: one["value"] for one in figures if "by_hand" in one} == numbers_then


def test_the_latest_number_up_to_the_day_counts(run: Run, numbers: Path) -> None:
    answer = run("why", "创新平台", "--month", "2026-01", "--json")
    assert json.loads(answer.out)["figure"]["value"] == 5


def test_of_two_numbers_of_one_day_the_later_entered_counts(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        number 创新平台 5 个 on=2026-02-01 source=甲表 unit=云河区
        number 创新平台 7 个 on=2026-02-01 source=乙表 unit=临江街道
        """,
    )
    assert run("number", "edit", "W000001", "数值=8").code == 0
    assert value(run, "创新平台") == 8
    assert value(run, "创新平台", "--unit", "临江街道") == 7


def test_a_number_says_where_it_comes_from_and_claims_no_proof(run: Run, numbers: Path) -> None:
    answer = json.loads(run("why", "创业担保贷款", "--quarter", "2026Q1", "--json").out)
    assert answer["figure"] == {
        "key": "创业担保贷款",
        "label": "创业担保贷款",
        "value": 2.35,
        "unit": "亿元",
        "time": "stock",
        "by_hand": [
            {
                "record": "W000005",
                "value": 2.35,
                "unit": "亿元",
                "on": "2026-03-30",
                "source": "人社局154****5678",
                "by": None,
            }
        ],
    }
    out = run("why", "创新平台", "--quarter", "2026Q1").out
    assert "来源：手工录入，2处相加，最近2026年3月30日" in out
    assert out.splitlines()[-2:] == ["手工录入的数没有逐条依据，请核对数据来源", "共2条"]


def test_numbers_stand_in_a_group_of_their_own(run: Run, numbers: Path) -> None:
    out = run("stats", "--quarter", "2026Q1").out
    group = out.partition("手工数\n")[2]
    assert ["创新平台", "9", "个", "手工录入，2处相加，最近2026年3月30日"] in [
        line.split() for line in group.splitlines()
    ]
    assert ["创业担保贷款", "2.35", "亿元", "手工录入，2026年3月30日，人社局154****5678"] in [
        line.split() for line in group.splitlines()
    ]


def test_every_unit_has_its_own(run: Run, numbers: Path) -> None:
    answer = run("stats", "--quarter", "2026Q1", "--by", "unit", "--figure", "手工数", "--csv")
    rows = [(row["place"], row["label"], row["value"]) for row in csv.DictReader(io.StringIO(answer.out))]
    assert rows == [
        ("临江街道", "创新平台", "6"),
        ("临江街道", "创业担保贷款", ""),
        ("梅溪镇", "创新平台", "3"),
        ("梅溪镇", "创业担保贷款", "0.4"),
    ]


def test_numbers_of_different_measures_are_not_added(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        number 工作经费 1.2 亿元 on=2026-02-01 unit=临江街道 source=财政
        number 工作经费 300 万元 on=2026-02-01 unit=梅溪镇 source=财政
        """,
    )
    assert value(run, "工作经费") is None
    assert "2处的计量单位不同，不能相加" in run("stats", "--quarter", "2026Q1").out
    assert value(run, "工作经费", "--unit", "梅溪镇") == 300


def test_decimals_add_up_without_dust(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        number 贷款 0.1 亿元 on=2026-02-01 unit=临江街道 source=甲
        number 贷款 0.2 亿元 on=2026-02-01 unit=梅溪镇 source=乙
        """,
    )
    assert "0.3亿元" in run("why", "贷款", "--quarter", "2026Q1").out


@pytest.mark.parametrize(
    ("later", "whole"),
    [("", 5), ("number 平台 4 个 on=2026-03-02 unit=渡口社区 source=乙", 4)],
    ids=["the closed unit's stands", "the one that took over has stated it anew"],
)
def test_a_merged_units_number_stands_until_the_one_that_took_over_states_its_own(
    run: Run, own_register: Path, later: str, whole: int
) -> None:
    write_diary(own_register, "number 平台 5 个 on=2026-01-10 unit=望江社区 source=甲")
    assert run("unit", "merge", "望江社区", "--into", "渡口社区", "--on", "2026-02-01").code == 0
    if later:
        words = "平台 4 个 on=2026-03-02 unit=渡口社区 source=乙".split()
        assert run("number", "add", *words).code == 0
    assert value(run, "平台") == whole


@pytest.mark.parametrize("name", ["R&D经费3.0版", "产业链，条数", "=1+1", "[red]", "第2批"])
def test_a_name_may_hold_what_people_write(run: Run, own_register: Path, name: str) -> None:
    write_diary(own_register, "")
    words = (f"指标名称={name}", "数值=7", "计量单位=个", "截至日期=2026-03-01", "数据来源=表")
    assert run("number", "add", *words).code == 0
    assert value(run, name) == 7
    assert [one["value"] for one in figures(run, "--figure", name)] == [7]
    assert f" {name} " in run("stats", "--quarter", "2026Q1").out
    run("why", name, "--quarter", "2026Q1", "--xlsx", "a.xlsx")
    rows = list(load_workbook("a.xlsx")["说明"].iter_rows(values_only=True))
    assert rows[2][1] == f"{name}（代码 {name}）"


def figures(run: Run, *words: str) -> list[dict[str, Any]]:
    answer = run("stats", "--quarter", "2026Q1", "--json", *words)
    assert answer.code == 0, answer.err
    found: list[dict[str, Any]] = json.loads(answer.out)["figures"]
    return found


def test_a_name_of_a_computed_figure_is_told_apart(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        2026-02-01 甲 走访 返乡
        number 联系人次 500 人次 on=2026-03-01 source=旧表
        """,
    )
    assert (value(run, "联系人次"), value(run, "联系人次（手工）")) == (1, 500)


def test_names_are_one_whatever_their_width_and_blanks(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        number ＡＢ平台 5 个 on=2026-01-10 unit=临江街道 source=甲
        number AB平台 6 个 on=2026-02-10 unit=临江街道 source=甲
        """,
    )
    assert value(run, "ab 平台") == 6


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("why", "创新平台.late"), "只有期内发生的数才分得出补录"),
        (("why", "创新平台.degree.本科"), "它是手工录入的数，没有可分类的记录"),
        (("why", "创新平"), "创新平台"),
        (("stats", "--by", "学历", "--figure", "创新平台"), "它是手工录入的数"),
    ],
)
def test_what_a_typed_number_cannot_tell_is_refused(
    run: Run, numbers: Path, words: tuple[str, ...], said: str
) -> None:
    answer = run(*words, "--quarter", "2026Q1")
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_a_comparison_with_a_time_before_it_was_typed_says_nothing(run: Run, numbers: Path) -> None:
    answer = run("stats", "--quarter", "2026Q1", "--compare", "--figure", "创新平台", "--json")
    (figure,) = json.loads(answer.out)["figures"]
    assert (figure["value"], figure["previous"], figure["previous_change"]) == (9, None, None)


def test_a_changed_decimal_is_compared_without_dust(run: Run, numbers: Path) -> None:
    run("number", "add", *"创业担保贷款 2.65 亿元 on=2026-04-05 unit=云河区 source=人社局".split())
    answer = run("stats", "--quarter", "2026Q2", "--compare", "--figure", "创业担保贷款", "--json")
    (figure,) = json.loads(answer.out)["figures"]
    assert (figure["value"], figure["previous_change"], figure["previous_percent"]) == (2.65, 0.3, 12.8)


def test_the_workbook_lists_what_was_typed(run: Run, numbers: Path) -> None:
    assert run("why", "创新平台", "--quarter", "2026Q1", "--xlsx", "a.xlsx").code == 0
    book = load_workbook("a.xlsx")
    about = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    assert about["时间口径"] == "截至2026年3月31日最近一次填报的"
    assert str(about["依据条数"]).endswith("手工录入的数，没有逐条依据，表中是填报的数")
    head, *rows, _ = book["依据"].iter_rows(values_only=True)
    assert list(head) == "序号 记录 单位 数值 计量单位 截至日期 数据来源 填报人 备注".split()
    assert [(row[2], row[3], row[6], row[7]) for row in rows] == [
        ("云河区/临江街道", 6, "科技局", "李明"),
        ("云河区/梅溪镇/梅溪村", 3, "村委会", None),
    ]


def test_a_report_can_print_it_under_its_name(run: Run, numbers: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("建成创新平台{{ 创新平台 }}个，发放创业担保贷款{{ 创业担保贷款 }}亿元。")
    document.add_paragraph("走访返乡人次{{ 走访返乡人次 | 无则横线 }}。")
    document.save("模板.docx")
    answer = run("report", "--quarter", "2026Q1", "--template", "模板.docx", "--out", "a.docx")
    assert answer.code == 0, answer.err
    text = "".join(texts(Path("a.docx")))
    assert "建成创新平台9个，发放创业担保贷款2.35亿元。" in text
    assert "走访返乡人次—。" in text


def test_removing_the_number_removes_the_figure_and_undo_brings_it_back(run: Run, numbers: Path) -> None:
    assert run("number", "remove", "W000005", "W000006").code == 0
    assert run("why", "创业担保贷款", "--quarter", "2026Q1").code == 1
    assert run("undo").code == 0
    assert value(run, "创业担保贷款") == 2.35
