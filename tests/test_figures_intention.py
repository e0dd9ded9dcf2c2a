"""Edge cases of the figures of intentions, each a diary and what it comes to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import Specimen, counted, write_diary

Run = Callable[..., Answer]

INTENTIONS = (
    Specimen(
        "the latest intention counts, whatever was said before",
        """
        2025-06-01 甲 入库
        2025-06-01 甲 创业
        2026-03-31 甲 就业
        """,
        {"willing_business": 0, "willing_job": 1, "willing_any": 1},
    ),
    Specimen(
        "what was said after the period does not count in it",
        """
        2025-06-01 甲 入库
        2025-06-01 甲 任职
        2026-04-01 甲 无
        """,
        {"willing_office": 1, "willing_any": 1},
    ),
    Specimen(
        "of two intentions on one day the later entered wins",
        """
        2025-06-01 甲 入库
        2026-02-01 甲 就业
        2026-02-01 甲 创业
        2025-06-01 乙 入库
        2026-02-01 乙 任职
        2026-02-01 乙 无
        """,
        {"willing_business": 1, "willing_job": 0, "willing_office": 0, "willing_any": 1},
    ),
    Specimen(
        "an intention of long ago stands until another is stated",
        """
        2020-01-01 甲 入库
        2020-01-01 甲 创业
        """,
        {"willing_business": 1, "willing_any": 1},
    ),
    Specimen(
        "whoever wants nothing or does not know is not willing",
        """
        2025-06-01 甲 入库
        2025-06-01 甲 无
        2025-06-01 乙 入库
        2025-06-01 乙 待定
        """,
        {"willing_business": 0, "willing_office": 0, "willing_job": 0, "willing_any": 0},
    ),
    Specimen(
        "a project or flexible service is a will to come back of no kind of its own",
        """
        2025-06-01 甲 入库
        2025-06-01 甲 项目合作
        2025-06-01 乙 入库
        2025-06-01 乙 柔性
        """,
        {"willing_business": 0, "willing_office": 0, "willing_job": 0, "willing_any": 2},
    ),
    Specimen(
        "the intention of somebody who is not enrolled at the end does not count",
        """
        2026-02-01 甲 待核
        2026-02-01 甲 创业
        2025-06-01 乙 入库
        2025-06-01 乙 任职
        2026-03-31 乙 退库
        2026-04-01 丙 入库
        2026-02-01 丙 就业
        """,
        {"willing_business": 0, "willing_office": 0, "willing_job": 0, "willing_any": 0},
    ),
    Specimen(
        "an intention counts where the person is at the end, not where it was heard",
        """
        2025-06-01 甲 入库
        2026-01-15 甲 任职
        2026-03-31 甲 转入 渡口社区
        """,
        {
            "willing_office@望江社区": 0,
            "willing_office@渡口社区": 1,
            "willing_any@望江社区": 0,
            "willing_any@临江街道": 1,
        },
    ),
    Specimen(
        "an intention typed late counts from the day it was stated",
        """
        2025-06-01 甲 入库
        2026-03-31 甲 就业 录于2026-04-02
        """,
        {"willing_job": 1},
    ),
    Specimen(
        "an intention typed later for an earlier day does not replace a later one",
        """
        2025-06-01 甲 入库
        2026-03-01 甲 创业 录于2026-03-01
        2026-02-01 甲 无 录于2026-03-20
        """,
        {"willing_business": 1},
    ),
)


@pytest.mark.parametrize("specimen", INTENTIONS, ids=str)
def test_a_diary_comes_to(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch, specimen: Specimen
) -> None:
    write_diary(own_register, specimen.diary)
    monkeypatch.setenv("TALENTREG_TODAY", specimen.today)
    assert counted(run, specimen.counts) == specimen.counts
