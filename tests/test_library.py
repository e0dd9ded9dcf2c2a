"""`talentreg library join`, `leave`, `state`, `people`, `drop`: who is in a library, and how far."""

import json
from pathlib import Path
from random import Random

import pytest
from books import dump, stored
from openpyxl import load_workbook
from service_office import Run, do, lay, stays


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with three libraries, one of them closed."""
    return lay(run, own_register)


def names(run: Run, words: str) -> list[str]:
    return [row["person_name"] for row in json.loads(do(run, f"library people {words} --json").out)]


def test_a_name_is_enough_to_begin_a_library(run: Run, own_register: Path) -> None:
    do(run, "library add 引进人才库")
    assert stored(own_register, "select kind, \"on\" from library where name = '引进人才库'") == [
        ("recruits", "2026-03-31")
    ]
    do(run, "library join 引进人才库 张三 --on 2025-03-01")  # who was in it before it was entered here
    assert stays(own_register, 4) == [("张三", "2025-03-01", None, None, None)]


def test_people_join_a_library_from_a_day(run: Run, own_register: Path) -> None:
    words = "library join 后备干部库 张三 李四@石门社区 --on 2026-02-01 --way 党支部推荐 --by 王书记@望江社区"
    answer = do(run, words)
    assert answer.out.splitlines()[0] == "KU000001  后备干部库  入库条件：35岁以下"
    assert "2026年2月1日纳入：R000001  张三" in answer.out
    assert "王书记" in answer.err  # entered as staff on the way
    assert stays(own_register) == [
        ("张三", "2026-02-01", None, None, None),
        ("李四", "2026-02-01", None, None, None),
    ]
    ways = "select way, s.name from inclusion i join staff s on s.id = i.by_id"
    assert stored(own_register, ways) == [("党组织推荐", "王书记")] * 2
    do(run, "undo")
    assert stays(own_register) == []
    assert not stored(own_register, "select * from staff where name = '王书记'")


def test_a_word_no_list_knows_is_told(run: Run) -> None:
    answer = do(run, "library join 后备干部库 张三 --way 抓阄")
    assert "「抓阄」不在词表「推荐方式」里" in answer.err


def test_who_is_in_it_already_is_not_entered_again_but_completed(run: Run, own_register: Path) -> None:
    do(run, "library join 商会会员 张三 --on 2026-02-01")
    before = dump(own_register)
    assert "2026年2月1日起已在库，没有重复登记" in do(run, "library join KU000002 张三").out
    assert dump(own_register) == before
    assert "已在库，已更正" in do(run, "library join 商会会员 张三 --role 会长").out
    assert stored(own_register, "select role from inclusion") == [("会长",)]


def test_one_person_may_be_in_several_libraries(run: Run) -> None:
    do(run, "library join 商会会员 张三")
    do(run, "library join 后备干部库 张三")
    told = json.loads(do(run, "library member list --person 张三 --json").out)
    assert {row["library_name"] for row in told} == {"商会会员", "后备干部库"}


def test_who_left_may_come_back(run: Run, own_register: Path) -> None:
    do(run, "library join 商会会员 张三 --on 2026-02-01")
    do(run, "library leave 商会会员 张三 --on 2026-02-20 --reason 迁出")
    do(run, "library join 商会会员 张三 --on 2026-02-20")  # the last day is still one of the first stay
    do(run, "library join 商会会员 张三 --on 2026-02-21")
    assert stays(own_register, 2) == [
        ("张三", "2026-02-01", None, "2026-02-20", "left"),
        ("张三", "2026-02-21", None, None, None),
    ]


DAYS = [
    ("2026-01-31", []),
    ("2026-02-01", ["张三"]),
    ("2026-02-20", ["张三", "李四"]),
    ("2026-02-21", ["李四"]),
    ("2026-03-31", ["李四"]),
]


@pytest.mark.parametrize(("day", "there"), DAYS)
def test_who_is_there_is_told_for_any_day(run: Run, day: str, there: list[str]) -> None:
    do(run, "library join 后备干部库 张三 --on 2026-02-01")
    do(run, "library join 后备干部库 李四@渡口社区 --on 2026-02-20")
    do(run, "library leave 后备干部库 张三 --on 2026-02-20")
    assert names(run, f"后备干部库 --as-of {day}") == there
    assert names(run, "后备干部库 --all") == ["张三", "李四"]
    assert names(run, "后备干部库 --all --unit 望江社区") == ["张三"]
    told = f"在库{len(there)}人"
    assert told in do(run, f"library people 后备干部库 --as-of {day}").err


# Reserve cadres

STATES = [
    (["考察 张三 --on 2026-03-01"], ("2026-03-01", None, None)),
    (["考察 张三 --on 2026-03-01", "后备 张三"], (None, None, None)),
    (["考察 张三 --on 2026-03-01", "使用 张三 --on 2026-03-20"], ("2026-03-01", "2026-03-20", "used")),
    (["使用 张三 --on 2026-03-20"], (None, "2026-03-20", "used")),
    (["撤销 张三 --on 2026-03-20 --reason 违纪"], (None, "2026-03-20", "revoked")),
    (["退出 张三 --on 2026-03-20"], (None, "2026-03-20", "left")),
    (["列为考察对象 张三 --on 2026-03-01"], ("2026-03-01", None, None)),
]


@pytest.mark.parametrize(("steps", "held"), STATES)
def test_a_reserve_cadre_is_examined_and_used_or_struck_off(
    run: Run, own_register: Path, steps: list[str], held: tuple[object, ...]
) -> None:
    do(run, "library join 后备干部库 张三 --on 2026-02-01")
    for step in steps:
        do(run, f"library state 后备干部库 {step}")
    assert stays(own_register) == [("张三", "2026-02-01", *held)]
    before = dump(own_register)
    assert "已经是这样，没有重复登记" in do(run, f"library state 后备干部库 {steps[-1]}").out
    assert dump(own_register) == before


def test_the_people_of_a_library_are_listed_by_how_far_they_have_come(run: Run) -> None:
    do(run, "library join 后备干部库 张三 孙七 李四@渡口社区 --on 2026-02-01")
    do(run, "library state 后备干部库 考察 张三 --on 2026-03-01")
    do(run, "library state 后备干部库 使用 孙七 --on 2026-03-10")
    assert names(run, "后备干部库 --state 考察") == ["张三"]
    assert names(run, "后备干部库 --state 使用") == ["孙七"]
    assert names(run, "后备干部库 --state 后备") == ["李四"]
    assert names(run, "后备干部库 考察日期≥2026-03-01") == ["张三"]
    assert "张三   临江街道/望江社区   考察" in do(run, "library people 后备干部库").out
    assert names(run, "后备干部库 --state 考察 --as-of 2026-02-28") == []  # as they were that day
    assert names(run, "后备干部库 --state 后备 --as-of 2026-03-09") == ["孙七", "李四"]


def test_using_somebody_says_how_to_note_the_promotion(run: Run) -> None:
    do(run, "library join 后备干部库 张三 --on 2026-02-01")
    assert "talentreg milestone log 提拔重用 R000001" in do(run, "library state 后备干部库 使用 张三").err


def test_a_list_of_people_becomes_a_sheet(run: Run, tmp_path: Path) -> None:
    do(run, "library join 商会会员 [red]钱@望江社区 --role =1+1 --on 2026-02-01")
    do(run, f"library people 商会会员 --xlsx {tmp_path / '会员.xlsx'}")
    rows = list(load_workbook(tmp_path / "会员.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[1][1:4] == ("[red]钱", "云河区/临江街道/望江社区", "=1+1")


REFUSED = [
    ("join 旧库 张三", 1, "旧库已于2025年12月31日停用"),
    ("join 后备干部库 李四", 1, "有2人符合「李四」"),
    ("join 后备干部库 张三 李四", 1, "有2人符合「李四」"),
    ("join 后备干部库 赵六", 1, "已于2026年1月5日退库"),
    ("join 后备干部 张三", 1, "是不是：后备干部库"),
    ("join 后备干部库", 2, "缺少 人"),
    ("join 后备干部库 张三 --on 2026-04-01", 1, "还没有到"),
    ("join 后备干部库 张三 --on 2026-02-30", 2, "--on"),
    ("join 商会会员 孙七 --on 2026-01-05", 1, "2026年2月1日起已登记为入库成员"),
    ("join 商会会员 张三 --enrol", 2, "--enrol 只和 --from 同用"),
    ("leave 商会会员 张三", 1, "在2026年3月31日不在商会会员"),
    ("leave 商会会员 孙七 --on 2026-01-31", 1, "在2026年1月31日不在商会会员"),
    ("leave 商会会员", 2, "缺少 人"),
    ("state 商会会员 考察 孙七", 2, "商会会员不是后备干部库，没有考察"),
    ("state 后备干部库 升天 张三", 2, "「升天」看不懂，可写：后备(reserve)、考察(examined)"),
    ("state 后备干部库 使用 张三", 1, "不在后备干部库"),
    ("state 后备干部库 使用", 2, "缺少 人"),
    ("people 商会", 1, "是不是：商会会员"),
    ("drop 后备干部库 张三", 1, "没有进过后备干部库"),
    ("drop 后备干部库", 2, "缺少 人"),
    ("edit 后备干部库 停用日期=2026-02-01", 1, "2026年3月1日有一条入库成员"),
    ("edit 后备干部库 库类=其他", 1, "已有考察、使用或撤销"),
    ("remove 后备干部库", 1, "还有入库成员 CY"),
    ("state 后备干部库 考察 [red]钱 --on 2026-03-09", 1, "已于2026年3月5日列为考察对象"),
]


@pytest.mark.parametrize(("words", "code", "why"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    do(run, "library join 商会会员 孙七 --on 2026-02-01")
    do(run, "library join 后备干部库 [red]钱 --on 2026-03-01")
    do(run, "library state 后备干部库 考察 [red]钱 --on 2026-03-05")
    before = own_register.read_bytes()
    answer = do(run, f"library {words}", code)
    assert answer.err.startswith("错误：")
    assert why in answer.err
    assert own_register.read_bytes() == before


@pytest.mark.parametrize("words", ["leave 后备干部库 张三", "state 后备干部库 撤销 张三 --on 2026-03-20"])
def test_an_end_is_not_moved_by_another_end(run: Run, own_register: Path, words: str) -> None:
    do(run, "library join 后备干部库 张三 --on 2026-02-01")
    do(run, "library state 后备干部库 使用 张三 --on 2026-03-31")
    before = own_register.read_bytes()
    assert "CY000001 已于2026年3月31日使用，没有改动" in do(run, f"library {words}", 1).err
    assert own_register.read_bytes() == before
    do(run, "library member edit CY000001 出库日期=2026-03-20 出库方式=撤销")
    assert stays(own_register) == [("张三", "2026-02-01", None, "2026-03-20", "revoked")]


def test_who_was_put_in_by_mistake_is_dropped_and_comes_back_with_undo(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    do(run, "library join 后备干部库 张三")
    joined = dump(own_register)
    assert "已从库中删除：R000001  张三" in do(run, "library drop 后备干部库 张三").out
    assert dump(own_register) == before
    do(run, "undo")
    assert dump(own_register) == joined


def test_two_libraries_of_one_name_are_told_apart_by_number_or_unit(run: Run, own_register: Path) -> None:
    do(run, "library add 后备干部库 --unit 望江社区")
    answer = do(run, "library join 后备干部库 张三", 1)
    assert "有2个人才库叫「后备干部库」" in answer.err
    assert "KU000004  后备干部库  云河区/临江街道/望江社区" in answer.err
    for text, person in (
        ("KU000004", "张三"),
        ("后备干部库@望江社区", "孙七"),
        ("后备干部库@临江街道", "R000002"),
    ):
        do(run, f"library join {text} {person}")
    assert len(stays(own_register, 4)) == 3
    assert "没有名为「后备干部库@石门社区」的人才库" in do(run, "library people 后备干部库@石门社区", 1).err


def test_merged_people_keep_one_stay(run: Run) -> None:
    do(run, "library join 商会会员 R000002 --on 2026-02-01")
    do(run, "library join 商会会员 R000003 --on 2026-02-10")
    do(run, "merge R000002 R000003")
    assert names(run, "商会会员") == ["李四"]
    assert "2026年2月1日起已在库" in do(run, "library join 商会会员 R000003").out


OPEN = 99


class Model:
    """Who is in a library, told in the plainest way: somebody's stays as pairs of days of March."""

    def __init__(self) -> None:
        self.stays: list[list[int]] = []

    def on(self, day: int) -> list[int] | None:
        return next((one for one in self.stays if one[0] <= day <= one[1]), None)

    def join(self, day: int) -> int:
        if self.on(day):
            return 0
        if any(begun > day for begun, _ in self.stays):
            return 1
        self.stays.append([day, OPEN])
        return 0

    def leave(self, day: int) -> int:
        stay = self.on(day)
        if stay is None or stay[1] not in (OPEN, day):
            return 1
        stay[1] = day
        return 0


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_typed_in_whatever_order_stays_do_not_overlap(
    run: Run, own_register: Path, seed: int
) -> None:
    chance, model = Random(seed), Model()
    for _ in range(12):
        verb, day = chance.choice(("join", "leave")), chance.randrange(1, 10)
        do(run, f"library {verb} 商会会员 张三 --on 2026-03-0{day}", getattr(model, verb)(day))
    days = """select cast(substr("on", 9) as int), cast(ifnull(substr(until, 9), 99) as int) from inclusion"""
    assert sorted(stored(own_register, days)) == sorted((begun, end) for begun, end in model.stays)
    for day in range(1, 10):
        assert bool(names(run, f"商会会员 --as-of 2026-03-0{day}")) == bool(model.on(day))
