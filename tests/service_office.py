"""A small register with libraries, policies and apartments, and what stands in it."""

from collections.abc import Callable
from pathlib import Path

from books import csv_book, id_number, lay_once, phone, stored
from conftest import Answer

Run = Callable[..., Answer]

PEOPLE = f"""姓名,身份证号,所属街道,所属社区,联系电话,入库日期
张三,{id_number(1)},临江街道,望江社区,{phone(1)},2024-03-01
李四,,临江街道,渡口社区,{phone(2)},2024-03-01
李四,,青石街道,石门社区,{phone(3)},2024-03-01
赵六,,临江街道,望江社区,{phone(4)},2024-03-01
孙七,{id_number(5)},青石街道,石门社区,{phone(5)},2024-03-01
[red]钱,,临江街道,望江社区,{phone(6)},2024-03-01
"""
LAID = (
    "library add 后备干部库 入库条件=35岁以下 --on 2024-01-01",
    "library add 商会会员 --on 2024-01-01",
    "library add 旧库 --on 2023-01-01 停用日期=2025-12-31",
    "policy add 生活补贴 补贴标准=0.3万元 依据=云人才〔2025〕1号 --on 2025-01-01 失效日期=2026-12-31",
    "policy add 安家补贴 --on 2025-01-01",
    "apartment add 1-101 --on 2026-01-01 --unit 临江街道",
    "apartment add 1-102 户型=一室一厅 --on 2026-01-01 --unit 青石街道",
    "apartment add 旧楼 --on 2024-01-01 停用日期=2025-12-31",
)


def lay(run: Run, register: Path) -> Path:
    """Lay the register: six people, two of one name, one who has left, libraries, policies, apartments."""

    def make() -> None:
        answer = run("import", csv_book(PEOPLE), "--unit", "/云河区")
        assert answer.code == 0, answer
        assert run("withdraw", "赵六", "--on", "2026-01-05", "--reason", "迁出").code == 0
        for words in LAID:
            assert run(*words.split()).code == 0, words

    return lay_once(__name__, register, make)


def do(run: Run, words: str, code: int = 0) -> Answer:
    """Run a line whose answer must be as expected."""
    answer = run(*words.split())
    assert answer.code == code, answer
    return answer


def stays(register: Path, library: int = 1) -> list[tuple[object, ...]]:
    """Return who was in a library from when to when, and how it ended, in the order of entry."""
    return stored(
        register,
        f"""select p.name, i."on", i.examined_on, i.until, i.outcome from inclusion i
        join person p on p.id = i.person_id where i.library_id = {library} order by i.id""",
    )


def benefits(register: Path) -> list[tuple[object, ...]]:
    """Return whom what is due to on which day, and what was paid of it, in the order of entry."""
    return stored(
        register,
        """select p.name, b.name, b.period, b.amount, b."on",
        (select sum(amount) from payment where benefit_id = b.id)
        from benefit b join person p on p.id = b.person_id order by b.id""",
    )
