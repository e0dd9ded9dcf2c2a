"""What walks through a register once ran into: undos of what was worked on since, and imports after them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, dump, phone, stored, tally
from conftest import Answer

Run = Callable[..., Answer]
BOOK = "姓名,所属社区,在库状态,返乡意愿,联系电话\n张三,望江社区,待核,就业,\n李四,望江社区,,,\n"
CALLS = "姓名,所属社区,联络日期,联络方式\n张三,望江社区,2026-03-01,电话\n"


@pytest.mark.parametrize(
    "touching",
    [
        ("edit", "R000001", "返乡意愿=创业", "--correct"),
        ("contact", "edit", "C000001", "联络方式=走访"),
        ("edit", "R000001", "在库状态=入库", "--correct"),
    ],
    ids=" ".join,
)
def test_whose_history_or_contact_stays_keeps_their_standing_and_unit(
    run: Run, own_register: Path, touching: tuple[str, ...]
) -> None:
    run("import", csv_book(BOOK, "人员.csv"), csv_book(CALLS, "联络.csv"))
    assert run(*touching).code == 0
    assert run("undo", "1").code == 3
    assert stored(own_register, "select name from person") == [("张三",)]
    for history in ("status", "affiliation"):
        assert stored(own_register, f"select person_id from {history}") == [(1,)], history


def test_who_stays_of_an_undone_import_does_not_come_in_twice(run: Run, own_register: Path) -> None:
    book = csv_book(BOOK)
    run("import", book)
    run("withdraw", "张三")
    assert run("undo", "1").code == 3
    before = dump(own_register)["person"]
    assert tally(run("import", book)) == {"新增": 1, "无变化": 1}
    assert dump(own_register)["person"][:1] == before
    assert stored(own_register, "select name from person") == [("张三",), ("李四",)]


def test_what_an_undone_import_changed_comes_in_again(run: Run, own_register: Path) -> None:
    run("add", "张三", "--phone", phone(1))
    book = csv_book(f"姓名,联系电话,返乡意愿\n张三,{phone(1)},创业\n")
    for _ in range(2):
        run("import", book)
        assert stored(own_register, "select kind from intention") == [("business",)]
        run("undo")


def test_the_hint_after_an_erasure_passes_over_what_it_made_impossible(run: Run) -> None:
    run("add", "张三")
    run("add", "王五")
    run("add", "李四")
    run("merge", "张三", "李四")
    run("erase", "张三", "--reason", "申请", "--yes")
    answer = run("undo")
    assert (answer.code, "talentreg undo 2" in answer.err) == (1, True)
    assert run("undo", "2").code == 0
    assert "talentreg undo" not in run("undo").err


def test_undoing_a_contact_entered_twice_names_the_merger(run: Run, own_register: Path) -> None:
    for name in ("张三", "李四"):
        run("add", name)
        run("contact", "log", name, "--channel", "电话")
    run("merge", "张三", "李四")
    before = dump(own_register)
    answer = run("undo", "4")
    assert answer.code == 1
    assert "第4号变更登记的联络 C000002 已在第5号合并时另存，没有撤销" in answer.err
    assert "talentreg undo 5" in answer.err
    assert dump(own_register) == before


@pytest.mark.parametrize("mode", ["fill", "update"])
def test_a_book_that_contradicts_itself_of_somebody_known_changes_nothing_again(
    run: Run, own_register: Path, mode: str
) -> None:
    run("add", "张三", "--phone", phone(1))
    rows = "".join(f"张三,{phone(1)},{kind}\n" for kind in ("创业", "无"))
    book = csv_book(f"姓名,联系电话,返乡意愿\n{rows}")
    run("import", book, "--on-match", mode)
    before = dump(own_register)
    for _ in range(2):
        run("import", book, "--on-match", mode)
        assert dump(own_register) == before
