"""`talentreg consent`: what somebody agreed to, when, until when."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, dump, phone, stored, tally
from conftest import Answer
from growers import do, lay

Run = Callable[..., Answer]
KEPT = """select p.name, e.category, e."on", e.until, e.name from entry e join person p on p.id = e.person_id
where e.kind = 'consent' order by e.id"""


@pytest.fixture(autouse=True)
def office(run: Run, own_register: Path) -> Path:
    """Lay a register of people."""
    return lay(run, own_register)


SAID = [
    ("典型案例 --on 2026-03-01 同意至=2027-03-01", ("典型案例", "2026-03-01", "2027-03-01", None)),
    ("宣传报道", ("宣传报道", "2026-03-31", None, None)),
    ("典型案例 同意至=长期", ("典型案例", "2026-03-31", None, None)),
    ("宣传报道 --on ２０２６-03-01", ("宣传报道", "2026-03-01", None, None)),
]


@pytest.mark.parametrize(("words", "kept"), SAID)
def test_what_when_and_until_are_kept(
    run: Run, own_register: Path, words: str, kept: tuple[str | None, ...]
) -> None:
    do(run, f"consent add 张三 {words}")
    assert stored(own_register, KEPT) == [("张三", *kept)]


REFUSED = [
    ("consent add 李四 典型案例", 1, "有2人符合「李四」"),
    ("consent add 钱七 典型案例", 1, "登记册里没有「钱七」"),
    ("consent add 赵六 典型案例", 1, "已于2026年1月5日退库，没有登记"),
    ("consent add 张三 典型案例 --on 2026-04-01", 1, "还没有到"),
    ("consent add 张三 典型案例 同意至=2026-01-01", 1, "早于"),
    ("consent add 张三", 2, "没有写"),
]


@pytest.mark.parametrize(("line", "code", "why"), REFUSED)
def test_what_cannot_be_so_is_refused(run: Run, own_register: Path, line: str, code: int, why: str) -> None:
    before = dump(own_register)
    assert why in do(run, line, code).err
    assert dump(own_register) == before


def test_who_agrees_to_what_on_a_day_can_be_asked_for(run: Run) -> None:
    do(run, "consent add 张三 典型案例 --on 2026-01-01 同意至=2026-02-01")
    do(run, "consent add 王五 典型案例 --on 2026-01-01 同意至=2026-12-31")
    do(run, "consent add 李四@望江社区 宣传报道 --on 2026-01-01")
    asked = {
        words: [row["person_name"] for row in json.loads(do(run, f"consent list {words} --json").out)]
        for words in ("用途=典型案例 同意至≥2026-03-31", "用途=宣传报道", "同意至<2026-03-31")
    }
    assert asked == {
        "用途=典型案例 同意至≥2026-03-31": ["王五"],
        "用途=宣传报道": ["李四"],
        "同意至<2026-03-31": ["张三"],
    }


def test_a_consent_is_put_right_taken_back_and_undone(run: Run, own_register: Path) -> None:
    do(run, "consent add 张三 典型案例 --on 2026-01-01")
    do(run, "consent edit W000001 同意至=2026-03-30")
    assert stored(own_register, KEPT) == [("张三", "典型案例", "2026-01-01", "2026-03-30", None)]
    do(run, "consent remove W000001")
    assert stored(own_register, KEPT) == []
    do(run, "undo")
    assert len(stored(own_register, KEPT)) == 1


def test_a_sheet_of_consents_comes_in_once(run: Run, own_register: Path) -> None:
    sheet = csv_book(
        f"姓名,联系电话,同意用途,同意日期,同意至\n张三,{phone(1)},典型案例,2026-03-01,2027-03-01\n",
        "同意.csv",
    )
    assert tally(do(run, f"consent import {sheet}")) == {"新增": 1}
    assert tally(do(run, f"consent import {sheet}")) == {"无变化": 1}
    assert stored(own_register, KEPT) == [("张三", "典型案例", "2026-03-01", "2027-03-01", None)]
