"""Whoever has left the register is named when a book lists them again, and stays withdrawn."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer

Run = Callable[..., Answer]
Book = Callable[..., Path]

BOOK = "人员\n姓名|联系电话|所属社区\n张三|15412345678|望江社区\n李四|15412345679|望江社区"
NEXT = "名单\n姓名|联系电话|所属社区|学历\n张三|15412345678|望江社区|本科\n李四|15412345679|望江社区|"
AGAIN = "没有重新入库；确需重新入库：talentreg edit R000001 在库状态=入库"


@pytest.fixture
def books(run: Run, book: Book) -> tuple[Path, Path]:
    """Enter two people; return the book they came in and the next one."""
    paths = book(BOOK), book(NEXT, name="下一本.xlsx")
    assert run("import", paths[0], "--as-of", "2026-01-05").code == 0
    return paths


def statuses(run: Run) -> list[str]:
    return [one["status"] for one in json.loads(run("show", "R000001", "--json").out)["statuses"]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--on", "2026-03-01", "--reason", "户籍迁出"), "R000001 张三 已于2026年3月1日退库（户籍迁出），"),
        (("--on", "2026-03-01"), "R000001 张三 已于2026年3月1日退库，"),
        (("--deceased", "--on", "2026-02-03"), "R000001 张三 已于2026年2月3日去世，"),
        (("--reason", "[red]来电15412345678[/red]"), "退库（[red]来电154****5678[/red]），"),
    ],
)
def test_the_next_book_names_them_with_day_and_reason_and_enrols_nobody(
    run: Run, books: tuple[Path, Path], words: tuple[str, ...], told: str
) -> None:
    assert run("withdraw", "张三", *words).code == 0
    left = statuses(run)
    for more in (("--dry-run",), ()):
        answer = run("import", books[1], *more)
        assert answer.code == 0
        assert f"{told}{AGAIN}" in answer.out
        assert "李四 已于" not in answer.out
    assert statuses(run) == left
    assert json.loads(run("show", "R000001", "--json").out)["degree"] == "本科"


def test_the_very_same_book_says_nothing_new(run: Run, books: tuple[Path, Path]) -> None:
    run("withdraw", "张三")
    answer = run("import", books[0])
    assert "没有重新入库" not in answer.out
    assert "没有变化" in answer.out
    run("import", books[1])
    assert "没有重新入库" not in run("import", books[1]).out


def test_enrolled_again_on_purpose_they_are_named_no_more(run: Run, books: tuple[Path, Path]) -> None:
    run("withdraw", "张三", "--on", "2026-03-01")
    assert run("edit", "R000001", "在库状态=入库").code == 0
    assert "没有重新入库" not in run("import", books[1]).out
    assert statuses(run) == ["enrolled", "withdrawn", "enrolled"]


def test_every_one_of_many_is_named(run: Run, book: Book) -> None:
    names = [f"张{one}" for one in "一二三四五六七八九十东西"]
    rows = [f"{name}|154000000{place:02}|望江社区" for place, name in enumerate(names)]
    run("import", book("人员\n姓名|联系电话|所属社区\n" + "\n".join(rows)), "--as-of", "2026-01-05")
    for name in names:
        assert run("withdraw", name, "--on", "2026-03-01").code == 0
    rows = [f"{row}|本科" for row in rows]
    answer = run("import", book("人员\n姓名|联系电话|所属社区|学历\n" + "\n".join(rows), name="下一本.xlsx"))
    for place, name in enumerate(names, 1):
        assert f"R0000{place:02} {name} 已于2026年3月1日退库" in answer.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("张三",), "R000001 已经退库，没有改动"),
        (("R000001", "--on", "2026-03-20", "--reason", "又一次"), "R000001 已经退库，没有改动"),
    ],
)
def test_who_has_left_already_is_refused_with_the_day(
    run: Run, own_register: Path, books: tuple[Path, Path], words: tuple[str, ...], told: str
) -> None:
    run("withdraw", "张三", "--on", "2026-03-01")
    before = own_register.read_bytes()
    answer = run("withdraw", *words)
    assert (answer.code, answer.out) == (1, "")
    assert told in answer.err
    assert "2026年3月1日起；要重新入库：talentreg edit R000001 在库状态=入库" in answer.err
    assert own_register.read_bytes() == before


def test_the_dead_are_refused_as_such(run: Run, books: tuple[Path, Path]) -> None:
    run("withdraw", "张三", "--deceased", "--on", "2026-03-01")
    for words in (("张三",), ("张三", "--deceased")):
        answer = run("withdraw", *words)
        assert (answer.code, "R000001 已经去世，没有改动" in answer.err) == (1, True)


def test_an_erased_number_cannot_be_withdrawn(run: Run, books: tuple[Path, Path]) -> None:
    run("erase", "张三", "--reason", "申请", "--yes")
    answer = run("withdraw", "R000001")
    assert (answer.code, "R000001 已于2026年3月31日抹除" in answer.err) == (1, True)
