"""The lists of who and what stands behind a figure: 引进博士名单, 落地项目本期名单."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer

from talentreg import periods
from talentreg.figures.compute import Counting
from talentreg.reports.variables import lists
from talentreg.reports.variables.declaring import Telling
from talentreg.reports.variables.figures import figure_numbers
from talentreg.store.register import open_for_reading

Run = Callable[..., Answer]


def told(register: Path, *names: str, limit: int = 10) -> dict[str, Any]:
    """Make lists of the first quarter of 2026."""
    with open_for_reading(register).reading() as connection:
        counting = Counting(connection, periods.quarter("2026Q1"))
        return figure_numbers(Telling(counting, frozenset(names), limit=limit))


@pytest.mark.parametrize(
    ("line", "name", "listed"),
    [
        ("milestone add R000002 --kind 引进 --on 2026-03-01", "引进人才本期名单", ["冯大伟"]),
        ("milestone add R000002 --kind 引进 --on 2025-03-01", "引进人才名单", ["冯大伟"]),
        ("milestone add R000002 --kind 引进 --on 2025-03-01", "引进人才本期名单", []),
        ("project add 生态茶园 --on 2026-01-15", "返乡创业项目名单", ["生态茶园"]),
        ("hotline add 政策咨询 刘先生 是否帮助=是 --on 2026-03-20", "热线帮助名单", ["刘先生"]),
        ("event add 茶话会[red] --kind 茶话会 --on 2026-02-01", "恳谈会场次名单", ["茶话会[red]"]),
        ("document add 关于<A&B>的通知 --on 2026-01-15", "制发文件名单", ["关于<A&B>的通知"]),
    ],
)
def test_a_list_names_what_its_figure_counts(
    run: Run, samples: Path, line: str, name: str, listed: list[str]
) -> None:
    assert run(*line.split()).code == 0
    assert [one["名称"] for one in told(samples, name)[name]] == listed


def test_a_list_is_as_long_as_its_figure_says(samples: Path) -> None:
    for label in ("新入库人才", "走访返乡人员", "联系人次", "村社区数"):
        made = told(samples, label, f"{label}名单")
        assert made[label].value == len(made[f"{label}名单"]), label


def test_a_long_list_stops_where_nobody_reads_on(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST", 20)
    assert len(told(samples, "入库人才名单")["入库人才名单"]) == 20
    assert len(told(samples, "入库人才名单", limit=50)["入库人才名单"]) == 51


def test_a_share_and_what_nobody_recorded_have_no_list(samples: Path) -> None:
    assert told(samples, "联系覆盖率名单", "引进博士名单") == {"联系覆盖率名单": None, "引进博士名单": []}


def test_namesakes_bear_their_units(run: Run, book: Callable[..., Path], own_register: Path) -> None:
    rows = (
        "张三|15412345678|甲社区|2026-02-01",
        "张三|15412345679|乙社区|2026-02-02",
        "李四||甲社区|2026-02-03",
    )
    run("import", book("人员\n姓名|联系电话|所属社区|入库日期\n" + "\n".join(rows)))
    found = told(own_register, "新入库人才名单")["新入库人才名单"]
    assert [one["名称"] for one in found] == ["张三（甲社区）", "张三（乙社区）", "李四"]
    assert [one["姓名"] for one in found] == ["张三", "张三", "李四"]
