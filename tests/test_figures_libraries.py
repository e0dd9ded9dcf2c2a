"""Edge cases of the figures of libraries and of the reserve, each a diary and what it comes to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

MEMBERS = (
    Specimen(
        "somebody is in a library from the first day to the last, both included",
        """
        library 成功人士库 on=2025-01-01
        inclusion 成功人士库 甲 on=2025-01-01 until=2026-03-30
        inclusion 成功人士库 乙 on=2025-01-01 until=2026-03-31
        inclusion 成功人士库 丙 on=2026-03-31
        inclusion 成功人士库 丁 on=2026-04-01
        """,
        {"achievers": 2, "library_members": 2, "recruits_listed": 0},
    ),
    Specimen(
        "somebody in several libraries is one member, one in each of them",
        """
        library 成功人士库 on=2025-01-01
        library 引进人才库 on=2025-01-01
        library 优秀人才信息库 on=2025-01-01
        library 驻外商会会员 on=2025-01-01
        library 乡贤库 on=2025-01-01
        inclusion 成功人士库 甲 on=2025-01-01
        inclusion 引进人才库 甲 on=2025-01-01
        inclusion 优秀人才信息库 甲 on=2025-01-01
        inclusion 驻外商会会员 乙 on=2025-01-01
        inclusion 乡贤库 乙 on=2025-01-01
        """,
        {
            "library_members": 2,
            "library_members.library.乡贤库": 1,
            "achievers": 1,
            "recruits_listed": 1,
            "excellent_listed": 1,
            "chamber_members": 1,
        },
    ),
    Specimen(
        "who left and came back is one member again",
        """
        library 成功人士库 on=2025-01-01
        inclusion 成功人士库 甲 on=2025-01-01 until=2025-06-30
        inclusion 成功人士库 甲 on=2026-03-01
        inclusion 成功人士库 乙 on=2025-01-01 until=2025-06-30
        """,
        {"achievers": 1},
    ),
    Specimen(
        "who left the register, or whose library was given up, is a member no more",
        """
        library 成功人士库 on=2025-01-01
        library 乡贤库 on=2025-01-01 until=2026-03-30
        library 侨胞库 on=2025-01-01 until=2026-03-31
        inclusion 成功人士库 甲 on=2025-01-01
        2025-01-01 甲 入库
        2026-03-31 甲 退库
        inclusion 乡贤库 乙 on=2025-01-01
        inclusion 侨胞库 丙 on=2025-01-01
        """,
        {"library_members": 1, "achievers": 0},
    ),
    Specimen(
        "a member is of the unit they belong to by now, not of the library's",
        """
        library 成功人士库 on=2025-01-01 unit=梅溪镇
        inclusion 成功人士库 甲 on=2025-01-01
        2026-02-01 甲 转入 渡口社区
        始终 乙 无单位
        inclusion 成功人士库 乙 on=2025-01-01
        """,
        {"achievers": 2, "achievers@渡口社区": 1, "achievers@梅溪镇": 0, "achievers@望江社区": 0},
    ),
    Specimen(
        "who comes the day after the quarter is not in yet",
        """
        library 优秀人才信息库 on=2025-01-01
        library 商会会员 on=2025-01-01
        inclusion 优秀人才信息库 甲 on=2026-04-01
        inclusion 商会会员 乙 on=2026-04-01
        """,
        {"library_members": 0, "excellent_listed": 0, "chamber_members": 0},
    ),
    Specimen(
        "nobody was ever in a library: nobody knows",
        "library 成功人士库 on=2025-01-01",
        {"library_members": None, "reserve_cadres": None},
    ),
)

RESERVE = (
    Specimen(
        "reserve and under examination are in it, used and struck off are not",
        """
        library 后备干部库 on=2025-01-01
        inclusion 后备干部库 甲 on=2025-01-01
        inclusion 后备干部库 乙 on=2025-01-01 examined_on=2026-02-01
        inclusion 后备干部库 丙 on=2025-01-01 examined_on=2026-04-01
        inclusion 后备干部库 丁 on=2025-01-01 until=2026-03-01 outcome=使用
        inclusion 后备干部库 戊 on=2025-01-01 until=2026-03-01 outcome=撤销
        inclusion 后备干部库 己 on=2025-01-01 until=2026-04-01 outcome=使用
        """,
        {
            "reserve_cadres": 4,
            "reserve_examined": 1,
            "reserve_newly": 0,
            "reserve_used": 1,
            "reserve_revoked": 1,
        },
    ),
    Specimen(
        "two reserve libraries are one reserve, whatever they are called",
        """
        library 后备干部库 on=2025-01-01
        library 村级后备库 kind=后备干部库 on=2025-01-01
        inclusion 后备干部库 甲 on=2026-01-01
        inclusion 村级后备库 甲 on=2026-02-01
        inclusion 村级后备库 乙 on=2026-02-01
        """,
        {"reserve_cadres": 2, "reserve_newly": 2},
    ),
    Specimen(
        "who goes from one reserve library to the next is not new; who comes back after a gap is",
        """
        library 后备干部库 on=2025-01-01
        library 村级后备库 kind=后备干部库 on=2025-01-01
        inclusion 村级后备库 甲 on=2025-01-01 until=2026-01-31 outcome=退出
        inclusion 后备干部库 甲 on=2026-02-01
        inclusion 后备干部库 乙 on=2025-01-01 until=2026-01-30 outcome=退出
        inclusion 后备干部库 乙 on=2026-02-01
        """,
        {"reserve_cadres": 2, "reserve_newly": 1},
    ),
    Specimen(
        "new on the first and on the last day of the quarter, not beside it; left since or not",
        """
        library 后备干部库 on=2025-01-01
        inclusion 后备干部库 甲 on=2025-12-31
        inclusion 后备干部库 乙 on=2026-01-01
        inclusion 后备干部库 丙 on=2026-03-31
        inclusion 后备干部库 丁 on=2026-04-01
        inclusion 后备干部库 戊 on=2026-02-01 until=2026-02-02 outcome=使用
        """,
        {"reserve_newly": 3, "reserve_cadres": 3, "reserve_newly.month.2026-02": 1},
    ),
    Specimen(
        "newly is of the unit of that day, in the reserve of the unit by now",
        """
        library 后备干部库 on=2025-01-01
        inclusion 后备干部库 甲 on=2026-01-05
        2026-02-01 甲 转入 梅溪村
        """,
        {"reserve_newly@望江社区": 1, "reserve_cadres@望江社区": 0, "reserve_cadres@梅溪村": 1},
    ),
)


LIBRARIES = (*MEMBERS, *RESERVE)


@pytest.mark.parametrize("specimen", LIBRARIES, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    write_diary(own_register, specimen.diary)
    assert counted(run, specimen.counts) == specimen.counts


def test_a_library_says_how_many_it_had_on_a_day_long_past(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        library 成功人士库 on=2024-01-01
        inclusion 成功人士库 甲 on=2024-01-01 until=2024-12-31
        inclusion 成功人士库 乙 on=2024-06-01
        inclusion 成功人士库 甲 on=2026-01-01
        """,
    )
    found = []
    for year in ("2024", "2025", "2026"):
        (figure,) = json.loads(run("stats", "--figure", "成功人士库", "--year", year, "--json").out)[
            "figures"
        ]
        found.append(figure["value"])
    assert found == [2, 1, 2]


def test_any_figure_of_people_is_sorted_by_the_libraries_they_are_in(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        library 成功人士库 on=2025-01-01
        library 后备干部库 on=2025-01-01
        inclusion 成功人士库 甲 on=2025-01-01
        inclusion 后备干部库 甲 on=2025-01-01
        2026-02-01 甲 走访 返乡
        2026-02-01 乙 走访 返乡
        """,
    )
    by_library = {
        "persons_contacted": 2,
        "persons_contacted.library.成功人士库": 1,
        "persons_contacted.library.后备干部库": 1,
        "persons_contacted.library.不在库内": 1,
    }
    assert counted(run, by_library) == by_library


def test_the_lists_count_the_members_the_figures_count(run: Run, own_register: Path) -> None:
    write_diary(
        own_register,
        """
        library 成功人士库 on=2025-01-01
        inclusion 成功人士库 甲 on=2025-01-01
        inclusion 成功人士库 乙 on=2025-01-01
        apartment 101 on=2025-01-01
        tenancy 101 甲 on=2025-01-01
        2025-01-01 甲 入库
        2026-02-01 甲 去世
        """,
    )
    assert counted(run, {"achievers": 1}) == {"achievers": 1}
    (library,) = json.loads(run("library", "list", "--json").out)
    (apartment,) = json.loads(run("apartment", "list", "--json").out)
    assert (library["members"], apartment["tenants"]) == (1, 0)
    members = json.loads(run("library", "people", "成功人士库", "--json").out)
    assert [row["person_name"] for row in members] == ["乙"]
    assert len(json.loads(run("library", "people", "成功人士库", "--all", "--json").out)) == 2
