"""`talentreg library join --from`: the list of a library as a sheet, every line accounted for."""

import json
from pathlib import Path

import pytest
from books import csv_book, dump, id_number, phone, stored, tally
from conftest import Answer
from openpyxl import load_workbook
from service_office import Run, do, lay, stays

ROLL = """商会会员名单
序号,姓名,所属社区,入库日期,推荐方式,会内职务
1,张三,望江社区,2025-02-01,群众举荐,会长
2,李四,石门社区,2025.3.1,,理事
3,孙七,石门社区,,,
合计,3人,,,,
"""


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with three libraries, one of them closed."""
    return lay(run, own_register)


def take(run: Run, text: str, words: str = "", code: int = 0, library: str = "商会会员") -> Answer:
    answer = run("library", "join", library, "--from", csv_book(text, "名单.csv"), *words.split())
    assert answer.code == code, answer
    return answer


def test_a_list_comes_in_whole_again_without_change_and_goes_with_undo(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    tried = take(run, ROLL, "--dry-run")
    assert dump(own_register) == before
    assert "将登记入库成员（3）" in tried.out
    first = take(run, ROLL)
    assert tally(first) == tally(tried) == {"新增": 3, "跳过": 1}
    assert "在库3人" in first.err
    assert stays(own_register, 2) == [
        ("张三", "2025-02-01", None, None, None),
        ("李四", "2025-03-01", None, None, None),
        ("孙七", "2026-03-31", None, None, None),  # no day in the row, none with the command: today
    ]
    assert stored(own_register, "select way, role from inclusion where id = 1") == [("群众推荐", "会长")]
    after = dump(own_register)
    again = take(run, ROLL)
    assert (tally(again), dump(own_register)) == ({"无变化": 3, "跳过": 1}, after)
    assert "与登记册不同" not in again.out
    do(run, "undo")
    assert dump(own_register) == before


@pytest.mark.parametrize(
    ("words", "on"),
    [("", "2026-03-31"), ("--on 2025-07-01", "2025-07-01"), ("--on 2024-05-01", "2024-05-01")],
)
def test_what_no_row_says_the_command_says(run: Run, own_register: Path, words: str, on: str) -> None:
    take(run, "姓名,所属社区\n张三,望江社区\n", f"--way 自荐 --role 理事 --reason 企业家 {words}")
    assert stays(own_register, 2) == [("张三", on, None, None, None)]
    told = "select way, role, reason from inclusion"
    assert stored(own_register, told) == [("个人自荐", "理事", "企业家")]


NEW = f"姓名,联系电话,身份证号\n周八,{phone(8)},{id_number(8)}\n张三,{phone(1)},\n"


def test_newcomers_are_entered_where_that_is_asked(run: Run, own_register: Path) -> None:
    assert "是新人的加 --enrol" in take(run, NEW, "--unit 望江社区", 3).out
    assert [row[0] for row in stays(own_register, 2)] == ["张三"]
    answer = take(run, NEW, "--unit 望江社区 --enrol")
    assert tally(answer) == {"新增": 1, "无变化": 1}
    assert "新人1，入库成员1" in answer.out
    assert [row[0] for row in stays(own_register, 2)] == ["张三", "周八"]
    do(run, "undo")
    assert not stored(own_register, "select * from person where name = '周八'")


BAD = [
    ("姓名,所属社区,入库日期\n张三,望江社区,二月三十\n", "纳入日期「二月三十」", 3),
    ("姓名,所属社区,入库日期\n张三,望江社区,2026-12-01\n", "纳入日期2026年12月1日还没有到", 3),
    ("姓名\n张三\n", "只凭姓名「张三」不能认定是谁", 3),
    ("姓名,所属社区\n赵六,望江社区\n", "那天已退库", 3),
    ("姓名,所属社区,出库日期\n张三,望江社区,2020-01-01\n", "出库日期2020年1月1日早于纳入日期", 3),
    ("姓名,所属社区,入库日期,考察日期\n张三,望江社区,2026-01-08,2026-03-01\n", "不是后备干部库", 3),
    ("姓名,所属社区,会内职务\n,望江社区,会长\n", "没有姓名", 3),
]


@pytest.mark.parametrize(("text", "why", "code"), BAD)
def test_a_row_that_cannot_be_is_rejected_with_its_reason(
    run: Run, own_register: Path, text: str, why: str, code: int
) -> None:
    before = dump(own_register)
    assert why in take(run, text, "", code).out
    assert dump(own_register) == before


def test_one_bad_row_leaves_the_others_unless_asked_to_be_strict(run: Run, own_register: Path) -> None:
    text = "姓名,所属社区,入库日期\n张三,望江社区,2026-03-01\n孙七,石门社区,去年\n"
    take(run, text, "--strict", 1)
    assert stays(own_register, 2) == []
    assert tally(take(run, text, "--marked 副本", 3)) == {"新增": 1, "未导入": 1}
    assert len(stays(own_register, 2)) == 1
    assert list(Path("副本").iterdir())


def test_a_second_row_of_somebody_is_one_too_many(run: Run, own_register: Path) -> None:
    text = "姓名,所属社区,入库日期\n张三,望江社区,2026-03-01\n张三,望江社区,2026-02-01\n"
    answer = take(run, text)
    assert tally(answer) == {"新增": 1, "表内重复": 1}
    assert "纳入日期与表中前面写的不同，按前面的" in answer.out
    assert stays(own_register, 2) == [("张三", "2026-03-01", None, None, None)]


def test_what_a_later_list_says_otherwise_is_told_and_not_written(run: Run, own_register: Path) -> None:
    do(run, "library join 商会会员 张三 --on 2025-02-01 --role 理事")
    before = dump(own_register)
    answer = take(run, "姓名,所属社区,会内职务\n张三,望江社区,会长\n")
    assert "库内职务与登记册不同" in answer.out
    assert "talentreg library member edit" in answer.out
    assert dump(own_register) == before


def test_a_list_of_reserve_cadres_brings_the_day_they_were_examined(run: Run, own_register: Path) -> None:
    text = "姓名,所属社区,纳入时间,考察时间\n张三,望江社区,2025-02-01,2026-02-01\n"
    take(run, text, library="后备干部库")
    assert stays(own_register) == [("张三", "2025-02-01", "2026-02-01", None, None)]


def test_who_has_left_may_be_on_the_list_again(run: Run, own_register: Path) -> None:
    do(run, "library join 商会会员 张三 --on 2025-02-01")
    do(run, "library leave 商会会员 张三 --on 2025-12-31")
    take(run, "姓名,所属社区\n张三,望江社区\n", "--on 2026-02-01")
    assert [row[1] for row in stays(own_register, 2)] == ["2025-02-01", "2026-02-01"]


def test_the_sheet_a_library_was_written_to_can_be_read_again(run: Run, own_register: Path) -> None:
    take(run, ROLL)
    do(run, "library people 商会会员 --xlsx 会员.xlsx")
    after = dump(own_register)
    answer = run("library", "join", "商会会员", "--from", "会员.xlsx")
    assert (answer.code, tally(answer)["无变化"]) == (0, 3)
    assert dump(own_register) == after


def test_odd_texts_come_in_as_they_are(run: Run, own_register: Path) -> None:
    take(run, "姓名,所属社区,会内职务\n[red]钱,望江社区,=1+1\n")
    do(run, "library people 商会会员 --xlsx 会员.xlsx")
    sheet = load_workbook("会员.xlsx").active
    assert sheet is not None
    assert [sheet.cell(2, place).value for place in (2, 4)] == ["[red]钱", "=1+1"]
    assert sheet.cell(2, 4).data_type == "s"
    rows = json.loads(do(run, "library people 商会会员 --json").out)
    assert rows[0]["role"] == "=1+1"


REFUSED = [
    ("张三 --from 名单.csv", 2, "写了 --from 就不用再写人"),
    ("--from 没有.csv", 1, "没有.csv"),
    ("--from 名单.csv --by 没人", 1, "没有名为「没人」的工作人员"),
    ("--from 名单.csv --unit 没有社区", 1, "没有社区"),
]


@pytest.mark.parametrize(("words", "code", "why"), REFUSED)
def test_what_cannot_be_asked_is_refused(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    csv_book(ROLL, "名单.csv")
    before = own_register.read_bytes()
    assert why in do(run, f"library join 商会会员 {words}", code).err
    assert own_register.read_bytes() == before
