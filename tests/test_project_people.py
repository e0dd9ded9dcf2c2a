"""`talentreg project join`, `drop`, `people`: who takes part in a project, and as what."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import dump, stored
from conftest import Answer
from openpyxl import load_workbook
from returners import LI, WANG, ZHANG, do, lay_office, told

Run = Callable[..., Answer]

PARTNERS = "select p.name, r.role, r.note from partner r join person p on p.id = r.person_id order by r.id"


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with a project of one unit and another that has ended."""
    lay_office(run, own_register)
    do(run, "project add 生态茶园 --on 2026-01-05 --unit 望江社区")
    do(run, "project add 旧厂 --on 2024-05-01 --unit 青石街道 终止日期=2025-01-01")
    return own_register


def names(run: Run, words: str) -> list[str]:
    return [one["person_name"] for one in told(run, f"project people {words}")]


def test_people_of_several_units_take_part_in_one_project(run: Run, own_register: Path) -> None:
    answer = do(run, f"project join 生态茶园 张三@望江社区 {LI} 王五 --role 法人 --note 2026年签的")
    assert answer.out.splitlines()[:2] == [
        "XM000001  生态茶园  信息（2026年1月5日）",
        "  已登记负责人：R000001  张三  云河区/临江街道/望江社区  154****0001",
    ]
    assert stored(own_register, PARTNERS) == [
        *((name, "负责人", "2026年签的") for name in ("张三", "李四", "王五"))
    ]


@pytest.mark.parametrize(
    ("again", "said", "role"),
    [
        ("", "已经在名单上，没有重复登记", "负责人"),
        ("--role 负责人", "已经在名单上，没有重复登记", "负责人"),
        ("--role 创办人", "已经在名单上，没有重复登记", "负责人"),
        ("--role 投资人", "已更正为投资人", "投资人"),
    ],
)
def test_who_takes_part_already_is_not_entered_again(
    run: Run, own_register: Path, again: str, said: str, role: str
) -> None:
    do(run, f"project join 生态茶园 {ZHANG} --role 负责人")
    assert said in do(run, f"project join XM000001 {ZHANG} {again}").out
    assert stored(own_register, PARTNERS) == [("张三", role, None)]


def test_a_role_nobody_knows_is_kept_and_said(run: Run) -> None:
    assert "「顾问」不在词表" in do(run, f"project join 生态茶园 {ZHANG} --role 顾问").err


@pytest.mark.parametrize(
    ("words", "names_listed"),
    [
        ("生态茶园", ["张三", "李四", "王五"]),
        ("生态茶园 角色=负责人", ["张三"]),
        ("生态茶园 --unit 临江街道", ["张三", "李四"]),
        ("生态茶园 --sort -所属单位 --limit 1", ["王五"]),
        ("旧厂", []),
    ],
)
def test_the_people_of_a_project_are_listed(run: Run, words: str, names_listed: list[str]) -> None:
    do(run, f"project join 生态茶园 {ZHANG} --role 负责人")
    do(run, f"project join 生态茶园 {LI} {WANG} --role 团队成员")
    assert names(run, words) == names_listed


def test_people_are_dropped_and_come_back_with_undo(run: Run, own_register: Path) -> None:
    do(run, f"project join 生态茶园 {ZHANG} {LI}")
    before = dump(own_register)
    assert "已从名单上删除：R000001  张三" in do(run, "project drop 生态茶园 张三").out
    assert names(run, "生态茶园") == ["李四"]
    do(run, "undo")
    assert dump(own_register) == before


def test_the_workbook_holds_texts_as_they_are(run: Run) -> None:
    do(run, f"project join 生态茶园 {ZHANG} --note =1+1[red]")
    do(run, "project people 生态茶园 --xlsx 名单.xlsx")
    sheet = load_workbook("名单.xlsx").active
    assert sheet is not None
    assert "=1+1[red]" in {cell.value for row in sheet.iter_rows() for cell in row}
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("join 生态茶园", 2, "缺少 人"),
        ("drop 生态茶园", 2, "缺少 人"),
        (f"join 茶原 {ZHANG}", 1, "没有名为「茶原」的项目"),
        (f"join 生态茶园 {ZHANG} 周九", 1, "登记册里没有「周九」"),
        (f"drop 生态茶园 {LI}", 1, "不在生态茶园的名单上"),
        ("people 生态茶园 角涩=负责人", 2, "角涩"),
        ("people 生态茶园 --unit 望海社区", 1, "是不是：望江社区"),
    ],
)
def test_all_or_none(run: Run, own_register: Path, words: str, code: int, said: str) -> None:
    before = dump(own_register)
    assert said in do(run, f"project {words}", code).err
    assert dump(own_register) == before


def test_somebody_who_had_left_before_the_project_is_refused(run: Run, own_register: Path) -> None:
    do(run, f"withdraw {LI} --on 2025-12-01")
    before = dump(own_register)
    assert "退库，没有登记" in do(run, f"project join 生态茶园 {ZHANG} {LI}", 1).err
    assert dump(own_register) == before


def test_somebody_merged_takes_part_once(run: Run, own_register: Path) -> None:
    do(run, f"project join 生态茶园 {ZHANG} {LI}")
    do(run, f"merge {ZHANG} {LI} --keep 姓名=A --keep 电话=A --keep 学历=A --keep 所属单位=A")
    assert names(run, "生态茶园") == ["张三"]
    assert "没有重复登记" in do(run, f"project join 生态茶园 {LI}").out
