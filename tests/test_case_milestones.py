"""`talentreg case milestones`: what landed in a sheet or by a correction counts as a return too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, dump, stored
from conftest import Answer
from returners import LI, SUN, WANG, ZHANG, ZHAO, do, lay_office, told

Run = Callable[..., Answer]

MILESTONES = 'select person_id, kind, "on" from milestone order by id'


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    return lay_office(run, own_register)


def landed(run: Run, person: str, words: str = "--kind 就业") -> None:
    do(run, f"case add {person} --on 2026-02-01 落地日期=2026-03-05 {words}")


@pytest.mark.parametrize(
    ("case", "beside", "kept"),
    [
        ("--kind 就业", "", [(1, "returned_job", "2026-03-05")]),
        ("--kind 调回 落地情况=任教师", "", [(1, "transferred", "2026-03-05")]),
        ("--kind 项目合作", "", []),
        ("", "", []),
        ("--kind 就业", "--kind 返乡就业 --on 2026-03-20", [(1, "returned_job", "2026-03-20")]),
        (
            "--kind 就业",
            "--kind 返乡创业 --on 2026-03-01",
            [(1, "returned_business", "2026-03-01"), (1, "returned_job", "2026-03-05")],
        ),
        (
            "--kind 就业",
            "--kind 返乡就业 --on 2025-03-01",
            [(1, "returned_job", "2025-03-01"), (1, "returned_job", "2026-03-05")],
        ),
    ],
)
def test_a_landed_case_without_a_milestone_gets_it(
    run: Run, own_register: Path, case: str, beside: str, kept: list[tuple[int, str, str]]
) -> None:
    landed(run, ZHANG, case)
    if beside:
        do(run, f"milestone add {ZHANG} {beside}")
    do(run, "case milestones")
    assert stored(own_register, MILESTONES) == kept


def test_open_and_failed_cases_are_none(run: Run, own_register: Path) -> None:
    do(run, f"case add {ZHANG} --kind 就业 --on 2026-02-01")
    do(run, f"case add {LI} --kind 就业 --on 2026-02-01 未成日期=2026-03-01")
    before = dump(own_register)
    assert do(run, "case milestones").out == "共补记0项成效\n"
    assert dump(own_register) == before


def test_a_sheet_of_cases_counts_after_one_command(run: Run, own_register: Path) -> None:
    rows = ((ZHANG, "张三", "就业"), (LI, "李四", "创业"), (WANG, "王五", "任职"))
    lines = [f"{one},{name},{kind},2026-02-01,2026-03-05" for one, name, kind in rows]
    csv_book("\n".join(["人才编号,姓名,回归方向,排查日期,落地日期", *lines]), "个案.csv")
    do(run, "case import 个案.csv")
    assert "另有3件已落地的没有记成效，补记：talentreg case milestones" in do(run, "case due").err
    assert do(run, "case milestones --dry-run").out == "会给3件落地的个案补记成效，没有写入\n"
    assert do(run, "case milestones").out.splitlines()[-1] == "共补记3项成效"
    after = dump(own_register)
    assert do(run, "case milestones").out == "共补记0项成效\n"
    assert dump(own_register) == after
    assert do(run, "case due").err == ""
    do(run, "undo")
    assert stored(own_register, MILESTONES) == []


def test_only_those_of_a_unit(run: Run) -> None:
    landed(run, ZHANG)
    landed(run, ZHAO)
    do(run, "case milestones --unit 青石街道")
    assert [one["person"] for one in told(run, "milestone list")] == [ZHAO]


def test_what_kind_of_return_it_was_must_be_known(run: Run) -> None:
    landed(run, SUN, "")
    answer = do(run, "case milestones")
    assert "1件落地的个案没有写回归方向" in answer.err
    assert "talentreg case edit GA000001 回归方向=" in answer.err
