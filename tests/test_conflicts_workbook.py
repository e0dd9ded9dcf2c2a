"""The workbook of conflicts: full values out with a trace, decisions back in one change set, once."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from books import csv_book, dump, empty_register, id_number, lay_once, phone, stored
from conftest import Answer
from consoles import start
from openpyxl import load_workbook
from test_conflicts import KNOWN, bring, other
from test_conflicts_resolve import DECIDED, X, lay, resolve

Run = Callable[..., Answer]

HEADINGS = "出入编号 人才编号 姓名 所属单位 项目 登记册 登记册来源 来表 来表来源 采用 正确内容".split()
BOOK = Path("核对.xlsx")
Filled = Mapping[str, tuple[str, str]]


@pytest.fixture(autouse=True)
def waiting(run: Run, own_register: Path) -> Path:
    """Lay a register in which six things about one person wait."""
    own_register.write_bytes(empty_register())
    return lay_once("conflicts resolve", own_register, lambda: lay(run))


def write(run: Run, *words: str) -> Answer:
    answer = run("conflicts", "list", "--xlsx", BOOK, *words)
    assert answer.code == 0, answer
    return answer


def lines() -> list[tuple[object, ...]]:
    return list(load_workbook(BOOK).worksheets[0].iter_rows(values_only=True))


def fill(filled: Filled, **cells: str) -> None:
    """Fill in decisions by field, and single cells (`C3`) as somebody's hand would."""
    made = load_workbook(BOOK)
    sheet = made.worksheets[0]
    by_number = {X[field]: answer for field, answer in filled.items()}
    for row in sheet.iter_rows(min_row=2):
        if answer := by_number.get(str(row[0].value)):
            for cell, text in zip(row[-2:], answer, strict=True):
                cell.value = text or None
                cell.data_type = "s" if text else "n"
    for place, text in cells.items():
        sheet[place] = text
    made.save(BOOK)


def read(run: Run) -> Answer:
    return run("conflicts", "resolve", "--from", BOOK)


def test_every_conflict_has_a_line_with_both_values_whole_and_a_choice(run: Run, waiting: Path) -> None:
    before = dump(waiting)
    answer = write(run)
    assert (answer.out, dump(waiting)) == ("核对.xlsx\n", before)
    head, first, *_, last = lines()
    assert list(head) == HEADINGS
    assert first == (
        *("X000001", "R000001", "张三", "望江社区", "联系电话"),
        *(phone(1), "先.csv／先／第2行，2026-03-31", phone(2), "后.csv／后／第2行，2026-03-31"),
        *(None, None),
    )
    assert (len(lines()), last[0]) == (8, "共6处")
    (rule,) = load_workbook(BOOK).worksheets[0].data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("J2:J7", '"登记册,来表,另填"')


@pytest.mark.parametrize(
    ("words", "whole", "trace"),
    [
        ((), True, "核对.xlsx：6处出入，全部单位，含完整号码"),
        (("--masked",), False, "核对.xlsx：6处出入，全部单位，号码已遮挡"),
        (("--unit", "望江社区", "--limit", "2"), True, "核对.xlsx：2处出入，望江社区，含完整号码"),
    ],
    ids=str,
)
def test_what_leaves_the_register_leaves_a_trace(
    run: Run, waiting: Path, words: tuple[str, ...], whole: bool, trace: str
) -> None:
    write(run, *words)
    values = {str(cell) for line in lines() for cell in line}
    assert ({phone(1), phone(2), "wx_san"} <= values) == whole
    assert ("154****0001" in values) != whole
    assert stored(waiting, "select command, detail from audit_entry") == [("conflicts list --xlsx", trace)]


def test_decisions_are_carried_out_once_in_one_change_set(run: Run, waiting: Path) -> None:
    before = dump(waiting)
    write(run)
    fill(
        {
            "phone": ("来表", ""),
            "wechat": ("登记册", ""),
            "employer": ("另填", "=1+1"),
            "extra": ("另填", "鱼"),
            "unit": ("来表", ""),
        }
    )
    answer = read(run)
    assert (
        answer.code,
        "已核对5处：采用登记册1、采用来表2、采用另填2；没有填的1处；登记册里还有1处待核对" in answer.out,
    ) == (
        0,
        True,
    )
    assert [row[:2] for row in stored(waiting, DECIDED)] == [
        ("phone", "offered"),
        ("wechat", "stored"),
        ("employer", "other"),
        ("extra:宠物", "other"),
        ("unit", "offered"),
    ]
    assert stored(waiting, "select phone, wechat, employer from person") == [(phone(2), "wx_zhang", "=1+1")]
    after = dump(waiting)
    again = read(run)
    assert (again.code, again.out) == (0, "没有变化；核对过的5处；没有填的1处；登记册里还有1处待核对\n")
    assert dump(waiting) == after
    assert run("undo").code == 0
    assert dump(waiting) == before


@pytest.mark.parametrize(
    ("filled", "cells", "said"),
    [
        ({"phone": ("随便", "")}, {}, "第2行：采用「随便」看不懂，可写：登记册、来表、另填"),
        ({"phone": ("另填", "")}, {}, "第2行：采用另填，没有写正确内容"),
        ({"phone": ("", phone(5))}, {}, "第2行：写了正确内容，没有写采用；请选另填"),
        ({"phone": ("来表", phone(5))}, {}, "第2行：采用来表，又写了正确内容；请只留一样"),
        ({"phone": ("另填", "12345")}, {}, "第2行：不是有效的电话号码"),
        ({"phone": ("另填", "154****0002")}, {}, "第2行：不是有效的电话号码"),
        ({"unit": ("另填", "天上社区")}, {}, "第7行：没有名为「天上社区」的单位"),
        ({"phone": ("来表", "")}, {"A2": "X000099"}, "第2行：没有编号为「X000099」的出入"),
        ({"phone": ("来表", "")}, {"A2": "张三"}, "第2行：没有编号为「张三」的出入"),
        ({"phone": ("来表", "")}, {"B2": "R000009"}, "第2行：X000001 在本登记册里不是这个人的这一项"),
        ({"phone": ("来表", "")}, {"E2": "微信"}, "第2行：X000001 在本登记册里不是这个人的这一项"),
        ({"phone": ("来表", "")}, {"A3": "X000001", "E3": "联系电话", "J3": "来表"}, "第3行：编号重复"),
    ],
    ids=str,
)
def test_a_line_that_cannot_be_taken_is_told_and_left_open_beside_the_others(
    run: Run, waiting: Path, filled: Filled, cells: dict[str, str], said: str
) -> None:
    write(run)
    fill({**filled, "degree": ("来表", "")}, **cells)
    answer = read(run)
    assert (answer.code, f"没有采用、仍待核对（1）\n  {said}" in answer.out) == (3, True), answer
    assert ("degree", "offered", "本科", "2026-03-31") in stored(waiting, DECIDED)
    assert len(stored(waiting, DECIDED)) == 1 + ("编号重复" in said)


@pytest.mark.parametrize(
    ("words", "filled", "said"),
    [
        (("edit", "张三", "学历=硕士"), ("来表", ""), "登记册已改为「硕士研究生」，没有采用"),
        (("edit", "张三", "学历=硕士"), ("登记册", ""), "登记册已改为「硕士研究生」，没有采用"),
        (("edit", "张三", "学历=硕士"), ("另填", "博士"), ""),
        (("edit", "张三", "学历=本科"), ("来表", ""), ""),
        (("conflicts", "resolve", "X4", "--use", "登记册"), ("登记册", ""), ""),
        (("conflicts", "resolve", "X4", "--use", "登记册"), ("来表", ""), "已在2026-03-31核对过"),
        (("conflicts", "resolve", "X4", "--value", "硕士"), ("另填", "硕士研究生"), ""),
        (("conflicts", "resolve", "X4", "--value", "硕士"), ("另填", "博士"), "已在2026-03-31核对过"),
        (("undo",), ("来表", ""), "没有编号为「X000004」的出入"),
    ],
    ids=str,
)
def test_what_happened_while_the_workbook_was_away_is_told(
    run: Run, waiting: Path, words: tuple[str, ...], filled: tuple[str, str], said: str
) -> None:
    write(run)
    assert run(*words).code == 0
    fill({"degree": filled})
    answer = read(run)
    assert (answer.code, said in answer.out) == (3 if said else 0, True), answer


def test_two_books_against_one_value_may_both_be_judged(run: Run, waiting: Path) -> None:
    bring(run, other(学历="硕士"), "三.csv")
    write(run, "--field", "学历")
    fill({}, J2="来表", J3="登记册")
    assert read(run).code == 0
    assert stored(waiting, "select degree from person") == [("本科",)]
    assert "有出入" not in bring(run, other(学历="硕士"), "四.csv").out
    run("undo")
    fill({}, J2="来表", J3="来表")
    answer = read(run)
    assert (answer.code, answer.out.count("选了不止一个")) == (3, 2)


def test_a_line_that_shows_what_no_longer_stands_is_left_alone(run: Run, waiting: Path) -> None:
    bring(run, other(学历="硕士"), "三.csv")
    write(run, "--field", "学历")
    resolve(run, "X4", "--use", "来表")
    fill({}, J3="登记册")
    answer = read(run)
    assert (answer.code, "第3行：X000007 登记册已改为「本科」，没有采用" in answer.out) == (3, True)
    write(run, "--field", "学历", "--masked", "--force")
    fill({}, J2="登记册")
    assert read(run).code == 0


def test_lines_may_be_sorted_and_columns_moved(run: Run, waiting: Path) -> None:
    write(run)
    fill({"phone": ("来表", "")})
    made = load_workbook(BOOK)
    rows = [row[::-1] for row in made.worksheets[0].iter_rows(values_only=True)]
    turned = made.create_sheet("另一张", 0)
    for row in [rows[0], *rows[:0:-1]]:
        turned.append(row)
    del made["出入核对"]
    made.save(BOOK)
    assert read(run).code == 0
    assert [row[0] for row in stored(waiting, DECIDED)] == ["phone"]


def test_the_workbook_brings_nobody_in_when_it_is_imported_by_mistake(run: Run, waiting: Path) -> None:
    write(run)
    before = dump(waiting)
    answer = run("import", BOOK)
    assert (answer.code, dump(waiting)) == (0, before)
    assert "出入核对表，请用 talentreg conflicts resolve --from 读回" in answer.out


@pytest.mark.parametrize("name", ["先.csv", "没有.xlsx", "坏.xlsx"])
def test_a_file_that_is_no_such_workbook_is_refused(run: Run, waiting: Path, name: str) -> None:
    csv_book(KNOWN, "先.csv")
    Path("坏.xlsx").write_bytes(b"PK\x03\x04")
    before = dump(waiting)
    answer = run("conflicts", "resolve", "--from", name)
    assert (answer.code, answer.out, dump(waiting)) == (1, "", before)


def test_a_file_is_kept_unless_forced_and_none_is_written_of_nothing(run: Run, waiting: Path) -> None:
    write(run)
    before = BOOK.read_bytes()
    assert run("conflicts", "list", "--xlsx", BOOK).code == 1
    assert BOOK.read_bytes() == before
    write(run, "--force")
    resolve(run, "--all", "--use", "登记册")
    BOOK.unlink()
    assert run("conflicts", "list", "--xlsx", BOOK).out == "没有待核对的出入，没有写核对表\n"
    assert not BOOK.exists()


def test_full_numbers_never_leave_a_register_that_cannot_record_it(waiting: Path) -> None:
    waiting.chmod(0o400)
    answer = start("conflicts", "list", "--xlsx", BOOK, bound=True)
    assert (answer.code, "请检查权限，或加 --masked" in answer.err, BOOK.exists()) == (1, True, False)
    assert start("conflicts", "list", "--xlsx", BOOK, "--masked", bound=True).code == 0
    fill({"phone": ("来表", "")})
    assert start("conflicts", "resolve", "--from", BOOK, bound=True).code == 1


def test_numbers_that_look_alike_masked_are_marked_in_a_masked_workbook(run: Run, waiting: Path) -> None:
    bring(run, other(联系电话=f"{phone(1)[:4]}9{phone(1)[5:]}"), "像.csv")
    write(run, "--masked")
    assert [line[7] for line in lines()].count("154****0001（遮挡的几位不同）") == 1
    write(run, "--force")
    assert not any("遮挡" in str(line[7]) for line in lines())


def test_lines_that_cannot_be_taken_are_told_in_their_order(run: Run, waiting: Path) -> None:
    write(run)
    fill({"phone": ("另填", "12345"), "degree": ("随便", "")})
    answer = read(run)
    told = [line.strip().partition("行")[0] for line in answer.out.splitlines() if line.startswith("  第")]
    assert told == ["第2", "第5"]
    assert answer.err == "没有采用的改好后再读回一次，核对过的不会重做\n"


def test_a_number_typed_as_one_is_read_as_it_stands(run: Run, waiting: Path) -> None:
    write(run)
    fill({"phone": ("另填", "x")})
    made = load_workbook(BOOK)
    made.worksheets[0]["K2"].value = 15400000005
    made.save(BOOK)
    assert read(run).code == 0
    assert stored(waiting, "select phone from person") == [(phone(5),)]


def test_the_workbook_of_another_register_touches_nobody(run: Run, waiting: Path) -> None:
    write(run)
    fill({"phone": ("来表", "")})
    waiting.write_bytes(empty_register())
    bring(run, f"姓名,身份证号\n李四,{id_number(2)}\n", "零.csv")
    before = dump(waiting)
    answer = read(run)
    assert (answer.code, dump(waiting)) == (3, before)


def test_a_line_still_speaks_of_who_was_merged_since_it_was_written(run: Run, waiting: Path) -> None:
    assert run("add", "张三", "--phone", phone(8), "--namesake").code == 0
    write(run)
    fill({"degree": ("来表", "")})
    assert run("merge", "R000002", "R000001").code == 0
    answer = read(run)
    assert (answer.code, "已核对1处：采用来表1" in answer.out) == (0, True), answer
    assert stored(waiting, "select degree from person where id = 2") == [("本科",)]
