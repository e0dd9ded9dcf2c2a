"""What cannot be so of libraries, benefits, apartments and cards, typed or read from a sheet."""

from pathlib import Path

import pytest
from books import csv_book, dump, stored, tally
from service_office import Run, do, lay

LAID = (
    "library join 后备干部库 张三 --on 2026-02-01",
    "library join 商会会员 孙七 --on 2026-02-01",
    "library leave 商会会员 孙七 --on 2026-02-28",
    "benefit add 张三 3000 待遇名称=生活补贴 --on 2026-02-01",
    "benefit pay DY000001 --amount 1000 --on 2026-03-01",
    "apartment stay add 1-101 张三 --on 2026-02-01",
    "card add 张三 A0001 --on 2026-02-01 有效期至=2028-01-31",
)


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register with a row of each."""
    lay(run, own_register)
    for words in LAID:
        do(run, words)
    return own_register


REFUSED = [
    # libraries
    ("library edit 后备干部库 库类=商会会员", 0, ""),
    ("library edit 商会会员 停用日期=2026-02-27", 0, ""),
    ("library edit 商会会员 停用日期=2026-01-31", 1, "2026年2月1日有一条入库成员"),
    ("library edit 商会会员 停用日期=2023-12-31", 1, "早于建库日期"),
    ("library add 后备干部库", 0, "已有相同的登记"),
    ("library add 新库 --on 2026-04-01", 1, "还没有到"),
    ("library member edit CY000001 出库方式=使用", 2, "没有写出库日期"),
    ("library member edit CY000001 出库日期=2026-01-31", 1, "早于纳入日期"),
    ("library member edit CY000001 考察日期=2026-01-31", 1, "早于纳入日期"),
    ("library member edit CY000001 考察日期=2026-04-01", 1, "还没有到"),
    ("library member edit CY000001 姓名=赵六", 1, "已于2026年1月5日退库"),
    ("library member edit CY000002 考察日期=2026-02-10", 2, "不是后备干部库"),
    ("library member edit CY000002 出库方式=撤销", 2, "不是后备干部库"),
    ("library member edit CY000002 库=旧库", 1, "旧库已于2025年12月31日停用"),
    # what is due and paid
    ("benefit add 张三 0 待遇名称=补贴", 2, "金额是0"),
    ("benefit add 赵六 3000 待遇名称=补贴", 1, "已于2026年1月5日退库"),
    ("benefit edit DY000001 应发金额=999.99", 1, "已经发了1000元"),
    ("benefit edit DY000001 应发金额=1000", 0, ""),
    ("benefit payment edit FF000001 实发金额=3000.01", 1, "再发3000.01元就多了"),
    ("benefit payment edit FF000001 实发金额=0", 2, "金额是0"),
    ("benefit payment edit FF000001 发放日期=2026-04-01", 1, "还没有到"),
    ("policy edit 生活补贴 失效日期=2024-12-31", 1, "早于施行日期"),
    # apartments
    ("apartment stay add 1-102 张三 --on 2026-03-01", 1, "已登记为公寓入住，不能重复登记"),
    ("apartment stay add 旧楼 孙七 --on 2026-03-01", 1, "旧楼已于2025年12月31日停用"),
    ("apartment stay add 1-102 孙七 --on 2025-12-31", 1, "1-102要到2026年1月1日才投用"),
    ("apartment stay edit RZ000001 退租日期=2026-01-31", 1, "早于入住日期"),
    ("apartment stay edit RZ000001 公寓=1-102", 0, ""),
    # cards
    ("card add 孙七 A0002 --on 2026-03-01 有效期至=2026-02-28", 1, "早于发卡日期"),
    ("card add 孙七 A0002 --on 2026-04-01", 1, "还没有到"),
    ("card add 赵六 A0002 --on 2026-03-01", 1, "已于2026年1月5日退库"),
    ("service add 赵六 子女入学 --on 2026-03-01", 1, "已于2026年1月5日退库"),
    ("service add 赵六 子女入学 --on 2026-01-04", 0, ""),
    ("consent add 张三 宣传报道 --on 2026-03-01 同意至=2026-02-28", 1, "早于同意日期"),
]


@pytest.mark.parametrize(("words", "code", "why"), REFUSED)
def test_what_cannot_be_is_refused_however_it_is_typed(
    run: Run, own_register: Path, words: str, code: int, why: str
) -> None:
    before = own_register.read_bytes()
    answer = do(run, words, code)
    assert why in answer.err + answer.out
    assert code == 0 or own_register.read_bytes() == before


BOOKS = [
    ("library", "库名,姓名,所属社区,纳入日期\n旧库,张三,望江社区,2026-03-01\n", "已于2025年12月31日停用"),
    ("library", "库名,姓名,所属社区,纳入日期\n后备干部库,张三,望江社区,2026-01-01\n", "不能重复登记"),
    ("benefit payment", "待遇编号,发放日期,实发金额\nDY000001,2026-03-20,2500\n", "再发2500元就多了"),
    ("apartment", "房号,姓名,所属社区,入住日期\n1-102,张三,望江社区,2026-03-01\n", "不能重复登记"),
]


@pytest.mark.parametrize(("command", "text", "why"), BOOKS)
def test_what_cannot_be_is_refused_in_a_sheet_too(
    run: Run, own_register: Path, command: str, text: str, why: str
) -> None:
    before = dump(own_register)
    answer = run(*command.split(), "import", csv_book(text))
    assert (answer.code, tally(answer)) == (3, {"未导入": 1})
    assert why in answer.out
    assert dump(own_register) == before


def test_a_benefit_is_paid_in_parts_by_a_sheet(run: Run, own_register: Path) -> None:
    text = "待遇编号,发放日期,实发金额\nDY000001,2026-03-20,1000\nDY000001,2026-03-25,1000元\n"
    assert tally(run("benefit", "payment", "import", csv_book(text))) == {"新增": 2}
    assert stored(own_register, "select sum(amount) from payment") == [(3000.0,)]
    assert tally(run("benefit", "payment", "import", csv_book(text, "另存.csv"))) == {"无变化": 2}
