"""The marked copy as a clerk uses it: repaired, thinned, sorted, sent back; what was missing comes in."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from books import csv_book, dump, empty_register, id_number, phone, save, stored, tally, workbook
from conftest import Answer
from formats import in_format
from openpyxl import load_workbook

Run = Callable[..., Answer]

HEAD = ("姓名", "联系电话", "所属社区", "出生年月", "学历", "备注")
ROWS = (
    ("张一", phone(1), "望江社区", "1990.05", "本科", "甲"),
    ("李二", "1540", "望江社区", "1991-06", "大专", "乙"),
    ("", phone(3), "渡口社区", "1992-07", "", ""),
    ("赵四", "", "渡口社区", "", "", "只有姓名和社区"),
    ("孙五", "", "望江社区", "属马", "硕士", ""),
    ("周六", phone(6), "渡口社区", "1995-10", "", ""),
)
COPY = Path("核对/登记表（核对）.xlsx")


@pytest.fixture(autouse=True)
def begun(own_register: Path) -> Path:
    """Lay an empty register where the commands look for it."""
    own_register.write_bytes(empty_register())
    return own_register


def sent(run: Run, *books: Path, code: int = 3) -> Answer:
    """Import some books and have their copies marked."""
    answer = run("import", *books, "--marked", "核对")
    assert answer.code == code, answer
    return answer


def people(register: Path) -> list[tuple[object, ...]]:
    """Return everybody with what tells them, in no order an import decides."""
    query = """select name, phone, birth, degree, note, (select u.name from affiliation a
               join unit u on u.id = a.unit_id where a.person_id = p.id order by a.id desc limit 1)
               from person p"""
    return sorted(stored(register, query), key=repr)


def repaired(path: Path, change: Callable[[Any], object], name: str = "") -> Path:
    """Change the sheet of a copy as a sender would, and save it under its name or another."""
    book = load_workbook(path)
    change(book.worksheets[0])
    book.save(name or path)
    return Path(name or path)


def by_name(page: Any) -> dict[str, int]:
    return {str(page.cell(line, 1).value or ""): line for line in range(1, page.max_row + 1)}


def put_right(page: Any) -> None:
    """Put right what was marked: a phone, a name, a birth."""
    for line in range(2, page.max_row + 1):
        name, number = page.cell(line, 1).value, page.cell(line, 2).value
        if name == "李二":
            page.cell(line, 2).value = phone(2)
        elif name == "孙五":
            page.cell(line, 4).value = "1990-02"
        elif not name and number == phone(3):
            page.cell(line, 1).value = "王三"


def thin_out(page: Any) -> None:
    """Leave only the lines that were marked."""
    for line in range(page.max_row, 1, -1):
        if page.cell(line, 1).value in ("张一", "周六", "赵四"):
            page.delete_rows(line)


def turn_round(page: Any) -> None:
    """Sort the lines the other way, as a filter's arrow does: values move, formats stay."""
    lines = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    for line, values in enumerate(sorted(lines, key=repr, reverse=True), 2):
        for column, value in enumerate(values, 1):
            page.cell(line, column).value = value


def add_one(page: Any) -> None:
    """Write somebody new below the others."""
    line = page.max_row + 1
    for column, value in enumerate(("钱七", phone(7), "渡口社区"), 1):
        page.cell(line, column).value = value


def test_what_was_marked_comes_in_when_the_copy_comes_back(run: Run, begun: Path) -> None:
    answer = sent(run, workbook([HEAD, *ROWS]))
    assert tally(answer) == {"新增": 5, "未导入": 1}
    assert f"问题已标在 {COPY}" in answer.err
    again = run("import", repaired(COPY, put_right))
    assert (again.code, tally(again)) == (0, {"新增": 1, "更新": 2, "无变化": 3})
    right = people(begun)
    assert [row[:3] for row in right if row[0] in ("李二", "孙五", "王三")] == [
        ("孙五", None, "1990-02"),
        ("李二", phone(2), "1991-06"),
        ("王三", phone(3), "1992-07"),
    ]
    assert len(right) == 6
    before = dump(begun)
    assert tally(run("import", COPY)) == {"无变化": 6}
    assert dump(begun) == before


WAYS: dict[str, tuple[Sequence[Callable[[Any], object]], dict[str, int]]] = {
    "good rows deleted": ((put_right, thin_out), {"新增": 1, "更新": 2}),
    "sorted": ((put_right, turn_round), {"新增": 1, "更新": 2, "无变化": 3}),
    "sorted and thinned": ((turn_round, put_right, thin_out), {"新增": 1, "更新": 2}),
    "somebody added": ((put_right, add_one), {"新增": 2, "更新": 2, "无变化": 3}),
}


@pytest.mark.parametrize(("changes", "fates"), WAYS.values(), ids=list(WAYS))
def test_however_the_copy_was_handled_nobody_comes_in_twice(
    run: Run, begun: Path, changes: Sequence[Callable[[Any], object]], fates: dict[str, int]
) -> None:
    sent(run, workbook([HEAD, *ROWS]))
    for change in changes:
        repaired(COPY, change)
    answer = run("import", COPY)
    assert (answer.code, tally(answer)) == (0, fates), answer.out
    names = [str(row[0]) for row in people(begun)]
    assert names == sorted({"张一", "李二", "王三", "赵四", "孙五", "周六"} | ({"钱七"} & set(names)))
    assert run("undo").code == 0
    assert len(people(begun)) == 5


def test_an_untouched_copy_sent_back_changes_nothing(run: Run, begun: Path) -> None:
    sent(run, workbook([HEAD, *ROWS]))
    before = dump(begun)
    answer = run("import", COPY)
    assert (answer.code, tally(answer)) == (3, {"无变化": 5, "未导入": 1})
    assert dump(begun) == before


def test_who_is_known_only_by_name_and_unit_is_known_again(run: Run, begun: Path) -> None:
    bare = [
        ("姓名", "所属社区", "学历", "联系电话"),
        ("甲", "望江社区", "本科", "12"),
        ("乙", "望江社区", "", ""),
    ]
    sent(run, workbook(bare), code=0)

    def put(page: Any) -> None:
        page["D2"].value, page["C3"].value = phone(1), "大专"

    answer = run("import", repaired(COPY, put))
    assert tally(answer) == {"更新": 2}
    assert stored(begun, "select name, phone, degree from person order by id") == [
        ("甲", phone(1), "本科"),
        ("乙", None, "大专"),
    ]


def test_namesakes_in_one_unit_stay_two(run: Run, begun: Path) -> None:
    rows = [("姓名", "所属社区", "出生年月"), ("张伟", "望江社区", "去年"), ("张伟", "望江社区", "1990")]
    sent(run, workbook(rows), code=0)

    def put(page: Any) -> None:
        page["C2"].value = "1985-03"

    assert tally(run("import", repaired(COPY, put))) == {"更新": 1, "无变化": 1}
    assert stored(begun, "select birth from person order by id") == [("1985-03",), ("1990",)]


CALLS = (
    ("姓名", "联系电话", "联络日期", "联络方式", "是否返乡", "联络内容"),
    ("张一", phone(1), "2026-03-01", "电话", "否", "问候"),
    ("张一", phone(1), "上周", "走访", "是", "慰问"),
    ("无此人", phone(99), "2026-03-02", "电话", "", ""),
    ("周六", phone(6), "2026-03-05", "托梦", "是", "谈项目"),
)


def test_contacts_come_back_the_same_way(run: Run, begun: Path) -> None:
    run("import", workbook([HEAD, ROWS[0], ROWS[5]], name="人员.xlsx"))
    sent(run, workbook(CALLS))

    def put(page: Any) -> None:
        page["C3"].value, page["D5"].value, page["A4"].value, page["B4"].value = (
            "2026-03-03",
            "微信",
            "周六",
            phone(6),
        )

    before = len(stored(begun, "select 1 from contact"))
    assert before == 1
    answer = run("import", repaired(COPY, put))
    assert (answer.code, tally(answer)) == (0, {"新增": 3, "无变化": 1})
    assert tally(run("import", COPY)) == {"无变化": 4}
    assert len(stored(begun, "select 1 from contact")) == 4


def test_people_and_contacts_of_one_book_come_back_together(run: Run, begun: Path) -> None:
    sent(run, workbook([HEAD, *ROWS], CALLS))

    def put(book: Any) -> None:
        put_right(book["表1"])
        book["表2"]["C3"].value = "2026-03-03"

    book = load_workbook(COPY)
    put(book)
    book.save(COPY)
    answer = run("import", COPY)
    assert tally(answer) == {"新增": 2, "更新": 2, "无变化": 4, "未导入": 2}
    assert stored(begun, "select count(*) from contact") == [(2,)]


@pytest.mark.parametrize("kind", ["utf-8", "gb18030", "xls", "ods"])
def test_a_sender_of_text_or_of_an_old_workbook_gets_a_workbook_back(
    run: Run, begun: Path, kind: str
) -> None:
    path = in_format(kind, [HEAD, *ROWS])
    answer = sent(run, path)
    assert "只照抄了内容，没有原来的格式和公式" in answer.err
    again = run("import", repaired(COPY, put_right))
    assert (again.code, tally(again)) == (0, {"新增": 1, "更新": 2, "无变化": 3})


def test_two_rounds_settle_everything(run: Run, begun: Path) -> None:
    sent(run, workbook([HEAD, *ROWS]))

    def half(page: Any) -> None:
        line = by_name(page)["李二"]
        page.cell(line, 2).value = "154000000"  # still too short

    second = sent(run, repaired(COPY, half))
    again = Path("核对/登记表（核对2）.xlsx")
    assert f"问题已标在 {again}" in second.err
    last = run("import", repaired(again, put_right), "--marked", "核对")
    assert (last.code, tally(last)) == (0, {"新增": 1, "更新": 2, "无变化": 3})
    assert "没有要标出的问题，没有写副本" in last.err
    assert len(people(begun)) == 6


def test_a_right_book_gets_no_copy(run: Run) -> None:
    answer = sent(run, workbook([HEAD, ROWS[0]]), code=0)
    assert "没有要标出的问题，没有写副本" in answer.err
    assert not Path("核对").exists()


def test_of_several_books_those_with_problems_come_back(run: Run) -> None:
    Path("东街").mkdir()
    books = [
        workbook([HEAD, ROWS[0]], name="好.xlsx"),
        workbook([HEAD, ROWS[2]], name="坏.xlsx"),
        workbook([HEAD, ROWS[1]], name="东街/坏.xlsx"),
    ]
    answer = sent(run, *books)
    assert re.findall(r"问题已标在 (\S+?)(?:；|$)", answer.err, re.MULTILINE) == [
        f"核对/{path.name}" for path in sorted(Path("核对").iterdir(), key=names_in(answer.err))
    ]
    assert len(list(Path("核对").iterdir())) == 2


def names_in(text: str) -> Callable[[Path], int]:
    return lambda path: text.index(path.name)


@pytest.mark.parametrize("words", [(), ("--strict",), ("--on-match", "update")], ids=" ".join)
def test_an_existing_copy_is_refused_before_anything_is_written(
    run: Run, begun: Path, words: Iterable[str]
) -> None:
    path = workbook([HEAD, *ROWS])
    COPY.parent.mkdir()
    COPY.write_bytes(b"an older copy")
    before = begun.read_bytes()
    answer = run("import", path, "--marked", "核对", *words)
    assert (answer.code, answer.out, dump(begun)) == (1, "", dump_of(before, begun))
    assert COPY.read_bytes() == b"an older copy"
    if not words:
        assert "已经存在" in answer.err
        assert sent_by_force(run, path).code == 3
        assert tally(run("import", COPY)) == {"无变化": 5, "未导入": 1}


def sent_by_force(run: Run, path: Path) -> Answer:
    return run("import", path, "--marked", "核对", "--force")


def dump_of(content: bytes, register: Path) -> dict[str, list[tuple[object, ...]]]:
    other = register.with_name("之前.db")
    other.write_bytes(content)
    return dump(other)


def test_a_try_marks_the_same_and_its_copy_brings_everybody_in(run: Run, begun: Path) -> None:
    path = workbook([HEAD, *ROWS])
    assert run("import", path, "--marked", "核对", "--dry-run").code == 3
    assert people(begun) == []
    answer = run("import", repaired(COPY, put_right))
    assert (answer.code, tally(answer)) == (0, {"新增": 6})


def test_the_repaired_copy_comes_to_the_same_as_the_right_book_at_once(run: Run, begun: Path) -> None:
    right = workbook([HEAD, *ROWS], name="对.xlsx")
    repaired(right, put_right)
    run("import", right)
    wanted = people(begun)
    begun.write_bytes(empty_register())
    sent(run, workbook([HEAD, *ROWS]))
    run("import", repaired(COPY, put_right))
    assert people(begun) == wanted


def test_a_number_damaged_by_the_spreadsheet_is_repaired_in_the_copy(run: Run, begun: Path) -> None:
    head = ("姓名", "身份证号", "所属社区")
    path = workbook(
        [head, ("张一", float(id_number(1)[:15] + "000"), "望江社区"), ("李二", id_number(2), "")]
    )
    sent(run, path, code=0)

    def put(page: Any) -> None:
        page["B2"].value = id_number(1)

    assert tally(run("import", repaired(COPY, put))) == {"更新": 1, "无变化": 1}
    assert stored(begun, "select id_number from person order by id") == [(id_number(1),), (id_number(2),)]


def test_a_copy_saved_under_another_name_is_the_same_copy(run: Run, begun: Path) -> None:
    sent(run, workbook([HEAD, *ROWS]))
    other = repaired(COPY, put_right, "改好了发给你.xlsx")
    assert tally(run("import", other)) == {"新增": 1, "更新": 2, "无变化": 3}


def test_a_copy_of_another_register_makes_nobody_somebody_else(run: Run, begun: Path) -> None:
    """The number in 核对结果 is of the register it was made in: a name that differs is not written over."""
    sent(run, workbook([HEAD, *ROWS]))
    begun.write_bytes(empty_register())
    run("import", csv_book("姓名,所属社区\n别人,梅溪村\n另外的人,梅溪村\n又一人,梅溪村\n", name="别.csv"))
    before = people(begun)
    answer = run("import", repaired(COPY, put_right))
    assert tally(answer) == {"新增": 3, "未导入": 3}
    assert [one for one in before if one not in people(begun)] == []


def test_marks_make_no_work_for_a_book_saved_anew(run: Run, begun: Path) -> None:
    path = workbook([HEAD, *ROWS])
    sent(run, path)
    saved = save(load_workbook(COPY), "另存.xlsx")
    before = dump(begun)
    run("import", saved)
    assert dump(begun) == before
