"""`talentreg benefit pay`: a batch paid at once, a part of one, nothing twice and never too much."""

from pathlib import Path

import pytest
from books import dump, stored
from service_office import Run, benefits, do, lay

PAID = """select b.id, p."on", p.amount, p.batch from payment p
join benefit b on b.id = p.benefit_id order by p.id"""


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register in which three people are due something: two of a batch, one alone."""
    lay(run, own_register)
    do(run, "benefit grant 生活补贴 张三 孙七 --batch 上半年 --due 2026-01-31")
    do(run, "benefit grant 安家补贴 [red]钱 --amount 50000 --due 2026-06-30")
    return own_register


def test_a_batch_is_paid_at_once_and_only_once(run: Run, own_register: Path) -> None:
    answer = do(run, "benefit pay 上半年 --on 2026-02-05")
    assert "2026年2月5日发放2人2笔，共6000元" in answer.out
    assert stored(own_register, PAID) == [
        (1, "2026-02-05", 3000.0, "上半年"),
        (2, "2026-02-05", 3000.0, "上半年"),
    ]
    after = dump(own_register)
    for words in ("--on 2026-02-05", "--on 2026-03-05", ""):
        assert "没有新的发放；2笔以前已发，没有重复登记" in do(run, f"benefit pay 上半年 {words}").out
    assert dump(own_register) == after
    do(run, "undo")
    assert stored(own_register, PAID) == []


def test_a_benefit_is_paid_in_parts_and_then_the_rest(run: Run, own_register: Path) -> None:
    first = do(run, "benefit pay DY000001 --amount 1000 --on 2026-02-05")
    assert "发1000元（应发3000元）" in first.out
    assert "还有1笔没有发完，共2000元" in first.err
    do(run, "benefit pay DY000001 --amount 0.05万元 --on 2026-02-20")
    last = do(run, "benefit pay 上半年 --on 2026-03-05")
    assert "DY000001  张三  生活补贴  发1500元（应发3000元，以前已发1500元）" in last.out
    assert benefits(own_register)[0][-1] == benefits(own_register)[1][-1] == 3000.0


def test_a_part_may_be_paid_of_each_of_a_batch_once_a_day(run: Run, own_register: Path) -> None:
    do(run, "benefit pay 上半年 --amount 1500 --on 2026-02-05")
    do(run, "benefit pay 上半年 --amount 1500 --on 2026-02-05")
    assert [row[-1] for row in benefits(own_register)] == [1500.0, 1500.0, None]
    do(run, "benefit pay 上半年 --amount 1500 --on 2026-03-05")
    assert [row[-1] for row in benefits(own_register)] == [3000.0, 3000.0, None]


@pytest.mark.parametrize(
    ("words", "paid"),
    [
        ("张三", [3000.0, None, None]),
        ("DY000002 [red]钱", [None, 3000.0, 50000.0]),
        ("上半年 DY000001", [3000.0, 3000.0, None]),
        ("上半年 --unit 石门社区", [None, 3000.0, None]),
        ("上半年 --policy 生活补贴", [3000.0, 3000.0, None]),
        ("ＤＹ000003", [None, None, 50000.0]),
        ("上半年 --except 张三", [None, 3000.0, None]),
        ("上半年 张三 [red]钱 --except DY000002 --except R000006", [3000.0, None, None]),
    ],
)
def test_what_is_paid_may_be_named_in_several_ways(
    run: Run, own_register: Path, words: str, paid: list[float | None]
) -> None:
    do(run, f"benefit pay {words}")
    assert [row[-1] for row in benefits(own_register)] == paid


def test_a_payment_may_have_a_batch_and_a_remark_of_its_own(run: Run, own_register: Path) -> None:
    do(run, "benefit pay 张三 --batch 财政第3批 --note 银行代发")
    assert stored(own_register, "select batch, note from payment") == [("财政第3批", "银行代发")]


def test_somebody_with_several_unpaid_benefits_is_not_guessed_at(run: Run) -> None:
    do(run, "benefit grant 安家补贴 张三 --amount 50000")
    answer = do(run, "benefit pay 张三", 1)
    assert "张三有2笔未发的待遇" in answer.err
    assert "DY000004  2026年3月31日  安家补贴  50000元" in answer.err


def test_somebody_who_died_may_still_be_paid_what_was_due(run: Run, own_register: Path) -> None:
    do(run, "withdraw 孙七 --on 2026-02-01 --reason 去世")
    do(run, "benefit pay DY000002")
    assert benefits(own_register)[1][-1] == 3000.0


def test_cents_add_up(run: Run, own_register: Path) -> None:
    do(run, "benefit grant 安家补贴 李四@渡口社区 --amount 0.3 --period 零")
    for day in ("02-01", "02-02"):
        do(run, f"benefit pay DY000004 --amount 0.1 --on 2026-{day}")
    assert "发0.1元（应发0.3元，以前已发0.2元）" in do(run, "benefit pay DY000004").out
    assert "没有新的发放" in do(run, "benefit pay DY000004").out


REFUSED = [
    ("", 2, "没有写发的是哪些"),
    ("下半年", 1, "「下半年」不是待遇编号、造册批次，也不是登记的人"),
    ("下半年", 1, "是不是：上半年"),
    ("DY000009", 1, "没有 DY000009 这笔待遇"),
    ("李四", 1, "有2人符合「李四」"),
    ("赵六", 1, "赵六没有未发的待遇"),
    ("上半年 --amount 3001", 1, "应发3000元，已发0元，再发3001元就多了"),
    ("上半年 --amount 0", 2, "金额是0"),
    ("上半年 --on 2026-04-01", 1, "还没有到"),
    ("上半年 --on 明天吧", 2, "--on"),
    ("上半年 --amount 一些", 2, "--amount"),
    ("上半年 --unit 渡口社区", 1, "没有「上半年」里符合条件的待遇"),
    ("上半年 --policy 生活", 1, "是不是：生活补贴"),
    ("上半年 赵六", 1, "赵六没有未发的待遇"),
    ("上半年 --except [red]钱", 1, "[red]钱不在要发的里面"),
    ("上半年 --except 张三 --except 孙七", 1, "没有「上半年」里符合条件的待遇"),
    ("上半年 --except 李四", 1, "有2人符合「李四」"),
]


@pytest.mark.parametrize(("words", "code", "why"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    before = own_register.read_bytes()
    answer = do(run, f"benefit pay {words}", code)
    assert why in answer.err
    assert own_register.read_bytes() == before


CORRECTIONS = [
    ("benefit edit DY000001 应发金额=2000", 1, "已经发了3000元，应发金额不能少于它"),
    ("benefit edit DY000001 应发金额=3500", 0, ""),
    ("benefit payment edit FF000001 实发金额=3500", 1, "再发3500元就多了"),
    ("benefit payment edit FF000001 实发金额=2500", 0, ""),
    ("benefit payment add DY000001 1", 2, ""),
    ("benefit remove DY000001", 1, "还有发放 FF000001"),
    ("benefit payment remove FF000001", 0, ""),
    ("policy remove 生活补贴", 1, "还有待遇"),
]


@pytest.mark.parametrize(("words", "code", "why"), CORRECTIONS)
def test_what_was_paid_is_corrected_within_reason(run: Run, words: str, code: int, why: str) -> None:
    do(run, "benefit pay 上半年")
    assert why in do(run, words, code).err
