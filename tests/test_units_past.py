"""What was before a unit moved is told as it was: who owed what under which rule, what was asked of whom."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer
from diary import counted, write_diary

Run = Callable[..., Answer]

DIARY = """
2025-01-01 甲 入库
staff 李书记 @望江社区 乡科级
assignment 李书记 甲 on=2025-01-01
assignment 李书记 kind=联络员 unit=望江社区 on=2025-01-01
2025-10-10 甲 走访 返乡 由李书记
event 讲习一 kind=讲习 on=2025-11-10 unit=望江社区
attendance 讲习一 甲 attended=是 presence=返乡
publicity 横幅 3 on=2025-11-10 unit=望江社区
request 甲 孩子上学 on=2025-11-11
inspection 月抽查 望江社区 on=2025-11-12
number 创新平台 5 个 on=2025-11-12 unit=望江社区 source=科技局
"""
RULES = {
    "of its own": "rule 社区规定 least=2 on=2025-01-01 unit=望江社区",
    "of the unit above": "rule 街道规定 least=1 on=2025-01-01 unit=临江街道",
    "of the unit it came to": "rule 镇规定 least=1 on=2025-01-01 unit=梅溪镇",
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("words", ["move 望江社区 --to 梅溪镇", "move 望江社区 --to 梅溪镇 twice"], ids=str)
def test_no_figure_of_a_year_that_is_over_changes_when_a_unit_moves(
    run: Run, own_register: Path, words: str, rule: str
) -> None:
    write_diary(own_register, f"{DIARY}\n{rule}")
    asked = [("stats", "--year", "2025", "--json"), ("stats", "--quarter", "2025Q4", "--json")]
    before = [run(*one).out for one in asked]
    (moving, _, twice) = words.partition(" twice")
    assert run("unit", *moving.split(), "--on", "2026-02-01").code == 0
    if twice:
        assert run("unit", "move", "望江社区", "--to", "临江街道", "--on", "2026-03-01").code == 0
    assert [run(*one).out for one in asked] == before


def test_from_the_day_a_unit_moved_the_rule_is_that_of_where_it_came_to(run: Run, own_register: Path) -> None:
    write_diary(own_register, f"{DIARY}\n{RULES['of the unit above']}")
    owed = {"duty_due": 1}
    assert counted(run, owed) == owed
    assert run("unit", "move", "望江社区", "--to", "梅溪镇", "--on", "2026-02-01").code == 0
    assert counted(run, owed) == {"duty_due": 0}
