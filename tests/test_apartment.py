"""`talentreg apartment move-in`, `move-out`, `free`: who lives where, and what stands empty."""

import json
from pathlib import Path

import pytest
from books import dump, stored
from service_office import Run, do, lay

LIVING = """select a.name, p.name, t."on", t.until, t.rent from tenancy t
join apartment a on a.id = t.apartment_id join person p on p.id = t.person_id order by t.id"""


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with two apartments, and one given up."""
    return lay(run, own_register)


def free(run: Run, words: str = "") -> list[str]:
    return [row["name"] for row in json.loads(do(run, f"apartment free {words} --json").out)]


def test_people_move_in_together_and_out_again(run: Run, own_register: Path) -> None:
    answer = do(run, "apartment move-in 1-101 张三 孙七 --on 2026-02-01 --rent 600元")
    assert answer.out.startswith("GY000001  1-101\n  2026年2月1日入住：R000001  张三")
    assert "没有重复登记" in do(run, "apartment move-in GY000001 张三").out
    out = do(run, "apartment move-out 张三 --on 2026-03-15")
    assert out.out.startswith("2026年3月15日退租：GY000001  1-101\n")
    assert stored(own_register, LIVING) == [
        ("1-101", "张三", "2026-02-01", "2026-03-15", 600.0),
        ("1-101", "孙七", "2026-02-01", None, 600.0),
    ]
    after = dump(own_register)
    do(run, "apartment move-out 张三 --on 2026-03-15")
    assert dump(own_register) == after


def test_who_moved_out_may_move_in_elsewhere_the_day_after(run: Run, own_register: Path) -> None:
    do(run, "apartment move-in 1-101 张三 --on 2026-02-01")
    do(run, "apartment move-out 张三 --on 2026-03-15")
    do(run, "apartment move-in 1-102 张三 --on 2026-03-16 --until 2027-03-15")
    assert [row[:4] for row in stored(own_register, LIVING)] == [
        ("1-101", "张三", "2026-02-01", "2026-03-15"),
        ("1-102", "张三", "2026-03-16", "2027-03-15"),
    ]
    do(run, "undo")
    assert len(stored(own_register, LIVING)) == 1


FREE = [
    ("", ["1-102"]),
    ("--as-of 2026-01-31", ["1-101", "1-102"]),
    ("--as-of 2026-02-01", ["1-102"]),
    ("--as-of 2026-04-10", ["1-102"]),
    ("--as-of 2026-04-11", ["1-101", "1-102"]),
    ("--as-of 2025-12-31", ["旧楼"]),
    ("--unit 临江街道", []),
    ("--unit 青石街道", ["1-102"]),
    ("户型=一室一厅", ["1-102"]),
    ("户型=三室", []),
]


@pytest.mark.parametrize(("words", "found"), FREE)
def test_what_stands_empty_is_told_for_any_day(run: Run, words: str, found: list[str]) -> None:
    do(run, "apartment move-in 1-101 张三 --on 2026-02-01 --until 2026-04-10")
    assert free(run, words) == found


def test_the_list_of_what_stands_empty_counts_it(run: Run) -> None:
    assert "共2套" in do(run, "apartment free").out
    do(run, "apartment move-in 1-101 张三")
    do(run, "apartment move-in 1-102 孙七")
    assert do(run, "apartment free").out == "没有符合条件的空着的人才公寓\n"


REFUSED = [
    ("move-in 1-102 张三 --on 2026-03-01", 1, "R000001 2026年2月1日起住在1-101，没有登记"),
    ("move-in 1-102 张三 --on 2026-01-15", 1, "2026年2月1日起已登记为公寓入住"),
    ("move-in 1-101 孙七 --on 2025-12-31", 1, "1-101要到2026年1月1日才投用"),
    ("move-in 旧楼 孙七", 1, "旧楼已于2025年12月31日停用"),
    ("move-in 1-103 孙七", 1, "是不是：1-102、1-101"),
    ("move-in 1-101 李四", 1, "有2人符合「李四」"),
    ("move-in 1-101 孙七 李四", 1, "有2人符合「李四」"),
    ("move-in 1-101 赵六", 1, "已于2026年1月5日退库"),
    ("move-in 1-101 孙七 --rent 便宜", 2, "月租金"),
    ("move-in 1-101 孙七 --until 2026-01-01 --on 2026-03-01", 1, "退租日期2026年1月1日早于入住日期"),
    ("move-in 1-101", 2, "缺少 人"),
    ("move-out 孙七", 1, "在2026年3月31日没有住人才公寓"),
    ("move-out 张三 --on 2026-01-31", 1, "在2026年1月31日没有住人才公寓"),
    ("move-out", 2, "缺少 人"),
    ("edit 1-101 投用日期=2026-02-15", 1, "2026年2月1日有一条公寓入住"),
    ("edit 1-101 停用日期=2026-01-31", 1, "2026年2月1日有一条公寓入住"),
    ("remove 1-101", 1, "还有公寓入住 RZ000001"),
]


@pytest.mark.parametrize(("words", "code", "why"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    do(run, "apartment move-in 1-101 张三 --on 2026-02-01")
    before = own_register.read_bytes()
    answer = do(run, f"apartment {words}", code)
    assert why in answer.err
    assert own_register.read_bytes() == before


def test_a_day_of_moving_out_is_not_moved_by_another(run: Run) -> None:
    do(run, "apartment move-in 1-101 张三 --on 2026-02-01")
    do(run, "apartment move-out 张三 --on 2026-03-31")
    answer = do(run, "apartment move-out 张三 --on 2026-03-20", 1)
    assert "RZ000001 已登记2026年3月31日退租，没有改动" in answer.err
    do(run, "apartment stay edit RZ000001 退租日期=2026-03-20")
