"""An erased person does not come back with the next book: nobody else is kept out, and nothing names them."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from books import id_number, lay_once
from conftest import Answer
from openpyxl import load_workbook

Run = Callable[..., Answer]
Book = Callable[..., Path]

NAME, PHONE, SECOND, ID = "欧阳某甲", "15412345678", "15412345600", id_number(1)
HEADS = "姓名|身份证号|联系电话|备用电话|出生年月|所属社区"
BOOK = f"人员\n{HEADS}\n{NAME}|{ID}|{PHONE}|{SECOND}||望江社区\n李四||15412345679|||望江社区"
TOLD = "这一行的人已应要求删除，没有导入；确需重新登记请加 --allow-erased"


@pytest.fixture
def erased(run: Run, book: Book, own_register: Path) -> Path:
    """Enter two people and erase the first; return the book they came in."""
    path = book(BOOK)

    def lay() -> None:
        run("import", path)
        assert run("erase", "R000001", "--reason", "本人申请", "--yes").code == 0

    lay_once(__name__, own_register, lay)
    return path


def names(run: Run) -> list[str]:
    return [row["name"] for row in json.loads(run("list", "--all", "--json").out)]


def holds(path: Path, word: str) -> bool:
    spelled = [word.encode(), json.dumps(word)[1:-1].encode()]
    return any(one in path.read_bytes() for one in spelled)


def test_the_same_book_again_passes_the_line_over_and_names_nobody(
    run: Run, own_register: Path, erased: Path
) -> None:
    for words in (("--dry-run",), (), ("--on-match", "update")):
        answer = run("import", erased, *words)
        assert answer.code == 0
        assert f"第2行：{TOLD}" in answer.out
        assert "读取2行＝新增0＋更新0＋无变化1＋表内重复0＋未导入0＋跳过1" in answer.out
        assert NAME not in answer.out + answer.err
    assert names(run) == ["李四"]
    assert not holds(own_register, NAME)


@pytest.mark.parametrize(
    "row",
    [
        f"{NAME}|{ID}||||",
        f"另一名字|{ID}||||",
        f"{NAME}||{PHONE}|||渡口社区",
        f"{NAME}||{SECOND}|||",
        f"{NAME}||15412340000|{PHONE}||",
        f"{NAME}||||{ID[6:10]}-{ID[10:12]}|望江社区",
        "欧阳 某甲||154 1234 5678|||",
        f"{NAME}|{ID[:6]}{ID[8:17]}||||",
    ],
    ids=["id", "id-other-name", "phone", "second", "phone-as-second", "birth", "written", "fifteen"],
)
def test_another_book_that_says_one_thing_the_person_was_known_by_is_passed_over(
    run: Run, book: Book, own_register: Path, erased: Path, row: str
) -> None:
    other = book(f"名单\n{HEADS}\n{row}\n王五||15412345670|||望江社区", name="另一本.xlsx")
    answer = run("import", other)
    assert (answer.code, TOLD in answer.out) == (0, True)
    assert "新增1" in answer.out
    assert sorted(names(run)) == ["李四", "王五"]
    assert not holds(own_register, NAME)
    assert NAME not in run("imports", "show", "3", "--json").out


@pytest.mark.parametrize(
    "row",
    [
        f"{NAME}||15412345670|||望江社区",
        f"{NAME}|{id_number(2)}||||望江社区",
        f"{NAME}||||1950-01|望江社区",
        f"{NAME}||||{ID[6:10]}-{ID[10:12]}|渡口社区",
        f"{NAME}|||||望江社区",
        f"欧阳某乙||{PHONE}|||望江社区",
    ],
    ids=["phone", "id", "birth", "unit", "nothing", "shared phone"],
)
def test_a_namesake_and_a_relative_come_in(run: Run, book: Book, erased: Path, row: str) -> None:
    answer = run("import", book(f"名单\n{HEADS}\n{row}", name="另一本.xlsx"))
    assert (answer.code, TOLD in answer.out) == (0, False)
    assert sorted(names(run)) == sorted(["李四", row.partition("|")[0]])


@pytest.mark.parametrize(
    ("row", "comes_in"),
    [("张三|望江社区", False), ("张三|渡口社区", True), ("张三丰|望江社区", True)],
)
def test_somebody_of_whom_nothing_else_was_known_is_known_by_name_and_unit(
    run: Run, book: Book, row: str, comes_in: bool
) -> None:
    run("import", book("人员\n姓名|所属社区\n张三|望江社区"))
    run("erase", "张三", "--reason", "申请", "--yes")
    answer = run("import", book(f"名单\n姓名|所属社区\n{row}", name="另一本.xlsx"))
    assert (TOLD not in answer.out) == comes_in
    assert bool(names(run)) == comes_in


def test_what_the_person_was_called_by_before_is_known_too(run: Run, book: Book) -> None:
    run("add", "张三", "--phone", PHONE)
    run("edit", "张三", "姓名=张叁", f"联系电话={SECOND}")
    run("erase", "张叁", "--reason", "申请", "--yes")
    for number, name in enumerate(("张三", "张叁")):
        for phone in (PHONE, SECOND):
            path = book(f"名单\n姓名|联系电话\n{name}|{phone}", name=f"{number}{phone}.xlsx")
            assert TOLD in run("import", path).out
    assert names(run) == []


def test_it_is_known_by_the_units_name_when_the_units_were_undone(run: Run, book: Book) -> None:
    path = book("人员\n姓名|所属社区|出生年月\n张三|望江社区|1980-02\n李四|望江社区|")
    run("import", path)
    run("erase", "张三", "--reason", "申请", "--yes")
    run("undo", "1")
    other = book("人员\n姓名|所属社区|出生年月\n张三|望江社区|1980-02", name="另.xlsx")
    assert TOLD in run("import", other).out
    assert names(run) == []


def test_they_come_in_on_purpose_as_somebody_new_and_then_stay(run: Run, erased: Path) -> None:
    assert run("import", erased, "--allow-erased").code == 0
    listed = {row["name"]: row["person"] for row in json.loads(run("list", "--json").out)}
    assert listed == {"李四": "R000002", NAME: "R000003"}
    answer = run("import", erased)
    assert TOLD not in answer.out
    assert "无变化2" in answer.out
    assert "R000001 已于2026年3月31日抹除" in run("show", "R000001").err


def test_adding_them_is_refused_unless_allowed(run: Run, erased: Path) -> None:
    words = ("add", NAME, "--phone", PHONE, "--unit", "望江社区")
    answer = run(*words)
    assert (answer.code, answer.out) == (1, "")
    assert "已应要求删除，没有登记" in answer.err
    assert "--allow-erased" in answer.err
    assert run(*words, "--allow-erased").code == 0
    again = run("import", erased)
    assert TOLD not in again.out
    assert "R000003" in run("list", NAME).out


def test_adding_a_namesake_is_not_refused(run: Run, erased: Path) -> None:
    assert run("add", NAME, "--phone", "15412345670", "--unit", "望江社区").code == 0


CALLS = (
    "联络\n姓名|联系电话|所属社区|联络日期|联络方式\n{who}|2026-03-01|电话\n李四||望江社区|2026-03-01|电话"
)


@pytest.mark.parametrize(
    "who", [f"{NAME}|{PHONE}|", f"{NAME}||望江社区", f"{NAME}||", f"{NAME}|{PHONE}|渡口社区"]
)
@pytest.mark.parametrize("command", [("import",), ("contact", "log", "--from")], ids=" ".join)
def test_contacts_with_them_are_passed_over_without_their_name(
    run: Run, book: Book, own_register: Path, erased: Path, who: str, command: tuple[str, ...]
) -> None:
    answer = run(*command, book(CALLS.format(who=who), name="联络.xlsx"))
    assert answer.code == 0
    assert TOLD in answer.out
    assert "新增1" in answer.out
    assert NAME not in answer.out + answer.err
    assert not holds(own_register, NAME)


def test_contacts_named_on_purpose_find_nobody(run: Run, book: Book, erased: Path) -> None:
    path = book(CALLS.format(who=f"{NAME}|{PHONE}|"), name="联络.xlsx")
    for command in (("import",), ("contact", "log", "--from")):
        answer = run(*command, path, "--allow-erased")
        assert answer.code == 3
        assert f"登记册里没有「{NAME}」" in answer.out
    assert run("contact", "log", "李四", "--channel", "电话", "--allow-erased").code == 2


def test_their_contacts_do_not_fall_to_a_namesake_when_the_sheet_comes_again(run: Run, book: Book) -> None:
    people = f"人员\n{HEADS}\n{NAME}||{PHONE}|||望江社区"
    calls = f"联络\n姓名|所属社区|联络日期|联络方式\n{NAME}|望江社区|2026-03-01|电话"
    path = book(people, calls)
    run("import", path)
    run("erase", NAME, "--reason", "申请", "--yes")
    run("import", book(f"人员\n{HEADS}\n{NAME}||15412345670|||望江社区", name="新.xlsx"))
    answer = run("import", path)
    assert answer.out.count(TOLD) == 2
    assert run("contact", "list", "--json").out.strip() == "[]"
    other = book(f"联络\n姓名|所属社区|联络日期|联络方式\n{NAME}|望江社区|2026-03-05|电话", name="后来.xlsx")
    assert "新增1" in run("import", other).out


def test_a_plan_and_a_marked_copy_name_nobody_erased(
    run: Run, book: Book, tmp_path: Path, erased: Path
) -> None:
    bad = book(f"名单\n{HEADS}\n{NAME}|{ID}|1234|||望江社区\n王五||坏号码|||望江社区", name="坏.xlsx")
    plan, marked = tmp_path / "计划.json", tmp_path / "核对"
    answer = run("import", bad, "--dry-run", "--plan", plan, "--marked", marked)
    assert answer.code == 0
    assert NAME not in answer.out + answer.err
    assert not holds(plan, NAME)
    assert not holds(plan, ID)
    (copy,) = marked.iterdir()
    sheet = load_workbook(copy).active
    assert sheet is not None
    line = [str(cell.value or "") for cell in sheet[2]]
    assert [text for text in line if text.startswith("跳过")] == ["跳过"]


def test_a_row_that_could_be_nobody_clearly_is_not_kept_either(
    run: Run, book: Book, own_register: Path
) -> None:
    for phone in ("15412345671", "15412345672"):
        run("add", "王伟", "--phone", phone, f"备用电话={PHONE}", "--namesake")
    run("add", "王伟", "--phone", PHONE, "--namesake")
    run("erase", "R000003", "--reason", "申请", "--yes")
    answer = run("import", book(f"名单\n姓名|联系电话\n王伟|{PHONE}"))
    assert (answer.code, TOLD in answer.out) == (0, True)


def test_a_tombstone_holds_only_digests(run: Run, own_register: Path, erased: Path) -> None:
    with closing(sqlite3.connect(own_register)) as file:
        rows = file.execute('SELECT id, set_id, "on", reason, salt, marks FROM erased_person').fetchall()
    ((person, set_id, on, reason, salt, marks),) = rows
    assert (person, set_id, on, reason) == (1, 2, "2026-03-31", "本人申请")
    assert len(salt) == 64
    assert all(len(bytes.fromhex(mark)) == 16 for mark in json.loads(marks))


def test_all_tombstones_share_one_key(run: Run, own_register: Path) -> None:
    for number in range(3):
        run("add", f"张{number}", "--phone", f"1541234567{number}")
        run("erase", f"张{number}", "--reason", "申请", "--yes")
    with closing(sqlite3.connect(own_register)) as file:
        assert file.execute("SELECT count(DISTINCT salt), count(*) FROM erased_person").fetchone() == (1, 3)
