"""`talentreg benefit grant`: one benefit of a policy for each of many, once however often it is asked."""

from pathlib import Path

import pytest
from books import csv_book, dump, phone, stored, tally
from conftest import Answer
from service_office import Run, benefits, do, lay


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with two policies and three libraries."""
    return lay(run, own_register)


def test_people_are_granted_what_the_policy_says(run: Run, own_register: Path) -> None:
    answer = do(run, "benefit grant 生活补贴 张三 孙七 --period 2026年上半年 --batch 上半年 --due 2026-06-30")
    assert answer.out.splitlines()[0] == "ZC000001  生活补贴  3000元  云人才〔2025〕1号"
    assert "造册2人，每人3000元，共6000元" in answer.out
    assert "talentreg benefit roll 上半年" in answer.err
    assert benefits(own_register) == [
        ("张三", "生活补贴", "2026年上半年", 3000.0, "2026-06-30", None),
        ("孙七", "生活补贴", "2026年上半年", 3000.0, "2026-06-30", None),
    ]
    do(run, "undo")
    assert benefits(own_register) == []


@pytest.mark.parametrize(
    ("words", "name", "amount"),
    [
        ("生活补贴 张三", "生活补贴", 3000.0),
        ("ZC000001 R000001 --amount 1500", "生活补贴", 1500.0),
        ("生活补贴 张三 --amount 0.2万元 --name 博士生活补贴", "博士生活补贴", 2000.0),
        ("安家补贴 张三 --amount 50,000", "安家补贴", 50000.0),
    ],
)
def test_an_amount_and_a_name_may_be_said(
    run: Run, own_register: Path, words: str, name: str, amount: float
) -> None:
    do(run, f"benefit grant {words}")
    assert benefits(own_register) == [("张三", name, None, amount, "2026-03-31", None)]


AGAIN = [
    ("--period 2026年上半年", "--period 2026年上半年", 1),
    ("--period 2026年上半年 --batch 甲", "--period 2026年上半年 --batch 乙", 1),  # one a period
    ("--period 2026年上半年", "--period 2026年上半年 --due 2026-06-30", 1),
    ("--period 2026年上半年", "--period 2026年下半年", 2),
    ("--batch 甲", "--batch 甲 --due 2026-06-30", 1),
    ("--batch 甲", "--batch 乙", 1),  # one a day, where nobody says the period
    ("--batch 甲 --due 2026-01-31", "--batch 乙 --due 2026-06-30", 2),
    ("--batch 甲 --period 去年", "--batch 乙 --period 今年", 2),
    ("--due 2026-02-28", "--due 2026-02-28", 1),
    ("--due 2026-01-31", "--due 2026-02-28", 2),  # every month, and nobody says which
    ("", "", 1),
    ("--due 2026-02-28", "", 1),
    ("--batch 甲", "", 1),
    ("--batch 甲 --due 2026-01-31", "", 2),
    ("", "--name 补发生活补贴", 2),
    ("", "--period 2026年", 2),
]


TWINS = """select 1 from benefit group by person_id, policy_id, name, ifnull(period, ''), "on"
having count(*) > 1"""


@pytest.mark.parametrize(("first", "second", "count"), AGAIN)
def test_what_was_granted_already_is_not_granted_again(
    run: Run, own_register: Path, first: str, second: str, count: int
) -> None:
    do(run, f"benefit grant 生活补贴 张三 {first}")
    answer = do(run, f"benefit grant 生活补贴 张三 {second}")
    assert len(benefits(own_register)) == count
    assert ("已经有这一笔，没有重复登记" in answer.out) == (count == 1)
    assert stored(own_register, TWINS) == []


@pytest.mark.parametrize("words", ["政策=生活补贴 待遇名称=博士补贴", "待遇名称=生活补贴"])
def test_what_a_sheet_called_otherwise_is_still_the_benefit(run: Run, own_register: Path, words: str) -> None:
    do(run, f"benefit add 张三 3000 {words} 所属期=2025年四季度 --on 2025-12-31")
    do(run, "benefit grant 生活补贴 张三 --period 2025年四季度")
    assert len(benefits(own_register)) == 1
    do(run, "benefit grant 生活补贴 张三 --period 2025年四季度 --name 补发")
    assert len(benefits(own_register)) == 2


def test_the_day_after_it_is_still_granted(
    run: Run, own_register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(run, "benefit grant 生活补贴 张三")
    monkeypatch.setenv("TALENTREG_TODAY", "2026-04-01")
    do(run, "benefit grant 生活补贴 张三 孙七")
    assert [row[0] for row in benefits(own_register)] == ["张三", "孙七"]


def test_what_is_in_another_batch_already_is_told(run: Run) -> None:
    do(run, "benefit grant 生活补贴 张三 --batch 甲")
    answer = do(run, "benefit grant 生活补贴 张三 --batch 乙")
    assert "批次「甲」的；确是另一期的，写 --period" in answer.err


def test_another_amount_is_told_and_not_written(run: Run, own_register: Path) -> None:
    do(run, "benefit grant 生活补贴 张三 --batch 甲")
    before = dump(own_register)
    answer = do(run, "benefit grant 生活补贴 张三 --batch 甲 --amount 3500")
    assert "DY000001 3000元，没有改动" in answer.err
    assert "benefit edit DY000001 应发金额=3500" in answer.err
    assert dump(own_register) == before


def test_everybody_in_a_library_is_granted_it(run: Run, own_register: Path) -> None:
    do(run, "library join 商会会员 张三 孙七 [red]钱 --on 2025-03-01")
    do(run, "library join 商会会员 李四@渡口社区 --on 2026-03-01")
    do(run, "library leave 商会会员 [red]钱 --on 2025-12-30")
    do(run, "benefit grant 生活补贴 --library 商会会员 --batch 甲 --due 2025-12-31")
    assert [row[0] for row in benefits(own_register)] == ["张三", "孙七"]  # as they were on the day it is due
    answer = do(run, "benefit grant 生活补贴 --library 商会会员 --batch 乙 --due 2026-06-30")
    assert "造册3人" in answer.out  # ahead: as they are today
    do(run, "benefit grant 生活补贴 --library 商会会员 --batch 丙 --unit 青石街道")
    assert [row[0] for row in benefits(own_register)][5:] == ["孙七"]


def test_who_has_left_the_register_is_left_out_of_a_library(run: Run, own_register: Path) -> None:
    do(run, "library join 商会会员 张三 孙七 --on 2025-03-01")
    do(run, "withdraw 孙七 --on 2026-02-01 --reason 去世")
    answer = do(run, "benefit grant 生活补贴 --library 商会会员")
    assert "已退库或去世，没有造册：R000005  孙七" in answer.out
    assert [row[0] for row in benefits(own_register)] == ["张三"]


def test_many_people_are_counted_instead_of_named(run: Run, own_register: Path) -> None:
    lines = [f"人{place},望江社区,{phone(100 + place)}" for place in range(25)]
    text = "\n".join(["姓名,所属社区,联系电话", *lines])
    assert run("library", "join", "商会会员", "--from", csv_book(text), "--enrol").code == 0
    answer = do(run, "benefit grant 生活补贴 --library 商会会员 --batch 甲")
    assert "3000元：25人" in answer.out
    assert "人7" not in answer.out
    assert len(benefits(own_register)) == 25
    paid = do(run, "benefit pay 甲")
    assert "发放25人25笔，共75000元" in paid.out
    assert "DY000007" not in paid.out


REFUSED = [
    ("生活补贴", 2, "缺少 人"),
    ("生活补贴 张三 --library 商会会员", 2, "写了 --library 就不用再写人"),
    ("生活补贴 张三 --unit 望江社区", 2, "--unit 只和 --from 同用"),
    ("生活补贴 --library 商会会员 --enrol", 2, "--enrol 只和 --from 同用"),
    ("生活补贴 --library 商会会员", 1, "商会会员里没有人，没有造册"),
    ("生活补贴 --library 商会", 1, "是不是：商会会员"),
    ("生活 张三", 1, "是不是：生活补贴"),
    ("生活补贴 李四", 1, "有2人符合「李四」"),
    ("生活补贴 张三 李四", 1, "有2人符合「李四」"),
    ("生活补贴 赵六", 1, "已于2026年1月5日退库"),
    ("生活补贴 张三 --due 2027-01-01", 1, "已于2026年12月31日失效"),
    ("生活补贴 张三 --due 2024-12-31", 1, "要到2025年1月1日才施行"),
    ("安家补贴 张三", 2, "没有写金额，政策里也没有补贴标准"),
    ("生活补贴 张三 --amount 许多", 2, "--amount"),
    ("生活补贴 张三 --amount -5", 2, "--amount"),
    ("生活补贴 张三 --amount 0", 2, "金额是0"),
    ("生活补贴 张三 --batch 　", 2, "--batch"),
    ("生活补贴 张三 --due 明年", 2, "--due"),
]


@pytest.mark.parametrize(("words", "code", "why"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    before = own_register.read_bytes()
    answer = run("benefit", "grant", *words.split(" "))
    assert (answer.code, answer.err[:3]) == (code, "错误：")
    assert why in answer.err
    assert own_register.read_bytes() == before


# From a sheet

SHEET = f"""2026年上半年发放名单
序号,姓名,联系电话,金额,备注,签名
1,张三,{phone(1)},3000,,
2,孙七,{phone(5)},0.35万元,博士,
3,周八,{phone(8)},,,
合计,,,9500,,
"""


def take(run: Run, text: str, words: str, code: int = 0, policy: str = "生活补贴") -> Answer:
    answer = run("benefit", "grant", policy, "--from", csv_book(text, "名单.csv"), *words.split())
    assert answer.code == code, answer
    return answer


def test_a_sheet_brings_amounts_of_its_own_once(run: Run, own_register: Path) -> None:
    before = dump(own_register)
    words = "--batch 上半年 --due 2026-06-30 --unit 望江社区 --enrol"
    tried = take(run, SHEET, f"{words} --dry-run")
    assert dump(own_register) == before
    first = take(run, SHEET, words)
    assert tally(first) == tally(tried) == {"新增": 3, "跳过": 1}
    assert "新人1，待遇3" in first.out
    assert "talentreg benefit pay 上半年" in first.err
    assert benefits(own_register) == [
        ("张三", "生活补贴", None, 3000.0, "2026-06-30", None),
        ("孙七", "生活补贴", None, 3500.0, "2026-06-30", None),
        ("周八", "生活补贴", None, 3000.0, "2026-06-30", None),
    ]
    after = dump(own_register)
    assert tally(take(run, SHEET, words)) == {"无变化": 3, "跳过": 1}
    assert dump(own_register) == after
    do(run, "benefit grant 生活补贴 张三 --batch 上半年")
    assert len(benefits(own_register)) == 3
    do(run, "undo")
    assert dump(own_register) == before


def test_a_sheet_may_say_period_and_day_itself(run: Run, own_register: Path) -> None:
    text = "姓名,所属社区,所属期,应发日期\n张三,望江社区,2025年,2025-12-31\n张三,望江社区,2026年,2026-06-30\n"
    take(run, text, "")
    assert [row[2:5] for row in benefits(own_register)] == [
        ("2025年", 3000.0, "2025-12-31"),
        ("2026年", 3000.0, "2026-06-30"),
    ]
    assert tally(take(run, text, "")) == {"无变化": 2}


BAD = [
    ("姓名,所属社区,金额\n张三,望江社区,许多\n", "生活补贴", "应发金额「许多」"),
    ("姓名,所属社区,金额\n张三,望江社区,0\n", "生活补贴", "金额是0"),
    ("姓名,所属社区\n张三,望江社区\n", "安家补贴", "没有写应发金额"),
    ("姓名,所属社区,应发日期\n张三,望江社区,2027-01-01\n", "生活补贴", "已于2026年12月31日失效"),
    ("姓名,所属社区\n赵六,望江社区\n", "生活补贴", "那天已退库"),
    ("姓名,所属社区\n没人,望江社区\n", "生活补贴", "加 --enrol"),
]


@pytest.mark.parametrize(("text", "policy", "why"), BAD)
def test_a_row_that_cannot_be_is_rejected_with_its_reason(
    run: Run, own_register: Path, text: str, policy: str, why: str
) -> None:
    before = dump(own_register)
    assert why in take(run, text, "", 3, policy).out
    assert dump(own_register) == before


@pytest.mark.parametrize("words", ["--due 2030-01-01", "--library 商会会员", "张三"])
def test_a_sheet_that_cannot_be_asked_for_is_refused(run: Run, own_register: Path, words: str) -> None:
    csv_book(SHEET, "名单.csv")
    before = own_register.read_bytes()
    assert run("benefit", "grant", "生活补贴", "--from", "名单.csv", *words.split()).code in (1, 2)
    assert own_register.read_bytes() == before


def test_a_benefit_typed_by_its_policy_has_its_name_and_amount(run: Run, own_register: Path) -> None:
    answer = do(run, "benefit add 张三 政策=生活补贴 --on 2026-03-01")
    assert "按政策记：待遇名称生活补贴、应发金额3000" in answer.err
    assert benefits(own_register) == [("张三", "生活补贴", None, 3000.0, "2026-03-01", None)]
    assert stored(own_register, "select policy_id from benefit") == [(1,)]
    assert "没有写待遇名称" in do(run, "benefit add 张三 3000", 2).err
    assert "金额是0" in do(run, "benefit add 孙七 0 政策=生活补贴", 2).err
