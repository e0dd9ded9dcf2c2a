"""`talentreg assign end`: what ends, with which last day, and what cannot."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import stored
from carers import LI, ZHANG, assign, done, lay_office
from conftest import Answer

Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Let 周书记 look after two people, 吴镇长 after one."""
    lay_office(run, own_register)
    assign(run, f"周书记 {ZHANG} --on 2025-01-01")
    assign(run, f"周书记 {LI} --on 2025-02-01")
    assign(run, f"吴镇长 {LI} --on 2025-03-01")
    return own_register


def ends(register: Path) -> list[tuple[object, ...]]:
    return stored(register, "SELECT id, ended_on, end_reason FROM assignment WHERE ended_on IS NOT NULL")


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        ("L000001", [(1, "2026-03-31", None)]),
        ("l000001 --on 2026-02-28 --reason 调动", [(1, "2026-02-28", "调动")]),
        ("Ｌ０００００３", [(3, "2026-03-31", None)]),
        ("L000001 L000003 L000001", [(1, "2026-03-31", None), (3, "2026-03-31", None)]),
        (f"周书记 {LI}", [(2, "2026-03-31", None)]),
        ("周书记@临江街道 张三@望江社区", [(1, "2026-03-31", None)]),
        ("吴镇长", [(3, "2026-03-31", None)]),
        ("L000001 --on 2026-12-31", [(1, "2026-12-31", None)]),
        ("L000001 --on 2025-01-01", [(1, "2025-01-01", None)]),
    ],
)
def test_an_assignment_is_named_by_number_or_by_whom_it_ties(
    run: Run, own_register: Path, words: str, ended: list[tuple[object, ...]]
) -> None:
    done(run, "assign", "end", *words.split())
    assert ends(own_register) == ended


def test_what_ended_is_said_with_its_whole_term(run: Run) -> None:
    answer = run("assign", "end", "吴镇长", "--on", "2026-03-20")
    assert answer.out == "已结束：L000003  吴镇长 → 李四  2025-03-01至2026-03-20\n"
    assert "assign hand-over" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("周书记", 1, "周书记正在联系2个对象"),
        ("郑县长", 1, "郑县长没有正在进行的联系关系"),
        (f"吴镇长 {ZHANG}", 1, "没有正在进行的联系关系"),
        ("L000009", 1, "没有 L000009"),
        ("L000001 L000009", 1, "没有 L000009"),
        ("周书 张三", 1, "是不是：周书记"),
        ("周书记 张三 李四", 2, "只能写 领导 人"),
        ("L000001 --on 2024-12-31", 1, "早于任期起2025年1月1日"),
        ("L000001 --on 去年", 2, "不是有效的日期"),
        ("", 2, "缺少"),
    ],
)
def test_what_cannot_end_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, said: str
) -> None:
    before = own_register.read_bytes()
    answer = run("assign", "end", *words.split())
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert own_register.read_bytes() == before


def test_what_has_ended_ends_no_second_time(run: Run) -> None:
    done(run, "assign", "end", "L000001", "--on", "2026-03-01")
    answer = run("assign", "end", "L000001")
    assert answer.code == 1
    assert "L000001 已于2026年3月1日结束" in answer.err
    assert "talentreg assign edit L000001 结束日期=" in answer.err


def test_the_end_is_undone_and_done_again(run: Run, own_register: Path) -> None:
    done(run, "assign", "end", "L000001", "L000002", "--reason", "届满")
    undone = done(run, "undo").out
    assert "还原联系服务2" in undone
    assert ends(own_register) == []
    done(run, "undo", undone.split()[-1])
    assert [row[2] for row in ends(own_register)] == ["届满", "届满"]
