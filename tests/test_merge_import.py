"""Books that come again after a merger: they mean the one who is there, and create nobody."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from books import id_number, stored
from conftest import Answer
from test_store import contents

Run = Callable[..., Answer]
Book = Callable[..., Path]

HEAD = "人员\n姓名|编号|身份证号|联系电话|所属社区|出生年月|学历|返乡意愿|入库日期|宠物\n"
MINE = f"张三||{id_number(1)}|15412345671|望江社区|1990-05|本科|创业|2025-01-02|猫"
THEIRS = f"张珊||{id_number(2)}|15412345672|渡口社区|1990-05-06|大专|就业|2025-02-02|狗"
CALLS = (
    "联络\n姓名|联系电话|所属社区|联络日期|联络方式|联络人\n"
    "张珊|15412345672|渡口社区|2026-03-01|电话|李四\n张珊||渡口社区|2026-03-05|走访|李四\n"
    "张三|15412345671|望江社区|2026-03-05|走访|李四"
)
KEEP = ("--keep", "身份证号=A")


@pytest.fixture
def merged(run: Run, book: Book) -> Run:
    """Import three books of a person with two names, and make the two records one."""
    for name, text in (("甲.xlsx", HEAD + MINE), ("乙.xlsx", HEAD + THEIRS), ("联络.xlsx", CALLS)):
        assert run("import", book(text, name=name)).code == 0
    assert run("merge", "R000001", "R000002", *KEEP).code == 0
    return run


def counts(register: Path) -> tuple[int, ...]:
    """Count people, contacts, intentions and entries of units."""
    tables = ("person", "contact", "intention", "affiliation", "status", "unit")
    return tuple(len(contents(register)[name]) for name in tables)


@pytest.mark.parametrize("name", ["甲.xlsx", "乙.xlsx", "联络.xlsx"])
def test_the_very_book_changes_nothing(merged: Run, own_register: Path, tmp_path: Path, name: str) -> None:
    before = contents(own_register)
    answer = merged("import", tmp_path / name)
    assert (answer.code, "没有变化" in answer.out) == (0, True), answer.out
    assert "与登记册不同" not in answer.out
    assert contents(own_register) == before


@pytest.mark.parametrize("text", [HEAD + MINE, HEAD + THEIRS, CALLS])
def test_a_book_saved_anew_changes_nothing(merged: Run, book: Book, own_register: Path, text: str) -> None:
    before = contents(own_register)
    answer = merged("import", book(text + "\n", "空表\n", name="另存.xlsx"))
    assert (answer.code, "没有变化" in answer.out) == (0, True), answer.out
    assert contents(own_register) == before


@pytest.mark.parametrize("keep", ["身份证号=B", "所属单位=B", "联系电话=B", "姓名=B"])
@pytest.mark.parametrize("text", [HEAD + MINE, HEAD + THEIRS, CALLS])
def test_nor_does_it_when_the_others_values_were_chosen(
    merged: Run, book: Book, own_register: Path, keep: str, text: str
) -> None:
    merged("undo")
    chosen = ("--keep", keep) if keep.startswith("身份证号") else (*KEEP, "--keep", keep)
    assert merged("merge", "R000001", "R000002", *chosen).code == 0
    before = counts(own_register)
    answer = merged("import", book(text + "\n", "空表\n", name="另存.xlsx"))
    assert (answer.code, counts(own_register)) == (0, before), answer.out


@pytest.mark.parametrize(
    "row",
    [
        "张珊|R000002|||||||",
        f"张珊||{id_number(2)}||||||",
        "张珊|||15412345672|||||",
        "张三|||15412345672|||||",
        "张珊|||15412345671|||||",
        "张珊||||渡口社区|1990-05|||",
        "张三||||望江社区|1990-05|||",
        "张珊||||望江社区|1990-05|||",
        f"张三||{id_number(2)}||||||",
        f"张珊||{id_number(1)}||||||",
    ],
)
def test_whatever_they_were_known_by_means_the_one_who_is_there(
    merged: Run, book: Book, own_register: Path, row: str
) -> None:
    answer = merged("import", book(f"{HEAD}{row}|", name="新.xlsx"))
    assert answer.code == 0, answer.out
    assert [row[0] for row in contents(own_register)["person"]] == [1]


@pytest.mark.parametrize(
    "row", ["张珊|||15412345679||||", "李珊|||15412345672||||", "张珊||||望江社区|1991-05||", "张珊|||||||"]
)
def test_what_nobody_was_known_by_is_somebody_else(
    merged: Run, book: Book, own_register: Path, row: str
) -> None:
    merged("import", book(f"{HEAD}{row}|", name="新.xlsx"))
    assert len(contents(own_register)["person"]) == 2


def test_a_book_that_is_right_by_update_gives_nobody_a_name_they_gave_up(
    merged: Run, book: Book, own_register: Path
) -> None:
    answer = merged("import", book(f"{HEAD}{THEIRS}\n", name="新.xlsx"), "--on-match", "update")
    assert answer.code == 0, answer.out
    names = stored(own_register, "select name, id_number, degree from person")
    assert names == [("张三", id_number(1), "大专")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("张珊||15412345672||2026-03-08|电话", 0),
        ("张珊|||渡口社区|2026-03-08|电话", 0),
        ("张三|||望江社区|2026-03-08|电话", 0),
        ("张珊|R000002|||2026-03-08|电话", 0),
        ("张珊|||青石社区|2026-03-08|电话", 3),
    ],
)
def test_a_contact_row_may_call_them_as_before(
    merged: Run, book: Book, own_register: Path, row: str, code: int
) -> None:
    head = "联络\n姓名|编号|联系电话|所属社区|联络日期|联络方式\n"
    answer = merged("import", book(head + row, name="新联络.xlsx"))
    assert answer.code == code, answer.out
    owners = [owner for (owner,) in stored(own_register, "select person_id from contact")]
    assert owners == [1] * (3 if code == 0 else 2)


def test_the_sources_of_both_are_listed(merged: Run) -> None:
    told = merged("show", "R000001", "--sources").out
    found = re.findall(r"([RC]\d{6})\s+(\S+)\s+(?:人员|联络)\s+(\d)", told)
    assert found == [
        ("R000001", "甲.xlsx", "2"),
        ("R000002", "乙.xlsx", "2"),
        *((f"C00000{place}", "联络.xlsx", str(place + 1)) for place in (1, 2, 3)),
    ]


def test_a_contact_entered_with_both_is_not_entered_again(
    run: Run, book: Book, own_register: Path, tmp_path: Path
) -> None:
    people = "人员\n姓名|联系电话|所属社区\n甲|15412345671|望江社区\n乙|15412345672|望江社区"
    calls = "联络\n姓名|联系电话|联络日期|联络方式|联络内容\n甲|15412345671|2026-03-01|电话|问好"
    also = calls.replace("甲|15412345671", "乙|15412345672")
    for name, text in (("人.xlsx", people), ("一.xlsx", calls), ("二.xlsx", also)):
        run("import", book(text, name=name))
    run("merge", "甲", "乙")
    run("contact", "edit", "C000001", "联络内容=问候")
    assert "没有变化" in run("import", tmp_path / "二.xlsx").out
    assert len(contents(own_register)["contact"]) == 1
    assert "二.xlsx" in run("show", "甲", "--sources").out


def test_undone_the_two_take_their_own_books_again(merged: Run, own_register: Path, tmp_path: Path) -> None:
    merged("undo")
    before = contents(own_register)
    for name in ("甲.xlsx", "乙.xlsx", "联络.xlsx"):
        assert "没有变化" in merged("import", tmp_path / name).out
    assert contents(own_register) == before


def test_the_imports_undone_after_a_merger_leave_what_others_built_on(
    merged: Run, own_register: Path
) -> None:
    for number in ("2", "1"):
        assert merged("undo", number).code == 3
    assert [row[0] for row in contents(own_register)["person"]] == [1]
    assert merged("show", "R000002").code == 0


TWO = (
    "人员\n姓名|身份证号|联系电话|所属社区\n"
    f"张三|{id_number(1)}|15412345671|望江社区\n张三|{id_number(2)}|15412345672|渡口社区"
)
BOTH = f"人员\n姓名|身份证号|联系电话|所属社区\n张三|{id_number(1)}|15412345672|望江社区"


def test_a_row_that_fits_two_people_names_both_and_merges_nobody(
    run: Run, book: Book, own_register: Path
) -> None:
    run("import", book(TWO))
    answer = run("import", book(BOTH, name="新.xlsx"))
    assert "这一行按 R000001 登记，没有替您合并；姓名和电话是 R000002 的，如是同一人" in answer.out
    assert "talentreg merge R000001 R000002" in answer.out
    assert len(contents(own_register)["person"]) == 2


def test_two_said_to_be_different_are_not_named_again(run: Run, book: Book) -> None:
    run("import", book(TWO))
    assert run("dupes", "--no", "R000001", "R000002").code == 0
    assert "R000002" not in run("import", book(BOTH, name="新.xlsx")).out


def test_a_row_refused_for_two_people_names_both(run: Run, book: Book, own_register: Path) -> None:
    run("import", book(TWO.replace(f"张三|{id_number(2)}", f"张珊|{id_number(2)}")))
    before = contents(own_register)
    answer = run("import", book(BOTH.replace("张三", "张珊"), name="新.xlsx"))
    assert answer.code == 3
    assert "号码已登记在「张三」名下；姓名和电话是 R000002 的，如是同一人：" in answer.out
    assert contents(own_register) == before
