"""`talentreg station join`, `leave`, `people`: who belongs to a station, from when to when."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, dump, lay_once, phone, stored
from conftest import Answer

Run = Callable[..., Answer]

PEOPLE = f"""姓名,所属街道,所属社区,联系电话,入库日期
张三,临江街道,望江社区,{phone(1)},2024-03-01
李四,临江街道,渡口社区,{phone(2)},2024-03-01
李四,青石街道,石门社区,{phone(3)},2024-03-01
赵六,临江街道,望江社区,{phone(4)},2024-03-01
"""
HELD = """select p.name, m."on", m.until, m.role
from membership m join person p on p.id = m.person_id order by m.id"""


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with two stations, one of them closed, and somebody who has left."""

    def lay() -> None:
        assert run("import", csv_book(PEOPLE), "--unit", "/云河区").code == 0
        assert run("withdraw", "赵六", "--on", "2026-01-05", "--reason", "迁出").code == 0
        for words in ("江州站 所在城市=江州 --on 2026-01-08", "旧站 --on 2024-01-08 撤销日期=2025-06-30"):
            assert run("station", "add", *words.split()).code == 0

    return lay_once(__name__, own_register, lay)


def do(run: Run, words: str, code: int = 0) -> Answer:
    answer = run("station", *words.split())
    assert answer.code == code, answer
    return answer


def names(run: Run, words: str) -> list[str]:
    return [row["person_name"] for row in json.loads(do(run, f"people {words} --json").out)]


def test_people_join_a_station_from_a_day(run: Run, own_register: Path) -> None:
    answer = do(run, "join 江州站 张三 李四@石门社区 --on 2026-02-01 --role 联络员")
    assert answer.out.splitlines()[0] == "W000001  江州站  江州"
    assert "2026年2月1日加入：R000001  张三" in answer.out
    assert stored(own_register, HELD) == [
        ("张三", "2026-02-01", None, "联络员"),
        ("李四", "2026-02-01", None, "联络员"),
    ]


def test_who_belongs_already_is_not_entered_again(run: Run, own_register: Path) -> None:
    do(run, "join W000001 张三 --on 2026-02-01")
    before = dump(own_register)
    assert "2026年2月1日起已在站，没有重复登记" in do(run, "join 江州站 张三").out
    assert dump(own_register) == before


def test_who_left_may_come_back(run: Run, own_register: Path) -> None:
    do(run, "join 江州站 张三 --on 2026-02-01")
    do(run, "leave 江州站 张三 --on 2026-02-20")
    do(run, "join 江州站 张三 --on 2026-02-20")
    assert len(stored(own_register, HELD)) == 1  # the last day is still one of the first stay
    do(run, "join 江州站 张三 --on 2026-02-21")
    assert stored(own_register, HELD) == [
        ("张三", "2026-02-01", "2026-02-20", None),
        ("张三", "2026-02-21", None, None),
    ]


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("2026-01-31", []),
        ("2026-02-01", ["张三"]),
        ("2026-02-20", ["张三", "李四"]),
        ("2026-02-21", ["李四"]),
        ("2026-03-31", ["李四"]),
    ],
)
def test_who_is_there_is_told_for_any_day(run: Run, day: str, there: list[str]) -> None:
    do(run, "join 江州站 张三 --on 2026-02-01")
    do(run, "join 江州站 李四@渡口社区 --on 2026-02-20")
    do(run, "leave 江州站 张三 --on 2026-02-20")
    assert names(run, f"江州站 --as-of {day}") == there
    assert names(run, "江州站 --all") == ["张三", "李四"]
    assert names(run, "江州站 --all --unit 望江社区") == ["张三"]


def test_the_people_of_a_station_are_listed_with_their_units(run: Run) -> None:
    do(run, "join 江州站 张三 --on 2026-02-01 --role 站长")
    answer = do(run, "people 江州站")
    assert "张三   临江街道/望江社区   站长       2026-02-01" in answer.out
    assert answer.err == "W000001  江州站  江州\n"


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ("join 江州站 张三 --on 2026-01-07", 1, "江州站在2026年1月7日没有设立"),
        ("join 旧站 张三", 1, "旧站在2026年3月31日没有设立"),
        ("join 江州站 李四", 1, "有2人符合「李四」"),
        ("join 江州站 张三 李四", 1, "有2人符合「李四」"),
        ("join 江州站 赵六", 1, "已于2026年1月5日退库"),
        ("join 江洲站 张三", 1, "是不是：江州站"),
        ("join 江州站", 2, "缺少 人"),
        ("join 江州站 张三 --on 2026-02-30", 2, "--on"),
        ("leave 江州站 张三", 1, "在2026年3月31日不是江州站的人"),
        ("leave 江州站", 2, "缺少 人"),
        ("people 江洲站", 1, "是不是：江州站"),
        ("drop 江州站 张三", 1, "不在江州站的名单上"),
        ("drop 江州站", 2, "缺少 人"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    before = own_register.read_bytes()
    answer = do(run, words, code)
    assert answer.err.startswith("错误：")
    assert why in answer.err
    assert own_register.read_bytes() == before


def test_a_station_with_people_is_not_removed_without_them(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    do(run, "join 江州站 张三")
    assert "还有站内人员 V000001" in do(run, "remove 江州站", 1).err
    assert "已从名单上删除：R000001  张三" in do(run, "drop 江州站 张三").out
    assert dump(own_register) == before
    do(run, "remove 江州站")
