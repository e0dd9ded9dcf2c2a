"""An office whose people want to come back, or do not: who they are, and how they are asked about."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from books import csv_book, lay_once, phone
from conftest import Answer

Run = Callable[..., Answer]

PEOPLE = f"""姓名,所属街道,所属社区,联系电话,入库日期,学历,返乡意愿,意愿原因
张三,临江街道,望江社区,{phone(1)},2024-03-01,博士,就业,
李四,临江街道,柳堤社区,{phone(2)},2024-03-01,本科,创业,
王五,青石街道,石门社区,{phone(3)},2024-03-01,硕士,无,爱人在外地工作
赵六,青石街道,石门社区,{phone(4)},2024-03-01,本科,待定,孩子在外上学、工资低
钱七,临江街道,望江社区,{phone(5)},2024-03-01,本科,有,
孙八,临江街道,望江社区,{phone(6)},2024-03-01,本科,,
"""
ZHANG, LI, WANG, ZHAO, QIAN, SUN = (f"R00000{place}" for place in range(1, 7))


def lay_office(run: Run, register: Path) -> Path:
    """Lay the office: six people, no case and no project yet."""

    def lay() -> None:
        assert run("import", csv_book(PEOPLE, "人才.csv"), "--unit", "/云河区").code == 0

    return lay_once(__name__, register, lay)


def do(run: Run, words: str, code: int = 0) -> Answer:
    """Run a line; a blank inside a word is written as _."""
    answer = run(*(word.replace("_", " ") for word in words.split()))
    assert answer.code == code, answer
    return answer


def told(run: Run, words: str) -> list[dict[str, Any]]:
    """Return what a list says as JSON."""
    found: list[dict[str, Any]] = json.loads(do(run, f"{words} --json").out)
    return found
