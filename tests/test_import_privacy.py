"""Numbers on the screen: whatever cell they stand in and whatever is said of it, they are masked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from books import csv_book, empty_register, id_number, phone, tally
from conftest import Answer

Run = Callable[..., Answer]
Book = Callable[..., Path]

ID = id_number(101)
MISTYPED = ID[:-1] + str((int(ID[-1]) + 1) % 10)
PHONE = "15412345678"
LONG_RUNS = (MISTYPED, ID[:-1], f"{PHONE}0", PHONE)
PEOPLE = (
    "姓名 性别 身份证号 出生年月 民族 联系电话 备用电话 微信 邮箱 所属社区/村 所属单位 工作单位 学历 "
    "人员类别 人才编号 亲属联系电话 入库日期 返乡意愿 在库状态 备注 子女情况"
)
CONTACT = (
    "姓名 身份证号 联系电话 联络日期 联络方式 是否返乡 联系方向 是否联系上 联络人 事由 联络内容 "
    "返乡意愿 下次联络日期 所属社区/村 其他情况"
)


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> None:
    """Begin with an empty register: making one takes most of a test's time."""
    own_register.write_bytes(empty_register())


def hides(answer: Answer, *numbers: str) -> bool:
    """Whether an answer shows none of some numbers."""
    said = answer.out + answer.err
    return answer.code != 70 and not any(number in said for number in numbers)


def table(rows: list[dict[str, str]]) -> str:
    """Lay rows out under their headings."""
    return "\n".join(["表", "|".join(rows[0]), *("|".join(row.values()) for row in rows)])


@pytest.mark.parametrize("heading", PEOPLE.split())
def test_a_number_in_any_column_of_a_people_sheet_is_masked(run: Run, book: Book, heading: str) -> None:
    path = book(table([{"姓名": "张三", "籍贯": "江州"} | {heading: written} for written in LONG_RUNS]))
    for words in ((path, "--dry-run"), (path,), (path, "--on-match", "update")):
        assert hides(run("import", *words), *LONG_RUNS)


@pytest.mark.parametrize("heading", CONTACT.split())
def test_a_number_in_any_column_of_a_contact_sheet_is_masked(run: Run, book: Book, heading: str) -> None:
    run("import", book(f"人员\n姓名|联系电话|所属社区\n张三|{phone(1)}|望江社区"))
    row = {"姓名": "张三", "联系电话": phone(1), "联络日期": "2026-03-01", "联络方式": "电话"}
    assert hides(run("import", book(table([row | {heading: written} for written in LONG_RUNS]))), *LONG_RUNS)


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("身份证号", f"{MISTYPED[:6]} {MISTYPED[6:14]} {MISTYPED[14:]}"),
        ("身份证号", f"{ID[:6]}-{ID[6:14]}"),
        ("联系电话", "154 1234 56789"),
        ("联系电话", "1541234567"),
        ("备用电话", "154-1234-56789"),
        ("亲属联系电话", "154 1234 567"),
    ],
)
def test_a_number_set_aside_is_masked_however_it_is_broken_up(
    run: Run, book: Book, heading: str, written: str
) -> None:
    answer = run("import", book(f"人员\n姓名|{heading}\n张三|{written}"))
    assert "／B2：" in answer.out
    assert hides(answer, written)
    assert hides(run("show", "张三"), written)


def test_a_book_without_headings_is_refused_without_showing_its_numbers(run: Run) -> None:
    answer = run("import", csv_book(f"张三,男,{ID},{PHONE}\n李四,女,{id_number(102)},{PHONE}\n"))
    assert (answer.code, "张三" in answer.err) == (1, True)
    assert hides(answer, ID, PHONE)


def test_what_differs_from_the_register_is_said_masked(run: Run, book: Book) -> None:
    headings = "姓名|身份证号|联系电话|备用电话|微信|邮箱|亲属联系电话|家庭住址|备注"
    first = (
        f"张三|{ID}|{PHONE}|{phone(2)}|wx-zhangsan|{PHONE}@qq.com|{phone(3)}|望江路{phone(5)}|家里{phone(6)}"
    )
    run("import", book(f"人员\n{headings}\n{first}"))
    numbers = {str(i): phone(10 + i) for i in range(6)}
    second = "张三|{id}|{0}|{1}|wx-lisi|{2}@qq.com|{3}|渡口路{4}|家里{5}".format(*numbers.values(), id=ID)
    answer = run("import", book(f"人员\n{headings}\n{second}"))
    assert answer.out.count("与登记册不同") == 7
    assert hides(answer, ID, PHONE, "wx-zhangsan", "wx-lisi", *map(phone, range(1, 20)))


def test_candidates_are_told_apart_without_their_numbers(run: Run, book: Book) -> None:
    for _ in range(2):
        run("add", "张三", "--phone", PHONE, "--namesake")
    answer = run("import", book(f"人员\n姓名|联系电话\n张三|{PHONE}"))
    assert (tally(answer), answer.out.count("可能是")) == ({"未导入": 1}, 2)
    assert hides(answer, PHONE)


def test_what_was_set_aside_is_shown_masked_afterwards(run: Run, book: Book) -> None:
    written = {"身份证号": MISTYPED, "性别": ID, "联系电话": f"{PHONE}0", "出生年月": ID}
    run("import", book(f"人员\n姓名|{'|'.join(written)}\n张三|{'|'.join(written.values())}"))
    for words in (("show", "张三"), ("show", "张三", "--json")):
        assert hides(run(*words), MISTYPED, ID, PHONE)
    extra = json.loads(run("show", "张三", "--reveal", "--purpose", "核对", "--json").out)["extra"]
    assert extra == {f"{heading}（原文）": text for heading, text in written.items()}


@pytest.mark.parametrize(
    "name", ["[red]张三[/red]", "[/]", "=1+1", "<b>张三</b>", "张三👩", "𠮷田", "张\x1b[31m三", "\u202e三张"]
)
def test_an_odd_name_cannot_paint_the_terminal(run: Run, name: str) -> None:
    answer = run("import", csv_book(f"姓名,联系电话,学历\n{name},12,{name}\n{name},13,\n"))
    assert answer.code == 0
    assert not {"\x1b", "\u202e"} & set(answer.out + answer.err)


def test_a_line_break_in_a_cell_cannot_forge_a_line_of_the_answer(run: Run, book: Book) -> None:
    forged = '"12\n读取9行＝新增9＋更新0＋无变化0＋表内重复0＋未导入0＋跳过0"'
    answer = run("import", csv_book(f"姓名,联系电话,学历\n张三,{forged},{forged}\n"))
    assert tally(answer) == {"新增": 1}
    assert answer.out.count("\n读取") == 1
